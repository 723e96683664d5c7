"""The files: permissions, the lock, whose database it is, its version, backup."""

# ruff: noqa: ASYNC240  # a test may wait for the disk: nothing else runs on its loop

from __future__ import annotations

import os
import sqlite3
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from bot.errors import DatabaseForeign, DatabaseInUse, DatabaseNewer, DataKeyError, StorageError
from bot.storage import KeySource, Store
from bot.storage import migrate as migrate_module
from bot.storage.files import make_private
from bot.storage.migrate import APPLICATION_ID, migrate, migrations, statements, version_of

from .conftest import KEY, a_chat, a_lead

KEYS = KeySource(data_key=KEY)
REPOSITORY = Path(__file__).parents[3]

HOLD = """
import asyncio, sys
from pathlib import Path
from bot.errors import BotError
from bot.storage import KeySource, Store

async def main():
    try:
        store = await Store.open(Path(sys.argv[1]), keys=KeySource(data_key=sys.argv[2]))
    except BotError as error:
        print(type(error).__name__, error, flush=True)
        return
    print("open", flush=True)
    sys.stdin.readline()
    await store.close()

asyncio.run(main())
"""


def _second_process(path: Path) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", HOLD, str(path), KEY],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        cwd=REPOSITORY,
    )


def _mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


async def _make(path: Path) -> None:
    """Leave a database of several pages behind."""
    async with await Store.open(path, keys=KEYS) as store:
        await store.transaction(lambda tx: [tx.leads.add(a_lead(str(n))) for n in range(200)])


async def test_files_of_a_careless_umask_are_private_all_the_same(path: Path) -> None:
    before = os.umask(0)
    try:
        async with await Store.open(path, keys=KEYS) as store:
            await store.transaction(lambda tx: tx.chats.save(a_chat()))
            files = {file.name: _mode(file) for file in path.parent.iterdir()}
    finally:
        os.umask(before)
    assert files == {path.name + suffix: 0o600 for suffix in ("", "-wal", "-shm", ".lock")}
    assert _mode(path.parent) == 0o700


def test_new_file_is_private_from_its_first_moment(tmp_path: Path) -> None:
    before = os.umask(0)
    try:
        make_private(tmp_path / "bot.sqlite3")
    finally:
        os.umask(before)
    assert _mode(tmp_path / "bot.sqlite3") == 0o600


async def test_database_others_could_read_is_made_private(path: Path) -> None:
    await _make(path)
    path.chmod(0o644)
    async with await Store.open(path, keys=KEYS):
        assert {_mode(path), *(_mode(path.with_name(path.name + suffix)) for suffix in ("-wal", "-shm"))} == {0o600}


async def test_second_process_is_refused_with_a_clear_message_until_the_first_ends(path: Path) -> None:
    with _second_process(path) as first:
        assert first.stdout is not None
        assert first.stdout.readline() == "open\n"
        with pytest.raises(DatabaseInUse, match=rf"in use by another process \(pid {first.pid}\)"):
            await Store.open(path, keys=KEYS)
        first.kill()
    async with await Store.open(path, keys=KEYS):
        with _second_process(path) as second:
            said, _ = second.communicate()
        assert said.startswith("DatabaseInUse")


async def test_link_to_the_database_is_the_same_database(store: Store, path: Path, tmp_path: Path) -> None:
    link, folder = tmp_path / "link.sqlite3", tmp_path / "folder"
    link.symlink_to(path)
    folder.symlink_to(path.parent)
    for other in (link, folder / path.name):
        with pytest.raises(DatabaseInUse):
            await Store.open(other, keys=KEYS)
    await store.close()
    async with await Store.open(link, keys=KEYS) as opened:
        assert opened.path == path.resolve()


async def test_second_store_of_the_same_process_is_refused(store: Store, path: Path) -> None:
    with pytest.raises(DatabaseInUse):
        await Store.open(path, keys=KEYS)
    await store.transaction(lambda tx: tx.settings.put("still", "working"))


