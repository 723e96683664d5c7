"""Finding known phrases in typed text: case forms, word beginnings and endings, slips of the finger.

Texts come as plain words (`bot.nlu.normalise`), each with its clause's number.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from rapidfuzz.distance import OSA

from bot.nlu.inflection import forms, plurals
from bot.nlu.normalise import SPOKEN, folded, plain, shapes, unaccented, uncompounded
from bot.nlu.number_words import number_of
from bot.nlu.stopwords import CLAUSE_STARTS, COMMON, passing

SHORTEST_SLIP = 5
SHORTEST_FORM_SLIP = 8
TWO_SLIPS_FROM = 12
"""Letters: shorter words must be spelt right; from the second on, two slips are forgiven."""

LONGEST_WORD = 48
"""Letters: nothing longer is a word that somebody means."""

MOST_BETWEEN = 1
"""Other words that may stand between two words of a phrase: "töitä on liikaa"."""

_COMMON = """
    causes caused cause
    riittaa about after again asiaa asiat being better could doing early eniten every first found given going halua
    heille heti horse hours house hyvin jolla jossa joten jotka kaiken kaikki kerran koulu later letter
    matter maybe meille minun month morning mutta muuta naista never niiden niista olisi ollaan omalla
    omassa other paras parin porras round should sinun sitten sound staff start state stuff talla tassa
    taytyy teams teille terve their there these thing things think those today toista tosta tulee tulen
    tulla under mites mitas mikas puskista vaikka viela voida voidaan voisi where which while whose would
