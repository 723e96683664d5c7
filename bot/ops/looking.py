"""Looking once a minute at something that somebody is to be told of."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import Awaitable, Callable, Coroutine
from typing import Any

from bot.telegram.ingest import unless

log = logging.getLogger(__name__)

LOOK_SECONDS = 60.0


async def keep_looking(
    look: Callable[[], Coroutine[Any, Any, None]],
    stop: asyncio.Event,
    fault: str,
    wait: Callable[[], Awaitable[object]] | None = None,
) -> None:
    """Look until stopped, which also ends a look under way; `wait` passes the time between two looks.

    A look that fails is logged as `fault`, and what it had to tell is told the next time.
    """
    while not stop.is_set():
        try:
            await unless(stop, look())
        except Exception as error:  # to look must never stop the bot, nor fail unseen
            log.warning(fault, extra={"reason": type(error).__name__})
        with contextlib.suppress(TimeoutError):
            await (wait() if wait else asyncio.wait_for(stop.wait(), LOOK_SECONDS))
