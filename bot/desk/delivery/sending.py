"""How rows of the supervisor's desk are sent: cards, what goes between supervisor and prospect, reminders, slips."""

from __future__ import annotations

from collections.abc import Collection
from contextlib import suppress
from dataclasses import replace

from bot.desk.asked import STAYS_SECONDS, remember
from bot.desk.delivery.cards import Posting
from bot.desk.delivery.cleanup import TakenAway
from bot.desk.delivery.letters import whole
from bot.desk.delivery.meetings import Meetings
from bot.desk.delivery.prompts import named, queue_slip, take_away_later
from bot.desk.delivery.relay import Relay
from bot.desk.delivery.reminders import Minding
from bot.desk.handlers.commands import menu
from bot.desk.handlers.replies import posted
from bot.desk.reports.send import Reports
from bot.errors import DeliveryError, Refused
from bot.hours import DAY
from bot.nlu.contact_details import dialled, read_shared_phone
from bot.outbox.dispatcher import More
from bot.outbox.kinds import AskSlip, Card, FoundSlip, Part, Photo, ProfileSlip, Slip
from bot.requests.card import NUMBERED
from bot.requests.profile import PHOTO
from bot.requests.profile import keep as keep_profile
from bot.requests.profile import read as read_profile
from bot.requests.request import lead_of, shown
from bot.requests.sent_messages import keep_mentions
from bot.requests.supervisor_chat import supervisor_chat
from bot.storage import Queued, Tx
from bot.ui.render import DeskWriter, escaped
from flows.dataclass import dataclass
from flows.text import N_

PHOTO_REFUSED = N_(
    "profile.photo.refused",
    "Telegram did not take that picture as a profile photo. Send another one, at least 200 pixels wide and high.",
)


