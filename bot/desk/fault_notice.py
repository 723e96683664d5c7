"""A quiet word to the supervisor when something is wrong with the bot itself."""

from __future__ import annotations

from bot.outbox.kinds import Sentence
from bot.requests.supervisor_chat import supervisor_chat
from bot.storage import Tx
from flows.text import N_

NOTICED = "poison_noticed_at"
QUIET_SECONDS = 3600.0

FAULT = N_(
    "desk.fault",
    "Something went wrong and I couldn't process one message. It is kept for a week, encrypted, and I've "
    "told its sender. Please tell the person who looks after the bot.",
)


def notice_fault(tx: Tx, language: str) -> None:
    """Owe the supervisor a silent notice about an update that could not be handled, at most one an hour."""
    chat_id = supervisor_chat(tx)
    if not chat_id or 0 <= tx.now - float(tx.settings.get(NOTICED, 0)) < QUIET_SECONDS:
        return
    tx.settings.put(NOTICED, tx.now)
    tx.outbox.owe(chat_id, "say", payload=Sentence(FAULT, language, silent=True))
