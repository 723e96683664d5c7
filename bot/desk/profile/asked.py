"""Which messages of the desk ask for a field of the profile: a reply to one of them changes it.

What replies to nothing may be meant for a client, and must never become public by mistake: it is taken only while no
client waits for anything.
"""

from __future__ import annotations

from typing import NamedTuple

from bot.events import Place
from bot.outbox.kinds import ProfileAskSlip
from bot.requests.request import OPEN
from bot.storage import Tx

ASKED = "profile_asked"
"""The setting that holds them: ids and the keys of fields, nothing personal."""

MOST_ASKED = 30
"""How many still take a reply; those before them are too old to mean the present profile."""


OPEN_NOW = "profile_open"
"""The setting that says which of them was posted last, and when, until it is answered."""

OPEN_SECONDS = 600.0


class Asked(NamedTuple):
    """A message that asks for a field in a language.

    `series`: the language in which what is missing is asked for one after another, "" for this field alone.
    """

    chat_id: int
    message_id: int
    field: str
    language: str
    series: str


def asked_by(tx: Tx, chat_id: int, message_id: int) -> Asked | None:
    """Return what a message of the desk asks for, None when it asks for nothing of the profile."""
    asked = (Asked(*each) for each in tx.settings.get(ASKED, ()))
    return next((each for each in asked if each[:2] == (chat_id, message_id)), None)


def answered_by(tx: Tx, place: Place) -> Asked | None:
    """Return what a message answers: what it replies to, or without a reply the newest question, if nobody waits."""
    if place.reply_to:
        return asked_by(tx, place.chat_id, place.reply_to)
    newest = tx.settings.get(OPEN_NOW)
    if newest is None or not 0 <= tx.now - newest["at"] <= OPEN_SECONDS or place.chat_type != "private":
        return None
    asked = asked_by(tx, place.chat_id, newest["message_id"])
    return asked if asked and not any(tx.leads.count(status) for status in OPEN) else None


def remember(tx: Tx, chat_id: int, message_id: int, slip: ProfileAskSlip) -> None:
    """Remember that a message just posted asks for a field.

    The next text may answer it without a reply, but not after a fault: that text may be the rest of one too long.
    """
    asked = Asked(chat_id, message_id, slip.key, slip.language, slip.series)
    tx.settings.put(ASKED, [*tx.settings.get(ASKED, ()), list(asked)][-MOST_ASKED:])
    if slip.fault is None:
        tx.settings.put(OPEN_NOW, {"message_id": message_id, "at": tx.now})
