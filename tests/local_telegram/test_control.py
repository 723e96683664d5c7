"""The control API: what the page uses, over HTTP as the page does."""

from __future__ import annotations

import asyncio
import json

import aiohttp
import pytest

from tests.driver import LocalTelegram, Talk
from tests.local_telegram.conftest import BareClient


async def test_person_made_over_http_chats_with_the_bot(bare: BareClient, telegram: LocalTelegram) -> None:
    made = await bare.local("POST", "people", {"first_name": "Anna", "language_code": "fi"})
    chat = f"chats/{made['chat_id']}"
    said = await bare.local("POST", f"{chat}/messages", {"from": made["user_id"], "text": "/start"})
    keyboard = {"inline_keyboard": [[{"text": "Etänä", "callback_data": "a"}]]}
    sent = await bare.result("sendMessage", chat_id=made["chat_id"], text="Missä?", reply_markup=keyboard)
    tap = {"from": made["user_id"], "message_id": sent["message_id"], "data": "a"}
    tapped = await bare.local("POST", f"{chat}/taps", tap)
    await bare.result("answerCallbackQuery", callback_query_id=tapped["callback_query_id"], text="Selvä")
    edit = {"from": made["user_id"], "message_id": said["message_id"], "text": "hei"}
    await bare.local("POST", f"{chat}/edits", edit)
    await bare.local("POST", f"{chat}/block", {"from": made["user_id"], "blocked": True})
    shown = await bare.local("GET", chat)
    assert [message["text"] for message in shown["messages"]] == ["hei", "Missä?"]
    assert shown["chat"]["first_name"] == "Anna"
    assert (shown["keyboard"], shown["commands"], shown["blocked"]) == (None, [], True)
    kinds = [next(k for k in update if k != "update_id") for update in await bare.result("getUpdates")]
    assert kinds == ["message", "callback_query", "edited_message", "my_chat_member"]


async def test_events_come_as_they_happen_and_resume(bare: BareClient, anna: Talk) -> None:
    await anna.says("yksi")

    async def events(after: int) -> aiohttp.ClientResponse:
        return await bare.session.get(f"{anna.telegram.page}local/events?after={after}")

    async def next_event(response: aiohttp.ClientResponse) -> dict[str, object]:
        async with asyncio.timeout(5):
            async for line in response.content:
                if line.startswith(b"data: "):
                    event: dict[str, object] = json.loads(line.removeprefix(b"data: "))
                    return event
        raise AssertionError("the events ended")

    response = await events(0)
    first = await next_event(response)
    assert (first["seq"], first["kind"]) == (1, "message")
    await bare.result("sendChatAction", chat_id=anna.chat_id, action="typing")
    assert (await next_event(response))["kind"] == "typing"
    response.close()
    response = await events(1)
    assert (await next_event(response))["seq"] == 2
    response.close()
    response = await events(99)
    assert (await next_event(response))["kind"] == "reset"
    response.close()


async def test_file_sent_by_a_person_can_be_looked_at(bare: BareClient, anna: Talk) -> None:
    message = await anna.sends(document={"file_name": "a.txt", "mime_type": "text/plain", "base64": "aGVp"})
    async with bare.session.get(f"{anna.telegram.page}local/files/{message['document']['file_id']}") as response:
        assert (response.content_type, await response.text()) == ("text/plain", "hei")


async def test_desk_is_who_the_demo_says(bare: BareClient, anna: Talk) -> None:
    assert (await bare.local("GET", "desk"))["supervisor"] is None
    anna.telegram.model.supervisor = {"user_id": anna.user_id, "chat_id": anna.chat_id}
    desk = await bare.local("GET", "desk")
    assert desk["supervisor"] == {"user_id": anna.user_id, "chat_id": anna.chat_id}
    assert desk["bot"] == {"username": "tyonohjaus_bot", "first_name": "Työnohjaus"}


@pytest.mark.parametrize(
    ("path", "body", "status", "why"),
    [
        ("chats/5/messages", {"from": 5, "text": "hei"}, 404, "there is no chat 5"),
        ("people", {}, 400, "missing in the body: 'first_name'"),
        ("people", [], 400, "the body must be a JSON object"),
        ("faults", {"kind": "rain"}, 400, "unknown kind of fault 'rain'"),
        ("faults", {"kind": "500", "colour": 1}, 400, "a fault has no colour"),
    ],
)
async def test_impossible_deed_is_answered_with_its_reason(
    path: str, body: object, status: int, why: str, bare: BareClient, anna: Talk
) -> None:
    async with bare.session.post(f"{anna.telegram.page}local/{path}", json=body) as response:
        assert response.status == status
        assert (await response.json())["error"].startswith(why)


async def test_page_is_served(bare: BareClient, telegram: LocalTelegram) -> None:
    async with bare.session.get(telegram.page) as response:
        assert (response.status, response.content_type) == (200, "text/html")


def test_address_beyond_this_machine_is_refused() -> None:
    with pytest.raises(ValueError, match="not a loopback address"):
        LocalTelegram(host="0.0.0.0")


def test_malformed_token_is_refused() -> None:
    with pytest.raises(ValueError, match="a bot token reads"):
        LocalTelegram(token="word")
