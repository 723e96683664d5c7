"""The card on a phone: at most 900 characters before folding, what matters first, four buttons."""

from __future__ import annotations

import html
import re
from collections.abc import Mapping
from dataclasses import replace

import pytest

from bot.requests.card import Beside, card
from bot.ui.i18n import Translator
from flows.formats import FORMATS
from tests.bot.test_card import EVERYTHING, lead
from tests.flows.routes import given, need_routes

BUDGET = 900
FOLDED_SHOWS = 126
"""Characters that Telegram shows of a folded quotation: three lines on a phone of 390 pixels."""

FULLEST = {
    **EVERYTHING,
    "own_words": "w" * 800,
    "message": "m" * 800,
    "organisation": "Kajaanin kaupunki, sivistystoimiala",
}


def before_folding(markup: str) -> str:
    """What of a card is seen before anything is unfolded."""
    cut = re.sub(r"<blockquote expandable>(.*?)</blockquote>", lambda m: m[1][:FOLDED_SHOWS], markup, flags=re.DOTALL)
    return html.unescape(re.sub(r"<[^>]*>", "", cut))


@pytest.mark.parametrize("language", ["fi", "en"])
def test_fullest_card_is_within_its_budget(translators: Mapping[str, Translator], language: str) -> None:
    speak = translators[language]
    for way in ({"way": "email"}, {"way": "telegram"}):
        answers = {key: value for key, value in {**FULLEST, **way}.items() if way["way"] == key or key != "email"}
        if way["way"] == "email":
            answers = {**answers, "email": "anna@example.org"}
        shown = card(lead(given(**answers), name="Maria-Margareta Virtanen"), speak, translators, beside=Beside())
        seen = before_folding(shown.html)
        assert len(seen) <= BUDGET, f"{len(seen)}:\n{seen}"


@pytest.mark.parametrize("language", ["fi", "en"])
def test_every_route_is_within_the_budget_with_name_form_and_haste_on_the_first_lines(
    translators: Mapping[str, Translator], language: str
) -> None:
    speak = translators[language]
    for answers in need_routes()[::7]:
        one = lead(answers, name="Anna")
        seen = before_folding(card(one, speak, translators).html)
        assert len(seen) <= BUDGET
        first = seen.split("\n")[:5]
        assert "Anna" in first
        assert any(speak(FORMATS[one.format].name) in line for line in first)
        if one.format == "crisis":
            assert first[0].isupper() or first[0].split(".")[0].isupper()


def test_card_has_four_buttons_and_the_rest_behind_more(translators: Mapping[str, Translator]) -> None:
    answers = given(who="employee", challenge="coping", offer="contact", way="telegram")
    for status in ("new", "taken", "answered"):
        shown = card(replace(lead(answers), status=status), translators["fi"], translators)
        assert [len(row) for row in shown.rows] == [2, 2]
        more = card(replace(lead(answers), status=status), translators["fi"], translators, more=True)
        assert len(more.rows) > 3
