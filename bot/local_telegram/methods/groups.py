"""Chats, their members and pins."""

from __future__ import annotations

from bot.local_telegram.calls import Call, Method
from bot.local_telegram.deeds import bot_member
from bot.local_telegram.rules import refusal
from bot.local_telegram.shapes import Chat, Json


def get_chat(call: Call) -> Json:
    """getChat: a ChatFullInfo with the fields that are always there."""
    chat = call.chat()
    names: Json = {"active_usernames": [chat.username]} if chat.username else {}
    if chat.person and chat.person.refuses_voice:
        names["has_restricted_voice_and_video_messages"] = True
    accepted = ("unlimited_gifts", "limited_gifts", "unique_gifts", "premium_subscription", "gifts_from_channels")
    return {
        **chat.as_chat(),
        **names,
        "accent_color_id": 0,
        "max_reaction_count": 11,
        "accepted_gift_types": dict.fromkeys(accepted, False),
    }


def _member(call: Call, chat: Chat, user_id: int) -> Json:
    if user_id == call.model.bot["id"]:
        return bot_member(call.model.bot, chat.bot_status)
    if not (person := call.model.people.get(user_id)):
        raise refusal("user_not_found")
    inside = user_id == chat.chat_id if chat.private else user_id in chat.members
    if not chat.private and chat.members[:1] == [user_id]:
        return {"status": "creator", "user": person.as_user(), "is_anonymous": False}
    return {"status": "member" if inside else "left", "user": person.as_user()}


def get_chat_member(call: Call) -> Json:
    """getChatMember: who made a group is its creator, everybody else a member."""
    chat = call.chat()
    user_id = call.parameters.integer("user_id")
    if not user_id:
        raise refusal("user_invalid")
    return _member(call, chat, user_id)


def get_chat_administrators(call: Call) -> list[Json]:
    """getChatAdministrators: the creator, and the bot when it is one; other bots are never listed."""
    chat = call.chat()
    if chat.private:
        raise refusal("no_admins_in_private")
    members = [_member(call, chat, user_id) for user_id in (*chat.members[:1], int(call.model.bot["id"]))]
    return [member for member in members if member["status"] in ("creator", "administrator")]


def leave_chat(call: Call) -> bool:
    """leaveChat: groups only."""
    chat = call.chat()
    if chat.private:
        raise refusal("not_for_private")
    chat.bot_status = "left"
    return True


def pin_chat_message(call: Call) -> bool:
    """pinChatMessage: on top of the chat, with a service message that says so."""
    chat = call.chat()
    if not chat.private and chat.bot_status != "administrator":
        raise refusal("no_right_to_pin")
    message = call.own_message(chat, "message_to_pin_not_found")
    if message["message_id"] not in chat.pinned:
        chat.pinned.append(message["message_id"])
        call.model.add_message(chat, call.model.bot, {"pinned_message": message})
    return True


METHODS: dict[str, Method] = {
    "getChat": get_chat,
    "getChatMember": get_chat_member,
    "getChatAdministrators": get_chat_administrators,
    "leaveChat": leave_chat,
    "pinChatMessage": pin_chat_message,
}
