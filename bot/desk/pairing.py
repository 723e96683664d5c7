"""Making a chat the supervisor's, without anybody having to know a chat's id.

A start without a supervisor prints a link with a one-time code. Opening it makes that chat, or the group where it is
opened, the supervisor's. Only the code's hash is stored; a code is for one use and for an hour. Whoever tries wrong
codes is heard no more after a few, and nobody else suffers for it.
Source of the link's form: https://core.telegram.org/bots/features#deep-linking (1-64 characters of A-Z a-z 0-9 _ -)
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from enum import Enum

from bot.events import Command, Place
from bot.requests.supervisor_chat import set_supervisor_chat, supervisor_chat
from bot.storage import Tx

PREFIX = "pair_"
VALID_SECONDS = 3600.0
WRONG_TRIES = 10
"""Wrong codes of one person after which the right one is not taken from that person either."""

MOST_GUESSERS = 200
"""Persons whose wrong tries are remembered at a time; a code has 144 bits, so this only bounds what is stored."""

KEY = "pairing"


class Pairing(Enum):
    """What opening a pairing link led to."""

    NO = "no"  # no such code (any more): answered like any other start
    PUBLIC = "public"  # the right code, but in a group that anybody can join
    DONE = "done"


def new_code(tx: Tx) -> str:
    """Make a code and remember its hash; one made before is void."""
    code = secrets.token_urlsafe(18)
    tx.settings.put(KEY, {"hash": _hash(code), "until": tx.now + VALID_SECONDS})
    return code


def link(username: str, code: str, *, group: bool = False) -> str:
    """Return the link that pairs the chat in which it is opened."""
    return f"https://t.me/{username}?{'startgroup' if group else 'start'}={PREFIX}{code}"


def is_pairing(command: Command) -> bool:
    """Tell whether somebody opened a pairing link."""
    return command.name == "start" and command.arguments.startswith(PREFIX)


def pair(tx: Tx, command: Command, place: Place) -> Pairing:
    """Make this chat the supervisor's if the code is right, in time, unused and the group is not public.

    The right code is void afterwards in any case: in a public group it stands readable for everybody.
    """
    forget_late(tx)
    kept = tx.settings.get(KEY)
    if not kept:
        return Pairing.NO
    wrong: dict[str, int] = kept.get("wrong", {})
    # No user id stands in the clear: hashed with this code's hash, which goes with the code.
    person = _hash(f"{kept['hash']}:{command.sender.user_id}")[:16]
    tries = wrong.get(person, 0)
    if tries >= WRONG_TRIES:
        return Pairing.NO
    code = command.arguments.removeprefix(PREFIX)
    if not hmac.compare_digest(_hash(code), kept["hash"]):
        others = [each for each in wrong.items() if each[0] != person]
        tx.settings.put(KEY, {**kept, "wrong": dict([*others[1 - MOST_GUESSERS :], (person, tries + 1)])})
        return Pairing.NO
    tx.settings.forget(KEY)
    if place.public:
        return Pairing.PUBLIC
    set_supervisor_chat(tx, place.chat_id)
    return Pairing.DONE


def forget_late(tx: Tx) -> None:
    """Forget a code whose time is over, and with it who has tried others."""
    kept = tx.settings.get(KEY)
    if kept and tx.now > kept["until"]:
        tx.settings.forget(KEY)


def unpaired(tx: Tx) -> bool:
    """Tell whether there is no supervisor's chat yet."""
    return supervisor_chat(tx) == 0


def _hash(code: str) -> str:
    return hashlib.sha256(code.encode()).hexdigest()
