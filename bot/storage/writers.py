"""The table of how much each person has asked for lately, and of who is blocked; it names nobody."""

from __future__ import annotations

import hashlib
import hmac
import secrets

from bot.storage.access import Access, Table
from bot.storage.records import Json

_KEY = ""
"""The `who` of the row that seals the key of the digests; rotating the data key only reseals it."""


class Writers(Table):
    """Values (JSON objects) by chat id. All times are unix seconds."""

    def __init__(self, access: Access) -> None:
        """Work inside one transaction."""
        super().__init__(access)
        self._opened: dict[str, dict[str, Json]] = {}
        self._opened_at = 0

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
        """Forget one row; False when there is none."""
        found = self._access.execute("DELETE FROM writers WHERE id = ? AND who != ?", (row_id, _KEY))
        self._opened.clear()
        return found.rowcount == 1

    def expire(self) -> None:
        """Forget what was to be kept until now."""
        self._access.execute("DELETE FROM writers WHERE kept_until BETWEEN 1 AND ?", (self._access.now,))
        self._opened.clear()

    def _digest(self, chat_id: int) -> str:
        kept = self._read(_KEY)
        if not kept:  # damaged, or the first of all: what was kept under another key is found no more
            kept = {"key": secrets.token_hex(32)}
            self._put(_KEY, kept, 0.0)
        return hmac.new(bytes.fromhex(kept["key"]), str(chat_id).encode(), hashlib.sha256).hexdigest()

    def _read(self, who: str) -> dict[str, Json]:
        """Return what is kept under a digest, {} for nothing; what a transaction has opened it does not open again."""
        if self._opened_at != self._access.undone:
            self._opened.clear()
            self._opened_at = self._access.undone
        if who not in self._opened:
            row = self._access.execute("SELECT id, personal FROM writers WHERE who = ?", (who,)).fetchone()
            self._opened[who] = (None if row is None else self._access.opened("writers", row[0], row[1])) or {}
        return self._opened[who]

    def _put(self, who: str, value: dict[str, Json], kept_until: float) -> None:
        row_id = self._access.execute(
            "INSERT INTO writers (who, kept_until) VALUES (?, ?) "
            "ON CONFLICT (who) DO UPDATE SET kept_until = excluded.kept_until RETURNING id",
            (who, kept_until),
        ).fetchone()[0]
        # The row's id is part of what the seal binds, so it must exist first.
        self._access.execute(
            "UPDATE writers SET personal = ? WHERE id = ?", (self._access.seal("writers", row_id, value), row_id)
        )
        self._opened[who] = value