@dataclass(frozen=True, slots=True)
class DeskSending(Posting):
    """Sends the desk's rows: each method the kind it is called after, `slip` all slips."""

    @property
    def senders(self) -> tuple[object, ...]:
        """Whatever has methods called after a kind."""
        what = (self.speak, self.language, self.desk, self.store, self.api, self.icons)
        senders = (Relay, Meetings, Minding, TakenAway, Reports)
        return self, *(each(*what) for each in senders)

    async def card(self, queued: Queued[Card]) -> int:
        """Bring a lead's card up to date in the supervisor's chat: post it the first time, edit it after that."""
        row, made, silent = await self.store.transaction(
            lambda tx: self.made_card(tx, queued, more=queued.payload.more)
        )
        if row is None:
            return 0
        if row.card_message_id and row.card_chat_id == queued.chat_id:
            if row.unreadable:
                return row.card_message_id  # the card is now the only place where its words can still be read
            # The topic's name first: when the topic is gone, so is the card.
            if await self.topics.named(row):
                if await self.api.edit(queued.chat_id, row.card_message_id, made.html, made.rows):
                    return row.card_message_id
            else:
                await self.topics.forget(queued.chat_id, row.number)
        return await self.post_card(queued, made, silent=silent)

    async def card_anew(self, queued: Queued[object]) -> int:
        """Post a lead's card again, below everything; the one before loses its buttons and still takes replies."""
        row, made, silent = await self.store.transaction(lambda tx: self.made_card(tx, queued))
        if row is None:
            return 0
        silent = silent and lead_of(row).hushed
        message_id = await self.post_card(queued, made, silent=silent)
        await self.superseded(queued, row)
        return message_id

    async def contact(self, queued: Queued[object]) -> int:
        """Send name and number as a contact, or as text where Telegram refuses it; nothing of an erased request.

        A contact cannot be emptied once Telegram no longer lets it be deleted, so it goes after a day.
        """
        row = await self.store.transaction(lambda tx: tx.leads.kept(int(queued.ref)))
        lead = lead_of(row) if row is not None else None
        number = dialled(lead.words("phone")) if lead is not None else ""
        if row is None or lead is None or not number:
            return 0
        name = lead.name or self.desk_speak(NUMBERED.filled(number=shown(lead.number)))
        below = row.card_message_id if row.card_chat_id == queued.chat_id else 0

        async def send(topic_id: int, reply_to: int) -> int:
            return await self.api.send_contact(queued.chat_id, number, name, reply_to=reply_to, thread_id=topic_id)

        kind = ""
        try:
            message_id = await self.in_topic(queued, send, below)
        except Refused:
            html = DeskWriter(self.desk_speak).sent_again(queued.repeat)
            html += f"{escaped(name)}\n{escaped(read_shared_phone(number).shown)}"
            message_id, kind = await self.post_about(queued, html, reply_to=below), "text"

        def note(tx: Tx) -> None:
            keep_mentions(tx, queued.chat_id, message_id, [lead.number])
            take_away_later(tx, queued.chat_id, message_id, kind=kind)

        await self.store.transaction(note)
        return message_id

    async def all_answers(self, queued: Queued[Part]) -> int | More:
        """Send everything of a lead, in as many messages as it takes, below its card."""
        lead, reply_to = await self.lead(queued)
        parts = list(whole(lead, self.desk_speak, self.speak))
        at = queued.payload.part
        if at >= len(parts):
            return 0  # the lead was changed between two parts
        if queued.repeat:
            return await self.announced_again(queued, self.desk_speak)
        message_id = await self.post_letter(queued, parts[at], reply_to=reply_to)
        return More(Part(at + 1)) if at + 1 < len(parts) else message_id

    async def is_back(self, queued: Queued[object]) -> int:
        """Let no screen say any more that the supervisor is away, now that the last day is over."""
        await self.store.transaction(self.desk.is_back)
        return 0

    async def slip(self, queued: Queued[Slip]) -> int:
        """Post a slip, or make a message into it."""
        made = (
            await self.slips.found(self.store, queued.payload.word)
            if isinstance(queued.payload, FoundSlip)
            else await self.store.transaction(lambda tx: self.slips.made(tx, queued))
        )
        if made is None:
            return 0
        edit, reply_to = queued.payload.edit, queued.payload.reply_to
        message_id = edit if edit and await self.api.edit(queued.chat_id, edit, made.html, made.rows) else 0
        if not message_id:
            html = DeskWriter(self.desk_speak).sent_again(queued.repeat) + made.html
            message_id = await self.post_about(queued, html, made.rows, made.keyboard, reply_to=reply_to)
            if made.keyboard is not None:
                seconds = STAYS_SECONDS if isinstance(queued.payload, AskSlip) else DAY
                await self.store.transaction(lambda tx: take_away_later(tx, queued.chat_id, message_id, seconds))
        if queued.kind in ("slip.draft_sent", "slip.reply"):
            await self.letter(queued, message_id)  # a reply to it is for the writer
        elif not queued.ref:
            await self.store.transaction(lambda tx: _is_shown(tx, queued, message_id, named(made)))
        elif message_id != edit:
            before = await self.store.transaction(lambda tx: self._is_posted(tx, queued, message_id))
            if before:
                with suppress(DeliveryError):  # the slip has arrived, so it must not be sent again for this
                    await self.api.strip_buttons(queued.chat_id, before)
        return message_id

    def _is_posted(self, tx: Tx, queued: Queued[Slip], message_id: int) -> int:
        keep_mentions(tx, queued.chat_id, message_id, [int(queued.ref)])
        return posted(tx, queued, message_id)

    async def profile_photo(self, queued: Queued[Photo]) -> int:
        """Set the bot's profile photo, or take it away, and show the field as it is then."""
        file_id = queued.payload.file_id
        try:
            await (self.api.set_photo(file_id) if file_id else self.api.remove_photo())
        except Refused:
            return await self.api.post(queued.chat_id, DeskWriter(self.desk_speak).say(PHOTO_REFUSED))

        def note(tx: Tx) -> None:
            keep_profile(tx, replace(read_profile(tx), photo=file_id))
            queue_slip(tx, queued.chat_id, "profile", ProfileSlip(key=PHOTO))

        await self.store.transaction(note)
        return 0

    async def menu(self, queued: Queued[object]) -> int:
        """Show the supervisor's commands in the supervisor's chat, and in a chat that was it before no longer."""
        at_home = await self.store.transaction(lambda tx: supervisor_chat(tx) == queued.chat_id)
        commands = [(name, self.desk_speak(what)) for name, what in menu(self.language)] if at_home else []
        with suppress(DeliveryError):  # the next start sets it again; a card must never wait behind a menu
            await self.api.set_commands(commands, chat_id=queued.chat_id)
        return 0


def _is_shown(tx: Tx, queued: Queued[Slip], message_id: int, numbers: Collection[int]) -> None:
    if isinstance(queued.payload, AskSlip):
        remember(tx, queued.chat_id, message_id, queued.payload)
    keep_mentions(tx, queued.chat_id, message_id, numbers)
