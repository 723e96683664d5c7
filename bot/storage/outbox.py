"""The table of everything that is to be sent: messages, edits, reminders, each a reference that is rendered when sent.

A row is waiting, then claimed, then sent; or waiting again after a try that failed, or dead. Order per chat is among
the rows that are due: the oldest due row goes first and alone. A row meant for later (`due_at`) holds nothing back;
a row put back by `again` holds its chat until its time, so that nothing overtakes a message being retried. Everything
overtakes an erasure, which takes many messages.
"""

from __future__ import annotations

from collections.abc import Collection
from contextlib import suppress
from dataclasses import dataclass, field
from math import inf
from typing import Any, TypeVar

from bot.codec import from_json, to_json
from bot.errors import DataKeyError
from bot.storage.records import Head, Queued, Undelivered
from bot.storage.tables import Table, places

P = TypeVar("P")

LONGEST_HOLD = 3600.0
"""Seconds for which a failed try holds its chat; longer only where Telegram asks for it."""

QUEUED = "id, chat_id, kind, ref, payload, attempts, repeat, created_at"
UNCLAIMED = (
    "state = 'waiting' AND NOT EXISTS (SELECT 1 FROM outbox AS other "
    "WHERE other.chat_id = outbox.chat_id AND other.state = 'claimed')"
)
"""Of a row that waits while none of its chat is being sent."""

OVERTAKEN = "erased"
"""The kind of rows that take many messages and may wait: every other row of their chat goes first, none is buried."""


@dataclass(slots=True, eq=False)
class _Lanes(Table):
    """When each chat with something to send can next be sent to; one of which a row is claimed has no lane.

    Without it, finding what can be sent now would mean looking at everything that waits: this way a chat with a hundred
    thousand rows costs as much as a chat with one. Every change of a chat's rows ends with `_renew`; `finish` writes
    them down, each chat once.
    """

    _changed: dict[int, float] = field(default_factory=dict, init=False)
    _soonest: list[tuple[int, float]] = field(default_factory=list, init=False)
    _read: int = field(default=0, init=False)

    def _renew(self, chat_id: int, *, not_before: float = 0.0) -> None:
        """Work out again when the chat is ready; `not_before` lets chats that wait go first (unix seconds)."""
        self._changed[chat_id] = max(not_before, self._changed.get(chat_id, 0.0))
        self._read = 0

    def finish(self) -> None:
        """Write down what was renewed, each chat once; called before lanes are read and before the commit."""
        while self._changed:
            chat_id, not_before = self._changed.popitem()
            due, held, claimed, is_known = self._access.execute(
                "SELECT (SELECT min(due_at) FROM outbox WHERE chat_id = ?1 AND state = 'waiting'), "
                "(SELECT max(hold_until) FROM outbox WHERE chat_id = ?1 AND state = 'waiting' AND hold_until > 0), "
                "EXISTS (SELECT 1 FROM outbox WHERE chat_id = ?1 AND state = 'claimed'), "
                "EXISTS (SELECT 1 FROM lanes WHERE chat_id = ?1)",
                (chat_id,),
            ).fetchone()
            if due is not None and not claimed:
                self._access.execute(
                    "INSERT OR REPLACE INTO lanes (chat_id, ready_at) VALUES (?, ?)",
                    (chat_id, max(due, held or 0.0, not_before)),
                )
            elif is_known:
                self._access.execute("DELETE FROM lanes WHERE chat_id = ?", (chat_id,))

    def _ready(self, limit: int, skip: Collection[int]) -> list[int]:
        """Return up to `limit` chats that are ready now, the one that waits longest first, without those to skip."""
        now = self._access.now
        return [chat_id for chat_id, at in self._first(limit + len(skip)) if at <= now and chat_id not in skip][:limit]

    def next_due(self, skip: Collection[int] = ()) -> float | None:
        """Return when `heads` will have something (a time past or now: it has); None: nothing until another change."""
        return next((at for chat_id, at in self._first(1 + len(skip)) if chat_id not in skip), None)

    def _first(self, n: int) -> list[tuple[int, float]]:
        """Return the first lanes and when they are ready, at least `n` where there are so many."""
        self.finish()
        if self._read < n:
            self._soonest = self._access.execute(
                "SELECT chat_id, ready_at FROM lanes WHERE ready_at IS NOT NULL ORDER BY ready_at, chat_id LIMIT ?",
                (n,),
            ).fetchall()
            self._read = n
        return self._soonest


