"""A whole house for dialogues: a local Telegram, the bot against it over HTTP with a database file, a supervisor."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path

from bot.app import App, build, serve
from bot.config import VARIABLES, Settings, read_settings
from bot.local_telegram.shapes import Json
from bot.telegram.limits import Limits, Rate
from tests.driver import PATIENCE_SECONDS, LocalTelegram, Talk
from tests.e2e.phone import Phone

AT_ONCE = Rate(100_000.0, 100_000)
TOKEN = VARIABLES["TELEGRAM_BOT_TOKEN"].example
"""Always the same, so that the patterns of the server's addresses are compiled once."""

NO_LIMITS = Limits(AT_ONCE, AT_ONCE, AT_ONCE, settling=0.0)

Environment = dict[str, str]


class Clock:
    """The real time plus what a test has let pass; unix seconds."""

    def __init__(self) -> None:
        self._passed = 0.0

    def __call__(self) -> float:
        return time.time() + self._passed

    def passes(self, seconds: float) -> None:
        """Let so much time pass at once."""
        self._passed += seconds


class House:
    """The local Telegram, the bot that can be stopped and started, and the supervisor's phone (`desk`)."""

    def __init__(self, telegram: LocalTelegram, desk: Talk, environment: Environment, clock: Clock) -> None:
        self.telegram = telegram
        self.clock = clock
        self.environment = environment
        self.desk = Phone(desk, self.quiet, "fi")
        self._app: App | None = None
        self._starts = 0
        self._running = AsyncExitStack()

    @property
    def app(self) -> App:
        """The running bot."""
        assert self._app, "the bot is not running"
        return self._app

    @property
    def settings(self) -> Settings:
        """What the bot starts with."""
        return read_settings(self.environment, env_file=None)

    @property
    def cards(self) -> list[str]:
        """The supervisor's messages that are cards of requests, oldest first."""
        title = self.desk.words("card.new", number="").strip()
        return [screen.text for screen in self.desk.screens if title in screen.text]

    async def anna(
        self, language: str = "fi", *, first_name: str = "Anna", username: str = "anna", code: str | None = None
    ) -> Phone:
        """A prospect who has found the bot. `code` is Telegram's language code when it is not the language itself."""
        talk = await self.telegram.person(
            first_name, language_code=language if code is None else code, username=username, started=True
        )
        return Phone(talk, self.quiet, language)

    async def starts(self) -> None:
        """Start the bot."""
        self._starts += 1
        self._app = await self._running.enter_async_context(running(self.telegram, self.settings, self.clock))

    async def stops(self) -> None:
        """Stop the bot, as SIGTERM does."""
        self._app = None
        await self._running.aclose()

    async def restarts(self) -> None:
        """Stop and start the bot with the same database."""
        await self.stops()
        await self.starts()

    async def passes(self, seconds: float) -> None:
        """Let time pass, and the bot notice it."""
        await self.quiet()  # first: Telegram drops what nobody has fetched in time
        self.clock.passes(seconds)
        if self._app:
            self._app.outbox.wake()
            await self.quiet()

    async def quiet(self) -> None:
        """Wait until the bot has taken in and sent everything that is due; at once when it is not running."""
        if self._app is None:
            return
        try:
            async with asyncio.timeout(PATIENCE_SECONDS):
                while self.telegram.updates.pending or self.telegram.journal.under_way:
                    while self.telegram.updates.pending:
                        await self.telegram.updates.arrived.wait()
                    await self._app.outbox.idle()
                    if self.telegram.journal.under_way:
                        await self.telegram.journal.changed.wait()
                await self._app.outbox.idle()
        except TimeoutError:
            raise AssertionError(f"the bot is not done after {PATIENCE_SECONDS:g} s") from None

    @property
    def changed_nothing(self) -> list[tuple[str, Json]]:
        """The bot's calls that Telegram answered with "message is not modified": each was in vain.

        A bot that was started again no longer knows how its messages look, and nobody knows what became of a call that
        failed: then it may ask.
        """
        calls = self.telegram.journal.calls
        if self._starts > 1 or any(call["fault"] for call in calls):
            return []
        vain = [call for call in calls if "message is not modified" in str(call["answer"])]
        return [(call["method"], call["parameters"]) for call in vain]

    def calls(self, method: str, chat_id: int = 0) -> list[Json]:
        """The bot's calls of one method, about one chat when given, oldest first."""
        return [
            call
            for call in self.telegram.journal.calls
            if call["method"].lower() == method.lower()
            and (not chat_id or str(call["parameters"].get("chat_id")) == str(chat_id))
        ]


def environment(telegram: LocalTelegram, folder: Path, supervisor: int | None) -> Environment:
    """The environment of a bot that lives in `folder` and speaks to this Telegram."""
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
    return environ


def settings_for(telegram: LocalTelegram, folder: Path, supervisor: int | None) -> Settings:
    """The settings of a bot that lives in `folder` and speaks to this Telegram."""
    return read_settings(environment(telegram, folder, supervisor), env_file=None)


@asynccontextmanager
async def house(folder: Path, *, paired: bool = True) -> AsyncIterator[House]:
    """Open a house and see to it that the bot never broke a rule of the Bot API, and never called in vain.

    `paired`: it knows its supervisor.
    """
    clock = Clock()
    async with LocalTelegram(clock=clock, token=TOKEN) as telegram:
        desk = await telegram.person("Ohjaaja", language_code="fi", started=True)
        home = House(telegram, desk, environment(telegram, folder, desk.chat_id if paired else None), clock)
        await home.starts()
        try:
            yield home
        finally:
            await home.stops()
        assert not telegram.violations, telegram.violations
        assert not home.changed_nothing, home.changed_nothing


@asynccontextmanager
async def running(
    telegram: LocalTelegram, settings: Settings, clock: Callable[[], float] = time.time
) -> AsyncIterator[App]:
    """Run the bot against this Telegram until the block ends."""
    async with build(settings, clock=clock, limits=NO_LIMITS, strict=True) as app:
        stop = asyncio.Event()
        serving = asyncio.create_task(serve(app, stop))
        try:
            yield app
        finally:
            stop.set()
            await serving
