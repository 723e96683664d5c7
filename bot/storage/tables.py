"""What a table may do with the running transaction, and every table but for leads, letters and the outbox."""

from __future__ import annotations

import hashlib
import hmac
import json
import logging
import secrets
import sqlite3
import zlib
from collections.abc import Collection, Generator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, Final

from bot.errors import DatabaseBusy, DataKeyError, StorageError
from bot.storage.records import DayCount, Erasure, Json, Poisoned, StoredChat, StoredCorrection
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


@dataclass(slots=True, eq=False)
class Access:
    """One transaction as the tables see it; of no use once it has `ended`, so that nobody writes after the commit.

    `memory` is what the tables keep of what they have read and written; a savepoint that is undone empties it.
    """

    connection: sqlite3.Connection
    vault: Vault
    now: float
    day: str
    ended: bool = field(default=False, init=False)
    memory: dict[object, Any] = field(default_factory=dict, init=False)
    _savepoints: int = field(default=0, init=False)

    def execute(self, sql: str, parameters: Sequence[Any] = ()) -> sqlite3.Cursor:
        """Run one statement of the transaction; SQLite's own failures become `StorageError`."""
        # A full disk can make SQLite roll back by itself: what came next would be committed piece by piece.
        if self.ended or not self.connection.in_transaction:
            raise StorageError("the transaction has ended: nothing more can be read or written in it")
        try:
            return self.connection.execute(sql, parameters)
        except sqlite3.Error as error:
            ours = failure(error)
            if ours is None:
                raise
            raise ours from error

    def insert(self, table: str, row: Mapping[str, Any], sealed: Json | None = None, column: str = "personal") -> int:
        """Insert one row, with this sealed in its column unless it is None, and return its id."""
        added = self.execute(f"INSERT INTO {table} ({', '.join(row)}) VALUES ({places(row)})", tuple(row.values()))
        row_id = int(added.lastrowid or 0)
        if sealed is not None:
            # The row's id is part of what the seal binds, so it must exist first.
            blob = self.vault.seal(table, row_id, sealed)
            self.execute(f"UPDATE {table} SET {column} = ? WHERE rowid = ?", (blob, row_id))
        return row_id

    def opened(self, table: str, row_id: int, blob: bytes) -> Json | None:
        """Decrypt a row's value; None, with a word in the log, when damage keeps it shut: it costs that row only."""
        try:
            return self.vault.unseal(table, row_id, blob)
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
            self.memory.clear()
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


def places(values: Collection[Any]) -> str:
    """Return the question marks of a statement for these values: "?, ?, ?"."""
    return ", ".join("?" * len(values))


@dataclass(slots=True, eq=False)
class Table:
    """One table, or a few that belong together, inside one transaction."""

    _access: Access


CHAT_COLUMNS: Final = (
    "chat_id, language, state, flow_version, started_at, changed_at, screen_message_id, screen_shown, personal"
)
CHAT_CHANGES: Final = ", ".join(f"{column} = excluded.{column}" for column in CHAT_COLUMNS.split(", ")[1:])


class Chats(Table):
    def load(self, chat_id: int) -> StoredChat | None:
        """Return the conversation of a chat, opened unless it is `unreadable`; None when nothing is stored."""
        # What was decided in this transaction is shown from it: opening it again would cost as much as deciding.
        saved: StoredChat | None = self._access.memory.get(("chats", chat_id))
        if saved is not None:
            return saved
        row = self._access.execute(f"SELECT {CHAT_COLUMNS} FROM chats WHERE chat_id = ?", (chat_id,)).fetchone()
        return None if row is None else self._record(row)

    def save(self, chat: StoredChat) -> None:
        """Store the whole conversation in place of what was stored before."""
        self._access.execute(
            f"INSERT INTO chats ({CHAT_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) "
            f"ON CONFLICT (chat_id) DO UPDATE SET {CHAT_CHANGES}",
            (
                chat.chat_id,
                chat.language,
                chat.state,
                chat.flow_version,
                chat.started_at,
                chat.changed_at,
                chat.screen_message_id,
                chat.screen_shown,
                self._access.vault.seal("chats", chat.chat_id, dict(chat.personal)),
            ),
        )
        self._access.memory["chats", chat.chat_id] = chat

    def show(self, chat_id: int, *, message_id: int, shown: str) -> None:
        """Note what the living screen is and shows, without opening the answers; nothing when the chat is gone."""
        self._access.execute(
            "UPDATE chats SET screen_message_id = ?, screen_shown = ? WHERE chat_id = ?",
            (message_id, shown, chat_id),
        )
        self._access.memory.pop(("chats", chat_id), None)

    def changed_between(self, first: float, last: float, limit: int = 1000) -> list[int]:
        """Return the chats last changed in [first, last) (unix seconds), oldest first."""
        found = self._access.execute(
            "SELECT chat_id FROM chats WHERE changed_at >= ? AND changed_at < ? ORDER BY changed_at, chat_id LIMIT ?",
            (first, last, limit),
        )
        return [row[0] for row in found]

    def unfinished_before(self, before: float, done: str, limit: int = 1000) -> list[int]:
        """Return the chats last changed before that time (unix seconds) that are not in the state `done` with a lead.

        Oldest first.
        """
        found = self._access.execute(
            "SELECT chat_id FROM chats WHERE changed_at < ? AND (state != ? OR NOT EXISTS "
            "(SELECT 1 FROM leads WHERE leads.chat_id = chats.chat_id AND leads.chat_id != 0)) "
            "ORDER BY changed_at, chat_id LIMIT ?",
            (before, done, limit),
        )
        return [row[0] for row in found]

    def erase(self, chat_id: int) -> None:
        """Delete the conversation; the file's bytes are overwritten (secure_delete), the log's by `Store.scrub`."""
        self._access.execute("DELETE FROM chats WHERE chat_id = ?", (chat_id,))
        self._access.memory.pop(("chats", chat_id), None)

    def _record(self, row: tuple[Any, ...]) -> StoredChat:
        opened = self._access.opened("chats", row[0], row[8])
        fields: list[Any] = [*row[:8], opened or {}, opened is None]
        return StoredChat(*fields)


