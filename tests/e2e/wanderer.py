"""A prospect who wants to see everything: taps what nobody has tapped yet, writes, shares, edits, starts over.

Guided by what has been seen: of the buttons on show the one tapped least often is tapped next, and now and then the
questions are simply answered, so that the far end of the conversation is reached as well.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

from bot.local_telegram.shapes import Json
from tests.e2e.phone import CHOSEN
from tests.e2e.walker import Walker, shown

CURIOUS = 0.6
"""How often a button that nobody has tapped is tapped at once."""

STRAIGHT_ON = 0.4
"""How often the question on show is simply answered."""

WRITES = 0.15
SHARES = 0.5
"""How often somebody who is asked for a municipality shares where they are."""

SENDS = 0.15

MISSED = ("xyzzy", "plugh")
URGENT = ("En jaksa enää elää.", "I do not want to live any more.")
WITH_CODE = "Asia koskee henkilöä 131052-308T."
WORDS = (*MISSED, *MISSED, *URGENT, WITH_CODE, "etänä", "a group", "kirkko ja koulu", "040 123 4567")
TOWNS = ("Kuusmo", "Lappi", "Tukholma", "Oulu", "Helsinki", "Kemi")
EMAILS = ("anna@gmial.com", "anna@gmail.con", "anna@yritys.fi", "anna@localhost")
COMMANDS = ("/start", "/help", "/privacy", "/mydata", "/delete", "/cancel", "/language")
PLACES = ((59.3293, 18.0686), (65.8355, 24.1368), (65.9646, 29.1887), (64.2273, 27.7285))
"""Stockholm, Haparanda beside Tornio, Kuusamo, Kajaani; WGS84 degrees."""


@dataclass(slots=True)
class Wanderer(Walker):
    """One prospect with open eyes. `tapped` counts the labels tapped by everybody, `sent_kinds` what was sent."""

    quiet: Callable[[], Awaitable[None]] | None = None
    tapped: Counter[str] = field(default_factory=Counter)
    sent_kinds: Counter[str] = field(default_factory=Counter)
    written: Json = field(default_factory=dict)

    async def wanders(self, deeds: int) -> None:
        """Do so many things, beginning with /start."""
        await self._writes("/start")
        for _ in range(deeds):
            if not self.living.buttons:
                await self._writes("/start")
            elif self._news() and self.chance.random() < CURIOUS:
                await self._looks()
            elif (luck := self.chance.random()) < STRAIGHT_ON and not self.sent:
                await self._straight_on()
            elif luck < STRAIGHT_ON + WRITES:
                await self._writes(self.chance.choice(self._fitting()))
            elif luck < STRAIGHT_ON + WRITES + SENDS:
                await self._sends_something()
            else:
                await self._looks()

    def _news(self) -> bool:
        """Whether there is a button on show that nobody has tapped."""
        return any(not self.tapped[self._bare(label)] for label in self.living.buttons)

    async def _looks(self) -> None:
        """Tap the button on show that has been tapped least often."""
        screen = self.living
        rarest = min(self.tapped[self._bare(label)] for label in screen.buttons)
        labels = [label for label in screen.buttons if self.tapped[self._bare(label)] == rarest]
        await self._touch(self.chance.choice(labels))

    async def _straight_on(self) -> None:
        screen = self.living
        needs_words = next((each for each in NEEDS_WORDS if shown(screen, each)), "")
        if needs_words == "town.ask" and self.chance.random() < SHARES:
            await self.talk.shares_location(*self.chance.choice(PLACES))
            await self._still()
            return
        if needs_words and not self._one(screen, "button.anew"):
            await self._writes(self.chance.choice(NEEDS_WORDS[needs_words]))
            return
        done = self._one(screen, "button.done")
        ticked = any(label.startswith(CHOSEN) for label in screen.buttons) or self._one(screen, "button.anew")
        forward = self._one(screen, "review.send", "offer.contact", "button.flow", "button.continue", "welcome.begin")
        await self._touch(done if done and ticked else forward or self.chance.choice(self._onward(screen)))

    def _fitting(self) -> tuple[str, ...]:
        """What may be typed at what is on show."""
        asked = next((key for key in NEEDS_WORDS if shown(self.living, key)), "")
        return (*NEEDS_WORDS.get(asked, ()), *WORDS, *COMMANDS)

    async def _sends_something(self) -> None:
        kinds = ["sticker", "voice", "photo", "contact", "place", "document", "edit"]
        rarest = min(self.sent_kinds[kind] for kind in kinds)
        kind = self.chance.choice([each for each in kinds if self.sent_kinds[each] == rarest])
        self.sent_kinds[kind] += 1
        match kind:
            case "sticker":
                await self.talk.sends_sticker()
            case "voice":
                await self.talk.sends_voice()
            case "photo":
                await self.talk.sends_photo(caption=self.chance.choice(("", "Kajaani", "yhteistyö takkuaa")))
            case "document":
                await self.talk.sends_document()
            case "contact":
                await self.talk.shares_contact()
            case "place":
                await self.talk.shares_location(*self.chance.choice(PLACES))
            case "edit" if self.written:
                await self.talk.edits(self.written, f"{self.written['text']} (korjattu)")
        await self._still()

    async def _writes(self, words: str) -> None:
        self.written = await self.talk.says(words)
        await self._still()

    async def _touch(self, label: str) -> None:
        self.tapped[self._bare(label)] += 1
        self._tap(self.living, label)
        await self._still()

    async def _still(self) -> None:
        assert self.quiet is not None
        await self.quiet()

    @staticmethod
    def _bare(label: str) -> str:
        return label.removeprefix(CHOSEN)


NEEDS_WORDS = {
    "town.ask": TOWNS,
    "phone.ask": ("040 123 4567", "12"),
    "email.ask": EMAILS,
    "own_words.ask": ("Työn jakaminen mietityttää.", *URGENT, WITH_CODE),
    "message.ask": ("Tavoitat minut iltapäivisin.", WITH_CODE),
    "organisation.ask": ("Esimerkki",),
    "name.ask": ("Anna",),
}
"""What is typed where nothing but words will do."""
