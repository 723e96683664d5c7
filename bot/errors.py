"""Every error of the bot, as a tree.

BotError
├── SettingsError        the environment is wrong: one message that lists everything, exit code 2
├── StorageError         the database cannot be used
│   ├── DatabaseBusy     locked for a moment, or the disk is full: it passes by itself
│   ├── DatabaseInUse    another process holds it
│   ├── DatabaseForeign  not a database of this bot
│   └── DatabaseNewer    made by a newer version
├── DataKeyError         the data key is missing, malformed or the wrong one
├── TokenRefused         Telegram does not know the token
├── MissingPackage       an optional package is not installed
└── DeliveryError        a message was not delivered
    ├── TryLater         nothing was sent; try again after `seconds`
    ├── OutcomeUnknown   it may or may not have arrived: repeated once, marked
    ├── Unreachable      the person blocked the bot or the chat is gone (403, chat not found)
    ├── Refused          Telegram will never take this message as it is (400)
    └── ChatMoved        the group became a supergroup
"""

from __future__ import annotations

import errno
from typing import Final

LONGEST_WAIT: Final = 3600.0
"""Seconds."""


class BotError(Exception):
    """Anything this bot raises on purpose."""


class SettingsError(BotError):
    """The environment is wrong; the message lists every fault with an example."""


class StorageError(BotError):
    """The database cannot be used; the message says why and what to do next."""


class DatabaseBusy(StorageError):
    """Another connection has it locked, or the disk is full: the same is tried again later."""


class DatabaseInUse(StorageError):
    """Another process works on the same file."""


class DatabaseForeign(StorageError):
    """The file is no database of this bot, or it is damaged."""


class DatabaseNewer(StorageError):
    """The file was made by a newer version of the bot."""


class DataKeyError(BotError):
    """The data key is missing, malformed, or not the one the rows were sealed with."""


class TokenRefused(BotError):
    """Telegram does not know the token (401, 404), or the API address is not a Bot API server."""


class MissingPackage(BotError):
    """Something optional needs a package that is not installed; `package` is its name."""

    def __init__(self, package: str) -> None:
        super().__init__(f"the package {package} is not installed: make setup")
        self.package = package


class DeliveryError(BotError):
    """A message was not delivered. The text never holds a token or anything personal."""


class TryLater(DeliveryError):
    """Nothing was sent; `seconds` says when to try again; `everywhere` when no chat can be reached now.

    Never more than an hour, however long a server asks for: one wrong answer must not hold a chat for ever.
    """

    def __init__(self, reason: str, seconds: float, *, everywhere: bool = False) -> None:
        super().__init__(reason)
        self.seconds = min(max(0.0, seconds), LONGEST_WAIT)  # in this order NaN is no wait
        self.everywhere = everywhere


class OutcomeUnknown(DeliveryError):
    """The request left, its answer did not arrive."""


class Unreachable(DeliveryError):
    """The chat cannot be written to: blocked, deactivated, kicked, not found."""


class Refused(DeliveryError):
    """Telegram refuses this message for good (a 400 that a repetition would not change)."""


class ChatMoved(DeliveryError):
    """The group became a supergroup; the message belongs to `new_chat_id`."""

    def __init__(self, new_chat_id: int) -> None:
        super().__init__("the group became a supergroup")
        self.new_chat_id = new_chat_id


NO_ROOM: Final = frozenset({errno.ENOSPC, errno.EDQUOT})
_PASSING: Final = NO_ROOM | {errno.EADDRINUSE, errno.EADDRNOTAVAIL, errno.EMFILE, errno.ENFILE, errno.ENOMEM}
"""A full disk, a port that the process before still holds, an address that is not up yet, too much open."""


def passes(error: BaseException) -> bool:
    """Say whether what failed may work later without anybody doing anything; a refused token may, for a while."""
    if isinstance(error, OSError):
        return error.errno in _PASSING
    return isinstance(error, DatabaseBusy | DeliveryError | TokenRefused)