class Corrections(Table):
    """What the supervisor would have recommended instead, without persons: at most one correction for a lead.

    Once the lead is erased nothing leads back to it.
    """

    def put(self, number: int, said: str, wanted: str, answers: Mapping[str, Sequence[str]], flow_version: int) -> int:
        """Keep what would have been recommended for a lead, in place of what was kept before; its id.

        `said` and `wanted` are keys of formats; `answers` keys of choices by question, never words.
        """
        row_id: int = self._access.execute(
            "INSERT INTO corrections (number, said, wanted) VALUES (?, '', '') "
            "ON CONFLICT (number) DO UPDATE SET said = '', wanted = '' RETURNING id",
            (number,),
        ).fetchone()[0]
        kept = {"said": said, "wanted": wanted, "answers": answers, "flow_version": flow_version}
        sealed = self._access.vault.seal("corrections", row_id, kept)
        self._access.execute("UPDATE corrections SET personal = ? WHERE id = ?", (sealed, row_id))
        return row_id

    def settle(self) -> None:
        """Seal the forms that an older version has left in clear beside a request's number."""
        for each in self._where("number > ? AND said != ''", 0):
            self.put(each.number, each.said, each.wanted, each.answers, each.flow_version)

    def of_lead(self, number: int) -> StoredCorrection | None:
        return next(iter(self._where("number = ?", number)), None)

    def load(self, correction_id: int) -> StoredCorrection | None:
        return next(iter(self._where("id = ?", correction_id)), None)

    def listed(self) -> list[StoredCorrection]:
        """Return all corrections, oldest first; damaged ones are left out."""
        return self._where("id > ? ORDER BY id", 0)

    def remove(self, number: int) -> bool:
        """Forget the correction of a lead; False when there was none."""
        return self._access.execute("DELETE FROM corrections WHERE number = ?", (number,)).rowcount > 0

    def _where(self, condition: str, value: int) -> list[StoredCorrection]:
        found = self._access.execute(
            f"SELECT id, number, said, wanted, personal FROM corrections WHERE {condition}", (value,)
        ).fetchall()
        return [record for row in found if (record := self._record(row))]

    def _record(self, row: tuple[Any, ...]) -> StoredCorrection | None:
        opened = None if row[4] is None else self._access.opened("corrections", row[0], row[4])
        if opened is None:
            return None  # damaged: it costs this one only
        earlier = {"said": row[2], "wanted": row[3]}
        return StoredCorrection(row[0], row[1] or 0, **{**earlier, **opened})


class Erasures(Table):
    """Requests by number and persons by chat, sealed: a backup that is restored is erased of them again."""

    def note(self, *, number: int = 0, chat_id: int = 0, erased_at: float | None = None) -> None:
        """Remember that a request, or everything of a chat, was erased (unix seconds; now when not given)."""
        at = self._access.now if erased_at is None else erased_at
        self._access.insert("erasures", {"erased_at": at}, [number, chat_id])

    def listed(self) -> list[Erasure]:
        """Return what is remembered, oldest first; a damaged row is left out."""
        rows = self._access.execute("SELECT id, erased_at, personal FROM erasures ORDER BY erased_at, id").fetchall()
        opened = [(at, self._access.opened("erasures", row_id, sealed)) for row_id, at, sealed in rows]
        return [Erasure(which[0], which[1], at) for at, which in opened if which]

    def forget_before(self, before: float) -> None:
        """Forget what was erased before (unix seconds): no backup is as old."""
        self._access.execute("DELETE FROM erasures WHERE erased_at < ?", (before,))


