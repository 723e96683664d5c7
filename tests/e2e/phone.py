"""A phone in the hand of somebody who reads before acting: labels and sentences by their catalogue keys.

    anna = await home.anna("fi")
    await anna.answers("who.group", until="challenge")
    await anna.picks("button.urgent")
    await anna.reads("care.title")

A key stands for the sentence in the person's own language, so that a change of wording breaks no dialogue. `answers`
goes through the questions and gives the usual answer to those a test does not name, so that a new one breaks none.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from functools import cache
from typing import Any
from zoneinfo import ZoneInfo

from bot.local_telegram.shapes import Json
from bot.ops.catalogues import extract
from bot.ui.callbacks import Data, decode
from bot.ui.i18n import Translator, load_translators
from bot.ui.render import JOINER
from flows.text import Text, Value
from tests import way
from tests.driver import Screen, Talk
from tests.way import near

CHOSEN = "✓ "


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


class NoSuchSentence(LookupError):
    """A test names a sentence that is not in the project; the message names its like."""


def said(key: str, language: str, /, **values: Value) -> str:
    """The sentence of this context in a language; NoSuchSentence when there is none."""
    if key not in sentences():
        raise NoSuchSentence(f"no sentence {key!r}{near(key, sentences())}")
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
        """The newest message with a button of this label, of a sent request also one behind "More"."""
        await self.quiet()
        more = self.words("button.more")
        if more in self.living.buttons and not any(label in s.buttons for s in self.screens):
            await super().taps(more, on=self.living)
            await self.quiet()
        for screen in reversed(self.screens):
            if label in screen.buttons or CHOSEN + label in screen.buttons:
                return screen
        raise AssertionError(f"no button {label!r}; {self.first_name} sees\n{self.printed()}")

    async def reads(self, key: str, /, **values: Value) -> Screen:
        """Find the newest message that says this; an AssertionError that prints the chat when there is none."""
        return await self.reads_words(self.words(key, **values))

    async def reads_words(self, words: str) -> Screen:
        """Find the newest message that contains these words, as it is seen: a joiner shows nothing."""
        await self.quiet()
        for screen in reversed(self.screens):
            if words in screen.text.replace(JOINER, ""):
                return screen
        raise AssertionError(f"{words!r} is not to be seen; {self.first_name} sees\n{self.printed()}")

    async def living_now(self) -> str:
        """The living screen once the bot is done, as it reads."""
        await self.quiet()
        return str(self.living)

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

    @property
    def choices(self) -> dict[Data, str]:
        """The buttons of the living screen by what they mean, with their labels."""
        rows = self.living.message.get("reply_markup", {}).get("inline_keyboard", [])
        found = {decode(button.get("callback_data", "")): button["text"] for row in rows for button in row}
        return {data: label for data, label in found.items() if data is not None}

    @property
    def asked(self) -> str:
        """The key of the question on show, "sent" at the end, "" for none."""
        return way.asked(list(self.choices))

    def next_deed(self, *keys: str, **words: str) -> Data | str | None:
        """What answers the question on show, as `answers` would: a button's data, or words to type."""
        given = way.by_question(keys).get(self.asked, ())
        return way.deed(self.asked, list(self.choices), given, way.typed_at(words).get(self.asked, ""))

    async def does(self, deed: Data | str) -> None:
        """Type these words, or tap this button of the living screen."""
        if isinstance(deed, str):
            await self.says(deed)
        else:
            await self.taps(self.choices[deed], on=self.living)
        await self.quiet()

    async def answers(self, *keys: str, until: str = "", **words: str) -> Screen:
        """Answer these ("who.group", town="Kemi"), and the usual to whatever else is asked, until a question shows.

        Begins with /start when nothing is on show. `until`: a question or "sent"; without it the last of `keys` ends.
        """
        left = {*way.by_question(keys), *way.typed_at(words)}
        way.place(until)
        await self.quiet()
        if not self.living.buttons:
            await self.says("/start")
            await self.quiet()
        before: tuple[str, Data | str | None] = ("", None)
        while (question := self.asked) != until and (until or left):
            deed = self.next_deed(*keys, **words)
            if deed is None or (question, deed) == before:
                raise AssertionError(f"{question!r} is not answered with {deed} (to {until!r})\n{self.printed()}")
            before = question, deed
            await self.does(deed)
            if self.asked != question:
                left.discard(question)
        if left:
            raise AssertionError(f"never asked before {until!r}: {', '.join(left)}\n{self.printed()}")
        return self.living

    async def reaches_offer(self) -> Screen:
        """Begin, and walk the shortest way to a suggestion."""
        await self.says("/start")
        return await self.answers(until="offer")

    async def reaches_way(self) -> Screen:
        """Begin, and walk to "how may the supervisor answer you?"."""
        await self.says("/start")
        return await self.answers(until="way")

    async def reaches_review(self) -> Screen:
        """Begin, and walk to the card before it is sent."""
        await self.says("/start")
        return await self.answers(until="review")

    async def leaves_request(self, number: int = 1) -> Screen:
        """Begin, walk all the way and send."""
        await self.says("/start")
        await self.answers(until="sent")
        return await self.is_at("sent.title", number=str(number))
