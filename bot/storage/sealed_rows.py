"""Every sealed row opened: which no key opens, setting one aside, sealing all again after a change of key."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from bot.errors import DataKeyError, StorageError
from bot.storage.seals import SEALED, SealedColumn, opens, seal_check
from bot.storage.store import Store, Tx
from bot.storage.tables import Access
from flows.dataclass import dataclass

SMALLEST = -(2**63)


@dataclass(frozen=True, slots=True)
class Resealed:
    """What resealing came to: how many rows were sealed, and which no key opens, such as "row 5 of leads"."""

    rows: int
    unopened: tuple[str, ...]


async def damaged(store: Store, batch: int = 500) -> list[tuple[str, int]]:
    """Open every sealed row and return table and id of those that no key opens; short transactions beside the bot."""
    return [(table, row_id) for table, row_id, opened in await _with_each(store, opens, batch) if not opened]


async def _with_each(
    store: Store, work: Callable[[Access, SealedColumn, int, bytes], bool], batch: int, besides: bytes = b""
) -> list[tuple[str, int, bool]]:
    """Return table, id and what came of the work for every sealed row whose blob does not begin with `besides`.

    So many rows are worked on in one transaction.
    """

    def some(tx: Tx, sealed: SealedColumn, after: int) -> list[tuple[int, bool]]:
        key, column = sealed.key, sealed.column
        rows = tx.execute(
            f"SELECT {key}, {column} FROM {sealed.table} WHERE {column} IS NOT NULL AND {key} > ? "
            f"AND (? = x'' OR substr({column}, 1, ?) != ?) ORDER BY {key} LIMIT ?",
            (after, besides, len(besides), besides, batch),
        ).fetchall()
        return [(row_id, work(tx, sealed, row_id, blob)) for row_id, blob in rows]

    done = []
    for sealed in SEALED:
        rows = await store.transaction(partial(some, sealed=sealed, after=SMALLEST))
        while rows:
            done += [(sealed.table, row_id, value) for row_id, value in rows]
            rows = await store.transaction(partial(some, sealed=sealed, after=rows[-1][0]))
    return done


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
    rows = await _with_each(store, _seal_again, batch, besides=store.vault.header)
    await store.transaction(seal_check)
    await store.scrub()
    unopened = tuple(f"row {row_id} of {table}" for table, row_id, sealed in rows if not sealed)
    return Resealed(len(rows) - len(unopened), unopened)


def _seal_again(tx: Access, sealed: SealedColumn, row_id: int, blob: bytes) -> bool:
    """Seal a row with the current key; False when no key opens it."""
    try:
        fresh = tx.vault.seal(sealed.table, row_id, tx.vault.unseal(sealed.table, row_id, blob))
    except DataKeyError:
        return False
    tx.execute(f"UPDATE {sealed.table} SET {sealed.column} = ? WHERE {sealed.key} = ?", (fresh, row_id))
    return True
