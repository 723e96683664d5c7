"""Telegram's refusals as the bot's own errors, each saying what became of the call.

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

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from bot.errors import ChatMoved, DeliveryError, OutcomeUnknown, Refused, TokenRefused, TryLater, Unreachable

AWAY_SECONDS = 1.0  # the first wait after a connection that could not be made; the callers stretch it
CONFLICT_SECONDS = 5.0
ANOTHER_INSTANCE = "another program receives this bot's updates: stop it, only one may run with a token"

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


def never_sent(reason: str) -> TryLater:
    """Return what it means that no connection was made (DNS, refused, TLS, too slow): Telegram knows nothing of it."""
    return TryLater(reason, AWAY_SECONDS, everywhere=True)


def failure(code: int, answer: Mapping[str, Any] | None) -> DeliveryError | TokenRefused:
    """Return what an answer outside 2xx means.

    One that is no JSON object (None) comes from something in between, so its 4xx say nothing about the call.
    """
    if code >= 500 or answer is None or "description" not in answer:
        return _trouble(code)
    said = str(answer["description"]).lower()
    details = answer.get("parameters")
    parameters: dict[str, Any] = details if isinstance(details, dict) else {}
    if moved := parameters.get("migrate_to_chat_id"):
        return ChatMoved(moved) if type(moved) is int else _trouble(code)
    match code:
        case HTTPStatus.TOO_MANY_REQUESTS:
            return TryLater("Telegram's limit is reached", _seconds(parameters.get("retry_after")))
        case HTTPStatus.UNAUTHORIZED | HTTPStatus.NOT_FOUND:
            return TokenRefused("Telegram refused the bot token: copy it again from @BotFather into TELEGRAM_BOT_TOKEN")
        case HTTPStatus.FORBIDDEN:
            return Unreachable(_reason(code, said))
        case HTTPStatus.CONFLICT:
            return AnotherInstance(ANOTHER_INSTANCE, CONFLICT_SECONDS, everywhere=True)
        case HTTPStatus.BAD_REQUEST | HTTPStatus.REQUEST_ENTITY_TOO_LARGE:
            return _refusal(said, _reason(code, said))
    return _trouble(code)


def _trouble(code: int) -> OutcomeUnknown:
    return OutcomeUnknown(f"the server answered {code}")


def _seconds(said: Any) -> float:
    """Return how long to wait; a second when no number is said."""
    try:
        return float(said)
    except (TypeError, ValueError):
        return 1.0


def _reason(code: int, said: str) -> str:
    """Return why, in words from the tables here: Telegram's own may hold a person's name, words or an address."""
    return (
        f"{code}: {next((sign for sign in _KNOWN if sign in said), 'a reason that is not in the list of known ones')}"
    )


def _refusal(said: str, reason: str) -> DeliveryError:
    if "message is not modified" in said or "topic_not_modified" in said:
        return Unchanged("it looks so already")
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
