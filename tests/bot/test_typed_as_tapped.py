"""Typing the number or the label of a choice does what tapping it does, at every question of a conversation."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from copy import copy

import pytest

from bot.prospect.state import Conversation
from bot.ui.callbacks import Done
from bot.ui.i18n import Translator
from flows.engine import UNSURE, Choice, Kind, Question
from tests.bot.at import deeds
from tests.bot.prospects import Prospect, buttons, prospect
from tests.way import walk

ROUTES: Mapping[str, tuple[tuple[str, ...], str]] = {
    "one employee, remotely, answered here": (("pace.unsure", "role.participant"), ""),
    "a group, on site, asked to help": (
        ("who.group", "challenge.cooperation", "place.on_site", "role.manager"),
        "Oulu",
    ),
    "managers, who know little": (
        ("who.managers", "challenge.unsure", "together.unsure", "place.both", "pace.unsure", "people.unsure"),
        "Oulu",
    ),
}
"""The answers that are not the usual ones, and where to meet."""

BY_HEAD_COUNT = "people"
"""A number typed at this question is a number of people, not the place of a choice."""


def stops(who: Prospect, route: tuple[str, ...], town: str) -> Iterator[Question]:
    """Walk to the card and yield every question on the way, with the person standing at it."""
    who.commands("start")
    for question, answer, _ in walk("review", *route, **({"town": town} if town else {})):
        yield question
        for step in deeds(question, answer):
            who.does(step)


def tapped(who: Prospect, question: Question, choice: Choice) -> Conversation:
    """Return what tapping the button with the label of this choice leads to."""
    other = copy(who)
    label = who.context.speak[who.now.language](choice.label)
    other.taps(next(button.data for button in buttons(who.screen) if button.text == label))
    if question.kind is Kind.SEVERAL and choice.key == UNSURE:
        other.taps(Done(question.key))  # who writes that they do not know will tick nothing more
    return other.now


def typed(who: Prospect, words: str) -> Conversation:
    """Return what typing leads to."""
    other = copy(who)
    other.writes(words)
    return other.now


def given(conversation: Conversation) -> tuple[object, ...]:
    """What was answered, and where the person now is."""
    step = conversation.step
    chosen = {key: answer.chosen for key, answer in conversation.answers.items()}
    return chosen, step.question.key if step else None, conversation.state


@pytest.mark.parametrize("language", ["fi", "en"])
@pytest.mark.parametrize("route", ROUTES.values(), ids=ROUTES)
def test_number_and_label_do_what_the_tap_does(
    translators: Mapping[str, Translator], route: tuple[tuple[str, ...], str], language: str
) -> None:
    who = prospect(translators, language)
    seen = set()
    for question in stops(who, *route):
        seen.add(question.key)
        step = who.now.step
        assert step is not None
        if question.kind not in (Kind.ONE, Kind.SEVERAL):
            continue
        for place, choice in enumerate(step.choices, start=1):
            label = translators[language](choice.label)
            wanted = given(tapped(who, question, choice))
            assert given(typed(who, label)) == wanted, f"{label!r} at {question.key}"
            if question.key != BY_HEAD_COUNT:
                assert given(typed(who, str(place))) == wanted, f"{place} at {question.key}"
    assert {"who", "challenge", "place", "pace", "role", "way"} <= seen
