"""Previews of quick texts that are no longer current, and how a quick text says whether it has arrived."""

from __future__ import annotations

from bot.requests.request import Status
from tests.e2e.desk.office import Office
from tests.e2e.phone import said


async def test_closing_ends_an_open_preview_and_a_reply_to_it_is_not_sent(office: Office) -> None:
    anna = await office.request(language="en")
    await office.acts("button.lead.not_fit")
    preview = await office.desk.reads("quick.decline.hint")
    await office.acts("button.lead.handled")
    await office.home.quiet()
    ended = next(screen for screen in office.desk.screens if screen.message_id == preview.message_id)
    assert (ended.text, ended.buttons) == (office.desk.words("quick.dropped"), [])
    await office.desk.says("Ask Liisa.", reply_to=preview)
    await office.desk.reads("quick.stale.reply")
    assert "Ask Liisa." not in anna.printed()
    assert (await office.lead()).status == Status.HANDLED


async def test_reply_to_a_preview_from_before_the_text_was_sent_is_not_sent(office: Office) -> None:
    anna = await office.request(language="en")
    await office.acts("quick.ask.label")
    first = await office.desk.reads("quick.ask.hint")
    await office.desk.says("Tue 10", reply_to=first)
    await office.desk.picks("button.quick.send")
    await office.home.quiet()
    await office.desk.says("Wed 12", reply_to=first)
    await office.desk.reads("quick.stale.reply")
    assert "Wed 12" not in anna.printed()


async def test_only_words_can_be_put_into_a_quick_text(office: Office) -> None:
    anna = await office.request(language="en")
    await office.acts("quick.ask.label")
    preview = await office.desk.reads("quick.ask.hint")
    await office.desk.sends(voice=True, reply_to_message_id=preview.message_id)
    await office.desk.reads("quick.only_words")
    await office.desk.sends(photo=True, caption="My calendar", reply_to_message_id=preview.message_id)
    await office.home.quiet()
    assert office.desk.printed().count(office.desk.words("quick.only_words")) == 2
    assert said("letter.from_supervisor", "en", number="1") not in anna.printed()
    await office.desk.says("Tue 10", reply_to=preview)
    await office.desk.picks("button.quick.send")
    await anna.reads("quick.ask", words="Tue 10")


async def test_reply_to_one_of_two_different_texts_never_lands_in_the_other(office: Office) -> None:
    liisa = await office.shared_with("Liisa")
    anna = await office.request(language="en")
    await office.acts("quick.times.label")
    hers = await office.desk.reads("quick.times.hint")
    await liisa.taps(liisa.words("button.lead.more"), on=await office.card())
    await liisa.picks("quick.ask.label")
    liisas = await liisa.reads("quick.ask.hint")
    await office.desk.says("Tue 10", reply_to=hers)
    await office.desk.reads("quick.stale.reply")
    await liisa.says("How many are you?", reply_to=liisas)
    await liisa.reads_words(said("quick.ask", "en", words="How many are you?"))
    assert "Tue 10" not in anna.printed()


async def test_text_says_that_it_is_on_its_way_until_it_has_arrived(office: Office) -> None:
    anna = await office.request(language="en")
    await office.acts("button.lead.not_fit")
    office.home.telegram.fails("429", method="sendMessage", chat_id=anna.chat_id, retry_after=600)
    await office.desk.picks("button.quick.send")
    await office.desk.reads("quick.sending", number="1")
    assert office.desk.words("quick.sent", number="1") not in office.desk.printed()
    await office.home.passes(601)
    await anna.reads("quick.decline")
    await office.desk.reads("quick.sent", number="1")
    assert office.desk.words("quick.sending", number="1") not in office.desk.printed()


async def test_text_to_somebody_who_has_blocked_the_bot_says_that_it_did_not_arrive(office: Office) -> None:
    anna = await office.request(language="en")
    await anna.blocks()
    await office.acts("button.lead.not_fit")
    await office.desk.picks("button.quick.send")
    failed = await office.desk.reads("quick.not_arrived", number="1")
    assert said("quick.decline", "en") in failed.text
    assert office.desk.words("quick.sent", number="1") not in office.desk.printed()
    await office.desk.reads("desk.undelivered.blocked", other=office.desk.words("desk.undelivered.other"))


async def test_second_text_sent_while_the_first_is_on_its_way_leaves_the_first_one_its_own_word(
    office: Office,
) -> None:
    anna = await office.request(language="en")
    office.home.telegram.fails("429", method="sendMessage", chat_id=anna.chat_id, retry_after=600)
    for words in ("Tue 10", "Wed 12"):
        await office.acts("quick.ask.label")
        await office.desk.says(words, reply_to=await office.desk.reads("quick.ask.hint"))
        await office.desk.picks("button.quick.send")
    await office.home.quiet()
    await office.home.passes(601)
    await anna.reads("quick.ask", words="Wed 12")
    assert office.desk.printed().count(office.desk.words("quick.sent", number="1")) == 2


async def test_text_that_was_sent_is_not_said_to_be_cancelled_by_a_tap_that_came_too_late(office: Office) -> None:
    anna = await office.request(language="en")
    await office.acts("button.lead.not_fit")
    preview = await office.desk.reads("quick.decline.hint")
    for key in ("button.quick.send", "button.quick.cancel"):
        await office.desk.taps(office.desk.words(key), on=preview)
    await office.desk.sees_notice(office.desk.words("quick.stale"))
    await anna.reads("quick.decline")
    await office.desk.reads("quick.sent", number="1")
    assert office.desk.words("quick.dropped") not in office.desk.printed()
