"""What the card says and lets do as time goes on: answered elsewhere, written again, reminded later, superseded."""

from __future__ import annotations

from datetime import timedelta

from bot.desk.service import UNTOLD_SECONDS
from bot.requests.request import Status
from bot.requests.status_text import moment
from tests.e2e.desk.office import Office
from tests.e2e.phone import Phone

DAY = 24 * 3600.0


async def by_phone(office: Office) -> Phone:
    """A prospect who has sent a request and asked to be called."""
    anna = await office.home.anna("en")
    await anna.reaches_way()
    await anna.answers("way.phone", until="phone")
    await anna.says("040 123 4567")
    await anna.picks("review.send")
    await anna.is_at("sent.title", number="1")
    return anna


async def test_answer_by_phone_is_marked_again_when_the_writer_has_written_since(office: Office) -> None:
    anna = await by_phone(office)
    called = office.desk.words("button.lead.called")
    await office.desk.taps(called, on=await office.card())
    assert called not in (await office.card()).buttons
    await anna.says("Would Thursday do after all?")
    await office.home.quiet()
    await office.desk.taps(called, on=await office.card())
    await office.desk.sees_notice(office.desk.words("desk.answered.again"))
    lead = await office.lead()
    assert (lead.status, lead.handling.waits_since) == (Status.ANSWERED, 0.0)
    assert called not in (await office.card()).buttons


async def test_card_of_an_answered_request_says_that_a_message_waits_until_it_is_answered(office: Office) -> None:
    anna = await office.request()
    await office.replies("Shall we talk?")
    await office.home.passes(60)
    await anna.says("Thursday is fine.")
    since = (await office.lead()).handling.waits_since
    waiting = office.desk.words("desk.list.waiting", moment=moment(since))
    assert waiting in (await office.card()).text
    await office.replies("See you.")
    assert waiting not in (await office.card()).text


async def test_card_shows_the_reminder_when_it_will_come(office: Office) -> None:
    await office.request()
    await office.acts("button.lead.remind")
    menu = await office.desk.reads("desk.remind", number="1")
    await office.desk.taps(menu.buttons[1], on=menu)
    await office.home.quiet()
    before = (await office.lead()).handling.remind_at
    today = office.hours.local(office.home.clock()).date()
    until = today + timedelta(days=10)
    await office.desk.says(f"/poissa {until.day}.{until.month}.{until.year}")
    later = office.hours.next_open(office.hours.day_begins(until + timedelta(days=1)))
    assert office.desk.words("status.reminder", moment=moment(later)) in (await office.card()).text
    await office.desk.says("/paikalla")
    assert office.desk.words("status.reminder", moment=moment(before)) in (await office.card()).text


async def test_card_that_a_newer_one_stands_for_is_not_called_new_and_takes_replies(office: Office) -> None:
    anna = await office.request()
    before = await office.card()
    assert office.desk.words("card.new", number="1") in before.text
    await office.desk.says("/liidi 1")
    await office.home.quiet()
    old = next(screen for screen in office.desk.screens if screen.message_id == before.message_id)
    assert office.desk.words("card.new", number="1") not in old.text
    assert old.text.startswith(office.desk.words("card.numbered", number="1"))
    assert not old.buttons
    assert office.desk.words("card.new", number="1") in (await office.card()).text
    await office.desk.says("Shall we talk?", reply_to=old)
    await anna.reads_words("Shall we talk?")


async def test_that_the_writer_cannot_be_told_is_said_once_below_the_card(office: Office) -> None:
    anna = await office.request()
    await anna.blocks()
    for each in ("button.lead.take", "button.lead.handled"):
        await office.acts(each)
        await office.home.quiet()
        await office.home.passes(UNTOLD_SECONDS + 1)
    told = office.desk.words("desk.not_told", number="1")
    said = [screen for screen in office.desk.screens if screen.text == told]
    assert len(said) == 1
    assert said[0].message["reply_to_message"]["message_id"] == (await office.card()).message_id


async def test_that_the_writer_at_a_new_request_cannot_be_told_is_said_too(office: Office) -> None:
    anna = await office.request()
    await anna.picks("button.new")
    await office.home.quiet()
    await anna.blocks()
    await office.desk.picks("button.lead.take")
    await office.desk.reads("desk.not_told", number="1")
