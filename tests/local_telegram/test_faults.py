"""Injected faults look to the bot like the real ones, and are no violations."""

from __future__ import annotations

import asyncio
from typing import Any

import aiohttp
import pytest

from tests.driver import Talk
from tests.local_telegram.conftest import BareClient


async def raw(bare: BareClient, anna: Talk, **more: Any) -> tuple[int, str, str]:
    """Status, content type and body of a sendMessage."""
    address = f"{anna.telegram.url}/bot{anna.telegram.token}/sendMessage"
    async with bare.session.post(address, data={"chat_id": anna.chat_id, "text": "hei"}, **more) as response:
        return response.status, response.content_type, await response.text()


@pytest.mark.parametrize(
    ("kind", "description"),
    [
        ("500", "Internal Server Error"),
        ("429", "Too Many Requests: retry after 3"),
        ("403", "Forbidden: bot was blocked by the user"),
        ("400", "Bad Request: chat not found"),
    ],
)
async def test_error_fault_answers_once_without_effect(
    kind: str, description: str, anna: Talk, bare: BareClient
) -> None:
    await bare.local("POST", "faults", {"kind": kind, "method": "sendMessage", "retry_after": 3})
    body = await bare.call("sendMessage", chat_id=anna.chat_id, text="hei")
    assert (body["error_code"], body["description"]) == (int(kind), description)
    assert anna.screens == []
    await bare.result("sendMessage", chat_id=anna.chat_id, text="hei")
    assert anna.telegram.violations == []


async def test_502_is_html(anna: Talk, bare: BareClient) -> None:
    anna.telegram.fails("502")
    status, content_type, body = await raw(bare, anna)
    assert (status, content_type) == (502, "text/html")
    assert "Bad Gateway" in body


async def test_own_description_and_parameters_are_answered(anna: Talk, bare: BareClient) -> None:
    why = "Bad Request: group chat was upgraded to a supergroup chat"
    anna.telegram.fails("400", description=why, parameters={"migrate_to_chat_id": -100})
    body = await bare.call("sendMessage", chat_id=anna.chat_id, text="hei")
    assert (body["description"], body["parameters"]) == (why, {"migrate_to_chat_id": -100})


@pytest.mark.parametrize(("kind", "shown"), [("cut_before", 0), ("cut_after", 1)])
async def test_cut_connection_leaves_the_client_without_answer(
    kind: str, shown: int, anna: Talk, bare: BareClient
) -> None:
    anna.telegram.fails(kind)
    with pytest.raises(aiohttp.ClientConnectionError):
        await raw(bare, anna)
    assert len(anna.screens) == shown
    [call] = anna.telegram.journal.calls
    assert (call["status"], call["fault"]) == (0, kind)


async def test_silence_lasts_until_the_client_gives_up(anna: Talk, bare: BareClient) -> None:
    anna.telegram.fails("timeout")
    with pytest.raises(TimeoutError):
        await raw(bare, anna, timeout=aiohttp.ClientTimeout(total=0.05))
    await anna.settled()
    assert anna.screens == []


async def test_silence_is_bounded(anna: Talk, bare: BareClient) -> None:
    anna.telegram.fails("timeout", seconds=0.01)
    with pytest.raises(aiohttp.ClientConnectionError):
        await raw(bare, anna)


async def test_slow_call_has_its_effect_at_once_and_its_answer_late(anna: Talk, bare: BareClient) -> None:
    anna.telegram.fails("slow", seconds=0.05)
    answer = asyncio.create_task(raw(bare, anna))
    await anna.sees("hei")
    assert not answer.done()
    assert (await answer)[0] == 200


async def test_fault_befalls_only_its_method_chat_and_number_of_times(anna: Talk, bare: BareClient) -> None:
    liisa = await anna.telegram.person("Liisa")
    anna.telegram.fails("500", method="sendMessage", chat_id=anna.chat_id, times=2)
    assert (await bare.call("sendMessage", chat_id=liisa.chat_id, text="hei"))["ok"]
    assert (await bare.call("sendChatAction", chat_id=anna.chat_id, action="typing"))["ok"]
    assert len(anna.telegram.faults.waiting) == 1
    answers = [(await bare.call("sendMessage", chat_id=anna.chat_id, text="hei"))["ok"] for _ in range(3)]
    assert answers == [False, False, True]


async def test_cleared_faults_do_not_happen(anna: Talk, bare: BareClient) -> None:
    anna.telegram.fails("500", times=5)
    await bare.local("DELETE", "faults")
    assert (await bare.call("getMe"))["ok"]


async def test_unknown_fault_is_refused(anna: Talk) -> None:
    with pytest.raises(ValueError, match="unknown kind of fault 'rain'"):
        anna.telegram.fails("rain")
