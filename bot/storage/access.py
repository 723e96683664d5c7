"""What a table may do with the running transaction: statements, sealing, the time."""

from __future__ import annotations

import logging
import sqlite3
from collections.abc import Generator, Sequence
from contextlib import contextmanager
from typing import Any, Final

from bot.errors import DatabaseBusy, DataKeyError, StorageError
from bot.storage.records import Json
from bot.storage.vault import Vault

log = logging.getLogger(__name__)

# https://www.sqlite.org/rescode.html: the primary codes that are no fault of the statement or its values.
_FAILURES: Final = {
    sqlite3.SQLITE_FULL: "the disk is full: make room",
    sqlite3.SQLITE_READONLY: "it cannot be written to: check who owns the file and its folder",
    sqlite3.SQLITE_BUSY: "another program has it locked: close that program",
    sqlite3.SQLITE_LOCKED: "another program has it locked: close that program",
    sqlite3.SQLITE_IOERR: "reading or writing the disk failed: check the disk",
    sqlite3.SQLITE_CANTOPEN: "it cannot be opened: check that the folder exists and may be written to",
    sqlite3.SQLITE_CORRUPT: "it is damaged: restore the last backup",
    sqlite3.SQLITE_NOTADB: "it is damaged: restore the last backup",
    sqlite3.SQLITE_NOMEM: "there is not enough memory",
    sqlite3.SQLITE_PERM: "access is denied: check who owns the file and its folder",
    sqlite3.SQLITE_PROTOCOL: "its locks do not work: a network file system cannot hold it",
}
_PASSING: Final = (sqlite3.SQLITE_FULL, sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)


def failure(error: sqlite3.Error) -> StorageError | None:
    """Return SQLite's own failure (disk, locks, damage) as ours; None when the statement is to blame."""
    code = (getattr(error, "sqlite_errorcode", None) or 0) & 0xFF
    if code not in _FAILURES:
        return None
    kind = DatabaseBusy if code in _PASSING else StorageError
    return kind(f"the database failed: {_FAILURES[code]} (SQLite: {error})")


class Access:
    """One transaction as the tables see it; of no use once the transaction has ended."""

    def __init__(self, connection: sqlite3.Connection, vault: Vault, now: float, day: str) -> None:
        """Wrap a connection on which a transaction is open."""
        self._connection = connection
        self._vault = vault
        self._savepoints = 0
        self.undone = 0
        """How many savepoints were undone: what is remembered of the tables may no longer be so after one."""
        self._ended = False
        self.now: Final = now
        self.day: Final = day

    def execute(self, sql: str, parameters: Sequence[Any] = ()) -> sqlite3.Cursor:
        """Run one statement of the transaction; SQLite's own failures become `StorageError`."""
        # A full disk can make SQLite roll back by itself: what came next would be committed piece by piece.
        if self._ended or not self._connection.in_transaction:
            raise StorageError("the transaction has ended: nothing more can be read or written in it")
        try:
            return self._connection.execute(sql, parameters)
        except sqlite3.Error as error:
            ours = failure(error)
            if ours is None:
                raise
            raise ours from error

    def insert(self, sql: str, parameters: Sequence[Any] = ()) -> int:
        """Insert one row and return its id."""
        row_id = self.execute(sql, parameters).lastrowid
        if row_id is None:
            raise ValueError("the statement inserted nothing")
        return row_id

    def seal(self, table: str, row_id: int, value: Json) -> bytes:
        """Encrypt a value for one row."""
        return self._vault.seal(table, row_id, value)

    def unseal(self, table: str, row_id: int, blob: bytes) -> Json:
        """Decrypt a row's value."""
        return self._vault.unseal(table, row_id, blob)

    def opened(self, table: str, row_id: int, blob: bytes) -> Json | None:
        """Decrypt a row's value; None, with a word in the log, when damage keeps it shut: it costs that row only."""
        try:
            return self.unseal(table, row_id, blob)
        except DataKeyError as error:
            log.error("a damaged row is left out; python -m bot check names all", extra={"reason": str(error)})
            return None

    @contextmanager
    def savepoint(self) -> Generator[None]:
        """Undo what the block wrote when it raises, and raise on; savepoints may be nested.

        `StorageError` is never one update's fault: a caller that catches exceptions must let it pass.
        """
        self._savepoints += 1
        name = f"savepoint_{self._savepoints}"
        self.execute(f"SAVEPOINT {name}")
        try:
            yield
        except BaseException as error:
            self.undone += 1
            try:
                self.execute(f"ROLLBACK TO {name}")
                self.execute(f"RELEASE {name}")
            except StorageError as lost:
                if isinstance(error, StorageError):
                    raise error from error.__cause__  # why it was lost says more than that it was lost
                raise lost from error
            ours = failure(error) if isinstance(error, sqlite3.Error) else None
            if ours is not None:
                raise ours from error
            raise
        self.execute(f"RELEASE {name}")

    def end(self) -> None:
        """Make this object useless, so that nobody writes with it after the commit."""
        self._ended = True


class Table:
    """One table, or a few that belong together, inside one transaction."""

    def __init__(self, access: Access) -> None:
        """Work inside one transaction."""
        self._access = access
