"""People who asked for a reply by email or phone: written to in Telegram only after a second thought."""

from __future__ import annotations

import pytest

from bot.requests.request import Status
from tests.e2e.desk.office import Office
from tests.e2e.desk.test_moved import taken_over
from tests.e2e.phone import Phone, said

ADDRESS = "anna@example.fi"


async def by_email(office: Office) -> Phone:
    """A prospect who has sent a request and asked to be answered by e-mail."""
    anna = await office.home.anna("en")
    await anna.reaches_way()
    await anna.answers("way.email", until="email")
    await anna.says(ADDRESS)
    await anna.picks("review.send")
    await anna.is_at("sent.title", number="1")
    return anna


async def test_reply_waits_until_one_tap_sends_it(office: Office) -> None:
    anna = await by_email(office)
    written = await office.replies("Shall we talk on Thursday?")
    asked = await office.desk.reads("elsewhere.email", address=ADDRESS)
    assert office.desk.words("elsewhere.ask", n=1) in asked.text
    assert office.desk.words("button.copy.email") in asked.buttons
    assert asked.message["reply_to_message"]["message_id"] == written["message_id"]
    assert "Thursday" not in anna.printed()
    assert (await office.lead()).status == Status.NEW
    await office.desk.picks("button.elsewhere.send")
    await anna.reads_words("Shall we talk on Thursday?")
    await office.desk.reads("elsewhere.sent", number="1")
    assert (await office.lead()).status == Status.ANSWERED


async def test_reply_that_is_left_is_not_sent(office: Office) -> None:
    anna = await by_email(office)
    await office.replies("Shall we talk on Thursday?")
    await office.desk.picks("button.elsewhere.drop")
    await office.desk.reads("quick.dropped")
    assert "Thursday" not in anna.printed()
    assert (await office.lead()).status == Status.NEW


async def test_second_reply_joins_the_first_and_only_the_newest_question_counts(office: Office) -> None:
    anna = await by_email(office)
    await office.replies("Good morning.")
    first = await office.desk.reads("elsewhere.ask", n=1)
    await office.replies("Shall we talk?")
    await office.desk.reads("elsewhere.ask", n=2)
    assert not next(screen for screen in office.desk.screens if screen.message_id == first.message_id).buttons
    await office.desk.taps(office.desk.words("button.elsewhere.send"), on=first)
    await office.desk.sees_notice(office.desk.words("quick.stale"))
    assert "Good morning." not in anna.printed()
    asked = await office.desk.reads("elsewhere.ask", n=2)
    for _ in range(2):
        await office.desk.taps(office.desk.words("button.elsewhere.send"), on=asked)
    await anna.reads_words("Shall we talk?")
    assert [anna.printed().count(words) for words in ("Good morning.", "Shall we talk?")] == [1, 1]
    assert anna.printed().index("Good morning.") < anna.printed().index("Shall we talk?")


async def test_question_about_one_reply_does_not_drop_a_second_one_that_is_not_asked_about_yet(office: Office) -> None:
    anna = await by_email(office)
    await office.replies("Good morning.")
    first = await office.desk.reads("elsewhere.ask", n=1)
    office.home.telegram.fails("429", method="sendMessage", chat_id=office.desk.chat_id, retry_after=40)
    await office.replies("Shall we talk?")
    await office.desk.taps(office.desk.words("button.elsewhere.drop"), on=first)
    await office.desk.sees_notice(office.desk.words("quick.stale"))
    await office.home.passes(50)
    await office.desk.reads("elsewhere.ask", n=2)
    assert not next(screen for screen in office.desk.screens if screen.message_id == first.message_id).buttons
    await office.desk.picks("button.elsewhere.send")
    await anna.reads_words("Good morning.")
    await anna.reads_words("Shall we talk?")


