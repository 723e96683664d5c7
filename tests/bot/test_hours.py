"""Working hours: Finnish holidays, evenings, weekends, the change of the clocks."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.hours import DEFAULT, HOLIDAYS, Hours, parse_hours, public_holidays
from tests.bot.holidays import YEARS, table

ZONE = ZoneInfo("Europe/Helsinki")


def hours(words: str = DEFAULT) -> Hours:
    found = parse_hours(words, ZONE)
    assert found is not None
    return found


def at(words: str) -> float:
    """A moment on the Finnish clock: "2026-11-23 09:00"."""
    return datetime.fromisoformat(words).replace(tzinfo=ZONE).timestamp()


def shown(moment: float) -> str:
    return datetime.fromtimestamp(moment, ZONE).strftime("%Y-%m-%d %H:%M")


@pytest.mark.parametrize(
    ("moment", "is_open", "opens"),
    [
        ("2026-11-23 09:00", True, "2026-11-23 09:00"),
        ("2026-11-23 16:59", True, "2026-11-23 16:59"),
        ("2026-11-23 17:00", False, "2026-11-24 09:00"),
        ("2026-11-23 03:00", False, "2026-11-23 09:00"),
        ("2026-11-20 18:00", False, "2026-11-23 09:00"),  # a Friday evening
        ("2026-06-18 17:30", False, "2026-06-22 09:00"),  # the evening before Midsummer Eve
        ("2026-12-23 18:00", False, "2026-12-28 09:00"),  # Christmas Eve to the weekend after
        ("2027-12-31 18:00", False, "2028-01-03 09:00"),  # New Year's Day of the next year
    ],
)
def test_moment_is_working_time_or_says_when_that_begins(moment: str, is_open: bool, opens: str) -> None:
    assert hours().is_open(at(moment)) is is_open
    assert shown(hours().next_open(at(moment))) == opens


@pytest.mark.parametrize(
    ("first", "last", "passed"),
    [
        ("2026-11-23 09:00", "2026-11-26 09:00", 24),  # three working days
        ("2026-11-20 16:00", "2026-11-23 10:00", 2),
        ("2026-11-21 10:00", "2026-11-22 20:00", 0),
        ("2026-12-23 15:00", "2026-12-28 11:00", 4),
        ("2026-10-23 16:00", "2026-10-26 10:00", 2),  # the clocks went back between
    ],
)
def test_waiting_is_counted_in_working_hours_only(first: str, last: str, passed: float) -> None:
    assert hours().between(at(first), at(last)) == pytest.approx(passed)
    if passed:
        assert shown(hours().after(at(first), passed)) in (last, "2026-11-25 17:00")


@given(st.floats(1.7e9, 1.9e9), st.floats(0.1, 200))
def test_as_many_hours_have_passed_after_so_many_hours(moment: float, wanted: float) -> None:
    later = hours().after(moment, wanted)
    assert hours().between(moment, later) == pytest.approx(wanted, abs=1e-3)


def test_reminders_to_choose_from_lie_in_working_hours() -> None:
    own = hours()
    assert shown(own.before_closing(at("2026-11-23 10:00")) or 0) == "2026-11-23 16:00"
    assert own.before_closing(at("2026-11-23 16:30")) is None
    assert own.before_closing(at("2026-11-22 10:00")) is None
    assert shown(own.opening_after(at("2026-11-20 10:00"))) == "2026-11-23 09:00"
    assert shown(own.next_week(at("2026-11-23 10:00"))) == "2026-11-30 09:00"
    assert shown(own.next_week(at("2026-12-23 10:00"))) == "2026-12-28 09:00"


def test_days_and_minutes_can_be_chosen() -> None:
    own = hours("Mon,Wed-Thu 8:30-16")
    assert shown(own.next_open(at("2026-11-24 10:00"))) == "2026-11-25 08:30"
    assert shown(own.next_open(at("2026-11-23 16:00"))) == "2026-11-25 08:30"


@pytest.mark.parametrize("words", ["", "9-17", "Mon-Fri", "Mon-Fri 17-9", "Fri-Mon 9-17", "Foo 9-17", "Mon 9-25"])
def test_other_forms_are_refused(words: str) -> None:
    assert parse_hours(words, ZONE) is None


def test_table_of_holidays_says_what_the_library_says() -> None:
    assert HOLIDAYS.read_text("ascii") == table(), "python -m tests.bot.holidays writes it again"


def test_midsummer_eve_and_epiphany_are_holidays_in_every_year_of_the_table() -> None:
    for year in YEARS:
        days = public_holidays(year)
        assert {(1, 6), (12, 6), (12, 24)} <= {(day.month, day.day) for day in days}
        assert any(day.month == 6 and 19 <= day.day <= 25 and day.weekday() == 4 for day in days)


@pytest.mark.parametrize(
    ("friday", "monday", "wednesday"),
    [("2026-10-23 12:00", "2026-10-26 09:00", "2026-10-28 12:00"), ("2027-03-19 12:00", "2027-03-22 09:00", None)],
    ids=["back", "a week before forward"],
)
def test_working_hours_are_those_of_the_wall_when_the_clocks_change(
    friday: str, monday: str, wednesday: str | None
) -> None:
    assert hours().next_week(at(friday)) == hours().opening_after(at(friday)) == at(monday)
    if wednesday:
        assert hours().after(at(friday), 24) == at(wednesday)
        assert hours().between(at(friday), at(wednesday)) == 24


def test_reminder_of_a_meeting_after_the_clocks_change_comes_at_the_hour_of_the_wall() -> None:
    assert hours().day_before(at("2026-10-26 14:00")) == at("2026-10-23 09:00")
    assert hours().day_before(at("2027-03-30 14:00")) == at("2027-03-25 09:00")
