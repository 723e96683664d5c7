"""Who may come in while a demonstration runs: the bot and the own page, and no other page in the same browser."""

from __future__ import annotations

import json

import pytest

from tests.driver import LocalTelegram, Talk
from tests.local_telegram.conftest import BareClient

PAGES = ("/{key}/", "/{key}/page/main.js", "/{key}/local/desk")
PATHS = (*PAGES, "/{key}/local/people", "/{key}/local/events", "/file/bot{token}/a", "/bot{token}/getMe")
STRANGERS = (
    {"Host": "evil.example:{port}"},
    {"Host": "127.0.0.1"},
    {"Host": "127.0.0.1:1"},
    {"Host": "localhost.evil.example:{port}"},
    {"Origin": "https://evil.example"},
    {"Origin": "http://localhost:1"},
    {"Origin": "null"},
)
BROWSING = ({"Sec-Fetch-Site": "cross-site"}, {"Sec-Fetch-Site": "same-site"})


async def status(bare: BareClient, path: str, headers: dict[str, str], method: str = "GET", body: str = "") -> int:
    """What a request with these headers is answered with."""
    telegram = bare.telegram
    filled = {name: value.format(port=telegram.port) for name, value in headers.items()}
    address = telegram.url + path.format(token=telegram.token, key=telegram.key)
    async with bare.session.request(method, address, headers=filled, data=body or None) as response:
        return response.status


@pytest.mark.parametrize("headers", STRANGERS, ids=str)
@pytest.mark.parametrize("path", PATHS)
async def test_request_under_another_name_or_of_another_page_is_refused(
    path: str, headers: dict[str, str], bare: BareClient
) -> None:
    assert await status(bare, path, headers) == 403


@pytest.mark.parametrize("headers", BROWSING, ids=str)
@pytest.mark.parametrize("path", [path for path in PATHS if path != "/{key}/"])
async def test_other_page_reaches_nothing_but_may_link_to_this_one(
    path: str, headers: dict[str, str], bare: BareClient
) -> None:
    assert await status(bare, path, headers) == 403
    assert await status(bare, "/{key}/", headers) == 200


async def test_no_page_speaks_for_the_bot_not_even_the_own(bare: BareClient) -> None:
    own = {"Origin": "http://127.0.0.1:{port}", "Sec-Fetch-Site": "same-origin"}
    assert await status(bare, "/{key}/local/desk", own) == 200
    assert await status(bare, "/bot{token}/setWebhook?url=http://127.0.0.1:1/admin", own) == 403
    assert bare.telegram.webhook.hook is None


@pytest.mark.parametrize("host", ["127.0.0.1:{port}", "localhost:{port}", "LOCALHOST:{port}"])
async def test_own_names_are_let_in(host: str, bare: BareClient) -> None:
    assert await status(bare, "/{key}/local/people", {"Host": host, "Sec-Fetch-Site": "none"}) == 200


@pytest.mark.parametrize(("method", "path"), [("POST", "people"), ("POST", "faults"), ("POST", "chats/1/messages")])
@pytest.mark.parametrize("kind", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data"])
async def test_body_that_a_form_could_send_is_refused(method: str, path: str, kind: str, bare: BareClient) -> None:
    body = json.dumps({"first_name": "Eve"})
    assert await status(bare, "/{key}/local/" + path, {"Content-Type": kind}, method, body) == 400
    assert bare.telegram.model.people == {}


@pytest.mark.parametrize("mime_type", ["text/html", "image/svg+xml", "application/xhtml+xml", "text/plain"])
async def test_file_of_a_person_is_handed_out_but_never_runs(mime_type: str, bare: BareClient, anna: Talk) -> None:
    given = {"file_name": "a.html", "mime_type": mime_type, "base64": "PHNjcmlwdD4="}
    sent = await anna.sends(document=given)
    async with bare.session.get(f"{anna.telegram.page}local/files/{sent['document']['file_id']}") as response:
        headers = response.headers
        assert await response.read() == b"<script>"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert headers["Content-Disposition"] == "attachment"


@pytest.mark.parametrize("path", PAGES)
async def test_nothing_is_shown_inside_or_read_by_another_page(path: str, bare: BareClient) -> None:
    async with bare.session.get(bare.telegram.url + path.format(key=bare.telegram.key)) as response:
        assert response.headers["Cross-Origin-Resource-Policy"] == "same-origin"
        assert response.headers["X-Content-Type-Options"] == "nosniff"
        assert "frame-ancestors 'none'" in response.headers["Content-Security-Policy"]
        assert "Access-Control-Allow-Origin" not in response.headers


@pytest.mark.parametrize("path", PAGES)
async def test_page_and_its_calls_are_found_only_by_who_was_told_the_address(path: str, bare: BareClient) -> None:
    assert await status(bare, path, {}) == 200
    for other in ("", "/" + "x" * 16):
        assert await status(bare, path.replace("/{key}", other), {}) == 404
    assert LocalTelegram().key != bare.telegram.key


def test_token_is_another_one_each_time_unless_it_is_named() -> None:
    tokens = [LocalTelegram().token, LocalTelegram().token]
    assert tokens[0] != tokens[1]
    assert LocalTelegram(token="1:named").token == "1:named"
