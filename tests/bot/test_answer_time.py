"""How soon first answers come: the bucket of each, the middle of all, and when prospects are told."""

from __future__ import annotations

import pytest

from bot.hours import parse_hours
from bot.requests.answer_time import BUCKETS, ENOUGH, LONGER, bucket_of, median, usually
from tests.bot.prospects import ZONE
from tests.bot.test_hours import at


@pytest.mark.parametrize(
    ("asked", "answered", "key"),
    [
        ("2026-11-23 09:00", "2026-11-23 12:00", "hours"),
        ("2026-11-20 20:00", "2026-11-23 09:30", "hours"),  # nothing waits over a weekend
        ("2026-11-23 09:00", "2026-11-24 08:00", "1"),
        ("2026-11-23 16:00", "2026-11-25 12:00", "2"),
        ("2026-11-23 09:00", "2026-12-18 09:00", "longer"),
    ],
)
def test_answer_counts_by_the_working_days_it_took(asked: str, answered: str, key: str) -> None:
    hours = parse_hours("Mon-Fri 9-17", ZONE)

    assert hours is not None
    assert bucket_of(hours.working_days(at(asked), at(answered))).key == key


def test_working_day_is_as_long_as_the_hours_say() -> None:
    short = parse_hours("Mon-Fri 9-11:30", ZONE)

    assert short is not None
    assert short.working_days(at("2026-11-23 09:00"), at("2026-11-24 09:00")) == pytest.approx(1.0)


def test_middle_is_the_later_one_of_two() -> None:
    assert median({}) is None
    assert median({"hours": 1}) == BUCKETS[0]
    assert median({"hours": 5, "3": 5}) == bucket_of(3)
    assert median({"hours": 6, "3": 5}) == BUCKETS[0]
    assert median({"longer": 2, "1": 1}) == LONGER


def test_prospects_are_told_from_ten_answers_on() -> None:
    assert usually({"1": ENOUGH - 1}) is None
    assert usually({"1": ENOUGH}) == bucket_of(1).within


def test_long_waits_are_told_to_nobody() -> None:
    assert usually({"longer": ENOUGH}) is None
