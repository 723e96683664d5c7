"""Which municipality somebody means: fuzzy matching of what people type.

Certain answers only: an official name, one of its case forms, a nickname or a former municipality gives `Found`.
Whatever could be two places, is misspelt or vague gives `Suggestions` to be confirmed. Nothing is guessed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from typing import TypeAlias, cast

from bot.nlu.discourse import LONGEST_TEXT, denies
from bot.nlu.normalise import unaccented
from bot.nlu.place_names import AROUND_WORDS, FILLER_WORDS, OFFICIAL_WORDS
from bot.nlu.vocabulary import vocabulary
from flows.dataclass import dataclass
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

SHORTEST_TOLD = 3
LOCAL_ENDINGS = ("ssa", "lla")
"""How a name ends, without accents, of the place where something is."""


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
class NoPlace:
    """Nothing that resembles a place."""


Town: TypeAlias = Found | Suggestions | Region | Abroad | NoPlace


_BETWEEN = re.compile(r"\s*(?:[/,;()&+]|\s(?:tai|or|ja|and|eller|och|sekä|vs)\s)\s*")
_DASH = re.compile(r"[-\s]*[-/,;()&+][-\s]*")
_COUNTY = re.compile(r"[\s,(]+([htou])\.?\s?l\.?\)?(?!\w)")
"""What tells two places of one name apart, however it is set: "Koski Tl", "Koski (H.l.)" for Koski of Häme county."""

_APOSTROPHES = str.maketrans(dict.fromkeys("’´`ʹˈ", "'"))
_CLITIC = re.compile(r"(?<=\w{4})(?:kin|ko|kö|kaan|kään|han|hän|pa|pä)$")


def find_town(text: str, places: Places) -> Town:
    """Say which municipality `text` means; see the classes for what each outcome asks of the caller."""
    known_names = _Index(places)
    typed = plain_name(text[:LONGEST_TYPED])
    if not typed:
        return NoPlace()
    whole = known_names.look_up(typed)
    if whole is not None:
        return whole
    for separator in (_BETWEEN, _DASH):
        parts = [part for part in separator.split(typed) if part]
        town = _together([_one_place(part, known_names) for part in parts])
        if not isinstance(town, NoPlace):
            return town
    return NoPlace()


def named_among(text: str, places: Places) -> Found | None:
    """Return the one municipality that is named, rightly spelt, among words that say something else as well."""
    named = {}
    known_names = _Index(places)
    for word in re.findall(r"[^\W\d_]{3,}", text[:LONGEST_TYPED]):
        town = known_names.look_up(plain_name(word))
        if not isinstance(town, Found) or town.locality:
            continue
        beginnings = {name.casefold()[:3] for name in (town.municipality.name_fi, town.municipality.name_sv)}
        # "lähteä" (to leave) is not Lahti; Sámi names begin otherwise.
        if word.casefold()[:3] in beginnings or places.exact(word) == town.municipality:
            named[town.municipality.code] = town
    return next(iter(named.values())) if len(named) == 1 else None


def told_in(text: str, places: Places) -> Found | None:
    """Return the one municipality in which something is told to be: "Oulussa", "in Oulu"; None where none or more are.

    Many names are ordinary words too ("kolarissa", in an accident): a small letter, or the first word of a sentence,
    names a place only behind "in" or in a clause that says nothing else.
    """
    known_names, found, before = _Index(places), {}, ""
    for clause in re.split(r"(?<=[,;:().!?\n])", text[:LONGEST_TEXT]):
        for word in () if denies(clause) else re.findall(r"[^\W\d_]+", clause):
            inside = before.casefold() == "in"
            named = inside or (bool(before) and word[0].isupper())
            before = word
            if len(word) < SHORTEST_TOLD or not (inside or unaccented(word).endswith(LOCAL_ENDINGS)):
                continue
            town = known_names.look_up(plain_name(word))
            if not isinstance(town, Found) or town.locality:
                continue
            if named or isinstance(find_town(clause, places), Found):
                found[town.municipality.code] = town
        before = "" if clause[-1:] in tuple(".!?\n") else before
    return next(iter(found.values())) if len(found) == 1 else None


def plain_name(text: str) -> str:
    text = re.sub(r"[^\w\s/,;()&+:'.-]", " ", normalised(text).translate(_APOSTROPHES))
    text = _COUNTY.sub(r" \1l", text)
    return normalised(re.sub(r"(?<!\w)[-.:']+|[-.:']+(?!\w)", " ", text)).strip(" /,;()&+")


def _together(outcomes: list[Town]) -> Town:
    """Join what the parts of "Pietarsaari/Jakobstad" or "Oulu tai Kemi" mean."""
    found = [outcome for outcome in outcomes if isinstance(outcome, Found)]
    asked = [outcome for outcome in outcomes if isinstance(outcome, Suggestions)]
    abroad = [outcome for outcome in outcomes if isinstance(outcome, Abroad)]
    certain_first: list[Town] = [*found, *asked]
    municipalities = [m for outcome in certain_first for m in meant_by(outcome)]
    if len({m.code for m in municipalities}) == 1 and found and not abroad:
        return found[0]
    if len(outcomes) == 1:
        return outcomes[0]
    if municipalities:
        return _suggest(municipalities)
    for outcome in (*abroad, *outcomes):
        if not isinstance(outcome, NoPlace):
            return outcome
    return NoPlace()


def _one_place(typed: str, known_names: _Index) -> Town:
    known = known_names.look_up(typed)
    if known is not None:
        return known
    words = [word for word in typed.split() if word not in FILLER_WORDS and not word.isdigit()]
    vague = any(word in AROUND_WORDS for word in words)
    core = [word for word in words if word not in AROUND_WORDS]
    names = [word for word in core if word not in OFFICIAL_WORDS] or core
    for rest in (core, names):
        known = known_names.look_up(" ".join(rest)) if rest else None
        if known is not None:
            return _doubted(known) if vague else known
    bare = _CLITIC.sub("", " ".join(names))
    spotted = _spotted(bare.split(), known_names) or _spotted(names, known_names)
    if spotted is not None:
        return spotted
    if all(word in OFFICIAL_WORDS for word in names):
        return NoPlace()
    near = known_names.misspelt(" ".join(names))
    if not near and len(names) > 1:
        near = [m for word in names if len(word) >= 6 for m in known_names.misspelt(word)]
    return _suggest(near) if near else NoPlace()


def _spotted(words: list[str], known_names: _Index) -> Town | None:
    """Find names among other words; they are always asked back, for many are ordinary words too."""
    outcomes: list[Town] = []
    at = 0
    while at < len(words):
        for size in (3, 2, 1):
            known = known_names.look_up(" ".join(words[at : at + size])) if at + size <= len(words) else None
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
    """What every form of every name means, looked up in the file; the flat table is for names without umlauts."""

    places: Places

    def look_up(self, typed: str) -> Town | None:
        """Return what a typed name means for certain, None when it is not known."""
        exact, flat = vocabulary().towns, vocabulary().flat_towns
        for candidate in (typed, typed.replace("-", " "), typed.replace(" ", "-")):
            if row := exact.get(candidate):
                return self._town(row[0])
        bare = unaccented(typed)
        for candidate in (bare, bare.replace("-", " "), bare.replace(" ", "-")):
            if row := flat.get(candidate) or exact.get(candidate):
                return self._town(row[0])
        return None

    def _town(self, at: int) -> Town:
        kind, name, codes = cast("list[tuple[str, str, list[str]]]", vocabulary().values["towns"])[at]
        fitting = tuple(self.places.codes[code] for code in codes)
        match kind:
            case "found":
                return Found(fitting[0], name)
            case "region":
                return Region(name)
            case "abroad":
                return Abroad(name)
            case _:
                return Suggestions(fitting)

    def misspelt(self, typed: str) -> list[Municipality]:
        """Return the municipalities whose names are spelt nearly so, the nearest first."""
        flat = unaccented(typed)
        if len(flat) < SHORTEST_MISSPELT:
            return []
        from rapidfuzz import process  # few misspell the name of a town
        from rapidfuzz.distance import OSA

        names, codes = _spellings(), vocabulary().codes_of_towns
        hits = process.extract(flat, names, scorer=OSA.normalized_similarity, score_cutoff=LIKENESS, limit=60)
        near = [each for each in hits if each[0][0] == flat[0] or each[1] >= LIKENESS_OTHER_INITIAL]
        best = max((score for _, score, _ in near), default=0.0)
        return [
            self.places.codes[f"{code:03}"]
            for _, score, at in near
            if score >= best - LIKENESS_SPREAD
            for code in codes[at]
        ]


@cache
def _spellings() -> list[str]:
    """Return every spelling a slip may be of."""
    return vocabulary().spelt_towns().split("\n")


def meant_by(outcome: Town) -> tuple[Municipality, ...]:
    if isinstance(outcome, Found):
        return (outcome.municipality,)
    return outcome.municipalities if isinstance(outcome, Suggestions) else ()


def merged(one: Town, other: Town) -> Town:
    """Join two meanings of one spelling: what leads to the same municipality stays certain."""
    municipalities = (*meant_by(one), *meant_by(other))
    same = len({m.code for m in municipalities}) == 1
    if not municipalities or (same and isinstance(one, Found) and isinstance(other, Found)):
        return one
    return _suggest(municipalities)
