"""Every sealed row opened: which no key opens, setting one aside, sealing all again after a change of key."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from bot.errors import DataKeyError, StorageError
from bot.storage.seals import SEALED, SealedColumn, opens, seal_check
from bot.storage.store import Store, Tx
from bot.storage.tables import Access
from flows.dataclass import dataclass


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
    ids = [row_id for row_id, blob in rows if not opens(tx, sealed, row_id, blob)]
    return ids, rows[-1][0] if len(rows) == limit else None


def set_aside(tx: Tx, table: str, row_id: int, keep: Callable[[bytes], None]) -> None:
    """Take a damaged row out of the bot's way, its sealed bytes given to `keep` first.

    Of a lead only they go: its writer can still be answered, erased and forgotten in time; of a meeting too: the agreed
    time stands. Any other row goes whole.
    StorageError when there is no such row, or when it opens.
    """
    sealed = next((each for each in SEALED if each.table == table), None)
    if sealed is None:
        raise StorageError(f"no rows of {table} are sealed: one of {', '.join(each.table for each in SEALED)}")
    found = tx.execute(f"SELECT {sealed.column} FROM {table} WHERE {sealed.key} = ?", (row_id,)).fetchone()
    if found is None or found[0] is None:
        raise StorageError(f"there is no sealed row {row_id} of {table}")
    if opens(tx, sealed, row_id, found[0]):
        raise StorageError(f"row {row_id} of {table} can be read: there is nothing to set aside")
    keep(found[0])
    if table in ("leads", "meetings"):
        tx.execute(f"UPDATE {table} SET {sealed.column} = NULL WHERE {sealed.key} = ?", (row_id,))
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
    await store.transaction(seal_check)
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
