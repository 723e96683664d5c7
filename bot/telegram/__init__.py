"""The Bot API client: python-telegram-bot over aiohttp, with errors that say what became of a call.

`Api` is what the rooms speak through; nothing outside this package and `bot.telegram.updates` knows the library.
"""

from bot.errors import TokenRefused
from bot.telegram.api import Api
from bot.telegram.errors import AnotherInstance, MessageGone
from bot.telegram.request import AiohttpRequest

__all__ = ["AiohttpRequest", "AnotherInstance", "Api", "MessageGone", "TokenRefused"]
