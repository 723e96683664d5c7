"""What can arrive from Telegram, reduced to what a decision needs: plain values, no Telegram types.

`bot.telegram.updates` makes them from raw updates; the prospect's and the supervisor's rooms decide on them.
Source of the shapes: https://core.telegram.org/bots/api#update
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from typing import Any, TypeAlias

from flows.dataclass import dataclass
from flows.text import Text


@dataclass(frozen=True, slots=True)
class Sender:
    """Who did it. `language_code` is Telegram's IETF tag ("fi", "en-GB", "" when unknown)."""

    user_id: int
    first_name: str = ""
    last_name: str = ""
    username: str = ""
    language_code: str = ""


@dataclass(frozen=True, slots=True)
class Place:
    """Where it happened: the chat, its Bot API type ("private", "group", "supergroup", "channel"), the message.

    `public` when anybody can find and join the group, because it has a public name. `answers_elsewhere` when it is a
    reply to a message of this bot in another chat, as those are that a group had before it became a supergroup.
    """

    chat_id: int
    chat_type: str
    message_id: int = 0
    reply_to: int = 0
    thread_id: int = 0
    public: bool = False
    answers_elsewhere: bool = False

    @property
    def answering(self) -> dict[str, int]:
        """What a row that answers this message says of where: the message, and the topic it stands in."""
        return {"reply_to": self.message_id, "thread": self.thread_id}


@dataclass(frozen=True, slots=True)
class Content:
    """What of a message is passed on with it, beyond what a decision reads.

    `html`: its text or caption as Telegram's HTML. `origin`: who wrote it first, when it is forwarded. `quote`: the
    words of another message that it answers (the Bot API's TextQuote). `album`: which album it is part of.
    `file_id`, `file_name`: its file's, "" without one.
    """

    html: str = ""
    origin: str = ""
    quote: Mapping[str, Any] | None = None
    album: str = ""
    file_id: str = ""
    file_name: str = ""


@dataclass(frozen=True, slots=True)
class Typed:
    """A text message; `edited` when it replaces what the same message said before."""

    sender: Sender
    place: Place
    text: str
    edited: bool = False
    content: Content = field(default=Content(), compare=False)


@dataclass(frozen=True, slots=True)
class Command:
    """A bot command: `name` lower-case without slash and without @bot, `arguments` the rest, trimmed."""

    sender: Sender
    place: Place
    name: str
    arguments: str = ""


@dataclass(frozen=True, slots=True)
class Tap:
    """An inline button; `query_id` is answered after the commit."""

    sender: Sender
    place: Place
    query_id: str
    data: str


@dataclass(frozen=True, slots=True)
class SharedContact:
    """A contact; `own` when it is the sender's own card (Telegram's button), not somebody else's."""

    sender: Sender
    place: Place
    phone: str
    own: bool
    content: Content = field(default=Content(), compare=False)


@dataclass(frozen=True, slots=True)
class SharedLocation:
    """A point in WGS84 degrees."""

    sender: Sender
    place: Place
    latitude: float
    longitude: float
    content: Content = field(default=Content(), compare=False)


@dataclass(frozen=True, slots=True)
class Other:
    """Any other message: `kind` is the Bot API's field name ("photo", "voice", "sticker", "poll", ...)."""

    sender: Sender
    place: Place
    kind: str
    caption: str = ""
    edited: bool = False
    content: Content = field(default=Content(), compare=False)


@dataclass(frozen=True, slots=True)
class Reaction:
    """An emoji was put on a message, which is `place.reply_to` as well; "" for one that only Telegram has."""

    sender: Sender
    place: Place
    emoji: str


@dataclass(frozen=True, slots=True)
class Membership:
    """The bot's own standing in a chat changed: `status` as in ChatMember ("member", "kicked", "left", ...)."""

    sender: Sender
    place: Place
    status: str


@dataclass(frozen=True, slots=True)
class Migrated:
    """A group became a supergroup with another id."""

    old_chat_id: int
    new_chat_id: int


Written: TypeAlias = Typed | Other | SharedContact | SharedLocation
"""What can be passed on."""

Event: TypeAlias = Written | Command | Tap | Reaction | Membership | Migrated


ANSWER_LIMIT = 200
"""Characters of the small box after a tap (answerCallbackQuery)."""


@dataclass(frozen=True, slots=True)
class TapAnswer:
    """The answer to one button query, after the commit. `text` may be empty (only stops the clock).

    When Telegram does not take it, what it says, `said`, is said in `chat_id`.
    """

    query_id: str
    text: str = ""
    alert: bool = False
    chat_id: int = 0
    said: Text | None = None
