"""An agreed time as a file for the phone's calendar. Pure.

The same UID throughout, so that a later file changes the entry of an earlier one; METHOD:CANCEL takes it away again.
Source: RFC 5545 (iCalendar) and RFC 5546 (iTIP).
"""

from __future__ import annotations

from datetime import UTC, datetime, tzinfo

from flows.text import N_, Slot

NAME = N_("calendar.file", "agreed-time")
SUMMARY = N_("calendar.summary", "Talk with a supervisor")
SUMMARY_AT_DESK = N_("calendar.summary.desk", "Talk, request {number}")
"""What the entry is called: calendars are seen by others, so it names nobody and nothing of the request."""


def calendar_file(
    uid: str, slot: Slot, version: int, summary: str, *, zone: tzinfo, now: float, cancelled: bool
) -> bytes:
    """Return the file of a time in its zone; `version` is its SEQUENCE, `now` in unix seconds."""
    from icalendar import Calendar, Event  # when first needed: few processes ever make one

    event = Event()
    event.add("uid", uid)
    event.add("dtstamp", datetime.fromtimestamp(now, UTC))
    event.add("sequence", version)
    event.add("summary", summary)
    event.add("dtstart", datetime.fromtimestamp(slot.starts_at, zone))
    event.add("dtend", datetime.fromtimestamp(slot.over_at, zone))
    event.add("status", "CANCELLED" if cancelled else "CONFIRMED")
    calendar = Calendar()
    calendar.add("prodid", "-//tyonohjaus-intake//FI")
    calendar.add("version", "2.0")
    calendar.add("method", "CANCEL" if cancelled else "PUBLISH")
    calendar.add_component(event)
    calendar.add_missing_timezones()
    return bytes(calendar.to_ical())
