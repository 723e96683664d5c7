"""The table of conversations: one row per prospect's chat, its answers sealed."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from bot.storage.access import Access, Table
from bot.storage.records import StoredChat

_COLUMNS = "chat_id, language, state, flow_version, started_at, changed_at, screen_message_id, screen_shown, personal"


class Chats(Table):
    """Conversations by chat id."""

    def __init__(self, access: Access) -> None:
        """Work inside one transaction."""
        super().__init__(access)
        self._saved: dict[int, StoredChat] = {}
        self._saved_at = 0

    def load(self, chat_id: int) -> StoredChat | None:
        """Return the conversation of a chat, opened unless it is `unreadable`; None when nothing is stored."""
        # What was decided in this transaction is shown from it: opening it again would cost as much as deciding.
        saved = self._saved.get(chat_id) if self._saved_at == self._access.undone else None
        if saved is not None:
            return saved
        row = self._access.execute(f"SELECT {_COLUMNS} FROM chats WHERE chat_id = ?", (chat_id,)).fetchone()
        return None if row is None else self._record(row)

    def save(self, chat: StoredChat) -> None:
        """Store the whole conversation in place of what was stored before."""
        self._access.execute(
            f"INSERT OR REPLACE INTO chats ({_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                chat.chat_id,
                chat.language,
                chat.state,
                chat.flow_version,
                chat.started_at,
                chat.changed_at,
                chat.screen_message_id,
                chat.screen_shown,
                self._access.seal("chats", chat.chat_id, dict(chat.personal)),
            ),
        )
        if self._saved_at != self._access.undone:
            self._saved.clear()
            self._saved_at = self._access.undone
        self._saved[chat.chat_id] = replace(chat, unreadable=False)

    def show(self, chat_id: int, *, message_id: int, shown: str) -> None:
        """Note what the living screen is and shows, without opening the answers; nothing when the chat is gone."""
        self._access.execute(
            "UPDATE chats SET screen_message_id = ?, screen_shown = ? WHERE chat_id = ?",
            (message_id, shown, chat_id),
        )
        self._saved.pop(chat_id, None)

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
        self._saved.pop(chat_id, None)

    def _record(self, row: tuple[Any, ...]) -> StoredChat:
        opened = self._access.opened("chats", row[0], row[8])
        fields: list[Any] = [*row[:8], opened or {}, opened is None]
        return StoredChat(*fields)
