"""When each chat that is owed something can next be sent to: one row per chat, kept beside the outbox.

Without it, finding what can be sent now would mean looking at everything that waits: this way a chat with a hundred
thousand rows costs as much as a chat with one. Every change of a chat's rows ends with `Lanes.renew`.
"""

from __future__ import annotations

from collections.abc import Collection

from bot.storage.access import Access


class Lanes:
    """The chats of the outbox by the time they are ready; a lane is not ready while a row of it is claimed."""

    def __init__(self, access: Access) -> None:
        """Work inside one transaction."""
        self._access = access

    def renew(self, chat_id: int, *, not_before: float = 0.0) -> None:
        """Work out anew when the chat is ready; `not_before` lets chats that wait go first (unix seconds)."""
        if self._one("SELECT chat_id FROM outbox WHERE chat_id = ? AND state = 'claimed' LIMIT 1", chat_id) is not None:
            self._put(chat_id, None)
            return
        due = self._one("SELECT min(due_at) FROM outbox WHERE chat_id = ? AND state = 'waiting'", chat_id)
        if due is None:
            self._access.execute("DELETE FROM lanes WHERE chat_id = ?", (chat_id,))
            return
        held = self._one(
            "SELECT max(hold_until) FROM outbox WHERE chat_id = ? AND state = 'waiting' AND hold_until > 0", chat_id
        )
        self._put(chat_id, max(due, held or 0.0, not_before))

    def ready(self, limit: int, skip: Collection[int]) -> list[int]:
        """Return up to `limit` chats that are ready now, the one that waits longest first, without those to skip."""
        found = self._access.execute(
            "SELECT chat_id FROM lanes WHERE ready_at <= ? ORDER BY ready_at, chat_id LIMIT ?",
            (self._access.now, limit + len(skip)),
        )
        left_out = frozenset(skip)
        return [row[0] for row in found if row[0] not in left_out][:limit]

    def next_ready(self, skip: Collection[int]) -> float | None:
        """Return when the first chat not to skip is ready (unix seconds, perhaps past); None: none by itself."""
        found = self._access.execute(
            "SELECT chat_id, ready_at FROM lanes WHERE ready_at IS NOT NULL ORDER BY ready_at LIMIT ?", (1 + len(skip),)
        )
        left_out = frozenset(skip)
        return next((float(ready_at) for chat_id, ready_at in found if chat_id not in left_out), None)

    def _put(self, chat_id: int, ready_at: float | None) -> None:
        self._access.execute("INSERT OR REPLACE INTO lanes (chat_id, ready_at) VALUES (?, ?)", (chat_id, ready_at))

    def _one(self, sql: str, chat_id: int) -> float | None:
        row = self._access.execute(sql, (chat_id,)).fetchone()
        return None if row is None else row[0]
