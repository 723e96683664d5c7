"""A local Telegram whose people and groups are in a test's hands: they write, tap and look at their screens.

    async with LocalTelegram() as telegram:
        anna = await telegram.person("Anna", language_code="fi")
        await anna.says("/start")
        await anna.taps("Etänä")
        await anna.sees("Suositus")

Nothing polls: every wait ends with the next event, or with an AssertionError that prints the screen.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from bot.local_telegram import running
from bot.local_telegram.faults import Fault
from bot.local_telegram.shapes import Chat, Json, Person

PATIENCE_SECONDS = 5.0

_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class Notice:
    """The bot's answer to a tap: `text` may be empty; `alert` when it has to be closed by hand."""

    query_id: str
    text: str
    alert: bool


class Screen:
    """One message of the bot as a person reads it: `text` (or caption) and the labels of its buttons, row by row.

    `strong` are those that stand out.
    """

    def __init__(self, message: Json) -> None:
        self.message = message
        self.message_id = int(message.get("message_id", 0))
        self.text: str = message.get("text") or message.get("caption") or ""
        keyboard: list[list[Json]] = message.get("reply_markup", {}).get("inline_keyboard", [])
        self.rows: list[list[str]] = [[button["text"] for button in row] for row in keyboard]
        self.buttons: list[str] = [label for row in self.rows for label in row]
        self.strong = [button["text"] for row in keyboard for button in row if button.get("style") == "primary"]
        self._keyboard = keyboard

    def button(self, label: str) -> Json | None:
        """The button with exactly this label, or the only one that begins with it."""
        all_buttons = [button for row in self._keyboard for button in row]
        exact = [button for button in all_buttons if button["text"] == label]
        begun = [button for button in all_buttons if button["text"].startswith(label)]
        if exact:
            return exact[0]
        return begun[0] if len(begun) == 1 else None

    def __str__(self) -> str:
        rows = ["  ".join(f"[{label}]" for label in row) for row in self.rows]
        return "\n".join([f"#{self.message_id} {self.text}", *rows])


class LocalTelegram(running.LocalTelegram):
    """The same, with people in hand and faults to come."""

    @property
    def violations(self) -> list[Json]:
        """The rules that the bot broke, oldest first."""
        return self.journal.violations

    async def person(
        self, first_name: str, *, last_name: str = "", username: str = "", language_code: str = "", started: bool = True
    ) -> Talk:
        """A new person, with their private chat in hand; `started`: the bot may write to them already."""
        added = self.model.add_person(
            first_name, last_name=last_name, username=username, language_code=language_code, started=started
        )
        return Talk(self, self.model.chats[added.user_id], added)

    async def group(
        self,
        title: str,
        members: Sequence[Talk],
        *,
        type: str = "group",
        forum: bool = False,
        administrator: bool = False,
    ) -> Talk:
        """A new group in the hand of its first member, who made it; `Talk.of` gives it to another one."""
        if not members:
            raise ValueError("a group has at least one member")
        user_ids = [member.user_id for member in members]
        chat = self.model.add_group(title, type=type, members=user_ids, forum=forum, administrator=administrator)
        return Talk(self, chat, self.model.people[user_ids[0]])

    def fails(self, kind: str, **more: Any) -> None:
        """The next matching calls fail; `more` as in Fault: times, method, chat_id, seconds, retry_after, ..."""
        self.faults.add(Fault(kind, **more))

    async def settled(self, quiet: float = 0.1) -> None:
        """Wait until every update is acknowledged and, for `quiet` seconds, the bot calls nothing but getUpdates."""
        try:
            async with asyncio.timeout(PATIENCE_SECONDS):
                while True:
                    if self.updates.pending:
                        await self.updates.arrived.wait()
                    elif self.journal.under_way or await self.journal.changed.wait(quiet):
                        await self.journal.changed.wait(quiet)
                    else:
                        return
        except TimeoutError:
            waiting = [update.kind for update in self.updates.pending.values()]
            raise AssertionError(
                f"the bot is not done after {PATIENCE_SECONDS:g} s: {self.journal.under_way} calls under way, "
                f"updates not acknowledged: {waiting}"
            ) from None


