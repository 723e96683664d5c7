"""From answers to a suggestion: the first rule that holds, with reasons that come only from the answers."""

from __future__ import annotations

from collections.abc import Iterator

from flows.conditions import (
    ALONE,
    BY_TURNS,
    EACH_ALONE,
    FEW,
    JOINTLY,
    LEAD_OTHERS,
    LONGER,
    TOGETHER,
    WITH_PEERS,
    both,
    challenges,
    for_whom,
    neither,
)
from flows.dataclass import dataclass
from flows.engine import Answers, Condition, phrased, picked
from flows.formats import FORMATS, Format
from flows.intake import CHALLENGE
from flows.practice import to_agree
from flows.rules import ALONE_WISH, NOTHING_SAID, RULES, Rule, usual
from flows.text import N_, Text

TOPICS_NAMED = 3
ALTERNATIVES_SHOWN = 2


@dataclass(frozen=True, slots=True)
class Recommendation:
    """A suggestion with its reasons. `rule` is the name of the row that decided; `agree` is what is left to be
    agreed with the supervisor, the form first.

    `what` tells what the format is to those who take part: to one person nothing of learning together.
    """

    rule: str
    format: Format
    what: Text
    because: tuple[Text, ...]
    alternatives: tuple[Format, ...]
    agree: tuple[Text, ...]


TOPICS: dict[str, Text] = {
    "new_role": N_("topic.new_role", "starting in a new role"),
    "work_ability": N_("topic.work_ability", "managing work ability"),
    "coping": N_("topic.coping", "coping at work"),
    "single_matter": N_("topic.single_matter", "one issue"),
    "cooperation": N_("topic.cooperation", "teamwork"),
    "growth": N_("topic.growth", "professional growth"),
    "cases": N_("topic.cases", "real cases"),
    "crisis": N_("topic.slow", "built-up strain"),
}
"""What a challenge is called within a sentence; a crisis that came suddenly decides by itself."""

INSTEAD: dict[str, tuple[Condition, str]] = {
    "single_matter": (lambda _: True, "short"),
    "cases": (neither(EACH_ALONE), "case"),
    "work_ability": (LEAD_OTHERS, "case_workability"),
    "new_role": (both(for_whom("manager", "managers"), neither(ALONE)), "new_managers"),
}
"""A challenge the rule did not use brings its own format among the alternatives, where that makes sense."""

MORE_TOPICS = N_("topic.more", "more")
TOPICS_FIT = N_("because.topics", "You mentioned {topics}.")
PACE_FITS = N_("because.longer", "You would like something longer and regular.")
PACE_SHORT = N_("because.few", "You would like a few meetings soon.")
ONE_WITH_PEERS = N_("because.peers", "You would like peers too.")
ONE_TO_ONE_WISH = N_("because.one_to_one", "You would like to meet one to one.")
TOGETHER_WISH = N_("because.together", "You would like to meet together.")

OWN_LEADING = N_(
    "format.individual.leading", "Time to look at work as a manager and how to lead: situations, goals, growth."
)

FORM = N_("agree.form", "the type")
MEETINGS = N_("agree.meetings", "how many meetings")
FEW_MEETINGS = N_("agree.few", "a shorter time")
LONGER_TIME = N_("agree.longer", "a longer time")
PEERS = N_("agree.peers", "which peers")
TURNS = N_("agree.turns", "the mix of meetings")


def decide(answers: Answers) -> Rule:
    """Return the first rule that holds."""
    return next(rule for rule in RULES if rule.when(answers))


def recommend(answers: Answers) -> Recommendation:
    """Suggest a format for these answers, with reasons that come only from them."""
    rule = decide(answers)
    suggested = FORMATS[rule.suggest]
    because = tuple(_reasons(rule, suggested, answers))
    return Recommendation(
        rule=rule.name,
        format=suggested,
        what=_what(suggested, answers),
        because=because,
        alternatives=_alternatives(rule, answers),
        agree=(FORM, *_left(suggested, because, answers), *to_agree(answers)),
    )


def _what(suggested: Format, answers: Answers) -> Text:
    if suggested.key == "individual" and LEAD_OTHERS(answers):
        return OWN_LEADING
    return suggested.what if JOINTLY(answers) else suggested.alone or suggested.what


def _unused(rule: Rule, answers: Answers) -> tuple[str, ...]:
    """Return the challenges that the rule has not taken care of, in the questionnaire's order."""
    named = challenges(answers) - rule.uses
    return tuple(choice.key for choice in CHALLENGE.choices if choice.key in named)


def _reasons(rule: Rule, suggested: Format, answers: Answers) -> Iterator[Text]:
    because = phrased(rule.because, answers)
    if because is not NOTHING_SAID:
        yield because
    if not rule.says_how:
        yield from _how(suggested, answers)
    topics = tuple(TOPICS[key] for key in _unused(rule, answers))
    if len(topics) > TOPICS_NAMED:
        topics = (*topics[: TOPICS_NAMED - 1], MORE_TOPICS)
    if topics:
        yield TOPICS_FIT.filled(topics=topics)
    if suggested.long_term and LONGER(answers):
        yield PACE_FITS
    if not suggested.long_term and FEW(answers):
        yield PACE_SHORT


def _how(suggested: Format, answers: Answers) -> Iterator[Text]:
    if TOGETHER(answers):
        yield TOGETHER_WISH
    elif EACH_ALONE(answers):
        yield ALONE_WISH
    elif picked("company", "own")(answers):
        yield ONE_TO_ONE_WISH
    elif WITH_PEERS(answers) and suggested.key not in ("managers", "new_managers"):
        yield ONE_WITH_PEERS


def _alternatives(rule: Rule, answers: Answers) -> tuple[Format, ...]:
    if rule.suggest == "crisis":
        return ()
    wanted = [INSTEAD[key][1] for key in _unused(rule, answers) if key in INSTEAD and INSTEAD[key][0](answers)]
    if rule.suggest == "discuss":
        wanted.insert(0, usual(answers)[0])
    elif BY_TURNS(answers):
        wanted.append("combination")
    keys = dict.fromkeys(key for key in (*wanted, *rule.beside(answers)) if key != rule.suggest)
    return tuple(FORMATS[key] for key in keys)[:ALTERNATIVES_SHOWN]


def _left(suggested: Format, because: tuple[Text, ...], answers: Answers) -> Iterator[Text]:
    """Yield what the form does not settle: what the supervisor's text leaves open, and wishes that it does not meet."""
    if suggested.long_term:
        yield from (FEW_MEETINGS,) if FEW(answers) else ()
    elif suggested.key != "crisis":
        yield LONGER_TIME if LONGER(answers) and suggested.key != "discuss" else MEETINGS
    if ONE_WITH_PEERS in because:
        yield PEERS
    if BY_TURNS(answers) and suggested.key not in ("combination", "discuss"):
        yield TURNS
