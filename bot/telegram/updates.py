"""Raw updates as events. Pure; the one place that reads Telegram's own shapes.

Source: https://core.telegram.org/bots/api#update
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from html import escape
from typing import Any, Final, TypeAlias

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

ALLOWED_UPDATES: Final = ("message", "edited_message", "callback_query", "my_chat_member", "message_reaction")
"""What the bot asks Telegram for; everything else it would ignore."""

# An animation also fills "document", a venue also "location": the more telling field first.
KINDS: Final = (
    *("animation", "checklist", "giveaway", "audio", "contact", "dice", "document", "game", "invoice", "live_photo"),
    *("location", "paid_media", "passport_data", "photo", "poll", "sticker", "story", "successful_payment", "venue"),
    *("video", "video_note", "voice"),
)

_FIELDS = """
animation audio author_signature boost_added business_connection_id caption caption_entities channel_chat_created chat
chat_background_set chat_owner_changed chat_owner_left chat_shared checklist checklist_tasks_added checklist_tasks_done
connected_website contact date delete_chat_photo dice direct_message_price_changed direct_messages_topic document
edit_date effect_id entities external_reply forum_topic_closed forum_topic_created forum_topic_edited
forum_topic_reopened forward_origin from game general_forum_topic_hidden general_forum_topic_unhidden gift
gift_upgrade_sent giveaway giveaway_completed giveaway_created giveaway_winners group_chat_created
guest_bot_caller_chat guest_bot_caller_user guest_query_id has_media_spoiler has_protected_content invoice
is_automatic_forward is_from_offline is_paid_post is_topic_message left_chat_member link_preview_options live_photo
location managed_bot_created media_group_id message_auto_delete_timer_changed message_id message_thread_id
migrate_from_chat_id migrate_to_chat_id new_chat_members new_chat_photo new_chat_title paid_media
paid_message_price_changed paid_star_count passport_data photo pinned_message poll poll_option_added
poll_option_deleted proximity_alert_triggered quote refunded_payment reply_markup reply_to_checklist_task_id
reply_to_message reply_to_poll_option_id reply_to_story sender_boost_count sender_business_bot sender_chat sender_tag
show_caption_above_media sticker story successful_payment suggested_post_approval_failed suggested_post_approved
suggested_post_declined suggested_post_info suggested_post_paid suggested_post_refunded supergroup_chat_created text
unique_gift users_shared venue via_bot video video_chat_ended video_chat_participants_invited video_chat_scheduled
video_chat_started video_note voice web_app_data write_access_allowed
"""
KNOWN: Final = frozenset(_FIELDS.split())
"""The fields of a message that the library knows; any other is of a newer Bot API. A test compares them."""

MARKING: Final = frozenset(
    (
        *("blockquote", "bold", "code", "custom_emoji", "date_time", "expandable_blockquote", "italic", "pre"),
        *("spoiler", "strikethrough", "text_link", "text_mention", "underline"),
    )
)
"""Entities that show in the HTML; addresses, numbers and commands, which Telegram finds by itself, do not."""

Raw: TypeAlias = Mapping[str, Any]
"""An object of the Bot API, as JSON: to make the library's objects of it costs twenty times as much as to read it."""


def parse(raw: Raw, bot_username: str) -> Event | None:
    """Return what happened, or None for what the bot ignores.

    Ignored: channels, other bots, messages without a sender, posts of a group's own channel, service messages,
    commands for another bot. A malformed update raises (any exception): it is then kept aside as poison.
    """
    raw["update_id"]  # whatever has none is no update
    match raw:
        case {"message": message}:
            return _message(message, bot_username, edited=False)
        case {"edited_message": message}:
            return _message(message, bot_username, edited=True)
        case {"callback_query": query}:
            return _tap(query)
        case {"my_chat_member": change}:
            return _membership(change)
        case {"message_reaction": change}:
            return _reaction(change)
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


def _message(message: Raw, bot_username: str, *, edited: bool) -> Event | None:
    chat_id = message["chat"]["id"]
    if "migrate_to_chat_id" in message:
        return Migrated(chat_id, message["migrate_to_chat_id"])
    if "migrate_from_chat_id" in message:
        return Migrated(message["migrate_from_chat_id"], chat_id)
    sender, place = _sender_of(message), _place(message)
    if sender is None:
        return None
    if _answers_elsewhere(message, bot_username):
        place = replace(place, answers_elsewhere=True)
    if "text" in message:
        text = message["text"]
        command = None if edited else _command(message)
        if command is None:
            return Typed(sender, place, text, edited, _content(message))
        name, _, addressee = command.partition("@")
        if addressee and addressee.casefold() != bot_username.casefold():
            return None
        return Command(sender, place, name.lower(), text[len(command) + 1 :].strip())
    if "contact" in message and not edited:
        contact = message["contact"]
        own = contact.get("user_id") == sender.user_id
        return SharedContact(sender, place, contact["phone_number"], own, _content(message))
    if "location" in message:
        if edited:
            return None  # a live location moves every few seconds
        location = message["location"]
        return SharedLocation(sender, place, location["latitude"], location["longitude"], _content(message))
    kind = _kind(message)
    return Other(sender, place, kind, message.get("caption", ""), edited, _content(message)) if kind else None


