"""What is done without anybody asking: forgetting in time, and picking up after the bot was away."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from dataclasses import dataclass, replace

from bot.desk.pairing import forget_late
from bot.desk.trial import forget_trials
from bot.errors import StorageError
from bot.hours import DAY, HOUR
from bot.ops.erasures import KEPT_SECONDS, keep_list
from bot.outbox.kinds import named
from bot.prospect.handlers.last_typed import LastTyped
from bot.prospect.service import erase
from bot.prospect.state import Conversation, State, loaded, stored
from bot.requests.erasure import ERASED_AT, erase_lead
from bot.requests.notify import show
from bot.requests.supervisor_chat import owe_missing_cards, supervisor_chat
from bot.storage import Store, Tx
from flows.engine import NO_ANSWERS
from flows.text import N_

log = logging.getLogger(__name__)

BEAT_SECONDS = 60.0

TAPS_KEPT = 150.0
"""Seconds for which Telegram keeps an unanswered tap; after a longer silence some may be lost."""

UPDATES_REMEMBERED = 48 * HOUR
POISON_KEPT = 7 * DAY

DEAD_KEPT = 7 * DAY

ALIVE = "alive_at"
SCRUBBED = "scrubbed_at"

WE_ARE_BACK = N_("notice.back", "I was away for a moment. If you pressed something meanwhile, please press it again.")


@dataclass(frozen=True, slots=True)
class Retention:
    """How long things are kept, in days."""

    draft_days: int = 7
    lead_days: int = 365


async def keep_house(store: Store, retention: Retention, stop: asyncio.Event) -> None:
    """Note every minute that we are alive and tidy every hour, until stopped."""
    beats = 0
    while not stop.is_set():
        try:
            await store.transaction(lambda tx: tx.settings.put(ALIVE, tx.now))
            if beats % 60 == 0:
                erased = await store.transaction(lambda tx: tidy(tx, retention))
                if erased:
                    log.info("erased what was kept long enough", extra={"n": erased})
            await scrub(store)
        except StorageError as error:
            log.error("housekeeping has to wait", extra={"reason": str(error)})
        except Exception as error:  # a fault of ours must not end the erasing for good, unseen
            log.error("housekeeping failed", exc_info=error)
        beats += 1
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(stop.wait(), BEAT_SECONDS)


async def scrub(store: Store) -> bool:
    """Scrub the files when somebody was erased since they were last scrubbed; return whether that is done."""
    erased_at, scrubbed_at = await store.transaction(
        lambda tx: (float(tx.settings.get(ERASED_AT, 0)), float(tx.settings.get(SCRUBBED, 0)))
    )
    if erased_at == scrubbed_at:
        return True
    await store.transaction(lambda tx: tx.outbox.forget_strangers(supervisor_chat(tx)))
    await keep_list(store)
    if not await store.scrub():
        log.info("the database's log could not be emptied yet; it is tried again in a minute")
        return False
    # Whoever was erased meanwhile is scrubbed the next time.
    await store.transaction(lambda tx: tx.settings.put(SCRUBBED, erased_at))
    return True


def tidy(tx: Tx, retention: Retention) -> int:
    """Forget what has been kept long enough; return how many persons' data were erased.

    Cards that Telegram refused are owed again: the chat may have been put right since, and no request is given up.
    """
    owe_missing_cards(tx)
    tx.updates.forget_before(tx.now - UPDATES_REMEMBERED)
    tx.outbox.prune(tx.now - UPDATES_REMEMBERED)
    tx.outbox.bury(tx.now - DEAD_KEPT, supervisor_chat(tx), named("kept"))
    tx.outbox.forget_strangers(supervisor_chat(tx))
    if tx.poison.expire(tx.now - POISON_KEPT):
        tx.settings.put(ERASED_AT, tx.now)
    erased = forget_trials(tx)
    for number in tx.leads.created_before(tx.now - retention.lead_days * DAY):
        lead = tx.leads.load(number)
        if lead is not None:
            chat_id = lead.chat_id
            erase_lead(tx, lead)
            if chat_id and not tx.leads.of_chat(chat_id):
                tx.chats.erase(chat_id)
            erased += 1
    forget_late(tx)
    tx.erasures.forget_before(tx.now - KEPT_SECONDS)
    return erased + _forget_drafts(tx, tx.now - retention.draft_days * DAY)


def _forget_drafts(tx: Tx, before: float) -> int:
    """Forget answers nobody went on with, also those beside a request that is sent; return of how many persons."""
    forgotten = 0
    # Every page is dealt with before the next one is asked for, so the loop ends.
    while page := tx.chats.unfinished_before(before, State.SENT.value):
        for chat_id in page:
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
            forgotten += 1
    return forgotten


def _holds(tx: Tx, draft: Conversation) -> bool:
    lead = tx.leads.load(draft.lead)
    return lead is not None and lead.chat_id == draft.chat_id


def pick_up(tx: Tx) -> int:
    """After a silence in which taps may have been lost, owe everybody in the middle their screen; return how many."""
    owe_missing_cards(tx)
    alive_at = float(tx.settings.get(ALIVE, tx.now))
    if tx.now - alive_at <= TAPS_KEPT:
        return 0
    shown = 0
    for chat_id in tx.chats.changed_between(alive_at - HOUR, tx.now):
        row = tx.chats.load(chat_id)
        if row is None or row.state != State.ASKING:
            continue
        conversation = loaded(row)
        told = replace(conversation, notice=WE_ARE_BACK, lowest=max(conversation.lowest, conversation.screen))
        tx.chats.save(stored(told, row))
        show(tx, chat_id)
        shown += 1
    return shown
