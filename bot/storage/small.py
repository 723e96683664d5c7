"""The small tables: updates seen, daily counters, settings, updates that could not be handled."""

from __future__ import annotations

import json
from typing import Any, Final

from bot.storage.access import Access, Table
from bot.storage.records import DayCount, Json, Poisoned

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
        """Count today."""
        self._access.execute(
            "INSERT INTO counters (day, name, n) VALUES (?, ?, ?) "
            "ON CONFLICT (day, name) DO UPDATE SET n = n + excluded.n",
            (self._access.day, name, n),
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

    They are few and every update asks for several, so that they are read all at once, when the first is asked for.
    """

    def __init__(self, access: Access) -> None:
        """Work inside one transaction."""
        super().__init__(access)
        self._kept: dict[str, str] = {}
        self._read_at = -1

    def get(self, key: str, default: Json = None) -> Json:
        """Return the JSON value put under the key, or `default`."""
        if self._read_at != self._access.undone:
            self._kept = dict(self._access.execute("SELECT key, value FROM settings"))
            self._read_at = self._access.undone
        value = self._kept.get(key)
        return default if value is None else json.loads(value)

    def put(self, key: str, value: Json) -> None:
        """Keep a JSON value in place of the one before."""
        self._kept[key] = json.dumps(value, allow_nan=False)
        self._access.execute("INSERT OR REPLACE INTO settings (key, value) VALUES (?, ?)", (key, self._kept[key]))

    def forget(self, key: str) -> None:
        """Drop a value."""
        self._access.execute("DELETE FROM settings WHERE key = ?", (key,))
        self._kept.pop(key, None)


class Poison(Table):
    """Updates whose handling raised, sealed, to be looked at within a week."""

    def keep(self, update_id: int, chat_id: int, error: str, raw: Json) -> int:
        """Keep an update aside with what went wrong; both are sealed. Returns the row's id."""
        row_id = self._access.insert(
            "INSERT INTO poison (update_id, chat_id, kept_at) VALUES (?, ?, ?)",
            (_storable(update_id), _storable(chat_id), self._access.now),
        )
        self._access.execute(
            "UPDATE poison SET personal = ? WHERE id = ?",
            (self._access.seal("poison", row_id, {"error": error, "raw": raw}), row_id),
        )
        return row_id

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
        """Return how many are kept."""
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
