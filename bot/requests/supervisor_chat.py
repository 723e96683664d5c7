"""Where the supervisor is: the chat that leads go to, kept in the database so that it can be set while running."""

from __future__ import annotations

from dataclasses import replace

from bot.outbox.kinds import Letter, named
from bot.requests.request import OPEN
from bot.storage import StoredLead, Tx

KEY = "supervisor_chat"

FORMER = "supervisor_chats_before"
"""The setting that keeps the chats that were the supervisor's before, newest last."""

MOST_FORMER = 20

LANGUAGE = "supervisor_language"
"""The setting that keeps the language chosen at the desk, in place of the one the bot was set up with."""

TRIAL = "trial"
"""The setting that says since when the supervisor plays a prospect in the chat of the desk."""

WAITING = "waiting"
"""Where a lead keeps the ids of the messages its writer has sent while there was no supervisor."""


def supervisor_chat(tx: Tx) -> int:
    """Return the id of the supervisor's chat, 0 when there is none yet."""
    return int(tx.settings.get(KEY, 0))


def desk_language(tx: Tx, usual: str) -> str:
    """Return the supervisor's language: the one chosen at the desk, else the `usual` one."""
    return str(tx.settings.get(LANGUAGE, usual))


def speak_at_desk(tx: Tx, language: str) -> None:
    """Go on in this language at the desk: menu and open cards too."""
    tx.settings.put(LANGUAGE, language)
    tx.outbox.queue(supervisor_chat(tx), "menu", coalesce=True)
    for status in OPEN:
        for row in tx.leads.listed(status):
            if row.card_message_id:
                queue_card(tx, row.number)


def was_supervisors(tx: Tx, chat_id: int, message_id: int) -> bool:
    """Tell whether a message is of the desk that a former chat once was: a card, a letter, a question of the bot's own.

    Such a chat may be a prospect's since: what arrived in that conversation is theirs.
    """
    if not message_id:
        return False
    if tx.leads.by_card(chat_id, message_id) is not None or tx.letters.mentioned(chat_id, message_id):
        return True
    lead = tx.leads.load(tx.letters.lead_of(chat_id, message_id))
    return lead is not None and (lead.trial or lead.chat_id != chat_id)


def desk_chats(tx: Tx) -> tuple[int, list[int]]:
    """Return the id of the supervisor's chat, 0 when there is none yet, and those of the chats that were it before."""
    return int(tx.settings.get(KEY, 0)), tx.settings.get(FORMER, [])


def is_trial(tx: Tx, chat_id: int) -> bool:
    """Tell whether the one who asks for supervision here is the supervisor: then nothing is counted."""
    return chat_id != 0 and chat_id == supervisor_chat(tx)


def set_supervisor_chat(tx: Tx, chat_id: int) -> None:
    """Make this chat the supervisor's; what was on its way to another, and the open cards there, come here."""
    before = supervisor_chat(tx)
    tx.settings.put(KEY, chat_id)
    if before == chat_id:
        return
    if tx.settings.get(TRIAL) is not None or any(lead.trial for lead in tx.leads.of_chat(before)):
        # What began as a trial must not go on as a real request, nor what is written to the supervisor there.
        tx.settings.forget(TRIAL)
        tx.chats.erase(before)
    others = [each for each in tx.settings.get(FORMER, []) if each not in (before, chat_id)]
    tx.settings.put(FORMER, [*others, *([before] if before else [])][-MOST_FORMER:])
    tx.outbox.queue(chat_id, "menu", coalesce=True)
    if before:
        tx.outbox.queue(before, "menu", coalesce=True)
        tx.outbox.cancel(before, kind="edited")  # what is written from now on is for the other chat only
        tx.outbox.move(before, chat_id, kinds=named("follows_desk"))
        queue_open_cards(tx)


def is_untold(tx: Tx, lead: StoredLead) -> bool:
    """Tell whether the writer of a closed request does not know that yet: until then all is as it was to them."""
    return tx.outbox.due_of(lead.chat_id, "closed", str(lead.number)) is not None


def queue_card(tx: Tx, number: int) -> None:
    """Queue for the supervisor the card of a lead, new or changed; without a supervisor's chat it waits for one."""
    chat_id = supervisor_chat(tx)
    if chat_id:
        tx.outbox.queue(chat_id, "card", ref=str(number), coalesce=True)


def queue_open_cards(tx: Tx) -> None:
    """Queue again the cards of open requests that are in another chat than the supervisor's."""
    open_leads = [lead for status in OPEN for lead in tx.leads.listed(status)]
    for lead in sorted(open_leads, key=lambda each: each.number):
        if lead.card_chat_id != supervisor_chat(tx):
            queue_card(tx, lead.number)


def queue_missing_cards(tx: Tx) -> None:
    """Queue the cards that never found a supervisor, and below each what its writer has sent since."""
    for lead in reversed(tx.leads.listed("new")):
        if lead.card_message_id or not supervisor_chat(tx):
            continue
        queue_card(tx, lead.number)
        for message_id in lead.personal.get(WAITING, ()):
            tx.outbox.queue(supervisor_chat(tx), "from_prospect", str(lead.number), Letter(lead.chat_id, message_id))
        if WAITING in lead.personal:
            rest = {key: value for key, value in lead.personal.items() if key != WAITING}
            tx.leads.save(replace(lead, personal=rest))
