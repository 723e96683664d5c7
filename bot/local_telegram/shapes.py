"""The plain things a Telegram holds: people, chats, files, button queries; and how they look in the Bot API.

Bodies are Bot API objects as JSON values (https://core.telegram.org/bots/api#available-types). Times are unix
seconds by the server's clock.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, TypeAlias

Json: TypeAlias = dict[str, Any]
Clock: TypeAlias = Callable[[], float]


@dataclass(slots=True)
class Person:
    """Somebody with a phone. `user_id` is also the id of the private chat with the bot.

    refuses_voice: lets nobody send them voice and video messages, a setting of Telegram Premium.
    """

    user_id: int
    first_name: str
    last_name: str = ""
    username: str = ""
    language_code: str = ""
    phone: str = ""
    refuses_voice: bool = False

    def as_user(self) -> Json:
        """The Bot API's User; empty optional fields are left out, as Telegram does."""
        user: Json = {"id": self.user_id, "is_bot": False, "first_name": self.first_name}
        for name in ("last_name", "username", "language_code"):
            if value := getattr(self, name):
                user[name] = value
        return user


@dataclass(slots=True)
class Topic:
    """A forum topic; `thread_id` is the id of the service message that opened it."""

    thread_id: int
    name: str
    closed: bool = False
    icon: str = ""  # the id of a custom emoji


@dataclass(slots=True)
class Chat:
    """A chat and all that it shows. `messages` is by id, in order of sending; ids are per chat.

    `started`: the person has written to the bot, so the bot may write to them. `bot_status` is the bot's own
    ChatMember status. `keyboard` is the reply keyboard (ReplyKeyboardMarkup) on show, or a ForceReply that waits, with
    the `message_id` it came with; `uneditable` are the ids of messages that came with one.
    """

    chat_id: int
    type: str
    title: str = ""
    username: str = ""  # of a group: anybody can find and join it
    person: Person | None = None
    members: list[int] = field(default_factory=list)
    forum: bool = False
    bot_status: str = "member"
    blocked: bool = False
    started: bool = True
    migrated_to: int = 0
    messages: dict[int, Json] = field(default_factory=dict)
    next_message_id: int = 1
    keyboard: Json | None = None
    uneditable: set[int] = field(default_factory=set)
    topics: dict[int, Topic] = field(default_factory=dict)
    reactions: dict[int, dict[int, list[Json]]] = field(default_factory=dict)  # by message, then by who

    @property
    def private(self) -> bool:
        """Whether this is the chat of one person with the bot."""
        return self.type == "private"

    def as_chat(self) -> Json:
        """The Bot API's Chat."""
        chat: Json = {"id": self.chat_id, "type": self.type}
        if self.person:
            user = self.person.as_user()
            chat |= {name: user[name] for name in ("first_name", "last_name", "username") if name in user}
        else:
            chat["title"] = self.title
            if self.username:
                chat["username"] = self.username
        if self.forum:
            chat["is_forum"] = True
        return chat


@dataclass(frozen=True, slots=True)
class StoredFile:
    """The bytes of a photo, document, voice or sticker, and under which path they are downloaded."""

    file_id: str
    unique_id: str
    path: str
    name: str
    mime_type: str
    content: bytes


@dataclass(slots=True)
class Query:
    """One tap on an inline button, until it is answered."""

    query_id: str
    user_id: int
    chat_id: int
    message_id: int
    asked_at: float
    answered: bool = False