async def test_reply_to_an_addition_asks_too_and_once_the_writer_has_answered_here_nothing_is_asked(
    office: Office,
) -> None:
    anna = await by_email(office)
    await anna.says("We are seven.")
    addition = await office.desk.reads_words("We are seven.")
    await office.desk.says("Much obliged.", reply_to=addition)
    await office.home.quiet()
    assert "Much obliged." not in anna.printed()
    await office.desk.picks("button.elsewhere.send")
    await anna.says("You are welcome, here is fine.")
    answer = await office.desk.reads_words("You are welcome, here is fine.")
    await office.desk.says("See you.", reply_to=answer)
    await anna.reads_words("See you.")


async def test_reply_held_before_the_writers_answer_came_is_asked_about_all_the_same(office: Office) -> None:
    anna = await by_email(office)
    await office.replies("Good morning.")
    await office.desk.picks("button.elsewhere.send")
    await anna.reads_words("Good morning.")
    office.home.telegram.fails("429", method="sendMessage", chat_id=office.desk.chat_id, retry_after=40)
    await anna.says("Here is fine.")
    await office.replies("Shall we talk?")
    await office.home.passes(50)
    await office.desk.reads_words("Here is fine.")
    await office.desk.reads("elsewhere.ask", n=1)
    assert "Shall we talk?" not in anna.printed()
    await office.desk.picks("button.elsewhere.send")
    await anna.reads_words("Shall we talk?")


async def test_quick_text_says_it_before_it_is_sent(office: Office) -> None:
    anna = await by_email(office)
    await office.acts("button.lead.not_fit")
    preview = await office.desk.reads("quick.preview", number="1", language="englanti")
    assert office.desk.words("elsewhere.email", address=ADDRESS) in preview.text
    assert office.desk.words("button.elsewhere.send") in preview.buttons
    assert "Telegram" not in preview.text, "its button says it"
    assert office.desk.words("button.quick.send") not in preview.buttons
    assert said("quick.decline", "en") not in anna.printed()
    await office.desk.picks("button.elsewhere.send")
    await anna.reads("quick.decline")


async def test_reply_button_says_it_and_where_telegram_was_chosen_nothing_is_asked(office: Office) -> None:
    await by_email(office)
    await office.acts("button.lead.reply", number=1)
    asked = await office.desk.reads("desk.reply.elsewhere")
    await office.desk.says("Hello.", reply_to=asked)
    await office.desk.reads("elsewhere.ask", n=1)
    bea = await office.request("Bea", number=2)
    await office.acts("button.lead.reply", number=2)
    field = await office.desk.reads("desk.reply", name="Bea", number="2")
    assert office.field["message_id"] == field.message_id
    await office.desk.says("Shall we talk?", reply_to=field)
    await bea.reads_words("Shall we talk?")


async def test_question_left_open_is_asked_again_when_the_request_is_closed(office: Office) -> None:
    anna = await by_email(office)
    await office.replies("Shall we talk on Thursday?")
    first = await office.desk.reads("elsewhere.ask", n=1)
    await office.acts("button.lead.handled")
    await office.home.quiet()
    asked = await office.desk.reads("elsewhere.ask", n=1)
    assert asked.message_id > first.message_id
    assert "Thursday" not in anna.printed()
    await office.desk.picks("button.elsewhere.send")
    await anna.reads_words("Shall we talk on Thursday?")
    assert (await office.lead()).status == Status.ANSWERED


async def test_question_left_open_in_a_closed_request_can_be_answered_with_no(office: Office) -> None:
    anna = await by_email(office)
    await office.replies("Shall we talk on Thursday?")
    await office.acts("button.lead.handled")
    await office.home.quiet()
    await office.desk.picks("button.elsewhere.drop")
    await office.desk.reads("quick.dropped")
    assert "Thursday" not in anna.printed()
    assert (await office.lead()).status == Status.HANDLED


async def test_reply_held_in_the_chat_before_is_said_not_to_be_sent(office: Office) -> None:
    anna = await by_email(office)
    await office.replies("Shall we talk on Thursday?")
    await office.desk.reads("elsewhere.ask", n=1)
    await office.shared_with("Liisa")
    await office.replies("Shall we talk on Friday?")
    await office.desk.reads("elsewhere.left_behind", n=1, number="1")
    await office.desk.reads("elsewhere.ask", n=1)
    await office.desk.picks("button.elsewhere.send")
    await anna.reads_words("Shall we talk on Friday?")
    assert "Thursday" not in anna.printed()


