""" "Ask about ...": what people ask first, answered in the supervisor's own words as they are now, or sent along."""

from __future__ import annotations

import pytest

from bot.requests.profile import FIELDS, NO_PROFILE, Profile, keep, read
from bot.requests.questions import QUESTIONS
from tests.e2e.house import House
from tests.e2e.phone import said

FULL = Profile({key: {of.languages[0]: f"Sanat: {key}"} for key, of in FIELDS.items()})
"""Everything is written, in Finnish only."""


async def writes(home: House, profile: Profile) -> None:
    """The supervisor's profile is this from now on."""
    await home.quiet()
    await home.app.store.transaction(lambda tx: keep(tx, profile))


@pytest.mark.parametrize("key", QUESTIONS)
async def test_question_is_answered_in_the_supervisors_words_marked_for_readers_of_english(
    home: House, key: str
) -> None:
    await writes(home, FULL)
    for language, mark in (("fi", ""), ("en", " (in Finnish)")):
        reader = await home.anna(language, first_name=language, username=language)
        await reader.says("/start")
        await reader.picks("button.ask", QUESTIONS[key].label.context)
        shown = await reader.is_at(QUESTIONS[key].ask.context)
        for field in QUESTIONS[key].fields:
            assert f"Sanat: {field}{'' if FIELDS[field].plain else mark}" in shown.text
        await reader.picks("button.ask.others")
        await reader.is_at("ask.title")
        await reader.picks("button.back")
        await reader.is_at("welcome.ask")


@pytest.mark.parametrize("key", [key for key, question in QUESTIONS.items() if question.fields])
async def test_question_without_words_says_so_and_goes_along_once(home: House, key: str) -> None:
    anna = await home.anna("fi")
    await anna.reaches_offer()
    await anna.picks("button.ask", f"ask.{key}")
    await anna.reads("ask.not_said" if QUESTIONS[key].facts else "ask.nothing_said")
    await anna.picks("button.ask.along")
    await anna.is_at("notice.goes_along")
    assert not anna.has("button.ask.along")
    await anna.picks("button.back")
    await anna.answers(until="sent")

    await home.quiet()
    asked = f"{said('card.asked', 'fi')}\n{said(f'ask.{key}.ask', 'fi')}"
    assert home.cards[-1].count(said(f"ask.{key}.ask", "fi")) == 1
    assert asked in home.cards[-1]


async def test_question_asked_after_sending_is_on_the_card_and_told_below_it(home: House) -> None:
    anna = await home.anna("en")
    await anna.leaves_request()
    await anna.picks("button.ask", "ask.price", "button.ask.along")
    await anna.is_at("notice.asked_now")
    assert not anna.has("button.ask.along")
    told = await home.desk.reads("desk.asks", number="1", question=said("ask.price.ask", "fi"))
    assert "What does it cost?" in home.cards[-1]

    await home.desk.says("Sata euroa", reply_to=told)
    await anna.reads_words("Sata euroa")


async def test_blocked_person_is_told_that_the_question_was_not_passed_on(home: House) -> None:
    anna = await home.anna("fi")
    await anna.leaves_request()
    await home.desk.picks("button.lead.more", "button.lead.block")
    await home.desk.reads("block.ask", number="1")
    await home.desk.picks("button.lead.block")
    await anna.picks("button.ask", "ask.price", "button.ask.along")
    await anna.reads("notice.blocked")
    assert said("ask.price.ask", "fi") not in home.cards[-1]


async def test_typed_questions_are_answered_in_the_same_words(home: House) -> None:
    await writes(home, FULL)
    anna = await home.anna("fi")
    await anna.answers(until="place")
    await anna.says("paljonko tämä maksaa?")
    shown = await anna.is_at("place.ask")
    assert "Sanat: price" in shown.text
    await anna.says("milloin voisi aloittaa?")
    shown = await anna.is_at("place.ask")
    assert "Vastausaika: Sanat: answers" in shown.text
    await anna.says("kuka sinä olet?")
    shown = await anna.is_at("place.ask")
    assert all(words in shown.text for words in (anna.words("asked.who"), "Sanat: name", "Sanat: background"))

    await anna.answers(until="sent")
    await home.quiet()
    assert "milloin voisi aloittaa?" in home.cards[-1]
    assert "paljonko" not in home.cards[-1]  # it was answered


async def test_question_typed_beside_an_answer_is_answered_in_the_same_words(home: House) -> None:
    await writes(home, FULL)
    anna = await home.anna("fi")
    await anna.answers(until="place")
    await anna.says("etänä, paljonko tämä maksaa?")
    shown = await anna.is_at("pace.ask")
    assert "Sanat: price" in shown.text


async def test_typed_question_without_words_is_answered_as_before_and_goes_along(home: House) -> None:
    anna = await home.anna("fi")
    await anna.answers(until="place")
    await anna.says("paljonko tämä maksaa?")
    await anna.reads("asked.price")
    await anna.answers(until="sent")
    await home.quiet()
    assert "paljonko tämä maksaa?" in home.cards[-1]


async def test_profile_shows_at_the_start_in_the_suggestion_and_after_sending_at_once(home: House) -> None:
    anna = await home.anna("fi")
    await anna.says("/start")
    await anna.is_at("welcome.ask")
    assert "Sanat: name" not in anna.living.text
    await writes(home, FULL)
    await anna.says("/start")
    assert (await anna.is_at("welcome.ask")).text.startswith("Sanat: name")
    await anna.answers(until="offer")
    await anna.is_at("suggestion.whose", name="Sanat: name")
    await anna.answers(until="sent")
    await anna.is_at("sent.next.usually", words="Sanat: answers")

    await writes(home, NO_PROFILE)
    await anna.picks("button.ask", "button.back")
    await anna.is_at("sent.next")


async def test_summary_to_share_tells_of_the_supervisor_and_leaves_the_price_no_longer_open(home: House) -> None:
    anna = await home.anna("fi")
    await anna.reaches_offer()
    for profile, there in ((NO_PROFILE, False), (FULL, True)):
        await writes(home, profile)
        await home.passes(60)
        if there:
            await anna.picks("button.suggestion")
        await anna.picks("button.ask", "button.brief")
        await anna.taps_words("Suomi")
        brief = await anna.reads_words(said("brief.title", "fi"))
        assert ("Hinta: Sanat: price" in brief.text) is there
        assert (said("agree.price", "fi") in brief.text) is not there


async def test_supervisor_who_plays_a_client_reads_the_own_words(home: House) -> None:
    await writes(home, FULL)
    await home.desk.says("/kokeile")
    await home.desk.picks("button.ask", "ask.price")
    await home.desk.reads_words("Sanat: price")


async def test_erasure_takes_the_question_along_and_leaves_the_profile(home: House) -> None:
    await writes(home, FULL)
    anna = await home.anna("fi")
    await anna.leaves_request()
    await anna.picks("button.ask", "ask.orders", "button.ask.along")
    await home.desk.reads("desk.asks", number="1", question=said("ask.orders.ask", "fi"))
    await anna.says("/poista")
    await anna.picks("button.erase")
    await home.quiet()
    assert not any(said("ask.orders.ask", "fi") in screen.text for screen in home.desk.screens)
    assert await home.app.store.transaction(read) == FULL
