"""The card: everything the supervisor needs on one screen, in the language of the desk, and nobody's markup on it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from bot.prospect.draft import draft
from bot.prospect.views.screens import screen
from bot.requests import card as words
from bot.requests.card import FOLDED_FROM, WORDS_SHOWN, card
from bot.requests.request import Lead
from bot.ui.callbacks import Desk, encode
from bot.ui.i18n import Translator
from flows.engine import TO_ASK, Answer, Answers
from flows.formats import FORMATS
from flows.intake import INTAKE
from flows.recommend import recommend
from flows.summary import TO_BE_ASKED, lines
from flows.text import Apart, Text
from tests.bot.prospects import buttons, check, prospect, read
from tests.flows.routes import KUOPIO, given, need_routes, place_routes
from tests.way import completed

NASTY = '<b>"&amp;" </b> {name} <script>'

EVERYTHING: dict[str, str | tuple[str, ...]] = {
    "who": "managers",
    "challenge": ("new_role", "work_ability", "coping", "single_matter", "cooperation", "growth", "cases", "words"),
    "own_words": NASTY,
    "together": "alternately",
    "place": "both",
    "town": KUOPIO,
    "pace": "longer",
    "offer": "contact",
    "people": "eleven_twenty",
    "role": "orderer",
    "way": "email",
    "email": "anna@example.org",
    "organisation": NASTY,
    "message": NASTY,
}


def lead(answers: Answers, **changes: object) -> Lead:
    made = Lead(
        number=12,
        chat_id=7001,
        language="en",
        format=recommend(answers).format.key,
        status="new",
        agreed_at=datetime(2026, 11, 22, 14, 5, tzinfo=UTC),
        answers=answers,
        name=NASTY,
        username="anna_k",
    )
    return replace(made, **changes)  # type: ignore[arg-type] # the changes are this file's own


@pytest.fixture(name="fi")
def _fi(translators: Mapping[str, Translator]) -> Translator:
    return translators["fi"]


def test_card_holds_every_answer_and_every_reason(translators: Mapping[str, Translator]) -> None:
    answers = given(**EVERYTHING)
    for speak in translators.values():
        text = check(card(lead(answers), speak, translators), own_words=True)
        for line in lines(answers):
            for value in line.values if line.question.key not in ("offer", "way") else ():
                assert speak(value) in text, (line.question.key, speak)
        for reason in recommend(answers).because:
            assert speak(reason) in text
        assert "anna@example.org" in text
        assert "@anna_k" in text
        assert text.count(NASTY) == 4
        assert "12" in text


def test_most_important_stands_first_and_own_words_above_the_lesser_answers(
    translators: Mapping[str, Translator], fi: Translator
) -> None:
    answers = given(**{**EVERYTHING, "own_words": "my own words", "message": "my message", "organisation": "Oy"})
    text = read(card(lead(answers, name="Anna"), fi, translators).html)
    told = {line.question.key: fi(words.fact(line, fi)) for line in lines(answers)}
    in_order = [
        "Anna",
        fi(FORMATS["combination"].name),
        told["who"],
        told["place"],
        told["town"],
        "anna@example.org",
        "my own words",
        "my message",
        fi(words.REST),
        told["challenge"],
        told["together"],
        told["pace"],
        fi(recommend(answers).because[0]),
    ]
    assert sorted(in_order, key=text.index) == in_order
    assert "km" in told["town"]


@pytest.mark.parametrize(("size", "folded"), [(FOLDED_FROM - 1, 1), (FOLDED_FROM, 2)])
def test_long_own_words_are_folded_so_that_the_card_is_one_screen(
    translators: Mapping[str, Translator], fi: Translator, size: int, folded: int
) -> None:
    shown = card(lead(given(**{**EVERYTHING, "own_words": "y" * size})), fi, translators)
    assert shown.html.count("<blockquote expandable>") == folded


def test_nothing_of_the_writer_is_markup(translators: Mapping[str, Translator], fi: Translator) -> None:
    shown = card(lead(given(**EVERYTHING)), fi, translators)

    assert "<script" not in shown.html
    assert set(re.findall(r"</?(\w+)", shown.html)) == {"b", "blockquote"}


@pytest.mark.parametrize("character", ["x", "<", "&", "🙂", "\n"])
def test_longest_of_everything_fits_one_message(translators: Mapping[str, Translator], character: str) -> None:
    long = {"own_words": 4096, "organisation": 120, "message": 4096}
    answers = given(**{**EVERYTHING, **{key: "a" + character * (n - 1) for key, n in long.items()}})
    for speak in translators.values():
        shown = card(lead(answers, name=character * 300), speak, translators, repeated=True, more=True)
        check(shown, own_words=True)
        assert encode(Desk("all", 12)) in {button.data for button in buttons(shown)}


@pytest.mark.parametrize(("key", "longest"), [("own_words", WORDS_SHOWN), ("message", WORDS_SHOWN)])
def test_words_that_fit_are_shown_whole_and_the_rest_is_behind_a_button(
    translators: Mapping[str, Translator], fi: Translator, key: str, longest: int
) -> None:
    for extra in (0, 1):
        shown = card(lead(given(**{**EVERYTHING, key: "y" * (longest + extra)})), fi, translators, more=True)
        assert ("y" * longest in shown.html) is (extra == 0)
        assert extra == 0 or encode(Desk("all", 12)) in {button.data for button in buttons(shown)}


def test_every_route_makes_a_card(translators: Mapping[str, Translator], fi: Translator) -> None:
    for answers in (*need_routes()[::23], *place_routes()):
        check(card(lead(answers), fi, translators), own_words=True)


@pytest.mark.parametrize(("challenge", "loud"), [("crisis", True), ("coping", False)])
def test_crisis_is_loud(translators: Mapping[str, Translator], fi: Translator, challenge: str, loud: bool) -> None:
    text = read(card(lead(given(who="employee", challenge=challenge)), fi, translators).html)

    assert (fi(words.LOUD) in text) is loud


@pytest.mark.parametrize(
    ("number", "read_as"), [("+358401234567", "040 123 4567"), ("+88801234567", "+88801234567"), ("+", "+")]
)
def test_shared_number_is_shown_even_when_it_is_no_phone_number(
    translators: Mapping[str, Translator], fi: Translator, number: str, read_as: str
) -> None:
    answers = given(who="employee", challenge="coping", offer="contact", way="phone", phone=number)
    shown = card(lead(answers), fi, translators)

    assert fi(words.ANSWER_PHONE.filled(number=read_as)) in read(shown.html)
    assert [button.copy for button in buttons(shown) if button.copy] == [number]


def test_answer_in_telegram_needs_no_number(translators: Mapping[str, Translator], fi: Translator) -> None:
    answers = given(who="employee", challenge="coping", offer="contact", way="telegram")
    shown = card(lead(answers, username=""), fi, translators)

    assert fi(words.ANSWER_TELEGRAM) in read(shown.html)
    assert "@" not in read(shown.html).replace(NASTY, "")
    assert not [button.copy for button in buttons(shown) if button.copy]


@pytest.mark.parametrize(("name", "shown_as"), [("", words.NO_NAME), ("Anna", "Anna")])
def test_name_is_shown_or_said_to_be_missing(
    translators: Mapping[str, Translator], fi: Translator, name: str, shown_as: Text | str
) -> None:
    text = read(card(lead(given(who="pair", challenge="coping"), name=name), fi, translators).html)

    assert (shown_as if isinstance(shown_as, str) else fi(shown_as)) in text.split("\n")


def test_repeated_card_says_so(translators: Mapping[str, Translator], fi: Translator) -> None:
    answers = given(who="pair", challenge="coping")
    texts = [read(card(lead(answers), fi, translators, repeated=again).html) for again in (False, True)]

    assert [fi(words.REPEATED) in text for text in texts] == [False, True]


def test_erased_lead_shows_its_number_and_nothing_else(translators: Mapping[str, Translator], fi: Translator) -> None:
    shown = card(lead(given(**EVERYTHING), status="erased"), fi, translators)

    assert read(shown.html) == fi(words.ERASED.filled(number="12"))
    assert not shown.rows


def test_own_words_stay_in_their_language_and_are_marked(translators: Mapping[str, Translator], fi: Translator) -> None:
    text = read(card(lead(given(**EVERYTHING)), fi, translators).html)

    assert fi(words.OWN_WORDS.filled(language="englanti")) in text
    assert fi(words.MESSAGE.filled(language="englanti")) in text


def test_opened_answer_is_not_on_the_card(translators: Mapping[str, Translator], fi: Translator) -> None:
    answers = INTAKE.mark(given(**EVERYTHING), "message", Answer(words="half-made"))

    assert "half-made" not in read(card(lead(answers), fi, translators).html)


def test_prospect_agrees_to_the_very_card_the_supervisor_gets(translators: Mapping[str, Translator]) -> None:
    who = prospect(translators, "en", desk="fi")
    who.commands("start")
    answers = given(**{**{key: value for key, value in EVERYTHING.items() if key != "email"}, "way": "telegram"})
    who.conversation = replace(who.now, answers=completed(answers, "review"), beside="card")
    shown = screen(who.now, who.view)

    assert card(draft(who.now), translators["fi"], translators).html in shown.html


def test_what_was_not_given_stands_in_one_folded_line_and_the_language_once(
    translators: Mapping[str, Translator],
) -> None:
    english = translators["en"]
    answers = {key: words for key, words in EVERYTHING.items() if key not in ("email", "organisation")}
    sent = lead(given(**{**answers, "role": "skip", "begin": "skip", "way": "telegram"}), name="Anna")
    for reader, language in ((english, "fi"), (english, "en")):
        shown = card(replace(sent, language=language), reader, translators).html
        assert shown.count("not given") == 0
        assert "Not told: " in shown.split("<blockquote expandable>")[-1]
        assert shown.count("Language: ") == 1


def test_what_is_still_to_be_asked_stands_in_one_folded_line(
    translators: Mapping[str, Translator], fi: Translator
) -> None:
    answers = {**completed({}, ""), "begin": Answer((TO_ASK,)), "role": Answer((TO_ASK,))}
    html = card(lead(answers), fi, translators).html
    left_open = tuple(line.question.name for line in lines(answers) if line.values == (TO_BE_ASKED,))
    assert len(left_open) == 2
    assert fi(TO_BE_ASKED) not in html
    assert fi(words.NOT_SAID.filled(questions=Apart(left_open))) in html


@pytest.mark.parametrize(
    ("asked", "stands"),
    [
        (("What does it cost?",), False),
        (("How soon?",), True),
        (("What does it cost?", "How soon?"), True),
    ],
)
def test_what_own_words_ask_is_not_repeated_as_asked(
    translators: Mapping[str, Translator], fi: Translator, asked: tuple[str, ...], *, stands: bool
) -> None:
    told = lead({**completed({}, ""), "own_words": Answer(words="I am tired. What does it cost?")}, asked=asked)
    html = card(told, fi, translators).html
    assert html.count("What does it cost?") == 1
    assert (fi(words.ASKED) in html) is stands
