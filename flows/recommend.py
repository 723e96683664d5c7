"""From answers to a suggestion: a table of rules read top-down, the first that holds wins.

Each rule is named by its reason and carries the sentence the prospect reads as the first "because". The same
table answers "this would change if ...": every likely change of mind is tried on it. Source of the rows: the
supervisor's own text and the decision table made from it (docs/rules.md).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TypeAlias

from flows.engine import UNSURE, Answers, Condition, chosen, picked
from flows.formats import FORMATS, Format
from flows.intake import CHALLENGE, LEADS_OTHERS
from flows.text import N_, Text

REASONS_SHOWN = 4
ALTERNATIVES_SHOWN = 2

Audience: TypeAlias = str
Keys: TypeAlias = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Rule:
    """One row: when it holds, which format it suggests, why, which challenges it has taken care of, what else fits.

    `beside` are keys of formats in the order in which to mention them.
    """

    name: str
    when: Condition
    suggest: str
    because: Text
    beside: Callable[[Answers], Keys]
    uses: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Recommendation:
    """A suggestion with its reasons. `rule` is the name of the row that decided; `notes` are honest remarks."""

    rule: str
    format: Format
    because: tuple[Text, ...]
    alternatives: tuple[Format, ...]
    notes: tuple[Text, ...]


def challenges(answers: Answers) -> frozenset[str]:
    """Return the challenges chosen, without "in my own words" and "I don't know yet", which decide nothing."""
    return frozenset(chosen(answers, "challenge")) - {"words", UNSURE}


def who(answers: Answers) -> Audience:
    """Return who takes part, "" when that is open or unknown."""
    audience = "".join(chosen(answers, "who"))
    return "" if audience == UNSURE else audience


def about(*keys: str) -> Condition:
    """Make the condition "at least one of these challenges was chosen"."""
    return lambda answers: not challenges(answers).isdisjoint(keys)


def both(*conditions: Condition) -> Condition:
    """Make the condition "all of these hold"."""
    return lambda answers: all(condition(answers) for condition in conditions)


def neither(condition: Condition) -> Condition:
    """Make the condition "this does not hold"."""
    return lambda answers: not condition(answers)


def work_ability_first(answers: Answers) -> bool:
    """Hold when work ability is the matter, alone or with what the same cases can carry."""
    topics = challenges(answers)
    return "work_ability" in topics and topics <= {"work_ability", "cases", "new_role", "single_matter"}


def only_cases(answers: Answers) -> bool:
    """Hold when learning from cases is the only challenge."""
    return challenges(answers) == {"cases"}


WITH_PEERS = picked("company", "peers")
EACH_ALONE = picked("together", "alone")
BY_TURNS = picked("together", "alternately")
NOT_LONGER = neither(picked("pace", "longer"))

ALONE_WISH = N_("because.each_alone", "You would like each person to meet the supervisor alone.")

USUAL: dict[Audience, Keys] = {
    "employee": ("individual",),
    "pair": ("pair", "individual"),
    "group": ("group", "individual"),
    "community": ("community", "group"),
    "manager": ("managers", "individual"),
    "managers": ("managers", "combination"),
    "leadership": ("leadership", "managers"),
    "": ("individual", "group"),
}
"""The long-term forms that come to mind first for each audience."""


BESIDE_CASES: dict[Audience, Keys] = {
    "pair": ("pair", "short"),
    "group": ("group", "community"),
    "community": ("community", "group"),
    "managers": ("managers", "group"),
    "leadership": ("leadership", "group"),
}
"""What to mention beside case supervision."""


def usual(*first: str) -> Callable[[Answers], Keys]:
    """Mention these formats first, then the usual ones of the audience."""
    return lambda answers: (*first, *USUAL[who(answers)])


def usual_then(*last: str) -> Callable[[Answers], Keys]:
    """Mention the usual format of the audience first, then these."""
    return lambda answers: (USUAL[who(answers)][0], *last, *USUAL[who(answers)][1:])


RULES: tuple[Rule, ...] = (
    Rule(
        "something serious has happened",
        about("crisis"),
        "crisis",
        N_("because.crisis", "You told me that there is a crisis at work. Crisis supervision is meant for that."),
        usual("short"),
        uses=frozenset({"crisis"}),
    ),
    Rule(
        "managers lead work ability",
        both(LEADS_OTHERS, work_ability_first),
        "case_workability",
        N_(
            "because.case_workability",
            "You would like support with leading on work ability. It is learnt together, from real cases.",
        ),
        lambda answers: ("new_managers", "managers") if about("new_role")(answers) else ("managers", "individual"),
        uses=frozenset({"work_ability", "cases"}),
    ),
    Rule(
        "one matter needs a solution soon",
        both(about("single_matter"), NOT_LONGER),
        "short",
        N_(
            "because.short",
            "There is one matter that needs a solution soon. Short supervision concentrates on it.",
        ),
        usual_then("crisis"),
        uses=frozenset({"single_matter"}),
    ),
    Rule(
        "peers and a space of one's own",
        both(picked("who", "group", "managers", "leadership"), BY_TURNS),
        "combination",
        N_(
            "because.combination",
            "You would like both, in turn: support from peers and time of one's own with the supervisor.",
        ),
        lambda answers: ("group", "individual"),
    ),
    Rule(
        "learning from cases is the whole wish",
        both(only_cases, picked("who", "pair", "group", "community", "managers", "leadership")),
        "case",
        N_(
            "because.case",
            "You would like to learn from real cases together. That is what case supervision is.",
        ),
        lambda answers: ("individual", *USUAL[who(answers)]) if EACH_ALONE(answers) else BESIDE_CASES[who(answers)],
        uses=frozenset({"cases"}),
    ),
    Rule(
        "several managers start in their role",
        both(picked("who", "managers"), about("new_role"), neither(EACH_ALONE)),
        "new_managers",
        N_(
            "because.new_managers",
            "Several managers are new in their role. At the start it helps not to be left alone.",
        ),
        lambda answers: ("combination", "managers"),
        uses=frozenset({"new_role"}),
    ),
    Rule(
        "a leadership team works together",
        both(picked("who", "leadership"), neither(EACH_ALONE)),
        "leadership",
        N_(
            "because.leadership",
            "A leadership team would take part, and the work it shares can be looked at together.",
        ),
        lambda answers: ("combination", "case_workability"),
    ),
    Rule(
        "managers look at leading",
        picked("who", "manager", "managers", "leadership"),
        "managers",
        N_("because.managers", "Those taking part lead others. Here that work itself is looked at."),
        lambda answers: ("combination", "case_workability"),
    ),
    Rule(
        "a whole work community takes part",
        picked("who", "community"),
        "community",
        N_(
            "because.community",
            "The whole work community would take part. This supports both the work and the community.",
        ),
        lambda answers: ("group", "managers"),
    ),
    Rule(
        "two colleagues work as a pair",
        both(picked("who", "pair"), neither(EACH_ALONE)),
        "pair",
        N_(
            "because.pair",
            "Two colleagues would take part, and the work they share can be looked at together.",
        ),
        lambda answers: ("individual", "short"),
    ),
    Rule(
        "each wishes for a space of their own",
        both(picked("who", "pair", "group"), EACH_ALONE),
        "individual",
        ALONE_WISH,
        lambda answers: ("pair", "short") if who(answers) == "pair" else ("group", "combination"),
    ),
    Rule(
        "a group works together",
        picked("who", "group"),
        "group",
        N_(
            "because.group",
            "A group would take part. In it, colleagues' thoughts and support from peers count.",
        ),
        lambda answers: ("combination", "community"),
    ),
    Rule(
        "one person looks at their own work",
        picked("who", "employee"),
        "individual",
        N_("because.individual", "One person would take part, so all the time is for that person's own work."),
        lambda answers: ("group", "combination") if WITH_PEERS(answers) else ("short", "combination"),
    ),
    Rule(
        "the answers leave it open",
        lambda _: True,
        "discuss",
        N_("because.discuss", "You do not know yet who would take part, so several forms are possible."),
        lambda answers: ("individual", "group"),
    ),
)
"""Read top-down; the last one always holds."""

TOPICS: dict[str, Text] = {
    "new_role": N_("topic.new_role", "starting in a new role"),
    "work_ability": N_("topic.work_ability", "leading work ability"),
    "coping": N_("topic.coping", "coping and well-being at work"),
    "single_matter": N_("topic.single_matter", "one particular matter"),
    "cooperation": N_("topic.cooperation", "cooperation and tensions"),
    "growth": N_("topic.growth", "growing in one's work"),
    "cases": N_("topic.cases", "real cases"),
}
"""What a challenge is called within a sentence; a crisis always decides by itself."""

INSTEAD: dict[str, tuple[Condition, str]] = {
    "single_matter": (lambda _: True, "short"),
    "cases": (picked("who", "pair", "group", "community", "managers", "leadership"), "case"),
    "work_ability": (LEADS_OTHERS, "case_workability"),
    "new_role": (picked("who", "manager", "managers"), "new_managers"),
}
"""A challenge the rule did not use brings its own format among the alternatives, where that makes sense."""

ALL_TOPICS_FIT = N_(
    "because.topics",
    "You mentioned {topics}. The topics always come from the participants, so there is room for this.",
)
PACE_FITS = N_("because.longer", "You would like something longer and regular, which is how supervision usually works.")
PACE_SHORT = N_("because.few", "You would like a few meetings soon.")
ONE_WITH_PEERS = N_(
    "because.peers",
    "You would like peers as well. Whether and how that can be arranged is agreed with the supervisor.",
)
TOGETHER_WISH = N_("because.together", "You would like to meet together.")

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
    "If it happened in the last few days, contact your occupational health service first: it arranges immediate "
    "support.",
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
        because=tuple(_reasons(rule, suggested, answers))[:REASONS_SHOWN],
        alternatives=_alternatives(rule, answers),
        notes=tuple(_notes(suggested, answers)),
    )


def _unused(rule: Rule, answers: Answers) -> tuple[str, ...]:
    """Return the challenges that the rule has not taken care of, in the questionnaire's order."""
    named = challenges(answers) - rule.uses
    return tuple(choice.key for choice in CHALLENGE.choices if choice.key in named)


