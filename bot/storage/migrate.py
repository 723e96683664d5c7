"""Which database this is, and bringing an older one up to date.

The header of the file says whose it is (`application_id`) and how old (`user_version`). Each step is a numbered file
in ``migrations/``; all that are missing run in one transaction, so a crash leaves the old version whole.
"""

from __future__ import annotations

import re
import sqlite3
import zlib
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

from bot.errors import DatabaseForeign, DatabaseNewer, StorageError

APPLICATION_ID: Final = 0x54594F4E
"""The letters "TYON": the mark of this bot in SQLite's file header."""

READ_AT_START: Final = 64 * 2**20
"""Bytes of a database up to which every page is read before the bot starts; of a larger one, once it runs."""

_FOLDER: Final = Path(__file__).with_name("migrations")


def migrations(folder: Path = _FOLDER) -> tuple[str, ...]:
    """Return the scripts in order: the first brings an empty database to version 1, and so on without gaps."""
    steps = []
    for expected, path in enumerate(sorted(folder.glob("*.sql")), start=1):
        match = re.fullmatch(r"(\d{4})_\w+\.sql", path.name)
        if match is None or int(match[1]) != expected:
            raise StorageError(f"the migration {path.name} is misnamed: number {expected:04} was expected")
        steps.append(path.read_text(encoding="utf-8"))
    return tuple(steps)


def version_of(connection: sqlite3.Connection, path: Path, newest: int) -> int:
    """Return the file's version (0: nothing in it yet) or raise because it is not ours; changes nothing."""
    try:
        application = int(connection.execute("PRAGMA application_id").fetchone()[0])
        version = int(connection.execute("PRAGMA user_version").fetchone()[0])
        tables = int(connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0])
    except sqlite3.DatabaseError as error:
        if isinstance(error, sqlite3.OperationalError):
            raise
        raise DatabaseForeign(
            f"{path} is not a database, or it is damaged ({error}): restore the last backup"
        ) from None
    if application == 0 and version == 0 and tables == 0:
        return 0
    if application != APPLICATION_ID or version < 1:
        raise DatabaseForeign(f"{path} is a database of another program: choose another DATABASE_PATH")
    if version > newest:
        raise DatabaseNewer(
            f"{path} was written by a newer version of the bot (schema {version}, this one knows up to {newest}): "
            "start the newer version, or restore a backup made before the update"
        )
    return version


def check_at_start(connection: sqlite3.Connection, path: Path) -> bool:
    """Check a small file as a whole and return whether that was done; that a large one is cut off, SQLite has seen.

    To read it all takes a quarter of the whole start from some 100,000 requests on.
    """
    pages, page_size = (int(connection.execute(f"PRAGMA {name}").fetchone()[0]) for name in ("page_count", "page_size"))
    if pages * page_size > READ_AT_START:
        return False
    check_whole(connection, path)
    return True


def check_whole(connection: sqlite3.Connection, path: Path) -> None:
    """Read every page once (some milliseconds per megabyte): a truncated file shows itself here, not months later."""
    try:
        answer = str(connection.execute("PRAGMA quick_check(1)").fetchone()[0])
    except sqlite3.OperationalError:
        raise
    except sqlite3.DatabaseError as error:
        answer = str(error)
    if answer != "ok":
        raise DatabaseForeign(f"{path} is damaged ({answer}): restore the last backup")


def migrate(connection: sqlite3.Connection, version: int, steps: Sequence[str]) -> None:
    """Run the steps after `version` in one transaction; on any error the database stays as it was."""
    if version >= len(steps):
        return
    connection.create_function("crc32", 1, zlib.crc32)
    connection.execute("BEGIN IMMEDIATE")
    try:
        for script in steps[version:]:
            for statement in statements(script):
                connection.execute(statement)
        connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        connection.execute(f"PRAGMA user_version = {len(steps)}")
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise


def statements(script: str) -> Iterator[str]:
    """Split a script at its statements' ends; `sqlite3.executescript` would commit the open transaction first."""
    statement = ""
    for line in script.splitlines(keepends=True):
        statement += line
        if sqlite3.complete_statement(statement):
            yield statement
            statement = ""
    if statement.strip():
        raise StorageError("a migration ends in the middle of a statement")
