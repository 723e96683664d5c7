"""What the bot remembers of a message it has just sent about a request; one erased meanwhile is to go again."""

from __future__ import annotations

from collections.abc import Collection

from bot.outbox.kinds import KINDS, Erased, Letter, Shown
from bot.storage import Queued, Tx


def keep_letter(
    tx: Tx, queued: Queued[object], message_id: int, source: tuple[int, int] = (0, 0), kind: str = ""
) -> bool:
    """Remember that this message is about the row's lead, of which (chat id, message id) it is a copy, and its kind.

    False when the lead was erased while the message was on its way: at the desk it is emptied then.
    """
    number = int(queued.ref)
    if tx.leads.kept(number) is not None:
        tx.letters.keep(queued.chat_id, message_id, number, source, kind or kind_of(queued, source))
        return True
    if not KINDS[queued.kind].to_writer:
        empty_later(tx, queued.chat_id, number, Shown(message_id, kind or kind_of(queued, source), tx.now))
    return False


def kind_of(queued: Queued[object], source: tuple[int, int]) -> str:
    """Return the kind of a message just sent: a copy's is that of what was written ("" when that is not known)."""
    return (queued.payload.kind if isinstance(queued.payload, Letter) else "") if source[1] else "text"


def keep_mentions(tx: Tx, chat_id: int, message_id: int, numbers: Collection[int]) -> None:
    """Remember which leads a message names; when one of them was erased while it was on its way, it is emptied."""
    gone = [number for number in numbers if tx.leads.kept(number) is None]
    tx.letters.mention(chat_id, message_id, [number for number in numbers if number not in gone])
    if gone:
        empty_later(tx, chat_id, gone[0], Shown(message_id, "", tx.now))


def empty_later(tx: Tx, chat_id: int, number: int, *letters: Shown, card: int = 0, topic: int = 0) -> None:
    """Have what was sent about a request emptied: it was erased while that was on its way."""
    tx.outbox.queue(chat_id, "erased", str(number), Erased(letters, card=card, topic=topic))
