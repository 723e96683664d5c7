"""Times to meet in a quick text: read as they are typed, and kept until they are sent."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date, datetime, tzinfo
from typing import Final

from bot.nlu.times import MOST, Unread, Why, read_times
from bot.requests.meeting import Meeting
from bot.requests.meetings import taken
from bot.requests.request import Draft, shown
from bot.storage import Tx
from bot.ui.callbacks import Desk
from bot.ui.i18n import Translator
from bot.ui.render import DeskWriter
from bot.ui.screens import Screen
from flows.text import N_, Slot, Text

KEY: Final = "times"
"""The key of the quick text that proposes times."""

UNREAD: Mapping[Why, Text] = {
    Why.WORDS: N_("times.words", "I can't read this as a time: “{part}”. Nothing was sent."),
    Why.NO_DAY: N_("times.no_day", "Which day? “{part}”. Nothing was sent."),
    Why.NO_CLOCK: N_("times.no_clock", "At what time? “{part}”. Nothing was sent."),
    Why.NO_SUCH: N_("times.no_such", "There is no such day or time: “{part}”. Nothing was sent."),
    Why.WEEKDAY: N_("times.weekday", "The weekday and the date don't match: “{part}”. Nothing was sent."),
    Why.PAST: N_(
        "times.past", "That has passed: “{part}”. Write the year too if you mean a later one. Nothing was sent."
    ),
    Why.FAR: N_("times.far", "That's more than a year ahead: “{part}”. Nothing was sent."),
    Why.ORDER: N_("times.order", "That ends before it begins: “{part}”. Nothing was sent."),
    Why.SKIPPED: N_(
        "times.skipped", "The clocks go forward that night, so there is no such time: “{part}”. Nothing was sent."
    ),
    Why.TWICE: N_(
        "times.twice", "The clocks go back that night, so that time comes twice: “{part}”. Nothing was sent."
    ),
    Why.MANY: N_("times.many", "That's more than {most} times. Nothing was sent."),
}
LONGEST_PART = 80
"""Characters of a part that are said back."""

GIVEN = N_("times.given", "{slot} is agreed with the sender of request {number} already. Nothing was sent.")
OFF = N_("desk.time_off", "Cancel {slot}? I'll tell the sender, and send both of you a cancellation for the calendar.")
OFF_ELSEWHERE = N_(
    "desk.time_off.elsewhere", "Cancel {slot}? I won't write to the sender about it, so please tell them yourself."
)
OFF_NOT = N_("desk.time_off.kept", "The time stands: {slot}")
OFF_DONE = N_("desk.time_off.done", "The time is cancelled.")
YES_OFF = N_("button.desk.time_off.yes", "Yes, cancel it")
NO_OFF = N_("button.desk.time_off.no", "No, keep it")
AWAY = N_("times.away", "You are away until {day}, that day included, and a time is within that.")
PASSED = N_("times.passed", "{slot} has passed. Reply to this message with new times.")


def read(tx: Tx, number: int, words: str, zone: tzinfo) -> tuple[Slot, ...] | Text:
    """Return the times that words name, for a request; or what to say of the part that is none, or is given away."""
    found = read_times(words, tx.now, zone)
    if isinstance(found, Unread):
        return UNREAD[found.why].filled(part=found.part[:LONGEST_PART], most=MOST)
    return _given(tx, number, found) or found


def words_of(slots: Iterable[Slot]) -> str:
    """Return times as the words of a quick text that is not sent yet: unix seconds."""
    return " ".join(f"{slot.starts_at:.0f}/{slot.ends_at:.0f}" for slot in slots)


def slots_of(draft: Draft) -> tuple[Slot, ...]:
    """Return the times that fill a quick text; none for any other text, or one that an older version has kept."""
    kept = re.findall(r"([0-9]{9,})/([0-9]+)", draft.words) if draft.key == KEY else ()
    return tuple(Slot(float(starts), float(ends)) for starts, ends in kept)


def refused_now(tx: Tx, number: int, draft: Draft | None) -> Text | None:
    """Return why a proposal cannot be sent any more, since time has passed; None when it can, or is none."""
    slots = slots_of(draft) if draft is not None else ()
    passed = next((slot for slot in slots if slot.starts_at <= tx.now), None)
    return PASSED.filled(slot=passed) if passed else _given(tx, number, slots)


def away_then(draft: Draft, last_day: date | None, speak: Translator) -> Text | None:
    """Return a warning where a time to be proposed lies in the supervisor's absence; None where none does."""
    days = (datetime.fromtimestamp(slot.starts_at, speak.timezone).date() for slot in slots_of(draft))
    return AWAY.filled(day=speak.day(last_day)) if last_day and any(day <= last_day for day in days) else None


def _given(tx: Tx, number: int, slots: Iterable[Slot]) -> Text | None:
    for slot in slots:
        other = taken(tx, slot, number)
        if other is not None and other.agreed is not None:
            return GIVEN.filled(slot=other.agreed, number=shown(other.number))
    return None


def time_off_screen(meeting: Meeting, speak: Translator, *, asks: bool) -> Screen:
    """Ask whether to cancel the agreed time, or say what came of that."""
    writer, slot = DeskWriter(speak), meeting.agreed
    if slot is None:
        return Screen(writer.say(OFF_DONE))
    if not asks:
        return Screen(writer.say(OFF_NOT.filled(slot=slot)))
    yes = writer.button(YES_OFF, Desk(f"time_off_{meeting.version}", meeting.number), style="danger")
    no = writer.button(NO_OFF, Desk("time_off_no", meeting.number))
    ask = OFF_ELSEWHERE if meeting.elsewhere else OFF
    return Screen(writer.say(ask.filled(slot=slot)), ((yes, no),))
