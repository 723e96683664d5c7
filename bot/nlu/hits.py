"""What is kept of the phrases found in a text where they share words."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from bot.nlu.index import Hit


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
