"""Who gets the requests: a move that can be undone, a group that becomes public, who speaks and taps in the desk."""

from __future__ import annotations

import pytest

from bot.desk.pairing import UNDO_SECONDS, link, new_code
from bot.requests.supervisor_chat import supervisor_chat
from tests.e2e.desk.office import Office
from tests.e2e.phone import Phone


async def taken_over(office: Office) -> Phone:
    """Somebody opens a pairing link in a chat of their own; their phone."""
    eve = await office.home.anna("fi", first_name="Eve", username="eve")
    code = await office.home.app.store.transaction(new_code)
    await eve.says("/start " + link("any", code).partition("start=")[2])
    await office.home.quiet()
    return eve


@pytest.mark.parametrize("again", [False, True])
async def test_chat_that_gets_the_requests_is_told_how_to_begin(office: Office, again: bool) -> None:
    eve = await taken_over(office)
    if again:
        await eve.says("/start")
    told = (await eve.reads("desk.welcome")).text
    assert all(command in told for command in ("/esittely", "/apua"))
    assert eve.printed().count(eve.words("desk.welcome")) == 1 + again


async def test_former_chat_hears_of_the_move_at_once_and_can_undo_it(office: Office) -> None:
    await office.request()
    eve = await taken_over(office)
    assert await office.home.app.store.transaction(supervisor_chat) == eve.chat_id
    await office.desk.reads("desk.moved")
    await office.desk.picks("button.desk.moved_back")
    await office.home.quiet()
    assert await office.home.app.store.transaction(supervisor_chat) == office.desk.chat_id
    bea = await office.request("Bea", number=2)
    await office.desk.reads("card.new", number="2")
    await bea.says("We are seven.")
    await office.desk.reads_words("We are seven.")
    assert "Bea" not in eve.printed()


async def test_move_can_be_undone_for_ten_minutes_by_the_former_chat_alone(office: Office) -> None:
    eve = await taken_over(office)
    asked = await office.desk.reads("desk.moved")
    await office.home.passes(UNDO_SECONDS + 1)
    await office.desk.taps(office.desk.words("button.desk.moved_back"), on=asked)
    await office.desk.sees_notice(office.desk.words("desk.moved.late"))
    assert await office.home.app.store.transaction(supervisor_chat) == eve.chat_id


async def test_former_chat_loses_cards_and_lists_after_the_time_to_undo_and_keeps_what_people_wrote(
    office: Office,
) -> None:
    former, anna = office.desk, await office.request()
    await anna.says("We are seven.")
    await office.acts("button.all", number=1)
    await former.says("/liidit")
    await former.reads_words("Nro 1: Anna")
    liisa = await office.shared_with("Liisa")
    await office.home.passes(UNDO_SECONDS - 5)
    assert "Nro 1: Anna" in former.printed()
    await office.home.passes(10)
    passed_on = former.words("letter.from_prospect", number="1", name="Anna") + "\nWe are seven."
    assert [each.text for each in former.screens if "Anna" in each.text] == [passed_on]
    await liisa.reads("desk.former.left")
    await office.desk.picks("button.desk.former")
    await office.home.quiet()
    await liisa.reads("desk.former.emptied")
    assert "We are seven." not in former.printed()
    await liisa.reads("card.new", number="1")


async def test_what_can_no_longer_be_removed_from_the_former_chat_is_named_to_the_present_one(office: Office) -> None:
    former, anna = office.desk, await office.request()
    await anna.sends_voice()
    await office.home.quiet()
    await office.home.passes(3 * 24 * 3600)
    await office.shared_with("Liisa")
    await office.home.passes(UNDO_SECONDS + 5)
    cards = [each.text for each in former.screens if former.words("card.new", number="1") in each.text]
    assert cards == []
    await office.desk.picks("button.desk.former")
    await office.home.quiet()
    await office.desk.reads("by_hand.voice")
    await office.desk.picks("button.by_hand", number="1")
    await office.desk.reads("by_hand.none")


async def test_former_chat_that_cannot_be_reached_is_named_to_the_present_one(office: Office) -> None:
    former = office.desk
    await office.request()
    await office.card()
    await office.shared_with("Liisa")
    former.chat.blocked = True
    await office.home.passes(UNDO_SECONDS + 5)
    await office.desk.reads("by_hand.everything")


async def test_desk_that_was_taken_back_is_not_emptied_and_the_other_chat_is(office: Office) -> None:
    await office.request()
    eve = await taken_over(office)
    await eve.reads("card.new", number="1")
    await office.desk.picks("button.desk.moved_back")
    await office.home.quiet()
    await office.home.passes(2 * UNDO_SECONDS)
    await office.desk.reads("card.new", number="1")
    assert "Anna" not in eve.printed()


async def test_former_chat_whose_owner_is_a_prospect_keeps_that_conversation(office: Office) -> None:
    former = office.desk
    await office.request()
    await office.card()
    await office.shared_with("Liisa")
    await former.leaves_request(2)
    await office.replies("Shall we talk?", 2)
    await office.home.passes(UNDO_SECONDS + 5)
    await former.reads_words("Shall we talk?")
    await former.reads("sent.title", number="2")


async def test_desk_that_becomes_public_gets_no_card_and_says_why_until_it_is_private_again(office: Office) -> None:
    await office.shared_with("Liisa", forum=True)
    office.home.telegram.deeds.publish(office.desk.chat_id, "kaikille_avoin")
    anna = await office.request()
    await office.home.quiet()
    await office.desk.reads("desk.became_public")
    assert "Anna" not in office.desk.printed()
    await office.desk.says("/liidit")
    await office.home.quiet()
    assert "Anna" not in office.desk.printed()
    office.home.telegram.deeds.publish(office.desk.chat_id, "")
    await office.home.passes(2 * 3600)
    await office.desk.reads("card.new", number="1")
    await anna.says("We are seven.")
    await office.desk.reads_words("We are seven.")


@pytest.mark.parametrize("behalf", [{"anonymous": True}, {"channel": "Kanava"}])
async def test_reply_in_the_name_of_a_chat_is_passed_on(office: Office, behalf: dict[str, object]) -> None:
    await office.shared_with("Liisa")
    anna = await office.request()
    card = await office.card()
    await office.desk.sends(text="Shall we talk?", reply_to_message_id=card.message_id, **behalf)
    await anna.reads_words("Shall we talk?")


async def test_group_is_paired_by_an_anonymous_administrator(office: Office) -> None:
    group = await office.home.telegram.group("Toimisto", [office.desk], administrator=True)
    code = await office.home.app.store.transaction(new_code)
    payload = link("any", code, group=True).partition("startgroup=")[2]
    name = await office.home.app.api.bot_name()
    await group.sends(text=f"/start@{name} {payload}", anonymous=True)
    await office.home.quiet()
    assert await office.home.app.store.transaction(supervisor_chat) == group.chat_id
