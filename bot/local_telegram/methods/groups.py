"""Chats, their members, pins and forum topics."""

from __future__ import annotations

from bot.local_telegram import rules
from bot.local_telegram.calls import Call, Method
from bot.local_telegram.deeds import bot_member
from bot.local_telegram.rules import refusal
from bot.local_telegram.shapes import Chat, Json, Topic

TOPIC_COLOUR = 7322096


def get_chat(call: Call) -> Json:
    """getChat: a ChatFullInfo with the fields that are always there."""
    chat = call.chat()
    accepted = ("unlimited_gifts", "limited_gifts", "unique_gifts", "premium_subscription", "gifts_from_channels")
    return {
        **chat.as_chat(),
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
    chat = _pinnable(call)
    message = call.own_message(chat, "message_to_pin_not_found")
    if message["message_id"] not in chat.pinned:
        chat.pinned.append(message["message_id"])
        call.model.add_message(chat, call.model.bot, {"pinned_message": message})
    return True


def unpin_chat_message(call: Call) -> bool:
    """unpinChatMessage: the named one, or the newest."""
    chat = _pinnable(call)
    message_id = call.parameters.integer("message_id") or (chat.pinned[-1] if chat.pinned else 0)
    if message_id not in chat.pinned:
        raise refusal("message_to_pin_not_found")
    chat.pinned.remove(message_id)
    return True


def unpin_all_chat_messages(call: Call) -> bool:
    """unpinAllChatMessages."""
    _pinnable(call).pinned.clear()
    return True


def _pinnable(call: Call) -> Chat:
    chat = call.chat()
    if not chat.private and chat.bot_status != "administrator":
        raise refusal("no_right_to_pin")
    return chat


def create_forum_topic(call: Call) -> Json:
    """createForumTopic: a ForumTopic; its service message opens it and gives it its id."""
    chat, name = _forum(call), _topic_name(call)
    thread_id = chat.next_message_id
    made = {"name": name, "icon_color": TOPIC_COLOUR}
    opened = {"message_thread_id": thread_id, "is_topic_message": True, "forum_topic_created": made}
    call.model.add_message(chat, call.model.bot, opened)
    chat.topics[thread_id] = Topic(thread_id, name)
    return {"message_thread_id": thread_id, **made}


def edit_forum_topic(call: Call) -> bool:
    """editForumTopic: another name."""
    chat, topic = _topic(call)
    name = _topic_name(call)
    if name == topic.name:
        raise refusal("topic_not_modified")
    topic.name = name
    return _tell_topic(call, chat, topic, "forum_topic_edited", {"name": name})


def close_forum_topic(call: Call) -> bool:
    """closeForumTopic: only administrators write in it now."""
    return _set_closed(call, closed=True, service="forum_topic_closed")


def reopen_forum_topic(call: Call) -> bool:
    """reopenForumTopic: everybody writes in it again."""
    return _set_closed(call, closed=False, service="forum_topic_reopened")


def delete_forum_topic(call: Call) -> bool:
    """deleteForumTopic: with all its messages."""
    chat, topic = _topic(call)
    inside = [key for key, message in chat.messages.items() if message.get("message_thread_id") == topic.thread_id]
    for message_id in inside:
        call.model.remove_message(chat, message_id)
    del chat.topics[topic.thread_id]
    return True


def _set_closed(call: Call, *, closed: bool, service: str) -> bool:
    chat, topic = _topic(call)
    if topic.closed == closed:
        raise refusal("topic_not_modified")
    topic.closed = closed
    return _tell_topic(call, chat, topic, service, {})


def _tell_topic(call: Call, chat: Chat, topic: Topic, service: str, what: Json) -> bool:
    inside = {"message_thread_id": topic.thread_id, "is_topic_message": True}
    call.model.add_message(chat, call.model.bot, {**inside, service: what})
    return True


def _forum(call: Call) -> Chat:
    chat = call.chat()
    if not chat.forum:
        raise refusal("not_a_forum")
    if chat.bot_status != "administrator":
        raise refusal("no_right_to_topics")
    return chat


def _topic(call: Call) -> tuple[Chat, Topic]:
    chat = _forum(call)
    if not (topic := chat.topics.get(call.parameters.integer("message_thread_id"))):
        raise refusal("topic_not_found")
    return chat, topic


def _topic_name(call: Call) -> str:
    name = call.parameters.text("name").strip()
    if not 1 <= len(name) <= rules.TOPIC_NAME_LENGTH:
        raise refusal("topic_name_invalid")
    return name


METHODS: dict[str, Method] = {
    "getChat": get_chat,
    "getChatMember": get_chat_member,
    "getChatAdministrators": get_chat_administrators,
    "leaveChat": leave_chat,
    "pinChatMessage": pin_chat_message,
    "unpinChatMessage": unpin_chat_message,
    "unpinAllChatMessages": unpin_all_chat_messages,
    "createForumTopic": create_forum_topic,
    "editForumTopic": edit_forum_topic,
    "closeForumTopic": close_forum_topic,
    "reopenForumTopic": reopen_forum_topic,
    "deleteForumTopic": delete_forum_topic,
}
