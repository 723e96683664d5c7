"""The choices of a question, ready to be looked for in typed words: their labels and synonyms, read once.

How a synonym is written, with its signs, is told at the head of `locales/synonyms.fi.toml`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from bot.nlu.discourse import read
from bot.nlu.normalise import SPOKEN, folded
from bot.nlu.phrase_search import MOST_BETWEEN, Phrase, Vocabulary, phrase_of, written_out

MOST_COUNTED = 3
"""Other words that may stand between a number and the people it counts."""

UNFORGIVING = frozenset({"crisis"})
"""Choices too grave to be ticked by a slip of the finger: "järkätä" (to arrange) is not "järkyttää" (to shock)."""

WEAK, USUAL, STRONG, TELLING = range(4)
"""How much a phrase weighs; `TELLING` who is writing is strong too, but yields to those named in a wish."""


@dataclass(frozen=True, slots=True)
class Option:
    """One choice as the matcher sees it: its key, its label in the prospect's language, its synonyms.

    Without a label it stands nowhere on the screen, so no number means it.
    """

    key: str
    label: str
    synonyms: tuple[str, ...] = ()


_SPAN = re.compile(r"(\d+)-(\d+)")


@dataclass(frozen=True, slots=True)
class Known:
    """The choices of a question, ready to be looked for."""

    order: tuple[str, ...]
    exact: Mapping[str, frozenset[tuple[str, ...]]]
    """What, when nothing else is said, means a choice: its label and its plain synonyms."""
    alone: Mapping[str, frozenset[tuple[str, ...]]]
    """What counts when nothing else is said, perhaps beside more of the kind: "ok joo kiitos"."""
    spans: Mapping[str, range]
    """The head counts a choice stands for, from a synonym such as "5-10"."""
    left: tuple[tuple[str, frozenset[str]], ...]
    """Choices that are left when others are denied."""
    both: tuple[tuple[str, frozenset[str]], ...]
    """Choices that stand for several others at once."""
    listed: tuple[tuple[str, str, int], ...]
    """Choices that stand for another one named so many times: "CEO, CFO and CTO"."""
    yielding: tuple[tuple[str, str, frozenset[str]], ...]
    """Choices before which another one yields when it is told in these words only."""
    vocabulary: Vocabulary


@lru_cache(maxsize=64)
def learnt(choices: tuple[Option, ...]) -> Known:
    """Read the labels and synonyms of the choices of a question; the last few questions are remembered."""
    exact, alone, spans, left, both, listed, yielding, phrases = {}, {}, {}, [], [], [], [], []
    for option in choices:
        said, single = set(), set()
        for synonym in (option.label, *option.synonyms):
            sign, rest = synonym[:1], synonym[1:]
            if found := _SPAN.fullmatch(synonym):
                spans[option.key] = range(int(found[1]), int(found[2]) + 1)
            elif sign == "!":
                left.append((option.key, frozenset(rest.split())))
            elif sign == "&":
                both.append((option.key, frozenset(rest.split())))
            elif sign == "%":
                least, _, named = rest.partition(" ")
                listed.append((option.key, named, int(least)))
            elif sign == "<":
                other, *words = rest.split()
                yielding.append((option.key, other, frozenset(SPOKEN.get(folded(w), folded(w)) for w in words)))
            elif sign == "=":
                single.add(read(rest).words)
            elif sign == "~":
                phrases += [Phrase(f"~{option.key}", phrase_of(each), USUAL, 0) for each in written_out(rest)]
            else:
                weight = {">": TELLING, "^": STRONG, "(": WEAK}.get(sign, USUAL)
                text = synonym.strip(">^()") if weight != USUAL else synonym
                phrases += [
                    Phrase(option.key, phrase_of(each), weight, _between(each), option.key not in UNFORGIVING)
                    for each in written_out(text)
                ]
                if not re.search(r"[*{#]", text):
                    said.add(read(text).words)
        exact[option.key] = frozenset(said | single)
        alone[option.key] = frozenset(single)
    order = tuple(option.key for option in choices)
    rules = tuple(left), tuple(both), tuple(listed), tuple(yielding)
    return Known(order, exact, alone, spans, *rules, Vocabulary(phrases))


def _between(synonym: str) -> int:
    """Return how many other words a phrase may hold: none where it is short words only ("me and").

    Between a number and those counted there may be more: "six foster care social workers".
    """
    if synonym.startswith("#") and synonym.endswith("}") and synonym.count(" ") == 1:
        return MOST_COUNTED
    return MOST_BETWEEN if any(len(word) > 4 for word in synonym.split()) else 0
