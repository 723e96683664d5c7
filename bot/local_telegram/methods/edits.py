"""Changing and deleting what was sent: https://core.telegram.org/bots/api#updating-messages."""

from __future__ import annotations

from bot.local_telegram import rules
from bot.local_telegram.calls import Call, Method
from bot.local_telegram.methods.files import media
from bot.local_telegram.methods.messages import CONTENT
from bot.local_telegram.rules import refusal
from bot.local_telegram.shapes import Chat, Json

CAPTIONED = ("photo", "document", "video", "voice")


def edit_message_text(call: Call) -> Json:
    """editMessageText: an inline keyboard that is not given again is gone."""
    text, entities = call.formatted("text", entities="entities")
    if not text:
        raise refusal("text_empty")
    if len(text) > rules.TEXT_LENGTH:
        raise refusal("edited_text_too_long")
    chat = call.chat()
    message = _editable(call, chat)
    if "text" not in message:
        raise refusal("message_without_text")
    return _change(call, chat, message, {"text": text, "entities": entities} if entities else {"text": text})


def edit_message_caption(call: Call) -> Json:
    """editMessageCaption: of a photo or document."""
    caption = call.caption()
    chat = call.chat()
    message = _editable(call, chat)
    if not any(kind in message for kind in CAPTIONED):
        raise refusal("message_without_caption")
    kept = {name: message[name] for name in CAPTIONED if name in message}
    return _change(call, chat, message, {**kept, **caption})


def edit_message_media(call: Call) -> Json:
    """editMessageMedia: another photo or document in the same message."""
    chat = call.chat()
    message = _editable(call, chat)
    return _change(call, chat, message, media(call))


def edit_message_reply_markup(call: Call) -> Json:
    """editMessageReplyMarkup: only the inline keyboard."""
    chat = call.chat()
    message = _editable(call, chat)
    return _change(call, chat, message, {name: message[name] for name in CONTENT if name in message})


def delete_message(call: Call) -> bool:
    """deleteMessage: within 48 hours; of others only in private chats or as an administrator."""
    chat = call.chat()
    message = call.own_message(chat, "message_to_delete_not_found")
    _check_deletable(call, chat, message)
    call.model.remove_message(chat, message["message_id"])
    return True


def delete_messages(call: Call) -> bool:
    """deleteMessages: up to 100; those that are gone are passed over."""
    chat = call.chat()
    message_ids = [int(message_id) for message_id in call.parameters.listed("message_ids")]
    if not message_ids:
        raise refusal("message_id_missing")
    if len(message_ids) > 100:
        raise refusal("too_many_messages")
    found = [chat.messages[message_id] for message_id in message_ids if message_id in chat.messages]
    for message in found:
        _check_deletable(call, chat, message)
    for message in found:
        call.model.remove_message(chat, message["message_id"])
    return True


def _editable(call: Call, chat: Chat) -> Json:
    """The bot's own message to edit; one that came with a reply keyboard never can be."""
    message = call.own_message(chat, "message_to_edit_not_found")
    if not call.model.from_bot(message) or message["message_id"] in chat.uneditable:
        raise refusal("message_not_editable")
    if not any(name in message for name in CONTENT) or "forward_origin" in message:
        raise refusal("message_not_editable")
    return message


def _change(call: Call, chat: Chat, message: Json, content: Json) -> Json:
    """Put `content` and the call's inline keyboard in the place of the message's own."""
    inline = call.markup(chat, only_inline=True).inline
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
    own = call.model.from_bot(message)
    if not (own or chat.private or chat.bot_status == "administrator"):
        raise refusal("message_not_deletable")
    if call.model.clock() - message["date"] > rules.DELETABLE_SECONDS:
        raise refusal("message_not_deletable_everywhere")


METHODS: dict[str, Method] = {
    "editMessageText": edit_message_text,
    "editMessageCaption": edit_message_caption,
    "editMessageMedia": edit_message_media,
    "editMessageReplyMarkup": edit_message_reply_markup,
    "deleteMessage": delete_message,
    "deleteMessages": delete_messages,
}
