"""The methods of the Bot API: each public function of these files is the one of its name, send_photo for sendPhoto."""

from __future__ import annotations

from bot.local_telegram.calls import Method
from bot.local_telegram.methods import chats, edits, files, messages, profile, receiving, topics

METHODS: dict[str, Method] = {
    name.replace("_", ""): method
    for module in (messages, edits, files, chats, topics, profile, receiving)
    for name, method in vars(module).items()
    if not name.startswith("_") and getattr(method, "__module__", "") == module.__name__
}
"""By name in lower case, for Telegram does not mind the case."""
