"""Every way a send can fail: what is tried again, what is marked as repeated, what is given up."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from typing import Any

import pytest

from bot.errors import (
    ChatMoved,
    DataKeyError,
    MissingPackage,
    OutcomeUnknown,
    Refused,
    StorageError,
    TokenRefused,
    TryLater,
    Unreachable,
)
from bot.outbox.dispatcher import More, Outbox
from bot.storage import Queued, Tx
from bot.telegram.limits import Backoff
from tests.bot.outbox.conftest import FAST, Bench


async def test_too_many_requests_holds_only_that_chat(bench: Bench) -> None:
    bench.telegram.troubles["a"] = [TryLater("limit", 30)]
    await bench.queue(1, "a", "b")
    await bench.queue(2, "c")
    async with bench.running() as outbox:
        await bench.settle(outbox)
        assert bench.telegram.arrived == ["c"]
        await bench.pass_time(outbox, 29)
        assert bench.telegram.arrived == ["c"]
        await bench.pass_time(outbox, 1)
        assert bench.telegram.arrived == ["c", "a", "b"]
    assert not any(row.repeat for row in bench.telegram.tries)


async def test_clock_that_is_set_back_does_not_keep_everybody_waiting(bench: Bench) -> None:
    days = 3 * 86400.0
    bench.telegram.troubles["a"] = [TryLater("no connection", 60, everywhere=True)]
    bench.clock.now += days
    await bench.queue(1, "a")
    async with bench.running() as outbox:
        while not [row for row in await bench.undelivered() if row.error]:
            outbox.wake()
        bench.clock.now -= days
        await bench.store.transaction(lambda tx: tx.outbox.clock_went_back())
        outbox.wake()
        await bench.undelivered()  # the outbox has looked by then
        bench.clock.now += 3600.0
        outbox.wake()
        await bench.telegram.try_number(2)


async def test_telegram_away_holds_all_chats_and_one_tries_first(bench: Bench) -> None:
    away = TryLater("no connection", 1, everywhere=True)
    refs = [f"r{chat}" for chat in range(1, 5)]
    for chat, ref in enumerate(refs, 1):
        bench.telegram.troubles[ref] = [away] * 3
        await bench.queue(chat, ref)
    begun = bench.clock.now
    times: list[float] = []

    def note(point: str) -> None:
        if point == "before_send":
            times.append(bench.clock.now - begun)

    async with bench.running(checkpoint=note) as outbox:
        await bench.telegram.try_number(4)
        for tries, wait in ((5, 1.0), (6, 1.0), (7, 2.0)):
            bench.clock.now += wait
            outbox.wake()
            await bench.telegram.try_number(tries)
        bench.telegram.troubles.clear()
        await bench.pass_time(outbox, 60)

    assert times == [0, 0, 0, 0, 1, 2, 4, 64, 64, 64, 64]
    assert sorted(bench.telegram.arrived) == refs
    assert not any(row.repeat for row in bench.telegram.tries)


async def test_unknown_outcome_is_repeated_and_marked_until_known(bench: Bench) -> None:
    bench.telegram.troubles["card"] = [OutcomeUnknown("cut"), OutcomeUnknown("cut"), TryLater("limit", 1)]
    await bench.queue(1, "card", "next")
    async with bench.running() as outbox:
        await bench.settle(outbox)
        for _ in range(3):
            await bench.pass_time(outbox, 300)

    assert [(row.ref, row.repeat) for row in bench.telegram.tries] == [
        ("card", False),
        ("card", True),
        ("card", True),
        ("card", True),
        ("next", False),
    ]


async def test_blocked_prospects_screen_is_given_up(bench: Bench) -> None:
    bench.telegram.troubles["a"] = [Unreachable("blocked")]
    await bench.queue(1, "a", "b")
    async with bench.running() as outbox:
        await bench.settle(outbox)

    assert bench.telegram.arrived == ["b"]
    assert [(row.ref, row.state) for row in await bench.undelivered()] == [("a", "dead")]


async def test_lead_waits_for_an_unreachable_supervisor(bench: Bench) -> None:
    bench.telegram.troubles["lead"] = [Unreachable("blocked")] * 8
    await bench.queue(9, "lead", kind="card")
    async with bench.running(patient_kinds=frozenset({"card"})) as outbox:
        await bench.settle(outbox)
        await bench.pass_time(outbox, 29)
        assert len(bench.telegram.tries) == 1
        for _ in range(8):
            assert [row.state for row in await bench.undelivered()] == ["waiting"]
            await bench.pass_time(outbox, 3600)

    assert bench.telegram.arrived == ["lead"]


async def test_refused_message_is_dead_and_the_chat_goes_on(bench: Bench, caplog: pytest.LogCaptureFixture) -> None:
    bench.telegram.troubles["a"] = [Refused("message is too long")]
    await bench.queue(1, "a", "b")
    with caplog.at_level(logging.ERROR, "bot.outbox.dispatcher"):
        async with bench.running(patient_kinds=frozenset({"screen"})) as outbox:
            await bench.settle(outbox)

    assert bench.telegram.arrived == ["b"]
    assert [row.error for row in await bench.undelivered()] == ["message is too long"]
    assert [record.getMessage() for record in caplog.records] == ["a message will not be delivered"]


async def test_unreadable_payload_is_dead_and_the_rest_goes_on(bench: Bench, caplog: pytest.LogCaptureFixture) -> None:
    def damaged(tx: Tx) -> None:
        row_id = tx.outbox.queue(1, "card", "a", payload="her words")
        tx.execute("UPDATE outbox SET payload = substr(payload, 1, length(payload) - 1) WHERE id = ?", (row_id,))

    await bench.store.transaction(damaged)
    await bench.queue(1, "b")
    await bench.queue(2, "c")
    with caplog.at_level(logging.ERROR, "bot.outbox.dispatcher"):
        async with bench.running(patient_kinds=frozenset({"card"})) as outbox:
            await bench.settle(outbox)

    assert sorted(bench.telegram.arrived) == ["b", "c"]
    [dead] = await bench.undelivered()
    assert (dead.ref, dead.state) == ("a", "dead")
    assert "does not open with the data key" in dead.error
    assert ["will not be delivered" in record.getMessage() for record in caplog.records] == [True]


async def test_unreadable_payload_is_left_out_of_what_is_looked_up(bench: Bench) -> None:
    def queued(tx: Tx) -> list[object]:
        rows = [tx.outbox.queue(1, "card", "a", payload=words) for words in ("her", "his")]
        tx.execute("UPDATE outbox SET payload = substr(payload, 1, length(payload) - 1) WHERE id = ?", (rows[0],))
        return list(tx.outbox.carried(1, "card", "a", str).values())

    assert await bench.store.transaction(queued) == ["his"]


async def test_moved_chat_takes_everything_along(bench: Bench) -> None:
    moves: list[tuple[int, int]] = []
    bench.telegram.troubles["a"] = [ChatMoved(-1005)]
    await bench.queue(-5, "a", "b")
    async with bench.running(moved=lambda _tx, old, new: moves.append((old, new))) as outbox:
        await bench.settle(outbox)

    assert [(row.ref, row.chat_id) for row in bench.telegram.tries] == [("a", -5), ("a", -1005), ("b", -1005)]
    assert moves == [(-5, -1005)]


@pytest.mark.parametrize("chat_id", [5, -1005], ids=["a person", "the new group"])
async def test_chat_that_cannot_have_moved_takes_nothing_along(bench: Bench, chat_id: int) -> None:
    bench.telegram.troubles["a"] = [ChatMoved(-1005)]
    await bench.queue(chat_id, "a", "b")
    async with bench.running() as outbox:
        await bench.settle(outbox)

    assert [(row.ref, row.chat_id) for row in bench.telegram.tries] == [("a", chat_id), ("b", chat_id)]
    assert [(row.ref, row.state) for row in await bench.undelivered()] == [("a", "dead")]


async def test_fault_of_ours_is_tried_again_then_given_up(bench: Bench) -> None:
    bench.telegram.troubles["a"] = [KeyError("x") for _ in range(9)]
    await bench.queue(1, "a", "b")
    async with bench.running() as outbox:
        await bench.settle(outbox)
        for _ in range(6):
            await bench.pass_time(outbox, 300)

    assert [row.ref for row in bench.telegram.tries] == ["a"] * 5 + ["b"]
    assert [row.error for row in await bench.undelivered()] == ["fault: KeyError"]


@pytest.mark.parametrize(
    "trouble",
    [StorageError("disk is full"), KeyError("x"), DataKeyError("row 1 of leads does not open"), MissingPackage("x")],
    ids=["database", "fault", "damaged", "package"],
)
async def test_failure_that_may_have_come_after_the_send_is_repeated_marked(bench: Bench, trouble: Exception) -> None:
    bench.telegram.troubles["a"] = [trouble]
    await bench.queue(1, "a", "b")
    async with bench.running() as outbox:
        await bench.settle(outbox)
        await bench.pass_time(outbox, 300)

    assert [(row.ref, row.repeat) for row in bench.telegram.tries] == [("a", False), ("a", True), ("b", False)]


async def test_fault_of_ours_behind_an_announcement_is_given_up_all_the_same(bench: Bench) -> None:
    async def deliver(row: Queued[Any]) -> int | More:
        await bench.telegram.deliver(row)
        if row.repeat:
            return More(row.payload, announced=True)
        raise KeyError("x")

    await bench.queue(1, "a")
    outbox = Outbox(bench.store, deliver, clock=bench.clock, limits=FAST)
    task = asyncio.create_task(outbox.run())
    for _ in range(6):
        await bench.pass_time(outbox, 300)
    await outbox.stop()
    await task

    assert [row.repeat for row in bench.telegram.tries] == [False, True, False, True, False]
    assert [(row.state, row.error) for row in await bench.undelivered()] == [("dead", "fault: KeyError")]


async def test_fault_of_ours_never_gives_up_a_lead(bench: Bench) -> None:
    bench.telegram.troubles["lead"] = [KeyError("x") for _ in range(9)]
    await bench.queue(9, "lead", kind="card")
    async with bench.running(patient_kinds=frozenset({"card"})) as outbox:
        await bench.settle(outbox)
        for _ in range(9):
            await bench.pass_time(outbox, 300)

    assert bench.telegram.arrived == ["lead"]


async def test_refused_token_ends_the_run_and_keeps_the_message(bench: Bench) -> None:
    bench.telegram.troubles["a"] = [TokenRefused("token refused")]
    await bench.queue(1, "a")
    with pytest.raises(TokenRefused, match="token refused"):
        await Outbox(bench.store, bench.telegram.deliver, clock=bench.clock).run()

    assert [row.state for row in await bench.undelivered()] == ["waiting"]


async def test_database_that_fails_after_the_send_is_asked_again(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    real: Callable[[Callable[[Tx], object]], Awaitable[object]] = bench.store.transaction
    failures = [StorageError("disk is full"), StorageError("disk is full")]

    async def sometimes(work: Callable[[Tx], object]) -> object:
        if bench.telegram.arrived and failures:
            raise failures.pop()
        return await real(work)

    monkeypatch.setattr(bench.store, "transaction", sometimes)
    monkeypatch.setattr("bot.outbox.dispatcher.DISK", Backoff(0.001, 0.001))
    await bench.queue(1, "a")
    async with bench.running() as outbox:
        await bench.settle(outbox)
        monkeypatch.undo()

    assert bench.telegram.arrived == ["a"]
    assert not failures
    assert await bench.undelivered() == []
