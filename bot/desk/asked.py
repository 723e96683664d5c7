"""Which messages of the desk ask for a field of the profile, or for what a command needs: a reply to one gives it.

What replies to nothing may be meant for a client, and must never become public by mistake: it is taken only while no
client waits for anything.
"""

from __future__ import annotations

from typing import NamedTuple

from bot.events import Place
from bot.outbox.kinds import AskSlip, Tidy
from bot.requests.request import OPEN
from bot.storage import Tx

ASKED, OPEN_NOW = "profile_asked", "profile_open"
"""The settings that hold them, by ids and what is asked for, and the newest with its time until it is answered."""

MOST_ASKED = 30
"""How many still take a reply; those before them are too old to mean the present profile."""

OPEN_SECONDS, STAYS_SECONDS = 600.0, 3600.0
"""How long the newest takes what is no reply, and until when it stays: a field opened to look at it takes no more."""


class Asked(NamedTuple):
    """A message that asks for a field in a language, or for what a command needs ("/away", in none).

    `series`: the language in which what is missing is asked for one after another, "" for this field alone.
    """

    chat_id: int
    message_id: int
    field: str
    language: str
    series: str = ""


def asked_by(tx: Tx, chat_id: int, message_id: int) -> Asked | None:
    """Return what a message of the desk asks for, None when it asks for nothing."""
    asked = (Asked(*each) for each in tx.settings.get(ASKED, ()))
    return next((each for each in asked if each[:2] == (chat_id, message_id)), None)


def newest(tx: Tx, place: Place, seconds: float = STAYS_SECONDS) -> Asked | None:
    """Return the newest question of a private chat while it is unanswered, and no older than this."""
    last = tx.settings.get(OPEN_NOW)
    if last is None or not 0 <= tx.now - last["at"] <= seconds or place.chat_type != "private":
        return None
    return asked_by(tx, place.chat_id, last["message_id"])


def answered_by(tx: Tx, place: Place) -> Asked | None:
    """Return what a message answers: what it replies to, or without a reply the newest question, if nobody waits."""
    if place.reply_to:
        return asked_by(tx, place.chat_id, place.reply_to)
    return None if any(map(tx.leads.count, OPEN)) else newest(tx, place, OPEN_SECONDS)


def leave(tx: Tx, place: Place) -> None:
    """Take the newest question away while it is unanswered, which closes its reply field."""
    if asked := newest(tx, place):
        tx.settings.forget(OPEN_NOW)
        tx.outbox.queue(place.chat_id, "tidy", payload=Tidy(asked.message_id))


def remember(tx: Tx, chat_id: int, message_id: int, slip: AskSlip) -> None:
    """Remember that a message just posted asks for something.

    The next text may answer it without a reply, but not after a fault: that text may be the rest of one too long.
    """
    asked = Asked(chat_id, message_id, slip.key, slip.language, slip.series)
    tx.settings.put(ASKED, [*tx.settings.get(ASKED, ()), list(asked)][-MOST_ASKED:])
    if slip.fault is None or slip.key.startswith("/"):
        tx.settings.put(OPEN_NOW, {"message_id": message_id, "at": tx.now})
