"""Nobody can hold up the bot's HTTP servers with connections that say nothing, or with many of them."""

from __future__ import annotations

import asyncio
import logging
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from aiohttp import ClientSession, web

from bot.logs import Seldom
from bot.telegram.http_server import served

PATIENCE = 5.0


def _free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


@asynccontextmanager
async def server(*, most: int = 64, head_seconds: float = 0.2) -> AsyncIterator[int]:
    """A server that answers "alive" at /; its port."""

    async def alive(_: web.Request) -> web.Response:
        return web.Response(text="alive")

    app = web.Application()
    app.router.add_get("/", alive)
    port = _free_port()
    async with served(app, "127.0.0.1", port, most=most, head_seconds=head_seconds):
        yield port


async def answers(port: int) -> str:
    async with ClientSession() as session, session.get(f"http://127.0.0.1:{port}/") as answer:
        return await answer.text()


@pytest.mark.parametrize("said", [b"", b"GET / HTTP/1.1\r\n", b"GET / HTTP/1.1\r\nHost: x\r\nX-Long: "])
async def test_connection_without_a_whole_head_is_closed(said: bytes) -> None:
    async with server() as port, asyncio.timeout(PATIENCE):
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.write(said)
        assert b"alive" not in await reader.read()  # until it is closed
        writer.close()
        assert await answers(port) == "alive"


async def test_connection_that_asked_once_and_then_begins_another_head_is_closed() -> None:
    async with server() as port, asyncio.timeout(PATIENCE):
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.write(b"GET / HTTP/1.1\r\nHost: x\r\n\r\nGET / HTTP/1.1\r\n")
        assert (await reader.read()).count(b"alive") == 1
        writer.close()


async def test_connections_beyond_the_limit_are_closed_and_room_comes_back() -> None:
    async with server(most=3, head_seconds=60.0) as port, asyncio.timeout(PATIENCE):
        held = [await asyncio.open_connection("127.0.0.1", port) for _ in range(3)]
        for _, writer in held:
            writer.write(b"GET / HTTP/1.1\r\nHost: x\r\n\r\n")
        for reader, _ in held:
            await reader.readuntil(b"alive")
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        assert await reader.read() == b""
        writer.close()
        for _, each in held:
            each.close()
            await each.wait_closed()
        while True:
            try:
                assert await answers(port) == "alive"
                break
            except OSError:  # the server has not noticed yet that the others left
                await asyncio.sleep(0)


async def test_request_in_hand_is_answered_however_long_it_takes() -> None:
    gate = asyncio.Event()

    async def slow(_: web.Request) -> web.Response:
        await gate.wait()
        return web.Response(text="done")

    app = web.Application()
    app.router.add_get("/", slow)
    port = _free_port()
    async with served(app, "127.0.0.1", port, head_seconds=0.05), asyncio.timeout(PATIENCE):
        asking = asyncio.create_task(answers(port))
        asyncio.get_running_loop().call_later(0.3, gate.set)
        assert await asking == "done"


def test_an_error_that_repeats_is_logged_once_a_minute() -> None:
    now = [0.0]
    seldom = Seldom(60.0, clock=lambda: now[0])

    def passed(message: str, level: int = logging.ERROR) -> bool:
        return bool(seldom.filter(logging.LogRecord("asyncio", level, "", 0, message, (), None)))

    assert [passed("accept failed") for _ in range(5)] == [True, False, False, False, False]
    assert passed("another error")
    now[0] = 61.0
    assert passed("accept failed")
    assert passed("info", logging.INFO)
    assert passed("info", logging.INFO)
