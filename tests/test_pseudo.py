"""Every visible text comes from the catalogues, and every screen bears texts that are 40 % longer."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime

import pytest

from bot.desk.delivery.letters import whole
from bot.ops.bot_profile import menu
from bot.ops.catalogues import extract
from bot.prospect.draft import draft
from bot.prospect.features import brief
from bot.prospect.state import Conversation, State
from bot.prospect.views.screens import Standing, keyboard, screen
from bot.requests.card import card
from bot.requests.request import Status
from bot.ui.callbacks import Choose, decode
from bot.ui.render import LIMIT, Writer, length
from bot.ui.screens import Keyboard, Screen
from flows.intake import INTAKE
from tests.bot.at import steps
from tests.bot.prospects import Prospect, buttons, prospect, read
from tests.pseudo import LANGUAGE, Pseudo, pseudo, pseudo_translator

WALKS, DEEDS = 30, 80
PLAIN = re.compile(r"[A-Za-z]{2,}")

OWN = (
    *("Anna <b>", "anna_k", "Esimerkki Oy", "tietosuoja@example.fi", "Suomi", "suomi", "anna@example.org"),
    *("anna@gmial.com", "anna@gmail.com", "xyzzy", "a_bot", "https://t.me/", f"?start={LANGUAGE}_brief"),
)
"""What may stand there as it is: what was typed, names, the link."""

BABELS = {"km", "klo", "ja", "tai", "ma", "ti", "ke", "to", "pe", "la", "su"}
"""Units, times of day, days and lists as Babel writes them."""

FAR_AWAY = steps("town", "who.employee", "challenge.growth", "place.on_site")
"""Taps that lead to where "Helsinki" is typed, which is too far; by chance hardly anybody comes there."""

TYPED = ("xyzzy", "Oulu", "Kuusamo", "Helsinki", "040 123 4567", "anna@gmial.com", "anna@example.org", "12")
BESIDE = ("privacy", "help", "urgent", "language", "again", "stopped", "erase", "care:own_words", "identity:own_words")


@dataclass
class Walked:
    """What random people came to see; `questions` are the keys of those that were asked."""

    said: Pseudo = field(default_factory=Pseudo)
    screens: set[Screen] = field(default_factory=set)
    questions: set[str] = field(default_factory=set)


@pytest.fixture(name="walked", scope="module")
def _walked() -> Walked:
    walked = Walked()
    speak = {LANGUAGE: pseudo_translator(walked.said)}
    for seed in range(WALKS):
        dice = random.Random(seed)
        who = prospect(speak, LANGUAGE, desk=LANGUAGE)
        who.commands("start")
        if seed == 0:
            for deed in FAR_AWAY:
                who.does(deed)
            who.writes("Helsinki")
        for _ in range(DEEDS):
            if who.conversation is None:
                who.commands("start")
            walked.screens.update(_looks(who))
            if who.now.step is not None:
                walked.questions.add(who.now.step.question.key)
            _does_something(who, dice)
    return walked


def _does_something(who: Prospect, dice: random.Random) -> None:
    chance = dice.random()
    if chance < 0.12:
        who.writes(dice.choice(TYPED))
    elif chance < 0.15:
        who.commands(dice.choice(("help", "privacy", "cancel", "language", "delete", "start")))
    else:
        data = [button.data for button in buttons(who.screen) if button.data]
        forwards = [each for each in data if isinstance(decode(each), Choose)]
        who.taps(dice.choice(forwards if forwards and chance < 0.6 else data))


def _looks(who: Prospect) -> Iterator[Screen]:
    """Yield the screen and the reply keyboard, and of what is sent also the supervisor's side."""
    now, speak = who.now, who.view.speak[LANGUAGE]
    yield who.screen
    extra = keyboard(now, speak)
    if extra is not None:
        yield extra
    if now.state is State.SENT:
        yield from _supervisors(now, who)
        for status in Status:
            yield screen(now, replace(who.view, standing=Standing(status, datetime(2026, 12, 1, tzinfo=UTC).date())))
        for told in (False, True):
            yield Screen(brief.text(now.answers, Writer(speak), "a_bot", told=told))


def _supervisors(now: Conversation, who: Prospect) -> Iterator[Screen]:
    speak = who.view.speak
    lead = replace(draft(now), number=7, agreed_at=datetime(2026, 11, 22, 9, tzinfo=UTC))
    yield card(lead, speak[LANGUAGE], speak, repeated=True)
    yield from map(Screen, whole(lead, speak[LANGUAGE], speak))


def visible(shown: Screen) -> str:
    """Return everything that is read on a screen."""
    keys = [key.text for row in shown.keyboard.rows for key in row] if isinstance(shown.keyboard, Keyboard) else []
    placeholder = shown.keyboard.placeholder if shown.keyboard else ""
    return "\n".join((read(shown.html), *(button.text for button in buttons(shown)), *keys, placeholder))


def plain(text: str, towns: frozenset[str]) -> list[str]:
    """Return the words that never came from a catalogue."""
    text = text.replace("\N{WORD JOINER}", "")  # keeps an address that was typed from becoming a link
    text = re.sub(r"\w+…", " ", text)  # what was typed, cut short
    for own in sorted((*OWN, *towns), key=len, reverse=True):
        text = text.replace(own, " ")
    return [word for word in PLAIN.findall(text) if word not in BABELS]


@pytest.fixture(name="towns", scope="module")
def _towns() -> frozenset[str]:
    from flows.places import load

    return frozenset(name for each in load().municipalities for name in (each.name_fi, each.name_sv) if name)


def test_walk_sees_every_question_and_most_sentences(walked: Walked) -> None:
    prospects = [
        message.context or ""
        for message in extract()
        if message.id and (message.context or "").split(".")[0] in {key.key for key in INTAKE.questions} | {"because"}
    ]

    assert walked.questions == {question.key for question in INTAKE.questions}
    assert len(walked.said.said.intersection(prospects)) > 0.8 * len(prospects)


def test_every_visible_text_comes_from_the_catalogues(walked: Walked, towns: frozenset[str]) -> None:
    found = {word for shown in walked.screens for word in plain(visible(shown), towns)}

    assert not found, sorted(found)


def test_every_screen_bears_longer_texts(walked: Walked) -> None:
    longest = max(walked.screens, key=lambda shown: length(read(shown.html)))

    assert length(read(longest.html)) <= LIMIT, read(longest.html)


@pytest.mark.parametrize("beside", BESIDE)
def test_screens_beside_the_questions_bear_longer_texts_and_come_from_the_catalogues(
    beside: str, towns: frozenset[str]
) -> None:
    who = prospect({LANGUAGE: pseudo_translator(Pseudo())}, LANGUAGE, desk=LANGUAGE)
    who.commands("start")
    who.conversation = replace(who.now, beside=beside)
    text = visible(who.screen)

    assert length(read(who.screen.html)) <= LIMIT
    assert plain(text, towns) == []


def test_menu_comes_from_the_catalogues() -> None:
    assert all(not PLAIN.search(what) for _, what in menu(LANGUAGE, pseudo_translator(Pseudo())))


def test_plain_english_would_be_found() -> None:
    assert plain(pseudo("Hello {name}").format(name="Anna <b>") + " World", frozenset()) == ["World"]
    assert len(pseudo("Hello {name}, welcome")) >= 1.4 * len("Hello {name}, welcome") - len("{name}")
