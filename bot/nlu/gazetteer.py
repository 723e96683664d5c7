"""Every name of a place with its case forms, and what each means: made once, for the file of `bot.nlu.learning`."""

from __future__ import annotations

from collections.abc import Mapping

from bot.nlu.inflection import forms
from bot.nlu.municipality import (
    SHORTEST_MISSPELT_LOCALITY,
    Abroad,
    Found,
    Region,
    Suggestions,
    Town,
    meant_by,
    merged,
    plain_name,
)
from bot.nlu.normalise import unaccented
from bot.nlu.place_names import ABROAD, NICKNAMES, OFFICIAL_WORDS, OFTEN_TWO_PLACES, REGIONS
from flows.places import Places, normalised

COUNTIES = ("hl", "tl", "ol", "ul")


def every_name(places: Places) -> tuple[dict[str, Town], dict[str, Town], dict[str, tuple[str, ...]]]:
    """Return what every form means, what every form without umlauts means, and the codes that a slip may be of."""
    municipalities, localities, sami = places.municipalities, places.localities.items(), places.sami.items()
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
    spellings = _misspelt(tables.open, places)
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
                spellings.setdefault(unaccented(spelling), (code,))
    tables.close()
    return tables.done, _fold(tables.done), spellings


def _misspelt(found: Mapping[str, Town], places: Places) -> dict[str, tuple[str, ...]]:
    """Return the codes of the municipalities that a slip may be of, by unaccented spelling."""
    spellings: dict[str, tuple[str, ...]] = {}
    for spelling, meaning in found.items():
        flat = unaccented(spelling)
        spellings[flat] = spellings.get(flat, ()) + tuple(m.code for m in meant_by(meaning))
    for m in places.municipalities:
        for name in (m.name_fi, m.name_sv):
            spellings.setdefault(unaccented(normalised(name)), (m.code,))
    return spellings


class _Tables:
    """Builds the index tier by tier: what an earlier tier says stands, two meanings in one tier are asked back."""

    def __init__(self) -> None:
        self.done: dict[str, Town] = {}
        self.open: dict[str, Town] = {}

    def add(self, name: str, meaning: Town) -> None:
        """Add one spelling to the open tier."""
        plain = plain_name(name)
        saint = plain.removeprefix("s:t ")
        for key in (plain,) if saint == plain else (plain, f"st {saint}", f"sankt {saint}"):
            self.open[key] = merged(self.open[key], meaning) if key in self.open else meaning

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


def _fold(exact: Mapping[str, Town]) -> dict[str, Town]:
    folded: dict[str, Town] = {}
    for key, meaning in exact.items():
        flat = unaccented(key)
        if flat not in folded:
            folded[flat] = meaning
        elif flat not in exact:
            folded[flat] = merged(folded[flat], meaning)
    return folded
