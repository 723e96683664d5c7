"""What the last typed message led to, kept so that an edit of it can take it back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

from bot.prospect import told as told_beside
from bot.prospect.told import Told
from bot.ui.texts import text_from_json, text_to_json
from flows.engine import NO_ANSWERS, Answer, Answers, from_stored, to_stored
from flows.intake import CHALLENGE, INTAKE
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


NOTHING_TYPED = LastTyped()


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


def to_json(typed: LastTyped) -> dict[str, Any]:
    """Return it as plain JSON values."""
    return {
        "message_id": typed.message_id,
        "asked": typed.asked,
        "gave": list(typed.gave),
        "before": to_stored(typed.before),
        "ticked": list(typed.ticked),
        "notice": text_to_json(typed.notice) if typed.notice else None,
        "told": told_beside.to_json(typed.told),
    }


def from_json(value: object, version: int) -> LastTyped:
    """Read it back; what an older version kept of a message, or was told to another flow, takes no edit any more."""
    if not isinstance(value, Mapping) or version != INTAKE.version:
        return NOTHING_TYPED
    return LastTyped(
        value["message_id"],
        value["asked"],
        tuple(value["gave"]),
        from_stored(INTAKE, value["before"], version),
        tuple(value["ticked"]),
        text_from_json(value["notice"]) if value["notice"] else None,
        told_beside.from_json(value.get("told"), version),
    )
