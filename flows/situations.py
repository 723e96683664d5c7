"""Everyday situations that help to choose: each leads to one choice of one question.

They describe what can be seen at a workplace and use no terms; they diagnose nobody and give no advice. What they
lead to is an ordinary answer.
"""

from __future__ import annotations

from dataclasses import dataclass

from flows.engine import UNSURE, Answers, Choice, Question
from flows.text import N_, Text


@dataclass(frozen=True, slots=True)
class Situation:
    """One situation and the key of the choice it leads to."""

    text: Text
    choice: str


SITUATIONS: dict[str, tuple[Situation, ...]] = {
    "who": (
        Situation(
            N_("situation.who.employee", "Someone works mostly alone and wants a place to think things through."),
            "employee",
        ),
        Situation(N_("situation.who.pair", "Two people share a task and want it to run better between them."), "pair"),
        Situation(
            N_("situation.who.group", "Some colleagues do similar work and could learn from one another."), "group"
        ),
        Situation(
            N_("situation.who.community", "It concerns the whole workplace, and everybody should be there to talk."),
            "community",
        ),
        Situation(N_("situation.who.manager", "A manager wants time to reflect on how they lead."), "manager"),
        Situation(
            N_("situation.who.managers", "Several managers face the same questions in their own teams."), "managers"
        ),
        Situation(
            N_("situation.who.leadership", "A leadership team wants to look at how it works together."), "leadership"
        ),
    ),
    "challenge": (
        Situation(
            N_(
                "situation.challenge.coping",
                "Work comes home in the evening, or there is more of it than you have energy for.",
            ),
            "coping",
        ),
        Situation(
            N_(
                "situation.challenge.cooperation",
                "Meetings are tense, things go unsaid, or the same argument keeps coming back.",
            ),
            "cooperation",
        ),
        Situation(
            N_("situation.challenge.matter", "One decision or situation keeps coming to mind and cannot wait long."),
            "single_matter",
        ),
        Situation(
            N_("situation.challenge.growth", "Work goes quite well, but it would be good to see it with fresh eyes."),
            "growth",
        ),
    ),
    "together": (
        Situation(
            N_("situation.together.together", "The same issues concern everyone, and hearing each other would help."),
            "together",
        ),
        Situation(N_("situation.together.alone", "Everyone has things that are easier to say in private."), "alone"),
        Situation(
            N_(
                "situation.together.alternately",
                "Some things are good to share with the others, some need a quiet moment one to one.",
            ),
            "alternately",
        ),
        Situation(N_("situation.together.unsure", "Different people want different things."), UNSURE),
    ),
    "company": (
        Situation(N_("situation.company.own", "It would be easier to speak freely when nobody else is there."), "own"),
        Situation(
            N_("situation.company.peers", "It would help to hear how others in the same position get on."), "peers"
        ),
        Situation(N_("situation.company.unsure", "It depends on who the others would be."), UNSURE),
    ),
    "pace": (
        Situation(N_("situation.pace.few", "Something needs an answer within weeks."), "few"),
        Situation(N_("situation.pace.longer", "The same things come back, or the work keeps changing."), "longer"),
        Situation(N_("situation.pace.unsure", "It will only become clear after a first talk."), UNSURE),
    ),
}
"""The situations of each question that has some, in the order in which to show them."""


def situations(question: Question, answers: Answers) -> tuple[tuple[Text, Choice], ...]:
    """Return the situations that lead to a choice on offer after these answers, each with that choice."""
    offered = {choice.key: choice for choice in question.offered(answers)}
    of_this = SITUATIONS.get(question.key, ())
    return tuple((each.text, offered[each.choice]) for each in of_this if each.choice in offered)
