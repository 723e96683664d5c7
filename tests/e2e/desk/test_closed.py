"""What a prospect writes around a closing, and what they are told of it."""

from __future__ import annotations

from bot.desk.service import UNTOLD_SECONDS
from bot.requests.request import Status
from tests.e2e.desk.office import Office
from tests.e2e.phone import Phone


async def closed(office: Office) -> Phone:
    """A prospect whose request is closed, and who was told so."""
    anna = await office.request()
    await office.acts("button.lead.handled")
    await office.home.quiet()
    await office.home.passes(UNTOLD_SECONDS + 1)
    return anna


async def test_that_a_message_was_not_passed_on_is_not_said_again_once_the_request_is_open(office: Office) -> None:
    anna = await closed(office)
    await anna.says("One more thing.")
    await anna.is_at("notice.closed", number="1")
    await office.desk.picks("button.lead.reopen")
    await anna.is_at("sent.taken")
    assert anna.words("notice.closed", number="1") not in anna.living.text
    await anna.says("Another thing.")
    await office.acts("button.lead.handled")
    await office.home.quiet()
    await office.home.passes(UNTOLD_SECONDS + 1)
    await anna.is_at("sent.title.closed", number="1")
    assert anna.words("notice.closed", number="1") not in anna.living.text


async def test_any_notice_from_before_is_gone_once_a_message_is_passed_on(office: Office) -> None:
    anna = await closed(office)
    await anna.says("One more thing.")
    await office.replies("Let us talk.")
    await anna.says("Gladly.")
    await office.desk.reads_words("Gladly.")
    await anna.picks("button.privacy", "button.flow")
    await office.home.quiet()
    assert anna.words("notice.closed", number="1") not in anna.living.text


async def test_what_is_written_before_the_closing_is_told_reaches_the_supervisor_and_it_stays_closed(
    office: Office,
) -> None:
    anna = await office.request()
    await office.acts("button.lead.handled")
    await anna.says("One more thing.")
    letter = await office.desk.reads_words("One more thing.")
    assert anna.words("notice.closed", number="1") not in anna.printed()
    assert (await office.lead()).status == Status.HANDLED
    await office.desk.picks("button.lead.reopen")
    lead = await office.lead()
    assert (lead.status, bool(lead.handling.waits_since)) == (Status.TAKEN, True)
    await office.desk.says("Thank you.", reply_to=letter)
    await anna.reads_words("Thank you.")


async def test_answered_request_that_is_closed_and_written_to_waits_when_it_is_reopened(office: Office) -> None:
    anna = await office.request()
    await office.replies("Shall we talk?")
    await office.acts("button.lead.handled")
    await anna.says("Yes, gladly.")
    await office.desk.reads_words("Yes, gladly.")
    await office.acts("button.lead.reopen")
    lead = await office.lead()
    assert (lead.status, bool(lead.handling.waits_since)) == (Status.ANSWERED, True)


async def test_until_the_closing_is_told_the_screen_says_what_holds(office: Office) -> None:
    anna = await office.request()
    await office.acts("button.lead.handled")
    await anna.picks("button.privacy", "button.flow")
    await anna.is_at("sent.title", number="1")
    await anna.is_at("sent.more")
    await office.home.passes(UNTOLD_SECONDS + 1)
    await anna.is_at("sent.title.closed", number="1")
