"""A lead through the real bot against telegram-test-api, a Bot API server that others wrote: nothing of it is ours."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from pathlib import Path

import pytest
import pytest_asyncio

from bot.app import build, serve
from bot.config import read_settings
from bot.screens import Button
from bot.telegram_client import Api
from bot.updates import parse
from tests.e2e.house import NO_LIMITS
from tests.needs import needs
from tests.other_server.proxy import MENDED, proxy_before
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


async def test_english_prospect_at_the_other_server_makes_a_lead(elsewhere: OtherServer, supervisor: Client) -> None:
    anna = Client(elsewhere, 1, "Anna", username="anna", language_code="en")
    await anna.command("/start")
    await anna.taps("Let's begin")
    await anna.taps("A group")
    await anna.taps("Cooperation and tensions")
    await anna.taps("Done")
    await anna.taps("Both by turns")
    await anna.taps("On site")
    await anna.sees("In which municipality")
    await anna.says("Kuusamo")
    await anna.taps("Longer and regular")
    await anna.sees("Combination supervision")
    await anna.taps("Leave a contact request")
    await anna.taps("5–10")
    await anna.taps("I would take part")
    await anna.taps("By phone")
    await anna.says("040 123 4567")
    await anna.sees("This is what the supervisor gets")
    await anna.taps("Agree and send")
    await anna.sees("number is 1")

    [card] = await supervisor.receives()
    for part in ("nro 1", "Anna", "Kombinaatiotyönohjaus", "Kuusamo", "040 123 4567", "englanti"):
        assert part in card


async def test_finnish_prospect_at_the_other_server_makes_a_lead(elsewhere: OtherServer, supervisor: Client) -> None:
    matti = Client(elsewhere, 2, "Matti", language_code="fi")
    await matti.command("/start")
    await matti.taps("Aloitetaan")
    await matti.taps("Yksi työntekijä")
    await matti.taps("Yhteistyö ja jännitteet")
    await matti.taps("Valmis")
    await matti.taps("Kahden kesken")
    await matti.taps("Etänä")
    await matti.taps("Pidempään säännöllisesti")
    await matti.sees("Yksilötyönohjaus")
    await matti.taps("Jätä yhteydenottopyyntö")
    await matti.taps("Osallistuisin itse")
    await matti.taps("Puhelimitse")
    await matti.says("+358 40 765 4321")
    await matti.sees("Tämän työnohjaaja saa")
    await matti.taps("Hyväksyn ja lähetän")
    await matti.sees("numero on 1")

    [card] = await supervisor.receives()
    for part in ("nro 1", "Matti", "Yksilötyönohjaus", "040 765 4321", "suomi"):
        assert part in card


async def read_a_tap(api: Api, anna: Client) -> None:
    """Let Anna tap a button and read what comes."""
    await api.post(anna.chat_id, "Hei", ((Button("Jatka", data="x"),),))
    await anna.taps("Jatka")
    for raw in await api.get_updates(None, 0):
        parse(raw, "bot")


USES: Mapping[str, Callable[[Api, Client], Awaitable[object]]] = {
    "getMe": lambda api, _: api.open(),
    "sendMessage": lambda api, anna: api.post(anna.chat_id, "Hei"),
    "editMessageText": lambda api, anna: api.edit(anna.chat_id, 1, "Hei"),
    "editMessageReplyMarkup": lambda api, anna: api.strip_buttons(anna.chat_id, 1),
    "getUpdates": read_a_tap,
}


@pytest.mark.parametrize("method", MENDED)
async def test_answer_that_is_not_mended_cannot_be_read(server: OtherServer, method: str) -> None:
    anna = Client(server, 1, "Anna")
    async with proxy_before(server, {name: mend for name, mend in MENDED.items() if name != method}) as proxy:
        api = Api(server.token, proxy.url)
        try:
            if method != "getMe":
                await api.open()
            with pytest.raises((TypeError, AttributeError)):  # what the library's classes raise on such an answer
                await USES[method](api, anna)
        finally:
            await api.close()
