"""A backup as one sealed file: without the data key nothing of it can be read, chat ids and times included.

The file is a line that says what it is, then pieces of the SQLite copy, each sealed for its place (4 bytes of length,
then the blob; the last piece is marked, so that a file that was cut off is found).
"""

from __future__ import annotations

import fcntl
import os
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import BinaryIO, Final

from bot.errors import DataKeyError, StorageError
from bot.storage.files import PRIVATE, PRIVATE_FOLDER, beside, written_whole
from bot.storage.vault import Vault

MARK: Final = b"tyonohjaus-intake backup 1\n"
PIECE_BYTES: Final = 4 * 1024 * 1024

NAMED: Final = "%Y-%m-%d-%H%M%S.backup"
_NAME = re.compile(r"\d{4}-\d\d-\d\d-\d{6}\.backup")
STAY: Final = 2
"""How many backups stay at any age: a clock that is wrong for an hour must not cost the last one."""


def place_for(destination: str, now: datetime) -> tuple[Path, bool]:
    """Return the file a backup goes to and whether it was named here, in a folder: one that exists, or "folder/".

    The folder is made (0700). StorageError when that cannot be, or when the file exists.
    """
    named, folder = Path(destination), destination.endswith("/") or Path(destination).is_dir()
    try:
        if folder:
            named.mkdir(mode=PRIVATE_FOLDER, parents=True, exist_ok=True)
            named = named / now.strftime(NAMED)
    except OSError as error:
        raise StorageError(f"the folder {named} cannot be made ({error.strerror}): choose another place") from None
    if named.exists():
        raise StorageError(f"{named} exists already: name a new file, or a folder")
    return named, folder


def tidy_folder(folder: Path, keep_days: int, now: datetime) -> None:
    """Delete what interrupted backups have left in a folder, and backups named here that are older (0 days: none)."""
    named = sorted(path for path in folder.iterdir() if _NAME.fullmatch(path.name))
    oldest = (now - timedelta(days=keep_days)).strftime(NAMED)
    old = [path for path in named[:-STAY] if keep_days and path.name < oldest]
    halves = [path for path in folder.glob(".*.backup.part") if _NAME.fullmatch(path.name[1:-5])]
    for path in (*old, *halves):
        path.unlink(missing_ok=True)


@contextmanager
def one_at_a_time(database: Path) -> Iterator[Path]:
    """Wait for another backup to end; yield where the plain copy may stand meanwhile, beside the database."""
    copy = database.with_name(f".{database.name}.copy")
    folder = os.open(database.parent, os.O_RDONLY | os.O_CLOEXEC)
    try:
        fcntl.flock(folder, fcntl.LOCK_EX)
        yield copy
    finally:
        copy.unlink(missing_ok=True)
        os.close(folder)


def write_sealed(copy: Path, destination: Path, vault: Vault) -> None:
    """Seal a copy of the database into a new file (0600); StorageError when it cannot be written."""
    try:
        with copy.open("rb") as source, written_whole(destination) as file:
            file.write(MARK)
            piece, at = source.read(PIECE_BYTES), 0
            while True:
                following = source.read(PIECE_BYTES)
                blob = vault.seal_bytes(_place(last=not following), at, piece)
                file.write(len(blob).to_bytes(4, "big") + blob)
                if not following:
                    break
                piece, at = following, at + 1
    except OSError as error:
        raise StorageError(
            f"no backup could be made at {destination} ({error.strerror}): choose another place"
        ) from error


def unpack(backup: Path, destination: Path, vault: Vault) -> None:
    """Write the SQLite file that a backup holds to a new file (0600); backups of older versions are such files.

    StorageError when there is no such backup, otherwise as `read_sealed`.
    """
    if not backup.is_file():
        raise StorageError(f"there is no backup at {backup}")
    try:
        with backup.open("rb") as file:
            sealed = file.read(len(MARK)) == MARK
        if sealed:
            read_sealed(backup, destination, vault)
        else:
            shutil.copyfile(backup, destination)
            destination.chmod(PRIVATE)
    except OSError as error:
        raise StorageError(f"{backup} cannot be restored ({error.strerror})") from error


def swap(fresh: Path, database: Path) -> Path:
    """Put a file in the database's place; what was there goes, its log with it, to the path returned."""
    before = beside(database, ".before-restore")
    try:
        for ending in ("", "-wal", "-shm"):
            former = beside(database, ending)
            if former.exists():
                former.replace(beside(before, ending))
                os.utime(beside(before, ending))  # from now on it is kept, not from its last change on
            else:
                beside(before, ending).unlink(missing_ok=True)
        fresh.replace(database)
    except OSError as error:
        raise StorageError(f"{database} cannot be replaced ({error.strerror}): run this again") from error
    return before


def read_sealed(backup: Path, destination: Path, vault: Vault) -> None:
    """Write the SQLite file that a backup holds to a new file (0600).

    DataKeyError when no key opens it or it was changed; StorageError when it is cut off.
    """
    with backup.open("rb") as file, written_whole(destination) as out:
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


def _place(*, last: bool) -> str:
    return "backup_end" if last else "backup"


def _next(file: BinaryIO, backup: Path) -> bytes:
    size = int.from_bytes(file.read(4), "big")
    blob = file.read(size)
    if not size or len(blob) < size:
        raise StorageError(f"{backup} is cut off: take another backup")
    return blob
