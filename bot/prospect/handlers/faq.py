"""What people ask back before they answer: the price, what this is, who reads it, when. What is not known is said so.

The words they ask with are data: "ask.<key>" in `locales/synonyms.<language>.toml`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from bot.nlu.discourse import QUESTION_WORDS, read
from bot.nlu.understand import AskBack, Match, Option, understand
from bot.requests.profile import Profile
from bot.requests.questions import QUESTIONS, answer, is_open
from bot.ui.i18n import Translator
from flows.text import N_, Text

MOST_WORDS = 12
"""Longer messages tell something as well, which is not answered away."""

GREETING_WORDS = 3
"""Longer messages before the start tell something."""

ANSWERS: dict[str, Text] = {
    "price": N_(
        "asked.price",
        "The supervisor tells you about prices: if you ask to be contacted, your question goes along.",
    ),
    "what": N_(
        "asked.what",
        "Work supervision is an established way of learning at work, and it develops the organisation too. You "
        "examine, evaluate and develop your work towards goals, with a supervisor from outside. It is time to "
        "talk openly and in confidence, about worries and successes.",
    ),
    "topics": N_(
        "asked.topics",
        "The topics come from the people taking part: the content of the work, strengths and challenges, goals, "
        "particular situations, feelings, ways of working, professional growth. You can sort things out, weigh "
        "options, and find new viewpoints, approaches and solutions.",
    ),
    "for_whom": N_(
        "asked.for_whom",
        "For one person, pairs, groups, whole teams and workplaces, managers and leadership teams, in organisations of "
        "every size and in every sector.",
    ),
    "who": N_("asked.who", "I'm an automatic assistant, but a person reads your request: the supervisor."),
    "privacy": N_(
        "asked.privacy",
        "Your answers go to the supervisor only after you agree to send them. They are stored encrypted, and "
        "anyone who maintains the bot may handle them on the supervisor's behalf. More: /privacy",
    ),
    "when": N_(
        "asked.when",
        "You agree on times with the supervisor: if you ask to be contacted, your question goes along.",
    ),
}


ASKED_ALONG = N_(
    "asked.along",
    "You can talk about that with the supervisor: if you ask to be contacted, your question goes along.",
)
"""What is said of a question that is none of these and no answer either."""

OWN = N_("asked.own", "{answer}")
OWN_AND_ALONG = N_("asked.own.along", "{answer}\nIf you ask to be contacted, I'll pass your question on.")
"""What the supervisor has written; when there is time is always for the supervisor to say."""

ANSWERED_BY: Mapping[str, tuple[str, ...]] = {
    ANSWERS["price"].context: ("price",),
    ANSWERS["who"].context: ("who",),
    ANSWERS["when"].context: ("when",),
    ASKED_ALONG.context: ("price", "when"),
}
"""The questions that the supervisor's words may answer instead."""

GOES_ALONG = frozenset(each.context for each in (ANSWERS["price"], ANSWERS["when"], ASKED_ALONG, OWN_AND_ALONG))


_BETWEEN = re.compile(r"([.!?\n]+\s*|,\s*|\s+(?:ja|and|mutta|but)\s+)", re.IGNORECASE)
"""What stands between two things that are said."""

_DANGLING = re.compile(r"\s+(?:ja|and|mutta|but)$|^(?:ja|and|mutta|but)\s+", re.IGNORECASE)

_QUESTION = re.compile(r"[^.!?\n]+\?")
"""A sentence that asks."""


def answer_to(words: str) -> Text | None:
    """Return the answer to a question that is asked back, None when the words are no such question."""
    if len(words.split()) > MOST_WORDS:
        return None
    found = understand(words, "ask", [Option(key) for key in ANSWERS])
    if isinstance(found, AskBack) and all(ANSWERS[key].context in GOES_ALONG for key in found.keys):
        return ASKED_ALONG  # the price and when, in one breath
    return ANSWERS[found.keys[0]] if isinstance(found, Match) else None


def in_own_words(text: Text, profile: Profile, speak: Translator) -> Text:
    """Return the answer in the supervisor's words, where there are any; they read like those behind "Ask about ..."."""
    asked = [QUESTIONS[key] for key in ANSWERED_BY.get(text.context, ())]
    if all(is_open(each, profile) for each in asked):
        return text
    said = [line for each in asked for line in answer(each, profile, speak)]
    if text == ANSWERS["who"]:
        said = [speak(text), *said]
    return (OWN_AND_ALONG if text.context in GOES_ALONG - {ANSWERS["price"].context} else OWN).filled(
        answer="\n".join(said)
    )


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


def apart(words: str, *, others: Callable[[str], bool]) -> tuple[str, tuple[str, ...]]:
    """Set what is told apart from what is asked of us in the same breath: "a group, how much is it?".

    `others` tells of a part with a question mark behind it, which nothing here answers, whether it is a question too.
    """
    pieces = [*_BETWEEN.split(words), ""]
    told, asked = "", []
    for piece, between in zip(pieces[::2], pieces[1::2], strict=True):
        plain = _DANGLING.sub("", piece)
        if _is_asked(plain, between, others=others):
            asked.append(f"{plain}?")
        else:
            told += piece + between
    return _DANGLING.sub("", told.strip(" ,")), tuple(asked)


def _is_asked(piece: str, between: str, *, others: Callable[[str], bool]) -> bool:
    ends = between.startswith("?")
    if not ends and not begins_as_asked(piece):
        return False
    return answer_to(piece) is not None or (ends and len(read(piece).words) > 1 and others(piece))


def answer_within(words: str) -> Text | None:
    """Return the answer to the first question that a longer message ends with or holds, None where there is none."""
    return next(filter(None, map(answer_to, _QUESTION.findall(words))), None)
