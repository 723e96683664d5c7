""" "This would change if ...": which other answer would change the format."""

from __future__ import annotations

import pytest

from flows.engine import UNSURE
from flows.intake import INTAKE
from flows.recommend import decide
from flows.what_if import CHANGES, change, changed, what_if
from tests.flows.routes import given, need_routes


@pytest.mark.parametrize(
    ("answers", "first"),
    [
        (
            {"who": "group", "challenge": "coping", "together": "together", "pace": "longer"},
            ("alternately", "combination"),
        ),
        ({"who": "pair", "challenge": "coping", "together": "together", "pace": "longer"}, ("alone", "individual")),
        ({"who": "pair", "challenge": "coping", "together": "alone", "pace": "longer"}, ("together", "pair")),
        ({"who": "employee", "challenge": "single_matter", "company": "own", "pace": "few"}, ("longer", "individual")),
        ({"who": "manager", "challenge": "coping", "company": "own", "pace": "few"}, ("turns", "combination")),
        ({"who": "manager", "challenge": "coping", "company": "turns", "pace": "few"}, ("own", "individual")),
        ({"who": "community", "challenge": "coping", "pace": "few"}, ("matter", "short")),
        (
            {"who": "managers", "challenge": "new_role", "together": "together", "pace": "longer"},
            ("alternately", "combination"),
        ),
        ({"who": UNSURE, "challenge": UNSURE, "together": UNSURE, "pace": "longer"}, ("cases", "case")),
    ],
)
def test_first_change_mentioned_is_the_likeliest(
    answers: dict[str, str | tuple[str, ...]], first: tuple[str, str]
) -> None:
    would_be = what_if(given(**answers))[0]

    assert (would_be.change.key, would_be.format.key) == first


def test_every_change_is_worth_having() -> None:
    shown = {would_be.change.key for answers in need_routes()[::5] for would_be in what_if(answers)}
    never = {change.key for change in CHANGES} - shown

    assert not never, "never among the first that are shown: move it up, or take it away"


def test_change_is_found_by_its_key_and_one_taken_away_is_not() -> None:
    assert change("alone") in CHANGES
    assert change("crisis") is None, "a button of an older screen leads nowhere"


def test_change_to_the_same_answer_is_no_change() -> None:
    answers = given(who="group", challenge="coping", together="alone", pace="longer")
    alone = next(change for change in CHANGES if change.key == "alone")

    assert changed(answers, alone) is None


def test_change_of_a_question_not_asked_is_no_change() -> None:
    answers = given(who="community", challenge="coping", pace="longer")
    alternately = next(change for change in CHANGES if change.key == "alternately")

    assert changed(answers, alternately) is None


def test_change_that_is_not_on_offer_is_no_change() -> None:
    answers = given(who="employee", challenge="coping", company="own", pace="longer")
    work_ability = next(change for change in CHANGES if change.key == "work_ability")

    assert changed(answers, work_ability) is None


def test_crisis_is_nothing_to_try_others_beside_nor_one_to_try() -> None:
    assert what_if(given(who="group", challenge="crisis", together="together")) == ()
    for answers in need_routes():
        assert "crisis" not in {would_be.format.key for would_be in what_if(answers)}, answers


def test_trying_a_change_leaves_the_answers_as_they_were() -> None:
    answers = given(who="managers", challenge="new_role", together="together", pace="longer")
    before = dict(answers)
    what_if(answers)

    assert dict(answers) == before
    assert INTAKE.current(answers) is not None
    assert decide(answers).suggest == "new_managers"
