"""How many people a text tells: "noin 8", "4 opettajaa + rehtori", "15ish", "20 - ei kun 12"."""

from __future__ import annotations

import re
from collections.abc import Mapping

from bot.nlu.discourse import Said, corrections, read
from bot.nlu.normalise import folded, words
from bot.nlu.stopwords import COMMON
from bot.nlu.vocabulary import number_of
from flows.dataclass import dataclass

UP_TO = words("up_to")
OVER = words("over")
UNDER = words("under")
COUNTED_WITH = words("counted_with")
NOT = words("not")
MORE = words("more")
PERSON = re.compile(
    folded(
        r"(?:mina|ma|me|i|myself|pomo|boss|chief|ceo|toimari|johtaja|esi\w*|esimies|lahi\w*|reksi|manager|leader|lead|head|"
        r"supervisor|trainee|intern|harjoittelija|sihteeri|secretary|assistant|\w*(?:hoitaja|opettaja|ohjaaja|johtaja|"
        r"rehtori|tyontekija|avustaja|lakari|terapeutti|psykologi|paallikko|vetaja|vastaava|kuraattori|pappi|ope|sossu|"
        r"kollega|nurse|doctor|teacher|worker|principal|director|therapist|psychologist|colleague|officer|aide))"
    )
)
"""One person more, told beside a number: "14 hoitajaa ja osastonhoitaja", "me and 2 others"."""
TAKING_PART = words("taking_part")
OF_THEM = words("of_them")
"""After a second number that is "one": it tells of one among those counted."""
TIMES = words("times")
GROUP = re.compile(
    r"(?:ryhma|tiimi|osasto|yksik?ko|vuoro|paikkakun[tn]a|toimipis|poruk?ka|era|koulu|talo|luok?ka)"
    r"(?:a|ta|n|t?ssa|s?sta|lla|lta|lle|an|in|on|un|tetta|te\w{2,4})?"
    r"|(?:group|team|unit|department|ward|shift|site|location|school|office|half)s?|batch(?:es)?|halves"
)
"""What people are divided into: a number of these, in any case form, is no number of people."""
DIFFERENT = words("different")
TOTAL = words("total")
OF_WHICH = words("of_which")
_LOCAL = ("ssa", "sta", "lla", "lta")
"""How a number ends that says where: "kolmekymmentä kahdessa ryhmässä"."""
_BESIDE = re.compile(r"\((?!\s*(?:\+|ja\b|plus\b|and\b|sekä\b))[^()]*\)")
"""A remark in brackets; one that goes on counting ("12 (+ rehtori)") is none."""

_WORDED = (
    (r"\btoistakymmenta\b|\btoistakyta\b|\btoistakyt\b", "12-18"),
    (r"\bkolmattakymmenta\b|\bneljattakymmenta\b|\bviidettakymmenta\b", "yli 20"),
    (r"\bparisen ?kymmenta\b|\bparisen ?kyt\b", "20"),
    (r"\bpuol(?:i|et|isen)? tusinaa\b|\bhalf a dozen\b|\bpuolen tusinaa\b", "6"),
    (r"\b(?:a )?couple of dozen\b|\btwo dozen\b|\bpari tusinaa\b|\bkaksi tusinaa\b|\bcouple dozen\b", "24"),
    (r"\ba few\b(?! \w*(?:teen|ty)\b)", "2-4"),
    (r"\ba couple\b(?! \w*(?:teen|ty)\b)", "2"),
    (r"\bpari kolme\b|\bpari kolmisen\b", "2-3"),
    (r"\b(\d+)\s?(?:ish|isch|kpl|hlo|ihmista|henk|hengen)\b", r"\1 hlo"),
    (r"\bunder a dozen\b", "9"),
    (r"\b(\d+)\s?(?:\+|plus\b)(?!\s*\w)", r"yli \1"),
    (r">\s?(\d+)", r"yli \1"),
    (r"<\s?(\d+)", r"alle \1"),
    (r"\bn\.?\s?(\d)", r"\1"),
    (r"(\d)\s?[-–—]\s?(\d)", r"\1 viiva \2"),
)


@dataclass(frozen=True, slots=True)
class Counts:
    """The numbers a text gives: every head count meant, and whether it is one exact number."""

    numbers: frozenset[int]
    exact: bool


def _said(text: str) -> Said:
    plained = re.sub(r"(?<=\d)-(?=[^\W\d])", " ", folded(text))
    for sign, meaning in _WORDED:
        plained = re.sub(sign, meaning, plained)
    return read(plained)


def counts(text: str) -> Counts | None:
    """Read the head count; None when no number is in the text, no numbers when only denied ones are."""
    return _told(_BESIDE.sub(" ", text)) or _told(text)  # "30 (in two groups of 15)"


def _told(text: str) -> Counts | None:
    said = _said(text)
    for rest in corrections(said, several=False):
        if found := _counted(rest):
            return found
    return _counted(said)