def _reasons(rule: Rule, suggested: Format, answers: Answers) -> Iterator[Text]:
    if rule.suggest != "discuss" or picked("who", UNSURE)(answers):
        yield rule.because
    if picked("together", "together")(answers):
        yield TOGETHER_WISH
    if EACH_ALONE(answers) and rule.because is not ALONE_WISH and rule.suggest != "case":
        yield ALONE_WISH
    if WITH_PEERS(answers):
        yield ONE_WITH_PEERS
    topics = tuple(TOPICS[key] for key in _unused(rule, answers) if key in TOPICS)
    if topics:
        yield ALL_TOPICS_FIT.filled(topics=topics)
    if suggested.long_term and picked("pace", "longer")(answers):
        yield PACE_FITS
    if not suggested.long_term and picked("pace", "few")(answers):
        yield PACE_SHORT


def _alternatives(rule: Rule, answers: Answers) -> tuple[Format, ...]:
    wanted = [INSTEAD[key][1] for key in _unused(rule, answers) if key in INSTEAD and INSTEAD[key][0](answers)]
    if BY_TURNS(answers) and who(answers):
        wanted.append("combination")
    keys = dict.fromkeys(key for key in (*wanted, *rule.beside(answers)) if key != rule.suggest)
    return tuple(FORMATS[key] for key in keys)[:ALTERNATIVES_SHOWN]


def _notes(suggested: Format, answers: Answers) -> Iterator[Text]:
    if suggested.key == "crisis":
        yield RECENT_EVENT
    if suggested.long_term and picked("pace", "few")(answers):
        yield FEW_ON_LONG
    if not suggested.long_term and picked("pace", "longer")(answers) and suggested.key != "discuss":
        yield LONGER_ON_SHORT
    if BY_TURNS(answers) and suggested.key not in ("combination", "discuss"):
        yield IN_TURN
    known = [key for key in ("who", "challenge", "pace") if UNSURE not in chosen(answers, key) and chosen(answers, key)]
    if not known:
        yield LITTLE_KNOWN
