"""Typed words where several choices may be ticked: what is recognised is ticked, and the words themselves are kept."""

from __future__ import annotations

import re
from dataclasses import replace

from bot.nlu.discourse import parts_of
from bot.nlu.understand import AskBack, Match, Unknown, is_listed
from bot.prospect.apply import give, put_aside
from bot.prospect.decision import Context
from bot.prospect.handlers.text_choice import labels, matched, of_those_asked, understood
from bot.prospect.state import Conversation
from bot.prospect.views import notices
from bot.ui.i18n import Translator
from flows.engine import SKIP, UNSURE, Answer, Step
from flows.intake import INTAKE
from flows.text import Apart, OneOf, Text

TOLD_IN_WORDS = 2
"""More words for each choice recognised than this tell more than the choice, so they are kept beside the ticks."""

BRIEFLY = 5
"""Words in which one says no more than that one does not know; a longer message tells something as well."""

_NO_WORDS = re.compile(r"[\d\s.,;:!?/&+()-]*")


def ticked_by(conversation: Conversation, step: Step, words: str, context: Context) -> Conversation:
    """Tick what was recognised and keep the words themselves: the person sees the ticks before going on."""
    question = step.question
    settled = of_those_asked(conversation, question, words)
    if settled:
        return put_aside(conversation, question.key, _ticks(step, settled), context, understood(question, settled))
    if step.answer.chosen and is_listed(words, "choice.yes"):  # what was understood is right
        return give(conversation, question.key, replace(step.answer, open=False), context)
    if _NO_WORDS.fullmatch(words) or is_listed(words, "talk.nothing"):
        return _by_numbers(conversation, step, words, context)
    found = matched(step.choices, question, words, conversation, context)
    keys = found.keys if isinstance(found, Match) else ()
    if keys in ((UNSURE,), (SKIP,)) and len(words.split()) <= BRIEFLY:
        return _passed(conversation, step, keys, context)
    keys = _topics(keys)
    named = labels(question, tuple(key for key in keys if key != "words"))
    if keys and not _tells_more(conversation, step, words, keys, context):
        notice = notices.TYPED_CHOSEN.filled(choices=Apart(named)) if named else notices.WRITE_HERE
        return put_aside(conversation, question.key, _ticks(step, keys), context, notice)
    # Own words are an answer too, and never lost; ticked as well, for nobody else is asked for them.
    notice = notices.KEPT_AND_CHOSEN.filled(choices=Apart(named)) if named else notices.KEPT_WORDS
    perhaps = _topics(found.keys) if isinstance(found, AskBack) else found.perhaps if isinstance(found, Match) else ()
    asked = labels(question, tuple(key for key in perhaps if key not in step.answer.chosen))
    if asked:
        notice = notices.KEPT_AND_ASKED.filled(choices=OneOf(asked))
    marked = put_aside(conversation, question.key, _ticks(step, (*keys, "words")), context, notice)
    return added(marked, "own_words", words, context, notice)


def added(conversation: Conversation, key: str, words: str, context: Context, notice: Text) -> Conversation:
    """Put words below what was already written under a key, as far as they fit."""
    together = f"{conversation.answers.get(key, Answer()).words}\n{words}".strip()
    question = INTAKE.question(key)
    if question is not None and len(together) > question.longest:
        too_long = notices.TOO_LONG.filled(n=len(together), limit=question.longest)
        return conversation.at(context.now, notice=too_long)
    return give(conversation, key, Answer(words=together), context, notice)


def _by_numbers(conversation: Conversation, step: Step, words: str, context: Context) -> Conversation:
    """Tick by number; what says nothing else ("hello", "?") is no matter to be kept."""
    question = step.question
    match matched(step.choices, question, words, conversation, context):
        case AskBack((_, _, *_) as keys):
            return conversation.at(context.now, notice=notices.WHICH.filled(choices=OneOf(labels(question, keys))))
        case Match(keys) if keys == (UNSURE,):
            return _passed(conversation, step, keys, context)
        case Match(keys) if _topics(keys):
            return put_aside(conversation, question.key, _ticks(step, keys), context, understood(question, keys))
        case _:
            return conversation.at(context.now, notice=notices.NOT_UNDERSTOOD)


def _passed(conversation: Conversation, step: Step, keys: tuple[str, ...], context: Context) -> Conversation:
    """Go on without an answer; what is ticked or written already is never given up for a "maybe"."""
    if _topics(step.answer.chosen):
        return conversation.at(context.now, notice=notices.TICKS_STAY)
    return give(conversation, step.question.key, Answer(keys), context, understood(step.question, keys))


def _topics(keys: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(key for key in keys if key not in (UNSURE, SKIP))


def _ticks(step: Step, keys: tuple[str, ...]) -> Answer:
    """Add ticks to those that stand; "I don't know yet" stands alone."""
    kept = tuple(each for each in step.answer.chosen if each not in (UNSURE, *keys))
    return replace(step.answer, chosen=kept + tuple(dict.fromkeys(keys)))


def _tells_more(conversation: Conversation, step: Step, words: str, keys: tuple[str, ...], context: Context) -> bool:
    """Tell whether the words say more than the choices recognised in them: long ones, or a part of a list unknown."""
    question = step.question
    named = labels(question, keys)
    if _are_labels(words, named, context.speak[conversation.language]):
        return False
    if len(words.split()) > TOLD_IN_WORDS * len(named):
        return True
    parts = parts_of(words)
    return any(
        isinstance(matched(step.choices, question, part, conversation, context), Unknown)
        for part in (parts if len(parts) > 1 else ())
    )


def _are_labels(words: str, named: tuple[Text, ...], speak: Translator) -> bool:
    return words.casefold() in {speak(label).casefold() for label in named}
