"""What Telegram gives is committed before it is acknowledged; one bad update stops nothing."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Callable, Collection, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

import pytest

from bot.errors import BotError, StorageError, TryLater
from bot.events import TapAnswer
from bot.storage import KeySource, Poisoned, Store, Tx
from bot.telegram import Api
from bot.telegram.ingest import Ingest, Raw
from tests.driver import LocalTelegram

T = TypeVar("T")


@dataclass
class FakeTelegram:
    """Keeps updates until they are acknowledged, as Telegram does; `troubles` are raised by the next polls."""

    pending: list[Raw] = field(default_factory=list)
    polls: list[tuple[int | None, float]] = field(default_factory=list)
    troubles: list[Exception] = field(default_factory=list)
    answered: list[TapAnswer] = field(default_factory=list)
    calls: list[str] = field(default_factory=list)
    came: asyncio.Event = field(default_factory=asyncio.Event)
    answer_gate: asyncio.Event | None = None

    def give(self, *updates: Raw) -> None:
        self.pending.extend(updates)
        self.came.set()

    async def get_updates(
        self, offset: int | None, seconds: float, limit: int = 100, allowed_updates: Sequence[str] = ()
    ) -> list[Raw]:
        self.polls.append((offset, seconds))
        self.calls.append("getUpdates")
        if self.troubles:
            raise self.troubles.pop(0)
        if offset is not None:
            self.pending = [raw for raw in self.pending if raw.get("update_id", 0) >= offset]
        while not self.pending and seconds:
            self.came.clear()
            await self.came.wait()
        return self.pending[:limit]

    async def delete_webhook(self) -> None:
        self.calls.append("deleteWebhook")

    async def answer(self, answer: TapAnswer) -> bool:
        if self.answer_gate:
            await self.answer_gate.wait()
        self.answered.append(answer)
        return True


def typed(update_id: int, text: str = "hei") -> Raw:
    """A raw text message of chat 7."""
    return {"update_id": update_id, "message": {"chat": {"id": 7}, "text": text}}


def decide(tx: Tx, raw: Raw) -> list[TapAnswer]:
    """Queue an echo; "boom" breaks after it has, "disk" is the database's own failure; a tap is answered."""
    if query := raw.get("callback_query"):
        return [TapAnswer(query["id"], "ok")]
    text = raw["message"]["text"]
    tx.outbox.queue(7, "echo", text)
    if text == "boom":
        raise KeyError("a person's words")
    if text == "disk":
        raise StorageError("the disk is full")
    return []


def apologise(tx: Tx, raw: Raw) -> None:
    """Queue an apology."""
    tx.outbox.queue(7, "sorry")


@dataclass
class Bench:
    """A store, a fake Telegram and the ingest between them."""

    store: Store
    telegram: FakeTelegram
    woken: list[int] = field(default_factory=list)
    points: list[str] = field(default_factory=list)

    async def commit(self, chats: Collection[int], work: Callable[[Tx], T]) -> T:
        """Commit, and note that the outbox was told."""
        result = await self.store.transaction(work)
        self.woken.append(1)
        return result

    def ingest(self, **options: Any) -> Ingest:
        """An ingest that never waits long."""
        options = {"decide": decide, "apologise": apologise, "checkpoint": self.points.append} | options
        chosen = options.pop("decide"), options.pop("apologise")
        return Ingest(self.commit, *chosen, self.telegram, **options)

    async def queued(self) -> list[tuple[str, str]]:
        """Kind and ref of every row queued."""
        rows = await self.store.transaction(lambda tx: tx.outbox.undelivered())
        return [(row.kind, row.ref) for row in rows]

    async def poison(self) -> list[Poisoned]:
        """What is kept aside."""
        return await self.store.transaction(lambda tx: tx.poison.listed())

    async def poll(self, until: Callable[[], bool], **options: Any) -> None:
        """Poll until it is so, then stop."""
        stop = asyncio.Event()
        task = asyncio.create_task(self.ingest(**options).run_polling(stop))
        async with asyncio.timeout(5):
            while not until() and not task.done():
                await self.store.transaction(lambda tx: None)  # a turn of the loop and of the store's thread
        stop.set()
        await asyncio.wait_for(task, 5)


