"""What is told ahead: somebody who is asked who takes part, and tells what it is about as well."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from bot.nlu.personal_identity_code import holds_code
from bot.nlu.understand import Match, Meaning
from bot.prospect.state import Conversation
from bot.prospect.views import crisis_help
from flows.engine import UNSURE, Answer, Answers
from flows.intake import CHALLENGE, INTAKE, OWN_WORDS
from flows.text import Text

FEWEST_WORDS = 5
"""Shorter answers tell one thing only: "kriisiryhmä" is a group, not a crisis."""


@dataclass(frozen=True, slots=True)
class Ahead:
    """Answers with the challenges ticked and the words kept, both open to be corrected; the labels of the ticks."""

    answers: Answers
    labels: tuple[Text, ...]


def told_ahead(conversation: Conversation, words: str, read: Callable[[str], Meaning]) -> Ahead | None:
    """Return what the words tell about the challenge, None when that is nothing; `read` matches its choices."""
    too_long = len(words) > OWN_WORDS.longest or len(words.split()) < FEWEST_WORDS
    if CHALLENGE.key in conversation.answers or too_long or crisis_help.urgent(words) or holds_code(words):
        return None
    found = read(words)
    if not isinstance(found, Match) or UNSURE in found.keys:
        return None
    ticked = INTAKE.mark(conversation.answers, CHALLENGE.key, Answer((*found.keys, "words")))
    labels = tuple(choice.label for choice in CHALLENGE.choices if choice.key in found.keys)
    return Ahead({**ticked, OWN_WORDS.key: Answer(words=words)}, labels)
