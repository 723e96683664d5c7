"""The rules: a table read top-down, the first that holds wins.

Each rule is named by its reason and carries the sentence the prospect reads as the first "because". The same table
answers "this would change if ...": every likely change of mind is tried on it. Source of the rows: the supervisor's
own text and the decision table made from it (docs/rules.md). The wish for a form decides before who takes part does:
nobody who asks to be heard alone is sent into a joint form.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

from flows.conditions import (
    ALONE,
    BY_TURNS,
    EACH_ALONE,
    FEW,
    HOW_UNKNOWN,
    JOIN,
    JOINTLY,
    LEAD_OTHERS,
    LONGER,
    ONE_PERSON,
    PACE_UNKNOWN,
    SLOWLY,
    WHO_UNKNOWN,
    WITH_PEERS,
    Audience,
    about,
    both,
    either,
    for_whom,
    neither,
    only,
    unknown,
    who,
    work_ability_first,
)
from flows.dataclass import dataclass
from flows.engine import UNSURE, Answers, Condition, Wording, picked
from flows.intake import FOR_SELF
from flows.text import N_, Text

Keys: TypeAlias = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Rule:
    """One row: when it holds, which format it suggests, why, which challenges it has taken care of, what else fits.

    `beside` are keys of formats in the order in which to mention them. One that `says_how` gives the wish for how to
    meet as its reason. `because` is NOTHING_SAID where nothing was answered that could be one.
    """

    name: str
    when: Condition
    suggest: str
    because: Wording
    beside: Callable[[Answers], Keys]
    uses: frozenset[str] = frozenset()
    says_how: bool = False


USUAL: dict[Audience, Keys] = {
    "employee": ("individual", "group"),
    "pair": ("pair", "individual"),
    "group": ("group", "individual"),
    "community": ("community", "group"),
    "manager": ("individual", "managers"),
    "managers": ("managers", "combination"),
    "leadership": ("leadership", "individual"),
    "": ("individual", "group"),
}
"""The two long-term forms that come to mind first for each audience."""

BESIDE_CASES: dict[Audience, Keys] = {
    "employee": ("group", "individual"),
    "pair": ("pair", "short"),
    "group": ("group", "community"),
    "community": ("community", "group"),
    "manager": ("managers", "individual"),
    "managers": ("managers", "group"),
    "leadership": ("leadership", "group"),
    "": ("group", "individual"),
}
"""What to mention beside case supervision."""


def usual(answers: Answers) -> Keys:
    """Mention the usual formats of the audience, the individual one first to those who would like to be alone."""
    first = ("individual",) if ALONE(answers) else ()
    return (*first, *USUAL[who(answers)])


def mention(*keys: str) -> Callable[[Answers], Keys]:
    """Mention these formats, whatever the answers."""
    return lambda _: keys


def _beside_alone(answers: Answers) -> Keys:
    if who(answers) == "employee":
        return ("short", "combination")
    if who(answers) == "pair":
        return ("pair", "short")
    joint = "managers" if who(answers) == "manager" else USUAL[who(answers)][0]
    return (joint if joint != "individual" else "group", "combination")


NOTHING_SAID = Text("", "")
BOTH_WISH = N_("because.combination", "You would like a mix: peers and one-to-one time.")
ALONE_WISH = N_("because.each_alone", "Each would meet the supervisor one to one.")
OWN_WISH = N_("because.own", "You would like to meet one to one.")
OPEN: dict[str, Text] = {
    "who": N_("because.discuss", "It's still open who would take part."),
    "challenge": N_("because.discuss.about", "It's still open what it would be about."),
    "together": N_("because.discuss.how", "It's still open how you would meet."),
    "company": N_("because.discuss.how", "It's still open how you would meet."),
}
"""Why the form is still to be found, by the question answered with "I don't know yet"."""


def _what_is_open(answers: Answers) -> Text:
    """Return the first question that somebody said they cannot answer yet; a skipped one is no reason."""
    return next((text for key, text in OPEN.items() if picked(key, UNSURE)(answers)), NOTHING_SAID)


def _by(condition: Condition, if_so: Text, if_not: Text) -> Callable[[Answers], Text]:
    return lambda answers: if_so if condition(answers) else if_not


RULES: tuple[Rule, ...] = (
    Rule(
        "something serious has happened",
        both(about("crisis"), neither(SLOWLY)),
        "crisis",
        N_("because.crisis", "It is meant for situations where something serious has happened at work."),
        mention(),  # nothing to try out beside it
        uses=frozenset({"crisis"}),
    ),
    Rule(
        "what it is about and how to meet are open",
        both(unknown("challenge"), either(WHO_UNKNOWN, HOW_UNKNOWN)),
        "discuss",
        _what_is_open,
        usual,
    ),
    Rule(
        "one matter needs a few meetings",
        either(both(only("single_matter"), neither(LONGER)), both(about("single_matter"), FEW)),
        "short",
        N_("because.short", "There is one issue to work on."),
        lambda answers: (usual(answers)[0], "crisis"),
        uses=frozenset({"single_matter"}),
    ),
    Rule(
        "peers and one-to-one time",
        both(BY_TURNS, neither(ONE_PERSON)),
        "combination",
        BOTH_WISH,
        mention("group", "individual"),
    ),
    Rule(
        "those who lead others lead work ability",
        both(LEAD_OTHERS, work_ability_first),
        "case_workability",
        N_("because.case_workability", "You would like help with managing work ability."),
        lambda answers: (
            *(("new_managers",) if about("new_role")(answers) and not ALONE(answers) else ()),
            *(("individual",) if ALONE(answers) else ()),
            "managers",
            "individual",
        ),
        uses=frozenset({"work_ability", "cases"}),
    ),
    Rule(
        "learning from cases is the whole wish",
        both(only("cases"), neither(EACH_ALONE)),
        "case",
        _by(
            JOINTLY,
            N_("because.case", "You would like to learn from real cases together."),
            N_("because.case.one", "You would like to learn from real cases."),
        ),
        lambda answers: (*(("individual",) if ALONE(answers) else ()), *BESIDE_CASES[who(answers)]),
        uses=frozenset({"cases"}),
    ),
    Rule(
        "managers at a beginning need not be left alone",
        both(
            about("new_role"),
            either(both(for_whom("managers"), neither(EACH_ALONE)), both(for_whom("manager"), WITH_PEERS, JOIN)),
        ),
        "new_managers",
        _by(
            for_whom("managers"),
            N_("because.new_managers", "Several managers are just starting."),
            N_("because.new_managers.one", "Being a manager is new, and others could join."),
        ),
        mention("combination", "managers"),
        uses=frozenset({"new_role"}),
    ),
    Rule(
        "how to meet and the rest are open",
        both(HOW_UNKNOWN, either(PACE_UNKNOWN, WHO_UNKNOWN)),
        "discuss",
        _what_is_open,
        usual,
    ),
    Rule(
        "one person would like peers and one-to-one time",
        BY_TURNS,
        "combination",
        BOTH_WISH,
        lambda answers: ("managers" if LEAD_OTHERS(answers) else "group", "individual"),
    ),
    Rule(
        "somebody could join one employee",
        both(for_whom("employee"), WITH_PEERS, JOIN),
        "group",
        N_("because.peers_join", "You would like peers, and someone could join."),
        mention("combination", "individual"),
        says_how=True,
    ),
    Rule(
        "each wishes for a space of their own",
        ALONE,
        "individual",
        _by(EACH_ALONE, ALONE_WISH, OWN_WISH),
        _beside_alone,
        says_how=True,
    ),
    Rule(
        "a leadership team works together",
        for_whom("leadership"),
        "leadership",
        N_("because.leadership", "A leadership team would take part."),
        mention("combination", "case_workability"),
    ),
    Rule(
        "managers look at leading",
        either(for_whom("managers"), both(for_whom("manager"), WITH_PEERS, neither(picked("colleagues", "nobody")))),
        "managers",
        _by(
            for_whom("managers"),
            N_("because.managers", "The people taking part are managers."),
            N_("because.managers.one", "You would like to be with other managers."),
        ),
        mention("combination", "case_workability"),
    ),
    Rule(
        "a whole work community takes part",
        for_whom("community"),
        "community",
        N_("because.community", "A whole team or workplace would take part."),
        mention("group", "managers"),
    ),
    Rule(
        "two colleagues work as a pair",
        for_whom("pair"),
        "pair",
        N_("because.pair", "Two colleagues would take part."),
        mention("individual", "short"),
    ),
    Rule(
        "a group works together",
        for_whom("group"),
        "group",
        N_("because.group", "A group would take part."),
        mention("combination", "community"),
    ),
    Rule(
        "one person looks at their own work",
        ONE_PERSON,
        "individual",
        _by(
            FOR_SELF,
            N_("because.self", "It would be for you."),
            N_("because.individual", "One person would take part."),
        ),
        lambda answers: (
            ("managers" if LEAD_OTHERS(answers) else "group", "combination")
            if WITH_PEERS(answers) or LEAD_OTHERS(answers)
            else ("short", "combination")
        ),
    ),
    Rule("the answers leave it open", lambda _: True, "discuss", _what_is_open, usual),
)
"""Read top-down; the last one always holds."""
