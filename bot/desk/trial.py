"""The supervisor plays a prospect at the desk: how that begins and ends (`bot.router` says whose an event is then).

Anyone who asks for supervision in the supervisor's own chat is the supervisor: such a request is a trial, counted
nowhere (`bot.requests.supervisor_chat.is_trial`) and erased the next day.
"""

from __future__ import annotations

from bot.events import Place
from bot.hours import DAY
from bot.outbox.kinds import Sentence, TrialEnded, named
from bot.requests.erasure import erase_lead
from bot.requests.supervisor_chat import TRIAL, supervisor_chat
from bot.storage import Tx
from flows.text import N_, Text

BEGUN = N_(
    "try.begun",
    "From here on you see the bot as a client does, until you send the request or end it with /end. What "
    "comes of it is marked as a test, isn't counted anywhere and is deleted the next day. Cards and replies "
    "to them work as always.",
)
GOING_ON = N_("try.going_on", "You are trying the bot already. /end ends that.")
ONLY_ALONE = N_(
    "try.only_alone",
    "In a group, others would see every step. You can try the bot where requests come to your own private chat.",
)
ENDED = N_("try.ended", "The test is over. Its answers are deleted.")
SENT = N_(
    "try.sent",
    "The test request is sent, and you are the supervisor again. Its card is marked as a test; reply to it "
    "to see what the sender sees.",
)


def under_way(tx: Tx, chat_id: int) -> bool:
    """Tell whether the supervisor plays a prospect in this chat."""
    return tx.settings.get(TRIAL) is not None and chat_id == supervisor_chat(tx)


def begin(tx: Tx, place: Place, language: str) -> Text | None:
    """Begin a trial and say so in the supervisor's language; where that cannot be done, why not.

    The router then lets the prospect's side begin a conversation there.
    """
    if place.chat_type != "private":
        return ONLY_ALONE
    if under_way(tx, place.chat_id):
        return GOING_ON
    tx.settings.put(TRIAL, {"since": tx.now})
    tx.chats.erase(place.chat_id)
    tx.outbox.queue(place.chat_id, "say", payload=Sentence(BEGUN, language))
    return None


def sent(tx: Tx, chat_id: int, language: str) -> None:
    """End the trial that is under way because its request is sent."""
    tx.settings.forget(TRIAL)
    tx.outbox.queue(chat_id, "say", payload=Sentence(SENT, language))


def end(tx: Tx) -> None:
    """End the trial that is under way and erase its answers."""
    chat_id = supervisor_chat(tx)
    row = tx.chats.load(chat_id)
    tx.settings.forget(TRIAL)
    for kind in named("of_trial"):
        tx.outbox.cancel(chat_id, kind)
    tx.chats.erase(chat_id)
    _, _, keyboard = (row.screen_shown if row else "").partition("+")
    ended = TrialEnded(ENDED, row.screen_message_id if row else 0, int(keyboard or 0))
    tx.outbox.queue(chat_id, "trial_ended", payload=ended)


def forget_trials(tx: Tx) -> int:
    """Erase the trials of yesterday, and end one that was left; return how many requests were erased."""
    kept = tx.settings.get(TRIAL)
    if kept is not None and not 0 <= tx.now - kept["since"] <= DAY:
        end(tx)
    numbers = tx.leads.trials_before(tx.now - DAY)
    for number in numbers:
        lead = tx.leads.load(number)
        if lead is not None:
            erase_lead(tx, lead)
            if not tx.leads.of_chat(lead.chat_id):
                tx.chats.erase(lead.chat_id)
    return len(numbers)
