"""Giving an answer: what tapping, typing and sharing have in common."""

from __future__ import annotations

from bot.prospect import care
from bot.prospect.context import Context
from bot.prospect.conversation import Conversation, State
from flows.engine import Answer
from flows.intake import INTAKE, WANTS_CONTACT
from flows.recommend import decide as rule_for
from flows.text import Text


def give(
    conversation: Conversation, key: str, answer: Answer, context: Context, notice: Text | None = None
) -> Conversation:
    """Answer one question for good; words that may mean danger bring up the help beside it.

    When a changed answer changes the suggestion of somebody who is already leaving a request, the suggestion is shown
    again before anything is sent.
    """
    before = conversation.answers
    answers = INTAKE.answer(before, key, answer)
    if WANTS_CONTACT(before) and rule_for(answers).suggest != rule_for(before).suggest:
        answers = INTAKE.reopen(answers, "offer")
    beside = f"care:{key}" if answer.words and care.urgent(answer.words) else ""
    return conversation.at(context.now, answers=answers, notice=notice, beside=beside, state=State.ASKING)


def put_aside(conversation: Conversation, key: str, answer: Answer, context: Context, notice: Text) -> Conversation:
    """Keep a half-made answer and say what is still needed."""
    answers = INTAKE.mark(conversation.answers, key, answer)
    return conversation.at(context.now, answers=answers, notice=notice, beside="")
