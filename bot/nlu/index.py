"""Everything people type for a choice, looked up in one file: which words of a text may be which words of our tables.

The file is made by `bot.nlu.learning`; reading it takes milliseconds, and nothing is built while somebody waits.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property, lru_cache, partial
from itertools import pairwise
from typing import cast

from bot.nlu.normalise import SPOKEN, folded, shapes, uncompounded, words
from bot.nlu.packed import Reader, Rows
from bot.nlu.stopwords import CLAUSE_STARTS, COMMON, passing
from flows.dataclass import dataclass

WEAK, USUAL, STRONG, TELLING = range(4)
"""How much a phrase weighs; `TELLING` who is writing is strong too, but yields to those named in a wish."""

PHRASE_SIGNS = {">": TELLING, "^": STRONG, "(": WEAK, "~": USUAL}
RULE_SIGNS = frozenset("!&%<")
FORGIVING, DECOY = 4, 8
"""Bits beside the weight of a phrase: a slip of the finger in it is forgiven; its words mean no choice."""

UNFORGIVING = frozenset({"crisis"})
"""Choices too grave to be ticked by a slip of the finger: "järkätä" (to arrange) is not "järkyttää" (to shock)."""

SHORTEST_BARE = 4
"""Letters of what is left of a known word without its ending to be a word too."""

SHORTEST_SLIP = 5
SHORTEST_STEM_SLIP = 6
SHORTEST_FORM_SLIP = 8
TWO_SLIPS_FROM = 12
"""Letters: shorter words must be spelt right; from the second on, two slips are forgiven."""

LONGEST_WORD = 48
"""Letters: nothing longer is a word that somebody means."""

LONGEST_NUMBER = 6
"""Digits: a longer number counts nobody."""

MOST_MENDED = 12
"""Words of a text in which a slip is looked for: a message with more unknown words answers no question."""

MOST_HITS = 150
"""Phrases found in a text: more are found only in one that repeats itself."""

LOOK_ALIKES = words("look_alikes")
"""Common words that are one slip away from others: never taken for a slip."""

CONSONANTS = "bcdfghjklmnprstv"
LINKS = words("links")

EXACT, ENDING, SLIP = range(3)


@dataclass(frozen=True, slots=True)
class Hit:
    """A phrase found in the text: whose it is, which words it took, how many were slips, how much it weighs."""

    key: str
    at: frozenset[int]
    slips: int
    weight: int


@dataclass(frozen=True, slots=True)
class Option:
    """One choice: its key, its label in the prospect's language, the names of the tables that hold what means it.

    Without a label it stands nowhere on the screen, so no number means it.
    """

    key: str
    label: str = ""
    tables: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Known:
    """The choices of a question, ready to be looked for."""

    order: tuple[str, ...]
    owners: Mapping[int, tuple[str, ...]]
    """Whose phrases those of a table are."""
    phrases: Mapping[int, Sequence[int]]
    """Their phrases by the word that each begins with."""
    words: bytearray
    """For each word of the tables 1 where it is part of a phrase of these choices, 2 where a number counts it."""
    spans: Mapping[str, range]
    """The head counts a choice stands for, from a line such as "5-10"."""
    left: tuple[tuple[str, frozenset[str]], ...]
    """Choices that are left when others are denied."""
    both: tuple[tuple[str, frozenset[str]], ...]
    """Choices that stand for several others at once."""
    listed: tuple[tuple[str, str, int], ...]
    """Choices that stand for another one named so many times: "CEO, CFO and CTO"."""
    yielding: tuple[tuple[str, str, frozenset[str]], ...]
    """Choices before which another one yields when it is told in these words only."""


class Index:
    """The file, read."""

    def __init__(self, read: Reader) -> None:
        self.values = read.values
        units = cast("list[str]", read.values["units"])
        self._units = {unit: at for at, unit in enumerate(units)}
        self.numbers = cast("dict[str, int]", read.values["numbers"])
        self.ordinals = cast("dict[str, int]", read.values["ordinals"])
        self.counting_ordinals = frozenset(cast("list[str]", read.values["counting_ordinals"]))
        self._rules = cast("dict[str, list[str]]", read.values["rules"])
        self._stems = cast("dict[str, list[int]]", read.values["stems"])
        self._long_stems: dict[str, list[str]] = {}
        for stem in self._stems:
            if len(stem) >= SHORTEST_STEM_SLIP:
                self._long_stems.setdefault(stem[0], []).append(stem)
        self._counts = cast("list[tuple[int, int, int]]", read.values["counts"])
        self._owned, self._parts = cast("dict[str, str]", read.values.pop("owns")), read.rows("owns")
        self._forms, self._whole = read.table("forms"), read.table("whole")
        self._standing, self._phrases, self._own = read.rows("standing"), read.rows("phrases"), read.rows("own")
        self._words = cast("int", read.values["words"])
        self._unit, self._sign, self._between = (read.numbers(each) for each in ("unit", "sign", "between"))
        self.spelt_towns = partial(read.text, "towns.spelt")
        self.codes_of_towns = read.rows("towns.codes")
        self.towns, self.flat_towns = read.table("towns.exact"), read.table("towns.flat")
        self.known = lru_cache(maxsize=64)(self._known)
        # One message is looked through once for each thing that may be asked of it: its words are looked up once.
        once = lru_cache(maxsize=128)
        self._spelt, self._compound = once(self._find_spelt), once(self._find_compound)
        self._ended, self._mended = once(self._find_ended), once(self._find_mended)

    def forget_typed(self) -> None:
        """Forget the words that were looked up last."""
        for looked_up in (self._spelt, self._compound, self._ended, self._mended):
            looked_up.cache_clear()

    def listed(self, text: str, tables: Iterable[str]) -> str:
        """Return the first of these tables of which a text is, letter by letter, a line; "" for none."""
        units = self._whole.get(f"typed {text}")
        return next((table for table in tables if self._units.get(table, -1) in units), "")

    def whole(self, words: Sequence[str], known: Known, *, alone: bool = False) -> tuple[str, ...]:
        """Return the choices that these words mean when nothing else is said; `alone`: only then."""
        units = self._whole.get(f"{'alone' if alone else 'said'} {' '.join(words)}")
        keys = {key for unit in units for key in known.owners.get(unit, ())}
        return tuple(sorted(keys, key=known.order.index))

    def _known(self, options: tuple[tuple[str, tuple[str, ...]], ...]) -> Known:
        """Return what the file holds for choices, each with its tables; the last few questions are remembered."""
        owners: dict[int, tuple[str, ...]] = {}
        spans, left, both, listed, yielding = {}, [], [], [], []
        for key, tables in options:
            for table in tables:
                if table not in self._units:
                    continue
                unit = self._units[table]
                owners[unit] = tuple(dict.fromkeys((*owners.get(unit, ()), key)))
                for rule in self._rules.get(table, ()):
                    sign, rest = rule[:1], rule[1:]
                    named = rest.split()
                    if sign == "!":
                        left.append((key, frozenset(named)))
                    elif sign == "&":
                        both.append((key, frozenset(named)))
                    elif sign == "%":
                        listed.append((key, named[1], int(named[0])))
                    elif sign == "<":
                        words = frozenset(SPOKEN.get(folded(word), folded(word)) for word in named[1:])
                        yielding.append((key, named[0], words))
                    else:
                        low, _, high = rule.partition("-")
                        spans[key] = range(int(low), int(high) + 1)
        flags, phrases = bytearray(self._words), defaultdict[int, list[int]](list)
        several = {word for word, _, high in self._counts if high > 1}
        for unit in owners:
            for phrase in self._own[unit]:
                row = self._phrases[phrase]
                phrases[row[0]].append(phrase)
                for word in row:
                    flags[word] |= 1
                for number, word in pairwise(row):
                    if number in several:
                        flags[word] |= 2
        order = tuple(key for key, _ in options)
        return Known(order, owners, phrases, flags, spans, tuple(left), tuple(both), tuple(listed), tuple(yielding))

    def number_of(self, word: str) -> int | None:
        """Return the number a folded word stands for, in digits or letters."""
        if word.isdecimal():
            return int(word) if len(word) < LONGEST_NUMBER else None
        return self.numbers.get(word)

    # --- single words ---------------------------------------------------------------------------------------

    def _standing_for(self, forms: Iterable[str]) -> frozenset[int]:
        """Return the words of the tables that have one of these forms."""
        return frozenset([word for part in self._forms.of_any(forms) for word in self._standing[part]])

    def _beginning(self, said: Iterable[str]) -> frozenset[int]:
        """Return the words of which only the beginning is given ("uupu*")."""
        heads = {each[:cut] for each in said for cut in range(1, len(each) + 1)}
        parts = {part for head in heads & self._stems.keys() for part in self._stems[head]}
        return frozenset([word for part in parts for word in self._standing[part]])

    def _find_spelt(self, typed: str) -> tuple[frozenset[int], frozenset[int]]:
        """Return the words that a typed word is, and those of which it has the beginning."""
        said = shapes(typed)
        if self._standing_for((typed,)):  # what is a word as it stands is no short one with an ending: "pitkään"
            said = tuple(each for each in said if each == typed or len(each) >= SHORTEST_BARE)
        return self._standing_for(said), self._beginning(said)

    def _find_compound(self, typed: str) -> frozenset[int]:
        """Return the words that the last part of a compound may be, none of what is no compound."""
        said = shapes(rest) if (rest := uncompounded(typed)) else ()
        return self._standing_for(said) | self._beginning(said)

    def _find_ended(self, typed: str) -> frozenset[int]:
        """Return the words that the end of a typed word may be."""
        return self._standing_for(f"*{each[cut:]}" for each in shapes(typed) for cut in range(2, len(each) - 2))

    def _fitting(self, typed: str, known: Known, *, counted: bool, mend: bool) -> tuple[Iterable[int], int]:
        """Return the words that a typed word may be, only the best fitting ones, and how well they fit."""
        if len(typed) > LONGEST_WORD:
            return (), EXACT
        flags = known.words
        said, begun = self._spelt(typed)
        spelt = {word for word in said if flags[word]}
        exact = spelt | {word for word in begun if flags[word]}
        number = self.number_of(typed)
        if number is not None:
            exact |= {word for word, low, high in self._counts if low <= number <= high and flags[word]}
        if not spelt:
            exact |= {word for word in self._compound(typed) if flags[word]}
        if exact and not counted:
            return exact, EXACT
        ending = {word for word in self._ended(typed) if flags[word]}
        if exact:
            return exact | {word for word in ending if flags[word] & 2}, EXACT  # "kolme lähiesihenkilöä"
        if ending:
            return ending, ENDING
        if not mend or len(typed) < SHORTEST_SLIP or typed in LOOK_ALIKES or typed in COMMON:
            return (), EXACT
        return {word for word in self._mended(typed) if flags[word]}, SLIP

    @cached_property
    def _owns(self) -> Mapping[str, tuple[list[str], Sequence[int]]]:
        """What a slip may be of, by its first letter: made when the first one is looked for."""
        owned = zip(self._owned.items(), _each(self._parts), strict=True)
        return {initial: (own.split(" "), row) for (initial, own), row in owned}

    def _find_mended(self, typed: str) -> frozenset[int]:
        """Return the words of which a typed one is a slip: same first letter, one change, in twelve letters two.

        Case forms get less leave, for a letter tells the manager from the managers ("vetäjälle", "vetäjille"); nor do
        plurals (employee, employees).
        """
        from rapidfuzz import process
        from rapidfuzz.distance import OSA

        owns, parts = self._owns.get(typed[0], ([], ()))
        slips = 1 if len(typed) < TWO_SLIPS_FROM else 2
        meant = {
            parts[at]
            for own, _, at in process.extract(typed, owns, scorer=OSA.distance, score_cutoff=slips, limit=None)
            if typed not in (own + "t", own + "s") and typed + "s" != own
        }
        for stem in self._long_stems.get(typed[0], ()):
            if OSA.distance(typed[: len(stem)], stem, score_cutoff=1) <= 1:
                meant.update(self._stems[stem])
        found = frozenset([word for part in meant for word in self._standing[part]])
        if len(typed) >= SHORTEST_FORM_SLIP and not passing(typed):
            found |= self._standing_for(dict.fromkeys(slips_of(typed)))
        return found

    # --- phrases --------------------------------------------------------------------------------------------

    def find(self, words: tuple[str, ...], clauses: tuple[int, ...], known: Known) -> list[Hit]:
        """Find every phrase in the text, its words in order, in one clause, with few other words between."""
        fitting: dict[int, dict[int, int]] = {}
        seen: dict[tuple[str, bool], tuple[Iterable[int], int]] = {}
        mended = 0
        for at, typed in enumerate(words):
            counted = at > 0 and self.number_of(words[at - 1]) is not None
            if (typed, counted) not in seen:
                seen[typed, counted] = self._fitting(typed, known, counted=counted, mend=mended < MOST_MENDED)
                mended += seen[typed, counted][1] == SLIP
            fits, grade = seen[typed, counted]
            for word in fits:
                fitting.setdefault(word, {})[at] = grade == SLIP
        starts, items, there = self._phrases.starts, self._phrases.items, set(fitting)
        begun = (phrase for word in fitting for phrase in known.phrases.get(word, ()))
        possible = sorted(each for each in begun if there.issuperset(items[starts[each] : starts[each + 1]]))
        hits: list[Hit] = []
        for phrase in possible:
            sign = self._sign[phrase]
            for taken in self._taken(phrase, fitting, words, clauses):
                slips = sum(fitting[word][at] for word, at in zip(self._phrases[phrase], taken, strict=True))
                if slips and not sign & FORGIVING:
                    continue
                hits += [
                    Hit(f"~{key}" if sign & DECOY else key, frozenset(taken), slips, sign % FORGIVING)
                    for key in known.owners[self._unit[phrase]]
                ]
            if len(hits) > MOST_HITS:
                break
        return hits

    def _taken(
        self, phrase: int, fitting: Mapping[int, Mapping[int, int]], words: tuple[str, ...], clauses: tuple[int, ...]
    ) -> Iterator[list[int]]:
        """Yield the places of a phrase's words, once for each place where it begins."""
        first, *others = self._phrases[phrase]
        for start in fitting[first]:
            taken = [start]
            for word in others:
                near = _next(taken[-1], fitting[word], words, self._between[phrase])
                if near is None:
                    break
                parted = clauses[near] - clauses[taken[-1]]
                if parted and not (parted == 1 and words[near] in CLAUSE_STARTS):
                    break
                taken.append(near)
            else:
                yield taken


def _each(rows: Rows) -> Iterator[Sequence[int]]:
    return (rows[at] for at in range(len(rows)))


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
