"""The rules, row by row; the reasons, each only for those who gave it; docs/rules.md says what the code does."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any, ClassVar

import pytest

from flows.conditions import BY_TURNS, JOINTLY, both, challenges, either, for_whom, neither
from flows.engine import SKIP, UNSURE, Answer, Condition, chosen, phrased, picked
from flows.formats import FORMATS
from flows.intake import INTAKE, SELF
from flows.recommend import (
    FEW_MEETINGS,
    FORM,
    LONGER_TIME,
    MORE_TOPICS,
    OWN_LEADING,
    TOPICS,
    TURNS,
    Recommendation,
    decide,
    recommend,
)
from flows.rules import BESIDE_CASES, RULES, USUAL
from flows.text import Text
from tests.flows.routes import given, need_routes, place_routes

ROWS = Path(__file__).resolve().parents[2] / "docs" / "rules.md"

Challenge = str | tuple[str, ...]

# who, challenge, how to meet, pace -> format, what is mentioned beside it. How: together or company, for one person
# with peers colleagues as well; of a crisis beside other topics, whether it was sudden stands after its name.
# Answers to other questions that a rule reads stand after the pace: "longer question.choice".
EXAMPLES: list[tuple[str, Challenge, str, str, str, str]] = [
    # something serious decides, for any audience and whatever else is chosen (pace is not asked then)
    ("employee", "crisis", "own", "", "crisis", ""),
    ("pair", ("crisis:event", "cooperation"), "alone", "", "crisis", ""),
    ("group", ("single_matter", f"crisis:{UNSURE}"), "alternately", "", "crisis", ""),
    ("community", (f"crisis:{SKIP}", "cases"), "", "", "crisis", ""),
    ("managers", ("work_ability", "crisis:event"), "together", "", "crisis", ""),
    ("leadership", "crisis", "together", "", "crisis", ""),
    (UNSURE, "crisis", UNSURE, "", "crisis", ""),
    ("community", ("crisis:slow", "coping"), "", "longer", "community", "group managers"),
    # neither what it is about nor who or how is known
    ("employee", UNSURE, UNSURE, "longer", "discuss", "individual group"),
    (UNSURE, UNSURE, "together", "longer", "discuss", "individual group"),
    ("managers", SKIP, UNSURE, "few", "discuss", "managers combination"),
    ("manager", UNSURE, UNSURE, "longer", "discuss", "individual managers"),
    ("pair", UNSURE, UNSURE, "longer", "discuss", "pair individual"),
    ("leadership", UNSURE, UNSURE, "longer", "discuss", "leadership individual"),
    ("group", UNSURE, "together", UNSURE, "group", "combination community"),
    # one matter is all there is, or a few meetings are wished
    ("employee", "single_matter", "own", "few", "short", "individual crisis"),
    ("employee", "single_matter", "own", UNSURE, "short", "individual crisis"),
    ("employee", ("single_matter", "coping"), "own", UNSURE, "individual", "short combination"),
    ("employee", ("single_matter", "coping"), "own", "few", "short", "individual crisis"),
    ("pair", "single_matter", "alone", "few", "short", "individual crisis"),
    ("group", "single_matter", "alternately", "few", "short", "combination group"),
    ("community", ("single_matter", "cooperation"), "", "few", "short", "community crisis"),
    ("community", ("single_matter", "cooperation"), "", UNSURE, "community", "short group"),
    ("manager", "single_matter", "own", SKIP, "short", "individual crisis"),
    ("leadership", "single_matter", "together", "few", "short", "leadership crisis"),
    (UNSURE, "single_matter", UNSURE, "few", "short", "individual crisis"),
    ("managers", ("work_ability", "single_matter"), "together", "few", "short", "case_workability managers"),
    ("employee", "single_matter", "own", "longer", "individual", "short combination"),
    ("community", "single_matter", "", "longer", "community", "short group"),
    # by turns
    ("group", "coping", "alternately", "longer", "combination", "group individual"),
    ("managers", ("new_role", "growth"), "alternately", "longer", "combination", "new_managers group"),
    ("leadership", "cases", "alternately", UNSURE, "combination", "case group"),
    ("leadership", "work_ability", "alternately", "longer", "combination", "case_workability group"),
    ("group", "single_matter", "alternately", "longer", "combination", "short group"),
    (UNSURE, "cases", "alternately", "few", "combination", "case group"),
    # work ability, alone or with what the same cases carry
    ("manager", "work_ability", "own", "longer", "case_workability", "individual managers"),
    ("manager", "work_ability", "turns", "longer", "case_workability", "combination managers"),
    ("manager", ("work_ability", "new_role"), "peers+could_join", UNSURE, "case_workability", "new_managers managers"),
    ("managers", ("work_ability", "cases"), "alone", "few", "case_workability", "individual managers"),
    ("managers", ("work_ability", "single_matter"), "together", UNSURE, "case_workability", "short managers"),
    ("leadership", ("work_ability", "words"), "together", "longer", "case_workability", "managers individual"),
    ("managers", ("work_ability", "coping"), "together", "longer", "managers", "case_workability combination"),
    ("leadership", ("work_ability", "cooperation"), "together", "longer", "leadership", "case_workability combination"),
    # cases are the whole wish, one to one as well, but not each alone
    ("pair", "cases", "together", "longer", "case", "pair short"),
    ("group", "cases", "alone", "longer", "individual", "group combination"),
    ("community", ("cases", "words"), "", "few", "case", "community group"),
    ("managers", "cases", "together", UNSURE, "case", "managers group"),
    ("leadership", "cases", "together", "longer", "case", "leadership group"),
    ("employee", "cases", "own", "longer", "case", "individual group"),
    ("employee", "cases", "peers+could_join", "longer", "case", "group individual"),
    ("manager", "cases", "own", "longer", "case", "individual managers"),
    ("group", "cases", "together", "longer", "case", "group community"),
    ("manager", "cases", "peers+could_join", "longer", "case", "managers individual"),
    (UNSURE, "cases", "together", "longer", "case", "group individual"),
    ("group", ("cases", "growth"), "together", "longer", "group", "case combination"),
    # managers at a beginning
    ("managers", "new_role", "together", "longer", "new_managers", "combination managers"),
    ("managers", ("new_role", "coping"), UNSURE, "few", "new_managers", "combination managers"),
    ("managers", "new_role", UNSURE, UNSURE, "new_managers", "combination managers"),
    ("manager", "new_role", "peers+could_join", "longer", "new_managers", "combination managers"),
    ("manager", "new_role", "peers+several", "longer", "new_managers", "combination managers"),
    ("manager", "new_role", "peers+nobody", "longer", "individual", "new_managers managers"),
    ("manager", "new_role", f"peers+{UNSURE}", "longer", "managers", "new_managers combination"),
    ("manager", "new_role", "own", "longer", "individual", "managers combination"),
    ("managers", "new_role", "alone", "longer", "individual", "managers combination"),
    ("group", "new_role", "together", "longer", "group", "combination community"),
    ("employee", "new_role", "own", "longer", "individual", "short combination"),
    # how to meet is open, and so is the pace or who takes part
    ("leadership", "new_role", UNSURE, UNSURE, "discuss", "leadership individual"),
    ("group", "words", UNSURE, UNSURE, "discuss", "group individual"),
    (UNSURE, "coping", UNSURE, "longer", "discuss", "individual group"),
    ("employee", "coping", UNSURE, SKIP, "discuss", "individual group"),
    # one person, with peers beside own meetings or instead of them
    ("employee", "coping", "turns", "longer", "combination", "group individual"),
    ("manager", "coping", "turns", UNSURE, "combination", "managers individual"),
    ("employee", ("coping", "growth"), "peers+could_join", "few", "group", "combination individual"),
    ("employee", "coping", "peers+several", "longer", "group", "combination community"),
    ("employee", "coping", "peers+everyone", "longer", "community", "group managers"),
    ("manager", "coping", "peers+everyone", "longer", "community", "group managers"),
    # each alone, one to one
    ("pair", "coping", "alone", "longer", "individual", "pair short"),
    ("group", "coping", "alone", "longer", "individual", "group combination"),
    ("managers", "coping", "alone", "few", "individual", "managers combination"),
    ("leadership", "growth", "alone", "longer", "individual", "leadership combination"),
    ("manager", "coping", "own", "longer", "individual", "managers combination"),
    ("employee", "growth", "own", "longer", "individual", "short combination"),
    (UNSURE, "coping", "alone", "longer", "individual", "group combination"),
    # a leadership team
    ("leadership", "cooperation", "together", "longer", "leadership", "combination case_workability"),
    ("leadership", "new_role", UNSURE, "longer", "leadership", "combination case_workability"),
    # other managers
    ("managers", "cooperation", "together", "longer", "managers", "combination case_workability"),
    ("manager", "coping", "peers+could_join", "longer", "managers", "combination case_workability"),
    ("manager", "coping", f"peers+{UNSURE}", "longer", "managers", "combination case_workability"),
    ("manager", "coping", "peers+several", "longer", "managers", "combination case_workability"),
    ("manager", "coping", "peers+nobody", "longer", "individual", "managers combination"),
    # a work community
    ("community", "cooperation", "", "longer", "community", "group managers"),
    ("community", UNSURE, "", UNSURE, "community", "group managers"),
    # a pair, a group
    ("pair", "cooperation", "together", "longer", "pair", "individual short"),
    ("pair", "growth", UNSURE, "few", "pair", "individual short"),
    ("group", "coping", "together", "longer", "group", "combination community"),
    ("group", "coping", UNSURE, "longer", "group", "combination community"),
    # one person who would like peers and knows of nobody, or does not know how to meet
    ("employee", "coping", "peers+nobody", "longer", "individual", "group combination"),
    ("employee", "coping", f"peers+{UNSURE}", "longer", "individual", "group combination"),
    ("employee", "coping", UNSURE, "longer", "individual", "short combination"),
    ("manager", "coping", UNSURE, "few", "individual", "managers combination"),
    # otherwise
    (UNSURE, "coping", "together", "longer", "discuss", "individual group"),
    (SKIP, SKIP, "", SKIP, "discuss", "individual group"),
]


def suggested(who: str, challenge: Challenge, how: str, pace: str) -> Recommendation:
    topics = (challenge,) if isinstance(challenge, str) else challenge
    sudden = "".join(each.partition(":")[2] for each in topics)
    meet, _, colleagues = how.partition("+")
    pace, *others = pace.split(" ")
    key = "company" if who in (*SELF, *SELF.values()) else "together"
    answers: dict[str, str | tuple[str, ...]] = {
        "who": who,
        "challenge": tuple(each.partition(":")[0] for each in topics),
        "sudden": sudden,
        key: meet,
        "colleagues": colleagues,
        "pace": pace,
        **dict(each.split(".") for each in others),
    }
    return recommend(given(**{key: answer for key, answer in answers.items() if answer}))


@pytest.mark.parametrize(("who", "challenge", "how", "pace", "expected", "beside"), EXAMPLES)
def test_answers_of_a_row_lead_to_its_format(
    who: str, challenge: Challenge, how: str, pace: str, expected: str, beside: str
) -> None:
    found = suggested(who, challenge, how, pace)

    assert (found.format.key, " ".join(each.key for each in found.alternatives)) == (expected, beside)


def test_examples_reach_every_format_and_every_rule() -> None:
    assert {row[-2] for row in EXAMPLES} == set(FORMATS)
    missing = {rule.name for rule in RULES} - {suggested(*row[:-2]).rule for row in EXAMPLES}
    assert not missing, f"add to EXAMPLES a row that each of these decides: {missing}"


def test_two_usual_forms_are_known_for_every_audience() -> None:
    assert {audience: len(set(forms)) for audience, forms in USUAL.items()} == dict.fromkeys(BESIDE_CASES, 2)


def test_last_rule_always_holds() -> None:
    assert RULES[-1].when({})
    assert RULES[-1].suggest == "discuss"


def said(*choices: str) -> Condition:
    return picked("challenge", *choices)


SEVERAL = either(for_whom("pair", "group", "managers", "leadership", "community"), picked("together", "together"))
"""Those of whom one may speak as of several people who meet."""

BECAUSE: dict[str, Condition] = {
    "because.crisis": both(said("crisis"), neither(picked("sudden", "slow"))),
    "because.case_workability": said("work_ability"),
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
    "because.self": picked("who", "self", "self_manager"),
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
            assert reason.context in BECAUSE, f"add to BECAUSE who may read {reason.context}"
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


@pytest.mark.parametrize(
    ("who", "challenge", "how", "pace", "reasons"),
    [
        ("community", "crisis", "", "", "crisis"),
        ("group", ("crisis:event", "coping"), "together", "", "crisis together topics"),
        ("employee", "crisis", "own", "", "crisis one_to_one"),
        ("employee", UNSURE, UNSURE, "longer", "discuss.about"),
        ("managers", SKIP, UNSURE, "longer", "discuss.how"),
        ("employee", "single_matter", "own", "few", "short one_to_one few"),
        ("group", "single_matter", "alone", "few", "short each_alone few"),
        ("group", ("single_matter", "coping"), "together", "few", "short together topics few"),
        ("group", "coping", "alternately", "longer", "combination topics longer"),
        ("managers", ("work_ability", "cases"), "together", "longer", "case_workability together"),
        ("manager", ("work_ability", "new_role"), "own", "few", "case_workability one_to_one topics few"),
        ("manager", "work_ability", "peers+could_join", "few", "case_workability peers few"),
        ("group", "cases", "together", "longer", "case together"),
        ("employee", "cases", "own", "longer", "case.one one_to_one"),
        ("managers", "new_role", "together", "longer", "new_managers together longer"),
        ("manager", "new_role", "peers+could_join", "longer", "new_managers.one longer"),
        ("group", "coping", UNSURE, UNSURE, "discuss.how topics"),
        ("employee", "coping", "turns", "few", "combination topics"),
        ("employee", "coping", "peers+could_join", "longer", "peers_join topics longer"),
        ("employee", "coping", "peers+several", "longer", "group together topics longer"),
        ("employee", "coping", "own", "longer", "own topics longer"),
        ("group", "coping", "alone", "longer", "each_alone topics longer"),
        ("leadership", "coping", "together", "longer", "leadership together topics longer"),
        ("manager", "coping", f"peers+{UNSURE}", "longer", "managers.one topics longer"),
        ("community", "coping", "", "longer", "community topics longer"),
        ("employee", "coping", "peers+nobody", "longer", "individual peers topics longer"),
        ("employee", "coping", UNSURE, "longer", "individual topics longer"),
        (UNSURE, "coping", "together", "few", "discuss together topics few"),
    ],
)
def test_reasons_are_those_that_were_given_and_nothing_is_said_twice(
    who: str, challenge: Challenge, how: str, pace: str, reasons: str
) -> None:
    found = suggested(who, challenge, how, pace)

    assert [each.context for each in found.because] == [f"because.{each}" for each in reasons.split()]


def test_crisis_is_put_in_nobodys_mouth_who_only_pressed_a_help_button() -> None:
    (reason,) = suggested("community", "crisis", "", "").because

    assert "you" not in reason.message.casefold().split()


def test_reasons_begin_with_the_one_that_decided() -> None:
    for answers in need_routes():
        assert recommend(answers).because[0] == phrased(decide(answers).because, answers)


def test_one_person_reads_nothing_of_learning_together_and_who_leads_reads_of_leading() -> None:
    for answers in need_routes():
        found = recommend(answers)
        if not JOINTLY(answers):
            assert "together" not in found.what.message or found.format.key not in ("case", "case_workability"), answers
        if found.format.key == "individual":
            leads = picked("who", "self_manager", "manager", "managers", "leadership")(answers)
            assert ("how to lead" in found.what.message) is leads, answers


def test_short_supervision_is_for_one_matter_alone_or_for_a_few_meetings() -> None:
    short = [answers for answers in need_routes() if decide(answers).suggest == "short"]
    assert short
    for answers in short:
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
    elsewhere = ("crisis", "discuss")
    wished = [each for each in need_routes() if BY_TURNS(each) and decide(each).suggest not in elsewhere]
    assert wished
    for answers in wished:
        found = recommend(answers)
        named = {found.format.key, *(each.key for each in found.alternatives)}
        # two challenges with a format of their own come before it
        assert "combination" in named or len(chosen(answers, "challenge")) > 1, answers


def test_everything_unsure_is_said_plainly() -> None:
    found = suggested(UNSURE, UNSURE, UNSURE, UNSURE)

    assert [reason.context for reason in found.because] == ["because.discuss"]
    assert [each.key for each in found.alternatives] == ["individual", "group"]


def test_everything_skipped_gives_no_reason() -> None:
    assert suggested(SKIP, SKIP, "", SKIP).because == ()


def test_form_is_always_agreed_and_what_else_is_left_only_once() -> None:
    for answers in (*need_routes(), *place_routes()):
        agree = recommend(answers).agree
        assert agree[0] == FORM
        assert len(set(agree)) == len(agree), answers


@pytest.mark.parametrize(
    ("who", "challenge", "how", "pace", "left"),
    [
        ("group", "cooperation", "together", "longer", ""),
        ("group", "cooperation", "together", "few", "few"),
        ("group", "coping", "alternately", "longer", ""),
        ("group", "single_matter", "alternately", "few", "meetings turns"),
        ("group", "cases", "together", "longer", "longer"),
        ("employee", "single_matter", "own", "few", "meetings"),
        ("employee", "coping", "peers+nobody", "longer", "peers"),
        ("employee", "coping", "peers+could_join", "longer", ""),
        ("community", "crisis", "", "", ""),
        (UNSURE, UNSURE, "alternately", "longer", "meetings"),
    ],
)
def test_what_the_form_does_not_settle_is_left_to_be_agreed(
    who: str, challenge: Challenge, how: str, pace: str, left: str
) -> None:
    agree = [each.context for each in suggested(who, challenge, how, pace).agree]

    assert agree == ["agree.form", *(f"agree.{each}" for each in left.split()), "agree.where"]


@pytest.mark.parametrize(
    ("topics", "named"),
    [
        (("coping", "growth", "cooperation"), "coping cooperation growth"),
        (("coping", "growth", "cooperation", "single_matter"), "coping cooperation more"),
    ],
)
def test_more_than_three_topics_are_two_and_more(topics: tuple[str, ...], named: str) -> None:
    found = suggested("group", topics, "together", "longer")
    (told,) = (each.values["topics"] for each in found.because if each.values.get("topics"))

    assert told == tuple(MORE_TOPICS if each == "more" else TOPICS[each] for each in named.split())


def test_only_individual_supervision_speaks_of_how_one_leads() -> None:
    for answers in need_routes():
        found = recommend(answers)
        assert found.format.key == "individual" or found.what != OWN_LEADING, answers


def test_few_meetings_wished_on_a_long_form_are_left_to_be_agreed() -> None:
    for answers in need_routes():
        found = recommend(answers)
        assert (FEW_MEETINGS in found.agree) is (picked("pace", "few")(answers) and found.format.long_term)


def test_wish_for_longer_work_or_for_taking_turns_is_always_answered() -> None:
    for answers in need_routes():
        found = recommend(answers)
        told = {text.context for text in (*found.because, *found.agree)}
        if found.format.key == "discuss":
            continue
        if picked("pace", "longer")(answers):
            assert len(told & {"because.longer", LONGER_TIME.context}) == 1, (answers, told)
        if BY_TURNS(answers):
            assert len(told & {"because.combination", TURNS.context}) == 1, (answers, told)


def test_lengths_are_those_the_supervisor_gives() -> None:
    lengths = {key: each.length.context if each.length else "" for key, each in FORMATS.items()}

    assert lengths.pop("crisis") == "length.crisis"
    assert lengths.pop("combination") == "length.combination"
    assert lengths.pop("short") == "length.short"
    assert {lengths.pop("discuss"), lengths.pop("case"), lengths.pop("case_workability")} == {""}
    assert set(lengths.values()) == {"length.long"}


def test_rules_written_down_are_the_rules_of_the_code() -> None:
    written = re.findall(r"^\| *([^|]+?) *\|[^|]*\| *`(\w+)` *\|", ROWS.read_text(encoding="utf-8"), re.M)

    assert written == [(rule.name, rule.suggest) for rule in RULES], (
        "the first table of docs/rules.md is RULES in words"
    )


def test_rules_and_questions_that_decide_read_only_what_decides() -> None:
    class Noted(dict[str, Answer]):
        """Answers that note which of them are read."""

        read: ClassVar[set[str]] = set()

        def get(self, key: str, default: Any = None) -> Any:
            self.read.add(key)
            return super().get(key, default)

    for answers in need_routes():
        noted = Noted(answers)
        decide(noted)
        for question in INTAKE.questions:
            if question.decides:
                question.when(noted)
                question.offered(noted)
    decides = {question.key for question in INTAKE.questions if question.decides}
    assert Noted.read == decides
