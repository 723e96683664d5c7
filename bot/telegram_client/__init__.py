"""The Bot API client: python-telegram-bot over aiohttp, with errors that say what became of a call.

`Api` is what the rooms speak through; nothing outside this package and `bot.updates` knows the library.
"""

from bot.telegram_client.api import Api, make_bot
from bot.telegram_client.errors import AnotherInstance, MessageGone, TokenRefused, Unchanged, calling
from bot.telegram_client.request import AiohttpRequest

__all__ = [
    "AiohttpRequest",
    "AnotherInstance",
    "Api",
    "MessageGone",
    "TokenRefused",
    "Unchanged",
    "calling",
    "make_bot",
]
