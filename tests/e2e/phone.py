"""A phone in the hand of somebody who reads before acting: labels and sentences by their catalogue keys.

    anna = await home.anna("fi")
    await anna.says("/start")
    await anna.picks("welcome.begin", "who.group")
    await anna.reads("challenge.ask")

A key stands for the sentence in the person's own language, so that a change of wording breaks no dialogue.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from functools import cache
from typing import Any
from zoneinfo import ZoneInfo

from bot.local_telegram.driver import Screen, Talk
from bot.local_telegram.shapes import Json
from bot.ops.catalogues import extract
from bot.ui.i18n import Translator, load_translators
from flows.text import Text, Value

CHOSEN = "✓ "

NEED = (
    "welcome.begin",
    "who.employee",
    "challenge.coping",
    "button.done",
    "company.own",
    "place.remote",
    "pace.longer",
)
"""The shortest way to a suggestion, individual supervision."""

ON = ("offer.contact", "choice.skip")
"""From the suggestion to "how may the supervisor answer you?"."""


@cache
def sentences() -> Mapping[str, Text]:
    """Every sentence of the project by its context."""
    found: dict[str, Text] = {}
    for message in extract():
        if message.id:
            one, *many = (message.id,) if isinstance(message.id, str) else message.id
            found[message.context or ""] = Text(message.context or "", one, "".join(many))
    return found


@cache
def languages() -> Mapping[str, Translator]:
    """Every language, strict: a sentence without its values raises."""
    return load_translators(timezone=ZoneInfo("Europe/Helsinki"), strict=True)


def said(key: str, language: str, /, **values: Value) -> str:
    """The sentence of this context in a language."""
    return languages()[language](sentences()[key].filled(**values))


class Phone(Talk):
    """One chat; every deed waits until the bot has answered the one before. `language`: what the person reads."""

    def __init__(self, talk: Talk, quiet: Callable[[], Awaitable[None]], language: str) -> None:
        super().__init__(talk.telegram, talk.chat, talk.telegram.model.people[talk.user_id])
        self.quiet = quiet
        self.language = language

    def words(self, key: str, /, **values: Value) -> str:
        """The sentence of this context as this person reads it."""
        return said(key, self.language, **values)

    async def sends(self, **content: Any) -> Json:
        """Send anything, once the bot is done."""
        await self.quiet()
        return await super().sends(**content)

    async def picks(self, *keys: str, **values: Value) -> Screen:
        """Tap the buttons of these contexts one after another; the screen of the last tap as it was before it."""
        screen = Screen({})
        for key in keys:
            screen = await self.taps_words(self.words(key, **values))
        return screen

    async def taps_words(self, label: str) -> Screen:
        """Tap the button of this label on the newest message that has it, ticked or not; that message."""
        screen = await self.finds(label)
        there = label if label in screen.buttons else CHOSEN + label
        await super().taps(there, on=screen)
        return screen

    async def finds(self, label: str) -> Screen:
        """The newest message with a button of this label."""
        await self.quiet()
        for screen in reversed(self.screens):
            if label in screen.buttons or CHOSEN + label in screen.buttons:
                return screen
        raise AssertionError(f"no button {label!r}; {self.first_name} sees\n{self.printed()}")

    async def reads(self, key: str, /, **values: Value) -> Screen:
        """Find the newest message that says this; an AssertionError that prints the chat when there is none."""
        return await self.reads_words(self.words(key, **values))

    async def reads_words(self, words: str) -> Screen:
        """Find the newest message that contains these words."""
        await self.quiet()
        for screen in reversed(self.screens):
            if words in screen.text:
                return screen
        raise AssertionError(f"{words!r} is not to be seen; {self.first_name} sees\n{self.printed()}")

    async def is_at(self, key: str, /, **values: Value) -> Screen:
        """See to it that the living screen, the newest message with buttons, says this."""
        await self.quiet()
        screen = self.living
        words = self.words(key, **values)
        assert words in screen.text, f"not {words!r}; {self.first_name} sees\n{self.printed()}"
        return screen

    @property
    def living(self) -> Screen:
        """The newest message with buttons."""
        return next((screen for screen in reversed(self.screens) if screen.buttons), Screen({}))

    def has(self, key: str, /, **values: Value) -> bool:
        """Whether the living screen has this button."""
        label = self.words(key, **values)
        return label in self.living.buttons or CHOSEN + label in self.living.buttons

    async def writes(self, words: str) -> Json:
        """Write own words, which may come in several messages, and say that this was all."""
        message = await self.says(words)
        await self.picks("button.done")
        return message

    # -- stretches of the way

    async def reaches_offer(self) -> Screen:
        """Walk the shortest way to a suggestion."""
        await self.says("/start")
        await self.picks(*NEED)
        return await self.is_at("suggestion.title")

    async def reaches_way(self) -> Screen:
        """Walk on to "how may the supervisor answer you?"."""
        await self.reaches_offer()
        await self.picks(*ON)
        return await self.is_at("way.ask")

    async def reaches_review(self) -> Screen:
        """Walk on to the card before it is sent."""
        await self.reaches_way()
        await self.picks("way.telegram")
        return await self.is_at("review.ask")

    async def leaves_request(self, number: int = 1) -> Screen:
        """Walk all the way and send."""
        await self.reaches_review()
        await self.picks("review.send")
        return await self.is_at("sent.title", number=str(number))
