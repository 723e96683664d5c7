"""Every route through the questions of the need: it ends, in a suggestion that makes sense for who takes part."""

from __future__ import annotations

from collections import Counter

import pytest

from flows.conditions import ALONE, who
from flows.engine import Answer, Stage, chosen
from flows.formats import FORMATS
from flows.intake import INTAKE, OFFER, PLACE
from flows.practice import WHERE, place, to_agree
from flows.recommend import decide, recommend
from flows.rules import RULES, USUAL
from flows.what_if import changed, what_if
from tests.flows.routes import STORED, need_routes, place_routes

LEADING = {"managers", "leadership", "case_workability", "new_managers"}

SENSIBLE: dict[str, set[str]] = {
    "employee": {"individual", "group", "combination", "short", "crisis", "case"},
    "pair": {"pair", "individual", "short", "crisis", "case"},
    "group": {"group", "individual", "combination", "community", "case", "short", "crisis"},
    "community": {"community", "group", "managers", "case", "short", "crisis"},
    "manager": {"managers", "individual", "combination", "short", "crisis", "case", "case_workability", "new_managers"},
    "managers": {"managers", "individual", "group", "combination", "short", "crisis", "case"}
    | LEADING - {"leadership"},
    "leadership": {"group", "individual", "combination", "short", "crisis", "case", "managers"} | LEADING,
    "": {"individual", "group", "combination", "case", "short", "crisis"},
}
"""What may be mentioned to whom; the work of leading others only to those who lead."""

JOINT = {"pair", "group", "community", "managers", "leadership", "new_managers", "combination"}

ANSWERED_IN_NEED = tuple(each.key for each in INTAKE.questions if each.stage is Stage.NEED)


def test_every_route_ends_at_the_suggestion() -> None:
    ends = {question.key if (question := INTAKE.current(answers)) else "" for answers in need_routes()}

    assert ends == {OFFER.key}
    assert len(need_routes()) > 3000


def test_every_question_of_the_need_is_reached() -> None:
    reached = {key for answers in (*need_routes(), *place_routes()) for key in answers}

    assert reached >= set(ANSWERED_IN_NEED)


def test_every_choice_of_the_need_is_reached() -> None:
    reached = {
        (key, choice)
        for answers in (*need_routes(), *place_routes())
        for key in answers
        for choice in answers[key].chosen
    }
    written = {
        (question.key, choice.key)
        for question in INTAKE.questions
        if question.key in ANSWERED_IN_NEED
        for choice in question.choices
    }

    assert written <= reached


def test_every_format_and_every_rule_comes_out_for_somebody() -> None:
    formats = Counter(recommend(answers).format.key for answers in need_routes())
    rules = Counter(decide(answers).name for answers in need_routes())

    assert set(formats) == set(FORMATS)
    assert set(rules) == {rule.name for rule in RULES}


def test_every_route_has_one_to_four_reasons_each_once() -> None:
    for answers in need_routes():
        reasons = [reason.context for reason in recommend(answers).because]

        assert 1 <= len(reasons) <= 4, answers
        assert len(set(reasons)) == len(reasons), answers


def test_every_route_has_two_other_possibilities_that_suit_who_takes_part() -> None:
    for answers in need_routes():
        found = recommend(answers)
        others = {each.key for each in found.alternatives}

        if found.format.key == "crisis":  # nothing to try out
            assert not others, answers
            continue
        assert len(found.alternatives) == len(others) == 2, f"{found.rule!r} mentions too few beside it: {answers}"
        assert found.format.key not in others, answers
        assert {found.format.key, *others} - {"discuss"} <= SENSIBLE[who(answers)], (found.rule, answers)


def test_nobody_who_asks_to_be_alone_is_sent_into_a_joint_form() -> None:
    alone = [answers for answers in need_routes() if ALONE(answers)]
    assert alone
    for answers in alone:
        assert decide(answers).suggest not in JOINT, answers


def test_what_is_to_be_discussed_names_the_usual_form_first() -> None:
    discussed = [answers for answers in need_routes() if decide(answers).suggest == "discuss"]
    assert discussed
    for answers in discussed:
        usual = "individual" if ALONE(answers) else USUAL[who(answers)][0]
        assert recommend(answers).alternatives[0].key == usual, answers


def test_every_route_names_a_change_that_leads_elsewhere_and_back() -> None:
    for number, answers in enumerate(need_routes()):
        now = decide(answers).suggest
        changes = what_if(answers)

        fewest = 0 if now in ("crisis", "case") else 1
        assert fewest <= len(changes) <= 3, (
            f"no change of one answer leads away from {decide(answers).name!r}: {answers}"
        )
        assert len({each.format.key for each in changes} | {now}) == len(changes) + 1, answers
        for would_be in changes:
            question = would_be.change.question
            there = STORED.answer(answers, question, Answer(would_be.change.made(chosen(answers, question))))
            assert decide(there).suggest == would_be.format.key != now, (answers, would_be)
            if number % 4:  # the way there is tried on every route, the way back on enough of them
                continue
            back = STORED.answer(there, question, answers[question])
            for key, answer in answers.items():  # what the change made void is asked again, and answered as before
                back = back if back.get(key) == answer else STORED.answer(back, key, answer)
            assert dict(back) == dict(answers), (answers, would_be)


def test_no_change_is_offered_that_the_questions_do_not_allow() -> None:
    for answers in need_routes()[::7]:
        for would_be in what_if(answers):
            again = changed(answers, would_be.change)
            question = INTAKE.question(would_be.change.question)
            assert again is not None
            assert question is not None
            assert question.when(answers)
            offered = {choice.key for choice in question.offered(answers)}
            assert set(chosen(again.answers, question.key)) <= offered


def test_place_does_not_change_the_format_and_is_always_said() -> None:
    suggested = {recommend(answers).format.key for answers in place_routes()}

    assert suggested == {"group"}
    assert all(place(answers) or WHERE in to_agree(answers) for answers in place_routes())
    assert {"".join(chosen(answers, PLACE.key)) for answers in place_routes()} == {c.key for c in PLACE.choices}


@pytest.mark.parametrize("key", ["who", "challenge", "place", "pace"])
def test_question_of_the_need_can_be_skipped(key: str) -> None:
    question = INTAKE.question(key)

    assert question is not None
    assert not question.needed
