"""Days and times as people type them: "ti 14, ke 9.30 tai to 3.12. klo 10-11.30", "Tue 2pm", "15.8.". Pure.

All of it or nothing: the first part that cannot be read is given back with the reason, so that nothing is guessed.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import field
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from enum import StrEnum
from functools import cache

from babel.dates import get_day_names, get_month_names

from flows.dataclass import dataclass
from flows.text import Slot

MOST = 8
"""Times in one proposal: each is a button."""

LONGEST_AHEAD = timedelta(days=366)
"""How far ahead a day may lie: a time is shown without its year, so it must be clear which one is meant."""

NEXT_YEAR = timedelta(days=183)
"""How far ahead a day without a year may lie in the next one: a day further off is rather one that has passed."""

RELATIVE = {"tänään": 0, "huomenna": 1, "ylihuomenna": 2, "today": 0, "tomorrow": 1}
_BETWEEN = frozenset(("klo", "kello", "tai", "vai", "ja", "sekä"))
PASSED_OVER = _BETWEEN | {"at", "or", "and", "on"}
"""What stands between days and times and says nothing more."""

CLOCKS = ("klo", "kello", "at")
"""What stands before a time of day."""

NIGHT_ENDS = 6
"""The hour before which nobody meets, unless it is said so."""


class Why(StrEnum):
    """Why a part cannot be taken for a time."""

    WORDS = "words"
    NO_DAY = "no_day"
    NO_CLOCK = "no_clock"
    NO_SUCH = "no_such"
    WEEKDAY = "weekday"
    PAST = "past"
    FAR = "far"
    ORDER = "order"
    SKIPPED = "skipped"  # the clocks go forward over it
    TWICE = "twice"  # the clocks go back over it
    MANY = "many"


@dataclass(frozen=True, slots=True)
class Unread:
    """A part of what was typed, as it was typed, and why it is no time."""

    part: str
    why: Why


class _No(Exception):
    def __init__(self, why: Why) -> None:
        super().__init__(why)
        self.why = why


@dataclass(frozen=True, slots=True)
class _Piece:
    """A piece of what was typed: its kind, what it means, and where it stands."""

    kind: str  # "day", "weekday", "relative", "clock", "dash", "word"
    start: int
    end: int
    day: int = 0
    month: int = 0
    year: int = 0
    number: int = 0
    clock: time | None = None
    half: str = ""  # "am", "pm"


def _named(finnish: Mapping[int, str], english: Mapping[int, str], *endings: str) -> dict[str, int]:
    """Return numbers by name: in Finnish with these endings too, in English cut short too ("Tue", "Tues")."""
    ours = {f"{name}{ending}": number for number, name in finnish.items() for ending in ("", *endings)}
    cut = {name[:length].casefold(): number for number, name in english.items() for length in range(3, len(name) + 1)}
    return {**cut, **ours}


@dataclass(frozen=True, slots=True)
class _Names:
    """What days and months are called, by name, as `date` counts them; what tells the pieces apart."""

    weekdays: Mapping[str, int]
    months: Mapping[str, int]
    finnish: frozenset[str]  # what shows that "to" is a Thursday and not the English word
    pieces: re.Pattern[str]


@cache
def _names() -> _Names:
    """Return them, made when a time is first read: that takes as long as a hundred answers."""
    days, short = get_day_names("wide", "stand-alone", "fi"), get_day_names("abbreviated", "format", "fi")
    cut = {name: number for number, name in short.items()}
    weekdays = {**_named(days, get_day_names("wide", "format", "en"), "na"), **cut}
    months = _named(get_month_names("wide", "stand-alone", "fi"), get_month_names("wide", "format", "en"), "n", "ta")
    finnish = _BETWEEN | {"tänään", "huomenna", "ylihuomenna", *_named(days, {}, "na"), *cut} - {"to"}
    month = "|".join(sorted(months, key=len, reverse=True))
    return _Names(weekdays, months, finnish, re.compile(_PIECE.format(month=month), re.IGNORECASE | re.VERBOSE))


_PIECE = r"""
      (?P<iso>\b\d{{4}}-\d{{2}}-\d{{2}}\b)
    | (?<![\d.])(?P<day>\d{{1,2}})(?:
            \.\s?(?P<month>0?[1-9]|1[0-2])\.
          | \.(?P<short>[1-9])(?![\d.:])
          | /(?P<slash>\d{{1,2}})/?
        )(?:\s?(?P<year>\d{{4}})\b|(?P<year_of_two>\d\d)(?![\d.:]))?
    | (?P<named>\d{{1,2}})(?:\.|st|nd|rd|th)?\s*(?:of\s+)?(?P<name>{month})\b\.?(?:,?\s+(?P<named_year>\d{{4}})\b)?
    | \b(?P<first_name>{month})\.?\s+(?P<first_day>\d{{1,2}})(?:\.|st|nd|rd|th)?(?![\d:])
        (?:,?\s+(?P<first_year>\d{{4}})\b)?
    | (?<!\d)(?P<hour>\d{{1,2}})(?:[.:](?P<minute>\d{{2}}))?(?:\s*(?P<half>[ap])\.?m\b\.?)?(?!\d)
    | (?P<pass>(?:^|(?<=\n))[ \t]*[-–—•*]|[\s,;()+&.|/•*!?])
    | (?P<dash>[-–—])
    | (?P<word>[^\W\d_]+)\.?
    | (?P<other>\d+|\S)
