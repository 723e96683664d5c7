"""How a time to meet is shown to the writer of a request, and told to the supervisor."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from bot.desk.delivery.cards import LeadGone, Posting
from bot.desk.delivery.letters import head_of
from bot.desk.delivery.sent_messages import keep_letter
from bot.errors import Refused
from bot.requests import meeting_views as views
from bot.requests.card import TIMES
from bot.requests.meetings import arrived, meeting_with
from bot.requests.request import Lead
from bot.requests.transitions import Act
from bot.storage import Owed, Tx
from bot.ui.callbacks import Desk as Tapped
from bot.ui.render import Writer
from bot.ui.screens import Screen
from bot.ui.texts import text_from_json
from flows.text import Slot


@dataclass(frozen=True, slots=True)
class Meetings:
    """Sends what both sides are told of a meeting; `kinds` says which function sends which kind of row."""

    posting: Posting

    def kinds(self) -> Mapping[str, Callable[[Owed], Awaitable[int]]]:
        """Return the function for every kind of row."""
        return {"meeting": self.meeting, "desk_meeting": self.desk_meeting}

    async def meeting(self, owed: Owed) -> int:
        """Show the writer of a request how the meeting stands: in the message that is about it, or below."""
        try:
            lead, _ = await self.posting.lead(owed)
        except LeadGone:
            return 0
        made = await self._screen(owed, lead)
        edit = int(owed.payload["edit"])
        if edit:
            with suppress(Refused):  # an old message that cannot be changed any more: its buttons are known as old
                await self.posting.api.edit(owed.chat_id, edit, made.html, made.rows)
            return edit
        html = Writer(self.posting.speak[lead.language]).sent_again(owed.repeat) + made.html
        message_id = await self.posting.api.post(owed.chat_id, html, made.rows, reply_keyboard=made.keyboard)
        await self.posting.letter(owed, message_id)
        return message_id

    async def _screen(self, owed: Owed, lead: Lead) -> Screen:
        writer = Writer(self.posting.speak[lead.language])
        meeting = await self.posting.store.transaction(lambda tx: meeting_with(tx, lead.number))
        slot = slot_of(owed.payload["slot"])
        match owed.payload["show"]:
            case "offer" if meeting.offered:
                made = views.proposal(meeting, writer)
                head = head_of(lead, writer.speak, to_writer=True)
                return Screen(f"{head}\n{made.html}", made.rows)
            case "agreed":
                return views.agreed(meeting, writer)
            case "replaced" if slot is not None:
                return Screen(writer.say(views.REPLACED.filled(slot=slot)))
            case "declined":
                return Screen(writer.say(views.DECLINED))
            case "wish":
                return views.wish(writer)
        return Screen(writer.say(views.OFFER_ENDED))

    async def desk_meeting(self, owed: Owed) -> int:
        """Tell the supervisor, below the card, what has become of the times proposed."""
        lead, card = await self.posting.lead(owed)
        speak = self.posting.desk_speak
        writer, news = Writer(speak), str(owed.payload["news"])
        slots = {name: slot for name in ("slot", "before") if (slot := slot_of(owed.payload[name]))}
        head = head_of(lead, speak, to_writer=False, repeated=owed.repeat)
        html = f"{head}\n{writer.say(views.NEWS[news].filled(**slots))}"
        asks = news in ("declined", "gone")
        rows = ((writer.button(TIMES, Tapped("quick_times", lead.number)),),) if asks else ()
        silent = await self.posting.store.transaction(lambda tx: self.posting.silent(tx, lead))
        message_id = await self.posting.post_about(owed, html, rows, reply_to=card, silent=silent)

        def note(tx: Tx) -> None:
            keep_letter(tx, owed, message_id)
            if asks:
                self.posting.desk.act(tx, lead.number, Act.WRITTEN)

        await self.posting.store.transaction(note)
        return message_id


def slot_of(stored: Any) -> Slot | None:
    """Return a time from a payload."""
    return Slot(*stored) if stored else None


def quick_text(tx: Tx, owed: Owed, writer: Writer) -> Screen | None:
    """Return a quick text; times to meet come with a button each. None when others have been proposed since."""
    if not (round_ := owed.payload.get("round")):
        return Screen(writer.say(text_from_json(owed.payload["text"])))
    meeting = meeting_with(tx, int(owed.ref))
    return views.proposal(meeting, writer) if meeting.round == round_ and meeting.offered else None


def quick_text_arrived(tx: Tx, owed: Owed, message_id: int) -> None:
    """Remember which message offers times."""
    if round_ := owed.payload.get("round"):
        arrived(tx, int(owed.ref), round_, message_id)
