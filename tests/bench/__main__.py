"""`make bench`: what our bot costs, beside a bare echo bot and two peers, in pairs in one run (docs/performance.md).

Each turn every program lives three short lives, one after the other, so that both of a pair met the same machine.
Then typed answers, and a database of 100,000 requests beside an empty one. Nothing is asserted. `--quick`: one short
turn beside the echo bot alone, for work in progress; it writes nothing.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from tests.bench import figures, full
from tests.bench.picture import draw
from tests.bench.programs import ECHO, OURS, PEERS, ROOT, Program, running

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

DRAWN = ("closed", "hooked", "steady", "p99", "start", "idle", "peak")

TYPED = {
    "typed first": ("first typed answer at a question after a start, the dearest", "ms", 1),
    "typed": ("one typed answer, median", "ms", 1),
    "typed worst": ("one typed answer, the dearest", "ms", 1),
    "typed memory": ("memory that typed answers in both languages add", "MiB", 1),
}

PAGE = ROOT / "docs" / "performance.md"
PICTURE = PAGE.with_suffix(".png")
MADE = re.compile(r"(?<=<!-- made by make bench -->\n).*(?=<!-- until here -->)", re.DOTALL)
"""What of the page is written by this program."""


@dataclass(frozen=True, slots=True)
class Size:
    """How long each measurement is; `every`: so many-th row of typed answers."""

    turns: int
    updates: int
    seconds: float
    every: int


LONG, QUICK = Size(5, 600, 15.0, 4), Size(1, 240, 5.0, 20)


def lived(program: Program, size: Size, folder: Path, doubts: dict[str, str]) -> dict[str, float]:
    """Let a program live as it is shipped, then twice without limits on sending; return its figures."""
    found: dict[str, float] = {}
    part, whole = program.deeds(whole=False), program.deeds(whole=True)
    passing = {"do": "steady", "people": PASSERS_BY, "updates": int(RATE * size.seconds), "rate": RATE, "deeds": part}

    def noted(what: str, spent: dict[str, float]) -> None:
        if words := figures.doubt(spent["own"], spent["seconds"], spent["late"]):
            doubts[f"{program.name}, {what}"] = words

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
            if program.taps and spent["cards"] < spent["updates"] // len(whole) - WALKERS:
                doubts[f"{program.name}, {name}"] = f"only {spent['cards']} requests have come through"
            if not hook:
                found["calls"] = spent["calls"] / spent["updates"]
    return found


def compared(programs: Sequence[Program], size: Size, doubts: dict[str, str]) -> dict[str, dict[str, list[float]]]:
    """Measure the programs by turns; return figures by program and name, and note what makes them doubtful."""
    measured: dict[str, dict[str, list[float]]] = {each.name: defaultdict(list) for each in programs}
    with tempfile.TemporaryDirectory() as folder:
        for program in programs:
            # What a set-up or a first start makes once (environment, vocabulary, bytecode) is no start's cost.
            with running([program.python, *program.shipped], Path(folder, program.name)):
                pass
        for turn in range(size.turns):
            for program in programs if turn % 2 else reversed(programs):
                say(f"turn {turn + 1} of {size.turns}: {program.name}")
                place = Path(folder, f"{turn}-{program.name}")
                for name, figure in lived(program, size, place, doubts).items():
                    measured[program.name][name].append(figure)
                shutil.rmtree(place)
    return measured


def table(measured: dict[str, dict[str, list[float]]]) -> str:
    """Return the figures as Markdown: ours and the echo bot's, then everybody's ratio to the echo bot."""
    others = [name for name in measured if name not in (OURS.name, ECHO.name)]
    heads = ("", "ours", "echo bot", "ours : echo", *(f"{name} : echo" for name in others))
    lines = ["| " + " | ".join(heads) + " |", "|---" * len(heads) + "|"]
    for key, (words, unit, times) in ROWS.items():
        ours, echo = (measured[name][key] for name in (OURS.name, ECHO.name))
        shown = [figures.spread([each * times for each in which]).told(2, unit) for which in (ours, echo)]
        against = [figures.ratios(measured[name][key], echo).told() for name in (OURS.name, *others)]
        lines.append("| " + " | ".join((words, *shown, *against)) + " |")
    return "\n".join(lines)


def typed(size: Size) -> str:
    """Return what typed answers cost, as Markdown; each turn is a new process."""
    command = [sys.executable, "-m", "tests.bench.typed", str(size.every)]
    found = [json.loads(subprocess.check_output(command, cwd=ROOT)) for _ in range(size.turns)]
    lines = ["| typed answers, CPU | |", "|---|---|"]
    for key, (words, unit, _) in TYPED.items():
        lines.append(f"| {words} | {figures.spread([each[key] for each in found]).told(1, unit)} |")
    return "\n".join(lines)


def main() -> int:
    """Measure, print, and write what the page shows."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="one short turn beside the echo bot alone")
    parser.add_argument("--turns", type=int, default=0)
    chosen = parser.parse_args()
    if there := os.environ.get("TELEGRAM_API_URL"):
        figures.only_here(there)
    size = QUICK if chosen.quick else LONG
    size = replace(size, turns=chosen.turns or size.turns)
    doubts: dict[str, str] = {}
    load = os.getloadavg()[0]
    measured = compared((OURS, ECHO) if chosen.quick else (OURS, ECHO, *PEERS), size, doubts)
    parts = [table(measured), typed(size)]
    if not chosen.quick:
        try:
            with tempfile.TemporaryDirectory() as folder:
                parts.append(full.compared(Path(folder), min(size.turns, 3), size.updates))
        except RuntimeError as error:  # what was measured before must not be lost
            doubts[f"{full.SIZE:,} requests"] = str(error)
    commit = subprocess.run(["git", "describe", "--always", "--dirty"], cwd=ROOT, capture_output=True, text=True)
    parts.append(
        f"{time.strftime('%Y-%m-%d')}, commit {commit.stdout.strip()}, {os.cpu_count()} cores, load before and after "
        f"{load:.1f} and {os.getloadavg()[0]:.1f}, Python {platform.python_version()}; {size.turns} turns, "
        "median (least-most)."
    )
    parts += [f"Doubtful: {what}: {why}." for what, why in doubts.items()]
    made = "\n\n".join(parts)
    sys.stdout.write(f"{made}\n")
    if not chosen.quick:
        PAGE.write_text(MADE.sub(lambda _: f"{made}\n", PAGE.read_text("utf-8")), "utf-8")
        names = [name for name in measured if name != ECHO.name]
        against = [
            (ROWS[key][0], {name: figures.ratios(measured[name][key], measured[ECHO.name][key]) for name in names})
            for key in DRAWN
        ]
        draw(against, PICTURE)
    return 0


def say(words: str) -> None:
    """Tell how far it is, at once."""
    sys.stderr.write(f"{words}\n")
    sys.stderr.flush()


if __name__ == "__main__":
    sys.exit(main())
