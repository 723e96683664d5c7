"""Messages leave in order, when they are due and within the limits, also across a stop."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from bot.errors import OutcomeUnknown
from bot.outbox.dispatcher import Outbox
from bot.storage import KeySource, Store
from bot.telegram.limits import Rate
from tests.bot.outbox.conftest import FAST, Bench, Clock, FakeTelegram


async def test_messages_of_a_chat_arrive_in_order(bench: Bench) -> None:
    await bench.queue(1, "a", "b", "c")
    async with bench.running() as outbox:
        await bench.settle(outbox)

    assert bench.telegram.arrived == ["a", "b", "c"]
    assert await bench.undelivered() == []


async def test_message_owed_while_running_is_sent_when_woken(bench: Bench) -> None:
    async with bench.running() as outbox:
        await bench.settle(outbox)
        await bench.queue(1, "late")
        await bench.settle(outbox)

        assert bench.telegram.arrived == ["late"]


async def test_message_due_later_waits_for_its_time(bench: Bench) -> None:
    await bench.queue(1, "tomorrow", due_in=86400)
    async with bench.running() as outbox:
        await bench.settle(outbox)
        assert bench.telegram.arrived == []
        await bench.pass_time(outbox, 86399)
        assert bench.telegram.arrived == []
        await bench.pass_time(outbox, 1)
        assert bench.telegram.arrived == ["tomorrow"]


async def test_outbox_wakes_by_itself_when_a_message_is_due(tmp_path: Path) -> None:
    telegram = FakeTelegram()
    store = await Store.open(tmp_path / "bot.sqlite3", keys=KeySource(data_key="00" * 32))
    bench = Bench(store, Clock(), telegram)
    await bench.queue(1, "soon", due_in=0.05)
    outbox = Outbox(store, telegram.deliver)
    task = asyncio.create_task(outbox.run())
    await telegram.try_number(1)
    await outbox.stop()
    await task
    await store.close()

    assert telegram.arrived == ["soon"]


async def test_slow_chat_holds_no_other_chat(bench: Bench) -> None:
    bench.telegram.gates["slow"] = asyncio.Event()
    await bench.queue(1, "slow", "after")
    await bench.queue(2, "quick")
    async with bench.running():
        await bench.telegram.try_number(2)
        assert bench.telegram.arrived == ["quick"]
        bench.telegram.gates["slow"].set()
        await bench.telegram.try_number(3)

    assert bench.telegram.arrived == ["quick", "slow", "after"]


async def test_no_more_than_so_many_are_under_way_at_once(bench: Bench) -> None:
    refs = [f"r{chat}" for chat in range(1, 6)]
    for chat, ref in enumerate(refs, 1):
        bench.telegram.gates[ref] = asyncio.Event()
        await bench.queue(chat, ref)
    async with bench.running(limits=replace(FAST, under_way=2)):
        await bench.telegram.try_number(2)
        first = {row.ref for row in bench.telegram.tries}
        assert len(first) == 2
        for ref in refs:
            bench.telegram.gates[ref].set()
        await bench.telegram.try_number(5)


async def test_message_in_hand_is_finished_when_stopping(bench: Bench) -> None:
    bench.telegram.gates["a"] = asyncio.Event()
    await bench.queue(1, "a", "b")
    async with bench.running() as outbox:
        await bench.telegram.try_number(1)
        stopping = asyncio.create_task(outbox.stop(grace=5))
        for _ in range(5):  # turns of the loop: time enough to cut the message off, if it would
            await bench.store.transaction(lambda tx: None)
        bench.telegram.gates["a"].set()
        await stopping

    assert bench.telegram.arrived == ["a"]
    assert [(row.ref, row.state) for row in await bench.undelivered()] == [("b", "waiting")]


async def test_message_cut_off_by_stopping_is_repeated_marked_after_restart(bench: Bench) -> None:
    bench.telegram.gates["a"] = asyncio.Event()
    await bench.queue(1, "a")
    async with bench.running() as outbox:
        await bench.telegram.try_number(1)
        await outbox.stop(grace=0)
    assert [row.state for row in await bench.undelivered()] == ["claimed"]
    bench.telegram.gates.clear()
    async with bench.running() as outbox:
        await bench.settle(outbox)

    assert [row.repeat for row in bench.telegram.tries] == [False, True]
    assert bench.telegram.arrived == ["a"]


@pytest.mark.parametrize(("point", "arrived"), [("before_send", []), ("after_send", ["a"]), ("before_mark", ["a"])])
async def test_every_checkpoint_is_passed_in_its_place(bench: Bench, point: str, arrived: list[str]) -> None:
    seen: list[tuple[str, list[str]]] = []
    await bench.queue(1, "a")
    async with bench.running(checkpoint=lambda passed: seen.append((passed, list(bench.telegram.arrived)))) as outbox:
        await bench.settle(outbox)

    assert [passed for passed, _ in seen] == ["before_send", "after_send", "before_mark"]
    assert dict(seen)[point] == arrived


async def test_person_gets_a_burst_then_one_a_second(bench: Bench) -> None:
    await bench.queue(1, *"abcdef")
    await bench.queue(2, "other")
    times: list[tuple[str, float]] = []
    async with bench.running(
        limits=replace(FAST, person=Rate(1, 4)),
        checkpoint=lambda point: times.append((point, bench.clock.now)) if point == "before_send" else None,
    ) as outbox:
        await bench.telegram.try_number(5)
        begun = bench.clock.now
        for _ in range(4):
            bench.clock.now += 0.5
            outbox.wake()
            await bench.telegram.try_number(5 + int(bench.clock.now - begun))
        await bench.settle(outbox)

    assert [at - begun for _, at in times] == [0, 0, 0, 0, 0, 1, 2]
    assert [ref for ref in bench.telegram.arrived if ref != "other"] == list("abcdef")


async def test_row_of_several_messages_is_sent_one_by_one_and_only_the_one_in_doubt_again(bench: Bench) -> None:
    bench.telegram.parts["long"] = 3
    await bench.queue(1, "long", "next")
    async with bench.running(checkpoint=_cut_second(bench)) as outbox:
        await bench.settle(outbox)
        await bench.pass_time(outbox, 300)

    assert [(row.ref, row.payload, row.repeat) for row in bench.telegram.tries] == [
        ("long", None, False),
        ("long", 1, False),
        ("long", 1, True),
        ("long", 2, False),
        ("next", None, False),
    ]
    assert await bench.undelivered() == []


async def test_every_message_of_a_row_counts_for_the_limit(bench: Bench) -> None:
    bench.telegram.parts["long"] = 3
    await bench.queue(1, "long")
    async with bench.running(limits=replace(FAST, person=Rate(1, 2))) as outbox:
        await bench.telegram.try_number(2)
        await bench.store.transaction(lambda tx: None)
        assert bench.telegram.arrived == ["long", "long"]
        bench.clock.now += 1
        outbox.wake()
        await bench.telegram.try_number(3)


def _cut_second(bench: Bench) -> Callable[[str], None]:
    """Lose the connection at the second message of "long"."""

    def checkpoint(point: str) -> None:
        if point == "before_send" and len(bench.telegram.tries) == 1:
            bench.telegram.troubles["long"] = [OutcomeUnknown("cut")]
        elif point == "after_send":
            bench.telegram.troubles.pop("long", None)

    return checkpoint
