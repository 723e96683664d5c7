"""The door to understanding: typed words, and the choices of a question -> what is meant. Pure.

No language is passed: all are read together, so a Finnish prospect may type "remote".
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import islice, takewhile

from bot.nlu.crisis import urgent
from bot.nlu.discourse import (
    AT_TIMES,
    COURTESIES,
    DOUBTING,
    EITHER,
    MOSTLY,
    NEGATIONS,
    PREFERRING,
    THANKS,
    TURNS,
    corrections,
    read,
)
from bot.nlu.head_counts import counts, in_ranges
from bot.nlu.index import Known, Option
from bot.nlu.matcher import UNDECIDED, by_words, settled
from bot.nlu.meaning import AskBack, Match, Meaning, Unknown
from bot.nlu.normalise import shapes
from bot.nlu.ordinals import names_a_place, places
from bot.nlu.stopwords import passing
from bot.nlu.vocabulary import vocabulary

__all__ = [
    "AskBack",
    "Match",
    "Meaning",
    "Option",
    "Unknown",
    "exactly",
    "forget_typed",
    "is_listed",
    "is_thanks",
    "names",
    "understand",
]

MOST_CORRECTIONS = 3
"""Times that somebody takes back what they said, the last ones; more are no correction but a game."""

BARE = COURTESIES | PREFERRING | {"a", "an", "the"}
"""Words without which a line says the same."""

OPEN_SAID = DOUBTING | EITHER | TURNS | MOSTLY | AT_TIMES
"""Words beside which a line is not all that is meant: "sometimes on site"."""

SHORTEST_SENTENCE = 3
"""Words of a label that nobody uses for anything else."""

MOST_ALONE = 8
"""Words of a message that says nothing else: "ok joo kiitos"."""


def understand(text: str, question: str, answers: Sequence[Option], *, several: bool = False) -> Meaning:
    """Say which of the answers to a question typed words mean; `several`: more than one may be chosen.

    What means an answer stands in the tables "<question>.<key>" and "choice.<key>", unless the answer names its own.
    """
    return _understood(text, question, tuple(answers), several)


@lru_cache(maxsize=16)  # one message is asked more than once whether it tells of a crisis
def _understood(text: str, question: str, answers: tuple[Option, ...], several: bool) -> Meaning:
    said = read(text)
    if not said.words:
        return Unknown()
    known = known_of(question, answers)
    whole = vocabulary().whole(said.words, known)
    exact = [each.key for each in answers if each.key in whole or _is_label(said.words, _label(each.label))]
    if exact:
        return settled(tuple(exact), several=False)
    shown = [each.key for each in answers if each.label]
    by_number = None
    if not known.spans or names_a_place(said.words):
        by_number = _by_position(said.words, shown, several=several)
    if known.spans and by_number is None:
        by_number = _by_count(text, known.spans)
    if by_number is not None:
        return by_number
    for rest in (*islice(corrections(said, several=several), MOST_CORRECTIONS), said):
        if not isinstance(meaning := by_words(rest, known, several=several), Unknown):
            return meaning
    return settled(_alone(said.words, known), several=False)


def exactly(
    text: str, answers: Mapping[str, Sequence[Option]], *, said_in_passing: Collection[str] = ()
) -> list[tuple[str, str]]:
    """Return the questions, each with the answer, that words mean whatever is asked: its label or line, and no more.

    Courtesies, articles and "rather" may stand beside them; before or behind what is `said_in_passing`, what tells
    nothing too ("remotely would be best"). A "not" belongs to the question it is said at; what is doubted is not told.
    """
    said = read(text).words
    if not NEGATIONS.isdisjoint(said):
        return []
    words = tuple([word for word in said if word not in BARE])
    parts = _without_passing(words) if OPEN_SAID.isdisjoint(words) else iter((words,))
    tables = [f"{question}.{each.key}" for question, options in answers.items() for each in options]
    own = vocabulary().known(tuple([(table, (table,)) for table in tables]))
    found: dict[str, set[str]] = {}
    for nth, part in enumerate(parts):
        hits: dict[str, set[str]] = {}
        for question, _, key in (each.partition(".") for each in vocabulary().whole(part, own)):
            if not nth or question in said_in_passing:
                hits.setdefault(question, set()).add(key)
        found = {**hits, **found}
    for question, options in answers.items():
        if labelled := {each.key for each in options if said and said == _label(each.label)}:
            found[question] = found.get(question, set()) | labelled
    return [(question, keys.pop()) for question, keys in found.items() if len(keys) == 1]


def _without_passing(words: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    """Yield the words, then without those that tell nothing at their end, then without those at their beginning."""
    yield words
    ends = takewhile(lambda cut: passing(words[cut]), range(len(words) - 1, 0, -1))
    yield from (words[:cut] for cut in ends)
    begins = takewhile(lambda cut: passing(words[cut - 1]), range(1, len(words)))
    yield from (words[cut:] for cut in begins)


def forget_typed() -> None:
    """Forget what is remembered of typed words so that they need not be read again: somebody was erased."""
    for remembered in (_understood, read, shapes, urgent):
        remembered.cache_clear()
    vocabulary().forget_typed()


def known_of(question: str, answers: Sequence[Option]) -> Known:
    """Return what the tables hold for the answers to a question."""
    return vocabulary().known(tuple((each.key, _tables(question, each)) for each in answers))


def names(text: str, table: str) -> bool:
    """Say whether the words mean what is listed in one table, "<group>.<key>"."""
    group, _, key = table.partition(".")
    return isinstance(understand(text, group, [Option(key)]), Match)


def is_listed(text: str, table: str) -> bool:
    """Say whether the whole text is, letter by letter, one of the lines of a table."""
    return bool(listed(text, (table,)))


def listed(text: str, tables: Iterable[str]) -> str:
    """Return the first of these tables of which the whole text is, letter by letter, a line; "" for none."""
    return vocabulary().listed(text.casefold().strip(" .!?,:;)("), tables)


def is_thanks(text: str) -> bool:
    """Say whether a message is thanks and nothing else: "kiitos paljon", "ok thanks", but not "no thanks"."""
    said = read(text)
    if THANKS.isdisjoint(said.words) or not NEGATIONS.isdisjoint(said.words):
        return False
    rest = " ".join(word for word in said.words if word not in COURTESIES)
    return not rest or is_listed(text, "talk.nothing") or all(is_listed(word, "talk.nothing") for word in rest.split())


def _tables(question: str, answer: Option) -> tuple[str, ...]:
    return answer.tables or (f"{question}.{answer.key}", f"choice.{answer.key}")


@lru_cache(maxsize=512)
def _label(label: str) -> tuple[str, ...]:
    return read(label).words


def _is_label(words: tuple[str, ...], label: tuple[str, ...]) -> bool:
    """Say whether words are a label; beside one that is a sentence may stand what changes nothing: "..., kiitos"."""
    if len(label) < SHORTEST_SENTENCE:
        return bool(label) and words == label
    at = next((at for at in range(len(words)) if words[at : at + len(label)] == label), -1)
    return at >= 0 and all(passing(each) and each not in NEGATIONS for each in words[:at] + words[at + len(label) :])


def _by_position(words: tuple[str, ...], shown: Sequence[str], *, several: bool) -> Meaning | None:
    """Read "2", "1 ja 3", "the second one" as places among the keys shown; None when it says anything else."""
    named = places(words, len(shown), of_two=len({*shown} - UNDECIDED) == 2)
    if not named:
        return None
    if named[0] < 1 or named[-1] > len(shown):
        return Unknown()
    return settled(tuple(shown[each - 1] for each in named), several=several and not EITHER.intersection(words))


def _by_count(text: str, spans: Mapping[str, range]) -> Meaning | None:
    """Read a head count such as "noin 8", "8-12", "yli 20"; None when no number is in the text."""
    found = counts(text)
    return None if found is None else settled(in_ranges(found, spans), several=False)


def _alone(words: tuple[str, ...], known: Known) -> tuple[str, ...]:
    """Return the answers whose lines that count alone make up the words, beside courtesies: "ok joo kiitos"."""
    rest = tuple(word for word in words if word not in COURTESIES)
    if not 0 < len(rest) <= MOST_ALONE:
        return ()
    ways = [frozenset(known.order)]
    for end in range(1, len(rest) + 1):
        parts = (
            ways[start].intersection(vocabulary().whole(rest[start:end], known, alone=True))
            for start in range(end)
            if ways[start]
        )
        ways.append(frozenset().union(*parts))
    return tuple(key for key in known.order if key in ways[-1])
