"""Sending, copying, reacting, answering taps: https://core.telegram.org/bots/api#available-methods."""

from __future__ import annotations

from bot.local_telegram import rules
from bot.local_telegram.calls import Call
from bot.local_telegram.rules import refusal
from bot.local_telegram.shapes import Json

_ACTIONS = (
    "typing upload_photo record_video upload_video record_voice upload_voice upload_document choose_sticker "
    "find_location record_video_note upload_video_note"
)
ACTIONS = frozenset(_ACTIONS.split())


def send_message(call: Call) -> Json:
    """sendMessage: text of 1 to 4096 characters after its entities are parsed."""
    content = call.written(too_long="text_too_long")
    return call.send(call.chat(), content)


def send_contact(call: Call) -> Json:
    """sendContact: phone_number and first_name are needed."""
    phone, first_name = call.parameters.text("phone_number"), call.parameters.text("first_name")
    if not (phone and first_name):
        raise refusal("content_missing", what="phone number or first name")
    contact: Json = {"phone_number": phone, "first_name": first_name}
    if last_name := call.parameters.text("last_name"):
        contact["last_name"] = last_name
    return call.send(call.chat(), {"contact": contact})


def send_chat_action(call: Call) -> bool:
    """sendChatAction: "is typing" for some seconds, shown as an event."""
    action = call.parameters.text("action")
    if action not in ACTIONS:
        raise refusal("action_unknown")
    chat = call.chat()
    call.model.tell(chat.chat_id, "typing", action=action)
    return True


def copy_message(call: Call) -> Json:
    """copyMessage: the content without a word about where it came from; a caption may be exchanged."""
    source = call.own_message(call.chat("from_chat_id"), "message_to_copy_not_found")
    if not (content := _alone(source)):
        raise refusal("message_not_copyable")
    if call.parameters.has("caption"):
        content = {k: v for k, v in content.items() if not k.startswith("caption")} | call.caption()
    return {"message_id": call.send(call.chat(), content)["message_id"]}


def copy_messages(call: Call) -> list[Json]:
    """copyMessages: up to 100, albums kept together; those that are gone or cannot be copied are passed over."""
    message_ids = call.message_ids()
    if message_ids != sorted(set(message_ids)):
        raise refusal("message_ids_unordered")
    messages = call.chat("from_chat_id").messages
    contents = [_copy(messages[message_id]) for message_id in message_ids if message_id in messages]
    if not (kept := [content for content in contents if content]):
        raise refusal("nothing_to_copy")
    albums = {album: call.model.new_album() for album in {content.get("media_group_id") for content in kept} if album}
    for content in kept:
        if "media_group_id" in content:
            content["media_group_id"] = albums[content["media_group_id"]]
    return [{"message_id": message["message_id"]} for message in call.send_all(call.chat(), kept)]


def _copy(source: Json) -> Json:
    """The content of a message for another; nothing for what cannot be copied: service messages, protected ones."""
    if source.get("has_protected_content"):
        return {}
    return {name: source[name] for name in (*rules.CONTENT, "media_group_id") if name in source}


def _alone(source: Json) -> Json:
    """The content of one message, outside of its album."""
    return {name: value for name, value in _copy(source).items() if name != "media_group_id"}


def set_message_reaction(call: Call) -> bool:
    """setMessageReaction: at most one of the free emoji; an empty list takes it back."""
    chat = call.chat()
    message = call.own_message(chat, "message_to_react_not_found")
    reaction = call.parameters.listed("reaction")
    emoji = [given.get("emoji") for given in reaction if isinstance(given, dict)]
    if len(reaction) > 1 or any(one not in rules.REACTIONS for one in emoji) or len(emoji) != len(reaction):
        raise refusal("reaction_invalid")
    call.model.react(chat, message["message_id"], int(call.model.bot["id"]), reaction)
    return True


def answer_callback_query(call: Call) -> bool:
    """answerCallbackQuery: once, in time, with at most 200 characters."""
    text = call.parameters.text("text")
    if len(text) > rules.ANSWER_LENGTH:
        raise refusal("answer_too_long")
    query = call.model.queries.get(call.parameters.text("callback_query_id"))
    if query is None or query.answered:
        raise refusal("query_invalid")
    if call.model.clock() - query.asked_at > rules.QUERY_SECONDS:
        raise refusal("query_too_old")
    query.answered = True
    call.model.tell(
        query.chat_id,
        "answer",
        callback_query_id=query.query_id,
        user_id=query.user_id,
        text=text,
        show_alert=call.parameters.truth("show_alert"),
    )
    return True
