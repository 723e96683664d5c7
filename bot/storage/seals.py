"""What is sealed in the database: is there anything, and does the key fit."""

from __future__ import annotations

import base64
import sqlite3
from typing import Final

from bot.errors import DataKeyError
from bot.storage.tables import Access, Settings
from flows.dataclass import dataclass


@dataclass(frozen=True, slots=True)
class SealedColumn:
    """A column of sealed blobs and the integer key of its table, which the seal binds."""

    table: str
    key: str
    column: str


SEALED: Final = (
    SealedColumn("chats", "chat_id", "personal"),
    SealedColumn("leads", "number", "personal"),
    SealedColumn("meetings", "number", "personal"),
    SealedColumn("outbox", "id", "payload"),
    SealedColumn("poison", "id", "personal"),
    SealedColumn("corrections", "id", "personal"),
    SealedColumn("writers", "id", "personal"),
    SealedColumn("erasures", "id", "personal"),
)
"""Every sealed column of the schema, besides the check value among the settings."""

_CHECK: Final = "data_key_check"


def holds_sealed_rows(connection: sqlite3.Connection | Access) -> bool:
    """Say whether anything personal is stored, which a new key could not open."""
    return any(
        connection.execute(f"SELECT 1 FROM {sealed.table} WHERE {sealed.column} IS NOT NULL LIMIT 1").fetchone()
        for sealed in SEALED
    )


def check(tx: Access, *, replace: bool, write: bool) -> None:
    """Open the value that was sealed at first use: a wrong key shows itself here, not at the first prospect.

    `replace` is for a key made just now, which is allowed only while nothing else is sealed; `write` may seal the
    value at first use.
    """
    kept = Settings(tx).get(_CHECK)
    if kept is not None and not replace and _opens_check(tx, kept):
        return
    # Where the key opens rows it is the right one, and the value is damaged, or gone because it was.
    if not replace and (kept is not None or holds_sealed_rows(tx)) and not _opens_any(tx):
        raise DataKeyError(
            "the data key does not fit this database: give the DATA_KEY or DATA_KEY_FILE it was made with"
        )
    if write:
        seal_check(tx)


def _opens_check(tx: Access, kept: str) -> bool:
    try:
        tx.vault.unseal("settings", 0, base64.b64decode(kept))
    except (DataKeyError, ValueError):
        return False
    return True


def _opens_any(tx: Access) -> bool:
    """Say whether the key opens at least one of the first rows of a table."""
    return any(
        opens(tx, sealed, row_id, blob)
        for sealed in SEALED
        for row_id, blob in tx.execute(
            f"SELECT {sealed.key}, {sealed.column} FROM {sealed.table} WHERE {sealed.column} IS NOT NULL LIMIT 9"
        ).fetchall()
    )


def opens(tx: Access, sealed: SealedColumn, row_id: int, blob: bytes) -> bool:
    try:
        tx.vault.unseal(sealed.table, row_id, blob)
    except DataKeyError:
        return False
    return True


def seal_check(tx: Access) -> None:
    Settings(tx).put(_CHECK, base64.b64encode(tx.vault.seal("settings", 0, "ok")).decode("ascii"))
