"""The methods of the Bot API, by name in lower case (Telegram does not mind the case)."""

from __future__ import annotations

from bot.local_telegram.calls import Method
from bot.local_telegram.methods import chats, edits, files, messages, profile, receiving, topics

METHODS: dict[str, Method] = {
    name.lower(): method
    for module in (messages, edits, files, chats, topics, profile, receiving)
    for name, method in module.METHODS.items()
}
