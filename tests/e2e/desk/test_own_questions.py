"""Replies to what the bot itself says at the desk: its questions, menus and lists are nobody's letters."""

from __future__ import annotations

import pytest

from tests.e2e.desk.office import Office


@pytest.mark.parametrize(
    ("tapped", "asked"), [("button.lead.remind", "desk.remind"), ("button.other_form", "review.which")]
)
async def test_reply_to_a_question_of_the_bots_own_is_not_sent_on(office: Office, tapped: str, asked: str) -> None:
    anna = await office.request()
    await office.acts(tapped)
    question = await office.desk.reads(asked, number="1")
    await office.desk.says("Only a note", reply_to=question)
    await office.desk.reads("desk.whom", n=1)
    assert "Only a note" not in anna.printed()
    assert (await office.lead()).status == "new"


async def test_reply_to_a_list_or_a_reminder_is_not_sent_on(office: Office) -> None:
    anna = await office.request()
    begun = office.home.clock()
    await office.desk.says("/liidit")
    await office.home.quiet()
    await office.desk.says("Only a note", reply_to=office.desk.screen)
    await office.desk.reads("desk.whom", n=1)
    await office.is_at(office.hours.after(begun, 23.9))
    await office.is_at(office.hours.after(begun, 24.1))
    words = office.desk.words("desk.overdue", number="1", moment="").split("  ")[0].rstrip(" .")
    reminder = next(screen for screen in office.desk.screens if screen.text.startswith(words))
    await office.desk.says("Only a note again", reply_to=reminder)
    await office.home.quiet()
    assert office.desk.words("desk.whom", n=1) in office.desk.screen.text
    assert "Only a note" not in anna.printed()


async def test_reply_to_a_question_in_a_group_is_told_so_too(office: Office) -> None:
    liisa = await office.shared_with("Liisa")
    anna = await office.request()
    await office.acts("button.lead.remind")
    await liisa.says("On Friday", reply_to=await office.desk.reads("desk.remind", number="1"))
    await office.desk.reads("desk.hint")
    assert "On Friday" not in anna.printed()


async def test_replies_to_additions_answers_and_sent_texts_are_passed_on(office: Office) -> None:
    anna = await office.request(language="en")
    await anna.says("We are seven.")
    await office.desk.says("First", reply_to=await office.desk.reads_words("We are seven."))
    await anna.reads_words("First")
    await office.acts("button.all")
    await office.desk.says("Second", reply_to=await office.desk.reads("letter.all", number="1"))
    await anna.reads_words("Second")
    await office.acts("button.lead.not_fit")
    await office.desk.picks("button.quick.send")
    await office.desk.says("Third", reply_to=await office.desk.reads("quick.sent", number="1"))
    await anna.reads_words("Third")


async def test_while_trying_the_bot_a_reply_to_its_question_is_not_the_played_prospects(office: Office) -> None:
    anna = await office.request()
    await office.acts("button.lead.remind")
    question = await office.desk.reads("desk.remind", number="1")
    await office.desk.says("/kokeile")
    await office.home.quiet()
    await office.desk.says("On Friday", reply_to=question)
    await office.desk.reads("desk.whom", n=1)
    assert "On Friday" not in anna.printed()
