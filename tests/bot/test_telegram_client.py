"""The client against the local Telegram: what is sent, and what every failure means."""

from __future__ import annotations

import json
import logging
import socket
import traceback
from collections.abc import AsyncIterator
from typing import Any

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from bot.errors import (
    ChatMoved,
    DeliveryError,
    OutcomeUnknown,
    Refused,
    TryLater,
    Unreachable,
)
from bot.events import TapAnswer
from bot.telegram import AnotherInstance, Api, Connections, MessageGone, TokenRefused
from bot.telegram.errors import CannotChange, failure
from bot.ui.screens import Button, Keyboard, KeyButton
from tests.driver import LocalTelegram, Talk


@pytest.fixture
async def telegram() -> AsyncIterator[LocalTelegram]:
    async with LocalTelegram() as server:
        yield server


@pytest.fixture
async def api(telegram: LocalTelegram) -> AsyncIterator[Api]:
    async with Api(telegram.token, telegram.url, read_timeout=0.5) as client:
        yield client


@pytest.fixture
async def anna(telegram: LocalTelegram) -> Talk:
    return await telegram.person("Anna", language_code="fi")


@pytest.fixture
async def desk(telegram: LocalTelegram, anna: Talk) -> Talk:
    return await telegram.group("Desk", [anna])


async def test_opening_says_who_the_bot_is(telegram: LocalTelegram) -> None:
    api = Api(telegram.token, telegram.url)
    assert await api.open() == "tyonohjaus_bot"
    await api.close()
    await api.close()


async def test_message_with_buttons_arrives(api: Api, anna: Talk) -> None:
    rows = (
        (Button("Yes", data="y", style="primary"), Button("No", data="n")),
        (Button("Site", url="https://example.org/"), Button("Copy", copy="+358401234567")),
    )
    message_id = await api.post(anna.chat_id, "<b>Hei</b> &lt;Anna&gt; https://example.org", rows)

    (screen,) = anna.screens
    assert (screen.message_id, screen.text) == (message_id, "Hei <Anna> https://example.org")
    assert screen.rows == [["Yes", "No"], ["Site", "Copy"]]
    keyboard = screen.message["reply_markup"]["inline_keyboard"]
    assert keyboard[0][0] == {"text": "Yes", "callback_data": "y", "style": "primary"}
    assert keyboard[1][1] == {"text": "Copy", "copy_text": {"text": "+358401234567"}}


async def test_options_of_a_message_reach_telegram(telegram: LocalTelegram, api: Api, anna: Talk) -> None:
    first = await api.post(anna.chat_id, "first")
    second = await api.post(anna.chat_id, "second", reply_to=first, silent=True)
    third = await api.post(anna.chat_id, "third", reply_to=99)

    screens = {screen.message_id: screen.message for screen in anna.screens}
    assert screens[second]["reply_to_message"]["message_id"] == first
    assert third in screens
    sent = [call for call in telegram.journal.calls if call["method"] == "sendMessage"][1]["parameters"]
    assert sent["disable_notification"]
    assert "is_disabled" in str(sent["link_preview_options"])


async def test_reply_keyboard_is_shown_and_taken_away(api: Api, anna: Talk) -> None:
    keys = ((KeyButton("Share", asks="contact"),), (KeyButton("Here", asks="location"), KeyButton("Skip")))
    await api.post(anna.chat_id, "phone?", reply_keyboard=Keyboard(keys, "or type it"))
    assert anna.keyboard == ["Share", "Here", "Skip"]
    await api.post(anna.chat_id, "thanks", reply_keyboard=Keyboard())
    assert anna.keyboard == []


async def test_two_kinds_of_keyboard_on_one_message_are_a_mistake(api: Api) -> None:
    with pytest.raises(ValueError, match="cannot share"):
        await api.post(1, "x", ((Button("a", data="a"),),), reply_keyboard=Keyboard(((KeyButton("b"),),)))
    with pytest.raises(ValueError, match="exactly one"):
        await api.post(1, "x", ((Button("a"),),))


async def test_edit_changes_the_message_and_again_is_success(api: Api, anna: Talk) -> None:
    message_id = await api.post(anna.chat_id, "one", ((Button("a", data="a"),),))
    for _ in range(2):
        assert await api.edit(anna.chat_id, message_id, "two", ((Button("b", data="b"),),))
    assert (anna.screen.text, anna.screen.buttons) == ("two", ["b"])
    for _ in range(2):
        assert await api.strip_buttons(anna.chat_id, message_id)
    assert anna.screen.buttons == []


