"""The HTTP server: the Bot API under /bot{TOKEN}/, files under /file/bot{TOKEN}/, control under /local/, the page."""

from __future__ import annotations

from pathlib import Path

from aiohttp import web

from bot.local_telegram.api import Api
from bot.local_telegram.control import Control
from bot.local_telegram.deeds import Deeds
from bot.local_telegram.exchange import Exchange

PAGE = Path(__file__).with_name("page")
UPLOAD_BYTES = 50 * 1024 * 1024


def application(exchange: Exchange) -> web.Application:
    """Everything this Telegram answers, as one aiohttp application."""
    app = web.Application(client_max_size=UPLOAD_BYTES)
    Api(exchange).add_to(app)
    Control(exchange, Deeds(exchange)).add_to(app)
    app.router.add_get("/", _index)
    app.router.add_static("/page", PAGE)
    return app


async def _index(request: web.Request) -> web.StreamResponse:
    """The page with the two phones."""
    if not (PAGE / "index.html").exists():
        return web.Response(text="The page is not there yet; the API is.")
    return web.FileResponse(PAGE / "index.html", headers={"Cache-Control": "no-cache"})
