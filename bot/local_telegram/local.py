"""A local Telegram that runs in this process: `async with LocalTelegram() as telegram: ... telegram.url ...`."""

from __future__ import annotations

import asyncio
import hashlib
import ipaddress
import secrets
import time
from collections.abc import Sequence
from types import TracebackType
from typing import Any, Self

from aiohttp import web

from bot.local_telegram.deeds import Deeds
from bot.local_telegram.driver import PATIENCE_SECONDS, Talk
from bot.local_telegram.exchange import Exchange
from bot.local_telegram.faults import Fault, Faults
from bot.local_telegram.flood import NO_LIMITS, Flood, Limits
from bot.local_telegram.journal import Journal
from bot.local_telegram.model import Model
from bot.local_telegram.server import application
from bot.local_telegram.shapes import Clock, Json
from bot.local_telegram.updates import Updates
from bot.local_telegram.webhook import Webhook

BOT_ID = 7_123_456_789


class LocalTelegram:
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
        username: str = "tyonohjaus_bot",
        first_name: str = "Työnohjaus",
        limits: Limits = NO_LIMITS,
        clock: Clock = time.time,
        webhook_pause: float = 1.0,
    ) -> None:
        if host != "localhost" and not ipaddress.ip_address(host).is_loopback:
            raise ValueError(f"{host} is not a loopback address: this Telegram knows no passwords")
        token = token or f"{BOT_ID}:{secrets.token_urlsafe(26)}"
        bot_id, _, secret = token.partition(":")
        if not (bot_id.isdigit() and secret):
            raise ValueError("a bot token reads 123456789:letters")
        self.host = host
        self.port = port
        self.token = token
        self.key = hashlib.sha256(token.encode()).hexdigest()[:16]
        self.model = Model(bot_id=int(bot_id), username=username, first_name=first_name, clock=clock)
        self.journal = Journal()
        self.updates = Updates(self.model, self.journal)
        self.webhook = Webhook(self.model, self.updates, self.journal, pause=webhook_pause)
        self.faults = Faults()
        self.exchange = Exchange(
            token=token,
            model=self.model,
            updates=self.updates,
            webhook=self.webhook,
            journal=self.journal,
            faults=self.faults,
            flood=Flood(limits, lambda: self.model.clock()),
        )
        self.deeds = Deeds(self.exchange)
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

    @property
    def violations(self) -> list[Json]:
        """The rules that the bot broke, oldest first."""
        return self.journal.violations

    async def person(
        self,
        first_name: str,
        *,
        last_name: str = "",
        username: str = "",
        language_code: str = "",
        started: bool = True,
    ) -> Talk:
        """A new person, with their private chat in hand; `started`: the bot may write to them already."""
        added = self.model.add_person(
            first_name, last_name=last_name, username=username, language_code=language_code, started=started
        )
        return Talk(self, self.model.chats[added.user_id], added)

    async def group(
        self,
        title: str,
        members: Sequence[Talk],
        *,
        type: str = "group",
        forum: bool = False,
        administrator: bool = False,
    ) -> Talk:
        """A new group in the hand of its first member, who made it; `Talk.of` gives it to another one."""
        if not members:
            raise ValueError("a group has at least one member")
        user_ids = [member.user_id for member in members]
        chat = self.model.add_group(title, type=type, members=user_ids, forum=forum, administrator=administrator)
        return Talk(self, chat, self.model.people[user_ids[0]])

    def fails(self, kind: str, **more: Any) -> None:
        """The next matching calls fail; `more` as in Fault: times, method, chat_id, seconds, retry_after, ..."""
        self.faults.add(Fault(kind, **more))

    async def settled(self, quiet: float = 0.1) -> None:
        """Wait until every update is acknowledged and, for `quiet` seconds, the bot calls nothing but getUpdates."""
        try:
            async with asyncio.timeout(PATIENCE_SECONDS):
                while True:
                    if self.updates.pending:
                        await self.updates.arrived.wait()
                    elif self.journal.under_way or await self.journal.changed.wait(quiet):
                        await self.journal.changed.wait(quiet)
                    else:
                        return
        except TimeoutError:
            waiting = [update.kind for update in self.updates.pending.values()]
            raise AssertionError(
                f"the bot is not done after {PATIENCE_SECONDS:g} s: {self.journal.under_way} calls under way, "
                f"updates not acknowledged: {waiting}"
            ) from None

    async def start(self) -> None:
        """Listen; `port` and `url` are right from here on."""
        # A handler ends with its client: a poll or a fault must not outlive who asked.
        self._runner = web.AppRunner(
            application(self.exchange, self.key), handler_cancellation=True, shutdown_timeout=0.1, access_log=None
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
