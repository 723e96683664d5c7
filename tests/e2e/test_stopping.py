"""SIGTERM and SIGINT of the real process: done within five seconds, nothing acknowledged that was not committed."""

from __future__ import annotations

import asyncio
import signal
from pathlib import Path

import pytest

from bot.ui.render import SENT_AGAIN
from flows.intake import WELCOME
from tests.e2e.phone import languages
from tests.soak.evidence import lost_updates
from tests.soak.process import BotProcess
from tests.soak.street import WAYS, Street, Way, street

STOP_SECONDS = 5.0
BOTH_WAYS = pytest.mark.parametrize("way", WAYS)


async def begun(place: Street) -> BotProcess:
    """Start the bot; it ends with the test, whatever happens."""
    bot = await BotProcess.start(place.telegram, place.environment, place.folder)
    place.leaving.push_async_callback(bot.is_killed)
    return bot


async def some_have_arrived(place: Street, updates: int) -> None:
    """Wait until so many updates are acknowledged."""
    while len(place.telegram.journal.acknowledged) < updates:
        await place.telegram.updates.arrived.wait()


async def under_way(place: Street, method: str) -> None:
    """Wait until a call of this method has reached Telegram."""
    while not any(call["method"].lower() == method.lower() for call in place.telegram.journal.calls):
        await place.telegram.journal.changed.wait()


@BOTH_WAYS
@pytest.mark.parametrize("by", [signal.SIGTERM, signal.SIGINT])
async def test_bot_stopped_among_walking_prospects_loses_and_repeats_nothing(
    tmp_path: Path, way: Way, by: signal.Signals
) -> None:
    async with street(tmp_path, way, prospects=4, seed=5, patience=30) as place:
        bot = await begun(place)
        await bot.receives()
        walking = [asyncio.create_task(walker.walk()) for walker in place.walkers]
        await some_have_arrived(place, 10)
        assert await bot.is_told_to_stop(by, STOP_SECONDS) == 0
        assert lost_updates(place.telegram, place.settings.database_path) == []
        async with place.alive("fast"):
            await asyncio.gather(*walking)
            await place.everything_has_arrived()
        found = await place.evidence()

    assert found.faults == []
    assert found.leads == 4
    assert found.repeated == 0


async def test_message_under_way_is_waited_for_when_stopping(tmp_path: Path) -> None:
    async with street(tmp_path, "polling", prospects=1, seed=5, patience=30) as place:
        place.telegram.fails("slow", method="sendMessage", seconds=1.5)
        bot = await begun(place)
        await place.walkers[0].talk.says("/start")
        await under_way(place, "sendMessage")
        assert await bot.is_told_to_stop(signal.SIGTERM, STOP_SECONDS) == 0
        async with place.alive():
            await place.telegram.settled()

        assert len(place.walkers[0].talk.screens) == 1


async def test_message_that_hangs_does_not_hold_up_stopping_and_is_repeated_marked(tmp_path: Path) -> None:
    async with street(tmp_path, "polling", prospects=1, seed=5, patience=30) as place:
        place.telegram.fails("timeout", method="sendMessage", seconds=60)
        bot = await begun(place)
        person = place.walkers[0].talk
        await person.says("/start")
        await under_way(place, "sendMessage")
        assert await bot.is_told_to_stop(signal.SIGTERM, STOP_SECONDS) == 0
        async with place.alive():
            await place.telegram.settled()

        assert [languages()["fi"](SENT_AGAIN) in screen.text for screen in person.screens] == [True]


@BOTH_WAYS
async def test_telegram_that_hangs_altogether_does_not_hold_up_stopping(tmp_path: Path, way: Way) -> None:
    async with street(tmp_path, way, prospects=1, seed=5, patience=30) as place:
        bot = await begun(place)
        await bot.receives()
        person = place.walkers[0].talk
        await person.says("/start")
        begin = languages()["fi"](WELCOME.choices[0].label)
        await person.waits(lambda: person.screen.button(begin), "the first screen")
        place.telegram.fails("timeout", times=1000, seconds=60)
        await person.taps(begin)
        await under_way(place, "answerCallbackQuery")
        await under_way(place, "editMessageText")
        assert await bot.is_told_to_stop(signal.SIGTERM, STOP_SECONDS) == 0
        place.telegram.faults.clear()

        assert lost_updates(place.telegram, place.settings.database_path) == []


@pytest.mark.parametrize("by", [signal.SIGTERM, signal.SIGINT])
async def test_bot_that_cannot_reach_telegram_stops_at_once(tmp_path: Path, by: signal.Signals) -> None:
    async with street(tmp_path, "polling", prospects=1, seed=5, patience=30) as place:
        place.telegram.fails("500", times=1000, method="getMe")
        bot = await begun(place)
        await under_way(place, "getMe")

        assert await bot.is_told_to_stop(by, STOP_SECONDS) == 0


async def test_webhook_that_cannot_be_set_does_not_hold_up_stopping(tmp_path: Path) -> None:
    async with street(tmp_path, "webhook", prospects=1, seed=5, patience=30) as place:
        place.telegram.fails("timeout", times=1000, method="setWebhook", seconds=60)
        bot = await begun(place)
        await under_way(place, "setWebhook")

        assert await bot.is_told_to_stop(signal.SIGTERM, STOP_SECONDS) == 0
