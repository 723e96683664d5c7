"""What a button's data means: typed values <-> at most 64 bytes of text.

Data says what to set, never "toggle": a tap that arrives twice changes nothing the second time. It names the
question it belongs to, so that a button of an old screen is recognised.
Source of the limit: https://core.telegram.org/bots/api#inlinekeyboardbutton (callback_data, 1-64 bytes).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TypeAlias

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


def encode(data: Data) -> str:
    """Return a button's data, 1-64 bytes of ASCII."""
    match data:
        case Choose(question, choice):
            parts = ["c", question, choice]
        case Tick(question, choice, on):
            parts = ["t", question, choice, "1" if on else "0"]
        case Done(question):
            parts = ["d", question]
        case Back(question):
            parts = ["b", question]
        case Open(question):
            parts = ["o", question]
        case Speak(language):
            parts = ["l", language]
        case Show(what):
            parts = ["s", what]
        case WhatIf(change, take):
            parts = ["w", change, "1" if take else "0"]
        case Brief(answers, language):
            parts = ["f", "1" if answers else "0", language or "-"]
        case Do(what):
            parts = ["x", what]
        case Desk(act, number):
            parts = ["k", act, str(number)]
        case Meet(act, number, turn, at):
            parts = ["m", act, str(number), str(turn), str(at)]
    text = ":".join(parts)
    if len(text.encode()) > LIMIT_BYTES or not all(PART.fullmatch(part) for part in parts):
        raise DataTooLong(text)
    return text


@lru_cache(maxsize=512)
def decode(text: str) -> Data | None:
    """Return what a button's data means; None for anything this bot never made (forged, or of another age)."""
    parts = text.split(":")
    if len(text) > LIMIT_BYTES or not all(PART.fullmatch(part) for part in parts):
        return None
    match parts:
        case ["c", question, choice]:
            return Choose(question, choice)
        case ["t", question, choice, ("0" | "1") as on]:
            return Tick(question, choice, on == "1")
        case ["d", question]:
            return Done(question)
        case ["b", question]:
            return Back(question)
        case ["o", question]:
            return Open(question)
        case ["l", language]:
            return Speak(language)
        case ["s", what]:
            return Show(what)
        case ["w", change, ("0" | "1") as take]:
            return WhatIf(change, take == "1")
        case ["f", ("0" | "1") as answers, language]:
            return Brief(answers == "1", "" if language == "-" else language)
        case ["x", what]:
            return Do(what)
        case ["k", act, number] if re.fullmatch(r"-?[0-9]{1,12}", number):
            return Desk(act, int(number))
        case ["m", act, number, turn, at] if all(re.fullmatch(r"[0-9]{1,12}", each) for each in (number, turn, at)):
            return Meet(act, int(number), int(turn), int(at))
        case _:
            return None
