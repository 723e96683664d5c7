"""Word to the two sides of a request: the writer's screen and sentences beside it, a sentence at the desk."""

from __future__ import annotations

from dataclasses import replace

from bot.outbox.kinds import Sentence, ShowScreen
from bot.requests.request import HUSHED, handled, lead_of, shown
from bot.requests.supervisor_chat import supervisor_chat
from bot.storage import StoredLead, Tx
from flows.text import N_, Text

SAME_SECONDS = 10.0
"""Within so many seconds the very same message is not sent to a person twice."""

NOT_TOLD = N_(
    "desk.not_told",
    "I cannot tell the sender of request {number} in Telegram how it is going: they have blocked the bot, or "
    "their account is gone.",
)


def show(tx: Tx, chat_id: int, *, about: int = 0) -> None:
    """Queue for a person their current screen; several in a row are one. `about`: as for `say`."""
    tx.outbox.queue(chat_id, "screen", payload=ShowScreen(about) if about else None, coalesce=True)


def renew(tx: Tx, chat_id: int) -> None:
    """Queue for a person their screen where it stands, never below: nothing has happened that is worth disturbing them.

    A screen that waits to be shown anyway says it all, and one asked for later comes in this one's place.
    """
    if tx.outbox.due_of(chat_id, "screen") is None:
        tx.outbox.queue(chat_id, "screen", payload=ShowScreen(in_place=True))


def say(tx: Tx, chat_id: int, text: Text, language: str, *, about: int = 0) -> None:
    """Queue for a chat one sentence, in a language ("": the desk's); the very same one is not said again and again.

    `about`: the number of the request of which it tells how it stands; the supervisor hears when that cannot be told.
    """
    payload = Sentence(text, language, about)
    if text.values:  # with other values it says something else
        tx.outbox.queue(chat_id, "say", payload=payload)
    else:
        seldom(tx, chat_id, "say", text.context, payload, every=SAME_SECONDS)


def seldom(tx: Tx, chat_id: int, kind: str, ref: str = "", payload: object = None, *, every: float) -> bool:
    """Queue a row of which one goes in `every` seconds: what is asked for sooner is one row, later; True when it is.

    So nobody can fill their own chat, or the bot's time, by asking for the same thing, and nobody is left without it.
    """
    free_at = tx.outbox.free_at(chat_id, kind, ref, every)
    later = free_at > tx.now
    tx.outbox.queue(chat_id, kind, ref, payload, due_at=free_at if later else None, coalesce=True)
    return later


def tell_writer(tx: Tx, row: StoredLead, text: Text, *, quietly: bool = False) -> None:
    """Queue for the writer of a request how it stands: the prospect's side shows it on their screen, or says it.

    `quietly`: never as a sentence, since a message from the supervisor says it already.
    """
    tx.outbox.queue(row.chat_id, "standing", str(row.number), Sentence(text, quietly=quietly))


def tell_supervisor(tx: Tx, row: StoredLead, text: Text, *, every: float = 0.0, letter: bool = False) -> None:
    """Queue for the supervisor a sentence about a lead, below its card if there is one; at most one in `every` seconds.

    `letter`: it tells what the writer has answered, so it goes with an erasure, and a reply to it is for the writer.
    """
    desk = supervisor_chat(tx)
    if not desk or not row.card_message_id:
        return
    reply_to = row.card_message_id if row.card_chat_id == desk else 0
    text = text.filled(number=shown(row.number))
    payload = Sentence(text, reply_to=reply_to, silent=bool(row.personal.get(HUSHED)), letter=letter)
    free_at = tx.outbox.free_at(desk, "told", str(row.number), every)
    due_at = free_at if free_at > tx.now else None
    tx.outbox.queue(desk, "told", ref=str(row.number), payload=payload, due_at=due_at, coalesce=bool(every))


def not_told(tx: Tx, number: int) -> None:
    """Tell the supervisor, below the card, that the writer could not be told how the request stands; once."""
    row = tx.leads.kept(number)
    if row is None or lead_of(row).handling.unreached:
        return
    tx.leads.save(handled(row, row.status, replace(lead_of(row).handling, unreached=True)))
    tell_supervisor(tx, row, NOT_TOLD)
