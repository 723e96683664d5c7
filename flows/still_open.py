"""What an answer that is not known yet leaves open: an honest range instead of false certainty."""

from __future__ import annotations

from dataclasses import dataclass

from flows.engine import UNSURE, Answer, Answers, Question, chosen
from flows.formats import FORMATS, Format
from flows.intake import INTAKE
from flows.recommend import decide

FORMATS_SHOWN = 3


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
