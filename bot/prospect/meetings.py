"""A prospect's taps on a time to meet: carried out whatever the conversation is about by now."""

from __future__ import annotations

from bot.requests import meetings
from bot.requests.limits import is_blocked
from bot.requests.meeting import Refusal
from bot.requests.request import OPEN, shown
from bot.requests.supervisor_chat import is_untold
from bot.storage import Tx
from bot.ui.callbacks import Meet
from flows.text import N_, Text

CLOSED = N_("meeting.tap.closed", "Your request {number} is closed, so a time can no longer be agreed on with it.")
AGREED = N_("meeting.tap.agreed", "Agreed: {slot}")
REFUSALS = {
    Refusal.OLD: N_("meeting.tap.old", "These times are no longer on offer. Only the newest message counts."),
    Refusal.SETTLED: N_("meeting.tap.settled", "A time is agreed already: {slot}"),
    Refusal.PAST: N_("meeting.tap.past", "That time has passed. Please choose another."),
    Refusal.TAKEN: N_("meeting.tap.taken", "I'm sorry, that time has just been taken. Please choose another."),
}


def on_meet(tx: Tx, chat_id: int, meet: Meet, message_id: int) -> Text | None:
    """Carry out a tap on a button of a meeting; return what to say in the small box, None for nothing."""
    row = tx.leads.load(meet.number)
    if row is None or row.chat_id != chat_id or not chat_id:
        return REFUSALS[Refusal.OLD]
    if row.status not in OPEN and not is_untold(tx, row):
        return CLOSED.filled(number=shown(row.number))
    if is_blocked(tx, chat_id):
        return REFUSALS[Refusal.OLD]
    match meet.act:
        case "pick":
            found = meetings.pick(tx, row, meet.turn, meet.at, message_id)
            return _refused(tx, row.number, found) if isinstance(found, Refusal) else AGREED.filled(slot=found)
        case "none":
            refused = meetings.decline(tx, row, meet.turn, message_id)
            return _refused(tx, row.number, refused) if refused else None
    return REFUSALS[Refusal.OLD]


def _refused(tx: Tx, number: int, refusal: Refusal) -> Text:
    agreed = meetings.meeting_with(tx, number).agreed
    return REFUSALS[refusal].filled(slot=agreed) if agreed else REFUSALS[refusal]
