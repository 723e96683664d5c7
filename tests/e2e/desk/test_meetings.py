"""A time in one tap: proposed as people write, seen before it is sent, agreed on by one tap of the prospect."""

from __future__ import annotations

import asyncio

import pytest

from bot.hours import DAY, HOUR
from bot.requests.request import Status
from tests.driver import Talk
from tests.e2e.desk.meeting import agreed_with, asked, entry, files, label, on, proposed, proposed_anew, shown
from tests.e2e.desk.office import Office
from tests.e2e.phone import Phone, languages, said
from tests.e2e.test_privacy import files_of


@pytest.fixture(autouse=True)
async def monday(office: Office) -> None:
    """Monday morning: Tuesday is tomorrow."""
    await office.is_monday()


# -- proposing


async def test_times_are_shown_with_weekday_and_date_before_they_are_sent(office: Office) -> None:
    anna = await office.request(language="en")
    await office.desk.says("ti 14, ke 9.30–11", reply_to=await asked(office))
    preview = await office.desk.reads("quick.preview", number="1", language="englanti")
    assert shown(on(office, 1, 14), "en") in preview.text
    assert shown(on(office, 2, 9, 30, ends=90), "en") in preview.text
    assert said("meeting.ask", "en") not in anna.printed()
    await office.desk.picks("button.quick.send")
    await office.desk.reads("quick.sent", number="1")
    proposal = await anna.reads("meeting.ask")
    assert proposal.buttons == [
        label(on(office, 1, 14)),
        label(on(office, 2, 9, 30, ends=90)),
        said("button.meeting.none", "en"),
    ]
    assert shown(on(office, 1, 14), "fi") in (await office.card()).text


@pytest.mark.parametrize(
    ("typed", "key", "part"),
    [
        ("ti 14 tai joskus", "times.words", "joskus"),
        ("klo 14", "times.no_day", "14"),
        ("ti 14, ke", "times.no_clock", "ke"),
        ("31.11. klo 9", "times.no_such", "31.11. klo 9"),
        ("28.3.2027 klo 3.30", "times.skipped", "28.3.2027 klo 3.30"),
        ("ti 15-14", "times.order", "ti 15-14"),
    ],
)
async def test_times_that_cannot_be_read_are_said_back_and_nothing_is_sent(
    office: Office, typed: str, key: str, part: str
) -> None:
    anna = await office.request()
    prompt = await asked(office)
    await office.desk.says(typed, reply_to=prompt)
    answer = await office.desk.reads_words(office.desk.words(key, part="").split("”")[0])
    assert part in answer.text
    assert not office.desk.living.buttons or office.desk.words("button.quick.send") not in office.desk.living.buttons
    assert said("meeting.ask", "en") not in anna.printed()
    assert office.desk.chat.keyboard
    assert office.desk.chat.keyboard["message_id"] == answer.message_id  # the reply field is open
    await office.desk.says("ti 14", reply_to=answer)
    await office.desk.picks("button.quick.send")
    await anna.reads("meeting.ask")


async def test_corrected_reply_is_read_again_until_it_is_sent(office: Office) -> None:
    anna = await office.request()
    written = await office.desk.says("ti 14", reply_to=await asked(office))
    await office.desk.edits(written, "ke 15")
    await office.desk.picks("button.quick.send")
    assert (await anna.reads("meeting.ask")).buttons[0] == label(on(office, 2, 15))


async def test_who_asked_for_email_gets_the_same_times_as_a_text_to_copy(office: Office) -> None:
    bea = await office.home.anna("en", first_name="Bea", username="bea")
    await bea.answers("way.email", until="sent", email="bea@example.fi")
    await office.desk.says("ti 14", reply_to=await asked(office))
    preview = await office.desk.reads("quick.copy")
    text = "\n\n".join(
        (said("meeting.ask", "en"), f"• {shown(on(office, 1, 14), 'en')}", said("meeting.otherwise", "en"))
    )
    assert text in preview.text
    assert [entity for entity in preview.message["entities"] if entity["type"] == "code"]
    assert said("meeting.ask", "en") not in bea.printed()


# -- agreeing


