"""What one update costs: `python -m tests.bench.per_update [WALKS]`, against the local Telegram, without its limits.

The bot is a process of its own and prospects walk through the questions, each waiting for every screen. Beside it a
bare echo bot of python-telegram-bot, in the same run. CPU is the bot's process alone (user and system, /proc); what is
counted in the database is counted in a run of its own. Figures are for reading, nothing is asserted.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import resource
import signal
import sqlite3
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path
from statistics import median, quantiles
from typing import Any

from bot.cli import complete
from bot.telegram.limits import Limits
from tests.driver import LocalTelegram, Talk
from tests.e2e.house import NO_LIMITS, environment
from tests.soak.process import BotProcess
from tests.soak.walkers import Walker

PEOPLE = 6
ECHOES = 600
A_SECOND = 30
OPEN_SECONDS = 20
TICKS = os.sysconf("SC_CLK_TCK")


def cpu_of(bot: BotProcess) -> float:
    """Return the CPU seconds of a process so far."""
    fields = Path(f"/proc/{bot.pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICKS


@asynccontextmanager
async def running(program: str) -> AsyncIterator[tuple[LocalTelegram, BotProcess, Path]]:
    """Run one of the programs below against a new Telegram."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        async with LocalTelegram() as telegram:
            supervisor = await telegram.person("Ohjaaja", language_code="fi")
            environ: Mapping[str, str] = {**environment(telegram, folder, supervisor.chat_id), "LOG_LEVEL": "ERROR"}
            bot = await BotProcess.start(telegram, environ, folder, ("-m", "tests.bench.per_update", program))
            try:
                await bot.receives()
                await telegram.settled()
                yield telegram, bot, folder
            finally:
                await bot.is_told_to_stop()
                sys.stdout.write((folder / "bot.log").read_text()[-2000:])


async def walked(telegram: LocalTelegram, walks: int) -> None:
    """Let everybody walk so often, a new person each time."""

    async def one(seed: int) -> None:
        for n in range(walks):
            person = await telegram.person(f"Prospect {seed}", language_code="fi" if seed % 2 else "en")
            await Walker(person, seed=seed * 100 + n).walk()

    await asyncio.gather(*map(one, range(1, PEOPLE + 1)))


async def echoed(telegram: LocalTelegram, each: int) -> None:
    """Let everybody write so often, each waiting for the echo."""

    async def one(seed: int) -> None:
        person = await telegram.person(f"Prospect {seed}")
        for n in range(each):
            await person.says(f"Asia {n}")
            await person.sees(f"Asia {n}")

    await asyncio.gather(*map(one, range(PEOPLE)))


async def closed(program: str, load: Callable[[LocalTelegram], Awaitable[None]]) -> tuple[float, int]:
    """Return CPU milliseconds per update in a closed loop, and how many updates there were."""
    async with running(program) as (telegram, bot, _):
        before, handled = cpu_of(bot), len(telegram.journal.acknowledged)
        await load(telegram)
        await telegram.settled()
        updates = len(telegram.journal.acknowledged) - handled
        return (cpu_of(bot) - before) * 1000 / updates, updates


async def open_loop(program: str) -> tuple[float, float, float]:
    """Return CPU milliseconds per update, median and p99 of the answer in milliseconds, at a fixed rate."""
    async with running(program) as (telegram, bot, _):
        people = [await telegram.person(f"Prospect {n}", language_code="en") for n in range(A_SECOND * OPEN_SECONDS)]
        waits: list[float] = []

        async def one(person: Talk) -> None:
            begun = time.perf_counter()
            await person.says("/start")
            while not person.screens:
                await telegram.model.changed.wait()
            waits.append((time.perf_counter() - begun) * 1000)

        before = cpu_of(bot)
        tasks: list[asyncio.Task[None]] = []
        loop = asyncio.get_running_loop()
        begun = loop.time()
        for n, person in enumerate(people):
            await asyncio.sleep(max(0.0, begun + n / A_SECOND - loop.time()))  # the rate itself
            tasks.append(asyncio.create_task(one(person)))
        await asyncio.gather(*tasks)
        return (cpu_of(bot) - before) * 1000 / len(people), median(waits), quantiles(waits, n=100)[98]


async def compared(walks: int) -> None:
    """Print one line for each figure."""
    say = sys.stdout.write
    ours, updates = await closed("bot", lambda telegram: walked(telegram, walks))
    echo, _ = await closed("echo", lambda telegram: echoed(telegram, ECHOES // PEOPLE))
    say(f"closed loop: {ours:.2f} ms CPU per update ({updates}), echo {echo:.2f} ms, ratio {ours / echo:.2f}\n")
    await closed("counted", lambda telegram: walked(telegram, walks))
    for program in ("bot", "limited", "echo"):
        cpu, middle, late = await open_loop(program)
        say(f"{program} at {A_SECOND}/s: {cpu:.2f} ms CPU per update, answer {middle:.1f} ms, p99 {late:.1f} ms\n")


def bot(*, counted: bool = False, limited: bool = False) -> None:
    """Run the bot; `counted` prints at its end what was done in the database."""
    import bot.app
    import bot.storage.store
    from bot.config import read_settings
    from bot.logs import setup_logging

    counts = {"updates": 0, "transactions": 0, "statements": 0, "writes": 0}

    def trace(raw: sqlite3.Connection) -> Callable[[str], None]:
        changed = 0

        def note(statement: str) -> None:
            nonlocal changed
            counts["statements"] += 1
            counts["updates"] += statement.startswith("INSERT OR IGNORE INTO updates")
            counts["transactions"] += statement.startswith("BEGIN")
            if statement == "COMMIT":
                counts["writes"] += raw.total_changes != changed
                changed = raw.total_changes

        return note

    if counted:
        prepare = bot.storage.store._prepare

        def prepared(raw: sqlite3.Connection, path: Path, **more: Any) -> None:
            prepare(raw, path, **more)
            raw.set_trace_callback(trace(raw))

        setattr(bot.storage.store, "_prepare", prepared)  # noqa: B010 (a plain assignment would be another type)
    settings = read_settings(os.environ, env_file=None)
    setup_logging(settings.log_level, settings.token)
    complete(bot.app.run(settings, limits=Limits() if limited else replace(NO_LIMITS, settling=Limits().settling)))
    if counted:
        of = max(1, counts["updates"])
        sys.stderr.write(json.dumps({name: round(n / of, 2) for name, n in counts.items()} | {"updates": of}) + "\n")


def echo() -> None:
    """Run a bare echo bot of the library, as its own examples are."""
    from telegram import Update
    from telegram.ext import Application, ContextTypes, MessageHandler, filters

    async def answer(update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        if update.message and update.message.text:
            await update.message.reply_text(update.message.text)

    base = os.environ["TELEGRAM_API_URL"] + "/bot"
    app = Application.builder().token(os.environ["TELEGRAM_BOT_TOKEN"]).base_url(base).build()
    app.add_handler(MessageHandler(filters.TEXT, answer))
    with contextlib.suppress(KeyboardInterrupt):
        app.run_polling(stop_signals=(signal.SIGTERM,))


PROGRAMS: Mapping[str, Callable[[], None]] = {
    "bot": bot,
    "counted": lambda: bot(counted=True),
    "limited": lambda: bot(limited=True),
    "echo": echo,
}

if __name__ == "__main__":
    which = sys.argv[1] if len(sys.argv) > 1 else "12"
    if which in PROGRAMS:
        PROGRAMS[which]()
        if which != "counted":
            sys.stderr.write(f"{which}: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024} MiB at most\n")
    else:
        asyncio.run(compared(int(which)))
