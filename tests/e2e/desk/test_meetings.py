"""A time in one tap: proposed as people write, seen before it is sent, agreed on by one tap of the prospect."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta

import pytest
from icalendar import Calendar

from bot.hours import DAY, HOUR
from bot.local_telegram.driver import Screen, Talk
from flows.text import Slot
from tests.e2e.desk.office import Office
from tests.e2e.phone import Phone, languages, said
from tests.e2e.test_privacy import files_of


@pytest.fixture(autouse=True)
async def monday(office: Office) -> None:
    """Monday morning: Tuesday is tomorrow."""
    await office.is_monday()


def on(office: Office, days: int, hour: int, minute: int = 0, *, ends: int = 0) -> Slot:
    """A time so many days after today, by the clock of the supervisor."""
    zone = office.hours.zone
    day = office.hours.local(office.home.clock()).date() + timedelta(days=days)
    starts = datetime(day.year, day.month, day.day, hour, minute, tzinfo=zone)
    return Slot(starts.timestamp(), (starts + timedelta(minutes=ends)).timestamp() if ends else 0.0)


def shown(slot: Slot, language: str) -> str:
    return languages()[language].slot(slot)


def label(slot: Slot, language: str = "en") -> str:
    text = shown(slot, language)
    return text[:1].upper() + text[1:]


async def asked(office: Office, number: int = 1) -> Screen:
    """The message that asks the supervisor for the times."""
    await office.acts("quick.times.label", number=number)
    return await office.desk.reads("quick.times.hint")


async def proposed(office: Office, typed: str, number: int = 1) -> None:
    """The supervisor proposes these times."""
    await office.desk.says(typed, reply_to=await asked(office, number))
    await office.desk.picks("button.quick.send")
    await office.home.quiet()


async def agreed_with(office: Office, typed: str = "ti 14, ke 9.30", language: str = "en") -> tuple[Phone, Slot]:
    """A prospect with whom Tuesday at two is agreed."""
    anna = await office.request(language=language)
    await proposed(office, typed)
    slot = on(office, 1, 14)
    await anna.taps_words(label(slot, language))
    await office.home.quiet()
    return anna, slot


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
    await office.desk.says("ti 14", reply_to=prompt)  # the same message takes another try
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
    assert office.desk.words("card.agreed", slot=slot) in (await office.card()).text
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


async def test_times_are_offered_and_agreed_during_an_absence_too(office: Office) -> None:
    last = office.hours.local(office.home.clock() + 9 * DAY).strftime("%d.%m.%Y")
    await office.desk.says(f"/away {last}")
    anna, slot = await agreed_with(office)
    await anna.reads("meeting.agreed")
    await office.desk.reads("desk.meeting.agreed", slot=slot)


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


# -- the file for the calendar


def files(office: Office, phone: Phone) -> list[Calendar]:
    """The calendar files in a chat, oldest first."""
    documents = [screen.message["document"] for screen in phone.screens if "document" in screen.message]
    contents = (office.home.telegram.model.files[each["file_id"]].content for each in documents)
    return [Calendar.from_ical(content) for content in contents]


def entry(calendar: Calendar) -> tuple[str, int, datetime, str]:
    """Method, sequence, beginning and name of the one entry of a calendar file."""
    (event,) = calendar.events
    return str(calendar["method"]), int(event["sequence"]), event.start, str(event["summary"])


async def test_both_get_a_file_for_the_calendar_of_one_uid_in_the_supervisors_zone(office: Office) -> None:
    anna, slot = await agreed_with(office)
    (theirs,), (ours,) = files(office, anna), files(office, office.desk)
    starts = office.hours.local(slot.starts_at)
    assert entry(theirs) == ("PUBLISH", 1, starts, said("calendar.summary", "en"))
    assert entry(ours) == ("PUBLISH", 1, starts, said("calendar.summary.desk", "fi", number="1"))
    assert theirs.events[0]["uid"] == ours.events[0]["uid"]
    assert [str(zone["tzid"]) for zone in theirs.timezones] == ["Europe/Helsinki"]
    assert "Anna" not in ours.to_ical().decode()


async def test_time_with_an_end_has_it_in_the_file(office: Office) -> None:
    anna = await office.request()
    await proposed(office, "ti 14-15.30")
    await anna.taps_words(label(on(office, 1, 14, ends=90)))
    await office.home.quiet()
    (calendar,) = files(office, anna)
    assert calendar.events[0].end == office.hours.local(on(office, 1, 15, 30).starts_at)


# -- changing and cancelling, from both sides


async def test_supervisor_changes_the_time_and_the_old_one_stands_until_the_new_one_is_agreed(office: Office) -> None:
    anna, old = await agreed_with(office)
    await office.acts("button.lead.time.change")
    await office.desk.says("to 10", reply_to=await office.desk.reads("quick.times.hint"))
    await office.desk.picks("button.quick.send")
    assert office.desk.words("card.agreed", slot=old) in (await office.card()).text
    new = on(office, 3, 10)
    await anna.taps_words(label(new))
    await anna.reads("meeting.replaced", slot=old)
    assert shown(new, "en") in (await anna.reads("meeting.agreed")).text
    await office.desk.reads("desk.meeting.changed", slot=new, before=old)
    assert office.desk.words("card.agreed", slot=new) in (await office.card()).text
    for phone in (anna, office.desk):
        first, second = files(office, phone)
        assert first.events[0]["uid"] == second.events[0]["uid"]
        assert entry(second)[:3] == ("PUBLISH", 2, office.hours.local(new.starts_at))


async def test_prospect_asks_for_another_time_in_words_and_the_agreed_one_stands(office: Office) -> None:
    anna, slot = await agreed_with(office)
    for _ in range(2):
        await anna.picks("button.meeting.change")
    await anna.sees_notice(said("meeting.tap.asked", "en"))
    wish = await anna.reads("meeting.wish")
    assert anna.printed().count(said("meeting.wish", "en")) == 1
    await office.desk.reads("desk.meeting.wishes", slot=slot)
    await anna.says("Could we meet on Friday?", reply_to=wish)
    await office.desk.reads_words("Could we meet on Friday?")
    assert office.desk.words("card.agreed", slot=slot) in (await office.card()).text


async def test_prospect_cancels_after_a_second_thought_and_both_calendars_hear_of_it(office: Office) -> None:
    anna, slot = await agreed_with(office)
    await anna.picks("button.meeting.cancel", "button.meeting.cancel.no")
    await anna.reads("meeting.agreed")
    await anna.picks("button.meeting.cancel", "button.meeting.cancel.yes")
    await anna.reads("meeting.left", slot=slot)
    await office.desk.reads("desk.meeting.cancelled", slot=slot)
    assert office.desk.words("card.agreed", slot=slot) not in (await office.card()).text
    for phone in (anna, office.desk):
        agreed, gone = files(office, phone)
        assert entry(gone)[:3] == ("CANCEL", 2, office.hours.local(slot.starts_at))
        assert gone.events[0]["uid"] == agreed.events[0]["uid"]
        assert gone.events[0]["status"] == "CANCELLED"


@pytest.mark.parametrize("closed", [False, True])
async def test_supervisor_cancels_after_a_second_thought(office: Office, closed: bool) -> None:
    anna, slot = await agreed_with(office)
    if closed:
        await office.acts("button.lead.handled")
        await office.home.passes(HOUR)
    await office.acts("button.lead.time.off")
    await office.desk.picks("button.desk.time_off.no")
    await office.desk.reads("desk.time_off.kept", slot=slot)
    await office.acts("button.lead.time.off")
    await office.desk.picks("button.desk.time_off.yes")
    await anna.reads("meeting.called_off", slot=slot)
    await office.desk.reads("desk.meeting.called_off", slot=slot)
    assert anna.words("button.meeting.cancel") not in anna.living.buttons
    assert [entry(each)[0] for each in files(office, anna)] == ["PUBLISH", "CANCEL"]


async def test_cancelled_time_is_free_for_another(office: Office) -> None:
    anna, slot = await agreed_with(office)
    bea = await office.request("Bea", number=2)
    await anna.picks("button.meeting.cancel", "button.meeting.cancel.yes")
    await proposed(office, "ti 14", number=2)
    await bea.taps_words(label(slot))
    await bea.reads("meeting.agreed")


async def test_time_that_is_over_can_neither_be_changed_nor_cancelled(office: Office) -> None:
    anna, slot = await agreed_with(office)
    screen = await anna.reads("meeting.agreed")
    await office.is_at(slot.starts_at + HOUR)
    for key in ("button.meeting.change", "button.meeting.cancel"):
        await anna.taps(said(key, "en"), on=screen)
        await anna.sees_notice(said("meeting.tap.over", "en"))
    await office.acts("button.lead.time.off")
    await office.desk.picks("button.desk.time_off.yes")
    await office.desk.sees_notice(office.desk.words("desk.time_off.none"))


async def test_prospect_who_has_blocked_the_bot_is_not_told_of_a_cancelling_and_the_supervisor_knows(
    office: Office,
) -> None:
    anna, slot = await agreed_with(office)
    await anna.blocks()
    await office.acts("button.lead.time.off")
    await office.desk.picks("button.desk.time_off.yes")
    await office.desk.reads("desk.not_told", number="1")
    await office.desk.reads("desk.meeting.called_off", slot=slot)


# -- reminders


async def test_supervisor_is_reminded_on_the_working_day_before_even_when_away(office: Office) -> None:
    anna, slot = await office.request(), on(office, 7, 14)
    day = office.hours.local(slot.starts_at).strftime("%-d.%-m.")
    await proposed(office, f"{day} klo 14")
    await anna.taps_words(label(slot))
    await office.desk.says(f"/away {office.hours.local(slot.starts_at + 9 * DAY).strftime('%d.%m.%Y')}")
    before = office.hours.day_before(slot.starts_at)
    assert office.hours.local(before).weekday() == 4  # a Monday's reminder comes on Friday
    await office.home.quiet()
    await office.home.passes(DAY + 60)  # the field for the times goes in time
    await office.is_at(before - HOUR)
    assert office.desk.words("desk.meeting.soon", slot=slot) not in office.desk.printed()
    await office.is_at(before + 1)
    await office.desk.reads("desk.meeting.soon", slot=slot)


async def test_prospect_is_reminded_only_when_that_is_wanted(office: Office) -> None:
    anna = await office.request()
    await proposed(office, "to 10")
    slot = on(office, 3, 10)
    await anna.taps_words(label(slot))
    await anna.picks("button.meeting.remind")
    await anna.reads("meeting.reminded", moment=datetime.fromtimestamp(office.hours.day_before(slot.starts_at), UTC))
    await anna.picks("button.meeting.remind.off", "button.meeting.remind")
    await office.home.quiet()
    await office.is_at(office.hours.day_before(slot.starts_at) + 1)
    assert shown(slot, "en") in (await anna.reads("meeting.soon")).text
    assert anna.printed().count(said("meeting.soon", "en")) == 1


@pytest.mark.parametrize("how", ["cancelled", "changed", "not wanted"])
async def test_reminder_of_a_time_that_no_longer_stands_never_comes(office: Office, how: str) -> None:
    anna = await office.request()
    await proposed(office, "to 10")
    slot = on(office, 3, 10)
    await anna.taps_words(label(slot))
    if how != "not wanted":
        await anna.picks("button.meeting.remind")
    if how == "cancelled":
        await anna.picks("button.meeting.cancel", "button.meeting.cancel.yes")
    if how == "changed":
        await proposed_anew(office, "pe 10")
        await anna.taps_words(label(on(office, 4, 10)))
        await office.home.quiet()
    await office.home.quiet()
    await office.is_at(office.hours.day_before(slot.starts_at) + 1)
    assert said("meeting.soon", "en") not in anna.printed()
    if how != "not wanted":
        assert office.desk.words("desk.meeting.soon", slot=slot) not in office.desk.printed()


async def proposed_anew(office: Office, typed: str) -> None:
    await office.acts("button.lead.time.change")
    await office.desk.says(typed, reply_to=await office.desk.reads("quick.times.hint"))
    await office.desk.picks("button.quick.send")


async def test_no_reminder_is_offered_for_a_time_too_near(office: Office) -> None:
    anna, _ = await agreed_with(office)
    assert said("button.meeting.remind", "en") not in (await anna.reads("meeting.agreed")).buttons


async def test_reminders_survive_a_restart(office: Office) -> None:
    anna = await office.request()
    await proposed(office, "to 10")
    slot = on(office, 3, 10)
    await anna.taps_words(label(slot))
    await anna.picks("button.meeting.remind")
    await office.home.quiet()
    await office.home.restarts()
    await office.home.quiet()
    await office.is_at(office.hours.day_before(slot.starts_at) + 1)
    await anna.reads("meeting.soon")
    await office.desk.reads("desk.meeting.soon", slot=slot)


# -- what an erasure leaves


@pytest.mark.parametrize("how", ["withdrawn", "erased", "erased for them"])
async def test_erased_request_leaves_no_time_and_no_file_and_both_know(office: Office, how: str) -> None:
    anna, slot = await agreed_with(office)
    if how == "withdrawn":
        await anna.picks("button.withdraw", "button.withdraw.yes")
    elif how == "erased":
        await anna.says("/delete")
        await anna.picks("button.erase")
    else:
        await office.desk.says("/erase 1")
        await office.desk.picks("button.desk.erase")
        await anna.reads("erasure.meeting")
    await office.home.quiet()
    assert await office.home.app.store.transaction(lambda tx: tx.meetings.load(1)) is None
    assert shown(slot, "fi") not in office.desk.printed()
    assert files(office, office.desk) == []
    if how != "erased for them":
        await office.desk.reads("desk.meeting.erased", number="1")
    await office.home.quiet()
    await office.is_at(office.hours.day_before(slot.starts_at + 2 * DAY) + 1)
    assert office.desk.words("desk.meeting.soon", slot=slot) not in office.desk.printed()


async def test_file_at_the_desk_too_old_to_be_deleted_is_emptied(office: Office) -> None:
    anna = await office.request()
    await proposed(office, "pe 10")
    await anna.taps_words(label(on(office, 4, 10)))
    await office.home.quiet()
    await office.home.passes(DAY + 60)  # the field for the times goes in time
    await office.home.passes(2 * DAY)
    await anna.picks("button.withdraw", "button.withdraw.yes")
    await office.home.quiet()
    documents = [screen.message["document"] for screen in office.desk.screens if "document" in screen.message]
    contents = [office.home.telegram.model.files[each["file_id"]].content for each in documents]
    assert not [content for content in contents if b"VEVENT" in content]
    office.home.telegram.violations.clear()  # what cannot be edited is tried
