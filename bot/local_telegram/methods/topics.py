"""Forum topics: made, named, given an icon, deleted.

Source: https://core.telegram.org/bots/api#createforumtopic and the methods below it; how a strange icon is refused:
https://core.telegram.org/method/channels.editForumTopic. How a strange colour is refused is not written anywhere.
"""

from __future__ import annotations

from bot.local_telegram import rules
from bot.local_telegram.calls import Call
from bot.local_telegram.rules import refusal
from bot.local_telegram.shapes import Chat, Json, Topic

ICONS = {
    "5379748062124056162": "❗️",
    "5373251851074415873": "📝",
    "5370870893004203704": "🗣",
    "5408906741125490282": "🏁",
    "5357315181649076022": "📁",
    "5312241539987020022": "🔥",
}
"""Some of Telegram's own topic icons: emoji by custom emoji id."""


def get_forum_topic_icon_stickers(call: Call) -> list[Json]:
    """getForumTopicIconStickers: the custom emoji that everybody may use."""
    shape = {"width": 100, "height": 100, "is_animated": True, "is_video": False, "type": "custom_emoji"}
    return [
        {**shape, "file_id": f"icon{key}", "file_unique_id": key, "emoji": emoji, "custom_emoji_id": key}
        for key, emoji in ICONS.items()
    ]


def create_forum_topic(call: Call) -> Json:
    """createForumTopic: a ForumTopic; its service message opens it and gives it its id."""
    chat, name = _forum(call), _topic_name(call)
    thread_id = chat.next_message_id = max(chat.next_message_id, rules.GENERAL_TOPIC + 1)
    colour = call.parameters.integer("icon_color", rules.TOPIC_COLOURS[0])
    if colour not in rules.TOPIC_COLOURS:
        raise refusal("topic_colour_invalid")
    made: Json = {"name": name, "icon_color": colour}
    if icon := _icon(call):
        made["icon_custom_emoji_id"] = icon
    call.exchange.flood.check_change(chat)
    opened = {"message_thread_id": thread_id, "is_topic_message": True, "forum_topic_created": made}
    call.model.add_message(chat, call.model.bot, opened)
    chat.topics[thread_id] = Topic(thread_id, name, icon=icon)
    return {"message_thread_id": thread_id, **made}


def edit_forum_topic(call: Call) -> bool:
    """editForumTopic: another name or icon; an empty name keeps the name, an empty icon takes the icon away."""
    chat, topic = _topic(call)
    name = _topic_name(call) if call.parameters.text("name") else topic.name
    icon = _icon(call) if call.parameters.has("icon_custom_emoji_id") else topic.icon
    if (name, icon) == (topic.name, topic.icon):
        raise refusal("topic_not_modified")
    changed = {"name": name} if name != topic.name else {}
    if icon != topic.icon:
        changed["icon_custom_emoji_id"] = icon
    topic.name, topic.icon = name, icon
    inside = {"message_thread_id": topic.thread_id, "is_topic_message": True}
    call.exchange.flood.check_change(chat)
    call.model.add_message(chat, call.model.bot, {**inside, "forum_topic_edited": changed})
    return True


def delete_forum_topic(call: Call) -> bool:
    """deleteForumTopic: with all its messages."""
    chat, topic = _topic(call)
    inside = [key for key, message in chat.messages.items() if message.get("message_thread_id") == topic.thread_id]
    for message_id in inside:
        call.model.remove_message(chat, message_id)
    del chat.topics[topic.thread_id]
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


def _icon(call: Call) -> str:
    """The icon that is asked for: only those that everybody may use; "" for none."""
    icon = call.parameters.text("icon_custom_emoji_id")
    if icon and icon not in ICONS:
        raise refusal("topic_icon_invalid")
    return icon