@pytest.fixture
async def bench(tmp_path: Path) -> AsyncIterator[Bench]:
    store = await Store.open(tmp_path / "bot.sqlite3", keys=KeySource(data_key="00" * 32))
    yield Bench(store, FakeTelegram())
    await store.close()


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Waits between failures become nothing."""
    monkeypatch.setattr("bot.telegram.ingest.FIRST_WAIT", 0.0)


async def test_batch_is_committed_then_outbox_woken(bench: Bench) -> None:
    await bench.ingest().take([typed(1, "a"), typed(2, "b")])

    assert await bench.queued() == [("echo", "a"), ("echo", "b")]
    assert bench.woken == [1]
    assert bench.points == ["after_receive", "before_commit", "after_commit"]


class Stopwatch:
    """Seconds of work: every look at it finds that so many have passed."""

    def __init__(self, seconds: float) -> None:
        self.seconds, self.now = seconds, 0.0

    def __call__(self) -> float:
        self.now += self.seconds
        return self.now


async def test_batch_that_takes_long_is_committed_in_parts(bench: Bench) -> None:
    ingest = bench.ingest(stopwatch=Stopwatch(0.4))

    assert await ingest.take([typed(n, str(n)) for n in range(1, 100)]) == 3
    assert await bench.queued() == [("echo", "1"), ("echo", "2"), ("echo", "3")]


async def test_one_update_that_takes_long_is_committed_alone(bench: Bench) -> None:
    ingest = bench.ingest(stopwatch=Stopwatch(100.0))

    assert await ingest.take([typed(1), typed(2)]) == 1


async def test_polling_takes_the_rest_of_a_long_batch_next_and_loses_nothing(bench: Bench) -> None:
    bench.telegram.give(*(typed(n, str(n)) for n in range(1, 11)))

    await bench.poll(lambda: bench.telegram.pending == [], stopwatch=Stopwatch(0.6))

    assert await bench.queued() == [("echo", str(n)) for n in range(1, 11)]
    assert [offset for offset, _ in bench.telegram.polls[:6]] == [None, 3, 5, 7, 9, 11]


async def test_update_seen_twice_changes_nothing(bench: Bench) -> None:
    ingest = bench.ingest()
    await ingest.take([typed(1, "a"), typed(1, "a")])
    await ingest.take([typed(1, "a")])

    assert await bench.queued() == [("echo", "a")]


async def test_lower_id_after_a_quiet_week_is_taken(bench: Bench) -> None:
    ingest = bench.ingest()
    await ingest.take([typed(900, "a")])
    await ingest.take([typed(5, "b")])

    assert await bench.queued() == [("echo", "a"), ("echo", "b")]


async def test_poison_is_kept_aside_undone_and_apologised_for(bench: Bench) -> None:
    await bench.ingest().take([typed(1, "a"), typed(2, "boom"), typed(3, "b")])

    assert await bench.queued() == [("echo", "a"), ("sorry", ""), ("echo", "b")]
    (kept,) = await bench.poison()
    assert (kept.update_id, kept.chat_id, kept.raw) == (2, 7, typed(2, "boom"))
    assert kept.error.startswith("KeyError at bot/test_ingest.py:")
    assert "words" not in kept.error


async def test_apology_that_fails_too_stops_nothing(bench: Bench) -> None:
    def stumble(tx: Tx, raw: Raw) -> None:
        tx.outbox.queue(7, "half", "")
        raise RuntimeError

    await bench.ingest(apologise=stumble).take([typed(2, "boom"), typed(3, "b")])

    assert await bench.queued() == [("echo", "b")]
    assert [kept.update_id for kept in await bench.poison()] == [2]


@pytest.mark.parametrize(
    "raw",
    [
        {"update_id": 3, "message": {"chat": {"id": 7}, "text": "\ud800"}},
        {"update_id": 2**80},
        {"update_id": "x", "message": None},
        {"update_id": 4, "message": {"chat": {"id": 2**80}}},
        ["no update"],
    ],
    ids=["half a character", "huge id", "wrong id", "huge chat", "no object"],
)
async def test_update_that_no_table_holds_stops_nothing(bench: Bench, raw: Any) -> None:
    await bench.ingest().take([raw, typed(9, "b")])

    assert ("echo", "b") in await bench.queued()


async def test_tap_of_a_poisoned_update_is_still_released(bench: Bench) -> None:
    def broken(tx: Tx, raw: Raw) -> list[TapAnswer]:
        raise ValueError

    ingest = bench.ingest(decide=broken)
    await ingest.take([{"update_id": 1, "callback_query": {"id": "q"}}])
    await ingest.close()

    assert bench.telegram.answered == [TapAnswer("q")]


async def test_database_failure_commits_nothing_of_the_batch(bench: Bench) -> None:
    with pytest.raises(StorageError):
        await bench.ingest().take([typed(1, "a"), typed(2, "disk")])

    assert await bench.queued() == []
    assert bench.woken == []
    assert await bench.poison() == []


@pytest.mark.parametrize("statement", ["a value", "many rows"])
async def test_disk_full_in_one_update_acknowledges_nothing_and_loses_nothing_once_there_is_room(
    bench: Bench, impatient: None, statement: str
) -> None:
    """SQLite's own failure: of one value it undoes the whole transaction, of many rows only the statement."""
    updates = [typed(1, "a"), typed(2, "big"), typed(3, "b")]

    def grows(tx: Tx, raw: Raw) -> list[TapAnswer]:
        big = raw["message"]["text"] == "big"
        tx.outbox.queue(7, "echo", raw["message"]["text"], payload="x" * 500_000 * (big and statement == "a value"))
        if big and statement == "many rows":
            numbers = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 9000) SELECT i FROM n"
            tx.execute(f"INSERT INTO counters (day, name, n) SELECT 'day', i, 1 FROM ({numbers})")
        return []

    def room(tx: Tx, pages: int) -> None:
        used = tx.execute("PRAGMA page_count").fetchone()[0]
        tx.execute(f"PRAGMA max_page_count = {used + pages}")

    await bench.store.transaction(lambda tx: room(tx, 20))
    bench.telegram.give(*updates)
    await bench.poll(lambda: len(bench.telegram.polls) > 2, decide=grows)

    assert {offset for offset, _ in bench.telegram.polls} == {None}
    assert bench.telegram.pending == updates
    assert (await bench.queued(), await bench.poison()) == ([], [])

    await bench.store.transaction(lambda tx: room(tx, 1000))
    await bench.poll(lambda: not bench.telegram.pending, decide=grows)

    assert await bench.queued() == [("echo", "a"), ("echo", "big"), ("echo", "b")]
    assert await bench.poison() == []


