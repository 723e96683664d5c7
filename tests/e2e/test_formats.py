"""Each of the twelve formats, and "to be discussed", comes out for somebody and ends as a card."""

from __future__ import annotations

import pytest

from flows.formats import FORMATS
from tests.e2e.house import House
from tests.e2e.phone import said

WAYS: dict[str, tuple[str, ...]] = {
    "individual": ("who.employee", "challenge.growth"),
    "pair": ("who.pair", "challenge.cooperation"),
    "group": ("who.group", "challenge.coping", "people.few"),
    "community": ("who.community", "challenge.cooperation", "people.eleven_twenty"),
    "managers": ("who.managers", "challenge.growth"),
    "leadership": ("who.leadership", "challenge.cooperation", "people.few"),
    "crisis": ("who.employee", "challenge.crisis"),
    "case": ("who.group", "challenge.cases", "people.few"),
    "case_workability": ("who.managers", "challenge.work_ability", "people.over_twenty"),
    "new_managers": ("who.managers", "challenge.new_role", "people.unsure"),
    "combination": ("who.group", "challenge.growth", "together.alternately"),
    "short": ("who.employee", "challenge.single_matter", "place.any", "pace.few"),
    "discuss": ("who.unsure", "challenge.unsure", "together.unsure", "place.any", "pace.unsure", "people.unsure"),
}
"""The answers that decide, and how many take part; the usual ones to the rest."""


def test_every_format_has_a_way_here() -> None:
    assert set(WAYS) == set(FORMATS)


@pytest.mark.parametrize("language", ["fi", "en"])
@pytest.mark.parametrize("key", FORMATS)
async def test_format_is_suggested_and_ends_as_a_card(home: House, key: str, language: str) -> None:
    anna = await home.anna(language)
    await anna.answers(*(each for each in WAYS[key] if not each.startswith("people.")), until="offer")
    offer = await anna.reads("suggestion.title")
    assert f"{anna.words('suggestion.title')} {anna.words(f'format.{key}')}" in offer.text
    assert anna.words(f"format.{key}.what") in offer.text
    await anna.answers(*(each for each in WAYS[key] if each.startswith("people.")), "role.orderer", until="sent")
    card = await home.desk.reads("card.new", number="1")
    assert said("card.suggested", "fi", format=said(f"format.{key}", "fi")) in card.text
    assert (said("card.crisis", "fi") in card.text) == (key == "crisis")
