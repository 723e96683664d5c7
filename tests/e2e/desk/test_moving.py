"""The supervisor's group becomes a supergroup: what was before stays in the old chat, nothing is dropped silently."""

from __future__ import annotations

from bot.local_telegram.shapes import Chat
from tests.driver import Talk
from tests.e2e.desk.office import Office
from tests.e2e.phone import Phone


async def moves(office: Office) -> Chat:
    """The group becomes a supergroup; `desk` stays in the old one."""
    await office.home.quiet()
    grown = office.home.telegram.deeds.migrate(office.desk.chat_id)
    await office.home.quiet()
    return grown


def texts(chat: Chat) -> list[str]:
    """What the chat shows, oldest first."""
    return [message.get("text", "") for message in chat.messages.values()]


def cards(office: Office, chat: Chat, number: int) -> int:
    """How many cards of a request the chat shows."""
    titles = {office.desk.words(key, number=str(number)) for key in ("card.new", "card.numbered")}
    return sum(not titles.isdisjoint(text.splitlines()) for text in texts(chat))


def there(office: Office, chat: Chat) -> Phone:
    """The supervisor's phone, open at this chat."""
    person = office.home.telegram.model.people[office.desk.user_id]
    return Phone(Talk(office.home.telegram, chat, person), office.home.quiet, "fi")


async def test_open_requests_come_again_and_are_answered_there(office: Office) -> None:
    await office.shared_with("Liisa")
    anna = await office.request("Anna")
    await office.request("Bea", number=2)
    await office.acts("button.lead.handled")
    grown = await moves(office)
    assert [cards(office, grown, number) for number in (1, 2)] == [1, 0]
    hers = there(office, grown)
    await hers.says("Hello Anna", reply_to=next(s for s in hers.screens if s.buttons))
    await anna.reads_words("Hello Anna")


async def test_reply_to_a_message_from_before_is_told_what_to_do(office: Office) -> None:
    await office.shared_with("Liisa")
    anna = await office.request("Anna")
    grown = await moves(office)
    hers = there(office, grown)
    bot = {"type": "user", "date": 1, "sender_user": office.home.telegram.model.bot}
    stranger = {**bot, "sender_user": {**office.home.telegram.model.bot, "username": "another_bot"}}
    sender = office.home.telegram.model.people[office.desk.user_id].as_user()
    for origin, told in ((stranger, 0), (bot, 1)):
        message = office.home.telegram.model.add_message(
            grown, sender, {"text": "Hello Anna", "external_reply": {"origin": origin}}
        )
        office.home.telegram.updates.add("message", message, about=grown.chat_id)
        await office.home.quiet()
        assert texts(grown).count(hers.words("desk.before_moving")) == told
    assert "Hello Anna" not in anna.printed()


async def test_reply_in_the_old_chat_is_told_what_to_do_and_the_card_comes(office: Office) -> None:
    await office.shared_with("Liisa")
    anna = await office.request("Anna")
    await anna.says("We are seven.")
    letter = await office.desk.reads_words("We are seven.")
    card = await office.card()
    grown = await moves(office)
    await office.desk.says("Hello Anna", reply_to=card)
    await office.home.quiet()
    assert texts(grown).count(office.desk.words("desk.before_moving")) == 1
    assert cards(office, grown, 1) == 2
    await office.desk.says("Hello again", reply_to=letter)
    await office.desk.says("Among ourselves")
    await office.home.quiet()
    assert texts(grown).count(office.desk.words("desk.before_moving")) == 2
    assert "Hello" not in anna.printed()


async def test_tap_on_a_card_from_before_changes_nothing_and_brings_the_card(office: Office) -> None:
    await office.shared_with("Liisa")
    await office.request("Anna")
    card = await office.card()
    grown = await moves(office)
    await office.desk.taps(office.desk.words("button.lead.take"), on=card)
    await office.home.quiet()
    (answer,) = office.home.calls("answerCallbackQuery")[-1:]
    assert answer["parameters"]["text"] == office.desk.words("desk.before_moving")
    assert (await office.lead()).status == "new"
    assert cards(office, grown, 1) == 2


async def test_request_erased_after_the_move_touches_no_message_of_another(office: Office) -> None:
    await office.shared_with("Liisa")
    anna = await office.request("Anna")
    await anna.says("We are seven.")
    await office.desk.reads_words("We are seven.")
    for number, name in enumerate(("Bea", "Cia", "Dea"), start=2):
        await office.request(name, number=number)
    grown = await moves(office)
    await anna.says("/delete")
    await anna.picks("button.erase")
    await office.home.quiet()
    assert [cards(office, grown, number) for number in (1, 2, 3, 4)] == [0, 1, 1, 1]
    assert texts(grown).count(office.desk.words("card.erased", number="1")) == 1


async def test_edit_on_its_way_while_the_group_moves_ends(office: Office) -> None:
    await office.shared_with("Liisa")
    anna = await office.request("Anna")
    mine = await anna.says("We are seven.")
    await office.desk.reads_words("We are seven.")
    office.home.telegram.fails("429", method="editMessageText", chat_id=office.desk.chat_id, retry_after=60)
    await anna.edits(mine, "We are eight.")
    await office.home.quiet()
    before = len(office.home.calls("editMessageText"))
    await moves(office)
    await office.home.passes(61)
    assert len(office.home.calls("editMessageText")) == before


async def test_answer_on_its_way_while_the_group_moves_takes_nothing_of_the_prospect_along(office: Office) -> None:
    await office.shared_with("Liisa")
    anna = await office.request("Anna")
    office.home.telegram.fails("429", chat_id=anna.chat_id, retry_after=60)
    await office.replies("Hello Anna")
    await anna.says("/help")
    grown = await moves(office)
    await office.home.passes(61)
    await anna.is_at("help.text")
    assert anna.words("help.text") not in " ".join(texts(grown))
    await anna.reads_words("Hello Anna")


async def test_file_that_is_to_go_after_a_day_takes_no_message_of_the_new_chat_along(office: Office) -> None:
    await office.shared_with("Liisa")
    for number, name in enumerate(("Anna", "Bea", "Cia", "Dea"), start=1):
        await office.request(name, number=number)
    await office.home.quiet()
    office.home.telegram.deeds.send(office.desk.chat_id, office.desk.user_id, {"text": "/print 1"})
    await office.home.quiet()
    files = [key for key, message in office.desk.chat.messages.items() if "document" in message]
    grown = await moves(office)
    bot = office.home.telegram.model.bot
    while grown.next_message_id <= files[-1]:
        office.home.telegram.model.add_message(grown, bot, {"text": "of another matter"})
    there_before = set(grown.messages)
    await office.home.passes(25 * 3600)
    assert there_before <= set(grown.messages)
