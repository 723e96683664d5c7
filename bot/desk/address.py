"""Where the supervisor is: the chat that leads go to, kept in the database so that it can be set while running."""

from __future__ import annotations

from bot.storage import Tx

KEY = "supervisor_chat"


def supervisor_chat(tx: Tx) -> int:
    """Return the id of the supervisor's chat, 0 when there is none yet."""
    return int(tx.settings.get(KEY, 0))


def set_supervisor_chat(tx: Tx, chat_id: int) -> None:
    """Make this chat the supervisor's."""
    tx.settings.put(KEY, chat_id)
