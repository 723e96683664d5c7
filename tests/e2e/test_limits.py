"""Telegram's limits and a flood: long words split, few 429 while many walk, one noisy person delays nobody else.

The bot lets a chat have ten at once and this Telegram only five, so that every chat can be refused once and is slower
after that. Edits count here.

Time is virtual where the bot's own pace matters: it passes only while nothing is under way, so that twenty prospects
walk in seconds and the same way every time.
"""

from __future__ import annotations

import asyncio
import gc
import sqlite3
import tracemalloc
from collections.abc import AsyncIterator, Awaitable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from bot.app import App, build, serve
from bot.config import read_settings
from bot.local_telegram.flood import Limits as TelegramLimits
from bot.local_telegram.rules import TEXT_LENGTH
from bot.requests.limits import MOST_LETTERS
from bot.telegram.limits import Limits
from bot.ui.callbacks import Desk, encode
from tests.driver import LocalTelegram, Talk
from tests.e2e.house import NO_LIMITS, House, environment
from tests.soak.process import ROOT
from tests.soak.walkers import Walker

STEP_SECONDS = 0.05
PROSPECTS = 20
FLOOD = 2000
A_SECOND = 50
MOST_BYTES = 200_000  # what 1000 updates may leave behind


class VirtualClock:
    """A clock that stands still until told; unix seconds."""

    def __init__(self) -> None:
        self.now = 1_800_000_000.0

    def __call__(self) -> float:
        return self.now


@dataclass
class Hall:
    """A bot with real limits in virtual time, a Telegram that keeps its own, and the supervisor."""

    telegram: LocalTelegram
    app: App
    clock: VirtualClock
    supervisor: Talk
    database: Path

    async def while_time_passes(self, doing: Awaitable[object]) -> None:
        """Let time pass, a little whenever nothing is under way, until it is done."""
        task = asyncio.ensure_future(doing)
        async with asyncio.timeout(120):
            while not task.done():
                await self.ticks()
        await task

    async def ticks(self) -> None:
        """Let a little time pass and the bot send what it then may."""
        self.clock.now += STEP_SECONDS
        self.app.outbox.wake()
        for _ in range(3):  # the outbox looks, claims and settles in transactions, one after another
            await self.app.store.transaction(lambda tx: None)
        while self.telegram.journal.under_way:
            await self.telegram.journal.changed.wait()

    async def everything_is_sent(self) -> None:
        """Let time pass until nothing waits and every update is taken in."""
        async with asyncio.timeout(120):
            while self.telegram.updates.pending or await self.undelivered():
                await self.ticks()

    async def undelivered(self) -> int:
        """How many messages should have arrived by now and have not."""
        return await self.app.store.transaction(lambda tx: len(tx.outbox.undelivered()))

    def rows(self, chat_id: int) -> dict[str, int]:
        """How many rows of each kind wait for the chat."""
        with sqlite3.connect(f"file:{self.database}?mode=ro", uri=True) as beside:
            found = beside.execute(
                "SELECT kind, count(*) FROM outbox WHERE chat_id = ? AND state IN ('waiting', 'claimed') GROUP BY kind",
                (chat_id,),
            ).fetchall()
        beside.close()
        return dict(found)

    def sends(self) -> list[int]:
        """The chats of everything sent or edited, in order."""
        speaking = ("sendmessage", "editmessagetext", "copymessage")
        calls = [call for call in self.telegram.journal.calls if call["method"].lower() in speaking]
        return [int(call["parameters"]["chat_id"]) for call in calls]

    @property
    def refused(self) -> list[str]:
        """Every call that Telegram's limits refused."""
        return [call["method"] for call in self.telegram.journal.calls if call["status"] == 429]


@asynccontextmanager
async def hall(folder: Path, limits: Limits | None = None) -> AsyncIterator[Hall]:
    """Open a hall; `limits` None are the bot's own."""
    clock = VirtualClock()
    async with LocalTelegram(clock=clock, limits=TelegramLimits(edits=True)) as telegram:
        supervisor = await telegram.person("Ohjaaja", language_code="fi", started=True)
        settings = read_settings(environment(telegram, folder, supervisor.chat_id), env_file=None)
        async with build(settings, clock=clock, limits=limits) as app:
            stop = asyncio.Event()
            serving = asyncio.create_task(serve(app, stop))
            try:
                yield Hall(telegram, app, clock, supervisor, settings.database_path)
            finally:
                stop.set()
                await serving


async def walkers(place: Hall, count: int) -> list[Walker]:
    """Return so many prospects with seeds of their own."""
    return [
        Walker(
            await place.telegram.person(f"Prospect {n}", language_code="fi" if n % 2 else "en"), seed=n, patience=120
        )
        for n in range(1, count + 1)
    ]


@pytest.mark.parametrize(("limits", "keeps"), [(None, True), (NO_LIMITS, False)], ids=["own limits", "without limits"])
async def test_twenty_prospects_walk_and_telegrams_limits_refuse_few_messages(
    tmp_path: Path, limits: Limits | None, keeps: bool
) -> None:
    async with hall(tmp_path, limits) as place:
        people = await walkers(place, PROSPECTS)
        await place.while_time_passes(asyncio.gather(*(one.walk() for one in people)))
        await place.everything_is_sent()

        assert (len(place.refused) <= PROSPECTS) is keeps
        assert len(place.supervisor.screens) == PROSPECTS
        assert place.telegram.violations == []


