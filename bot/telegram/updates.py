"""Raw updates as events. Pure; the one place that reads Telegram's own shapes.

Source: https://core.telegram.org/bots/api#update
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Final

from telegram import (
    CallbackQuery,
    Chat,
    ChatMemberUpdated,
    Message,
    MessageEntity,
    MessageOriginUser,
    MessageReactionUpdated,
    ReactionTypeEmoji,
    Update,
    User,
)
from telegram.constants import ChatType, MessageAttachmentType, UpdateType

from bot.events import (
    Command,
    Content,
    Event,
    Membership,
    Migrated,
    Other,
    Place,
    Reaction,
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
    UpdateType.MESSAGE_REACTION.value,
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

    Ignored: channels, other bots, messages without a sender, posts of a group's own channel, service messages,
    commands for another bot. A malformed update raises (any exception): it is then kept aside as poison.
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
    if update.message_reaction:
        return _reaction(update.message_reaction)
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
    sender, place = _sender_of(message), _place(message)
    if sender is None:
        return None
    content = _content(message)
    if _answers_elsewhere(message, bot_username):
        place = replace(place, answers_elsewhere=True)
    if message.text is not None:
        command = None if edited else _command(message)
        if command is None:
            return Typed(sender, place, message.text, edited, content)
        name, _, addressee = command.partition("@")
        if addressee and addressee.casefold() != bot_username.casefold():
            return None
        return Command(sender, place, name.lower(), message.text[len(command) + 1 :].strip())
    if message.contact and not edited:
        own = message.contact.user_id == sender.user_id
        return SharedContact(sender, place, message.contact.phone_number, own, content)
    if message.location:
        if edited:
            return None  # a live location moves every few seconds
        return SharedLocation(sender, place, message.location.latitude, message.location.longitude, content)
    kind = _kind(message)
    return Other(sender, place, kind, message.caption or "", edited, content) if kind else None


def _content(message: Message) -> Content:
    file = message.effective_attachment
    if isinstance(file, tuple):  # a photo in several sizes, the largest last
        file = file[-1] if file else None
    return Content(
        html=(message.text_html if message.text is not None else message.caption_html) or "",
        origin=_origin(message),
        quote=message.quote.to_dict() if message.quote and message.quote.is_manual else None,
        album=message.media_group_id or "",
        file_id=str(getattr(file, "file_id", None) or ""),
        file_name=str(getattr(file, "file_name", None) or ""),
    )


def _origin(message: Message) -> str:
    """Return who wrote a forwarded message first: a person, or a chat by its title."""
    origin = message.forward_origin
    if origin is None or message.is_automatic_forward:
        return ""
    user, chat = getattr(origin, "sender_user", None), getattr(origin, "sender_chat", None)
    named = user.full_name if user else getattr(origin, "sender_user_name", "")
    return str(named or (chat or getattr(origin, "chat", None) or message.chat).title or "?")


def _command(message: Message) -> str | None:
    """Return the command at the very start, with @bot but without the slash; what somebody else wrote is none."""
    if message.forward_origin:
        return None
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


def _reaction(change: MessageReactionUpdated) -> Reaction | None:
    """Return what was put on a message; what was only taken away says nothing."""
    added = [each for each in change.new_reaction if each not in change.old_reaction]
    if change.user is None or change.user.is_bot or not added:
        return None
    place = Place(change.chat.id, str(change.chat.type), change.message_id, change.message_id)
    emoji = added[-1].emoji if isinstance(added[-1], ReactionTypeEmoji) else ""
    return Reaction(_sender(change.user), place, emoji)


def _sender_of(message: Message) -> Sender | None:
    """Return who wrote a message: in a group also an administrator or a member in the name of a chat."""
    user, chat = message.from_user, message.sender_chat
    if message.chat.type == ChatType.CHANNEL or message.is_automatic_forward:
        return None
    if chat is not None:
        return Sender(chat.id, message.author_signature or chat.title or "") if _is_group(message.chat) else None
    return _sender(user) if user is not None and not user.is_bot else None


def _is_group(chat: Chat) -> bool:
    return chat.type in (ChatType.GROUP, ChatType.SUPERGROUP)


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
