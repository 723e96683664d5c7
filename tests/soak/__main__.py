"""`python -m tests.soak [--seed N] [--kills N] [--points N] [--prospects N]`: the long run, and what came of it.

Both ways in. Every life is the bot with Telegram's own send limits; between kills at the named points the unchanged
`python -m bot` is killed at random moments. Ends with exit code 1 when anything was lost, doubled or not marked.
"""

from __future__ import annotations

import argparse
import asyncio
import secrets
import sys
import tempfile
import time
from pathlib import Path

from tests.soak.bench import compared
from tests.soak.crowd import crowded
from tests.soak.evidence import Evidence
from tests.soak.street import WAYS, Street, Way, street, walked_while_dying

PATIENCE_SECONDS = 120.0


def main() -> int:
    """Run everything and return the exit code."""
    parser = argparse.ArgumentParser(prog="python -m tests.soak")
    parser.add_argument("--seed", type=int, default=secrets.randbelow(10_000))
    parser.add_argument("--kills", type=int, default=50, help="at random moments, each way (default %(default)s)")
    parser.add_argument("--points", type=int, default=3, help="rounds through the named points (default %(default)s)")
    parser.add_argument("--prospects", type=int, default=30)
    parser.add_argument("--walks", type=int, default=2, help="requests of each prospect, at least")
    chosen = parser.parse_args()
    say(f"seed {chosen.seed}")
    faults: list[str] = []
    for way in WAYS:
        faults += asyncio.run(soaked(way, chosen))
    table, found = asyncio.run(crowded())
    say(table)
    faults += found
    say(asyncio.run(compared()))
    return 1 if faults else 0


async def soaked(way: Way, chosen: argparse.Namespace) -> list[str]:
    """Run one way in and say what came of it; return what must not be."""
    begun = time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        async with street(
            Path(folder), way, prospects=chosen.prospects, seed=chosen.seed, patience=PATIENCE_SECONDS
        ) as place:
            found = await walked_while_dying(
                place, rounds_at_points=chosen.points, random_kills=chosen.kills, walks=chosen.walks
            )
            say(report(way, place, found, time.monotonic() - begun))
    return found.faults


def report(way: Way, place: Street, found: Evidence, seconds: float) -> str:
    """Return the figures of one way as a table for docs/reliability.md."""
    kills = ", ".join(f"{point} {count}" for point, count in sorted(place.kills.items()))
    rows = [
        ("prospects walking at once", len(place.walkers)),
        ("seconds", round(seconds)),
        ("kill -9", f"{sum(place.kills.values())} ({kills})"),
        ("updates acknowledged", found.updates),
        ("... lost", f"{len(found.lost_updates)} of {found.updates}"),
        ("answers lost or changed", f"{len(found.lost_answers)} of {found.answers}"),
        ("leads lost", f"{len(found.lost_leads)} of {place.walks}"),
        ("leads recorded twice", f"{len(found.doubled_leads)} of {place.walks}"),
        ("cards that never arrived", f"{len(found.lost_cards)} of {place.walks}"),
        ("messages posted", found.messages),
        ("... repeated and marked so", found.repeated),
        ("... repeated without a mark", len(found.unmarked)),
        ("rules of the Bot API broken", len(found.violations)),
    ]
    lines = [f"| {way} | |", "|---|---|", *(f"| {name} | {value} |" for name, value in rows)]
    return "\n".join([*lines, "", *(f"FAULT {fault}" for fault in found.faults)])


def say(words: str) -> None:
    """Print at once, also into a pipe."""
    sys.stdout.write(f"{words}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
