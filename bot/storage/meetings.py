"""What is arranged with the writer of a request: one row a request; no time is given to two."""

from __future__ import annotations

import sqlite3

from bot.storage.records import StoredMeeting
from bot.storage.tables import Table


class Meetings(Table):
    def load(self, number: int) -> StoredMeeting | None:
        """Return what is arranged, None when nothing ever was; of a damaged row only the agreed time."""
        found = self._access.execute(
            "SELECT starts_at, ends_at, personal FROM meetings WHERE number = ?", (number,)
        ).fetchone()
        if found is None:
            return None
        starts_at, ends_at, sealed = found
        personal = None if sealed is None else self._access.opened("meetings", number, sealed)
        return StoredMeeting(number, starts_at or 0.0, ends_at, personal or {})

    def save(self, meeting: StoredMeeting) -> bool:
        """Keep this in place of what was arranged before; False, and nothing is changed, when its time is given."""
        try:
            self._access.execute(
                "INSERT INTO meetings (number, starts_at, ends_at, personal) VALUES (?, ?, ?, ?) "
                "ON CONFLICT (number) DO UPDATE SET starts_at = excluded.starts_at, ends_at = excluded.ends_at, "
                "personal = excluded.personal",
                (
                    meeting.number,
                    meeting.starts_at or None,
                    meeting.ends_at,
                    self._access.vault.seal("meetings", meeting.number, meeting.personal),
                ),
            )
        except sqlite3.IntegrityError:
            return False
        return True

    def agreed_from(self, moment: float) -> list[StoredMeeting]:
        """Return the meetings whose agreed time begins at a moment (unix seconds) or later, without what is sealed."""
        found = self._access.execute(
            "SELECT number, starts_at, ends_at FROM meetings WHERE starts_at >= ? ORDER BY starts_at", (moment,)
        )
        return [StoredMeeting(*row) for row in found]

    def erase(self, number: int) -> None:
        """Leave nothing of what was arranged with the writer of a request."""
        self._access.execute("DELETE FROM meetings WHERE number = ?", (number,))
