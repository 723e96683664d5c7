"""Crisis supervision: contact first, the questions later; offered, never urged."""

from __future__ import annotations

import pytest

from bot.prospect.features.contact_first import shortened
from flows.engine import NO_ANSWERS, Answer, chosen
from flows.intake import INTAKE
from tests.e2e.house import House

BOTH = pytest.mark.parametrize("language", ["fi", "en"])


@BOTH
async def test_ticked_crisis_offers_contact_first_and_the_card_is_loud(home: House, language: str) -> None:
    anna = await home.anna(language)
    await anna.answers("who.group", until="challenge")
    assert not anna.has("button.contact_first")
    await anna.picks("challenge.crisis", "button.contact_first")
    await anna.is_at("way.ask")
    await anna.answers("way.phone", until="phone")
    await anna.says("040 123 4567")
    await anna.picks("review.send")
    await anna.is_at("sent.title", number="1")
    card = await home.desk.reads("card.new", number="1")
    assert home.desk.words("card.crisis") in card.text
    assert home.desk.words("who.group") in card.text
    assert home.desk.words("place.name") in card.text.split(home.desk.words("card.open", questions=""))[1]


@BOTH
async def test_urgent_help_offers_contact_first_and_records_no_crisis(home: House, language: str) -> None:
    anna = await home.anna(language)
    await anna.answers("who.employee", until="challenge")
    await anna.picks("button.urgent")
    await anna.picks("button.contact_first")
    await anna.answers(until="sent")
    card = await home.desk.reads("card.new", number="1")
    assert home.desk.words("card.crisis") not in card.text


async def test_questions_left_for_later_can_be_answered_by_correcting(home: House) -> None:
    anna = await home.anna("en")
    await anna.says("/start")
    await anna.picks("welcome.begin", "who.group", "challenge.crisis", "button.contact_first", "way.telegram")
    await anna.picks("review.send", "button.correct", "place.name", "place.remote", "button.correct.send")
    await home.quiet()
    assert home.desk.words("place.remote") in home.cards[0]


async def test_kept_suggestion_leads_to_contact_from_the_urgent_help_too(home: House) -> None:
    anna = await home.anna("en")
    await anna.reaches_offer()
    await anna.picks("offer.later")
    await anna.says("I think about suicide because of work.")
    await anna.picks("button.contact_first")
    await anna.is_at("way.ask")


async def test_person_who_does_not_want_it_goes_on_as_before(home: House) -> None:
    anna = await home.anna("en")
    await anna.answers("who.group", "challenge.crisis", until="offer")
    assert anna.words("format.crisis") in (await anna.is_at("suggestion.title")).text


def test_what_is_known_is_kept_and_the_rest_is_to_be_asked() -> None:
    answers = INTAKE.answer(NO_ANSWERS, "welcome", Answer(("begin",)))
    answers = INTAKE.answer(answers, "who", Answer(("group",)))
    answers = shortened(INTAKE.mark(answers, "challenge", Answer(("coping", "crisis"))), crisis=True)

    assert chosen(answers, "who") == ("group",)
    assert chosen(answers, "challenge") == ("coping", "crisis")
    assert answers["place"].chosen == ("to_ask",)
    question = INTAKE.current(answers)
    assert question is not None
    assert question.key == "way"
