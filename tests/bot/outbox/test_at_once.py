"""What may be sent twice is claimed with the updates that bring it, and settled with the next ones."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import replace
from typing import Any

import pytest

from bot.errors import StorageError
from bot.outbox.dispatcher import Found, Outbox
from bot.storage import Tx
from tests.bot.outbox.conftest import FAST, Bench


def harmless(tx: Tx, chat_id: int, kind: str) -> Found:
    """Read nothing but the chat, which may be sent to twice unless it is 13."""
    return Found(chat_id, harmless=chat_id != 13)


def queueing(chat_id: int, ref: str, *, fails: bool = False) -> Callable[[Tx], None]:
    """Queue a screen for a chat; `fails`: nothing of it is committed."""

    def work(tx: Tx) -> None:
        tx.outbox.queue(chat_id, "screen", ref)
        if fails:
            raise StorageError("disk is full")

    return work


@asynccontextmanager
async def running(bench: Bench, **options: Any) -> AsyncIterator[Outbox]:
    """Run an outbox that claims screens where they are put in."""
    async with bench.running(read=harmless, at_once="screen", **options) as outbox:
        yield outbox


async def test_harmless_row_is_claimed_where_it_is_owed_and_sent_once_that_is_committed(bench: Bench) -> None:
    async with running(bench) as outbox:
        await bench.settle(outbox)
        await outbox.commit([1, 13], queueing(1, "a"))
        assert [row.state for row in await bench.undelivered()] == ["claimed"], "nothing else is due"
        await bench.telegram.try_number(1)
        await asyncio.wait_for(outbox.idle(), 5)

    (row,) = bench.telegram.tries
    assert (row.ref, row.found, row.quietly) == ("a", 1, True)
    assert await bench.undelivered() == []


async def test_what_became_of_a_row_is_written_with_the_next_updates(bench: Bench) -> None:
    async with running(bench, limits=replace(FAST, settling=60.0)) as outbox:
        await bench.queue(1, "a")
        outbox.wake()
        await bench.telegram.try_number(1)
        await asyncio.gather(*(task for task in asyncio.all_tasks() if task.get_name().startswith("outbox row")))
        assert [row.state for row in await bench.undelivered()] == ["claimed"]

        await outbox.commit([1], queueing(1, "b"))
        await bench.telegram.try_number(2)

    assert [(row.ref, row.quietly) for row in bench.telegram.tries] == [("a", False), ("b", True)]
    assert await bench.undelivered() == []


async def test_what_became_of_a_row_waits_where_the_updates_are_not_committed(bench: Bench) -> None:
    async with running(bench, limits=replace(FAST, settling=60.0)) as outbox:
        await bench.queue(1, "a")
        outbox.wake()
        await bench.telegram.try_number(1)
        await asyncio.gather(*(task for task in asyncio.all_tasks() if task.get_name().startswith("outbox row")))
        with pytest.raises(StorageError):
            await outbox.commit([1], queueing(1, "b", fails=True))

    assert await bench.undelivered() == [], "it is written at the end"


async def test_row_that_would_be_seen_twice_is_left_for_a_commit_of_its_own(bench: Bench) -> None:
    async with running(bench) as outbox:
        await bench.settle(outbox)
        await outbox.commit([13], queueing(13, "a"))
        await asyncio.wait_for(outbox.idle(), 5)

    assert [(row.found, row.quietly) for row in bench.telegram.tries] == [(13, False)]


async def test_nothing_is_sent_of_what_was_not_committed(bench: Bench) -> None:
    async with running(bench) as outbox:
        await bench.settle(outbox)
        with pytest.raises(StorageError):
            await outbox.commit([1], queueing(1, "a", fails=True))
        await bench.settle(outbox)

    assert bench.telegram.tries == []


async def test_what_cannot_be_read_fails_in_its_own_delivery_only(
    bench: Bench, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(tx: Tx, chat_id: int, kind: str) -> Found:
        raise ValueError(kind)

    await bench.queue(1, "a")
    async with bench.running(read=broken) as outbox:
        await bench.settle(outbox)

    assert [(row.ref, row.found) for row in bench.telegram.tries] == [("a", None)]
    assert "could not be read" in caplog.text
