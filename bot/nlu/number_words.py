"""Number words in Finnish, English and Swedish, for head counts; Finnish case forms are made from them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from types import MappingProxyType

from bot.nlu.inflection import forms
from bot.nlu.normalise import folded

NUMBER_WORDS: dict[int, tuple[str, ...]] = {
    1: ("yksi", "yks", "one"),
    2: ("kaksi", "kaks", "kahden", "kahdestaan", "two", "två", "pari"),
    3: ("kolme", "kolmisen", "kolmen", "kolmistaan", "three", "tre"),
    4: ("neljä", "nelisen", "neljän", "nelistään", "four", "fyra"),
    5: ("viisi", "viitisen", "viis", "viiden", "five", "fem"),
    6: ("kuusi", "kuus", "kuutisen", "kuuden", "six", "sex"),
    7: ("seitsemän", "seittemän", "seiska", "seitsemästä", "seitsemään", "seitsemisen", "seven", "sju"),
    8: ("kahdeksan", "kaheksan", "kasi", "kahdeksasta", "kahdeksaan", "kahdeksisen", "eight", "åtta"),
    9: ("yhdeksän", "yheksän", "yhdeksästä", "yhdeksään", "yhdeksisen", "nine", "nio"),
    10: ("kymmenen", "kymmenestä", "kymmeneen", "kymmenkunta", "kymmenisen", "kymppi", "ten", "tio"),
    11: ("yksitoista", "ykstoista", "yhdentoista", "eleven", "elva"),
    12: ("kaksitoista", "kakstoista", "kahdentoista", "kaksitoist", "tusina", "tusinan", "twelve", "dozen", "tolv"),
    13: ("kolmetoista", "kolmentoista", "kolmisentoista", "thirteen", "tretton"),
    14: ("neljätoista", "neljäntoista", "fourteen", "fjorton"),
    15: ("viisitoista", "viistoista", "viidentoista", "viitisentoista", "fifteen", "femton"),
    16: ("kuusitoista", "kuustoista", "kuudentoista", "kuudentoista", "kuutisentoista", "sixteen", "sexton"),
    17: ("seitsemäntoista", "seittemäntoista", "seventeen", "sjutton"),
    18: ("kahdeksantoista", "kaheksantoista", "eighteen", "arton"),
    19: ("yhdeksäntoista", "nineteen", "nitton"),
    20: (
        "kaksikymmentä",
        "kahdenkymmenen",
        "parikymmentä",
        "parikytä",
        "parinkymmenen",
        "kakskyt",
        "parikyt",
        "kaksikyt",
        "twenty",
        "tjugo",
    ),
    30: (
        "kolmekymmentä",
        "kolmenkymmenen",
        "kolmisenkymmentä",
        "kolmisenkyt",
        "kolmisenkytä",
        "kolkyt",
        "kolkytä",
        "kolmekyt",
        "thirty",
        "trettio",
    ),
    40: (
        "neljäkymmentä",
        "nelisenkymmentä",
        "nelisenkyt",
        "neljänkymmenen",
        "nelkyt",
        "neljäkyt",
        "forty",
        "fourty",
        "fyrtio",
    ),
    50: (
        "viisikymmentä",
        "viitisenkymmentä",
        "viitisenkyt",
        "viidenkymmenen",
        "viiskyt",
        "viiskytä",
        "viisikyt",
        "fifty",
        "femtio",
    ),
    60: ("kuusikymmentä", "kuutisenkymmentä", "kuuskyt", "sixty", "sextio"),
    70: ("seitsemänkymmentä", "seiskyt", "seitenkyt", "seventy"),
    80: ("kahdeksankymmentä", "kaheksankyt", "eighty"),
    90: ("yhdeksänkymmentä", "yheksänkyt", "ninety"),
    100: ("sata", "sadan", "satakunta", "satanen", "hundred", "hundra"),
}

_TEENS = re.compile("(.+)toista?")
_TENS = re.compile("(.+(?:kymmenta|kyt))(.+)")


@lru_cache(maxsize=1)
def _number_words() -> Mapping[str, int]:
    table: dict[str, int] = {}
    for number, words in NUMBER_WORDS.items():
        for word in words:
            for form in (word, *forms(word)):
                table.setdefault(folded(form), number)
    return MappingProxyType(table)


def number_of(word: str) -> int | None:
    """Return the number a folded word stands for, in digits or letters."""
    if word.isdecimal():
        return int(word) if len(word) < 6 else None
    table = _number_words()
    if word in table:
        return table[word]
    if found := _TENS.fullmatch(word):  # kaksikymmentäviisi
        tens, ones = table.get(found[1]), table.get(found[2])
        return tens + ones if tens and ones and ones < 10 else None
    if found := _TEENS.fullmatch(word):  # viiteentoista, kuudestatoista
        ones = table.get(found[1])
        return 10 + ones if ones and ones < 10 else None
    return None
