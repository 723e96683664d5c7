"""Prospects who walk through the questions by themselves and remember what they answered.

A walker never does anything twice: a tap that leads nowhere is a lost tap, and the walk fails. What they remember is
compared with the database afterwards; nothing of the bot is asked about it.
"""

from __future__ import annotations

import asyncio
import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import partial

from bot.prospect.features.corrections import MORE
from bot.ui.callbacks import Choose, Data, Do, Done, Show, Tick, decode
from tests.driver import Screen, Talk

SENT = "(sent)"
NOTHING = "(nothing)"
NEVER_CHOSEN = frozenset({("offer", "later"), ("way", "email"), ("challenge", "unsure"), ("town", "unsure")})
"""Choices that end a walk early, need an address, or undo other ticks."""


@dataclass(frozen=True, slots=True)
class Told:
    """What one question was answered with."""

    chosen: frozenset[str] = frozenset()
    words: str = ""


@dataclass
class Walker:
    """One person. `patience`: seconds an answer may take, while the bot lives on, before the deed counts as lost.

    `excused`: whether the bot is being killed again and again just now, so that any answer may take longer.
    """

    talk: Talk
    seed: int
    patience: float = 30.0
    excused: Callable[[], bool] = lambda: False
    walks: list[Mapping[str, Told]] = field(default_factory=list)
    """What was answered on each finished walk; one walk is one request."""

    def __post_init__(self) -> None:
        self._chance = random.Random(self.seed)
        self._told: dict[str, Told] = {}
        self._lowest = 0

    async def walk(self) -> None:
        """Walk from the start to a request that was sent."""
        self._told = {}
        if self.walks:
            await self._tap(Show(MORE))
            await self._until(lambda: Do("new") in self.buttons, "more to choose from")
            await self._tap(Do("new"))
            await self._until(lambda: self.place not in (SENT, NOTHING), "a new request")
        else:
            await self.talk.says("/start")
            await self._until(lambda: self.place != NOTHING, "the first screen")
        while self.place != SENT:
            await self._answer(self.place)
        self.walks.append(self._told)

    @property
    def living(self) -> Screen:
        """The newest message with buttons, none of those above the last one that was tapped."""
        shown = (screen for screen in reversed(self.talk.screens) if screen.buttons)
        return next((screen for screen in shown if screen.message_id >= self._lowest), Screen({}))

    @property
    def buttons(self) -> list[Data]:
        """What the buttons of the living screen mean."""
        rows = self.living.message.get("reply_markup", {}).get("inline_keyboard", [])
        found = (decode(button["callback_data"]) for row in rows for button in row if "callback_data" in button)
        return [data for data in found if data is not None]

    @property
    def place(self) -> str:
        """The key of the question on show."""
        buttons = self.buttons
        if Show(MORE) in buttons or Do("new") in buttons:
            return SENT
        return next((data.question for data in buttons if hasattr(data, "question")), NOTHING)

    async def _answer(self, key: str) -> None:
        match key:
            case "challenge":
                await self._tick(key)
            case "own_words":
                await self._type(key, f"Asia {self.seed}-{len(self.walks)}", "")
            case "town":
                await self._type(key, "Oulu", "564")
            case "phone":
                number = f"040123{self._chance.randrange(10_000):04}"
                await self._type(key, number, "", kept=f"+358{number[1:]}")
            case _:
                offered = [data for data in self.buttons if isinstance(data, Choose) and self._fits(data)]
                chosen = self._chance.choice(offered)
                self._told[key] = Told(frozenset({chosen.choice}))
                await self._tap(chosen)
                await self._until(lambda: self.place not in (key, NOTHING), f"an answer to {chosen}")

    @staticmethod
    def _fits(data: Choose) -> bool:
        return (data.question, data.choice) not in NEVER_CHOSEN

    async def _tick(self, key: str) -> None:
        offered = [
            data.choice for data in self.buttons if isinstance(data, Tick) and (key, data.choice) not in NEVER_CHOSEN
        ]
        ticked = self._chance.sample(offered, self._chance.choice((1, 2)))
        for choice in ticked:
            await self._tap(Tick(key, choice, True))
            await self._until(partial(self._offers, Tick(key, choice, False)), f"the tick of {choice}")
        self._told[key] = Told(frozenset(ticked))
        await self._tap(Done(key))
        await self._until(lambda: self.place not in (key, NOTHING), f"what comes after {key}")

    def _offers(self, data: Data) -> bool:
        return data in self.buttons

    async def _type(self, key: str, words: str, chosen: str, kept: str = "") -> None:
        self._told[key] = Told(frozenset({chosen} if chosen else ()), "" if chosen else kept or words)
        await self.talk.says(words)
        await self._until(
            lambda: self._offers(Done(key)) or self.place not in (key, NOTHING), f"what comes after {words!r}"
        )
        if self.place == key:  # more may be written before it is done
            await self._tap(Done(key))
            await self._until(lambda: self.place not in (key, NOTHING), f"what comes after {key}")

    async def _tap(self, data: Data) -> None:
        screen = self.living
        for row in screen.message["reply_markup"]["inline_keyboard"]:
            for button in row:
                if decode(button.get("callback_data", "")) == data:
                    self._lowest = screen.message_id
                    await self.talk.taps(button["text"], on=screen)
                    return
        raise AssertionError(f"no button for {data} on\n{screen}")

    async def _until(self, condition: Callable[[], bool], what: str) -> None:
        model = self.talk.telegram.model
        since = self._clock()
        while not condition():
            if self.excused():
                since = self._clock()
            left = since + self.patience - self._clock()
            if left <= 0:
                raise AssertionError(
                    f"lost: {what} did not come in {self.patience:g} s (seed {self.seed})\n{self.talk.printed()}"
                )
            await model.changed.wait(left)

    @staticmethod
    def _clock() -> float:
        return asyncio.get_running_loop().time()
