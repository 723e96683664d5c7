"""Which municipality somebody means: fuzzy matching of what people type.

Certain answers only: an official name, one of its case forms, a nickname or a former municipality gives `Found`.
Whatever could be two places, is misspelt or vague gives `Suggestions` to be confirmed. Nothing is guessed.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import TypeAlias

from rapidfuzz import process
from rapidfuzz.distance import OSA

from bot.nlu.inflection import forms
from bot.nlu.place_names import ABROAD, AROUND_WORDS, FILLER_WORDS, NICKNAMES, OFFICIAL_WORDS, OFTEN_TWO_PLACES, REGIONS
from flows.places import Municipality, Places, normalised

MOST_SUGGESTIONS = 4

LIKENESS = 0.72
"""Least similarity (1 = same; optimal string alignment over the longer length) of a misspelt name."""

LIKENESS_OTHER_INITIAL = 0.82
"""... when the first letter differs too: "koulu" (school) is not Oulu."""

LIKENESS_SPREAD = 0.13
"""Suggestions this much less similar than the best one are left out."""

SHORTEST_MISSPELT = 4
SHORTEST_MISSPELT_LOCALITY = 7
"""Shorter localities are too much like ordinary words to forgive their spelling."""

LONGEST_TYPED = 120


@dataclass(frozen=True, slots=True)
class Found:
    """Certain. `locality` is what was typed when it was a place inside the municipality ("Ivalo"), or empty."""

    municipality: Municipality
    locality: str = ""


@dataclass(frozen=True, slots=True)
class Suggestions:
    """One to four municipalities to choose from, the likeliest first."""

    municipalities: tuple[Municipality, ...]


@dataclass(frozen=True, slots=True)
class Region:
    """An area wider than a municipality, by the name it was called: ask for the municipality."""

    name: str


@dataclass(frozen=True, slots=True)
class Abroad:
    """A country or a town outside Finland, by the name it was called: remote meetings only."""

    name: str


@dataclass(frozen=True, slots=True)
class Unknown:
    """Nothing that resembles a place."""


Town: TypeAlias = Found | Suggestions | Region | Abroad | Unknown


_BETWEEN = re.compile(r"\s*(?:[/,;()&+]|\s(?:tai|or|ja|and|eller|och|sekä|vs)\s)\s*")
_DASH = re.compile(r"[-\s]*[-/,;()&+][-\s]*")
_COUNTY = re.compile(r"[\s,(]+([htou])\.?\s?l\.?\)?(?!\w)")
"""What tells two places of one name apart, however it is set: "Koski Tl", "Koski (H.l.)" for Koski of Häme county."""
COUNTIES = ("hl", "tl", "ol", "ul")

_APOSTROPHES = str.maketrans(dict.fromkeys("’´`ʹˈ", "'"))
_FLAT = str.maketrans({"ø": "o", "đ": "d", "ŋ": "n", "ŧ": "t", "ʒ": "z", "ǥ": "g", "'": None})
"""Letters that no mark can be taken off, as people without them on their keyboard write them."""

_CLITIC = re.compile(r"(?<=\w{4})(?:kin|ko|kö|kaan|kään|han|hän|pa|pä)$")


def find_town(text: str, places: Places) -> Town:
    """Say which municipality `text` means; see the classes for what each outcome asks of the caller."""
    index = _index(places)
    typed = _plain(text[:LONGEST_TYPED])
    if not typed:
        return Unknown()
    whole = index.look_up(typed)
    if whole is not None:
        return whole
    for separator in (_BETWEEN, _DASH):
        parts = [part for part in separator.split(typed) if part]
        town = _together([_one_place(part, index) for part in parts])
        if not isinstance(town, Unknown):
            return town
    return Unknown()


def named_among(text: str, places: Places) -> Found | None:
    """Return the one municipality that is named, rightly spelt, among words that say something else as well."""
    named = {}
    index = _index(places)
    for word in re.findall(r"[^\W\d_]{3,}", text[:LONGEST_TYPED]):
        town = index.look_up(_plain(word))
        if not isinstance(town, Found) or town.locality:
            continue
        beginnings = {name.casefold()[:3] for name in (town.municipality.name_fi, town.municipality.name_sv)}
        # "lähteä" (to leave) is not Lahti; Sámi names begin otherwise.
        if word.casefold()[:3] in beginnings or places.exact(word) == town.municipality:
            named[town.municipality.code] = town
    return next(iter(named.values())) if len(named) == 1 else None


def _plain(text: str) -> str:
    text = re.sub(r"[^\w\s/,;()&+:'.-]", " ", normalised(text).translate(_APOSTROPHES))
    text = _COUNTY.sub(r" \1l", text)
    return normalised(re.sub(r"(?<!\w)[-.:']+|[-.:']+(?!\w)", " ", text)).strip(" /,;()&+")


def _folded(text: str) -> str:
    """Return the text as typed without å, ä, ö, ø, đ."""
    flat = unicodedata.normalize("NFD", text)
    return "".join(c for c in flat if not unicodedata.combining(c)).translate(_FLAT)


def _together(outcomes: list[Town]) -> Town:
    """Join what the parts of "Pietarsaari/Jakobstad" or "Oulu tai Kemi" mean."""
    found = [outcome for outcome in outcomes if isinstance(outcome, Found)]
    asked = [outcome for outcome in outcomes if isinstance(outcome, Suggestions)]
    abroad = [outcome for outcome in outcomes if isinstance(outcome, Abroad)]
    certain_first: list[Town] = [*found, *asked]
    municipalities = [m for outcome in certain_first for m in _meant(outcome)]
    if len({m.code for m in municipalities}) == 1 and found and not abroad:
        return found[0]
    if len(outcomes) == 1:
        return outcomes[0]
    if municipalities:
        return _suggest(municipalities)
    for outcome in (*abroad, *outcomes):
        if not isinstance(outcome, Unknown):
            return outcome
    return Unknown()


def _one_place(typed: str, index: _Index) -> Town:
    known = index.look_up(typed)
    if known is not None:
        return known
    words = [word for word in typed.split() if word not in FILLER_WORDS and not word.isdigit()]
    vague = any(word in AROUND_WORDS for word in words)
    core = [word for word in words if word not in AROUND_WORDS]
    names = [word for word in core if word not in OFFICIAL_WORDS] or core
    for rest in (core, names):
        known = index.look_up(" ".join(rest)) if rest else None
        if known is not None:
            return _doubted(known) if vague else known
    bare = _CLITIC.sub("", " ".join(names))
    spotted = _spotted(bare.split(), index) or _spotted(names, index)
    if spotted is not None:
        return spotted
    if all(word in OFFICIAL_WORDS for word in names):
        return Unknown()
    near = index.misspelt(" ".join(names))
    if not near and len(names) > 1:
        near = [m for word in names if len(word) >= 6 for m in index.misspelt(word)]
    return _suggest(near) if near else Unknown()


def _spotted(words: list[str], index: _Index) -> Town | None:
    """Find names among other words; they are always asked back, for many are ordinary words too."""
    outcomes: list[Town] = []
    at = 0
    while at < len(words):
        for size in (3, 2, 1):
            known = index.look_up(" ".join(words[at : at + size])) if at + size <= len(words) else None
            if known is not None:
                outcomes.append(known)
                at += size - 1
                break
        at += 1
    if not outcomes:
        return None
    return _doubted(_together(outcomes))


def _doubted(outcome: Town) -> Town:
    return Suggestions((outcome.municipality,)) if isinstance(outcome, Found) else outcome


def _suggest(municipalities: Iterable[Municipality]) -> Suggestions:
    return Suggestions(tuple({m.code: m for m in municipalities}.values())[:MOST_SUGGESTIONS])


@dataclass(frozen=True, slots=True)
class _Index:
    """Every form of every name -> what it means; the folded table is for names typed without umlauts."""

    exact: Mapping[str, Town]
    folded: Mapping[str, Town]
    spellings: Mapping[str, tuple[Municipality, ...]]

    def look_up(self, typed: str) -> Town | None:
        """Return what a typed name means for certain, None when it is not known."""
        for candidate in (typed, typed.replace("-", " "), typed.replace(" ", "-")):
            if candidate in self.exact:
                return self.exact[candidate]
        flat = _folded(typed)
        for candidate in (flat, flat.replace("-", " "), flat.replace(" ", "-")):
            if candidate in self.folded:
                return self.folded[candidate]
        return None

    def misspelt(self, typed: str) -> list[Municipality]:
        """Return the municipalities whose names are spelt nearly so, the nearest first."""
        flat = _folded(typed)
        if len(flat) < SHORTEST_MISSPELT:
            return []
        hits = process.extract(
            flat,
            self.spellings.keys(),
            scorer=OSA.normalized_similarity,
            score_cutoff=LIKENESS,
            limit=60,
        )
        near = [(name, score) for name, score, _ in hits if name[0] == flat[0] or score >= LIKENESS_OTHER_INITIAL]
        best = max((score for _, score in near), default=0.0)
        return [m for name, score in near if score >= best - LIKENESS_SPREAD for m in self.spellings[name]]


@lru_cache(maxsize=4)
def _index_of(
    municipalities: tuple[Municipality, ...],
    localities: tuple[tuple[str, str], ...],
    sami: tuple[tuple[str, str], ...],
) -> _Index:
    tables = _Tables()
    by_code = {m.code: m for m in municipalities}
    by_name = {m.name_fi: m for m in municipalities}
    for name, fitting in OFTEN_TWO_PLACES.items():
        tables.add_all(name, Suggestions(tuple(by_name[n] for n in fitting if n in by_name)))
    tables.close()
    for m in municipalities:
        tables.add(m.name_fi, Found(m))
        tables.add(m.name_sv, Found(m))
    for name, code in sami:
        tables.add(name, Found(by_code[code]))
    for name, target in NICKNAMES.items():
        tables.add(name, Found(by_name[target]))
    tables.close()
    for m in municipalities:
        tables.add_forms(m.name_fi, Found(m))
    for name, target in NICKNAMES.items():
        tables.add_forms(name, Found(by_name[target]))
    spellings: dict[str, tuple[Municipality, ...]] = {}
    for spelling, meaning in tables.open.items():
        flat = _folded(spelling)
        spellings[flat] = spellings.get(flat, ()) + _meant(meaning)
    for m in municipalities:
        for name in (m.name_fi, m.name_sv):
            spellings.setdefault(_folded(normalised(name)), (m,))
    for name in REGIONS:
        tables.add_all(name, Region(name))
    for name in ABROAD:
        tables.add_all(name, Abroad(name))
    for name, code in localities:
        tables.add(name, Found(by_code[code], name))
    tables.close()
    for name, code in localities:
        tables.add_forms(name, Found(by_code[code], name))
        if len(name) >= SHORTEST_MISSPELT_LOCALITY:
            for spelling in (normalised(name), *forms(normalised(name))):
                spellings.setdefault(_folded(spelling), (by_code[code],))
    tables.close()
    return _Index(tables.done, _fold(tables.done), spellings)


def _index(places: Places) -> _Index:
    return _index_of(places.municipalities, tuple(places.localities.items()), tuple(places.sami.items()))


class _Tables:
    """Builds the index tier by tier: what an earlier tier says stands, two meanings in one tier are asked back."""

    def __init__(self) -> None:
        self.done: dict[str, Town] = {}
        self.open: dict[str, Town] = {}

    def add(self, name: str, meaning: Town) -> None:
        """Add one spelling to the open tier."""
        plain = _plain(name)
        saint = plain.removeprefix("s:t ")
        for key in (plain,) if saint == plain else (plain, f"st {saint}", f"sankt {saint}"):
            self.open[key] = _merged(self.open[key], meaning) if key in self.open else meaning

    def add_forms(self, name: str, meaning: Town) -> None:
        """Add the Finnish case forms of the last word of `name`."""
        head, space, last = normalised(name).rpartition(" ")
        if head and last in OFFICIAL_WORDS:
            return
        if head and last in COUNTIES:
            for form in forms(head):
                self.add(f"{form} {last}", meaning)
            return
        for form in forms(last):
            self.add(head + space + form, meaning)

    def add_all(self, name: str, meaning: Town) -> None:
        """Add a name and its case forms."""
        self.add(name, meaning)
        self.add_forms(name, meaning)

    def close(self) -> None:
        """Make the open tier part of the index."""
        self.done = {**self.open, **self.done}
        self.open = {}


def _meant(outcome: Town) -> tuple[Municipality, ...]:
    if isinstance(outcome, Found):
        return (outcome.municipality,)
    return outcome.municipalities if isinstance(outcome, Suggestions) else ()


def _merged(one: Town, other: Town) -> Town:
    """Join two meanings of one spelling: what leads to the same municipality stays certain."""
    municipalities = (*_meant(one), *_meant(other))
    same = len({m.code for m in municipalities}) == 1
    if not municipalities or (same and isinstance(one, Found) and isinstance(other, Found)):
        return one
    return _suggest(municipalities)


def _fold(exact: Mapping[str, Town]) -> dict[str, Town]:
    folded: dict[str, Town] = {}
    for key, meaning in exact.items():
        flat = _folded(key)
        if flat not in folded:
            folded[flat] = meaning
        elif flat not in exact:
            folded[flat] = _merged(folded[flat], meaning)
    return folded
