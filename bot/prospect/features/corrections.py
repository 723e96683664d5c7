"""What a prospect can still do with a request that is sent: correct it, or withdraw it.

While it is corrected, the answers that were sent are kept beside those that change, so that it can be left as it was.
"""

from __future__ import annotations

from dataclasses import replace

from bot.prospect.decision import Context, Decision, WithdrawRequest
from bot.prospect.draft import draft
from bot.prospect.state import Conversation, State
from bot.prospect.views import notices
from bot.requests.notify import tell_supervisor
from bot.requests.request import CORRECTED_AT, personal_of, shown
from bot.requests.supervisor_chat import owe_card, supervisor_chat
from bot.storage import Tx
from bot.ui.callbacks import Do, Show
from bot.ui.render import Writer, paragraphs
from bot.ui.screens import Button, Screen
from flows.engine import NO_ANSWERS, Answer
from flows.intake import CHANGE, INTAKE, OFFER, REVIEW
from flows.text import N_

CORRECTED_SECONDS = 600.0
"""The card is brought up to date each time; that it was corrected is said at most once in so many seconds."""

BESIDE = "withdraw"
"""On show beside the flow: the question whether to withdraw."""

CORRECT = N_("button.correct", "Change my request")
SEND_CORRECTION = N_("button.correct.send", "Send the changes")
LEAVE_AS_IT_WAS = N_("button.correct.leave", "Discard my changes")
WITHDRAW = N_("button.withdraw", "Withdraw the request")
YES_WITHDRAW = N_("button.withdraw.yes", "Yes, withdraw it")
KEEP_IT = N_("button.withdraw.no", "No, keep it")
ASK = N_("withdraw.ask", "Withdraw request {number}?")
HINT = N_(
    "withdraw.hint",
    "I'll let the supervisor know and remove what you sent from their chat. The suggestion "
    "stays here for now, and you can make a new request.",
)
WITHDRAWN = N_("desk.withdrawn", "Request no. {number} was withdrawn by its writer. Its contents are erased.")
ERASED = N_("desk.erased_by_writer", "The writer of request no. {number} has erased everything. The request is gone.")
CORRECTED_TO_CRISIS = N_(
    "desk.corrected.crisis", "CRISIS: request no. {number} was corrected by its writer, and it is about a crisis now."
)
CORRECTED = N_("desk.corrected", "Request no. {number} was corrected by its writer; the card is up to date.")


def buttons(writer: Writer) -> tuple[Button, Button]:
    """Return the ways to correct and to withdraw."""
    return writer.button(CORRECT, Do("correct")), writer.button(WITHDRAW, Show(BESIDE))


def screen(conversation: Conversation, writer: Writer) -> Screen | None:
    """Ask before withdrawing; None where nothing is sent."""
    if conversation.state is not State.SENT:
        return None
    yes = writer.button(YES_WITHDRAW, Do("withdraw"), style="danger")
    html = paragraphs(writer.bold(ASK.filled(number=shown(conversation.lead))), writer.say(HINT))
    return Screen(html, ((yes,), (writer.button(KEEP_IT, Show("flow")),)))


def on_correct(conversation: Conversation, context: Context) -> Decision | None:
    """Open the answers of the sent request; None where nothing is sent."""
    if conversation.state is not State.SENT:
        return None
    answers = INTAKE.reopen(INTAKE.reopen(conversation.answers, REVIEW.key), CHANGE.key)
    opened = conversation.at(context.now, answers=answers, state=State.ASKING, beside="", sent=conversation.answers)
    return Decision(opened)


def left_as_it_was(conversation: Conversation, context: Context) -> Decision | None:
    """Forget a correction that is not finished; None where there is none."""
    if not conversation.sent:
        return None
    as_sent = conversation.at(
        context.now, answers=conversation.sent, state=State.SENT, beside="", sent=NO_ANSWERS, notice=notices.AS_IT_WAS
    )
    return Decision(as_sent)


def on_withdraw(conversation: Conversation, context: Context) -> Decision | None:
    """Withdraw the request after it was confirmed; the suggestion is kept."""
    if conversation.state is not State.SENT or conversation.beside != BESIDE:
        return None
    answers = INTAKE.answer(conversation.answers, OFFER.key, Answer(("later",)))
    # A request sent after this is another one: what names its agreement begins now.
    kept = conversation.at(
        context.now,
        answers=answers,
        state=State.KEPT,
        beside="",
        lead=0,
        started_at=context.now,
        notice=notices.WITHDRAWN.filled(number=shown(conversation.lead)),
    )
    return Decision(kept, effects=(WithdrawRequest(conversation.lead),))


def correct(tx: Tx, conversation: Conversation) -> bool:
    """Write the corrected answers into the lead and bring its card up to date; False when it is not there any more."""
    row = tx.leads.load(conversation.lead)
    if row is None or row.chat_id != conversation.chat_id:
        return False
    lead = draft(conversation)
    personal = {**row.personal, **personal_of(lead), CORRECTED_AT: tx.now}
    tx.leads.save(replace(row, format=lead.format, language=conversation.language, personal=personal))
    desk = supervisor_chat(tx)
    if lead.format == "crisis" != row.format and desk and row.card_message_id:
        tx.outbox.owe(desk, "card_anew", ref=str(row.number), coalesce=True)
        tell_supervisor(tx, row, CORRECTED_TO_CRISIS)
    else:
        owe_card(tx, row.number)
        tell_supervisor(tx, row, CORRECTED, every=CORRECTED_SECONDS)
    if not row.trial:
        tx.counters.add("corrected")
    return True
