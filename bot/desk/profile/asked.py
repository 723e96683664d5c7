"""Which messages of the desk ask for a field of the profile: only a reply to one of them changes it."""

from __future__ import annotations

from typing import NamedTuple

from bot.storage import Tx

ASKED = "profile_asked"
"""The setting that holds them: ids and the keys of fields, nothing personal."""

MOST_ASKED = 30
"""How many still take a reply; those before them are too old to mean the present profile."""


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


def remember(tx: Tx, asked: Asked) -> None:
    """Remember that a message just posted asks for a field."""
    tx.settings.put(ASKED, [*tx.settings.get(ASKED, ()), list(asked)][-MOST_ASKED:])
