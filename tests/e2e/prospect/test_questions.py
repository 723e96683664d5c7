"""Questions asked back are answered in one honest sentence, and the question on show stays."""

from __future__ import annotations

import pytest

from bot.prospect.handlers.faq import ANSWERS, answer_to
from tests.e2e.house import House

ASKED = {
    "price": ("paljonko tämä maksaa?", "mikä on hinta", "Hinta?", "how much does it cost?", "what are your prices"),
    "what": ("mitä työnohjaus on?", "mikä tämä on", "what is supervision?", "what is this?"),
    "who": ("kuka sinä olet?", "ootko sä botti", "who are you?", "are you a bot?"),
    "privacy": ("kuka näkee nämä?", "onko tämä luottamuksellista?", "who sees this?", "is this confidential?"),
    "when": ("milloin pääsee aloittamaan?", "koska vastaatte", "when can we start?", "how soon will you answer?"),
}
TOLD = (
    "meillä on maksanut voimia tämä muutos",
    "kuka tahansa voi osallistua",
    "ryhmä",
    "en tiedä vielä",
    "the cost of change is exhaustion",
    "a group of people",
    "when things got bad we stopped talking",
    "työnohjaus koko tiimille",
)


@pytest.mark.parametrize(("key", "words"), [(key, words) for key, asked in ASKED.items() for words in asked])
def test_question_is_recognised(key: str, words: str) -> None:
    assert answer_to(words) is ANSWERS[key]


@pytest.mark.parametrize("words", TOLD)
def test_what_tells_something_is_no_question(words: str) -> None:
    assert answer_to(words) is None


@pytest.mark.parametrize(("language", "words"), [("fi", "paljonko tämä maksaa?"), ("en", "what does it cost?")])
async def test_price_is_said_to_be_unknown_at_every_step_and_nothing_is_answered_by_it(
    home: House, language: str, words: str
) -> None:
    anna = await home.anna(language)
    await anna.says("/start")
    steps = (("welcome.ask", ("welcome.begin",)), ("who.ask", ("who.group",)), ("challenge.ask", ("challenge.coping",)))
    for asked, answers in steps:
        await anna.says(words)
        assert anna.words("asked.price") in (await anna.is_at(asked)).text
        await anna.picks(*answers)
    await anna.picks("button.done")
    await anna.answers(until="offer")
    await anna.says(words)
    await anna.is_at("asked.price")
    await anna.answers("people.few", "role.participant", until="sent")
    card = await home.desk.reads("card.new", number="1")
    assert card.text.count(words) == 1  # among what was asked
