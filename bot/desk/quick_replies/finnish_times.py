"""Days and times typed in Finnish, in the form of the reader's language: "ti 8.12. klo 14" reads "Tue 8 Dec 14:00".

All of it or nothing: where a word is left that may be Finnish, or that two languages share, the words stay as they were
typed. What the supervisor types is Finnish, but "to" between two days is English, not Thursday.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, time

from babel.dates import format_skeleton, format_time, get_day_names, get_month_names

from bot.ui.i18n import Translator

WEEKDAYS = ("ma", "ti", "ke", "to", "pe", "la", "su")
LONG_WEEKDAYS = ("maanantai", "tiistai", "keskiviikko", "torstai", "perjantai", "lauantai", "sunnuntai")
THURSDAY = WEEKDAYS.index("to")
LINKS = {"tai": "or", "vai": "or", "ja": "standard", "sekä": "standard"}
"""What stands between two moments, and which of Babel's patterns of a list says it."""
READERS_WORDS = frozenset(
    ("at", "or", "and", "on", "the", "we", "you", "i", "could", "would", "is", "are", "meet", "until", "from", "for")
)
"""One of these beside the days and times: the rest is in the reader's language already."""

LEAP_YEAR = 2028
"""Stands in where no year is typed: every day of a year is in it."""

_TIME = r"\d{1,2}(?:[.:]\d{2})?"
_PIECE = re.compile(
    rf"""
      (?<![\d.])(?P<day>\d{{1,2}})\.(?P<month>\d{{1,2}})\.(?P<year>\d{{4}})?(?!\d)
    | \b(?:klo|kello)\.?\s*(?P<start>{_TIME})(?:\s*[–-]\s*(?P<end>{_TIME})|\s+to\s+(?P<to>{_TIME})(?![.\d:]))?(?![\d:])
    | (?P<word>[^\W\d_]+)
    """,
    re.IGNORECASE | re.VERBOSE,
)
_LONG = re.compile(rf"({'|'.join(LONG_WEEKDAYS)})(?:na)?")


def in_form_of(words: str, speak: Translator) -> str:
    """Return words with their days and times in the form of a language; as they are where not all can be."""
    if speak.locale.language == "fi":
        return words
    pieces = list(_PIECE.finditer(words))
    told = [_told(at, pieces, words, speak) for at in range(len(pieces))]
    kept = {piece[0].casefold() for piece, new in zip(pieces, told, strict=True) if new == piece[0]} - {"to"}
    if None in told or (kept and kept.isdisjoint(READERS_WORDS | set(_names(speak)))):
        return words
    if kept and any(_stands_alone(at, pieces, words) for at in range(len(pieces))):
        return words
    made, end = [], 0
    for piece, new in zip(pieces, told, strict=True):
        made += [words[end : piece.start()], new or ""]
        end = piece.end()
    return "".join(made) + words[end:]


def _told(at: int, pieces: list[re.Match[str]], words: str, speak: Translator) -> str | None:
    """Return a piece in the reader's form, unchanged where it is none of ours, None where it is no day or time."""
    piece = pieces[at]
    if piece["day"]:
        return _day(piece, speak)
    if piece["start"]:
        return _span(piece, speak)
    word = piece[0].casefold()
    if word in ("klo", "kello"):
        return None
    if word in LINKS:
        return str(speak.locale.list_patterns[LINKS[word]]["2"].format("", "").strip())
    number = _weekday(word)
    if number is None or (word == "to" and not _is_thursday(at, pieces, words)):
        return piece[0]
    names = get_day_names("abbreviated" if word in WEEKDAYS else "wide", locale=speak.locale)
    return str(names[number])


def _weekday(word: str) -> int | None:
    if word in WEEKDAYS:
        return WEEKDAYS.index(word)
    long = _LONG.fullmatch(word)
    return LONG_WEEKDAYS.index(long[1]) if long else None


def _is_thursday(at: int, pieces: list[re.Match[str]], words: str) -> bool:
    """Tell whether "to" is Thursday: first, after a link or a weekday, or fitting the weekday of the day before it."""
    before = pieces[at - 1] if at else None
    if before is None or re.search(r"[^\s.]|\n", words[before.end() : pieces[at].start()]):
        return True
    if before["word"]:
        return before[0].casefold() in LINKS or _weekday(before[0].casefold()) is not None or before[0] == "or"
    day = next((each for each in range(at - 1, -1, -1) if pieces[each]["day"]), 0)
    named = _weekday(pieces[day - 1][0].casefold()) if day else None
    following = pieces[at + 1] if at + 1 < len(pieces) else None
    if named is None or following is None or not following["day"]:
        return False
    first, second = _date(pieces[day]), _date(following)
    return bool(first and second) and ((second or date.min) - (first or date.min)).days % 7 == (THURSDAY - named) % 7


def _stands_alone(at: int, pieces: list[re.Match[str]], words: str) -> bool:
    """Tell whether a weekday has neither day nor time after it: among other words it may be one of them."""
    word = pieces[at][0].casefold()
    if word == "to" or _weekday(word) is None:
        return False
    following = pieces[at + 1] if at + 1 < len(pieces) else None
    return following is None or bool(following["word"]) or bool(words[pieces[at].end() : following.start()].strip())


def _names(speak: Translator) -> Iterator[str]:
    for width in ("abbreviated", "wide"):
        for names in (get_day_names(width, locale=speak.locale), get_month_names(width, locale=speak.locale)):
            yield from (name.casefold() for name in names.values())


def _date(piece: re.Match[str]) -> date | None:
    try:
        return date(int(piece["year"] or LEAP_YEAR), int(piece["month"]), int(piece["day"]))
    except ValueError:
        return None


def _day(piece: re.Match[str], speak: Translator) -> str | None:
    day = _date(piece)
    return str(format_skeleton("yMMMd" if piece["year"] else "MMMd", day, locale=speak.locale)) if day else None


def _span(piece: re.Match[str], speak: Translator) -> str | None:
    moments = []
    for typed in filter(None, (piece["start"], piece["end"] or piece["to"])):
        hour, _, minute = typed.replace(".", ":").partition(":")
        try:
            moments.append(time(int(hour), int(minute or 0)))
        except ValueError:
            return None
    return "–".join(format_time(moment, "short", locale=speak.locale) for moment in moments)
