"""What a button's data means: typed values <-> at most 64 bytes of text.

Data says what to set, never "toggle": a tap that arrives twice changes nothing the second time. It names the
question it belongs to, so that a button of an old screen is recognised.
Source of the limit: https://core.telegram.org/bots/api#inlinekeyboardbutton (callback_data, 1-64 bytes).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import Field, fields
from functools import lru_cache
from typing import Any, TypeAlias

from flows.dataclass import dataclass

LIMIT_BYTES = 64
PART = re.compile(r"[a-z0-9_-]{1,24}")


@dataclass(frozen=True, slots=True)
class Choose:
    """Answer a question with one choice."""

    question: str
    choice: str


@dataclass(frozen=True, slots=True)
class Tick:
    """Add a choice to a half-made answer, or take it away (`on` false)."""

    question: str
    choice: str
    on: bool


@dataclass(frozen=True, slots=True)
class Done:
    """Close a half-made answer of several choices."""

    question: str


@dataclass(frozen=True, slots=True)
class Back:
    """Go back from this question."""

    question: str


@dataclass(frozen=True, slots=True)
class Open:
    """Open a question to answer it (again), from the screen of another."""

    question: str


@dataclass(frozen=True, slots=True)
class Speak:
    """Go on in this language."""

    language: str


@dataclass(frozen=True, slots=True)
class Show:
    """Show something beside the flow: "privacy", "help", "urgent", "card", or "flow" to come back."""

    what: str


@dataclass(frozen=True, slots=True)
class WhatIf:
    """Show what would be suggested after one likely change of mind, or make that change (`take`)."""

    change: str
    take: bool = False


@dataclass(frozen=True, slots=True)
class Brief:
    """Show the brief for the one who pays with or without the answers, or post it in a language ("": only show)."""

    answers: bool
    language: str = ""


@dataclass(frozen=True, slots=True)
class Do:
    """Do something with the whole conversation: "restart", "continue", "new", "withdraw", "erase", ..."""

    what: str


@dataclass(frozen=True, slots=True)
class Desk:
    """The supervisor does something with a lead."""

    act: str
    number: int


LEAVE = Desk("leave", 0)
"""What a button says that changes nothing: every question at the desk has one."""


@dataclass(frozen=True, slots=True)
class Meet:
    """The writer of a request does something with a time to meet: "pick" the one that begins `at` (unix seconds) ...

    `turn`: the round of the proposal, or the version of the agreed time, that the button belongs to.
    """

    act: str
    number: int
    turn: int
    at: int = 0


Data: TypeAlias = Choose | Tick | Done | Back | Open | Speak | Show | WhatIf | Brief | Do | Desk | Meet


class DataTooLong(ValueError):
    """A button's data does not fit; found when the screen is built, never by Telegram."""


_LETTERS: Mapping[str, type[Data]] = {
    "c": Choose,
    "t": Tick,
    "d": Done,
    "b": Back,
    "o": Open,
    "l": Speak,
    "s": Show,
    "w": WhatIf,
    "f": Brief,
    "x": Do,
    "k": Desk,
    "m": Meet,
}
"""What a button's data begins with; its fields follow in their order. Permanent: old screens hold it."""

_LETTER_OF = {made: letter for letter, made in _LETTERS.items()}
_FORMS = {"str": PART, "bool": re.compile("[01]"), "int": re.compile("-?[0-9]{1,12}")}
EMPTY = "-"
"""How a field is written that is "" as it is by default."""


def encode(data: Data) -> str:
    """Return a button's data, 1-64 bytes of ASCII."""
    parts = [_LETTER_OF[type(data)]]
    for field in fields(data):
        value: str | int = getattr(data, field.name)
        words = str(int(value)) if isinstance(value, int) else value
        parts.append(words or (EMPTY if field.default == "" else ""))
    text = ":".join(parts)
    if len(text.encode()) > LIMIT_BYTES or not all(PART.fullmatch(part) for part in parts):
        raise DataTooLong(text)
    return text


@lru_cache(maxsize=512)
def decode(text: str) -> Data | None:
    """Return what a button's data means; None for anything this bot never made (forged, or of another age)."""
    letter, *parts = text.split(":")
    made = _LETTERS.get(letter)
    wanted = fields(made) if made else ()
    if made is None or len(text) > LIMIT_BYTES or len(parts) != len(wanted):
        return None
    if not all(_FORMS[str(field.type)].fullmatch(part) for field, part in zip(wanted, parts, strict=True)):
        return None
    return made(*map(_read, wanted, parts))


def _read(field: Field[Any], part: str) -> Any:
    match field.type:
        case "bool":
            return part == "1"
        case "int":
            return int(part)
    return "" if part == EMPTY and field.default == "" else part
