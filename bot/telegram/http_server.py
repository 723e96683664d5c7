"""A small HTTP server that nobody can hold up: few connections, and none that says nothing.

aiohttp has no time limit for the head of a first request, nor one for how many connections there are; its time limit
for a connection kept open covers the heads of later ones.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from aiohttp import web
from aiohttp.typedefs import Handler
from aiohttp.web_protocol import RequestHandler

MOST_OPEN = 64
"""Connections at a time; Telegram makes ten."""

HEAD_SECONDS = 10.0
"""How long a connection may take to send the head of a request, or to send nothing between two."""

STOP_SECONDS = 1.5


class _Closed(asyncio.Protocol):
    """A connection too many."""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        transport.close()


@asynccontextmanager
async def served(
    app: web.Application, host: str, port: int, *, most: int = MOST_OPEN, head_seconds: float = HEAD_SECONDS
) -> AsyncIterator[None]:
    """Serve the application until the block ends. Raises OSError when the port cannot be had."""
    silent: set[asyncio.Protocol] = set()
    loop = asyncio.get_running_loop()

    @web.middleware
    async def heard(request: web.Request, handler: Handler) -> web.StreamResponse:
        silent.discard(request.protocol)
        return await handler(request)

    app.middlewares.append(heard)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=STOP_SECONDS, keepalive_timeout=head_seconds)
    await runner.setup()

    def close_if_silent(connection: RequestHandler) -> None:
        if connection in silent:
            silent.discard(connection)
            connection.force_close()

    def accepted() -> asyncio.Protocol:
        serving = runner.server
        if serving is None or len(serving.connections) >= most:
            return _Closed()
        connection = serving()
        silent.add(connection)
        loop.call_later(head_seconds, close_if_silent, connection)
        return connection

    try:
        listening = await loop.create_server(accepted, host, port)
        try:
            yield
        finally:
            listening.close()
    finally:
        await runner.cleanup()
