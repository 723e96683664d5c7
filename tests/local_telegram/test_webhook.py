"""Delivery by webhook: tried again until taken, in order within a chat."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from typing import Any

import pytest
from aiohttp import web

from tests.driver import Talk
from tests.local_telegram.conftest import BareClient


@dataclass(slots=True)
class Receiver:
    """A bot's webhook that answers with the statuses it is given, then with 200."""

    url: str = ""
    statuses: list[int] = field(default_factory=list)
    got: list[dict[str, Any]] = field(default_factory=list)
    secrets: set[str | None] = field(default_factory=set)

    async def take(self, request: web.Request) -> web.Response:
        """Note the update and answer."""
        self.got.append(await request.json())
        self.secrets.add(request.headers.get("X-Telegram-Bot-Api-Secret-Token"))
        return web.Response(status=self.statuses.pop(0) if self.statuses else 200)


@pytest.fixture
async def receiver() -> AsyncIterator[Receiver]:
    """A receiver that listens."""
    receiver = Receiver()
    app = web.Application()
    app.router.add_post("/hook", receiver.take)
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    receiver.url = f"http://127.0.0.1:{runner.addresses[0][1]}/hook"
    yield receiver
    await runner.cleanup()


async def test_refused_update_is_delivered_again_before_the_next(
    anna: Talk, bare: BareClient, receiver: Receiver
) -> None:
    receiver.statuses = [500, 503]
    await bare.result("setWebhook", url=receiver.url, secret_token="a_B-9")
    await anna.says("yksi")
    await anna.says("kaksi")
    await anna.settled()
    assert [update["message"]["text"] for update in receiver.got] == ["yksi", "yksi", "yksi", "kaksi"]
    assert receiver.secrets == {"a_B-9"}
    acknowledged = anna.telegram.journal.acknowledged
    assert acknowledged == [receiver.got[0]["update_id"], receiver.got[3]["update_id"]]
    info = await bare.result("getWebhookInfo")
    assert info["last_error_message"] == "Wrong response from the webhook: 503 Service Unavailable"
    assert info["pending_update_count"] == 0


async def test_one_chat_that_fails_does_not_hold_another(anna: Talk, bare: BareClient, receiver: Receiver) -> None:
    liisa = await anna.telegram.person("Liisa")
    await anna.says("juuttuu")
    await liisa.says("menee")
    holding = asyncio.Event()

    async def take(request: web.Request) -> web.Response:
        update = await request.json()
        if update["message"]["text"] == "juuttuu":
            await holding.wait()
        return web.Response()

    app = web.Application()
    app.router.add_post("/hook", take)
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    await bare.result("setWebhook", url=f"http://127.0.0.1:{runner.addresses[0][1]}/hook")
    while not anna.telegram.journal.acknowledged:
        assert await anna.telegram.updates.arrived.wait(5)
    [stuck] = anna.telegram.updates.pending.values()
    assert stuck.body["text"] == "juuttuu"
    holding.set()
    await anna.settled()
    await runner.cleanup()


async def test_pending_updates_wait_for_the_poll_after_webhook_is_deleted(anna: Talk, bare: BareClient) -> None:
    await bare.result("setWebhook", url="https://example.org/not-on-loopback")
    await anna.says("hei")
    while not anna.telegram.webhook.last_error:
        assert await anna.telegram.updates.arrived.wait(5)
    assert anna.telegram.webhook.last_error.endswith("on loopback only")
    await bare.result("deleteWebhook")
    assert len(await bare.result("getUpdates")) == 1
    assert anna.telegram.journal.acknowledged == []


async def test_pending_updates_are_dropped_on_request(anna: Talk, bare: BareClient) -> None:
    await anna.says("hei")
    await bare.result("deleteWebhook", drop_pending_updates=True)
    assert await bare.result("getUpdates") == []
