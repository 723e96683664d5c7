"""Somebody who prefers not to leave a request keeps the suggestion and can come back to it."""

from __future__ import annotations

import pytest

from tests.e2e.house import House

BOTH = pytest.mark.parametrize("language", ["fi", "en"])


@BOTH
async def test_suggestion_is_kept_and_nothing_is_sent(home: House, language: str) -> None:
    anna = await home.anna(language)
    offer = await anna.reaches_offer()
    await anna.picks("offer.later")
    kept = await anna.is_at("kept", n=7, format=anna.words("format.individual"))
    assert offer.text.split("\n\n")[1] not in kept.text
    await anna.picks("button.suggestion")
    assert (await anna.is_at("suggestion.title")).text == offer.text
    await home.quiet()
    assert home.desk.messages == []
    assert await home.app.store.transaction(lambda tx: tx.leads.count()) == 0


@BOTH
async def test_suggestion_is_there_after_a_restart_and_becomes_a_request(home: House, language: str) -> None:
    anna = await home.anna(language)
    await anna.reaches_offer()
    await anna.picks("offer.later")
    await home.quiet()
    await home.restarts()
    await anna.says("/start")
    await anna.is_at("kept", n=7, format=anna.words("format.individual"))
    await anna.answers(until="sent")
    await anna.is_at("sent.title", number="1")
    await home.quiet()
    assert len(home.cards) == 1


async def test_kept_suggestion_changes_with_an_answer(home: House) -> None:
    anna = await home.anna("fi")
    await anna.reaches_offer()
    await anna.picks(
        "offer.later",
        "button.suggestion",
        "button.changes",
        "button.change",
        "who.name",
        "who.pair",
        "together.together",
    )
    await anna.is_at("suggestion.title")
    assert anna.words("format.pair") in anna.living.text


async def test_leaving_the_list_of_changes_leads_back_to_the_suggestion(home: House) -> None:
    anna = await home.anna("fi")
    await anna.reaches_offer()
    await anna.picks("offer.later", "button.suggestion", "button.changes", "button.change", "button.back")
    await anna.is_at("suggestion.title")
    await anna.answers(until="role")
    await anna.is_at("role.ask")


async def test_kept_suggestion_can_be_left_for_a_new_beginning(home: House) -> None:
    anna = await home.anna("fi")
    await anna.reaches_offer()
    await anna.picks("offer.later", "button.again")
    await anna.is_at("welcome.ask")


@pytest.mark.parametrize(("language", "words"), [("fi", "kiitos!"), ("en", "thanks, I will think about it")])
async def test_whatever_is_written_to_a_kept_suggestion_keeps_it_at_hand(
    home: House, language: str, words: str
) -> None:
    anna = await home.anna(language)
    await anna.reaches_offer()
    await anna.picks("offer.later")
    await anna.says(words)
    assert anna.words("offer.contact") in (await anna.is_at("notice.go_on")).buttons
    await home.quiet()
    assert home.desk.messages == []
