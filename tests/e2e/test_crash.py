"""Kill -9 at every named point, polling and webhook: what Telegram was told is done is in the database.

The long run, with many prospects and random moments as well, is `make soak`; its figures are in docs/reliability.md.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from bot.ui.render import SENT_AGAIN
from tests.driver import Talk
from tests.e2e.house import Clock, House
from tests.e2e.phone import Phone, languages
from tests.soak.bot_that_dies import POINTS
from tests.soak.evidence import lost_updates
from tests.soak.street import WAYS, Street, Way, street, walked_while_dying

BOTH_WAYS = pytest.mark.parametrize("way", WAYS)
SEED = 614


@asynccontextmanager
async def lives_on(place: Street) -> AsyncIterator[House]:
    """A life of the bot in this process, with the same database, until the block ends and everything is done."""
    home = House(place.telegram, place.supervisor, dict(place.environment), Clock())
    await home.starts()
    try:
        yield home
        await home.quiet()
    finally:
        await home.stops()


@BOTH_WAYS
async def test_bot_killed_at_every_point_loses_and_doubles_nothing(tmp_path: Path, way: Way) -> None:
    async with street(tmp_path, way, prospects=3, seed=SEED, patience=30) as place:
        found = await walked_while_dying(place, rounds_at_points=1, random_kills=0, walks=1, how=("fast",))

    assert found.faults == []
    assert place.kills == dict.fromkeys(POINTS, 1)
    assert found.leads == place.walks >= 3
    assert found.updates >= 30


@BOTH_WAYS
@pytest.mark.parametrize(("careless", "lost"), [((), 0), (("early",), 1)], ids=["as it is", "acknowledges early"])
async def test_acknowledging_before_the_commit_would_be_seen(
    tmp_path: Path, way: Way, careless: tuple[str, ...], lost: int
) -> None:
    async with street(tmp_path, way, prospects=1, seed=SEED, patience=30) as place:
        await place.walkers[0].talk.says("/start")
        await place.dies_at("before_commit", 1, "fast", *careless)

        assert len(lost_updates(place.telegram, place.settings.database_path)) == lost


@pytest.mark.parametrize(
    ("point", "marked"),
    [
        ("after_commit", [False]),
        ("before_send", [True]),  # claimed: whether it had left is unknown
        ("after_send", [False]),  # the screen's own row knows by then that it stands there
        ("before_mark", [False]),
    ],
)
async def test_screen_says_that_it_may_have_come_before_only_when_that_is_in_doubt(
    tmp_path: Path, point: str, marked: list[bool]
) -> None:
    async with street(tmp_path, "polling", prospects=1, seed=SEED, patience=30) as place:
        # Without a supervisor, to whom something is sent at every start, the screen is the only message.
        place.environment = {name: value for name, value in place.environment.items() if "SUPERVISOR" not in name}
        person = place.walkers[0].talk
        await person.says("/start")
        await place.dies_at(point, 1, "fast")
        async with lives_on(place):
            pass

        assert [languages()["fi"](SENT_AGAIN) in screen.text for screen in person.screens] == marked
        assert lost_updates(place.telegram, place.settings.database_path) == []


@pytest.mark.parametrize("point", ["after_commit", "before_send", "after_send"])
async def test_tap_on_a_time_agrees_once_whenever_the_bot_is_killed(tmp_path: Path, point: str) -> None:
    async with street(tmp_path, "polling", prospects=1, seed=SEED, patience=30) as place:
        async with lives_on(place) as home:
            anna, desk = Phone(place.walkers[0].talk, home.quiet, "fi"), home.desk
            await anna.leaves_request()
            await desk.picks("quick.times.label")
            await desk.says("ylihuomenna 14, ylihuomenna 15", reply_to=await desk.reads("quick.times.hint"))
            await desk.picks("button.quick.send")
            proposal = await anna.reads("meeting.ask")
        await Talk.taps(anna, proposal.buttons[0], on=proposal)
        await place.dies_at(point, 1, "fast")
        async with lives_on(place):
            pass

        assert anna.printed().count(anna.words("meeting.agreed")) == 1
        told = [screen for screen in desk.screens if "document" in screen.message]
        again = desk.words("repeat")
        assert len([screen for screen in told if again not in screen.text]) <= 1 <= len(told) <= 2
        assert lost_updates(place.telegram, place.settings.database_path) == []
