"""What the daily counters say of a period: how far conversations get, where they stop, what they lead to. Pure.

Only counters are read, never requests: erasing somebody, or forgetting in time, changes no figure. What is counted is
said in `bot.prospect.counters`; trials of the supervisor are not among it. Somebody is a client on the day on which
the supervisor says so, so that a period may have more clients than requests.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta

from bot.requests.answer_time import COUNTED
from bot.requests.status_text import CLIENT
from bot.storage import DayCount
from flows.dataclass import dataclass
from flows.intake import INTAKE

WEEK = timedelta(days=7)

PERIODS: Mapping[str, int] = {"4w": 4, "12w": 12, "year": 52, "all": 0}
"""The periods on offer and their length in weeks, the running week included; 0: since counting began."""

MOST_WEEKS = 13
MOST_MONTHS = 24
"""Up to so many columns stand for weeks, or months; longer periods go by years."""

WITHOUT_SOURCE = ""
"""The source of those who came without a link that names one."""


@dataclass(frozen=True, slots=True)
class Reached:
    """How many came one way, or were suggested one form (key): conversations `started`, requests `sent`, `clients`."""

    key: str
    started: int
    sent: int
    clients: int


@dataclass(frozen=True, slots=True)
class Span:
    """One column of the course of time: the day it begins, conversations started and requests sent in it."""

    begins: date
    started: int
    sent: int


@dataclass(frozen=True, slots=True)
class Figures:
    """The figures of a period, its first and last day included.

    `kept` counts suggestions kept without a request, `direct` requests sent without a suggestion: contact came first.
    By key, most first: `outcomes` say what became of closed requests, `languages` in which conversations were held,
    `stops` at which question conversations went no further (those under way among them). `formats` do not
    say how many `started`. `answers` are the first answers of the supervisor, by how soon they came
    (`bot.requests.answer_time`). `unit` is what a span is: "week", "month" or "year".
    """

    first: date
    last: date
    started: int
    suggested: int
    sent: int
    kept: int
    direct: int
    stops: Mapping[str, int]
    formats: tuple[Reached, ...]
    sources: tuple[Reached, ...]
    languages: Mapping[str, int]
    outcomes: Mapping[str, int]
    answers: Mapping[str, int]
    unit: str
    spans: tuple[Span, ...]

    @property
    def empty(self) -> bool:
        return not any((self.started, self.suggested, self.sent, self.kept, self.stops))


def first_day(period: str, today: date) -> date | None:
    """Return the Monday with which a period begins; None for all there is."""
    weeks = PERIODS[period]
    return _monday(today) - WEEK * (weeks - 1) if weeks else None


def figures(counts: Sequence[DayCount], first: date | None, last: date) -> Figures:
    """Return the figures of the days from `first` (None: the first that was counted) to `last`."""
    days = [(date.fromisoformat(each.day), each) for each in counts]
    begins = first or min((day for day, _ in days), default=last)
    within = [(day, each) for day, each in days if begins <= day <= last]
    totals: Counter[str] = Counter()
    for _, each in within:
        totals[each.name] += each.n
    unit = _unit(begins, last)
    return Figures(
        first=begins,
        last=last,
        started=totals["started"],
        suggested=totals["suggested"],
        sent=totals["sent"],
        kept=totals["kept"],
        direct=totals["sent.direct"],
        stops=_most_first(dict(_stops(totals))),
        formats=_reached({}, _below(totals, "format."), _below(totals, "client.format.")),
        sources=_reached(*(_all_sources(totals, *names) for names in _BY_SOURCE)),
        languages=_most_first(_below(totals, "language.")),
        outcomes=_most_first(_below(totals, "outcome.")),
        answers=_below(totals, COUNTED),
        unit=unit,
        spans=tuple(_spans(within, begins, last, unit)),
    )


def _stops(totals: Mapping[str, int]) -> Iterator[tuple[str, int]]:
    """Yield how many went no further than each question; what began in an earlier period may have ended in this."""
    for question in INTAKE.questions:
        asked, passed = totals.get(f"asked.{question.key}", 0), totals.get(f"passed.{question.key}", 0)
        yield question.key, asked - passed


def _below(totals: Mapping[str, int], prefix: str) -> dict[str, int]:
    """Return the counts whose names begin so, by the rest of the name."""
    return {name.removeprefix(prefix): n for name, n in totals.items() if name.startswith(prefix)}


_BY_SOURCE = (("source.", "started"), ("sent.source.", "sent"), ("client.source.", f"outcome.{CLIENT}"))
"""What is counted by source, and the name of all of it: the rest came without a link that names one."""


def _all_sources(totals: Mapping[str, int], prefix: str, whole: str) -> dict[str, int]:
    """Return the counts by source, of no known one too."""
    named = _below(totals, prefix)
    return {**named, WITHOUT_SOURCE: max(0, totals.get(whole, 0) - sum(named.values()))}


def _reached(started: Mapping[str, int], sent: Mapping[str, int], clients: Mapping[str, int]) -> tuple[Reached, ...]:
    """Put counts together by key, those with most requests first; none without any."""
    keys = dict.fromkeys((*started, *sent, *clients))
    found = (Reached(key, started.get(key, 0), sent.get(key, 0), max(0, clients.get(key, 0))) for key in keys)
    there = [each for each in found if each.started or each.sent or each.clients]
    return tuple(sorted(there, key=lambda each: (-each.sent, -each.clients, -each.started)))


def _most_first(counted: Mapping[str, int]) -> dict[str, int]:
    """Leave out what never happened and put the most frequent first; ties stay in their order."""
    return {key: n for key, n in sorted(counted.items(), key=lambda each: -each[1]) if n > 0}


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())


_BEGINS: Mapping[str, Callable[[date], date]] = {
    "week": _monday,
    "month": lambda day: day.replace(day=1),
    "year": lambda day: day.replace(month=1, day=1),
}
_NEXT: Mapping[str, Callable[[date], date]] = {
    "week": lambda begins: begins + WEEK,
    "month": lambda begins: (begins + timedelta(days=31)).replace(day=1),
    "year": lambda begins: begins.replace(year=begins.year + 1),
}


def _unit(first: date, last: date) -> str:
    if (last - _monday(first)).days < MOST_WEEKS * 7:
        return "week"
    months = (last.year - first.year) * 12 + last.month - first.month + 1
    return "month" if months <= MOST_MONTHS else "year"


def _spans(within: Iterable[tuple[date, DayCount]], first: date, last: date, unit: str) -> Iterator[Span]:
    """Yield every span from the first day to the last, also those in which nothing happened."""
    counted: Counter[tuple[date, str]] = Counter()
    for day, each in within:
        counted[_BEGINS[unit](day), each.name] += each.n
    begins = _BEGINS[unit](first)
    while begins <= last:
        yield Span(begins, counted[begins, "started"], counted[begins, "sent"])
        begins = _NEXT[unit](begins)
