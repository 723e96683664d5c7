"""Number words in Finnish, English and Swedish, for head counts.

num2words writes every number in every Finnish case; here stand only the words people say instead.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from num2words import num2words

from bot.nlu.normalise import folded

HIGHEST = 199
CASES = (
    *("nominative", "genitive", "partitive", "inessive", "elative", "illative", "adessive", "ablative", "allative"),
    *("essive", "translative"),
)

SAID: Mapping[int, str] = {
    1: "yks",
    2: "kaks kahdestaan pari parin paria",
    3: "kolmisen kolmistaan",
    4: "nelisen nelistään",
    5: "viitisen viis",
    6: "kuus kuutisen",
    7: "seittemän seiska seitsemisen",
    8: "kaheksan kasi kahdeksisen",
    9: "yheksän yhdeksisen",
    10: "kymmenkunta kymmenisen kymppi",
    12: "tusina tusinan tusinaa dozen",
    20: "kakskyt kaksikyt parikymmentä parinkymmenen parikyt parikytä kaksikytä",
    30: "kolkyt kolkytä kolmekyt kolmisenkymmentä kolmisenkyt kolmisenkytä",
    40: "nelkyt neljäkyt nelisenkymmentä nelisenkyt fourty fyrtio",
    50: "viiskyt viiskytä viisikyt viitisenkymmentä viitisenkyt",
    60: "kuuskyt kuutisenkymmentä",
    70: "seiskyt seitenkyt",
    80: "kaheksankyt",
    90: "yheksänkyt",
    100: "satakunta satanen hundred hundra",
}
_TEENS = ("toista", "toist")


def _said() -> Iterator[tuple[str, int]]:
    """Yield spoken words and their compounds: "viistoista", "kakskytviis"."""
    ones = {n: words.split() for n, words in SAID.items() if n < 10}
    for number, words in SAID.items():
        for word in words.split():
            yield word, number
            if number < 10:
                yield from ((word + teens, 10 + number) for teens in _TEENS)
            if 20 <= number < 100:
                yield from ((word + one, number + n) for n, each in ones.items() for one in each)
                yield from ((word + _written(n, "nominative"), number + n) for n in range(1, 10))
    for number in range(1, 10):
        yield _written(number, "nominative") + "toist", 10 + number


def _written(number: int, case: str) -> str:
    return str(num2words(number, lang="fi", case=case))


def number_words() -> dict[str, int]:
    """Return every number word, folded, with its number: made once, for the file that `bot.nlu.learning` writes."""
    table = {folded(word): number for word, number in _said()}
    for number in range(1, HIGHEST + 1):
        for case in CASES if number <= 100 else CASES[:1]:
            table.setdefault(folded(_written(number, case)), number)
        for language in ("en", "sv"):
            table.setdefault(folded(str(num2words(number, lang=language))).replace("-", ""), number)
    return table