_LARGEST: Final = 2**63 - 1


class Updates(Table):
    """Which updates were handled: Telegram delivers one again when it did not hear that it arrived."""

    def first_time(self, update_id: int) -> bool:
        """Remember the update; False when it was remembered already. Ids may jump, so there is no watermark."""
        added = self._access.execute(
            "INSERT OR IGNORE INTO updates (update_id, seen_at) VALUES (?, ?)", (update_id, self._access.now)
        )
        return added.rowcount == 1

    def forget_before(self, before: float) -> int:
        """Forget what was seen before (unix seconds) and return how many; Telegram keeps updates for 24 h."""
        return self._access.execute("DELETE FROM updates WHERE seen_at < ?", (before,)).rowcount


class Counters(Table):
    """How often something happened on a day; no persons, so erasure does not bend them."""

    def add(self, name: str, n: int = 1) -> None:
        self._access.execute(
            "INSERT INTO counters (day, name, n) VALUES (?, ?, ?) "
            "ON CONFLICT (day, name) DO UPDATE SET n = n + excluded.n",
            (self._access.day, name, n),
        )

    def add_each(self, names: Collection[str]) -> None:
        """Count several once today, in one statement."""
        if names:
            rows = ", ".join(["(?, ?, 1)"] * len(names))
            self._access.execute(
                f"INSERT INTO counters (day, name, n) VALUES {rows} ON CONFLICT (day, name) DO UPDATE SET n = n + 1",
                [value for name in names for value in (self._access.day, name)],
            )

    def between(self, first_day: str, last_day: str) -> list[DayCount]:
        """Return the counts of the days from first to last ("2026-11-22", both included), by day and name."""
        found = self._access.execute(
            "SELECT day, name, n FROM counters WHERE day BETWEEN ? AND ? ORDER BY day, name", (first_day, last_day)
        )
        return [DayCount(*row) for row in found]

    def sums(self, prefix: str, first_day: str) -> dict[str, int]:
        """Return the counts since a day, that one included, by what follows the prefix in their names."""
        found = self._access.execute(
            "SELECT substr(name, ?), sum(n) FROM counters WHERE day >= ? AND substr(name, 1, ?) = ? GROUP BY name",
            (len(prefix) + 1, first_day, len(prefix), prefix),
        )
        return dict(found)


class Settings(Table):
    """Values the bot keeps about itself, in clear: nothing about a person belongs here.

    Each has a checksum: of a chat's id with a bit flipped nothing else would tell that it is another chat's.
    They are few and every update asks for several, so that they are read all at once, when the first is asked for.
    """

    def get(self, key: str, default: Json = None) -> Json:
        """Return the JSON value put under the key, or `default`; a damaged one is dropped, with a word in the log."""
        text, checksum = self._kept().get(key, ("", 0))
        if not text:
            return default
        if _checksum(key, text) != checksum:
            log.error("a damaged setting counts as not set", extra={"setting": key})
            self.forget(key)
            return default
        return json.loads(text)

    def put(self, key: str, value: Json) -> None:
        text = json.dumps(value, allow_nan=False)
        self._kept()[key] = kept = text, _checksum(key, text)
        self._access.execute("INSERT OR REPLACE INTO settings VALUES (?, ?, ?)", (key, *kept))

    def forget(self, key: str) -> None:
        self._access.execute("DELETE FROM settings WHERE key = ?", (key,))
        self._kept().pop(key, None)

    def damaged(self) -> list[str]:
        """Return the keys of values that damage has changed and nobody has asked for since."""
        return sorted(key for key, (text, checksum) in self._kept().items() if _checksum(key, text) != checksum)

    def _kept(self) -> dict[str, tuple[str, int]]:
        kept: dict[str, tuple[str, int]] | None = self._access.memory.get("settings")
        if kept is None:
            rows = self._access.execute("SELECT key, value, checksum FROM settings")
            kept = self._access.memory["settings"] = {key: (text, checksum) for key, text, checksum in rows}
        return kept


def _checksum(key: str, text: str) -> int:
    return zlib.crc32(f"{key}{text}".encode())


