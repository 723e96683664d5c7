"""Topics of a group that is a forum.

Source: https://core.telegram.org/bots/api#createforumtopic and the methods below it.
"""

from __future__ import annotations

from bot.errors import Refused
from bot.telegram_client.api import Api
from bot.telegram_client.errors import TopicGone, calling


async def is_forum(api: Api, chat_id: int) -> bool:
    """Tell whether a chat is a supergroup with topics."""
    return bool((await calling(api.bot.get_chat(chat_id))).is_forum)


async def make_topic(api: Api, chat_id: int, name: str) -> int:
    """Make a topic (name: 1-128 characters) and return its id; Refused without the right to manage topics."""
    return (await calling(api.bot.create_forum_topic(chat_id, name))).message_thread_id


async def name_topic(api: Api, chat_id: int, topic_id: int, name: str) -> bool:
    """Name a topic, where the bot may; False when it is gone."""
    try:
        await calling(api.bot.edit_forum_topic(chat_id, topic_id, name))
    except TopicGone:
        return False
    except Refused:  # so called already, or the bot may not: no reason to hold the card back
        return True
    return True


async def delete_topic(api: Api, chat_id: int, topic_id: int) -> bool:
    """Delete a topic with everything in it; False where the bot may not."""
    try:
        await calling(api.bot.delete_forum_topic(chat_id, topic_id))
    except TopicGone:
        return True
    except Refused:
        return False
    return True