@pytest.mark.parametrize("language", ["fi", "en"])
async def test_one_tap_agrees_both_sides_see_it_and_the_other_buttons_go(office: Office, language: str) -> None:
    anna, slot = await agreed_with(office, language=language)
    screen = await anna.reads("meeting.agreed")
    assert shown(slot, language) in screen.text
    assert label(on(office, 2, 9, 30), language) not in screen.buttons
    await office.desk.reads("desk.meeting.agreed", slot=slot)
    card = await office.card()
    assert office.desk.words("card.agreed", slot=slot) in card.text
    assert "date_time" in {each["type"] for each in card.message["entities"]}
    (moment,) = [each for each in screen.message["entities"] if each["type"] == "date_time"]
    assert moment["unix_time"] == slot.starts_at


async def test_two_taps_at_once_agree_on_the_first_only(office: Office) -> None:
    anna = await office.request()
    await proposed(office, "ti 14, ke 9.30")
    proposal = await anna.reads("meeting.ask")
    await asyncio.gather(*(Talk.taps(anna, each, on=proposal) for each in proposal.buttons[:2]))
    await office.home.quiet()
    assert shown(on(office, 1, 14), "en") in (await anna.reads("meeting.agreed")).text
    assert office.desk.printed().count(said("desk.meeting.agreed", "fi", slot=on(office, 1, 14))) == 1
    assert said("desk.meeting.agreed", "fi", slot=on(office, 2, 9, 30)) not in office.desk.printed()


async def test_same_tap_twice_agrees_once(office: Office) -> None:
    anna = await office.request()
    await proposed(office, "ti 14")
    proposal = await anna.reads("meeting.ask")
    for _ in range(2):
        await anna.taps(label(on(office, 1, 14)), on=proposal)
    await anna.sees_notice(said("meeting.tap.settled", "en", slot=on(office, 1, 14)))
    await office.home.quiet()
    assert office.desk.printed().count(said("desk.meeting.agreed", "fi", slot=on(office, 1, 14))) == 1


async def test_tap_on_an_old_proposal_changes_nothing(office: Office) -> None:
    anna = await office.request()
    await proposed(office, "ti 14")
    old = await anna.reads("meeting.ask")
    await proposed(office, "ke 9.30")
    await anna.reads("meeting.offer_ended")
    await anna.taps(label(on(office, 1, 14)), on=old)
    await anna.sees_notice(said("meeting.tap.old", "en"))
    assert office.desk.words("card.agreed", slot=on(office, 1, 14)) not in (await office.card()).text


async def test_time_that_has_passed_is_taken_off_and_the_others_stay(office: Office) -> None:
    anna = await office.request()
    await proposed(office, "ti 14, ke 9.30")
    proposal = await anna.reads("meeting.ask")
    await office.is_at(on(office, 1, 15).starts_at)
    await anna.taps(proposal.buttons[0], on=proposal)
    await anna.sees_notice(said("meeting.tap.past", "en"))
    left = await anna.reads("meeting.ask")
    assert left.buttons == [proposal.buttons[1], said("button.meeting.none", "en")]


async def test_times_that_pass_before_they_are_sent_are_not_sent(office: Office) -> None:
    anna = await office.request()
    await office.desk.says("tänään 12", reply_to=await asked(office))
    await office.desk.finds(office.desk.words("button.quick.send"))
    await office.home.passes(3 * HOUR)
    await office.desk.picks("button.quick.send")
    await office.home.quiet()
    assert said("meeting.ask", "en") not in anna.printed()


async def test_one_time_is_never_given_to_two(office: Office) -> None:
    anna = await office.request("Anna", number=1)
    bea = await office.request("Bea", number=2)
    await proposed(office, "ti 14", number=1)
    await proposed(office, "ti 14, ke 9.30", number=2)
    await asyncio.gather(*(each.taps_words(label(on(office, 1, 14))) for each in (anna, bea)))
    await office.home.quiet()
    with_time = [each for each in (anna, bea) if said("meeting.agreed", "en") in each.printed()]
    assert len(with_time) == 1
    (other,) = {anna, bea} - set(with_time)
    await other.sees_notice(said("meeting.tap.taken", "en"))
    assert label(on(office, 1, 14)) not in other.living.buttons


async def test_time_within_one_that_is_agreed_is_not_given_to_another(office: Office) -> None:
    anna = await office.request("Anna", number=1)
    bea = await office.request("Bea", number=2)
    await proposed(office, "ti 14-15.30", number=1)
    await proposed(office, "ti 15", number=2)
    await anna.taps_words(label(on(office, 1, 14, ends=90)))
    await bea.taps_words(label(on(office, 1, 15)))
    await bea.sees_notice(said("meeting.tap.taken", "en"))
    await bea.reads("meeting.wish")
    await office.desk.reads("desk.meeting.gone")


