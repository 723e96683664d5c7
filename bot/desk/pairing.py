"""Making a chat the supervisor's, without anybody having to know a chat's id.

A start without a supervisor prints a link with a one-time code. Opening it makes that chat, or the group where it is
opened, the supervisor's. Only the code's hash is stored; a code is for one use and for an hour. A chat that tries wrong
codes is heard no more after a few, and nobody else suffers for it.
Source of the link's form: https://core.telegram.org/bots/features#deep-linking (1-64 characters of A-Z a-z 0-9 _ -)
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from enum import Enum

from bot.desk.delivery.prompts import queue_slip
from bot.events import Command, Place
from bot.outbox.kinds import MovedOut, Slip
from bot.requests.supervisor_chat import set_supervisor_chat, supervisor_chat
from bot.storage import Tx
from bot.ui.callbacks import Desk as Tapped
from bot.ui.callbacks import encode
from flows.text import N_

PREFIX = "pair_"
VALID_SECONDS = 3600.0
WRONG_TRIES = 10
"""Wrong codes of one person after which the right one is not taken from that person either."""

MOST_GUESSERS = 200
"""Persons whose wrong tries are remembered at a time; a code has 144 bits, so this only bounds what is stored."""

KEY = "pairing"

UNDO = "desk_moved"
"""The setting that says which chat can take back that the desk moved, and until when."""

MOVED_BACK = encode(Tapped("moved_back", 0))
"""The button that takes back that the desk moved."""

PUBLIC = "desk_is_public"
"""The setting that says when a group was last told that it is public."""

UNDO_SECONDS = 600.0
PUBLIC_SECONDS = 24 * 3600.0

PUBLIC_DESK = N_(
    "desk.became_public",
    "This group now has a public name, so anyone can join and read it. No requests come here until the name "
    "is removed; new ones wait.",
)


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
    move_desk(tx, place.chat_id)
    return Pairing.DONE


def move_desk(tx: Tx, chat_id: int) -> None:
    """Make this chat the supervisor's, and tell the former one at once, which can undo it for `UNDO_SECONDS`."""
    before = supervisor_chat(tx)
    set_supervisor_chat(tx, chat_id)
    _leave(tx, before, chat_id)
    if before and before != chat_id:
        tx.settings.put(UNDO, {"chat_id": before, "to": chat_id, "until": tx.now + UNDO_SECONDS})
        queue_slip(tx, before, "moved", Slip())


def _leave(tx: Tx, before: int, chat_id: int) -> None:
    """Have a former desk emptied once the move can no longer be taken back; the present one stays as it is."""
    tx.outbox.cancel(chat_id, kind="moved_out")
    if before and before != chat_id:
        tx.outbox.queue(before, "moved_out", payload=MovedOut(), due_at=tx.now + UNDO_SECONDS)


def move_back(tx: Tx, chat_id: int) -> bool:
    """Make the former chat the supervisor's again; False when that is not its to do, or too late."""
    undo = tx.settings.get(UNDO)
    if not undo or undo["chat_id"] != chat_id or undo["to"] != supervisor_chat(tx):
        return False
    if not 0 <= undo["until"] - tx.now <= UNDO_SECONDS:
        return False
    tx.settings.forget(UNDO)
    _leave(tx, supervisor_chat(tx), chat_id)
    set_supervisor_chat(tx, chat_id)
    return True


def is_news(tx: Tx, chat_id: int) -> bool:
    """Tell whether a group that has become public is to be told so now: once in a while."""
    at, told = str(chat_id), tx.settings.get(PUBLIC, {})
    if 0 <= tx.now - told.get(at, 0.0) < PUBLIC_SECONDS:
        return False
    tx.settings.put(PUBLIC, {at: tx.now})
    return True


def forget_late(tx: Tx) -> None:
    """Forget a code whose time is over, and with it who has tried others."""
    kept = tx.settings.get(KEY)
    if kept and not 0 <= kept["until"] - tx.now <= VALID_SECONDS:
        tx.settings.forget(KEY)


def _hash(code: str) -> str:
    return hashlib.sha256(code.encode()).hexdigest()
