"""What is told to be in order, and so is no matter for supervision: "the mood is great", "happy with my workload"."""

from __future__ import annotations

from bot.nlu.discourse import CONTENT, DENIAL_REACHES, NEGATIONS, Said
from bot.nlu.normalise import words

FINE = words("fine")
"""What is said of that which is no matter for supervision: "the team spirit is fine"."""
BEING = words("being")
WORKING = words("working")
NOT_FINE = words("not_fine")
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
