"""Days and times typed in Finnish, in the form of the reader's language: "ti 8.12. klo 14" reads "Tue 8 Dec 14:00".

Only what is certainly a Finnish weekday, date or time of day is changed; all other words stay as they were typed.
"""

from __future__ import annotations

import re
from datetime import date, time

from babel.dates import format_skeleton, format_time, get_day_names

from bot.ui.i18n import Translator

WEEKDAYS = ("ma", "ti", "ke", "to", "pe", "la", "su")
LONG_WEEKDAYS = ("maanantai", "tiistai", "keskiviikko", "torstai", "perjantai", "lauantai", "sunnuntai")
LEAP_YEAR = 2028
"""Stands in where no year is typed: every day of a year is in it."""

_TIME = r"(\d{1,2})(?:[.:](\d{2}))?"
_CLOCK = re.compile(rf"\b(?:klo|kello)\.?\s*{_TIME}(?:\s*[–-]\s*{_TIME})?(?![\d:])", re.IGNORECASE)
_DATE = re.compile(r"(?<![\d.])(\d{1,2})\.(\d{1,2})\.(\d{4})?(?!\d)")
_WEEKDAY = re.compile(
    rf"\b(?:({'|'.join(WEEKDAYS)})|({'|'.join(LONG_WEEKDAYS)})(?:na)?)"
    r"(?=\s+(?:\d{1,2}\.\d|(?:klo|kello)\.?\s*\d))",
    re.IGNORECASE,
)


def in_form_of(words: str, speak: Translator) -> str:
    """Return words with their days and times in the form of a language."""
    if speak.locale.language == "fi":
        return words
    words = _WEEKDAY.sub(lambda found: _weekday(found, speak), words)
    words = _DATE.sub(lambda found: _day(found, speak) or found[0], words)
    return _CLOCK.sub(lambda found: _span(found, speak) or found[0], words)


def _weekday(found: re.Match[str], speak: Translator) -> str:
    short, long = (found[1] or "").casefold(), (found[2] or "").casefold()
    number = WEEKDAYS.index(short) if short else LONG_WEEKDAYS.index(long)
    return str(get_day_names("abbreviated" if short else "wide", locale=speak.locale)[number])


def _day(found: re.Match[str], speak: Translator) -> str:
    try:
        day = date(int(found[3] or LEAP_YEAR), int(found[2]), int(found[1]))
    except ValueError:
        return ""
    return str(format_skeleton("yMMMd" if found[3] else "MMMd", day, locale=speak.locale))


def _span(found: re.Match[str], speak: Translator) -> str:
    try:
        moments = [time(int(found[at]), int(found[at + 1] or 0)) for at in (1, 3) if found[at]]
    except ValueError:
        return ""
    return "–".join(format_time(moment, "short", locale=speak.locale) for moment in moments)
