"""The flow as a diagram (Mermaid), drawn by walking it: what the picture shows is what the code does."""

from __future__ import annotations

from collections.abc import Iterator

from flows.engine import UNSURE, Answer, Answers, Kind, Question, Stage, paths
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


def _possible(question: Question, answers: Answers) -> Iterator[Answer]:
    """Yield answers enough to meet every turning: the pace and the contact part are walked once for each choice."""
    if question.kind is Kind.TOWN:
        yield from (Answer((code,)) for code in (NEAR, FAR, ABROAD, UNSURE))
    elif question.kind in (Kind.WORDS, Kind.PHONE, Kind.EMAIL):
        yield Answer(words="…")
    elif question.key in ("pace", "people", "role"):
        yield Answer((question.offered(answers)[0].key,))
    elif question.stage is Stage.NEED and question.key == "challenge":
        yield from (Answer((key,)) for key in ("crisis", "words", "growth"))
    else:
        yield from (Answer((choice.key,)) for choice in question.offered(answers))


def _box(key: str) -> str:
    if key == END:
        return f"{key}([The supervisor gets the card])"
    if key == KEPT:
        return f"{key}([The suggestion is kept])"
    question = INTAKE.question(key)
    name = question.name.message if question else key
    shape = ("[[", "]]") if question and question.kind is Kind.STOP else ("[", "]")
    return f"{key}{shape[0]}{name}{shape[1]}"
