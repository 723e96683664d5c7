"""Not understood twice at one question: examples, and two ways past it."""

from __future__ import annotations

import pytest

from tests.e2e.house import House

BOTH = pytest.mark.parametrize("language", ["fi", "en"])


@BOTH
async def test_second_miss_brings_examples_and_the_supervisor_may_ask(home: House, language: str) -> None:
    anna = await home.anna(language)
    await anna.answers(until="who")
    await anna.says("xyzzy")
    await anna.is_at("notice.not_understood")
    assert not anna.has("button.to_ask")
    await anna.says("plugh")
    screen = await anna.is_at("notice.not_understood")
    assert anna.words("who.self") in screen.text
    assert anna.has("choice.skip")
    await anna.picks("button.to_ask")
    await anna.is_at("challenge.ask")
    await anna.answers("challenge.coping", "role.participant", until="sent")
    card = await home.desk.reads("card.new", number="1")
    assert home.desk.words("card.open", questions=home.desk.words("who.name")) in card.text


async def test_place_can_be_skipped_after_two_misses(home: House) -> None:
    anna = await home.anna("en")
    await anna.answers("who.employee", "challenge.coping", "place.on_site", until="town")
    for words in ("qwrtpsdf", "zxcvbnmk"):
        await anna.says(words)
    await anna.is_at("stuck.town")
    await anna.picks("choice.skip")
    await anna.is_at("pace.ask")


async def test_number_that_is_wrong_twice_gets_examples_and_no_way_past(home: House) -> None:
    anna = await home.anna("en")
    await anna.reaches_way()
    await anna.answers("way.phone", until="phone")
    for words in ("12", "13"):
        await anna.says(words)
    await anna.is_at("stuck.phone")
    assert not anna.has("button.to_ask")
    await anna.says("040 123 4567")
    await anna.is_at("review.ask")


async def test_misses_are_forgotten_once_an_answer_is_understood(home: House) -> None:
    anna = await home.anna("en")
    await anna.answers(until="who")
    await anna.says("xyzzy")
    await anna.says("a group")
    await anna.picks("button.misread")
    await anna.says("plugh")
    await anna.is_at("notice.not_understood")
    assert not anna.has("button.to_ask")


async def test_what_becomes_of_typed_words_is_counted_by_question(home: House) -> None:
    anna = await home.anna("fi")
    await anna.answers("who.group", until="together")
    await anna.says("qwrtpsdf")
    await anna.says("yhdessä vai yksin")
    await anna.says("yhdessä")
    await home.quiet()
    days = await home.app.store.transaction(lambda tx: tx.counters.between("0000-00-00", "9999-12-31"))
    counted = {day.name: day.n for day in days if day.name.startswith("typed.together.")}
    assert counted == {"typed.together.missed": 1, "typed.together.asked": 1, "typed.together.taken": 1}
