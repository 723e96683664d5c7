"""Sentences as values: marked for the catalogues here, translated only where they are shown.

A `Text` is plain text, never markup: the view that shows it escapes the finished sentence once, so neither a
translator nor a prospect's name can break a message. English is the msgid; the context is a permanent key such
as ``who.group.hint``. Placeholders are ``{name}`` and are filled by `Text.filled`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field, replace
from datetime import datetime
from types import MappingProxyType
from typing import TypeAlias

from flows.dataclass import dataclass


@dataclass(frozen=True, slots=True)
class Distance:
    """A great-circle distance in kilometres, shown rounded and with the language's own unit and separators."""

    km: float


@dataclass(frozen=True, slots=True)
class OneOf:
    """A list in a question which one is meant: shown as "a, b or c"."""

    items: tuple[Text | str, ...]


@dataclass(frozen=True, slots=True)
class Apart:
    """Labels side by side that are no sentence, so no "and" runs them together: shown as "a · b"."""

    items: tuple[Text | str, ...]


@dataclass(frozen=True, slots=True)
class Slot:
    """A time to meet: beginning and end in unix seconds, `ends_at` 0 where no end was said.

    Shown with its weekday: "ti 1.12. klo 14.00", "Tue 1 Dec 10:00–11:30".
    """

    starts_at: float
    ends_at: float = 0.0

    @property
    def over_at(self) -> float:
        """When it is over: an hour after it begins where no end was said."""
        return self.ends_at or self.starts_at + 3600.0

    def meets(self, other: Slot) -> bool:
        """Tell whether two times cannot both be kept: each begins before the other is over."""
        return self.starts_at < other.over_at and other.starts_at < self.over_at


Value: TypeAlias = "str | int | Distance | Slot | datetime | Text | OneOf | Apart | tuple[Text | str, ...]"
"""What may stand in a placeholder; a tuple is shown as a list in the language's own manner ("a, b and c")."""

NOTHING: Mapping[str, Value] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Text:
    """One sentence of the catalogues, with the values that fill it.

    `plural` is empty for sentences without a number; otherwise the value ``n`` (an int) chooses the form.
    """

    context: str
    message: str
    plural: str = ""
    values: Mapping[str, Value] = field(default_factory=lambda: NOTHING, hash=False)

    def filled(self, **values: Value) -> Text:
        """Return this sentence with its placeholders filled (added to those already filled)."""
        return replace(self, values=MappingProxyType({**self.values, **values}))


def N_(context: str, message: str) -> Text:
    """Mark a sentence for the catalogues."""
    return Text(context, message)


def NN_(context: str, one: str, many: str) -> Text:
    """Mark a sentence that has a plural form; fill ``n`` before showing it."""
    return Text(context, one, many)
