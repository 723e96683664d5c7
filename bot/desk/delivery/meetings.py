"""A time to meet as it is sent: to the writer as buttons, as agreed, as a file; to the supervisor below the card."""

from __future__ import annotations

from collections.abc import Awaitable
from contextlib import suppress
from typing import Any

from bot.desk.delivery.cards import Posting
from bot.desk.delivery.letters import head_of
from bot.errors import Refused, Unreachable
from bot.hours import usual_hours
from bot.outbox.kinds import AboutMeeting
from bot.requests import meeting_views as views
from bot.requests.calendar_file import NAME, SUMMARY, SUMMARY_AT_DESK, calendar_file
from bot.requests.meetings import agreed_shown, meeting_with, owe_reminder, slot_ahead
from bot.requests.notify import not_told
from bot.requests.request import Lead, lead_of, shown
from bot.requests.sent_messages import keep_letter
from bot.requests.transitions import Act
from bot.storage import Owed, StoredLead, Tx
from bot.ui.render import DeskWriter, Writer, paragraphs
from bot.ui.screens import Field, Rows, Screen
from flows.dataclass import dataclass
from flows.text import Slot, Text

ENDED = {"replaced": views.REPLACED, "left": views.LEFT, "cancelled": views.CANCELLED}
"""What the writer of a request reads of a time that is no longer agreed."""


