"""What the rules ask of the answers: who takes part, what it is about, how they would like to meet. Pure conditions."""

from __future__ import annotations

from typing import TypeAlias

from flows.engine import UNSURE, Answers, Condition, chosen, picked
from flows.intake import SELF

Audience: TypeAlias = str

SLOWLY = picked("sudden", "slow")
ONE_OF_MANY: dict[tuple[Audience, str], Audience] = {
    ("employee", "several"): "group",
    ("employee", "everyone"): "community",
    ("manager", "several"): "managers",
    ("manager", "everyone"): "community",
}
"""Who takes part when somebody has given their own role first and then, asked again, speaks for others as well."""


def challenges(answers: Answers) -> frozenset[str]:
    """Return the challenges chosen, without "in my own words" and "I don't know yet", which decide nothing."""
    return frozenset(chosen(answers, "challenge")) - {"words", UNSURE}


def who(answers: Answers) -> Audience:
    """Return who takes part, "" when that is open or unknown."""
    audience = "".join(chosen(answers, "who"))
    audience = SELF.get(audience, audience)
    others = "".join(chosen(answers, "colleagues"))
    return "" if audience == UNSURE else ONE_OF_MANY.get((audience, others), audience)


def for_whom(*audiences: Audience) -> Condition:
    """Make the condition "these take part"."""
    return lambda answers: who(answers) in audiences


def about(*keys: str) -> Condition:
    """Make the condition "at least one of these challenges was chosen"."""
    return lambda answers: not challenges(answers).isdisjoint(keys)


def both(*conditions: Condition) -> Condition:
    """Make the condition "all of these hold"."""
    return lambda answers: all(condition(answers) for condition in conditions)


def either(*conditions: Condition) -> Condition:
    """Make the condition "at least one of these holds"."""
    return lambda answers: any(condition(answers) for condition in conditions)


def neither(condition: Condition) -> Condition:
    """Make the condition "this does not hold"."""
    return lambda answers: not condition(answers)


def work_ability_first(answers: Answers) -> bool:
    """Hold when work ability is the matter, alone or with what the same cases can carry."""
    topics = challenges(answers)
    return "work_ability" in topics and topics <= {"work_ability", "cases", "new_role", "single_matter"}


def only(key: str) -> Condition:
    """Make the condition "this is the only challenge"."""
    return lambda answers: challenges(answers) == {key}


def unknown(*keys: str) -> Condition:
    """Make the condition "none of these questions has an answer that says something"."""
    return lambda answers: all(set(chosen(answers, key)) <= {UNSURE} for key in keys)


ONE_PERSON = for_whom("employee", "manager")
LEAD_OTHERS = for_whom("manager", "managers", "leadership")
WITH_PEERS = picked("company", "peers")
EACH_ALONE = picked("together", "alone")
ALONE = either(EACH_ALONE, picked("company", "own"))
BY_TURNS = either(picked("together", "alternately"), picked("company", "turns"))
JOIN = picked("colleagues", "could_join")
FOR_ALL = picked("colleagues", "several", "everyone")
TOGETHER = either(picked("together", "together"), FOR_ALL)
JOINTLY = either(TOGETHER, for_whom("community"), both(WITH_PEERS, JOIN))
"""Those who take part meet together, so that one may speak of that."""

HOW_UNKNOWN = both(unknown("together", "company"), neither(for_whom("community")))
WHO_UNKNOWN = for_whom("")
PACE_UNKNOWN = unknown("pace")
FEW = picked("pace", "few")
LONGER = picked("pace", "longer")