class OutboxRows(_Lanes):
    """What is to be sent. All times are unix seconds."""

    def queue(
        self,
        chat_id: int,
        kind: str,
        ref: str = "",
        payload: object = None,
        due_at: float | None = None,
        coalesce: bool = False,
    ) -> int:
        """Add a row and return its id; it is due now or at `due_at`. `payload` is sealed, and gone once sent.

        `coalesce` keeps one waiting row per chat, kind and ref: that row keeps its place and takes the new payload
        and, when given, the new time. A claimed row does not count: what it sends may already be outdated. A dead one
        is replaced, and why it died is still known.
        """
        now = self._access.now
        error, repeat = "", 0
        if coalesce:
            same, error, repeat = self._in_place_of_dead(chat_id, kind, ref)
            if same is not None:
                row_id, waits_since = same
                due = min(waits_since, now) if due_at is None or max(due_at, waits_since) <= now else due_at
                self._access.execute(
                    "UPDATE outbox SET due_at = ?, payload = ?, repeat = max(repeat, ?) WHERE id = ?",
                    (due, self._sealed(row_id, payload), repeat, row_id),
                )
                self._renew(chat_id)
                return row_id
        row = {
            "chat_id": chat_id,
            "kind": kind,
            "ref": ref,
            "created_at": now,
            "due_at": now if due_at is None else due_at,
            "error": error,
            "repeat": repeat,
        }
        row_id = self._access.insert("outbox", row, None if payload is None else to_json(payload), column="payload")
        self._renew(chat_id)
        return row_id

    def heads(self, limit: int, skip: Collection[int] = ()) -> list[Head]:
        """Return what can be sent now: per chat the oldest due row, and none while one of its rows is claimed or held.

        The chat that waits longest comes first, and after a send a chat goes to the end of the queue; chats in
        `skip` (those the caller may not write to yet) are left out.
        """
        ready = self._ready(limit, skip)
        return [head for chat_id in ready if (head := self._head(chat_id, "!=") or self._head(chat_id, "="))]

    def _head(self, chat_id: int, of_last: str) -> Head | None:
        """Return the oldest due row of a chat that is ("=") or is not ("!=") of the kind that everything overtakes."""
        # Named, because SQLite would rather find by time and then sort all that is due.
        row = self._access.execute(
            "SELECT id, chat_id, kind FROM outbox INDEXED BY outbox_order "
            f"WHERE chat_id = ? AND state = 'waiting' AND due_at <= ? AND kind {of_last} ? ORDER BY id LIMIT 1",
            (chat_id, self._access.now, OVERTAKEN),
        ).fetchone()
        return None if row is None else Head(*row)

    def claim(self, row_id: int) -> Queued[object] | None:
        """Take a waiting row for sending; None when it is gone, or when another row of its chat is being sent.

        None too when its payload cannot be opened: it is dead then, so that the rest goes on.
        """
        return self._claim(f"SELECT {QUEUED} FROM outbox WHERE id = ? AND {UNCLAIMED}", row_id)

    def claim_next(self, chat_id: int, kind: str) -> Queued[object] | None:
        """Take quietly the row that the chat can be sent now, if it is of this kind and was never tried; else None.

        No try is counted: nothing of it can arrive twice until `in_doubt` says otherwise.
        """
        # Without "> 0" SQLite plans again at each run, in case the index of what is held would do.
        return self._claim(
            f"SELECT {QUEUED} FROM outbox INDEXED BY outbox_order WHERE chat_id = ?1 AND due_at <= ?2 AND kind != ?3 "
            f"AND {UNCLAIMED} AND NOT EXISTS (SELECT 1 FROM outbox AS held WHERE held.chat_id = ?1 "
            "AND held.state = 'waiting' AND held.hold_until > 0 AND held.hold_until > ?2) ORDER BY id LIMIT 1",
            *(chat_id, self._access.now, OVERTAKEN),
            quietly=kind,
        )

    def _claim(self, query: str, *values: Any, quietly: str = "") -> Queued[object] | None:
        """Take the row that the query finds; `quietly`: only one of this kind that was never tried."""
        row = self._access.execute(query, values).fetchone()
        if row is None:
            return None
        row_id, chat_id, kind, ref, sealed, tries, repeat, created_at = row
        if quietly and (kind != quietly or tries or repeat):
            return None
        attempts = tries if quietly else tries + 1
        # Read and then changed: RETURNING costs more than both.
        self._access.execute(
            "UPDATE outbox SET state = 'claimed', attempts = ?, hold_until = 0 WHERE id = ?", (attempts, row_id)
        )
        self._renew(chat_id)
        try:
            payload = None if sealed is None else self._access.vault.unseal("outbox", row_id, sealed)
        except DataKeyError as error:
            self.dead(row_id, str(error))
            return None
        return Queued(
            row_id, chat_id, kind, ref, payload, max(1, attempts), bool(repeat), created_at, quietly=bool(quietly)
        )

    def in_doubt(self, row_id: int) -> None:
        """Note of a row claimed quietly that from now on it may have arrived."""
        self._access.execute("UPDATE outbox SET attempts = 1 WHERE id = ? AND state = 'claimed'", (row_id,))

    def sent(self, row_id: int, message_id: int = 0) -> None:
        """Note that a claimed row arrived, as which message (0: none)."""
        self._settle(
            row_id,
            "state = 'sent', settled_at = ?, message_id = ?, error = '', payload = NULL",
            self._access.now,
            message_id,
        )

    def dead(self, row_id: int, error: str) -> None:
        """Note that a claimed row will not arrive, and why (nothing personal)."""
        self._settle(row_id, "state = 'dead', settled_at = ?, error = ?", self._access.now, error)

    def again(self, row_id: int, due_at: float, error: str, repeat: bool = False) -> None:
        """Put a claimed row back until `due_at`, its chat with it; `repeat`: it may have arrived all the same.

        A row that was cancelled meanwhile is gone afterwards, however its try ended.
        """
        self._settle(
            row_id,
            "state = 'waiting', hold_until = ?, error = ?, repeat = max(repeat, ?)",
            due_at,
            error,
            int(repeat),
        )

    def further(self, row_id: int, payload: object, attempts: int = 0) -> None:
        """Put a claimed row back, still the first of its chat: one message of several has arrived.

        `payload` says where to go on, `attempts` how often what comes next was tried; `repeat` starts again.
        """
        self._settle(
            row_id,
            "state = 'waiting', hold_until = 0, error = '', attempts = ?, repeat = 0, payload = ?",
            attempts,
            self._sealed(row_id, payload),
        )

    def release(self, chat_id: int) -> None:
        """Let what a failed try put back be tried at once: the chat can be reached again."""
        self._access.execute(
            "UPDATE outbox SET hold_until = 0 WHERE chat_id = ? AND state = 'waiting' AND hold_until > 0", (chat_id,)
        )
        self._renew(chat_id)

    def due_of(self, chat_id: int, kind: str, ref: str = "") -> float | None:
        """Return when the waiting row of this kind and ref is due (unix seconds); None when there is none."""
        row = self._access.execute(
            "SELECT min(due_at) FROM outbox WHERE chat_id = ? AND kind = ? AND ref = ? AND state = 'waiting'",
            (chat_id, kind, ref),
        ).fetchone()
        return None if row[0] is None else float(row[0])

    def free_at(self, chat_id: int, kind: str, ref: str, every: float) -> float:
        """Return from when another row of this kind and ref may go, so that one goes in `every` seconds; never past."""
        now = self._access.now
        of_these = "chat_id = ? AND kind = ? AND ref = ?"
        same = (chat_id, kind, ref)
        if self._access.execute(f"SELECT 1 FROM outbox WHERE state = 'claimed' AND {of_these}", same).fetchone():
            return now + every
        last = self._access.execute(
            f"SELECT max(settled_at) FROM outbox WHERE state = 'sent' AND settled_at > ? AND {of_these}",
            (now - every, *same),
        ).fetchone()[0]
        return now if last is None else max(now, float(last) + every)

    def count(self, chat_id: int, kinds: Collection[str] = (), ref: str | None = None) -> int:
        """Return how much of what is due is not sent yet (of these kinds, of this ref)."""
        chosen = f"AND kind IN ({places(kinds)})" if kinds else ""
        values = (chat_id, self._access.now, *kinds, ref, ref)
        return sum(
            self._access.execute(
                f"SELECT count(*) FROM outbox WHERE state = '{state}' AND chat_id = ? AND due_at <= ? {chosen} "
                "AND (ref = ? OR ? IS NULL)",
                values,
            ).fetchone()[0]
            for state in ("waiting", "claimed")
        )

    def recover(self) -> int:
        """Let the rows a dead process had claimed wait again, those in doubt as perhaps arrived; returns how many."""
        chats = [row[0] for row in self._access.execute("SELECT DISTINCT chat_id FROM outbox WHERE state = 'claimed'")]
        self._access.execute("DELETE FROM outbox WHERE state = 'claimed' AND cancelled")
        recovered = self._access.execute(
            "UPDATE outbox SET state = 'waiting', repeat = max(repeat, attempts > 0) WHERE state = 'claimed'"
        )
        for chat_id in chats:
            self._renew(chat_id)
        return recovered.rowcount

    def cancel(self, chat_id: int, kind: str = "", ref: str | None = None) -> int:
        """Delete what waits for the chat (of one kind, one ref) and return how many; a claimed row is not retried."""
        chosen = "chat_id = ? AND (kind = ? OR ? = '') AND (ref = ? OR ? IS NULL)"
        values = (chat_id, kind, kind, ref, ref)
        cancelled = self._access.execute(f"DELETE FROM outbox WHERE {chosen} AND state = 'waiting'", values).rowcount
        self._access.execute(f"UPDATE outbox SET cancelled = 1 WHERE {chosen} AND state = 'claimed'", values)
        self._renew(chat_id)
        return cancelled

    def carried(self, chat_id: int, kind: str, ref: str, of: type[P]) -> dict[int, P]:
        """Return by row id the payloads, `of` this type, of what is not sent yet of one kind and ref, oldest first.

        A damaged row is left out: it is found and set aside when its turn to be sent comes.
        """
        found = self._access.execute(
            "SELECT id, payload FROM outbox WHERE chat_id = ? AND kind = ? AND ref = ? "
            "AND state IN ('waiting', 'claimed') AND payload IS NOT NULL AND NOT cancelled ORDER BY id",
            (chat_id, kind, ref),
        ).fetchall()
        payloads = {}
        for row_id, sealed in found:
            with suppress(DataKeyError):
                payloads[row_id] = from_json(of, self._access.vault.unseal("outbox", row_id, sealed))
        return payloads

    def unsent(self, chat_id: int, refs: Collection[str] = ()) -> list[Queued[Any]]:
        """Return what has not been sent of a chat, and of these refs anywhere, dead rows too; opened, oldest first."""
        found = self._access.execute(
            f"SELECT {QUEUED} FROM outbox WHERE state != 'sent' AND (chat_id = ? OR ref IN ({places(refs)})) ORDER BY id",
            (chat_id, *refs),
        ).fetchall()
        opened = [None if row[4] is None else self._access.opened("outbox", row[0], row[4]) for row in found]
        rows: list[list[Any]] = [[*row[:4], payload, *row[5:]] for row, payload in zip(found, opened, strict=True)]
        return [Queued(*row) for row in rows]

    def rewrite(self, row_id: int, payload: object) -> bool:
        """Give a row that waits another payload in its place; False when it does not wait."""
        return bool(
            self._access.execute(
                "UPDATE outbox SET payload = ? WHERE id = ? AND state = 'waiting'",
                (self._sealed(row_id, payload), row_id),
            ).rowcount
        )

    def drop(self, chat_id: int, row_id: int) -> None:
        """Delete one row of the chat that waits; one that is being sent is not retried."""
        self._access.execute("DELETE FROM outbox WHERE id = ? AND state = 'waiting'", (row_id,))
        self._access.execute("UPDATE outbox SET cancelled = 1 WHERE id = ? AND state = 'claimed'", (row_id,))
        self._renew(chat_id)

    def clock_went_back(self, longest: float = inf) -> None:
        """Bring rows of a moment that is now to come to this one, those that were to wait `longest` seconds at most.

        What a failed try put back waits an hour at most.
        """
        now = self._access.now
        self._access.execute(
            "UPDATE outbox SET due_at = due_at - created_at + ?, created_at = ? "
            "WHERE created_at > ? AND due_at - created_at <= ?",
            (now, now, now, longest),
        )
        self._access.execute("UPDATE outbox SET settled_at = ? WHERE settled_at > ?", (now, now))
        self._access.execute(
            "UPDATE outbox SET hold_until = ? WHERE state = 'waiting' AND hold_until > ?",
            (now + LONGEST_HOLD, now + LONGEST_HOLD),
        )
        for (chat_id,) in self._access.execute("SELECT chat_id FROM lanes WHERE ready_at > ?", (now,)).fetchall():
            self._renew(chat_id)

    def remove(self, row_id: int) -> None:
        """Delete one row, whatever its state."""
        row = self._access.execute("DELETE FROM outbox WHERE id = ? RETURNING chat_id", (row_id,)).fetchone()
        if row is not None:
            self._renew(row[0])

    def erase(self, chat_id: int) -> None:
        """Delete every row of the chat, sent and dead ones too; one being sent just now goes when its try has ended."""
        self.cancel(chat_id)
        self._access.execute("DELETE FROM outbox WHERE chat_id = ? AND state IN ('sent', 'dead')", (chat_id,))

    def forget_dead(self, ref: str) -> None:
        """Delete the dead rows of one ref in every chat: what they carry is not to be kept."""
        self._access.execute("DELETE FROM outbox WHERE ref = ? AND state = 'dead'", (ref,))

    def undelivered(self, kind: str = "") -> list[Undelivered]:
        """Return what should have arrived by now and has not (waiting, claimed or dead), oldest first."""
        found = self._access.execute(
            "SELECT id, chat_id, kind, ref, state, attempts, error, repeat FROM outbox "
            "WHERE (state = 'dead' OR (state IN ('waiting', 'claimed') AND due_at <= ?)) AND (kind = ? OR ? = '') "
            "ORDER BY id",
            (self._access.now, kind, kind),
        )
        rows: list[list[Any]] = [[*row[:-1], bool(row[-1])] for row in found]
        return [Undelivered(*row) for row in rows]

    def oldest_waiting(self) -> float | None:
        """Return since when the oldest due row waits (unix seconds); None when everything due has arrived."""
        row = self._access.execute(
            "SELECT min(due_at) FROM outbox WHERE state IN ('waiting', 'claimed') AND due_at <= ?", (self._access.now,)
        ).fetchone()
        return None if row[0] is None else float(row[0])

    def prune(self, before: float) -> int:
        """Delete rows sent before that time and return how many."""
        return self._access.execute("DELETE FROM outbox WHERE state = 'sent' AND settled_at < ?", (before,)).rowcount

    def bury(self, before: float, chat_id: int, kinds: Collection[str]) -> int:
        """Delete rows that died before that time and return how many.

        Of this chat, those of these kinds stay while the lead does that `ref` numbers: somebody has to see to them.
        """
        return self._access.execute(
            "DELETE FROM outbox WHERE state = 'dead' AND settled_at < ? AND kind != ? AND NOT "
            f"(chat_id = ? AND kind IN ({places(kinds)}) AND EXISTS "
            "(SELECT 1 FROM leads WHERE leads.number = CAST(outbox.ref AS INTEGER) AND leads.created_at != 0))",
            (before, OVERTAKEN, chat_id, *kinds),
        ).rowcount

    def forget_strangers(self, besides: int) -> int:
        """Delete the settled rows of chats of which nothing else is stored (erased persons) but `besides`."""
        return self._access.execute(
            "DELETE FROM outbox WHERE (state = 'sent' OR (state = 'dead' AND kind != ?)) AND chat_id != ? "
            "AND NOT EXISTS (SELECT 1 FROM chats WHERE chats.chat_id = outbox.chat_id) "
            "AND NOT EXISTS (SELECT 1 FROM leads WHERE leads.chat_id = outbox.chat_id AND leads.chat_id != 0)",
            (OVERTAKEN, besides),
        ).rowcount

    def move(self, old_chat_id: int, new_chat_id: int, kinds: Collection[str] = ()) -> int:
        """Readdress what is not yet sent (of these kinds, of all when none is named) in the old order; how many rows.

        A row that is being sent just now is moved only when all are: its chat is the same under a new id then.
        """
        chosen = f"AND kind IN ({places(kinds)}) AND state != 'claimed'" if kinds else ""
        moved = self._access.execute(
            f"UPDATE outbox SET chat_id = ? WHERE chat_id = ? AND state != 'sent' {chosen}",
            (new_chat_id, old_chat_id, *kinds),
        ).rowcount
        self._renew(old_chat_id)
        self._renew(new_chat_id)
        return moved

    def _in_place_of_dead(self, chat_id: int, kind: str, ref: str) -> tuple[tuple[int, float] | None, str, int]:
        """Return id and time of the first waiting row of one kind and ref (or None), and delete the dead ones.

        Also why the last of these died, and whether one may have arrived.
        """
        same, error, repeat = None, "", 0
        of_these = "FROM outbox WHERE chat_id = ?1 AND kind = ?2 AND ref = ?3"
        found = self._access.execute(
            f"SELECT id, due_at, NULL, 0 {of_these} AND state = 'waiting' "
            f"UNION ALL SELECT id, 0, error, repeat {of_these} AND state = 'dead'",
            (chat_id, kind, ref),
        ).fetchall()
        for row_id, due_at, died_of, may_have_arrived in sorted(found):
            if died_of is None:
                same = same or (row_id, due_at)
                continue
            self._access.execute("DELETE FROM outbox WHERE id = ?", (row_id,))
            error, repeat = died_of, max(repeat, may_have_arrived)
        return same, error, repeat

    def _settle(self, row_id: int, change: str, *values: float | str | bytes | None) -> None:
        """Change a claimed row (one that is claimed no longer is left alone) and free its chat."""
        found = self._access.execute(
            "SELECT chat_id, cancelled FROM outbox WHERE id = ? AND state = 'claimed'", (row_id,)
        ).fetchone()
        if found is None:
            return
        if found[1]:
            self._access.execute("DELETE FROM outbox WHERE id = ?", (row_id,))
        else:
            self._access.execute(f"UPDATE outbox SET {change} WHERE id = ?", (*values, row_id))
        # Chats that wait longer go first: one with much to say must not hold up the others.
        self._renew(found[0], not_before=self._access.now)

    def _sealed(self, row_id: int, payload: object) -> bytes | None:
        return None if payload is None else self._access.vault.seal("outbox", row_id, to_json(payload))
