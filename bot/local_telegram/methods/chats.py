"""What a bot is told of a chat."""

from __future__ import annotations

from bot.local_telegram.calls import Call
from bot.local_telegram.shapes import Json


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
