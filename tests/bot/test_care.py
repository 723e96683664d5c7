"""The words that bring up the help: what people write in danger, and what sounds like it and is not."""

from __future__ import annotations

import pytest

from bot.prospect.care import urgent

DANGER = (
    "haluan kuolla",
    "mä haluun vaan kuolla",
    "en jaksa elää",
    "En jaksa enää elää.",
    "en halua enää olla olemassa",
    "tapan itseni",
    "olisi parempi kuolla",
    "asiakas uhkaa mua puukolla",
    "pomo löi mua",
    "asiakkaamme teki itsemurhan eilen",
    "apua",
    "AKUUTTI!",
    "Tilanne on akuutti",
    "I want to die",
    "I feel like ending it all",
    "I can't go on",
    "my colleague killed herself yesterday",
    "a client threatened me with a knife",
    "someone attacked me at work",
    "help!",
    "jag vill dö",
)
ORDINARY = (
    "tappavan tylsiä palavereita",
    "työ uuvuttaa eikä kukaan auta",
    "apua esihenkilötyöhön",
    "en jaksa enää näitä palavereja",
    "haluan kuulla muiden näkemyksiä",
    "projekti on kuollut",
    "tarvitsemme apua yhteistyöhön",
    "kiireinen, akuutti ratkaisu tarvitaan tähän asiaan",
    "deadline is killing us",
    "we need help with cooperation",
    "it hit me that I am tired",
    "the end of the project",
    "urgent matter: our team meeting",
)


@pytest.mark.parametrize("words", DANGER)
def test_words_of_danger_bring_up_the_help(words: str) -> None:
    assert urgent(words)


@pytest.mark.parametrize("words", ORDINARY)
def test_ordinary_words_do_not(words: str) -> None:
    assert not urgent(words)