async def test_reply_held_in_the_chat_before_is_said_not_to_be_sent_when_the_next_replies_to_nothing(
    office: Office,
) -> None:
    anna = await by_email(office)
    await office.replies("Shall we talk on Thursday?")
    await office.desk.reads("elsewhere.ask", n=1)
    eve = await taken_over(office)
    await eve.says("Shall we talk on Friday?")
    await eve.reads("desk.whom", n=1)
    await eve.picks("button.whom", name="Anna, " + eve.words("button.whom.number", number="1"))
    await eve.sees_notice(eve.words("elsewhere.left_behind", n=1, number="1"))
    await eve.picks("button.elsewhere.send")
    await anna.reads_words("Shall we talk on Friday?")
    assert "Thursday" not in anna.printed()


async def test_answer_by_email_is_marked_with_one_tap_and_its_writer_is_told(office: Office) -> None:
    anna = await by_email(office)
    await office.desk.picks("button.lead.mailed")
    assert (await office.desk.sees_notice()).text == office.desk.words("desk.answered")
    await anna.is_at("sent.answered")
    lead = await office.lead()
    assert (lead.status, lead.handling.waits_since) == (Status.ANSWERED, 0.0)
    assert not office.desk.has("button.lead.mailed")


async def test_reply_after_an_answer_by_email_asks_though_the_writer_has_written_here(office: Office) -> None:
    anna = await by_email(office)
    await office.desk.picks("button.lead.mailed")
    await anna.is_at("sent.answered")
    await anna.says("Thanks for the mail.")
    await office.desk.reads_words("Thanks for the mail.")
    await office.replies("You are welcome.")
    await office.desk.reads("elsewhere.ask", n=1)
    assert "You are welcome." not in anna.printed()


async def test_answer_by_phone_marked_on_an_old_card_changes_nothing_twice(office: Office) -> None:
    anna = await office.home.anna("fi")
    await anna.reaches_way()
    await anna.answers("way.phone", until="phone")
    await anna.says("040 123 4567")
    await anna.picks("review.send")
    card = await office.desk.finds(office.desk.words("button.lead.called"))
    for _ in range(2):
        await office.desk.taps(office.desk.words("button.lead.called"), on=card)
    await office.desk.sees_notice(office.desk.words("desk.answered.already"))
    await office.acts("button.lead.handled")
    await office.desk.taps(office.desk.words("button.lead.called"), on=card)
    await office.desk.sees_notice(office.desk.words("desk.closed.yours"))
    assert (await office.lead()).status == Status.HANDLED


async def test_card_of_somebody_to_be_answered_here_has_no_such_button(office: Office) -> None:
    anna = await office.home.anna("en")
    await anna.leaves_request()
    await office.desk.finds(office.desk.words("button.lead.take"))
    assert not office.desk.has("button.lead.called")
    assert not office.desk.has("button.lead.mailed")


async def test_question_is_asked_once_though_telegram_puts_off_tidying_up_after_it(office: Office) -> None:
    await by_email(office)
    await office.replies("Good morning.")
    await office.desk.reads("elsewhere.ask", n=1)
    office.home.telegram.fails("429", method="editMessageReplyMarkup", chat_id=office.desk.chat_id, retry_after=10)
    await office.replies("Shall we talk?")
    await office.home.passes(20)
    assert office.desk.printed().count(office.desk.words("elsewhere.ask", n=2)) == 1


async def test_kept_back_replies_say_passed_on_only_once_they_have_arrived(office: Office) -> None:
    anna = await by_email(office)
    office.home.telegram.fails("429", method="copyMessage", chat_id=anna.chat_id, retry_after=600)
    await office.replies("Good morning.")
    await office.replies("Shall we talk?")
    await office.desk.picks("button.elsewhere.send")
    await office.desk.reads("elsewhere.sending", number="1")
    assert office.desk.words("elsewhere.sent", number="1") not in office.desk.printed()
    await office.home.passes(601)
    await anna.reads_words("Shall we talk?")
    await office.desk.reads("elsewhere.sent", number="1")


