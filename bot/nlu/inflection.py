"""Finnish case forms of nouns and place names, by a small rule set over word endings.

It makes more than the real forms (both consonant grades, inner and outer local cases): it serves to recognise
what people type, never to write sentences. Words are lower case.
"""

from __future__ import annotations

from flows.dataclass import dataclass

VOWELS = "aeiouyäöå"

LAST_PARTS: dict[str, tuple[str, str]] = {
    "järvi": ("järve", "järve"),
    "joki": ("joke", "joe"),
    "lahti": ("lahte", "lahde"),
    "koski": ("koske", "koske"),
    "vesi": ("vete", "vede"),
    "salmi": ("salme", "salme"),
    "saari": ("saare", "saare"),
    "niemi": ("nieme", "nieme"),
    "mäki": ("mäke", "mäe"),
    "lampi": ("lampe", "lamme"),
    "lammi": ("lamme", "lamme"),
    "suomi": ("suome", "suome"),
    "vuori": ("vuore", "vuore"),
    "kivi": ("kive", "kive"),
    "nurmi": ("nurme", "nurme"),
    "nummi": ("numme", "numme"),
    "taival": ("taipalee", "taipalee"),
    "kaupunki": ("kaupunki", "kaupungi"),
    "hammas": ("hampaa", "hampaa"),
    "laidun": ("laitume", "laitume"),
    "loppi": ("loppe", "lope"),
    "virrat": ("virtoi", "virroi"),
    "tunturi": ("tunturi", "tunturi"),
    "yksi": ("yhte", "yhde"),
    "kaksi": ("kahte", "kahde"),
    "uusi": ("uute", "uude"),
    "viisi": ("viite", "viide"),
    "kuusi": ("kuute", "kuude"),
    "kausi": ("kaute", "kaude"),
    "vuosi": ("vuote", "vuode"),
    "mies": ("miehe", "miehe"),
    "lapsi": ("lapse", "lapse"),
    "aika": ("aika", "aja"),
}
"""Endings whose stem no rule gives away: (strong, weak) stem."""

FIRST_PARTS = ("uusi", "iso", "vähä")
"""First parts that inflect together with the last one (Uudessakaupungissa)."""

_WEAK = (
    ("kk", "k"),
    ("pp", "p"),
    ("tt", "t"),
    ("nk", "ng"),
    ("nt", "nn"),
    ("lt", "ll"),
    ("rt", "rr"),
    ("mp", "mm"),
    ("ht", "hd"),
    ("rk", "r"),
    ("lk", "l"),
    ("rp", "rv"),
    ("lp", "lv"),
)


@dataclass(frozen=True, slots=True)
class Stem:
    """A stem pair: `strong` before endings that open the syllable, `weak` before those that close it."""

    strong: str
    weak: str


def back_vowels(word: str) -> bool:
    """Say whether endings take a, o, u; the last part of a compound decides ("Rovaniemellä", "Oulussa")."""
    for part in ("niemi", "järvi", "vesi", "kivi", "mäki", "veli", "tie", "hetki"):
        if word.endswith(part):
            return False
    for letter in reversed(word):
        if letter in "aouå":
            return True
        if letter in "äöy":
            return False
    return False


def _a_of(word: str) -> str:
    """Return the letter that the word's endings have."""
    return "a" if back_vowels(word) else "ä"


def weakened(stem: str) -> str:
    """Return the weak grade of a stem that ends in one vowel; unchanged where nothing alternates."""
    if len(stem) < 3 or stem[-1] not in VOWELS:
        return stem
    body, vowel = stem[:-1], stem[-1]
    for strong, weak in _WEAK:
        if body.endswith(strong):
            return body[: -len(strong)] + weak + vowel
    if body[-2] in VOWELS and body[-1] in "ktp":
        return body[:-1] + {"k": "", "t": "d", "p": "v"}[body[-1]] + vowel
    return stem


def _strengthened(body: str) -> str:
    """Return the strong grade of what stands before -as or -e ("haukipud" -> "haukiput")."""
    for weak, strong in (("ng", "nk"), ("nn", "nt"), ("ll", "lt"), ("rr", "rt"), ("mm", "mp"), ("hd", "ht")):
        if body.endswith(weak):
            return body[:-2] + strong
    if body[-1:] in ("k", "p", "t") and body[-2:-1] in VOWELS:
        return body + body[-1]
    if body[-1:] in ("d", "v") and body[-2:-1] in VOWELS:
        return body[:-1] + {"d": "t", "v": "p"}[body[-1]]
    return body


