"""From /start to the supervisor's card, in both languages."""

from __future__ import annotations

import re

import pytest

from bot.local_telegram.rules import TEXT_LENGTH
from tests.e2e.house import House
from tests.e2e.phone import said

BOTH = pytest.mark.parametrize("language", ["fi", "en"])
ANSWERS = ("who.group", "challenge.cooperation", "together.alternately", "place.on_site", "pace.longer")


CARD = {"challenge.cooperation": "told.challenge.cooperation"}
"""What stands on the card instead of a button's label."""


@BOTH
async def test_prospect_walks_the_whole_flow_and_the_card_arrives_in_finnish(home: House, language: str) -> None:
    anna = await home.anna(language)
    await anna.says("/start")
    await anna.reads("privacy.short")
    await anna.answers("who.group", "challenge.cooperation", "together.alternately", "place.on_site", until="town")
    await anna.says("Kuusamo")
    await anna.answers(until="offer")
    await anna.reads("because.combination")
    assert "201\u00a0km" in (await anna.reads("format.combination")).text
    await anna.answers("people.five_ten", "role.participant", "way.phone", until="phone")
    await anna.says("040 123 4567")
    review = await anna.is_at("review.ask")
    await anna.picks("review.send")
    await anna.is_at("sent.title", number="1")

    card = await home.desk.reads("card.new", number="1")
    assert "Anna" in card.text
    assert "Kuusamo" in card.text
    assert "201\u00a0km" in card.text
    assert "040 123 4567" in card.text
    assert "@anna" in card.text
    for key in (*ANSWERS, "people.five_ten", "format.combination", "because.combination"):
        assert said(CARD.get(key, key), "fi") in card.text, key
    for key in ("who.group", "people.five_ten", "format.combination"):
        assert said(key, language) in review.text, key
    assert {"fi": "suomi", "en": "englanti"}[language] in card.text
    assert re.search(r"\d{1,2}\.\d{1,2}\.\d{4} klo \d{1,2}\.\d\d", card.text)
    assert len(card.text) < TEXT_LENGTH


@BOTH
async def test_tapping_send_twice_makes_one_lead_and_one_card(home: House, language: str) -> None:
    anna = await home.anna(language)
    screen = await anna.reaches_review()
    label = anna.words("review.send")
    await anna.taps(label, on=screen)
    await anna.taps(label, on=screen)
    await anna.is_at("sent.title", number="1")
    assert len(home.cards) == 1
    assert len(home.calls("sendMessage", home.desk.chat_id)) == 1
    await anna.taps(label, on=screen)
    await anna.is_at("sent.title", number="1")
    assert len(home.cards) == 1
    assert await home.app.store.transaction(lambda tx: tx.leads.count()) == 1


async def test_each_prospect_gets_a_number_and_the_supervisor_one_card_for_each(home: House) -> None:
    for number, name in enumerate(("Anna", "Bea", "Cia"), start=1):
        one = await home.anna("en", first_name=name)
        await one.leaves_request(number)
    await home.quiet()
    assert len(home.cards) == 3
    for number, (name, card) in enumerate(zip(("Anna", "Bea", "Cia"), home.cards, strict=True), start=1):
        assert card.splitlines()[:2] == [said("card.new", "fi", number=str(number)), name]


async def test_own_words_reach_the_card_as_they_are_and_marked_with_their_language(home: House) -> None:
    anna = await home.anna("en")
    await anna.answers("who.employee", "challenge.words", until="own_words")
    await anna.writes("Too many hats, too few hooks.\nWhat now?")
    await anna.answers(until="sent")
    card = await home.desk.reads("card.new", number="1")
    assert f"{said('card.own_words', 'fi', language='englanti')}\nToo many hats, too few hooks.\nWhat now?" in card.text


async def test_foreign_prospect_may_look_at_the_card_as_it_arrives(home: House) -> None:
    anna = await home.anna("en")
    await anna.reaches_review()
    await anna.picks("button.card")
    shown = await anna.is_at("review.language", language="Finnish")
    assert said("card.way.telegram", "fi") in shown.text
    await anna.picks("button.back", "review.send")
    card = await home.desk.reads("card.new", number="1")
    told = shown.text.split(said("card.draft", "fi"))[1]
    for line in told.splitlines():
        if line and "englanti" not in line and said("review.language", "en", language="Finnish") not in line:
            assert line in card.text


async def test_whatever_the_prospect_reads_before_agreeing_is_what_arrives(home: House) -> None:
    anna = await home.anna("fi")
    await anna.reaches_review()
    await anna.picks("button.card")
    whole = await anna.is_at("card.draft")
    await anna.picks("button.back", "review.send")
    card = await home.desk.reads("card.new", number="1")
    body = whole.text.split(said("card.draft", "fi"), 1)[1].split(said("card.language", "fi", language="suomi"))[0]
    assert body.strip() in card.text


@pytest.mark.parametrize(("who", "plain"), [("who.self", "who.employee"), ("who.self_manager", "who.manager")])
@pytest.mark.parametrize("language", ["fi", "en"])
async def test_who_asks_for_themselves_reads_it_in_their_own_words(
    home: House, language: str, who: str, plain: str
) -> None:
    anna = await home.anna(language)
    await anna.answers(who, until="offer")
    await anna.picks("button.ask", "button.brief", "button.brief.answers")
    await anna.taps_words("Suomi" if language == "fi" else "English")
    assert anna.words(who) in (await anna.reads("brief.answers")).text
    await anna.answers(until="review")
    assert anna.words(who) in anna.living.text
    await anna.answers(until="sent")
    assert all(anna.words(plain) not in screen.text for screen in anna.screens)
    assert home.desk.words(who) in (await home.desk.reads("card.new", number="1")).text
