"""The HTTP server: Bot API at /bot{TOKEN}/, files at /file/bot{TOKEN}/, the page at /KEY/, its control at /KEY/local/.

It is reached by the bot and by its own page. The same browser may show pages of strangers, and their requests come from
this machine too: whatever a browser says is another page's, or comes under another name (DNS rebinding), is refused.
KEY comes from the token: other users and programs of this machine do not find the page either.
"""

from __future__ import annotations

from pathlib import Path

from aiohttp import web
from aiohttp.typedefs import Handler

from bot.local_telegram.api import Api
from bot.local_telegram.control import Control
from bot.local_telegram.deeds import Deeds
from bot.local_telegram.exchange import Exchange

PAGE = Path(__file__).with_name("page")
UPLOAD_BYTES = 50 * 1024 * 1024
NAMES = ("127.0.0.1", "localhost", "[::1]")
OF_THE_BOT = ("/bot", "/file/")  # no page has any business there, this one neither


def application(exchange: Exchange, key: str) -> web.Application:
    """Everything this Telegram answers, as one aiohttp application; the page and its calls stand under `key`."""
    app = web.Application(client_max_size=UPLOAD_BYTES, middlewares=[_keep_strangers_out])
    app.on_response_prepare.append(_shut_other_pages_out)
    Api(exchange).add_to(app)
    page = web.Application(client_max_size=UPLOAD_BYTES)
    Control(exchange, Deeds(exchange)).add_to(page)
    page.router.add_get("/", _index)
    page.router.add_static("/page", PAGE)
    app.add_subapp(f"/{key}", page)
    return app


@web.middleware
async def _keep_strangers_out(request: web.Request, handler: Handler) -> web.StreamResponse:
    port = request.transport.get_extra_info("sockname")[1] if request.transport else 0
    own = {f"{name}:{port}" for name in NAMES}
    origin, site = request.headers.get("Origin"), request.headers.get("Sec-Fetch-Site", "none")
    from_own_page = origin in (None, *(f"http://{name}" for name in own)) and site in ("none", "same-origin")
    if request.path.startswith(OF_THE_BOT):
        welcome = origin is None and site == "none"
    else:
        welcome = from_own_page or (request.match_info.handler is _index and origin is None)
    if request.host.lower() not in own or not welcome:
        raise web.HTTPForbidden(text="Only the bot and the page of this local Telegram come in here.")
    return await handler(request)


async def _shut_other_pages_out(request: web.Request, response: web.StreamResponse) -> None:
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Cross-Origin-Resource-Policy"] = "same-origin"
    response.headers.setdefault("Content-Security-Policy", "frame-ancestors 'none'")


async def _index(request: web.Request) -> web.StreamResponse:
    return web.FileResponse(PAGE / "index.html", headers={"Cache-Control": "no-cache"})
