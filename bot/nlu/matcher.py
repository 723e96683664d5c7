"""Which choices the words of a text mean, from the phrases found in it and how they are said: the rules.

A text that fits two choices is asked back; a text that says no to the only choice it names is not understood. Never
silently wrong is worth more than often right.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from bot.nlu.discourse import (
    AND,
    EITHER,
    EITHER_OF,
    IMPROVING,
    NEGATIONS,
    PREFERRING,
    TROUBLES,
    Said,
    approved,
    denied,
    denies_at,
    every_other,
    in_turns,
    main_clauses,
    not_only,
    reach_of,
    related,
    unanswering,
    wavering,
    wishes,
)
from bot.nlu.index import STRONG, TELLING, UNFORGIVING, USUAL, WEAK, Hit, Known
from bot.nlu.meaning import AskBack, Match, Meaning, Unknown
from bot.nlu.stopwords import COMBINING, VAGUE, passing
from bot.nlu.vocabulary import vocabulary

MOST_ASKED = 3

MOST_UNKNOWN = 4
"""Words of a text that may be unknown for what is recognised in it to be taken as certain."""

MOST_UNKNOWN_IN_ALL = 8
"""The same where they stand in clauses of their own: "just me, I serve as a deacon in ..."."""

UNDECIDED = frozenset({"unsure", "skip"})
"""Choices that cannot stand beside another: "I don't know whether this is a crisis" is asked back."""


def by_words(said: Said, known: Known, *, several: bool) -> Meaning:
    """Return what the words mean by the phrases found in them."""
    found = vocabulary().find(said.words, said.clauses, known)
    decoys = [hit for hit in found if hit.key.startswith("~")]
    hits = _longest(
        [
            hit
            for hit in found
            if hit not in decoys
            and not any(each.key == f"~{hit.key}" and each.at & hit.at and not each.at < hit.at for each in decoys)
        ]
    )
    hits = _as_denied(said.words, hits, NEGATIONS)
    taken = frozenset(at for hit in hits for at in hit.at)
    more_too = bool(known.both) and not_only(said.words)
    void = frozenset() if more_too else denied(said, taken, several=several)
    if several:
        grave = {at for hit in hits if hit.key in UNFORGIVING for at in hit.at}
        void |= approved(said) - grave
    unasked = unanswering(said, taken, several=several)
    meant = [hit for hit in hits if not void.intersection(hit.at) and not unasked.intersection(hit.at)]
    meant = _without_loose(said, meant, several=several)
    refused = {hit.key for hit in hits if void.intersection(hit.at) and not unasked.intersection(hit.at)}
    if not meant:
        return _left_over(refused, known, several=several)
    if several:
        return _several(said, meant, known)
    meant = _without_related(said, _uncontested(_yielding(said, meant, known)))
    asked_between = _between_choices(said, meant, EITHER) and not _summed_up(said, meant)
    weighed = meant if asked_between or wavering(said.words) else _outweighing(said, meant)
    if asked_between or wavering(said.words):
        weighed = [hit for hit in weighed if hit.key not in UNDECIDED] or weighed
    keys = _keys(weighed, known)
    if asked_between and len(keys) > 1:
        return AskBack(keys[:MOST_ASKED])
    keys = _as_one(keys, meant, said, known)
    withdrawn = {hit.key for hit in hits if hit.weight > WEAK and hit.key in refused and void.intersection(hit.at)}
    unsure = withdrawn.intersection(keys) or _is_small_part(said, meant, taken, void)
    if len(keys) == 1 and (unsure or (not more_too and _is_doubted(said, meant, taken, void))):
        return AskBack(keys)
    return settled(keys, several=False)


def _without_loose(said: Said, hits: list[Hit], *, several: bool) -> list[Hit]:
    """Leave out "I don't know" and "skip" where more is told than that: "unclear roles", "next year we move"."""
    undecided = {at for hit in hits if hit.key in UNDECIDED for at in hit.at}
    told = sum(at not in undecided and word not in VAGUE for at, word in enumerate(said.words))
    topics = any(hit.key not in UNDECIDED for hit in hits)

    def counts(hit: Hit) -> bool:
        if hit.key not in UNDECIDED or not told or (topics and hit.key == "unsure"):
            return True
        return not several and (len(hit.at) > 1 or (hit.key == "unsure" and told == 1))

    return [hit for hit in hits if counts(hit)]


def _without_related(said: Said, hits: list[Hit]) -> list[Hit]:
    """Leave out what a relative clause tells of somebody already named: "kaksi sossua jotka on samassa tiimissä"."""
    inside = related(said) - wishes(said)
    named = [min(hit.at) for hit in hits if hit.weight > WEAK and not hit.at & inside]
    return [hit for hit in hits if not hit.at <= inside or not named or min(named) > min(hit.at)]


def _yielding(said: Said, hits: list[Hit], known: Known) -> list[Hit]:
    """Leave out what says only "me, alone" beside a choice that says as whom: "rehtori, tulisin yksin"."""
    if EITHER.intersection(said.words):
        return hits
    for key, other, words in known.yielding:
        if any(hit.key == key for hit in hits):
            hits = [hit for hit in hits if hit.key != other or any(said.words[at] not in words for at in hit.at)]
    return hits


def _several(said: Said, hits: list[Hit], known: Known) -> Meaning:
    """Return all that is meant; "I don't know" counts only alone or beside what it doubts ("... if it's a crisis")."""
    topics = [hit for hit in hits if hit.key not in UNDECIDED]
    if topics:
        hits = [hit for hit in hits if hit in topics or any(_doubts(said, hit, topic) for topic in topics)]
    top = min(max(hit.weight for hit in hits), USUAL)
    hits = [hit for hit in hits if hit.weight >= top]
    hits = _uncontested(hits)
    keys = _keys(hits, known)
    one_of = EITHER_OF.intersection(said.words) and _between_choices(said, hits, EITHER)
    meant = settled(keys, several=not (one_of or any(_rivals(key, hits) for key in keys)))
    return _as_plainly_told(said, hits, meant) if isinstance(meant, Match) and topics else meant


def _as_plainly_told(said: Said, hits: list[Hit], meant: Match) -> Meaning:
    """Return as certain the topics told plainly, and those that may only be meant as to be asked.

    In a clause that says something else too, a topic is told by a word of its own, rightly spelt; in a long message by
    two. What is grave is never held back.
    """
    said_of = frozenset(at for hit in hits for at in range(min(hit.at), max(hit.at) + 1))
    unknown = [at for at, word in enumerate(said.words) if at not in said_of and not passing(word)]
    mixed = {said.clauses[at] for at in unknown}

    def is_plain(key: str) -> bool:
        own = [hit for hit in hits if hit.key == key]
        words = {at for hit in own if not hit.slips for at in hit.at if not passing(said.words[at])}
        whole = any(mixed.isdisjoint(said.clauses[at] for at in hit.at) for hit in own)
        if len(unknown) > MOST_UNKNOWN_IN_ALL:
            return len(words) > 1
        return whole or bool(words)

    plain = tuple(key for key in meant.keys if key in UNFORGIVING or is_plain(key))
    perhaps = tuple(key for key in meant.keys if key not in plain)[:MOST_ASKED]
    return Match(plain, perhaps) if plain else AskBack(perhaps)


def _doubts(said: Said, hit: Hit, topic: Hit) -> bool:
    """Say whether "I don't know" is said of a topic that follows: "en tiedä onko tämä kriisi"."""
    between = said.words[max(hit.at) + 1 : min(topic.at)]
    near = max(hit.at) < min(topic.at) and len(between) < 4
    return hit.key == "unsure" and near and not {"ja", "and", "mutta", "but"}.intersection(between)


def _left_over(refused: set[str], known: Known, *, several: bool) -> Meaning:
    """Ask whether the choice is meant that is left when its opposites are denied: "ei etänä"."""
    left = [key for key, others in known.left if refused == others]
    return AskBack((left[0],)) if len(left) == 1 and not several else Unknown()


def _is_doubted(said: Said, hits: Iterable[Hit], taken: frozenset[int], void: frozenset[int]) -> bool:
    """Say whether what is meant comes after a "not" that denies nothing known, or is told to be trouble.

    Such a "not" may be too far away, or said of knowing: whatever it does to the choice, it is asked, never guessed.
    """
    clauses = main_clauses(said)
    first: dict[int, int] = {}
    for at in sorted({at for hit in hits for at in hit.at}, reverse=True):
        first[clauses[at]] = at
    beside = [at for at, clause in enumerate(clauses) if clause in first and at not in taken]
    denying = [at for at in beside if denies_at(said.words, at)]
    idle = [at for at in denying if at < first[clauses[at]] and void.isdisjoint(taken & reach_of(said, at))]
    return bool(idle) or (not denying and any(said.words[at] in TROUBLES for at in beside))


def _keys(hits: Iterable[Hit], known: Known) -> tuple[str, ...]:
    return tuple(sorted({hit.key for hit in hits}, key=known.order.index))


def _outweighing(said: Said, hits: list[Hit]) -> list[Hit]:
    """Return the weightiest hits; what is said to be preferred outweighs what stands before it."""
    for telling in [hit for hit in hits if hit.weight == TELLING]:
        if any(hit.weight > WEAK and hit.at & wishes(said) and min(hit.at) > max(telling.at) for hit in hits):
            hits = [hit for hit in hits if not hit.at & telling.at]
    for at, word in enumerate(said.words):
        after = [hit for hit in hits if min(hit.at) > at and said.sentences[min(hit.at)] == said.sentences[at]]
        if word in PREFERRING and after and at > 0 and said.words[at - 1] not in IMPROVING:
            near = min(min(hit.at) for hit in after)
            hits = [hit for hit in after if said.clauses[min(hit.at)] == said.clauses[near]]
            break
    top = min(max(hit.weight for hit in hits), STRONG)
    return [hit for hit in hits if hit.weight >= top]


def _between_choices(said: Said, hits: list[Hit], links: frozenset[str]) -> bool:
    """Say whether a linking word ("or", "and") stands between two choices."""
    for at, word in enumerate(said.words):
        if word in links:
            before = [hit for hit in hits if max(hit.at) < at and said.sentences[max(hit.at)] == said.sentences[at]]
            after = [hit for hit in hits if min(hit.at) > at and said.sentences[min(hit.at)] == said.sentences[at]]
            if before and after:
                last = max(max(hit.at) for hit in before)
                first = min(min(hit.at) for hit in after)
                left = {hit.key for hit in before if last in hit.at}
                right = {hit.key for hit in after if first in hit.at}
                if not left & right and at - last < 5 and first - at < 5:
                    return True
    return False


def _summed_up(said: Said, hits: list[Hit]) -> bool:
    """Say whether an "or" is followed by what settles it: "etä tai läsnä, molemmat käy"."""
    last = max(at for at, word in enumerate(said.words) if word in EITHER)
    return any(hit.weight == STRONG and said.clauses[min(hit.at)] > said.clauses[last] for hit in hits)


def _as_one(keys: tuple[str, ...], hits: list[Hit], said: Said, known: Known) -> tuple[str, ...]:
    """Take choices said of different times or people for the one that stands for both: "joskus ..., joskus ..."."""
    for key, single, least in known.listed:
        if {*keys} <= {key, single} and _mentions(hits, single) >= least:
            return (key,)
    for key, parts in known.both:
        if key in keys and {*keys} <= {key, *parts}:
            return (key,)
        if {*keys} == parts and (
            COMBINING.intersection(said.words) or not_only(said.words) or _between_choices(said, hits, AND)
        ):
            return (key,)
        if keys and {*keys} <= parts and every_other(said.words):
            return (key,)
        if {*keys} <= parts <= {hit.key for hit in hits} and in_turns(said.words):
            return (key,)
    return keys


def _is_small_part(said: Said, meant: Sequence[Hit], taken: frozenset[int], void: frozenset[int]) -> bool:
    """Say whether most of what was said is unknown, at first in the clauses that answer, then in the whole text."""
    sentences = {said.sentences[at] for hit in meant for at in hit.at}
    told = taken | {at for at in void if said.sentences[at] in sentences}
    told |= {at for hit in meant for at in range(min(hit.at), max(hit.at) + 1)}
    unknown = [at for at, word in enumerate(said.words) if at not in told and not passing(word)]
    answering = {said.clauses[at] for hit in meant if hit.weight > WEAK for at in hit.at}
    beside = [at for at in unknown if said.clauses[at] in answering] if answering else unknown
    return len(beside) > MOST_UNKNOWN or len(unknown) > MOST_UNKNOWN_IN_ALL


def settled(keys: tuple[str, ...], *, several: bool) -> Meaning:
    """Return what fits: certain where it is one, or where several may be chosen; else asked back."""
    if not keys:
        return Unknown()
    if len(keys) == 1 or (several and not UNDECIDED.intersection(keys)):
        return Match(keys)
    return AskBack(keys[:MOST_ASKED])


# --- phrases that share words


def _longest(hits: list[Hit]) -> list[Hit]:
    """Drop what a longer or better spelt synonym of another choice already explains."""
    return [
        hit
        for hit in hits
        if not any(
            other.key != hit.key and ((hit.at < other.at) or (hit.at == other.at and other.slips < hit.slips))
            for other in hits
        )
    ]


def _mentions(hits: Iterable[Hit], key: str) -> int:
    """Return how many times a choice is named, each time in other words."""
    last, times = -1, 0
    for hit in sorted((hit for hit in hits if hit.key == key), key=lambda hit: max(hit.at)):
        if min(hit.at) > last:
            last, times = max(hit.at), times + 1
    return times


def _uncontested(hits: list[Hit]) -> list[Hit]:
    """Leave out words that two choices claim, where others say more: "luurilla tai meilillä, kummin vaan"."""
    claimed = {hit.at for hit in hits for other in hits if hit.at == other.at and hit.key != other.key}
    elsewhere = [hit for hit in hits if not any(hit.at & each for each in claimed)]
    return [hit for hit in hits if hit.at not in claimed] if any(hit.weight for hit in elsewhere) else hits


def _rivals(key: str, hits: Iterable[Hit]) -> bool:
    """Say whether another choice claims exactly the same words."""
    own = {hit.at for hit in hits if hit.key == key}
    return any(hit.key != key and hit.at in own for hit in hits)


def _as_denied(words: Sequence[str], hits: list[Hit], negations: frozenset[str]) -> list[Hit]:
    """Leave out what shares words with a choice that has a "not" in it: in "not just a few times" no few are meant."""
    denying = [hit for hit in hits if any(words[at] in negations for at in hit.at)]
    return [hit for hit in hits if hit in denying or not any(hit.at & no.at and hit.key != no.key for no in denying)]
