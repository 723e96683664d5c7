"""What the supervisor is told of a time to meet, below the card: what has become of it, and that it comes."""

from __future__ import annotations

from collections.abc import Awaitable

from bot.desk.delivery.cards import Posting
from bot.desk.delivery.letters import head_of
from bot.desk.delivery.meetings import file_of, still_ahead
from bot.desk.delivery.sent_messages import keep_letter
from bot.outbox.kinds import AboutMeeting
from bot.requests.calendar_file import NAME, SUMMARY_AT_DESK
from bot.requests.card import TIMES
from bot.requests.meeting_views import NEWS, SOON_AT_DESK
from bot.requests.meetings import meeting_with, owe_reminder
from bot.requests.request import Lead, shown
from bot.requests.transitions import Act
from bot.storage import Owed, Tx
from bot.ui.callbacks import Desk as Tapped
from bot.ui.render import DeskWriter
from flows.dataclass import dataclass
from flows.text import Text

FILED = ("agreed", "changed", "cancelled", "called_off")
"""Which news come with a file for the calendar; the others ask the supervisor to propose times."""


@dataclass(frozen=True, slots=True)
class MeetingNews(Posting):
    """Sends it: each method is called after the kind it sends."""

    async def desk_meeting_soon(self, owed: Owed[AboutMeeting]) -> int:
        """Remind the supervisor of the agreed time, if it still is; an absence does not put it off."""
        found = await self.store.transaction(lambda tx: still_ahead(tx, owed))
        if found is None:
            return 0
        lead, slot = found
        _, card = await self.lead(owed)
        html = self._headed(owed, lead, SOON_AT_DESK.filled(slot=slot))
        message_id = await self.post_about(owed, html, reply_to=card)
        await self.letter(owed, message_id)
        return message_id

    def _headed(self, owed: Owed[AboutMeeting], lead: Lead, text: Text) -> str:
        speak = self.desk_speak
        return f"{head_of(lead, speak, to_writer=False, repeated=owed.repeat)}\n{DeskWriter(speak).timed(text)}"

    async def desk_meeting(self, owed: Owed[AboutMeeting]) -> int:
        """Tell the supervisor, below the card, what has become of the times proposed; with the file where one has."""
        lead, card = await self.lead(owed)
        writer, news = DeskWriter(self.desk_speak), owed.payload.what
        told = {"slot": owed.payload.slot, "before": owed.payload.before}
        slots = {name: slot for name, slot in told.items() if slot is not None}
        html = self._headed(owed, lead, NEWS[news].filled(**slots))
        silent = await self.store.transaction(lambda tx: self.silent(tx, lead))
        if news in FILED:
            return await self._filed(owed, lead, html, card, silent=silent)
        rows = ((writer.button(TIMES, Tapped("quick_times", lead.number)),),)
        message_id = await self.post_about(owed, html, rows, reply_to=card, silent=silent)

        def note(tx: Tx) -> None:
            keep_letter(tx, owed, message_id)
            self.desk.act(tx, lead.number, Act.WRITTEN)

        await self.store.transaction(note)
        return message_id

    async def _filed(self, owed: Owed[AboutMeeting], lead: Lead, html: str, card: int, *, silent: bool) -> int:
        """Post a word at the desk with the file for the calendar."""
        speak = self.desk_speak
        summary = speak(SUMMARY_AT_DESK.filled(number=shown(lead.number)))
        hours = self.desk.hours
        content, _ = await self.store.transaction(lambda tx: file_of(tx, owed, summary, hours.zone))

        def send(topic_id: int, below: int) -> Awaitable[int]:
            name, where = f"{speak(NAME)}.ics", {"reply_to": below, "thread_id": topic_id}
            return self.api.send_document(owed.chat_id, content, name, html, silent=silent, **where)

        message_id = await self.in_topic(owed, send, card)

        def note(tx: Tx) -> None:
            if keep_letter(tx, owed, message_id, kind="document"):
                owe_reminder(tx, owed.chat_id, "desk_meeting_soon", meeting_with(tx, lead.number), hours)
                if owed.payload.what == "cancelled":
                    self.desk.act(tx, lead.number, Act.WRITTEN)

        await self.store.transaction(note)
        return message_id
