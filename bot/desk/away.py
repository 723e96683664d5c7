"""Away until a date: kept in the settings, said to prospects, and taken into account when the phone would ring."""

from __future__ import annotations

from datetime import date, timedelta

from bot.hours import Hours
from bot.nlu.times import LONGEST_AHEAD, Why, read_day
from bot.storage import Tx
from bot.ui.i18n import Translator
from flows.text import N_, Text

KEY = "away_until"

USE_AWAY = N_(
    "desk.use.away",
    "Which is the last day that you are away? A weekday or a date, for example Friday. At most a year ahead.",
)
NO_DAY = N_("desk.away.no_day", "There is no such day. Nothing was changed.")
PAST = N_("desk.away.past", "{day} has passed. If you mean the next one, write the year too: /away {other}")
FAR = N_("desk.away.far", "That's more than a year ahead. Nothing was changed.")


def read_date(words: str, today: date, speak: Translator) -> date | Text:
    """Read the last day of an absence as it is typed; or say why it cannot be that."""
    day = read_day(words, today)
    if isinstance(day, Why):
        return NO_DAY if day in (Why.NO_SUCH, Why.WEEKDAY) else USE_AWAY
    if day < today:
        year = today.year + ((day.month, day.day) < (today.month, today.day))
        return PAST.filled(day=speak.day(day), other=f"{day.day}.{day.month}.{year}")
    return day if day <= today + LONGEST_AHEAD else FAR


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
