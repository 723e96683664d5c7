"""A house in which it is Monday morning, so that reminders and sounds are those of working hours."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest_asyncio

from tests.e2e.desk.office import Office
from tests.e2e.house import house


@pytest_asyncio.fixture
async def office(tmp_path: Path) -> AsyncIterator[Office]:
    """A local Telegram with the bot, its supervisor, and a Monday at ten."""
    async with house(tmp_path) as home:
        opened = Office(home)
        await opened.is_monday()
        yield opened
