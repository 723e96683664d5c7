"""The tables of what people type, made into the one file that is read at the start: `python -m bot understand --learn`.

Here words are spread out into all their case forms, which takes a second and much memory; nothing of it is done while
somebody waits for an answer. How a line of a table is written, with its signs, is told at the head of
`locales/synonyms.fi.toml`.
"""

from __future__ import annotations

import os
import re
import tomllib
from collections import defaultdict
from collections.abc import Iterable, Mapping
from pathlib import Path

from bot.errors import BotError
from bot.nlu.discourse import read
from bot.nlu.gazetteer import every_name
from bot.nlu.index import DECOY, FORGIVING, PHRASE_SIGNS, RULE_SIGNS, UNFORGIVING, USUAL
from bot.nlu.inflection import forms, plurals
from bot.nlu.municipality import Abroad, Found, Region, Town, meant_by
from bot.nlu.normalise import SPOKEN, folded, plain, unaccented
from bot.nlu.number_words import number_words
from bot.nlu.ordinals import counting_ordinal_forms, ordinal_forms
from bot.nlu.packed import Writer
from bot.nlu.vocabulary import FILE, is_fresh, made_of, vocabulary
from bot.ui.i18n import LOCALES
from flows.places import load

SHORTEST_SLIP = 5
"""Letters: shorter words must be spelt right."""

MOST_BETWEEN = 1
"""Other words that may stand between two words of a phrase: "töitä on liikaa"."""

MOST_COUNTED = 3
"""Other words that may stand between a number and the people it counts: "six foster care social workers"."""

_SPAN = re.compile(r"\d+-\d+")
_MANY_WORDED = re.compile(r"\{[^}]*(?: |[^\W\d]-)[^}]*\}")


def tables(folder: Path = LOCALES) -> dict[str, tuple[str, ...]]:
    """Read every synonyms.<language>.toml into one: "question.key" -> lines; "@name" is the words of class.name."""
    lines: dict[str, tuple[str, ...]] = {}
    for file in sorted(folder.glob("synonyms.*.toml")):
        for key, words in tomllib.loads(file.read_text(encoding="utf-8")).items():
            lines[key] = tuple(dict.fromkeys((*lines.get(key, ()), *words)))
    classes = {key.partition(".")[2]: words for key, words in lines.items() if key.startswith("class.")}
    named = {name: "|".join(words) for name, words in classes.items()}
    named |= {f"{name}s": "|".join("+" + word for word in words) for name, words in classes.items()}

    def spelt(line: str) -> str:
        bare = re.sub(r"(?<![{|\w])@(\w+)(?![|}])", r"{@\1}", line)
        return re.sub(r"@(\w+)", lambda found: named[found[1]], bare)

    return {key: tuple(map(spelt, words)) for key, words in lines.items() if not key.startswith("class.")}


def learnt(lines: Mapping[str, Iterable[str]]) -> bytes:
    """Return the content of the file for these tables, and for every name of a place."""
    writer = Writer()
    _Phrases(lines).write(writer)
    writer.value("numbers", number_words())
    writer.value("ordinals", ordinal_forms())
    writer.value("counting_ordinals", sorted(counting_ordinal_forms()))
    exact, flat, spelt = every_name(load())
    meanings: dict[Town, int] = {}
    for name, towns in (
        ("exact", exact),
        ("flat", {word: town for word, town in flat.items() if exact.get(word) != town}),
    ):
        writer.table(
            f"towns.{name}", {word: (meanings.setdefault(town, len(meanings)),) for word, town in towns.items()}
        )
    writer.value("towns", [_written(town) for town in meanings])
    writer.text("towns.spelt", "\n".join(spelt))
    writer.rows("towns.codes", ([int(code) for code in codes] for codes in spelt.values()))
    return writer.content()


def freshen() -> None:
    """Write the file where it is missing or not of the present tables. Raises BotError where it cannot be written."""
    if is_fresh():
        return
    new = FILE.with_suffix(f".{os.getpid()}")
    try:
        new.write_bytes(made_of() + learnt(tables()))
        new.replace(FILE)
    except OSError as error:
        raise BotError(f"{FILE} is out of date and cannot be written ({error}): run make setup") from error
    vocabulary.cache_clear()


def _written(town: Town) -> tuple[str, str, list[str]]:
    codes = [each.code for each in meant_by(town)]
    match town:
        case Found(_, locality):
            return "found", locality, codes
        case Region(name):
            return "region", name, codes
        case Abroad(name):
            return "abroad", name, codes
        case _:
            return "suggested", "", codes


