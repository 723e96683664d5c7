"""When each chat with something to send can next be sent to: one row per chat, kept beside the outbox.

Without it, finding what can be sent now would mean looking at everything that waits: this way a chat with a hundred
thousand rows costs as much as a chat with one. Every change of a chat's rows ends with `Lanes.renew`, and
`Lanes.write` writes them down, each chat once.
"""

from __future__ import annotations

from collections.abc import Collection

from bot.storage.access import Access, Table


class Lanes(Table):
    """The chats of the outbox by the time they are ready; a lane is not ready while a row of it is claimed."""

    def __init__(self, access: Access) -> None:
        """Work inside one transaction."""
        super().__init__(access)
        self._changed: dict[int, float] = {}

    def renew(self, chat_id: int, *, not_before: float = 0.0) -> None:
        """Work out again when the chat is ready; `not_before` lets chats that wait go first (unix seconds)."""
        self._changed[chat_id] = max(not_before, self._changed.get(chat_id, 0.0))

    def write(self) -> None:
        """Write down what was renewed, each chat once; called before lanes are read and before the commit."""
        while self._changed:
            chat_id, not_before = self._changed.popitem()
            due, held, claimed = self._access.execute(
                "SELECT (SELECT min(due_at) FROM outbox WHERE chat_id = ?1 AND state = 'waiting'), "
                "(SELECT max(hold_until) FROM outbox WHERE chat_id = ?1 AND state = 'waiting' AND hold_until > 0), "
                "EXISTS (SELECT 1 FROM outbox WHERE chat_id = ?1 AND state = 'claimed')",
                (chat_id,),
            ).fetchone()
            if due is None and not claimed:
                self._access.execute("DELETE FROM lanes WHERE chat_id = ?", (chat_id,))
                continue
            self._access.execute(
                "INSERT OR REPLACE INTO lanes (chat_id, ready_at) VALUES (?, ?)",
                (chat_id, None if claimed else max(due, held or 0.0, not_before)),
            )

    def ready(self, limit: int, skip: Collection[int]) -> list[int]:
        """Return up to `limit` chats that are ready now, the one that waits longest first, without those to skip."""
        self.write()
        found = self._access.execute(
            "SELECT chat_id FROM lanes WHERE ready_at <= ? ORDER BY ready_at, chat_id LIMIT ?",
            (self._access.now, limit + len(skip)),
        )
        left_out = frozenset(skip)
        return [row[0] for row in found if row[0] not in left_out][:limit]

    def next_ready(self, skip: Collection[int]) -> float | None:
        """Return when the first chat not to skip is ready (unix seconds, perhaps past); None: none by itself."""
        self.write()
        found = self._access.execute(
            "SELECT chat_id, ready_at FROM lanes WHERE ready_at IS NOT NULL ORDER BY ready_at LIMIT ?", (1 + len(skip),)
        )
        left_out = frozenset(skip)
        return next((float(ready_at) for chat_id, ready_at in found if chat_id not in left_out), None)
