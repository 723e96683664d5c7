"""Transactions: all or nothing, one after another, on the connection's thread."""

from __future__ import annotations

import asyncio
import logging
import sqlite3
import threading
from collections.abc import Callable
from pathlib import Path
from typing import NoReturn

import pytest

from bot.errors import StorageError
from bot.storage import KeySource, Store, Tx
from bot.storage.migrate import migrations

from .conftest import NOON, Clock, a_chat


def _kept(tx: Tx) -> dict[str, object]:
    return {key: tx.settings.get(key) for key in ("a", "b", "c") if tx.settings.get(key) is not None}


def _put_and_raise(tx: Tx, error: BaseException) -> NoReturn:
    tx.settings.put("b", 2)
    raise error


def putting(name: str) -> Callable[[Tx], None]:
    """Return the work of a transaction that puts a setting."""
    return lambda tx: tx.settings.put(name, 1)


def _lose(tx: Tx) -> NoReturn:
    tx.execute("ROLLBACK")  # as SQLite does by itself when the disk is full
    raise ValueError("whatever the update's handler makes of it")


class Interruption(BaseException):
    """What is no Exception, as KeyboardInterrupt is none."""


async def test_work_that_returns_is_committed_and_its_value_returned(store: Store) -> None:
    def work(tx: Tx) -> str:
        tx.settings.put("a", 1)
        return "done"

    assert await store.transaction(work) == "done"
    assert await store.transaction(_kept) == {"a": 1}


