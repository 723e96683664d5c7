"""Raw updates as events. Pure; the one place that reads Telegram's own shapes.

Source: https://core.telegram.org/bots/api#update
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Final

from telegram import CallbackQuery, ChatMemberUpdated, Message, MessageEntity, MessageOriginUser, Update, User
from telegram.constants import ChatType, MessageAttachmentType, UpdateType

from bot.events import (
    Command,
    Event,
    Membership,
    Migrated,
    Other,
    Place,
    Sender,
    SharedContact,
    SharedLocation,
    Tap,
    Typed,
)

ALLOWED_UPDATES: Final[tuple[str, ...]] = (
    UpdateType.MESSAGE.value,
    UpdateType.EDITED_MESSAGE.value,
    UpdateType.CALLBACK_QUERY.value,
    UpdateType.MY_CHAT_MEMBER.value,
)
"""What the bot asks Telegram for; everything else it would ignore."""

# An animation also fills "document", a venue also "location": the more telling field first.
KINDS: Final[tuple[str, ...]] = (
    MessageAttachmentType.ANIMATION.value,
    "checklist",
    "giveaway",
    *sorted(kind.value for kind in MessageAttachmentType if kind is not MessageAttachmentType.ANIMATION),
)


_PLACE: Final = frozenset(
    {"message_id", "date", "chat", "message_thread_id", "is_topic_message", "reply_to_message", "from"}
)
"""What says where a message stands."""


def parse(raw: Mapping[str, Any], bot_username: str) -> Event | None:
    """Return what happened, or None for what the bot ignores.

    Ignored: channels, other bots, messages without a sender or on behalf of a chat, service messages, commands
    for another bot. A malformed update raises (any exception): it is then kept aside as poison.
    """
    update = Update.de_json(_read_of(raw), None)
    if update.message:
        return _message(update.message, bot_username, edited=False)
    if update.edited_message:
        return _message(update.edited_message, bot_username, edited=True)
    if update.callback_query:
        return _tap(update.callback_query)
    if update.my_chat_member:
        return _membership(update.my_chat_member)
    return None


def chat_id_of(raw: object) -> int:
    """Return the chat of a raw update, however broken the rest is; 0 when there is none."""
    if not isinstance(raw, dict):
        return 0
    for value in raw.values():
        for holder in (value, value.get("message") if isinstance(value, dict) else None):
            chat = holder.get("chat") if isinstance(holder, dict) else None
            found = chat.get("id") if isinstance(chat, dict) else None
            if isinstance(found, int):
                return found
    return 0


def without_others(raw: object) -> object:
    """Return a raw update without what others wrote before: of the messages it points to only the ids are left."""
    if not isinstance(raw, dict):
        return raw
    return {key: _pointing(value, key) if isinstance(value, dict) else value for key, value in raw.items()}


def _read_of(raw: Mapping[str, Any]) -> dict[str, Any]:
    """Return a raw update without the content of messages it only points to: the library would make objects of it."""
    return {key: _placed(value, key) if isinstance(value, dict) else value for key, value in raw.items()}


def _placed(value: dict[str, Any], name: str) -> dict[str, Any]:
    pointer = "message" if name == "callback_query" else "reply_to_message"
    told = value.get(pointer)
    if not isinstance(told, dict):
        return value
    placed = {key: inner for key, inner in told.items() if key in _PLACE}
    return {**value, pointer: _placed(placed, pointer) if pointer == "message" else placed}


def _pointing(value: dict[str, Any], name: str) -> dict[str, Any]:
    pointers = ("message",) if name == "callback_query" else ("reply_to_message", "pinned_message")
    return {
        key: _ids(inner) if key in pointers and isinstance(inner, dict) else inner
        for key, inner in value.items()
        if key not in ("quote", "external_reply")
    }


def _ids(message: dict[str, Any]) -> dict[str, Any]:
    chat = message.get("chat")
    kept: dict[str, Any] = {key: message[key] for key in ("message_id", "date") if key in message}
    return {**kept, "chat": {"id": chat.get("id")}} if isinstance(chat, dict) else kept


def _message(message: Message, bot_username: str, *, edited: bool) -> Event | None:
    chat_id = message.chat.id
    if message.migrate_to_chat_id:
        return Migrated(chat_id, message.migrate_to_chat_id)
    if message.migrate_from_chat_id:
        return Migrated(message.migrate_from_chat_id, chat_id)
    user = message.from_user
    if user is None or user.is_bot or message.sender_chat or message.chat.type == ChatType.CHANNEL:
        return None
    sender, place = _sender(user), _place(message)
    if _answers_elsewhere(message, bot_username):
        place = replace(place, answers_elsewhere=True)
    if message.text is not None:
        command = None if edited else _command(message)
        if command is None:
            return Typed(sender, place, message.text, edited)
        name, _, addressee = command.partition("@")
        if addressee and addressee.casefold() != bot_username.casefold():
            return None
        return Command(sender, place, name.lower(), message.text[len(command) + 1 :].strip())
    if message.contact and not edited:
        own = message.contact.user_id == user.id
        return SharedContact(sender, place, message.contact.phone_number, own)
    if message.location:
        if edited:
            return None  # a live location moves every few seconds
        return SharedLocation(sender, place, message.location.latitude, message.location.longitude)
    kind = _kind(message)
    return Other(sender, place, kind, message.caption or "", edited) if kind else None


def _command(message: Message) -> str | None:
    """Return the command at the very start, with @bot but without the slash."""
    for entity in message.entities:
        # Commands are ASCII, so that Telegram's UTF-16 length is a length in characters here.
        if entity.type == MessageEntity.BOT_COMMAND and entity.offset == 0:
            return (message.text or "")[1 : entity.length]
    return None


def _kind(message: Message) -> str:
    """Return the field that holds the content; "" for service messages. A field too new to be known counts."""
    for kind in KINDS:
        if getattr(message, kind, None):
            return kind
    return next(iter(message.api_kwargs), "")


def _tap(query: CallbackQuery) -> Tap | None:
    if query.message is None or query.data is None or query.from_user.is_bot:
        return None
    message = query.message
    if isinstance(message, Message):
        place = _place(message)
    else:  # inaccessible: older than 48 h, it comes without its content and its topic
        place = Place(message.chat.id, str(message.chat.type), message.message_id)
    return Tap(_sender(query.from_user), place, query.id, query.data)


def _membership(change: ChatMemberUpdated) -> Membership | None:
    if change.chat.type == ChatType.CHANNEL:
        return None
    place = Place(change.chat.id, str(change.chat.type))
    return Membership(_sender(change.from_user), place, str(change.new_chat_member.status))


def _sender(user: User) -> Sender:
    return Sender(user.id, user.first_name, user.last_name or "", user.username or "", user.language_code or "")


def _answers_elsewhere(message: Message, bot_username: str) -> bool:
    """Tell whether a reply is to this bot's message in another chat.

    Telegram names neither chat nor message when that was a plain group, also not the one that this chat once was.
    Source: https://core.telegram.org/bots/api#externalreplyinfo; tdlib/td issue 1002: old messages stay in the old chat
    """
    origin = message.external_reply.origin if message.external_reply else None
    name = origin.sender_user.username if isinstance(origin, MessageOriginUser) else None
    return bool(name) and str(name).casefold() == bot_username.casefold()


def _place(message: Message) -> Place:
    # Elsewhere than in a forum the field only names the first message of a chain of replies.
    thread_id = (message.message_thread_id or 0) if message.is_topic_message else 0
    reply_to = message.reply_to_message.message_id if message.reply_to_message else 0
    if thread_id and reply_to == thread_id:
        reply_to = 0  # every message of a topic "replies" to its first one: nobody chose that
    public = message.chat.type != ChatType.PRIVATE and bool(message.chat.username)
    return Place(message.chat.id, str(message.chat.type), message.message_id, reply_to, thread_id, public)