async def test_time_agreed_with_another_cannot_be_proposed(office: Office) -> None:
    await agreed_with(office)
    await office.request("Bea", number=2)
    await office.desk.says("ke 10, ti 14", reply_to=await asked(office, 2))
    await office.desk.reads("times.given", slot=on(office, 1, 14), number="1")


# -- agreed another way


async def noted(office: Office, typed: str = "to 10", *, key: str = "quick.times.label", number: int = 1) -> None:
    """The supervisor types a time that is agreed already."""
    await office.desk.says(typed, reply_to=await asked(office, number, key))
    await office.desk.picks("button.quick.agreed")
    await office.home.quiet()


async def by_phone(office: Office) -> Phone:
    """A request of somebody who wants to be called."""
    bea = await office.home.anna("en", first_name="Bea", username="bea")
    await bea.answers("way.phone", until="sent", phone="040 123 4567")
    await office.home.quiet()
    return bea


async def test_time_agreed_on_the_phone_is_known_to_card_calendar_reminder_and_statistics(office: Office) -> None:
    bea, slot = await by_phone(office), on(office, 3, 10)
    await noted(office)
    await office.desk.reads("desk.meeting.noted.elsewhere", slot=slot)
    assert office.desk.words("card.agreed", slot=slot) in (await office.card()).text
    (ours,) = files(office, office.desk)
    assert entry(ours)[:3] == ("PUBLISH", 1, office.hours.local(slot.starts_at))
    assert said("quick.preview", "fi", number="1", language="englanti") not in office.desk.printed()
    lead = await office.lead()
    assert (lead.status, lead.handling.here) == (Status.ANSWERED, False)
    assert await counted(office, "answered.hours") == 1
    assert shown(slot, "en") not in bea.printed()
    assert files(office, bea) == []
    await office.is_at(office.hours.day_before(slot.starts_at) + 1)
    await office.desk.reads("desk.meeting.soon", slot=slot)


async def counted(office: Office, name: str) -> int:
    """How often something was counted."""
    counts = await office.home.app.store.transaction(lambda tx: tx.counters.between("0000", "9999"))
    return sum(each.n for each in counts if each.name == name)


async def test_time_agreed_on_the_phone_is_cancelled_without_a_word_to_who_is_not_written_to(office: Office) -> None:
    bea, slot = await by_phone(office), on(office, 3, 10)
    await noted(office)
    told = bea.printed()
    await office.acts("button.lead.time.off")
    await office.desk.reads("desk.time_off.elsewhere", slot=slot)
    await office.desk.picks("button.desk.time_off.yes")
    await office.desk.reads("desk.meeting.called_off", slot=slot)
    assert office.desk.words("card.agreed", slot=slot) not in (await office.card()).text
    assert bea.printed() == told


async def test_time_agreed_on_the_phone_reaches_who_is_written_to_here_as_if_tapped(office: Office) -> None:
    anna, slot = await office.request(), on(office, 3, 10)
    await proposed(office, "ti 14")
    await noted(office)
    await anna.reads("meeting.offer_ended")
    assert shown(slot, "en") in (await anna.reads("meeting.agreed")).text
    await office.desk.reads("desk.meeting.noted", slot=slot)
    assert [entry(each)[0] for each in files(office, anna)] == ["PUBLISH"]
    await anna.picks("button.meeting.remind")
    await anna.reads_words(said("meeting.reminded", "en", moment="").split(":")[0])
    await noted(office, "pe 11", key="button.lead.time.change")
    await office.desk.reads("desk.meeting.changed", slot=on(office, 4, 11), before=slot)
    await anna.reads("meeting.replaced", slot=slot)
    assert anna.printed().count(said("meeting.agreed", "en")) == 1
    await anna.picks("button.meeting.cancel", "button.meeting.cancel.yes")
    await office.desk.reads("desk.meeting.cancelled", slot=on(office, 4, 11))


