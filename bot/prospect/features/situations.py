""" "Help me choose": recognisable situations beside a question, told apart by number."""

from __future__ import annotations

from bot.prospect.state import Conversation, State
from bot.ui.callbacks import Choose, Done, Show, Tick
from bot.ui.render import CHOSEN, Writer, paragraphs
from bot.ui.screens import BACK, Button, Screen
from flows.engine import UNSURE, Answer, Kind, Question
from flows.situations import SITUATIONS, situations
from flows.text import N_

BESIDE = "situations"
"""What is on show beside the flow."""

IN_A_ROW = 4
"""Numbers side by side."""

DONE = N_("button.done", "Done")
HELP_ME = N_("button.situations", "Help me choose")
WHICH = N_("situations.ask", "Which of these sounds most familiar?")
NONE_FITS = N_("situations.none", "If none does, choose “I don't know yet”.")


def screen(conversation: Conversation, writer: Writer) -> Screen | None:
    """Return the situations of the question on show; None when it has none."""
    step = conversation.step
    if step is None or conversation.state is not State.ASKING or step.question.key not in SITUATIONS:
        return None
    found = situations(step.question, conversation.answers)
    buttons = [
        writer.button(str(n), data, mark=CHOSEN if choice.key in step.answer.chosen else "")
        for n, (data, (_, choice)) in enumerate(zip(leading(conversation), found, strict=True), 1)
    ]
    rows: list[tuple[Button, ...]] = [tuple(buttons[at : at + IN_A_ROW]) for at in range(0, len(buttons), IN_A_ROW)]
    # Where a situation leads to "I don't know yet", it is on show already.
    unsure = next((each for each in step.choices if each.key == UNSURE and each not in [to for _, to in found]), None)
    back = writer.button(BACK, Show("flow"))
    if unsure is None:
        rows.append((back,))
    else:
        mark = CHOSEN if UNSURE in step.answer.chosen else ""
        rows.append((back, writer.button(unsure.label, _giving(step.question, step.answer, UNSURE), mark=mark)))
    if step.question.kind is Kind.SEVERAL:
        rows.append((writer.button(DONE, Done(step.question.key), style="primary"),))
    html = paragraphs(
        writer.bold(WHICH),
        "\n".join(f"{n}. {writer.say(text)}" for n, (text, _) in enumerate(found, 1)),
        writer.faint(NONE_FITS) if unsure is not None else "",
    )
    return Screen(html, tuple(rows))


def leading(conversation: Conversation) -> tuple[Choose | Tick, ...]:
    """Return what each situation of the question on show leads to, in their order."""
    step = conversation.step
    if step is None:
        return ()
    found = situations(step.question, conversation.answers)
    return tuple(_giving(step.question, step.answer, choice.key) for _, choice in found)


def _giving(question: Question, answer: Answer, choice: str) -> Choose | Tick:
    if question.kind is Kind.SEVERAL:
        return Tick(question.key, choice, choice not in answer.chosen)
    return Choose(question.key, choice)
