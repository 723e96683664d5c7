"""One house for each dialogue."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Mapping
from pathlib import Path

import pytest_asyncio
import uvloop

from tests.e2e.house import House, house


@pytest_asyncio.fixture
async def home(tmp_path: Path) -> AsyncIterator[House]:
    """A local Telegram with the bot and a supervisor."""
    async with house(tmp_path) as opened:
        yield opened


def pytest_asyncio_loop_factories() -> Mapping[str, Callable[[], asyncio.AbstractEventLoop]]:
    """The event loop that the bot runs on."""
    return {"uvloop": uvloop.new_event_loop}
