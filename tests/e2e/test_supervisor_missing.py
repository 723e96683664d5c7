"""No supervisor yet, or one who cannot be reached: the request is recorded, waits, is listed, and arrives."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from bot.ops.maintenance import listed_leads
from tests.e2e.house import House, house

HOUR = 3600.0


@pytest_asyncio.fixture
async def alone(tmp_path: Path) -> AsyncIterator[House]:
    """A bot that does not know its supervisor."""
    async with house(tmp_path, paired=False) as opened:
        yield opened


@pytest.mark.parametrize("language", ["fi", "en"])
async def test_request_without_a_supervisor_waits_and_arrives_once_one_is_set(alone: House, language: str) -> None:
    anna = await alone.anna(language)
    await anna.leaves_request()
    bea = await alone.anna("en", first_name="Bea")
    await bea.leaves_request(2)
    await alone.quiet()
    assert alone.desk.messages == []
    assert len(await listed_leads(alone.settings, undelivered=True)) == 2

    await alone.stops()
    alone.environment["SUPERVISOR_CHAT_ID"] = str(alone.desk.chat_id)
    await alone.starts()
    await alone.desk.reads("card.new", number="1")
    await alone.desk.reads("card.new", number="2")
    await alone.quiet()
    assert len(alone.cards) == 2
    assert not [line for line in await listed_leads(alone.settings, undelivered=True) if line.startswith("no. 1")]

    await alone.restarts()
    await alone.quiet()
    assert len(alone.cards) == 2


async def test_words_written_while_there_is_no_supervisor_are_not_lost(alone: House) -> None:
    anna = await alone.anna("fi")
    await anna.leaves_request()
    await anna.says("Unohdin sanoa: maanantait eivät käy")
    await alone.quiet()
    await alone.stops()
    alone.environment["SUPERVISOR_CHAT_ID"] = str(alone.desk.chat_id)
    await alone.starts()
    await alone.desk.reads("card.new", number="1")
    await alone.desk.reads_words("Unohdin sanoa: maanantait eivät käy")


async def test_request_waits_while_the_supervisor_blocks_the_bot_and_arrives_after(home: House) -> None:
    await home.desk.blocks()
    anna = await home.anna("fi")
    await anna.leaves_request()
    await anna.says("Lisäys")
    await home.quiet()
    assert home.desk.messages == []
    request, addition = await listed_leads(home.settings, undelivered=True)
    assert request.startswith("no. 1 ")
    assert "blocked" in request
    assert "from_prospect 1" in addition
    assert "Anna" not in request + addition

    await home.desk.unblocks()
    await home.passes(HOUR)
    await home.passes(HOUR)
    card = await home.desk.reads("card.new", number="1")
    words = await home.desk.reads_words("Lisäys")
    assert words.message_id > card.message_id
    assert len(home.cards) == 1
    assert "1" not in "".join(await listed_leads(home.settings, undelivered=True))


async def test_days_of_blocking_lose_no_request(home: House) -> None:
    await home.desk.blocks()
    names = ("Anna", "Bea", "Cia")
    for number, name in enumerate(names, start=1):
        one = await home.anna("en", first_name=name)
        await one.leaves_request(number)
    for _ in range(3):
        await home.passes(24 * HOUR)
        await home.restarts()
        await home.quiet()
    # From Sunday to Monday the morning overview is undelivered too.
    waiting = [line for line in await listed_leads(home.settings, undelivered=True) if line.startswith("no. ")]
    assert len(waiting) == 3
    await home.desk.unblocks()
    for _ in range(4):
        await home.passes(2 * HOUR)
    assert [card.splitlines()[1] for card in home.cards] == list(names)
