"""Changing and deleting what was sent: https://core.telegram.org/bots/api#updating-messages."""

from __future__ import annotations

from bot.local_telegram import rules
from bot.local_telegram.calls import Call
from bot.local_telegram.rules import CONTENT, refusal
from bot.local_telegram.shapes import Chat, Json


def edit_message_text(call: Call) -> Json:
    """editMessageText: an inline keyboard that is not given again is gone."""
    content = call.written(too_long="edited_text_too_long")
    chat = call.chat()
    message = _editable(call, chat)
    if "text" not in message:
        raise refusal("message_without_text")
    return _change(call, chat, message, content)


def edit_message_caption(call: Call) -> Json:
    """editMessageCaption: of every kind of file, voice messages too."""
    caption = call.caption()
    chat = call.chat()
    message = _editable(call, chat)
    kept: Json = {name: message[name] for name in rules.CAPTIONED if name in message}
    if not kept:
        raise refusal("message_without_caption")
    return _change(call, chat, message, {**kept, **caption})


def edit_message_media(call: Call) -> Json:
    """editMessageMedia: another file in the same message, also in the place of a text; never of a voice message."""
    content = call.media()
    chat = call.chat()
    message = _editable(call, chat, refused_by="media_not_editable")
    if not any(kind in message for kind in ("text", *rules.MEDIA)):
        raise refusal("media_not_editable")
    before, after = _kind_of(message), _kind_of(content)
    if "media_group_id" in message and before != after and {before, after} & {*rules.ALBUMS_OF_ONE_KIND, "animation"}:
        raise refusal("album_kind_fixed")
    return _change(call, chat, message, content)


def edit_message_reply_markup(call: Call) -> Json:
    """editMessageReplyMarkup: only the inline keyboard, of every kind of message."""
    chat = call.chat()
    message = _editable(call, chat, kinds=CONTENT)
    return _change(call, chat, message, {name: message[name] for name in CONTENT if name in message})


def delete_message(call: Call) -> bool:
    """deleteMessage: within 48 hours; of others only in private chats or as an administrator."""
    chat = call.chat()
    message = call.own_message(chat, "message_to_delete_not_found")
    _check_deletable(call, chat, message)
    call.model.remove_message(chat, message["message_id"])
    return True


def delete_messages(call: Call) -> bool:
    """deleteMessages: up to 100; those that are gone are passed over, one that cannot be deleted keeps them all."""
    chat = call.chat()
    message_ids = call.message_ids()
    found = [chat.messages[message_id] for message_id in message_ids if message_id in chat.messages]
    for message in found:
        _check_deletable(call, chat, message)
    for message in found:
        call.model.remove_message(chat, message["message_id"])
    return True


def _kind_of(content: Json) -> str:
    """Which kind of file a message or its content holds; "" for none."""
    return next((kind for kind in rules.CAPTIONED if kind in content), "")


def _editable(
    call: Call, chat: Chat, *, kinds: tuple[str, ...] = rules.EDITABLE, refused_by: str = "message_not_editable"
) -> Json:
    """The bot's own message of one of these kinds, however old; one sent with a reply keyboard never can be edited."""
    message = call.own_message(chat, "message_to_edit_not_found")
    if not call.model.from_bot(message) or message["message_id"] in chat.uneditable:
        raise refusal(refused_by)
    if not any(name in message for name in kinds) or "forward_origin" in message:
        raise refusal(refused_by)
    return message


def _change(call: Call, chat: Chat, message: Json, content: Json) -> Json:
    """Put `content` and the call's inline keyboard in the place of the message's own."""
    inline = call.markup(chat, only_inline=True).inline
    call.exchange.flood.check_change(chat)
    kept = {k: v for k, v in message.items() if k not in CONTENT and k not in ("reply_markup", "edit_date")}
    changed = {**kept, **content}
    if inline:
        changed["reply_markup"] = inline
    if changed == {k: v for k, v in message.items() if k != "edit_date"}:
        raise refusal("not_modified")
    changed["edit_date"] = call.model.now()
    call.model.replace_message(chat, changed)
    return changed


def _check_deletable(call: Call, chat: Chat, message: Json) -> None:
    """Supergroups and all other chats have a sentence each, and differ by a second."""
    age = call.model.clock() - message["date"]
    own = call.model.from_bot(message) and any(name in message for name in CONTENT)
    may = own or chat.private or chat.bot_status == "administrator"
    if chat.type == "supergroup":
        if not may or age >= rules.DELETABLE_SECONDS or "forum_topic_created" in message:
            raise refusal("message_not_deletable")
    elif not may or age > rules.DELETABLE_SECONDS:
        raise refusal("message_not_deletable_everywhere")
