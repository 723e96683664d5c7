"""The database: opening it, one function per transaction, backup, closing.

SQLite through aiosqlite, whose thread does the work so that a slow disk never holds up the event loop.
"""

from __future__ import annotations

import asyncio
import inspect
import os
import sqlite3
import time
from collections import deque
from collections.abc import Callable, Sequence
from contextlib import closing, nullcontext, suppress
from datetime import datetime, tzinfo
from functools import partial
from pathlib import Path
from typing import Any, Final, Generic, TypeVar
from zoneinfo import ZoneInfo

import aiosqlite

from bot.errors import DatabaseForeign, StorageError
from bot.storage import seals
from bot.storage.files import PRIVATE, FileLock, copy_of, make_private, real, refuse_other_user, tighten
from bot.storage.keys import KeySource, load_key
from bot.storage.leads import Leads
from bot.storage.letters import Letters
from bot.storage.meetings import Meetings
from bot.storage.migrate import check_at_start, check_whole, migrate, migrations, version_of
from bot.storage.outbox import OutboxRows
from bot.storage.tables import (
    Access,
    Chats,
    Corrections,
    Counters,
    Erasures,
    Poison,
    Settings,
    Updates,
    Writers,
    failure,
)
from bot.storage.vault import Vault
from flows.dataclass import dataclass

T = TypeVar("T")

LOCK_SECONDS: Final = 5.0
"""How long SQLite waits for another connection (a command beside the bot) before it gives up."""

HOME_ZONE: Final = "Europe/Helsinki"


class Tx(Access):
    """One transaction: the tables, `now` (unix seconds) and `day` ("2026-11-22"), the same throughout."""

    def __init__(self, connection: sqlite3.Connection, vault: Vault, now: float, day: str) -> None:
        super().__init__(connection, vault, now, day)
        self.updates: Final = Updates(self)
        self.chats: Final = Chats(self)
        self.leads: Final = Leads(self)
        self.letters: Final = Letters(self)
        self.meetings: Final = Meetings(self)
        self.corrections: Final = Corrections(self)
        self.erasures: Final = Erasures(self)
        self.outbox: Final = OutboxRows(self)
        self.counters: Final = Counters(self)
        self.settings: Final = Settings(self)
        self.poison: Final = Poison(self)
        self.writers: Final = Writers(self)

    def bring_back(self) -> None:
        """Let nothing that has happened lie in a time to come, after a clock was ahead: it would be kept until then.

        When people meet is as they agreed, and what is due later the outbox brings back itself.
        """
        self.outbox.clock_went_back()
        happened = self.execute(
            "SELECT each.name, of.name FROM sqlite_schema AS each, pragma_table_info(each.name) AS of WHERE "
            "of.type = 'REAL' AND of.name NOT IN ('due_at', 'hold_until', 'ready_at', 'starts_at', 'ends_at')"
        ).fetchall()
        for table, column in happened:
            self.execute(f"UPDATE {table} SET {column} = ? WHERE {column} > ?", (self.now, self.now))


@dataclass(frozen=True, slots=True)
class _Turn:
    """One function that waits for its transaction, and the caller that waits for what it returns."""

    work: Callable[[Tx], Any]
    told: asyncio.Future[_Outcome[Any]]


@dataclass(frozen=True, slots=True)
class _Outcome(Generic[T]):
    """What a function on the connection's thread came to: a value, or the exception it raised."""

    value: T | None
    error: BaseException | None

    def result(self) -> T:
        """Return the value or raise the exception; SQLite's own failures as StorageError."""
        if self.error is None:
            return self.value  # type: ignore[return-value]  # without an error it is the T that was returned
        ours = failure(self.error) if isinstance(self.error, sqlite3.Error) else None
        if ours is None:
            raise self.error
        raise ours from self.error


