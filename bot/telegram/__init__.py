"""The Bot API client: plain calls over aiohttp, with errors that say what became of a call.

`Api` is what the rooms speak through; of this package only `library` knows python-telegram-bot.
"""

from bot.errors import TokenRefused
from bot.telegram.api import Api
from bot.telegram.errors import AnotherInstance, MessageGone
from bot.telegram.request import Connections

__all__ = ["AnotherInstance", "Api", "Connections", "MessageGone", "TokenRefused"]
