"""A backup is one sealed file: whole, or refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.errors import DataKeyError, StorageError
from bot.storage import Vault
from bot.storage.backups import MARK, PIECE_BYTES, read_sealed, swap, unpack, write_sealed

VAULT = Vault({"a": b"k" * 32}, "a")


@pytest.mark.parametrize("size", [0, 1, PIECE_BYTES, 2 * PIECE_BYTES + 5])
def test_what_was_sealed_comes_back_byte_for_byte(tmp_path: Path, size: int) -> None:
    copy, backup, back = tmp_path / "copy", tmp_path / "backup", tmp_path / "back"
    copy.write_bytes(bytes(n % 251 for n in range(min(size, 1000))) * (size // 1000 + 1))
    write_sealed(copy, backup, VAULT)
    read_sealed(backup, back, VAULT)
    assert back.read_bytes() == copy.read_bytes()


def test_backup_that_is_cut_off_changed_or_of_another_key_is_refused(tmp_path: Path) -> None:
    copy, backup, database = tmp_path / "copy", tmp_path / "backup", tmp_path / "bot.sqlite3"
    copy.write_bytes(b"x" * (PIECE_BYTES + 10))
    fresh = tmp_path / "fresh"
    database.write_bytes(b"as it was")
    write_sealed(copy, backup, VAULT)
    whole = backup.read_bytes()
    first = len(MARK) + 4 + int.from_bytes(whole[len(MARK) : len(MARK) + 4], "big")
    for broken in (whole[:-1], whole[:first], whole[:-1] + b"?"):
        backup.write_bytes(broken)
        with pytest.raises((DataKeyError, StorageError)):
            unpack(backup, fresh, VAULT)
        assert not fresh.exists()
    backup.write_bytes(whole)
    with pytest.raises(DataKeyError):
        unpack(backup, fresh, Vault({"b": b"o" * 32}, "b"))
    unpack(backup, fresh, VAULT)
    before = swap(fresh, database)
    assert (before.read_bytes(), database.read_bytes()) == (b"as it was", copy.read_bytes())


def test_fingerprint_depends_on_the_key() -> None:
    assert VAULT.fingerprint(b"screen") == VAULT.fingerprint(b"screen")
    assert VAULT.fingerprint(b"screen") != Vault({"b": b"o" * 32}, "b").fingerprint(b"screen")
