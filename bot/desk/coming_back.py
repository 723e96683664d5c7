"""Coming back to a request that was closed as "not now": a reminder on a day that is tapped or typed.

It is the reminder of any request (`Handling.remind_at`): what opens or erases the request takes it away.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator
from datetime import date

from bot.desk.away import FAR
from bot.desk.away import NO_DAY as NO_SUCH_DAY
from bot.desk.service import Desk
from bot.hours import Hours
from bot.nlu.times import LONGEST_AHEAD, Why, read_day
from bot.requests.request import Lead, shown
from bot.requests.status_text import LATER, moment
from bot.ui.i18n import Translator
from bot.ui.render import DeskWriter, paragraphs
from bot.ui.screens import Field, Screen
from flows.text import N_, NN_, Text

MONTHS = {"remind_m1": 1, "remind_m3": 3, "remind_m6": 6}
"""What buttons say, and in how many months each brings a request to mind."""

ASK = N_("later.ask", "Would you like to come back to request {number} later? I'll remind you on the day you choose.")
IN_MONTHS = NN_("button.later.months", "In {n} month: {day}", "In {n} months: {day}")
OTHER_DAY = N_("button.later.day", "Another day")
WHICH_DAY = N_("later.day", "On which day should I remind you of request {number}? For example {example}")
NO_DAY = N_("later.unread", "I couldn't read a day there.")
PASSED = N_("later.passed", "That day is not ahead.")
KEPT_UNTIL = N_("later.kept_until", "Request {number} is kept only until {moment}.")
REMINDER = N_("later.reminder", "You wanted to come back to request {number}.")


def is_later(lead: Lead) -> bool:
    """Tell whether a request was closed as "not now"."""
    return lead.closed and lead.handling.outcome == LATER


def in_months(day: date, months: int) -> date:
    """Return the same day so many months later, the last of a month that is too short."""
    years, month = divmod(day.month - 1 + months, 12)
    year, month = day.year + years, month + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def opening_in(months: int, hours: Hours, now: float) -> float:
    """Return when working hours begin on that day, or after it."""
    return hours.next_open(hours.day_begins(in_months(hours.local(now).date(), months)))


def choices(lead: Lead, desk: Desk, now: float, speak: Translator) -> Iterator[tuple[str, Text]]:
    """Yield the buttons of the days on offer, none on which the request is no longer kept."""
    for act, n in MONTHS.items():
        at = opening_in(n, desk.hours, now)
        if at < desk.kept_until(lead):
            yield act, IN_MONTHS.filled(n=n, day=speak.day(desk.hours.local(at).date()))
    yield "remind_day", OTHER_DAY


def which_day(lead: Lead, fault: Text | None, desk: Desk, now: float, speak: Translator) -> Screen:
    """Open the field for a day that is typed; `fault`: why the one before cannot be it."""
    writer, example = DeskWriter(speak), _example(desk.hours, now)
    ask = WHICH_DAY.filled(number=shown(lead.number), example=example)
    return Screen(paragraphs(writer.say(fault) if fault else "", writer.say(ask)), keyboard=Field(example))


def typed_day(words: str, desk: Desk, now: float) -> float | Text:
    """Read the day on which to remind, as the moment at which working hours begin; or say why it cannot be one."""
    today = desk.hours.local(now).date()
    day = read_day(words, today, LONGEST_AHEAD)
    if isinstance(day, Why):
        return NO_SUCH_DAY if day in (Why.NO_SUCH, Why.WEEKDAY) else NO_DAY
    if day <= today:
        return PASSED
    return desk.hours.next_open(desk.hours.day_begins(day)) if day <= today + LONGEST_AHEAD else FAR


def not_kept(lead: Lead, at: float, desk: Desk) -> Text | None:
    """Return why a request cannot be brought to mind then: it will have been erased; None where it can."""
    until = desk.kept_until(lead)
    if at < until:
        return None
    return KEPT_UNTIL.filled(number=shown(lead.number), moment=moment(until))


def _example(hours: Hours, now: float) -> str:
    day = in_months(hours.local(now).date(), 4)
    return f"{day.day}.{day.month}.{day.year}"
