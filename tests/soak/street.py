"""A street full of prospects, a supervisor, and a bot that lives many short lives."""

from __future__ import annotations

import asyncio
import random
from collections.abc import AsyncIterator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Literal, TypeAlias

from bot.config import Settings, read_settings
from bot.requests.limits import MOST_WAITING
from tests.driver import LocalTelegram, Talk
from tests.e2e.house import environment
from tests.soak.bot_that_dies import NEVER, POINTS
from tests.soak.evidence import Evidence, cards, gathered
from tests.soak.process import BOT, BotProcess, dying, free_port
from tests.soak.walkers import Walker

Way: TypeAlias = Literal["polling", "webhook"]
WAYS: tuple[Way, ...] = ("polling", "webhook")

WEBHOOK_PAUSE = 0.05  # seconds before a delivery that failed is tried again
KILLED = -9
LAST_SECONDS = 300.0  # for what still waits at the very end
MOST_PASSINGS = 6
LATEST_SECONDS = 2.5
"""A random kill comes at most so long after the bot began to receive."""


@dataclass
class Street:
    """Everybody who takes part. `kills` counts how the bot died: by a point's name, or "random".

    `leaving`: what has to be done when everybody goes home.
    """

    telegram: LocalTelegram
    supervisor: Talk
    walkers: list[Walker]
    environment: Mapping[str, str]
    folder: Path
    seed: int
    gone: list[Walker] = field(default_factory=list)
    """Those who have left as many requests as may wait; somebody else has come in their place."""
    kills: dict[str, int] = field(default_factory=dict)
    leaving: AsyncExitStack = field(default_factory=AsyncExitStack)

    @property
    def settings(self) -> Settings:
        """What every life of the bot starts with."""
        return read_settings(self.environment, env_file=None)

    async def dies_at(self, point: str, passing: int, *how: str) -> None:
        """Let the bot live until it kills itself at a named point."""
        bot = await BotProcess.start(self.telegram, self.environment, self.folder, dying(point, passing, *how))
        try:
            code = await bot.ends()
        finally:
            await bot.is_killed()
        assert code == KILLED, f"the bot ended with {code} at {point}"
        self.kills[point] = self.kills.get(point, 0) + 1

    async def is_killed_after(self, seconds: float) -> None:
        """Let the real bot live so long after it began to receive, then kill it."""
        bot = await BotProcess.start(self.telegram, self.environment, self.folder)
        try:
            await bot.receives()
            await asyncio.sleep(seconds)  # the random moment itself: there is no event to wait for
        finally:
            assert await bot.is_killed() == KILLED
        self.kills["random"] = self.kills.get("random", 0) + 1

    @asynccontextmanager
    async def alive(self, *how: str) -> AsyncIterator[BotProcess]:
        """Let the bot live until the block ends, and see to it that it stops with exit code 0."""
        program = dying(NEVER, 1, *how) if how else BOT
        bot = await BotProcess.start(self.telegram, self.environment, self.folder, program)
        try:
            await bot.receives()
            yield bot
            code = await bot.is_told_to_stop()
        finally:
            await bot.is_killed()
        assert code == 0, f"the bot stopped with {code}"

    async def evidence(self) -> Evidence:
        """Compare both sides; the bot must have ended."""
        return await gathered(self.telegram, self.settings, self.supervisor.chat_id, self.everybody)

    @property
    def everybody(self) -> list[Walker]:
        """Who walks, and who has gone."""
        return [*self.walkers, *self.gone]

    async def another(self, walker: Walker) -> Walker:
        """Let somebody else come in the place of one who may not ask for more before an answer."""
        person = await self.telegram.person(f"After {walker.seed}", language_code="fi" if walker.seed % 2 else "en")
        come = replace(walker, talk=person, seed=walker.seed + 1_000_000, walks=[])
        self.walkers[self.walkers.index(walker)] = come
        self.gone.append(walker)
        return come

    @property
    def walks(self) -> int:
        """How many requests were sent, as those who sent them know."""
        return sum(len(walker.walks) for walker in self.everybody)

    async def cards_have_arrived(self, count: int) -> None:
        """Wait until the supervisor has so many messages."""
        while len(self.supervisor.screens) < count:
            await self.telegram.model.changed.wait()

    async def everything_has_arrived(self) -> None:
        """Wait until every update is acknowledged, every card is with the supervisor, and nothing more comes."""
        async with asyncio.timeout(LAST_SECONDS):
            while self.telegram.updates.pending:
                await self.telegram.updates.arrived.wait()
            await self.cards_have_arrived(self.walks)
            while len(dict(cards(self.telegram.journal.calls, self.supervisor.chat_id))) < self.walks:
                await self.telegram.model.changed.wait()
        await self.telegram.settled()


@asynccontextmanager
async def street(folder: Path, way: Way, *, prospects: int, seed: int, patience: float) -> AsyncIterator[Street]:
    """Open a street. `patience`: seconds that the bot may take for one answer while nobody kills it."""
    async with LocalTelegram(webhook_pause=WEBHOOK_PAUSE) as telegram:
        supervisor = await telegram.person("Ohjaaja", language_code="fi", started=True)
        surroundings = environment(telegram, folder, supervisor.chat_id)
        if way == "webhook":
            port = free_port()
            surroundings |= {"WEBHOOK_URL": f"http://127.0.0.1:{port}/telegram", "WEBHOOK_PORT": str(port)}
        walkers = [
            Walker(
                await telegram.person(f"Prospect {n}", language_code="fi" if n % 2 else "en"),
                seed=seed * 1000 + n,
                patience=patience,
            )
            for n in range(1, prospects + 1)
        ]
        place = Street(telegram, supervisor, walkers, surroundings, folder, seed)
        async with place.leaving:
            yield place


async def walked_while_dying(
    place: Street, *, rounds_at_points: int, random_kills: int, walks: int, how: tuple[str, ...] = ()
) -> Evidence:
    """Let everybody walk while the bot dies at every point and at random moments; return what came of it.

    Everybody walks at least `walks` times, and on until the killing is over.
    """
    chance = random.Random(place.seed)
    over = asyncio.Event()

    async def person(walker: Walker) -> None:
        while len(walker.walks) < walks or not over.is_set():
            if len(walker.walks) == MOST_WAITING:
                walker = await place.another(walker)
            await walker.walk()
            # Nobody asks again before the supervisor, who gets one message a second, has had time for those before.
            await place.cards_have_arrived(place.walks - len(place.walkers) // 2)

    for walker in place.walkers:
        walker.excused = lambda: not over.is_set()
    walking = [asyncio.create_task(person(walker)) for walker in place.walkers]
    try:
        deaths = [*POINTS * rounds_at_points, *["random"] * random_kills]
        chance.shuffle(deaths)
        for death in deaths:
            if death == "random":
                await place.is_killed_after(chance.uniform(0, LATEST_SECONDS))
            else:
                await place.dies_at(death, chance.randint(1, MOST_PASSINGS), *how)
        over.set()
        async with place.alive(*how):
            await asyncio.gather(*walking)
            await place.everything_has_arrived()
    finally:
        for task in walking:
            task.cancel()
        await asyncio.gather(*walking, return_exceptions=True)
    return await place.evidence()
