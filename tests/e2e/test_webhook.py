"""A whole dialogue over the webhook."""

from __future__ import annotations

import socket
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from tests.e2e.house import House, house


@pytest_asyncio.fixture
async def hooked(tmp_path: Path) -> AsyncIterator[House]:
    """A house whose bot is called instead of asking."""
    async with house(tmp_path) as opened:
        await opened.stops()
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        opened.environment.update(
            WEBHOOK_URL=f"http://127.0.0.1:{port}/hook", WEBHOOK_HOST="127.0.0.1", WEBHOOK_PORT=str(port)
        )
        await opened.starts()
        yield opened


@pytest.mark.parametrize("language", ["fi", "en"])
async def test_whole_dialogue_over_the_webhook(hooked: House, language: str) -> None:
    anna = await hooked.anna(language)
    await anna.leaves_request()
    card = await hooked.desk.reads("card.new", number="1")
    await hooked.desk.says("Kiitos, palaan asiaan", reply_to=card)
    await anna.reads_words("Kiitos, palaan asiaan")
    await anna.says("Hienoa")
    await hooked.desk.reads_words("Hienoa")
    assert hooked.calls("setWebhook")
    polls = [call for call in hooked.calls("getUpdates") if call["n"] > hooked.calls("setWebhook")[0]["n"]]
    assert polls == []
