"""Moments that are past and still to come: what a clock that was ahead has left in the database."""

from __future__ import annotations

from typing import Final

from bot.storage.store import Tx

HAPPENED: Final = (
    ("updates", "seen_at"),
    ("chats", "started_at"),
    ("chats", "changed_at"),
    ("leads", "created_at"),
    ("leads", "agreed_at"),
    ("leads", "waits_since"),
    ("letters", "sent_at"),
    ("mentions", "sent_at"),
    ("poison", "kept_at"),
    ("erasures", "erased_at"),
    ("writers", "kept_until"),
)
"""Where it stands when something happened; and until when is counted what somebody asks for, which may begin again."""


def bring_back(tx: Tx) -> None:
    """Let nothing that has happened be still to come: it would be kept, and hold back what follows, until then."""
    tx.outbox.clock_went_back()
    for table, column in HAPPENED:
        tx.execute(f"UPDATE {table} SET {column} = ? WHERE {column} > ?", (tx.now, tx.now))
