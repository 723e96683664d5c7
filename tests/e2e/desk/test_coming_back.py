""" "Not now": a reminder to come back to a request, on a day that is tapped or typed."""

from __future__ import annotations

from bot.hours import DAY, HOUR
from bot.requests.request import Status
from tests.driver import Screen
from tests.e2e.desk.office import Office
from tests.e2e.phone import Phone


async def not_now(office: Office) -> tuple[Phone, Screen]:
    """A request closed as "not now"; its writer, and the question when to come back to it."""
    await office.is_monday()
    anna = await office.request()
    await office.acts("button.lead.handled", "outcome.later")
    return anna, await office.desk.reads("later.ask", number="1")


async def remind_at(office: Office) -> float:
    """When the request is brought to mind, 0 for never."""
    return (await office.lead()).handling.remind_at


def reminders(office: Office) -> int:
    """How often the supervisor was reminded."""
    return sum(screen.text == office.desk.words("later.reminder", number="1") for screen in office.desk.screens)


async def is_on_the_card(office: Office) -> bool:
    """Whether the card says that a reminder is set."""
    return office.desk.words("status.reminder", moment="").strip() in (await office.card()).text


async def test_reminder_comes_on_the_day_that_was_tapped_also_after_a_restart(office: Office) -> None:
    _, asked = await not_now(office)
    assert len(asked.buttons) == 5
    await office.desk.taps(asked.buttons[1], on=asked)
    await office.desk.reads_words(office.desk.words("desk.reminded", number="1", moment="").split(":")[0])
    due_at = await remind_at(office)
    assert 85 * DAY < due_at - office.home.clock() < 96 * DAY
    assert office.hours.is_open(due_at)
    assert await is_on_the_card(office)
    await office.home.restarts()
    await office.is_at(due_at - HOUR)
    assert reminders(office) == 0
    await office.is_at(due_at + 60)
    assert reminders(office) == 1
    lead = await office.lead()
    assert (lead.status, lead.handling.remind_at) == (Status.HANDLED, 0)


async def test_day_can_be_typed_and_what_is_no_day_is_said_back(office: Office) -> None:
    await not_now(office)
    await office.desk.picks("button.later.day")
    await office.desk.reads_words(office.desk.words("later.day", number="1", example="").rstrip())
    field = office.desk.screens[-1]
    written = await office.desk.says("ensi kevät", reply_to=field)
    again = await office.desk.reads("later.unread")
    assert office.desk.chat.keyboard
    assert office.desk.chat.keyboard["message_id"] == again.message_id  # the reply field is open
    assert await remind_at(office) == 0
    day = office.hours.local(office.home.clock() + 50 * DAY).date()
    await office.desk.says(f"{day.day}.{day.month}.", reply_to=again)
    await office.home.quiet()
    assert await remind_at(office) == office.hours.next_open(office.hours.day_begins(day))
    await office.desk.edits(written, "1.3.")
    await office.home.quiet()
    corrected = await remind_at(office)
    assert corrected != office.hours.next_open(office.hours.day_begins(day))
    await office.desk.says(f"{day.day}.{day.month}.2099", reply_to=field)
    await office.desk.reads("desk.away.far")
    assert await remind_at(office) == corrected


async def test_reminder_is_taken_back_with_one_tap(office: Office) -> None:
    _, asked = await not_now(office)
    await office.desk.taps(asked.buttons[0], on=asked)
    await office.desk.picks("button.remind.off")
    await office.desk.reads("desk.remind.off", number="1")
    assert await remind_at(office) == 0
    assert not await is_on_the_card(office)
    await office.home.passes(60 * DAY)
    assert reminders(office) == 0


async def test_reopening_answering_and_another_outcome_take_the_reminder_away(office: Office) -> None:
    _, asked = await not_now(office)
    for deed in ("reopen", "reply", "client"):
        await office.desk.taps(asked.buttons[0], on=asked)
        await office.home.quiet()
        assert await remind_at(office)
        if deed == "reopen":
            await office.acts("button.lead.reopen")
        elif deed == "reply":
            await office.replies("Palataan asiaan.")
        else:
            await office.acts("outcome.client")
        assert await remind_at(office) == 0
        if deed != "client":
            await office.acts("button.lead.handled", "outcome.later")
            asked = await office.desk.reads("later.ask", number="1")
    await office.desk.taps(asked.buttons[0], on=asked)
    assert await remind_at(office) == 0
    await office.home.passes(60 * DAY)
    assert reminders(office) == 0


async def test_erased_request_is_not_come_back_to(office: Office) -> None:
    anna, asked = await not_now(office)
    await office.desk.taps(asked.buttons[0], on=asked)
    await anna.says("/delete")
    await anna.picks("button.erase")
    await office.home.quiet()
    await office.home.passes(60 * DAY)
    assert reminders(office) == 0


async def test_reminder_waits_until_an_absence_is_over(office: Office) -> None:
    _, asked = await not_now(office)
    await office.desk.taps(asked.buttons[0], on=asked)
    due_at = await remind_at(office)
    last = office.hours.local(due_at + 7 * DAY).date()
    await office.desk.says(f"/poissa {last.day}.{last.month}.{last.year}")
    await office.home.quiet()
    await office.is_at(due_at + HOUR)
    await office.home.passes(2 * DAY)
    assert reminders(office) == 0
    await office.desk.says("/paikalla")
    await office.home.quiet()
    await office.is_at(office.hours.opening_after(office.home.clock()) + 60)
    assert reminders(office) == 1
