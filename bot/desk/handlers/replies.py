"""What the supervisor writes is passed on: a reply at once, what replies to nothing once one tap has said for whom."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from bot.desk.delivery.prompts import owe_slip
from bot.desk.handlers.drafts import fill, keep_draft, open_draft
from bot.desk.quick_replies import channel_consent, held_replies, texts
from bot.events import Event, Place, Tap, Typed
from bot.requests.letters import FROM_SUPERVISOR, owe_letter
from bot.requests.request import OPEN, lead_of
from bot.requests.transitions import Who
from bot.storage import Json, StoredLead, Tx
from bot.ui.i18n import Translator
from flows.text import Text

WHOM = "whom"
"""The setting that holds which messages wait to be told for whom they are: ids, nothing personal."""

TOGETHER_SECONDS = 60.0
"""Messages within so many seconds are asked about together: an album, a text in parts."""


def pass_on(tx: Tx, row: StoredLead, place: Place, by: Who, **about: object) -> Text | None:
    """Owe the writer a message of the desk, or ask first where another way was wished for; return what to say of it."""
    if channel_consent.asked_elsewhere(lead_of(row)):
        return held_replies.hold(tx, row, place)
    payload = {"chat_id": place.chat_id, "message_id": place.message_id, "by": by.name, "by_id": by.user_id}
    owe_letter(tx, row.chat_id, FROM_SUPERVISOR, row.number, {**payload, "thread": place.thread_id, **about})
    return None


def ask_whom(tx: Tx, event: Event, place: Place) -> bool:
    """Ask for whom a message is that replies to nothing; False when no request is open."""
    if not any(tx.leads.count(status) for status in OPEN):
        return False
    waiting = _waiting(tx, place.chat_id)
    together = waiting["messages"] if waiting and tx.now - waiting["at"] <= TOGETHER_SECONDS else []
    messages = [*together, place.message_id]
    tx.settings.put(WHOM, {"chat_id": place.chat_id, "messages": messages, "at": tx.now})
    opened = open_draft(tx)
    if opened is not None:
        row, draft = opened
        fits = isinstance(event, Typed) and not together and texts.fits(event.text)
        keep_draft(tx, row, replace(draft, typed=event.text if isinstance(event, Typed) and fits else ""))
    into = opened[0].number if opened else 0
    owe_slip(tx, place.chat_id, "whom", messages=messages, into=into, reply_to=place.message_id)
    return True


def on_whom(
    tx: Tx, tap: Tap, newest: str, number: int, by: Who, languages: Mapping[str, Translator], *, into: bool
) -> Text | None:
    """Send what was written to the request that was tapped, put it `into` its quick text, or leave it (number 0).

    `newest`: the id of the newest message that was asked about; returns what to say when it waits no longer.
    """
    place, waiting = tap.place, _waiting(tx, tap.place.chat_id)
    if waiting is None or str(waiting["messages"][-1]) != newest:
        return texts.STALE
    row = tx.leads.load(number) if number else None
    if number and (row is None or not row.chat_id):
        return texts.STALE
    tx.settings.forget(WHOM)
    draft = lead_of(row).handling.draft if row is not None else None
    if row is None:
        owe_slip(tx, place.chat_id, "whom", edit=place.message_id, messages=[])
    elif into and draft is not None and draft.typed:
        tx.outbox.owe(place.chat_id, "tidy", payload={"message_id": place.message_id})
        return fill(tx, row, draft, draft.typed, languages[row.language], replace(place, message_id=int(newest)))
    elif into:
        return texts.STALE
    elif channel_consent.asked_elsewhere(lead_of(row)):
        for message_id in waiting["messages"]:
            pass_on(tx, tx.leads.load(number) or row, replace(place, message_id=message_id), by)
        tx.outbox.owe(place.chat_id, "tidy", payload={"message_id": place.message_id})
    else:
        asked = {"asked": place.message_id, "of": len(waiting["messages"])}
        for message_id in waiting["messages"]:
            last = str(message_id) == newest
            pass_on(tx, row, replace(place, message_id=message_id), by, last=last, **asked)
        owe_slip(tx, place.chat_id, "here_sent", number, edit=place.message_id, state="sending")
    return None


def _waiting(tx: Tx, chat_id: int) -> Json:
    kept = tx.settings.get(WHOM)
    return kept if kept and kept["chat_id"] == chat_id else None
