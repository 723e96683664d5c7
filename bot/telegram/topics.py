"""Topics of a group that is a forum.

Source: https://core.telegram.org/bots/api#createforumtopic and the methods below it.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

from bot.errors import Refused
from bot.telegram.api import Api
from bot.telegram.errors import TopicGone, Unchanged

VARIATION_SELECTOR = "\ufe0f"


async def is_forum(api: Api, chat_id: int) -> bool:
    return bool((await api.call("getChat", chat_id=chat_id)).get("is_forum"))


async def icons(api: Api) -> dict[str, str]:
    """Return the icons that any bot may give a topic: custom emoji ids by emoji, without variation selectors."""
    stickers = await api.call("getForumTopicIconStickers")
    shown = ((each.get("emoji"), each.get("custom_emoji_id")) for each in stickers)
    return {plain(emoji): icon for emoji, icon in shown if emoji and icon}


def plain(emoji: str) -> str:
    """Return an emoji without what says how it is to be drawn."""
    return emoji.replace(VARIATION_SELECTOR, "")


async def make_topic(api: Api, chat_id: int, name: str, icon: str = "") -> int:
    """Make a topic (name: 1-128 characters) and return its id; Refused without the right to manage topics.

    `icon` is a custom emoji id, "" for the ordinary icon; one that Telegram does not take is left out.
    """
    try:
        made = await api.call("createForumTopic", chat_id=chat_id, name=name, icon_custom_emoji_id=icon)
    except Refused:
        if not icon:
            raise
        made = await api.call("createForumTopic", chat_id=chat_id, name=name)
    return int(made["message_thread_id"])


async def name_topic(api: Api, chat_id: int, topic_id: int, name: str, icon: str = "") -> bool:
    """Give a topic a name and an icon ("" takes its icon away), where the bot may; False when it is gone."""
    try:
        about: dict[str, Any] = {"chat_id": chat_id, "message_thread_id": topic_id, "name": name}
        await api.call("editForumTopic", **about, always={"icon_custom_emoji_id": icon})
    except TopicGone:
        return False
    except Unchanged:
        return True
    except Refused:  # the icon is not taken, or the bot may not: no reason to hold the card back
        return await name_topic(api, chat_id, topic_id, name) if icon else True
    return True


async def in_thread(send: Callable[[int], Awaitable[int]], thread_id: int) -> int:
    """Send into a topic (0: none, or General, which must not be named) and into none when the topic is gone."""
    try:
        return await send(thread_id)
    except TopicGone:
        return await send(0)


async def delete_topic(api: Api, chat_id: int, topic_id: int) -> bool:
    """Delete a topic with everything in it; False where the bot may not."""
    try:
        await api.call("deleteForumTopic", chat_id=chat_id, message_thread_id=topic_id)
    except TopicGone:
        return True
    except Refused:
        return False
    return True
