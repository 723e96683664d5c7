"""The library's errors as the bot's own, each saying what became of the call.

| from Telegram | becomes | because |
|---|---|---|
| 429 | TryLater | refused before anything was done |
| no connection made | TryLater, everywhere | nothing left this machine |
| no answer in time, connection lost | OutcomeUnknown | the request had left |
| 5xx | OutcomeUnknown | a gateway (502, 504) gives up while the call may go on behind it; the Bot API server itself answers 500 when it loses sight of a call it has passed on |
| 403, chat not found, deactivated, no right to write | Unreachable | nobody there to read it |
| another 400 | Refused | the same call would be refused again |
| migrate_to_chat_id | ChatMoved | |
| 401, 404 | TokenRefused | the methods used here exist |
| 409 | AnotherInstance | |
| "message is not modified" | Unchanged | it already looks as wanted: a success to the caller |
"""  # noqa: E501 (a table row cannot be wrapped)

from __future__ import annotations

import datetime
import re
from collections.abc import Awaitable
from typing import TypeVar

from telegram.error import (
    BadRequest,
    ChatMigrated,
    Conflict,
    EndPointNotFound,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
)

from bot.errors import ChatMoved, DeliveryError, OutcomeUnknown, Refused, TokenRefused, TryLater, Unreachable

AWAY_SECONDS = 1.0  # the first wait after a connection that could not be made; the callers stretch it
CONFLICT_SECONDS = 5.0
ANOTHER_INSTANCE = "another program receives this bot's updates: stop it, only one may run with a token"

T = TypeVar("T")

# The 400 answers that mean "nobody can be reached there", as api.telegram.org words them.
_UNREACHABLE = (
    "chat not found",
    "user not found",
    "user is deactivated",
    "input_user_deactivated",
    "peer_id_invalid",
    "chat_write_forbidden",
    "group chat was deactivated",
    "group is deactivated",
    "bot is not a member",
    "have no rights to send a message",
    "not enough rights to send",
    "need administrator rights in the channel chat",
)
# ... and those that mean "the message is not there (any more), or cannot be changed (any more)".
_MESSAGE_GONE = (
    "message to edit not found",
    "message_id_invalid",
    "message to delete not found",
    "message to react not found",
    "message to copy not found",
)
_CANNOT_CHANGE = (
    "message can't be edited",
    "there is no text in the message to edit",
    "there is no caption in the message to edit",
    "message can't be deleted",
)
_NO_SUCH_WORDS = "quote_text_invalid"
_TOPIC_GONE = ("message thread not found", "topic_deleted", "topic_id_invalid")
# ... and what else may be told of an answer. Any other words of Telegram may name or quote a person.
_TELLING = (
    *("bot was blocked by the user", "bot was kicked", "bot can't initiate conversation", "bot can't send messages to"),
    *("not enough rights", "need administrator rights", "topic_closed", "voice_messages_forbidden"),
    *("message_too_long", "button_data_invalid", "button_type_invalid", "reaction_invalid", "entities_too_long"),
    *("message is too long", "message text is empty", "message caption is too long", "reply markup is too long"),
    *("can't parse entities", "can't parse inline keyboard button", "button text must be non-empty"),
    *("message can't be copied", "message can't be forwarded", "message to be replied not found"),
    *("query is too old", "wrong file identifier", "file is too big", "the chat is not a forum"),
)
_KNOWN = (_NO_SUCH_WORDS, *_UNREACHABLE, *_MESSAGE_GONE, *_CANNOT_CHANGE, *_TOPIC_GONE, *_TELLING)
_OWN = re.compile(
    r"no connection \(\w+\)|connection lost \(\w+\)|no answer in time|the server answered \d+|"
    r"the answer is not the Bot API's"
)
"""What bot/telegram/request.py says itself."""


class NeverSent(NetworkError):
    """No connection was made (DNS, refused, TLS, too slow): Telegram knows nothing of the call."""


class ServerTrouble(NetworkError):
    """The server, or the gateway before it, answered with an error of its own; `code` is the HTTP status."""

    def __init__(self, code: int) -> None:
        super().__init__(f"the server answered {code}")
        self.code = code


class TooFast(TelegramError):
    """Telegram's limit was reached and nothing was done; `seconds` says how long to wait."""

    def __init__(self, seconds: float) -> None:
        super().__init__(f"too many requests, retry after {seconds:g} s")
        self.seconds = seconds


class AnotherInstance(TryLater):
    """Somebody else receives this bot's updates (409): another process, or a webhook that is set."""


class Unchanged(Refused):
    """The message looks as wanted already: for an edit this is success."""


class MessageGone(Refused):
    """The message to change is not there any more, or Telegram no longer lets it be changed."""


class CannotChange(MessageGone):
    """The message to change is there, but Telegram does not let it be changed so (any more)."""


class QuoteGone(Refused):
    """The message replied to does not have the words that are quoted (any more)."""


class TopicGone(Refused):
    """The forum topic is not there any more."""


class TopicClosed(TopicGone):
    """The forum topic is closed, and the bot may not write there: what stands in it stays."""


async def calling(call: Awaitable[T]) -> T:
    """Return what a call of the library returns; what it raises leaves as an error of the table above."""
    try:
        return await call
    except TelegramError as error:
        failure = meaning(error)
    raise failure  # outside the except, so that the library's words are not chained to it


def meaning(error: TelegramError) -> DeliveryError | TokenRefused:
    """Return the bot's own error for one of the library's."""
    match error:
        case TooFast():
            return TryLater("Telegram's limit is reached", error.seconds)
        case RetryAfter():
            wait = error.retry_after
            seconds = wait.total_seconds() if isinstance(wait, datetime.timedelta) else float(wait)
            return TryLater("Telegram's limit is reached", seconds)
        case ChatMigrated():
            return ChatMoved(error.new_chat_id)
        case Forbidden():
            return Unreachable(reason_of(error))
        case Conflict():
            return AnotherInstance(ANOTHER_INSTANCE, CONFLICT_SECONDS, everywhere=True)
        case InvalidToken() | EndPointNotFound():
            return TokenRefused("Telegram refused the bot token: copy it again from @BotFather into TELEGRAM_BOT_TOKEN")
        case BadRequest():  # before NetworkError, of which the library makes it a kind
            return _meaning_of_bad_request(error)
        case NeverSent():
            return TryLater(reason_of(error), AWAY_SECONDS, everywhere=True)
    return OutcomeUnknown(reason_of(error))


def reason_of(error: TelegramError) -> str:
    """Return why, in words from the tables here: Telegram's own may hold a person's name, words or an address."""
    said = error.message
    if _OWN.fullmatch(said):
        return said
    answered = {BadRequest: "400", Forbidden: "403"}.get(type(error), type(error).__name__)
    known = next((sign for sign in _KNOWN if sign in said.lower()), "a reason that is not in the list of known ones")
    return f"{answered}: {known}"


def _meaning_of_bad_request(error: BadRequest) -> DeliveryError:
    said = error.message.lower()
    if "message is not modified" in said or "topic_not_modified" in said:
        return Unchanged("it looks so already")
    reason = reason_of(error)
    if any(sign in said for sign in _UNREACHABLE):
        return Unreachable(reason)
    if any(sign in said for sign in _CANNOT_CHANGE):
        return CannotChange(reason)
    if any(sign in said for sign in _MESSAGE_GONE):
        return MessageGone(reason)
    if any(sign in said for sign in _TOPIC_GONE):
        return TopicGone(reason)
    if _NO_SUCH_WORDS in said:
        return QuoteGone(reason)
    return TopicClosed(reason) if "topic_closed" in said else Refused(reason)
