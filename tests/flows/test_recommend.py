"""The rules, row by row; the reasons, each only for those who gave it; docs/rules.md says what the code does."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from flows.conditions import BY_TURNS, JOINTLY, both, challenges, either, for_whom, neither
from flows.engine import SKIP, UNSURE, Condition, chosen, phrased, picked
from flows.formats import FORMATS
from flows.recommend import LITTLE_KNOWN, RECENT_EVENT, TOPICS, Recommendation, decide, recommend
from flows.rules import RULES
from flows.text import Text
from tests.flows.routes import given, need_routes, place_routes

ROWS = Path(__file__).resolve().parents[2] / "docs" / "rules.md"

Challenge = str | tuple[str, ...]

# who, challenge, how to meet, pace -> format. How: together or company, for one person with peers colleagues as well;
# of a crisis beside other topics, whether it was sudden stands after its name.
EXAMPLES: list[tuple[str, Challenge, str, str, str]] = [
    # 1: something serious decides, whoever takes part and whatever else is chosen (pace is not asked then)
    ("employee", "crisis", "own", "", "crisis"),
    ("pair", ("crisis:event", "cooperation"), "alone", "", "crisis"),
    ("group", ("single_matter", f"crisis:{UNSURE}"), "alternately", "", "crisis"),
    ("community", (f"crisis:{SKIP}", "cases"), "", "", "crisis"),
    ("managers", ("work_ability", "crisis:event"), "together", "", "crisis"),
    ("leadership", "crisis", "together", "", "crisis"),
    (UNSURE, "crisis", UNSURE, "", "crisis"),
    ("community", ("crisis:slow", "coping"), "", "longer", "community"),
    # 2: neither what it is about nor who or how is known
    ("employee", UNSURE, UNSURE, "longer", "discuss"),
    (UNSURE, UNSURE, "together", "longer", "discuss"),
    ("managers", SKIP, UNSURE, "few", "discuss"),
    ("group", UNSURE, "together", UNSURE, "group"),
    # 3: one matter is all there is, or a few meetings are wished
    ("employee", "single_matter", "own", "few", "short"),
    ("employee", "single_matter", "own", UNSURE, "short"),
    ("employee", ("single_matter", "coping"), "own", UNSURE, "individual"),
    ("employee", ("single_matter", "coping"), "own", "few", "short"),
    ("pair", "single_matter", "alone", "few", "short"),
    ("group", "single_matter", "alternately", "few", "short"),
    ("community", ("single_matter", "cooperation"), "", "few", "short"),
    ("community", ("single_matter", "cooperation"), "", UNSURE, "community"),
    ("manager", "single_matter", "own", SKIP, "short"),
    (UNSURE, "single_matter", UNSURE, "few", "short"),
    ("managers", ("work_ability", "single_matter"), "together", "few", "short"),
    ("employee", "single_matter", "own", "longer", "individual"),
    ("community", "single_matter", "", "longer", "community"),
    # 4: by turns
    ("group", "coping", "alternately", "longer", "combination"),
    ("managers", ("new_role", "growth"), "alternately", "longer", "combination"),
    ("leadership", "cases", "alternately", UNSURE, "combination"),
    ("leadership", "work_ability", "alternately", "longer", "combination"),
    ("group", "single_matter", "alternately", "longer", "combination"),
    (UNSURE, "cases", "alternately", "few", "combination"),
    # 5: work ability, alone or with what the same cases carry
    ("manager", "work_ability", "own", "longer", "case_workability"),
    ("manager", "work_ability", "turns", "longer", "case_workability"),
    ("manager", ("work_ability", "new_role"), "peers+could_join", UNSURE, "case_workability"),
    ("managers", ("work_ability", "cases"), "alone", "few", "case_workability"),
    ("managers", ("work_ability", "single_matter"), "together", UNSURE, "case_workability"),
    ("leadership", ("work_ability", "words"), "together", "longer", "case_workability"),
    ("managers", ("work_ability", "coping"), "together", "longer", "managers"),
    ("leadership", ("work_ability", "cooperation"), "together", "longer", "leadership"),
    # 6: cases are the whole wish, one to one as well, but not each alone
    ("pair", "cases", "together", "longer", "case"),
    ("group", "cases", "alone", "longer", "individual"),
    ("community", ("cases", "words"), "", "few", "case"),
    ("managers", "cases", "together", UNSURE, "case"),
    ("leadership", "cases", "together", "longer", "case"),
    ("employee", "cases", "own", "longer", "case"),
    ("manager", "cases", "peers+could_join", "longer", "case"),
    (UNSURE, "cases", "together", "longer", "case"),
    ("group", ("cases", "growth"), "together", "longer", "group"),
    # 7: managers at a beginning
    ("managers", "new_role", "together", "longer", "new_managers"),
    ("managers", ("new_role", "coping"), UNSURE, "few", "new_managers"),
    ("managers", "new_role", UNSURE, UNSURE, "new_managers"),
    ("manager", "new_role", "peers+could_join", "longer", "new_managers"),
    ("manager", "new_role", "peers+several", "longer", "new_managers"),
    ("manager", "new_role", "peers+nobody", "longer", "individual"),
    ("manager", "new_role", f"peers+{UNSURE}", "longer", "managers"),
    ("manager", "new_role", "own", "longer", "individual"),
    ("managers", "new_role", "alone", "longer", "individual"),
    ("group", "new_role", "together", "longer", "group"),
    ("employee", "new_role", "own", "longer", "individual"),
    # 8: how to meet is open, and so is the pace or who takes part
    ("leadership", "new_role", UNSURE, UNSURE, "discuss"),
    ("group", "words", UNSURE, UNSURE, "discuss"),
    (UNSURE, "coping", UNSURE, "longer", "discuss"),
    ("employee", "coping", UNSURE, SKIP, "discuss"),
    # 9 and 10: one person, with peers beside own meetings or instead of them
    ("employee", "coping", "turns", "longer", "combination"),
    ("manager", "coping", "turns", UNSURE, "combination"),
    ("employee", ("coping", "growth"), "peers+could_join", "few", "group"),
    ("employee", "coping", "peers+several", "longer", "group"),
    ("employee", "coping", "peers+everyone", "longer", "community"),
    ("manager", "coping", "peers+everyone", "longer", "community"),
    # 11: each alone, one to one
    ("pair", "coping", "alone", "longer", "individual"),
    ("group", "coping", "alone", "longer", "individual"),
    ("managers", "coping", "alone", "few", "individual"),
    ("leadership", "growth", "alone", "longer", "individual"),
    ("manager", "coping", "own", "longer", "individual"),
    ("employee", "growth", "own", "longer", "individual"),
    (UNSURE, "coping", "alone", "longer", "individual"),
    # 12: a leadership team
    ("leadership", "cooperation", "together", "longer", "leadership"),
    ("leadership", "new_role", UNSURE, "longer", "leadership"),
    # 13: other managers
    ("managers", "cooperation", "together", "longer", "managers"),
    ("manager", "coping", "peers+could_join", "longer", "managers"),
    ("manager", "coping", f"peers+{UNSURE}", "longer", "managers"),
    ("manager", "coping", "peers+several", "longer", "managers"),
    ("manager", "coping", "peers+nobody", "longer", "individual"),
    # 14: a work community
    ("community", "cooperation", "", "longer", "community"),
    ("community", UNSURE, "", UNSURE, "community"),
    # 15 and 16: a pair, a group
    ("pair", "cooperation", "together", "longer", "pair"),
    ("pair", "growth", UNSURE, "few", "pair"),
    ("group", "coping", "together", "longer", "group"),
    ("group", "coping", UNSURE, "longer", "group"),
    # 17: one person who would like peers and knows of nobody, or does not know how to meet
    ("employee", "coping", "peers+nobody", "longer", "individual"),
    ("employee", "coping", f"peers+{UNSURE}", "longer", "individual"),
    ("employee", "coping", UNSURE, "longer", "individual"),
    ("manager", "coping", UNSURE, "few", "individual"),
    # 18: otherwise
    (UNSURE, "coping", "together", "longer", "discuss"),
    (SKIP, SKIP, "", SKIP, "discuss"),
]


def suggested(who: str, challenge: Challenge, how: str, pace: str) -> Recommendation:
    topics = (challenge,) if isinstance(challenge, str) else challenge
    sudden = "".join(each.partition(":")[2] for each in topics)
    meet, _, colleagues = how.partition("+")
    key = "company" if who in ("employee", "manager") else "together"
    answers: dict[str, str | tuple[str, ...]] = {
        "who": who,
        "challenge": tuple(each.partition(":")[0] for each in topics),
        "sudden": sudden,
        key: meet,
        "colleagues": colleagues,
        "pace": pace,
    }
    return recommend(given(**{key: answer for key, answer in answers.items() if answer}))


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


SEVERAL = either(for_whom("pair", "group", "managers", "leadership", "community"), picked("together", "together"))
"""Those of whom one may speak as of several people who meet."""

BECAUSE: dict[str, Condition] = {
    "because.crisis": both(said("crisis"), neither(picked("sudden", "slow"))),
    "because.case_workability": both(said("work_ability"), JOINTLY),
    "because.case_workability.one": said("work_ability"),
    "because.short": said("single_matter"),
    "because.combination": BY_TURNS,
    "because.case": both(said("cases"), JOINTLY),
    "because.case.one": said("cases"),
    "because.new_managers": both(for_whom("managers"), said("new_role")),
    "because.new_managers.one": both(for_whom("manager"), said("new_role"), picked("colleagues", "could_join")),
    "because.leadership": picked("who", "leadership"),
    "because.managers": for_whom("managers"),
    "because.managers.one": both(for_whom("manager"), picked("company", "peers")),
    "because.community": for_whom("community"),
    "because.pair": picked("who", "pair"),
    "because.each_alone": picked("together", "alone"),
    "because.own": picked("company", "own"),
    "because.one_to_one": picked("company", "own"),
    "because.peers_join": both(for_whom("employee"), picked("colleagues", "could_join")),
    "because.group": for_whom("group"),
    "because.individual": for_whom("employee", "manager"),
    "because.discuss": picked("who", UNSURE),
    "because.discuss.about": picked("challenge", UNSURE),
    "because.discuss.how": either(picked("together", UNSURE), picked("company", UNSURE)),
    "because.together": SEVERAL,
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
        assert recommend(answers).because[0] == phrased(decide(answers).because, answers)


def test_one_person_reads_nothing_of_learning_together_and_who_leads_reads_of_leading() -> None:
    for answers in need_routes():
        found = recommend(answers)
        if not JOINTLY(answers):
            assert "together" not in found.what.message or found.format.key not in ("case", "case_workability"), answers
        if found.format.key == "individual":
            leads = picked("who", "manager", "managers", "leadership")(answers)
            assert ("way of leading" in found.what.message) is leads, answers


def test_short_supervision_is_for_one_matter_alone_or_for_a_few_meetings() -> None:
    for answers in need_routes():
        if recommend(answers).format.key == "short":
            assert challenges(answers) == {"single_matter"} or picked("pace", "few")(answers), answers


def test_answer_about_others_decides() -> None:
    formats = {
        others: suggested("employee", "coping", f"peers+{others}", "longer").format.key
        for others in ("could_join", "nobody", "several", "everyone", UNSURE)
    }

    assert formats == {
        "could_join": "group",
        "nobody": "individual",
        "several": "group",
        "everyone": "community",
        UNSURE: "individual",
    }


def test_wish_for_meeting_by_turns_is_met_or_named_beside() -> None:
    for answers in need_routes():
        found = recommend(answers)
        if BY_TURNS(answers) and found.format.key not in ("crisis", "discuss"):
            named = {found.format.key, *(each.key for each in found.alternatives)}
            # two challenges with a format of their own come before it
            assert "combination" in named or len(chosen(answers, "challenge")) > 1, answers


def test_everything_unsure_is_said_plainly() -> None:
    found = suggested(UNSURE, UNSURE, UNSURE, UNSURE)

    assert LITTLE_KNOWN in found.notes
    assert [reason.context for reason in found.because] == ["because.discuss"]
    assert [each.key for each in found.alternatives] == ["individual", "group"]


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
        assert (RECENT_EVENT in recommend(answers).notes) is (recommend(answers).format.key == "crisis")


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
        if BY_TURNS(answers):
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
