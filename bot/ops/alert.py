"""Word to the operator, who is not the supervisor: a plain POST to a URL of the operator's own when something is wrong.

Nothing personal is in it, so that any service that takes a POST may get it:
`{"bot": "...", "ready": false, "missing": ["telegram"], "faults": 2}`.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

import aiohttp

from bot.links import USERNAME
from bot.ops.health import Health
from bot.ops.looking import keep_looking
from bot.storage import Store, Tx
from flows.dataclass import dataclass

POST_SECONDS = 10.0

TOLD = "alert_told"
"""The setting that keeps what the operator was told last: `[missing, faults]`."""


@dataclass(frozen=True, slots=True)
class Found:
    """How the bot is: what is `missing` (words of `/readyz`), and how many updates have been kept aside as faults."""

    missing: tuple[str, ...] = ()
    faults: int = 0


def is_news(before: Found, now: Found) -> bool:
    """Tell whether the operator should hear of it: something else is missing, all is well again, another fault."""
    return now.missing != before.missing or now.faults > before.faults


@dataclass(frozen=True, slots=True)
class Alert:
    """Looks once a minute and tells what has changed; what cannot be told now is told the next time."""

    store: Store
    health: Health
    url: str

    async def watch(self, stop: asyncio.Event, wait: Callable[[], Awaitable[object]] | None = None) -> None:
        """Look until stopped; `wait` passes the time between two looks."""
        await keep_looking(self.look, stop, "the operator could not be told", wait)

    async def look(self) -> None:
        """Look at the bot and tell what is news."""
        report = await self.health.report()
        before, faults, name = await self.store.transaction(_known)
        now = Found(tuple(report.missing), faults)
        if not is_news(before, now):
            if now.faults < before.faults:  # expired
                await self.store.transaction(lambda tx: _tell(tx, now))
            return
        told = {"bot": name, "ready": report.ready, "missing": report.missing, "faults": faults}
        limit = aiohttp.ClientTimeout(total=POST_SECONDS)
        async with aiohttp.ClientSession(timeout=limit) as session, session.post(self.url, json=told) as answer:
            answer.raise_for_status()
        await self.store.transaction(lambda tx: _tell(tx, now))


def _known(tx: Tx) -> tuple[Found, int, str]:
    missing, faults = tx.settings.get(TOLD, [[], 0])
    return Found(tuple(missing), faults), tx.poison.count(), str(tx.settings.get(USERNAME, ""))


def _tell(tx: Tx, now: Found) -> None:
    tx.settings.put(TOLD, [list(now.missing), now.faults])
