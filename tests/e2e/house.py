"""A whole house for dialogues: a local Telegram, the bot against it over HTTP with a database file, a supervisor."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from bot.app import App, build, serve
from bot.config import Settings, read_settings
from bot.i18n import Translator
from bot.limits import Limits, Rate
from bot.local_telegram.driver import Talk
from bot.local_telegram.local import LocalTelegram

AT_ONCE = Rate(100_000.0, 100_000)
NO_LIMITS = Limits(AT_ONCE, AT_ONCE, AT_ONCE)


@dataclass(frozen=True, slots=True)
class House:
    """The local Telegram, the bot, and the supervisor's phone."""

    telegram: LocalTelegram
    app: App
    desk: Talk

    @property
    def speak(self) -> Mapping[str, Translator]:
        """The languages, to find a button whatever its language."""
        return self.app.speak

    async def anna(self, language_code: str = "fi", *, first_name: str = "Anna", username: str = "anna") -> Talk:
        """A new prospect who has opened the chat."""
        return await self.telegram.person(first_name, language_code=language_code, username=username, started=True)


def settings_for(telegram: LocalTelegram, folder: Path, supervisor: int | None) -> Settings:
    """The settings of a bot that lives in `folder` and speaks to this Telegram."""
    environ = {
        "TELEGRAM_BOT_TOKEN": telegram.token,
        "TELEGRAM_API_URL": telegram.url,
        "DATABASE_PATH": str(folder / "bot.sqlite3"),
        "DATA_KEY_FILE": str(folder / "key" / "data.key"),
        "CONTROLLER_NAME": "Esimerkki Oy",
        "CONTROLLER_CONTACT": "tietosuoja@example.fi",
    }
    if supervisor is not None:
        environ["SUPERVISOR_CHAT_ID"] = str(supervisor)
    return read_settings(environ, env_file=None)


@asynccontextmanager
async def house(folder: Path) -> AsyncIterator[House]:
    """Open a house and see to it that the bot never broke a rule of the Bot API."""
    async with LocalTelegram() as telegram:
        desk = await telegram.person("Ohjaaja", language_code="fi", started=True)
        async with running(telegram, settings_for(telegram, folder, desk.chat_id)) as app:
            yield House(telegram, app, desk)
        assert telegram.violations == []


@asynccontextmanager
async def running(telegram: LocalTelegram, settings: Settings) -> AsyncIterator[App]:
    """Run the bot against this Telegram until the block ends."""
    async with build(settings, limits=NO_LIMITS, strict=True) as app:
        stop = asyncio.Event()
        serving = asyncio.create_task(serve(app, stop))
        try:
            yield app
        finally:
            stop.set()
            await serving
