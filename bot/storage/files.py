"""The files of the database: who may read them, and who works on them."""

from __future__ import annotations

import fcntl
import os
import pwd
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, Final

from bot.errors import NO_ROOM, DatabaseBusy, DatabaseForeign, DatabaseInUse, StorageError

PRIVATE: Final = 0o600
PRIVATE_FOLDER: Final = 0o700
SMALLEST: Final = 512
"""The smallest page SQLite knows, in bytes: no database is smaller, save an empty one."""


def beside(path: Path, suffix: str) -> Path:
    """Return the file SQLite or this module keeps next to the database ("-wal", "-shm", ".lock")."""
    return path.with_name(path.name + suffix)


def real(database: Path) -> Path:
    """Return where a database is behind links: its lock and log stand beside it there, not beside the link."""
    return database.resolve()


def copy_of(path: Path, version: int) -> Path:
    """Return where the copy stands that is made before a database of this version is brought up to date."""
    return beside(path, f".before-update-{version}")


def forget_copies(path: Path, before: float) -> int:
    """Delete what was put away before updates and restores until then (unix seconds) and return how many files."""
    old = [each for each in path.parent.glob(f"{path.name}.before-*") if each.stat().st_mtime < before]
    for each in old:
        each.unlink(missing_ok=True)
    return len(old)


@contextmanager
def written_whole(path: Path) -> Iterator[BinaryIO]:
    """Write a file (0600) in place of what stands there: whole and on the disk, or not at all."""
    half = path.with_name(f".{path.name}.part")
    try:
        half.unlink(missing_ok=True)
        with os.fdopen(os.open(half, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, PRIVATE), "wb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        half.replace(path)
    except BaseException:
        half.unlink(missing_ok=True)
        raise
    folder = os.open(path.parent, os.O_RDONLY | os.O_CLOEXEC)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def refuse_other_user(database: Path) -> None:
    """Raise StorageError when root works on another user's database: the files it made would lock that user out."""
    try:
        owner = database.stat().st_uid
    except OSError:
        return
    if os.geteuid() == 0 and owner != 0:
        try:
            name = pwd.getpwuid(owner).pw_name
        except KeyError:
            name = f"#{owner}"
        raise StorageError(f"{database} belongs to another user: run this as that user, with sudo -u {name} ...")


class FileLock:
    """A lock of the operating system on ``<database>.lock``, let go when released or when the process ends.

    The file stays: deleting it would let two processes lock two files of the same name.
    """

    def __init__(self, database: Path) -> None:
        """Take the lock or raise `DatabaseInUse`; makes the folder (0700) when it is missing."""
        path = beside(real(database), ".lock")
        try:
            database.parent.mkdir(mode=PRIVATE_FOLDER, parents=True, exist_ok=True)
            self._descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, PRIVATE)
        except OSError as error:
            raise _unusable(error)(
                f"the database {database} cannot be used ({error.strerror}: {error.filename}): "
                "check that the folder exists and may be written to"
            ) from None
        try:
            fcntl.flock(self._descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            owner = os.read(self._descriptor, 20).decode("ascii", "replace").strip()
            os.close(self._descriptor)
            raise DatabaseInUse(
                f"the database {database} is in use by another process{f' ({owner})' if owner else ''}: "
                "stop the other bot first, two would answer everybody twice"
            ) from None
        except OSError as error:
            os.close(self._descriptor)
            raise StorageError(
                f"{path} cannot be locked ({error.strerror}): the database must be on a local disk"
            ) from None
        try:
            os.fchmod(self._descriptor, PRIVATE)
            os.ftruncate(self._descriptor, 0)
            os.pwrite(self._descriptor, f"pid {os.getpid()}\n".encode(), 0)
        except OSError as error:
            os.close(self._descriptor)
            raise _unusable(error)(f"{path} cannot be written ({error.strerror}): make room on the disk") from None

    def release(self) -> None:
        """Let the lock go; a second call does nothing."""
        if self._descriptor >= 0:
            os.close(self._descriptor)
            self._descriptor = -1


def make_private(database: Path) -> None:
    """Make the database file when it is missing, readable by its owner only before anything is in it.

    SQLite gives ``-wal`` and ``-shm`` the permissions of the database. The file is never opened here when it exists:
    closing a descriptor of it would drop the locks that SQLite holds in this process
    (https://www.sqlite.org/howtocorrupt.html, 2.2).
    """
    try:
        if database.exists():
            wal = beside(database, "-wal")
            size = database.stat().st_size
            if 0 < size < SMALLEST:
                # SQLite would take it for empty and write over it.
                raise DatabaseForeign(f"{database} is not a database, or it is damaged: restore the last backup")
            if size == 0 and wal.exists() and wal.stat().st_size > 0:
                # SQLite would take the empty file for a new database and delete what the log still holds.
                raise DatabaseForeign(f"{database} is empty but its log {wal} is not: restore the last backup")
        else:
            os.close(os.open(database, os.O_RDWR | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, PRIVATE))
    except OSError as error:
        raise _unusable(error)(f"the database {database} cannot be made ({error.strerror})") from None


def _unusable(error: OSError) -> type[StorageError]:
    """Return the kind of error: a full disk passes once there is room."""
    return DatabaseBusy if error.errno in NO_ROOM else StorageError


def tighten(database: Path) -> None:
    """Take the files' permissions from everybody but the owner (after a copy, a restore, a careless umask)."""
    for path in (database, beside(database, "-wal"), beside(database, "-shm")):
        try:
            if path.stat().st_mode & 0o777 != PRIVATE:
                path.chmod(PRIVATE)
        except FileNotFoundError:
            continue
        except OSError as error:
            raise StorageError(
                f"{path} must be readable by its owner only, and cannot be made so ({error.strerror})"
            ) from None
