"""When a request is brought to mind, and what counts as away."""

from __future__ import annotations

from datetime import date
from zoneinfo import ZoneInfo

import pytest

from bot.desk.away import read_date
from bot.desk.delivery.prompts import remind_at
from bot.desk.service import Desk
from bot.hours import DAY, DEFAULT, Hours, parse_hours
from bot.requests.request import Handling
from bot.ui.i18n import load_translators
from tests.bot.test_hours import at, shown

ZONE = ZoneInfo("Europe/Helsinki")


def hours() -> Hours:
    found = parse_hours(DEFAULT, ZONE)
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("handling", "nagged"),
    [
        (Handling(), ""),
        (Handling(waits_since=at("2026-11-23 10:00")), "2026-11-26 10:00"),
        (Handling(waits_since=at("2026-11-20 16:00")), "2026-11-25 16:00"),
        # once a day, and never on a day off
        (Handling(waits_since=at("2026-11-23 10:00"), nagged_at=at("2026-11-26 10:00")), "2026-11-27 10:00"),
        (Handling(waits_since=at("2026-11-23 10:00"), nagged_at=at("2026-11-27 10:00")), "2026-11-30 09:00"),
        # a reminder from an earlier wait does not count
        (Handling(waits_since=at("2026-11-23 10:00"), nagged_at=at("2026-11-20 10:00")), "2026-11-26 10:00"),
        # not beside a reminder that was asked for
        (Handling(waits_since=at("2026-11-23 10:00"), remind_at=at("2026-11-30 09:00")), "2026-12-01 09:00"),
    ],
)
def test_waiting_request_is_brought_to_mind_once_a_day(handling: Handling, nagged: str) -> None:
    due_at = Desk(hours()).nag_at(handling)
    assert (shown(due_at) if due_at else "") == nagged


def test_request_is_overdue_after_24_working_hours() -> None:
    desk, waits = Desk(hours()), Handling(waits_since=at("2026-11-23 10:00"))
    assert not desk.is_overdue(waits, at("2026-11-26 09:59"))
    assert desk.is_overdue(waits, at("2026-11-26 10:00"))
    assert not desk.is_overdue(Handling(), at("2026-11-26 10:00") + 100 * DAY)


@pytest.mark.parametrize(
    ("act", "moment"),
    [
        ("remind_evening", "2026-11-23 16:00"),
        ("remind_tomorrow", "2026-11-24 09:00"),
        ("remind_week", "2026-11-30 09:00"),
    ],
)
def test_reminders_to_choose_are_in_working_hours(act: str, moment: str) -> None:
    assert shown(remind_at(act, hours(), at("2026-11-23 10:00")) or 0) == moment


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("24.12.", date(2026, 12, 24)),
        ("24.12", date(2026, 12, 24)),
        ("3. 1. 2027", date(2027, 1, 3)),
        ("2026-12-24", date(2026, 12, 24)),
        ("1.2.", date(2027, 2, 1)),
        ("21.11.", None),
        ("1.7.", None),
        ("1.7.2027", date(2027, 7, 1)),
        ("22.11.", date(2026, 11, 22)),
        ("29.2.", None),
        ("31.4.", None),
        ("1.1.2026", None),
        ("1.1.2099", None),
        ("", None),
        ("tomorrow", date(2026, 11, 23)),
        ("pe", date(2026, 11, 27)),
        ("su", date(2026, 11, 29)),
        ("to 24.12.", date(2026, 12, 24)),
        ("pe 24.12.", None),
        ("24. joulukuuta", date(2026, 12, 24)),
        ("24.12.26", date(2026, 12, 24)),
        ("9.12", date(2026, 12, 9)),
        ("10.10.2027", date(2027, 10, 10)),
        ("23.11. 24.11.", None),
        ("ti 14", None),
        ("ensi pe", None),
        ("0.0.", None),
        ("١.٢.", None),
        ("24.12." * 100, None),
    ],
)
def test_date_is_read_or_refused(words: str, day: date | None) -> None:
    found = read_date(words, date(2026, 11, 22), load_translators(timezone=ZONE)["en"])
    assert (found if isinstance(found, date) else None) == day
