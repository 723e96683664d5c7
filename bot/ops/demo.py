"""The demonstration: a local Telegram, the bot against it over HTTP, and a page with two phones."""

from __future__ import annotations

import asyncio
import signal
import sys
import tempfile
import webbrowser
from pathlib import Path

from bot.app import build, serve
from bot.config import Settings, read_settings
from bot.local_telegram.flood import Limits
from bot.local_telegram.running import LocalTelegram
from bot.logs import setup_logging

CONTROLLER = ("Esimerkkityönohjaus", "tietosuoja@example.fi")
"""Who the privacy notice names in a demonstration."""


async def demonstrate(port: int, *, open_browser: bool) -> None:
    """Serve until interrupted. Everything is new each time and gone afterwards."""
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for name in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(name, stop.set)
    with tempfile.TemporaryDirectory(prefix="tyonohjaus-demo-") as folder:
        telegram = await _started(port)
        try:
            supervisor = telegram.model.add_person("Työnohjaaja", language_code="fi").user_id
            telegram.model.supervisor = {"user_id": supervisor, "chat_id": supervisor}
            telegram.deeds.send(supervisor, supervisor, {"text": "/start"})
            settings = demo_settings(telegram, Path(folder), supervisor)
            setup_logging("ERROR", settings.token)
            async with build(settings) as app:
                serving = asyncio.create_task(serve(app, stop))
                _tell(telegram.page, open_browser=open_browser)
                await serving
        finally:
            await telegram.stop()


def demo_settings(telegram: LocalTelegram, folder: Path, supervisor_chat: int) -> Settings:
    """Return the settings of a bot that speaks to this Telegram and writes below `folder`."""
    return read_settings(
        {
            "TELEGRAM_BOT_TOKEN": telegram.token,
            "TELEGRAM_API_URL": telegram.url,
            "SUPERVISOR_CHAT_ID": str(supervisor_chat),
            "DATABASE_PATH": str(folder / "bot.sqlite3"),
            "DATA_KEY_FILE": str(folder / "key" / "data.key"),
            "CONTROLLER_NAME": CONTROLLER[0],
            "CONTROLLER_CONTACT": CONTROLLER[1],
        },
        env_file=None,
    )


async def _started(port: int) -> LocalTelegram:
    """Open a local Telegram at this port, or at a free one when it is taken."""
    telegram = LocalTelegram(port=port, limits=Limits())
    try:
        await telegram.start()
    except OSError:
        telegram.port = 0
        await telegram.start()
    return telegram


def _tell(url: str, *, open_browser: bool) -> None:
    opened = open_browser and webbrowser.open(url)
    where = "It opens in your browser" if opened else "Open it in a browser"
    sys.stdout.write(f"\n  Two phones, a prospect and the supervisor: {url}\n  {where}; stop with Ctrl-C.\n\n")
    sys.stdout.flush()
