"""The place of a choice on the screen, in numbers or words: "2", "1 ja 3", "vaihtoehto kaksi", "the second one"."""

from __future__ import annotations

from bot.nlu.inflection import forms
from bot.nlu.normalise import folded, words
from bot.nlu.vocabulary import number_of, vocabulary

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
_LAST = words("last")
_FORMER = words("former")
_LATTER = words("latter")
_COUNTS_TOO = "ykkönen kakkonen kolmonen nelonen vitonen viitonen kutonen seiska kasi ysi kymppi"
"""Names of numbers that may tell how many people there are, in slang, as well as a place."""

LINKS = words("links")
_NAMING = words("naming")
_NAMING_BUTTON = _NAMING - words("naming_button")
"""Words beside which a number is no head count: "option 2", while "number is 2" may be."""

_AROUND = _NAMING | words("around")
"""Words that change nothing beside the place of a choice."""


def ordinal_forms() -> dict[str, int]:
    """Return every form of an ordinal with its number: made once, for the file that `bot.nlu.learning` writes."""
    table: dict[str, int] = {}
    for place, names in enumerate(_ORDINALS, start=1):
        for word in names.split():
            for form in (word, *forms(word, roles=True)):
                table.setdefault(folded(form), place)
    return table


def counting_ordinal_forms() -> frozenset[str]:
    """Return the forms of ordinals that may tell how many people there are."""
    return frozenset(folded(form) for word in _COUNTS_TOO.split() for form in (word, *forms(word, roles=True)))


def places(words: tuple[str, ...], last: int, *, of_two: bool = False) -> tuple[int, ...]:
    """Return the places that words name, none where they say anything else; `last`: that of the last choice.

    A number in letters is a place only beside a word for it: "vaihtoehto kaksi", while "kaksi" alone may be two people.
    `of_two`: there is a former and a latter choice.
    """
    named = not _NAMING.isdisjoint(words)
    found: set[int] = set()
    for word in words:
        if word.isdecimal() and len(word) < 3:
            found.add(int(word))
        elif word in vocabulary().ordinals:
            found.add(vocabulary().ordinals[word])
        elif word in _LAST:
            found.add(last)
        elif of_two and word in _FORMER | _LATTER:
            found.add(1 if word in _FORMER else 2)
        elif named and word not in _AROUND - {"one"} and (number := number_of(word)) is not None:
            found.add(number)
        elif word not in LINKS and word not in _AROUND:
            return ()
    return tuple(sorted(found))


def names_a_place(words: tuple[str, ...]) -> bool:
    """Say whether words name a button even where numbers are head counts: "option 2", "the second", not "kymppi"."""
    if not _NAMING_BUTTON.isdisjoint(words):
        return True
    numbers = any(number_of(word) is not None and word != "one" for word in words)
    ordinals, counting = vocabulary().ordinals, vocabulary().counting_ordinals
    placed = any(word in _LAST or (word in ordinals and word not in counting) for word in words)
    return placed and not numbers
