"""What a prospect can still do with a request that is sent: correct it, or withdraw it.

While it is corrected, the answers that were sent are kept beside those that change, so that it can be left as it was.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from bot.prospect.decision import Context, Decision, WithdrawRequest
from bot.prospect.draft import draft
from bot.prospect.state import Conversation, State
from bot.prospect.views import notices
from bot.requests.limits import ALARMS, counted
from bot.requests.notify import tell_supervisor
from bot.requests.request import CORRECTED_AT, HUSHED, lead_of, personal_of, shown
from bot.requests.supervisor_chat import queue_card, supervisor_chat
from bot.storage import StoredLead, Tx
from bot.ui.callbacks import Do, Show
from bot.ui.render import Writer, paragraphs, shortened
from bot.ui.screens import Button, Screen
from flows.engine import NO_ANSWERS, Answer, Answers
from flows.formats import FORMATS
from flows.intake import CHANGE, INTAKE, OFFER, REVIEW
from flows.summary import NOT_TOLD, Line, lines
from flows.text import N_, Apart, Text, Value

CORRECTED_SECONDS = 600.0
"""The card is brought up to date each time; that it was corrected is said at most once in so many seconds."""

BESIDE = "withdraw"
"""On show beside the flow: the question whether to withdraw."""

MORE = "more"
"""On show beside the flow: what else can be done once a request is sent."""

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
WITHDRAWN = N_("desk.withdrawn", "The sender withdrew request {number}. Its contents are deleted.")
ERASED = N_("desk.erased_by_writer", "The sender of request {number} has deleted everything. The request is gone.")
CORRECTED_TO_CRISIS = N_(
    "desk.corrected.crisis", "CRISIS: the sender changed request {number}, and it is about a crisis now."
)
CORRECTED = N_("desk.corrected", "The sender changed request {number}; the card is up to date.")
CHANGED = N_("desk.corrected.answer", "{name}: {old} → {new}")
SUGGESTION = N_("desk.corrected.form", "Suggestion")
ONE_BELOW = N_("desk.corrected.lines", "{line}\n{rest}")

TOLD_FROM = "told_from"
"""The part of a lead's sealed contents that holds answers and form as they were when a correction was last told."""

WORDS_SHOWN = 200
"""UTF-16 units of own words that are told of a change."""


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
    desk = supervisor_chat(tx)
    # A word that still waits goes with this one, so it tells what has changed since the one before.
    waits = desk and tx.outbox.due_of(desk, "told", str(row.number)) is not None and TOLD_FROM in row.personal
    told_from = row.personal[TOLD_FROM] if waits else [row.personal.get("answers", {}), row.format]
    before = lead_of(replace(row, personal={**row.personal, "answers": told_from[0]})).answers
    changed = [*changes(before, lead.answers), *_of_form(told_from[1], lead.format)]
    personal = {**personal_of(lead, row.personal), CORRECTED_AT: tx.now, TOLD_FROM: told_from}
    rings = lead.format == "crisis" != row.format
    if rings and not row.trial and counted(tx, row.chat_id, ALARMS) > ALARMS.most:
        personal[HUSHED] = True
    row = replace(row, personal=personal)
    tx.leads.save(replace(row, format=lead.format, language=conversation.language, personal=personal))
    if rings and desk and row.card_message_id:
        tx.outbox.queue(desk, "card_anew", ref=str(row.number), coalesce=True)
        tell_supervisor(tx, row, _with(CORRECTED_TO_CRISIS, row, changed), letter=True)
    else:
        queue_card(tx, row.number)
        tell_supervisor(tx, row, _with(CORRECTED, row, changed), every=CORRECTED_SECONDS, letter=True)
    if not row.trial:
        tx.counters.add("corrected")
    return True


def changes(before: Answers, after: Answers) -> Iterator[Text]:
    """Yield each answer that is another now, with what it was."""
    old, new = ({line.question.key: line for line in lines(answers)} for answers in (before, after))
    for key in {**old, **new}:
        was, now = _answer(old.get(key)), _answer(new.get(key))
        if was != now:
            yield CHANGED.filled(name=(new.get(key) or old[key]).question.name, old=was, new=now)


def _answer(line: Line | None) -> Value:
    if line is None:
        return NOT_TOLD
    words = (shortened(line.words, WORDS_SHOWN),) if line.words else ()
    return Apart((*line.values, *words))


def _of_form(before: str, after: str) -> Iterator[Text]:
    if before != after and before in FORMATS:
        yield CHANGED.filled(name=SUGGESTION, old=FORMATS[before].name, new=FORMATS[after].name)


def _with(text: Text, row: StoredLead, changed: Iterable[Text]) -> Text:
    """Return a sentence with a line below it for each change."""
    told, *below = reversed((text.filled(number=shown(row.number)), *changed))
    for line in below:
        told = ONE_BELOW.filled(line=line, rest=told)
    return told
