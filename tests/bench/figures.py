"""What becomes of measured figures: ratios in pairs, their spread, and what makes them doubtful. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median, quantiles
from urllib.parse import urlsplit

BUSY = 0.8
"""The share of a core above which the load generator is what is measured."""

LATE_SECONDS = 0.05
"""A deed that comes so much later than it was due, and the rate was not the one that was asked for."""


class NotHere(ValueError):
    """An address that is not this machine's own: nothing is ever measured against another."""


def only_here(url: str) -> str:
    """Return the address; NotHere unless its host is 127.0.0.1."""
    parts = urlsplit(url)
    if parts.scheme != "http" or parts.hostname != "127.0.0.1" or parts.username is not None:
        raise NotHere(f"{url} is not http://127.0.0.1: load goes to this machine only")
    return url


@dataclass(frozen=True, slots=True)
class Spread:
    """Median, least and most of some figures."""

    middle: float
    least: float
    most: float

    def told(self, digits: int = 2, unit: str = "") -> str:
        """Return "1.20 (1.10-1.35) ms"."""
        shown = [f"{each:,.{digits}f}" for each in (self.middle, self.least, self.most)]
        return f"{shown[0]} ({shown[1]}-{shown[2]}){f' {unit}' if unit else ''}"


def spread(figures: Sequence[float]) -> Spread:
    """Return how figures are spread; ValueError for none."""
    if not figures:
        raise ValueError("nothing was measured")
    return Spread(median(figures), min(figures), max(figures))


def ratios(ours: Sequence[float], others: Sequence[float]) -> Spread:
    """Return how one is spread relative to the other, turn by turn: both of a turn met the same machine."""
    return spread([one / other for one, other in zip(ours, others, strict=True)])


def p99(waits: Sequence[float]) -> float:
    """Return what 99 of 100 stay under; of fewer than a hundred the longest."""
    return quantiles(waits, n=100)[98] if len(waits) >= 100 else max(waits)


def doubt(own_cpu: float, seconds: float, late: float) -> str:
    """Say why a figure is the load generator's rather than the bot's, "" when it is not."""
    if seconds > 0 and own_cpu / seconds > BUSY:
        return f"the load generator was the bottleneck: {own_cpu / seconds:.0%} of a core"
    if late > LATE_SECONDS:
        return f"the load generator was late: a deed came {late * 1000:.0f} ms after it was due"
    return ""
