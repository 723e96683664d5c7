"""Nothing forgotten and no noise: reminders, the morning's overview, quiet hours, away."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.desk.service import Desk
from bot.hours import HOUR
from bot.requests.status_text import moment
from bot.requests.transitions import Act
from bot.storage import Tx
from tests.e2e.desk.office import Office
from tests.e2e.phone import languages

DAY = 24 * HOUR


def told(office: Office, words: str) -> int:
    """How often the supervisor was told something that begins so."""
    return sum(screen.text.startswith(words) for screen in office.desk.screens)


def overdue_words(office: Office, number: str) -> str:
    """Return how the reminder of a request begins, up to the moment since which it has waited."""
    return office.desk.words("desk.overdue", number=number, moment="").split("  ")[0].rstrip(" .")


def overviews(office: Office, *, overdue: int) -> int:
    """How many overviews said that all of so many requests wait too long."""
    late = office.desk.words("desk.digest.overdue", n=overdue)
    return told(office, f"{office.desk.words('desk.digest', n=overdue)} {late}")


async def test_untouched_request_is_brought_to_mind_after_24_working_hours_once_a_day(office: Office) -> None:
    await office.request()
    begun = office.home.clock()
    words = overdue_words(office, "1")
    await office.is_at(office.hours.after(begun, 23.9))
    assert told(office, words) == 0
    await office.is_at(office.hours.after(begun, 24.1))
    assert told(office, words) == 1
    reminder = next(screen for screen in office.desk.screens if screen.text.startswith(words))
    assert reminder.message["reply_to_message"]["message_id"] == (await office.card()).message_id
    for days in range(1, 3):
        await office.is_at(office.hours.after(begun, 24.2 + 8 * days))
        assert told(office, words) + overviews(office, overdue=1) == 1 + days


async def test_overview_brings_overdue_requests_to_mind_and_no_message_of_their_own_comes_that_day(
    office: Office,
) -> None:
    await office.request("Anna", number=1)
    await office.request("Bea", number=2)
    begun = office.home.clock()
    await office.is_at(office.hours.after(begun, 23))
    await office.is_at(office.hours.after(begun, 24.1))
    words = [overdue_words(office, str(number)) for number in (1, 2)]
    assert [told(office, each) for each in words] == [1, 1]
    before = len(office.desk.screens)
    for days in range(1, 4):
        await office.is_at(office.hours.opening_after(office.home.clock()))
        await office.home.passes(HOUR)
        await office.home.passes(4 * HOUR)
        assert len(office.desk.screens) == before + days
        assert overviews(office, overdue=2) == days


async def test_request_overdue_at_the_very_opening_is_told_in_the_overview_alone(office: Office) -> None:
    opening = office.hours.opening_after(office.home.clock())
    await office.is_at(opening)
    await office.request()
    for _ in range(3):
        opening = office.hours.opening_after(opening)
    await office.is_at(opening + 60)
    assert overdue_words(office, "1") not in office.desk.printed()
    assert overviews(office, overdue=1) == 1


async def test_request_that_was_answered_or_closed_is_not_brought_to_mind(office: Office) -> None:
    await office.request("Anna", number=1)
    await office.request("Bea", number=2)
    await office.replies("Hello.", 1)
    await office.acts("button.lead.handled", number=2)
    await office.home.quiet()
    for _ in range(10):
        await office.home.passes(DAY)
    words = office.desk.words("desk.overdue", number="", moment="").split()[0]
    assert told(office, words) == 0
    assert told(office, office.desk.words("desk.digest", n=1).split(".")[0]) == 0


async def test_reminder_that_was_asked_for_comes_at_its_time_also_after_a_restart(office: Office) -> None:
    await office.request()
    await office.acts("button.lead.remind")
    menu = await office.desk.reads("desk.remind", number="1")
    assert len(menu.buttons) == 5
    await office.desk.taps(menu.buttons[2], on=menu)
    await office.home.quiet()
    assert office.desk.words("status.reminder", moment="").strip() in (await office.card()).text
    due_at = (await office.lead()).handling.remind_at
    assert office.hours.is_open(due_at)
    await office.home.restarts()
    await office.is_at(due_at - 60)
    assert told(office, office.desk.words("desk.reminder", number="1")) == 0
    await office.is_at(due_at + 60)
    assert told(office, office.desk.words("desk.reminder", number="1")) == 1
    assert office.desk.words("status.reminder", moment="").strip() not in (await office.card()).text


async def test_reminder_set_while_another_is_on_its_way_comes_too(office: Office) -> None:
    await office.request()
    desk, now = Desk(office.hours), office.home.clock()

    def asks(tx: Tx, at: float) -> None:
        row = tx.leads.load(1)
        assert row is not None
        desk.remind(tx, row, at)

    await office.home.app.store.transaction(lambda tx: asks(tx, now + 60))
    await office.home.app.store.transaction(lambda tx: asks(tx, now + 2 * HOUR))
    await office.home.app.store.transaction(lambda tx: desk.act(tx, 1, Act.REMINDED))
    await office.home.passes(2 * HOUR)
    assert told(office, office.desk.words("desk.reminder", number="1")) == 1


async def test_overdue_requests_that_the_overview_does_not_name_get_messages_of_their_own(office: Office) -> None:
    opening = office.hours.opening_after(office.home.clock())
    await office.is_at(opening)
    for number in range(1, 7):
        await office.request(f"Person{number}", number=number)
    for _ in range(3):
        opening = office.hours.opening_after(opening)
    await office.is_at(opening + 60)
    assert overviews(office, overdue=6) == 1
    await office.home.passes(HOUR)
    own = [told(office, overdue_words(office, str(n))) for n in range(1, 7)]
    assert sorted(own) == [0, 0, 0, 0, 1, 1]


async def test_morning_has_an_overview_only_when_something_waits(office: Office) -> None:
    words = office.desk.words("desk.digest", n=1).split(".")[0]
    await office.is_at(office.hours.opening_after(office.home.clock()) + 60)
    assert told(office, words) == 0
    await office.request()
    await office.is_at(office.hours.opening_after(office.home.clock()) + 60)
    assert told(office, words) == 1
    overview = await office.desk.reads("desk.digest", n=1)
    assert office.desk.words("desk.digest.overdue", n=1) not in overview.text
    await office.home.restarts()
    assert told(office, words) == 1


async def test_at_night_requests_arrive_without_a_sound_but_a_crisis_rings(office: Office) -> None:
    await office.request("Anna", number=1)
    assert not office.sent_silently("Anna")
    await office.home.passes(12 * HOUR)
    await office.request("Bea", number=2)
    assert office.sent_silently("Bea")
    cia = await office.home.anna("fi", first_name="Cia")
    await cia.answers("who.employee", "challenge.crisis", until="sent")
    await cia.is_at("sent.title", number="3")
    assert not office.sent_silently("Cia")


async def test_while_away_prospects_are_told_and_the_phone_is_quiet(office: Office) -> None:
    until = office.hours.local(office.home.clock()).date() + timedelta(days=10)
    await office.desk.says(f"/poissa {until.day}.{until.month}.")
    said = languages()["fi"].day(until)
    await office.desk.reads("desk.away", day=said)
    anna = await office.home.anna("fi")
    await anna.leaves_request()
    await anna.is_at("sent.away", day=said)
    assert office.sent_silently("Anna")
    for _ in range(9):
        await office.home.passes(DAY)
    assert told(office, office.desk.words("desk.digest", n=1).split(".")[0]) == 0
    await office.desk.says("/back")
    await office.desk.reads("desk.back")
    await office.is_at(office.hours.opening_after(office.home.clock()) + 60)
    await office.desk.reads("desk.digest", n=1)
    await office.desk.reads("desk.digest.overdue", n=1)
    await office.desk.says("/back")
    await office.desk.reads("desk.not_away")


async def away(office: Office, days: int) -> str:
    """The supervisor is away for so many days more; the last one as it is written."""
    until = office.hours.local(office.home.clock()).date() + timedelta(days=days)
    await office.desk.says(f"/poissa {until.day}.{until.month}.{until.year}")
    return languages()["fi"].day(until)


async def test_coming_back_is_seen_on_the_screens_of_those_who_wait(office: Office) -> None:
    said = await away(office, 10)
    anna = await office.request("Anna", language="fi")
    await anna.is_at("sent.away", day=said)
    bea = await office.request("Bea", number=2, language="fi")
    await bea.picks("button.new")
    await office.desk.says("/paikalla")
    await office.desk.reads("desk.back")
    await anna.is_at("sent.title", number="1")
    assert anna.words("sent.away", day=said) not in anna.living.text
    assert bea.words("sent.title", number="2") not in bea.living.text


async def test_absence_that_has_run_out_is_seen_on_the_screens_of_those_who_wait(office: Office) -> None:
    said = await away(office, 3)
    anna = await office.request(language="fi")
    await anna.is_at("sent.away", day=said)
    await office.is_at(office.hours.day_begins(office.hours.local(office.home.clock()).date() + timedelta(days=4)) + 60)
    assert anna.words("sent.away", day=said) not in anna.living.text
    assert await anna.is_at("sent.title", number="1")
    await office.desk.says("/paikalla")
    await office.desk.reads("desk.not_away")


@pytest.mark.parametrize("by_hand", [True, False])
async def test_end_of_an_absence_posts_nothing_to_those_who_have_written_since(office: Office, by_hand: bool) -> None:
    said = await away(office, 3)
    anna = await office.request("Anna", language="fi")
    shown = await anna.is_at("sent.away", day=said)
    await anna.says("Vielä yksi asia.")
    bea = await office.request("Bea", number=2, language="fi")
    await bea.is_at("sent.away", day=said)
    await office.home.quiet()
    before = [len(office.home.calls("sendMessage", each.chat_id)) for each in (anna, bea)]
    if by_hand:
        await office.desk.says("/paikalla")
        await office.home.quiet()
    else:
        over = office.hours.local(office.home.clock()).date() + timedelta(days=4)
        await office.is_at(office.hours.day_begins(over) + 60)
    assert [len(office.home.calls("sendMessage", each.chat_id)) for each in (anna, bea)] == before
    screen = next(each for each in anna.screens if each.message_id == shown.message_id)
    assert anna.words("sent.title", number="1") in screen.text
    assert said not in screen.text + bea.living.text


async def test_screen_that_is_due_anyway_comes_below_though_an_absence_ends_meanwhile(office: Office) -> None:
    said = await away(office, 3)
    anna = await office.request(language="fi")
    shown = await anna.is_at("sent.away", day=said)
    await anna.says("Vielä yksi asia.")
    await office.home.quiet()
    office.home.telegram.fails("429", method="editMessageText", chat_id=anna.chat_id, retry_after=600)
    await office.desk.says("/paikalla")
    await office.home.quiet()
    await office.desk.picks("button.lead.take")
    await office.home.quiet()
    await office.home.passes(601)
    screen = await anna.is_at("sent.taken")
    assert screen.message_id > shown.message_id


async def test_reminder_asked_for_during_a_long_absence_is_offered_for_its_end(office: Office) -> None:
    await office.request()
    await office.acts("button.lead.remind")
    before = await office.desk.reads("desk.remind", number="1")
    await away(office, 20)
    over = office.hours.local(office.home.clock()).date() + timedelta(days=21)
    comes_at = office.hours.next_open(office.hours.day_begins(over))
    words = office.desk.words("desk.reminded", number="1", moment=moment(comes_at))
    # The choice of a menu from before the absence is put off, and that is said.
    await office.desk.taps(before.buttons[1], on=before)
    await office.desk.reads_words(words)
    await office.acts("button.lead.remind")
    menu = await office.desk.reads("desk.remind", number="1")
    assert menu.buttons == [
        office.desk.words("button.remind.back", moment=moment(comes_at)),
        *map(office.desk.words, ("button.remind.off", "button.remind.keep")),
    ]
    await office.desk.taps(menu.buttons[0], on=menu)
    await office.home.quiet()
    assert office.desk.printed().count(words) == 2
    assert (await office.lead()).handling.remind_at == comes_at
    await office.is_at(comes_at + 60)
    assert told(office, office.desk.words("desk.reminder", number="1")) == 1


async def test_choice_of_the_end_of_an_absence_that_is_over_is_past(office: Office) -> None:
    await office.request()
    await away(office, 20)
    await office.acts("button.lead.remind")
    menu = await office.desk.reads("desk.remind", number="1")
    await office.desk.says("/paikalla")
    await office.desk.taps(menu.buttons[0], on=menu)
    await office.desk.sees_notice(office.desk.words("desk.remind.past"))
    assert (await office.lead()).handling.remind_at == 0


async def test_longer_absence_is_not_over_when_the_shorter_one_would_have_been(office: Office) -> None:
    await away(office, 3)
    said = await away(office, 6)
    anna = await office.request(language="fi")
    await office.is_at(office.hours.day_begins(office.hours.local(office.home.clock()).date() + timedelta(days=4)) + 60)
    await anna.is_at("sent.away", day=said)


async def test_away_while_away_tells_until_when_and_what_ends_it(office: Office) -> None:
    await office.desk.says("/poissa perjantai")
    await office.desk.says("/poissa")
    asked = await office.desk.reads("desk.use.away")
    assert "/paikalla" in asked.text
    await office.desk.says("/paikalla")
    await office.desk.says("/poissa")
    assert "/paikalla" not in (await office.desk.reads("desk.use.away")).text


async def test_day_that_cannot_be_the_last_one_away_is_told_why(office: Office) -> None:
    today = office.hours.local(office.home.clock()).date()
    past, far = today - timedelta(days=3), today + timedelta(days=500)
    other = f"{past.day}.{past.month}.{past.year + 1}"
    await office.desk.says(f"/poissa {past.day}.{past.month}.")
    await office.desk.reads("desk.away.past", day=f"{past.day}.{past.month}.{past.year}", other=other)
    await office.desk.says("/poissa 31.2.")
    await office.desk.reads("desk.away.no_day")
    await office.desk.says(f"/poissa {far.day}.{far.month}.{far.year}")
    await office.desk.reads("desk.away.far")
    await office.desk.says(f"/poissa {past.day}.{past.month}.{past.year}")
    await office.desk.reads("desk.away.past", day=f"{past.day}.{past.month}.{past.year}", other=other)
    await office.desk.says("/poissa joskus")
    await office.desk.reads("desk.use.away")
    await office.desk.says("/paikalla")
    await office.desk.reads("desk.not_away")


async def test_reminder_within_the_day_comes_in_an_hour_and_can_be_cancelled(office: Office) -> None:
    await office.request()
    begun = office.home.clock()
    await office.acts("button.lead.remind")
    menu = await office.desk.reads("desk.remind", number="1")
    await office.desk.taps(menu.buttons[0], on=menu)
    await office.home.quiet()
    assert (await office.lead()).handling.remind_at == pytest.approx(begun + HOUR, abs=60)
    await office.desk.picks("button.remind.off")
    await office.desk.reads("desk.remind.off", number="1")
    assert (await office.lead()).handling.remind_at == 0
    await office.home.passes(2 * HOUR)
    assert told(office, office.desk.words("desk.reminder", number="1")) == 0
