"""Quick texts: chosen, seen in the prospect's language, filled with the supervisor's words, sent or not."""

from __future__ import annotations

from bot.desk.service import UNTOLD_SECONDS
from bot.requests.request import Status
from tests.e2e.desk.office import Office
from tests.e2e.phone import said


async def test_kind_refusal_is_seen_in_the_prospects_language_and_sent(office: Office) -> None:
    anna = await office.request(language="en")
    await office.acts("button.lead.not_fit")
    preview = await office.desk.reads("quick.preview", number="1", language="englanti")
    assert said("quick.decline", "en") in preview.text
    assert said("quick.decline", "en") not in anna.printed()
    await office.desk.picks("button.quick.send")
    await anna.reads("quick.decline")
    await office.desk.reads("quick.sent", number="1")
    assert (await office.lead()).status == Status.NOT_FIT
    await office.home.passes(UNTOLD_SECONDS + 1)
    assert said("quick.decline", "en") in anna.screens[-1].text  # nothing comes below it
    await anna.is_at("sent.title.closed", number="1")
    assert anna.words("sent.closed.agreed") not in anna.printed()


async def test_words_are_put_in_by_a_reply_and_seen_before_they_are_sent(office: Office) -> None:
    anna = await office.request(language="en")
    await office.acts("quick.ask.label")
    gap = await office.desk.reads("quick.ask.hint")
    assert office.desk.words("button.quick.send") not in gap.buttons
    await office.desk.says("Tue 10 or <Wed> 14", reply_to=gap)
    await office.desk.reads_words(said("quick.ask", "en", words="Tue 10 or <Wed> 14"))
    assert "Tue 10" not in anna.printed()
    await office.desk.says("Thu 9", reply_to=gap)
    await office.desk.picks("button.quick.send")
    await anna.reads("quick.ask", words="Thu 9")
    assert "Tue 10" not in anna.printed()


async def test_referral_in_a_refusal_is_the_supervisors_own_and_may_be_left_out(office: Office) -> None:
    anna = await office.request("Anna", number=1, language="en")
    bea = await office.request("Bea", number=2, language="en")
    for number in (1, 2):
        await office.acts("button.lead.not_fit", number=number)
        preview = await office.desk.reads("quick.decline.hint")
        if number == 2:
            await office.desk.says("Ask Liisa, liisa@example.fi.", reply_to=preview)
        await office.desk.picks("button.quick.send")
    await anna.reads("quick.decline")
    await bea.reads("quick.decline.with", words="Ask Liisa, liisa@example.fi.")
    assert "STO" not in anna.printed() + bea.printed()


async def test_filled_text_comes_again_at_the_bottom_and_any_of_its_previews_takes_another_filling(
    office: Office,
) -> None:
    anna = await office.request(language="en")
    await office.acts("quick.ask.label")
    gap = await office.desk.reads("quick.ask.hint")
    written = await office.desk.says("How many are you?", reply_to=gap)
    filled = await office.desk.reads("quick.change")
    assert filled.message_id == office.desk.screen.message_id > written["message_id"]
    assert not next(screen for screen in office.desk.screens if screen.message_id == gap.message_id).buttons
    await office.desk.edits(written, "How many are you in all?")
    await office.desk.reads_words(said("quick.ask", "en", words="How many are you in all?"))
    await office.desk.says("Are you <seven>?", reply_to=filled)
    newest = await office.desk.reads_words(said("quick.ask", "en", words="Are you <seven>?"))
    assert [
        screen.message_id for screen in office.desk.screens if office.desk.words("button.quick.send") in screen.buttons
    ] == [newest.message_id]
    assert "seven" not in anna.printed()
    await office.desk.picks("button.quick.send")
    await anna.reads("quick.ask", words="Are you <seven>?")
    assert "in all" not in anna.printed()


async def test_reply_to_the_preview_of_another_text_chosen_before_is_neither_sent_nor_put_in(
    office: Office,
) -> None:
    anna = await office.request(language="en")
    await office.acts("quick.times.label")
    before = await office.desk.reads("quick.times.hint")
    await office.acts("quick.ask.label")
    await office.home.quiet()
    await office.desk.says("Tue 10", reply_to=before)
    await office.desk.reads("quick.stale.reply")
    await office.desk.says("How many are you?", reply_to=await office.desk.reads("quick.ask.hint"))
    await office.desk.reads_words(said("quick.ask", "en", words="How many are you?"))
    assert "Tue 10" not in anna.printed() + office.desk.living.text


