"""A time that is agreed: in the calendar, changed, cancelled, brought to mind, erased."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from bot.hours import DAY, HOUR
from bot.ops.housekeeping import Retention, tidy
from bot.storage import Tx
from flows.text import Slot
from tests.e2e.desk.meeting import agreed_with, entry, files, label, on, proposed, proposed_anew, shown
from tests.e2e.desk.office import Office
from tests.e2e.phone import Phone, said


@pytest.fixture(autouse=True)
async def monday(office: Office) -> None:
    """Monday morning: Tuesday is tomorrow."""
    await office.is_monday()


# -- the file for the calendar


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


async def test_time_agreed_after_a_talk_is_another_and_takes_the_place_of_none(office: Office) -> None:
    anna, first = await agreed_with(office)
    await office.home.passes(DAY + 60)  # the field for the times goes in time
    await office.is_at(first.starts_at + DAY)
    await proposed_anew(office, "pe 10")
    second = on(office, 2, 10)
    await anna.taps_words(label(second))
    await office.desk.reads("desk.meeting.agreed", slot=second)
    assert said("meeting.replaced", "en", slot=first) not in anna.printed()
    for phone in (anna, office.desk):
        assert len({str(calendar.events[0]["uid"]) for calendar in files(office, phone)}) == 2


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


@pytest.mark.parametrize("by_writer", [False, True])
async def test_cancelling_brings_each_side_one_message(office: Office, by_writer: bool) -> None:
    anna, _ = await agreed_with(office)
    if not by_writer:
        await office.acts("button.lead.time.off")
    before = [len(phone.screens) for phone in (anna, office.desk)]
    if by_writer:
        await anna.picks("button.meeting.cancel", "button.meeting.cancel.yes")
    else:
        await office.desk.picks("button.desk.time_off.yes")
    await office.home.quiet()
    assert [len(phone.screens) for phone in (anna, office.desk)] == [n + 1 for n in before]


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


async def test_question_whether_to_cancel_counts_for_the_time_that_it_names(office: Office) -> None:
    anna, old = await agreed_with(office)
    await office.acts("button.lead.time.off")
    question = await office.desk.reads("desk.time_off", slot=old)
    await proposed_anew(office, "to 10")
    await anna.taps_words(label(on(office, 3, 10)))
    await office.home.quiet()
    await office.desk.taps(office.desk.words("button.desk.time_off.yes"), on=question)
    await office.desk.sees_notice(office.desk.words("desk.time_off.none"))
    assert office.desk.words("card.agreed", slot=on(office, 3, 10)) in (await office.card()).text


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
    await office.acts("button.lead.time.off")
    question = await office.desk.reads("desk.time_off", slot=slot)
    await office.is_at(slot.starts_at + HOUR)
    for key in ("button.meeting.change", "button.meeting.cancel"):
        await anna.taps(said(key, "en"), on=screen)
        await anna.sees_notice(said("meeting.tap.over", "en"))
    await office.desk.taps(office.desk.words("button.desk.time_off.yes"), on=question)
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
    anna, slot = await agreed_with(office, "to 10", 3, 10)
    await anna.picks("button.meeting.remind")
    await anna.reads("meeting.reminded", moment=datetime.fromtimestamp(office.hours.day_before(slot.starts_at), UTC))
    await anna.picks("button.meeting.remind.off", "button.meeting.remind")
    await office.home.quiet()
    await office.is_at(office.hours.day_before(slot.starts_at) + 1)
    assert shown(slot, "en") in (await anna.reads("meeting.soon")).text
    assert anna.printed().count(said("meeting.soon", "en")) == 1


@pytest.mark.parametrize("how", ["cancelled", "changed", "not wanted"])
async def test_reminder_of_a_time_that_no_longer_stands_never_comes(office: Office, how: str) -> None:
    anna, slot = await agreed_with(office, "to 10", 3, 10)
    if how != "not wanted":
        await anna.picks("button.meeting.remind")
    if how == "cancelled":
        await anna.picks("button.meeting.cancel", "button.meeting.cancel.yes")
    if how == "changed":
        await proposed_anew(office, "pe 10")
        await anna.taps_words(label(on(office, 4, 10)))
    await office.home.quiet()
    await office.is_at(office.hours.day_before(slot.starts_at) + 1)
    assert said("meeting.soon", "en") not in anna.printed()
    if how != "not wanted":
        assert office.desk.words("desk.meeting.soon", slot=slot) not in office.desk.printed()


async def test_reminder_that_was_wanted_comes_for_the_new_time_too(office: Office) -> None:
    anna, _ = await agreed_with(office, "to 10", 3, 10)
    await anna.picks("button.meeting.remind")
    await proposed_anew(office, "pe 10")
    await anna.taps_words(label(slot := on(office, 4, 10)))
    await office.home.quiet()
    await office.home.passes(DAY + 60)  # the field for the times goes in time
    await office.is_at(office.hours.day_before(slot.starts_at) + 1)
    assert shown(slot, "en") in (await anna.reads("meeting.soon")).text


async def test_no_reminder_is_offered_for_a_time_too_near(office: Office) -> None:
    anna, _ = await agreed_with(office)
    assert said("button.meeting.remind", "en") not in (await anna.reads("meeting.agreed")).buttons


async def test_reminders_survive_a_restart(office: Office) -> None:
    anna, slot = await agreed_with(office, "to 10", 3, 10)
    await anna.picks("button.meeting.remind")
    await office.home.quiet()
    await office.home.restarts()
    await office.home.quiet()
    await office.is_at(office.hours.day_before(slot.starts_at) + 1)
    await anna.reads("meeting.soon")
    await office.desk.reads("desk.meeting.soon", slot=slot)


async def test_reminders_come_though_what_is_sealed_of_the_meeting_is_damaged(office: Office) -> None:
    anna, slot = await agreed_with(office, "to 10", 3, 10)
    await anna.picks("button.meeting.remind")
    await office.home.quiet()
    await office.home.app.store.transaction(lambda tx: tx.execute("UPDATE meetings SET personal = X'00'").rowcount)
    await office.is_at(office.hours.day_before(slot.starts_at) + 1)
    await anna.reads("meeting.soon")
    await office.desk.reads("desk.meeting.soon", slot=slot)


# -- what becomes of it when its request ends: the table in docs/architecture.md


async def ends(office: Office, anna: Phone, how: str) -> None:
    """End a request one way."""
    if how == "refused":
        await office.acts("button.lead.not_fit")
        await office.desk.picks("button.quick.send")
    elif how == "not a fit":
        await office.acts("button.lead.not_fit")
        await office.desk.picks("button.quick.quietly")
    elif how == "blocked":
        await office.acts("button.lead.block")
        await office.desk.picks("button.lead.block")
    elif how == "withdrawn":
        await anna.picks("button.withdraw", "button.withdraw.yes")
    elif how == "erased":
        await anna.says("/delete")
        await anna.picks("button.erase")
    elif how == "erased for them":
        await office.desk.says("/erase 1")
        await office.desk.picks("button.desk.erase")
    else:
        await office.acts("button.lead.handled", *((f"outcome.{how}",) if how != "closed" else ()))
    await office.home.quiet()
    await office.home.passes(10 * 60)


async def with_both(office: Office) -> tuple[Phone, Slot]:
    """A prospect with whom a time is agreed, of which both are to be reminded, and who is offered another."""
    anna, slot = await agreed_with(office, "to 10", 3, 10)
    await anna.picks("button.meeting.remind")
    await proposed_anew(office, "pe 11")
    await anna.reads("meeting.ask.instead", slot=slot)
    return anna, slot


async def reminds(office: Office, anna: Phone, slot: Slot) -> tuple[bool, bool]:
    """Whether desk and prospect are reminded of the time."""
    await office.is_at(office.hours.day_before(slot.starts_at) + 1)
    await office.home.quiet()
    desk = office.desk.words("desk.meeting.soon", slot=slot)
    return desk in office.desk.printed(), said("meeting.soon", "en") in anna.printed()


@pytest.mark.parametrize("how", ["closed", "client", "unknown"])
async def test_closed_request_keeps_its_time_and_offers_none(office: Office, how: str) -> None:
    anna, slot = await with_both(office)
    await ends(office, anna, how)
    await anna.reads("meeting.offer_ended")
    assert office.desk.words("desk.time_off", slot=slot) not in office.desk.printed()
    assert office.desk.words("card.agreed", slot=slot) in (await office.card()).text
    assert shown(on(office, 4, 11), "fi") not in (await office.card()).text
    assert await reminds(office, anna, slot) == (True, True)
    assert [entry(each)[0] for each in files(office, anna)] == ["PUBLISH"]
    await office.is_at(slot.starts_at + HOUR)
    await office.acts("button.lead.reopen")
    assert office.desk.words("card.agreed", slot=slot) not in (await office.card()).text


@pytest.mark.parametrize("cancels", [True, False])
@pytest.mark.parametrize("how", ["later", "not_fit", "not a fit", "refused", "blocked"])
async def test_request_that_leads_to_no_meeting_asks_what_becomes_of_its_time(
    office: Office, how: str, cancels: bool
) -> None:
    anna, slot = await with_both(office)
    await ends(office, anna, how)
    await anna.reads("meeting.offer_ended")
    question = await office.desk.reads("desk.time_off", slot=slot)
    answer = "button.desk.time_off.yes" if cancels else "button.desk.time_off.no"
    await office.desk.taps(office.desk.words(answer), on=question)
    await office.home.quiet()
    line = office.desk.words("card.agreed", slot=slot)
    assert (line in (await office.card()).text) != cancels
    for phone in (anna, office.desk):
        assert [entry(each)[0] for each in files(office, phone)] == ["PUBLISH", *(["CANCEL"] if cancels else [])]
    assert await reminds(office, anna, slot) == (not cancels, not cancels)
    assert anna.printed().count(said("meeting.called_off", "en", slot=slot)) == cancels


@pytest.mark.parametrize("how", ["withdrawn", "erased", "erased for them"])
async def test_erased_request_leaves_no_time_and_no_file_and_both_know(office: Office, how: str) -> None:
    anna, slot = await with_both(office)
    await ends(office, anna, how)
    assert await office.home.app.store.transaction(lambda tx: tx.meetings.load(1)) is None
    assert shown(slot, "fi") not in office.desk.printed()
    assert files(office, office.desk) == []
    assert "CANCEL" not in [entry(each)[0] for each in files(office, anna)]
    for phone in (anna, office.desk):
        await phone.reads("erasure.meeting", number="1")
    assert await reminds(office, anna, slot) == (False, False)


async def test_file_at_the_desk_too_old_to_be_deleted_is_emptied(office: Office) -> None:
    anna, _ = await agreed_with(office, "pe 10", 4, 10)
    await office.home.passes(DAY + 60)  # the field for the times goes in time
    await office.home.passes(2 * DAY)
    await anna.picks("button.withdraw", "button.withdraw.yes")
    await office.home.quiet()
    documents = [screen.message["document"] for screen in office.desk.screens if "document" in screen.message]
    contents = [office.home.telegram.model.files[each["file_id"]].content for each in documents]
    assert not [content for content in contents if b"VEVENT" in content]
    office.home.telegram.violations.clear()  # what cannot be edited is tried


async def test_retention_takes_the_time_along(office: Office) -> None:
    await agreed_with(office)
    office.home.clock.passes(400 * DAY)

    def left(tx: Tx) -> object:
        tidy(tx, Retention())
        return tx.meetings.load(1)

    assert await office.home.app.store.transaction(left) is None
