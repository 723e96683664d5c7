"""What a message says about the one it replies to: the bot's and people's alike.

Sources: https://core.telegram.org/bots/api#replyparameters, #textquote, #externalreplyinfo.
"""

from __future__ import annotations

from bot.local_telegram.entities import units
from bot.local_telegram.rules import CONTENT
from bot.local_telegram.shapes import Chat, Json


def reply_to(replied: Json) -> Json:
    """The field of a reply within its chat: the message as it is now, without what that one replies to."""
    return {"reply_to_message": {k: v for k, v in replied.items() if k not in ("reply_to_message", "external_reply")}}


def external_reply(source: Chat, replied: Json) -> Json:
    """The field of a reply to a message of another chat; which one is told of supergroups only."""
    told: Json = {"origin": origin_of(replied)}
    if source.type == "supergroup":
        told.update(chat=source.as_chat(), message_id=replied["message_id"])
    words = ("text", "entities", "caption", "caption_entities")
    return {"external_reply": {**told, **{k: v for k, v in replied.items() if k in CONTENT and k not in words}}}


def origin_of(message: Json) -> Json:
    """The MessageOrigin of a message: who wrote it first."""
    if origin := message.get("forward_origin"):
        found: Json = origin
        return found
    if chat := message.get("sender_chat"):
        return {"type": "chat", "sender_chat": chat, "date": message["date"]}
    return {"type": "user", "sender_user": message["from"], "date": message["date"]}


def quote_of(replied: Json, quoted: str, position: int = 0) -> Json | None:
    """The field of a quote by hand; nothing without one, None when the message has no such words.

    `position` of the quote in UTF-16 units, only a hint: the nearest occurrence is meant.
    """
    if not quoted:
        return {}
    text = str(replied.get("text") or replied.get("caption") or "")
    found = [start for start in range(len(text)) if text.startswith(quoted, start)]
    if not found:
        return None
    nearest = min((units(text[:start]) for start in found), key=lambda at: abs(at - position))
    return {"quote": {"text": quoted, "position": nearest, "is_manual": True}}


def topic_of(reply: Json) -> Json:
    """The topic that a reply stands in when none is named: that of the message it replies to."""
    return {
        k: v for k, v in reply.get("reply_to_message", {}).items() if k in ("message_thread_id", "is_topic_message")
    }
