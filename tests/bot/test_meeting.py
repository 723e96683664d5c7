"""A time to meet: every act against every standing, twice; read back as it was stored."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from icalendar import Calendar

from bot.requests.calendar_file import calendar_file
from bot.requests.meeting import (
    Meeting,
    Refusal,
    agreed_on,
    cancelled,
    declined,
    held,
    meeting_of,
    picked,
    proposed,
    row_of,
    without,
)
from flows.text import Slot

NOW = 1_000_000.0
FIRST, SECOND = Slot(NOW + 100, NOW + 200), Slot(NOW + 300)
NOTHING = Meeting(7)
OFFERED = proposed(NOTHING, (FIRST, SECOND))
AGREED = agreed_on(OFFERED, FIRST, 41)
CHANGING = proposed(AGREED, (SECOND,))
CHANGED = agreed_on(CHANGING, SECOND, 42)
CANCELLED = cancelled(CHANGED)
DECLINED = declined(OFFERED, 1)
assert isinstance(DECLINED, Meeting)
STANDINGS = (NOTHING, OFFERED, DECLINED, AGREED, CHANGING, CHANGED, CANCELLED)


@pytest.mark.parametrize("meeting", STANDINGS)
def test_meeting_is_read_back_as_it_was_stored(meeting: Meeting) -> None:
    assert meeting_of(row_of(meeting)) == meeting


@pytest.mark.parametrize(
    ("meeting", "round_", "slot", "outcome"),
    [
        (NOTHING, 0, FIRST, Refusal.OLD),
        (OFFERED, 1, FIRST, FIRST),
        (OFFERED, 0, FIRST, Refusal.OLD),
        (OFFERED, 1, Slot(NOW + 150), Refusal.OLD),
        (DECLINED, 1, FIRST, Refusal.OLD),
        (AGREED, 1, FIRST, Refusal.SETTLED),
        (AGREED, 1, SECOND, Refusal.SETTLED),
        (CHANGING, 1, FIRST, Refusal.OLD),
        (CHANGING, 2, SECOND, SECOND),
        (CHANGED, 2, SECOND, Refusal.SETTLED),
        (CANCELLED, 2, SECOND, Refusal.OLD),
    ],
)
def test_tap_on_a_time_agrees_only_while_that_time_is_offered(
    meeting: Meeting, round_: int, slot: Slot, outcome: Slot | Refusal
) -> None:
    assert picked(meeting, round_, int(slot.starts_at), NOW) == outcome


def test_time_that_has_come_cannot_be_agreed_on_and_goes_alone() -> None:
    assert picked(OFFERED, 1, int(FIRST.starts_at), FIRST.starts_at) is Refusal.PAST
    assert without(OFFERED, int(FIRST.starts_at)).offered == (SECOND,)


def test_agreed_time_stands_until_another_is_agreed_and_each_step_has_its_version() -> None:
    assert [(each.agreed, each.version) for each in (OFFERED, AGREED, CHANGING, CHANGED, CANCELLED)] == [
        (None, 0),
        (FIRST, 1),
        (FIRST, 1),
        (SECOND, 2),
        (None, 3),
    ]


@pytest.mark.parametrize(
    ("meeting", "round_", "refusal"),
    [
        (NOTHING, 0, Refusal.OLD),
        (OFFERED, 0, Refusal.OLD),
        (DECLINED, 1, Refusal.OLD),
        (AGREED, 1, Refusal.SETTLED),
        (CHANGING, 1, Refusal.OLD),
    ],
)
def test_none_of_these_counts_once_and_for_its_own_proposal(meeting: Meeting, round_: int, refusal: Refusal) -> None:
    assert declined(meeting, round_) is refusal


@pytest.mark.parametrize("meeting", STANDINGS)
@pytest.mark.parametrize("version", [0, 1, 2, 3])
def test_button_of_an_agreed_time_counts_for_that_version_only(meeting: Meeting, version: int) -> None:
    current = meeting.agreed is not None and meeting.version == version
    assert held(meeting, version, NOW) == (meeting.agreed if current else Refusal.OLD)
    assert not current or held(meeting, version, NOW + 1000) is Refusal.OVER


@pytest.mark.parametrize("zone", ["Europe/Helsinki", "America/New_York", "UTC"])
@pytest.mark.parametrize("gone", [False, True])
def test_calendar_file_names_the_same_moment_in_any_zone(zone: str, gone: bool) -> None:
    starts = datetime(2026, 7, 1, 14, 0, tzinfo=ZoneInfo(zone))
    slot = Slot(starts.timestamp(), starts.timestamp() + 5400)
    content = calendar_file("uid-1", slot, 3, "Talk", zone=ZoneInfo(zone), now=NOW, cancelled=gone)
    read = Calendar.from_ical(content)
    (event,) = read.events
    assert (event.start, (event.end - event.start).total_seconds()) == (starts, 5400)
    assert (event["uid"], int(str(event["sequence"])), str(event["summary"])) == ("uid-1", 3, "Talk")
    assert read["method"] == ("CANCEL" if gone else "PUBLISH")
    assert b"\r\n" in content


def test_time_without_an_end_is_an_hour_in_the_calendar_as_it_is_when_two_times_are_compared() -> None:
    slot = Slot(NOW)
    content = calendar_file("uid-1", slot, 1, "Talk", zone=ZoneInfo("Europe/Helsinki"), now=NOW, cancelled=False)
    (event,) = Calendar.from_ical(content).events
    assert (event.end - event.start).total_seconds() == slot.over_at - slot.starts_at == 3600


@pytest.mark.parametrize("change", [lambda m: proposed(m, (SECOND,)), cancelled, lambda m: without(m, 0)])
def test_change_leaves_the_number_and_the_name_in_calendars(change: Callable[[Meeting], Meeting]) -> None:
    before = Meeting(7, "uid-1", 1, (FIRST,), SECOND, 1)
    assert (change(before).number, change(before).uid) == (7, "uid-1")
