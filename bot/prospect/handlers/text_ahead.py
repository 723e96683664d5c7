"""What is told beside the question on show: what it is about, how many they are, who is writing, and the rest."""

from __future__ import annotations

from collections.abc import Callable

from bot.nlu.crisis import urgent
from bot.nlu.discourse import FIRST_PERSON, read
from bot.nlu.head_counts import head_count
from bot.nlu.ordinals import names_a_place
from bot.nlu.personal_identity_code import holds_code, without_codes
from bot.nlu.stopwords import passing
from bot.nlu.understand import Match, Meaning, Unknown
from bot.prospect.state import Conversation
from flows.dataclass import dataclass
from flows.engine import SKIP, UNSURE, Answer, Answers, Question
from flows.intake import CHALLENGE, COUNTABLE, INTAKE, OWN_WORDS, SELF, WHO
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
    if CHALLENGE.key in conversation.answers or too_long or urgent(words) or holds_code(words):
        return None
    found = read(words)
    if isinstance(found, Unknown) or UNSURE in found.keys:
        return None
    topics = found.keys if isinstance(found, Match) else ()  # what may only be meant is ticked by hand
    ticked = INTAKE.mark(conversation.answers, CHALLENGE.key, Answer((*topics, "words")))
    labels = tuple(choice.label for choice in CHALLENGE.choices if choice.key in topics)
    return Ahead({**ticked, OWN_WORDS.key: Answer(words=words)}, labels)


MOST_COUNTED_IN = 12
"""Words of an answer to "who takes part?" in which a bare number counts people; a longer one tells of more."""

ONE_PERSON = (*SELF, *SELF.values())


def people_told(who: str, words: str) -> int | None:
    """Return how many take part, told with who they are: "kuusi uutta esihenkilöä"."""
    if who not in COUNTABLE:
        return None
    told = read(words).words
    counted = 1 < len(told) <= MOST_COUNTED_IN and not names_a_place(told) and (head_count(words) or 0) > 1
    return head_count(words, named=True) or (head_count(words) if counted else None)


def role_told(who: str, words: str, found: Meaning) -> str:
    """Return the writer's role told with who takes part, "" where it must be asked; `found` is what they call it."""
    if not isinstance(found, Match) or FIRST_PERSON.isdisjoint(read(words).words):
        return ""
    (role,) = found.keys
    if who == "manager" and role == "manager":
        return "participant"  # "olen esihenkilö" of the only one who takes part
    if role == "participant":
        return role if who in (*ONE_PERSON, "pair") else ""
    return role if who != "pair" and role != SKIP else ""


def told_beside(question: Question, words: str, label: str) -> str:
    """Return the words where they tell more than the choice they mean ("oon sairaanhoitaja"), "" where they do not."""
    if urgent(words):
        return ""
    words = without_codes(words)
    if question is not WHO:
        return words if len(words.split()) >= FEWEST_WORDS else ""
    known = read(label).words
    return words if any(not (passing(word) or word.isdigit() or word in known) for word in read(words).words) else ""
