"""What somebody has told or asked beside the question on show: nothing of it is lost or asked again."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from flows.engine import NO_ANSWERS, Answer, Answers
from flows.intake import CHALLENGE, INTAKE

LONGEST = 1500
"""Characters kept of what was said, and of what was asked: more fits no card."""


@dataclass(frozen=True, slots=True)
class Told:
    """Answers to questions that come later, and sentences for the supervisor: `said` in passing, and `asked`.

    `first` is what was written before the first question, until it is said whether it may be used; a crisis told there
    stands among the answers until then.
    """

    answers: Answers = field(default_factory=lambda: NO_ANSWERS)
    said: tuple[str, ...] = ()
    asked: tuple[str, ...] = ()
    first: str = ""

    def answering(self, key: str, answer: Answer) -> Told:
        """Return it with an answer to a later question."""
        return replace(self, answers={**self.answers, key: answer})

    def without(self, key: str) -> Told:
        """Return it without the answer to a later question."""
        return replace(self, answers={each: answer for each, answer in self.answers.items() if each != key})

    def begun(self) -> Told:
        """Return it without what was written before the first question."""
        return replace(self.without(CHALLENGE.key), first="")

    def saying(self, words: str) -> Told:
        """Return it with one more sentence said."""
        return replace(self, said=_with(self.said, words))

    def asking(self, words: str) -> Told:
        """Return it with one more question asked."""
        return replace(self, asked=_with(self.asked, words))

    def filled(self, answers: Answers) -> Answers:
        """Return the answers with every question answered that would be asked now and was told before."""
        while (question := INTAKE.current(answers)) and question.key in self.answers and question.key not in answers:
            answers = INTAKE.answer(answers, question.key, self.answers[question.key])
        return answers


def _with(sentences: tuple[str, ...], words: str) -> tuple[str, ...]:
    fits = sum(map(len, sentences)) + len(words) <= LONGEST
    return (*sentences, words) if fits and words not in sentences else sentences


NOTHING_TOLD = Told()
