"""The bots that are measured, each a process: ours from this checkout, peers from environments of their own."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import urllib.request
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.ui.callbacks import encode
from tests.bench.figures import only_here
from tests.bench.server import SUPERVISOR
from tests.bot.at import AT_OFFER, SENT
from tests.soak.process import free_port

ROOT = Path(__file__).resolve().parents[2]
MADE = ROOT / ".bench"
"""Where the peers' environments are made; git ignores it."""

DATA_KEY = "00" * 32

TELEGRAM = ("python-telegram-bot[webhooks]==22.8", "httpx==0.28.1", "tornado==6.6.1")


@dataclass(frozen=True, slots=True)
class Program:
    """`shipped`: as people run it; `unbound`: without limits of its own on sending. `taps`: it has buttons."""

    name: str
    shipped: Sequence[str]
    unbound: Sequence[str]
    packages: Sequence[str] = ()
    taps: bool = True

    @property
    def python(self) -> Path:
        """Return the interpreter of its environment, which is made with the pinned packages when it is missing."""
        if not self.packages:
            return Path(sys.executable)
        home = MADE / self.name.replace(" ", "-")
        python, done = home / "bin" / "python", home / "packages.installed"
        if not done.exists() or done.read_text() != "\n".join(self.packages):
            subprocess.run([sys.executable, "-m", "venv", "--clear", home], check=True)
            subprocess.run([python, "-m", "pip", "install", "--quiet", *self.packages], check=True)
            done.write_text("\n".join(self.packages))
        return python

    def deeds(self, *, whole: bool) -> list[dict[str, str]]:
        """Return what a person does: up to the suggestion, or (`whole`) until the request is sent."""
        steps = [step if isinstance(step, str) else encode(step) for step in (SENT if whole else AT_OFFER)]
        return [{"text": "/start" if self.taps else "start"}, *({"tap" if self.taps else "text": s} for s in steps)]


def peer(name: str, module: str, packages: Sequence[str], *, taps: bool = True) -> Program:
    """Return a program of `peers/`; none of them limits its sending."""
    command = ("-m", f"tests.bench.peers.{module}")
    return Program(name, command, command, packages, taps)


OURS = Program("ours", ("-m", "bot"), ("-m", "tests.soak.bot_that_dies", "never", "1", "fast"))
ECHO = peer("echo", "echo", TELEGRAM, taps=False)
PEERS = (
    peer("ConversationHandler", "conversation", (*TELEGRAM, "aiosqlite==0.22.1")),
    peer("aiogram", "aiogram_sqlite", ("aiogram==3.31.0", "aiogram-sqlite-storage==1.0.1", "aiohttp==3.14.5")),
)


class Life:
    """A running bot and the Telegram it talks to."""

    def __init__(self, process: subprocess.Popen[bytes], url: str) -> None:
        self.pid = process.pid
        self._url = url
        begun = self.order(do="begin", pid=process.pid)
        self.began_at: float = begun["at"]
        self.start_cpu: float = begun["cpu"]

    def order(self, **order: Any) -> dict[str, Any]:
        """Have the Telegram do something; RuntimeError when it could not."""
        request = urllib.request.Request(f"{self._url}/order", json.dumps(order).encode())
        with urllib.request.urlopen(request) as response:
            result: dict[str, Any] = json.load(response)["result"]
        if "error" in result:
            raise RuntimeError(f"{order.get('do')}: {result['error']}")
        return result

    def memory(self, what: str = "VmRSS") -> float:
        """Return MiB in use now, or at most so far ("VmHWM")."""
        found = re.search(rf"{what}:\s+(\d+) kB", Path(f"/proc/{self.pid}/status").read_text())
        assert found
        return int(found[1]) / 1024


@contextmanager
def running(command: Sequence[str | Path], folder: Path, *, hook: bool = False) -> Iterator[Life]:
    """Run a bot with its database in `folder` until the block ends; what it says goes to `folder`/log."""
    folder.mkdir(parents=True, exist_ok=True)
    server = subprocess.Popen([sys.executable, "-m", "tests.bench.server"], cwd=ROOT, stdout=subprocess.PIPE)
    assert server.stdout
    try:
        url = only_here(f"http://127.0.0.1:{int(server.stdout.readline())}")
        with (folder / "log").open("ab") as log:
            process = subprocess.Popen(
                command, cwd=folder, env=environment(url, folder, hook=hook), stdout=log, stderr=log
            )
        try:
            yield Life(process, url)
        finally:
            process.terminate()
            try:
                process.wait(10)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
    finally:
        server.kill()
        server.wait()


def environment(url: str, folder: Path, *, hook: bool = False) -> Mapping[str, str]:
    """Return the settings that all programs read."""
    port = free_port() if hook else 0
    hooked = {"WEBHOOK_URL": f"http://127.0.0.1:{port}/hook", "WEBHOOK_PORT": str(port)} if hook else {}
    return {
        "PATH": os.environ.get("PATH", ""),
        "PYTHONPATH": str(ROOT),
        "TELEGRAM_BOT_TOKEN": "123456789:AAExampleExampleExampleExampleExamp",
        "TELEGRAM_API_URL": only_here(url),
        "SUPERVISOR_CHAT_ID": str(SUPERVISOR),
        "DATABASE_PATH": str(folder / "bot.sqlite3"),
        "DATA_KEY": DATA_KEY,
        "CONTROLLER_NAME": "Esimerkki Oy",
        "CONTROLLER_CONTACT": "tietosuoja@example.fi",
        "LOG_LEVEL": "ERROR",
        "BENCH_STEPS": str(len(SENT)),
        **hooked,
    }
