"""Backups as cron makes them, and restoring one whatever has happened since."""

from __future__ import annotations

import os
import sqlite3
import stat
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from bot.errors import DatabaseInUse, DataKeyError
from bot.ops.erasures import list_of
from bot.ops.housekeeping import scrub
from bot.ops.maintenance import back_up, restore, rotate_key
from bot.storage.files import beside
from bot.storage.keys import new_key, write_key_file
from tests.e2e.house import House
from tests.e2e.machine import ran_here

DAY = 24 * 3600.0


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


async def backed_up(home: House, folder: Path, keep: int = 0) -> list[str]:
    """Which files the folder holds after one more backup."""
    await back_up(home.settings, f"{folder}/", keep_days=keep, now=home.clock())
    return names(folder)


async def leads(home: House) -> int:
    return await home.app.store.transaction(lambda tx: tx.leads.count())


# -- a folder of backups


async def test_backup_into_a_folder_makes_it_and_names_each_file_by_its_time(home: House, tmp_path: Path) -> None:
    folder = tmp_path / "new" / "backups"
    code, out, err = await ran_here(home.environment, "backup", f"{folder}/")
    assert (code, err) == (0, "")
    (name,) = names(folder)
    assert out == f"{folder / name}\n"
    assert (stat.S_IMODE(folder.stat().st_mode), stat.S_IMODE((folder / name).stat().st_mode)) == (0o700, 0o600)
    home.clock.passes(12 * 3600.0)
    assert len(await backed_up(home, folder)) == 2


async def test_folder_that_is_there_needs_no_slash(home: House, tmp_path: Path) -> None:
    folder = tmp_path / "backups"
    folder.mkdir()
    await back_up(home.settings, str(folder))
    assert len(names(folder)) == 1


async def test_old_backups_go_and_nothing_else(home: House, tmp_path: Path) -> None:
    folder = tmp_path / "backups"
    first = await backed_up(home, folder)
    foreign = folder / "2026-11-22.backup"
    foreign.touch()
    for _ in range(3):
        home.clock.passes(10 * DAY)
        kept = await backed_up(home, folder, keep=25)
    assert len(kept) == 4
    assert foreign.name in kept
    assert first[0] not in kept


async def test_clock_that_has_jumped_does_not_cost_the_last_backup(home: House, tmp_path: Path) -> None:
    folder = tmp_path / "backups"
    first = await backed_up(home, folder)
    home.clock.passes(400 * DAY)
    assert first[0] in await backed_up(home, folder, keep=30)


async def test_leftovers_of_interrupted_backups_go(home: House, tmp_path: Path) -> None:
    folder = tmp_path / "backups"
    folder.mkdir()
    for name in (".2026-11-22-031700.backup.part", ".mine.part"):
        (folder / name).touch()
    copy = home.settings.database_path.with_name(f".{home.settings.database_path.name}.copy")
    copy.touch()
    assert [name for name in await backed_up(home, folder) if name.startswith(".")] == [".mine.part"]
    assert not copy.exists()


async def test_backups_are_kept_in_a_folder_only(home: House, tmp_path: Path) -> None:
    code, _, err = await ran_here(home.environment, "backup", "--keep", "30", str(tmp_path / "one.backup"))
    assert code == 2
    assert "folder" in err


# -- restoring


async def test_backup_from_before_a_new_key_needs_only_the_old_key_beside_the_key_file(
    home: House, tmp_path: Path
) -> None:
    anna = await home.anna("fi")
    await anna.leaves_request()
    backup = tmp_path / "before.backup"
    await back_up(home.settings, str(backup))
    await home.stops()
    await rotate_key(home.settings)
    old = home.settings.data_key_file.with_name("data.key.old")
    assert "Restored" in await restore(home.settings, backup)
    old.unlink()  # everything is sealed with the present key again
    await home.starts()
    assert await leads(home) == 1
    assert await home.app.store.transaction(lambda tx: tx.leads.load(1).personal["name"]) == "Anna"  # type: ignore[union-attr]


async def test_without_the_old_key_it_says_where_to_put_it_and_changes_nothing(home: House, tmp_path: Path) -> None:
    backup = tmp_path / "before.backup"
    await back_up(home.settings, str(backup))
    await home.stops()
    await rotate_key(home.settings)
    old = home.settings.data_key_file.with_name("data.key.old")
    old.unlink()
    before = names(home.settings.database_path.parent)
    with pytest.raises(DataKeyError, match=f"put that key into {old}"):
        await restore(home.settings, backup)
    assert names(home.settings.database_path.parent) == before
    await home.starts()


async def test_plain_copy_of_another_key_is_refused_before_anything_is_changed(home: House, tmp_path: Path) -> None:
    plain = tmp_path / "plain.sqlite3"
    await home.app.store.backup(plain)
    await home.stops()
    write_key_file(home.settings.data_key_file, new_key())
    now = home.settings.database_path.read_bytes()
    with pytest.raises(DataKeyError):
        await restore(home.settings, plain)
    assert home.settings.database_path.read_bytes() == now
    write_key_file(home.settings.data_key_file, "")
    home.settings.data_key_file.unlink()
    home.settings.database_path.unlink()
    await home.starts()


async def test_log_of_a_crash_goes_with_the_database_it_belongs_to(home: House, tmp_path: Path) -> None:
    backup = tmp_path / "early.backup"
    await back_up(home.settings, str(backup))
    anna = await home.anna("fi")
    await anna.leaves_request()
    path = home.settings.database_path
    crashed = {end: beside(path, end).read_bytes() for end in ("", "-wal", "-shm")}
    await home.stops()
    for end, content in crashed.items():
        beside(path, end).write_bytes(content)
    await restore(home.settings, backup)
    with closing(sqlite3.connect(beside(path, ".before-restore"))) as former:
        assert former.execute("SELECT count(*) FROM leads").fetchone() == (1,)
    await home.starts()
    assert await leads(home) == 0


async def test_running_bot_is_left_alone(home: House, tmp_path: Path) -> None:
    backup = tmp_path / "one.backup"
    await back_up(home.settings, str(backup))
    with pytest.raises(DatabaseInUse):
        await restore(home.settings, backup)


async def test_what_was_erased_before_a_new_key_stays_erased_after_a_restore(home: House, tmp_path: Path) -> None:
    anna = await home.anna("fi")
    await anna.leaves_request()
    backup = tmp_path / "before.backup"
    await back_up(home.settings, str(backup))
    await anna.says("/delete")
    await anna.picks("button.erase")
    await home.quiet()
    await scrub(home.app.store)
    assert list_of(home.settings.database_path).exists()
    await home.stops()
    await rotate_key(home.settings)
    await restore(home.settings, backup)
    home.settings.data_key_file.with_name("data.key.old").unlink()
    await home.starts()
    assert await home.app.store.transaction(lambda tx: tx.leads.load(1).personal) == {}  # type: ignore[union-attr]


# -- whose the files are


async def test_key_file_stays_its_owners_when_root_changes_the_key(
    home: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    await home.stops()
    given: list[tuple[int, int]] = []
    key = home.settings.data_key_file
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    monkeypatch.setattr(os, "fchown", lambda _, uid, gid: given.append((uid, gid)))
    there: Any = key.stat()
    await rotate_key(home.settings)
    assert set(given) == {(there.st_uid, there.st_gid)}
    assert len(given) == 3  # both keys, the old one, the new one
    await home.starts()
