"""The words that bring up the help: what people write in danger, and what sounds like it and is not."""

from __future__ import annotations

import pytest

from bot.nlu.crisis import urgent

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
    "pomo löi",
    "pomo hakkas mut",
    "esihenkilö hakkasi minut eilen",
    "mua lyötiin töissä",
    "tekis mieli kuolla",
    "olisinpa kuollut",
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
    "i feel like dying",
    "I wish I was dead",
    "my boss hit me",
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
    "pomo löi pöytään ja huusi",
    "asiakas löi luurin korvaan",
    "järkyttävä kiire tappaa luovuuden",
    "tarvitsemme apua yhteistyöhön",
    "kiireinen, akuutti ratkaisu tarvitaan tähän asiaan",
    "deadline is killing us",
    "we need help with cooperation",
    "it hit me that I am tired",
    "the end of the project",
    "our feedback culture is dying",
    "this hits me hard",
    "urgent matter: our team meeting",
)


@pytest.mark.parametrize("words", DANGER)
def test_words_of_danger_bring_up_the_help(words: str) -> None:
    assert urgent(words)


@pytest.mark.parametrize("words", ORDINARY)
def test_ordinary_words_do_not(words: str) -> None:
    assert not urgent(words)
