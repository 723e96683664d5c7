"""The supervisor plays a prospect in her own chat: marked as a test, counted nowhere, gone the next day."""

from __future__ import annotations

import pytest

from bot.desk.reports.send import every_lead
from bot.ops.housekeeping import Retention, tidy
from bot.requests.supervisor_chat import set_supervisor_chat
from bot.storage import DayCount, StoredLead, Tx
from tests.e2e.desk.office import Office

DAY = 24 * 3600.0


async def sends_a_trial(office: Office) -> None:
    """The supervisor plays a prospect to the end."""
    await office.desk.says("/kokeile")
    await office.desk.reads("try.begun")
    await office.desk.reaches_review()
    await office.desk.picks("review.send")
    await office.desk.reads("try.sent")


async def counted(office: Office) -> list[DayCount]:
    """Everything that was ever counted."""
    return await office.home.app.store.transaction(lambda tx: tx.counters.between("0000-00-00", "9999-12-31"))


async def a_day_later(office: Office) -> None:
    """A day passes, and the house is tidied."""
    await office.home.passes(DAY + 60)
    await office.home.app.store.transaction(lambda tx: tidy(tx, Retention()))
    office.home.app.outbox.wake()
    await office.home.quiet()


async def stored(office: Office) -> StoredLead:
    """The first trial as it is stored."""

    def work(tx: Tx) -> StoredLead:
        row = tx.leads.load(-1)
        assert row is not None
        return row

    await office.home.quiet()
    return await office.home.app.store.transaction(work)


async def test_card_of_a_trial_is_marked_at_its_top_and_others_are_not(office: Office) -> None:
    await sends_a_trial(office)
    card = await office.card(-1)
    assert card.text.startswith(office.desk.words("card.trial"))
    assert office.desk.words("card.new", number="T1") in card.text
    await office.request(number=1)
    assert office.desk.words("card.trial") not in (await office.card(1)).text


async def test_trials_have_numbers_of_their_own_and_leave_no_hole_in_those_of_requests(office: Office) -> None:
    await office.request("Anna", number=1)
    await sends_a_trial(office)
    await office.request("Bea", number=2)
    await a_day_later(office)
    await office.request("Cia", number=3)
    await office.desk.says("/kokeile")
    await office.desk.reaches_review()
    await office.desk.picks("review.send")
    await office.desk.reads("card.new", number="T2")
    await office.desk.reads("sent.title", number="T2")
    await office.desk.says("/lead t2")
    await office.home.quiet()
    assert office.desk.words("card.new", number="T2") in office.desk.screen.text
    card = await office.card(-2)
    await office.desk.taps(office.desk.words("button.lead.take"), on=card)
    await office.desk.reads("sent.taken")
    await office.desk.says("Good morning.", reply_to=card)
    await office.desk.reads("letter.from_supervisor", number="T2")


async def test_trial_is_counted_nowhere_and_is_in_no_list_or_file(office: Office) -> None:
    await sends_a_trial(office)
    assert (await stored(office)).trial
    assert await counted(office) == []
    assert [rows async for rows in every_lead(office.home.app.store)] == []
    await office.desk.says("/export")
    await office.desk.reads("export.none")
    for command in ("/leads", "/find 1", "/find t1", "/print t1"):
        await office.desk.says(command)
        await office.home.quiet()
        assert not [label for label in office.desk.screen.buttons if "1" in label]
    await office.desk.reads("try.not_kept")


async def test_trial_neither_reminds_nor_teaches(office: Office) -> None:
    await sends_a_trial(office)
    await office.acts("button.lead.remind")
    await office.desk.sees_notice(office.desk.words("try.not_kept"))
    await office.acts("button.other_form")
    await office.home.quiet()
    said = office.desk.words("try.not_kept")
    await office.desk.waits(lambda: [each.text for each in office.desk.notices].count(said) == 2, "not said twice")
    assert office.desk.words("review.which", number="T1") not in office.desk.printed()
    assert await office.home.app.store.transaction(lambda tx: tx.corrections.listed()) == []
    kinds = await office.home.app.store.transaction(lambda tx: [row.kind for row in tx.outbox.heads(100)])
    assert not kinds
    for kind in ("overdue", "remind"):
        due = await office.home.app.store.transaction(
            lambda tx, kind=kind: tx.outbox.due_of(office.desk.chat_id, kind, "-1")  # type: ignore[misc]  # bound now
        )
        assert due is None


async def test_trial_is_erased_the_next_day_and_real_requests_stay(office: Office) -> None:
    await sends_a_trial(office)
    await office.request(number=1)
    await office.home.app.store.transaction(lambda tx: tidy(tx, Retention()))
    assert (await stored(office)).status == "new"
    await a_day_later(office)
    await office.home.quiet()
    assert (await stored(office)).status == "erased"
    assert (await office.lead(1)).status == "new"
    await office.desk.reads("card.erased", number="T1")
    assert [row.number async for rows in every_lead(office.home.app.store) for row in rows] == [1]


