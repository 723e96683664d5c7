"""What goes between the supervisor and a prospect: replies, media, edits, marks of delivery, reasons why not."""

from __future__ import annotations

import pytest

from bot.desk.delivery.relay import DELIVERED
from bot.desk.service import UNTOLD_SECONDS
from bot.local_telegram.faults import Fault
from bot.requests.request import Status
from tests.e2e.desk.office import Office


async def test_reply_to_the_card_arrives_is_marked_and_makes_the_request_answered(office: Office) -> None:
    anna = await office.request()
    written = await office.replies("Shall we talk on Thursday?")
    await anna.reads_words("Shall we talk on Thursday?")
    await anna.reads("letter.from_supervisor", number="1")
    assert (await office.lead()).status == Status.ANSWERED
    assert office.desk.words("status.answered") in (await office.card()).text
    marks = office.home.calls("setMessageReaction", office.desk.chat_id)
    assert [int(call["parameters"]["message_id"]) for call in marks] == [written["message_id"]]
    assert marks[0]["parameters"]["reaction"] == [{"type": "emoji", "emoji": DELIVERED}]
    await anna.reads("sent.answered")


async def test_picture_and_voice_arrive_too(office: Office) -> None:
    anna = await office.request()
    card = await office.card()
    await office.desk.sends(photo=True, caption="The way to us", reply_to_message_id=card.message_id)
    await office.desk.sends(voice=True, reply_to_message_id=card.message_id)
    await office.home.quiet()
    assert [kind for m in anna.messages for kind in ("photo", "voice") if kind in m] == ["photo", "voice"]


async def test_answer_of_the_prospect_comes_below_the_card_and_can_be_replied_to(office: Office) -> None:
    anna = await office.request()
    await office.replies("Shall we talk on Thursday?")
    await anna.says("Thursday is fine.")
    answer = await office.desk.reads_words("Thursday is fine.")
    card = await office.card()
    assert answer.message["reply_to_message"]["message_id"] == card.message_id
    assert (await office.lead()).handling.waits_since
    await office.desk.says("See you then.", reply_to=answer)
    await anna.reads_words("See you then.")
    assert not (await office.lead()).handling.waits_since


async def test_addition_deleted_before_it_was_passed_on_leaves_nothing_at_the_desk(office: Office) -> None:
    anna = await office.request()
    gone = "Bad Request: message to react not found"
    office.home.telegram.fails("400", method="setMessageReaction", chat_id=anna.chat_id, description=gone)
    await anna.says("We are seven.")
    await office.home.quiet()
    assert "We are seven." not in office.desk.printed()
    assert office.desk.words("letter.from_prospect", number="1", name="Anna") not in office.desk.printed()


async def test_edited_reply_edits_what_the_prospect_has(office: Office) -> None:
    anna = await office.request()
    written = await office.replies("Shall we talk on Tuesday?")
    await office.desk.edits(written, "Shall we talk on <Thursday>?")
    await anna.reads_words("Shall we talk on <Thursday>?")
    assert "Tuesday" not in anna.printed()


async def test_prospects_edit_follows_at_the_desk(office: Office) -> None:
    anna = await office.request()
    written = await anna.says("We are seven.")
    await office.desk.reads_words("We are seven.")
    await anna.edits(written, "We are eight.")
    await office.desk.reads_words("We are eight.")
    assert "seven" not in office.desk.printed()


async def test_message_that_replies_to_nothing_is_asked_about_and_not_sent(office: Office) -> None:
    anna = await office.request()
    await office.desk.says("Note to self.")
    await office.desk.reads("desk.whom", n=1)
    assert "Note to self." not in anna.printed()


async def test_notes_among_colleagues_stay_in_the_group(office: Office) -> None:
    liisa = await office.shared_with("Liisa")
    anna = await office.request()
    note = await liisa.says("Who takes this?")
    await office.desk.says("I do.", reply_to=note["message_id"])
    await office.home.quiet()
    assert "I do." not in anna.printed()
    assert "Who takes this?" not in anna.printed()
    assert not office.home.calls("setMessageReaction")


async def test_blocked_bot_is_said_below_the_reply_and_the_request_still_waits(office: Office) -> None:
    anna = await office.request()
    await anna.blocks()
    written = await office.replies("Are you there?")
    said = office.desk.words("desk.undelivered.other")
    notice = await office.desk.reads("desk.undelivered.blocked", other=said)
    assert notice.message["reply_to_message"]["message_id"] == written["message_id"]
    lead = await office.lead()
    assert lead.status == Status.NEW
    assert lead.handling.waits_since


@pytest.mark.parametrize(
    ("description", "said"),
    [
        ("Forbidden: user is deactivated", "desk.undelivered.deleted"),
        ("Bad Request: message can't be copied", "desk.undelivered.refused"),
    ],
)
async def test_other_reasons_are_said_too(office: Office, description: str, said: str) -> None:
    anna = await office.request()
    kind = "403" if "Forbidden" in description else "400"
    office.home.telegram.faults.add(Fault(kind, 1, method="copyMessage", chat_id=anna.chat_id, description=description))
    await office.desk.sends(photo=True, reply_to_message_id=(await office.card()).message_id)
    await office.desk.reads(said, other=office.desk.words("desk.undelivered.other"))


@pytest.mark.parametrize("quick", [False, True])
async def test_answer_to_a_request_withdrawn_meanwhile_is_said_not_to_be_sent(office: Office, quick: bool) -> None:
    anna = await office.request()
    await anna.picks("button.withdraw")
    await anna.is_at("withdraw.ask", number="1")
    office.home.telegram.fails("429", method="sendMessage", chat_id=anna.chat_id, retry_after=30)
    if quick:
        await office.acts("button.lead.not_fit")
        await office.desk.picks("button.quick.send")
    else:
        await office.replies("Are you there?")
    await anna.picks("button.withdraw.yes")
    await office.home.quiet()
    await office.home.passes(40)
    await office.desk.reads("desk.undelivered.erased")
    assert "Are you there?" not in anna.printed()


