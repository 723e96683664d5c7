"""What a step costs in the database: an answer is two commits, whatever stands below."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager

from tests.e2e.house import House
from tests.e2e.phone import Phone


@asynccontextmanager
async def statements(home: House) -> AsyncIterator[Sequence[str]]:
    """Collect what is said to the database until the block ends."""
    heard: list[str] = []
    await home.quiet()
    await home.app.store._run(lambda raw: raw.set_trace_callback(heard.append))
    yield heard
    await home.quiet()
    await home.app.store._run(lambda raw: raw.set_trace_callback(None))


async def at_the_first_question(home: House) -> Phone:
    """Return somebody who has begun."""
    anna = await home.anna("fi")
    await anna.answers(until="who")
    await home.quiet()
    return anna


async def test_tap_is_two_commits_and_few_statements(home: House) -> None:
    anna = await at_the_first_question(home)
    async with statements(home) as heard:
        await anna.picks("who.employee")

    assert heard.count("COMMIT") == 2
    assert len(heard) <= 27


async def test_screen_that_is_gone_is_in_doubt_before_another_is_posted(home: House) -> None:
    anna = await at_the_first_question(home)
    screen = anna.screen
    home.telegram.fails("400", times=1, method="editMessageText", description="Bad Request: message to edit not found")
    async with statements(home) as heard:
        await anna.picks("who.employee")

    doubted = next(n for n, said in enumerate(heard) if said.startswith("UPDATE outbox SET attempts = 1"))
    posted = next(n for n, said in enumerate(heard) if "state = 'sent'" in said)
    assert "COMMIT" in heard[doubted:posted]
    assert anna.screen.message_id > screen.message_id
