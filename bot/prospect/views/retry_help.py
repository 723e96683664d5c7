"""When what was typed is not understood twice at one question: examples, and two ways past the question."""

from __future__ import annotations

from bot.prospect.state import Conversation, State
from bot.prospect.views import notices
from bot.ui.callbacks import Choose
from bot.ui.render import Writer
from bot.ui.screens import Rows
from flows.engine import SKIP, TO_ASK, Kind, Step
from flows.intake import RATHER_NOT
from flows.text import N_

ENOUGH = 2
"""Misses in a row."""

MISSES = (notices.NOT_UNDERSTOOD, notices.KEPT_BESIDE, notices.TOWN_UNKNOWN, notices.TOWN_REGION)

LET_ASK = N_("button.to_ask", "Leave this for now")
EXAMPLES = N_("stuck.choices", "You can write the number of a choice, or for example “{example}”.")
TOWN_EXAMPLE = N_("stuck.town", "Write just the municipality, for example Kajaani or Kuusamo.")
PHONE_EXAMPLE = N_("stuck.phone", "For example 040 123 4567, 08 123 4567 or +46 70 123 45 67.")
EMAIL_EXAMPLE = N_("stuck.email", "For example first.last@example.fi.")
OTHER_WAY = N_("stuck.other_way", "To choose another way of replying, go back.")


def missed(before: Conversation, step: Step, after: Conversation) -> tuple[str, int]:
    """Return which question has been missed how often in a row, after something was typed at `step`."""
    key, times = before.missed
    now = after.step
    if now is None or now.question is not step.question:
        return "", 0
    contact = step.question.kind in (Kind.PHONE, Kind.EMAIL) and after.answers == before.answers
    if not contact and (after.notice is None or after.notice.context not in {each.context for each in MISSES}):
        return "", 0
    return step.question.key, times + 1 if key == step.question.key else 1


def _stuck(conversation: Conversation) -> Step | None:
    """Return the question at which the person is stuck, None where they are not."""
    step = conversation.step
    key, times = conversation.missed
    if step is None or conversation.state is not State.ASKING or step.question.key != key or times < ENOUGH:
        return None
    return step


def examples(conversation: Conversation, writer: Writer) -> str:
    """Return what can be typed (HTML), "" while nobody is stuck."""
    step = _stuck(conversation)
    if step is None:
        return ""
    match step.question.kind:
        case Kind.TOWN:
            return writer.say(TOWN_EXAMPLE)
        case Kind.PHONE:
            return f"{writer.say(PHONE_EXAMPLE)} {writer.say(OTHER_WAY)}"
        case Kind.EMAIL:
            return f"{writer.say(EMAIL_EXAMPLE)} {writer.say(OTHER_WAY)}"
        case _:
            return writer.say(EXAMPLES.filled(example=step.choices[0].label))


def rows(conversation: Conversation, writer: Writer) -> Rows:
    """Return the ways past the question, none while nobody is stuck or where an answer is needed."""
    step = _stuck(conversation)
    if step is None or step.question.needed:
        return ()
    key = step.question.key
    skip = writer.button(RATHER_NOT.label, Choose(key, SKIP))
    let_ask = writer.button(LET_ASK, Choose(key, TO_ASK))
    skippable = any(choice.key == SKIP for choice in step.choices)
    return ((let_ask,),) if skippable else ((skip,), (let_ask,))