@dataclass(frozen=True, slots=True)
class Meetings(Posting):
    """Sends it: each method is called after the kind it sends. Of a request erased meanwhile nothing is sent."""

    async def meeting(self, owed: Owed[AboutMeeting]) -> int:
        """Show the writer of a request how the meeting stands: in the message that is about it, or below."""
        if (reader := await self._reader(owed)) is None:
            return 0
        made = await self.store.transaction(lambda tx: self._screen(tx, owed, *reader))
        if edit := owed.payload.edit:
            with suppress(Refused):  # an old message that cannot be changed any more: its buttons are known as old
                await self.api.edit(owed.chat_id, edit, made.html, made.rows)
            return edit
        if not made.rows:  # cancelled since
            return 0
        message_id = await self._told(owed, reader[1], made.html, made.rows)
        await self.store.transaction(lambda tx: agreed_shown(tx, int(owed.ref), owed.payload.version, message_id))
        return message_id

    def _screen(self, tx: Tx, owed: Owed[AboutMeeting], lead: Lead, writer: Writer) -> Screen:
        meeting, slot = meeting_with(tx, lead.number), owed.payload.slot
        match owed.payload.what:
            case "offer" if meeting.offered:
                made = views.proposal(meeting, writer, slot_ahead(tx, lead.number))
                return Screen(f"{head_of(lead, writer.speak, to_writer=True)}\n{made.html}", made.rows)
            case "agreed" if meeting.agreed is not None:
                due_at = usual_hours(self.desk.hours.zone).day_before(meeting.agreed.starts_at)
                return views.agreed(meeting, meeting.agreed, writer, due_at if due_at > tx.now else 0.0)
            case "leave" if meeting.agreed is not None:
                return views.leaving(meeting, meeting.agreed, writer)
            case "declined":
                return Screen(writer.say(views.DECLINED))
            case ended if ended in ENDED and slot is not None:
                return Screen(writer.timed(ENDED[ended].filled(slot=slot)))
        return Screen(writer.say(views.OFFER_ENDED))

    async def meeting_wish(self, owed: Owed[object]) -> int:
        """Ask the writer of a request which times would suit; an answer to it goes to the supervisor."""
        if (reader := await self._reader(owed)) is None:
            return 0
        _, writer = reader
        return await self._told(owed, writer, writer.say(views.WISH), keyboard=Field(writer.speak(views.WISH_FIELD)))

    async def meeting_file(self, owed: Owed[AboutMeeting]) -> int:
        """Send the writer of a request the file for the calendar."""
        if (reader := await self._reader(owed)) is None:
            return 0
        _, writer = reader
        content, gone = await self._file(owed, writer.speak(SUMMARY))
        caption = views.CALLED_OFF if owed.payload.what else views.FILE_GONE
        told = (caption if gone else views.FILE).filled(slot=owed.payload.slot or Slot(0.0))
        html, name = writer.sent_again(owed.repeat) + writer.timed(told), f"{writer.speak(NAME)}.ics"
        message_id = await self._reached(owed, self.api.send_document(owed.chat_id, content, name, html))
        await self.store.transaction(lambda tx: keep_letter(tx, owed, message_id, kind="document"))
        return message_id

    async def meeting_soon(self, owed: Owed[AboutMeeting]) -> int:
        """Remind the writer of a request of the agreed time, if it still is."""
        if (reader := await self._reader(owed, ahead=True)) is None:
            return 0
        _, writer = reader
        slot = writer.slot(owed.payload.slot or Slot(0.0))
        return await self._told(owed, writer, paragraphs(writer.say(views.SOON), f"<b>{slot}</b>"))

    async def desk_meeting_soon(self, owed: Owed[AboutMeeting]) -> int:
        """Remind the supervisor of the agreed time, if it still is; an absence does not put it off."""
        if await self._reader(owed, ahead=True) is None:
            return 0
        lead, card = await self.lead(owed)
        html = self._headed(owed, lead, views.SOON_AT_DESK.filled(slot=owed.payload.slot or Slot(0.0)))
        return await self.post_letter(owed, html, reply_to=card)

    async def desk_meeting(self, owed: Owed[AboutMeeting]) -> int:
        """Tell the supervisor, below the card, what has become of a time: with the file, or a button for others."""
        lead, card = await self.lead(owed)
        speak, hours = self.desk_speak, self.desk.hours
        html, rows = (
            self._headed(owed, lead, views.news(owed.payload)),
            views.proposing(owed.payload, lead.number, speak),
        )
        silent = await self.store.transaction(lambda tx: self.silent(tx, lead))
        if rows:
            message_id = await self.post_about(owed, html, rows, reply_to=card, silent=silent)
        else:
            content, _ = await self._file(owed, speak(SUMMARY_AT_DESK.filled(number=shown(lead.number))))
            message_id = await self.file_about(owed, content, f"{speak(NAME)}.ics", html, reply_to=card, silent=silent)

        def note(tx: Tx) -> None:
            if keep_letter(tx, owed, message_id, kind="text" if rows else "document") and not rows:
                owe_reminder(tx, owed.chat_id, "desk_meeting_soon", meeting_with(tx, lead.number), hours)
            if rows or owed.payload.what == "cancelled":
                self.desk.act(tx, lead.number, Act.WRITTEN)

        await self.store.transaction(note)
        return message_id

    def _headed(self, owed: Owed[AboutMeeting], lead: Lead, text: Text) -> str:
        speak = self.desk_speak
        return f"{head_of(lead, speak, to_writer=False, repeated=owed.repeat)}\n{DeskWriter(speak).timed(text)}"

    async def _reader(self, owed: Owed[Any], *, ahead: bool = False) -> tuple[Lead, Writer] | None:
        """Return the row's lead and who writes to its writer; None when it is erased, or no longer `ahead`."""

        def found(tx: Tx) -> StoredLead | None:
            row, meeting = tx.leads.kept(int(owed.ref)), meeting_with(tx, int(owed.ref))
            stands = not ahead or (meeting.agreed == owed.payload.slot and bool(slot_ahead(tx, meeting.number)))
            return row if stands else None

        row = await self.store.transaction(found)
        return (lead_of(row), Writer(self.speak[row.language])) if row is not None else None

    async def _told(
        self, owed: Owed[Any], writer: Writer, html: str, rows: Rows = (), keyboard: Field | None = None
    ) -> int:
        """Post a message to the writer of a request, and remember it."""
        post = self.api.post(owed.chat_id, writer.sent_again(owed.repeat) + html, rows, reply_keyboard=keyboard)
        message_id = await self._reached(owed, post)
        await self.letter(owed, message_id)
        return message_id

    async def _reached(self, owed: Owed[Any], sent: Awaitable[int]) -> int:
        """Return the id of a message; the supervisor hears when its reader cannot be reached."""
        try:
            return await sent
        except Unreachable:
            await self.store.transaction(lambda tx: not_told(tx, int(owed.ref)))
            raise

    async def _file(self, owed: Owed[AboutMeeting], summary: str) -> tuple[bytes, bool]:
        """Return the calendar file of the time that a row is about, and whether it takes that time away."""
        meeting, now = await self.store.transaction(lambda tx: (meeting_with(tx, int(owed.ref)), tx.now))
        slot, zone = owed.payload.slot or Slot(0.0), self.desk.hours.zone
        gone, version = meeting.agreed != slot, owed.payload.version
        return calendar_file(meeting.uid, slot, version, summary, zone=zone, now=now, cancelled=gone), gone