async def test_kept_back_replies_to_somebody_who_has_blocked_the_bot_say_that_they_did_not_arrive(
    office: Office,
) -> None:
    anna = await by_email(office)
    await office.replies("Good morning.")
    await office.replies("Shall we talk?")
    await anna.blocks()
    await office.desk.picks("button.elsewhere.send")
    await office.desk.reads("elsewhere.not_all_arrived")
    assert office.desk.words("elsewhere.sent", number="1") not in office.desk.printed()


async def test_reply_to_the_question_whether_to_send_is_not_sent_and_does_not_wait_either(office: Office) -> None:
    anna = await by_email(office)
    await office.replies("Good morning.")
    await office.desk.says("Yes, do", reply_to=await office.desk.reads("elsewhere.ask", n=1))
    await office.desk.reads("desk.whom", n=1)
    await office.desk.picks("button.elsewhere.send")
    await anna.reads_words("Good morning.")
    assert "Yes, do" not in anna.printed()


async def test_edit_of_a_reply_that_is_kept_back_is_not_lost(office: Office) -> None:
    anna = await by_email(office)
    written = await office.replies("Tuesday?")
    await office.desk.edits(written, "Wednesday?")
    await office.home.quiet()
    assert office.desk.words("desk.edit_lost") not in office.desk.printed()
    await office.desk.picks("button.elsewhere.send")
    await anna.reads_words("Wednesday?")


async def test_one_kept_back_reply_that_does_not_arrive_says_so(office: Office) -> None:
    anna = await by_email(office)
    await office.replies("Good morning.")
    await anna.blocks()
    await office.desk.picks("button.elsewhere.send")
    await office.desk.reads("elsewhere.not_arrived", number="1")


async def test_of_kept_back_replies_one_that_is_refused_does_not_speak_for_all(office: Office) -> None:
    anna = await by_email(office)
    for words in ("Good morning.", "Shall we talk?", "On Tuesday?"):
        await office.replies(words)
    why = "Bad Request: message can't be copied"
    office.home.telegram.fails("slow", method="copyMessage", chat_id=anna.chat_id, seconds=0)
    office.home.telegram.fails("400", method="copyMessage", chat_id=anna.chat_id, description=why)
    await office.desk.picks("button.elsewhere.send")
    await anna.reads_words("On Tuesday?")
    await office.desk.reads("elsewhere.not_all_arrived")
    await office.desk.reads("desk.undelivered.refused", other=office.desk.words("desk.undelivered.other"))
    assert office.desk.words("elsewhere.not_arrived", number="1") not in office.desk.printed()
    assert "Good morning." in anna.printed()
    assert "Shall we talk?" not in anna.printed()


@pytest.mark.parametrize(
    ("deleted", "outcome"),
    [((0, 1), "elsewhere.gone"), ((1,), "elsewhere.sent"), ((0,), "elsewhere.sent")],
)
async def test_kept_back_reply_that_was_deleted_meanwhile_leaves_nothing_on_its_way(
    office: Office, deleted: tuple[int, ...], outcome: str
) -> None:
    anna = await by_email(office)
    replies = [await office.replies(words) for words in ("Good morning.", "Shall we talk?")]
    for each in deleted:
        del office.desk.chat.messages[replies[each]["message_id"]]
    await office.desk.picks("button.elsewhere.send")
    await office.desk.reads(outcome, number="1")
    assert office.desk.words("elsewhere.sending", number="1") not in office.desk.printed()
    for at, words in enumerate(("Good morning.", "Shall we talk?")):
        assert (words in anna.printed()) == (at not in deleted)
    # That it was deleted the bot learns only by trying.
    assert {each["method"] for each in office.home.telegram.violations} <= {"copyMessage"}
    office.home.telegram.violations.clear()
