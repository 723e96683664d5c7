"""Housekeeping goes on after a fault of its own: otherwise nothing would be erased in time, and nobody would know."""

from __future__ import annotations

import asyncio
from typing import Any, cast

import pytest

from bot.desk.service import Desk
from bot.ops import housekeeping
from bot.ops.housekeeping import Retention, keep_house
from bot.storage import Store


class FaultyOnce:
    """A store whose first transaction fails by a fault of ours; the next one ends the house."""

    def __init__(self, stop: asyncio.Event) -> None:
        self.stop = stop
        self.tried = 0

    async def transaction(self, work: Any) -> Any:
        self.tried += 1
        if self.tried == 1:
            raise RuntimeError("a row that nobody expected")
        self.stop.set()
        return 0, 0


async def test_a_fault_of_ours_does_not_end_housekeeping(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(housekeeping, "BEAT_SECONDS", 0)
    stop = asyncio.Event()
    store = FaultyOnce(stop)

    async with asyncio.timeout(5):
        await keep_house(cast(Store, store), Retention(), stop, cast(Desk, None))

    assert store.tried > 1
    assert "housekeeping failed" in caplog.text
