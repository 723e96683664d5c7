"""Typed words against the choices of a question."""

from __future__ import annotations

from bot.prospect import notices
from bot.prospect.context import Context
from bot.prospect.conversation import Conversation
from bot.prospect.typed import Match, Option, Outcome, match
from flows.engine import SKIP, Choice, Kind, Question
from flows.text import Apart, Text


def matched(
    choices: tuple[Choice, ...], question: Question, words: str, conversation: Conversation, context: Context
) -> Outcome:
    """Say which of these choices of a question the words mean; whatever need not be answered can be skipped."""
    speak = context.speak[conversation.language]
    options = [
        Option(choice.key, speak(choice.label), context.synonyms.of(question.key, choice.key)) for choice in choices
    ]
    if not any(option.key == SKIP for option in options) and not question.needed:
        options.append(Option(SKIP, "", context.synonyms.of(question.key, SKIP)))
    return match(words, options, several=question.kind is Kind.SEVERAL)


def labels(question: Question, keys: tuple[str, ...]) -> tuple[Text, ...]:
    """Return the labels of these choices, none for a key that stands on no button."""
    found = (question.choice(key) for key in keys)
    return tuple(choice.label for choice in found if choice is not None)


def understood(question: Question, keys: tuple[str, ...], *more: Text) -> Text:
    """Say what was understood: the choices, or that the question is skipped."""
    if keys == (SKIP,):
        return notices.SKIPPED
    return notices.TYPED_CHOSEN.filled(choices=Apart((*labels(question, keys), *more)))


def means(words: str, name: str, context: Context) -> bool:
    """Tell whether the matcher finds what is listed under "<group>.<key>" in the words."""
    group, _, key = name.partition(".")
    return isinstance(match(words, [Option(key, "", context.synonyms.of(group, key))], several=False), Match)


def says(words: str, name: str, context: Context) -> bool:
    """Tell whether the whole message is one of the words listed under "<group>.<key>" in the synonym files."""
    group, _, key = name.partition(".")
    said = words.casefold().strip(" .!?,:;)(")
    return said in {listed.removeprefix("=") for listed in context.synonyms.of(group, key)}
