"""Which language: guessed, switched on the first screen, in the middle, and after sending; answers are kept."""

from __future__ import annotations

import pytest

from tests.e2e.house import House
from tests.e2e.phone import said

NAMES = {"fi": "Suomi", "en": "English"}
OTHER = {"fi": "en", "en": "fi"}
BOTH = pytest.mark.parametrize("language", ["fi", "en"])


@pytest.mark.parametrize(
    ("code", "language"),
    [("fi", "fi"), ("fi-FI", "fi"), ("en", "en"), ("en-GB", "en"), ("sv", "en"), ("", "en"), ("xx-yy", "en")],
)
async def test_language_is_guessed_from_telegrams_code(home: House, code: str, language: str) -> None:
    anna = await home.anna(language, code=code)
    await anna.says("/start")
    await anna.is_at("welcome.ask")
    assert NAMES[OTHER[language]] in anna.living.buttons


@BOTH
async def test_language_is_switched_on_the_first_screen_in_place(home: House, language: str) -> None:
    anna = await home.anna(OTHER[language])
    await anna.says("/start")
    before = await anna.is_at("welcome.ask")
    await anna.taps_words(NAMES[language])
    anna.language = language
    after = await anna.is_at("welcome.ask")
    assert after.message_id == before.message_id
    await anna.answers(until="who")
    await anna.is_at("who.ask")


@pytest.mark.parametrize("command", ["/language", "/kieli"])
@BOTH
async def test_language_is_switched_in_the_middle_and_answers_are_kept(
    home: House, language: str, command: str
) -> None:
    anna = await home.anna(OTHER[language])
    await anna.says("/start")
    await anna.picks("welcome.begin", "who.employee", "challenge.coping")
    await anna.says(command)
    await anna.is_at("language.ask")
    await anna.taps_words(NAMES[language])
    anna.language = language
    await anna.is_at("challenge.ask")
    assert "✓ " + anna.words("challenge.coping") in anna.living.buttons
    await anna.picks("button.done")
    await anna.answers(until="offer")
    offer = await anna.is_at("suggestion.title")
    assert anna.words("because.own") in offer.text
    await anna.answers(until="sent")
    card = await home.desk.reads("card.new", number="1")
    assert said("told.challenge.coping", "fi") in card.text


@BOTH
async def test_language_is_switched_while_a_place_is_typed_and_the_keyboard_follows(home: House, language: str) -> None:
    anna = await home.anna(OTHER[language])
    await anna.answers("who.employee", "challenge.coping", "place.on_site", until="town")
    await anna.says("/language")
    await anna.taps_words(NAMES[language])
    anna.language = language
    await anna.reads("town.ask")
    assert anna.keyboard == [anna.words("button.share_place")]
    await anna.says("Oulu")
    await anna.is_at("pace.ask")


@BOTH
async def test_language_is_switched_after_sending(home: House, language: str) -> None:
    anna = await home.anna(OTHER[language])
    await anna.leaves_request()
    await anna.says("/language")
    await anna.taps_words(NAMES[language])
    anna.language = language
    await anna.is_at("sent.title", number="1")
    await anna.says("Hello again / hei taas")
    await home.desk.reads_words("Hello again / hei taas")


async def test_link_that_names_a_language_and_a_source_starts_in_it(home: House) -> None:
    anna = await home.anna("fi", code="en")
    await anna.says("/start fi_poster-7")
    await anna.is_at("welcome.ask")
    row = await home.app.store.transaction(lambda tx: tx.chats.load(anna.chat_id))
    assert row is not None
    assert row.personal["source"] == "poster-7"
