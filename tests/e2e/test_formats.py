"""Each of the twelve formats, and "to be discussed", comes out for somebody and ends as a card."""

from __future__ import annotations

import pytest

from flows.formats import FORMATS
from tests.e2e.house import House
from tests.e2e.phone import said

DONE = "button.done"
UNSURE = "choice.unsure"
TELEGRAM_REST = ("place.remote", "pace.longer", "offer.contact")

WAYS: dict[str, tuple[str, ...]] = {
    "individual": ("who.employee", "challenge.growth", DONE, "company.own", *TELEGRAM_REST),
    "pair": ("who.pair", "challenge.cooperation", DONE, "together.together", *TELEGRAM_REST),
    "group": ("who.group", "challenge.coping", DONE, "together.together", *TELEGRAM_REST, "people.few"),
    "community": ("who.community", "challenge.cooperation", DONE, *TELEGRAM_REST, "people.eleven_twenty"),
    "managers": ("who.managers", "challenge.growth", DONE, "together.together", *TELEGRAM_REST, UNSURE),
    "leadership": ("who.leadership", "challenge.cooperation", DONE, "together.together", *TELEGRAM_REST, "people.few"),
    "crisis": ("who.employee", "challenge.crisis", DONE, "company.own", "place.remote", "offer.contact"),
    "case": ("who.group", "challenge.cases", DONE, "together.together", *TELEGRAM_REST, "people.few"),
    "case_workability": (
        *("who.managers", "challenge.work_ability", DONE, "together.together"),
        *(*TELEGRAM_REST, "people.over_twenty"),
    ),
    "new_managers": ("who.managers", "challenge.new_role", DONE, "together.together", *TELEGRAM_REST, UNSURE),
    "combination": ("who.group", "challenge.growth", DONE, "together.alternately", *TELEGRAM_REST, "choice.skip"),
    "short": (
        *("who.employee", "challenge.single_matter", DONE, "company.own", "place.any"),
        *("pace.few", "offer.contact"),
    ),
    "discuss": (UNSURE, UNSURE, UNSURE, "place.any", UNSURE, "offer.contact", UNSURE),
}


def test_every_format_has_a_way_here() -> None:
    assert set(WAYS) == set(FORMATS)


@pytest.mark.parametrize("language", ["fi", "en"])
@pytest.mark.parametrize("key", FORMATS)
async def test_format_is_suggested_and_ends_as_a_card(home: House, key: str, language: str) -> None:
    anna = await home.anna(language)
    await anna.says("/start")
    await anna.picks("welcome.begin", *WAYS[key])
    offer = await anna.reads("suggestion.title")
    assert anna.words(f"format.{key}") in offer.text.splitlines()[1]
    assert anna.words(f"format.{key}.what") in offer.text
    await anna.picks("role.orderer", "way.telegram")
    await anna.picks("review.send")
    card = await home.desk.reads("card.new", number="1")
    assert said("card.suggested", "fi", format=said(f"format.{key}", "fi")) in card.text
    assert (said("card.crisis", "fi") in card.text) == (key == "crisis")
