"""Erasing a request: its row, what is remembered of its messages, and what the desks were shown of it."""

from __future__ import annotations

from bot.hours import DAY
from bot.outbox.kinds import Erased, Shown, named
from bot.requests.meetings import slot_ahead
from bot.requests.notify import say, tell_supervisor
from bot.requests.request import shown
from bot.requests.supervisor_chat import supervisor_chat
from bot.storage import StoredLead, Tx
from bot.telegram.emptying import DELETABLE_SECONDS, can_be_emptied
from flows.text import N_

ERASED_AT = "erased_at"
"""The setting that says when somebody was last erased: the files are scrubbed of it soon after."""


WAITS = "retention_waits"
"""The setting that says for how many seconds of running nothing is erased yet, because the clock has jumped."""

ALIVE = "alive_at"
PLAUSIBLE = 2 * DAY
"""The longest time between two signs of life after which the clock is still believed, and things are forgotten."""

SET_BACK = 600.0
"""Seconds by which a clock may go back without a word."""

ERASED_FOR_WRITER = N_(
    "erasure.told", "Your request {number} and what you wrote with it have been deleted from the supervisor's chat."
)

NO_MEETING = N_(
    "erasure.meeting",
    "Request {number} is deleted, and the agreed time is cancelled with it. Please take it out of your calendar.",
)


def silence(tx: Tx) -> float:
    """Return for how many seconds there was no sign of life; below zero when the clock went back."""
    return tx.now - float(tx.settings.get(ALIVE, tx.now))


def is_believed(tx: Tx) -> bool:
    """Say whether the clock has not jumped lately: what takes long enough may be over then."""
    return not tx.settings.get(WAITS) and -SET_BACK <= silence(tx) <= PLAUSIBLE


def erase_for(tx: Tx, number: int) -> bool:
    """Erase a request because somebody other than its writer asks for it, and tell the writer so.

    What is left of the conversation about it goes as well; False when there is no such request.
    """
    lead = tx.leads.load(number)
    if lead is None or not lead.chat_id:
        return False
    chat = tx.chats.load(lead.chat_id)
    erase_lead(tx, lead)
    if not lead.trial:
        if not tx.leads.of_chat(lead.chat_id):
            tx.chats.erase(lead.chat_id)
            tx.poison.erase(lead.chat_id)
            tx.erasures.note(chat_id=lead.chat_id)
        language = chat.language if chat is not None else lead.language
        say(tx, lead.chat_id, ERASED_FOR_WRITER.filled(number=shown(number)), language)
    return True


def erase_lead(tx: Tx, lead: StoredLead) -> int:
    """Erase one lead but its number, month and format, and have it emptied at every desk that was shown it.

    Returns how many messages Telegram will not let the bot remove.
    """
    desks: dict[int, list[Shown]] = {lead.card_chat_id or supervisor_chat(tx): [], supervisor_chat(tx): []}
    by_hand, deletable_from = 0, tx.now - DELETABLE_SECONDS
    for each in tx.letters.about(lead.number):
        if each.chat_id in desks or each.chat_id != lead.chat_id:  # what was written to the person stays theirs
            desks.setdefault(each.chat_id, []).append(Shown(each.message_id, each.kind, each.sent_at))
            by_hand += each.sent_at <= deletable_from and not can_be_emptied(each.kind)
    for chat_id, letters in desks.items():
        tx.outbox.cancel(chat_id, ref=str(lead.number))
        with_card = chat_id == lead.card_chat_id and lead.card_message_id
        if with_card or letters:
            card, topic = (lead.card_message_id, lead.topic_id) if with_card else (0, 0)
            tx.outbox.queue(chat_id, "erased", str(lead.number), Erased(tuple(letters), card=card, topic=topic))
    tx.outbox.forget_dead(str(lead.number))
    for kind in named("of_meeting"):
        tx.outbox.cancel(lead.chat_id, kind, ref=str(lead.number))
    if slot_ahead(tx, lead.number):
        tell_supervisor(tx, lead, NO_MEETING)
        chat = tx.chats.load(lead.chat_id)
        say(tx, lead.chat_id, NO_MEETING.filled(number=shown(lead.number)), chat.language if chat else lead.language)
    tx.meetings.erase(lead.number)
    tx.letters.forget(lead.number)
    tx.leads.erase(lead.number)
    tx.erasures.note(number=lead.number)
    tx.settings.put(ERASED_AT, tx.now)
    return by_hand
