"""What the supervisor would have recommended: what is kept of it, and the choice of formats at the desk. Pure.

Kept are keys of choices that the rules can look at, nothing else: no own words, no municipality, no person.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bot.requests.card import OTHER_FORM
from bot.requests.request import Lead, shown
from bot.storage import StoredCorrection
from bot.ui.callbacks import Desk as Tapped
from bot.ui.i18n import Translator
from bot.ui.render import CHOSEN, DeskWriter, in_rows, paragraphs
from bot.ui.screens import Screen
from flows.engine import Answer, Answers, Kind, Stage
from flows.formats import FORMATS
from flows.intake import FAR, INTAKE
from flows.text import N_

WHICH = N_("review.which", "Which type of supervision would you have recommended for request {number}?")
SAID = N_("review.said", "The bot suggested: {format}")
NOTED = N_("review.noted", "Noted for request {number}. You would have recommended: {format}")
WHAT_FOR = N_(
    "review.what_for",
    "Only the choices made in the questions are kept with it, so that the rules can be improved. The sender "
    "isn't told.",
)
NOTHING_NOTED = N_("review.nothing", "Nothing is noted for request {number}.")
NOTED_BEFORE = N_("review.before", "Noted already: {format}")
CHANGE = N_("button.review.change", "Choose another")
FORGET = N_("button.review.forget", "Forget this")
LEAVE = N_("button.review.leave", "Leave it")

ASK, AGAIN, LEAVE_IT, REMOVE = "other", "other_again", "other_leave", "other_forget"
CHOOSE = "form_"
"""What buttons say: ask which form (below the card, or in the same message), leave it, forget it; and before a format's
key: that one."""


KEPT_QUESTIONS = tuple(
    question.key
    for question in INTAKE.questions
    if question.stage is Stage.NEED and question.kind in (Kind.ONE, Kind.SEVERAL) and question is not FAR
)
"""The questions whose choices are kept. "Would remote meetings suit you?" is asked only because of a municipality."""


def keys_of(answers: Answers) -> dict[str, list[str]]:
    """Return the keys of choices that a correction keeps, by question."""
    return {
        key: list(answers[key].chosen)
        for key in KEPT_QUESTIONS
        if key in answers and answers[key].chosen and not answers[key].open
    }


def answers_of(kept: Mapping[str, Sequence[str]], flow_version: int) -> Answers:
    """Return kept keys as answers again; of those to another version of the flow, what still applies."""
    answers = {key: Answer(tuple(chosen)) for key, chosen in kept.items()}
    return INTAKE.kept({"welcome": Answer(("begin",)), **answers}, flow_version)


def which_screen(lead: Lead, correction: StoredCorrection | None, speak: Translator) -> Screen:
    """Return the list of formats; the suggested one is not among them."""
    writer = DeskWriter(speak)
    wanted = correction.wanted if correction else ""
    formats = [
        writer.button(each.name, Tapped(f"{CHOOSE}{key}", lead.number), mark=CHOSEN if key == wanted else "")
        for key, each in FORMATS.items()
        if key != lead.format
    ]
    leave = writer.button(LEAVE, Tapped(LEAVE_IT, lead.number))
    html = paragraphs(
        writer.bold(WHICH.filled(number=shown(lead.number))),
        writer.say(SAID.filled(format=FORMATS[lead.format].name)),
        writer.say(NOTED_BEFORE.filled(format=FORMATS[wanted].name)) if wanted in FORMATS else "",
    )
    return Screen(html, (*((each,) for each in formats), (leave,)))


def noted_screen(lead: Lead, correction: StoredCorrection | None, speak: Translator) -> Screen:
    """Return what is noted, with the ways to change it and to take it back."""
    writer = DeskWriter(speak)
    number = shown(lead.number)
    if correction is None:
        again = writer.button(OTHER_FORM, Tapped(AGAIN, lead.number))
        return Screen(writer.say(NOTHING_NOTED.filled(number=number)), ((again,),))
    again = writer.button(CHANGE, Tapped(AGAIN, lead.number))
    html = paragraphs(
        writer.bold(NOTED.filled(number=number, format=FORMATS[correction.wanted].name)),
        writer.say(SAID.filled(format=FORMATS[correction.said].name)),
        writer.faint(WHAT_FOR),
    )
    forget = writer.button(FORGET, Tapped(REMOVE, lead.number))
    return Screen(html, in_rows([again, forget]))