async def test_taps_are_answered_beside_and_awaited_when_closing(bench: Bench) -> None:
    bench.telegram.answer_gate = asyncio.Event()
    ingest = bench.ingest()
    await ingest.take([{"update_id": 1, "callback_query": {"id": "q"}}])
    assert bench.telegram.answered == []
    bench.telegram.answer_gate.set()
    await ingest.close()

    assert bench.telegram.answered == [TapAnswer("q", "ok")]


async def test_answer_that_hangs_does_not_hold_up_closing(bench: Bench) -> None:
    bench.telegram.answer_gate = asyncio.Event()
    ingest = bench.ingest()
    await ingest.take([{"update_id": 1, "callback_query": {"id": "q"}}])
    await asyncio.wait_for(ingest.close(grace=0), 5)

    assert bench.telegram.answered == []


async def test_polling_removes_the_webhook_first(bench: Bench) -> None:
    await bench.poll(lambda: bool(bench.telegram.polls))

    assert bench.telegram.calls[:2] == ["deleteWebhook", "getUpdates"]
    assert bench.telegram.polls[0] == (None, 50.0)


async def test_next_offset_is_sent_only_after_the_commit(bench: Bench, tmp_path: Path) -> None:
    def committed() -> int:
        with sqlite3.connect(tmp_path / "bot.sqlite3") as beside:
            return int(beside.execute("SELECT count(*) FROM outbox").fetchone()[0])

    seen: list[tuple[str, int]] = []
    bench.telegram.give(typed(1, "a"))
    await bench.poll(lambda: len(bench.telegram.polls) > 1, checkpoint=lambda point: seen.append((point, committed())))

    assert seen[:4] == [("after_receive", 0), ("before_commit", 0), ("after_commit", 1), ("before_acknowledge", 1)]
    assert bench.telegram.polls[1] == (2, 50.0)
    assert bench.telegram.pending == []


