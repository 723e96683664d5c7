"""What an answer that is not known yet leaves open: an honest range instead of false certainty."""

from __future__ import annotations

from dataclasses import dataclass

from flows.engine import UNSURE, Answer, Answers, Question, chosen
from flows.formats import FORMATS, Format
from flows.intake import INTAKE
from flows.recommend import decide

SETTLING = ("who", "challenge", "together", "pace")
"""The questions whose answers decide the format, in the order in which they matter."""

FORMATS_SHOWN = 3


@dataclass(frozen=True, slots=True)
class StillOpen:
    """A question without an answer, and the first formats that its answers would lead to instead."""

    question: Question
    formats: tuple[Format, ...]


def still_open(answers: Answers) -> tuple[StillOpen, ...]:
    """Return what would settle the suggestion: every unknown answer that could change it."""
    asked = {question.key for question in INTAKE.asked(answers)}
    found = (_one(answers, key) for key in SETTLING if key in asked and key in answers and _unknown(answers, key))
    return tuple(each for each in found if each is not None and each.formats)


def _unknown(answers: Answers, key: str) -> bool:
    """Tell whether a question was answered with "I don't know yet" or not at all."""
    return not answers[key].open and set(chosen(answers, key)) <= {UNSURE}


def _one(answers: Answers, key: str) -> StillOpen | None:
    question = INTAKE.question(key)
    if question is None:
        return None
    now = decide(answers).suggest
    known = [choice.key for choice in question.offered(answers) if choice.key not in (UNSURE, "words")]
    would_be = (decide(INTAKE.answer(answers, key, Answer((choice,)))).suggest for choice in known)
    keys = dict.fromkeys(each for each in would_be if each not in (now, "discuss"))
    return StillOpen(question, tuple(FORMATS[each] for each in keys)[:FORMATS_SHOWN])