async def test_command_beside_the_bot_reads_and_writes_without_the_lock(store: Store, path: Path) -> None:
    await store.transaction(lambda tx: tx.leads.add(a_lead()))
    async with await Store.open(path, keys=KEYS, beside=True) as command:
        assert await command.transaction(lambda tx: tx.leads.count()) == 1
        await command.transaction(lambda tx: tx.settings.put("paired", True))
    assert await store.transaction(lambda tx: tx.settings.get("paired")) is True


async def test_command_beside_makes_neither_database_nor_key(path: Path, tmp_path: Path) -> None:
    with pytest.raises(StorageError, match="no database"):
        await Store.open(path, keys=KEYS, beside=True)
    assert not path.parent.exists()
    await _make(path)
    with pytest.raises(DataKeyError):
        await Store.open(path, keys=KeySource(file=tmp_path / "no.key"), beside=True)
    assert not (tmp_path / "no.key").exists()


@pytest.mark.parametrize("content", [b"hello, this is no database" * 100, b"x", b"SQLite format 3\x00" + b"\x00" * 30])
async def test_foreign_file_is_refused_and_left_as_it_was(path: Path, content: bytes) -> None:
    path.parent.mkdir()
    path.write_bytes(content)
    with pytest.raises(DatabaseForeign, match=r"bot\.sqlite3"):
        await Store.open(path, keys=KEYS)
    assert path.read_bytes() == content


async def test_database_of_another_program_is_refused_and_left_as_it_was(path: Path) -> None:
    path.parent.mkdir()
    other = sqlite3.connect(path)
    other.execute("CREATE TABLE updates (id)")
    other.commit()
    other.close()
    content = path.read_bytes()
    with pytest.raises(DatabaseForeign, match="another program"):
        await Store.open(path, keys=KEYS)
    assert path.read_bytes() == content


@pytest.mark.parametrize("pages_lost", [1, 5, -1])
async def test_truncated_database_is_refused(path: Path, pages_lost: int) -> None:
    await _make(path)
    pages = path.stat().st_size // 4096
    os.truncate(path, (pages - pages_lost) * 4096 if pages_lost > 0 else 4096 + 100)
    with pytest.raises(DatabaseForeign, match="damaged"):
        await Store.open(path, keys=KEYS)


async def test_database_damaged_in_the_middle_is_refused(path: Path) -> None:
    await _make(path)
    content = bytearray(path.read_bytes())
    raw = sqlite3.connect(path)
    page = raw.execute("SELECT rootpage FROM sqlite_master WHERE name = 'leads_status'").fetchone()[0]
    raw.close()
    content[(page - 1) * 4096 : page * 4096] = b"\xa5" * 4096
    path.write_bytes(content)
    with pytest.raises(DatabaseForeign, match="damaged"):
        await Store.open(path, keys=KEYS)


