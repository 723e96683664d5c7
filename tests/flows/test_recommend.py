"""The rules, row by row; the reasons, each only for those who gave it; docs/rules.md says what the code does."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from flows.engine import SKIP, UNSURE, Condition, chosen, picked
from flows.formats import FORMATS
from flows.recommend import LITTLE_KNOWN, RECENT_EVENT, RULES, TOPICS, Recommendation, decide, recommend
from flows.text import Text
from tests.flows.routes import given, need_routes, place_routes

ROWS = Path(__file__).resolve().parents[2] / "docs" / "rules.md"

Challenge = str | tuple[str, ...]

# who, challenge, together (company for one person), pace -> format
EXAMPLES: list[tuple[str, Challenge, str, str, str]] = [
    # 1: a crisis decides, whoever takes part and whatever else is chosen (pace is not asked then)
    ("employee", "crisis", "own", "", "crisis"),
    ("pair", ("crisis", "cooperation"), "alone", "", "crisis"),
    ("group", ("single_matter", "crisis"), "alternately", "", "crisis"),
    ("community", ("crisis", "cases"), "", "", "crisis"),
    ("managers", ("work_ability", "crisis"), "together", "", "crisis"),
    ("leadership", "crisis", "together", "", "crisis"),
    (UNSURE, "crisis", UNSURE, "", "crisis"),
    # 2: work ability, alone or with what the same cases carry
    ("manager", "work_ability", "own", "longer", "case_workability"),
    ("manager", ("work_ability", "new_role"), "peers", UNSURE, "case_workability"),
    ("managers", ("work_ability", "cases"), "alone", "few", "case_workability"),
    ("managers", ("work_ability", "single_matter"), "together", "few", "case_workability"),
    ("leadership", "work_ability", "alternately", "longer", "case_workability"),
    ("leadership", ("work_ability", "words"), "together", "longer", "case_workability"),
    ("managers", ("work_ability", "coping"), "together", "longer", "managers"),
    ("leadership", ("work_ability", "cooperation"), "together", "longer", "leadership"),
    # 3: one matter, unless it may take long
    ("employee", "single_matter", "own", "few", "short"),
    ("employee", ("single_matter", "coping"), "own", UNSURE, "short"),
    ("pair", "single_matter", "alone", "few", "short"),
    ("group", "single_matter", "alternately", "few", "short"),
    ("community", ("single_matter", "cooperation"), "", "few", "short"),
    ("manager", "single_matter", "own", SKIP, "short"),
    (UNSURE, "single_matter", UNSURE, "few", "short"),
    ("employee", "single_matter", "own", "longer", "individual"),
    ("community", "single_matter", "", "longer", "community"),
    # 4: by turns
    ("group", "coping", "alternately", "longer", "combination"),
    ("managers", ("new_role", "growth"), "alternately", "longer", "combination"),
    ("leadership", "cases", "alternately", UNSURE, "combination"),
    ("group", "single_matter", "alternately", "longer", "combination"),
    # 5: cases the only challenge of two or more people
    ("pair", "cases", "together", "longer", "case"),
    ("group", "cases", "alone", "longer", "case"),
    ("community", ("cases", "words"), "", "few", "case"),
    ("managers", "cases", "together", UNSURE, "case"),
    ("leadership", "cases", "together", "longer", "case"),
    ("employee", "cases", "own", "longer", "individual"),
    ("manager", "cases", "own", "longer", "managers"),
    ("group", ("cases", "growth"), "together", "longer", "group"),
    # 6: several new managers
    ("managers", "new_role", "together", "longer", "new_managers"),
    ("managers", ("new_role", "coping"), UNSURE, "few", "new_managers"),
    ("managers", "new_role", "alone", "longer", "managers"),
    ("group", "new_role", "together", "longer", "group"),
    ("employee", "new_role", "own", "longer", "individual"),
    # 7: a leadership team
    ("leadership", "cooperation", "together", "longer", "leadership"),
    ("leadership", "new_role", UNSURE, UNSURE, "leadership"),
    ("leadership", "growth", "alone", "longer", "managers"),
    # 8: other managers
    ("manager", "coping", "own", "longer", "managers"),
    ("manager", "new_role", "peers", "longer", "managers"),
    ("managers", "cooperation", "together", "longer", "managers"),
    ("managers", "coping", "alone", "few", "managers"),
    # 9: a work community
    ("community", "cooperation", "", "longer", "community"),
    ("community", UNSURE, "", UNSURE, "community"),
    # 10 and 11: a pair, a group; each alone
    ("pair", "cooperation", "together", "longer", "pair"),
    ("pair", "growth", UNSURE, "few", "pair"),
    ("pair", "coping", "alone", "longer", "individual"),
    ("group", "coping", "together", "longer", "group"),
    ("group", "words", UNSURE, UNSURE, "group"),
    ("group", "coping", "alone", "longer", "individual"),
    # 12: one employee
    ("employee", "growth", "own", "longer", "individual"),
    ("employee", ("coping", "growth"), "peers", "few", "individual"),
    ("employee", UNSURE, UNSURE, UNSURE, "individual"),
    # 13: otherwise
    (UNSURE, "coping", "together", "longer", "discuss"),
    (UNSURE, "cases", "alternately", "few", "discuss"),
    (UNSURE, UNSURE, UNSURE, UNSURE, "discuss"),
    (SKIP, SKIP, "", SKIP, "discuss"),
]


def suggested(who: str, challenge: Challenge, together: str, pace: str) -> Recommendation:
    answers: dict[str, Challenge] = {"who": who, "challenge": challenge}
    if together:
        answers["company" if who in ("employee", "manager") else "together"] = together
    if pace:
        answers["pace"] = pace
    return recommend(given(**answers))


@pytest.mark.parametrize(("who", "challenge", "together", "pace", "expected"), EXAMPLES)
def test_answers_of_a_row_lead_to_its_format(
    who: str, challenge: Challenge, together: str, pace: str, expected: str
) -> None:
    assert suggested(who, challenge, together, pace).format.key == expected


def test_examples_reach_every_format_and_every_rule() -> None:
    assert {row[-1] for row in EXAMPLES} == set(FORMATS)
    assert {suggested(*row[:-1]).rule for row in EXAMPLES} == {rule.name for rule in RULES}


def test_last_rule_always_holds() -> None:
    assert RULES[-1].when({})
    assert RULES[-1].suggest == "discuss"


def said(*choices: str) -> Condition:
    return picked("challenge", *choices)


BECAUSE: dict[str, Condition] = {
    "because.crisis": said("crisis"),
    "because.case_workability": said("work_ability"),
    "because.short": said("single_matter"),
    "because.combination": picked("together", "alternately"),
    "because.case": said("cases"),
    "because.new_managers": lambda a: picked("who", "managers")(a) and said("new_role")(a),
    "because.leadership": picked("who", "leadership"),
    "because.managers": picked("who", "manager", "managers", "leadership"),
    "because.community": picked("who", "community"),
    "because.pair": picked("who", "pair"),
    "because.each_alone": picked("together", "alone"),
    "because.group": picked("who", "group"),
    "because.individual": picked("who", "employee"),
    "because.discuss": picked("who", UNSURE),
    "because.together": picked("together", "together"),
    "because.peers": picked("company", "peers"),
    "because.topics": said(*TOPICS),
    "because.longer": picked("pace", "longer"),
    "because.few": picked("pace", "few"),
}
"""Every reason there is, and what a person must have answered to read it."""


def test_nobody_reads_a_reason_they_did_not_give() -> None:
    read = set()
    for answers in need_routes():
        for reason in recommend(answers).because:
            assert BECAUSE[reason.context](answers), (reason.context, answers)
            read.add(reason.context)

    assert read == set(BECAUSE)


def test_topics_named_are_challenges_chosen() -> None:
    keys = {text.context: key for key, text in TOPICS.items()}
    for answers in need_routes():
        for reason in recommend(answers).because:
            topics = reason.values.get("topics", ())
            assert isinstance(topics, tuple)
            named = {keys[topic.context] for topic in topics if isinstance(topic, Text)}
            assert named <= set(chosen(answers, "challenge")), answers


def test_every_challenge_is_taken_up_as_a_reason_or_decides() -> None:
    keys = {text.context: key for key, text in TOPICS.items()}
    for answers in need_routes():
        rule = decide(answers)
        taken = set(rule.uses)
        for reason in recommend(answers).because:
            topics = reason.values.get("topics", ())
            assert isinstance(topics, tuple)
            taken |= {keys[topic.context] for topic in topics if isinstance(topic, Text)}
        assert set(chosen(answers, "challenge")) - {"words", UNSURE} <= taken, (rule.name, answers)


def test_reasons_begin_with_the_one_that_decided() -> None:
    for answers in need_routes():
        assert recommend(answers).because[0] == decide(answers).because


def test_wish_for_meeting_by_turns_is_met_or_named_beside() -> None:
    for answers in need_routes():
        if picked("together", "alternately")(answers) and not picked("who", UNSURE)(answers):
            found = recommend(answers)
            named = {found.format.key, *(each.key for each in found.alternatives)}
            # two challenges with a format of their own come before it
            assert "combination" in named or len(chosen(answers, "challenge")) > 1, answers


def test_everything_unsure_is_said_plainly() -> None:
    found = suggested(UNSURE, UNSURE, UNSURE, UNSURE)

    assert LITTLE_KNOWN in found.notes
    assert [reason.context for reason in found.because] == ["because.discuss"]


def test_everything_skipped_gives_no_reason_and_says_so() -> None:
    found = suggested(SKIP, SKIP, "", SKIP)

    assert found.because == ()
    assert LITTLE_KNOWN in found.notes


def test_somebody_who_told_something_does_not_read_that_little_is_known() -> None:
    for answers in (*need_routes(), *place_routes()):
        told = any(set(chosen(answers, key)) - {UNSURE} for key in ("who", "challenge", "pace"))
        assert (LITTLE_KNOWN in recommend(answers).notes) is not told, answers


def test_crisis_and_only_crisis_points_to_occupational_health_first() -> None:
    for answers in need_routes():
        assert (RECENT_EVENT in recommend(answers).notes) is said("crisis")(answers)


def test_few_meetings_wished_on_a_long_form_is_answered_honestly() -> None:
    for answers in need_routes():
        found = recommend(answers)
        wished = picked("pace", "few")(answers) and found.format.long_term
        assert ("note.few" in [note.context for note in found.notes]) is wished


def test_wish_for_longer_work_or_for_taking_turns_is_always_answered() -> None:
    for answers in need_routes():
        found = recommend(answers)
        told = {text.context for text in (*found.because, *found.notes)}
        if found.format.key == "discuss":
            continue
        if picked("pace", "longer")(answers):
            assert len(told & {"because.longer", "note.longer"}) == 1, (answers, told)
        if picked("together", "alternately")(answers):
            assert len(told & {"because.combination", "note.turns"}) == 1, (answers, told)


def test_lengths_are_those_the_supervisor_gives() -> None:
    lengths = {key: each.length.context for key, each in FORMATS.items()}

    assert lengths.pop("crisis") == "length.crisis"
    assert lengths.pop("combination") == "length.combination"
    assert lengths.pop("short") == "length.short"
    assert lengths.pop("discuss") == "length.discuss"
    assert {lengths.pop("case"), lengths.pop("case_workability")} == {"length.agreed"}
    assert set(lengths.values()) == {"length.long"}


def test_rules_written_down_are_the_rules_of_the_code() -> None:
    written = re.findall(r"^\| *\d+ *\| *([^|]+?) *\|[^|]*\| *`(\w+)` *\|", ROWS.read_text(encoding="utf-8"), re.M)

    assert written == [(rule.name, rule.suggest) for rule in RULES]
