"""What is left of erased requests that only a person can delete; listed until it is confirmed.

Kept among the settings by request number: chat ids of desks, message ids, kinds and times, nothing about a person.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from bot.storage import ShownMessage, Tx

BY_HAND: Final = "to_delete_by_hand"


def note(tx: Tx, number: int, left: Sequence[ShownMessage]) -> None:
    """Remember what could not be emptied of an erased request; message id 0 stands for everything in that chat."""
    kept = tx.settings.get(BY_HAND, {})
    rows = [[each.chat_id, each.message_id, each.kind, each.sent_at] for each in left]
    known = kept.get(str(number), [])
    kept[str(number)] = known + [row for row in rows if row[:2] not in [each[:2] for each in known]]
    tx.settings.put(BY_HAND, kept)


def listed(tx: Tx) -> dict[int, list[ShownMessage]]:
    """Return what is left, by request number."""
    kept = tx.settings.get(BY_HAND, {})
    return {int(number): [ShownMessage(*row) for row in rows] for number, rows in kept.items()}


def confirm(tx: Tx, number: int) -> None:
    """Forget what was left of a request: a person has deleted it."""
    kept = tx.settings.get(BY_HAND, {})
    kept.pop(str(number), None)
    tx.settings.put(BY_HAND, kept)
