"""What passes by itself is waited out; what a person must put right ends the bot with exit code 2. In virtual time."""

from __future__ import annotations

import asyncio
import errno
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest

from bot import cli
from bot.app import LONGEST_WAIT, REFUSED_SECONDS, insist
from bot.errors import (
    DatabaseBusy,
    DatabaseForeign,
    DatabaseInUse,
    DatabaseNewer,
    DataKeyError,
    SettingsError,
    StorageError,
    TokenRefused,
    TryLater,
)
from bot.storage import KeySource, Store
from bot.storage.tables import failure

PASSING = [
    DatabaseBusy("locked"),
    TryLater("away", 1.0),
    OSError(errno.EADDRINUSE, "address already in use"),
    OSError(errno.ENOSPC, "no space left on device"),
]
FOR_A_PERSON = [
    SettingsError("TELEGRAM_BOT_TOKEN"),
    DataKeyError("wrong key"),
    DatabaseForeign("no database"),
    DatabaseNewer("newer"),
    DatabaseInUse("in use"),
    StorageError("it is damaged"),
    OSError(errno.EACCES, "permission denied"),
]


class Bot:
    """A bot that fails so often; its time passes only while it waits."""

    def __init__(self, error: Exception, times: int, *, runs: float = 0.0) -> None:
        self.error, self.left, self.runs = error, times, runs
        self.now = 1000.0
        self.waits: list[float] = []
        self.stop = asyncio.Event()

    async def once(self) -> None:
        self.now += self.runs
        if self.left:
            self.left -= 1
            raise self.error

    async def sleep(self, seconds: float) -> None:
        self.waits.append(seconds)
        self.now += seconds

    async def lives(self) -> None:
        await insist(self.once, self.stop, clock=lambda: self.now, sleep=self.sleep)


@pytest.mark.parametrize("error", PASSING, ids=str)
async def test_what_passes_by_itself_is_waited_out_with_growing_pauses(error: Exception) -> None:
    bot = Bot(error, 200)

    await bot.lives()

    assert bot.left == 0
    assert bot.waits[:4] == [1, 2, 4, 8]
    assert max(bot.waits) == LONGEST_WAIT


@pytest.mark.parametrize("error", FOR_A_PERSON, ids=lambda error: type(error).__name__)
async def test_what_a_person_must_put_right_is_raised_at_once(error: Exception) -> None:
    bot = Bot(error, 1)

    with pytest.raises(type(error)):
        await bot.lives()

    assert bot.waits == []


async def test_a_refused_token_is_waited_out_for_some_minutes_only() -> None:
    bot = Bot(TokenRefused("401"), 5)
    await bot.lives()

    forever = Bot(TokenRefused("401"), 1_000)
    with pytest.raises(TokenRefused):
        await forever.lives()
    assert REFUSED_SECONDS <= sum(forever.waits) <= REFUSED_SECONDS + LONGEST_WAIT


async def test_a_token_refused_now_and_then_over_weeks_never_ends_the_bot() -> None:
    bot = Bot(TokenRefused("401"), 100, runs=3600.0)

    await bot.lives()

    assert bot.waits == [1.0] * 100


async def test_a_bot_told_to_stop_while_it_waits_stops() -> None:
    bot = Bot(DatabaseBusy("locked"), 1_000)

    async def sleep(seconds: float) -> None:
        bot.stop.set()
        await asyncio.Event().wait()

    async with asyncio.timeout(5):
        await insist(bot.once, bot.stop, sleep=sleep)


@pytest.mark.parametrize(
    ("error", "code"),
    [*((each, 1) for each in PASSING), *((each, 2) for each in FOR_A_PERSON)],
    ids=lambda each: str(each),
)
def test_exit_code_2_is_only_for_what_a_person_must_put_right(
    error: Exception, code: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails() -> int:
        raise error

    monkeypatch.setattr(cli, "run", fails)

    assert cli.main([]) == code


def _sqlite(code: int) -> sqlite3.OperationalError:
    error = sqlite3.OperationalError("x")
    error.sqlite_errorcode = code
    return error


@pytest.mark.parametrize("code", [sqlite3.SQLITE_BUSY, sqlite3.SQLITE_BUSY_SNAPSHOT, sqlite3.SQLITE_FULL])
def test_a_locked_database_and_a_full_disk_pass(code: int) -> None:
    assert isinstance(failure(_sqlite(code)), DatabaseBusy)


@pytest.mark.parametrize("code", [sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_READONLY, sqlite3.SQLITE_IOERR])
def test_a_damaged_or_read_only_database_does_not(code: int) -> None:
    assert not isinstance(failure(_sqlite(code)), DatabaseBusy)


async def test_a_disk_that_is_full_at_the_first_start_passes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> Callable[..., int]:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("os.pwrite", full)

    with pytest.raises(DatabaseBusy, match="make room"):
        await Store.open(tmp_path / "bot.sqlite3", keys=KeySource(data_key="00" * 32))
