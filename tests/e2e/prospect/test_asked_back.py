"""A long sentence of which little is understood: asked back before it is taken, and "yes" is an answer."""

from __future__ import annotations

import pytest

from tests.e2e.house import House

LONG = pytest.mark.parametrize(
    ("language", "words", "key", "yes"),
    [
        (
            "fi",
            "Oon tiimiesimies pankissa taulukoiden raporttien budjettien ja kahvikuppien ympäröimänä",
            "who.manager",
            "joo",
        ),
        ("en", "I lead the accounts section and my evenings belong to spreadsheets", "who.manager", "yes"),
    ],
)


@LONG
async def test_little_understood_of_a_long_sentence_is_asked_back_and_yes_takes_it(
    home: House, language: str, words: str, key: str, yes: str
) -> None:
    anna = await home.anna(language)
    await anna.answers(until="who")
    await anna.says(words)
    asked = await anna.is_at("who.ask")
    assert anna.words("notice.perhaps", choices=anna.words(key)) in asked.text
    await anna.says(yes)
    await anna.is_at("challenge.ask")
    await anna.picks("button.misread")
    assert f"✓ {anna.words(key)}" in (await anna.is_at("who.ask")).buttons


async def test_yes_to_no_question_is_not_understood(home: House) -> None:
    anna = await home.anna("en")
    await anna.answers(until="who")
    await anna.says("yes")
    await anna.is_at("notice.not_understood")
