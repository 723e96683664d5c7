"""What was misread is put right: by the button beside what was understood, or by "no, X" at the next question."""

from __future__ import annotations

import pytest

from tests.e2e.house import House

SAID = pytest.mark.parametrize(("language", "words"), [("fi", "etänä"), ("en", "remotely")])
CORRECTED = pytest.mark.parametrize(
    ("language", "before", "words", "right"),
    [
        ("fi", "etänä", "ei kun paikan päällä", "place.on_site"),
        ("fi", "etänä", "ei vaan molempia", "place.both"),
        ("fi", "molempia", "ei ku etänä", "place.remote"),
        ("en", "remotely", "no, on site", "place.on_site"),
        ("en", "remotely", "no wait, both", "place.both"),
        ("en", "", "no, on site", "place.on_site"),
    ],
)
ELSEWHERE = pytest.mark.parametrize(
    ("language", "given", "words", "right"),
    [
        ("fi", "who.group", "ei kun koko työyhteisö", "who.community"),
        ("en", "who.group", "no, just me", "who.self"),
        ("en", "pace.longer", "no, few meetings soon", "pace.few"),
    ],
)


@SAID
async def test_correct_leads_back_to_the_question_that_was_misread(home: House, language: str, words: str) -> None:
    anna = await home.anna(language)
    await anna.answers(until="place")
    await anna.says(words)
    assert anna.words("notice.typed", choices=anna.words("place.remote")) in (await anna.is_at("pace.ask")).text
    assert not anna.has("button.back")
    await anna.picks("button.misread")
    await anna.is_at("place.ask")
    await anna.answers("place.any", until="pace")
    assert anna.has("button.back")
    assert not anna.has("button.misread")


async def test_correct_leads_past_the_town_to_where_the_words_were_read(home: House) -> None:
    anna = await home.anna("fi")
    await anna.answers(until="place")
    await anna.says("asun Kajaanissa, etänä ja paikan päällä")
    await anna.is_at("pace.ask")
    await anna.picks("button.misread")
    await anna.is_at("place.ask")


@CORRECTED
async def test_no_and_another_answer_puts_the_question_before_right(
    home: House, language: str, before: str, words: str, right: str
) -> None:
    anna = await home.anna(language)
    await anna.answers(until="place")
    await (anna.says(before) if before else anna.answers(until="pace"))
    if before == "molempia":
        await anna.says("Oulu")
    await anna.is_at("pace.ask")
    await anna.says(words)
    await anna.reads("notice.typed", choices=anna.words(right))


@ELSEWHERE
async def test_no_and_another_answer_is_understood_at_every_question(
    home: House, language: str, given: str, words: str, right: str
) -> None:
    anna = await home.anna(language)
    await anna.answers(until=given.partition(".")[0])
    await anna.picks(given)
    await anna.says(words)
    await anna.reads_words(anna.words(right))
    await anna.answers(until="review")
    assert words not in anna.living.text


async def test_no_and_an_answer_of_the_question_on_show_answers_it(home: House) -> None:
    anna = await home.anna("en")
    await anna.answers(until="pace")
    await anna.says("no, a few meetings soon")
    await anna.answers(until="offer")
    await anna.is_at("agree.few")


async def test_plain_no_is_no_correction(home: House) -> None:
    anna = await home.anna("en")
    await anna.answers(until="pace")
    await anna.says("no")
    await anna.is_at("notice.not_understood")


@pytest.mark.parametrize("answer", ["tap", "type"])
async def test_one_municipality_that_may_be_meant_is_asked_with_yes_and_no(home: House, answer: str) -> None:
    anna = await home.anna("fi")
    await anna.answers("place.on_site", until="town")
    await anna.says("Kemijävr")
    await anna.is_at("notice.town.one", town="Kemijärvi")
    if answer == "tap":
        await anna.picks("button.town.no")
    else:
        await anna.says("ei")
    await home.quiet()
    assert not anna.has("button.town.no")
    await anna.says("Kemijävr")
    await (anna.picks("button.town.yes", town="Kemijärvi") if answer == "tap" else anna.says("kyllä"))
    await anna.answers(until="pace")


@pytest.mark.parametrize(
    "words", ["no clue yet who signs up", "No one listens to the managers here", "no, a group it is"]
)
async def test_other_words_that_begin_with_no_take_no_answer_back(home: House, words: str) -> None:
    anna = await home.anna("en")
    await anna.answers(until="who")
    await anna.says("a group of six people")
    await anna.answers(until="challenge")
    await anna.says(words)
    await anna.answers(until="review")
    assert anna.words("who.group") in anna.living.text
    assert f"{anna.words('who.group')} · 6\n" in anna.living.text


async def test_reply_to_words_among_the_answers_to_change_stands_nearest_the_buttons(home: House) -> None:
    anna = await home.anna("fi")
    await anna.answers(until="sent")
    await anna.picks("button.correct")
    await anna.says("osallistujat on sittenkin koko tiimi")
    screen = await anna.is_at("change.ask")
    assert screen.text.endswith(anna.words("notice.use_buttons"))
