"""How much one person may ask of the bot and of the supervisor, and who is blocked: every number stands here.

docs/reliability.md tells what each is for. Counts outlive an erasure, so that erasing and beginning again is no way
around them; what is kept says nothing of a person, and goes a day later.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from bot.hours import DAY, HOUR
from bot.storage import Tx
from flows.dataclass import dataclass


@dataclass(frozen=True, slots=True)
class Limit:
    """At most so many within so many seconds, whichever these are."""

    name: str
    most: int
    seconds: float


MESSAGES: Final = Limit("typed", 20, 60.0)
"""Messages of one person that are read; nobody types faster, and reading costs the others time."""

REQUESTS: Final = Limit("sent", 8, DAY)
"""Requests of one person, erased ones included; most people send one, ever."""

LETTERS: Final = Limit("letters", 60, HOUR)
"""Messages of one person that are passed on to the supervisor."""

ALARMS: Final = Limit("alarms", 2, DAY)
"""Crisis requests of one person that make a sound outside working hours: the first alarm is not worn out by more."""

MOST_WAITING: Final = 5
"""Requests of one person that may wait for an answer at a time; further ones wait for a first reply."""

MOST_LETTERS: Final = 20
"""Messages of one request that may wait for the supervisor at a time; people stay far below, a flood does not."""

_LONGEST: Final = max(limit.seconds for limit in (MESSAGES, REQUESTS, LETTERS, ALARMS))
_BLOCKED: Final = "blocked"


def counted(tx: Tx, chat_id: int, limit: Limit) -> int:
    """Count one more of a person; return how many that makes in any such stretch of time, at most two too many.

    The first one too many is remembered like those within the limit, those after it are not.
    """
    kept = tx.writers.load(chat_id)
    recent = _recent(tx, kept, limit)
    if len(recent) <= limit.most:
        until = 0.0 if _BLOCKED in kept else tx.now + _LONGEST
        tx.writers.save(chat_id, {**kept, limit.name: [*recent, tx.now]}, until)
    return len(recent) + 1


def used_up(tx: Tx, chat_id: int, limit: Limit) -> bool:
    """Say whether one more of a person would be too much."""
    return len(_recent(tx, tx.writers.load(chat_id), limit)) >= limit.most


def _recent(tx: Tx, kept: Mapping[str, Any], limit: Limit) -> list[float]:
    """Return when something was counted that still counts (unix seconds)."""
    return [at for at in kept.get(limit.name, ()) if 0 <= tx.now - at < limit.seconds]


@dataclass(frozen=True, slots=True)
class Blocked:
    """Somebody whose messages go nowhere: by which row that is undone, for which request, since when (unix seconds)."""

    id: int
    number: int
    at: float


def block(tx: Tx, chat_id: int, number: int) -> None:
    """Let nothing more of a person reach the supervisor; `number` is the request they are known by."""
    kept = tx.writers.load(chat_id)
    tx.writers.save(chat_id, {**kept, _BLOCKED: {"number": number, "at": tx.now}}, 0.0)


def is_blocked(tx: Tx, chat_id: int) -> bool:
    """Say whether a person is blocked."""
    return _BLOCKED in tx.writers.load(chat_id)


def blocked_since(tx: Tx, chat_id: int) -> float:
    """Return since when a person is blocked (unix seconds), 0 when they are not."""
    return float(tx.writers.load(chat_id).get(_BLOCKED, {}).get("at", 0.0))


def blocked(tx: Tx) -> list[Blocked]:
    """Return who is blocked, longest first."""
    rows = tx.writers.lasting().items()
    return [
        Blocked(row_id, kept[_BLOCKED]["number"], kept[_BLOCKED]["at"]) for row_id, kept in rows if _BLOCKED in kept
    ]


def unblock(tx: Tx, row_id: int) -> None:
    """Let a person's messages through again."""
    tx.writers.forget(row_id)
