"""For people who wish for crisis supervision, or simply write a number: contact first, the questions later.

What is not known yet is marked as to be asked, so the way leads straight to how to be answered and to the review. It is
offered where somebody has ticked a crisis or looked at the urgent help, and never urged. Anyone who answers a question
about the need with a number or an address has asked for it.
"""

from __future__ import annotations

from dataclasses import replace

from bot.prospect.decision import Context, Decision
from bot.prospect.state import NOTHING_TOLD, Conversation, State, Told
from bot.prospect.views import notices
from bot.ui.callbacks import Do
from bot.ui.render import Writer
from bot.ui.screens import Button, Style
from flows.engine import TO_ASK, UNANSWERED, UNSURE, Answer, Answers, Stage, picked
from flows.intake import CHALLENGE, INTAKE, OFFER, WELCOME
from flows.text import N_

CONTACT_FIRST = N_("button.contact_first", "Contact me first")


def offered(conversation: Conversation) -> bool:
    """Tell whether it can be offered: before a request, and no correction is under way."""
    step = conversation.step
    stages = (Stage.WELCOME, Stage.NEED, Stage.OFFER)
    before = step is None or step.question.stage in stages
    return conversation.state is not State.SENT and not conversation.sent and before


def offered_in_crisis(conversation: Conversation) -> bool:
    """Tell whether the question on show offers it to somebody who has ticked or told a crisis: one about the need."""
    step = conversation.step
    asked = step is not None and step.question.stage is Stage.NEED
    crisis = "crisis" in conversation.answers.get(CHALLENGE.key, UNANSWERED).chosen
    return crisis and asked and not picked("sudden", "slow")(conversation.answers) and offered(conversation)


def told(conversation: Conversation) -> bool:
    """Tell whether the crisis was told in words, so that no tick of it moves a button."""
    return "crisis" in conversation.typed.ticked


def button(writer: Writer, style: Style = "primary") -> Button:
    """Return the button; it stands out where a crisis is told or ticked."""
    return writer.button(CONTACT_FIRST, Do("contact_first"), style=style)


def on_contact_first(conversation: Conversation, context: Context, *, crisis: bool = False) -> Decision | None:
    """Go straight to the way to be answered with what is known; None where it is not offered."""
    if not offered(conversation):
        return None
    answers = shortened(conversation.answers, conversation.told, crisis=crisis)
    after = conversation.at(context.now, answers=answers, beside="", state=State.ASKING, notice=notices.LATER)
    return Decision(after)


def shortened(answers: Answers, told: Told = NOTHING_TOLD, *, crisis: bool) -> Answers:
    """Return the answers with every open question before the contact as to be asked, and a `crisis` as the matter.

    What was `told` ahead is not to be asked.
    """
    answers = INTAKE.answer(answers, WELCOME.key, Answer(("begin",)))
    if crisis:
        given = answers.get(CHALLENGE.key, Answer())
        ticked = tuple(each for each in given.chosen if each not in (UNSURE, TO_ASK, "crisis"))
        answers = INTAKE.answer(answers, CHALLENGE.key, replace(given, chosen=(*ticked, "crisis"), open=False))
    answers = INTAKE.reopen(answers, OFFER.key)  # it may have been kept for later
    while True:
        answers = told.filled(answers)
        question = INTAKE.current(answers)
        if question is None or (question.stage is Stage.CONTACT and question.needed):
            return answers
        if question.key == OFFER.key:
            left = Answer(("contact",))
        elif question.waits(answers):
            answers = INTAKE.close(answers, question.key)
            continue
        else:
            left = _as_it_was(answers, question.key)
        answers = INTAKE.answer(answers, question.key, left)


def _as_it_was(answers: Answers, key: str) -> Answer:
    """Return an answer that was only opened again as it was given; to be asked where there was none."""
    before = answers.get(key, Answer())
    return replace(before, open=False) if before.chosen or before.words else Answer((TO_ASK,))
