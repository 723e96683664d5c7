"""Blocking a writer from a card: asked first, told to them in one sentence, undone from a list."""

from __future__ import annotations

from collections.abc import Sequence

from bot.desk.service import end_meeting
from bot.requests import limits
from bot.requests.limits import Blocked
from bot.requests.notify import say
from bot.requests.request import shown
from bot.requests.status_text import moment
from bot.requests.supervisor_chat import supervisor_chat
from bot.storage import StoredLead, Tx
from bot.ui.callbacks import Desk as Tapped
from bot.ui.i18n import Translator
from bot.ui.render import DeskWriter, paragraphs
from bot.ui.screens import Screen
from flows.text import N_

ASK = N_(
    "block.ask",
    "Block the sender of request {number}? Nothing they write to the bot will reach you. I'll tell them so "
    "in one sentence, and they can still see and delete what is stored about them. /blocked undoes it.",
)
DONT = N_("button.block.no", "Don't block")
DONE = N_("block.done", "The sender of request {number} is blocked. /blocked undoes it.")
LIST = N_("block.list", "Blocked senders")
LINE = N_("block.line", "The sender of request {number}, since {moment}")
NOBODY = N_("block.nobody", "Nobody is blocked.")
LET_THROUGH = N_("button.block.undo", "No. {number}: let through again")
TOLD = N_(
    "block.told",
    "The supervisor no longer takes messages from you through this bot. /mydata shows what is stored about "
    "you, and /delete removes it.",
)
TOLD_UNDONE = N_("block.told.undone", "The supervisor takes messages from you again.")


def list_screen(of: Sequence[Blocked], speak: Translator) -> Screen:
    """Return who is blocked, each with a button that undoes it."""
    writer = DeskWriter(speak)
    if not of:
        return Screen(writer.say(NOBODY))
    lines = (writer.say(LINE.filled(number=shown(each.number), moment=moment(each.at))) for each in of)
    buttons = (
        (writer.button(LET_THROUGH.filled(number=shown(each.number)), Tapped("unblock", each.id)),) for each in of
    )
    return Screen(paragraphs(writer.bold(LIST), "\n".join(lines)), tuple(buttons))


def block(tx: Tx, row: StoredLead) -> None:
    """Block a request's writer and tell them; what of theirs waits to be passed on goes nowhere either."""
    if limits.is_blocked(tx, row.chat_id):
        return
    limits.block(tx, row.chat_id, row.number)
    for lead in tx.leads.of_chat(row.chat_id):
        for kind in ("from_prospect", "edited"):
            tx.outbox.cancel(supervisor_chat(tx), kind, ref=str(lead.number))
        end_meeting(tx, lead)
    say(tx, row.chat_id, TOLD, row.language)


def let_through(tx: Tx, row_id: int) -> None:
    """Undo a block, and tell the writer where the request is still kept."""
    number = next((each.number for each in limits.blocked(tx) if each.id == row_id), 0)
    limits.unblock(tx, row_id)
    row = tx.leads.load(number)
    if row is not None and row.chat_id:
        say(tx, row.chat_id, TOLD_UNDONE, row.language)
