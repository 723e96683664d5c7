"""Somebody tells what it is about while being asked who takes part: nothing of it is lost or asked again."""

from __future__ import annotations

import pytest

from tests.e2e.house import House

TOLD = pytest.mark.parametrize(
    ("language", "words"),
    [
        ("fi", "palaverit on kireitä ja kaikki on ihan uupuneita"),
        ("en", "meetings are tense and the work is exhausting"),
    ],
)
BOTH_TOLD = pytest.mark.parametrize(
    ("language", "words"),
    [
        ("fi", "kuuden hengen tiimi, kaikki ihan uupuneita"),
        ("fi", "meitä on kuuden hengen tiimi, ja viime syksyn jälkeen kaikki ihan uupuneita"),
        ("en", "a group of six people, exhausted by work"),
    ],
)


@TOLD
async def test_challenge_told_too_early_is_kept_and_ticked_when_its_turn_comes(
    home: House, language: str, words: str
) -> None:
    anna = await home.anna(language)
    await anna.answers(until="who")
    await anna.says(words)
    await anna.is_at("notice.kept_ahead")
    await anna.answers("who.group", until="challenge")
    screen = await anna.is_at("challenge.ask")
    assert f"✓ {anna.words('challenge.coping')}" in screen.buttons
    await anna.picks("button.done")
    await anna.answers("people.few", "role.participant", until="sent")
    card = await home.desk.reads("card.new", number="1")
    assert words in card.text


@BOTH_TOLD
async def test_who_and_what_in_one_sentence_are_both_understood(home: House, language: str, words: str) -> None:
    anna = await home.anna(language)
    await anna.answers(until="who")
    await anna.says(words)
    screen = await anna.is_at("challenge.ask")
    understood = (anna.words("who.group"), anna.words("notice.people", n=6), anna.words("challenge.coping"))
    assert " · ".join(understood) in screen.text
    assert f"✓ {anna.words('challenge.coping')}" in screen.buttons


@pytest.mark.parametrize(
    "words", ["En jaksa enää elää, olen ihan uupunut.", "Uupunut alaiseni on 131052-308T nimeltään."]
)
async def test_words_of_danger_or_an_identity_code_are_not_kept_ahead(home: House, words: str) -> None:
    anna = await home.anna("fi")
    await anna.answers(until="who")
    await anna.says(words)
    row = await home.app.store.transaction(lambda tx: tx.chats.load(anna.chat_id))
    assert row is not None
    assert "own_words" not in row.personal["answers"]
