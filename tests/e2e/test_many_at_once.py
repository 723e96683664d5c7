"""Two hundred requests by prospects who do as they please: all arrive, once, and no rule of the Bot API is broken."""

from __future__ import annotations

import asyncio
import random
import sys
import time
from collections import Counter

from bot.local_telegram.rules import TEXT_LENGTH
from tests.e2e.house import House
from tests.e2e.phone import said
from tests.e2e.walker import Walker

LEADS = 200
AT_ONCE = 16
SEED = 614
TITLE = said("card.new", "fi", number="")


async def test_two_hundred_walkers_leave_two_hundred_requests_and_break_no_rule(home: House) -> None:
    began = time.perf_counter()
    gate = asyncio.Semaphore(AT_ONCE)
    walkers: list[Walker] = []

    async def one(number: int) -> None:
        async with gate:
            language = ("fi", "en")[number % 2]
            talk = await home.telegram.person(f"Anna{number}", language_code=language, started=True)
            walker = Walker(talk, random.Random(SEED + number))
            walkers.append(walker)
            await walker.walks()

    async with asyncio.TaskGroup() as group:
        for number in range(LEADS):
            group.create_task(one(number))
    await home.quiet()

    journal, seconds = home.telegram.journal, time.perf_counter() - began
    sys.stdout.write(
        f"\n{len(home.cards)} leads, {len(journal.acknowledged)} updates, {len(journal.calls)} calls, "
        f"{sum(walker.deeds for walker in walkers)} deeds, {seconds:.1f} s\n"
    )
    titles = Counter(line for card in home.cards for line in card.splitlines() if line.startswith(TITLE))
    assert titles == {said("card.new", "fi", number=str(number)): 1 for number in range(1, LEADS + 1)}
    assert not [card for card in home.cards if said("card.repeated", "fi") in card]
    assert all(len(card) <= TEXT_LENGTH for card in home.cards)
    assert await home.app.store.transaction(lambda tx: tx.outbox.undelivered()) == []
    assert home.telegram.violations == []
