"""What dialogues about a time to meet have in common: proposing, agreeing, the files for the calendar."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from icalendar import Calendar

from flows.text import Slot
from tests.driver import Screen
from tests.e2e.desk.office import Office
from tests.e2e.phone import Phone, languages


def on(office: Office, days: int, hour: int, minute: int = 0, *, ends: int = 0) -> Slot:
    """A time so many days after today, by the clock of the supervisor."""
    zone = office.hours.zone
    day = office.hours.local(office.home.clock()).date() + timedelta(days=days)
    starts = datetime(day.year, day.month, day.day, hour, minute, tzinfo=zone)
    return Slot(starts.timestamp(), (starts + timedelta(minutes=ends)).timestamp() if ends else 0.0)


def shown(slot: Slot, language: str) -> str:
    """A time as a sentence says it."""
    return languages()[language].slot(slot)


def label(slot: Slot, language: str = "en") -> str:
    """A time as a button says it."""
    text = shown(slot, language)
    return text[:1].upper() + text[1:]


async def asked(office: Office, number: int = 1, key: str = "quick.times.label") -> Screen:
    """The message that asks the supervisor for the times, after a tap on this button of the card."""
    await office.acts(key, number=number)
    return await office.desk.reads("quick.times.hint")


async def proposed(office: Office, typed: str, number: int = 1, key: str = "quick.times.label") -> None:
    """The supervisor proposes these times."""
    await office.desk.says(typed, reply_to=await asked(office, number, key))
    await office.desk.picks("button.quick.send")
    await office.home.quiet()


async def agreed_with(
    office: Office, typed: str = "ti 14, ke 9.30", days: int = 1, hour: int = 14, *, language: str = "en"
) -> tuple[Phone, Slot]:
    """A prospect with whom one of the times typed is agreed, so many days after today; by itself Tuesday at two."""
    anna = await office.request(language=language)
    await proposed(office, typed)
    slot = on(office, days, hour)
    await anna.taps_words(label(slot, language))
    await office.home.quiet()
    return anna, slot


async def proposed_anew(office: Office, typed: str) -> None:
    """The supervisor proposes other times in place of the agreed one."""
    await proposed(office, typed, key="button.lead.time.change")


def files(office: Office, phone: Phone) -> list[Calendar]:
    """The calendar files in a chat, oldest first."""
    documents = [screen.message["document"] for screen in phone.screens if "document" in screen.message]
    contents = (office.home.telegram.model.files[each["file_id"]].content for each in documents)
    return [Calendar.from_ical(content) for content in contents]


def entry(calendar: Calendar) -> tuple[str, int, date, str]:
    """Method, sequence, beginning and name of the one entry of a calendar file."""
    (event,) = calendar.events
    return str(calendar["method"]), int(str(event["sequence"])), event.start, str(event["summary"])
