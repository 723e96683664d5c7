"""The supervisor's chat itself: removed and let in again, moved to another, a group that became a supergroup."""

from __future__ import annotations

from bot.desk.address import supervisor_chat
from bot.hours import HOUR
from bot.local_telegram.driver import Talk
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
    await alone.taps(alone.words("button.lead.handled"), on=await office.card(1))
    await office.shared_with("Liisa")
    assert await office.home.app.store.transaction(supervisor_chat) == office.desk.chat_id
    await office.desk.reads("card.new", number="2")
    assert "Anna" not in office.desk.printed()
    bea = await office.card(2)
    await office.desk.says("Hello Bea.", reply_to=bea)
    await office.home.quiet()
    assert office.home.calls("copyMessage")
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
