"""Which questions people ask back before they answer: the price, what this is, who reads it, when.

What is replied stands in `bot.requests.questions`, the words they ask with in `locales/synonyms.<language>.toml`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import cache

from bot.nlu.discourse import QUESTION_WORDS, read
from bot.nlu.understand import AskBack, Match, Option, understand
from bot.requests.questions import EVERY, QUESTIONS, TYPED
from bot.ui.i18n import Translator

MOST_WORDS = 12
"""Longer messages tell something as well, which is not answered away."""

GREETING_WORDS = 3
"""Longer messages before the start tell something."""

_BETWEEN = re.compile(r"([.!?\n]+\s*|,\s*|\s+(?:ja|and|mutta|but)\s+)", re.IGNORECASE)
"""What stands between two things that are said."""

_DANGLING = re.compile(r"\s+(?:ja|and|mutta|but)$|^(?:ja|and|mutta|but)\s+", re.IGNORECASE)

_QUESTION = re.compile(r"[^.!?\n]+\?")
"""A sentence that asks."""


def questions_in(words: str, languages: Mapping[str, Translator]) -> tuple[str, ...]:
    """Return the keys of the questions that words ask back; none when they are no such question.

    The sentences behind the buttons are understood everywhere, their labels with a question mark: "Who pays?".
    """
    if len(words.split()) > MOST_WORDS:
        return ()
    said = read(words).words
    for asked, labels in map(_keys, languages.values()):
        if key := asked.get(said) or (words.endswith("?") and labels.get(said)):
            return (key,)
    found = understand(words, "ask", [Option(key) for key in TYPED])
    if isinstance(found, AskBack) and all(EVERY[key].unsaid for key in found.keys):
        return found.keys  # the price and when, in one breath
    return found.keys[:1] if isinstance(found, Match) else ()


def labelled(words: str, languages: Mapping[str, Translator]) -> str:
    """Return the key of the question whose button words name, "" for none."""
    said = read(words).words
    return next((labels[said] for _, labels in map(_keys, languages.values()) if said in labels), "")


@cache
def _keys(speak: Translator) -> tuple[Mapping[tuple[str, ...], str], ...]:
    """Return the keys of the questions by the words of the sentence behind their button, and by those of its label."""
    asked = {read(speak(each.ask)).words: key for key, each in QUESTIONS.items()}
    return asked, {read(speak(each.label)).words: key for key, each in QUESTIONS.items()}


def asks(words: str) -> bool:
    """Tell whether the words are a question, with its mark or without: "kauanko se kestää"."""
    return words.endswith("?") or begins_as_asked(words)


def begins_as_asked(words: str) -> bool:
    """Tell whether the first word asks: "kauanko se kestää"."""
    said = read(words).words
    return bool(said) and (said[0] in QUESTION_WORDS or said[0].endswith("ko"))


def asks_only(words: str) -> bool:
    """Tell whether hardly more than a greeting stands beside what is asked."""
    return len(_QUESTION.sub("", words).split()) <= GREETING_WORDS or "?" not in words


def apart(
    words: str, languages: Mapping[str, Translator], *, others: Callable[[str], bool]
) -> tuple[str, tuple[str, ...]]:
    """Set what is told apart from what is asked of us in the same breath: "a group, how much is it?".

    `others` tells of a part with a question mark behind it, which nothing here answers, whether it is a question too.
    """
    pieces = [*_BETWEEN.split(words), ""]
    told, questions = "", []
    for piece, between in zip(pieces[::2], pieces[1::2], strict=True):
        plain = _DANGLING.sub("", piece)
        if _is_asked(plain, between, languages, others=others):
            questions.append(f"{plain}?")
        else:
            told += piece + between
    return _DANGLING.sub("", told.strip(" ,")), tuple(questions)


def _is_asked(piece: str, between: str, languages: Mapping[str, Translator], *, others: Callable[[str], bool]) -> bool:
    ends = between.startswith("?")
    if not ends and not begins_as_asked(piece):
        return False
    return bool(questions_in(piece, languages)) or (ends and len(read(piece).words) > 1 and others(piece))


def question_within(words: str, languages: Mapping[str, Translator]) -> tuple[str, ...]:
    """Return the keys of the first question that a longer message ends with or holds, none where there is none."""
    return next(filter(None, (questions_in(each, languages) for each in _QUESTION.findall(words))), ())
