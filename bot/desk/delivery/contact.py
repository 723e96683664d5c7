"""The contact of a request's writer as a card that the phone's address book takes."""

from __future__ import annotations

from bot.desk.delivery.cards import Posting
from bot.desk.delivery.prompts import take_away_later
from bot.errors import Refused
from bot.nlu.contact_details import dialled, read_shared_phone
from bot.requests.card import NUMBERED
from bot.requests.request import lead_of, shown
from bot.requests.sent_messages import keep_mentions
from bot.storage import Owed, Tx
from bot.ui.render import DeskWriter, escaped
from flows.dataclass import dataclass


@dataclass(frozen=True, slots=True)
class ContactCards(Posting):
    """Sends contact cards: the method is called after the kind it sends."""

    async def contact(self, owed: Owed[object]) -> int:
        """Send name and number as a contact, or as text where Telegram refuses it; nothing of an erased request.

        A contact cannot be emptied once Telegram no longer lets it be deleted, so it goes after a day.
        """
        row = await self.store.transaction(lambda tx: tx.leads.kept(int(owed.ref)))
        lead = lead_of(row) if row is not None else None
        number = dialled(lead.words("phone")) if lead is not None else ""
        if row is None or lead is None or not number:
            return 0
        name = lead.name or self.desk_speak(NUMBERED.filled(number=shown(lead.number)))
        below = row.card_message_id if row.card_chat_id == owed.chat_id else 0

        async def send(topic_id: int, reply_to: int) -> int:
            return await self.api.send_contact(owed.chat_id, number, name, reply_to=reply_to, thread_id=topic_id)

        try:
            message_id = await self.in_topic(owed, send, below)
        except Refused:
            html = DeskWriter(self.desk_speak).sent_again(owed.repeat)
            html += f"{escaped(name)}\n{escaped(read_shared_phone(number).shown)}"
            message_id = await self.post_about(owed, html, reply_to=below)

        def note(tx: Tx) -> None:
            keep_mentions(tx, owed.chat_id, message_id, [lead.number])
            take_away_later(tx, owed.chat_id, message_id)

        await self.store.transaction(note)
        return message_id
