"""Typed words against the choices of a question."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from bot.nlu.discourse import read
from bot.nlu.ordinals import places
from bot.nlu.understand import AskBack, Match, Meaning, Option, is_listed, names, understand
from bot.prospect.decision import Context
from bot.prospect.state import Conversation
from bot.prospect.views import notices
from flows.engine import SKIP, UNSURE, Answer, Choice, Kind, Question
from flows.intake import INTAKE, SELF, TOWN
from flows.places import load
from flows.text import Apart, OneOf, Text

FEWEST_TO_CHOOSE = 2

ASKING_BACK = (notices.WHICH, notices.PERHAPS, notices.KEPT_AND_ASKED, notices.ONLY_ONE)
"""What is said above a question to ask which of its choices was meant."""


UNDERSTOOD = (notices.TYPED_CHOSEN, notices.KEPT_AND_CHOSEN, notices.KEPT_FOR, notices.AS_TOLD)
"""What is said with the labels of what was understood."""


def matched(
    choices: tuple[Choice, ...], question: Question, words: str, conversation: Conversation, context: Context
) -> Meaning:
    """Say which of these choices of a question the words mean; whatever need not be answered can be skipped."""
    speak = context.speak[conversation.language]
    options = [Option(choice.key, speak(choice.label)) for choice in choices]
    if not any(option.key == SKIP for option in options) and not question.needed:
        options.append(Option(SKIP))
    found = understand(words, question.key, options, several=question.kind is Kind.SEVERAL)
    if isinstance(found, AskBack):  # not to know is nothing to choose beside what was named
        themselves = tuple(key for key in found.keys if key in SELF)
        if themselves and len({SELF.get(key, key) for key in found.keys}) == 1:
            return Match(themselves)  # "just me" is said of one employee too, who is the writer
        return AskBack(tuple(key for key in found.keys if key != UNSURE) or found.keys)
    if isinstance(found, Match) and "crisis" in found.keys:  # its haste makes no single matter of it
        return replace(found, keys=tuple(key for key in found.keys if key != "single_matter"))
    return found


def labels(question: Question, keys: tuple[str, ...]) -> tuple[Text, ...]:
    """Return the labels of these choices, none for a key that stands on no button."""
    found = (question.choice(key) for key in keys)
    return tuple(choice.label for choice in found if choice is not None)


def labels_of(key: str, answer: Answer) -> tuple[Text | str, ...]:
    """Return how an answer reads: the labels of its choices, the names of its municipalities."""
    question = INTAKE.question(key)
    towns = filter(None, map(load().by_code, answer.chosen)) if key == TOWN.key else ()
    return (*(labels(question, answer.chosen) if question else ()), *(each.name_fi for each in towns))


def with_labels(notice: Text | None, more: Iterable[Text | str]) -> Text | None:
    """Return the sentence that says what was understood with more labels, any other as it is."""
    if notice is None or notice.context not in {each.context for each in UNDERSTOOD}:
        return notice
    said = notice.values["choices"]
    items = said.items if isinstance(said, Apart) else (said,) if isinstance(said, Text) else ()
    return notice.filled(choices=Apart(tuple(dict.fromkeys((*items, *more)))))


def understood(question: Question, keys: tuple[str, ...], *more: Text) -> Text:
    """Say what was understood: the choices, or that the question is skipped."""
    if keys == (SKIP,):
        return notices.SKIPPED
    return notices.TYPED_CHOSEN.filled(choices=Apart((*labels(question, keys), *more)))


def of_those_asked(conversation: Conversation, question: Question, words: str) -> tuple[str, ...]:
    """Return which of the choices asked back about the words name: by a yes to the only one, or by place among them.

    Somebody who has just read "Which did you mean: A or B?" and writes "2" means B, whatever button stands second.
    """
    asked = asked_back(conversation, question)
    if len(asked) < FEWEST_TO_CHOOSE:
        return asked if asked and names(words, "choice.yes") else ()
    if is_listed(words, "talk.all_of_them"):
        return asked
    named = places(read(words).words, len(asked), of_two=len(asked) == FEWEST_TO_CHOOSE)
    return tuple(asked[each - 1] for each in named) if named and named[0] > 0 and named[-1] <= len(asked) else ()


def asks_back(conversation: Conversation) -> bool:
    """Tell whether the sentence above the question asks which of some choices was meant."""
    return conversation.notice is not None and conversation.notice.context == notices.WHICH.context


def asked_back(conversation: Conversation, question: Question) -> tuple[str, ...]:
    """Return the choices that the sentence above the question asks about, none where it asks nothing."""
    notice = conversation.notice
    if notice is None or notice.context not in {each.context for each in ASKING_BACK}:
        return ()
    meant = notice.values["choices"]
    items = meant.items if isinstance(meant, OneOf | Apart) else ()
    keys = {choice.label: choice.key for choice in question.choices}
    return tuple(keys[item] for item in items if item in keys)