def _content(message: Raw) -> Content:
    file = message.get(_kind(message))
    if isinstance(file, list):  # a photo in several sizes, the largest last
        file = file[-1]
    of_file: Raw = file if isinstance(file, dict) else {}
    quote = message.get("quote")
    return Content(
        html=_html(message),
        origin=_origin(message),
        quote=quote if quote and quote.get("is_manual") else None,
        album=message.get("media_group_id", ""),
        file_id=of_file.get("file_id", ""),
        file_name=of_file.get("file_name", ""),
    )


def _html(message: Raw) -> str:
    told, marked = ("text", "entities") if "text" in message else ("caption", "caption_entities")
    text, entities = message.get(told, ""), message.get(marked)
    if not entities or MARKING.isdisjoint(entity["type"] for entity in entities):
        return escape(text)
    from bot.telegram.library import html_of

    return html_of(text, entities)


def _origin(message: Raw) -> str:
    """Return who wrote a forwarded message first: a person, or a chat by its title."""
    origin = message.get("forward_origin")
    if origin is None or message.get("is_automatic_forward"):
        return ""
    user = origin.get("sender_user", {})
    named = f"{user.get('first_name', '')} {user.get('last_name', '')}".strip() or origin.get("sender_user_name")
    chat = origin.get("sender_chat") or origin.get("chat") or message["chat"]
    return str(named or chat.get("title") or "?")


def _command(message: Raw) -> str | None:
    """Return the command at the very start, with @bot but without the slash; what somebody else wrote is none."""
    if "forward_origin" in message:
        return None
    for entity in message.get("entities", ()):
        # Commands are ASCII, so that Telegram's UTF-16 length is a length in characters here.
        if entity["type"] == "bot_command" and entity["offset"] == 0:
            return str(message["text"][1 : entity["length"]])
    return None


def _kind(message: Raw) -> str:
    """Return the field that holds the content; "" for text and service messages. A field too new to be known counts."""
    for kind in KINDS:
        if message.get(kind):
            return kind
    return next((field for field in message if field not in KNOWN), "")


def _tap(query: Raw) -> Tap | None:
    sender, message = query["from"], query.get("message")  # a message older than 48 h comes without its content
    if message is None or "data" not in query or sender["is_bot"]:
        return None
    place = _place(message)
    if place.chat_type == "private" and sender["id"] != place.chat_id:
        return None  # nobody else has this chat
    return Tap(_sender(sender), place, query["id"], query["data"])


def _membership(change: Raw) -> Membership | None:
    chat = change["chat"]
    if chat["type"] == "channel":
        return None
    return Membership(_sender(change["from"]), Place(chat["id"], chat["type"]), change["new_chat_member"]["status"])


def _reaction(change: Raw) -> Reaction | None:
    """Return what was put on a message; what was only taken away says nothing."""
    user, chat, message_id = change.get("user"), change["chat"], change["message_id"]
    added = [each for each in change["new_reaction"] if each not in change["old_reaction"]]
    if user is None or user["is_bot"] or not added:
        return None
    emoji = added[-1]["emoji"] if added[-1]["type"] == "emoji" else ""
    return Reaction(_sender(user), Place(chat["id"], chat["type"], message_id, message_id), emoji)


def _sender_of(message: Raw) -> Sender | None:
    """Return who wrote a message: in a group also an administrator or a member in the name of a chat."""
    user, chat, kind = message.get("from"), message.get("sender_chat"), message["chat"]["type"]
    if kind == "channel" or message.get("is_automatic_forward"):
        return None
    if chat is not None:
        if kind not in ("group", "supergroup"):
            return None
        return Sender(chat["id"], message.get("author_signature") or chat.get("title", ""))
    return _sender(user) if user is not None and not user["is_bot"] else None


def _sender(user: Raw) -> Sender:
    last_name, username, language = (user.get(name, "") for name in ("last_name", "username", "language_code"))
    return Sender(user["id"], user["first_name"], last_name, username, language)


def _answers_elsewhere(message: Raw, bot_username: str) -> bool:
    """Tell whether a reply is to this bot's message in another chat.

    Telegram names neither chat nor message when that was a plain group, also not the one that this chat once was.
    Source: https://core.telegram.org/bots/api#externalreplyinfo; tdlib/td issue 1002: old messages stay in the old chat
    """
    if "external_reply" not in message:
        return False
    name = message["external_reply"]["origin"].get("sender_user", {}).get("username", "")
    return bool(name) and name.casefold() == bot_username.casefold()


def _place(message: Raw) -> Place:
    chat = message["chat"]
    # Elsewhere than in a forum the field only names the first message of a chain of replies.
    thread_id = message.get("message_thread_id", 0) if message.get("is_topic_message") else 0
    reply_to = message["reply_to_message"]["message_id"] if "reply_to_message" in message else 0
    if thread_id and reply_to == thread_id:
        reply_to = 0  # every message of a topic "replies" to its first one: nobody chose that
    public = chat["type"] != "private" and bool(chat.get("username"))
    return Place(chat["id"], chat["type"], message["message_id"], reply_to, thread_id, public)