async def test_where_reactions_are_forbidden_words_say_that_it_arrived_and_nothing_is_sent_twice(
    office: Office,
) -> None:
    anna = await office.request()
    office.home.telegram.faults.add(
        Fault("400", 1, method="setMessageReaction", description="Bad Request: REACTION_INVALID")
    )
    await office.replies("Shall we talk?")
    await office.desk.reads("desk.passed_on")
    assert anna.printed().count("Shall we talk?") == 1


async def test_answering_a_closed_request_opens_it_again(office: Office) -> None:
    anna = await office.request()
    await office.acts("button.lead.handled")
    await office.replies("One thing more.")
    await anna.reads_words("One thing more.")
    assert (await office.lead()).status == Status.ANSWERED
    await anna.says("Yes?")
    await office.desk.reads_words("Yes?")


async def test_place_and_contact_that_reply_to_a_card_are_passed_on(office: Office) -> None:
    anna = await office.request()
    card = await office.card()
    await office.desk.sends(location={"latitude": 65.01, "longitude": 25.47}, reply_to_message_id=card.message_id)
    await office.desk.sends(contact=True, reply_to_message_id=card.message_id)
    await office.home.quiet()
    kinds = {kind for message in anna.messages for kind in ("location", "contact") if kind in message}
    assert kinds == {"location", "contact"}


async def test_answer_on_its_way_while_the_request_is_closed_leaves_it_closed(office: Office) -> None:
    anna = await office.request()
    office.home.telegram.fails("429", method="sendMessage", chat_id=anna.chat_id, retry_after=30)
    await office.replies("Sorry, I am full.")
    await office.acts("button.lead.handled")
    await office.home.quiet()
    await office.home.passes(40)
    await anna.reads_words("Sorry, I am full.")
    assert (await office.lead()).status == Status.HANDLED
    await office.home.passes(UNTOLD_SECONDS)
    await anna.is_at("sent.title.closed", number="1")
    await office.acts("button.lead.reopen")
    assert (await office.lead()).status == Status.ANSWERED


async def test_edit_of_a_reply_that_was_not_delivered_is_said_not_to_follow(office: Office) -> None:
    anna = await office.request()
    await anna.blocks()
    written = await office.replies("Tuesday?")
    await anna.unblocks()
    await office.desk.edits(written, "Wednesday?")
    await office.desk.reads("desk.edit_lost")
    assert "Wednesday?" not in anna.printed()


@pytest.mark.parametrize("why", ["Forbidden: bot was blocked by the user", "Forbidden: user is deactivated"])
async def test_edit_that_telegram_lets_nobody_see_is_said_and_holds_up_nothing(office: Office, why: str) -> None:
    anna = await office.request()
    written = await office.replies("Tuesday?")
    office.home.telegram.fails("403", method="editMessageText", chat_id=anna.chat_id, description=why)
    await office.desk.edits(written, "Wednesday?")
    await office.desk.reads("desk.edit_lost")
    await office.replies("Wednesday, I mean.")
    await anna.reads_words("Wednesday, I mean.")


async def test_edit_that_follows_or_comes_in_time_is_not_said_to_be_lost(office: Office) -> None:
    anna = await office.request()
    written = await office.replies("Tuesday?")
    await office.desk.edits(written, "Wednesday?")
    await anna.reads_words("Wednesday?")
    office.home.telegram.fails("429", chat_id=anna.chat_id, retry_after=60)
    written = await office.replies("Thursday?")
    await office.desk.edits(written, "Friday?")
    await office.home.quiet()
    await office.home.passes(61)
    await anna.reads_words("Friday?")
    assert office.desk.words("desk.edit_lost") not in office.desk.printed()


async def test_edit_of_what_filled_a_quick_text_is_said_not_to_follow_once_it_is_sent(office: Office) -> None:
    anna = await office.request(language="en")
    await office.acts("quick.ask.label")
    filling = await office.desk.says("How many?", reply_to=await office.desk.reads("quick.ask.hint"))
    await office.desk.picks("button.quick.send")
    await office.home.quiet()
    await office.desk.edits(filling, "How many are you?")
    await office.desk.reads("desk.edit_lost")
    assert "How many are you?" not in anna.printed()


@pytest.mark.parametrize("words", ["Kiitos!", "Moi, kiitos", "ok thanks", "Thank you very much"])
async def test_thanks_before_any_answer_is_acknowledged_and_disturbs_nobody(office: Office, words: str) -> None:
    anna = await office.request()
    before = office.desk.printed()
    await anna.says(words)
    await anna.reads("notice.thanks")
    assert office.desk.printed() == before


@pytest.mark.parametrize("words", ["Kiitos, torstai sopii.", "No thanks", "Moi", "Kiitos, soittakaa"])
async def test_thanks_that_holds_more_is_passed_on(office: Office, words: str) -> None:
    anna = await office.request()
    await anna.says(words)
    await office.desk.reads_words(words)
    assert (await office.lead()).handling.waits_since


async def test_thanks_for_an_answer_is_passed_on_and_nothing_is_waited_for(office: Office) -> None:
    anna = await office.request()
    await office.replies("Shall we talk on Thursday at two?")
    await anna.reads_words("Thursday")
    await anna.says("Thank you!")
    await office.desk.reads_words("Thank you!")
    assert office.sent_silently("Thank you!")
    lead = await office.lead()
    assert (lead.status, lead.handling.waits_since, lead.handling.here) == (Status.ANSWERED, 0.0, True)