class Talk:
    """One chat as one of its members holds it on the phone. In a group, `of` gives the same chat to another."""

    def __init__(self, telegram: LocalTelegram, chat: Chat, person: Person) -> None:
        self.telegram = telegram
        self.chat_id = chat.chat_id
        self.user_id = person.user_id
        self.first_name = person.first_name
        self._deeds = telegram.deeds

    @property
    def chat(self) -> Chat:
        """The chat as the server holds it."""
        return self._deeds.chat(self.chat_id)

    @property
    def messages(self) -> list[Json]:
        """All messages on screen, oldest first."""
        return list(self.chat.messages.values())

    @property
    def screens(self) -> list[Screen]:
        """The bot's messages, oldest first."""
        return [Screen(message) for message in self.messages if self.telegram.model.from_bot(message)]

    @property
    def screen(self) -> Screen:
        """The bot's newest message; an empty one when there is none."""
        screens = self.screens
        return screens[-1] if screens else Screen({})

    @property
    def keyboard(self) -> list[str]:
        """The labels of the reply keyboard on show."""
        return [key["text"] for row in (self.chat.keyboard or {}).get("keyboard", []) for key in row]

    @property
    def notices(self) -> list[Notice]:
        """The answers to this person's taps, oldest first."""
        return [
            Notice(event["callback_query_id"], event["text"], event["show_alert"])
            for event in self.telegram.model.events
            if event["kind"] == "answer" and event["user_id"] == self.user_id and event["chat_id"] == self.chat_id
        ]

    def printed(self) -> str:
        """The whole chat, for an AssertionError."""
        lines = []
        for message in self.messages:
            who = "bot" if self.telegram.model.from_bot(message) else message["from"]["first_name"]
            lines.append(f"{who}: {Screen(message)}")
        if self.keyboard:
            lines.append(f"keyboard: {self.keyboard}")
        return "\n".join(lines) or "(nothing)"

    def of(self, other: Talk) -> Talk:
        """This group as `other` holds it on their phone."""
        return Talk(self.telegram, self.chat, self.telegram.model.people[other.user_id])

    # -- deeds

    async def sends(self, **content: Any) -> Json:
        """Send anything the control API takes: `await anna.sends(poll={...})`. The Message."""
        return self._deeds.send(self.chat_id, self.user_id, content)

    async def says(self, text: str, *, reply_to: Screen | int = 0, quote: str = "", thread_id: int = 0) -> Json:
        """Write a text, perhaps as a reply to a message or to some words of it."""
        message_id = reply_to.message_id if isinstance(reply_to, Screen) else reply_to
        return await self.sends(text=text, reply_to_message_id=message_id, quote=quote, message_thread_id=thread_id)

    async def shares_contact(self, **contact: Any) -> Json:
        """Share this person's card, or another: `shares_contact(phone_number="...", first_name="...")`."""
        return await self.sends(contact=contact or True)

    async def shares_location(self, latitude: float, longitude: float) -> Json:
        """Share a point in WGS84 degrees."""
        return await self.sends(location={"latitude": latitude, "longitude": longitude})

    async def sends_photo(self, caption: str = "") -> Json:
        """Send a picture."""
        return await self.sends(photo=True, caption=caption)

    async def sends_document(self, caption: str = "") -> Json:
        """Send a file."""
        return await self.sends(document=True, caption=caption)

    async def sends_voice(self) -> Json:
        """Send a voice message."""
        return await self.sends(voice=True)

    async def sends_sticker(self) -> Json:
        """Send a sticker."""
        return await self.sends(sticker=True)

    async def sends_album(self, *contents: Json) -> list[Json]:
        """Send files as one album: `sends_album({"photo": True, "caption": "..."}, {"photo": True})`."""
        album = self.telegram.model.new_album()
        return [await self.sends(**content, media_group_id=album) for content in contents]

    async def edits(self, message: Json, text: str | None = None, **content: Any) -> Json:
        """Change this person's message: its text, or `caption=` with perhaps another file (`document=...`)."""
        given = content if text is None else {"text": text, **content}
        return self._deeds.edit(self.chat_id, self.user_id, message["message_id"], given)

    async def reacts(self, message: Screen | Json, emoji: str) -> None:
        """Put an emoji on a message, or take it back with ""."""
        message_id = message.message_id if isinstance(message, Screen) else message["message_id"]
        self._deeds.react(self.chat_id, self.user_id, message_id, emoji)

    def refuses_voice(self) -> None:
        """Let nobody send voice messages here, as Telegram Premium can."""
        self.telegram.model.people[self.user_id].refuses_voice = True

    async def blocks(self) -> None:
        """Block the bot."""
        self._deeds.block(self.chat_id, self.user_id, blocked=True)

    async def unblocks(self) -> None:
        """Let the bot write again."""
        self._deeds.block(self.chat_id, self.user_id, blocked=False)

    async def taps(self, label: str, *, on: Screen | None = None) -> str:
        """Tap the button of this label on the newest message that has it; the id of the query.

        A button that is not there yet is waited for. `on`: a screen as it was read earlier, for taps on old screens.
        A reply keyboard's key is written, or shares what it asks for.
        """
        if on is not None:
            if not (button := on.button(label)):
                raise AssertionError(f"no button {label!r} on\n{on}")
            return self._deeds.tap(self.chat_id, self.user_id, on.message_id, button["callback_data"])

        def find() -> Callable[[], str] | None:
            for screen in reversed(self.screens):
                if button := screen.button(label):
                    if "callback_data" not in button:
                        raise AssertionError(f"the button {label!r} sends nothing to the bot: {button}")
                    found = screen.message_id, str(button["callback_data"])
                    return lambda: self._deeds.tap(self.chat_id, self.user_id, *found)
            return None

        return (await self.waits(find, f"no button {label!r} (exact, or as the only beginning)"))()

    async def presses(self, label: str, *, latitude: float = 65.0121, longitude: float = 25.4651) -> Json:
        """Press a key of the reply keyboard: writes its text, or shares the contact or place it asks for."""

        def find() -> Json | None:
            keys: list[Json] = [key for row in (self.chat.keyboard or {}).get("keyboard", []) for key in row]
            begun = [key for key in keys if key["text"] == label] or [k for k in keys if k["text"].startswith(label)]
            return begun[0] if len(begun) == 1 else None

        key = await self.waits(find, f"no key {label!r} on the reply keyboard")
        if key.get("request_contact"):
            return await self.shares_contact()
        if key.get("request_location"):
            return await self.shares_location(latitude, longitude)
        return await self.says(key["text"])

    # -- looking

    async def sees(self, text: str) -> Screen:
        """Wait until a message of the bot on screen contains the text: that message, the newest one first."""

        def find() -> Screen | None:
            return next((screen for screen in reversed(self.screens) if text in screen.text), None)

        return await self.waits(find, f"{text!r} is not to be seen")

    async def sees_notice(self, text: str = "") -> Notice:
        """Wait until a tap is answered with this text in the answer: the newest such answer."""

        def find() -> Notice | None:
            return next((notice for notice in reversed(self.notices) if text in notice.text), None)

        return await self.waits(find, f"no tap was answered with {text!r}")

    async def settled(self) -> None:
        """Wait until the bot has acknowledged every update and has been quiet for a moment."""
        await self.telegram.settled()

    async def waits(self, find: Callable[[], _T | None], why: str) -> _T:
        """Wait until `find` gives something true; `why` is the complaint when it never does."""
        try:
            async with asyncio.timeout(PATIENCE_SECONDS):
                while not (found := find()):
                    await self.telegram.model.changed.wait()
                return found
        except TimeoutError:
            raise AssertionError(
                f"{why} after {PATIENCE_SECONDS:g} s; {self.first_name} sees\n{self.printed()}"
            ) from None
