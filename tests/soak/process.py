"""The bot as a process of its own: started, killed, told to stop. Nothing here sleeps."""

from __future__ import annotations

import asyncio
import os
import signal
import socket
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from tests.driver import LocalTelegram

ROOT = Path(__file__).resolve().parents[2]
LOG = "bot.log"
START_SECONDS = 60.0

BOT = ("-m", "bot")
FIRST_CALLS = frozenset({"deletewebhook", "setwebhook"})
"""The call with which receiving begins, by polling or by webhook."""


def dying(point: str, passing: int = 1, *how: str) -> Sequence[str]:
    """Return the arguments of a bot that kills itself; see `tests.soak.bot_that_dies`."""
    return ("-m", "tests.soak.bot_that_dies", point, str(passing), *how)


class BotProcess:
    """One life of the bot. `folder`: where it is started and where its log is kept."""

    def __init__(self, process: asyncio.subprocess.Process, telegram: LocalTelegram) -> None:
        self._process = process
        self._telegram = telegram
        self._calls_before = len(telegram.journal.calls)

    @classmethod
    async def start(
        cls, telegram: LocalTelegram, environment: Mapping[str, str], folder: Path, program: Sequence[str] = BOT
    ) -> BotProcess:
        """Start a process with this environment and nothing else of ours; return at once."""
        with (folder / LOG).open("ab") as log:
            process = await asyncio.create_subprocess_exec(
                sys.executable,
                *program,
                env={"PATH": os.environ.get("PATH", ""), "PYTHONPATH": str(ROOT), **environment},
                cwd=folder,
                stdin=asyncio.subprocess.DEVNULL,
                stdout=log,
                stderr=log,
            )
        return cls(process, telegram)

    @property
    def pid(self) -> int:
        """The id of the process."""
        return self._process.pid

    async def receives(self) -> None:
        """Wait until the bot begins to receive updates; AssertionError when it ends before."""
        ended = asyncio.ensure_future(self._process.wait())
        try:
            async with asyncio.timeout(START_SECONDS):
                while not self._has_begun():
                    changed = asyncio.ensure_future(self._telegram.journal.changed.wait())
                    await asyncio.wait({ended, changed}, return_when=asyncio.FIRST_COMPLETED)
                    changed.cancel()
                    assert not ended.done() or self._has_begun(), f"the bot ended with {ended.result()}"
        finally:
            ended.cancel()

    async def ends(self, seconds: float = START_SECONDS) -> int:
        """Wait for the process to end by itself; return its exit code (negative: the signal that ended it)."""
        async with asyncio.timeout(seconds):
            return await self._process.wait()

    async def is_killed(self) -> int:
        """Kill it now, as `kill -9` does; a process that has ended already is left alone."""
        return await self._signalled(signal.SIGKILL, START_SECONDS)

    async def is_told_to_stop(self, by: signal.Signals = signal.SIGTERM, seconds: float = START_SECONDS) -> int:
        """Send a signal and return the exit code; TimeoutError when it takes longer."""
        return await self._signalled(by, seconds)

    async def _signalled(self, by: signal.Signals, seconds: float) -> int:
        if self._process.returncode is None:
            self._process.send_signal(by)
        return await self.ends(seconds)

    def _has_begun(self) -> bool:
        calls = self._telegram.journal.calls
        return any(calls[at]["method"].lower() in FIRST_CALLS for at in range(self._calls_before, len(calls)))


def free_port() -> int:
    """Return a port of this machine that nobody listens on."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])
