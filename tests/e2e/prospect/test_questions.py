"""Questions asked back are answered in one honest sentence, and the question on show stays."""

from __future__ import annotations

import pytest

from bot.prospect.handlers.faq import questions_in
from bot.requests.questions import QUESTIONS
from tests.e2e.house import House
from tests.e2e.phone import languages, said

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
    assert questions_in(words, languages()) == (key,)


@pytest.mark.parametrize("language", ["fi", "en"])
@pytest.mark.parametrize("key", QUESTIONS)
def test_sentence_behind_a_button_is_recognised_and_its_label_only_with_a_question_mark(
    key: str, language: str
) -> None:
    ask, label = (languages()[language](text) for text in (QUESTIONS[key].ask, QUESTIONS[key].label))
    for words in (ask, ask.removesuffix("?").lower(), f"{label}?"):
        assert questions_in(words, languages()) == (key,)
    assert questions_in(label, languages()) in ((), ("price",))  # "price" alone is known without


@pytest.mark.parametrize("words", TOLD)
def test_what_tells_something_is_no_question(words: str) -> None:
    assert questions_in(words, languages()) == ()


@pytest.mark.parametrize(("language", "words"), [("fi", "paljonko tämä maksaa?"), ("en", "what does it cost?")])
async def test_price_is_said_to_be_unknown_at_every_step_and_nothing_is_answered_by_it(
    home: House, language: str, words: str
) -> None:
    anna = await home.anna(language)
    await anna.says("/start")
    steps = (
        ("welcome.hint", ("welcome.begin",)),
        ("who.ask", ("who.group",)),
        ("challenge.ask", ("challenge.coping",)),
    )
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


@pytest.mark.parametrize("key", [key for key, each in QUESTIONS.items() if not each.unsaid])
@pytest.mark.parametrize("language", ["fi", "en"])
async def test_typed_question_is_answered_like_the_tapped_one_as_far_as_something_is_known(
    home: House, language: str, key: str
) -> None:
    anna = await home.anna(language)
    await anna.answers(until="place")
    await anna.says(said(QUESTIONS[key].ask.context, language))
    known = QUESTIONS[key].passing or QUESTIONS[key].facts[0]
    assert languages()[language](known) in (await anna.is_at("place.ask")).text
    await anna.answers(until="sent")
    assert home.desk.words("card.asked") not in (await home.desk.reads("card.new", number="1")).text


@pytest.mark.parametrize("key", QUESTIONS)
async def test_label_typed_where_questions_are_on_show_opens_its_answer(home: House, key: str) -> None:
    anna = await home.anna("fi")
    await anna.says("/start")
    await anna.picks("button.ask")
    await anna.says(said(QUESTIONS[key].label.context, "fi").lower())
    await anna.is_at(QUESTIONS[key].ask.context)