class Store:
    """An open database. `Store.open` makes one; only it may hold the file (unless opened `beside`)."""

    def __init__(
        self,
        path: Path,
        connection: aiosqlite.Connection,
        lock: FileLock | None,
        clock: Callable[[], float],
        zone: tzinfo,
    ) -> None:
        """Use `Store.open` instead."""
        self.path: Final = path
        self.vault: Vault
        self.key_made: Path | None = None
        self.read_whole = True
        self._connection = connection
        self._lock = lock
        self._clock = clock
        self._zone = zone
        self._closed = False
        self._turns: deque[_Turn] = deque()
        self._serving: asyncio.Future[_Outcome[list[tuple[_Turn, _Outcome[Any]]]]] | None = None

    @classmethod
    async def open(
        cls,
        path: Path,
        *,
        keys: KeySource,
        clock: Callable[[], float] = time.time,
        zone: tzinfo | None = None,
        beside: bool = False,
    ) -> Store:
        """Lock, check, bring up to date and unlock with the data key; the database is made when it is missing.

        `clock` gives unix seconds; `zone` is where a day of the counters begins (None: Europe/Helsinki). `beside`
        is for a command while the bot runs: it takes no lock, migrates nothing and makes neither database nor key.

        Raises `DatabaseInUse`, `DatabaseForeign`, `DatabaseNewer`, another `StorageError`, or `DataKeyError`;
        nothing stays open or locked then. `key_made` is the key file made just now, to be backed up, else None;
        `read_whole` is False when the file was too large to be read as a whole: `examine` does that.
        """
        path = real(path)
        refuse_other_user(path)
        lock = _take(path, beside=beside)
        try:
            connecting = aiosqlite.connect(path, isolation_level=None, timeout=LOCK_SECONDS)
            # A store that somebody forgets to close must not keep a failing process from ending.
            connecting._thread.daemon = True
            connection = await connecting
            # A flipped bit must cost its row, not every query that meets it.
            connection.text_factory = partial(str, encoding="utf-8", errors="replace")
        except BaseException as error:
            if lock is not None:
                lock.release()
            if isinstance(error, sqlite3.Error):
                raise failure(error) or StorageError(f"{path} cannot be opened ({error})") from None
            raise
        store = cls(path, connection, lock, clock, zone or ZoneInfo(HOME_ZONE))
        try:
            store.read_whole = await store._run(lambda raw: _prepare(raw, path, beside=beside))
            await store._unlock(keys, may_make=not beside)
        except BaseException:
            await store.close()
            raise
        return store

    async def transaction(self, work: Callable[[Tx], T]) -> T:
        """Run `work` on the connection's thread inside one transaction and return what it returned.

        `work` is synchronous and must not keep `tx`. Whatever it raises undoes everything and is raised here;
        SQLite's own failures (disk, locks, damage) are raised as `StorageError`. Calls made at the same time run
        one after another; those that wait for the disk together share one commit, and each is undone by itself (it is
        run again alone when another one's failure undid it). Cancelling the caller does not undo one: it may be
        committed all the same.
        """
        if self._closed:
            raise StorageError("the database is closed")
        turn = _Turn(work, asyncio.get_running_loop().create_future())
        self._turns.append(turn)
        if self._serving is None:
            self._serve()
        outcome: _Outcome[T] = await turn.told
        return outcome.result()

    async def scrub(self) -> bool:
        """Empty the write-ahead log, so that what was erased is in no file; False when a reader held it back."""

        def checkpoint(raw: sqlite3.Connection) -> bool:
            return not raw.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]

        return await self._run(checkpoint)

    async def examine(self) -> None:
        """Read every page (about a millisecond per megabyte); DatabaseForeign when one is damaged. Nobody waits."""
        await asyncio.to_thread(_examined, self.path)

    async def backup(self, destination: Path) -> None:
        """Write a consistent copy (0600) while the bot runs; an older file there is replaced once the copy is whole.

        The copy holds no key: restoring it needs the data key as well. Transactions wait meanwhile (some
        milliseconds per megabyte).
        """
        await self._run(lambda raw: _copy(raw, self.path, destination.absolute()))

    async def close(self) -> None:
        """Close the database and let the lock go; a second call does nothing."""
        if self._closed:
            return
        self._closed = True
        try:
            while self._serving is not None:
                await asyncio.wait({self._serving})
            await self._connection.close()
        finally:
            if self._lock is not None:
                self._lock.release()

    async def __aenter__(self) -> Store:
        """Close the store at the end of the block: ``async with await Store.open(...) as store``."""
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.close()

    async def _unlock(self, keys: KeySource, *, may_make: bool) -> None:
        sealed = await self._run(seals.holds_sealed_rows)
        self.vault, made = load_key(keys.data_key, keys.file, sealed or not may_make)
        self.key_made = keys.file if made else None
        await self.transaction(lambda tx: seals.check(tx, replace=made, write=may_make))

    def _serve(self) -> None:
        """Have the connection's thread commit whatever waits, and tell those who do; without a task, which costs."""
        self._serving = self._queued(self._transact)
        self._serving.add_done_callback(self._served)

    def _served(self, done: asyncio.Future[_Outcome[list[tuple[_Turn, _Outcome[Any]]]]]) -> None:
        self._serving = None
        if self._turns:
            self._serve()
        for turn, outcome in done.result().result():
            if not turn.told.done():  # otherwise its caller was cancelled
                turn.told.set_result(outcome)

    def _transact(self, raw: sqlite3.Connection) -> list[tuple[_Turn, _Outcome[Any]]]:
        """Run all who wait in one transaction; each by itself when one of them takes the others down with it."""
        turns = [self._turns.popleft() for _ in range(len(self._turns))]
        outcomes = self._commit(raw, turns)
        if len(turns) > 1 and not outcomes:
            outcomes = [outcome for turn in turns for outcome in self._commit(raw, [turn])]
        return list(zip(turns, outcomes, strict=True))

    def _commit(self, raw: sqlite3.Connection, turns: Sequence[_Turn]) -> list[_Outcome[Any]]:
        """Run these in one transaction, of several each in a savepoint; [] when all that several did is undone."""
        try:
            if raw.in_transaction:
                # A rollback that the disk refused is made up for here.
                raw.execute("ROLLBACK")
            raw.execute("BEGIN IMMEDIATE")
            outcomes = [self._run_in_turn(raw, turn.work, alone=len(turns) == 1) for turn in turns]
            if len(turns) > 1 or not outcomes[0].error:
                if not raw.in_transaction:
                    raise StorageError("the transaction has ended: nothing of it was written")
                raw.execute("COMMIT")
        except BaseException as error:
            outcomes = [_Outcome(None, error)] if len(turns) == 1 else []
        # The reason must not hide behind a rollback that fails as well.
        with suppress(sqlite3.Error):
            if raw.in_transaction:
                raw.execute("ROLLBACK")
        return outcomes

    def _run_in_turn(self, raw: sqlite3.Connection, work: Callable[[Tx], T], *, alone: bool) -> _Outcome[T]:
        now = self._clock()
        tx = Tx(raw, self.vault, now, datetime.fromtimestamp(now, self._zone).date().isoformat())
        try:
            with nullcontext() if alone else tx.savepoint():
                result = work(tx)
                tx.outbox.finish()
                if inspect.isawaitable(result):
                    if inspect.iscoroutine(result):
                        result.close()
                    raise TypeError("the work of a transaction must be a plain function, not a coroutine")
            return _Outcome(result, None)
        except BaseException as error:
            return _Outcome(None, error)
        finally:
            tx.ended = True

    async def _run(self, work: Callable[[sqlite3.Connection], T]) -> T:
        """Run one function on the connection's thread, outside transactions."""
        if self._closed:
            raise StorageError("the database is closed")
        return (await self._queued(work)).result()

    def _queued(self, work: Callable[[sqlite3.Connection], T]) -> asyncio.Future[_Outcome[T]]:
        """Have the connection's thread run one function.

        `aiosqlite.Connection._tx` and `_conn` are private: its public way hops between threads for every
        statement, and lets another task's statements in between those of a transaction. The outcome travels as a
        value because aiosqlite logs exceptions, with what they say, and cannot pass on every kind.
        """

        def call() -> _Outcome[T]:
            try:
                return _Outcome(work(self._connection._conn), None)
            except BaseException as error:
                return _Outcome(None, error)

        outcome: asyncio.Future[_Outcome[T]] = asyncio.get_running_loop().create_future()
        self._connection._tx.put_nowait((outcome, call))
        return outcome


