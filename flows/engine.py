"""The engine: only answers are stored, the position is derived from them.

The question on show is the first one that applies and is open: never answered, or opened again by `back` or `change`.
An opened answer keeps what was chosen, so the earlier choice can be marked; a half-made choice of several, or the
"did you mean" candidates of a place, are open answers too. There is no other state, hence nothing to get lost
between steps and no dead ends.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from enum import StrEnum
from functools import cached_property
from types import MappingProxyType
from typing import TypeAlias

from flows.dataclass import dataclass
from flows.text import Text

UNSURE = "unsure"
"""The choice "I don't know yet": an answer like any other, and the only one chosen when it is chosen."""

SKIP = "skip"
"""The answer "I'd rather not say", accepted by every question that is not `needed`."""

TO_ASK = "to_ask"
"""The answer "let the supervisor ask": decides as little as a skipped question, and is accepted where that is."""

PASSED = (SKIP, TO_ASK)
"""The answers that answer nothing."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What a person answered: keys of choices, own words, or both. `open` means: still asked."""

    chosen: tuple[str, ...] = ()
    words: str = ""
    open: bool = False


UNANSWERED = Answer(open=True)

Answers: TypeAlias = Mapping[str, Answer]
Condition: TypeAlias = Callable[[Answers], bool]
Wording: TypeAlias = "Text | Callable[[Answers], Text]"

NO_ANSWERS: Answers = MappingProxyType({})


def always(_: Answers) -> bool:
    """Hold for every set of answers."""
    return True


def never(_: Answers) -> bool:
    """Hold for no set of answers."""
    return False


def chosen(answers: Answers, key: str) -> tuple[str, ...]:
    """Return what was chosen under a key, () while it is open or was passed over."""
    answer = answers.get(key)
    if answer is None or answer.open:
        return ()
    return tuple([each for each in answer.chosen if each not in PASSED])


def picked(key: str, *choices: str) -> Condition:
    """Make the condition "one of these choices was made under this key"."""
    these = frozenset(choices).difference(PASSED)

    def holds(answers: Answers) -> bool:
        answer = answers.get(key)
        return answer is not None and not answer.open and not these.isdisjoint(answer.chosen)

    return holds


def phrased(wording: Wording, answers: Answers) -> Text:
    """Return a wording as it reads after these answers."""
    return wording if isinstance(wording, Text) else wording(answers)


class Kind(StrEnum):
    """How a question is answered."""

    ONE = "one"  # one of its choices
    SEVERAL = "several"  # some of its choices, then done
    WORDS = "words"  # typed
    TOWN = "town"  # a municipality: typed or a shared location; `chosen` holds its code or the candidates
    PHONE = "phone"  # typed or shared; `words` holds E.164
    EMAIL = "email"  # typed; `words` holds the address
    STOP = "stop"  # a screen with something to read; its choices say how to go on


class Stage(StrEnum):
    """The parts of the conversation."""

    WELCOME = "welcome"
    NEED = "need"
    OFFER = "offer"
    CONTACT = "contact"


class OnCard(StrEnum):
    """Where an answer stands on the supervisor's card: at its top, where to meet, at its end, or told otherwise there.

    Within one place answers stand in the questionnaire's order.
    """

    TOP = "top"  # before the suggested form
    WHERE = "where"  # below it
    END = "end"
    ELSEWHERE = "elsewhere"  # in the title or as the way to answer
    QUOTED = "quoted"  # own words, in a quotation


@dataclass(frozen=True, slots=True)
class Choice:
    """One button of a question. `label` stays under 32 characters; `told` is how it reads in a summary, if not so."""

    key: str
    label: Text
    when: Condition = always
    told: Text | None = None


@dataclass(frozen=True, slots=True)
class Question:
    """One question: what is asked, its hint, its choices, and when it is asked.

    `counted` questions make up the progress ("2/5"). One that is `on_request` is asked only when somebody opens it, and
    of those for whom `asked_of` holds.
    `longest` is the greatest number of characters of typed words, 0 where words are no answer. A `needed` question
    cannot be skipped. One that `decides` can change the suggestion; a walk that tries every answer tries the others'
    only once. `card` is where the answer stands on the card; `brief` ones may stand in the summary to forward.
    """

    key: str
    kind: Kind
    stage: Stage
    ask: Wording
    name: Text
    hint: Wording | None = None
    choices: tuple[Choice, ...] = ()
    when: Condition = always
    counted: bool = False
    on_request: bool = False
    asked_of: Condition = never
    needed: bool = False
    longest: int = 0
    decides: bool = False
    card: OnCard = OnCard.END
    brief: bool = False

    def offered(self, answers: Answers) -> tuple[Choice, ...]:
        """Return the choices that make sense after these answers."""
        return tuple([choice for choice in self.choices if choice.when is always or choice.when(answers)])

    def offers(self, key: str, answers: Answers) -> bool:
        """Whether this choice makes sense after these answers."""
        choice = self.choice(key)
        return choice is not None and choice.when(answers)

    def waits(self, answers: Answers) -> bool:
        """Whether it is not asked unless somebody opens it."""
        return self.on_request and not self.asked_of(answers)

    def choice(self, key: str) -> Choice | None:
        """Find a choice by its key."""
        return next((choice for choice in self.choices if choice.key == key), None)

    def step(self, answers: Answers, number: int = 0, total: int = 0) -> Step:
        """Return it as it is put after these answers."""
        return Step(
            self,
            phrased(self.ask, answers),
            phrased(self.hint, answers) if self.hint else None,
            self.offered(answers),
            answers.get(self.key, UNANSWERED),
            number,
            total,
        )


