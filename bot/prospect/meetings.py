"""A prospect's taps on a time to meet: carried out whatever the conversation is about by now."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from bot.hours import usual_hours
from bot.requests.limits import is_blocked
from bot.requests.meeting import Refusal
from bot.requests.meetings import meeting_with, tapped
from bot.requests.request import OPEN, shown
from bot.requests.supervisor_chat import is_untold
from bot.storage import Tx
from bot.ui.callbacks import Meet
from flows.text import N_, Text

CLOSED = N_("meeting.tap.closed", "Your request {number} is closed, so a time can no longer be agreed on with it.")
ASKED = N_("meeting.tap.asked", "Please write below which days and times would suit you.")
REFUSALS = {
    Refusal.OLD: N_("meeting.tap.old", "These times are no longer on offer. Only the newest message counts."),
    Refusal.SETTLED: N_("meeting.tap.settled", "A time is agreed already: {slot}"),
    Refusal.PAST: N_("meeting.tap.past", "That time has passed. Please choose another."),
    Refusal.OVER: N_("meeting.tap.over", "That time has passed."),
    Refusal.TAKEN: N_("meeting.tap.taken", "I'm sorry, that time has just been taken. Please choose another."),
}
WITH_SUPERVISOR = ("pick", "none", "change")
"""Taps that want something of the supervisor; whatever has become of the request, an agreed time can be cancelled."""


def on_meet(tx: Tx, chat_id: int, meet: Meet, message_id: int, zone: ZoneInfo) -> Text | None:
    """Carry out a tap on a button of a meeting; return what to say on top, None where the messages say it all."""
    row = tx.leads.load(meet.number)
    if row is None or row.chat_id != chat_id or not chat_id:
        return REFUSALS[Refusal.OLD]
    if meet.act in WITH_SUPERVISOR and row.status not in OPEN and not is_untold(tx, row):
        return CLOSED.filled(number=shown(row.number))
    if meet.act in WITH_SUPERVISOR and is_blocked(tx, chat_id):
        return REFUSALS[Refusal.OLD]
    refused = tapped(tx, row, meet, message_id, usual_hours(zone))
    if refused is None:
        return ASKED if meet.act == "change" else None
    agreed = meeting_with(tx, row.number).agreed
    return REFUSALS[refused].filled(slot=agreed) if agreed else REFUSALS[refused]