def _take(path: Path, *, beside: bool) -> FileLock | None:
    """Lock the database and see that its file exists, for its owner only; a command beside the bot only looks."""
    if beside:
        if not path.exists():
            raise StorageError(f"there is no database at {path}: start the bot once, or set DATABASE_PATH")
        return None
    lock = FileLock(path)
    try:
        make_private(path)
    except BaseException:
        lock.release()
        raise
    return lock


def _prepare(raw: sqlite3.Connection, path: Path, *, beside: bool) -> bool:
    """Check whose file it is before changing anything of it, then set it up and migrate.

    Return whether there is nothing left to read of it.
    """
    whole = True
    steps = migrations()
    newest = len(steps)
    version = version_of(raw, path, newest)
    if beside and version != newest:
        raise StorageError(
            f"{path} is of an older version (schema {version} of {newest}): start the bot once to update it"
        )
    # SQLite makes -wal and -shm with the permissions of the database.
    tighten(path)
    if not beside:
        whole = check_at_start(raw, path)
        mode = raw.execute("PRAGMA journal_mode = WAL").fetchone()[0]
        if mode != "wal":
            raise StorageError(f"the file system of {path} cannot hold a write-ahead log: choose a local disk")
    raw.execute("PRAGMA synchronous = FULL")
    raw.execute("PRAGMA secure_delete = ON")
    raw.execute("PRAGMA foreign_keys = ON")
    raw.execute("PRAGMA trusted_schema = OFF")
    # Sorting must not leave rows in temporary files.
    raw.execute("PRAGMA temp_store = MEMORY")
    if not beside:
        if 0 < version < newest:
            # What a faulty migration spoils is put right from this; `forget_copies` takes it away after some days.
            _copy(raw, path, copy_of(path, version))
        migrate(raw, version, steps)
    return whole


