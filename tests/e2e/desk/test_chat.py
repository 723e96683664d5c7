"""The supervisor's chat itself: removed and let in again, moved to another, a group that became a supergroup."""

from __future__ import annotations

import pytest

from bot.hours import HOUR
from bot.prospect.service import erase
from bot.requests.supervisor_chat import supervisor_chat
from bot.ui.callbacks import Desk, encode
from tests.driver import Talk
from tests.e2e.desk.office import Office
from tests.e2e.phone import Phone


async def test_removed_bot_keeps_requests_and_says_so_when_it_is_let_in_again(office: Office) -> None:
    await office.shared_with("Liisa")
    deeds, group, user = office.home.telegram.deeds, office.desk.chat_id, office.desk.user_id
    deeds.bot_standing(group, user, "kicked")
    await office.home.quiet()
    await office.request()
    await office.home.passes(HOUR)
    assert not [screen for screen in office.desk.screens if "Anna" in screen.text]
    deeds.bot_standing(group, user, "member")
    await office.desk.reads("card.new", number="1")
    said = [screen.text for screen in office.desk.screens]
    assert any("1" in text and text.startswith(office.desk.words("desk.here_again").split(".")[0]) for text in said)


async def test_blocking_and_unblocking_by_the_supervisor_loses_nothing(office: Office) -> None:
    await office.desk.blocks()
    await office.request()
    await office.desk.unblocks()
    await office.desk.reads("card.new", number="1")


async def test_open_requests_come_along_to_a_new_chat_and_closed_ones_stay(office: Office) -> None:
    await office.request("Anna", number=1)
    await office.request("Bea", number=2)
    alone = office.desk
    await office.acts("button.lead.handled", number=1)
    await office.shared_with("Liisa")
    assert await office.home.app.store.transaction(supervisor_chat) == office.desk.chat_id
    await office.desk.reads("card.new", number="2")
    assert "Anna" not in office.desk.printed()
    bea = await office.card(2)
    await office.desk.says("Hello Bea.", reply_to=bea)
    await office.home.quiet()
    await alone.says("/leads")
    await office.home.quiet()
    assert "Bea" not in alone.screen.text


async def test_group_that_became_a_supergroup_goes_on(office: Office) -> None:
    await office.shared_with("Liisa")
    anna = await office.request()
    chat = office.home.telegram.deeds.migrate(office.desk.chat_id)
    person = office.home.telegram.model.people[office.desk.user_id]
    moved = Phone(Talk(office.home.telegram, chat, person), office.home.quiet, "fi")
    card = await moved.reads("card.new", number="1")
    await moved.says("Good morning.", reply_to=card)
    await anna.reads_words("Good morning.")
    await anna.says("/delete")
    await anna.picks("button.erase")
    await moved.reads("card.erased", number="1")
    assert await office.home.app.store.transaction(lambda tx: tx.outbox.undelivered()) == []


async def test_edit_does_not_follow_into_a_chat_that_is_the_supervisors_no_longer(office: Office) -> None:
    anna = await office.request()
    mine = await anna.says("We are seven.")
    await office.desk.reads_words("We are seven.")
    alone = office.desk
    await office.shared_with("Liisa")
    await anna.edits(mine, "We are eight.")
    await anna.reads("notice.edited")
    assert "eight" not in alone.printed() + office.desk.printed()


async def test_erasing_empties_every_chat_that_was_the_supervisors(office: Office) -> None:
    anna = await office.request()
    await anna.says("We are seven.")
    alone = office.desk
    await alone.reads_words("We are seven.")
    await office.shared_with("Liisa")
    await office.card()
    assert "Anna" in alone.printed()
    await anna.says("/delete")
    await anna.picks("button.erase")
    await office.desk.reads("card.erased", number="1")
    for chat in (alone, office.desk):
        seen = "".join(screen.text for screen in chat.screens)
        assert "Anna" not in seen
        assert "seven" not in seen


@pytest.mark.parametrize("what", ["letter", "all answers", "list"])
async def test_what_was_under_way_while_its_writer_was_erased_goes_from_the_desk(office: Office, what: str) -> None:
    method = "sendMessage"
    anna, telegram = await office.request(), office.home.telegram
    await office.card()
    telegram.fails("slow", method=method, chat_id=office.desk.chat_id, seconds=1.0)
    if what == "letter":
        await anna.says("We are seven.")
    elif what == "list":
        await office.desk.says("/leads")
    else:
        card = (await office.card()).message_id
        telegram.deeds.tap(office.desk.chat_id, office.desk.user_id, card, encode(Desk("all", 1)))
    while method not in [call["method"] for call in telegram.journal.calls if not call["status"]]:
        await telegram.journal.changed.wait()
    await office.home.app.store.transaction(lambda tx: erase(tx, anna.chat_id))
    office.home.app.outbox.wake()
    await office.home.quiet()
    seen = [screen.text for screen in office.desk.screens if screen.text != "/leads"]
    assert seen == [office.desk.words("card.erased", number="1")]