async def test_only_one_time_can_be_agreed_already_and_none_that_is_given(office: Office) -> None:
    anna, slot = await agreed_with(office)
    await office.request("Bea", number=2)
    await office.desk.says("to 10, pe 11", reply_to=await asked(office, 2))
    preview = await office.desk.finds(office.desk.words("button.quick.send"))
    assert office.desk.words("button.quick.agreed") not in preview.buttons
    await office.desk.says("to 10", reply_to=preview)
    preview = await office.desk.finds(office.desk.words("button.quick.agreed"))
    await proposed(office, "to 10.30", key="button.lead.time.change")
    await anna.taps_words(label(on(office, 3, 10, 30)))
    await office.home.quiet()
    await office.desk.taps(office.desk.words("button.quick.agreed"), on=preview)
    await office.desk.sees_notice(office.desk.words("times.given", slot=on(office, 3, 10, 30), number="1"))
    assert slot != on(office, 3, 10)
    assert office.desk.words("card.agreed", slot=on(office, 3, 10)) not in (await office.card(2)).text


async def test_times_in_place_of_the_agreed_one_say_that_it_stands(office: Office) -> None:
    anna, slot = await agreed_with(office)
    await office.desk.says("to 10", reply_to=await asked(office, key="button.lead.time.change"))
    instead = said("meeting.ask.instead", "en", slot=slot)
    assert instead in (await office.desk.finds(office.desk.words("button.quick.send"))).text
    await office.desk.picks("button.quick.send")
    assert (await anna.reads("meeting.ask.instead", slot=slot)).buttons[0] == label(on(office, 3, 10))
    assert instead in (await office.desk.reads("quick.sent", number="1")).text
    await office.is_at(slot.starts_at + HOUR)
    await proposed_anew(office, "to 12")
    assert (await anna.reads("meeting.ask")).buttons[0] == label(on(office, 2, 12))


# -- none of these


async def test_none_of_these_asks_for_wishes_and_brings_them_to_propose_again(office: Office) -> None:
    anna = await office.request()
    await proposed(office, "ti 14")
    await anna.picks("button.meeting.none")
    await anna.reads("meeting.declined")
    wish = await anna.reads("meeting.wish")
    told = await office.desk.reads("desk.meeting.declined")
    await anna.says("Fridays after two", reply_to=wish)
    await office.desk.reads_words("Fridays after two")
    await office.desk.taps(office.desk.words("quick.times.label"), on=told)
    await office.desk.says("pe 14.30", reply_to=await office.desk.reads("quick.times.hint"))
    await office.desk.picks("button.quick.send")
    await anna.taps_words(label(on(office, 4, 14, 30)))
    await anna.reads("meeting.agreed")


# -- what may come between


@pytest.mark.parametrize("place", ["proposal", "agreement"])
async def test_restart_in_between_loses_nothing(office: Office, place: str) -> None:
    anna = await office.request()
    await proposed(office, "ti 14, ke 9.30")
    proposal = await anna.reads("meeting.ask")
    if place == "proposal":
        await office.home.restarts()
    else:
        await office.home.stops()
    await Talk.taps(anna, proposal.buttons[0], on=proposal)
    if place == "agreement":
        await office.home.starts()
    await anna.reads("meeting.agreed")
    await office.desk.reads("desk.meeting.agreed", slot=on(office, 1, 14))


async def test_prospect_who_has_blocked_the_bot_leaves_a_word_and_no_time(office: Office) -> None:
    anna = await office.request()
    await anna.blocks()
    await proposed(office, "ti 14")
    await office.desk.reads("quick.not_arrived", number="1")
    assert shown(on(office, 1, 14), "fi") not in (await office.card()).text


async def test_times_are_offered_and_agreed_during_an_absence_too(office: Office) -> None:
    last = office.hours.local(office.home.clock() + 9 * DAY).date()
    await office.desk.says(f"/away {last.isoformat()}")
    anna = await office.request()
    await office.desk.says("ti 14", reply_to=await asked(office))
    await office.desk.reads_words(office.desk.words("times.away", day=languages()["fi"].day(last)))
    await office.desk.picks("button.quick.send")
    slot = on(office, 1, 14)
    await anna.taps_words(label(slot))
    await anna.reads("meeting.agreed")
    await office.desk.reads("desk.meeting.agreed", slot=slot)
    (news,) = office.home.calls("sendDocument", office.desk.chat_id)
    assert str(news["parameters"]["disable_notification"]).lower() == "true"


