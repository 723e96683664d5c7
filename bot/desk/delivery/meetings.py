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
from bot.requests.meetings import agreed_shown, is_ahead, meeting_with, queue_reminder
from bot.requests.notify import not_told
from bot.requests.request import Lead, lead_of, shown
from bot.requests.sent_messages import keep_letter
from bot.requests.transitions import Act
from bot.storage import Queued, StoredLead, Tx
from bot.ui.render import DeskWriter, Writer, paragraphs
from bot.ui.screens import Field, Rows, Screen
from flows.dataclass import dataclass
from flows.text import Slot, Text

ENDED = {"replaced": views.REPLACED, "left": views.LEFT, "cancelled": views.CANCELLED}
"""What the writer of a request reads of a time that is no longer agreed."""


@dataclass(frozen=True, slots=True)
class Meetings(Posting):
    """Sends it: each method is called after the kind it sends. Of a request erased meanwhile nothing is sent."""

    async def meeting(self, queued: Queued[AboutMeeting]) -> int:
        """Show the writer of a request how the meeting stands: in the message that is about it, or below."""
        if (reader := await self._reader(queued)) is None:
            return 0
        made = await self.store.transaction(lambda tx: self._screen(tx, queued, *reader))
        if edit := queued.payload.edit:
            with suppress(Refused):  # an old message that cannot be changed any more: its buttons are known as old
                await self.api.edit(queued.chat_id, edit, made.html, made.rows)
            return edit
        if not made.rows:  # cancelled since
            return 0
        message_id = await self._told(queued, reader[1], made.html, made.rows)
        await self.store.transaction(lambda tx: agreed_shown(tx, int(queued.ref), queued.payload.version, message_id))
        return message_id

    def _screen(self, tx: Tx, queued: Queued[AboutMeeting], lead: Lead, writer: Writer) -> Screen:
        meeting, slot = meeting_with(tx, lead.number), queued.payload.slot
        match queued.payload.what:
            case "offer" if meeting.offered:
                made = views.proposal(meeting, writer)
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

    async def meeting_wish(self, queued: Queued[object]) -> int:
        """Ask the writer of a request which times would suit; an answer to it goes to the supervisor."""
        if (reader := await self._reader(queued)) is None:
            return 0
        _, writer = reader
        return await self._told(queued, writer, writer.say(views.WISH), keyboard=Field(writer.speak(views.WISH_FIELD)))

    async def meeting_file(self, queued: Queued[AboutMeeting]) -> int:
        """Send the writer of a request the file for the calendar."""
        if (reader := await self._reader(queued)) is None:
            return 0
        _, writer = reader
        content, gone = await self._file(queued, writer.speak(SUMMARY))
        caption = views.CALLED_OFF if queued.payload.what else views.FILE_GONE
        told = (caption if gone else views.FILE).filled(slot=queued.payload.slot or Slot(0.0))
        html, name = writer.sent_again(queued.repeat) + writer.timed(told), f"{writer.speak(NAME)}.ics"
        message_id = await self._reached(queued, self.api.send_document(queued.chat_id, content, name, html))
        await self.store.transaction(lambda tx: keep_letter(tx, queued, message_id, kind="document"))
        return message_id

    async def meeting_soon(self, queued: Queued[AboutMeeting]) -> int:
        """Remind the writer of a request of the agreed time, if it still is."""
        if (reader := await self._reader(queued, ahead=True)) is None:
            return 0
        _, writer = reader
        slot = writer.slot(queued.payload.slot or Slot(0.0))
        return await self._told(queued, writer, paragraphs(writer.say(views.SOON), f"<b>{slot}</b>"))

    async def desk_meeting_soon(self, queued: Queued[AboutMeeting]) -> int:
        """Remind the supervisor of the agreed time, if it still is; an absence does not put it off."""
        if await self._reader(queued, ahead=True) is None:
            return 0
        lead, card = await self.lead(queued)
        html = self._headed(queued, lead, views.SOON_AT_DESK.filled(slot=queued.payload.slot or Slot(0.0)))
        return await self.post_letter(queued, html, reply_to=card)

    async def desk_meeting(self, queued: Queued[AboutMeeting]) -> int:
        """Tell the supervisor, below the card, what has become of a time: with the file, or a button for others."""
        lead, card = await self.lead(queued)
        speak, hours = self.desk_speak, self.desk.hours
        html, rows = (
            self._headed(queued, lead, views.news(queued.payload)),
            views.proposing(queued.payload, lead.number, speak),
        )
        silent = await self.store.transaction(lambda tx: self.silent(tx, lead))
        if rows:
            message_id = await self.post_about(queued, html, rows, reply_to=card, silent=silent)
        else:
            content, _ = await self._file(queued, speak(SUMMARY_AT_DESK.filled(number=shown(lead.number))))
            message_id = await self.file_about(
                queued, content, f"{speak(NAME)}.ics", html, reply_to=card, silent=silent
            )

        def note(tx: Tx) -> None:
            if keep_letter(tx, queued, message_id, kind="text" if rows else "document") and not rows:
                queue_reminder(tx, queued.chat_id, "desk_meeting_soon", meeting_with(tx, lead.number), hours)
            if rows or queued.payload.what == "cancelled":
                self.desk.act(tx, lead.number, Act.WRITTEN)

        await self.store.transaction(note)
        return message_id

    def _headed(self, queued: Queued[AboutMeeting], lead: Lead, text: Text) -> str:
        speak = self.desk_speak
        return f"{head_of(lead, speak, to_writer=False, repeated=queued.repeat)}\n{DeskWriter(speak).timed(text)}"

    async def _reader(self, queued: Queued[Any], *, ahead: bool = False) -> tuple[Lead, Writer] | None:
        """Return the row's lead and who writes to its writer; None when it is erased, or no longer `ahead`."""

        def found(tx: Tx) -> StoredLead | None:
            row, meeting = tx.leads.kept(int(queued.ref)), meeting_with(tx, int(queued.ref))
            stands = meeting.agreed == queued.payload.slot and is_ahead(tx, meeting.number) if ahead else True
            return row if stands else None

        row = await self.store.transaction(found)
        return (lead_of(row), Writer(self.speak[row.language])) if row is not None else None

    async def _told(
        self, queued: Queued[Any], writer: Writer, html: str, rows: Rows = (), keyboard: Field | None = None
    ) -> int:
        """Post a message to the writer of a request, and remember it."""
        post = self.api.post(queued.chat_id, writer.sent_again(queued.repeat) + html, rows, reply_keyboard=keyboard)
        message_id = await self._reached(queued, post)
        await self.letter(queued, message_id)
        return message_id

    async def _reached(self, queued: Queued[Any], sent: Awaitable[int]) -> int:
        """Return the id of a message; the supervisor hears when its reader cannot be reached."""
        try:
            return await sent
        except Unreachable:
            await self.store.transaction(lambda tx: not_told(tx, int(queued.ref)))
            raise

    async def _file(self, queued: Queued[AboutMeeting], summary: str) -> tuple[bytes, bool]:
        """Return the calendar file of the time that a row is about, and whether it takes that time away."""
        meeting, now = await self.store.transaction(lambda tx: (meeting_with(tx, int(queued.ref)), tx.now))
        slot, zone = queued.payload.slot or Slot(0.0), self.desk.hours.zone
        gone, version = meeting.agreed != slot, queued.payload.version
        return calendar_file(meeting.uid, slot, version, summary, zone=zone, now=now, cancelled=gone), gone