async def test_large_database_starts_when_no_page_is_missing_and_is_read_later(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(migrate_module, "READ_AT_START", 4096)
    await _make(path)
    content = bytearray(path.read_bytes())
    raw = sqlite3.connect(path)
    page = raw.execute("SELECT rootpage FROM sqlite_master WHERE name = 'leads_status'").fetchone()[0]
    raw.close()
    async with await Store.open(path, keys=KEYS) as store:
        assert not store.read_whole
        await store.examine()
    content[(page - 1) * 4096 : page * 4096] = b"\xa5" * 4096
    path.write_bytes(content)
    async with await Store.open(path, keys=KEYS) as store:
        with pytest.raises(DatabaseForeign, match="damaged"):
            await store.examine()
    path.write_bytes(content[:-4096])
    with pytest.raises(DatabaseForeign, match="damaged"):
        await Store.open(path, keys=KEYS)


async def test_emptied_database_with_a_log_is_refused_and_the_log_kept(path: Path) -> None:
    path.parent.mkdir()
    path.touch()
    wal = path.with_name(path.name + "-wal")
    wal.write_bytes(b"what was committed last")
    with pytest.raises(DatabaseForeign, match="is empty but its log"):
        await Store.open(path, keys=KEYS)
    assert wal.read_bytes() == b"what was committed last"


async def test_newer_database_is_refused_and_can_be_opened_by_its_own_version(path: Path) -> None:
    await _make(path)
    raw = sqlite3.connect(path)
    raw.execute("PRAGMA user_version = 99")
    raw.close()
    with pytest.raises(DatabaseNewer, match=r"newer version of the bot \(schema 99"):
        await Store.open(path, keys=KEYS)
    raw = sqlite3.connect(path)
    assert raw.execute("PRAGMA user_version").fetchone() == (99,)
    raw.close()


async def test_refused_opening_lets_the_lock_go(path: Path) -> None:
    await _make(path)
    with pytest.raises(DataKeyError):
        await Store.open(path, keys=KeySource(data_key="00" * 32))
    async with await Store.open(path, keys=KEYS) as store:
        assert await store.transaction(lambda tx: tx.leads.count()) == 200


async def test_folder_that_cannot_be_made_is_said_so(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(StorageError, match="cannot be used"):
        await Store.open(tmp_path / "file" / "bot.sqlite3", keys=KEYS)


def _memory() -> sqlite3.Connection:
    return sqlite3.connect(":memory:", isolation_level=None)


def test_older_database_is_migrated_forwards_step_by_step() -> None:
    raw = _memory()
    steps = (
        migrations()[0],
        "ALTER TABLE leads ADD COLUMN extra TEXT;\nUPDATE leads SET extra = 'two';\n",
        "CREATE TABLE later (id INTEGER PRIMARY KEY);\n",
    )
    migrate(raw, 0, steps[:1])
    raw.execute("INSERT INTO leads (month, format) VALUES ('2026-11', 'group')")
    migrate(raw, version_of(raw, Path("x"), 3), steps)
    assert raw.execute("SELECT number, format, extra FROM leads").fetchall() == [(1, "group", "two")]
    assert raw.execute("SELECT count(*) FROM later").fetchone() == (0,)
    assert version_of(raw, Path("x"), 3) == 3
    raw.close()


def test_migration_that_fails_leaves_the_older_version_whole() -> None:
    raw = _memory()
    migrate(raw, 0, migrations())
    newest = len(migrations())
    broken = "ALTER TABLE leads ADD COLUMN extra TEXT;\nCREATE TABLE leads (x);\n"
    with pytest.raises(sqlite3.OperationalError, match="already exists"):
        migrate(raw, newest, (*migrations(), broken))
    assert not raw.in_transaction
    assert version_of(raw, Path("x"), newest) == newest
    assert "extra" not in [row[1] for row in raw.execute("PRAGMA table_info(leads)")]
    raw.close()


def test_new_database_carries_the_mark_of_this_bot() -> None:
    raw = _memory()
    migrate(raw, 0, migrations())
    assert raw.execute("PRAGMA application_id").fetchone() == (APPLICATION_ID,)
    raw.close()


def test_migration_misnamed_or_cut_short_is_refused(tmp_path: Path) -> None:
    (tmp_path / "0002_second.sql").write_text("SELECT 1;")
    with pytest.raises(StorageError, match="misnamed"):
        migrations(tmp_path)
    with pytest.raises(StorageError, match="middle of a statement"):
        list(statements("CREATE TABLE a (x);\nCREATE TABLE"))


async def test_backup_while_running_is_whole_private_and_restorable(store: Store, path: Path, tmp_path: Path) -> None:
    copy = tmp_path / "backup.sqlite3"
    copy.write_text("an older backup")
    await store.transaction(lambda tx: tx.leads.add(a_lead()))
    await store.backup(copy)
    await store.transaction(lambda tx: tx.leads.add(a_lead("later")))
    assert _mode(copy) == 0o600
    assert [file.name for file in tmp_path.iterdir() if file.is_file()] == [copy.name]
    async with await Store.open(copy, keys=KEYS) as restored:
        lead = await restored.transaction(lambda tx: tx.leads.load(1))
        assert lead is not None
        assert lead.personal == a_lead().personal
        assert await restored.transaction(lambda tx: tx.leads.count()) == 1


async def test_backup_that_cannot_be_written_is_said_so_and_the_old_one_kept(store: Store, path: Path) -> None:
    with pytest.raises(StorageError, match="must not replace"):
        await store.backup(path)
    with pytest.raises(StorageError, match="choose another place"):
        await store.backup(path.parent / "missing" / "copy.sqlite3")
    await store.transaction(lambda tx: tx.settings.put("still", "working"))
