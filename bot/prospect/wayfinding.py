"""Words that name a button of the screen instead of answering: "valmis", "takaisin", "ota yhteyttä"."""

from __future__ import annotations

from bot.callbacks import Back, Choose, Data, Done
from bot.prospect.context import Context
from bot.prospect.conversation import Conversation
from bot.prospect.typed import Match, Option, match
from flows.engine import Kind, Step
from flows.intake import GATHERED

NAMING_STOPS = ("welcome", "offer")
"""Screens to read whose buttons can be named in words; what is typed at the card is a message."""


def named(conversation: Conversation, step: Step, words: str, context: Context) -> Data | None:
    """Return what the button named by these words does, None when they name none."""
    question = step.question
    plain = words.casefold().strip(" .!,")
    if plain in context.synonyms.of("button", "back"):
        return Back(question.key)
    gathers = question.kind is Kind.SEVERAL or (question.key in GATHERED and step.answer.words)
    if gathers and plain in context.synonyms.of("button", "done"):
        return Done(question.key)
    if question.key not in NAMING_STOPS:
        return None
    speak = context.speak[conversation.language]
    options = [
        Option(choice.key, speak(choice.label), context.synonyms.of(question.key, choice.key))
        for choice in step.choices
    ]
    found = match(words, options, several=False)
    return Choose(question.key, found.keys[0]) if isinstance(found, Match) else None
