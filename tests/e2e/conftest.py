"""One house for each dialogue."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest_asyncio

from tests.e2e.house import House, house


@pytest_asyncio.fixture
async def home(tmp_path: Path) -> AsyncIterator[House]:
    """A local Telegram with the bot and a supervisor."""
    async with house(tmp_path) as opened:
        yield opened
