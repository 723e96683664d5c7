"""A clock that jumps erases nothing and holds nothing up."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from bot.desk.service import Desk
from bot.ops.housekeeping import Retention, beat
from bot.storage import Tx
from tests.e2e.desk.meeting import agreed_with
from tests.e2e.desk.office import Office
from tests.e2e.house import House, house

DAY = 86400.0
HOUR = 3600.0


async def beats(home: House, n: int = 0) -> None:
    """Do what the bot does every minute; the first beat of a start, or the one after an hour of running."""
    await beat(home.app.store, Retention(), n, Desk(home.settings.working_hours))
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

    def queue(tx: Tx) -> None:
        tx.outbox.queue(anna.chat_id, "screen", coalesce=True)
        row = tx.outbox.claim(tx.outbox.heads(9)[0].id)
        assert row
        tx.outbox.again(row.id, tx.now + 30, "nobody there")

    await home.app.store.transaction(queue)
    home.clock.passes(-3 * DAY)
    await beats(home, 1)

    due = await home.app.store.transaction(lambda tx: tx.outbox.next_due())
    assert due is not None
    assert due <= home.clock() + HOUR


YEARS = 3652 * DAY


async def a_day_runs(home: House) -> None:
    """Let the bot run for a day, so that the clock is believed again."""
    await beats(home, 60)
    for _ in range(24):
        home.clock.passes(HOUR)
        await beats(home, 60)


@pytest.fixture
def quick_beats(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a beat stand for an hour of running."""
    monkeypatch.setattr("bot.ops.housekeeping.BEAT_SECONDS", HOUR)


async def test_new_request_of_somebody_erased_while_the_clock_was_ahead_survives_every_start(home: House) -> None:
    anna = await home.anna("fi")
    await anna.leaves_request()
    await beats(home)
    home.clock.passes(3 * DAY)
    await anna.says("/poista")
    await anna.picks("button.erase")
    await beats(home)
    home.clock.passes(-3 * DAY)
    await beats(home, 1)
    await anna.leaves_request(2)
    await home.restarts()

    assert await home.app.store.transaction(kept) == (["new"], 1)


def in_days(office: Office, days: int) -> str:
    """A time to meet so many days after today, as the supervisor types it."""
    day = office.hours.local(office.home.clock()) + timedelta(days=days)
    return f"{day.day}.{day.month}. klo 14"


def ahead(tx: Tx) -> dict[str, int]:
    """How much stands in a time to come by more than 40 days, by column of the schema, meetings left out."""
    tables = [row[0] for row in tx.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()]
    columns = [
        (table, column[1])
        for table in tables
        if table != "meetings"
        for column in tx.execute(f"PRAGMA table_info({table})").fetchall()
        if column[2] == "REAL"
    ]
    assert len(columns) > 12
    counted = {
        f"{table}.{column}": tx.execute(
            f"SELECT count(*) FROM {table} WHERE {column} > ?", (tx.now + 40 * DAY,)
        ).fetchone()[0]
        for table, column in columns
    }
    return {name: n for name, n in counted.items() if n}


@pytest.mark.usefixtures("quick_beats")
async def test_ten_years_ahead_and_back_cost_no_reminder_and_keep_nothing_for_longer(tmp_path: Path) -> None:
    async with house(tmp_path) as home:
        office = Office(home)
        await office.is_monday()
        await beats(home)
        anna, slot = await agreed_with(office, in_days(office, 16), days=16)
        await anna.picks("button.meeting.remind")
        await home.passes(1.0)
        home.clock.passes(YEARS)
        await beats(home, 1)
        dora = await home.anna("fi", first_name="Dora", username="dora")
        await dora.answers("who.group", until="together")
        await dora.picks("button.remind_me")
        bea = await office.request("Bea", number=2, language="fi")
        await home.passes(5 * DAY)
        await anna.says("Yksi asia vielä")
        await beats(home, 1)
        home.clock.passes(-YEARS - 5 * DAY)
        began = home.clock()
        await beats(home, 1)
        await a_day_runs(home)

        assert await home.app.store.transaction(ahead) == {}
        overdue = [office.desk.words("desk.digest.overdue", n=n) for n in (1, 2)]
        before = sum(office.desk.printed().count(each) for each in overdue)
        await office.is_at(office.hours.opening_after(office.hours.after(began + DAY, 26)) + 60)
        assert sum(office.desk.printed().count(each) for each in overdue) == before + 1
        assert home.clock() < office.hours.day_before(slot.starts_at)
        await dora.reads("notice.reminder")
        await office.is_at(office.hours.day_before(slot.starts_at) - 60)
        assert anna.words("meeting.soon") not in anna.printed()
        await office.is_at(office.hours.day_before(slot.starts_at) + 60)
        await anna.reads("meeting.soon")
        await office.desk.reads("desk.meeting.soon", slot=slot)
        for _ in range(366):
            await home.passes(DAY)
            await beats(home, 1)
        await beats(home)
        assert await home.app.store.transaction(kept) == ([], 0)
        assert bea


@pytest.mark.usefixtures("quick_beats")
async def test_clock_that_is_behind_for_a_while_brings_no_reminder_early(tmp_path: Path) -> None:
    async with house(tmp_path) as home:
        office = Office(home)
        await office.is_monday()
        await beats(home)
        dora = await home.anna("fi", first_name="Dora", username="dora")
        await dora.answers("who.group", until="together")
        await dora.picks("button.remind_me")
        anna, slot = await agreed_with(office, in_days(office, 3), days=3)
        await anna.picks("button.meeting.remind")
        await office.acts("button.lead.remind")
        menu = await office.desk.reads("desk.remind", number="1")
        await office.desk.taps(menu.buttons[-2], on=menu)
        await home.quiet()
        came = len(office.desk.messages), len(dora.messages), len(anna.messages)
        await home.stops()
        home.clock.passes(-YEARS)
        await home.starts()
        await beats(home)
        await home.passes(YEARS + HOUR)
        await beats(home, 1)
        await home.passes(60.0)

        assert (len(office.desk.messages), len(dora.messages), len(anna.messages)) == came
        await office.is_at(office.hours.day_before(slot.starts_at) + 60)
        await dora.reads("notice.reminder")
        await anna.reads("meeting.soon")
        await office.desk.reads("desk.meeting.soon", slot=slot)


async def test_overview_of_the_same_morning_still_comes_when_the_clock_is_believed_again(tmp_path: Path) -> None:
    async with house(tmp_path) as home:
        office = Office(home)
        await office.is_monday()
        await office.request()
        morning = office.hours.opening_after(home.clock())
        home.clock.passes(morning - home.clock() - HOUR)
        await home.app.store.transaction(Desk(office.hours).plan_again)
        due = await home.app.store.transaction(lambda tx: tx.outbox.due_of(home.desk.chat_id, "digest"))
        assert due == morning


@pytest.mark.usefixtures("quick_beats")
async def test_erasure_is_not_given_up_because_the_clock_has_jumped(home: House) -> None:
    anna = await home.anna("fi")
    await anna.leaves_request()
    await beats(home)
    home.desk.chat.blocked = True
    await anna.says("/poista")
    await anna.picks("button.erase")
    await home.quiet()
    for _ in range(3):
        await home.passes(31 * DAY)
        await beats(home, 1)
    home.desk.chat.blocked = False
    await home.passes(2 * HOUR)

    assert await home.app.store.transaction(lambda tx: tx.outbox.undelivered("erased")) == []
    assert "Anna" not in home.desk.printed()