def stems(word: str) -> tuple[Stem, ...]:
    """Return the stems `word` may have, the likeliest first; both grades where names differ in habit."""
    for ending, (strong, weak) in LAST_PARTS.items():
        if word.endswith(ending):
            head = word[: -len(ending)]
            return (Stem(head + strong, head + weak), *_both(word))
    if word.endswith("nen"):
        return tuple(Stem(word[:-3] + s, word[:-3] + s) for s in ("se", "si"))
    if word.endswith(("us", "ys")):
        head = word[:-1]
        return (Stem(head + "kse", head + "kse"), Stem(head + "te", head + "de"))
    if word.endswith(("as", "äs")):
        long = _strengthened(word[:-2]) + word[-2] * 2
        plain = word[:-2] + word[-2] * 2
        kse = word[:-1] + "kse"
        return (Stem(long, long), Stem(plain, plain), Stem(kse, kse))
    if word.endswith(("os", "ös", "es", "is")):
        kse = word[:-1] + "kse"
        return (Stem(kse, kse), Stem(word + "i", word + "i"))
    if word[-1:] not in VOWELS:
        return (Stem(word + "i", word + "i"),)
    if word.endswith("e") and word[-2:-1] not in VOWELS:
        long = _strengthened(word[:-1]) + "ee"
        return (Stem(long, long), Stem(word + "e", word + "e"), Stem(word, word))
    return _both(word)


def _both(word: str) -> tuple[Stem, ...]:
    if len(word) > 2 and word[-2] in VOWELS:
        return (Stem(word, word),)
    weak = weakened(word)
    return (Stem(word, weak),) if weak == word else (Stem(word, weak), Stem(word, word))


def forms(word: str, *, roles: bool = False) -> frozenset[str]:
    """Return the genitive, partitive and local case forms `word` may have (without the word itself).

    `roles` adds essive and translative ("esihenkilönä", "ryhmäksi"), which places do not need, and leaves out the
    plural that only places have as their own ("alaiselle" is one person, "alaisille" are several).
    """
    made: set[str] = set()
    a = _a_of(word)
    one = roles and word.endswith("nen")
    for stem in stems(word)[:1] if one else stems(word):
        made |= {stem.weak + ending for ending in _weak_endings(a)}
        made |= _illatives(stem.strong)
        made.add(stem.strong + a)
        if roles:
            made |= {stem.strong + "n" + a, stem.weak + "ksi"}
        if len(stem.strong) > 1 and stem.strong[-2] in VOWELS:
            made.add(stem.strong + "t" + a)
        if stem.strong.endswith("i") and word.endswith(("nen", "virrat")):
            made.add(stem.strong + "en")
        if word.endswith("nen"):
            made |= {word[:-3] + "st" + a} | (set() if one else {word[:-3] + "sten"})
    made |= _both_parts(word)
    return frozenset(made - {word})


def _weak_endings(a: str) -> tuple[str, ...]:
    return ("n", f"ss{a}", f"st{a}", f"ll{a}", f"lt{a}", "lle")


def _illatives(stem: str) -> set[str]:
    last = stem[-1]
    made = {stem + last + "n"}
    if len(stem) > 1 and stem[-2] in VOWELS:
        made |= {stem + "h" + last + "n", stem + "seen", stem + "n"}
    return made


def _both_parts(word: str) -> set[str]:
    """Return forms in which the first part inflects too (Isonkyrön, Uudessakaupungissa)."""
    made: set[str] = set()
    for first in FIRST_PARTS:
        rest = word.removeprefix(first)
        if rest in (word, ""):
            continue
        head = stems(first)[0]
        cases = list(zip(_weak_endings(_a_of(first)), _weak_endings(_a_of(rest)), strict=True))
        for stem in stems(rest):
            made |= {head.weak + one + stem.weak + other for one, other in cases}
            made |= {into + tail for into in _illatives(head.strong) for tail in _illatives(stem.strong)}
    return made


def plurals(word: str) -> frozenset[str]:
    """Return the plural forms `word` may have: "rehtori" -> "rehtorit", "rehtoreille"; more than the real ones."""
    a = _a_of(word)
    made: set[str] = set()
    for stem in stems(word):
        made |= {stem.weak + "t", stem.strong + "t"}
        for base in _plural_stems(stem.strong) | _plural_stems(stem.weak):
            made |= {base + ending for ending in ("n" + a, "ksi", *_weak_endings(a)[1:])}
            made |= {base + ending for ending in ("en", a, "hin", "den", "tten", "t" + a)}
            if base.endswith("i") and base[-2:-1] in VOWELS:
                j = base[:-1] + "j"
                made |= {j + "en", j + a}
    if word.endswith("nen"):
        made |= {word[:-3] + "sten", word[:-3] + "sia", word[:-3] + "siä"}
    if word.endswith("mies"):
        made.add(word + "ten")
    return frozenset(made - forms(word, roles=True) - {word})


def _plural_stems(stem: str) -> set[str]:
    """Return what the plural endings may follow: opettaja -> opettaji, opettajoi; rehtori -> rehtorei."""
    last, body = stem[-1], stem[:-1]
    if last in "aä":
        return {body + "i", body + ("oi" if last == "a" else "öi")}
    if last == "i":
        return {body + "ei", body + "i"}
    if last == "e":
        return {(body[:-1] if body[-1:] == "e" else body) + "i"} | ({body + "i"} if body[-1:] == "e" else set())
    return {stem + "i"}
