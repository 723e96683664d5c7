"""What all tests share: the translators, settings, and how hypothesis searches."""

from __future__ import annotations

import asyncio
import os
import shutil
from collections.abc import Mapping
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import settings as hypothesis_settings

from bot.config import VARIABLES, Settings, read_settings
from bot.nlu.learning import freshen
from bot.storage import KeySource, Store
from bot.ui.i18n import Translator, load_translators

freshen()

# Warnings are errors, and the library warns when it makes a RetryAfter unless told of the coming change.
os.environ["PTB_TIMEDELTA"] = "true"

# Slow machines are no faults; in CI the same examples come every time.
hypothesis_settings.register_profile("here", deadline=None)
hypothesis_settings.register_profile("ci", deadline=None, derandomize=True)
hypothesis_settings.load_profile("ci" if os.environ.get("CI") else "here")

MEMORY = Path("/dev/shm")
ENOUGH_BYTES = 2**30


def pytest_configure() -> None:
    """Keep the databases of tests in memory where there is room: on a disk every commit waits for it."""
    if MEMORY.is_dir() and shutil.disk_usage(MEMORY).free > ENOUGH_BYTES:
        os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", str(MEMORY))


@pytest.fixture(scope="session")
def translators() -> Mapping[str, Translator]:
    """Every language, strict: an unfilled placeholder raises."""
    return load_translators(timezone=ZoneInfo("Europe/Helsinki"), strict=True)


@pytest.fixture
def token() -> str:
    """A bot token that opens nothing."""
    return VARIABLES["TELEGRAM_BOT_TOKEN"].example


@pytest.fixture
def settings(tmp_path: Path, token: str) -> Settings:
    """The defaults, with everything that is written below a folder of the test's own."""
    return read_settings(
        {
            "TELEGRAM_BOT_TOKEN": token,
            "DATABASE_PATH": str(tmp_path / "data" / "bot.sqlite3"),
            "DATA_KEY_FILE": str(tmp_path / "key" / "data.key"),
            "CONTROLLER_NAME": "Example Oy",
            "CONTROLLER_CONTACT": "privacy@example.org",
        },
        env_file=None,
    )


@pytest.fixture
def bot_known(tmp_path: Path, token: str, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The environment of a bot that has been started once."""
    monkeypatch.chdir(tmp_path)
    for name, value in {
        "TELEGRAM_BOT_TOKEN": token,
        "DATABASE_PATH": str(tmp_path / "bot.sqlite3"),
        "DATA_KEY": "00" * 32,
    }.items():
        monkeypatch.setenv(name, value)

    async def start() -> None:
        store = await Store.open(tmp_path / "bot.sqlite3", keys=KeySource(data_key="00" * 32))
        await store.transaction(lambda tx: tx.settings.put("bot_username", "a_bot"))
        await store.close()

    asyncio.run(start())
    return tmp_path
