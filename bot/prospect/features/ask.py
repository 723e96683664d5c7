""" "Ask about ...": the questions people ask first, answered from the supervisor's own words, or sent along."""

from __future__ import annotations

from bot.prospect.decision import AskSupervisor, Context, Decision
from bot.prospect.features import brief
from bot.prospect.state import Conversation, State
from bot.prospect.views import notices
from bot.requests.profile import Profile
from bot.requests.questions import QUESTIONS, Question, answer
from bot.ui.callbacks import Do, Show
from bot.ui.render import Writer, in_rows, paragraphs
from bot.ui.screens import BACK, Button, Screen
from flows.text import N_

LIST = "ask"
"""On show beside the flow: the questions; with "_" and the key of one behind it, that question's answer."""

SHOWN = (LIST, *(f"{LIST}_{key}" for key in QUESTIONS))
"""Everything it can show."""

BUTTON = N_("button.ask", "Ask a question")
ALONG = N_("button.ask.along", "Send this question along")
OTHERS = N_("button.ask.others", "Other questions")
WHAT = N_("ask.title", "What would you like to know?")
HINT = N_("ask.hint", "I answer in the supervisor's own words. What I don't know, I can pass on.")


def button(writer: Writer) -> Button:
    """Return the button that opens the questions."""
    return writer.button(BUTTON, Show(LIST))


def screen(conversation: Conversation, writer: Writer, profile: Profile) -> Screen | None:
    """Return the questions, or the answer to one; None where none of these is on show."""
    back = writer.button(BACK, Show("flow"))
    if conversation.beside == LIST:
        asks = [writer.button(each.label, Show(f"{LIST}_{each.key}")) for each in QUESTIONS.values()]
        share = brief.offered(conversation) and conversation.state is not State.SENT
        html = paragraphs(writer.bold(WHAT), writer.say(HINT))
        return Screen(html, (*in_rows(asks), *(((brief.button(writer),),) if share else ()), (back,)))
    question = _on_show(conversation)
    if question is None:
        return None
    lines = answer(question, profile, writer.speak)
    along = writer.speak(question.ask) not in conversation.told.asked
    rows = (
        *(((writer.button(ALONG, Do("ask_along")),),) if along else ()),
        (back, writer.button(OTHERS, Show(LIST))),
    )
    return Screen(paragraphs(writer.bold(question.ask), "\n".join(map(writer.say, lines))), rows)


def on_along(conversation: Conversation, context: Context) -> Decision | None:
    """Send the question on show along with the request, or after it; None where none is on show."""
    question = _on_show(conversation)
    if question is None:
        return None
    told = conversation.told.asking(context.speak[conversation.language](question.ask))
    if conversation.state is not State.SENT:
        return Decision(conversation.at(context.now, told=told, notice=notices.GOES_ALONG))
    after = conversation.at(context.now, told=told, notice=notices.ASKED_NOW)
    return Decision(after, effects=(AskSupervisor(question.ask),))


def _on_show(conversation: Conversation) -> Question | None:
    begins, _, key = conversation.beside.partition("_")
    return QUESTIONS.get(key) if begins == LIST else None
