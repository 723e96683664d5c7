"""A death, an accident or violence told in words: it is met with sympathy, and contact first is on offer."""

from __future__ import annotations

import re
from dataclasses import replace

from bot.nlu.personal_identity_code import without_codes
from bot.nlu.understand import Match
from bot.prospect.apply import give
from bot.prospect.decision import Context
from bot.prospect.features.contact_first import offered
from bot.prospect.handlers.faq import GREETING_WORDS
from bot.prospect.handlers.text_ahead import FEWEST_WORDS, ONE_PERSON
from bot.prospect.handlers.text_choice import matched
from bot.prospect.state import Conversation
from bot.prospect.views import notices
from flows.engine import UNSURE, Answer, Stage, Step, chosen
from flows.intake import CHALLENGE, INTAKE, ROLE, WHO


def tells_crisis(conversation: Conversation, words: str, context: Context) -> bool:
    """Tell whether the words speak of a crisis."""
    found = matched(CHALLENGE.choices, CHALLENGE, words, conversation, context)
    return isinstance(found, Match) and "crisis" in found.keys


def with_sympathy(before: Conversation, step: Step, after: Conversation, words: str, context: Context) -> Conversation:
    """Meet a death, an accident or violence that is told in words: with sympathy, and contact first is on offer."""
    known = "crisis" in before.answers.get(CHALLENGE.key, Answer()).chosen
    told_before = known and "crisis" in before.typed.ticked
    if step.question.stage not in (Stage.NEED, Stage.OFFER) or not offered(after) or told_before:
        return after
    ticks = after.answers.get(CHALLENGE.key, Answer(open=True))
    if "crisis" not in ticks.chosen:
        moved_on = after.step is None or after.step.question is not step.question
        enough = FEWEST_WORDS if moved_on else GREETING_WORDS
        if len(re.findall(r"[^\W\d_]+", words)) < enough or not tells_crisis(before, words, context):
            return after
        ticks = replace(ticks, chosen=(*(each for each in ticks.chosen if each != UNSURE), "crisis"))
        told = after.told.saying(without_codes(words))
        if ticks.open:
            after = replace(after, answers=INTAKE.mark(after.answers, CHALLENGE.key, ticks), told=told)
        else:
            after = give(replace(after, told=told), CHALLENGE.key, ticks, context)
    elif _names_only(words, context) or (known and not tells_crisis(before, words, context)):
        return after
    if step.question is WHO and {*chosen(after.answers, WHO.key)} & {*ONE_PERSON}:
        # The person told of has died or been hurt, and need not be the one who takes part: that is asked.
        rest = {key: answer for key, answer in after.answers.items() if key != WHO.key}
        after = replace(after, answers=rest, told=after.told.without(ROLE.key))
    return replace(after, notice=notices.SORRY)


def _names_only(words: str, context: Context) -> bool:
    """Tell whether the words are the button's own, or a number."""
    label = next(choice.label for choice in CHALLENGE.choices if choice.key == "crisis")
    return not re.search(r"[^\W\d_]", words) or words.casefold() in {
        speak(label).casefold() for speak in context.speak.values()
    }
