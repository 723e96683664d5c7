"""The flow as a diagram (Mermaid), drawn by walking it: what the picture shows is what the code does."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import combinations

from flows.engine import UNSURE, Answer, Answers, Kind, Question, paths
from flows.intake import ABROAD, INTAKE

NEAR, FAR = "564", "091"
"""Oulu and Helsinki: a town within reach and one beyond it."""

END = "sent"
KEPT = "kept"


def mermaid() -> str:
    """Return the diagram's text: boxes are questions, arrows what leads from one to the next."""
    steps: dict[tuple[str, str], None] = {}
    for ended in paths(INTAKE, _possible):
        asked = [question.key for question in INTAKE.asked(ended)]
        end = END if "review" in ended else KEPT
        for step in zip(asked, [*asked[1:], end], strict=True):
            steps.setdefault(step)
    order = [question.key for question in INTAKE.questions] + [END, KEPT]
    boxes = [_box(key) for key in order if any(key in step for step in steps)]
    arrows = sorted(steps, key=lambda step: (order.index(step[0]), order.index(step[1])))
    return "\n".join(["flowchart TD", *(f"    {each}" for each in (*boxes, *(f"{a} --> {b}" for a, b in arrows)))])


def _possible(question: Question, answers: Answers) -> Iterable[Answer]:
    """Return one answer for each way in which the conversation can go on from here."""
    if question.kind is Kind.TOWN:
        tries = [Answer((code,)) for code in (NEAR, FAR, ABROAD, UNSURE)]
    elif question.kind in (Kind.WORDS, Kind.PHONE, Kind.EMAIL):
        tries = [Answer(words="…")]
    else:
        keys = [choice.key for choice in question.offered(answers)]
        several = combinations(keys, 2) if question.kind is Kind.SEVERAL else ()
        tries = [Answer(each) for each in (*((key,) for key in keys), *several)]
    ways = {_asked(INTAKE.answer(answers, question.key, each)): each for each in reversed(tries)}
    return ways.values()


def _asked(answers: Answers) -> tuple[str, ...]:
    return tuple(question.key for question in INTAKE.asked(answers))


def _box(key: str) -> str:
    if key == END:
        return f"{key}([The supervisor gets the card])"
    if key == KEPT:
        return f"{key}([The suggestion is kept])"
    question = INTAKE.question(key)
    name = question.name.message if question else key
    shape = ("[[", "]]") if question and question.kind is Kind.STOP else ("[", "]")
    return f"{key}{shape[0]}{name}{shape[1]}"
