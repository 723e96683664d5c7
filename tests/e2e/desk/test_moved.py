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


async def test_tap_of_another_in_a_private_desk_does_nothing(office: Office) -> None:
    await office.request()
    card = await office.card()
    eve = await office.home.anna("fi", first_name="Eve", username="eve")
    telegram, taken = office.home.telegram, card.button(office.desk.words("button.lead.take"))
    telegram.model.wait_query("77", eve.user_id, office.desk.chat_id, card.message_id)
    query = {
        "id": "77",
        "from": telegram.model.people[eve.user_id].as_user(),
        "message": office.desk.chat.messages[card.message_id],
        "chat_instance": "1",
        "data": taken["callback_data"] if taken else "",
    }
    telegram.updates.add("callback_query", query, about=eve.user_id)
    await office.home.quiet()
    assert (await office.lead()).status == "new"
    await office.acts("button.lead.take")
    assert (await office.lead()).status == "taken"
