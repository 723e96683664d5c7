"""Delivery by webhook: every update is POSTed until it is answered with 2xx, in order within its lane.

Messages and button queries of one person are lanes of their own, as at Telegram, so that they can overtake one
another. Delivers on loopback only. Source: https://core.telegram.org/bots/api#setwebhook.
"""

from __future__ import annotations

import asyncio
import contextlib
from dataclasses import dataclass

import aiohttp
from yarl import URL

from bot.local_telegram.model import Model
from bot.local_telegram.shapes import Json
from bot.local_telegram.updates import Update, Updates

LOOPBACK = ("127.0.0.1", "localhost", "::1")
ANSWER_SECONDS = 60
LONGEST_PAUSE_SECONDS = 60.0


@dataclass(frozen=True, slots=True)
class Hook:
    """Where and how to deliver."""

    url: str
    secret: str = ""
    max_connections: int = 40


class Webhook:
    """Delivers while a hook is set. `pause`: seconds before the second try, doubled for each further one."""

    def __init__(self, model: Model, updates: Updates, *, pause: float = 1.0) -> None:
        self._model = model
        self._updates = updates
        self._pause = pause
        self._task: asyncio.Task[None] | None = None
        self.hook: Hook | None = None
        self.last_error_at = 0
        self.last_error = ""

    def begin(self, hook: Hook) -> None:
        """Deliver there from now on; a long poll under way is terminated."""
        self._cancel()
        self.hook = hook
        self.last_error_at, self.last_error = 0, ""
        self._updates.webhook_url = hook.url
        self._updates.end_poll("poller_ended_by_webhook")
        self._task = asyncio.create_task(self._run(hook))

    def end(self) -> None:
        """No webhook any more: long polling may begin."""
        self._cancel()
        self.hook = None
        self._updates.webhook_url = ""

    async def stop(self) -> None:
        """End all deliveries and wait for their end."""
        task = self._task
        self._cancel()
        if task:
            with contextlib.suppress(asyncio.CancelledError):
                await task

    def info(self) -> Json:
        """The Bot API's WebhookInfo."""
        self._updates.expire()
        info: Json = {
            "url": self.hook.url if self.hook else "",
            "has_custom_certificate": False,
            "pending_update_count": len(self._updates.pending),
        }
        if self.hook:
            info.update(max_connections=self.hook.max_connections, ip_address="127.0.0.1")
        if self._updates.allowed:
            info["allowed_updates"] = self._updates.allowed
        if self.last_error:
            info.update(last_error_date=self.last_error_at, last_error_message=self.last_error)
        return info

    def _cancel(self) -> None:
        if self._task:
            self._task.cancel()
            self._task = None

    async def _run(self, hook: Hook) -> None:
        """Give the first update of every free lane to a delivery of its own."""
        busy: set[tuple[str, int]] = set()
        slots = asyncio.Semaphore(hook.max_connections)
        timeout = aiohttp.ClientTimeout(total=ANSWER_SECONDS)
        connector = aiohttp.TCPConnector(limit=hook.max_connections)
        async with aiohttp.ClientSession(timeout=timeout, connector=connector) as session, asyncio.TaskGroup() as group:
            while True:
                self._updates.expire()
                for update in list(self._updates.pending.values()):
                    if update.lane not in busy:
                        busy.add(update.lane)
                        group.create_task(self._deliver(session, hook, update, busy, slots))
                await self._updates.arrived.wait()

    async def _deliver(
        self,
        session: aiohttp.ClientSession,
        hook: Hook,
        update: Update,
        busy: set[tuple[str, int]],
        slots: asyncio.Semaphore,
    ) -> None:
        """Try until it is taken or too old; then the lane is free for its next update."""
        pause = self._pause
        while update.update_id in self._updates.pending:
            async with slots:
                error = await self._post(session, hook, update)
            if not error:
                break
            self.last_error_at, self.last_error = self._model.now(), error
            self._updates.arrived.fire()
            await asyncio.sleep(pause)
            pause = min(pause * 2, LONGEST_PAUSE_SECONDS)
            self._updates.expire()
        busy.discard(update.lane)
        self._updates.acknowledge([update.update_id])

    async def _post(self, session: aiohttp.ClientSession, hook: Hook, update: Update) -> str:
        """One try; what went wrong, in Telegram's words, or nothing."""
        if URL(hook.url).host not in LOOPBACK:
            return "Connection refused: this Telegram delivers on loopback only"
        headers = {"X-Telegram-Bot-Api-Secret-Token": hook.secret} if hook.secret else {}
        try:
            async with session.post(
                hook.url, json=update.as_json(), headers=headers, allow_redirects=False
            ) as response:
                if 200 <= response.status < 300:
                    return ""
                return f"Wrong response from the webhook: {response.status} {response.reason}"
        except TimeoutError:
            return "Read timeout expired"
        except aiohttp.ClientError:
            return "Connection refused"
