"""Away until a date: kept in the settings, said to prospects, and taken into account when the phone would ring."""

from __future__ import annotations

import re
from datetime import date, timedelta

from bot.hours import Hours
from bot.storage import Tx

KEY = "away_until"
LONGEST = timedelta(days=366)

_FINNISH = re.compile(r"(?P<day>[0-9]{1,2})\.\s?(?P<month>[0-9]{1,2})\.?\s?(?P<year>[0-9]{4})?")
_ISO = re.compile(r"(?P<year>[0-9]{4})-(?P<month>[0-9]{2})-(?P<day>[0-9]{2})")


def read_date(words: str, today: date) -> date | None:
    """Read "15.8.", "15.8.2026" or "2026-08-15"; without a year the next such day. None: no day of the year to come."""
    found = _FINNISH.fullmatch(words.strip()) or _ISO.fullmatch(words.strip())
    if found is None:
        return None
    years = (int(found["year"]),) if found["year"] else (today.year, today.year + 1)
    for year in years:
        try:
            day = date(year, int(found["month"]), int(found["day"]))
        except ValueError:
            continue
        if today <= day <= today + LONGEST:
            return day
    return None


def set_away(tx: Tx, last_day: date) -> None:
    """Be away through this day."""
    tx.settings.put(KEY, last_day.isoformat())


def come_back(tx: Tx) -> bool:
    """Be here again; False when nobody was away."""
    was_away = tx.settings.get(KEY) is not None
    tx.settings.forget(KEY)
    return was_away


def away_until(tx: Tx, hours: Hours) -> date | None:
    """Return the last day away, None when the supervisor is here."""
    stored = tx.settings.get(KEY)
    last_day = date.fromisoformat(stored) if stored else None
    return last_day if last_day and hours.local(tx.now).date() <= last_day else None


def disturbing_from(tx: Tx, hours: Hours, moment: float) -> float:
    """Return the first moment, not before the given one, at which the supervisor may be disturbed."""
    last_day = away_until(tx, hours)
    back = hours.day_begins(last_day + timedelta(days=1)) if last_day else moment
    return hours.next_open(max(moment, back))


def is_quiet(tx: Tx, hours: Hours) -> bool:
    """Say whether what arrives now must arrive without a sound."""
    return away_until(tx, hours) is not None or not hours.is_open(tx.now)
