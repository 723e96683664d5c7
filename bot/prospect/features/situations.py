""" "Help me choose": recognisable situations beside a question, each with the choice it leads to."""

from __future__ import annotations

from bot.prospect.state import Conversation, State
from bot.ui.callbacks import Choose, Done, Show, Tick
from bot.ui.render import CHOSEN, Writer, in_rows, paragraphs
from bot.ui.screens import Rows, Screen
from flows.engine import UNSURE, Kind
from flows.situations import SITUATIONS, situations
from flows.text import N_

BESIDE = "situations"
"""What is on show beside the flow."""

DONE = N_("button.done", "Done")
HELP_ME = N_("button.situations", "Help me choose")
TO_QUESTION = N_("button.situations.back", "← Back to the question")
WHICH = N_("situations.ask", "Which of these sounds most familiar?")
NONE_FITS = N_("situations.none", "If none does, “I don't know yet” is a good answer too.")


def screen(conversation: Conversation, writer: Writer) -> Screen | None:
    """Return the situations of the question on show; None when it has none."""
    step = conversation.step
    if step is None or conversation.state is not State.ASKING or step.question.key not in SITUATIONS:
        return None
    key, found = step.question.key, situations(step.question, conversation.answers)
    several = step.question.kind is Kind.SEVERAL
    buttons = []
    for _, choice in found:
        on = choice.key in step.answer.chosen
        data = Tick(key, choice.key, not on) if several else Choose(key, choice.key)
        buttons.append(writer.button(choice.label, data, mark=CHOSEN if on else ""))
    unsure = next((choice for choice in step.choices if choice.key == UNSURE), None)
    if unsure is not None and all(choice is not unsure for _, choice in found):
        data = Tick(key, UNSURE, on=True) if several else Choose(key, UNSURE)
        buttons.append(writer.button(unsure.label, data, mark=CHOSEN if UNSURE in step.answer.chosen else ""))
    back = writer.button(TO_QUESTION, Show("flow"))
    ways: Rows = ((back,), (writer.button(DONE, Done(key), style="primary"),)) if several else ((back,),)
    html = paragraphs(
        writer.bold(WHICH),
        *(f"{writer.say(text)} → {writer.bold(choice.label)}" for text, choice in found),
        # Where a situation leads to "I don't know yet", it is on show already.
        "" if any(choice.key == UNSURE for _, choice in found) else writer.faint(NONE_FITS),
    )
    return Screen(html, (*in_rows(buttons), *ways))
