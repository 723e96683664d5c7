"""A database of 100,000 requests and as many conversations beside an empty one: `python -m tests.bench --full`.

`python -m tests.bench.full FILE [SIZE]` only makes such a database, with the data key of `programs.environment`: 300
days of requests, all of them handled but the newest 200, and the counters that came with them.
"""

from __future__ import annotations

import asyncio
import shutil
import sys
import time
from dataclasses import replace
from pathlib import Path

from bot.prospect.counters import count
from bot.prospect.state import Conversation, Person, State, stored
from bot.requests.request import Handling, Lead, Status, handled, personal_of
from bot.storage import KeySource, Store, StoredLead, Tx
from flows.recommend import recommend
from tests.bench import figures
from tests.bench.programs import DATA_KEY, OURS, running
from tests.bench.server import SUPERVISOR
from tests.soak.lists import ANSWERS

DAYS, DAY_SECONDS = 300, 86_400.0
SIZE, STILL_OPEN = 100_000, 200
FORM = recommend(ANSWERS).format.key
ASKED = {
    "list": ("/leads", "sendmessage", "first page of the open requests, CPU"),
    "closed": ("/leads closed", "sendmessage", "first page of the closed requests, CPU"),
    "found": ("/find Anna", "sendmessage", "search with many hits, CPU"),
    "not found": ("/find zzzz", "sendmessage", "search without a hit, CPU"),
    "statistics": ("/stats", "sendphoto", "statistics with their picture, CPU"),
    "export": ("/export csv", "senddocument", "export, CPU"),
}
"""What the supervisor writes, which method answers, and what it is called in docs/performance.md."""

ROWS = {
    "closed loop": ("CPU per update, closed loop", "ms", 1000),
    "p99": ("p99 reply at 20 updates a second", "ms", 1000),
    "start": ("start until the first getUpdates, CPU", "s", 1),
    "idle": ("idle memory", "MiB", 1),
    **{key: (words, "ms", 1000) for key, (_, _, words) in ASKED.items()},
    "export memory": ("memory at most, export included", "MiB", 1),
}


async def fill(path: Path, size: int) -> None:
    """Make the database: day after day, so that the counters are those days'."""
    day = time.time() - DAYS * DAY_SECONDS
    path.parent.mkdir(parents=True, exist_ok=True)
    async with await Store.open(path, keys=KeySource(data_key=DATA_KEY), clock=lambda: day) as store:
        for n in range(DAYS):
            numbers = range(1 + size * n // DAYS, 1 + size * (n + 1) // DAYS)
            await store.transaction(lambda tx, numbers=numbers: sent(tx, numbers, size))  # type: ignore[misc]  # bound now
            day += DAY_SECONDS


def sent(tx: Tx, numbers: range, size: int) -> None:
    """Send these requests, each of a person of its own."""
    for n in numbers:
        status = Status.NEW if n > size - STILL_OPEN else Status.HANDLED
        lead = Lead(0, 1_000_000 + n, "fi", FORM, status, None, ANSWERS, name=f"Anna {n}", username=f"anna_{n}")
        month = time.strftime("%Y-%m", time.gmtime(tx.now))
        new = StoredLead(
            month=month,
            chat_id=lead.chat_id,
            format=FORM,
            language="fi",
            created_at=tx.now,
            notice_version="1",
            agreed_at=tx.now,
            confirmation=f"{n}",
            personal=personal_of(lead),
        )
        number = tx.leads.add(new)
        row = tx.leads.load(number)
        assert row
        waits = Handling(waits_since=tx.now if status is Status.NEW else 0.0)
        tx.leads.save(replace(handled(row, status, waits), card_chat_id=SUPERVISOR, card_message_id=n))
        tx.counters.add("sent")
        tx.counters.add(f"format.{FORM}")
        person = Person(lead.name, lead.username)
        talk = Conversation(lead.chat_id, "fi", tx.now, tx.now, State.SENT, ANSWERS, person, screen=1, lead=number)
        tx.chats.save(stored(count(tx, talk), None))


def lived(folder: Path, updates: int) -> dict[str, float]:
    """Let the bot live on a database, without limits on sending; return its figures in seconds and MiB."""
    with running([OURS.python, *OURS.unbound], folder) as life:
        found = {"start": life.start_cpu, "idle": life.memory()}
        deeds = OURS.deeds(whole=True)
        life.order(do="closed", people=6, updates=6 * len(deeds), deeds=deeds)
        spent = life.order(do="closed", people=6, updates=updates)
        found["closed loop"] = spent["cpu"] / spent["updates"]
        spent = life.order(do="steady", people=60, updates=updates, rate=20.0, deeds=OURS.deeds(whole=False))
        found["p99"] = figures.p99(spent["waits"])
        for key, (command, method, _) in ASKED.items():
            found[key] = life.order(do="ask", text=command, until=method)["cpu"]
        return {**found, "export memory": life.memory("VmHWM")}


def compared(folder: Path, turns: int, updates: int, size: int = SIZE) -> str:
    """Return a table: an empty database, a full one, and the ratio, in pairs."""
    begun = time.process_time()
    asyncio.run(fill(folder / "filled" / "bot.sqlite3", size))
    filled = time.process_time() - begun
    made = (folder / "filled" / "bot.sqlite3").stat().st_size
    empty: list[dict[str, float]] = []
    full: list[dict[str, float]] = []
    for turn in range(turns):
        for name in ("empty", "full"):  # who has lived through a turn may not send as many requests again
            shutil.rmtree(folder / name, ignore_errors=True)
        shutil.copytree(folder / "filled", folder / "full")
        for name, figures_of in (("empty", empty), ("full", full))[:: 1 if turn % 2 else -1]:
            figures_of.append(lived(folder / name, updates))
    lines = [
        f"{size:,} requests and as many conversations are {made / 2**20:,.0f} MiB; to fill them in took "
        f"{filled:.0f} s of CPU.\n",
        f"| | empty | {size:,} | ratio |\n|---|---|---|---|",
    ]
    for key, (words, unit, times) in ROWS.items():
        ours, before = [one[key] for one in full], [one[key] for one in empty]
        shown = [figures.spread([each * times for each in which]).told(2, unit) for which in (before, ours)]
        lines.append(f"| {words} | {shown[0]} | {shown[1]} | {figures.ratios(ours, before).told()} |")
    return "\n".join(lines)


if __name__ == "__main__":
    asyncio.run(fill(Path(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else SIZE))
