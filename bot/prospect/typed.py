"""Typed words -> choices: numbers, labels, and what people say instead of them.

What people say is data: `locales/synonyms.<language>.toml` (its first lines explain how a line is written). All
languages are read together, so a Finnish prospect may type "remote". A text that fits two choices is asked back;
a text that says no to the only choice it names is not understood. Never silently wrong is worth more than often right.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import TypeAlias

from bot.i18n import LOCALES
from bot.prospect.finnish import forms
from bot.prospect.number_words import NUMBER_WORDS
from bot.prospect.phrases import Hit, find, folded, longest, phrase_of

LONGEST_READ = 80
"""Words: what comes after them is not looked at."""

MOST_ASKED = 3

UNDECIDED = frozenset({"unsure", "skip"})
"""Choices that cannot stand beside another: "I don't know whether this is a crisis" is asked back."""


def _word_set(text: str) -> frozenset[str]:
    return frozenset(text.split())


NEGATIONS = _word_set(
    "ei en emme et ette eivat eika enka emmeka ala alkaa ilman not no dont doesnt wont isnt arent cant cannot "
    "never without nor neither"
)
CLAUSE_STARTS = frozenset({"mutta", "but", "eika", "enka", "emmeka", "instead", "although", "vaikka"})
QUESTION_WORDS = _word_set(
    "mika mita mitka miten paljonko kuka ketka milloin miksi missa mista minka kuinka "
    "what how who when why where which can could do does is are"
)
NUMBER_NOISE = _word_set("numero nro vaihtoehto vaihtoehdot kohta kohdat number no option options")
LINKS = frozenset({"ja", "and", "seka", "plus", "tai", "or"})
EITHER = frozenset({"tai", "or"})
UP_TO = frozenset({"to", "viiva", "or", "tai", "ja", "and"})
OVER = frozenset({"yli", "over", "enemman", "more", "above"})
UNDER = frozenset({"alle", "under", "less", "vahemman", "fewer", "below"})
COUNTED_WITH = _word_set(
    "henkea hengen henkilo henkiloa henkilon hlo hloa hlon ihmista ihmisen tyontekijaa tyontekijan alaista alaisen "
    "jasenta jasenen osallistujaa osallistujan kollegaa kollegan tyyppia tiimilaista opettajaa hoitajaa "
    "meita people person persons of us employees workers colleagues members participants teachers nurses staff "
    "subordinates reports folks personer"
)


@dataclass(frozen=True, slots=True)
class Option:
    """One choice as the matcher sees it: its key, its label in the prospect's language, its synonyms."""

    key: str
    label: str
    synonyms: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Match:
    """Certain: one key, or several when several may be chosen, in the order of the choices."""

    keys: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Which:
    """Two or three keys that fit: ask which."""

    keys: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class NoMatch:
    """Nothing fits."""


Outcome: TypeAlias = Match | Which | NoMatch


@dataclass(frozen=True, slots=True)
class Synonyms:
    """Every line of the synonym files: "question.key" -> what people type. Made by `load_synonyms`."""

    table: Mapping[str, tuple[str, ...]]

    def of(self, question: str, key: str) -> tuple[str, ...]:
        """Return what people type for a choice; "choice.<key>" serves every question."""
        return self.table.get(f"{question}.{key}", ()) + self.table.get(f"choice.{key}", ())


def load_synonyms(folder: Path = LOCALES) -> Synonyms:
    """Read every synonyms.<language>.toml of a folder into one table."""
    table: dict[str, tuple[str, ...]] = {}
    for file in sorted(folder.glob("synonyms.*.toml")):
        for key, words in tomllib.loads(file.read_text(encoding="utf-8")).items():
            table[key] = tuple(dict.fromkeys((*table.get(key, ()), *words)))
    return Synonyms(MappingProxyType(table))


def match(text: str, choices: Sequence[Option], several: bool) -> Outcome:
    """Say which of `choices` a typed text means; `several`: more than one may be chosen."""
    words = _words(text)
    if not words:
        return NoMatch()
    exact = [option.key for option in choices if _is_exactly(words, option)]
    if len(exact) == 1:
        return Match((exact[0],))
    counted = {option.key: span for option in choices if (span := _span(option)) is not None}
    by_number = _by_count(text, counted) if counted else _by_position(words, choices, several)
    if by_number is not None:
        return by_number
    return _by_words(words, _clauses(text), choices, several)


# --- words ------------------------------------------------------------------------------------------------


def _words(text: str) -> tuple[str, ...]:
    return tuple(re.findall(r"[^\W_]+", folded(text))[:LONGEST_READ])


def _clauses(text: str) -> tuple[int, ...]:
    """Return the clause number of every word of `_words`: negations reach no farther than their clause."""
    clause, denied, numbers = 0, False, []
    for piece in re.findall(r"[^\W_]+|[,.;:!?()\n]", folded(text)):
        if not piece[0].isalnum():
            clause += 1
            continue
        denied = denied or piece in NEGATIONS
        if piece in CLAUSE_STARTS or (piece == "vaan" and denied):  # without a "not" before it, vaan is "just"
            clause += 1
        numbers.append(clause)
    return tuple(numbers[:LONGEST_READ])


