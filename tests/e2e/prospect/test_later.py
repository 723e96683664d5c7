"""'I'll continue later': one reminder, only for those who tap it, in working hours in Finland."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from bot.hours import usual_hours
from bot.prospect.features.reminder import KIND
from tests.e2e.house import House
from tests.e2e.phone import Phone

BOTH = pytest.mark.parametrize("language", ["fi", "en"])
HELSINKI = ZoneInfo("Europe/Helsinki")
LONGEST = 7 * 24 * 3600.0
"""Seconds within which some working day begins, Christmas included."""


async def due(home: House, anna: Phone) -> float | None:
    """When a reminder waits for somebody, None when none is."""
    await home.quiet()
    return await home.app.store.transaction(lambda tx: tx.outbox.due_of(anna.chat_id, KIND))


async def in_the_middle(home: House, language: str) -> Phone:
    anna = await home.anna(language)
    await anna.answers("who.group", until="together")
    await anna.is_at("together.ask")
    return anna


@BOTH
async def test_reminder_comes_once_and_brings_the_question(home: House, language: str) -> None:
    anna = await in_the_middle(home, language)
    await anna.picks("button.remind_me")
    at = usual_hours(HELSINKI).opening_after(home.clock())
    await anna.is_at("later.title", moment=datetime.fromtimestamp(at, UTC))
    await home.passes(at - home.clock() - 60)
    await anna.is_at("later.title", moment=datetime.fromtimestamp(at, UTC))
    await home.passes(120)
    screen = await anna.is_at("notice.reminder")
    assert anna.words("together.ask") in screen.text
    shown = len(anna.messages)
    await home.passes(LONGEST / 2)
    assert len(anna.messages) == shown


async def test_nobody_is_reminded_who_did_not_ask(home: House) -> None:
    anna = await in_the_middle(home, "en")
    shown = len(anna.messages)
    await home.passes(LONGEST / 2)
    assert len(anna.messages) == shown


@pytest.mark.parametrize("comes_back", ["tap", "words", "command"])
async def test_person_who_comes_back_is_not_reminded(home: House, comes_back: str) -> None:
    anna = await in_the_middle(home, "en")
    await anna.picks("button.remind_me")
    match comes_back:
        case "tap":
            await anna.picks("button.go_on_now")
        case "words":
            await anna.says("together")
        case _:
            await anna.says("/help")
    assert await due(home, anna) is None
    await home.passes(LONGEST / 2)
    assert anna.words("notice.reminder") not in anna.printed()


async def test_tapping_twice_owes_one_reminder(home: House) -> None:
    anna = await in_the_middle(home, "en")
    screen = anna.living
    label = anna.words("button.remind_me")
    await anna.taps(label, on=screen)
    await anna.taps(label, on=screen)
    at = await due(home, anna)
    assert at is not None
    await home.passes(at - home.clock() + 60)
    assert anna.printed().count(anna.words("notice.reminder")) == 1


async def test_reminder_is_erased_with_the_person(home: House) -> None:
    anna = await in_the_middle(home, "en")
    await anna.picks("button.remind_me")
    await anna.says("/delete")
    await anna.picks("button.erase")
    await home.quiet()
    await home.passes(LONGEST / 2)
    assert anna.words("notice.reminder") not in anna.printed()


async def test_reminder_survives_a_restart_and_waits_for_working_hours(home: House) -> None:
    anna = await in_the_middle(home, "en")
    await anna.picks("button.remind_me")
    at = usual_hours(HELSINKI).opening_after(home.clock())
    await home.quiet()
    await home.stops()
    home.clock.passes(usual_hours(HELSINKI).next_open(at) - home.clock() + 14 * 3600)  # 23 o'clock of that day
    await home.starts()
    await home.quiet()
    assert anna.words("notice.reminder") not in anna.printed()
    later = await due(home, anna)
    assert later is not None
    assert usual_hours(HELSINKI).is_open(later)
    await home.passes(later - home.clock() + 60)
    await anna.is_at("notice.reminder")


async def test_suggestion_that_is_kept_can_be_brought_back_by_a_reminder(home: House) -> None:
    anna = await home.anna("en")
    await anna.reaches_offer()
    await anna.picks("offer.later", "button.remind_me")
    at = await due(home, anna)
    assert at is not None
    await home.passes(at - home.clock() + 60)
    screen = await anna.is_at("notice.reminder")
    assert anna.words("offer.contact") in screen.buttons


async def test_person_who_stops_may_ask_for_the_reminder_too(home: House) -> None:
    anna = await in_the_middle(home, "en")
    await anna.says("/cancel")
    await anna.picks("button.remind_me")
    assert await due(home, anna) is not None


@pytest.mark.parametrize(
    ("asked", "reminded"),
    [
        ("2026-11-24T13:00", "2026-11-25T09:00"),  # Tuesday -> Wednesday
        ("2026-11-27T13:00", "2026-11-30T09:00"),  # Friday -> Monday
        ("2026-12-23T13:00", "2026-12-28T09:00"),  # before Christmas, with its eve
        ("2026-06-18T13:00", "2026-06-22T09:00"),  # Midsummer Eve is a Friday off
    ],
)
def test_tomorrow_is_the_next_working_morning_in_finland(asked: str, reminded: str) -> None:
    moment = datetime.fromisoformat(asked).replace(tzinfo=HELSINKI).timestamp()

    assert datetime.fromtimestamp(usual_hours(HELSINKI).opening_after(moment), HELSINKI).isoformat()[:16] == reminded


def test_working_hours_of_a_reminder_are_those_of_the_settings_time_zone() -> None:
    monday_noon = datetime(2026, 11, 30, 12, tzinfo=UTC).timestamp()
    assert usual_hours(ZoneInfo("Pacific/Auckland")).opening_after(monday_noon) != usual_hours(HELSINKI).opening_after(
        monday_noon
    )
