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
    await anna.reaches_review()
    await anna.picks("button.add", "button.name")
    await anna.shares_contact()
    await anna.is_at("notice.no_number")
    await anna.shares_location(65.0, 25.5)
    await anna.is_at("notice.no_place")


@pytest.mark.parametrize(
    "at", ["who", "challenge", "company", "town", "pace", "way", "email", "review", "message", "words"]
)
async def test_own_contact_shared_counts_as_the_number_typed(home: House, at: str) -> None:
    ways = {
        **dict.fromkeys(("way",), ()),
        "email": ("way.email",),
        "review": ("way.telegram",),
        "message": ("way.telegram", "button.add", "button.message"),
    }
    need = {
        "who": (),
        "challenge": ("who.employee",),
        "words": ("who.employee", "challenge.words", "button.done"),
        "company": ("who.employee", "challenge.coping", "button.done"),
        "town": ("who.employee", "challenge.coping", "button.done", "company.own", "place.on_site"),
        "pace": ("who.employee", "challenge.coping", "button.done", "company.own", "place.remote"),
    }
    screens = []
    for share in (True, False):
        anna = await home.anna("fi")
        home.telegram.model.people[anna.user_id].phone = "358401234567"
        if at in need:
            await anna.says("/start")
            await anna.picks("welcome.begin", *need[at])
        else:
            await anna.reaches_way()
            await anna.picks(*ways[at])
        await (anna.shares_contact() if share else anna.says("+358401234567"))
        await home.quiet()
        screens.append(anna.screen.text)
    assert screens[0] == screens[1]


@pytest.mark.parametrize("at", ["who", "way"])
async def test_somebody_elses_contact_is_not_taken_where_a_number_would_be(home: House, at: str) -> None:
    anna = await home.anna("fi")
    if at == "way":
        await anna.reaches_way()
    else:
        await anna.says("/start")
        await anna.picks("welcome.begin")
    await anna.shares_contact(phone_number="+358509998887", first_name="Pomo", user_id=999)
    await anna.is_at("notice.not_your_number")


async def test_contact_shared_before_the_beginning_is_used_when_it_may_be_as_a_number_is(home: House) -> None:
    anna = await home.anna("fi")
    await anna.says("/start")
    await anna.shares_contact()
    await anna.is_at("first.ask")
    await anna.picks("button.first.yes")
    await anna.is_at("review.ask")


async def test_place_shared_at_remotely_or_on_site_is_on_site_there(home: House) -> None:
    anna = await home.anna("fi")
    await anna.says("/start")
    await anna.picks("welcome.begin", "who.employee", "challenge.coping", "button.done", "company.own")
    await anna.is_at("place.ask")
    await anna.shares_location(65.01, 25.47)
    await anna.is_at("notice.town.near")
    await anna.taps_words("Oulu")
    await anna.is_at("pace.ask")


async def test_another_place_shared_where_one_is_too_far_is_asked_about(home: House) -> None:
    anna = await home.anna("fi")
    await anna.says("/start")
    await anna.picks("welcome.begin", "who.employee", "challenge.coping", "button.done", "company.own", "place.on_site")
    await anna.says("Helsinki")
    await anna.is_at("far.ask")
    await anna.shares_location(65.01, 25.47)
    await anna.is_at("notice.town.near")
    await anna.taps_words("Oulu")
    await anna.is_at("pace.ask")


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
    screen = await anna.is_at("notice.closed", number="1")
    assert anna.words("sent.closed") not in screen.text  # it would say the same again
    assert not anna.has("button.withdraw")
    assert anna.has("button.new")
    assert "hello again" not in home.desk.printed()


async def test_hello_to_a_kept_suggestion_asks_nothing_again(home: House) -> None:
    anna = await home.anna("en")
    await anna.reaches_offer()
    await anna.picks("offer.later")
    await anna.says("hello")
    await anna.is_at("notice.go_on")
