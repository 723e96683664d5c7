"""How a test gets somewhere: the answers it is about, and the usual ones to whatever else is asked on the way.

An answer is named by its question and choice ("who.group", "together.unsure", "role.skip"). A question that no test
knows of is skipped, or answered "I don't know yet", or with its first choice: a new question breaks no test.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator, Mapping, Sequence

from bot.ui.callbacks import Choose, Data, Done, Show, Tick
from flows.engine import NO_ANSWERS, SKIP, UNSURE, Answer, Answers, Flow, Kind, Question
from flows.intake import INTAKE
from flows.places import load

USUAL: Mapping[str, str] = {
    "who": "employee",
    "challenge": "coping",
    "together": "together",
    "company": "own",
    "place": "remote",
    "pace": "longer",
    "offer": "contact",
    "role": SKIP,
    "people": SKIP,
    "begin": SKIP,
    "way": "telegram",
}
"""What is answered when a test does not say: the shortest way, individual supervision."""

TYPED: Mapping[str, str] = {"phone": "040 123 4567", "email": "anna@yritys.fi"}
STORED: Mapping[str, str] = {"phone": "+358401234567", "email": "anna@yritys.fi"}
"""What is typed where nothing but words will do, and how that is kept."""

SENT = "sent"
"""The end of the way: the request is sent."""


class NoSuchAnswer(LookupError):
    """A test names an answer or a question that the questionnaire does not have; the message names its like."""


def near(word: str, words: Iterable[str]) -> str:
    """Return "; near: ..." with the words most like this one, "" when none is."""
    found = difflib.get_close_matches(word, sorted(words), n=4, cutoff=0.5)
    return f"; near: {', '.join(found)}" if found else ""


def choices(flow: Flow = INTAKE) -> frozenset[str]:
    """Return every answer a test may name."""
    return frozenset(
        f"{question.key}.{key}"
        for question in flow.questions
        for key in (*(choice.key for choice in question.choices), *(() if question.needed else (SKIP,)))
    )


def by_question(keys: Sequence[str]) -> dict[str, tuple[str, ...]]:
    """Return the choices named, by question; NoSuchAnswer for one that does not exist."""
    found: dict[str, tuple[str, ...]] = {}
    for each in keys:
        if each not in choices():
            raise NoSuchAnswer(f"no answer {each!r}{near(each, choices())}")
        question, _, choice = each.partition(".")
        found[question] = (*found.get(question, ()), choice)
    return found


def typed_at(words: Mapping[str, str]) -> dict[str, str]:
    """Return what is typed, by question; NoSuchAnswer when no words answer such a question."""
    wordy = {question.key for question in INTAKE.questions if question.longest}
    for each in words:
        if each not in wordy:
            raise NoSuchAnswer(f"no question {each!r} to type at{near(each, wordy)}")
    return dict(words)


def place(until: str) -> str:
    """Return `until`; NoSuchAnswer when no question, nor the end, is called so."""
    places = {"", SENT, *(question.key for question in INTAKE.questions)}
    if until not in places:
        raise NoSuchAnswer(f"no question {until!r}{near(until, places)}")
    return until


def usual(question: str, offered: Sequence[str]) -> str:
    """Return the choice to make among those offered when a test does not say, "" when there is none."""
    wished = (USUAL.get(question, ""), SKIP, UNSURE)
    return next((each for each in wished if each in offered), offered[0] if offered else "")


def asked(buttons: Sequence[Data]) -> str:
    """Return the key of the question whose buttons these are, `SENT` at the end, "" when none is on show."""
    if Show("more") in buttons:
        return SENT
    answers = [data.question for data in buttons if isinstance(data, Choose | Tick | Done)]
    others = [question for data in buttons if (question := getattr(data, "question", ""))]
    return next(iter((*answers, *others)), "")


def deed(question: str, buttons: Sequence[Data], wished: Sequence[str] = (), words: str = "") -> Data | str | None:
    """Return what answers a question: a button, or words to type; None when neither is known.

    `wished`: the choices a test asks for; of several choices those not ticked yet come first, then "done".
    `words`: what a test types here; then "done" where more could be written.
    """
    offered = [data.choice for data in buttons if isinstance(data, Choose) and data.question == question]
    ticks = {data.choice: data.on for data in buttons if isinstance(data, Tick) and data.question == question}
    if ticks:
        missing = [each for each in wished if ticks.get(each)]
        if not wished and all(ticks.values()):
            missing = [usual(question, list(ticks))]
        return Tick(question, missing[0], on=True) if missing else Done(question)
    if Done(question) in buttons:
        return Done(question)
    if wished:
        return Choose(question, wished[0]) if wished[0] in offered else None
    if words or question in TYPED:
        return words or TYPED[question]
    choice = usual(question, offered)
    return Choose(question, choice) if choice else None


def filled(question: Question, answers: Answers, wished: Sequence[str] = (), words: str = "") -> Answer:
    """Return an answer as it is stored: what is wished or typed, else the usual one."""
    if question.kind is Kind.TOWN and words:
        town = next(each for each in load().municipalities if each.name_fi == words)
        return Answer((town.code,))
    if wished or words:
        return Answer(tuple(wished), words)
    if question.key in STORED:
        return Answer(words=STORED[question.key])
    offered = [choice.key for choice in question.offered(answers)]
    return Answer((usual(question.key, offered) or SKIP,))


def walk(until: str, *keys: str, **words: str) -> Iterator[tuple[Question, Answer, Answers]]:
    """Yield each question before `until` with its answer, and what was answered then; as `answers` of a phone does."""
    given, typed = by_question(keys), typed_at(words)
    answers = NO_ANSWERS
    place(until)
    while (question := INTAKE.current(answers)) is not None and question.key != until:
        answer = filled(question, answers, given.pop(question.key, ()), typed.pop(question.key, ""))
        answers = INTAKE.answer(answers, question.key, answer)
        yield question, answer, answers
    assert question is not None or until == SENT, f"{until} is never asked after {dict(answers)}"
    left = [*given, *typed]
    assert not left, f"never asked before {until}: {', '.join(left)}"


def completed(answers: Answers, until: str) -> Answers:
    """Return these answers and the usual ones to what is still open before `until`."""
    while (question := INTAKE.current(answers)) is not None and question.key != until:
        answers = INTAKE.answer(answers, question.key, filled(question, answers))
    return answers


def answers_at(until: str, *keys: str, **words: str) -> Answers:
    """Return the answers with which `until` is on show: those given, else the usual ones."""
    return [NO_ANSWERS, *(answers for _, _, answers in walk(until, *keys, **words))][-1]
