"""Times to meet as people type them: read in the supervisor's zone, or given back with the part that is no time."""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import Literal
from zoneinfo import ZoneInfo

import pytest
from babel.dates import get_day_names, get_month_names

from bot.desk.quick_replies.texts import HINTS
from bot.desk.quick_replies.times import KEY
from bot.hours import HOUR
from bot.nlu.times import LONGEST_AHEAD, MOST, Unread, Why, read_day, read_times
from flows.text import Slot
from tests.e2e.phone import languages

ZONE = ZoneInfo("Europe/Helsinki")
SUNDAY = datetime(2026, 11, 29, 12, 0, tzinfo=ZONE)


def read(words: str, now: datetime = SUNDAY) -> str:
    """The times as a Finnish reader sees them, or the part that is no time and why."""
    found = read_times(words, now.timestamp(), ZONE)
    if isinstance(found, Unread):
        return f"{found.why}: {found.part}"
    return ", ".join(languages()["fi"].slot(slot) for slot in found)


@pytest.mark.parametrize(
    ("typed", "times"),
    [
        ("ti 14", "ti 1.12. klo 14.00"),
        ("ma 7.12. klo 9", "ma 7.12. klo 9.00"),
        ("7.12. klo 9-10", "ma 7.12. klo 9.00–10.00"),
        ("huomenna klo 15", "ma 30.11. klo 15.00"),
        ("tomorrow at 3 pm", "ma 30.11. klo 15.00"),
        ("Tue 1 Dec 2pm", "ti 1.12. klo 14.00"),
        ("ti 0.00", "ti 1.12. klo 0.00"),
        ("29.5. klo 10", "la 29.5. klo 10.00"),
        ("ti 14, ke 9.30", "ti 1.12. klo 14.00, ke 2.12. klo 9.30"),
        ("ke 9.30 tai to 3.12. klo 10-11.30", "ke 2.12. klo 9.30, to 3.12. klo 10.00–11.30"),
        ("Tue 2pm or Wed 9:30", "ti 1.12. klo 14.00, ke 2.12. klo 9.30"),
        ("huomenna 13", "ma 30.11. klo 13.00"),
        ("tänään klo 16", "su 29.11. klo 16.00"),
        ("ylihuomenna klo 9", "ti 1.12. klo 9.00"),
        ("tomorrow at 1 pm", "ma 30.11. klo 13.00"),
        ("3.12. klo 10", "to 3.12. klo 10.00"),
        ("3.12 klo 10", "to 3.12. klo 10.00"),
        ("3.12 10.30", "to 3.12. klo 10.30"),
        ("3.1. klo 10", "su 3.1. klo 10.00"),
        ("ke 9.10", "ke 2.12. klo 9.10"),
        ("ke klo 9.12", "ke 2.12. klo 9.12"),
        ("ti klo 5.05", "ti 1.12. klo 5.05"),
        ("3.12.2026 klo 10.00", "to 3.12. klo 10.00"),
        ("2026-12-03 10:00", "to 3.12. klo 10.00"),
        ("3. joulukuuta klo 10", "to 3.12. klo 10.00"),
        ("3 Dec 10:00", "to 3.12. klo 10.00"),
        ("Dec 3 at 10", "to 3.12. klo 10.00"),
        ("Thursday 3 December at 2 p.m.", "to 3.12. klo 14.00"),
        ("3rd of December 10:00", "to 3.12. klo 10.00"),
        ("Dec 3rd, 2026, 10am", "to 3.12. klo 10.00"),
        ("joulukuun 3. klo 10", "to 3.12. klo 10.00"),
        ("3.12.26 klo 10", "to 3.12. klo 10.00"),
        ("3.12.10.30", "to 3.12. klo 10.30"),
        ("ti 14, ti 14, ti 14-15", "ti 1.12. klo 14.00–15.00"),
        ("- ti 14\n- ke 9.30", "ti 1.12. klo 14.00, ke 2.12. klo 9.30"),
        ("ti 14 / ke 9.30!", "ti 1.12. klo 14.00, ke 2.12. klo 9.30"),
        ("December 3, 10-11", "to 3.12. klo 10.00–11.00"),
        ("to 3.12. klo 10", "to 3.12. klo 10.00"),
        ("3.12. (to) klo 10", "to 3.12. klo 10.00"),
        ("torstaina 3.12. klo 10.00 – 11.30", "to 3.12. klo 10.00–11.30"),
        ("to 10", "to 3.12. klo 10.00"),
        ("ti 9 to 10", "ti 1.12. klo 9.00, to 3.12. klo 10.00"),
        ("Tue 9 to 10", "ti 1.12. klo 9.00–10.00"),
        ("ti 9-10 to 11-12", "ti 1.12. klo 9.00–10.00, to 3.12. klo 11.00–12.00"),
        ("Tue 9-10am or Thu 11-1pm", "ti 1.12. klo 9.00–10.00, to 3.12. klo 11.00–13.00"),
        ("Tue 2-3pm", "ti 1.12. klo 14.00–15.00"),
        ("ti 14 tai 16", "ti 1.12. klo 14.00, ti 1.12. klo 16.00"),
        ("ti 1.12. klo 14\nke 2.12. klo 9.30;to 10", "ti 1.12. klo 14.00, ke 2.12. klo 9.30, to 3.12. klo 10.00"),
        ("ti 9.30.", "ti 1.12. klo 9.30"),
        ("ti klo 14 ja ti klo 14", "ti 1.12. klo 14.00"),
        ("su 14", "su 6.12. klo 14.00"),
        ("TI KLO 14", "ti 1.12. klo 14.00"),
        ("Tue 12 pm", "ti 1.12. klo 12.00"),
    ],
)
def test_times_as_typed_are_read_with_weekday_and_date(typed: str, times: str) -> None:
    assert read(typed) == times


