"""A clock that jumps erases nothing and holds nothing up."""

from __future__ import annotations

import pytest

from bot.ops.housekeeping import Retention, beat
from bot.storage import Tx
from tests.e2e.house import House

DAY = 86400.0
HOUR = 3600.0


async def beats(home: House, n: int = 0) -> None:
    """Do what the bot does every minute; the first beat of a start, or the one after an hour of running."""
    await beat(home.app.store, Retention(), n)
    await home.quiet()


def kept(tx: Tx) -> tuple[list[str], int]:
    """The statuses of the requests, and how many conversations there are."""
    return [lead.status for lead in tx.leads.listed()], len(tx.chats.changed_between(0, tx.now + 1000 * DAY))


@pytest.fixture
async def written(home: House) -> House:
    """A house with a request and a draft, in which the bot has run."""
    anna = await home.anna("fi")
    await anna.leaves_request()
    bea = await home.anna("fi", first_name="Bea", username="bea")
    await bea.answers("who.group", until="challenge")
    await beats(home)
    return home


@pytest.mark.parametrize("jump", [366 * DAY, 3 * DAY, -366 * DAY], ids=["year", "days", "back"])
async def test_a_start_with_a_wrong_clock_erases_nothing(written: House, jump: float) -> None:
    home = written
    before = [screen.text for screen in home.desk.screens]
    await home.stops()
    home.clock.passes(jump)
    await home.starts()
    await beats(home)
    assert await home.app.store.transaction(kept) == (["new"], 2)
    await home.stops()
    home.clock.passes(-jump)
    await home.starts()
    await beats(home)

    assert await home.app.store.transaction(kept) == (["new"], 2)
    assert [screen.text for screen in home.desk.screens][: len(before)] == before


async def test_a_clock_that_jumps_while_the_bot_runs_erases_nothing(
    written: House, caplog: pytest.LogCaptureFixture
) -> None:
    written.clock.passes(366 * DAY)

    await beats(written, 60)

    assert await written.app.store.transaction(kept) == (["new"], 2)
    assert "nothing is erased for a day of running" in caplog.text


async def test_after_a_day_of_running_what_is_old_is_erased(written: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.ops.housekeeping.BEAT_SECONDS", HOUR)
    written.clock.passes(366 * DAY)
    await beats(written, 60)
    for _ in range(23):
        written.clock.passes(HOUR)
        await beats(written, 60)
        assert await written.app.store.transaction(kept) == (["new"], 2)
    written.clock.passes(HOUR)
    await beats(written, 60)

    assert await written.app.store.transaction(kept) == ([], 0)


async def test_starting_again_and_again_is_no_day_of_running(written: House) -> None:
    written.clock.passes(366 * DAY)
    for _ in range(30):
        written.clock.passes(DAY)
        await beats(written, 0)

    assert await written.app.store.transaction(kept) == (["new"], 2)


async def test_a_bot_that_was_off_for_a_night_forgets_as_usual(written: House) -> None:
    for _ in range(5):
        written.clock.passes(1.9 * DAY)
        await beats(written, 0)

    assert await written.app.store.transaction(kept) == (["new"], 1)


async def test_what_was_owed_while_the_clock_was_ahead_comes_once_it_is_right(home: House) -> None:
    anna = await home.anna("fi")
    await anna.answers("who.group", until="challenge")
    await home.stops()
    home.clock.passes(3 * DAY)
    await home.starts()
    await beats(home)

    def owe(tx: Tx) -> None:
        tx.outbox.owe(anna.chat_id, "screen", coalesce=True)
        row = tx.outbox.claim(tx.outbox.heads(9)[0].id)
        assert row
        tx.outbox.again(row.id, tx.now + 30, "nobody there")

    await home.app.store.transaction(owe)
    home.clock.passes(-3 * DAY)
    await beats(home, 1)

    due = await home.app.store.transaction(lambda tx: tx.outbox.next_due())
    assert due is not None
    assert due <= home.clock() + HOUR
