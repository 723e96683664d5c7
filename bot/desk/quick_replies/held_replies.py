"""Replies kept back because their reader asked to be answered in another way: until one tap says what should happen."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from bot.desk.delivery.prompts import owe_slip
from bot.events import Place, Tap
from bot.outbox.kinds import Letter, Original, OutcomeSlip, Slip
from bot.requests.request import Held, handled, lead_of, shown
from bot.requests.transitions import Who
from bot.storage import StoredLead, Tx
from flows.text import NN_, Text

LEFT_BEHIND = NN_(
    "elsewhere.left_behind",
    "A message to request {number} that you wrote in the earlier chat was not sent. To send it, write it again here.",
    "{n} messages to request {number} that you wrote in the earlier chat were not sent. To send them, write "
    "them again here.",
)


def hold(tx: Tx, row: StoredLead, reply: Original) -> Text | None:
    """Keep a reply back and ask about it, with those that wait already; return what to say of any in another chat."""
    before = lead_of(row).handling.held
    same_chat = before is not None and before.chat_id == reply.chat_id
    held = before if before is not None and same_chat else Held(reply.chat_id, ())
    messages, earlier = (*held.messages, reply.message_id), held.message_id or held.earlier
    _keep(tx, row, replace(held, messages=messages, message_id=0, earlier=earlier))
    _ask(tx, row, held.chat_id, messages[-1])
    if before is None or same_chat:
        return None
    return LEFT_BEHIND.filled(n=len(before.messages), number=shown(row.number))


def ask_again(tx: Tx, row: StoredLead, chat_id: int) -> None:
    """Bring the question about what is held below everything; nothing when nothing is held in this chat."""
    held = lead_of(row).handling.held
    if held is not None and held.chat_id == chat_id:
        _ask(tx, row, held.chat_id, held.messages[-1])


def asked(held: Held, message_id: int, about: int) -> Held:
    """Return what is held, now that a question is posted; it counts when it is about the newest reply."""
    newest = about == held.messages[-1]
    return replace(held, message_id=message_id if newest else 0, earlier=0 if newest else message_id)


def on_answer(tx: Tx, tap: Tap, row: StoredLead, by: Who, *, send: bool) -> bool:
    """Send what was kept back, or leave it; False when the tapped message is not the newest that asks."""
    held, place = lead_of(row).handling.held, tap.place
    if held is None or (held.chat_id, held.message_id) != (place.chat_id, place.message_id):
        return False
    _keep(tx, row, None)
    if not send:
        owe_slip(tx, place.chat_id, "draft_dropped", Slip(edit=place.message_id), row.number)
        return True
    for letter in let_go(place, held.messages):
        letter = replace(letter, by=by.name, by_id=by.user_id)
        tx.outbox.owe(row.chat_id, "from_supervisor", str(row.number), letter)
    owe_slip(tx, place.chat_id, "here_sent", OutcomeSlip(edit=place.message_id, state="sending"), row.number)
    return True


def let_go(asked: Place, messages: Sequence[int]) -> Iterator[Letter]:
    """Yield what is to be sent of messages that were asked about together, now that the question is answered."""
    for message_id in messages:
        here = (asked.chat_id, message_id, asked.thread_id)
        yield Letter(*here, asked=asked.message_id, of=len(messages), last=message_id == messages[-1])


def _ask(tx: Tx, row: StoredLead, chat_id: int, newest: int) -> None:
    owe_slip(tx, chat_id, "elsewhere", Slip(reply_to=newest), row.number)


def _keep(tx: Tx, row: StoredLead, held: Held | None) -> None:
    lead = lead_of(row)
    tx.leads.save(handled(row, lead.status, replace(lead.handling, held=held)))
