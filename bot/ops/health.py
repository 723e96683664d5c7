"""How the bot is, for those who monitor it: alive, and ready to serve. Nothing personal is in the answers.

`GET /healthz` answers 200 as long as the program runs. `GET /readyz` answers 200 when the database can be written,
Telegram has been heard of lately and nothing waits too long to be delivered, otherwise 503; both with a small JSON.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import field

from aiohttp import web

from bot.errors import BotError, StorageError
from bot.requests.erasure import WAITS
from bot.storage import Store, Tx
from bot.telegram.http_server import served
from flows.dataclass import dataclass

log = logging.getLogger(__name__)

CONTACT_SECONDS = 120.0
"""Longer without a word from Telegram is too long; a long poll ends within 60 s."""

WAITING_SECONDS = 600.0
"""A message that has waited longer for its delivery needs somebody to look."""

REMEMBERED_SECONDS = 5.0
"""How long an answer is given again, so that nobody can keep the disk busy by asking."""

ASKING_SECONDS = 5.0
PROBED = "probed_at"

Ask = Callable[[], Awaitable[object]]
"""Any call that Telegram answers; raises BotError when it does not."""


@dataclass(frozen=True, slots=True)
class Report:
    """What was found. Seconds; `contact` None: never. `waiting`: since when the oldest undelivered message waits.

    `unforgotten`: for how much longer nothing is erased, because the clock has jumped.
    """

    database: str
    contact: float | None
    waiting: float
    unforgotten: float = 0.0

    @property
    def ready(self) -> bool:
        return not self.missing

    @property
    def missing(self) -> list[str]:
        """What is not as it should be, in words that never change."""
        well = {
            "database": self.database == "ok",
            "telegram": self.contact is not None and self.contact <= CONTACT_SECONDS,
            "deliveries": self.waiting <= WAITING_SECONDS,
        }
        return [name for name, is_well in well.items() if not is_well]

    def as_json(self) -> dict[str, object]:
        return {
            "ready": self.ready,
            "missing": self.missing,
            "database": self.database,
            "seconds_since_telegram": None if self.contact is None else round(self.contact),
            "oldest_undelivered_seconds": round(self.waiting),
            "nothing_erased_for_seconds": round(self.unforgotten),
        }


@dataclass(slots=True)
class Health:
    """Looks after the database and Telegram when asked, at most every few seconds.

    `heard`: when Telegram was last heard of (unix seconds, 0: never). `ask`: where Telegram calls the bot, silence may
    only mean that nobody writes, so it is asked; None while polling, where the poll itself tells.
    """

    store: Store
    heard: Callable[[], float]
    ask: Ask | None = None
    clock: Callable[[], float] = time.time
    _answered: float = field(default=0.0, init=False)
    _busy: asyncio.Lock = field(default_factory=asyncio.Lock, init=False)
    _last: tuple[float, Report] | None = field(default=None, init=False)

    async def report(self) -> Report:
        """Look, or return what was found a moment ago."""
        async with self._busy:
            now = self.clock()
            if self._last is None or not 0 <= now - self._last[0] < REMEMBERED_SECONDS:
                self._last = (now, await self._look())
            return self._last[1]

    async def healthz(self, _: web.Request) -> web.Response:
        return web.json_response({"alive": True})

    async def readyz(self, _: web.Request) -> web.Response:
        report = await self.report()
        return web.json_response(report.as_json(), status=200 if report.ready else 503)

    async def _look(self) -> Report:
        database, oldest, unforgotten = "ok", None, 0.0
        try:
            oldest, unforgotten = await self.store.transaction(_probe)
        except StorageError as error:
            database = str(error)
            log.warning("the database cannot be written", extra={"reason": database})
        heard = max(self.heard(), self._answered)
        if self.ask is not None and self.clock() - heard > CONTACT_SECONDS / 2:
            heard = await self._asked(self.ask) or heard
        now = self.clock()
        contact = max(0.0, now - heard) if heard else None
        waiting = max(0.0, now - oldest) if oldest else 0.0
        return Report("ok" if database == "ok" else "failed", contact, waiting, unforgotten)

    async def _asked(self, ask: Ask) -> float:
        try:
            async with asyncio.timeout(ASKING_SECONDS):
                await ask()
        except (BotError, TimeoutError):
            return 0.0
        self._answered = self.clock()
        return self._answered


def _probe(tx: Tx) -> tuple[float | None, float]:
    # Only writing tells whether the disk takes anything.
    tx.settings.put(PROBED, tx.now)
    return oldest_undelivered(tx), float(tx.settings.get(WAITS, 0.0))


def oldest_undelivered(tx: Tx) -> float | None:
    """Return since when the oldest message waits (unix seconds), None when nothing does.

    A request whose card Telegram refuses waits too, between two tries as well.
    """
    waiting = [tx.outbox.oldest_waiting() or 0.0, tx.leads.without_card()[1]]
    return min(filter(None, waiting), default=None)


@asynccontextmanager
async def health_served(health: Health, host: str, port: int) -> AsyncIterator[None]:
    """Answer at this port until the block ends; port 0: nowhere. Raises OSError when the port cannot be had."""
    if not port:
        yield
        return
    app = web.Application(client_max_size=1024)
    app.router.add_get("/healthz", health.healthz)
    app.router.add_get("/readyz", health.readyz)
    async with served(app, host, port):
        yield
