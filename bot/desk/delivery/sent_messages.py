"""What the bot remembers of a message it has just sent about a request; one erased meanwhile is to go again."""

from __future__ import annotations

from collections.abc import Collection

from bot.outbox.kinds import KINDS
from bot.storage import Owed, Tx


def keep_letter(tx: Tx, owed: Owed, message_id: int, source: tuple[int, int] = (0, 0), kind: str = "") -> bool:
    """Remember that this message is about the row's lead, of which (chat id, message id) it is a copy, and its kind.

    False when the lead was erased while the message was on its way: at the desk it is emptied then.
    """
    number = int(owed.ref)
    if not _is_gone(tx, number):
        tx.letters.keep(owed.chat_id, message_id, number, source, kind or kind_of(owed, source))
        return True
    if not KINDS[owed.kind].to_writer:
        _empty(tx, owed.chat_id, message_id, number, kind or kind_of(owed, source))
    return False


def kind_of(owed: Owed, source: tuple[int, int]) -> str:
    """Return the kind of a message just sent: a copy's is that of what was written ("" when that is not known)."""
    return str((owed.payload or {}).get("kind", "")) if source[1] else "text"


def keep_mentions(tx: Tx, chat_id: int, message_id: int, numbers: Collection[int]) -> None:
    """Remember which leads a message names; when one of them was erased while it was on its way, it is emptied."""
    gone = [number for number in numbers if _is_gone(tx, number)]
    tx.letters.mention(chat_id, message_id, [number for number in numbers if number not in gone])
    if gone:
        _empty(tx, chat_id, message_id, gone[0], "")


def _is_gone(tx: Tx, number: int) -> bool:
    row = tx.leads.load(number)
    return row is None or row.status == "erased"


def _empty(tx: Tx, chat_id: int, message_id: int, number: int, kind: str) -> None:
    payload = {"card": 0, "letters": [[message_id, kind, tx.now]], "topic": 0}
    tx.outbox.owe(chat_id, "erased", ref=str(number), payload=payload)
