"""Disks and files that fail, under the real program: one clear message, nothing acknowledged, nothing lost."""

from __future__ import annotations

import ctypes
import os
import resource
import shutil
import sqlite3
import stat
from collections.abc import AsyncIterator
from contextlib import closing
from pathlib import Path

import pytest

from bot.local_telegram.shapes import Chat, Person
from tests.driver import LocalTelegram, Talk
from tests.e2e.house import Environment, environment
from tests.e2e.machine import IMPATIENT, begun, ran, running_alone
from tests.e2e.phone import said

OLD = Path(__file__).resolve().parents[1] / "data" / "version-1.sqlite3"
"""Made by the first version: two conversations, one of them with a lead whose card waits, one erased lead."""

OLD_KEY = "5a" * 32
OLD_DESK, OLD_ANNA, OLD_BERTTA = 900, 101, 102


@pytest.fixture
async def telegram() -> AsyncIterator[LocalTelegram]:
    async with LocalTelegram() as opened:
        yield opened


@pytest.fixture
def environ(telegram: LocalTelegram, tmp_path: Path) -> Environment:
    return {**environment(telegram, tmp_path / "data", None), "DATA_KEY": OLD_KEY, "LOG_LEVEL": "WARNING"}


def database(environ: Environment) -> Path:
    path = Path(environ["DATABASE_PATH"])
    path.parent.mkdir(parents=True, exist_ok=True)
    return path


def _log(environ: Environment) -> Path:
    return database(environ).with_name("bot.sqlite3-wal")


async def refused(environ: Environment, *words: str) -> str:
    """The bot does not start: exit code 2, one message with these words, no traceback."""
    code, _, err = await ran(environ)
    assert code == 2, err
    assert "Traceback" not in err
    for word in words:
        assert word in err
    (message,) = [line for line in err.splitlines() if not line.startswith("{")]
    return message


def bound_by_permissions() -> None:
    """Make root heed the permissions of files, like anybody else (prctl(2), capabilities(7))."""
    drop_from_bounding_set, dac_override, dac_read_search = 24, 1, 2
    for capability in (dac_override, dac_read_search):
        ctypes.CDLL(None).prctl(drop_from_bounding_set, capability, 0, 0, 0)


# -- starting


