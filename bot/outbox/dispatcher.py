"""Sends what is queued: one lane per chat, in order; lanes side by side; nothing forgotten.

A row is claimed (committed), delivered, then settled (committed). Between the two commits the outcome is unknown
to the database: a process that dies there, or a task that is cancelled, leaves the row claimed, and the next start
sends it once more, marked. What may be done twice without anybody noticing is claimed in the very transaction that
queues it (`commit`). What a delivery's errors lead to:

| raised by `deliver` | the row |
|---|---|
| TryLater | waits as long as Telegram says, its chat with it; `everywhere`: all chats, one tries first |
| OutcomeUnknown | waits a little and is repeated, marked, until an answer comes: a lead must arrive in the end |
| Unreachable | of a patient kind: waits long (up to an hour) and tries again; otherwise dead |
| Refused | dead: it would be refused again |
| ChatMoved | goes on in the new chat, with every other row of the old one |
| StorageError | tried again, marked: the database may have failed after the message had left |
| anything else | a fault of ours: tried again, marked for the same reason; dead after `MOST_FAULTS` unless patient |

A refused token ends `run`: nothing can be sent any more.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import random
import time
from collections.abc import Awaitable, Callable, Collection, Iterable, Mapping
from dataclasses import replace
from typing import Any, TypeAlias, TypeVar

from bot.errors import (
    ChatMoved,
    DeliveryError,
    OutcomeUnknown,
    Refused,
    StorageError,
    TokenRefused,
    TryLater,
    Unreachable,
)
from bot.storage import Head, Queued, Store, Tx
from bot.telegram.limits import Backoff, Limits, Pace
from flows.dataclass import dataclass

log = logging.getLogger(__name__)

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class More:
    """One message of a row has arrived and another is to follow; `payload` becomes the row's and says which.

    A row sends one message at a time, so that limits count each and only the one in doubt is ever repeated.
    `announced`: it only said that the same comes again, so the tries are counted on.
    """

    payload: object
    announced: bool = False


Settle: TypeAlias = Callable[[Tx], None]


@dataclass(frozen=True, slots=True)
class Arrived:
    """The message of a row has arrived; `note` is written with it, in one transaction."""

    message_id: int
    note: Settle


Deliver: TypeAlias = Callable[[Queued[Any]], Awaitable[int | More | Arrived]]
"""Renders and sends one message of a row; returns its id (0 if none), Arrived or More; or raises DeliveryError."""


@dataclass(frozen=True, slots=True)
class Found:
    """What a row is made from; `harmless`: to send it twice changes nothing, and nobody sees it."""

    value: Any = None
    harmless: bool = False


Read: TypeAlias = Callable[[Tx, int, str], Found]
"""Reads for a row of this chat and kind what it is made from, in the transaction that claims it."""

LONGEST_NAP = 60.0  # seconds; bounds what a clock that was set, or a machine that slept, can delay
LONGEST_CLOSED = 3600.0  # seconds, as the longest wait that Telegram is granted
MOST_FAULTS = 5

SOON = Backoff(1.0, 300.0)  # outcome unknown, faults of ours
PATIENT = Backoff(60.0, 3600.0)  # nobody there
AWAY = Backoff(1.0, 60.0)  # Telegram cannot be reached at all
DISK = Backoff(0.5, 30.0)  # the database cannot be written


def nowhere(point: str) -> None:
    """The checkpoint that does nothing; crash tests stop the process at a named point instead."""


class Outbox:
    """The lanes. `clock`: unix seconds, the store's own. `chance`: numbers in [0, 1).

    patient_kinds: kinds of rows that wait for somebody unreachable instead of dying. moved: told inside the
    transaction that a chat has another id now. read: what it finds is `Queued.found` (None where it raises).
    at_once: the kind of rows that `commit` claims. checkpoint: called at "before_send", "after_send", "before_mark".
    """

    def __init__(
        self,
        store: Store,
        deliver: Deliver,
        *,
        clock: Callable[[], float] = time.time,
        limits: Limits | None = None,
        patient_kinds: Collection[str] = (),
        moved: Callable[[Tx, int, int], None] | None = None,
        read: Read = lambda tx, chat_id, kind: Found(),
        at_once: str = "",
        chance: Callable[[], float] = random.random,
        checkpoint: Callable[[str], None] | None = None,
    ) -> None:
        self._store = store
        self._deliver = deliver
        self._clock = clock
        self._limits = limits or Limits()
        self._patient = frozenset(patient_kinds)
        self._moved = moved
        self._read = read
        self._at_once = at_once
        self._chance = chance
        self._checkpoint = checkpoint or nowhere
        self._pace = Pace(self._limits, clock())
        self._lanes: dict[int, asyncio.Task[None]] = {}
        self._outcomes: list[tuple[Queued[object], Settle]] = []
        self._settling: asyncio.TimerHandle | None = None
        self._promised = 0
        self._open = False
        self._look_at = 0.0
        self._call = asyncio.Event()
        self._idle = asyncio.Event()
        self._stopped = asyncio.Event()
        self._ended = asyncio.Event()
        self._running = False
        self._grace = 0.0
        self._failure: TokenRefused | None = None
        self._failures_everywhere = 0
        self._closed_until = 0.0
        self._disk_failures = 0

    def wake(self) -> None:
        """Say that something may be due now; call it after every commit that queues something."""
        self._idle.clear()
        self._call.set()

    async def idle(self) -> None:
        """Return as soon as nothing is due and nothing under way."""
        await self._idle.wait()

    async def run(self) -> None:
        """Send until `stop`; raises the error that makes further sending pointless (a refused token)."""
        self._running = True
        try:
            await self._insist(self._recover)
            self._open = True
            while not self._stopped.is_set():
                self._call.clear()
                self._look_at = await self._look()
                if not self._call.is_set():
                    await _wait(self._call, self._look_at - self._clock())
            self._open = False
            if self._lanes:
                await asyncio.wait(self._lanes.values(), timeout=self._grace)
            await self._insist(lambda tx: self._settle(tx, self._outcomes))
        finally:
            left = list(self._lanes.values())
            for lane in left:
                lane.cancel()
            await asyncio.gather(*left, return_exceptions=True)
            self._running = False
            self._ended.set()
        if self._failure:
            raise self._failure

    async def stop(self, grace: float = 5.0) -> None:
        """Start nothing more, give what is in hand `grace` seconds, leave the rest claimed."""
        self._grace = grace
        self._stopped.set()
        self._call.set()
        if self._running:
            await self._ended.wait()

    def _recover(self, tx: Tx) -> None:
        if found := tx.outbox.recover():
            log.warning("messages of unknown outcome are repeated, marked", extra={"rows": found})

    async def commit(self, chats: Collection[int], work: Callable[[Tx], T]) -> T:
        """Run `work` in a transaction, and begin to send what it queues; what sent rows came to is written with it.

        Of these chats, rows of the kind `at_once` that are harmless (`Found`) are claimed in the same transaction;
        anything else that is due sooner than the outbox would look by itself wakes it.
        """
        now = self._clock()
        paused, room = self._room(now)
        outcomes, self._outcomes = self._outcomes, []
        busy = self._lanes.keys() - {row.chat_id for row, _ in outcomes}
        promised = [chat_id for chat_id in dict.fromkeys(chats) if chat_id not in paused and chat_id not in busy][:room]
        claimed: list[Queued[object]] = []

        def whole(tx: Tx) -> tuple[T, bool]:
            self._settle(tx, outcomes)
            result = work(tx)
            claimed.clear()
            for chat_id in promised:
                found = self._found(tx, chat_id, self._at_once)
                row = tx.outbox.claim_next(chat_id, self._at_once) if found.harmless else None
                if row is not None:
                    claimed.append(replace(row, found=found.value))
            due = tx.outbox.next_due()
            return result, due is not None and (due <= tx.now or due < self._look_at)

        self._promised += len(promised)
        try:
            result, more_is_due = await self._store.transaction(whole)
        except BaseException:
            self._outcomes[:0] = outcomes
            raise
        finally:
            self._promised -= len(promised)
        self._end(outcomes)
        self._begin(claimed, now)
        if more_is_due:
            self.wake()
        return result

    def _room(self, now: float) -> tuple[Mapping[int, float], int]:
        """Return which chats have to wait, until when each, and how many rows may be claimed now of others."""
        self._closed_until = min(self._closed_until, now + LONGEST_CLOSED)  # the clock may have been set back
        settled = {row.chat_id for row, _ in self._outcomes}
        under_way = len(self._lanes.keys() - settled) + self._promised
        paused, free = self._pace.free(now)
        if now < self._closed_until or not self._open:
            return paused, 0
        if self._failures_everywhere:
            return paused, max(0, 1 - under_way)  # one lane finds out whether Telegram is back
        return paused, max(0, min(self._limits.under_way - under_way, free - self._promised))

    async def _look(self) -> float:
        """Settle what has ended, claim whatever may be sent now and start it; return when to look again."""
        now = self._clock()
        outcomes = self._outcomes
        busy = self._lanes.keys() - {row.chat_id for row, _ in outcomes}
        paused, room = self._room(now)
        self._outcomes = []

        def work(tx: Tx) -> tuple[list[Queued[object]], list[Head], float | None, float | None]:
            self._settle(tx, outcomes)
            claimed, unreadable = [], []
            for head in tx.outbox.heads(room, {*paused, *busy}) if room > 0 else ():
                row = tx.outbox.claim(head.id)
                if row is None:
                    unreadable.append(head)
                else:
                    claimed.append(replace(row, found=self._found(tx, head.chat_id, head.kind).value))
            next_due = tx.outbox.next_due()
            return claimed, unreadable, next_due, tx.outbox.next_due(paused) if paused else next_due

        try:
            claimed, unreadable, next_due, next_free = await self._store.transaction(work)
        except StorageError as error:
            self._outcomes[:0] = outcomes
            self._disk_failures += 1
            log.error("the outbox cannot use the database", exc_info=error)
            return now + DISK.seconds(self._disk_failures, self._chance())
        self._disk_failures = 0
        self._end(outcomes)
        self._begin(claimed, now)
        for head in unreadable:
            log.error(
                "a message cannot be read with the data key and will not be delivered",
                extra={"chat": head.chat_id, "kind": head.kind, "row": head.id},
            )
        if unreadable:
            return now  # what stands behind them is due
        if next_due is None or next_due > now:
            if not self._lanes and not self._call.is_set():
                self._idle.set()
            return now + LONGEST_NAP if next_due is None else next_due
        return self._held_until(now, next_free)

    def _found(self, tx: Tx, chat_id: int, kind: str) -> Found:
        """Read what a row is made from; nothing where that fails, so that only its own delivery does."""
        try:
            return self._read(tx, chat_id, kind)
        except StorageError:
            raise
        except Exception:
            log.exception("what a message is made from could not be read", extra={"chat": chat_id, "kind": kind})
            return Found()

    def _begin(self, rows: Iterable[Queued[object]], now: float) -> None:
        for row in rows:
            self._idle.clear()
            self._pace.take(row.chat_id, now)
            self._lanes[row.chat_id] = asyncio.create_task(self._lane(row), name=f"outbox row {row.id}")

    def _end(self, outcomes: Iterable[tuple[Queued[object], Settle]]) -> None:
        for row, _ in outcomes:
            del self._lanes[row.chat_id]

    def _settle(self, tx: Tx, outcomes: Iterable[tuple[Queued[object], Settle]]) -> None:
        """Write what became of rows; one that cannot be written is left claimed, and repeated at the next start."""
        for row, settle in outcomes:
            try:
                with tx.savepoint():
                    settle(tx)
            except StorageError:
                raise
            except Exception:
                log.exception("what became of a message could not be noted", extra=_about(row))

    def _held_until(self, now: float, next_free: float | None) -> float:
        """Return until when what is due is held back; the end of a lane wakes us besides."""
        if now < self._closed_until:
            return self._closed_until
        paused, free = self._pace.free(now)
        times = list(paused.values())
        if next_free is not None and next_free > now:
            times.append(next_free)
        elif next_free is not None and not free:
            times.append(self._pace.room_at(now))
        elif next_free is not None and not self._lanes:
            times.append(now + 1.0)
        return min(times, default=now + LONGEST_NAP)

    async def _lane(self, row: Queued[object]) -> None:
        """Deliver one row; what became of it is written with whatever is written next."""
        settle: Settle = _left_claimed
        try:
            settle = await self._attempt(row)
        finally:
            self._outcomes.append((row, settle))
            if self._settling is None:
                self._settling = asyncio.get_running_loop().call_later(self._limits.settling, self._settled)

    def _settled(self) -> None:
        """Look, unless what became of all rows has been written with updates meanwhile."""
        self._settling = None
        if self._outcomes or self._stopped.is_set():
            self._call.set()
        elif not self._lanes and not self._call.is_set():
            self._idle.set()

    async def _attempt(self, row: Queued[object]) -> Settle:
        """Deliver once; return what to write about it."""
        self._checkpoint("before_send")
        try:
            arrived = await self._deliver(row)
        except DeliveryError as error:
            return self._settle_failure(row, error)
        except StorageError as error:
            log.error("a message could not be made or noted: the database", exc_info=error, extra=_about(row))
            return self._again(row, DISK.seconds(row.attempts, self._chance()), str(error), repeat=True)
        except TokenRefused as error:
            self._failure = error
            self._stopped.set()
            return self._again(row, 0.0, str(error))
        except Exception as error:
            log.exception("a message could not be made: a fault of the bot", extra=_about(row))
            reason = f"fault: {type(error).__name__}"
            if row.attempts >= MOST_FAULTS and row.kind not in self._patient:
                return self._dead(row, reason)
            return self._again(row, SOON.seconds(row.attempts, self._chance()), reason, repeat=True)
        self._checkpoint("after_send")
        self._failures_everywhere = 0

        def sent(tx: Tx) -> None:
            self._checkpoint("before_mark")
            match arrived:
                case More():
                    tx.outbox.further(row.id, arrived.payload, attempts=row.attempts if arrived.announced else 0)
                case Arrived():
                    arrived.note(tx)
                    tx.outbox.sent(row.id, arrived.message_id)
                case _:
                    tx.outbox.sent(row.id, arrived)

        return sent

    def _settle_failure(self, row: Queued[object], error: DeliveryError) -> Settle:
        """Decide what becomes of a row that was not delivered (the table above)."""
        reason, chance = str(error), self._chance()
        log.info("a message was not delivered", extra={**_about(row), "reason": reason})
        if isinstance(error, TryLater) and error.everywhere:
            return self._close(row, error)
        if isinstance(error, OutcomeUnknown):
            return self._again(row, SOON.seconds(row.attempts, chance), reason, repeat=True)
        self._failures_everywhere = 0  # Telegram answered
        match error:
            case TryLater():
                self._pace.refused(row.chat_id, self._clock())
                return self._again(row, max(error.seconds, 0.1), reason)
            case ChatMoved() if row.chat_id > 0 or error.new_chat_id == row.chat_id:
                # Another chat than the row's has moved, one it takes something from: what is a person's stays theirs.
                return self._dead(row, reason)
            case ChatMoved():
                return self._move(row, error.new_chat_id)
            case Unreachable() if row.kind in self._patient:
                return self._again(row, PATIENT.seconds(row.attempts, chance), reason)
            case Unreachable() | Refused():
                return self._dead(row, reason)
        return self._again(row, SOON.seconds(row.attempts, chance), reason)

    def _close(self, row: Queued[object], error: TryLater) -> Settle:
        """Hold every chat back: Telegram is away."""
        now = self._clock()
        if now >= self._closed_until:  # otherwise another lane noticed the same
            self._failures_everywhere += 1
            wait = max(error.seconds, AWAY.seconds(self._failures_everywhere, self._chance()))
            self._closed_until = now + wait
            log.warning("Telegram cannot be reached", extra={"again_in": round(wait, 1), "reason": str(error)})
        return self._again(row, self._closed_until - now, str(error))

    def _again(self, row: Queued[object], seconds: float, reason: str, *, repeat: bool = False) -> Settle:
        due_at = self._clock() + seconds
        return lambda tx: tx.outbox.again(row.id, due_at, reason, repeat=repeat)

    def _dead(self, row: Queued[object], reason: str) -> Settle:
        log.error("a message will not be delivered", extra={**_about(row), "reason": reason})
        return lambda tx: tx.outbox.dead(row.id, reason)

    def _move(self, row: Queued[object], new_chat_id: int) -> Settle:
        def settle(tx: Tx) -> None:
            if self._moved:  # first: it may cancel what is about messages of the old chat
                self._moved(tx, row.chat_id, new_chat_id)
            tx.outbox.move(row.chat_id, new_chat_id)
            tx.outbox.again(row.id, tx.now, "the chat moved")

        return settle

    async def _insist(self, work: Settle) -> None:
        """Write, again and again while the database cannot be written; given up only when stopping."""
        attempt = 0
        while True:
            try:
                await self._store.transaction(work)
            except StorageError as error:
                attempt += 1
                log.error("the outbox cannot write to the database", exc_info=error)
                if self._stopped.is_set():
                    return  # the row stays claimed, so the next start repeats it, marked
                await _wait(self._stopped, DISK.seconds(attempt, self._chance()))
            else:
                return


def _left_claimed(_: Tx) -> None:
    """Write nothing: the next start repeats the row, marked."""


def _about(row: Queued[object]) -> dict[str, object]:
    """Return what a log record may say about a row."""
    return {"chat": row.chat_id, "kind": row.kind, "row": row.id, "attempts": row.attempts}


async def _wait(event: asyncio.Event, seconds: float) -> None:
    """Wait for the event, at most so long."""
    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(min(max(seconds, 0.0), LONGEST_NAP)):
            await event.wait()
