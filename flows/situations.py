"""Everyday situations that help to choose: each leads to one choice of one question.

They describe what can be seen at a workplace and use no terms; they diagnose nobody and give no advice. What they
lead to is an ordinary answer.
"""

from __future__ import annotations

from flows.engine import UNSURE, Answers, Choice, Question
from flows.text import N_, Text

SITUATIONS: dict[str, dict[str, Text]] = {
    "who": {
        "employee": N_(
            "situation.who.employee", "Someone works mostly alone and wants a place to think things through."
        ),
        "pair": N_("situation.who.pair", "Two people share a task and want it to run better between them."),
        "group": N_("situation.who.group", "Some colleagues do similar work and could learn from one another."),
        "community": N_(
            "situation.who.community", "It concerns the whole workplace, and everybody should be there to talk."
        ),
        "manager": N_("situation.who.manager", "A manager wants time to reflect on how they lead."),
        "managers": N_("situation.who.managers", "Several managers face the same questions in their own teams."),
        "leadership": N_("situation.who.leadership", "A leadership team wants to look at how it works together."),
    },
    "challenge": {
        "coping": N_(
            "situation.challenge.coping",
            "Work comes home in the evening, or there is more of it than you have energy for.",
        ),
        "cooperation": N_(
            "situation.challenge.cooperation",
            "Meetings are tense, things go unsaid, or the same argument keeps coming back.",
        ),
        "single_matter": N_(
            "situation.challenge.matter", "One decision or situation keeps coming to mind and cannot wait long."
        ),
        "growth": N_(
            "situation.challenge.growth", "Work goes quite well, but it would be good to see it with fresh eyes."
        ),
    },
    "together": {
        "together": N_(
            "situation.together.together", "The same issues concern everyone, and hearing each other would help."
        ),
        "alone": N_("situation.together.alone", "Everyone has things that are easier to say in private."),
        "alternately": N_(
            "situation.together.alternately",
            "Some things are good to share with the others, some need a quiet moment one to one.",
        ),
        UNSURE: N_("situation.together.unsure", "Different people want different things."),
    },
    "company": {
        "own": N_("situation.company.own", "It would be easier to speak freely when nobody else is there."),
        "peers": N_("situation.company.peers", "It would help to hear how others in the same position get on."),
        UNSURE: N_("situation.company.unsure", "It depends on who the others would be."),
    },
    "pace": {
        "few": N_("situation.pace.few", "Something needs an answer within weeks."),
        "longer": N_("situation.pace.longer", "The same things come back, or the work keeps changing."),
        UNSURE: N_("situation.pace.unsure", "It will only become clear after a first talk."),
    },
}
"""The situations of each question that has some, in the order in which to show them, by the choice they lead to."""


def situations(question: Question, answers: Answers) -> tuple[tuple[Text, Choice], ...]:
    """Return the situations that lead to a choice on offer after these answers, each with that choice."""
    offered = {choice.key: choice for choice in question.offered(answers)}
    of_this = SITUATIONS.get(question.key, {})
    return tuple((text, offered[key]) for key, text in of_this.items() if key in offered)
