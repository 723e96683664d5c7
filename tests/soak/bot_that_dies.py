"""`python -m tests.soak.bot_that_dies POINT PASSING [fast] [early]`: the bot, killed by itself at a named point.

The real bot has no switch for this: no variable of the environment and no setting can make it die. This program is the
only one that hands a deadly checkpoint to `bot.app.run`; everything else of the process is the bot's own, and it ends
as `kill -9` from outside would end it: no handler, no `finally`, no flush.

POINT: after_receive, before_commit, after_commit, before_acknowledge, before_send, after_send, before_mark, or never.
PASSING: the n-th time the point is passed. `fast`: without Telegram's limits on sending, so that a test takes seconds.
`early`: acknowledges before the commit, as a careless bot would; the test of the test.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
import sys
import threading
from collections.abc import Sequence

import bot.app
import bot.telegram.webhook
from bot.cli import complete
from bot.config import read_settings
from bot.errors import DeliveryError
from bot.logs import setup_logging
from bot.telegram.ingest import Ingest, Raw, id_of
from bot.telegram.limits import Limits, Rate
from bot.telegram.updates import ALLOWED_UPDATES
from bot.telegram.webhook import Inbox

POINTS = (
    "after_receive",
    "before_commit",
    "after_commit",
    "before_acknowledge",
    "before_send",
    "after_send",
    "before_mark",
)
NEVER = "never"

AT_ONCE = Rate(100_000.0, 100_000)


class Fuse:
    """A checkpoint that kills this process, with the signal nothing can catch, at the n-th passing of one point."""

    def __init__(self, point: str, passing: int) -> None:
        self._point = point
        self._left = passing
        self._lock = threading.Lock()  # points are passed on the store's thread too

    def __call__(self, point: str) -> None:
        if point != self._point:
            return
        with self._lock:
            self._left -= 1
            if not self._left:
                os.kill(os.getpid(), signal.SIGKILL)


class EarlyIngest(Ingest):
    """Acknowledges what it has merely received."""

    async def take(self, batch: Sequence[Raw]) -> int:
        """Acknowledge, then decide and commit."""
        with contextlib.suppress(DeliveryError):  # a webhook is set: there is nothing to acknowledge by an offset
            await self._telegram.get_updates(max(map(id_of, batch)) + 1, 0, 1, ALLOWED_UPDATES)
        return await super().take(batch)


class EarlyInbox(Inbox):
    """Answers 200 to what it has merely queued."""

    def join(self, raw: Raw) -> asyncio.Future[bool] | None:
        """Queue an update and call it committed."""
        committed = super().join(raw)
        if committed is not None:
            committed.set_result(True)
        return committed


def main(point: str, passing: int, how: Sequence[str]) -> None:
    """Run the bot with the settings of the environment until it dies or is told to stop."""
    settings = read_settings(os.environ, env_file=None)
    setup_logging(settings.log_level, settings.token)
    if "early" in how:
        # A careless bot takes the place of the real one.
        setattr(bot.app, "Ingest", EarlyIngest)  # noqa: B010 (a plain assignment would be another type to mypy)
        setattr(bot.telegram.webhook, "Inbox", EarlyInbox)  # noqa: B010 (the same)
    limits = Limits(AT_ONCE, AT_ONCE, AT_ONCE) if "fast" in how else None
    complete(bot.app.run(settings, limits=limits, checkpoint=Fuse(point, passing)))


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), sys.argv[3:])
