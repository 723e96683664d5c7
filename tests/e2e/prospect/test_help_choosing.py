"""Not knowing yet: everyday situations help to choose, and lead to ordinary answers."""

from __future__ import annotations

import pytest

from flows.engine import NO_ANSWERS, Answer
from flows.intake import INTAKE
from flows.situations import SITUATIONS, situations
from tests.e2e.house import House

BOTH = pytest.mark.parametrize("language", ["fi", "en"])


@BOTH
@pytest.mark.parametrize("by", ["tap", "type"])
async def test_situation_leads_to_its_choice_and_on(home: House, language: str, by: str) -> None:
    anna = await home.anna(language)
    await anna.answers(until="who")
    await anna.picks("button.situations")
    screen = await anna.is_at("situation.who.employee")
    assert anna.words("situations.none") in screen.text
    await (anna.taps_words("3") if by == "tap" else anna.says("3"))
    screen = await anna.is_at("challenge.ask")
    assert anna.words("notice.typed", choices=anna.words("who.group")) in screen.text


@BOTH
async def test_situations_of_the_challenge_are_ticked_and_go_on_when_done(home: House, language: str) -> None:
    anna = await home.anna(language)
    await anna.says("/start")
    await anna.picks("welcome.begin", "who.employee", "button.situations")
    for number in ("1", "4"):
        await anna.taps_words(number)
    assert "✓ 4" in (await anna.is_at("situations.ask")).buttons
    await anna.picks("button.back")
    assert "✓ " + anna.words("challenge.coping") in (await anna.is_at("challenge.ask")).buttons
    await anna.picks("button.done")
    await anna.is_at("company.ask")


async def test_situation_that_leads_to_not_knowing_needs_no_second_word_about_it(home: House) -> None:
    anna = await home.anna("en")
    await anna.answers("who.group", "challenge.coping", until="together")
    await anna.picks("button.situations")
    screen = await anna.is_at("situation.together.unsure")
    assert anna.words("situations.none") not in screen.text


async def test_every_question_with_situations_offers_them_until_a_suggestion_is_reached(home: House) -> None:
    anna = await home.anna("en")
    for answer in ("who.group", "challenge.coping", "together.unsure", "pace.longer"):
        await anna.answers(until=answer.partition(".")[0])
        await anna.picks("button.situations")
        await anna.answers(answer)
    await anna.answers(until="offer")
    await anna.is_at("suggestion.title")


async def test_typing_answers_the_question_behind_the_situations(home: House) -> None:
    anna = await home.anna("en")
    await anna.answers(until="who")
    await anna.picks("button.situations")
    await anna.says("a group")
    await anna.is_at("challenge.ask")


def test_every_situation_leads_to_a_choice_that_its_question_has() -> None:
    for key, told in SITUATIONS.items():
        question = INTAKE.question(key)
        assert question is not None
        assert 3 <= len(told) <= 7
        assert all(question.choice(choice) for choice in told), key


def test_situation_of_a_choice_that_is_not_on_offer_is_left_out() -> None:
    question = INTAKE.question("together")
    assert question is not None
    pair = INTAKE.answer(NO_ANSWERS, "who", Answer(("pair",)))

    assert "alternately" not in [choice.key for _, choice in situations(question, pair)]