async def test_message_that_is_gone_is_said_not_raised(api: Api, anna: Talk) -> None:
    message_id = await api.post(anna.chat_id, "one")
    assert await api.react(anna.chat_id, message_id, "👍")
    assert await api.delete(anna.chat_id, message_id)
    assert anna.screens == []

    assert not await api.delete(anna.chat_id, message_id)
    assert not await api.edit(anna.chat_id, message_id, "two")
    assert not await api.strip_buttons(anna.chat_id, message_id)
    assert not await api.react(anna.chat_id, message_id, "👍")
    with pytest.raises(MessageGone):
        await api.copy(anna.chat_id, anna.chat_id, message_id)


async def test_files_and_copies_arrive(telegram: LocalTelegram, api: Api, anna: Talk) -> None:
    content = b"a;b\n" * 400_000  # over aiohttp's megabyte
    await api.send_document(anna.chat_id, content, "liidit.csv", "<i>All</i>")
    picture = await api.send_photo(anna.chat_id, b"\x89PNG\r\n\x1a\n", "Chart", ((Button("a", data="a"),),))
    await api.copy(anna.chat_id, anna.chat_id, picture)

    document, photo, copied = (screen.message for screen in anna.screens)
    assert (document["document"]["file_name"], document["caption"]) == ("liidit.csv", "All")
    assert telegram.model.files[document["document"]["file_id"]].content == content
    assert photo["photo"]
    assert copied["photo"]


async def test_tap_is_answered_and_a_stale_one_is_no_error(api: Api, anna: Talk) -> None:
    await api.post(anna.chat_id, "?", ((Button("a", data="a"),),))
    await api.answer(TapAnswer(await anna.taps("a"), "noted", alert=True))
    notice = await anna.sees_notice("noted")
    assert notice.alert
    await api.answer(TapAnswer("nonsense", "late"))


async def test_bots_face_is_set_only_when_it_differs(telegram: LocalTelegram, api: Api) -> None:
    for _ in range(2):
        await api.set_commands([("start", "Begin")])
        await api.set_commands([("aloita", "Aloita")], "fi")
        await api.set_commands([("leads", "Leads")], chat_id=(await telegram.person("Desk")).chat_id)
        await api.set_name("Työnohjaus", "fi")
        await api.set_description("Long", "Short", "fi")

    called = [call["method"] for call in telegram.journal.calls if call["method"].startswith("set")]
    assert called.count("setMyName") <= 1
    assert called.count("setMyDescription") == called.count("setMyShortDescription") == 1
    assert called.count("setMyCommands") == 4  # the second chat is another one


async def test_updates_come_raw_and_an_offset_acknowledges(api: Api, anna: Talk) -> None:
    await anna.says("hei")
    (raw,) = await api.get_updates(None, 0, 10, ("message",))
    assert raw["message"]["text"] == "hei"
    assert await api.get_updates(raw["update_id"] + 1, 0) == []
    assert await api.get_updates(None, 0) == []


async def test_webhook_is_set_and_deleted_keeping_updates(telegram: LocalTelegram, api: Api, anna: Talk) -> None:
    await anna.says("hei")
    await api.set_webhook("https://127.0.0.1:1/x", "secret", ("message",))
    with pytest.raises(AnotherInstance, match="another program"):
        await api.get_updates(None, 0)
    await api.delete_webhook()
    assert len(await api.get_updates(None, 0)) == 1


@pytest.mark.parametrize(
    ("fault", "error"),
    [
        ({"kind": "500"}, OutcomeUnknown),
        ({"kind": "502"}, OutcomeUnknown),
        ({"kind": "cut_before"}, OutcomeUnknown),
        ({"kind": "cut_after"}, OutcomeUnknown),
        ({"kind": "timeout", "seconds": 5}, OutcomeUnknown),
        ({"kind": "slow", "seconds": 5}, OutcomeUnknown),
        ({"kind": "429", "retry_after": 7}, TryLater),
        ({"kind": "403"}, Unreachable),
        ({"kind": "403", "description": "Forbidden: user is deactivated"}, Unreachable),
        ({"kind": "400"}, Unreachable),
        ({"kind": "400", "description": "Bad Request: PEER_ID_INVALID"}, Unreachable),
        ({"kind": "400", "description": "Bad Request: message is too long"}, Refused),
        ({"kind": "400", "parameters": {"migrate_to_chat_id": -1005}}, ChatMoved),
        ({"kind": "409"}, AnotherInstance),
    ],
    ids=str,
)
async def test_fault_of_telegram_has_its_meaning(
    telegram: LocalTelegram, api: Api, anna: Talk, fault: dict[str, Any], error: type[DeliveryError]
) -> None:
    telegram.fails(**fault, method="sendMessage")
    with pytest.raises(error) as caught:
        await api.post(anna.chat_id, "hei")

    assert type(caught.value) is error
    if isinstance(caught.value, TryLater) and error is TryLater:
        assert (caught.value.seconds, caught.value.everywhere) == (7, False)
    if isinstance(caught.value, ChatMoved):
        assert caught.value.new_chat_id == -1005
    assert telegram.token not in "".join(traceback.format_exception(caught.value))
    assert await api.post(anna.chat_id, "again")


