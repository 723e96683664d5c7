"""The outbox with the real client, against the local Telegram."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from bot.outbox.dispatcher import Outbox
from bot.storage import Queued
from bot.telegram import Api
from tests.bot.outbox.conftest import Bench
from tests.driver import LocalTelegram


@pytest.mark.parametrize(
    ("fault", "texts"),
    [
        ({"kind": "500"}, ["card, repeated"]),
        ({"kind": "502"}, ["card, repeated"]),
        ({"kind": "timeout", "seconds": 5}, ["card, repeated"]),
        ({"kind": "cut_before"}, ["card, repeated"]),
        ({"kind": "cut_after"}, ["card", "card, repeated"]),
        ({"kind": "429"}, ["card"]),
        ({"kind": "403"}, ["card"]),
        ({"kind": "400", "description": "Bad Request: chat not found"}, ["card"]),
        ({"kind": "400", "description": "Bad Request: message is too long"}, []),
    ],
    ids=str,
)
async def test_lead_reaches_the_real_client_through_every_fault(
    bench: Bench, fault: dict[str, Any], texts: list[str]
) -> None:
    async with LocalTelegram() as telegram, Api(telegram.token, telegram.url, read_timeout=0.3) as api:
        supervisor = await telegram.person("Supervisor")

        async def deliver(row: Queued[Any]) -> int:
            message_id = await api.post(row.chat_id, f"{row.ref}, repeated" if row.repeat else row.ref)
            await bench.telegram.deliver(row)
            return message_id

        telegram.fails(**fault, method="sendMessage")
        await bench.queue(supervisor.chat_id, "card", kind="card")
        await bench.queue(supervisor.chat_id, "next", kind="card")
        outbox = Outbox(bench.store, deliver, clock=bench.clock, patient_kinds=frozenset({"card"}))
        running = asyncio.create_task(outbox.run())
        await bench.settle(outbox)
        await bench.pass_time(outbox, 3600)
        await outbox.stop()
        await running

        assert [screen.text for screen in supervisor.screens] == [*texts, "next"]


async def test_real_client_takes_a_migrated_group_along(bench: Bench) -> None:
    async with LocalTelegram() as telegram, Api(telegram.token, telegram.url) as api:
        supervisor = await telegram.person("Supervisor")
        desk = await telegram.group("Desk", [supervisor])
        grown = telegram.deeds.migrate(desk.chat_id)
        await bench.queue(desk.chat_id, "a", "b", kind="card")
        outbox = Outbox(bench.store, lambda row: api.post(row.chat_id, row.ref), clock=bench.clock)
        running = asyncio.create_task(outbox.run())
        await bench.settle(outbox)
        await outbox.stop()
        await running

        assert [message["text"] for message in grown.messages.values() if "text" in message] == ["a", "b"]