"""


@dataclass(slots=True)
class _Reading:
    """What has been read so far: the day that is being spoken of, and the piece with which its part begins."""

    now: datetime
    ahead: timedelta = NEXT_YEAR
    day: date | None = None
    weekday: int | None = None
    begins: int = 0
    open: bool = False  # a day was named and no time yet
    slots: list[Slot] = field(default_factory=list)


def read_times(words: str, now: float, zone: tzinfo) -> tuple[Slot, ...] | Unread:
    """Return the times that words name, in their order; or the part that cannot be read and why.

    `now`: unix seconds. A weekday is the next one after today, a date without a year the next such date. A time without
    an end has none; of several that begin together the last counts, since a button is known by when its time begins.
    """
    words = unicodedata.normalize("NFC", words).strip()
    pieces = list(_pieces(words))
    reading = _Reading(datetime.fromtimestamp(now, zone))
    at = 0
    while at < len(pieces):
        try:
            taken = _take(reading, pieces, at, zone)
        except _No as no:
            begins = reading.begins if reading.open or pieces[at].kind in ("clock", "dash") else pieces[at].start
            return Unread(words[min(begins, pieces[at].start) : _end_of_part(pieces, at)].strip(), no.why)
        at += taken
    if reading.open or not reading.slots:
        return Unread(words[reading.begins :].strip(), Why.NO_CLOCK if reading.open else Why.WORDS)
    slots = tuple({slot.starts_at: slot for slot in reading.slots}.values())
    return slots if len(slots) <= MOST else Unread(words, Why.MANY)


def read_day(words: str, today: date, ahead: timedelta = NEXT_YEAR) -> date | Why:
    """Return the one day that words name, perhaps one that has passed, or why they name none.

    A weekday is the next one after today, a date without a year the next such date, unless that is one of next year's
    and further `ahead`.
    """
    reading = _Reading(datetime.combine(today, time.min), ahead)
    words = unicodedata.normalize("NFC", words).strip()
    try:
        for piece in _pieces(words, clocks=False):
            _take(reading, [piece], 0, UTC)
    except _No as no:
        return no.why
    return reading.day if reading.day and reading.open else Why.WORDS


def _take(reading: _Reading, pieces: list[_Piece], at: int, zone: tzinfo) -> int:
    """Take in the piece at this place and what belongs to it; return how many pieces that were."""
    piece = pieces[at]
    match piece.kind:
        case "day":
            _names_day(reading, piece, _date(piece, reading.now.date(), reading.ahead))
        case "relative":
            _names_day(reading, piece, reading.now.date() + timedelta(days=piece.number))
        case "weekday":
            _names_weekday(reading, piece)
        case "clock":
            return _clock(reading, pieces, at, zone)
        case _:
            raise _No(Why.WORDS)
    return 1


def _names_day(reading: _Reading, piece: _Piece, day: date) -> None:
    if reading.open and reading.weekday is None:
        raise _No(Why.NO_CLOCK)
    if not reading.open:
        reading.begins = piece.start
    elif day.weekday() != reading.weekday:
        raise _No(Why.WEEKDAY)
    reading.day, reading.weekday, reading.open = day, None, True


def _names_weekday(reading: _Reading, piece: _Piece) -> None:
    """Take a weekday: of the day just named ("3.12. (to) klo 10"), or the next one after today."""
    if reading.open and reading.weekday is not None:
        raise _No(Why.NO_CLOCK)
    if reading.open and reading.day is not None:
        if reading.day.weekday() != piece.number:
            raise _No(Why.WEEKDAY)
        return
    today = reading.now.date()
    reading.day = today + timedelta(days=(piece.number - today.weekday() - 1) % 7 + 1)
    reading.weekday, reading.begins, reading.open = piece.number, piece.start, True


def _clock(reading: _Reading, pieces: list[_Piece], at: int, zone: tzinfo) -> int:
    """Take a time, with its end where one follows."""
    piece = pieces[at]
    if not reading.open:
        reading.begins = piece.start
    if reading.day is None:
        raise _No(Why.NO_DAY)
    kinds = [other.kind for other in pieces[at + 1 : at + 3]]
    to = pieces[at + 2] if kinds == ["dash", "clock"] else None
    half = piece.half or (to.half if to is not None else "")
    starts = _time(piece, half)
    ends = _time(to, to.half) if to is not None else None
    if to is not None and not piece.half and half and ends is not None and starts >= ends:
        starts = _time(piece, "am")  # "11-1pm"
    first = _moment(reading.day, starts, zone)
    last = _moment(reading.day, ends, zone) if ends is not None else 0.0
    if last and last <= first:
        raise _No(Why.ORDER)
    if first <= reading.now.timestamp():
        raise _No(Why.PAST)
    if reading.day > reading.now.date() + LONGEST_AHEAD:
        raise _No(Why.FAR)
    reading.slots.append(Slot(first, last))
    reading.open, reading.weekday = False, None
    return 3 if to is not None else 1


def _time(piece: _Piece, half: str) -> time:
    if piece.clock is None:
        raise _No(Why.NO_SUCH)
    if not half:
        return piece.clock
    if not 1 <= piece.clock.hour <= 12:
        raise _No(Why.NO_SUCH)
    return piece.clock.replace(hour=piece.clock.hour % 12 + (12 if half == "pm" else 0))


def _moment(day: date, clock: time, zone: tzinfo) -> float:
    """Return a time of the clock on the wall as unix seconds; not one that the clocks skip or show twice."""
    moment = datetime.combine(day, clock, zone)
    if moment.utcoffset() != moment.replace(fold=1).utcoffset():
        back = datetime.fromtimestamp(moment.timestamp(), UTC).astimezone(zone)
        raise _No(Why.TWICE if back.time() == clock else Why.SKIPPED)
    return moment.timestamp()


def _date(piece: _Piece, today: date, ahead: timedelta) -> date:
    """Return the day of a date; without a year the next such day, this year's when that is too far `ahead`."""
    days = []
    for year in (piece.year,) if piece.year else (today.year, today.year + 1):
        with suppress(ValueError):
            days.append(date(year, piece.month, piece.day))
    if not days:
        raise _No(Why.NO_SUCH)
    return days[0] if days[0] >= today or days[-1] > today + ahead else days[-1]


