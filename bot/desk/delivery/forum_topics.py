"""A forum topic for each request, where the supervisor's chat is a group with topics and the bot may manage them.

Elsewhere, and without that right, everything about a request threads below its card. Name and icon follow the status.
Only the icons that Telegram offers to everybody can be used, and which those are is Telegram's to say
(getForumTopicIconStickers): each status has several in order of liking. Without any, the name alone says it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field, replace

from bot.errors import BotError, Refused
from bot.requests.request import Lead, Status, lead_of, shown
from bot.requests.status_text import NAMES
from bot.storage import Store, StoredLead, Tx
from bot.telegram import Api
from bot.telegram.topics import icons, is_forum, make_topic, name_topic
from bot.ui.i18n import Translator
from flows.dataclass import dataclass
from flows.formats import FORMATS
from flows.text import N_

NAME_LONGEST = 128
"""Characters of a topic's name (createForumTopic)."""

LIKED: Mapping[str, tuple[str, ...]] = {
    Status.NEW: ("❗", "🔥", "💡"),
    Status.TAKEN: ("📝", "📆", "🔎"),
    Status.ANSWERED: ("💬", "🗣", "📣"),
    Status.HANDLED: ("✅", "🏁", "🏆"),
    Status.NOT_FIT: ("📁", "📚"),
}

NAME = N_("topic.name", "No. {number} · {format} · {status}")


def topic_name(lead: Lead, speak: Translator) -> str:
    """Return the name of a request's topic: nothing in it is about a person."""
    name = NAME.filled(
        number=shown(lead.number),
        format=FORMATS[lead.format].name if lead.format in FORMATS else "",
        status=NAMES[lead.status],
    )
    return speak(name)[:NAME_LONGEST]


def topic_in(row: StoredLead | None, chat_id: int) -> int:
    """Return the id of a request's topic in this chat, 0 when it has none."""
    return row.topic_id if row is not None and row.card_chat_id == chat_id else 0


@dataclass(slots=True)
class Icons:
    """Telegram's icons, asked for once; asked again when they could not be had."""

    known: dict[str, str] = field(default_factory=dict)

    async def of(self, api: Api, status: str) -> str:
        """Return the custom emoji id for a status, "" where there is none; never a reason to hold anything up."""
        if not self.known:
            try:
                self.known = await icons(api)
            except BotError:  # an older Bot API server does not even know the method
                return ""
        return next((self.known[emoji] for emoji in LIKED.get(status, ()) if emoji in self.known), "")


@dataclass(frozen=True, slots=True)
class Topics:
    """Makes topics, and lets their names (in the supervisor's language) and icons follow."""

    store: Store
    api: Api
    speak: Translator
    icons: Icons

    async def of(self, chat_id: int, number: int) -> int:
        """Return the id of the topic that a request has, 0 for none."""
        return topic_in(await self.store.transaction(lambda tx: tx.leads.load(number)), chat_id)

    async def opened(self, chat_id: int, number: int) -> int:
        """Return the id of a request's topic, made when it has none; 0 where there are no topics."""
        row = await self.store.transaction(lambda tx: tx.leads.kept(number))
        if row is None or chat_id > 0:
            return 0
        if topic_id := topic_in(row, chat_id):
            return topic_id
        if not await is_forum(self.api, chat_id):
            return 0
        try:
            icon = await self.icons.of(self.api, row.status)
            topic_id = await make_topic(self.api, chat_id, topic_name(lead_of(row), self.speak), icon)
        except Refused:
            return 0  # the bot may not manage topics there
        await self.store.transaction(lambda tx: _topic_is(tx, number, chat_id, topic_id))
        return topic_id

    async def named(self, row: StoredLead) -> bool:
        """Let name and icon of a request's topic follow its status; False when the topic is gone."""
        if not row.topic_id:
            return True
        icon = await self.icons.of(self.api, row.status)
        return await name_topic(self.api, row.card_chat_id, row.topic_id, topic_name(lead_of(row), self.speak), icon)

    async def forget(self, chat_id: int, number: int) -> None:
        """Forget a topic that was deleted, and the card that went with it."""
        await self.store.transaction(lambda tx: _topic_is(tx, number, chat_id, 0))


def card_is(tx: Tx, row: StoredLead, chat_id: int, message_id: int, topic_id: int) -> None:
    """Remember where a request's card is now, 0 for not there yet; one in another chat stays known as a letter."""
    if row.card_message_id and row.card_chat_id != chat_id:  # so that an erasure finds it there
        tx.letters.keep(row.card_chat_id, row.card_message_id, row.number, sent_at=row.created_at)  # or later
    tx.leads.save(replace(row, card_chat_id=chat_id, card_message_id=message_id, topic_id=topic_id))


def _topic_is(tx: Tx, number: int, chat_id: int, topic_id: int) -> None:
    row = tx.leads.load(number)
    if row is not None:
        card_is(tx, row, chat_id, row.card_message_id if topic_id and row.card_chat_id == chat_id else 0, topic_id)