async def test_closed_request_takes_no_time_any_more(office: Office) -> None:
    anna = await office.request()
    await proposed(office, "ti 14")
    proposal = await anna.reads("meeting.ask")
    await office.acts("button.lead.handled")
    await office.home.passes(HOUR)
    await anna.taps(proposal.buttons[0], on=proposal)
    await anna.sees_notice(said("meeting.tap.closed", "en", number="1"))


async def test_corrected_request_keeps_its_agreed_time(office: Office) -> None:
    anna, slot = await agreed_with(office)
    await anna.picks("button.correct", "place.name", "place.any", "button.correct.send")
    assert office.desk.words("card.agreed", slot=slot) in (await office.card()).text


async def test_somebody_elses_button_and_a_forged_one_agree_on_nothing(office: Office) -> None:
    await office.request("Anna", number=1)
    bea = await office.request("Bea", number=2)
    await proposed(office, "ti 14", number=1)
    for data in ("m:pick:1:1:0", f"m:pick:1:1:{on(office, 1, 14).starts_at:.0f}", "m:none:1:1:0", "m:odd:2:0:0"):
        bea.telegram.deeds.tap(bea.chat_id, bea.user_id, bea.living.message_id, data)
        await bea.sees_notice(said("meeting.tap.old", "en"))
    assert said("card.agreed", "fi", slot=on(office, 1, 14)) not in office.desk.printed()


async def test_times_proposed_while_earlier_ones_are_on_their_way_take_their_place(office: Office) -> None:
    anna = await office.request()
    office.home.telegram.fails("429", method="sendMessage", chat_id=anna.chat_id, retry_after=600)
    await proposed(office, "ti 14")
    await proposed(office, "ke 9.30")
    await office.home.passes(601)
    assert (await anna.reads("meeting.ask")).buttons[0] == label(on(office, 2, 9, 30))
    assert anna.printed().count(said("meeting.ask", "en")) == 1
    await office.desk.reads("quick.replaced", number="1")


async def test_own_data_tell_the_times_and_an_erasure_leaves_none(office: Office) -> None:
    anna, slot = await agreed_with(office)
    await anna.says("/mydata")
    told, held = await files_of(office.home, anna)
    assert shown(slot, "en") in told
    assert held["requests"][0]["meeting"]["agreed"]["starts_at"] == slot.starts_at
    await anna.says("/delete")
    await anna.picks("button.erase")
    await office.home.quiet()
    assert await office.home.app.store.transaction(lambda tx: tx.meetings.load(1)) is None
    assert shown(slot, "fi") not in office.desk.printed()


async def test_who_agrees_here_may_be_written_to_here(office: Office) -> None:
    bea = await office.home.anna("en", first_name="Bea", username="bea")
    await bea.answers("way.email", until="sent", email="bea@example.fi")
    await office.desk.says("ti 14", reply_to=await asked(office))
    await office.desk.picks("button.elsewhere.send")
    await bea.taps_words(label(on(office, 1, 14)))
    await office.replies("Until Tuesday.")
    await bea.reads_words("Until Tuesday.")


@pytest.mark.parametrize("forum", [False, True])
async def test_in_a_group_the_news_come_where_the_request_is(office: Office, forum: bool) -> None:
    liisa = await office.shared_with("Liisa", forum=forum)
    anna = await office.request()
    await office.desk.says("ti 14", reply_to=await asked(office))
    await liisa.picks("button.quick.send")
    await anna.taps_words(label(on(office, 1, 14)))
    news = await liisa.reads("desk.meeting.agreed", slot=on(office, 1, 14))
    card = await office.card()
    assert news.message.get("message_thread_id") == card.message.get("message_thread_id")
    (moment,) = [each for each in news.message["caption_entities"] if each["type"] == "date_time"]
    assert moment["unix_time"] == on(office, 1, 14).starts_at


async def test_in_a_group_the_colleague_who_wrote_is_asked_again(office: Office) -> None:
    liisa = await office.shared_with("Liisa")
    await office.request()
    await office.desk.taps(office.desk.words("quick.times.label"), on=await office.card())
    await liisa.says("joskus", reply_to=await office.desk.reads("quick.times.hint"))
    again = await liisa.reads_words(liisa.words("times.words", part="joskus"))
    assert again.text.startswith("Liisa")
    assert liisa.chat.keyboard
    assert liisa.chat.keyboard["selective"]
    await liisa.says("ti 14", reply_to=again)
    await liisa.finds(liisa.words("button.quick.send"))
