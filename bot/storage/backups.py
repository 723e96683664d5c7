"""A backup as one sealed file: without the data key nothing of it can be read, chat ids and times included.

The file is a line that says what it is, then pieces of the SQLite copy, each sealed for its place (4 bytes of length,
then the blob; the last piece is marked, so that a file that was cut off is found).
"""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from typing import BinaryIO, Final

from bot.errors import DataKeyError, StorageError
from bot.storage.files import PRIVATE, FileLock
from bot.storage.vault import Vault

MARK: Final = b"tyonohjaus-intake backup 1\n"
PIECE_BYTES: Final = 4 * 1024 * 1024


def write_sealed(copy: Path, destination: Path, vault: Vault) -> None:
    """Seal a copy of the database into a new file (0600); StorageError when it cannot be written."""
    destination = destination.absolute()
    half = destination.with_name(f".{destination.name}.part")
    try:
        half.unlink(missing_ok=True)
        with (
            copy.open("rb") as source,
            os.fdopen(os.open(half, os.O_WRONLY | os.O_CREAT | os.O_EXCL, PRIVATE), "wb") as file,
        ):
            file.write(MARK)
            piece, at = source.read(PIECE_BYTES), 0
            while True:
                following = source.read(PIECE_BYTES)
                blob = vault.seal_bytes(_place(last=not following), at, piece)
                file.write(len(blob).to_bytes(4, "big") + blob)
                if not following:
                    break
                piece, at = following, at + 1
            file.flush()
            os.fsync(file.fileno())
        half.replace(destination)
    except OSError as error:
        half.unlink(missing_ok=True)
        raise StorageError(
            f"no backup could be made at {destination} ({error.strerror}): choose another place"
        ) from error


def copy_beside(database: Path) -> Path:
    """Return where a copy may stand for the moment in which a backup is made of it."""
    return database.with_name(f".{database.name}.copy")


def put_back(backup: Path, database: Path, vault: Vault) -> Path:
    """Put what a backup holds in the database's place and return where that stands now that was there before.

    Backups of older versions are plain SQLite files. DatabaseInUse while the bot runs; otherwise as `read_sealed`.
    """
    if not backup.is_file():
        raise StorageError(f"there is no backup at {backup}")
    half, before = database.with_name(f".{database.name}.part"), database.with_name(f"{database.name}.before-restore")
    lock = FileLock(database)
    try:
        half.unlink(missing_ok=True)
        with backup.open("rb") as file:
            sealed = file.read(len(MARK)) == MARK
        if sealed:
            read_sealed(backup, half, vault)
        else:
            shutil.copyfile(backup, half)
            half.chmod(PRIVATE)
        for ending in ("-wal", "-shm"):  # they belong to the file that goes
            database.with_name(database.name + ending).unlink(missing_ok=True)
        if database.exists():
            database.replace(before)
        half.replace(database)
    except OSError as error:
        raise StorageError(f"{backup} cannot be restored ({error.strerror})") from error
    finally:
        half.unlink(missing_ok=True)
        lock.release()
    return before


def read_sealed(backup: Path, destination: Path, vault: Vault) -> None:
    """Write the SQLite file that a backup holds to a new file (0600).

    DataKeyError when no key opens it or it was changed; StorageError when it is cut off.
    """
    with (
        backup.open("rb") as file,
        os.fdopen(os.open(destination, os.O_WRONLY | os.O_CREAT | os.O_EXCL, PRIVATE), "wb") as out,
    ):
        file.seek(len(MARK))
        at, last = 0, False
        while not last:
            blob = _next(file, backup)
            try:
                piece = vault.unseal_bytes(_place(last=False), at, blob)
            except DataKeyError:
                piece, last = vault.unseal_bytes(_place(last=True), at, blob), True
            out.write(piece)
            at += 1
        out.flush()
        os.fsync(out.fileno())


def _place(*, last: bool) -> str:
    return "backup_end" if last else "backup"


def _next(file: BinaryIO, backup: Path) -> bytes:
    size = int.from_bytes(file.read(4), "big")
    blob = file.read(size)
    if not size or len(blob) < size:
        raise StorageError(f"{backup} is cut off: take another backup")
    return blob
