"""How well the rules suggest: invented people with two readings of what each should be offered first, and the figures.

The stories and how they were read are told in tests/data/stories/README.md. Pure, but for `read`.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from math import sqrt
from pathlib import Path
from statistics import median
from typing import Any

from flows.dataclass import dataclass
from flows.engine import NO_ANSWERS, SKIP, Answer, Answers, Kind
from flows.intake import INTAKE, OFFER, WELCOME
from flows.recommend import decide

STORIES = Path(__file__).resolve().parents[2] / "tests" / "data" / "stories"
READINGS = {"a": "as an experienced supervisor", "b": "as an HR orderer"}
"""Who the two readings speak as; both are desk readings, not a panel of practitioners."""

Z = 1.959964
"""Standard deviations of a 95 % interval."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What one reader would offer: the `best` form, others that are acceptable, and those that would do harm."""

    best: str
    acceptable: frozenset[str]
    harmful: frozenset[str]

    def accepts(self, form: str) -> bool:
        return form == self.best or form in self.acceptable


@dataclass(frozen=True, slots=True)
class Judged:
    """One invented person: what they answered, what the rules suggest, and each reading by its letter."""

    key: str
    answers: Answers
    suggested: str
    readings: Mapping[str, Reading]


def read(folder: Path = STORIES) -> tuple[Judged, ...]:
    """Read the stories of a folder and suggest a form for each.

    Raises ValueError where a person's answers do not lead to the suggestion, as when a question has been added.
    """
    stories = json.loads((folder / "stories.json").read_text(encoding="utf-8"))
    readings = {each: json.loads((folder / f"reading_{each}.json").read_text(encoding="utf-8")) for each in READINGS}
    return tuple(_judged(story, {each: readings[each][story["id"]] for each in READINGS}) for story in stories)


def _judged(story: Mapping[str, Any], read_as: Mapping[str, Mapping[str, Any]]) -> Judged:
    answers = walked(story["id"], story["answers"])
    return Judged(story["id"], answers, decide(answers).suggest, {each: _reading(read_as[each]) for each in read_as})


def _reading(of: Mapping[str, Any]) -> Reading:
    return Reading(of["best"], frozenset(of["acceptable"]), frozenset(of["harmful"]))


def walked(key: str, given: Mapping[str, Sequence[str] | str]) -> Answers:
    """Answer the questions as a person would, up to the suggestion. Raises ValueError for an answer nobody asks for.

    A question of which the story knows nothing, added after it was written perhaps, is left open.
    """
    answers = INTAKE.answer(NO_ANSWERS, WELCOME.key, Answer(("begin",)))
    left = dict(given)
    while (question := INTAKE.current(answers)) is not None and question is not OFFER:
        value = left.pop(question.key, (SKIP,))
        answer = Answer(words=value) if isinstance(value, str) else Answer(tuple(value))
        answers = INTAKE.answer(answers, question.key, answer)
    if left:
        raise ValueError(f"{key}: never asked before the suggestion: {', '.join(left)}")
    return answers


def taps(answers: Answers) -> int:
    """Return how many taps and messages it takes to the suggestion: several choices need one more, for "done"."""
    several = {question.key for question in INTAKE.questions if question.kind is Kind.SEVERAL}
    return sum(len(answer.chosen) + 1 if key in several else 1 for key, answer in answers.items())


def wilson(hits: int, of: int) -> tuple[float, float]:
    """Return the 95 % interval of a share, each end from 0 to 1 (Wilson's score)."""
    share, square = hits / of, Z * Z / of
    middle = (share + square / 2) / (1 + square)
    half = Z * sqrt(share * (1 - share) / of + square / of / 4) / (1 + square)
    return middle - half, middle + half


def counted(people: Sequence[Judged], letter: str, holds: Callable[[Reading, str], bool]) -> int:
    """Count the people for whom something holds of one reading and the form suggested."""
    return sum(holds(each.readings[letter], each.suggested) for each in people)


def exact(reading: Reading, form: str) -> bool:
    return reading.best == form


def harmful(reading: Reading, form: str) -> bool:
    return form in reading.harmful


def told(people: Sequence[Judged]) -> Iterator[str]:
    """Yield the figures line by line, then everybody whose suggestion falls short for a reading."""
    of = len(people)
    yield f"{of} invented people, two desk readings in two roles (no panel of practitioners); 95 % intervals (Wilson)."
    for letter, role in READINGS.items():
        yield f"Reading {letter}, {role}:"
        yield f"  the best form      {_share(counted(people, letter, exact), of)}"
        yield f"  an acceptable form {_share(counted(people, letter, Reading.accepts), of)}"
        yield f"  a harmful form     {_share(counted(people, letter, harmful), of)}"
    agreed = sum(len({reading.best for reading in each.readings.values()}) == 1 for each in people)
    yield f"The readings name the same best form: {_share(agreed, of)}"
    yield f"To be discussed: {sum(each.suggested == 'discuss' for each in people)} of {of}"
    yield f"Taps or messages to the suggestion: {median(taps(each.answers) for each in people):g} (median)"
    yield ""
    yield "Where it falls short:"
    for each in people:
        if not all(exact(reading, each.suggested) for reading in each.readings.values()):
            yield f"  {each.key}: {each.suggested}; {'; '.join(_verdict(each, letter) for letter in READINGS)}"


def _share(hits: int, of: int) -> str:
    low, high = wilson(hits, of)
    return f"{hits} of {of} ({100 * low:.0f}–{100 * high:.0f} %)"


def _verdict(of: Judged, letter: str) -> str:
    reading = of.readings[letter]
    if exact(reading, of.suggested):
        return f"{letter} the same"
    if harmful(reading, of.suggested):
        how = "harmful"
    else:
        how = "acceptable" if reading.accepts(of.suggested) else "not named"
    return f"{letter} {reading.best} ({how})"
