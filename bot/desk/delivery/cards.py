"""How a message about a request gets to the supervisor: its card, its topic, what is threaded below the card."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from dataclasses import field
from functools import partial
from typing import IO, Any

from bot.desk.away import is_quiet
from bot.desk.delivery.forum_topics import Icons, Topics, card_is
from bot.desk.delivery.prompts import Slips
from bot.desk.lists.related import beside
from bot.desk.service import Desktop
from bot.errors import DeliveryError, Refused
from bot.outbox.dispatcher import More
from bot.requests.card import card
from bot.requests.request import Lead, lead_of
from bot.requests.sent_messages import empty_later, keep_letter
from bot.storage import Queued, Store, StoredLead, Tx
from bot.telegram import Api
from bot.telegram.errors import QuoteGone, TopicClosed, TopicGone
from bot.telegram.topics import in_thread
from bot.ui.i18n import Translator
from bot.ui.render import SENT_AGAIN, DeskWriter
from bot.ui.screens import Field, Keyboard, Rows, Screen
from flows.dataclass import dataclass


class LeadGone(Refused):
    """What is to be sent is about a request that was erased meanwhile."""


@dataclass(frozen=True, slots=True)
class Posting(Desktop):
    """Posts what is about a request, in its topic where it has one."""

    store: Store
    api: Api
    icons: Icons = field(default_factory=Icons)

    @property
    def slips(self) -> Slips:
        """What makes the short messages of the desk."""
        return Slips(self.speak, self.language, self.desk)

    @property
    def topics(self) -> Topics:
        return Topics(self.store, self.api, self.desk_speak, self.icons)

    def made_card(
        self, tx: Tx, queued: Queued[object], *, superseded: bool = False, more: bool = False
    ) -> tuple[StoredLead | None, Screen, bool]:
        """Return the row's lead, its card and whether it comes silently; no lead when it is erased."""
        row = tx.leads.kept(int(queued.ref))
        if row is None:
            return None, Screen(""), False
        lead = self.desk.as_it_comes(tx, lead_of(row))
        others = beside(tx, row, shared=queued.chat_id < 0)
        made = card(
            lead, self.desk_speak, self.speak, repeated=queued.repeat, superseded=superseded, beside=others, more=more
        )
        return row, made, self.silent(tx, lead)

    async def post_card(self, queued: Queued[object], made: Screen, *, silent: bool) -> int:
        """Post a card, in its topic where there are topics, and remember it."""
        number = int(queued.ref)
        topic_id = await self.topics.opened(queued.chat_id, number)
        try:
            message_id = await self.api.post(queued.chat_id, made.html, made.rows, thread_id=topic_id, silent=silent)
        except TopicGone as gone:
            await self.topics.forget(queued.chat_id, number)
            topic_id = 0 if isinstance(gone, TopicClosed) else await self.topics.opened(queued.chat_id, number)
            message_id = await self.api.post(queued.chat_id, made.html, made.rows, thread_id=topic_id, silent=silent)
        await self.store.transaction(lambda tx: self._card_is(tx, number, queued.chat_id, message_id, topic_id))
        return message_id

    async def in_topic(self, queued: Queued[Any], send: Callable[[int, int], Awaitable[int]], reply_to: int) -> int:
        """Send something about a request into its topic (0: none), as a reply.

        A topic that was deleted is made again first. Where one is closed, and no other can be made, card and message
        come in General: below that card, since a reply to the one before would go into the closed topic.
        """
        if not queued.ref:  # about no request: where it was asked for
            return await in_thread(lambda topic: send(topic, reply_to), queued.payload.thread)
        number, below = int(queued.ref), reply_to
        try:
            return await send(await self.topics.of(queued.chat_id, number), reply_to)
        except TopicGone as gone:
            closed = isinstance(gone, TopicClosed)
        row, made, _ = await self.store.transaction(lambda tx: self.made_card(tx, queued))
        if row is None:
            await self.topics.forget(queued.chat_id, number)
            return await send(0, 0)
        await self.topics.forget(queued.chat_id, number)
        card_id = await self.post_card(queued, made, silent=True)
        if closed:
            await self.superseded(queued, row)
            below = card_id
        return await send(await self.topics.of(queued.chat_id, number), below)

    async def superseded(self, queued: Queued[object], row: StoredLead) -> None:
        """Take its buttons off the card that a newer one stands for, and "new" out of it; it still takes replies."""
        if not row.card_message_id or row.card_chat_id != queued.chat_id:
            return
        if row.unreadable:
            await self.letter(queued, row.card_message_id)  # its words stay, in the only place where they can be read
            return
        await self.letter(queued, row.card_message_id)
        found, made, _ = await self.store.transaction(lambda tx: self.made_card(tx, queued, superseded=True))
        if found is not None:
            with suppress(DeliveryError):  # the newer one has arrived, so it must not be sent again for this
                await self.api.edit(queued.chat_id, row.card_message_id, made.html)

    async def post_about(
        self,
        queued: Queued[object],
        html: str,
        rows: Rows = (),
        keyboard: Keyboard | Field | None = None,
        *,
        reply_to: int,
        silent: bool = False,
        quote: Mapping[str, Any] | None = None,
    ) -> int:
        """Post a message about the row's request, if any, and return its id; a quote that is gone is left out."""

        async def send(topic_id: int, below: int) -> int:
            there = partial(self.api.post, queued.chat_id, html, rows, reply_to=below, thread_id=topic_id)
            try:
                return await there(reply_keyboard=keyboard, silent=silent, quote=quote)
            except QuoteGone:
                return await there(reply_keyboard=keyboard, silent=silent)

        return await self.in_topic(queued, send, reply_to)

    async def post_letter(
        self,
        queued: Queued[object],
        html: str,
        *,
        reply_to: int,
        silent: bool = False,
        quote: Mapping[str, Any] | None = None,
        source: tuple[int, int] = (0, 0),
    ) -> int:
        """Post a message that is a letter: a reply to it is for the writer. `source`: as for `letter`."""
        message_id = await self.post_about(queued, html, reply_to=reply_to, silent=silent, quote=quote)
        await self.letter(queued, message_id, source)
        return message_id

    async def file_about(
        self,
        queued: Queued[object],
        content: bytes | IO[bytes],
        name: str,
        html: str,
        *,
        reply_to: int,
        silent: bool = False,
    ) -> int:
        """Post a file about the row's request, if any, with a caption, and return the message's id."""

        def send(topic_id: int, below: int) -> Awaitable[int]:
            there = {"reply_to": below, "thread_id": topic_id}
            return self.api.send_document(queued.chat_id, content, name, html, silent=silent, **there)

        return await self.in_topic(queued, send, reply_to)

    def _card_is(self, tx: Tx, number: int, chat_id: int, message_id: int, topic_id: int) -> None:
        row = tx.leads.kept(number)
        if row is None:
            # Erased while the card was on its way.
            empty_later(tx, chat_id, number, card=message_id, topic=topic_id)
            return
        card_is(tx, row, chat_id, message_id, topic_id)
        self.desk.watch(tx, row, lead_of(row).handling)

    async def lead(self, queued: Queued[object]) -> tuple[Lead, int]:
        """Return the row's lead and the message to thread below: its card, when it is in this chat."""
        row = await self.store.transaction(lambda tx: tx.leads.kept(int(queued.ref)))
        if row is None:
            raise LeadGone("the lead is gone")
        return lead_of(row), row.card_message_id if row.card_chat_id == queued.chat_id else 0

    async def letter(self, queued: Queued[object], message_id: int, source: tuple[int, int] = (0, 0)) -> None:
        """Remember that this message is about the row's lead."""
        await self.store.transaction(lambda tx: keep_letter(tx, queued, message_id, source))

    async def announced_again(self, queued: Queued[object], speak: Translator) -> More:
        """Say that what follows may have arrived before: a copy cannot say so itself."""
        await self.api.post(queued.chat_id, DeskWriter(speak).faint(SENT_AGAIN), silent=True)
        return More(queued.payload, announced=True)

    def silent(self, tx: Tx, lead: Lead) -> bool:
        """Whether what arrives now about a lead comes without a sound: a crisis only after enough alarms."""
        return (lead.format != "crisis" or lead.hushed) and is_quiet(tx, self.desk.hours)