async def test_own_wording_replaces_the_text(office: Office) -> None:
    anna = await office.request(language="en")
    await office.acts("button.lead.not_fit")
    await office.desk.picks("button.quick.own")
    preview = await office.desk.reads("quick.own.hint")
    assert said("quick.decline", "en") in preview.text
    await office.desk.says("Thank you, Anna, but no.", reply_to=preview)
    await office.desk.picks("button.quick.send")
    await anna.reads_words("Thank you, Anna, but no.")
    assert said("quick.decline", "en") not in anna.printed()


async def test_own_wording_starts_from_the_text_as_it_was(office: Office) -> None:
    await office.request(language="en")
    await office.acts("quick.ask.label")
    await office.desk.says("Tue 10", reply_to=await office.desk.reads("quick.ask.hint"))
    await office.desk.picks("button.quick.own")
    preview = await office.desk.reads("quick.own.hint")
    assert said("quick.ask", "en", words="Tue 10") in preview.text


async def test_cancelled_text_is_not_sent_and_its_old_buttons_are_answered(office: Office) -> None:
    anna = await office.request()
    await office.acts("button.lead.not_fit")
    preview = await office.desk.reads("quick.preview", number="1", language="englanti")
    await office.desk.picks("button.quick.cancel")
    await office.desk.reads("quick.dropped")
    await office.desk.taps(office.desk.words("button.quick.send"), on=preview)
    await office.desk.sees_notice(office.desk.words("quick.stale"))
    await office.home.quiet()
    assert said("quick.decline", "en") not in anna.printed()


async def test_sending_twice_sends_once(office: Office) -> None:
    anna = await office.request()
    await office.acts("button.lead.not_fit")
    preview = await office.desk.reads("quick.preview", number="1", language="englanti")
    for _ in range(2):
        await office.desk.taps(office.desk.words("button.quick.send"), on=preview)
    await office.home.quiet()
    assert anna.printed().count(said("quick.decline", "en")) == 1


async def test_words_too_long_for_a_quick_text_are_told_so(office: Office) -> None:
    await office.request()
    await office.acts("quick.ask.label")
    preview = await office.desk.reads("quick.ask.hint")
    await office.desk.says("a" * 3000, reply_to=preview)
    await office.desk.reads("quick.too_long")


async def test_close_without_a_word_sends_nothing_and_tells_nothing(office: Office) -> None:
    anna = await office.request(language="en")
    before = anna.printed()
    await office.acts("button.lead.not_fit")
    await office.desk.picks("button.quick.quietly")
    await office.desk.reads("quick.dropped")
    assert (await office.lead()).status == Status.NOT_FIT
    await office.home.passes(UNTOLD_SECONDS + 1)
    assert anna.printed() == before
    await office.acts("button.lead.reopen")
    await office.home.quiet()
    assert anna.words("status.told.reopened", number="1") not in anna.printed()


async def test_asking_one_thing_opens_the_reply_field(office: Office) -> None:
    anna = await office.request(language="en")
    await office.acts("quick.ask.label")
    asked = await office.desk.reads("quick.ask.hint")
    assert office.field["force_reply"]
    assert office.field["message_id"] == asked.message_id
    assert office.field["input_field_placeholder"] == office.desk.words("quick.ask.field")
    await office.desk.says("Tue 10", reply_to=asked)
    await office.desk.picks("button.quick.send")
    await anna.reads("quick.ask", words="Tue 10")


async def test_words_that_reply_to_nothing_can_go_into_the_open_text_or_to_the_writer_as_they_are(
    office: Office,
) -> None:
    anna = await office.request(language="en")
    await office.acts("quick.ask.label")
    await office.desk.says("Tue 10")
    name = f"Anna, {office.desk.words('button.whom.number', number='1')}"
    await office.desk.picks("button.whom.into", name=name)
    await office.desk.reads_words(said("quick.ask", "en", words="Tue 10"))
    assert "Tue 10" not in anna.printed()
    await office.home.passes(61)
    await office.desk.says("Good morning.")
    await office.desk.picks("button.whom", name=name)
    await anna.reads_words("Good morning.")
    assert "Tue 10" not in anna.printed()
