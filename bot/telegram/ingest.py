"""Receiving: an update is acknowledged only after what it caused is committed.

One batch is one transaction with a savepoint per update, committed through the outbox, which begins to send. The taps
are answered beside it (best effort, while the edit of the same screen goes out), and only then does the next call to
Telegram carry an offset past the batch. When the transaction fails as a whole (disk full, locked) nothing is
acknowledged, and Telegram gives the same updates again.

No watermark is kept: after a quiet week Telegram's ids may go on lower than before. Once Telegram has answered a
call with an offset, the next call goes without one and simply asks for whatever is not acknowledged.
Source: https://core.telegram.org/bots/api#update, https://core.telegram.org/bots/api#getupdates
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import random
import time
import traceback
from collections.abc import Callable, Collection, Coroutine, Sequence
from typing import Any, Protocol, TypeAlias, TypeVar

from bot.errors import BotError, DeliveryError, StorageError, TryLater
from bot.events import TapAnswer
from bot.storage import Tx
from bot.telegram.updates import ALLOWED_UPDATES, chat_id_of, without_others

log = logging.getLogger(__name__)

T = TypeVar("T")
Raw: TypeAlias = dict[str, Any]

Decide: TypeAlias = Callable[[Tx, Raw], Sequence[TapAnswer]]
"""Decides on one raw update inside the transaction; raises when it cannot (the update is then poison)."""

Apologise: TypeAlias = Callable[[Tx, Raw], None]
"""Queues a few words for the person after `decide` raised."""

Unanswered: TypeAlias = Callable[[Tx, TapAnswer], None]
"""Says in the chat what the answer to a tap should have said."""

POLL_SECONDS = 50.0
WORK_SECONDS = 1.0  # of deciding, before what is decided is committed
FIRST_WAIT, LONGEST_WAIT = 1.0, 30.0  # seconds between tries while something is wrong
LAST_ACKNOWLEDGEMENT_SECONDS = 1.5
ANSWERS_GRACE_SECONDS = 1.5
MOST_ANSWERS = 200  # under way at once; a flood's further taps stay unanswered


class Commit(Protocol):
    """Runs work of these chats in a transaction, and sends what it queues (`Outbox.commit`)."""

    async def __call__(self, chats: Collection[int], work: Callable[[Tx], T]) -> T:
        """Return what the work returned."""


class Receiver(Protocol):
    """What receiving needs of the Bot API client. Its methods raise DeliveryError; a refused token another BotError."""

    async def get_updates(
        self, offset: int | None, seconds: float, limit: int = ..., allowed_updates: Sequence[str] = ...
    ) -> list[Raw]:
        """Raw updates from the offset on; acknowledges everything before it."""

    async def delete_webhook(self) -> None:
        """Let polling begin."""

    async def answer(self, answer: TapAnswer) -> bool:
        """Answer a tap; False when that cannot be done."""


def nowhere(point: str) -> None:
    """The checkpoint that does nothing; crash tests stop the process at a named point instead."""


class Ingest:
    """Takes in batches, and polls for them.

    clock: unix seconds. chance: numbers in [0, 1).
    checkpoint: called at "after_receive", "before_commit" (on the store's thread), "after_commit",
    "before_acknowledge". `last_contact` is when Telegram last answered or called (0: never).
    """

    def __init__(
        self,
        commit: Commit,
        decide: Decide,
        apologise: Apologise,
        telegram: Receiver,
        *,
        clock: Callable[[], float] = time.time,
        chance: Callable[[], float] = random.random,
        poll_seconds: float = POLL_SECONDS,
        unanswered: Unanswered | None = None,
        checkpoint: Callable[[str], None] | None = None,
        stopwatch: Callable[[], float] = time.monotonic,
    ) -> None:
        self._commit = commit
        self._decide = decide
        self._apologise = apologise
        self._unanswered = unanswered
        self._telegram = telegram
        self._clock = clock
        self._chance = chance
        self._poll_seconds = poll_seconds
        self._stopwatch = stopwatch
        self._answers: set[asyncio.Task[None]] = set()
        self.checkpoint = checkpoint or nowhere
        self.last_contact = 0.0

    async def take(self, batch: Sequence[Raw]) -> int:
        """Decide on the updates in their order and commit; return how many, the first ones; raises when none was.

        After `WORK_SECONDS` of work what has been decided is committed, so that nobody's answer waits for a whole
        batch that is dear to read: the rest is for the next call. StorageError when the database failed; any other
        error is a fault of ours outside the savepoints.
        """
        self.last_contact = self._clock()
        self.checkpoint("after_receive")

        def work(tx: Tx) -> tuple[list[TapAnswer], int]:
            answers: list[TapAnswer] = []
            enough, taken = self._stopwatch() + WORK_SECONDS, 0
            for raw in batch:
                answers += self._one(tx, raw)
                taken += 1
                if self._stopwatch() >= enough:
                    break
            self.checkpoint("before_commit")
            return answers, taken

        answers, taken = await self._commit([chat_id_of(raw) for raw in batch], work)
        self.checkpoint("after_commit")
        for answer in answers[: max(0, MOST_ANSWERS - len(self._answers))]:
            task = asyncio.create_task(self._answer(answer), name="answer a tap")
            self._answers.add(task)
            task.add_done_callback(self._answered)
        return taken

    async def _answer(self, answer: TapAnswer) -> None:
        """Answer a tap; what cannot be said in the small box is said in the chat."""
        say = self._unanswered
        if await self._telegram.answer(answer) or answer.said is None or say is None:
            return
        await self._commit((), lambda tx: say(tx, answer))

    async def answered(self) -> None:
        """Return when no answer to a tap is under way."""
        while self._answers:
            await asyncio.wait(set(self._answers))

    async def close(self, grace: float = ANSWERS_GRACE_SECONDS) -> None:
        """Give the answers under way `grace` seconds, then give them up."""
        under_way = list(self._answers)
        if under_way:
            await asyncio.wait(under_way, timeout=grace)
        for task in under_way:
            task.cancel()
        await asyncio.gather(*under_way, return_exceptions=True)

    def _answered(self, task: asyncio.Task[None]) -> None:
        self._answers.discard(task)
        if not task.cancelled() and (error := task.exception()):
            log.error("answering a tap failed", exc_info=error)

    def _one(self, tx: Tx, raw: Raw) -> Sequence[TapAnswer]:
        """Decide on one update; one that raises is kept aside and undone, the rest goes on."""
        update_id = id_of(raw)
        if update_id and not tx.updates.first_time(update_id):
            log.info("an update came again", extra={"update": update_id})
            return ()
        try:
            with tx.savepoint():
                return self._decide(tx, raw)
        except StorageError:
            raise  # never one update's fault: nothing of the batch is acknowledged
        except Exception as error:
            log.exception("an update could not be handled and is kept aside", extra={"update": update_id})
            self._keep(tx, update_id, raw, error)
            return self._after_poison(tx, raw)

    def _keep(self, tx: Tx, update_id: int, raw: Raw, error: Exception) -> None:
        try:
            with tx.savepoint():
                tx.poison.keep(update_id, chat_id_of(raw), where(error), without_others(raw))
        except StorageError:
            raise
        except Exception:  # half a character, a number no table holds: one such update must not stop the rest
            log.exception("the update could not be kept aside as it is")
            tx.poison.keep(update_id, 0, where(error), None)

    def _after_poison(self, tx: Tx, raw: Raw) -> Sequence[TapAnswer]:
        try:
            with tx.savepoint():
                self._apologise(tx, raw)
        except StorageError:
            raise
        except Exception:
            log.exception("apologising failed too")
        query = raw.get("callback_query") if isinstance(raw, dict) else None
        query_id = query.get("id") if isinstance(query, dict) else None
        return (TapAnswer(query_id),) if isinstance(query_id, str) else ()  # stops the button's clock

    async def run_polling(self, stop: asyncio.Event) -> None:
        """Poll until `stop` is set; raises a BotError when that is pointless (a refused token).

        On stop the poll under way is given up, a batch in hand is finished, and what was committed is acknowledged.
        """
        offset: int | None = None
        failures = 0
        webhook_gone = False
        stopped = asyncio.ensure_future(stop.wait())
        try:
            while not stop.is_set():
                try:
                    if not webhook_gone:
                        await before(stopped, self._telegram.delete_webhook())
                        webhook_gone = True
                    offset = await self._poll(stopped, offset)
                    failures = 0
                except Exception as error:
                    if isinstance(error, BotError) and not isinstance(error, DeliveryError | StorageError):
                        raise
                    failures += 1
                    await self._pause(stop, failures, error)
        finally:
            stopped.cancel()
            await self._finish(offset)

    async def _poll(self, stopped: asyncio.Future[Any], offset: int | None) -> int | None:
        """Poll once and take in what came; return the offset that acknowledges everything committed."""
        if offset is not None:
            self.checkpoint("before_acknowledge")
        batch = await before(stopped, self._telegram.get_updates(offset, self._poll_seconds, 100, ALLOWED_UPDATES))
        if batch is None:
            return offset  # stopped: whether the offset arrived is unknown
        self.last_contact = self._clock()
        if not batch:
            return None
        taken = await self.take(batch)
        left = [update_id for raw in batch[taken:] if (update_id := id_of(raw))]
        if left:
            return min(left)  # Telegram gives the rest again at once
        ids = [update_id for raw in batch if (update_id := id_of(raw))]
        return max(ids) + 1 if ids else None

    async def _finish(self, offset: int | None) -> None:
        """Acknowledge what was committed, and let the taps' answers out."""
        await self.close()
        if offset is None:
            return
        try:
            async with asyncio.timeout(LAST_ACKNOWLEDGEMENT_SECONDS):
                await self._telegram.get_updates(offset, 0, 1, ALLOWED_UPDATES)
        except (BotError, TimeoutError):
            log.info("the last updates could not be acknowledged; they will come again and change nothing")

    async def _pause(self, stop: asyncio.Event, failures: int, error: Exception) -> None:
        """Say what is wrong and wait, longer each time, but not past `stop`."""
        wait = min(LONGEST_WAIT, FIRST_WAIT * 2.0 ** min(failures - 1, 10)) * (0.5 + self._chance() / 2)
        if isinstance(error, TryLater):
            wait = max(wait, error.seconds)
        what = "updates cannot be received" if isinstance(error, DeliveryError) else "updates cannot be committed"
        log.warning(what, extra={"reason": reason(error), "failures": failures, "again_in": round(wait, 1)})
        if not isinstance(error, BotError):
            log.error("a fault of the bot", exc_info=error)
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(stop.wait(), wait)


def id_of(raw: object) -> int:
    """Return an update's id, 0 when it has none that a table can hold."""
    found = raw.get("update_id") if isinstance(raw, dict) else None
    return found if isinstance(found, int) and 0 < found < 2**63 else 0


async def unless(stop: asyncio.Event, call: Coroutine[Any, Any, T]) -> T | None:
    """Return what the call returns; None, with the call cancelled, when `stop` is set before."""
    stopped = asyncio.ensure_future(stop.wait())
    try:
        return await before(stopped, call)
    finally:
        stopped.cancel()


async def insisting(stop: asyncio.Event, call: Callable[[], Coroutine[Any, Any, T]], failing: str) -> T | None:
    """Return what the call returns, made again and again while Telegram is away; None when `stop` is set before.

    `failing` is what the log says meanwhile. Raises a BotError for a refused token.
    """
    wait = FIRST_WAIT
    while not stop.is_set():
        try:
            return await unless(stop, call())
        except DeliveryError as error:
            log.warning(failing, extra={"reason": str(error), "again_in": wait})
        await unless(stop, asyncio.sleep(wait))
        wait = min(LONGEST_WAIT, wait * 2)
    return None


async def before(stopped: asyncio.Future[Any], call: Coroutine[Any, Any, T]) -> T | None:
    """Return what the call returns; None, with the call cancelled, when `stopped` is done before."""
    task = asyncio.ensure_future(call)
    try:
        await asyncio.wait({task, stopped}, return_when=asyncio.FIRST_COMPLETED)
        return task.result() if task.done() else None
    finally:
        if not task.done():
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)


def reason(error: Exception) -> str:
    """Return why, in words that hold nothing personal: the bot's own errors' text, of others the type."""
    return str(error) if isinstance(error, BotError) else type(error).__name__


def where(error: Exception) -> str:
    """Return the type of an error and the innermost line of code, without its words (they may quote a person)."""
    frames = traceback.extract_tb(error.__traceback__)
    if not frames:
        return type(error).__name__
    last = frames[-1]
    return f"{type(error).__name__} at {'/'.join(last.filename.split('/')[-2:])}:{last.lineno} {last.name}"
