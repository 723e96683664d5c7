"""How to be answered, under which name, and what else to say; each can be left again."""

from __future__ import annotations

import pytest

from bot.local_telegram.rules import TEXT_LENGTH
from tests.e2e.house import House
from tests.e2e.phone import Phone, said
from tests.way import walk


async def card_of(home: House, anna: Phone) -> str:
    """Send, and the supervisor's card."""
    await anna.picks("review.send")
    return (await home.desk.reads("card.new", number="1")).text


@pytest.mark.parametrize("typed", ["040 123 4567", "+358401234567", "Numeroni on 040-1234567, soita iltapäivällä"])
async def test_phone_typed_in_any_form_stands_on_the_card(home: House, typed: str) -> None:
    anna = await home.anna("fi")
    await anna.reaches_way()
    await anna.answers("way.phone", until="phone")
    await anna.says(typed)
    await anna.is_at("review.ask")
    assert said("card.way.phone", "fi", number="040 123 4567") in await card_of(home, anna)
    copies = [b for row in home.desk.screen.message["reply_markup"]["inline_keyboard"] for b in row if "copy_text" in b]
    assert [each["copy_text"]["text"] for each in copies] == ["+358401234567"]


@pytest.mark.parametrize("where", ["way.ask", "phone.ask", "email.ask"])
async def test_number_that_can_be_read_in_two_ways_is_asked_back_and_the_rest_is_kept(home: House, where: str) -> None:
    anna = await home.anna("fi")
    await anna.reaches_way()
    if where != "way.ask":
        await anna.picks({"phone.ask": "way.phone", "email.ask": "way.email"}[where])
    await anna.says("040 123 4567 3 hengen tiimi")
    await anna.is_at("contact.phone.ambiguous", one="040 1234 5673", other="040 123 4567")
    await anna.says("040 123 4567. Soittakaa 9-15")
    await anna.is_at("review.ask")
    card = await card_of(home, anna)
    assert said("card.way.phone", "fi", number="040 123 4567") in card
    assert "Soittakaa 9-15" in card


async def test_own_number_shared_with_the_key_stands_on_the_card(home: House) -> None:
    anna = await home.anna("en")
    await anna.reaches_way()
    await anna.answers("way.phone", until="phone")
    await home.quiet()
    await anna.presses(anna.words("button.share_number"))
    await anna.is_at("review.ask")
    assert anna.keyboard == []
    phone = home.telegram.model.people[anna.user_id].phone
    assert phone.removeprefix("358") in (await card_of(home, anna)).replace(" ", "")


async def test_somebody_elses_number_is_not_taken(home: House) -> None:
    anna = await home.anna("fi")
    await anna.reaches_way()
    await anna.answers("way.phone", until="phone")
    await anna.shares_contact(phone_number="+358509998887", first_name="Pomo", user_id=999)
    await anna.is_at("notice.not_your_number")
    await anna.shares_contact(phone_number="+358509998887", first_name="Pomo")
    await anna.is_at("notice.not_your_number")
    await anna.says("050 1234567")
    card = await card_of(home, anna)
    assert "050 123 4567" in card
    assert "999" not in card


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ("hei", "contact.phone.missing"),
        ("040", "contact.phone.short"),
        ("112", "contact.phone.service"),
        ("040 1234567 tai 050 7654321", "contact.phone.several"),
        ("040 1234567890123", "contact.phone.long"),
    ],
)
async def test_wrong_number_is_explained_and_asked_again(home: House, typed: str, why: str) -> None:
    anna = await home.anna("fi")
    await anna.reaches_way()
    await anna.answers("way.phone", until="phone")
    await anna.says(typed)
    await anna.is_at(why)
    await anna.says("040 123 4567")
    await anna.is_at("review.ask")


@pytest.mark.parametrize("right", ["anna@gmail.com", "anna@gmial.com"])
async def test_email_with_a_slip_is_asked_back_and_taken_as_the_person_says(home: House, right: str) -> None:
    anna = await home.anna("fi")
    await anna.reaches_way()
    await anna.answers("way.email", until="email")
    await anna.says("anna@gmial.com")
    await anna.is_at("notice.email.meant", address="anna@gmail.com")
    await anna.taps_words(anna.words("button.email.yes") if right == "anna@gmail.com" else right)
    assert said("card.way.email", "fi", address=right) in await card_of(home, anna)


async def test_email_with_a_slip_is_corrected_by_typing_it_again(home: House) -> None:
    anna = await home.anna("fi")
    await anna.reaches_way()
    await anna.answers("way.email", until="email")
    await anna.says("anna@gmial.com")
    await anna.says("anna@gmail.com")
    card = await card_of(home, anna)
    assert "anna@gmail.com" in card
    assert "gmial" not in card


@pytest.mark.parametrize(("typed", "why"), [("anna", "contact.email.missing"), ("anna@yritys", "contact.email.ending")])
async def test_wrong_email_is_explained_and_asked_again(home: House, typed: str, why: str) -> None:
    anna = await home.anna("en")
    await anna.reaches_way()
    await anna.answers("way.email", until="email")
    await anna.says(typed)
    await anna.is_at(why)
    await anna.says("anna@yritys.fi")
    await anna.is_at("review.ask")


