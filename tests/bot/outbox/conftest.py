"""A store, a fake Telegram and a clock that stands still, for an outbox to run between."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from bot.outbox.dispatcher import More, Outbox
from bot.storage import KeySource, Queued, Store, Tx, Undelivered
from bot.telegram.limits import Limits, Rate

FAST = Limits(person=Rate(1000, 1000), group=Rate(1000, 1000), overall=Rate(1000, 1000), settling=0.0)


class Clock:
    """A clock that stands still until told."""

    def __init__(self) -> None:
        self.now = 1_800_000_000.0

    def __call__(self) -> float:
        return self.now


@dataclass
class FakeTelegram:
    """Takes rows; `troubles` are raised first, one per try of that ref; `gates` hold a ref until set;
    `parts`: of how many messages a ref is made."""

    tries: list[Queued[Any]] = field(default_factory=list)
    arrived: list[str] = field(default_factory=list)
    troubles: dict[str, list[Exception]] = field(default_factory=dict)
    gates: dict[str, asyncio.Event] = field(default_factory=dict)
    parts: dict[str, int] = field(default_factory=dict)
    tried: asyncio.Event = field(default_factory=asyncio.Event)

    async def deliver(self, row: Queued[Any]) -> int | More:
        self.tries.append(row)
        self.tried.set()
        if gate := self.gates.get(row.ref):
            await gate.wait()
        if waiting := self.troubles.get(row.ref):
            raise waiting.pop(0)
        self.arrived.append(row.ref)
        part = (row.payload or 0) + 1
        return More(part) if part < self.parts.get(row.ref, 1) else 100 + len(self.arrived)

    async def try_number(self, count: int) -> Queued[Any]:
        """Wait until so many tries were made; return the last."""
        while len(self.tries) < count:
            self.tried.clear()
            await asyncio.wait_for(self.tried.wait(), 5)
        return self.tries[-1]


@dataclass
class Bench:
    """A store, a fake Telegram and a way to run outboxes between them."""

    store: Store
    clock: Clock
    telegram: FakeTelegram

    async def queue(self, chat_id: int, *refs: str, kind: str = "screen", due_in: float = 0) -> None:
        """Queue a message for each ref."""

        def work(tx: Tx) -> None:
            for ref in refs:
                tx.outbox.queue(chat_id, kind, ref, due_at=tx.now + due_in)

        await self.store.transaction(work)

    async def undelivered(self) -> list[Undelivered]:
        """What should have arrived by now and has not."""
        return await self.store.transaction(lambda tx: tx.outbox.undelivered())

    @asynccontextmanager
    async def running(self, **options: Any) -> AsyncIterator[Outbox]:
        """Run an outbox; stopped at the end."""
        options = {"limits": FAST, "chance": lambda: 0.0, **options}
        outbox = Outbox(self.store, self.telegram.deliver, clock=self.clock, **options)
        task = asyncio.create_task(outbox.run())
        try:
            yield outbox
        finally:
            await outbox.stop(grace=0)
            await task

    async def settle(self, outbox: Outbox) -> None:
        """Let the outbox do everything it can do at this moment of the clock."""
        outbox.wake()
        await asyncio.wait_for(outbox.idle(), 5)

    async def pass_time(self, outbox: Outbox, seconds: float) -> None:
        """Move the clock and let the outbox do what came due."""
        self.clock.now += seconds
        await self.settle(outbox)


@pytest.fixture
async def bench(tmp_path: Path) -> AsyncIterator[Bench]:
    clock = Clock()
    store = await Store.open(tmp_path / "bot.sqlite3", keys=KeySource(data_key="00" * 32), clock=clock)
    yield Bench(store, clock, FakeTelegram())
    await store.close()
