"""Away until a date: kept in the settings, said to prospects, and taken into account when the phone would ring."""

from __future__ import annotations

import re
from datetime import date, timedelta

from bot.hours import Hours
from bot.storage import Tx
from bot.ui.i18n import Translator
from flows.text import N_, Text

KEY = "away_until"
LONGEST = timedelta(days=366)

NEXT_YEAR = timedelta(days=183)
"""How far ahead a day without a year may lie in the next one: a day further off is rather one that has passed."""

USE_AWAY = N_(
    "desk.use.away", "Write /away and the last day you are away, for example /away 2026-08-15. At most a year ahead."
)
NO_DAY = N_("desk.away.no_day", "There is no such day. Nothing was changed.")
PAST = N_("desk.away.past", "{day} has passed. If you mean the next one, write the year too: /away {other}")
GONE = N_("desk.away.gone", "{day} has passed. Nothing was changed.")
FAR = N_("desk.away.far", "That's more than a year ahead. Nothing was changed.")

_FINNISH = re.compile(r"(?P<day>[0-9]{1,2})\.\s?(?P<month>[0-9]{1,2})\.?\s?(?P<year>[0-9]{4})?")
_ISO = re.compile(r"(?P<year>[0-9]{4})-(?P<month>[0-9]{2})-(?P<day>[0-9]{2})")


def read_date(words: str, today: date, speak: Translator, ahead: timedelta = NEXT_YEAR) -> date | Text:
    """Read "15.8.", "15.8.2026" or "2026-08-15", without a year the next such day; or say why it cannot be the last.

    `ahead`: how far a day without a year may lie ahead when it is one of next year's.
    """
    found = _FINNISH.fullmatch(words.strip()) or _ISO.fullmatch(words.strip())
    if found is None:
        return USE_AWAY
    day, month = int(found["day"]), int(found["month"])
    if found["year"]:
        asked = _day(int(found["year"]), month, day)
        if asked is None:
            return NO_DAY
        if asked < today:
            return GONE.filled(day=speak.day(asked))
        return asked if asked <= today + LONGEST else FAR
    this_year, next_year = (_day(year, month, day) for year in (today.year, today.year + 1))
    if this_year is not None and this_year >= today:
        return this_year
    if next_year is not None and next_year <= today + ahead:
        return next_year
    if this_year is None:
        return NO_DAY
    return PAST.filled(day=speak.day(this_year), other=f"{day}.{month}.{today.year + 1}")


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def set_away(tx: Tx, last_day: date) -> None:
    """Mark the supervisor as away until the end of this day."""
    tx.settings.put(KEY, last_day.isoformat())


def come_back(tx: Tx, hours: Hours) -> bool:
    """End the absence; False when there was none, or it is over."""
    was_away = away_until(tx, hours) is not None
    tx.settings.forget(KEY)
    return was_away


def away_until(tx: Tx, hours: Hours) -> date | None:
    """Return the last day away, None when the supervisor is here."""
    kept = tx.settings.get(KEY)
    last_day = date.fromisoformat(kept) if kept else None
    return last_day if last_day and hours.local(tx.now).date() <= last_day else None


def disturbing_from(tx: Tx, hours: Hours, moment: float) -> float:
    """Return the first moment, not before the given one, at which the supervisor may be disturbed."""
    last_day = away_until(tx, hours)
    back = hours.day_begins(last_day + timedelta(days=1)) if last_day else moment
    return hours.next_open(max(moment, back))


def back_at(tx: Tx, hours: Hours) -> float | None:
    """Return the first working moment after an absence, None when the supervisor is here."""
    return disturbing_from(tx, hours, tx.now) if away_until(tx, hours) is not None else None


def is_quiet(tx: Tx, hours: Hours) -> bool:
    """Say whether what arrives now must arrive without a sound."""
    return away_until(tx, hours) is not None or not hours.is_open(tx.now)
