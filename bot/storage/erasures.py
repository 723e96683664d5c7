"""What was erased, and when: so that a backup that is restored is erased of it again."""

from __future__ import annotations

from bot.storage.access import Table
from bot.storage.records import Erasure


class Erasures(Table):
    """Requests by number and persons by chat, sealed."""

    def note(self, *, number: int = 0, chat_id: int = 0, erased_at: float | None = None) -> None:
        """Remember that a request, or everything of a chat, was erased (unix seconds; now when not given)."""
        at = self._access.now if erased_at is None else erased_at
        row_id = self._access.insert("INSERT INTO erasures (erased_at) VALUES (?)", (at,))
        sealed = self._access.seal("erasures", row_id, [number, chat_id])
        self._access.execute("UPDATE erasures SET personal = ? WHERE id = ?", (sealed, row_id))

    def listed(self) -> list[Erasure]:
        """Return what is remembered, oldest first; a damaged row is left out."""
        rows = self._access.execute("SELECT id, erased_at, personal FROM erasures ORDER BY erased_at, id").fetchall()
        opened = [(at, self._access.opened("erasures", row_id, sealed)) for row_id, at, sealed in rows]
        return [Erasure(which[0], which[1], at) for at, which in opened if which]

    def forget_before(self, before: float) -> None:
        """Forget what was erased before (unix seconds): no backup is as old."""
        self._access.execute("DELETE FROM erasures WHERE erased_at < ?", (before,))
