"""How soon the supervisor's first answers come: counted by day and kind of time, without persons, and told in words.

Time is working time: what is asked on a Friday evening and answered on Monday morning has hardly waited. The counter
is "answered.<key of a bucket>", once for each request, whichever way it is answered. Pure.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta

from bot.requests.request import Lead, Status
from flows.dataclass import dataclass
from flows.text import N_, NN_, Text

COUNTED = "answered."
"""What the names of the counters begin with."""

ENOUGH = 10
"""Answers from which on prospects are told: of fewer, one says too much."""

LOOKED_BACK = timedelta(days=365)
"""Answers that prospects are told of: habits change."""


@dataclass(frozen=True, slots=True)
class Bucket:
    """Answers that took up to so many working days; `within` says that as part of a sentence."""

    key: str
    days: float
    within: Text


_DAYS = NN_("answer.within.days", "within one working day", "within {n} working days")

BUCKETS = (
    Bucket("hours", 0.5, N_("answer.within.hours", "within a few hours on working days")),
    *(Bucket(str(n), float(n), _DAYS.filled(n=n)) for n in (1, 2, 3, 5, 10)),
)
LONGER = Bucket("longer", float("inf"), N_("answer.within.longer", "in more than ten working days"))
"""The one that prospects are told nothing of."""


def bucket_of(working_days: float) -> Bucket:
    """Return where an answer counts that took so many working days."""
    return next((each for each in BUCKETS if working_days <= each.days), LONGER)


def is_answered(status: str, was: str) -> bool:
    """Tell whether a request of this status, or of this one before it was closed, has been answered."""
    return Status.ANSWERED in (status, was)


def is_first(before: Lead, status: str, was: str) -> bool:
    """Tell whether the standing that a request has now is that of its first answer."""
    return is_answered(status, was) and not is_answered(before.status, before.handling.was)


def median(counted: Mapping[str, int]) -> Bucket | None:
    """Return the bucket of the middle answer, of two in the middle the later one; None when none was counted."""
    place = sum(counted.values()) // 2
    for bucket in (*BUCKETS, LONGER):
        place -= counted.get(bucket.key, 0)
        if place < 0:
            return bucket
    return None


def usually(counted: Mapping[str, int]) -> Text | None:
    """Return how soon prospects are told that answers usually come; None for nothing."""
    middle = median(counted)
    if sum(counted.values()) < ENOUGH or middle is None or middle is LONGER:
        return None
    return middle.within
