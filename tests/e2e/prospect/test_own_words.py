"""Long own words in several messages are gathered until they are done."""

from __future__ import annotations

import pytest

from tests.e2e.house import House
from tests.e2e.phone import Phone

BOTH = pytest.mark.parametrize("language", ["fi", "en"])


async def asked_for_words(home: House, language: str) -> Phone:
    """Somebody who is asked for their own words."""
    anna = await home.anna(language)
    await anna.answers("who.employee", "challenge.words", until="own_words")
    return anna


@BOTH
async def test_tick_for_own_words_says_where_to_write_them(home: House, language: str) -> None:
    anna = await home.anna(language)
    await anna.says("/start")
    await anna.picks("welcome.begin", "who.employee", "challenge.words")
    await anna.is_at("notice.write_here")
    await anna.says("The parking places are on my mind.")
    screen = await anna.is_at("notice.kept_words")
    assert anna.words("notice.write_here") not in screen.text
    await anna.picks("challenge.growth", "button.done")
    await anna.is_at("company.ask")


@BOTH
async def test_messages_are_put_together_until_done(home: House, language: str) -> None:
    anna = await asked_for_words(home, language)
    await anna.says("First this.")
    await anna.is_at("notice.gathered")
    await anna.says("Then that.")
    assert "First this.\nThen that." in (await anna.is_at("own_words.ask")).text
    await anna.picks("button.done")
    await anna.answers(until="sent")
    card = await home.desk.reads("card.new", number="1")
    assert "First this.\nThen that." in card.text


async def test_words_can_be_rewritten(home: House) -> None:
    anna = await asked_for_words(home, "en")
    await anna.says("First this.")
    await anna.picks("button.anew")
    assert "First this." not in (await anna.is_at("own_words.ask")).text
    await anna.says("Only this.")
    await anna.picks("button.done")
    await anna.answers(until="sent")
    card = await home.desk.reads("card.new", number="1")
    assert "Only this." in card.text
    assert "First" not in card.text


@pytest.mark.parametrize("done", [False, True])
async def test_edited_message_replaces_only_its_own_part(home: House, done: bool) -> None:
    anna = await asked_for_words(home, "en")
    await anna.says("First this.")
    second = await anna.says("Then thta.")
    if done:
        await anna.picks("button.done")
    await anna.edits(second, "Then that.")
    await anna.is_at("notice.edit_taken")
    if done:
        await anna.is_at("company.ask")
    else:
        await anna.picks("button.done")
    await anna.answers(until="sent")
    card = await home.desk.reads("card.new", number="1")
    assert "First this.\nThen that.\n" in card.text


async def test_two_full_messages_fit_and_more_is_refused_without_losing_them(home: House) -> None:
    anna = await asked_for_words(home, "en")
    await anna.says("a" * 4000)
    await anna.says("b" * 4000)
    await anna.is_at("notice.gathered")
    await anna.says("c" * 300)
    await anna.is_at("notice.too_long", n=8302, limit=8192)
    await anna.picks("button.done")
    await anna.is_at("company.ask")


@BOTH
async def test_message_to_the_supervisor_is_gathered_too(home: House, language: str) -> None:
    anna = await home.anna(language)
    await anna.reaches_review()
    await anna.picks("button.add", "button.message")
    await anna.says("One.")
    await anna.says("Two.")
    await anna.picks("button.done")
    assert "One. Two." in (await anna.is_at("review.ask")).text
    await anna.picks("button.card")
    await anna.quiet()
    assert "One.\nTwo." in anna.living.text


async def test_edit_of_words_written_at_the_card_replaces_them(home: House) -> None:
    anna = await home.anna("en")
    await anna.reaches_review()
    message = await anna.says("Please call on Mondya.")
    await anna.is_at("notice.message_added")
    await anna.edits(message, "Please call on Monday.")
    review = await anna.is_at("review.ask")
    assert "Monday" in review.text
    assert "Mondya" not in review.text
