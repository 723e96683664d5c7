""" "I'll continue later, remind me tomorrow": one reminder, in working hours, only for those who asked for it.

It is a row of the outbox that is due later: a restart forgets nothing, and it is erased with the person. Whatever the
person does before it is due cancels it.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from bot.hours import usual_hours
from bot.prospect.decision import Context, Decision
from bot.prospect.state import Conversation, State, loaded, stored
from bot.requests.supervisor_chat import is_trial
from bot.storage import Tx
from bot.ui.callbacks import Do, Show
from bot.ui.render import Writer, paragraphs
from bot.ui.screens import Button, Rows, Screen
from flows.engine import Stage
from flows.text import N_

KIND = "come_back"
"""The kind of the outbox row."""

BESIDE = "reminded"

REMIND_ME = N_("button.remind_me", "Remind me later")
GO_ON_NOW = N_("button.go_on_now", "Go on after all")
WILL_REMIND = N_("later.title", "That's fine. I'll remind you once: {moment}.")
UNTIL_THEN = N_("later.hint", "Your answers are kept. If you come back before that, there will be no reminder.")
REMINDER = N_("notice.reminder", "You asked me to remind you. Here is where we left off; there is no hurry.")


def may_ask(conversation: Conversation) -> bool:
    """Tell whether a reminder makes sense: in the middle of the questions, or with a suggestion kept for later."""
    step = conversation.step
    if conversation.state is State.KEPT and step is None:
        return True
    return conversation.state is State.ASKING and step is not None and step.question.stage is Stage.NEED


def button(writer: Writer) -> Button:
    """Return the button that asks for the reminder."""
    return writer.button(REMIND_ME, Do("remind"))


def on_remind(conversation: Conversation, context: Context) -> Decision | None:
    """Promise the reminder; None where none is offered."""
    if not may_ask(conversation):
        return None
    moment = usual_hours(context.zone).opening_after(context.now)
    return Decision(replace(conversation.at(context.now, beside=BESIDE), remind_at=moment))


def screen(conversation: Conversation, writer: Writer) -> Screen | None:
    """Return the promise; None once the person is back."""
    if not conversation.remind_at:
        return None
    moment = datetime.fromtimestamp(conversation.remind_at, UTC)
    rows: Rows = ((writer.button(GO_ON_NOW, Show("flow")),),)
    return Screen(paragraphs(writer.bold(WILL_REMIND.filled(moment=moment)), writer.say(UNTIL_THEN)), rows)


def keep_promise(tx: Tx, after: Conversation) -> None:
    """Queue the reminder that was just asked for in place of one before; cancel one that is no longer wanted."""
    tx.outbox.cancel(after.chat_id, KIND)
    if after.remind_at:
        tx.outbox.queue(after.chat_id, KIND, due_at=after.remind_at)


def come_back(tx: Tx, chat_id: int, zone: ZoneInfo) -> None:
    """Remind somebody: their question is posted again. Outside working hours (after an outage) it waits for them."""
    row = tx.chats.load(chat_id)
    conversation = loaded(row) if row else None
    if conversation is None or not conversation.remind_at:
        return
    if not usual_hours(zone).is_open(tx.now):
        tx.outbox.queue(chat_id, KIND, due_at=usual_hours(zone).next_open(tx.now))
        return
    if not is_trial(tx, chat_id):
        tx.counters.add("reminded")
    lowest = max(conversation.lowest, conversation.screen)
    told = replace(conversation, notice=REMINDER, beside="", remind_at=0.0, lowest=lowest)
    tx.chats.save(stored(told, row))
    tx.outbox.queue(chat_id, "screen", coalesce=True)
