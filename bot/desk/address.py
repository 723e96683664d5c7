"""Where the supervisor is: the chat that leads go to, kept in the database so that it can be set while running."""

from __future__ import annotations

from bot.storage import Tx

KEY = "supervisor_chat"
MOST = 10_000


def supervisor_chat(tx: Tx) -> int:
    """Return the id of the supervisor's chat, 0 when there is none yet."""
    return int(tx.settings.get(KEY, 0))


def set_supervisor_chat(tx: Tx, chat_id: int) -> None:
    """Make this chat the supervisor's."""
    tx.settings.put(KEY, chat_id)


def owe_card(tx: Tx, number: int) -> None:
    """Owe the supervisor the card of a lead, new or changed; without a supervisor's chat it waits to be owed."""
    chat_id = supervisor_chat(tx)
    if chat_id:
        tx.outbox.owe(chat_id, "card", ref=str(number), coalesce=True)


def owe_missing_cards(tx: Tx) -> None:
    """Owe the cards that never found a supervisor."""
    for lead in reversed(tx.leads.listed("new", limit=MOST)):
        if not lead.card_message_id:
            owe_card(tx, lead.number)
