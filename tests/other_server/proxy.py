"""Between the bot and telegram-test-api: passes every call on and mends the answers the library cannot read.

Nothing is kept here and no method is answered here. What the package does not know it refuses (500): the bot's menu
and descriptions, which the bot can do without.
Source: lib/routes/bot/ and lib/telegramServer.js of telegram-test-api 4.2.1; the objects of
https://core.telegram.org/bots/api#available-types
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from types import MappingProxyType
from typing import Any

from aiohttp import web

from tests.other_server.server import Json, OtherServer


def user(me: Json) -> Json:
    """Mend getMe: `is_bot`, which every User has, is missing."""
    return {**me, "is_bot": True}


MENDED: Mapping[str, Callable[[Any], Any]] = MappingProxyType({"getMe": user})


class Proxy:
    """One way in for the bot: `url` is its TELEGRAM_API_URL."""

    def __init__(self, server: OtherServer, mended: Mapping[str, Callable[[Any], Any]]) -> None:
        self._server = server
        self._mended = mended
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
        if status == 200 and answer["ok"] and method in self._mended:
            answer["result"] = self._mended[method](answer["result"])
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
async def proxy_before(
    server: OtherServer, mended: Mapping[str, Callable[[Any], Any]] = MENDED
) -> AsyncIterator[Proxy]:
    """Serve a proxy on a free port of loopback until the block ends."""
    proxy = Proxy(server, mended)
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
