"""The place of a choice on the screen, in numbers or words: "2", "1 ja 3", "vaihtoehto kaksi", "the second one"."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from types import MappingProxyType

from bot.prospect.finnish import forms
from bot.prospect.number_words import number_of
from bot.prospect.spoken import folded

_ORDINALS = (
    "eka ensimmäinen ykkönen first 1st",
    "toka toinen kakkonen second 2nd",
    "kolmas kolmonen third 3rd",
    "neljäs nelonen fourth 4th",
    "viides vitonen viitonen fifth 5th",
    "kuudes kutonen sixth 6th",
    "seitsemäs seiska seventh 7th",
    "kahdeksas kasi eighth 8th",
    "yhdeksäs ysi ninth 9th",
    "kymmenes kymppi tenth 10th",
)
_LAST = frozenset(folded("viimeinen vika alin last").split())

LINKS = frozenset({"ja", "and", "seka", "plus", "tai", "or", "vai"})
_NAMING = frozenset(folded("numero nro vaihtoehto vaihtoehdot kohta kohdat number option options choice").split())
_AROUND = _NAMING | frozenset(
    folded(
        "no the one se niistä näistä noista of them these otan valitsen i ill take choose pick kiitos please"
    ).split()
)
"""Words that change nothing beside the place of a choice."""


@lru_cache(maxsize=1)
def _ordinals() -> Mapping[str, int]:
    table: dict[str, int] = {}
    for place, words in enumerate(_ORDINALS, start=1):
        for word in words.split():
            for form in (word, *forms(word, roles=True)):
                table.setdefault(folded(form), place)
    return MappingProxyType(table)


def places(words: tuple[str, ...], last: int) -> tuple[int, ...]:
    """Return the places that words name, none where they say anything else; `last`: that of the last choice.

    A number in letters is a place only beside a word for it: "vaihtoehto kaksi", while "kaksi" alone may be two people.
    """
    named = not _NAMING.isdisjoint(words)
    found: set[int] = set()
    for word in words:
        if word.isdecimal() and len(word) < 3:
            found.add(int(word))
        elif word in _ordinals():
            found.add(_ordinals()[word])
        elif word in _LAST:
            found.add(last)
        elif named and word not in _AROUND - {"one"} and (number := number_of(word)) is not None:
            found.add(number)
        elif word not in LINKS and word not in _AROUND:
            return ()
    return tuple(sorted(found))
