"""Every kind of message gets the right short answer, before a request and after it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from tests.e2e.house import House

POLL = {
    "id": "1",
    "question": "Which?",
    "options": [{"text": each, "voter_count": 0, "persistent_id": each} for each in ("One", "Two")],
    "total_voter_count": 0,
    "is_closed": False,
    "is_anonymous": True,
    "type": "regular",
    "allows_multiple_answers": False,
    "allows_revoting": True,
    "members_only": False,
}
KINDS: list[dict[str, Any]] = [
    {"photo": True},
    {"voice": True},
    {"sticker": True},
    {"document": True},
    {"poll": POLL},
]


@pytest.mark.parametrize("content", KINDS, ids=lambda content: next(iter(content)))
async def test_what_cannot_be_read_is_answered_and_the_question_stays(home: House, content: dict[str, Any]) -> None:
    anna = await home.anna("en")
    await anna.answers(until="who")
    await anna.sends(**content)
    screen = await anna.is_at("notice.write_it")
    assert anna.words("who.ask") in screen.text


@pytest.mark.parametrize("language", ["fi", "en"])
async def test_words_below_a_picture_choose_like_typed_ones(home: House, language: str) -> None:
    anna = await home.anna(language)
    await anna.answers(until="who")
    await anna.sends_photo(anna.words("who.group"))
    screen = await anna.is_at("notice.caption")
    assert anna.words("challenge.ask") in screen.text


async def test_words_below_a_picture_that_fit_nothing_are_answered_like_typed_ones(home: House) -> None:
    anna = await home.anna("en")
    await anna.answers(until="who")
    await anna.sends_photo("xyzzy")
    await anna.is_at("notice.not_understood")


async def test_words_below_a_picture_that_may_mean_danger_bring_help(home: House) -> None:
    anna = await home.anna("en")
    await anna.answers("who.employee", "challenge.words", until="own_words")
    await anna.sends_photo("I think about suicide because of work.")
    await anna.is_at("care.thanks")


async def test_contact_and_place_where_none_is_asked_are_not_kept(home: House) -> None:
    anna = await home.anna("en")
    await anna.answers(until="who")
    await anna.shares_contact()
    await anna.is_at("notice.no_number")
    await anna.shares_location(65.0, 25.5)
    await anna.is_at("notice.no_place")


async def test_hello_after_sending_goes_to_the_supervisor_and_asks_nothing(home: House) -> None:
    anna = await home.anna("en")
    await anna.leaves_request()
    await anna.says("hello")
    await home.desk.reads_words("hello")
    await anna.is_at("sent.title", number="1")


async def test_hello_after_the_request_is_closed_is_answered_kindly_and_goes_nowhere(home: House) -> None:
    anna = await home.anna("en")
    await anna.leaves_request()
    await home.quiet()

    def close(tx: Any) -> None:
        tx.leads.save(replace(tx.leads.load(1), status="handled"))

    await home.app.store.transaction(close)
    await anna.says("hello again")
    await anna.is_at("notice.closed", number="1")
    assert not anna.has("button.withdraw")
    assert anna.has("button.new")
    assert "hello again" not in home.desk.printed()


async def test_hello_to_a_kept_suggestion_asks_nothing_anew(home: House) -> None:
    anna = await home.anna("en")
    await anna.reaches_offer()
    await anna.picks("offer.later")
    await anna.says("hello")
    await anna.is_at("kept")