@pytest.mark.parametrize(
    ("typed", "why", "part"),
    [
        ("joku päivä ensi viikolla", Why.WORDS, "joku"),
        ("ti 14 tai milloin vain", Why.WORDS, "milloin"),
        ("", Why.WORDS, ""),
        ("…", Why.WORDS, "…"),
        ("14.00", Why.NO_DAY, "14.00"),
        ("14:00", Why.NO_DAY, "14:00"),
        ("klo 10-11 tai ti 14", Why.NO_DAY, "10-11"),
        ("ti 14, ke", Why.NO_CLOCK, "ke"),
        ("ti, ke 14", Why.NO_CLOCK, "ti, ke 14"),
        ("to 3.12", Why.NO_CLOCK, "to 3.12"),
        ("ke 9.12", Why.NO_CLOCK, "ke 9.12"),
        ("ti 14, to 3.12", Why.NO_CLOCK, "to 3.12"),
        ("31.11. klo 10", Why.NO_SUCH, "31.11. klo 10"),
        ("ti 25", Why.NO_SUCH, "ti 25"),
        ("ti 14.75", Why.NO_SUCH, "ti 14.75"),
        ("Tue 14 pm", Why.NO_SUCH, "Tue 14 pm"),
        ("ti 14, ke 3.12. klo 10", Why.WEEKDAY, "ke 3.12. klo 10"),
        ("28.11.2026 klo 10", Why.PAST, "28.11.2026 klo 10"),
        ("28.11. klo 10", Why.PAST, "28.11. klo 10"),  # not next year's, which nobody would see
        ("la 28.11. klo 10", Why.PAST, "la 28.11. klo 10"),
        ("ti 1400", Why.WORDS, "ti 1400"),
        ("ti 24.00", Why.NO_SUCH, "ti 24.00"),
        ("ti 23-0.30", Why.ORDER, "ti 23-0.30"),
        ("31.2. klo 9", Why.NO_SUCH, "31.2. klo 9"),
        ("ensi tiistaina", Why.WORDS, "ensi"),
        ("ma-pe 9", Why.WORDS, "ma-"),
        ("1.6. klo 10", Why.PAST, "1.6. klo 10"),
        ("tänään klo 11", Why.PAST, "tänään klo 11"),
        ("1.12.2027 klo 10", Why.FAR, "1.12.2027 klo 10"),
        ("ti 14-13", Why.ORDER, "ti 14-13"),
        ("28.3.2027 03:30", Why.SKIPPED, "28.3.2027 03:30"),
        ("31.10.2027 03:30", Why.TWICE, "31.10.2027 03:30"),
        ("ti 14, 28.3. klo 3.30", Why.SKIPPED, "28.3. klo 3.30"),
        ("28.3. klo 2-3.30", Why.SKIPPED, "28.3. klo 2-3.30"),
        ("31.10.2027 klo 3.30", Why.TWICE, "31.10.2027 klo 3.30"),
        ("ti 10-", Why.WORDS, "ti 10-"),
        ("ti 8 9 10 11 12 13 14 15 16", Why.MANY, "ti 8 9 10 11 12 13 14 15 16"),
    ],
)
def test_what_is_no_time_is_given_back_with_the_part_and_why(typed: str, why: Why, part: str) -> None:
    assert read(typed) == f"{why}: {part}"