async def test_truncated_database_is_refused(environ: Environment) -> None:
    whole = OLD.read_bytes()
    database(environ).write_bytes(whole[: len(whole) // 2])
    await refused(environ, "damaged", "restore the last backup")


async def test_foreign_file_is_refused_and_left_alone(environ: Environment) -> None:
    letter = b"Dear bot, this is no database.\n" * 100
    database(environ).write_bytes(letter)
    await refused(environ, "is not a database", "restore the last backup")
    assert database(environ).read_bytes() == letter


async def test_database_of_another_program_is_refused(environ: Environment) -> None:
    with closing(sqlite3.connect(database(environ))) as other:
        other.execute("CREATE TABLE recipes (name TEXT)")
        other.commit()
    await refused(environ, "another program", "DATABASE_PATH")


async def test_newer_schema_is_refused(environ: Environment) -> None:
    shutil.copy(OLD, database(environ))
    with closing(sqlite3.connect(database(environ))) as newer:
        newer.execute("PRAGMA user_version = 99")
    await refused(environ, "newer version", "99")


async def test_wrong_key_is_refused(environ: Environment) -> None:
    shutil.copy(OLD, database(environ))
    await refused({**environ, "DATA_KEY": "77" * 32}, "data key does not fit")


async def test_locked_database_is_waited_for(environ: Environment) -> None:
    shutil.copy(OLD, database(environ))
    with closing(sqlite3.connect(database(environ), isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        bot = await begun({**environ, "LOG_LEVEL": "INFO"}, program=IMPATIENT)
        await bot.says("another program has it locked")
        assert "the bot is running" not in bot.said
    await bot.says("the bot is running")
    assert await bot.stops() == 0


async def test_database_in_a_read_only_folder_is_refused(environ: Environment) -> None:
    shutil.copy(OLD, database(environ))
    folder = database(environ).parent
    folder.chmod(0o500)
    try:
        code, _, err = await ran(environ, before=bound_by_permissions)
    finally:
        folder.chmod(0o700)
    assert code == 2
    assert f"{folder} is not writable" in err
    assert "Traceback" not in err


async def test_database_whose_log_cannot_be_made_is_refused(environ: Environment) -> None:
    shutil.copy(OLD, database(environ))
    _log(environ).mkdir()
    await refused(environ, "the database failed", "check")


async def test_disk_that_is_full_at_the_start_is_said(environ: Environment) -> None:
    def full() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))

    code, _, err = await ran(environ, before=full)
    assert code == 2
    assert "Traceback" not in err
    assert str(database(environ).parent) in err
    assert len([line for line in err.splitlines() if not line.startswith("{")]) == 1


# -- an older schema


async def test_first_versions_database_is_taken_over_with_everything_in_it(
    telegram: LocalTelegram, environ: Environment
) -> None:
    shutil.copy(OLD, database(environ))
    os.chmod(database(environ), 0o644)
    desk, anna = _known(telegram, OLD_DESK, "Ohjaaja"), _known(telegram, OLD_ANNA, "Anna")
    _known(telegram, OLD_BERTTA, "Bertta")
    async with running_alone({**environ, "LOG_LEVEL": "INFO"}):
        card = await desk.sees("Bertta")
        assert said("card.new", "fi", number="1") in card.text
        await anna.says("/start")
        await anna.sees(said("again.ask", "fi"))
        assert stat.S_IMODE(database(environ).stat().st_mode) == 0o600
    with closing(sqlite3.connect(database(environ))) as now:
        assert now.execute("PRAGMA user_version").fetchone()[0] >= 1
        assert now.execute("SELECT status FROM leads ORDER BY number").fetchall()[1] == ("erased",)


def _known(telegram: LocalTelegram, user_id: int, name: str) -> Talk:
    """Somebody with an id from the stored database."""
    person = Person(user_id=user_id, first_name=name, language_code="fi")
    telegram.model.people[user_id] = person
    telegram.model.chats[user_id] = Chat(user_id, "private", person=person, started=True)
    return Talk(telegram, telegram.model.chats[user_id], person)


# -- while running


async def test_full_disk_acknowledges_nothing_and_goes_on_when_there_is_room(
    telegram: LocalTelegram, environ: Environment
) -> None:
    anna = await telegram.person("Anna", language_code="en")
    async with running_alone({**environ, "LOG_LEVEL": "INFO"}) as machine:
        await anna.says("/start")
        await anna.sees("automatic assistant")
        await telegram.settled()
        acknowledged = len(telegram.journal.acknowledged)
        machine.files_end_at(4096)
        await anna.taps("Let's begin")
        await machine.says("updates cannot be committed")
        assert len(telegram.journal.acknowledged) == acknowledged
        assert len(telegram.updates.pending) == 1
        machine.files_end_at(-1)
        await anna.sees(said("who.ask", "en"))
        await telegram.settled()
        assert len(telegram.journal.acknowledged) == acknowledged + 1
        assert "Traceback" not in machine.said


async def test_locked_database_acknowledges_nothing_and_goes_on_when_it_is_free(
    telegram: LocalTelegram, environ: Environment
) -> None:
    anna = await telegram.person("Anna", language_code="en")
    async with running_alone({**environ, "LOG_LEVEL": "INFO"}, IMPATIENT) as machine:
        await anna.says("/start")
        await anna.sees("automatic assistant")
        await telegram.settled()
        acknowledged = len(telegram.journal.acknowledged)
        with closing(sqlite3.connect(database(environ), isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            await anna.taps("Let's begin")
            await machine.says("updates cannot be committed")
            assert len(telegram.journal.acknowledged) == acknowledged
            other.execute("ROLLBACK")
        await anna.sees(said("who.ask", "en"))
        await telegram.settled()
        assert len(telegram.journal.acknowledged) == acknowledged + 1
