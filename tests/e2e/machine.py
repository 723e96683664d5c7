"""The bot as a program of its own: `python -m bot` against a local Telegram, as its operator runs it."""

from __future__ import annotations

import asyncio
import io
import os
import resource
import signal
import sys
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager, redirect_stderr, redirect_stdout
from pathlib import Path

import pytest

from bot.cli import main
from tests.e2e.house import Environment

ROOT = Path(__file__).resolve().parents[2]
PATIENCE_SECONDS = 20.0

BOT = ("-m", "bot")
_QUICK = "import bot.storage.store as store; store.LOCK_SECONDS = 0.1"
IMPATIENT = ("-c", f"{_QUICK}; from bot.cli import main; raise SystemExit(main([]))")
"""The bot, which waits a tenth of a second for a locked database instead of seconds."""


class Machine:
    """A running `python -m bot ...`: its process and what it has written to standard error."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self.process = process
        self.said = ""
        self._more = asyncio.Event()
        self._reading = asyncio.create_task(self._read())

    async def _read(self) -> None:
        assert self.process.stderr
        while line := await self.process.stderr.readline():
            self.said += line.decode()
            self._more.set()
        self._more.set()

    async def says(self, words: str, times: int = 1) -> None:
        """Wait until it has written these words so often."""
        try:
            async with asyncio.timeout(PATIENCE_SECONDS):
                while self.said.count(words) < times:
                    if self._reading.done():
                        raise AssertionError(f"it ended without saying {words!r}:\n{self.said}")
                    self._more.clear()
                    await self._more.wait()
        except TimeoutError:
            raise AssertionError(f"it does not say {words!r}:\n{self.said}") from None

    async def ends(self) -> int:
        """Wait for its end and return the exit code."""
        async with asyncio.timeout(PATIENCE_SECONDS):
            code = await self.process.wait()
            await self._reading
        return code

    async def stops(self) -> int:
        """Stop it as an operating system does and return the exit code."""
        if self.process.returncode is None:
            self.process.send_signal(signal.SIGTERM)
        return await self.ends()

    def files_end_at(self, size: int) -> None:
        """Let no file grow beyond `size` bytes, as on a full disk; -1: as they like again."""
        most = resource.RLIM_INFINITY if size < 0 else size
        resource.prlimit(self.process.pid, resource.RLIMIT_FSIZE, (most, resource.RLIM_INFINITY))


async def begun(
    environ: Environment,
    *arguments: str,
    program: Sequence[str] = BOT,
    before: Callable[[], None] | None = None,
    stdout: int = asyncio.subprocess.DEVNULL,
) -> Machine:
    """Start `python -m bot ARGUMENTS` with these settings in an empty folder."""
    folder = Path(environ["DATABASE_PATH"]).parent
    folder.mkdir(parents=True, exist_ok=True)
    own = {**environ, "PYTHONPATH": str(ROOT), "PATH": os.environ.get("PATH", ""), "HOME": str(folder)}
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        *program,
        *arguments,
        cwd=folder,
        env=own,
        stdout=stdout,
        stderr=asyncio.subprocess.PIPE,
        preexec_fn=before,
    )
    return Machine(process)


async def ran(environ: Environment, *arguments: str, before: Callable[[], None] | None = None) -> tuple[int, str, str]:
    """Run one command to its end; exit code, standard output, standard error."""
    folder = Path(environ["DATABASE_PATH"]).parent
    folder.mkdir(parents=True, exist_ok=True)
    own = {**environ, "PYTHONPATH": str(ROOT), "PATH": os.environ.get("PATH", ""), "HOME": str(folder)}
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        *BOT,
        *arguments,
        cwd=folder,
        env=own,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
        preexec_fn=before,
    )
    try:
        async with asyncio.timeout(PATIENCE_SECONDS):
            out, err = await process.communicate()
    except TimeoutError:
        process.kill()
        out, err = await process.communicate()
        raise AssertionError(f"it does not end:\n{out.decode()}\n{err.decode()}") from None
    assert process.returncode is not None
    return process.returncode, out.decode(), err.decode()


async def ran_here(environ: Environment, *arguments: str) -> tuple[int, str, str]:
    """Run one command to its end in this process, beside the bot that runs here: `ran`, many times faster."""
    out, err = io.StringIO(), io.StringIO()
    with pytest.MonkeyPatch.context() as patch, redirect_stdout(out), redirect_stderr(err):
        patch.chdir(Path(environ["DATABASE_PATH"]).parent)
        for name, value in environ.items():
            patch.setenv(name, value)
        code = await asyncio.to_thread(main, [*arguments])
    return code, out.getvalue(), err.getvalue()


@asynccontextmanager
async def running_alone(environ: Environment, program: Sequence[str] = BOT) -> AsyncIterator[Machine]:
    """Run the bot as a process until the block ends."""
    machine = await begun(environ, program=program)
    try:
        await machine.says("the bot is running")
        yield machine
    finally:
        if machine.process.returncode is None:
            machine.files_end_at(-1)
        await machine.stops()