@pytest.mark.parametrize("error", [ValueError("broken"), Interruption(), StopIteration(), KeyError("x")])
async def test_work_that_raises_leaves_nothing_and_no_open_transaction(
    store: Store, path: Path, error: BaseException
) -> None:
    def work(tx: Tx) -> NoReturn:
        tx.settings.put("a", 1)
        raise error

    expected = RuntimeError if isinstance(error, StopIteration) else type(error)
    with pytest.raises(expected):
        await store.transaction(work)
    other = sqlite3.connect(path, timeout=0, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")  # raises while somebody else's transaction is open
    other.close()
    assert await store.transaction(_kept) == {}


async def test_work_that_is_a_coroutine_is_refused_and_undone(store: Store) -> None:
    async def inner() -> None: ...

    def work(tx: Tx) -> object:
        tx.settings.put("a", 1)
        return inner()

    with pytest.raises(TypeError, match="plain function"):
        await store.transaction(work)
    assert await store.transaction(_kept) == {}


async def test_wrong_statement_is_the_codes_fault_and_undoes_the_work(store: Store) -> None:
    def work(tx: Tx) -> None:
        tx.settings.put("a", 1)
        tx.execute("SELECT x FROM nowhere")

    with pytest.raises(sqlite3.OperationalError, match="nowhere"):
        await store.transaction(work)
    assert await store.transaction(_kept) == {}


async def test_savepoint_that_raises_undoes_its_own_writes_only(store: Store) -> None:
    def work(tx: Tx) -> None:
        tx.settings.put("a", 1)
        with pytest.raises(ValueError, match="poison"), tx.savepoint():
            _put_and_raise(tx, ValueError("poison"))
        with tx.savepoint():
            tx.settings.put("c", 3)

    await store.transaction(work)
    assert await store.transaction(_kept) == {"a": 1, "c": 3}


async def test_nested_savepoints_are_undone_each_by_itself(store: Store) -> None:
    def work(tx: Tx) -> None:
        with tx.savepoint():
            tx.settings.put("a", 1)
            with pytest.raises(Interruption), tx.savepoint():
                _put_and_raise(tx, Interruption())
            tx.settings.put("c", 3)

    await store.transaction(work)
    assert await store.transaction(_kept) == {"a": 1, "c": 3}


async def test_transaction_lost_inside_a_savepoint_is_a_storage_error_and_commits_nothing(store: Store) -> None:
    def work(tx: Tx) -> None:
        tx.settings.put("a", 1)
        with pytest.raises(StorageError, match="has ended"), tx.savepoint():
            _lose(tx)
        tx.settings.put("b", 2)

    with pytest.raises(StorageError, match="has ended"):
        await store.transaction(work)
    assert await store.transaction(_kept) == {}


async def test_full_database_is_a_storage_error_and_the_next_transaction_works(store: Store) -> None:
    def fill(tx: Tx) -> None:
        with tx.savepoint():
            tx.poison.keep(1, 2, "error", "x" * 4_000_000)

    def limit(tx: Tx) -> None:
        pages = tx.execute("PRAGMA page_count").fetchone()[0]
        tx.execute(f"PRAGMA max_page_count = {pages + 4}")

    await store.transaction(limit)
    with pytest.raises(StorageError, match="disk is full"):
        await store.transaction(fill)
    await store.transaction(lambda tx: tx.settings.put("a", 1))
    assert await store.transaction(lambda tx: (_kept(tx), tx.poison.count())) == ({"a": 1}, 0)


async def test_concurrent_transactions_run_one_after_another(store: Store) -> None:
    running = threading.Lock()

    def count(tx: Tx) -> None:
        assert running.acquire(blocking=False), "two transactions at a time"
        before = tx.settings.get("a", 0)
        tx.settings.put("a", before + 1)
        running.release()

    await asyncio.gather(*(store.transaction(count) for _ in range(100)))
    assert await store.transaction(_kept) == {"a": 100}


async def test_one_that_fails_among_concurrent_ones_harms_no_other(store: Store) -> None:
    def add(name: str) -> Callable[[Tx], None]:
        def work(tx: Tx) -> None:
            tx.settings.put(name, 1)
            if name == "b":
                raise ValueError(name)

        return work

    outcomes = await asyncio.gather(*(store.transaction(add(name)) for name in "abc"), return_exceptions=True)
    assert [type(outcome) for outcome in outcomes] == [type(None), ValueError, type(None)]
    assert await store.transaction(_kept) == {"a": 1, "c": 1}


async def test_transactions_that_wait_together_are_one_commit(store: Store) -> None:
    statements: list[str] = []
    await store._run(lambda raw: raw.set_trace_callback(statements.append))
    began, go_on = threading.Event(), threading.Event()

    def slow(tx: Tx) -> None:
        began.set()
        go_on.wait(10)

    first = asyncio.create_task(store.transaction(slow))
    await asyncio.to_thread(began.wait, 10)
    rest = asyncio.gather(*(store.transaction(putting(name)) for name in "abc"))
    await asyncio.sleep(0)
    go_on.set()
    await asyncio.gather(first, rest)

    assert statements.count("COMMIT") == 2
    assert await store.transaction(_kept) == {"a": 1, "b": 1, "c": 1}


async def test_transaction_lost_by_one_of_several_is_the_failure_of_that_one_alone(store: Store) -> None:
    outcomes = await asyncio.gather(
        store.transaction(putting("a")),
        store.transaction(_lose),
        store.transaction(putting("b")),
        return_exceptions=True,
    )

    assert [type(outcome) for outcome in outcomes] == [type(None), ValueError, type(None)]
    assert await store.transaction(_kept) == {"a": 1, "b": 1}


async def test_what_was_begun_before_closing_is_committed(path: Path) -> None:
    keys = KeySource(data_key="00" * 32)
    async with await Store.open(path, keys=keys) as store:
        begun = [asyncio.create_task(store.transaction(putting("a"))) for _ in range(3)]
        await asyncio.sleep(0)
    await asyncio.gather(*begun)

    async with await Store.open(path, keys=keys) as again:
        assert await again.transaction(_kept) == {"a": 1}


async def test_cancelled_caller_leaves_no_open_transaction(store: Store) -> None:
    began, go_on = threading.Event(), threading.Event()

    def slow(tx: Tx) -> None:
        tx.settings.put("a", 1)
        began.set()
        go_on.wait(10)

    task = asyncio.create_task(store.transaction(slow))
    await asyncio.to_thread(began.wait, 10)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    go_on.set()
    assert await store.transaction(_kept) == {"a": 1}


async def test_time_and_day_stand_still_in_a_transaction_and_follow_the_zone(store: Store, clock: Clock) -> None:
    def look(tx: Tx) -> tuple[float, float, str]:
        first = tx.now
        clock.now += 5
        return first, tx.now, tx.day

    assert await store.transaction(look) == (NOON, NOON, "2026-11-22")
    clock.now = NOON + 12 * 3600 + 60  # a minute past midnight in Finland, 22:01 UTC
    assert await store.transaction(lambda tx: tx.day) == "2026-11-23"


async def test_tx_kept_after_its_transaction_is_useless(store: Store) -> None:
    kept = await store.transaction(lambda tx: tx)
    with pytest.raises(StorageError, match="has ended"):
        await store.transaction(lambda tx: kept.settings.put("a", 1))
    assert await store.transaction(_kept) == {}


async def test_closed_store_says_so(store: Store) -> None:
    await store.close()
    await store.close()
    with pytest.raises(StorageError, match="closed"):
        await store.transaction(_kept)


async def test_everything_set_as_promised(store: Store) -> None:
    def pragmas(tx: Tx) -> dict[str, object]:
        names = ("journal_mode", "synchronous", "secure_delete", "foreign_keys", "temp_store", "user_version")
        return {name: tx.execute(f"PRAGMA {name}").fetchone()[0] for name in names}

    assert await store.transaction(pragmas) == {
        "journal_mode": "wal",
        "synchronous": 2,
        "secure_delete": 1,
        "foreign_keys": 1,
        "temp_store": 2,
        "user_version": len(migrations()),
    }


async def test_library_log_at_debug_holds_nothing_personal(store: Store, caplog: pytest.LogCaptureFixture) -> None:
    def work(tx: Tx) -> NoReturn:
        tx.chats.save(a_chat())
        raise ValueError(f"could not handle {tx.chats.load(7)}, Anna Äijälä")

    caplog.set_level(logging.DEBUG)
    with pytest.raises(ValueError, match="Anna"):
        await store.transaction(work)
    assert caplog.records
    assert "Anna" not in caplog.text
