"""A local Telegram that runs in this process, on loopback only: `async with LocalTelegram() as telegram`."""

from __future__ import annotations

import hashlib
import ipaddress
import time
from types import TracebackType
from typing import Self

from aiohttp import web

from bot.local_telegram.deeds import Deeds
from bot.local_telegram.exchange import Exchange
from bot.local_telegram.flood import NO_LIMITS, Limits
from bot.local_telegram.server import application
from bot.local_telegram.shapes import Clock


class LocalTelegram(Exchange):
    """A local Telegram, on loopback only; `port` 0 takes a free one, `token` "" makes one by chance.

    limits: how much the bot may send (as it likes by default; `Limits()` are Telegram's own). clock: unix seconds,
    settable at any time through `clock`. webhook_pause: seconds before a failed delivery is tried again.
    """

    def __init__(
        self,
        *,
        host: str = "127.0.0.1",
        port: int = 0,
        token: str = "",
        limits: Limits = NO_LIMITS,
        clock: Clock = time.time,
        webhook_pause: float = 1.0,
    ) -> None:
        if host != "localhost" and not ipaddress.ip_address(host).is_loopback:
            raise ValueError(f"{host} is not a loopback address: this Telegram knows no passwords")
        super().__init__(token, limits, clock, webhook_pause)
        self.host = host
        self.port = port
        self.key = hashlib.sha256(self.token.encode()).hexdigest()[:16]
        self.deeds = Deeds(self)
        self._runner: web.AppRunner | None = None

    @property
    def page(self) -> str:
        """The address of the page, its control API below it in local/; only who was told it finds it."""
        return f"{self.url}/{self.key}/"

    @property
    def url(self) -> str:
        """Where it answers, without a slash at the end: the bot's TELEGRAM_API_URL."""
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
            application(self, self.key), handler_cancellation=True, shutdown_timeout=0.1, access_log=None
        )
        await self._runner.setup()
        site = web.TCPSite(self._runner, self.host, self.port)
        await site.start()
        self.port = self._runner.addresses[0][1]

    async def stop(self) -> None:
        """Close every connection."""
        await self.webhook.stop()
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