@pytest.mark.parametrize("language", ["fi", "en"])
@pytest.mark.parametrize("width", ["wide", "abbreviated"])
@pytest.mark.parametrize("context", ["format", "stand-alone"])
def test_every_name_of_a_day_and_a_month_is_read_as_calendars_write_it(
    language: str, width: Literal["wide", "abbreviated"], context: Literal["format", "stand-alone"]
) -> None:
    for number, name in get_day_names(width, context, language).items():
        day = read_day(name, SUNDAY.date())
        assert isinstance(day, date), name
        assert day.weekday() == number
    for number, name in get_month_names("wide", context, language).items():
        day = read_day(f"3. {name}", SUNDAY.date(), LONGEST_AHEAD)
        assert isinstance(day, date), name
        assert (day.day, day.month) == (3, number)


def test_times_on_either_side_of_the_change_of_the_clocks_are_taken() -> None:
    assert read("28.3. klo 2.59, 28.3. klo 4, 31.10.2027 klo 2.30, 31.10.2027 klo 4") == (
        "su 28.3. klo 2.59, su 28.3. klo 4.00, su 31.10. klo 2.30, su 31.10. klo 4.00"
    )


def test_weekday_is_never_today_and_a_date_without_a_year_is_the_next_such_day() -> None:
    tuesday = datetime(2026, 12, 29, 8, 0, tzinfo=ZONE)
    assert read("ti 14, 29.12. klo 14, 5.1. klo 9", tuesday) == (
        "ti 5.1. klo 14.00, ti 29.12. klo 14.00, ti 5.1. klo 9.00"
    )


def test_as_many_times_as_fit_are_taken() -> None:
    hours = " ".join(str(hour) for hour in range(8, 8 + MOST))
    assert read(f"ti {hours}").count("klo") == MOST


@pytest.mark.parametrize("typed", ["ti " * 400, "9" * 500, "1.1." * 300, "-" * 900, "ti 14 " * 300, "\x00\u202eti 14"])
def test_huge_or_hostile_words_are_only_given_back(typed: str) -> None:
    found = read_times(typed, SUNDAY.timestamp(), ZONE)
    assert isinstance(found, Unread) or found


def test_two_times_meet_when_each_begins_before_the_other_is_over_an_hour_later_where_no_end_was_said() -> None:
    assert Slot(100.0).meets(Slot(100.0, 200.0))
    assert Slot(150.0).meets(Slot(100.0, 200.0))
    assert Slot(100.0, 200.0).meets(Slot(199.0, 300.0))
    assert Slot(100.0).meets(Slot(100.0 + HOUR - 1))
    assert not Slot(100.0).meets(Slot(100.0 + HOUR))
    assert not Slot(100.0, 200.0).meets(Slot(200.0))


@pytest.mark.parametrize("year", [2026, 2027, 2028])
@pytest.mark.parametrize("language", ["fi", "en"])
def test_example_that_the_bot_gives_can_be_read_in_any_year(language: str, year: int) -> None:
    example = re.search(r": (.+\d)\. [A-Z]", languages()[language](HINTS[KEY]))
    assert example is not None
    found = read_times(example[1], datetime(year, 11, 29, 12, 0, tzinfo=ZONE).timestamp(), ZONE)
    assert not isinstance(found, Unread)
    assert len(found) == 3
