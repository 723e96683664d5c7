"""From answers to a suggestion: the first rule that holds, with reasons that come only from the answers."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

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
from flows.engine import UNSURE, Answers, Condition, chosen, phrased, picked
from flows.formats import FORMATS, Format
from flows.intake import CHALLENGE
from flows.rules import ALONE_WISH, NOTHING_SAID, RULES, Rule, usual
from flows.text import N_, Text

REASONS_SHOWN = 4
ALTERNATIVES_SHOWN = 2


@dataclass(frozen=True, slots=True)
class Recommendation:
    """A suggestion with its reasons. `rule` is the name of the row that decided; `notes` are honest remarks.

    `what` tells what the format is to those who take part: to one person nothing of learning together.
    """

    rule: str
    format: Format
    what: Text
    because: tuple[Text, ...]
    alternatives: tuple[Format, ...]
    notes: tuple[Text, ...]


TOPICS: dict[str, Text] = {
    "new_role": N_("topic.new_role", "starting in a new role"),
    "work_ability": N_("topic.work_ability", "leading work ability"),
    "coping": N_("topic.coping", "coping and well-being at work"),
    "single_matter": N_("topic.single_matter", "one particular matter"),
    "cooperation": N_("topic.cooperation", "cooperation and tensions"),
    "growth": N_("topic.growth", "growing in one's work"),
    "cases": N_("topic.cases", "real cases"),
    "crisis": N_("topic.slow", "a strain that has built up"),
}
"""What a challenge is called within a sentence; a crisis that came suddenly decides by itself."""

INSTEAD: dict[str, tuple[Condition, str]] = {
    "single_matter": (lambda _: True, "short"),
    "cases": (neither(EACH_ALONE), "case"),
    "work_ability": (LEAD_OTHERS, "case_workability"),
    "new_role": (both(for_whom("manager", "managers"), neither(ALONE)), "new_managers"),
}
"""A challenge the rule did not use brings its own format among the alternatives, where that makes sense."""

ALL_TOPICS_FIT = N_(
    "because.topics",
    "You mentioned {topics}. The topics always come from those taking part.",
)
PACE_FITS = N_("because.longer", "You would like something longer and regular, which is how supervision usually works.")
PACE_SHORT = N_("because.few", "You would like a few meetings soon.")
ONE_WITH_PEERS = N_(
    "because.peers",
    "You would like peers too. How that works out is agreed with the supervisor.",
)
ONE_TO_ONE_WISH = N_("because.one_to_one", "You would like to meet one to one.")
TOGETHER_WISH = N_("because.together", "You would like to meet together.")

OWN_LEADING = N_(
    "format.individual.leading",
    "One manager and the supervisor: time to look at one's own work and way of leading, its situations and goals, and "
    "one's growth in it.",
)

FEW_ON_LONG = N_("note.few", "You would like a few meetings. The length is agreed with the supervisor.")
LONGER_ON_SHORT = N_(
    "note.longer", "You would like something longer and regular. Length and rhythm are agreed with the supervisor."
)
IN_TURN = N_(
    "note.turns",
    "You would like to meet together and alone, in turn. How the meetings are arranged is agreed with the supervisor.",
)
RECENT_EVENT = N_(
    "note.recent",
    "If it happened in the last few days, first tell your manager and ask occupational health for support, or call the "
    "social and crisis emergency service of your wellbeing services county.",
)
LITTLE_KNOWN = N_(
    "note.little", "Much is still open, and that is fine. Take this as a starting point for a conversation."
)


def decide(answers: Answers) -> Rule:
    """Return the first rule that holds."""
    return next(rule for rule in RULES if rule.when(answers))


def recommend(answers: Answers) -> Recommendation:
    """Suggest a format for these answers, with reasons that come only from them."""
    rule = decide(answers)
    suggested = FORMATS[rule.suggest]
    return Recommendation(
        rule=rule.name,
        format=suggested,
        what=_what(suggested, answers),
        because=tuple(_reasons(rule, suggested, answers))[:REASONS_SHOWN],
        alternatives=_alternatives(rule, answers),
        notes=tuple(_notes(suggested, answers)),
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
    if topics:
        yield ALL_TOPICS_FIT.filled(topics=topics)
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


def _notes(suggested: Format, answers: Answers) -> Iterator[Text]:
    if suggested.key == "crisis":
        yield RECENT_EVENT
    if suggested.long_term and FEW(answers):
        yield FEW_ON_LONG
    if not suggested.long_term and LONGER(answers) and suggested.key != "discuss":
        yield LONGER_ON_SHORT
    if BY_TURNS(answers) and suggested.key not in ("combination", "discuss"):
        yield IN_TURN
    known = [key for key in ("who", "challenge", "pace") if UNSURE not in chosen(answers, key) and chosen(answers, key)]
    if not known:
        yield LITTLE_KNOWN
