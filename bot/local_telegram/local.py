"""A local Telegram that runs in this process: `async with LocalTelegram() as telegram: ... telegram.url ...`."""

from __future__ import annotations

import ipaddress
import time
from types import TracebackType
from typing import Self

from aiohttp import web

from bot.local_telegram.deeds import Deeds
from bot.local_telegram.exchange import Exchange
from bot.local_telegram.faults import Faults
from bot.local_telegram.flood import NO_LIMITS, Flood, Limits
from bot.local_telegram.journal import Journal
from bot.local_telegram.model import Model
from bot.local_telegram.server import application
from bot.local_telegram.shapes import Clock
from bot.local_telegram.updates import Updates

TOKEN = "7123456789:local-telegram-token-no-secret-AAAA"  # noqa: S105  (opens nothing but this server)


class LocalTelegram:
    """A Telegram of one's own, on loopback only; `port` 0 takes a free one.

    limits: how much the bot may send (none by default; `Limits()` are Telegram's own). clock: unix seconds, settable
    at any time through `clock`.
    """

    def __init__(
        self,
        *,
        host: str = "127.0.0.1",
        port: int = 0,
        token: str = TOKEN,
        username: str = "tyonohjaus_bot",
        first_name: str = "Työnohjaus",
        limits: Limits = NO_LIMITS,
        clock: Clock = time.time,
    ) -> None:
        if host != "localhost" and not ipaddress.ip_address(host).is_loopback:
            raise ValueError(f"{host} is not a loopback address: this Telegram knows no passwords")
        bot_id, _, secret = token.partition(":")
        if not (bot_id.isdigit() and secret):
            raise ValueError("a bot token reads 123456789:letters")
        self.host = host
        self.port = port
        self.token = token
        self.model = Model(bot_id=int(bot_id), username=username, first_name=first_name, clock=clock)
        self.journal = Journal()
        self.updates = Updates(self.model, self.journal)
        self.exchange = Exchange(
            token=token,
            model=self.model,
            updates=self.updates,
            journal=self.journal,
            faults=Faults(),
            flood=Flood(limits, lambda: self.model.clock()),
        )
        self.deeds = Deeds(self.exchange)
        self._runner: web.AppRunner | None = None

    @property
    def url(self) -> str:
        """Where it answers, without a slash at the end: the bot's TELEGRAM_API_URL, and the page."""
        return f"http://{self.host}:{self.port}"

    @property
    def clock(self) -> Clock:
        """The clock of everything here, in unix seconds."""
        return self.model.clock

    @clock.setter
    def clock(self, clock: Clock) -> None:
        self.model.clock = clock

    async def start(self) -> None:
        """Listen; `port` and `url` are right from here on."""
        # A handler ends with its client: a poll or a fault must not outlive who asked.
        self._runner = web.AppRunner(
            application(self.exchange), handler_cancellation=True, shutdown_timeout=0.1, access_log=None
        )
        await self._runner.setup()
        site = web.TCPSite(self._runner, self.host, self.port)
        await site.start()
        self.port = self._runner.addresses[0][1]

    async def stop(self) -> None:
        """Close every connection."""
        if self._runner:
            await self._runner.cleanup()
            self._runner = None

    async def __aenter__(self) -> Self:
        await self.start()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.stop()
