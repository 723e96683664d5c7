"""The writer's contact as a card for the address book of the supervisor's phone."""

from __future__ import annotations

import pytest

from bot.hours import DAY
from bot.local_telegram.faults import Fault
from tests.driver import Screen
from tests.e2e.desk.office import Office
from tests.e2e.phone import Phone, said


async def called(office: Office, phone: str = "040 123 4567") -> Phone:
    """A prospect who has sent a request and wants to be called."""
    anna = await office.home.anna("fi")
    await anna.says("/start")
    await anna.answers("way.phone", phone=phone, until="sent")
    return anna


def cards(office: Office) -> list[dict[str, str]]:
    """The contacts in the supervisor's chat."""
    return [message["contact"] for message in office.desk.messages if "contact" in message]


async def test_contact_comes_as_a_card_below_the_request_and_goes_after_a_day(office: Office) -> None:
    await called(office)
    await office.acts("button.lead.contact")
    assert cards(office) == [{"phone_number": "+358401234567", "first_name": "Anna"}]
    message = next(message for message in office.desk.messages if "contact" in message)
    assert message["reply_to_message"]["message_id"] == (await office.card()).message_id
    await office.home.restarts()
    await office.home.passes(DAY + 60)
    assert not cards(office)
    await office.acts("button.lead.handled", "button.lead.contact")
    assert len(cards(office)) == 1


async def test_without_a_number_there_is_no_card_to_send(office: Office) -> None:
    await office.request()
    await office.desk.taps(said("button.lead.more", "fi"), on=await office.card())
    assert said("button.lead.contact", "fi") not in (await office.card()).buttons


@pytest.mark.parametrize("description", ["Bad Request: PHONE_NUMBER_INVALID", "Bad Request: CONTACT_NAME_EMPTY"])
async def test_contact_that_telegram_refuses_comes_as_text(office: Office, description: str) -> None:
    await called(office)
    office.home.telegram.faults.add(Fault("400", 1, method="sendContact", description=description))
    await office.acts("button.lead.contact")
    assert not cards(office)
    assert screen_of(office, "Anna\n040 123 4567")
    await office.home.passes(DAY + 60)
    assert not screen_of(office, "Anna\n040 123 4567")


async def test_erasing_the_request_takes_the_contact_along(office: Office) -> None:
    anna = await called(office)
    await office.acts("button.lead.contact")
    assert cards(office)
    await anna.says("/poista")
    await anna.picks("button.erase")
    await office.home.quiet()
    assert not cards(office)
    assert "123 4567" not in office.desk.printed()


async def test_contact_asked_for_just_before_the_request_is_erased_does_not_come(office: Office) -> None:
    anna = await called(office)
    office.home.telegram.faults.add(Fault("429", 1, method="sendContact", retry_after=30))
    await office.acts("button.lead.contact")
    await anna.says("/poista")
    await anna.picks("button.erase")
    await office.home.quiet()
    await office.home.passes(60)
    assert not cards(office)


def screen_of(office: Office, text: str) -> list[Screen]:
    """The supervisor's messages that say just this."""
    return [screen for screen in office.desk.screens if screen.text == text]