async def test_blocked_bot_finds_nobody(api: Api, anna: Talk) -> None:
    await anna.blocks()
    with pytest.raises(Unreachable, match="blocked"):
        await api.post(anna.chat_id, "hei")


async def test_migrated_group_is_moved(telegram: LocalTelegram, api: Api, desk: Talk) -> None:
    grown = telegram.deeds.migrate(desk.chat_id)
    with pytest.raises(ChatMoved) as caught:
        await api.post(desk.chat_id, "hei")
    assert caught.value.new_chat_id == grown.chat_id
    assert await api.post(caught.value.new_chat_id, "hei")


async def test_telegram_that_is_not_there_left_nothing_sent() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))  # bound, not listening: refused, and nobody else can take it
        api = Api("123:secret-of-the-bot", f"http://127.0.0.1:{taken.getsockname()[1]}")
        with pytest.raises(TryLater, match="no connection") as caught:
            await api.open()
        await api.close()

    assert caught.value.everywhere
    assert "secret-of-the-bot" not in "".join(traceback.format_exception(caught.value))


async def test_transports_own_error_holds_no_address(token: str) -> None:
    async with Connections() as connections:
        with pytest.raises(TryLater) as caught:
            await connections.call(f"http://127.0.0.1:1/bot{token}/getMe", {})

    assert token not in "".join(traceback.format_exception(caught.value))
    assert caught.value.__context__ is None


@pytest.mark.parametrize("token", ["123:secret-of-the-bot", "no-token-at-all"])
async def test_refused_token_is_its_own_error_and_never_shown(
    telegram: LocalTelegram, token: str, caplog: pytest.LogCaptureFixture
) -> None:
    api = Api(token, telegram.url)
    caplog.set_level(logging.DEBUG)  # after the library logged its base URL, which logs.py keeps out
    with pytest.raises(TokenRefused) as caught:
        await api.open()
    with pytest.raises(TokenRefused):
        await api.get_updates(None, 0)
    await api.close()

    assert token not in "".join(traceback.format_exception(caught.value))
    assert token not in repr(caught.value.__context__)
    assert token not in caplog.text


async def test_redirect_is_not_followed() -> None:
    visited: list[str] = []

    async def redirect(request: web.Request) -> web.Response:
        visited.append(request.path)
        raise web.HTTPTemporaryRedirect("/elsewhere")

    app = web.Application()
    app.router.add_route("*", "/{path:.*}", redirect)
    async with TestServer(app) as server, Connections() as connections:
        with pytest.raises(OutcomeUnknown, match="307"):
            await connections.call(str(server.make_url("/bot123:secret/getMe")), {})

    assert visited == ["/bot123:secret/getMe"]


async def test_answer_that_is_no_json_is_not_logged(caplog: pytest.LogCaptureFixture) -> None:
    async def gibberish(request: web.Request) -> web.Response:
        return web.Response(text="words of a person")

    app = web.Application()
    app.router.add_post("/x", gibberish)
    async with TestServer(app) as server, Connections() as connections:
        with pytest.raises(OutcomeUnknown, match="not the Bot API's"):
            await connections.call(str(server.make_url("/x")), {})

    assert "words" not in caplog.text


async def test_file_that_is_answered_with_no_json_is_not_logged(caplog: pytest.LogCaptureFixture) -> None:
    async def gibberish(request: web.Request) -> web.Response:
        await request.read()
        return web.Response(text="words of a person")

    app = web.Application()
    app.router.add_post("/{path:.*}", gibberish)
    async with TestServer(app) as server:
        api = Api("1:secret", str(server.make_url("")).rstrip("/"))
        with pytest.raises(OutcomeUnknown):
            await api.open()
        with pytest.raises(OutcomeUnknown, match="not the Bot API's"):
            await api.send_document(1, b"x", "x.txt")
        await api.close()

    assert "words" not in caplog.text


