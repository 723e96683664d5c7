"""What waits is sent in order, within limits, through every kind of failure; nothing is forgotten."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
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
from bot.local_telegram.driver import LocalTelegram
from bot.outbox.dispatcher import Found, More, Outbox
from bot.storage import KeySource, Owed, Store, Tx, Undelivered
from bot.telegram import Api
from bot.telegram.limits import Backoff, Limits, Rate

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

    tries: list[Owed[Any]] = field(default_factory=list)
    arrived: list[str] = field(default_factory=list)
    troubles: dict[str, list[Exception]] = field(default_factory=dict)
    gates: dict[str, asyncio.Event] = field(default_factory=dict)
    parts: dict[str, int] = field(default_factory=dict)
    tried: asyncio.Event = field(default_factory=asyncio.Event)

    async def deliver(self, row: Owed[Any]) -> int | More:
        self.tries.append(row)
        self.tried.set()
        if gate := self.gates.get(row.ref):
            await gate.wait()
        if waiting := self.troubles.get(row.ref):
            raise waiting.pop(0)
        self.arrived.append(row.ref)
        part = (row.payload or 0) + 1
        return More(part) if part < self.parts.get(row.ref, 1) else 100 + len(self.arrived)

    async def try_number(self, count: int) -> Owed[Any]:
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

    async def owe(self, chat_id: int, *refs: str, kind: str = "screen", due_in: float = 0) -> None:
        """Owe the chat a message for each ref."""

        def work(tx: Tx) -> None:
            for ref in refs:
                tx.outbox.owe(chat_id, kind, ref, due_at=tx.now + due_in)

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


async def test_messages_of_a_chat_arrive_in_order(bench: Bench) -> None:
    await bench.owe(1, "a", "b", "c")
    async with bench.running() as outbox:
        await bench.settle(outbox)

    assert bench.telegram.arrived == ["a", "b", "c"]
    assert await bench.undelivered() == []


async def test_message_owed_while_running_is_sent_when_woken(bench: Bench) -> None:
    async with bench.running() as outbox:
        await bench.settle(outbox)
        await bench.owe(1, "late")
        await bench.settle(outbox)

        assert bench.telegram.arrived == ["late"]


async def test_message_due_later_waits_for_its_time(bench: Bench) -> None:
    await bench.owe(1, "tomorrow", due_in=86400)
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
    await bench.owe(1, "soon", due_in=0.05)
    outbox = Outbox(store, telegram.deliver)
    task = asyncio.create_task(outbox.run())
    await telegram.try_number(1)
    await outbox.stop()
    await task
    await store.close()

    assert telegram.arrived == ["soon"]


async def test_slow_chat_holds_no_other_chat(bench: Bench) -> None:
    bench.telegram.gates["slow"] = asyncio.Event()
    await bench.owe(1, "slow", "after")
    await bench.owe(2, "quick")
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
        await bench.owe(chat, ref)
    async with bench.running(limits=replace(FAST, under_way=2)):
        await bench.telegram.try_number(2)
        first = {row.ref for row in bench.telegram.tries}
        assert len(first) == 2
        for ref in refs:
            bench.telegram.gates[ref].set()
        await bench.telegram.try_number(5)


async def test_too_many_requests_holds_only_that_chat(bench: Bench) -> None:
    bench.telegram.troubles["a"] = [TryLater("limit", 30)]
    await bench.owe(1, "a", "b")
    await bench.owe(2, "c")
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
    await bench.owe(1, "a")
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
        await bench.owe(chat, ref)
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
    await bench.owe(1, "card", "next")
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
    await bench.owe(1, "a", "b")
    async with bench.running() as outbox:
        await bench.settle(outbox)

    assert bench.telegram.arrived == ["b"]
    assert [(row.ref, row.state) for row in await bench.undelivered()] == [("a", "dead")]


async def test_lead_waits_for_an_unreachable_supervisor(bench: Bench) -> None:
    bench.telegram.troubles["lead"] = [Unreachable("blocked")] * 8
    await bench.owe(9, "lead", kind="card")
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
    await bench.owe(1, "a", "b")
    with caplog.at_level(logging.ERROR, "bot.outbox.dispatcher"):
        async with bench.running(patient_kinds=frozenset({"screen"})) as outbox:
            await bench.settle(outbox)

    assert bench.telegram.arrived == ["b"]
    assert [row.error for row in await bench.undelivered()] == ["message is too long"]
    assert [record.getMessage() for record in caplog.records] == ["a message will not be delivered"]


async def test_unreadable_payload_is_dead_and_the_rest_goes_on(bench: Bench, caplog: pytest.LogCaptureFixture) -> None:
    def damaged(tx: Tx) -> None:
        row_id = tx.outbox.owe(1, "card", "a", payload="her words")
        tx.execute("UPDATE outbox SET payload = substr(payload, 1, length(payload) - 1) WHERE id = ?", (row_id,))

    await bench.store.transaction(damaged)
    await bench.owe(1, "b")
    await bench.owe(2, "c")
    with caplog.at_level(logging.ERROR, "bot.outbox.dispatcher"):
        async with bench.running(patient_kinds=frozenset({"card"})) as outbox:
            await bench.settle(outbox)

    assert sorted(bench.telegram.arrived) == ["b", "c"]
    [dead] = await bench.undelivered()
    assert (dead.ref, dead.state) == ("a", "dead")
    assert "does not open with the data key" in dead.error
    assert ["will not be delivered" in record.getMessage() for record in caplog.records] == [True]


async def test_unreadable_payload_is_left_out_of_what_is_looked_up(bench: Bench) -> None:
    def owed(tx: Tx) -> list[object]:
        rows = [tx.outbox.owe(1, "card", "a", payload=words) for words in ("her", "his")]
        tx.execute("UPDATE outbox SET payload = substr(payload, 1, length(payload) - 1) WHERE id = ?", (rows[0],))
        return list(tx.outbox.carried(1, "card", "a", str).values())

    assert await bench.store.transaction(owed) == ["his"]


async def test_moved_chat_takes_everything_along(bench: Bench) -> None:
    moves: list[tuple[int, int]] = []
    bench.telegram.troubles["a"] = [ChatMoved(-1005)]
    await bench.owe(-5, "a", "b")
    async with bench.running(moved=lambda _tx, old, new: moves.append((old, new))) as outbox:
        await bench.settle(outbox)

    assert [(row.ref, row.chat_id) for row in bench.telegram.tries] == [("a", -5), ("a", -1005), ("b", -1005)]
    assert moves == [(-5, -1005)]


@pytest.mark.parametrize("chat_id", [5, -1005], ids=["a person", "the new group"])
async def test_chat_that_cannot_have_moved_takes_nothing_along(bench: Bench, chat_id: int) -> None:
    bench.telegram.troubles["a"] = [ChatMoved(-1005)]
    await bench.owe(chat_id, "a", "b")
    async with bench.running() as outbox:
        await bench.settle(outbox)

    assert [(row.ref, row.chat_id) for row in bench.telegram.tries] == [("a", chat_id), ("b", chat_id)]
    assert [(row.ref, row.state) for row in await bench.undelivered()] == [("a", "dead")]


async def test_fault_of_ours_is_tried_again_then_given_up(bench: Bench) -> None:
    bench.telegram.troubles["a"] = [KeyError("x") for _ in range(9)]
    await bench.owe(1, "a", "b")
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
    await bench.owe(1, "a", "b")
    async with bench.running() as outbox:
        await bench.settle(outbox)
        await bench.pass_time(outbox, 300)

    assert [(row.ref, row.repeat) for row in bench.telegram.tries] == [("a", False), ("a", True), ("b", False)]


async def test_fault_of_ours_behind_an_announcement_is_given_up_all_the_same(bench: Bench) -> None:
    async def deliver(row: Owed[Any]) -> int | More:
        await bench.telegram.deliver(row)
        if row.repeat:
            return More(row.payload, announced=True)
        raise KeyError("x")

    await bench.owe(1, "a")
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
    await bench.owe(9, "lead", kind="card")
    async with bench.running(patient_kinds=frozenset({"card"})) as outbox:
        await bench.settle(outbox)
        for _ in range(9):
            await bench.pass_time(outbox, 300)

    assert bench.telegram.arrived == ["lead"]


async def test_refused_token_ends_the_run_and_keeps_the_message(bench: Bench) -> None:
    bench.telegram.troubles["a"] = [TokenRefused("token refused")]
    await bench.owe(1, "a")
    with pytest.raises(TokenRefused, match="token refused"):
        await Outbox(bench.store, bench.telegram.deliver, clock=bench.clock).run()

    assert [row.state for row in await bench.undelivered()] == ["waiting"]


async def test_message_in_hand_is_finished_when_stopping(bench: Bench) -> None:
    bench.telegram.gates["a"] = asyncio.Event()
    await bench.owe(1, "a", "b")
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
    await bench.owe(1, "a")
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
    await bench.owe(1, "a")
    async with bench.running(checkpoint=lambda passed: seen.append((passed, list(bench.telegram.arrived)))) as outbox:
        await bench.settle(outbox)

    assert [passed for passed, _ in seen] == ["before_send", "after_send", "before_mark"]
    assert dict(seen)[point] == arrived


def harmless(tx: Tx, chat_id: int, kind: str) -> Found:
    """Read nothing but the chat, which may be sent to twice unless it is 13."""
    return Found(chat_id, harmless=chat_id != 13)


async def test_harmless_row_is_claimed_where_it_is_owed_and_sent_once_that_is_committed(bench: Bench) -> None:
    async with bench.running(read=harmless) as outbox:
        await bench.settle(outbox)
        with outbox.at_once([1, 13], "screen") as (_, claim):

            def work(tx: Tx) -> bool:
                tx.outbox.owe(1, "screen", "a")
                return claim(tx)

            assert not await bench.store.transaction(work), "nothing else is due"
            assert bench.telegram.tries == []
        await bench.telegram.try_number(1)
        await asyncio.wait_for(outbox.idle(), 5)

    (row,) = bench.telegram.tries
    assert (row.ref, row.found, row.quietly) == ("a", 1, True)
    assert await bench.undelivered() == []


async def test_what_became_of_a_row_is_written_with_the_next_updates(bench: Bench) -> None:
    async with bench.running(read=harmless, limits=replace(FAST, settling=60.0)) as outbox:
        await bench.owe(1, "a")
        outbox.wake()
        await bench.telegram.try_number(1)
        await asyncio.gather(*(task for task in asyncio.all_tasks() if task.get_name().startswith("outbox row")))
        assert [row.state for row in await bench.undelivered()] == ["claimed"]

        with outbox.at_once([1], "screen") as (settle, claim):

            def work(tx: Tx) -> bool:
                settle(tx)
                tx.outbox.owe(1, "screen", "b")
                return claim(tx)

            assert not await bench.store.transaction(work)
        await bench.telegram.try_number(2)

    assert [(row.ref, row.quietly) for row in bench.telegram.tries] == [("a", False), ("b", True)]
    assert await bench.undelivered() == []


async def test_what_became_of_a_row_waits_where_the_updates_are_not_committed(bench: Bench) -> None:
    async def fails(outbox: Outbox) -> None:
        with outbox.at_once([1], "screen") as (settle, _):

            def work(tx: Tx) -> None:
                settle(tx)
                raise StorageError("disk is full")

            await bench.store.transaction(work)

    async with bench.running(read=harmless, limits=replace(FAST, settling=60.0)) as outbox:
        await bench.owe(1, "a")
        outbox.wake()
        await bench.telegram.try_number(1)
        await asyncio.gather(*(task for task in asyncio.all_tasks() if task.get_name().startswith("outbox row")))
        with pytest.raises(StorageError):
            await fails(outbox)

    assert await bench.undelivered() == [], "it is written at the end"


async def test_row_that_would_be_seen_twice_is_left_for_a_commit_of_its_own(bench: Bench) -> None:
    async with bench.running(read=harmless) as outbox:
        await bench.settle(outbox)
        with outbox.at_once([13], "screen") as (_, claim):

            def work(tx: Tx) -> bool:
                tx.outbox.owe(13, "screen", "a")
                return claim(tx)

            assert await bench.store.transaction(work), "the outbox has to be woken"
        await bench.settle(outbox)

    assert [(row.found, row.quietly) for row in bench.telegram.tries] == [(13, False)]


async def test_nothing_is_sent_of_what_was_not_committed(bench: Bench) -> None:
    async def fails(outbox: Outbox) -> None:
        with outbox.at_once([1], "screen") as (_, claim):

            def work(tx: Tx) -> None:
                tx.outbox.owe(1, "screen", "a")
                claim(tx)
                raise StorageError("disk is full")

            await bench.store.transaction(work)

    async with bench.running(read=harmless) as outbox:
        await bench.settle(outbox)
        with pytest.raises(StorageError):
            await fails(outbox)
        await bench.settle(outbox)

    assert bench.telegram.tries == []


async def test_what_cannot_be_read_fails_in_its_own_delivery_only(
    bench: Bench, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(tx: Tx, chat_id: int, kind: str) -> Found:
        raise ValueError(kind)

    await bench.owe(1, "a")
    async with bench.running(read=broken) as outbox:
        await bench.settle(outbox)

    assert [(row.ref, row.found) for row in bench.telegram.tries] == [("a", None)]
    assert "could not be read" in caplog.text


async def test_database_that_fails_after_the_send_is_asked_again(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    real: Callable[[Callable[[Tx], object]], Awaitable[object]] = bench.store.transaction
    failures = [StorageError("disk is full"), StorageError("disk is full")]

    async def sometimes(work: Callable[[Tx], object]) -> object:
        if bench.telegram.arrived and failures:
            raise failures.pop()
        return await real(work)

    monkeypatch.setattr(bench.store, "transaction", sometimes)
    monkeypatch.setattr("bot.outbox.dispatcher.DISK", Backoff(0.001, 0.001))
    await bench.owe(1, "a")
    async with bench.running() as outbox:
        await bench.settle(outbox)
        monkeypatch.undo()

    assert bench.telegram.arrived == ["a"]
    assert not failures
    assert await bench.undelivered() == []


async def test_person_gets_a_burst_then_one_a_second(bench: Bench) -> None:
    await bench.owe(1, *"abcdef")
    await bench.owe(2, "other")
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

        async def deliver(row: Owed[Any]) -> int:
            message_id = await api.post(row.chat_id, f"{row.ref}, repeated" if row.repeat else row.ref)
            await bench.telegram.deliver(row)
            return message_id

        telegram.fails(**fault, method="sendMessage")
        await bench.owe(supervisor.chat_id, "card", kind="card")
        await bench.owe(supervisor.chat_id, "next", kind="card")
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
        await bench.owe(desk.chat_id, "a", "b", kind="card")
        outbox = Outbox(bench.store, lambda row: api.post(row.chat_id, row.ref), clock=bench.clock)
        running = asyncio.create_task(outbox.run())
        await bench.settle(outbox)
        await outbox.stop()
        await running

        assert [message["text"] for message in grown.messages.values() if "text" in message] == ["a", "b"]


async def test_row_of_several_messages_is_sent_one_by_one_and_only_the_one_in_doubt_again(bench: Bench) -> None:
    bench.telegram.parts["long"] = 3
    await bench.owe(1, "long", "next")
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
    await bench.owe(1, "long")
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
