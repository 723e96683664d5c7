"""Answers and routes that several tests share: plain values, made by the engine itself."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import cache
from itertools import combinations, islice

from bot.codec import from_json, to_json
from flows.engine import NO_ANSWERS, SKIP, UNSURE, Answer, Answers, Flow, Kind, Question, Stage, paths
from flows.intake import ABROAD, INTAKE
from flows.summary import Line, lines
from tests.way import filled

OULU, KUUSAMO, KUOPIO, HELSINKI = "564", "305", "297", "091"
"""One municipality inside the 300 km, one that is to be confirmed, one out of reach."""

TOWNS = (OULU, KUOPIO, HELSINKI, ABROAD, UNSURE)


def given(**answers: str | tuple[str, ...]) -> Answers:
    """Answer these questions in the questionnaire's order: keys of choices, or words where words are typed."""
    so_far = INTAKE.answer(NO_ANSWERS, "welcome", Answer(("begin",)))
    for question in INTAKE.questions:
        if question.key not in answers:
            continue
        value = answers[question.key]
        if isinstance(value, str) and question.kind in (Kind.WORDS, Kind.PHONE, Kind.EMAIL) and value != SKIP:
            answer = Answer(words=value)
        else:
            answer = Answer((value,) if isinstance(value, str) else value)
        so_far = INTAKE.answer(so_far, question.key, answer)
        assert question.key in so_far, f"{question.key} is not asked after these answers"
    return so_far


class StoredFlow(Flow):
    """The questionnaire as it is lived: between any two steps the answers are stored as JSON and read back."""

    def answer(self, answers: Answers, key: str, answer: Answer) -> Answers:
        """Answer, store, load."""
        given = super().answer(answers, key, answer)
        return {each: from_json(Answer, json.loads(json.dumps(to_json(given[each])))) for each in given}


STORED = StoredFlow(INTAKE.version, INTAKE.questions)


def tries(question: Question, answers: Answers) -> Iterator[Answer]:
    """Yield the answers worth trying at a question: of several choices every one and every pair."""
    if question.stage is Stage.WELCOME:
        yield Answer(("begin",))
    if question.stage is not Stage.NEED:
        return
    keys = [choice.key for choice in question.offered(answers)]
    if question.kind is Kind.WORDS:
        yield Answer(words="Something of our own")
        yield Answer((SKIP,))
    elif question.kind is Kind.TOWN:
        yield from (Answer((code,)) for code in TOWNS)
    else:
        yield from (Answer((key,)) for key in keys)
    if question.kind is Kind.SEVERAL:
        yield from (Answer(pair) for pair in combinations([key for key in keys if key != UNSURE], 2))


def _where_it_decides(question: Question, answers: Answers) -> Iterator[Answer]:
    # What says nothing about the format has routes of its own, or a new question would multiply these.
    tried = tries(question, answers)
    return tried if question.decides or question.kind is Kind.WORDS else islice(tried, 1)


def _for_one_need(question: Question, answers: Answers) -> Iterator[Answer]:
    only = {"who": "group", "challenge": "coping"}
    if question.key in only:
        return iter([Answer((only[question.key],))])
    return iter([filled(question, answers)]) if question.decides else tries(question, answers)


class Route(dict[str, Answer]):
    """Answers that a failing test shows in one short line."""

    def __repr__(self) -> str:
        return " ".join(f"{key}={'+'.join(each.chosen) or each.words}" for key, each in self.items())


@cache
def need_routes() -> tuple[Answers, ...]:
    """Return how every route through the need ends, with one answer to what decides nothing."""
    return tuple(map(Route, paths(STORED, _where_it_decides)))


@cache
def place_routes() -> tuple[Answers, ...]:
    """Return how every route through what decides nothing ends, for one need."""
    return tuple(map(Route, paths(STORED, _for_one_need)))


def line(answers: Answers, key: str) -> Line | None:
    """One answer of the summary, None when it was not given."""
    return next((each for each in lines(answers) if each.question.key == key), None)
