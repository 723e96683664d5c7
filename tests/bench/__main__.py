"""`make bench`: what our bot costs, beside a bare echo bot and two peers, in pairs in one run (docs/performance.md).

Each turn every program lives three short lives, one after the other, so that both of a pair met the same machine.
Figures are for reading: nothing is asserted. `--quick`: one short turn with the echo bot only, for work in progress.
"""

from __future__ import annotations

import argparse
import os
import shutil
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.bench import figures
from tests.bench.programs import ECHO, OURS, PEERS, Program, running

RATE = 30.0
DELAY_SECONDS = 0.04
WALKERS, PASSERS_BY = 6, 60

ROWS = {
    "closed": ("CPU per update, closed loop, polling", "ms", 1000),
    "hooked": ("CPU per update, closed loop, webhook", "ms", 1000),
    "steady": ("CPU per update at 30 updates a second", "ms", 1000),
    "p99": ("p99 reply at 30 updates a second", "ms", 1000),
    "p99 far": ("p99 reply at 30 a second, 40 ms network delay on each call", "ms", 1000),
    "start": ("start until the first getUpdates, CPU", "s", 1),
    "start wall": ("start until the first getUpdates, by the clock", "s", 1),
    "idle": ("idle memory", "MiB", 1),
    "peak": ("peak memory under load", "MiB", 1),
    "calls": ("calls of the Bot API per update", "", 1),
}
"""What is measured of every program: words, unit, and how many of the unit a second or MiB is."""


@dataclass(frozen=True, slots=True)
class Size:
    """How long each measurement is."""

    turns: int
    updates: int
    seconds: float


FULL, QUICK = Size(5, 600, 15.0), Size(1, 240, 5.0)


def lived(program: Program, size: Size, folder: Path, doubts: list[str]) -> dict[str, float]:
    """Let a program live as it is shipped, then twice without limits on sending; return its figures."""
    found: dict[str, float] = {}
    part, whole = program.deeds(whole=False), program.deeds(whole=True)
    passing = {"do": "steady", "people": PASSERS_BY, "updates": int(RATE * size.seconds), "rate": RATE, "deeds": part}

    def noted(what: str, spent: dict[str, float]) -> None:
        if words := figures.doubt(spent["own"], spent["seconds"], spent["late"]):
            doubts.append(f"{program.name}, {what}: {words}")

    python, begun = program.python, time.monotonic()
    with running([python, *program.shipped], folder / "shipped") as life:
        found["start"], found["start wall"] = life.start_cpu, life.began_at - begun
        found["idle"] = life.memory()
        life.order(do="closed", people=1, updates=len(part), deeds=part)
        spent = life.order(**passing)
        noted("30 a second", spent)
        found["steady"], found["p99"] = spent["cpu"] / spent["updates"], figures.p99(spent["waits"])
        spent = life.order(**passing, delay=DELAY_SECONDS)
        noted("30 a second with delay", spent)
        found["p99 far"], found["peak"] = figures.p99(spent["waits"]), life.memory("VmHWM")
    for name, hook in (("closed", False), ("hooked", True)):
        with running([python, *program.unbound], folder / name, hook=hook) as life:
            life.order(do="closed", people=WALKERS, updates=len(whole) * WALKERS, deeds=whole)
            spent = life.order(do="closed", people=WALKERS, updates=size.updates, deeds=whole)
            noted(name, spent)
            found[name] = spent["cpu"] / spent["updates"]
            if not hook:
                found["calls"] = spent["calls"] / spent["updates"]
    return found


def table(measured: dict[str, dict[str, list[float]]]) -> str:
    """Return the figures as Markdown: ours and the echo bot's, then everybody's ratio to the echo bot."""
    others = [name for name in measured if name not in (OURS.name, ECHO.name)]
    heads = ("", "ours", "echo bot", "ours : echo", *(f"{name} : echo" for name in others))
    lines = ["| " + " | ".join(heads) + " |", "|---" * len(heads) + "|"]
    for key, (words, unit, times) in ROWS.items():
        ours, echo = (measured[name][key] for name in (OURS.name, ECHO.name))
        shown = [figures.spread([each * times for each in which]).told(2, unit) for which in (ours, echo)]
        compared = [figures.ratios(measured[name][key], echo).told() for name in (OURS.name, *others)]
        lines.append("| " + " | ".join((words, *shown, *compared)) + " |")
    return "\n".join(lines)


def compared(programs: Sequence[Program], size: Size) -> tuple[dict[str, dict[str, list[float]]], list[str]]:
    """Measure the programs by turns; return figures by program and name, and what makes them doubtful."""
    measured: dict[str, dict[str, list[float]]] = {each.name: defaultdict(list) for each in programs}
    doubts: list[str] = []
    with tempfile.TemporaryDirectory() as folder:
        for turn in range(size.turns):
            for program in programs if turn % 2 else reversed(programs):
                say(f"turn {turn + 1} of {size.turns}: {program.name}")
                place = Path(folder, f"{turn}-{program.name}")
                for name, figure in lived(program, size, place, doubts).items():
                    measured[program.name][name].append(figure)
                shutil.rmtree(place)
    return measured, doubts


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="one short turn with the echo bot only")
    parser.add_argument("--turns", type=int, default=0)
    chosen = parser.parse_args()
    if there := os.environ.get("TELEGRAM_API_URL"):
        figures.only_here(there)
    size = QUICK if chosen.quick else FULL
    size = Size(chosen.turns or size.turns, size.updates, size.seconds)
    measured, doubts = compared((OURS, ECHO) if chosen.quick else (OURS, ECHO, *PEERS), size)
    sys.stdout.write(f"{table(measured)}\n")
    say(*doubts)
    return 0


def say(*words: str) -> None:
    """Print what is not a figure, at once."""
    for each in words:
        sys.stderr.write(f"{each}\n")
    sys.stderr.flush()


if __name__ == "__main__":
    sys.exit(main())