def _end_of_part(pieces: list[_Piece], at: int) -> int:
    """Return where a part that cannot be read ends: with the pieces that would belong to it."""
    end = pieces[at].end
    for piece in pieces[at + 1 :]:
        if piece.kind not in ("clock", "dash"):
            break
        end = piece.end
    return end


def _pieces(words: str, *, clocks: bool = True) -> Iterator[_Piece]:
    """Yield what words consist of; without `clocks` "9.10" is a day."""
    pieces = [_piece(match) for match in _names().pieces.finditer(words) if not match["pass"]]
    spoken = {_called(words, each) for each in pieces}
    finnish = not spoken.isdisjoint(_names().finnish)
    for at, piece in enumerate(pieces):
        near = pieces[at - 1 : at] + pieces[at + 1 : at + 2]
        between = len(near) == 2 and all(each.kind == "clock" for each in near)
        if _called(words, piece) == "to" and between and not finnish:
            yield _Piece("dash", piece.start, piece.end)
        elif piece.kind == "clock" and (day := _day_without_dot(pieces, at, words, clocks=clocks)):
            yield day
        elif not (piece.kind == "word" and _called(words, piece) in PASSED_OVER):
            yield piece


def _day_without_dot(pieces: list[_Piece], at: int, words: str, *, clocks: bool) -> _Piece | None:
    """Return "3.12" as a day where a time follows, or where it would be an odd time ("3.12", "9.12", not "9.10")."""
    piece, rest = pieces[at], pieces[at + 1 : at + 3]
    told = re.fullmatch(r"(\d{1,2})\.(\d{2})", words[piece.start : piece.end].strip())
    if not told or not 1 <= int(told[2]) <= 12 or (at and _called(words, pieces[at - 1]) in CLOCKS):
        return None
    follows = bool(rest) and (rest[0].kind == "clock" or (_called(words, rest[0]) in CLOCKS and len(rest) > 1))
    if clocks and not follows and not (int(told[2]) % 5 or int(told[1]) < NIGHT_ENDS):
        return None
    return _Piece("day", piece.start, piece.end, day=int(told[1]), month=int(told[2]))


def _called(words: str, piece: _Piece) -> str:
    return words[piece.start : piece.end].strip(".").casefold()


def _piece(match: re.Match[str]) -> _Piece:
    start, end = match.span()
    if match["iso"]:
        year, month, day = map(int, match["iso"].split("-"))
        return _Piece("day", start, end, day=day, month=month, year=year)
    if told := match["day"] or match["named"] or match["first_day"]:
        month = _names().months.get((match["name"] or match["first_name"] or "").casefold(), 0)
        month = month or int(match["month"] or match["short"] or match["slash"])
        year = int(match["year"] or match["named_year"] or match["first_year"] or 0)
        year = year or (2000 + int(match["year_of_two"]) if match["year_of_two"] else 0)
        return _Piece("day", start, end, day=int(told), month=month, year=year)
    if match["hour"]:
        half = f"{match['half']}m".casefold() if match["half"] else ""
        hour, minute = int(match["hour"]), int(match["minute"] or 0)
        clock = time(hour, minute) if hour < 24 and minute < 60 else None
        return _Piece("clock", start, end, clock=clock, half=half)
    called = (match["word"] or "").casefold()
    if called in RELATIVE:
        return _Piece("relative", start, end, number=RELATIVE[called])
    if called in _names().weekdays:
        return _Piece("weekday", start, end, number=_names().weekdays[called])
    return _Piece("dash" if match["dash"] else "word", start, end)
