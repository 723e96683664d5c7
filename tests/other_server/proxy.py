"""Between the bot and telegram-test-api: passes every call on as it is, and lets getUpdates wait for one.

Nothing is kept here, mended here, and no method is answered here. What the package does not know it refuses (500): the
bot's menu and descriptions, which the bot can do without.
Source: lib/routes/bot/ and lib/telegramServer.js of telegram-test-api 4.2.1
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from aiohttp import web

from tests.other_server.server import Json, OtherServer


class Proxy:
    """One way in for the bot: `url` is its TELEGRAM_API_URL."""

    def __init__(self, server: OtherServer) -> None:
        self._server = server
        self.url = ""

    async def on_call(self, request: web.Request) -> web.Response:
        """Pass one call of the bot on."""
        method = request.match_info["method"]
        heard = self._server.from_people.rung
        status, answer = await self._passed_on(request)
        if method == "getUpdates" and answer["result"] == []:
            # The package answers at once; a bot that polls it would ask thousands of times a second.
            try:
                async with asyncio.timeout(float((await request.json()).get("timeout", 0))):
                    await self._server.from_people.after(heard)
            except TimeoutError:
                return web.json_response(answer)
            status, answer = await self._passed_on(request)
        return web.json_response(answer, status=status)

    async def _passed_on(self, request: web.Request) -> tuple[int, Json]:
        async with self._server.http.request(
            request.method,
            f"{self._server.url}{request.rel_url}",
            data=await request.read(),
            headers={"Content-Type": request.headers.get("Content-Type", "application/octet-stream")},
        ) as response:
            return response.status, await response.json()


@asynccontextmanager
async def proxy_before(server: OtherServer) -> AsyncIterator[Proxy]:
    """Serve a proxy on a free port of loopback until the block ends."""
    proxy = Proxy(server)
    app = web.Application()
    app.router.add_route("*", "/bot{token}/{method}", proxy.on_call)
    # A long poll that the bot has given up must not go on and take updates along.
    runner = web.AppRunner(app, handler_cancellation=True, access_log=None, shutdown_timeout=1)
    await runner.setup()
    try:
        site = web.TCPSite(runner, "127.0.0.1", 0)
        await site.start()
        proxy.url = f"http://127.0.0.1:{runner.addresses[0][1]}"
        yield proxy
    finally:
        await runner.cleanup()
