"""How questions are put after what was answered: their wordings, and the situations that help to choose."""

from __future__ import annotations

import pytest

from flows.engine import NO_ANSWERS, TO_ASK, UNSURE, Answer, phrased
from flows.intake import ABROAD, COLLEAGUES, FAR, INTAKE, PACE, PEOPLE, ROLE, SUDDEN, TOGETHER, in_crisis
from flows.situations import SITUATIONS, situations
from flows.summary import TO_BE_ASKED, lines
from flows.text import NN_
from tests.flows.routes import HELSINKI, given, line


@pytest.mark.parametrize(
    ("audience", "hint"),
    [("group", "together.hint"), (UNSURE, "together.hint"), ("pair", "together.hint.pair")],
)
def test_taking_turns_is_explained_to_those_who_can(audience: str, hint: str) -> None:
    assert TOGETHER.hint is not None
    assert phrased(TOGETHER.hint, given(who=audience)).context == hint


@pytest.mark.parametrize(("town", "hint"), [(HELSINKI, "far.hint"), (ABROAD, "far.hint.abroad")])
def test_place_out_of_reach_is_told_kindly(town: str, hint: str) -> None:
    assert FAR.hint is not None
    assert phrased(FAR.hint, given(place="on_site", town=town)).context == hint


def test_every_situation_leads_to_a_choice_that_is_offered_somewhere() -> None:
    for key, each in SITUATIONS.items():
        question = INTAKE.question(key)
        assert question is not None
        assert set(each) <= {choice.key for choice in question.choices}


def test_situations_lead_only_to_choices_on_offer() -> None:
    led_to = {choice.key for _, choice in situations(TOGETHER, given(who="pair"))}

    assert led_to == {"together", "alone", UNSURE}
    assert situations(PEOPLE, NO_ANSWERS) == ()


def test_number_told_with_who_takes_part_is_a_line_of_its_own() -> None:
    answers = INTAKE.answer(given(), "who", Answer(("group",), "6"))

    assert [(each.question.key, each.words) for each in lines(answers)] == [("who", ""), ("people", "6")]


def test_exact_number_is_enough() -> None:
    answers = INTAKE.answer(given(who="group", offer="contact"), "people", Answer(("five_ten",), "7"))
    told = line(answers, "people")

    assert told is not None
    assert (told.values, told.words, told.question.name) == ((), "7", PEOPLE.name)


def test_answer_left_to_the_supervisor_is_to_be_asked() -> None:
    told = line(INTAKE.answer(given(who="group"), "pace", Answer((TO_ASK,))), "pace")

    assert told is not None
    assert told.values == (TO_BE_ASKED,)


def test_sentence_with_a_number_knows_its_plural() -> None:
    assert NN_("t.n", "one", "many").plural == "many"


@pytest.mark.parametrize(
    ("topics", "asked"),
    [
        (("crisis",), False),
        (("crisis", "words"), False),
        ((UNSURE,), False),
        (("coping", "growth"), False),
        (("crisis", "coping"), True),
    ],
)
def test_whether_it_was_sudden_is_asked_only_beside_other_topics(topics: tuple[str, ...], asked: bool) -> None:
    assert SUDDEN.when(given(who="group", challenge=topics)) is asked


@pytest.mark.parametrize(("others", "told"), [("event", False), (UNSURE, False), (TO_ASK, False), ("slow", True)])
def test_pace_is_asked_after_what_was_no_sudden_event(others: str, told: bool) -> None:
    beside = given(who="community", challenge=("crisis", "coping"))
    answers = INTAKE.answer(beside, "sudden", Answer((others,)))

    assert PACE.when(beside), "until it is known the way is not shorter, so that it never grows"
    assert PACE.when(answers) is told
    assert in_crisis(answers) is not told
    assert PACE.when(INTAKE.reopen(answers, "sudden")), "asked again, it is not known"


def test_others_are_asked_about_only_where_one_person_wishes_for_peers() -> None:
    for company, asked in (("own", False), ("turns", False), ("peers", True), (UNSURE, False)):
        assert COLLEAGUES.when(given(who="employee", challenge="coping", company=company)) is asked


@pytest.mark.parametrize(("colleagues", "asked"), [("several", True), ("everyone", True), ("could_join", False)])
def test_how_many_is_asked_of_one_who_speaks_for_all(colleagues: str, asked: bool) -> None:
    answers = given(who="employee", challenge="coping", company="peers", colleagues=colleagues, offer="contact")

    assert PEOPLE.when(answers) is asked


@pytest.mark.parametrize(("who", "asked"), [("self", False), ("self_manager", False), ("employee", True)])
def test_role_is_asked_of_nobody_who_asks_for_themselves(who: str, asked: bool) -> None:
    assert ROLE.when(given(who=who, challenge="coping", company="own", offer="contact")) is asked
