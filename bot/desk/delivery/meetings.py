"""How a time to meet is shown to the writer of a request: as buttons, as agreed, as a file for the calendar."""

from __future__ import annotations

from contextlib import suppress
from zoneinfo import ZoneInfo

from bot.desk.delivery.cards import LeadGone, Posting
from bot.desk.delivery.letters import head_of
from bot.desk.delivery.sent_messages import keep_letter
from bot.errors import Refused, Unreachable
from bot.hours import usual_hours
from bot.outbox.kinds import AboutMeeting, QuickText
from bot.requests import meeting_views as views
from bot.requests.calendar_file import NAME, SUMMARY, calendar_file
from bot.requests.meetings import meeting_with, sent
from bot.requests.notify import not_told
from bot.requests.request import Lead, lead_of
from bot.storage import Owed, Tx
from bot.ui.render import Writer, paragraphs
from bot.ui.screens import Screen
from flows.dataclass import dataclass
from flows.text import Slot

ENDED = {
    "replaced": views.REPLACED,
    "left": views.LEFT,
    "cancelled": views.CANCELLED,
    "called_off": views.CALLED_OFF,
}
"""What the writer of a request reads of a time that is no longer agreed."""


@dataclass(frozen=True, slots=True)
class Meetings(Posting):
    """Sends it: each method is called after the kind it sends."""

    async def meeting(self, owed: Owed[AboutMeeting]) -> int:
        """Show the writer of a request how the meeting stands: in the message that is about it, or below."""
        try:
            lead, _ = await self.lead(owed)
        except LeadGone:
            return 0
        made = await self.store.transaction(lambda tx: self._screen(tx, owed, lead))
        edit = owed.payload.edit
        if edit:
            with suppress(Refused):  # an old message that cannot be changed any more: its buttons are known as old
                await self.api.edit(owed.chat_id, edit, made.html, made.rows)
            return edit
        html = Writer(self.speak[lead.language]).sent_again(owed.repeat) + made.html
        try:
            message_id = await self.api.post(owed.chat_id, html, made.rows)
        except Unreachable:
            await self.store.transaction(lambda tx: not_told(tx, lead.number))
            raise
        await self.letter(owed, message_id)
        return message_id

    def _screen(self, tx: Tx, owed: Owed[AboutMeeting], lead: Lead) -> Screen:
        writer = Writer(self.speak[lead.language])
        meeting, slot = meeting_with(tx, lead.number), owed.payload.slot
        match owed.payload.what:
            case "offer" if meeting.offered:
                made = views.proposal(meeting, writer)
                head = head_of(lead, writer.speak, to_writer=True)
                return Screen(f"{head}\n{made.html}", made.rows)
            case "agreed" if meeting.agreed is not None:
                return views.agreed(meeting, meeting.agreed, writer, self._remind_at(tx, meeting.agreed))
            case "leave" if meeting.agreed is not None:
                return views.leaving(meeting, meeting.agreed, writer)
            case "declined":
                return Screen(writer.say(views.DECLINED))
            case ended if ended in ENDED and slot is not None:
                return Screen(writer.timed(ENDED[ended].filled(slot=slot)))
        return Screen(writer.say(views.OFFER_ENDED))

    def _remind_at(self, tx: Tx, slot: Slot) -> float:
        """Return when the writer of a request would be reminded of a time, 0 when that is past."""
        due_at = usual_hours(self.desk.hours.zone).day_before(slot.starts_at)
        return due_at if due_at > tx.now else 0.0

    async def meeting_wish(self, owed: Owed[object]) -> int:
        """Ask the writer of a request which times would suit; an answer to it goes to the supervisor."""
        try:
            lead, _ = await self.lead(owed)
        except LeadGone:
            return 0
        writer = Writer(self.speak[lead.language])
        made = views.wish(writer)
        html = writer.sent_again(owed.repeat) + made.html
        message_id = await self.api.post(owed.chat_id, html, reply_keyboard=made.keyboard)
        await self.letter(owed, message_id)
        return message_id

    async def meeting_file(self, owed: Owed[AboutMeeting]) -> int:
        """Send the writer of a request the file for the calendar."""
        try:
            lead, _ = await self.lead(owed)
        except LeadGone:
            return 0
        writer = Writer(self.speak[lead.language])
        summary, zone = writer.speak(SUMMARY), self.desk.hours.zone
        content, gone = await self.store.transaction(lambda tx: file_of(tx, owed, summary, zone))
        caption = (views.FILE_GONE if gone else views.FILE).filled(slot=owed.payload.slot or Slot(0.0))
        html = writer.sent_again(owed.repeat) + writer.timed(caption)
        name = f"{writer.speak(NAME)}.ics"
        message_id = await self.api.send_document(owed.chat_id, content, name, html)
        await self.store.transaction(lambda tx: keep_letter(tx, owed, message_id, kind="document"))
        return message_id

    async def meeting_soon(self, owed: Owed[AboutMeeting]) -> int:
        """Remind the writer of a request of the agreed time, if it still is."""
        found = await self.store.transaction(lambda tx: still_ahead(tx, owed))
        if found is None:
            return 0
        lead, slot = found
        writer = Writer(self.speak[lead.language])
        html = writer.sent_again(owed.repeat) + paragraphs(writer.say(views.SOON), f"<b>{writer.slot(slot)}</b>")
        message_id = await self.api.post(owed.chat_id, html)
        await self.letter(owed, message_id)
        return message_id


def still_ahead(tx: Tx, owed: Owed[AboutMeeting]) -> tuple[Lead, Slot] | None:
    """Return the request and the agreed time that a reminder is about; None when it is another, or over."""
    row, meeting = tx.leads.kept(int(owed.ref)), meeting_with(tx, int(owed.ref))
    slot = meeting.agreed if meeting.agreed == owed.payload.slot else None
    return (lead_of(row), slot) if row is not None and slot is not None and slot.starts_at > tx.now else None


def file_of(tx: Tx, owed: Owed[AboutMeeting], summary: str, zone: ZoneInfo) -> tuple[bytes, bool]:
    """Return the calendar file of the time that a row is about, and whether it takes that time away."""
    meeting, slot = meeting_with(tx, int(owed.ref)), owed.payload.slot or Slot(0.0)
    gone, version = meeting.agreed != slot, owed.payload.version
    return calendar_file(meeting.uid, slot, version, summary, zone=zone, now=tx.now, cancelled=gone), gone


def quick_text(tx: Tx, owed: Owed[QuickText], writer: Writer) -> Screen | None:
    """Return a quick text; times to meet come with a button each. None when others have been proposed since."""
    if not owed.payload.round:
        return Screen(writer.say(owed.payload.text))
    meeting = meeting_with(tx, int(owed.ref))
    return views.proposal(meeting, writer) if meeting.round == owed.payload.round and meeting.offered else None


def quick_text_sent(tx: Tx, owed: Owed[QuickText], message_id: int) -> None:
    """Remember which message offers times, 0 for none: it has not arrived."""
    row = tx.leads.kept(int(owed.ref))
    if owed.payload.round and row is not None:
        sent(tx, row, owed.payload.round, message_id)
