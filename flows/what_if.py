"""What else would be suggested: after a likely change of mind, and once an answer that is open is known.

Each is tried on the rules, so that nothing is said of them that they would not do.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from flows.dataclass import dataclass
from flows.engine import UNSURE, Answer, Answers, Question, chosen
from flows.formats import FORMATS, Format
from flows.intake import INTAKE
from flows.recommend import decide
from flows.text import N_, Text

SHOWN = 3
FORMATS_SHOWN = 3


@dataclass(frozen=True, slots=True)
class Change:
    """A change of one answer. `text` begins the sentence that the format's name ends; `key` is permanent.

    `label` says the same on a button, in at most 31 characters. It leads to the choice of the same key, or to `other`;
    `also`: beside what was chosen before.
    """

    key: str
    question: str
    text: Text
    label: Text
    other: str = ""
    also: bool = False

    @property
    def choice(self) -> str:
        """The key of the choice it leads to."""
        return self.other or self.key

    def made(self, before: tuple[str, ...]) -> tuple[str, ...]:
        """Return what is chosen after the change."""
        kept = tuple(each for each in before if each != UNSURE) if self.also else ()
        return (*kept, self.choice)


@dataclass(frozen=True, slots=True)
class WouldBe:
    """What would be suggested after one change."""

    change: Change
    format: Format
    answers: Answers


CHANGES: tuple[Change, ...] = (
    Change(
        "alternately",
        "together",
        N_("if.alternately", "If you wanted a mix of group and one-to-one meetings"),
        N_("if.alternately.label", "What if it's a mix?"),
    ),
    Change(
        "alone",
        "together",
        N_("if.alone", "If each person wanted one-to-one meetings"),
        N_("if.alone.label", "What if you met separately?"),
    ),
    Change(
        "together",
        "together",
        N_("if.together", "If you wanted to meet together"),
        N_("if.together.label", "What if it's together?"),
    ),
    Change(
        "turns",
        "company",
        N_("if.turns", "If you wanted both peers and one-to-one meetings"),
        N_("if.turns.label", "What if it's both?"),
    ),
    Change(
        "own",
        "company",
        N_("if.own", "If it were one to one with the supervisor"),
        N_("if.own.label", "What if it's one to one?"),
    ),
    Change(
        "peers",
        "company",
        N_("if.peers", "If peers were there too"),
        N_("if.peers.label", "What if it's with peers?"),
    ),
    Change(
        "longer",
        "pace",
        N_("if.longer", "If there were time for longer, regular work"),
        N_("if.longer.label", "What if it's longer term?"),
    ),
    Change(
        "matter",
        "challenge",
        N_("if.matter", "If it were about one issue"),
        N_("if.matter.label", "What if it's one issue?"),
        other="single_matter",
        also=True,
    ),
    Change(
        "cases",
        "challenge",
        N_("if.cases", "If you only wanted to learn from real cases"),
        N_("if.cases.label", "What if it's real cases?"),
    ),
    Change(
        "work_ability",
        "challenge",
        N_("if.work_ability", "If it were about managing work ability"),
        N_("if.work_ability.label", "What if it's work ability?"),
    ),
    Change(
        "new_role",
        "challenge",
        N_("if.new_role", "If the people taking part were new managers"),
        N_("if.new_role.label", "What if they're new managers?"),
        also=True,
    ),
    Change("group", "who", N_("if.group", "If a group took part"), N_("if.group.label", "What if it's a group?")),
    Change(
        "community",
        "who",
        N_("if.community", "If the whole team took part"),
        N_("if.community.label", "What if it's everyone?"),
    ),
    Change(
        "employee",
        "who",
        N_("if.employee", "If one employee took part"),
        N_("if.employee.label", "What if it's one person?"),
    ),
)
"""In the order in which they are worth mentioning."""


MISLEADING = {"case_workability": ("cases",)}
"""Changes not worth mentioning beside a format: "only real cases" leads away from cases."""

OWN_FORM = {"matter": "short"}
"""Changes worth mentioning only where they lead to this format: one more matter explains no other."""


def what_if(answers: Answers) -> tuple[WouldBe, ...]:
    """Return the first changes that lead to another format, each format once, at most `SHOWN`."""
    return tuple(islice(each_change(answers), SHOWN))


def each_change(answers: Answers) -> Iterator[WouldBe]:
    """Yield the changes that lead to another format, each format once; whether there is one is soon known.

    Crisis supervision is nothing to try others beside, nor one to try; and no change is worth less clarity.
    """
    now = decide(answers).suggest
    if now == "crisis":
        return
    known = {now, "crisis", "discuss"}
    for change in CHANGES:
        other = changed(answers, change) if change.key not in MISLEADING.get(now, ()) else None
        if other is None or other.format.key in known:
            continue
        if OWN_FORM.get(change.key, other.format.key) == other.format.key:
            known.add(other.format.key)
            yield other


def change(key: str) -> Change | None:
    return next((each for each in CHANGES if each.key == key), None)


def changed(answers: Answers, change: Change) -> WouldBe | None:
    """Try one change; None where it makes no sense after these answers."""
    question = INTAKE.question(change.question)
    before = chosen(answers, change.question)
    if question is None or not question.when(answers):
        return None
    after = change.made(before)
    offered = {choice.key for choice in question.offered(answers)}
    if set(after) == set(before) or not set(after) <= offered:
        return None
    changed_answers = INTAKE.answer(answers, change.question, Answer(after))
    return WouldBe(change, FORMATS[decide(changed_answers).suggest], changed_answers)


@dataclass(frozen=True, slots=True)
class StillOpen:
    """A question without an answer, and the first formats that its answers would lead to instead."""

    question: Question
    formats: tuple[Format, ...]


def still_open(answers: Answers) -> tuple[StillOpen, ...]:
    """Return what would settle the suggestion: every unknown answer that could change it."""
    deciding = (each for each in INTAKE.asked(answers) if each.decides and each.key in answers)
    found = (_one(answers, each) for each in deciding if _unknown(answers, each.key))
    return tuple(each for each in found if each.formats)


def _unknown(answers: Answers, key: str) -> bool:
    """Tell whether a question was answered with "I don't know yet" or not at all."""
    return not answers[key].open and set(chosen(answers, key)) <= {UNSURE}


def _one(answers: Answers, question: Question) -> StillOpen:
    now = decide(answers).suggest
    known = [choice.key for choice in question.offered(answers) if choice.key not in (UNSURE, "words")]
    would_be = (decide(INTAKE.answer(answers, question.key, Answer((choice,)))).suggest for choice in known)
    keys = dict.fromkeys(each for each in would_be if each not in (now, "discuss", "crisis"))
    return StillOpen(question, tuple(FORMATS[each] for each in keys)[:FORMATS_SHOWN])
