"""Updates decided and committed per second: one transaction a batch, as the bot does it, and one an update.

Both in one run on one machine, by turns, on the real way from the raw update to the commit (parse, decide, encrypt,
write, WAL with synchronous FULL); Telegram is not part of it. Figures are for reading, nothing is asserted.
"""

from __future__ import annotations

import asyncio
import itertools
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from statistics import median

from bot.app import App, build
from bot.config import read_settings
from bot.telegram.ingest import Raw
from tests.driver import LocalTelegram
from tests.e2e.house import environment

BATCH = 100  # the most that one getUpdates brings
BATCHES = 10
TURNS = 5
PEOPLE = 50


async def compared() -> str:
    """Return one line for each way with the median, lowest and highest rate of all turns."""
    rates: dict[str, list[float]] = {"one transaction a batch": [], "one transaction an update": []}
    with tempfile.TemporaryDirectory() as folder:
        async with LocalTelegram() as telegram:
            settings = read_settings(environment(telegram, Path(folder), None), env_file=None)
            async with build(settings) as app:
                made = updates()
                for _ in range(TURNS):
                    for name, size in zip(rates, (BATCH, 1), strict=True):
                        rates[name].append(await rate(app, made, size))
    return "\n".join(
        f"{name}: {median(found):.0f} updates/s (from {min(found):.0f} to {max(found):.0f})"
        for name, found in rates.items()
    )


async def rate(app: App, made: Iterator[Raw], size: int) -> float:
    """Take in so many updates a transaction; return how many a second."""
    batches: Sequence[Sequence[Raw]] = [list(itertools.islice(made, size)) for _ in range(BATCH * BATCHES // size)]
    begun = time.perf_counter()
    for batch in batches:
        await app.ingest.take(batch)
    return BATCH * BATCHES / (time.perf_counter() - begun)


def updates() -> Iterator[Raw]:
    """Yield messages of people who start and then write, each a decision that changes a row."""
    for number in itertools.count():
        chat_id = 1_000 + number % PEOPLE
        text = "/start" if number < PEOPLE else f"Asia {number}"
        person = {"id": chat_id, "is_bot": False, "first_name": "Anna", "language_code": "fi"}
        chat = {"id": chat_id, "type": "private", "first_name": "Anna"}
        message: Raw = {"message_id": number + 1, "from": person, "chat": chat, "date": 1_700_000_000, "text": text}
        yield {"update_id": number + 1, "message": message}


if __name__ == "__main__":
    sys.stdout.write(f"{asyncio.run(compared())}\n")
