"""Everything this Telegram knows: people, chats, messages, files, and the events that a screen follows.

Nothing here checks a rule of the Bot API (see `rules` and `methods`): this is what happened, not what may happen.
"""

from __future__ import annotations

import time
from typing import Any

from bot.local_telegram.shapes import Chat, Clock, Json, Person, Query, StoredFile
from bot.local_telegram.signals import Signal

FIRST_USER_ID = 5_100_000_001
FIRST_GROUP_ID = -4_200_000_001
FIRST_SUPERGROUP_ID = -1_002_100_000_001


class Model:
    """The state of one bot's Telegram, in memory. `clock` gives unix seconds and may be exchanged at any time."""

    def __init__(self, *, bot_id: int, username: str, first_name: str, clock: Clock = time.time) -> None:
        self.clock = clock
        self.bot: Json = {"id": bot_id, "is_bot": True, "first_name": first_name, "username": username}
        self.people: dict[int, Person] = {}
        self.chats: dict[int, Chat] = {}
        self.files: dict[str, StoredFile] = {}
        self.queries: dict[str, Query] = {}
        self.commands: dict[tuple[str, str], list[Json]] = {}
        self.profile: dict[tuple[str, str], str] = {}
        self.photo = ""  # the file id of the bot's profile photo
        self.albums = 0
        self.supervisor: Json | None = None
        self.events: list[Json] = []
        self.changed = Signal()

    def now(self) -> int:
        """Whole unix seconds, as Telegram dates its messages."""
        return int(self.clock())

    def add_person(
        self, first_name: str, *, last_name: str = "", username: str = "", language_code: str = "", started: bool = True
    ) -> Person:
        """A new person and their private chat with the bot; `started`: has pressed Start before."""
        number = len(self.people)
        person = Person(
            user_id=FIRST_USER_ID + number,
            first_name=first_name,
            last_name=last_name,
            username=username,
            language_code=language_code,
            phone=f"3584012345{number:02d}",
        )
        self.people[person.user_id] = person
        self.chats[person.user_id] = Chat(person.user_id, "private", person=person, started=started)
        return person

    def add_group(
        self, title: str, *, type: str = "group", members: list[int], forum: bool = False, administrator: bool = False
    ) -> Chat:
        """A new group with the bot and `members` in it; a forum is always a supergroup."""
        kind = "supergroup" if forum else type
        same_kind = sum(chat.type == kind for chat in self.chats.values())
        first = FIRST_SUPERGROUP_ID if kind == "supergroup" else FIRST_GROUP_ID
        chat = Chat(first - same_kind, kind, title=title, members=list(members), forum=forum)
        chat.bot_status = "administrator" if administrator else "member"
        self.chats[chat.chat_id] = chat
        return chat

    def add_message(self, chat: Chat, sender: Json, content: Json) -> Json:
        """A message of `sender` (a User) stands in the chat: gives it its id and date and tells the screens."""
        message: Json = {
            "message_id": chat.next_message_id,
            "from": sender,
            "chat": chat.as_chat(),
            "date": self.now(),
            **content,
        }
        chat.next_message_id += 1
        chat.messages[message["message_id"]] = message
        self.tell(chat.chat_id, "message", message=message)
        return message

    def replace_message(self, chat: Chat, message: Json) -> None:
        """The message with this id now reads like this."""
        chat.messages[message["message_id"]] = message
        self.tell(chat.chat_id, "edited", message=message)

    def remove_message(self, chat: Chat, message_id: int) -> None:
        del chat.messages[message_id]
        if chat.keyboard and chat.keyboard.get("message_id") == message_id:
            chat.keyboard = None
        self.tell(chat.chat_id, "deleted", message_id=message_id)

    def add_file(self, kind: str, content: bytes, *, name: str, mime_type: str) -> StoredFile:
        """Keep bytes; the ids are counted, so that a run repeats."""
        number = len(self.files) + 1
        ending = name.rsplit(".", 1)[-1] if "." in name else "bin"
        stored = StoredFile(
            file_id=f"local-{kind}-file-{number:06d}",
            unique_id=f"local{number:06d}",
            path=f"{kind}s/file_{number}.{ending}",
            name=name,
            mime_type=mime_type,
            content=content,
        )
        self.files[stored.file_id] = stored
        return stored

    def new_album(self) -> str:
        """The media_group_id of one more album."""
        self.albums += 1
        return str(14_050_000_000_000_000 + self.albums)

    def react(self, chat: Chat, message_id: int, actor_id: int, reaction: list[Json]) -> list[Json]:
        """Somebody's reaction to a message is now this; returns what it was. The screens hear of all that is on it."""
        of_message = chat.reactions.setdefault(message_id, {})
        before = of_message.pop(actor_id, [])
        if reaction:
            of_message[actor_id] = reaction
        shown = [each for given in of_message.values() for each in given]
        self.tell(chat.chat_id, "reaction", message_id=message_id, reaction=shown)
        return before

    def tell(self, chat_id: int, kind: str, **what: Any) -> None:
        """Add an event for the watchers; `seq` counts from 1."""
        self.events.append({"seq": len(self.events) + 1, "chat_id": chat_id, "kind": kind, **what})
        self.changed.fire()

    def from_bot(self, message: Json) -> bool:
        return bool(message.get("from", {}).get("id") == self.bot["id"])

    def shown_commands(self, chat: Chat, language_code: str) -> list[Json]:
        """The menu a person of this language sees in this chat: the narrowest scope that has one, then language.

        Order: https://core.telegram.org/bots/api#determining-list-of-commands
        """
        general = "all_private_chats" if chat.private else "all_group_chats"
        for scope in (f"chat:{chat.chat_id}", general, "default"):
            for language in (language_code.split("-")[0], ""):
                if found := self.commands.get((scope, language)):
                    return found
        return []

    def shown_profile(self, what: str, language_code: str) -> str:
        """The bot's `description`, `short_description` or `name` in a language, else in the one for all others."""
        return self.profile.get((what, language_code.split("-")[0])) or self.profile.get((what, "")) or ""

    def wait_query(self, query_id: str, user_id: int, chat_id: int, message_id: int) -> None:
        self.queries[query_id] = Query(query_id, user_id, chat_id, message_id, asked_at=self.clock())