class _Phrases:
    """Every phrase with its words, every word with what may stand for it, and every form of that."""

    def __init__(self, lines: Mapping[str, Iterable[str]]) -> None:
        self.units = {unit: at for at, unit in enumerate(lines)}
        self.rules: dict[str, list[str]] = defaultdict(list)
        self.phrases: list[tuple[int, ...]] = []
        self.signs: list[tuple[int, int, int]] = []
        self.words: dict[str, int] = {}
        self.parts: dict[str, int] = {}
        self.whole: dict[str, set[int]] = defaultdict(set)
        for unit, written in lines.items():
            for line in written:
                self._add(unit, line)
        self.standing: list[set[int]] = [set() for _ in self.parts]
        for word, at in self.words.items():
            for part in word.strip("{}").split("|"):
                self.standing[self.parts[part]].add(at)

    def _add(self, unit: str, line: str) -> None:
        sign, at = line[:1], self.units[unit]
        self.whole[f"typed {line.removeprefix('=')}"].add(at)
        if sign in RULE_SIGNS or _SPAN.fullmatch(line):
            self.rules[unit].append(line)
            return
        if sign == "=":
            said = " ".join(read(line[1:]).words)
            self.whole[f"said {said}"].add(at)
            self.whole[f"alone {said}"].add(at)
            return
        weight = PHRASE_SIGNS.get(sign, USUAL)
        decoy = sign == "~"
        text = line[1:] if decoy else line.strip(">^()") if sign in PHRASE_SIGNS else line
        for each in _written_out(text):
            words = re.findall(r"\{[^}]*\}|#\d+-\d+|\*?[^\W_]+\*?", each if "{" in each else plain(each))
            if words:
                self.phrases.append(tuple(map(self._word, words)))
                forgiving = decoy or unit.partition(".")[2] not in UNFORGIVING
                self.signs.append((at, weight | forgiving * FORGIVING | decoy * DECOY, 0 if decoy else _between(each)))
        if not decoy and not re.search(r"[*{#]", text):
            self.whole[f"said {' '.join(read(text).words)}"].add(at)

    def _word(self, written: str) -> int:
        for part in written.strip("{}").split("|"):
            self.parts.setdefault(part, len(self.parts))
        return self.words.setdefault(written, len(self.words))

    def write(self, writer: Writer) -> None:
        """Put everything into the file."""
        found: dict[str, set[int]] = defaultdict(set)
        stems: dict[str, list[int]] = defaultdict(list)
        owns: dict[str, list[tuple[str, int]]] = defaultdict(list)
        counts: list[tuple[int, int, int]] = []
        for part, at in self.parts.items():
            if part.startswith("#"):
                low, _, high = part[1:].partition("-")
                counts += ((word, int(low), int(high)) for word in sorted(self.standing[at]))
            elif part.endswith("*"):
                stems[folded(part[:-1])].append(at)
            else:
                own = part.lstrip("+*")
                begins = "*" if "*" in part[:2] else ""
                for form in _forms(own, many="+" in part):
                    found[begins + form].add(at)
                if "+" not in part and not begins and len(own) >= SHORTEST_SLIP:
                    for spelt in {folded(own), unaccented(own)}:
                        owns[spelt[0]].append((spelt, at))
        writer.value("units", list(self.units))
        writer.value("rules", self.rules)
        writer.value("stems", stems)
        writer.value("counts", counts)
        writer.value("words", len(self.words))
        writer.value("owns", {initial: " ".join(own for own, _ in each) for initial, each in owns.items()})
        writer.rows("owns", ([at for _, at in each] for each in owns.values()))
        writer.table("forms", found)
        writer.table("whole", self.whole)
        writer.rows("standing", map(sorted, self.standing))
        writer.rows("phrases", self.phrases)
        writer.numbers("unit", (unit for unit, _, _ in self.signs))
        writer.numbers("sign", (sign for _, sign, _ in self.signs))
        writer.numbers("between", (between for _, _, between in self.signs))
        of_unit: list[list[int]] = [[] for _ in self.units]
        for at, (unit, _, _) in enumerate(self.signs):
            of_unit[unit].append(at)
        writer.rows("own", of_unit)


def _is_many(part: str) -> bool:
    return (" " in part or "-" in part) and re.search(r" |[^\W\d]-", part.strip()) is not None


def _written_out(synonym: str) -> list[str]:
    """Return a synonym once for each of its alternatives of several words: "{a|b c} d" -> "{a} d", "b c d"."""
    found = _MANY_WORDED.search(synonym)
    if not found:
        return [synonym]
    parts = found[0].strip("{}").split("|")
    many = [part.replace("-", " ") for part in parts if _is_many(part)]
    one = [part for part in parts if not _is_many(part)]
    heads = [*(["{" + "|".join(one) + "}"] if one else []), *many]
    before, after = synonym[: found.start()], synonym[found.end() :]
    tails = _written_out(after)
    return [f"{before}{head}{tail}" for head in heads for tail in tails]


def _between(synonym: str) -> int:
    """Return how many other words a phrase may hold: none where it is short words only ("me and")."""
    if synonym.startswith("#") and synonym.endswith("}") and synonym.count(" ") == 1:
        return MOST_COUNTED
    return MOST_BETWEEN if any(len(word) > 4 for word in synonym.split()) else 0


def _forms(own: str, *, many: bool) -> frozenset[str]:
    """Return the folded forms of a word, of its plural where `many`."""
    if many:
        english = {own[:-1] + "ies"} if own.endswith("y") else {own + "s", own + "es", own.removesuffix("fe") + "ves"}
        return _all_folded([*plurals(own), *english, own[:-3] + "men" if own.endswith("man") else own + "s"])
    own = SPOKEN.get(folded(own), own)
    return _all_folded([own] if len(own) < 3 or own.isdecimal() else [own, *forms(own, roles=True)])


def _all_folded(words: Iterable[str]) -> frozenset[str]:
    """Return words folded, in one go: the tables have a hundred thousand forms."""
    return frozenset(folded("\n".join(words)).split("\n"))
