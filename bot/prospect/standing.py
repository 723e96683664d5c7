"""How a request stands, told to its writer: on the screen where that is on show, otherwise as a sentence beside it."""

from __future__ import annotations

from dataclasses import replace

from bot.prospect.features.corrections import MORE
from bot.prospect.state import Conversation, State, loaded, stored
from bot.requests.meetings import end_offer
from bot.requests.notify import say, show
from bot.requests.request import CLOSED, shown
from bot.requests.transitions import TOLD_CLOSED
from bot.storage import StoredChat, StoredLead, Tx
from flows.text import Text


def tell(tx: Tx, number: int, text: Text, *, quietly: bool) -> None:
    """Tell the writer how their request stands now; `quietly`: never as a sentence."""
    row = tx.leads.kept(number)
    if row is None:
        return
    about = _conversation_about(tx, row)
    if about is not None:
        chat, conversation = about
        # What was said of an earlier message, that it was not passed on perhaps, holds no longer.
        beside = "" if conversation.beside == MORE else conversation.beside
        tx.chats.save(stored(replace(conversation, notice=None, beside=beside), chat))
        if not beside:
            show(tx, row.chat_id, about=number)
    elif not quietly:
        say(tx, row.chat_id, text, _language_of(tx, row), about=number)


def tell_closed(tx: Tx, number: int) -> None:
    """Tell a prospect that their request is closed, in the same words whatever the reason; nothing when it is open.

    Their screen is posted again: messages written there are not passed on any more, so the change must be noticed.
    """
    row = tx.leads.load(number)
    if row is None or row.status not in CLOSED:
        return
    end_offer(tx, row)
    about = _conversation_about(tx, row)
    if about is not None and not about[1].beside:
        chat, conversation = about
        lowest = max(conversation.lowest, conversation.screen)
        tx.chats.save(stored(replace(conversation, lowest=lowest, notice=None), chat))
        show(tx, row.chat_id, about=number)
        return
    say(tx, row.chat_id, TOLD_CLOSED.filled(number=shown(number)), _language_of(tx, row), about=number)


def _conversation_about(tx: Tx, row: StoredLead) -> tuple[StoredChat, Conversation] | None:
    """Return the conversation of a request's writer, and its row, while it is about that request and it is sent."""
    chat = tx.chats.load(row.chat_id)
    conversation = loaded(chat) if chat else None
    if chat is None or conversation is None or conversation.state is not State.SENT:
        return None
    return (chat, conversation) if conversation.lead == row.number else None


def _language_of(tx: Tx, row: StoredLead) -> str:
    """Return the language that a request's writer reads now."""
    chat = tx.chats.load(row.chat_id)
    return chat.language if chat else row.language