def _examined(path: Path) -> None:
    """Read every page by a connection of its own, so that transactions go on."""
    try:
        with closing(sqlite3.connect(path, timeout=LOCK_SECONDS)) as raw:
            check_whole(raw, path)
    except sqlite3.Error as error:
        raise failure(error) or error from None


def _copy(raw: sqlite3.Connection, source: Path, destination: Path) -> None:
    if destination.resolve() == source.resolve():
        raise StorageError("a backup must not replace the database itself: name another file")
    half = destination.with_name(f".{destination.name}.part")
    try:
        half.unlink(missing_ok=True)
        os.close(os.open(half, os.O_RDWR | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, PRIVATE))
        copy = sqlite3.connect(half, isolation_level=None)
        try:
            raw.backup(copy)
            # One file without a log is easier to carry about; opening it as the database turns the log on again.
            copy.execute("PRAGMA journal_mode = DELETE")
            check_whole(copy, half)
        finally:
            copy.close()
        descriptor = os.open(half, os.O_RDONLY | os.O_CLOEXEC)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
        half.replace(destination)
    except (OSError, sqlite3.Error, DatabaseForeign) as error:
        half.unlink(missing_ok=True)
        reason = error.strerror if isinstance(error, OSError) else str(error)
        raise StorageError(f"no backup could be made at {destination} ({reason}): choose another place") from error