async def test_answer_in_telegram_needs_nothing_more(home: House) -> None:
    anna = await home.anna("fi")
    await anna.reaches_review()
    card = await card_of(home, anna)
    assert said("card.way.telegram", "fi") in card
    assert said("card.username", "fi", username="anna") in card


async def test_way_changed_from_phone_to_telegram_leaves_no_number_on_the_card(home: House) -> None:
    anna = await home.anna("fi")
    await anna.reaches_way()
    await anna.answers("way.phone", until="phone")
    await anna.says("040 123 4567")
    await anna.picks("button.add", "button.change", "way.name", "way.telegram")
    await anna.is_at("review.ask")
    card = await card_of(home, anna)
    assert "040" not in card
    assert "copy_text" not in str(home.desk.screen.message)


async def test_name_can_be_changed(home: House) -> None:
    anna = await home.anna("fi")
    await anna.reaches_review()
    await anna.picks("button.add", "button.name")
    await anna.is_at("name.ask")
    await anna.says("Annukka Ö. Virtanen")
    await anna.is_at("review.ask")
    card = await card_of(home, anna)
    assert "Annukka Ö. Virtanen" in card
    assert "\nAnna\n" not in card


async def test_name_can_be_left_out(home: House) -> None:
    anna = await home.anna("fi", username="")
    await anna.reaches_review()
    await anna.picks("button.add", "button.name", "name.skip")
    card = await card_of(home, anna)
    assert said("card.no_name", "fi") in card
    assert "Anna" not in card


async def test_organisation_and_message_stand_on_the_card(home: House) -> None:
    anna = await home.anna("fi")
    await anna.reaches_review()
    await anna.picks("button.add", "button.organisation")
    await anna.says("Esimerkki ry")
    await anna.picks("button.add", "button.message")
    await anna.writes("Tavoitan parhaiten iltaisin.")
    await anna.is_at("review.ask")
    card = await card_of(home, anna)
    assert "Anna, Esimerkki ry" in card
    assert "Tavoitan parhaiten iltaisin." in card


async def test_message_can_simply_be_typed_at_the_card(home: House) -> None:
    anna = await home.anna("fi")
    await anna.reaches_review()
    await anna.says("Sopisiko maanantai?")
    await anna.is_at("notice.message_added")
    await anna.says("Tai tiistai?")
    await anna.is_at("review.ask")
    assert "Sopisiko maanantai?\nTai tiistai?" in await card_of(home, anna)


@pytest.mark.parametrize("key", ["button.name", "button.organisation", "button.message"])
async def test_going_back_from_an_addition_changes_nothing(home: House, key: str) -> None:
    anna = await home.anna("fi")
    before = await anna.reaches_review()
    await anna.picks("button.add", key, "button.back")
    after = await anna.is_at("review.ask")
    assert after.text == before.text


@pytest.mark.parametrize(("way", "question"), [("way.phone", "phone.ask"), ("way.email", "email.ask")])
async def test_going_back_from_the_contact_asks_for_the_way_again(home: House, way: str, question: str) -> None:
    anna = await home.anna("fi")
    await anna.reaches_way()
    await anna.picks(way)
    await anna.reads(question)
    await anna.picks("button.back")
    await anna.is_at("way.ask")
    assert anna.keyboard == []
    await anna.answers(until="review")
    await anna.is_at("review.ask")


async def test_going_back_from_the_card_goes_through_every_question_and_loses_nothing(home: House) -> None:
    anna = await home.anna("fi")
    before = await anna.reaches_review()
    asked = [question.key for question, _, _ in walk("review")]
    for key in reversed(asked[1:]):
        await anna.picks("button.back")
        await anna.is_at("suggestion.title" if key == "offer" else f"{key}.ask")
    await anna.answers("who.employee", until="challenge")
    await anna.picks("button.done")
    await anna.answers(until="review")
    assert (await anna.is_at("review.ask")).text == before.text


async def test_longest_own_words_are_cut_on_the_card_and_whole_behind_all_answers(home: House) -> None:
    words = "".join(f"sana{n:05d} " for n in range(500))[: TEXT_LENGTH - 4] + "LOPP"
    anna = await home.anna("en")
    await anna.answers("who.employee", "challenge.words", until="own_words")
    await anna.says(words)
    await anna.picks("button.done")
    await anna.answers(until="review")
    await anna.is_at("review.ask")
    await anna.says(words.replace("sana", "viesti")[:3000])
    card = await card_of(home, anna)
    assert len(card) < TEXT_LENGTH
    assert "…" in card
    assert "LOPP" not in card
    await home.desk.picks("button.lead.more", "button.all")
    await home.quiet()
    below = [screen for screen in home.desk.screens if screen.message_id > 1]
    assert all(len(screen.text) <= TEXT_LENGTH for screen in below)
    told = "".join(screen.text for screen in below)
    assert all(word in told for word in words.split())
    assert all(screen.message["reply_to_message"]["message_id"] == 1 for screen in below)


@pytest.mark.parametrize("language", ["fi", "en"])
async def test_own_words_of_several_messages_are_one_answer(home: House, language: str) -> None:
    anna = await home.anna(language)
    await anna.answers("who.employee", "challenge.words", until="own_words")
    await anna.says("Ensin tämä.")
    await anna.says("Sitten tuo.")
    await anna.picks("button.done")
    await anna.answers(until="review")
    assert "Ensin tämä.\nSitten tuo." in await card_of(home, anna)
