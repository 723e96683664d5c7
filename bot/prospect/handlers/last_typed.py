"""What the last typed message led to, kept so that an edit of it can take it back."""

from __future__ import annotations

from dataclasses import dataclass, field
from types import MappingProxyType

from bot.prospect.told import Told
from flows.engine import NO_ANSWERS, Answer, Answers
from flows.intake import CHALLENGE
from flows.text import Text


@dataclass(frozen=True, slots=True)
class LastTyped:
    """The message, the question it was typed at, and its doing.

    `gave` names the answers it gave or changed, `before` holds those it changed or dropped as they were, `ticked` are
    the choices of what it is about as they stood right after it. `notice` stood above the question: it may have asked
    back. `told` is what had been told beside the questions before it.
    """

    message_id: int = 0
    asked: str = ""
    gave: tuple[str, ...] = ()
    before: Answers = field(default_factory=lambda: NO_ANSWERS)
    ticked: tuple[str, ...] = ()
    notice: Text | None = None
    told: Told = field(default_factory=Told)


def led_to(message_id: int, asked: str, before: Answers, after: Answers, notice: Text | None, told: Told) -> LastTyped:
    """Return what a message typed at a question, with a notice above it and this told before, did to the answers."""
    return LastTyped(
        message_id,
        asked,
        gave=tuple(key for key, answer in after.items() if before.get(key) != answer),
        before=MappingProxyType({key: answer for key, answer in before.items() if after.get(key) != answer}),
        ticked=after.get(CHALLENGE.key, Answer()).chosen,
        notice=notice,
        told=told,
    )


def taken_back(answers: Answers, typed: LastTyped) -> Answers:
    """Return the answers as if the message had never come; what has been answered since is kept."""
    others = {key: answer for key, answer in answers.items() if key not in typed.gave}
    return MappingProxyType({**typed.before, **others})
