"""Coming back to a request that was "not now": which day a button or typed words stand for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from bot.desk import coming_back
from bot.desk.service import Desk
from bot.requests.request import Handling, Lead, Status
from bot.ui.i18n import Translator
from flows.engine import NO_ANSWERS
from flows.text import Text
from tests.bot.test_hours import at, hours, shown

NOW = at("2026-11-30 12:00")
SENT = datetime.fromtimestamp(NOW, UTC)
LEAD = Lead(7, 1, "fi", "group", Status.HANDLED, SENT, NO_ANSWERS, handling=Handling(outcome="later"))


@pytest.mark.parametrize(
    ("day", "months", "later"),
    [
        (date(2026, 11, 30), 1, date(2026, 12, 30)),
        (date(2026, 11, 30), 3, date(2027, 2, 28)),
        (date(2026, 12, 31), 6, date(2027, 6, 30)),
        (date(2027, 1, 29), 1, date(2027, 2, 28)),
        (date(2027, 12, 1), 1, date(2028, 1, 1)),
    ],
)
def test_months_later_is_the_same_day_or_the_last_of_a_shorter_month(day: date, months: int, later: date) -> None:
    assert coming_back.in_months(day, months) == later


def test_reminder_comes_in_working_hours() -> None:
    assert shown(coming_back.opening_in(3, hours(), NOW)) == "2027-03-01 09:00"  # 28 February is a Sunday
    assert shown(coming_back.opening_in(1, hours(), at("2026-11-25 12:00"))) == "2026-12-28 09:00"  # not at Christmas


def test_day_on_which_the_request_is_gone_is_not_offered(translators: Mapping[str, Translator]) -> None:
    def acts(days: int) -> list[str]:
        return [act for act, _ in coming_back.choices(LEAD, Desk(hours(), days), NOW, translators["fi"])]

    assert acts(365) == ["remind_m1", "remind_m3", "remind_m6", "remind_day"]
    assert acts(100) == ["remind_m1", "remind_m3", "remind_day"]
    assert acts(10) == ["remind_day"]


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("15.3.", "2027-03-15 09:00"),
        ("15.3.2027", "2027-03-15 09:00"),
        (" 2027-03-15 ", "2027-03-15 09:00"),
        ("20.11.", "2027-11-22 09:00"),  # a Saturday: the Monday after it
        ("1.12.", "2026-12-01 09:00"),
    ],
)
def test_typed_day_is_read_as_the_next_such_day(translators: Mapping[str, Translator], words: str, day: str) -> None:
    found = coming_back.typed_day(words, Desk(hours()), NOW)

    assert not isinstance(found, Text)
    assert shown(found) == day


@pytest.mark.parametrize(
    ("words", "context"),
    [
        ("ensi kevät", "later.unread"),
        ("", "later.unread"),
        ("9" * 4000, "later.unread"),
        ("30.11.2026", "later.passed"),
        ("31.2.2027", "desk.away.no_day"),
        ("1.1.2026", "later.passed"),
        ("ma 2.2.2027", "desk.away.no_day"),
        ("1.1.2031", "desk.away.far"),
    ],
)
def test_words_that_are_no_day_ahead_are_said_back(
    translators: Mapping[str, Translator], words: str, context: str
) -> None:
    found = coming_back.typed_day(words, Desk(hours()), NOW)

    assert isinstance(found, Text)
    assert found.context == context
    translators["fi"](found)


def test_request_is_later_only_while_it_is_closed_as_that() -> None:
    assert coming_back.is_later(LEAD)
    assert not coming_back.is_later(replace(LEAD, status=Status.ANSWERED))
    assert not coming_back.is_later(replace(LEAD, handling=Handling(outcome="client")))


def test_day_on_which_the_request_is_gone_is_refused_with_the_last_moment(
    translators: Mapping[str, Translator],
) -> None:
    desk = Desk(hours(), 100)
    until = desk.kept_until(LEAD)

    assert coming_back.not_kept(LEAD, until - 1, desk) is None
    refusal = coming_back.not_kept(LEAD, until, desk)
    assert refusal is not None
    assert "10.3.2027" in translators["fi"](refusal)