async def test_desk_stays_within_reach_during_a_trial(office: Office) -> None:
    anna = await office.request()
    card = await office.card(1)
    await office.desk.says("/kokeile")
    await office.desk.picks("welcome.begin")
    await office.desk.taps(office.desk.words("button.lead.take"), on=card)
    await office.home.quiet()
    assert (await office.lead()).status == "taken"
    await office.replies("Shall we talk on Friday?")
    await anna.reads_words("Shall we talk on Friday?")
    await anna.says("Friday is fine.")
    letter = await office.desk.reads_words("Friday is fine.")
    await office.desk.says("See you then.", reply_to=letter)
    await anna.reads_words("See you then.")
    await office.desk.says("/liidit")
    await office.desk.reads("desk.list.title", name=office.desk.words("desk.list.open"), count=1)
    await office.desk.picks("who.group")
    await office.desk.reads("challenge.ask")


async def test_end_gives_the_chat_back_and_forgets_the_answers(office: Office) -> None:
    await office.desk.says("/try")
    await office.desk.picks("welcome.begin")
    await office.desk.says("/lopeta")
    await office.desk.reads("try.ended")
    assert await office.home.app.store.transaction(lambda tx: tx.chats.load(office.desk.chat_id)) is None
    assert office.desk.screens[-2].buttons == []
    await office.desk.says("Note to self.")
    await office.desk.reads("desk.hint")
    await office.desk.says("/end")
    await office.desk.reads("try.none")
    assert await counted(office) == []


async def test_end_is_told_once_though_telegram_puts_off_tidying_up(office: Office) -> None:
    await office.desk.says("/try")
    await office.home.quiet()
    office.home.telegram.fails("429", method="editMessageReplyMarkup", chat_id=office.desk.chat_id, retry_after=10)
    await office.desk.says("/lopeta")
    await office.home.quiet()
    await office.home.passes(20)
    assert [screen.text for screen in office.desk.screens].count(office.desk.words("try.ended")) == 1
    assert office.desk.screens[-2].buttons == []


async def test_deleting_everything_in_a_trial_leaves_the_requests_of_others(office: Office) -> None:
    await office.request()
    await office.desk.says("/try")
    await office.desk.says("/delete")
    await office.desk.picks("button.erase")
    await office.home.quiet()
    assert (await office.lead()).status == "new"
    due = await office.home.app.store.transaction(lambda tx: tx.outbox.due_of(office.desk.chat_id, "overdue", "1"))
    assert due is not None


async def test_deleting_everything_in_a_trial_leaves_what_was_really_asked_from_that_chat_before(
    office: Office,
) -> None:
    alone = office.desk
    await office.shared_with("Liisa")
    await alone.leaves_request()
    await office.home.app.store.transaction(lambda tx: set_supervisor_chat(tx, alone.chat_id))
    await alone.says("/try")
    await alone.says("/delete")
    await alone.picks("button.erase")
    assert (await office.lead()).status == "new"


async def test_trial_left_alone_ends_by_itself(office: Office) -> None:
    await office.desk.says("/try")
    await office.home.quiet()
    await a_day_later(office)
    await office.desk.reads("try.ended")


async def test_trial_ends_when_the_desk_moves_elsewhere(office: Office) -> None:
    alone = office.desk
    await alone.says("/try")
    await alone.answers(until="who")
    await office.shared_with("Liisa")
    await alone.says("/start")
    await alone.finds(alone.words("welcome.begin"))
    assert [each.n for each in await counted(office) if each.name == "started"] == [1]


async def test_in_a_group_it_is_said_where_to_try(office: Office) -> None:
    await office.shared_with("Liisa")
    await office.desk.says("/kokeile")
    await office.desk.reads("try.only_alone")


@pytest.mark.parametrize("argument", ["1", "x" * 3000, "<b>"])
async def test_arguments_change_nothing(office: Office, argument: str) -> None:
    await office.desk.says(f"/try {argument}")
    await office.desk.finds(office.desk.words("welcome.begin"))


async def test_trial_under_way_is_not_begun_twice(office: Office) -> None:
    await office.desk.says("/try")
    await office.desk.picks("welcome.begin")
    await office.desk.says("/try")
    await office.desk.reads("try.going_on")
    await office.desk.picks("who.group")
    await office.desk.is_at("challenge.ask")


async def test_strangers_do_not_know_the_commands(office: Office) -> None:
    anna = await office.home.anna("en")
    await anna.says("/start")
    for command in ("/try", "/kokeile", "/end", "/lopeta"):
        await anna.says(command)
        await anna.reads("notice.unknown_command")


async def test_screen_of_a_trial_that_was_sent_has_nothing_to_press_and_does_not_ask_to_write(office: Office) -> None:
    await sends_a_trial(office)
    shown = await office.desk.reads("sent.title", number="T1")
    assert not shown.buttons
    assert office.desk.words("sent.more") not in shown.text
    await office.replies("Hello", -1)
    answered = await office.desk.reads("sent.answered")
    assert not answered.buttons
