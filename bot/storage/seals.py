"""What is sealed in the database: is there anything, does the key fit, and resealing after a change of key."""

from __future__ import annotations

import base64
import sqlite3
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Final

from bot.errors import DataKeyError, StorageError
from bot.storage.access import Access

if TYPE_CHECKING:
    from bot.storage.store import Store, Tx


@dataclass(frozen=True, slots=True)
class SealedColumn:
    """A column of sealed blobs and the integer key of its table, which the seal binds."""

    table: str
    key: str
    column: str


SEALED: Final = (
    SealedColumn("chats", "chat_id", "personal"),
    SealedColumn("leads", "number", "personal"),
    SealedColumn("outbox", "id", "payload"),
    SealedColumn("poison", "id", "personal"),
    SealedColumn("corrections", "id", "personal"),
    SealedColumn("writers", "id", "personal"),
    SealedColumn("erasures", "id", "personal"),
)
"""Every sealed column of the schema, besides the check value among the settings."""

_CHECK: Final = "data_key_check"


def holds_sealed_rows(connection: sqlite3.Connection) -> bool:
    """Say whether anything personal is stored, which a new key could not open."""
    return any(
        connection.execute(f"SELECT 1 FROM {sealed.table} WHERE {sealed.column} IS NOT NULL LIMIT 1").fetchone()
        for sealed in SEALED
    )


def check(tx: Tx, *, replace: bool, write: bool) -> None:
    """Open the value that was sealed at first use: a wrong key shows itself here, not at the first prospect.

    `replace` is for a key made just now, which is allowed only while nothing else is sealed; `write` may seal the
    value at first use.
    """
    kept = tx.settings.get(_CHECK)
    if kept is not None and not replace:
        try:
            tx.unseal("settings", 0, base64.b64decode(kept))
        except (DataKeyError, ValueError) as error:
            if _opens_any(tx):  # the key is right, and the value itself is damaged
                if write:
                    _seal_check(tx)
                return
            raise DataKeyError(
                "the data key does not fit this database: give the DATA_KEY or DATA_KEY_FILE it was made with "
                f"({error})"
            ) from None
    elif write:
        _seal_check(tx)


def _opens_any(tx: Tx) -> bool:
    """Say whether the key opens at least one of the first rows of a table."""
    return any(
        _opens(tx, sealed, row_id, blob)
        for sealed in SEALED
        for row_id, blob in tx.execute(
            f"SELECT {sealed.key}, {sealed.column} FROM {sealed.table} WHERE {sealed.column} IS NOT NULL LIMIT 9"
        ).fetchall()
    )


@dataclass(frozen=True, slots=True)
class Resealed:
    """What resealing came to: how many rows were sealed, and which no key opens, such as "row 5 of leads"."""

    rows: int
    unopened: tuple[str, ...]


async def damaged(store: Store, batch: int = 500) -> list[tuple[str, int]]:
    """Open every sealed row and return table and id of those that no key opens; short transactions beside the bot."""
    found: list[tuple[str, int]] = []
    for sealed in SEALED:
        after: int | None = None
        while True:
            ids, after = await store.transaction(partial(_shut, sealed=sealed, after=after, limit=batch))
            found += [(sealed.table, row_id) for row_id in ids]
            if after is None:
                break
    return found


def _shut(tx: Access, *, sealed: SealedColumn, after: int | None, limit: int) -> tuple[list[int], int | None]:
    """Return which of up to `limit` rows do not open, and the last key (None: none is left)."""
    rows = tx.execute(
        f"SELECT {sealed.key}, {sealed.column} FROM {sealed.table} WHERE {sealed.column} IS NOT NULL "
        f"AND (? IS NULL OR {sealed.key} > ?) ORDER BY {sealed.key} LIMIT ?",
        (after, after, limit),
    ).fetchall()
    ids = [row_id for row_id, blob in rows if not _opens(tx, sealed, row_id, blob)]
    return ids, rows[-1][0] if len(rows) == limit else None


def _opens(tx: Access, sealed: SealedColumn, row_id: int, blob: bytes) -> bool:
    try:
        tx.unseal(sealed.table, row_id, blob)
    except DataKeyError:
        return False
    return True


def set_aside(tx: Tx, table: str, row_id: int, keep: Callable[[bytes], None]) -> None:
    """Take a damaged row out of the bot's way, its sealed bytes given to `keep` first.

    Of a lead only they go: its writer can still be answered, erased and forgotten in time. Any other row goes whole.
    StorageError when there is no such row, or when it opens.
    """
    sealed = next((each for each in SEALED if each.table == table), None)
    if sealed is None:
        raise StorageError(f"no rows of {table} are sealed: one of {', '.join(each.table for each in SEALED)}")
    found = tx.execute(f"SELECT {sealed.column} FROM {table} WHERE {sealed.key} = ?", (row_id,)).fetchone()
    if found is None or found[0] is None:
        raise StorageError(f"there is no sealed row {row_id} of {table}")
    if _opens(tx, sealed, row_id, found[0]):
        raise StorageError(f"row {row_id} of {table} can be read: there is nothing to set aside")
    keep(found[0])
    if table == "leads":
        tx.execute("UPDATE leads SET personal = NULL WHERE number = ?", (row_id,))
    elif table == "outbox":
        tx.outbox.remove(row_id)
    else:
        tx.execute(f"DELETE FROM {table} WHERE {sealed.key} = ?", (row_id,))


async def reseal(store: Store, batch: int = 200) -> Resealed:
    """Seal every row with the current key; then the old key may go. A damaged row is left as it is and named.

    Each batch is its own transaction, so the bot can run meanwhile, and a crash only leaves rows for the next time.
    The log is scrubbed at the end: nothing sealed with the old key stays in the files.
    """
    changed, unopened = 0, []
    for sealed in SEALED:
        after: int | None = None
        while True:
            work = partial(_batch, header=store.vault.header, sealed=sealed, after=after, limit=batch)
            done, damaged, after = await store.transaction(work)
            changed += done
            unopened += [f"row {row_id} of {sealed.table}" for row_id in damaged]
            if after is None:
                break
    await store.transaction(_seal_check)
    await store.scrub()
    return Resealed(changed, tuple(unopened))


def _batch(
    tx: Access, *, header: bytes, sealed: SealedColumn, after: int | None, limit: int
) -> tuple[int, list[int], int | None]:
    """Reseal up to `limit` rows of one column: how many, which do not open, the last key (None: none is left)."""
    table, key, column = sealed.table, sealed.key, sealed.column
    rows = tx.execute(
        f"SELECT {key}, {column} FROM {table} WHERE {column} IS NOT NULL AND substr({column}, 1, ?) != ? "
        f"AND (? IS NULL OR {key} > ?) ORDER BY {key} LIMIT ?",
        (len(header), header, after, after, limit),
    ).fetchall()
    damaged = []
    for row_id, blob in rows:
        try:
            fresh = tx.seal(table, row_id, tx.unseal(table, row_id, blob))
        except DataKeyError:
            damaged.append(row_id)
            continue
        tx.execute(f"UPDATE {table} SET {column} = ? WHERE {key} = ?", (fresh, row_id))
    return len(rows) - len(damaged), damaged, rows[-1][0] if len(rows) == limit else None


def _seal_check(tx: Tx) -> None:
    tx.settings.put(_CHECK, base64.b64encode(tx.seal("settings", 0, "ok")).decode("ascii"))
