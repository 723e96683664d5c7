"""What is told to be in order, and so is no matter for supervision: "the mood is great", "happy with my workload"."""

from __future__ import annotations

from bot.nlu.discourse import CONTENT, DENIAL_REACHES, NEGATIONS, Said
from bot.nlu.normalise import word_set

FINE = word_set(
    "fine ok okay great good alright excellent brilliant lovely super perfect solved sorted settled over behind"
)
"""What is said of that which is no matter for supervision: "the team spirit is fine"."""
BEING = word_set("is are was were its works went going got been")
WORKING = word_set("works functions flows")
NOT_FINE = word_set("at for if until without as when not but my our her his their to too")
"""What makes "fine" something else before or after it: "good at ignoring us", "over my head"."""


def approved(said: Said) -> frozenset[int]:
    """Return the places of what is told to be in order: "the mood is great", "im happy with my workload"."""
    words, clauses = said.words, said.clauses
    found: set[int] = set()
    for at, word in enumerate(words):
        start = max(0, at - DENIAL_REACHES - 1)
        start = max([start, *(i + 1 for i in range(start, at) if words[i] in ("and", "ja"))])
        before = [i for i in range(start, at) if clauses[i] == clauses[at]]
        if any(words[i] in NEGATIONS or words[i] in ("should", "if", "could", "be") for i in before):
            continue
        following = words[at + 1 : at + 2] if clauses[at + 1 : at + 2] == clauses[at : at + 1] else ()
        if word in FINE and BEING.intersection(words[i] for i in before[-3:]) and not NOT_FINE.intersection(following):
            found.update(before)
        if word in WORKING and not following and len(before) < DENIAL_REACHES:
            found.update(before)
        if word in CONTENT and following == ("with",):
            found.update(i for i in range(at + 2, min(len(words), at + 7)) if clauses[i] == clauses[at])
    return frozenset(found)
