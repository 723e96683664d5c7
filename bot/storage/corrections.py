"""What the supervisor would have recommended instead: to learn from, without persons."""

from __future__ import annotations

from typing import Any

from bot.storage.access import Table
from bot.storage.records import StoredCorrection


class Corrections(Table):
    """At most one correction for a lead; once the lead is erased nothing leads back to it."""

    def put(self, number: int, said: str, wanted: str, answers: dict[str, list[str]], flow_version: int) -> int:
        """Keep what would have been recommended for a lead, in place of what was kept before; its id.

        `said` and `wanted` are keys of formats; `answers` keys of choices by question, never words.
        """
        known = self._access.execute("SELECT id FROM corrections WHERE number = ?", (number,)).fetchone()
        if known is None:
            row_id = self._access.insert(
                "INSERT INTO corrections (number, said, wanted) VALUES (?, ?, ?)", (number, said, wanted)
            )
        else:
            row_id = int(known[0])
        sealed = self._access.seal("corrections", row_id, {"answers": answers, "flow_version": flow_version})
        self._access.execute(
            "UPDATE corrections SET said = ?, wanted = ?, personal = ? WHERE id = ?", (said, wanted, sealed, row_id)
        )
        return row_id

    def of_lead(self, number: int) -> StoredCorrection | None:
        """Return the correction of a lead, None when there is none."""
        return next(iter(self._where("number = ?", number)), None)

    def load(self, correction_id: int) -> StoredCorrection | None:
        """Return one correction, None when there is no such one."""
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
        return StoredCorrection(row[0], row[1] or 0, row[2], row[3], opened["answers"], opened["flow_version"])
