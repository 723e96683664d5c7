"""Receiving by webhook: a request is answered 200 only after what its update caused is committed.

Every request joins one queue; one consumer takes whatever waits as one transaction, in order of arrival, then all
their answers go out. A failed transaction is answered 500 and a full queue 503, and Telegram repeats. Nothing here
knows the token: Telegram shows the secret in a header instead.
Source: https://core.telegram.org/bots/api#setwebhook
"""

from __future__ import annotations

import asyncio
import hmac
import json
import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from typing import Any, Protocol, TypeAlias

from aiohttp import web

from bot.telegram.ingest import Ingest, Raw, insisting
from bot.telegram.updates import ALLOWED_UPDATES

log = logging.getLogger(__name__)

SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105 (the header's name)
MOST_BYTES = 1024 * 1024  # an update has a few kilobytes
MOST_WAITING = 1000
MOST_AT_ONCE = 100
MOST_CONNECTIONS = 10  # how many requests Telegram makes at once; a batch is one transaction anyway

Probe: TypeAlias = Callable[[web.Request], Awaitable[web.StreamResponse]]
"""An aiohttp handler for a health check."""


class WebhookSetter(Protocol):
    """What the webhook needs of the Bot API client."""

    async def set_webhook(
        self, url: str, secret: str, allowed_updates: Sequence[str], max_connections: int = ...
    ) -> None:
        """Let Telegram call `url`; raises DeliveryError, or another BotError for a refused token."""


class Inbox:
    """The queue between requests and transactions; `most` updates may wait."""

    def __init__(self, ingest: Ingest, most: int = MOST_WAITING) -> None:
        self._ingest = ingest
        self._waiting: asyncio.Queue[tuple[Raw, asyncio.Future[bool]]] = asyncio.Queue(most)

    def join(self, raw: Raw) -> asyncio.Future[bool] | None:
        """Queue an update; the future says whether it was committed. None: there is no room."""
        committed: asyncio.Future[bool] = asyncio.get_running_loop().create_future()
        try:
            self._waiting.put_nowait((raw, committed))
        except asyncio.QueueFull:
            return None
        return committed

    async def run(self) -> None:
        """Take in what waits, until cancelled."""
        batch: list[tuple[Raw, asyncio.Future[bool]]] = []
        while True:
            batch = batch or [await self._waiting.get()]
            while len(batch) < MOST_AT_ONCE and not self._waiting.empty():
                batch.append(self._waiting.get_nowait())
            done, settled = False, batch
            try:
                settled = batch[: await self._ingest.take([raw for raw, _ in batch])]
                done = True
            except Exception as error:
                log.error("updates could not be committed; Telegram repeats them", exc_info=error)
            finally:
                for _, committed in settled:
                    if not committed.done():
                        committed.set_result(done)
            batch = batch[len(settled) :]


def webhook_app(
    ingest: Ingest,
    secret: str,
    path: str,
    *,
    healthz: Probe | None = None,
    readyz: Probe | None = None,
    inbox: Inbox | None = None,
    ready: Callable[[], bool] = lambda: True,
) -> web.Application:
    """Return the application that takes updates at POST `path`, with /healthz and /readyz where given.

    200 committed, 400 no update, 401 wrong secret, 404, 405, 413 too big, 500 not committed, 503 full or not `ready`.
    """
    if not secret:
        raise ValueError("a webhook without a secret would take anybody's updates")
    waiting = inbox or Inbox(ingest)

    async def receive(request: web.Request) -> web.Response:
        if not hmac.compare_digest(_bytes(request.headers.get(SECRET_HEADER, "")), _bytes(secret)):
            return web.Response(status=401)
        raw = _update(await request.read())
        if raw is None:
            return web.Response(status=400)
        if not ready():
            return web.Response(status=503)
        committed = waiting.join(raw)
        if committed is None:
            log.warning("too many updates wait; Telegram repeats")
            return web.Response(status=503)
        if not await committed:
            return web.Response(status=500)
        ingest.checkpoint("before_acknowledge")
        return web.Response()

    async def consume(app: web.Application) -> AsyncIterator[None]:
        consumer = asyncio.create_task(waiting.run(), name="webhook inbox")
        yield
        consumer.cancel()
        await asyncio.gather(consumer, return_exceptions=True)
        await ingest.close()

    app = web.Application(client_max_size=MOST_BYTES)
    app.router.add_post(path, receive)
    for where, probe in (("/healthz", healthz), ("/readyz", readyz)):
        if probe:
            app.router.add_get(where, probe)
    app.cleanup_ctx.append(consume)
    return app


async def announce(telegram: WebhookSetter, url: str, secret: str, stop: asyncio.Event) -> None:
    """Have Telegram call `url`, which must be served by then.

    The webhook stays set afterwards: Telegram keeps what comes meanwhile. Raises a BotError for a refused token.
    """
    await insisting(
        stop,
        lambda: telegram.set_webhook(url, secret, ALLOWED_UPDATES, MOST_CONNECTIONS),
        "the webhook could not be set",
    )


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "surrogateescape")


def _update(body: bytes) -> Raw | None:
    try:
        found: Any = json.loads(body)
    except (ValueError, RecursionError):
        return None
    return found if isinstance(found, dict) else None