"""

LOOK_ALIKES = frozenset(_COMMON.split())
"""Common words that are one slip away from others: never taken for a slip."""

CONSONANTS = "bcdfghjklmnprstv"
LINKS = frozenset({"ja", "and", "tai", "or", "vai", "seka", "plus"})

EXACT, ENDING, SLIP = range(3)


@dataclass(frozen=True, slots=True, eq=False)
class Word:
    """One word of a synonym, or several that may stand in its place ("{koko|whole}")."""

    spelt: frozenset[str]
    stems: tuple[str, ...]
    endings: frozenset[str]
    owns: tuple[str, ...]
    counts: range | None
    initials: frozenset[str]

    def fits(self, said: Sequence[str]) -> bool:
        """Say whether a typed word, in one of its shapes, is this word in some form."""
        if not self.spelt.isdisjoint(said):
            return True
        return bool(self.stems) and any(each.startswith(self.stems) for each in said)

    def nearly(self, typed: str) -> bool:
        """Say whether `typed` is a slip of this word: same first letter, one change, in twelve letters two.

        Case forms get no such leave, for a letter tells the manager from the managers ("vetäjälle", "vetäjille");
        nor do plurals (employee, employees).
        """
        if any(
            len(stem) >= 6 and stem[0] == typed[0] and OSA.distance(typed[: len(stem)], stem, score_cutoff=1) <= 1
            for stem in self.stems
        ):
            return True
        slips = 1 if len(typed) < TWO_SLIPS_FROM else 2
        return any(
            own[0] == typed[0]
            and typed not in (own + "t", own + "s")
            and typed + "s" != own
            and OSA.distance(own, typed, score_cutoff=slips) <= slips
            for own in self.owns
        )


@dataclass(frozen=True, slots=True)
class Hit:
    """A synonym found in the text: whose it is, which words it took, how many were slips, how much it weighs."""

    key: str
    at: frozenset[int]
    slips: int
    weight: int


_MANY_WORDED = re.compile(r"\{[^}]*(?: |[^\W\d]-)[^}]*\}")


def _is_many(part: str) -> bool:
    return (" " in part or "-" in part) and re.search(r" |[^\W\d]-", part.strip()) is not None


def written_out(synonym: str) -> list[str]:
    """Return a synonym once for each of its alternatives of several words: "{a|b c} d" -> "{a} d", "b c d"."""
    found = _MANY_WORDED.search(synonym)
    if not found:
        return [synonym]
    parts = found[0].strip("{}").split("|")
    many = [part.replace("-", " ") for part in parts if _is_many(part)]
    one = [part for part in parts if not _is_many(part)]
    heads = [*(["{" + "|".join(one) + "}"] if one else []), *many]
    before, after = synonym[: found.start()], synonym[found.end() :]
    tails = written_out(after)
    return [f"{before}{head}{tail}" for head in heads for tail in tails]


@lru_cache(maxsize=32768)
def phrase_of(synonym: str) -> tuple[Word, ...]:
    """Return the words of one of our own synonyms, ready to be looked for (so nothing personal is cached)."""
    written = re.findall(r"\{[^}]*\}|#\d+-\d+|\*?[^\W_]+\*?", synonym if "{" in synonym else plain(synonym))
    return tuple(map(_word, written))


@lru_cache(maxsize=32768)
def _word(written: str) -> Word:
    """Return a word of a synonym; its alternatives are read once each, for long lists of them are used in many."""
    parts = [_alternative(part) for part in written.strip("{}").split("|")]
    return Word(
        frozenset().union(*(part.spelt for part in parts)),
        tuple(stem for part in parts for stem in part.stems),
        frozenset().union(*(part.endings for part in parts)),
        tuple(dict.fromkeys(own for part in parts for own in part.owns)),
        next((part.counts for part in reversed(parts) if part.counts is not None), None),
        frozenset().union(*(part.initials for part in parts)),
    )


@lru_cache(maxsize=32768)
def _alternative(part: str) -> Word:
    if part.startswith("#"):
        low, _, high = part[1:].partition("-")
        return Word(frozenset(), (), frozenset(), (), range(int(low), int(high) + 1), frozenset())
    if part.endswith("*"):
        stem = folded(part[:-1])
        return Word(frozenset(), (stem,), frozenset(), (), None, frozenset(stem[:1]))
    own = part.lstrip("+*")
    spelt = _forms(own, "+" in part)
    if "*" in part[:2]:
        return Word(frozenset(), (), spelt, (), None, frozenset())
    owns = (folded(own), unaccented(own)) if "+" not in part and len(own) >= SHORTEST_SLIP else ()
    return Word(spelt, (), frozenset(), owns, None, frozenset(form[0] for form in spelt if form))


@lru_cache(maxsize=32768)
def _forms(own: str, many: bool) -> frozenset[str]:
    """Return the folded forms of a word, of its plural where `many`."""
    if many:
        english = {own[:-1] + "ies"} if own.endswith("y") else {own + "s", own + "es", own.removesuffix("fe") + "ves"}
        return _all_folded([*plurals(own), *english, own[:-3] + "men" if own.endswith("man") else own + "s"])
    own = SPOKEN.get(folded(own), own)
    return _all_folded([own] if len(own) < 3 or own.isdecimal() else [own, *forms(own, roles=True)])


def _all_folded(words: Iterable[str]) -> frozenset[str]:
    """Return words folded, in one go: a vocabulary has a hundred thousand forms."""
    return frozenset(folded("\n".join(words)).split("\n"))


@dataclass(frozen=True, slots=True)
class Phrase:
    """One synonym: whose it is ("" for nobody's), its words, how much it weighs against others.

    `forgiving`: a slip of the finger in it is forgiven.
    """

    key: str
    words: tuple[Word, ...]
    weight: int
    between: int = MOST_BETWEEN
    forgiving: bool = True


class Vocabulary:
    """Every phrase of one question, its words laid out by their first letter."""

    def __init__(self, phrases: Iterable[Phrase]) -> None:
        self.phrases = tuple(phrase for phrase in phrases if phrase.words)
        words = {word for phrase in self.phrases for word in phrase.words}
        self._counting = [word for word in words if word.counts is not None]
        self._ending = [word for word in words if word.endings]
        pairs = [pair for phrase in self.phrases for pair in pairwise(phrase.words)]
        self._counted = {word for number, word in pairs if number.counts and number.counts[-1] > 1}
        # All forms at once tell fast that none of them is meant, which is so of most words.
        self._endings = frozenset().union(*(word.endings for word in self._ending))
        self._forms = frozenset().union(*(word.spelt for word in words))
        self._by_initial: dict[str, list[Word]] = {}
        for word in words:
            for initial in word.initials:
                self._by_initial.setdefault(initial, []).append(word)

    def fitting(self, typed: str, *, counted: bool) -> list[tuple[Word, int]]:
        """Return the words that a typed word may be, only the best fitting ones; `counted`: a number is before it."""
        if len(typed) > LONGEST_WORD:
            return []
        said = shapes(typed)
        alike = self._by_initial.get(typed[0], [])
        number = number_of(typed)
        exact = [word for word in alike if word.fits(said)]
        if number is not None:
            exact += [word for word in self._counting if word.counts and number in word.counts]
        rest = uncompounded(typed) if not any(not word.spelt.isdisjoint(said) for word in exact) else ""
        parts = [word for word in self._by_initial.get(rest[:1], []) if word.fits(shapes(rest))] if rest else []
        ending = self._ending_in(said)
        if exact or parts:
            many = self._counted.intersection(ending) if counted else ()  # "kolme lähiesihenkilöä"
            return [(word, EXACT) for word in {*exact, *parts, *many}]
        if ending:
            return [(word, ENDING) for word in ending]
        if len(typed) < SHORTEST_SLIP or typed in LOOK_ALIKES or typed in COMMON:
            return []
        near = [word for word in alike if word.nearly(typed)]
        if len(typed) >= SHORTEST_FORM_SLIP and not passing(typed):
            meant = self._forms.intersection(slips_of(typed))
            near += [word for word in alike if meant and not word.spelt.isdisjoint(meant)]
        return [(word, SLIP) for word in dict.fromkeys(near)]

    def _ending_in(self, said: Sequence[str]) -> tuple[Word, ...]:
        """Return the words that a typed compound ends in ("opettajatiimille")."""
        tails = self._endings.intersection(each[cut:] for each in said for cut in range(2, len(each) - 2))
        return tuple(word for word in self._ending if tails and not word.endings.isdisjoint(tails))

    def find(self, words: tuple[str, ...], clauses: tuple[int, ...]) -> list[Hit]:
        """Find every synonym in the text, its words in order, in one clause, with at most two other words between."""
        fitting: dict[Word, dict[int, int]] = {}
        for at, typed in enumerate(words):
            counted = at > 0 and number_of(words[at - 1]) is not None
            for word, grade in self.fitting(typed, counted=counted):
                fitting.setdefault(word, {})[at] = grade == SLIP
        hits = []
        for phrase in self.phrases:
            if not all(word in fitting for word in phrase.words):
                continue
            for start in fitting[phrase.words[0]]:
                taken = [start]
                for word in phrase.words[1:]:
                    near = _next(taken[-1], fitting[word], words, phrase.between)
                    if near is None:
                        break
                    parted = clauses[near] - clauses[taken[-1]]
                    if parted and not (parted == 1 and words[near] in CLAUSE_STARTS):
                        break
                    taken.append(near)
                else:
                    slips = sum(fitting[word][at] for word, at in zip(phrase.words, taken, strict=True))
                    if phrase.forgiving or not slips:
                        hits.append(Hit(phrase.key, frozenset(taken), slips, phrase.weight))
        return hits


def slips_of(typed: str) -> Iterator[str]:
    """Yield what a typed word may be with one slip mended that no case form is told by: "työparile", "ryhmällle".

    Letters are swapped, left out, added or changed within the word; a vowel is never changed into another, and an i
    neither added nor left out, for those tell one from several ("vetäjälle", "vetäjille").
    """
    for at in range(1, len(typed)):
        head, tail = typed[:at], typed[at:]
        if len(tail) > 1:
            yield head + tail[1] + tail[0] + tail[2:]
            if tail[0] != "i":
                yield head + tail[1:]
            for letter in CONSONANTS:
                yield head + letter + tail
                if tail[0] in CONSONANTS:
                    yield head + letter + tail[1:]
            yield head + tail[0] + tail
            yield from (head + vowel + tail for vowel in "aeouy")


def _next(last: int, fitting: Mapping[int, int], words: tuple[str, ...], between: int) -> int | None:
    """Return where the next word of a phrase stands; an "and" or "or" is not skipped."""
    for at in range(last + 1, min(last + 2 + between, len(words))):
        if at in fitting:
            return at
        if words[at] in LINKS:
            return None
    return None


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


def mentions(hits: Iterable[Hit], key: str) -> int:
    """Return how many times a choice is named, each time in other words."""
    last, times = -1, 0
    for hit in sorted((hit for hit in hits if hit.key == key), key=lambda hit: max(hit.at)):
        if min(hit.at) > last:
            last, times = max(hit.at), times + 1
    return times


def uncontested(hits: list[Hit]) -> list[Hit]:
    """Leave out words that two choices claim, where others say more: "luurilla tai meilillä, kummin vaan"."""
    claimed = {hit.at for hit in hits for other in hits if hit.at == other.at and hit.key != other.key}
    elsewhere = [hit for hit in hits if not any(hit.at & each for each in claimed)]
    return [hit for hit in hits if hit.at not in claimed] if any(hit.weight for hit in elsewhere) else hits


def rivals(key: str, hits: Iterable[Hit]) -> bool:
    """Say whether another choice claims exactly the same words."""
    own = {hit.at for hit in hits if hit.key == key}
    return any(hit.key != key and hit.at in own for hit in hits)


def as_denied(words: Sequence[str], hits: list[Hit], negations: frozenset[str]) -> list[Hit]:
    """Leave out what shares words with a choice that has a "not" in it: in "not just a few times" no few are meant."""
    denying = [hit for hit in hits if any(words[at] in negations for at in hit.at)]
    return [hit for hit in hits if hit in denying or not any(hit.at & no.at and hit.key != no.key for no in denying)]
