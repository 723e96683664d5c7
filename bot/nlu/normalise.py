"""Spoken and chat language made plain: one spelling for what is written in many ways ("mä", "minä").

What people type and our own synonyms go through the same mill, so either may be written either way.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from functools import cache, lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

HERE = Path(__file__).parent

_LETTERS = str.maketrans(dict(zip("äöåéøđŋŧʒǥ", "aoaeodntzg", strict=True)) | dict.fromkeys("'’´`"))
"""The usual ones, which is quick, and Sámi letters that no mark can be taken off."""


def unaccented(text: str) -> str:
    """Return the text in small letters without accents and apostrophes."""
    flat = text.casefold().translate(_LETTERS)
    if flat.isascii():
        return flat
    return "".join(c for c in unicodedata.normalize("NFKD", flat) if not unicodedata.combining(c))


def folded(text: str) -> str:
    """Return the text unaccented and with h for hd, as it is spoken ("yhdessä", "yhessä")."""
    return unaccented(text).replace("hd", "h")


@cache
def languages() -> tuple[dict[str, Any], ...]:
    """Return words.<language>.toml of every language, as they stand."""
    return tuple(tomllib.loads(file.read_text(encoding="utf-8")) for file in sorted(HERE.glob("words.*.toml")))


def words(name: str) -> frozenset[str]:
    """Return a list of every language, folded: words.<language>.toml holds them."""
    return frozenset(folded(" ".join(language.get(name, "") for language in languages())).split())


def phrases(name: str) -> tuple[tuple[str, ...], ...]:
    """Return a list of every language whose lines are several words each, parted by commas."""
    lines = (line for language in languages() for line in language.get(name, "").split(","))
    return tuple(tuple(folded(line).split()) for line in lines if line.strip())


def _said(name: str) -> dict[str, str]:
    """Return a table of all languages, folded: how something is said -> what it stands for."""
    lists = (language.get(name, {}) for language in languages())
    return {folded(said): folded(plain) for each in lists for said, plain in each.items()}


SPOKEN = MappingProxyType({word: plain for plain, said in _said("spoken").items() for word in said.split()})
"""One word, said otherwise -> the word it stands for; both folded."""

_JOINED = _said("joined")
_PHRASES = re.compile(r"\b(" + "|".join(sorted(_JOINED, key=len, reverse=True)) + r")\b")


def plain(text: str) -> str:
    """Return folded text in which signs that stand for words, and words that belong together, are one word each."""
    text = folded(text)
    text = re.sub(r"\b1\s?[:-]\s?1\b", "one to one", text)
    text = re.sub(r"\b(\d+)(?=[^\W\d_]{3})", r"\1 ", text)  # 8hlö, 12opettajaa
    text = re.sub(r"(?<![\d\s])\s*\+|\s\+\s*(?=\D|\d)", " plus ", text)
    text = text.replace("&", " and ").replace("/", " or ")
    text = re.sub(r"(?<=\w)-(?=\w)", " ", text) if not re.search(r"\d-\d", text) else text
    text = _ENDED.sub("", text)
    text = _UNITS.sub(r"\1 ", text)
    return _PHRASES.sub(lambda found: _JOINED[found[1]], text)


_ENDED = re.compile(
    r"(?<=[a-z]{2}):(?=(?:t|n|a|ta|ssa|sta|lla|lta|lle|na|ksi|hen|hun|in|ien|ille|issa|ista|eja|eita|laiset)\b)"
)
"""The colon of a shortened word with an ending: "aoh:t", "HR:stä"."""
_UNITS = re.compile(r"\b(\d+)(?=(?:v|kk|vk|vko|km|krt|h)\b)")
"""A number written together with what it counts: "2v", "6kk"."""

_POSSESSIVE = re.compile(r"(?<=\w{3})(?:ni|si|mme|nne|nsa|kin|kaan|ko|han|pa|ki)$")
_CLIPPED = {"nu": "t", "ny": "t", "lu": "t", "ly": "t", "ne": "n"}
_FULL = {"ee": "ea", "oo": "oa", "uu": "ua", "ii": "ia", "yy": "ya", "aa": "aa"}


@lru_cache(maxsize=256)
def shapes(word: str) -> tuple[str, ...]:
    """Return a word, then what it may be without possessive, clitic or the clipped endings of spoken Finnish."""
    found = [word]
    for _ in range(2):
        found += [bare for each in list(found) if (bare := _POSSESSIVE.sub("", each)) not in found]
    for each in list(found):
        if len(each) > 4:
            if each[-2:] in _FULL:  # vaikee, ihmisii
                found.append(each[:-2] + _FULL[each[-2:]])
            if each[-1] in "ls" and each[-2] in "aeiouy" and not each.endswith(("ses", "ers", "yees")):  # pomol, töis
                found.append(each + ("la" if each[-1] == "l" else "sa"))
            if each.endswith("is") or (each.endswith("ks") and len(each) > 5):  # tulis, pomoks; no English "cooks"
                found += [each + "i", each + "in"] if each[-2] == "i" else [each + "i"]
            if each.endswith(("naan", "ssaan", "staan", "llaan", "ltaan", "lleen")):  # esihenkilönään, tiimilleen
                found.append(each[:-2])
            if each[-2:] in _CLIPPED:  # ollu, semmone, aloittanu
                found.append(each + _CLIPPED[each[-2:]])
            if each.endswith(("st", "lt")):  # työst
                found.append(each + "a")
            if each.endswith(("aa", "an", "en", "in")) and each[-2] in "aei":  # aikansa, aikaansa
                found.append(each + "n" if each[-1] != "n" else each)
    return tuple(dict.fromkeys(found + [other for each in found if len(each) > 4 for other in _elsewhere(each)]))


_DIALECTS = (
    (re.compile(r"ij(?=[aeou])"), "id"),  # meijän, hoijosta
    (re.compile(r"(?<=[aeiou])[ht]t(?=[aeou])"), "ts"),  # kahtotaan, kattotaan
    (re.compile(r"hr(?=[aeiou])"), "h"),  # kahren, yhren
    (re.compile(r"(?<=[aeiou])([lmnrsv])\1(?=([aeiou])\2)"), r"\1"),  # sannoo, tullee
    (re.compile(r"(?<![aeiou]{2})(?<=[aeiou])([kt])\1(?=([aeiou])\2)"), r"\1"),  # pittää, etteenpäin; not riittää
    (re.compile(r"(?<=[kpt])i(?=a(?:a|sti|mpi|mmin)?$)"), "e"),  # nopia, korkiaa
    (re.compile(r"(?<=[aeiou])s(?=a$)"), "ss"),  # porukasa
    (re.compile(r"(?<=a)l(?=a$)"), "ll"),  # täälä
    (re.compile(r"(?<=[lr])([aeiou])(?=[mhkpv]\1)"), ""),  # kolome, kylymä
    (re.compile(r"(?<=[a-z]{3})ua$"), "oa"),  # sanua
    (re.compile(r"(?<=[aeou])itten$"), "iden"),  # potilastilanteitten
)
"""Sounds that a region says in its own way, and how they are written elsewhere."""


def _elsewhere(word: str) -> tuple[str, ...]:
    """Return what a word of a dialect may be in the written language; more than is real, for recognising only."""
    return tuple(other for sound, written in _DIALECTS if (other := sound.sub(written, word)) != word)


_FIRST_PARTS = (
    "tyopaikka",
    "tyoyhteiso",
    "tyoelama",
    "tyo",
    "tiimi",
    "ryhma",
    "asiakas",
    "potilas",
    "henkilosto",
    "koulu",
)


def uncompounded(word: str) -> str:
    """Return the last part of a compound that begins as words about work do ("työmotivaatio"), "" when it does not."""
    first = next((part for part in _FIRST_PARTS if word.startswith(part)), "")
    rest = word.removeprefix(first)
    return rest if first and len(rest) > 4 else ""
