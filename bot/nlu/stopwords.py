"""Words that tell nothing by themselves, Finnish and English: how much of a text is unknown is counted without them."""

from __future__ import annotations

from bot.nlu.normalise import shapes, words

CLAUSE_STARTS = words("clause_starts")
"""Words that begin a clause of their own; a phrase that has one of them goes on into it ("all who work here")."""

COMBINING = words("combining")
"""Words that put two answers together, of different times or people: "first ..., later ..."."""

COMMON = words("common")

VAGUE = COMMON | words("vague")
"""Words beside which "I don't know" and "skip" are still the whole message."""

PASSING = COMMON | COMBINING | words("passing")
"""Words that stand beside an answer without changing it: only words outside these make a text mostly unknown."""


def passing(word: str) -> bool:
    """Say whether a typed word, in one of its shapes, stands beside an answer without changing it."""
    return not PASSING.isdisjoint(shapes(word))
