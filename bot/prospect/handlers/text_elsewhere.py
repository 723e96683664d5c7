"""What words tell that is asked elsewhere: kept for that question where its own reader takes them for certain.

One rule for every question: a part of the message that is, whole, what one other question reads, and that means nothing
at the question on show. Whatever may only be meant is kept for no question.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from functools import cache

from bot.nlu.crisis import urgent
from bot.nlu.discourse import LONGEST_TEXT, parts_of
from bot.nlu.municipality import Found, find_town, named_among, told_in
from bot.nlu.organisations import organisation_in
from bot.nlu.understand import Match, Meaning, Option, Unknown, exactly
from bot.prospect.decision import Context
from bot.prospect.state import Conversation
from bot.ui.i18n import Translator
from flows.engine import PASSED, UNSURE, Answer, Answers, Kind, Question, Stage
from flows.intake import BEGIN, FAR, INTAKE, ORGANISATION, OWN_WORDS, PACE, PLACE, TOWN, WAY

ANYWHERE = (
    (PLACE, ("remote", "on_site")),
    (PACE, ("few", "longer")),
    (BEGIN, ("soon", "months")),
    (WAY, ("telegram", "phone", "email")),
)
"""The questions whose words mean the same wherever they are said, with those of their choices.

Words such as "both", "not yet" and "alone" speak of the question on show.
"""

SAID_IN_PASSING = (PLACE.key, WAY.key)
"""Told in whole sentences too; how many and how long are told there of other things ("ten years")."""

_CLAUSES = re.compile(r"[.,;:!?()\n]+|\s[-–]\s|\s(?:mutta|but)\s", re.IGNORECASE)


def told_elsewhere(
    conversation: Conversation, shown: Question, words: str, read: Callable[[str], Meaning], context: Context
) -> tuple[Answers, bool]:
    """Return the answers to other questions told in words typed at the one shown, and whether they tell nothing else.

    `read` matches the choices of the question shown.
    """
    if not _listens(shown) or urgent(words):
        return {}, False
    labelled = _labelled(context.speak[conversation.language])
    options = {
        question.key: labelled[question.key]
        for question, _ in ANYWHERE
        if question is not shown and _is_open(conversation, question, shown)
    }
    asks_town = shown not in (PLACE, FAR) and _is_open(conversation, TOWN, shown)

    @cache  # a message of one part is asked more than once
    def town_in(part: str) -> Found | None:
        return told_in(part, context.places) if asks_town else None

    @cache
    def claim(part: str) -> tuple[str, str] | None:
        there = town_in(part)
        bare = part if there is None else _without_towns(part, context)  # "on site in Oulu"
        found = exactly(bare, options, said_in_passing=SAID_IN_PASSING)
        if there and not found and isinstance(find_town(part, context.places), Found):
            found.append((TOWN.key, there.municipality.code))
        return found[0] if len(found) == 1 and isinstance(read(part), Unknown) else None

    parts = _parts(words, lambda part: claim(part) is not None or isinstance(read(part), Match))
    claims = [claim(part) for part in parts]
    told = {key: {choice for each, choice in filter(None, claims) if each == key} for key, _ in filter(None, claims)}
    if there := town_in(words):
        told[TOWN.key] = {there.municipality.code}
    found = {key: Answer(tuple(each)) for key, each in told.items() if len(each) == 1}
    if ORGANISATION.key not in conversation.answers and (name := organisation_in(words, context.places)):
        found[ORGANISATION.key] = Answer(words=name, open=True)  # offered there, to be agreed to by a tap
    return found, all(claims)


def kept_for(conversation: Conversation, told: Answers) -> Conversation:
    """Return the conversation with the answers to other questions: to those that come, or instead of not knowing."""
    for key, answer in told.items():
        if key in conversation.answers:
            conversation = replace(conversation, answers=INTAKE.answer(conversation.answers, key, answer))
        else:
            conversation = replace(conversation, told=conversation.told.answering(key, answer))
    return conversation


@cache
def _labelled(speak: Translator) -> Mapping[str, list[Option]]:
    """Return what may be told of each question anywhere, with its labels in one language."""
    return {
        question.key: [Option(each.key, speak(each.label)) for each in question.choices if each.key in keys]
        for question, keys in ANYWHERE
    }


def _without_towns(part: str, context: Context) -> str:
    return " ".join(word for word in part.split() if not named_among(word, context.places))


def _listens(shown: Question) -> bool:
    return shown.kind in (Kind.ONE, Kind.SEVERAL) or shown is OWN_WORDS or shown.stage is Stage.OFFER


def _is_open(conversation: Conversation, question: Question, shown: Question) -> bool:
    """Tell whether a question has no answer yet; "I don't know" is none where another answer changes nothing else."""
    answer = conversation.answers.get(question.key)
    if answer is None or shown.stage is not Stage.NEED or question.decides:
        return answer is None
    return not {UNSURE, *PASSED}.isdisjoint(answer.chosen)


def _parts(words: str, is_read: Callable[[str], bool]) -> Iterator[str]:
    """Yield the clauses of a message, and the parts of a list of which each is read: "together and remotely"."""
    for clause in _CLAUSES.split(words[:LONGEST_TEXT]):
        listed = parts_of(clause)
        if len(listed) > 1 and all(map(is_read, listed)):
            yield from listed
        elif clause.strip():
            yield clause