async def test_own_words_of_full_length_arrive_whole_in_messages_that_fit(home: House) -> None:
    words = ("<b>ääni & sointu</b> 🙂 " * 300)[:TEXT_LENGTH]
    message = ('"toinen" teksti\'s > ' * 300)[:TEXT_LENGTH]
    anna = await home.anna("fi")
    await anna.answers("who.employee", "challenge.words", until="own_words")
    await anna.says(words)
    await home.quiet()
    if anna.has("button.done"):
        await anna.picks("button.done")
    await anna.answers(until="review")
    await anna.says(message)
    await anna.picks("review.send")
    await home.desk.picks("button.lead.more", "button.all")
    await home.quiet()

    arrived = [screen.text for screen in home.desk.screens]
    assert all(len(text.encode("utf-16-le")) // 2 <= TEXT_LENGTH for text in arrived)
    bodies = "".join("".join(text.split("\n", 1)[1:]) for text in arrived if "\n" in text)
    squeezed = "".join(bodies.split())
    assert "".join(words.split()) in squeezed
    assert "".join(message.split()) in squeezed


def bytes_held_by_the_bot() -> int:
    """Return how much of the memory traced now was taken by the bot's own lines, Telegram's side left out."""
    gc.collect()
    traces = tracemalloc.take_snapshot().filter_traces(
        (tracemalloc.Filter(True, f"{ROOT}/bot/*"), tracemalloc.Filter(False, f"{ROOT}/bot/local_telegram/*"))
    )
    return sum(statistic.size for statistic in traces.statistics("filename"))


def test_button_data_that_telegram_would_refuse_is_refused_when_the_button_is_built() -> None:
    assert encode(Desk("all", 10**12 - 1))
    with pytest.raises(ValueError, match="k:"):
        encode(Desk("x" * 60, 1))


async def test_flood_of_one_person_delays_no_other_and_grows_nothing(tmp_path: Path) -> None:
    async with hall(tmp_path) as place:
        noisy, quiet = await place.telegram.person("Noisy"), (await walkers(place, 1))[0]
        for second in range(FLOOD // A_SECOND):
            for n in range(A_SECOND):
                await noisy.says(f"viesti {second}.{n}")
            if second == 0:
                walking = asyncio.create_task(quiet.walk())
            before = len(place.sends())
            for _ in range(round(1 / STEP_SECONDS)):
                await place.ticks()
            to_noisy = place.sends()[before:].count(noisy.chat_id)
            # A burst, then one a second, however much is written: the rest is one waiting screen.
            assert to_noisy <= (11 if second == 0 else 2)
            assert place.rows(noisy.chat_id).get("screen", 0) <= 2
            assert sum(place.rows(noisy.chat_id).values()) <= 2
            if second == 20:
                tracemalloc.start()
        grown = bytes_held_by_the_bot()
        tracemalloc.stop()
        await place.while_time_passes(walking)

        assert len(quiet.walks) == 1
        assert not place.telegram.updates.pending
        assert len(place.refused) <= 10
        assert grown < MOST_BYTES


async def test_prospect_is_answered_as_quickly_beside_a_flood_as_without(tmp_path: Path) -> None:
    async def steps(*, flood: bool) -> float:
        """Return how many virtual seconds a walk takes."""
        folder = tmp_path / str(flood)
        folder.mkdir()
        async with hall(folder) as place:
            noisy, quiet = await place.telegram.person("Noisy"), (await walkers(place, 1))[0]
            if flood:  # Telegram has had enough of this chat as well
                place.telegram.fails("429", times=5, method="sendMessage", chat_id=noisy.chat_id, retry_after=5)
            begun = place.clock.now
            walking = asyncio.create_task(quiet.walk())
            said = 0
            while not walking.done():
                while flood and said < (place.clock.now - begun) * A_SECOND:
                    await noisy.says(f"viesti {said}")
                    said += 1
                await place.ticks()
            await walking
            return place.clock.now - begun

    alone, beside = await steps(flood=False), await steps(flood=True)

    assert beside <= 1.5 * alone


async def test_flood_after_a_request_leaves_room_for_the_next_request(tmp_path: Path) -> None:
    async with hall(tmp_path) as place:
        noisy, other = await walkers(place, 2)
        await place.while_time_passes(noisy.walk())
        for n in range(200):
            await noisy.talk.says(f"viesti {n}")
        await place.while_time_passes(other.walk())

        assert place.rows(place.supervisor.chat_id).get("from_prospect", 0) <= MOST_LETTERS
        await place.everything_is_sent()
        passed_on = [screen for screen in place.supervisor.screens if "\nviesti" in screen.text]
        assert MOST_LETTERS <= len(passed_on) < 200
        assert len(place.refused) <= 10


async def test_flood_is_noticed_behind_a_thousand_messages_that_wait(home: House) -> None:
    anna = await home.anna("fi")
    await anna.leaves_request()
    await home.desk.blocks()
    await home.app.store.transaction(
        lambda tx: [tx.outbox.queue(home.desk.chat_id, "from_prospect", "2", {"message_id": 1}) for _ in range(1100)]
    )
    for n in range(MOST_LETTERS + 1):
        await anna.says(f"viesti {n}")
        if n == MOST_LETTERS - 1:
            home.clock.passes(60)
    await anna.is_at("notice.too_many")
    waiting = await home.app.store.transaction(lambda tx: tx.outbox.count(home.desk.chat_id, ("from_prospect",), "1"))
    assert waiting == MOST_LETTERS
