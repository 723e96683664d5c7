""" "What would change this?": each change of mind is another suggestion to look at, and changes no answer by itself."""

from __future__ import annotations

from bot.nlu.understand import Match, Option, is_listed, understand
from bot.prospect.apply import give
from bot.prospect.decision import Context, Decision
from bot.prospect.state import Conversation, State
from bot.prospect.views import notices
from bot.prospect.views.suggestion import changes, suggestion
from bot.ui.callbacks import Open, Show, WhatIf
from bot.ui.render import Writer, in_rows
from bot.ui.screens import Button, Screen
from flows.engine import picked
from flows.intake import CHANGE, OFFER
from flows.text import N_
from flows.what_if import CHANGES, WouldBe, change, changed, each_change, what_if

BESIDE = "if:"
"""Before the key of a change: what is on show beside the flow."""

LIST = "changes"
"""On show beside the flow: what would change the suggestion."""

WHAT_CHANGES = N_("button.changes", "What would change this?")
CHANGE_ANSWER = N_("button.change", "Change an answer")
BEGINS = "talk.what_if"
"""The table of what such a question begins with: "what about"."""

MOST_BEGINNING = 6
"""Words of such a beginning."""

BACK_TO_MINE = N_("button.mine", "Keep my suggestion")
TAKE_THIS = N_("button.take", "Switch to this")


def button(conversation: Conversation, writer: Writer) -> Button:
    """Return the button that opens what would change the suggestion: beside a crisis only the person's own answers."""
    crisis = picked("challenge", "crisis")(conversation.answers)
    if crisis or next(each_change(conversation.answers), None) is None:
        return writer.button(CHANGE_ANSWER, Open(CHANGE.key))
    return writer.button(WHAT_CHANGES, Show(LIST))


def _possible(conversation: Conversation) -> tuple[WouldBe, ...]:
    return () if picked("challenge", "crisis")(conversation.answers) else what_if(conversation.answers)


def is_on_show(conversation: Conversation) -> bool:
    """Tell whether another suggestion is on show."""
    return (
        conversation.beside.startswith(BESIDE)
        and at_suggestion(conversation)
        and _would_be(conversation, conversation.beside.removeprefix(BESIDE)) is not None
    )


def taking(conversation: Conversation) -> WhatIf:
    """Return the tap that takes the suggestion on show."""
    return WhatIf(conversation.beside.removeprefix(BESIDE), take=True)


def wondered(conversation: Conversation, words: str) -> WhatIf | None:
    """Return the other suggestion that somebody asks for in words ("what about the whole team?"), None for none."""
    said = words.split()
    begins = next(
        (cut for cut in range(1, min(MOST_BEGINNING, len(said))) if is_listed(" ".join(said[:cut]), BEGINS)), 0
    )
    if not begins:
        return None
    possible = [each for each in CHANGES if changed(conversation.answers, each) is not None]
    options = [Option(each.key, "", (f"{each.question}.{each.choice}",)) for each in possible]
    found = understand(" ".join(said[begins:]), "if", options)
    return WhatIf(found.keys[0]) if isinstance(found, Match) else None


def screen(conversation: Conversation, writer: Writer) -> Screen | None:
    """Return what would change the suggestion, or the other one that is on show; None when there is none (any more)."""
    mine = writer.button(BACK_TO_MINE, Show("flow"))
    if conversation.beside == LIST and at_suggestion(conversation) and _possible(conversation):
        tries = in_rows([writer.button(each.change.label, WhatIf(each.change.key)) for each in _possible(conversation)])
        change_answer = writer.button(CHANGE_ANSWER, Open(CHANGE.key))
        return Screen(changes(conversation.answers, writer), (*tries, (change_answer,), (mine,)))
    would_be = _would_be(conversation, conversation.beside.removeprefix(BESIDE)) if is_on_show(conversation) else None
    if would_be is None:
        return None
    take = writer.button(TAKE_THIS, taking(conversation), style="primary")
    return Screen(suggestion(would_be.answers, writer, would_be.change, conversation.answers), ((mine,), (take,)))


def on_what_if(conversation: Conversation, data: WhatIf, context: Context) -> Decision | None:
    """Show another suggestion or take it; None where no suggestion is on show to change."""
    would_be = _would_be(conversation, data.change) if at_suggestion(conversation) else None
    if would_be is None:
        return None
    if not data.take:
        return Decision(conversation.at(context.now, beside=BESIDE + data.change))
    question = would_be.change.question
    taken = give(conversation, question, would_be.answers[question], context)
    return Decision(taken, notices.TAKEN)


def _would_be(conversation: Conversation, key: str) -> WouldBe | None:
    wanted = change(key)
    return changed(conversation.answers, wanted) if wanted else None


def at_suggestion(conversation: Conversation) -> bool:
    """Tell whether the suggestion is what the flow shows: offered, or kept."""
    step = conversation.step
    return conversation.state is not State.SENT and (step is None or step.question is OFFER)
