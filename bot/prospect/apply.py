"""Giving an answer: what tapping, typing and sharing have in common."""

from __future__ import annotations

from dataclasses import replace

from bot.nlu.crisis import urgent
from bot.prospect.decision import Context
from bot.prospect.handlers.text_choice import labels_of, with_labels
from bot.prospect.state import Conversation
from bot.prospect.views import notices
from flows.engine import Answer, Answers
from flows.intake import CHALLENGE, INTAKE, OFFER
from flows.recommend import decide as rule_for
from flows.text import Apart, Text


def give(
    conversation: Conversation, key: str, answer: Answer, context: Context, notice: Text | None = None
) -> Conversation:
    """Answer one question for good; new words that may mean danger bring up the help beside it.

    When a changed answer changes the suggestion of somebody who is already leaving a request, the suggestion is shown
    again before anything is sent.
    """
    answers = INTAKE.answer(conversation.answers, key, answer)
    # Of several choices, the new ticks have already taken the old ones' place.
    changed = key == CHALLENGE.key and _leaves_request(conversation.answers)
    question = INTAKE.question(key)
    decides = question is not None and question.decides
    if changed or (decides and suggests_otherwise(conversation.answers, answers)):
        answers = INTAKE.reopen(answers, "offer")
    given = answers
    answers = conversation.told.filled(answers) if conversation.told.answers else answers
    notice = _with_told(notice, given, answers) if answers is not given else notice
    known = conversation.answers.get(key, Answer()).words
    beside = f"care:{key}" if answer.words and urgent(answer.words.removeprefix(known)) else ""
    after = conversation.at(context.now, answers=answers, notice=notice, beside=beside, missed=("", 0))
    return after.going_on()


def _with_told(notice: Text | None, given: Answers, filled: Answers) -> Text | None:
    """Say which answers were told before, now that their questions are passed."""
    told = [label for key in filled if key not in given for label in labels_of(key, filled[key])]
    return notices.AS_TOLD.filled(choices=Apart(tuple(told))) if notice is None and told else with_labels(notice, told)


def suggests_otherwise(before: Answers, after: Answers) -> bool:
    """Tell whether changed answers change the suggestion of somebody who is already leaving a request."""
    if not _leaves_request(before):
        return False
    closed = {key: replace(answer, open=False) for key, answer in before.items()}  # an opened one counts as it was
    return rule_for(after).suggest != rule_for(closed).suggest


def _leaves_request(answers: Answers) -> bool:
    """Tell whether contact was chosen, though the question may have been opened again since."""
    return "contact" in answers.get(OFFER.key, Answer()).chosen


def put_aside(conversation: Conversation, key: str, answer: Answer, context: Context, notice: Text) -> Conversation:
    """Keep a half-made answer and say what is still needed."""
    answers = INTAKE.mark(conversation.answers, key, answer)
    return conversation.at(context.now, answers=answers, notice=notice, beside="").going_on()
