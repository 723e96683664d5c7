"""A lead through the real bot against telegram-test-api, a Bot API server that others wrote: nothing of it is ours."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from bot.app import build, serve
from bot.config import read_settings
from tests import way
from tests.e2e.house import NO_LIMITS
from tests.e2e.phone import said
from tests.needs import needs
from tests.other_server.proxy import proxy_before
from tests.other_server.server import Client, OtherServer, other_server

SUPERVISOR = 1000


@pytest_asyncio.fixture
async def server(token: str) -> AsyncIterator[OtherServer]:
    """The package's own server, with nothing in it."""
    async with other_server(needs("telegram-test-api"), token) as running:
        yield running


@pytest_asyncio.fixture
async def elsewhere(server: OtherServer, tmp_path: Path) -> AsyncIterator[OtherServer]:
    """The package's server with the bot at it."""
    async with proxy_before(server) as proxy:
        environ = {
            "TELEGRAM_BOT_TOKEN": server.token,
            "TELEGRAM_API_URL": proxy.url,
            "SUPERVISOR_CHAT_ID": str(SUPERVISOR),
            "DATABASE_PATH": str(tmp_path / "bot.sqlite3"),
            "DATA_KEY_FILE": str(tmp_path / "key" / "data.key"),
            "CONTROLLER_NAME": "Esimerkki Oy",
            "CONTROLLER_CONTACT": "tietosuoja@example.fi",
        }
        async with build(read_settings(environ, env_file=None), limits=NO_LIMITS, strict=True) as app:
            stop = asyncio.Event()
            serving = asyncio.create_task(serve(app, stop))
            try:
                yield server
            finally:
                stop.set()
                await serving


@pytest.fixture
def supervisor(elsewhere: OtherServer) -> Client:
    """The supervisor's phone."""
    return Client(elsewhere, SUPERVISOR, "Ohjaaja", language_code="fi")


class Person:
    """A prospect who goes by the catalogue's keys: a change of wording breaks no dialogue."""

    def __init__(self, server: OtherServer, chat_id: int, first_name: str, language: str) -> None:
        self.client = Client(server, chat_id, first_name, language_code=language)
        self.language = language

    async def picks(self, *keys: str) -> None:
        """Tap the buttons of these keys one after another."""
        for key in keys:
            await self.client.taps(said(key, self.language))

    async def answers(self, *keys: str, until: str, **words: str) -> None:
        """Answer these ("who.group", town="Oulu"), and the usual to whatever else is asked, until a question shows."""
        left = {**way.by_question(keys), **dict.fromkeys(way.typed_at(words), ())}
        shown = await self.client.choices()
        while (question := way.asked(list(shown))) != way.place(until):
            deed = way.deed(question, list(shown), left.get(question, ()), words.get(question, ""))
            assert deed is not None, f"{question!r} is not answered on the way to {until!r}"
            await (self.client.says(deed) if isinstance(deed, str) else self.client.taps(shown[deed]))
            shown = await self.client.choices(other_than=shown)
            if way.asked(list(shown)) != question:
                left.pop(question, None)
        assert not left, f"never asked before {until!r}: {', '.join(left)}"

    async def reads(self, key: str, **values: str) -> str:
        """Wait until the bot says this; the message."""
        return await self.client.sees(said(key, self.language, **values))


async def test_english_prospect_at_the_other_server_makes_a_lead(elsewhere: OtherServer, supervisor: Client) -> None:
    anna = Person(elsewhere, 1, "Anna", "en")
    await anna.client.command("/start")
    need = ("who.group", "challenge.cooperation", "together.alternately", "place.on_site")
    await anna.answers(*need, until="offer", town="Kuusamo")
    await anna.reads("format.combination")
    await anna.answers("people.five_ten", "role.participant", "way.phone", until="review", phone="040 123 4567")
    await anna.reads("review.ask")
    await anna.picks("review.send")
    await anna.reads("sent.title", number="1")

    [card] = await supervisor.receives()
    for part in (said("card.new", "fi", number="1"), said("format.combination", "fi")):
        assert part in card
    for part in ("Anna", "Kuusamo", "040 123 4567", "englanti"):
        assert part in card


async def test_finnish_prospect_at_the_other_server_makes_a_lead(elsewhere: OtherServer, supervisor: Client) -> None:
    matti = Person(elsewhere, 2, "Matti", "fi")
    await matti.client.command("/start")
    await matti.answers("who.employee", "challenge.coping", until="offer")
    await matti.reads("format.individual")
    await matti.answers("role.participant", "way.phone", until="review", phone="+358 40 765 4321")
    await matti.reads("review.ask")
    await matti.picks("review.send")
    await matti.reads("sent.title", number="1")

    [card] = await supervisor.receives()
    for part in (said("card.new", "fi", number="1"), said("format.individual", "fi")):
        assert part in card
    for part in ("Matti", "040 765 4321", "suomi"):
        assert part in card