def test_flood_without_patience_is_still_a_flood() -> None:
    body = {"ok": False, "error_code": 429, "description": "Too Many Requests", "parameters": {"retry_after": 0}}
    assert type(failure(429, body)) is TryLater


@pytest.mark.parametrize(
    ("said", "waits"),
    [
        ("7", 7.0),
        ("2.5", 2.5),
        ("100000000", 3600.0),
        ("1e999", 3600.0),
        ("-5", 0.0),
        ("NaN", 0.0),
        ('"7"', 7.0),
        ('"soon"', 1.0),
        ("null", 1.0),
        ("[7]", 1.0),
    ],
)
def test_wait_that_the_server_asks_for_is_never_longer_than_an_hour(said: str, waits: float) -> None:
    body = f'{{"ok":false,"error_code":429,"description":"Too Many Requests","parameters":{{"retry_after":{said}}}}}'
    answer = failure(429, json.loads(body))
    assert isinstance(answer, TryLater)
    assert answer.seconds == waits


@pytest.mark.parametrize("said", ['"elsewhere"', "[1]", "1e999", "true"])
def test_group_that_moved_to_no_chat_id_is_taken_for_trouble_of_the_server(said: str) -> None:
    body = f'{{"ok":false,"description":"migrated","parameters":{{"migrate_to_chat_id":{said}}}}}'
    assert type(failure(400, json.loads(body))) is OutcomeUnknown


@pytest.mark.parametrize("code", [301, 401, 403, 404, 503])
def test_answer_of_something_in_between_says_nothing_about_the_token(code: int) -> None:
    assert type(failure(code, None)) is OutcomeUnknown


def refused(code: int, said: str) -> DeliveryError | TokenRefused:
    return failure(code, {"ok": False, "error_code": code, "description": said})


@pytest.mark.parametrize(
    ("code", "said", "told"),
    [
        (403, "Forbidden: bot was blocked by the user", "403: bot was blocked by the user"),
        (403, "Forbidden: Anna Virtanen left", "403: a reason that is not in the list of known ones"),
        (400, "Bad Request: message is too long", "400: message is too long"),
        (400, "Bad Request: can't parse entities: unsupported tag Anna", "400: can't parse entities"),
        (400, "Bad Request: chat not found for @annavirtanen", "400: chat not found"),
        (400, "Bad Request: TOPIC_CLOSED", "400: topic_closed"),
        (400, "Bad Request: ANNA_VIRTANEN left us", "400: a reason that is not in the list of known ones"),
        (400, "Bad Request: wrong person Anna Virtanen, +358401234567", "400: a reason that is not in the list"),
        (500, "Internal Server Error: restart of Anna", "the server answered 500"),
        (418, "I'm Anna", "the server answered 418"),
    ],
)
def test_only_known_reasons_are_told(code: int, said: str, told: str) -> None:
    error = refused(code, said)
    assert str(error).startswith(told)
    assert "nna" not in str(error).lower()


async def test_error_of_a_file_is_ours_and_shows_no_token(telegram: LocalTelegram, api: Api, anna: Talk) -> None:
    telegram.fails(kind="429", retry_after=7, method="sendDocument")
    with pytest.raises(TryLater) as flood:
        await api.send_document(anna.chat_id, b"x", "x.txt")
    assert flood.value.seconds == 7
    telegram.fails(kind="cut_after", method="sendDocument")
    with pytest.raises(OutcomeUnknown, match="connection lost") as lost:
        await api.send_document(anna.chat_id, b"x", "x.txt")
    assert telegram.token not in "".join(traceback.format_exception(lost.value))
    assert await api.send_document(anna.chat_id, b"x", "x.txt")


@pytest.mark.parametrize(
    ("said", "kind"),
    [
        ("message to edit not found", MessageGone),
        ("message can't be edited", CannotChange),
        ("MESSAGE_ID_INVALID", MessageGone),
        ("there is no text in the message to edit", CannotChange),
        ("message to delete not found", MessageGone),
        ("message can't be deleted for everyone", CannotChange),
        ("message to react not found", MessageGone),
        ("message to copy not found", MessageGone),
    ],
)
def test_message_that_is_not_there_or_cannot_be_changed_is_gone(said: str, kind: type[MessageGone]) -> None:
    assert type(refused(400, f"Bad Request: {said}")) is kind
