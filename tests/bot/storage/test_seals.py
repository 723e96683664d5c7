"""Nothing personal lies open in the files, erasure erases, keys can be changed."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from bot.errors import DataKeyError
from bot.storage import KeySource, Store, StoredChat, Tx, reseal
from bot.storage.migrate import migrate, migrations
from bot.storage.sealed_rows import Resealed
from bot.storage.seals import SEALED

from .conftest import KEY, a_chat, a_lead

SECRETS = ("Anna Äijälä", "+358401234567", "kahvihuoneessa huudetaan", "poisoned words", "relayed words")
OTHER_KEY = "77" * 32


def _type_everything(tx: Tx) -> None:
    tx.chats.save(a_chat(personal={"name": SECRETS[0], "own": SECRETS[2]}))
    tx.leads.add(a_lead(personal={"name": SECRETS[0], "phone": SECRETS[1], "own": SECRETS[2]}))
    tx.poison.keep(1, 7, f"ValueError: {SECRETS[3]}", {"text": SECRETS[3]})
    tx.outbox.queue(7, "relay", payload={"text": SECRETS[4]})


def _raw_files(path: Path) -> bytes:
    return b"".join(file.read_bytes() for file in path.parent.iterdir())


def _found(raw: bytes) -> list[str]:
    return [secret for secret in SECRETS if secret.encode() in raw or secret.encode("utf-16-le") in raw]


async def test_raw_files_hold_nothing_that_was_typed(store: Store, path: Path, tmp_path: Path) -> None:
    await store.transaction(_type_everything)
    raw = _raw_files(path)
    assert b"asking" in raw, "the rows must be in the files that are searched"
    assert _found(raw) == []
    await store.backup(tmp_path / "copy.sqlite3")
    await store.close()
    assert _found(_raw_files(path) + (tmp_path / "copy.sqlite3").read_bytes()) == []


async def test_erased_rows_are_in_no_file_after_the_scrub(store: Store, path: Path) -> None:
    blobs: list[bytes] = []

    def keep(tx: Tx) -> None:
        _type_everything(tx)
        for sealed in SEALED:
            blobs.extend(row[0] for row in tx.execute(f"SELECT {sealed.column} FROM {sealed.table}"))

    def erase(tx: Tx) -> None:
        tx.chats.erase(7)
        tx.leads.erase(1)
        tx.poison.erase(7)
        tx.outbox.erase(7)

    await store.transaction(keep)
    assert len(blobs) == 4
    assert all(blob[20:] in _raw_files(path) for blob in blobs)
    await store.transaction(erase)
    assert await store.scrub()
    assert not any(blob[20:] in _raw_files(path) for blob in blobs)


async def test_scrub_held_back_by_a_reader_says_so(store: Store, path: Path) -> None:
    await store.transaction(_type_everything)
    reader = sqlite3.connect(path)
    reader.execute("BEGIN")
    reader.execute("SELECT count(*) FROM chats").fetchone()
    await store.transaction(lambda tx: tx.chats.erase(7))
    await store.transaction(lambda tx: tx.execute("PRAGMA busy_timeout = 1"))
    assert not await store.scrub()
    reader.close()
    assert await store.scrub()


def test_every_blob_of_the_schema_is_known_as_sealed() -> None:
    raw = sqlite3.connect(":memory:", isolation_level=None)
    migrate(raw, 0, migrations())
    tables = [row[0] for row in raw.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
    blobs = {
        (table, row[1]) for table in tables for row in raw.execute(f"PRAGMA table_info({table})") if row[2] == "BLOB"
    }
    raw.close()
    assert blobs == {(sealed.table, sealed.column) for sealed in SEALED}


async def test_key_change_reseals_every_row_and_the_old_key_may_go(path: Path) -> None:
    def fill(tx: Tx) -> None:
        _type_everything(tx)
        for chat_id in range(100, 125):
            tx.chats.save(a_chat(chat_id))
        tx.leads.erase(tx.leads.add(a_lead("other")))

    async with await Store.open(path, keys=KeySource(data_key=KEY)) as store:
        await store.transaction(fill)
        assert (await reseal(store)).rows == 0
    async with await Store.open(path, keys=KeySource(data_key=f"{OTHER_KEY},{KEY}")) as store:
        await store.transaction(lambda tx: tx.chats.save(a_chat(200)))
        assert await reseal(store, batch=10) == Resealed(29, ())
        assert (await reseal(store, batch=10)).rows == 0
    with pytest.raises(DataKeyError):
        await Store.open(path, keys=KeySource(data_key=KEY))
    async with await Store.open(path, keys=KeySource(data_key=OTHER_KEY)) as store:

        def read(tx: Tx) -> list[StoredChat | None]:
            head = tx.outbox.heads(1)[0]
            queued = tx.outbox.claim(head.id)
            assert queued is not None
            assert queued.payload == {"text": SECRETS[4]}
            lead = tx.leads.load(1)
            assert lead is not None
            assert lead.personal["phone"] == SECRETS[1]
            assert tx.poison.listed()[0].raw == {"text": SECRETS[3]}
            return [tx.chats.load(chat_id) for chat_id in (100, 124, 200)]

        assert await store.transaction(read) == [a_chat(100), a_chat(124), a_chat(200)]


async def test_damaged_row_neither_stops_the_change_of_the_key_nor_goes_unsaid(path: Path) -> None:
    def fill(tx: Tx) -> None:
        for chat_id in range(1, 26):
            tx.chats.save(a_chat(chat_id))
        tx.execute("UPDATE chats SET personal = substr(personal, 1, length(personal) - 1) WHERE chat_id = 10")

    async with await Store.open(path, keys=KeySource(data_key=KEY)) as store:
        await store.transaction(fill)
    async with await Store.open(path, keys=KeySource(data_key=f"{OTHER_KEY},{KEY}")) as store:
        assert await reseal(store, batch=10) == Resealed(24, ("row 10 of chats",))
    async with await Store.open(path, keys=KeySource(data_key=OTHER_KEY)) as store:
        assert await store.transaction(lambda tx: tx.chats.load(25)) == a_chat(25)
