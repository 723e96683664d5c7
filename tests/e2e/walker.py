"""Prospects who do as they please, each from a seed: taps, typed answers, stickers, going back, switching languages.

Somebody may be sent to the end: a prospect who has done enough nonsense answers what is asked until it is sent.
"""

from __future__ import annotations

import random
from dataclasses import dataclass
from functools import cache

from tests.driver import Screen, Talk
from tests.e2e.phone import languages, said

NONSENSE = 8
"""Deeds after which a prospect walks straight on."""

MOST = 150
"""Deeds after which something is wrong."""

TYPED = ("etänä", "remotely", "ryhmä", "2", "ei tietoa", "Oulu", "Kuusmo", "<b>&", "8", "?", "työuupumus ja kiire")
TOWNS = ("Oulu", "Kemi", "Kajaani", "Rovaniemi", "Helsinki", "Uleåborg", "Inari")
ASIDE = ("/language", "/privacy", "/help", "/start", "/foo", "/mydata")


@cache
def in_any_language(*keys: str) -> tuple[str, ...]:
    """The sentences of these contexts in every language."""
    return tuple(said(key, language) for key in keys for language in languages())


def shown(screen: Screen, key: str) -> bool:
    """Whether a screen says this in any language."""
    return any(words in screen.text for words in in_any_language(key))


@dataclass(slots=True)
class Walker:
    """One prospect with a will of their own; `deeds` counts what they did."""

    talk: Talk
    chance: random.Random
    deeds: int = 0

    async def walks(self) -> None:
        """Go from /start to a request that is sent."""
        await self._answered(await self._says("/start"))
        while not self.sent:
            if self.deeds > MOST:
                raise AssertionError(f"no end after {MOST} deeds\n{self.talk.printed()}")
            await self._acts()

    @property
    def living(self) -> Screen:
        """The newest message with buttons."""
        found = next(
            (each for each in reversed(self.talk.messages) if each.get("reply_markup", {}).get("inline_keyboard")), {}
        )
        return Screen(found)

    @property
    def sent(self) -> bool:
        """Whether the newest screen says that the request is on its way."""
        return bool(self._one(self.living, "button.more"))

    async def _acts(self) -> None:
        await self.talk.waits(lambda: self.living.buttons, "there is nothing to tap")
        if self.sent:
            return
        if self.deeds >= NONSENSE or self.chance.random() < 0.6:
            await self._goes_on()
            return
        match self.chance.choice(("tap", "double", "type", "sticker", "aside", "old", "language")):
            case "tap":
                await self._taps(self.living, self.chance.choice(self._harmless(self.living)))
            case "double":
                screen = self.living
                label = self.chance.choice(self._harmless(screen))
                self._tap(screen, label)
                await self._taps(screen, label)
            case "type":
                await self._answered(await self._says(self.chance.choice(TYPED)))
            case "sticker":
                before = self._seq()
                await self.talk.sends_sticker()
                await self._answered(before)
            case "aside":
                await self._answered(await self._says(self.chance.choice(ASIDE)))
            case "old":
                screen = self.chance.choice([screen for screen in self.talk.screens if screen.buttons] or [self.living])
                await self._taps(screen, self.chance.choice(self._harmless(screen)))
            case "language":
                await self._answered(await self._says("/kieli"))
                await self._taps_one_of("Suomi", "English")

    async def _goes_on(self) -> None:
        """Answer what is asked."""
        screen = self.living
        if shown(screen, "town.ask"):
            await self._answered(await self._says(self.chance.choice(TOWNS)))
        elif shown(screen, "phone.ask"):
            await self._answered(await self._says(f"040 {self.chance.randrange(1000000, 9999999)}"))
        elif shown(screen, "email.ask"):
            await self._answered(await self._says("anna@yritys.fi"))
        elif (shown(screen, "own_words.ask") or shown(screen, "message.ask")) and not self._one(screen, "button.anew"):
            await self._answered(await self._says("Omin sanoin, in my own words"))
        elif shown(screen, "organisation.ask") or shown(screen, "name.ask"):
            await self._answered(await self._says("Esimerkki"))
        elif shown(screen, "ask.title"):
            await self._taps(screen, self._one(screen, "button.back"))
        elif self._one(screen, "review.send"):
            await self._taps(screen, self._one(screen, "review.send"), onward=True)
        elif self._one(screen, "button.done"):
            ticked = [label for label in screen.buttons if label.startswith("✓") or self._one(screen, "button.anew")]
            label = self._one(screen, "button.done") if ticked else self.chance.choice(self._onward(screen))
            await self._taps(screen, label, onward=True)
        else:
            forward = self._one(screen, "offer.contact", "button.flow", "button.continue", "welcome.begin")
            await self._taps(screen, forward or self.chance.choice(self._onward(screen)), onward=True)

    def _one(self, screen: Screen, *keys: str) -> str:
        """The first of these buttons that the screen has, in whatever language; "" for none."""
        return next((label for label in in_any_language(*keys) if label in screen.buttons), "")

    @staticmethod
    def _harmless(screen: Screen) -> list[str]:
        """The buttons that send nothing and erase nothing."""
        harm = in_any_language("review.send", "button.erase", "button.new")
        return [label for label in screen.buttons if label not in harm] or screen.buttons

    def _onward(self, screen: Screen) -> list[str]:
        """The buttons that lead on."""
        behind = in_any_language("button.back", "button.urgent", "button.done")
        return [label for label in self._harmless(screen) if label not in behind] or self._harmless(screen)

    async def _taps_one_of(self, *labels: str) -> None:
        there = [label for label in labels if label in self.living.buttons]
        if there:
            await self._taps(self.living, self.chance.choice(there))

    def _tap(self, screen: Screen, label: str) -> None:
        button = screen.button(label)
        assert button, f"no button {label!r} on\n{screen}"
        self.deeds += 1
        deeds = self.talk.telegram.deeds
        deeds.tap(self.talk.chat_id, self.talk.user_id, screen.message_id, button["callback_data"])

    async def _taps(self, screen: Screen, label: str, *, onward: bool = False) -> None:
        """Tap and wait for an answer; `onward`: also until the screen has changed."""
        before, looked = self._seq(), str(self.living)
        self._tap(screen, label)
        await self._answered(before)
        if onward:
            await self.talk.waits(lambda: str(self.living) != looked, f"{label!r} leads nowhere")

    async def _says(self, words: str) -> int:
        before = self._seq()
        await self.talk.says(words)
        self.deeds += 1
        return before + 1

    def _seq(self) -> int:
        return len(self.talk.telegram.model.events)

    async def _answered(self, since: int) -> None:
        """Wait until the bot has done something in this chat, and let it finish what it is doing."""
        at = since

        def heard() -> bool | None:
            nonlocal at
            events = self.talk.telegram.model.events
            while at < len(events):
                event = events[at]
                at += 1
                if event["chat_id"] == self.talk.chat_id and not self._own(event):
                    return True
            return None

        await self.talk.waits(heard, "the bot does not answer")

    def _own(self, event: dict[str, object]) -> bool:
        message = event.get("message")
        return isinstance(message, dict) and not self.talk.telegram.model.from_bot(message)