@dataclass(frozen=True, slots=True)
class Step:
    """The question on show as it is put after the earlier answers: its words, and the choices on offer.

    `answer` is the earlier or half-made one; `number` of `total` is the progress if counted.
    """

    question: Question
    ask: Text
    hint: Text | None
    choices: tuple[Choice, ...]
    answer: Answer
    number: int = 0
    total: int = 0


@dataclass(frozen=True)
class Flow:
    """The questions in their order. `version` grows when the meaning of a stored answer changes."""

    version: int
    questions: tuple[Question, ...]

    def question(self, key: str) -> Question | None:
        return self._by_key.get(key)

    @cached_property
    def _by_key(self) -> Mapping[str, Question]:
        return {question.key: question for question in self.questions}

    def asked(self, answers: Answers) -> list[Question]:
        """Return the questions that belong to this conversation, in order, answered or not."""
        return [
            question
            for question in self.questions
            if (not question.on_request or question.key in answers or question.asked_of(answers))
            and (question.when is always or question.when(answers))
        ]

    def current(self, answers: Answers) -> Question | None:
        """Return the question on show, None when all are answered."""
        for question in self.asked(answers):
            answer = answers.get(question.key)
            if answer is None or answer.open:
                return question
        return None

    def step(self, answers: Answers) -> Step | None:
        """Return what to show now, None when all are answered."""
        question, number, total = None, 0, 0
        for each in self.asked(answers):
            total += each.counted
            if question is None and answers.get(each.key, UNANSWERED).open:
                # A follow-up (which town? which words?) shares the number of the question that led to it.
                question, number = each, total
        if question is None:
            return None
        if question.stage is not Stage.NEED:
            number = total = 0
        return question.step(answers, number, total)

    def answer(self, answers: Answers, key: str, answer: Answer) -> Answers:
        """Give an answer; later answers that still apply are kept, the others are forgotten."""
        return self.settle({**answers, key: answer})

    def mark(self, answers: Answers, key: str, answer: Answer) -> Answers:
        """Keep a half-made answer (ticks, candidates of a place): it stays open and nothing else is touched."""
        return MappingProxyType({**answers, key: replace(answer, open=True)})

    def settle(self, answers: Answers) -> Answers:
        """Drop answers to questions that no longer apply and choices that are no longer offered, to a fixed point."""
        kept: dict[str, Answer] = {}
        seen: dict[str, Answer] = {}  # an opened answer counts as it was, or changing one answer would cost others
        for question in self.questions:
            answer = answers.get(question.key)
            if answer is None or not question.when(seen):
                continue
            still = self._still_valid(question, answer, seen)
            if still is not None:
                kept[question.key] = still
                seen[question.key] = replace(still, open=False) if still.open else still
        return MappingProxyType(kept)

    def kept(self, answers: Answers, version: int) -> Answers:
        """Return answers given to this `version` of the flow as they are, of those to another what still applies."""
        return answers if version == self.version else self.settle(answers)

    @staticmethod
    def _still_valid(question: Question, answer: Answer, earlier: Answers) -> Answer | None:
        if not question.choices or question.kind is Kind.TOWN:
            return answer
        left = tuple([key for key in answer.chosen if key in PASSED or question.offers(key, earlier)])
        if left or (answer.words and question.longest) or answer.open:
            return answer if left == answer.chosen else replace(answer, chosen=left)
        return None

    def back(self, answers: Answers) -> Answers:
        """Open the last answer before the question on show; at the first question nothing changes."""
        current = self.current(answers)
        if current is not None and current.waits(answers):
            # Somebody opened this one by choice: going back leaves it as it was before.
            return self.close(answers, current.key)
        before = None
        for question in self.asked(answers):
            if question is current:
                break
            if question.waits(answers):
                continue
            before = question
        if before is None:
            return answers
        return self.reopen(answers, before.key)

    def reopen(self, answers: Answers, key: str) -> Answers:
        """Open one question again, answered or not: it is asked next, everything else is kept."""
        return MappingProxyType({**answers, key: replace(answers.get(key, Answer()), open=True)})

    def close(self, answers: Answers, key: str) -> Answers:
        """Leave an opened question as it was answered before, or drop it when it never was."""
        answer = answers.get(key, Answer())
        rest = {each: value for each, value in answers.items() if each != key}
        if answer.chosen or answer.words:
            rest[key] = replace(answer, open=False)
        return self.settle(rest)


def paths(flow: Flow, possible: Callable[[Question, Answers], Iterable[Answer]]) -> Iterator[Answers]:
    """Walk every route: yield the answers with which each route ends.

    `possible` says which answers to try at a question; an empty iterable ends the route there.
    """
    waiting: list[Answers] = [NO_ANSWERS]
    while waiting:
        answers = waiting.pop()
        question = flow.current(answers)
        tries = list(possible(question, answers)) if question else []
        if question is None or not tries:
            yield answers
            continue
        waiting.extend(flow.answer(answers, question.key, each) for each in reversed(tries))