def _is_exactly(words: tuple[str, ...], option: Option) -> bool:
    said = (option.label, *(s for s in option.synonyms if "*" not in s and not _SPAN.fullmatch(s)))
    return any(_spoken(phrase) == words for phrase in said)


@lru_cache(maxsize=4096)
def _spoken(synonym: str) -> tuple[str, ...]:
    """Return the words of our own phrase; what people type is never kept in a cache."""
    return _words(synonym)


# --- numbers ----------------------------------------------------------------------------------------------

_SPAN = re.compile(r"(\d+)-(\d+)")


def _span(option: Option) -> range | None:
    """Return the head count a choice stands for, from a synonym such as "5-10"."""
    for synonym in option.synonyms:
        if found := _SPAN.fullmatch(synonym):
            return range(int(found[1]), int(found[2]) + 1)
    return None


def _by_position(words: tuple[str, ...], choices: Sequence[Option], several: bool) -> Outcome | None:
    """Read "2", "1 ja 3", "vaihtoehto 2"; None when it is not all numbers."""
    rest = [word for word in words if word not in NUMBER_NOISE]
    if not rest or not all(word in LINKS or (word.isdecimal() and len(word) < 3) for word in rest):
        return None
    places = sorted({int(word) for word in rest if word.isdecimal()})
    if not places or places[0] < 1 or places[-1] > len(choices):
        return NoMatch()
    keys = tuple(choices[place - 1].key for place in places)
    return _settled(keys, several=several and not EITHER.intersection(rest))


def _by_count(text: str, counted: Mapping[str, range]) -> Outcome | None:
    """Read a head count such as "noin 8", "8-12", "yli 20"; None when no number is in the text."""
    words = list(_words(text))
    numbers = [(at, n) for at, word in enumerate(words) if (n := _number(word)) is not None]
    if not numbers:
        return None
    if NEGATIONS.intersection(words):
        return NoMatch()
    counts: set[int] = set()
    for (at, n), following in zip(numbers, [*numbers[1:], None], strict=True):
        before = set(words[max(0, at - 2) : at])
        n += bool(before & OVER) - bool(before & UNDER)
        counts.add(n)
        between = words[at + 1 : following[0]] if following else ["?"]
        if following and len(between) < 2 and UP_TO.issuperset(between):
            counts |= set(range(n, min(following[1], n + 200) + 1))
    keys = tuple(key for key, span in counted.items() if counts.intersection(span))
    known = all(any(n in span for span in counted.values()) for n in counts)
    return _settled(keys, several=False) if keys and known else NoMatch()


@lru_cache(maxsize=1)
def _number_words() -> Mapping[str, int]:
    table: dict[str, int] = {}
    for number, words in NUMBER_WORDS.items():
        for word in words:
            for form in (word, *forms(word)):
                table.setdefault(folded(form), number)
    return MappingProxyType(table)


def _number(word: str) -> int | None:
    return int(word) if word.isdecimal() and len(word) < 6 else _number_words().get(word)


def head_count(text: str, *, named: bool = False) -> int | None:
    """Return the one number of people a text tells exactly; None for "yli 20", "6-8" or no number.

    `named`: only a number that people are counted with ("6 hengen tiimi", "meitä on kuusi", "six of us").
    """
    words = _words(text)
    numbers = [(at, n) for at, word in enumerate(words) if (n := _number(word)) is not None]
    if len(numbers) != 1 or (OVER | UNDER | NEGATIONS).intersection(words):
        return None
    at, n = numbers[0]
    around = {*words[max(0, at - 2) : at + 3]}
    return n if n > 0 and (not named or around & COUNTED_WITH) else None


# --- phrases ------------------------------------------------------------------------------------------


def _by_words(words: tuple[str, ...], clauses: tuple[int, ...], choices: Sequence[Option], several: bool) -> Outcome:
    phrases = [
        (option.key, phrase_of(synonym))
        for option in choices
        for synonym in (option.label, *option.synonyms)
        if not _SPAN.fullmatch(synonym) and not synonym.startswith("=")
    ]
    hits = longest(find(words, clauses, phrases))
    taken = frozenset(at for hit in hits for at in hit.at)
    if words[0] in QUESTION_WORDS and 0 not in taken:
        return NoMatch()
    denied = {clauses[at] for at, word in enumerate(words) if word in NEGATIONS and at not in taken}
    meant = [hit for hit in hits if not denied.intersection(clauses[at] for at in hit.at)]
    order = [option.key for option in choices]
    keys = tuple(sorted({hit.key for hit in meant}, key=order.index))
    disputed = tuple(key for key in keys if _rivals(key, meant))
    return Which(disputed[:MOST_ASKED]) if disputed else _settled(keys, several=several)


def _settled(keys: tuple[str, ...], *, several: bool) -> Outcome:
    if not keys:
        return NoMatch()
    if len(keys) == 1 or (several and not UNDECIDED.intersection(keys)):
        return Match(keys)
    return Which(keys[:MOST_ASKED])


def _rivals(key: str, hits: Iterable[Hit]) -> bool:
    """Say whether another choice claims exactly the same words."""
    own = {hit.at for hit in hits if hit.key == key}
    return any(hit.key != key and hit.at in own for hit in hits)
