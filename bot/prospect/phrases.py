"""Finding known phrases in typed text: case forms, word beginnings, slips of the finger.

Texts come as folded words (`folded`: small letters, no accents, no apostrophes), each with its clause's number.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz.distance import OSA

from bot.prospect.finnish import forms

SHORTEST_SLIP = 5
TWO_SLIPS_FROM = 12
"""Letters: shorter words must be spelt right; from the second on, two slips are forgiven."""

MOST_BETWEEN = 2
"""Other words that may stand between two words of a phrase: "töitä on ihan liikaa"."""

LOOK_ALIKES = frozenset({"mutta", "muuta", "kaikki", "there", "their", "other", "vaikka", "where", "which", "never"})
"""Common words that are one slip away from others: never taken for a slip."""


def folded(text: str) -> str:
    """Return the text in small letters without accents and apostrophes."""
    flat = unicodedata.normalize("NFKD", text.casefold().replace("ø", "o"))
    flat = "".join(c for c in flat if not unicodedata.combining(c))
    return re.sub(r"['’´`]", "", flat)


_POSSESSIVE = re.compile(r"(?<=\w{3})(?:ni|si|mme|nne|nsa|kin|kaan|ko|han|pa)$")


@dataclass(frozen=True, slots=True, eq=False)
class Word:
    """One word of a synonym: its own spelling, its case forms, or the beginning that suffices ("uupu*")."""

    own: str
    spelt: frozenset[str]
    stem: str

    def fits(self, typed: str, bare: str) -> bool:
        """Say whether `typed` is this word in some form; `bare` is the same without possessive or clitic."""
        if self.stem:
            return typed.startswith(self.stem)
        return typed in self.spelt or bare in self.spelt

    def nearly(self, typed: str) -> bool:
        """Say whether `typed` is a slip of this word: same first letter, one change, in twelve letters two.

        Case forms get no such leave, for a letter tells the manager from the managers ("vetäjälle", "vetäjille");
        nor do plurals (employee, employees).
        """
        if len(typed) < SHORTEST_SLIP or typed in LOOK_ALIKES:
            return False
        if self.stem:
            return len(self.stem) >= 6 and OSA.distance(typed[: len(self.stem)], self.stem) <= 1
        if len(self.own) < SHORTEST_SLIP or self.own[0] != typed[0] or typed in (self.own + "t", self.own + "s"):
            return False
        slips = 1 if len(typed) < TWO_SLIPS_FROM else 2
        return OSA.distance(self.own, typed, score_cutoff=slips) <= slips


@dataclass(frozen=True, slots=True)
class Hit:
    """A synonym found in the text: whose it is, which words it took, how many of them were slips."""

    key: str
    at: frozenset[int]
    slips: int
    letters: int


@lru_cache(maxsize=4096)
def phrase_of(synonym: str) -> tuple[Word, ...]:
    """Return the words of one of our own synonyms, ready to be looked for (so nothing personal is cached)."""
    return tuple(map(_word, re.findall(r"[^\W_]+\*?", re.sub(r"['’]", "", synonym.casefold()))))


@lru_cache(maxsize=4096)
def _word(written: str) -> Word:
    if written.endswith("*"):
        return Word("", frozenset(), folded(written[:-1]))
    spelt = {written} if len(written) < 3 or written.isdecimal() else {written, *forms(written, roles=True)}
    return Word(folded(written), frozenset(map(folded, spelt)), "")


def find(
    words: tuple[str, ...], clauses: tuple[int, ...], phrases: Sequence[tuple[str, tuple[Word, ...]]]
) -> list[Hit]:
    """Find every synonym in the text, its words in order, in one clause, with at most two other words between."""
    fitting: dict[Word, dict[int, int]] = {word: {} for _, phrase in phrases for word in phrase}
    by_initial: dict[str, list[Word]] = {}
    for known in fitting:
        by_initial.setdefault((known.own or known.stem)[0], []).append(known)
    for at, typed in enumerate(words):
        bare = _POSSESSIVE.sub("", typed)
        vocabulary = by_initial.get(typed[0], [])
        exact = [word for word in vocabulary if word.fits(typed, bare)]
        for word in exact or [word for word in vocabulary if word.nearly(typed)]:
            fitting[word][at] = 0 if exact else 1
    hits = []
    for key, phrase in phrases:
        for start in fitting[phrase[0]] if phrase else ():
            taken = [start]
            for word in phrase[1:]:
                near = [at for at in range(taken[-1] + 1, taken[-1] + 2 + MOST_BETWEEN) if at in fitting[word]]
                if not near or clauses[near[0]] != clauses[start]:
                    break
                taken.append(near[0])
            else:
                slips = sum(fitting[word][at] for word, at in zip(phrase, taken, strict=True))
                hits.append(Hit(key, frozenset(taken), slips, sum(len(words[at]) for at in taken)))
    return hits


def longest(hits: list[Hit]) -> list[Hit]:
    """Drop what a longer or better spelt synonym of another choice already explains."""
    return [
        hit
        for hit in hits
        if not any(
            other.key != hit.key and ((hit.at < other.at) or (hit.at == other.at and other.slips < hit.slips))
            for other in hits
        )
    ]