class Poison(Table):
    """Updates whose handling raised, sealed, to be looked at within a week."""

    def keep(self, update_id: int, chat_id: int, error: str, raw: Json) -> int:
        """Keep an update aside with what went wrong; both are sealed. Returns the row's id."""
        row = {"update_id": _storable(update_id), "chat_id": _storable(chat_id), "kept_at": self._access.now}
        return self._access.insert("poison", row, {"error": error, "raw": raw})

    def listed(self, limit: int = 100) -> list[Poisoned]:
        """Return what is kept, newest first, opened; a damaged row is left out."""
        found = self._access.execute(
            "SELECT id, update_id, chat_id, kept_at, personal FROM poison ORDER BY id DESC LIMIT ?", (limit,)
        ).fetchall()
        records = []
        for row in found:
            opened = self._access.opened("poison", row[0], row[4])
            if opened is None:
                continue
            fields: list[Any] = [*row[:4], opened["error"], opened["raw"]]
            records.append(Poisoned(*fields))
        return records

    def of_chat(self, chat_id: int) -> list[Poisoned]:
        """Return what is kept of one chat, newest first, opened."""
        return [each for each in self.listed(limit=-1) if each.chat_id == chat_id]

    def count(self) -> int:
        return int(self._access.execute("SELECT count(*) FROM poison").fetchone()[0])

    def expire(self, before: float) -> int:
        """Delete what was kept before (unix seconds) and return how many."""
        return self._access.execute("DELETE FROM poison WHERE kept_at < ?", (before,)).rowcount

    def erase(self, chat_id: int) -> int:
        """Delete what one chat sent and return how many."""
        return self._access.execute("DELETE FROM poison WHERE chat_id = ?", (chat_id,)).rowcount


def _storable(number: int) -> int:
    """Return the id, or 0 for a forged one beyond SQLite's integers: keeping an update aside must never fail."""
    return number if -_LARGEST <= number <= _LARGEST else 0


_KEY = ""
"""The `who` of the row that seals the key of the digests; rotating the data key only reseals it."""


class Writers(Table):
    """How much each person has asked for lately, and who is blocked: JSON objects by chat id, and no names."""

    def load(self, chat_id: int) -> dict[str, Json]:
        """Return what is kept of a person, {} for nothing."""
        return self._read(self._digest(chat_id))

    def save(self, chat_id: int, value: dict[str, Json], kept_until: float) -> None:
        """Keep this of a person in place of what was kept, until then; 0: until it is forgotten by its id."""
        self._put(self._digest(chat_id), value, kept_until)

    def lasting(self) -> dict[int, dict[str, Json]]:
        """Return by row id what is kept without an end, oldest first."""
        rows = self._access.execute(
            "SELECT id, personal FROM writers WHERE kept_until = 0 AND who != ? ORDER BY id", (_KEY,)
        )
        return {row_id: self._access.opened("writers", row_id, blob) or {} for row_id, blob in rows.fetchall()}

    def forget(self, row_id: int) -> bool:
        found = self._access.execute("DELETE FROM writers WHERE id = ? AND who != ?", (row_id, _KEY))
        self._access.memory.clear()
        return found.rowcount == 1

    def expire(self) -> None:
        """Forget what was to be kept until now."""
        self._access.execute("DELETE FROM writers WHERE kept_until BETWEEN 1 AND ?", (self._access.now,))
        self._access.memory.clear()

    def _digest(self, chat_id: int) -> str:
        kept = self._read(_KEY)
        if not kept:  # damaged, or the first of all: what was kept under another key is found no more
            kept = {"key": secrets.token_hex(32)}
            self._put(_KEY, kept, 0.0)
        return hmac.new(bytes.fromhex(kept["key"]), str(chat_id).encode(), hashlib.sha256).hexdigest()

    def _read(self, who: str) -> dict[str, Json]:
        """Return what is kept under a digest, {} for nothing; what a transaction has opened it does not open again."""
        kept: dict[str, Json] | None = self._access.memory.get(("writers", who))
        if kept is None:
            row = self._access.execute("SELECT id, personal FROM writers WHERE who = ?", (who,)).fetchone()
            kept = (None if row is None else self._access.opened("writers", row[0], row[1])) or {}
            self._access.memory["writers", who] = kept
        return kept

    def _put(self, who: str, value: dict[str, Json], kept_until: float) -> None:
        row_id = self._access.execute(
            "INSERT INTO writers (who, kept_until) VALUES (?, ?) "
            "ON CONFLICT (who) DO UPDATE SET kept_until = excluded.kept_until RETURNING id",
            (who, kept_until),
        ).fetchone()[0]
        # The row's id is part of what the seal binds, so it must exist first.
        self._access.execute(
            "UPDATE writers SET personal = ? WHERE id = ?", (self._access.vault.seal("writers", row_id, value), row_id)
        )
        self._access.memory["writers", who] = value
