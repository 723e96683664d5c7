"""What is done without anybody asking: forgetting in time, and picking up after the bot was away."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import time
from collections.abc import Callable
from dataclasses import replace
from functools import partial

from bot.desk.pairing import forget_late
from bot.desk.service import Desk
from bot.desk.trial import forget_trials
from bot.errors import StorageError
from bot.hours import DAY, HOUR
from bot.nlu.understand import forget_typed
from bot.ops.erasures import KEPT_SECONDS, keep_list
from bot.outbox.kinds import named
from bot.prospect.service import erase, show_with
from bot.prospect.state import Conversation, LastTyped, State, forget_answers, loaded, stored
from bot.requests.erasure import ALIVE, ERASED_AT, PLAUSIBLE, SET_BACK, WAITS, erase_lead, silence
from bot.requests.supervisor_chat import queue_missing_cards, supervisor_chat
from bot.storage import Store, Tx
from bot.storage.files import forget_copies
from flows.dataclass import dataclass
from flows.engine import NO_ANSWERS
from flows.text import N_

log = logging.getLogger(__name__)

BEAT_SECONDS = 60.0

TAPS_KEPT = 150.0
"""Seconds for which Telegram keeps an unanswered tap; after a longer silence some may be lost."""

UPDATES_REMEMBERED = 48 * HOUR
POISON_KEPT = 7 * DAY

DEAD_KEPT = 7 * DAY
COPIES_KEPT = 7 * DAY

SCRUBBED = "scrubbed_at"

WE_ARE_BACK = N_("notice.back", "I was away for a moment. If you tapped something meanwhile, please tap it again.")


@dataclass(frozen=True, slots=True)
class Retention:
    """How long things are kept, in days."""

    draft_days: int = 7
    lead_days: int = 365


async def keep_house(store: Store, retention: Retention, stop: asyncio.Event, desk: Desk) -> None:
    """Note every minute that we are alive and tidy every hour, until stopped."""
    beats = 0
    while not stop.is_set():
        try:
            await beat(store, retention, beats, desk)
        except StorageError as error:
            log.error("housekeeping has to wait", extra={"reason": str(error)})
        except Exception as error:  # a fault of ours must not end the erasing for good, unseen
            log.error("housekeeping failed", exc_info=error)
        beats += 1
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(stop.wait(), BEAT_SECONDS)
    with contextlib.suppress(StorageError):  # a restore may come next: it must know of the last erasure
        await scrub(store)


async def beat(store: Store, retention: Retention, beats: int, desk: Desk) -> None:
    """Do what is done every minute; `beats`: how many there were since the start."""
    waits = await store.transaction(lambda tx: alive(tx, BEAT_SECONDS if beats else 0.0, desk))
    if beats % 60 == 0:
        erased = await store.transaction(lambda tx: tidy(tx, retention, forget=not waits))
        if erased:
            log.info("erased what was kept long enough", extra={"n": erased})
        if not waits:
            forget_copies(store.path, time.time() - COPIES_KEPT)
    await scrub(store)


def alive(tx: Tx, ran: float, desk: Desk) -> float:
    """Note that we are alive after `ran` more seconds of running; for how many more nothing is erased (0: as usual).

    A clock that jumps must erase nobody's words: after a silence hard to believe, a day of running passes first. Then
    the clock is believed, and what it has left in the future is brought back.
    """
    silent, before = silence(tx), float(tx.settings.get(WAITS, 0.0))
    waits = max(0.0, before - ran)
    if not -SET_BACK <= silent <= PLAUSIBLE:
        waits = DAY
        log.error(
            "the clock has jumped, or the bot was away for long: nothing is erased for a day of running",
            extra={"seconds": round(silent)},
        )
    if silent < -SET_BACK:
        # It may be this clock that is wrong: what was to come in days must not come now.
        tx.outbox.clock_went_back(HOUR)
    elif before and not waits:
        tx.bring_back()
        desk.plan_again(tx)
    tx.settings.put(ALIVE, tx.now)
    tx.settings.put(WAITS, waits)
    return waits


async def scrub(store: Store) -> bool:
    """Scrub the files when somebody was erased since they were last scrubbed; return whether that is done.

    What the process remembers of typed words goes as well.
    """
    erased_at, scrubbed_at = await store.transaction(
        lambda tx: (float(tx.settings.get(ERASED_AT, 0)), float(tx.settings.get(SCRUBBED, 0)))
    )
    if erased_at == scrubbed_at:
        return True
    await store.transaction(lambda tx: tx.outbox.forget_strangers(supervisor_chat(tx)))
    await keep_list(store)
    forget_typed()
    forget_answers()
    if not await store.scrub():
        log.info("the database's log could not be emptied yet; it is tried again in a minute")
        return False
    # Anyone who was erased meanwhile is scrubbed the next time.
    await store.transaction(lambda tx: tx.settings.put(SCRUBBED, erased_at))
    return True


def tidy(tx: Tx, retention: Retention, *, forget: bool = True) -> int:
    """Forget what has been kept long enough, unless told not to; return how many persons' data were erased.

    Cards that Telegram refused are queued again: the chat may have been put right since, and no request is given up.
    """
    queue_missing_cards(tx)
    if not forget:
        return 0
    tx.writers.expire()
    tx.updates.forget_before(tx.now - UPDATES_REMEMBERED)
    tx.outbox.prune(tx.now - UPDATES_REMEMBERED)
    tx.outbox.bury(tx.now - DEAD_KEPT, supervisor_chat(tx), named("kept"))
    tx.outbox.forget_strangers(supervisor_chat(tx))
    if tx.poison.expire(tx.now - POISON_KEPT):
        tx.settings.put(ERASED_AT, tx.now)
    erased = forget_trials(tx)
    for number in tx.leads.created_before(tx.now - retention.lead_days * DAY):
        erased += _apart(tx, f"request {number}", partial(_forget_lead, tx, number))
    forget_late(tx)
    tx.erasures.forget_before(tx.now - KEPT_SECONDS)
    return erased + _forget_drafts(tx, tx.now - retention.draft_days * DAY)


def _apart(tx: Tx, what: str, work: Callable[[], object]) -> bool:
    """Do one thing in a savepoint of its own; False when a fault undid it, so that it costs nothing else."""
    try:
        with tx.savepoint():
            work()
    except StorageError:
        raise
    except Exception as error:
        log.error("housekeeping could not deal with one thing", exc_info=error, extra={"what": what})
        return False
    return True


def _forget_lead(tx: Tx, number: int) -> None:
    lead = tx.leads.load(number)
    if lead is None:
        return
    erase_lead(tx, lead)
    if lead.chat_id and not tx.leads.of_chat(lead.chat_id):
        tx.chats.erase(lead.chat_id)


def _forget_drafts(tx: Tx, before: float) -> int:
    """Forget answers nobody went on with, also those beside a request that is sent; return how many people."""
    forgotten = 0
    # Every page is dealt with before the next one is asked for; one that changes nothing ends the loop.
    while page := tx.chats.unfinished_before(before, State.SENT.value):
        done = sum(_apart(tx, "a conversation", partial(_forget_draft, tx, chat_id)) for chat_id in page)
        forgotten += done
        if not done:
            break
    return forgotten


def _forget_draft(tx: Tx, chat_id: int) -> None:
    row = tx.chats.load(chat_id)
    draft = loaded(row) if row is not None else None
    if not tx.leads.of_chat(chat_id):
        erase(tx, chat_id)
    elif draft is not None and draft.sent and _holds(tx, draft):
        # A correction: what was sent is still there to go on with.
        as_sent = replace(draft, answers=draft.sent, sent=NO_ANSWERS, state=State.SENT, beside="")
        tx.chats.save(stored(replace(as_sent, held="", typed=LastTyped(), missed=("", 0)), row))
    else:
        tx.chats.erase(chat_id)
    tx.settings.put(ERASED_AT, tx.now)


def _holds(tx: Tx, draft: Conversation) -> bool:
    lead = tx.leads.load(draft.lead)
    return lead is not None and lead.chat_id == draft.chat_id


def pick_up(tx: Tx) -> None:
    """After a silence in which taps may have been lost, queue their screen for everybody in the middle."""
    queue_missing_cards(tx)
    alive_at = float(tx.settings.get(ALIVE, tx.now))
    if tx.now - alive_at <= TAPS_KEPT:
        return
    for chat_id in tx.chats.changed_between(alive_at - HOUR, tx.now):
        row = tx.chats.load(chat_id)
        if row is not None and row.state == State.ASKING:
            show_with(tx, row, below=True, notice=loaded(row).notice if row.unreadable else WE_ARE_BACK)