async def test_poll_after_an_acknowledged_quiet_one_goes_without_offset(bench: Bench) -> None:
    bench.telegram.give(typed(900, "a"))
    await bench.poll(lambda: len(bench.telegram.polls) > 2, poll_seconds=0)

    assert [offset for offset, _ in bench.telegram.polls[:3]] == [None, 901, None]


async def test_failed_commit_is_not_acknowledged_and_tried_again(
    bench: Bench, impatient: None, caplog: pytest.LogCaptureFixture
) -> None:
    full = [True, True]

    def sometimes(tx: Tx, raw: Raw) -> list[TapAnswer]:
        if full:
            full.pop()
            raise StorageError("the disk is full")
        return decide(tx, raw)

    bench.telegram.give(typed(1, "a"))
    await bench.poll(lambda: len(bench.telegram.polls) > 3, decide=sometimes)

    assert [offset for offset, _ in bench.telegram.polls[:4]] == [None, None, None, 2]
    assert await bench.queued() == [("echo", "a")]
    assert [record.getMessage() for record in caplog.records] == ["updates cannot be committed"] * 2


async def test_outage_is_waited_out(bench: Bench, impatient: None) -> None:
    bench.telegram.troubles = [TryLater("no connection", 0, everywhere=True), TryLater("409", 0)]
    bench.telegram.give(typed(1, "a"))
    await bench.poll(lambda: len(bench.telegram.polls) > 3)

    assert await bench.queued() == [("echo", "a")]


async def test_refused_token_ends_polling(bench: Bench) -> None:
    bench.telegram.troubles = [BotError("Telegram refused the bot token")]
    with pytest.raises(BotError, match="refused"):
        await bench.ingest().run_polling(asyncio.Event())


async def test_stop_gives_up_the_poll_and_acknowledges_what_was_committed(bench: Bench) -> None:
    bench.telegram.give(typed(1, "a"))
    await bench.poll(lambda: len(bench.telegram.polls) == 2)

    assert bench.telegram.polls[-1] == (2, 0)
    assert bench.telegram.pending == []


async def test_batch_in_hand_is_finished_when_stopping(bench: Bench) -> None:
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()

    def stopping(point: str) -> None:
        if point == "before_commit":
            loop.call_soon_threadsafe(stop.set)

    bench.telegram.give(typed(1, "a"))
    await asyncio.wait_for(bench.ingest(checkpoint=stopping).run_polling(stop), 5)

    assert await bench.queued() == [("echo", "a")]
    assert bench.telegram.polls == [(None, 50.0), (2, 0)]


async def test_stop_acknowledges_nothing_that_was_not_committed(bench: Bench) -> None:
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()

    def fails(tx: Tx, raw: Raw) -> list[TapAnswer]:
        loop.call_soon_threadsafe(stop.set)
        raise StorageError("the disk is full")

    bench.telegram.give(typed(1, "a"))
    await asyncio.wait_for(bench.ingest(decide=fails).run_polling(stop), 5)

    assert bench.telegram.polls == [(None, 50.0)]
    assert bench.telegram.pending == [typed(1, "a")]


@pytest.mark.parametrize("kind", ["500", "502", "409", "cut_before", "cut_after"])
async def test_real_client_receives_everything_once_through_a_fault(
    bench: Bench, impatient: None, monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    monkeypatch.setattr("bot.telegram.errors.CONFLICT_SECONDS", 0.0)
    async with LocalTelegram() as telegram, Api(telegram.token, telegram.url) as api:
        anna = await telegram.person("Anna")
        stop, done = asyncio.Event(), asyncio.Event()

        async def commit(chats: Collection[int], work: Callable[[Tx], T]) -> T:
            result = await bench.commit(chats, work)
            done.set()
            return result

        telegram.fails(kind, method="getUpdates")
        polling = asyncio.create_task(Ingest(commit, decide, apologise, api, poll_seconds=5).run_polling(stop))
        await anna.says("a")
        await anna.says("b")
        while len(await bench.queued()) < 2:
            await asyncio.wait_for(done.wait(), 5)
            done.clear()
        stop.set()
        await asyncio.wait_for(polling, 5)

        assert await bench.queued() == [("echo", "a"), ("echo", "b")]
        assert not telegram.updates.pending
        assert telegram.journal.violations == []