def _numbers(words: tuple[str, ...]) -> list[tuple[int, int]]:
    found: list[tuple[int, int]] = []
    for at, word in enumerate(words):
        n = number_of(word)
        if n is None:
            continue
        tens = found[-1][1] if found and found[-1][0] == at - 1 and not words[at - 1].isdecimal() else 0
        of_groups = _of_groups(n, words[at + 1 : at + 4])
        if tens in range(20, 100, 10) and 0 < n < 10 and not (of_groups and word.endswith(_LOCAL)):
            found.pop()  # twenty five
            if not of_groups:
                found.append((at, tens + n))
        elif of_groups or set(words[at + 1 : at + 2]) & TIMES or (found and _of_those(words, at)):
            continue
        elif at and words[at - 1] in TOTAL:
            found = [(at, n)]
        elif found and word in ("one", "yksi") and words[at + 1 : at + 2] and words[at + 1] in OF_THEM:
            continue  # "10 or 11, one is maybe leaving"
        else:
            found.append((at, n))
    return found


def _of_those(words: tuple[str, ...], at: int) -> bool:
    return words[at - 1] in OF_WHICH or words[at + 1 : at + 3] == ("of", "them")


def _of_groups(number: int, after: tuple[str, ...]) -> bool:
    """Tell whether a number is one of groups: "kahdessa ryhmässä", "3 different teams", but not "3 team leaders"."""
    noun, *more = [word for word in after if word not in DIFFERENT] or [""]
    if not GROUP.fullmatch(noun):
        return False
    english_singular = number > 1 and noun in ("group", "team", "unit", "department", "ward", "shift", "school")
    return not (english_singular and more)


def _counted(said: Said) -> Counts | None:
    words = said.words
    numbers = _numbers(words)
    if not numbers:
        return None
    kept = [
        (at, n)
        for at, n in numbers
        if not any(words[i] in NOT and said.clauses[i] == said.clauses[at] for i in range(max(0, at - 3), at))
    ]
    if not kept:
        return Counts(frozenset(), exact=False)
    added = _sum(said, kept)
    if added is not None:
        return Counts(frozenset({added}), exact=True)
    meant: set[int] = set()
    exact = len(kept) == 1
    for (at, n), following in zip(kept, [*kept[1:], None], strict=True):
        before = set(words[max(0, at - 2) : at])
        shift = bool(before & OVER) - bool(before & UNDER)
        exact = exact and not shift
        n += shift
        meant.add(n)
        between = words[at + 1 : following[0]] if following else ("?",)
        if following and len(between) < 2 and UP_TO.issuperset(between):
            meant |= set(range(n, min(following[1], n + 200) + 1))
    if "yli" not in words and len(kept) > 1 and set(words) & UNDER:  # "alle kymmenen, varmaan kaheksan"
        meant = {kept[-1][1]}
        exact = True
    return Counts(frozenset(meant), exact)


def _sum(said: Said, numbers: list[tuple[int, int]]) -> int | None:
    """Add what is told in parts: "me + 2 others", "4 opettajaa ja rehtori", "3 nurses and 2 doctors"."""
    words = said.words
    total = sum(n for _, n in numbers)
    counting = {said.clauses[at] for at, _ in numbers}
    links = [at for at, word in enumerate(words) if word in MORE and said.clauses[at] in counting]
    if not links or OVER & set(words) or UNDER & set(words):
        return None
    if len(numbers) == 1:
        at, n = numbers[0]
        link = links[0]
        alone = words[:link] if link < at else words[link + 1 :]
        alone = tuple(
            word for word in alone if word not in ("a", "an", "the", "my", "yksi", "viela", "sitten", "minun")
        )
        somebody = any(PERSON.fullmatch(word) for word in alone)  # "7 hoitajaa ja kiire" are seven
        if 0 < len(alone) <= 2 and somebody and not set(alone) & TAKING_PART:
            return n + 1
        return None
    counted = [words[at + 1 : at + 2] for at, _ in numbers]
    if len(numbers) > 1 and all(noun and noun[0].endswith(("s", "a")) and noun[0] not in COMMON for noun in counted):
        rest = words[links[-1] + 1 :] if links[-1] > numbers[-1][0] else ()
        return total + (0 < len(rest) < 4)  # "3 nurses, 2 doctors and a secretary"
    between = words[numbers[0][0] + 1 : numbers[1][0]]
    if len(numbers) == 2 and len(between) >= 2 and set(between) & MORE and between[-1] in MORE:
        return total
    if len(numbers) == 2 and "plus" in between:
        return total
    return None


def in_ranges(found: Counts, counted: Mapping[str, range]) -> tuple[str, ...]:
    """Return the choices a head count falls in; none when a number fits no choice."""
    if not all(any(n in span for span in counted.values()) for n in found.numbers):
        return ()
    return tuple(key for key, span in counted.items() if found.numbers.intersection(span))


def head_count(text: str, *, named: bool = False) -> int | None:
    """Return the one number of people a text tells exactly; None for "yli 20", "6-8" or no number.

    `named`: only a number that people are counted with ("6 hengen tiimi", "meitä on kuusi", "six of us").
    """
    found = counts(text)
    if found is None or not found.exact or len(found.numbers) != 1:
        return None
    (n,) = found.numbers
    if n <= 0:
        return None
    if not named:
        return n
    words = _said(text).words
    places = [at for at, _ in _numbers(words)]
    if len(places) != 1:
        return None
    around = {*words[max(0, places[0] - 2) : places[0] + 3]}
    return n if around & COUNTED_WITH else None
