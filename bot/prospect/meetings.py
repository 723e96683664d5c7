"""A prospect's taps on a time to meet: carried out whatever the conversation is about by now."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from bot.hours import usual_hours
from bot.requests import meetings
from bot.requests.limits import is_blocked
from bot.requests.meeting import Refusal
from bot.requests.request import OPEN, shown
from bot.requests.supervisor_chat import is_untold
from bot.storage import StoredLead, Tx
from bot.ui.callbacks import Meet
from flows.text import N_, Slot, Text

NO_MEETING = N_(
    "desk.meeting.erased",
    "The time agreed with the sender of request {number} is cancelled with it. Please take it out of your calendar.",
)
CLOSED = N_("meeting.tap.closed", "Your request {number} is closed, so a time can no longer be agreed on with it.")
ASKED = N_("meeting.tap.asked", "Please write below which days and times would suit you.")
REFUSALS = {
    Refusal.OLD: N_("meeting.tap.old", "These times are no longer on offer. Only the newest message counts."),
    Refusal.SETTLED: N_("meeting.tap.settled", "A time is agreed already: {slot}"),
    Refusal.PAST: N_("meeting.tap.past", "That time has passed. Please choose another."),
    Refusal.OVER: N_("meeting.tap.over", "That time has passed."),
    Refusal.TAKEN: N_("meeting.tap.taken", "I'm sorry, that time has just been taken. Please choose another."),
}


def on_meet(tx: Tx, chat_id: int, meet: Meet, message_id: int, zone: ZoneInfo) -> Text | None:
    """Carry out a tap on a button of a meeting; return what to say on top, None where the messages say it all."""
    row = tx.leads.load(meet.number)
    if row is None or row.chat_id != chat_id or not chat_id:
        return REFUSALS[Refusal.OLD]
    done = _about_agreed(tx, row, meet, message_id, zone)
    if done is not None:  # whatever has become of the request, a time that is agreed can be cancelled
        return _refused(tx, row.number, done) if isinstance(done, Refusal) else None
    if row.status not in OPEN and not is_untold(tx, row):
        return CLOSED.filled(number=shown(row.number))
    if is_blocked(tx, chat_id):
        return REFUSALS[Refusal.OLD]
    match meet.act:
        case "pick":
            found = meetings.pick(tx, row, meet.turn, meet.at, message_id, usual_hours(zone))
            return _refused(tx, row.number, found) if isinstance(found, Refusal) else None
        case "none":
            refused = meetings.decline(tx, row, meet.turn, message_id)
            return _refused(tx, row.number, refused) if refused else None
        case "change":
            asked = meetings.change(tx, row, meet.turn)
            return _refused(tx, row.number, asked) if isinstance(asked, Refusal) else ASKED
    return REFUSALS[Refusal.OLD]


def _about_agreed(tx: Tx, row: StoredLead, meet: Meet, message_id: int, zone: ZoneInfo) -> Slot | Refusal | None:
    """Carry out a tap that needs nothing of the supervisor; None for any other."""
    match meet.act:
        case "leave" | "keep":
            return meetings.ask_to_cancel(tx, row, meet.turn, message_id, asks=meet.act == "leave")
        case "cancel":
            return meetings.cancel(tx, row, meet.turn, by_writer=True)
        case "remind" | "forget":
            return meetings.remind(tx, row, meet.turn, message_id, usual_hours(zone), wanted=meet.act == "remind")
    return None


def _refused(tx: Tx, number: int, refusal: Refusal) -> Text:
    agreed = meetings.meeting_with(tx, number).agreed
    return REFUSALS[refusal].filled(slot=agreed) if agreed else REFUSALS[refusal]
