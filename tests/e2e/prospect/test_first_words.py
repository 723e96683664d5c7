"""What people write before the first question is taken along when they say that it may be used."""

from __future__ import annotations

import pytest

from tests.e2e.house import House

WHEN = pytest.mark.parametrize("when", ["at once", "welcome", "language"])
STORY = {
    "fi": "Olen rehtori ja haen työnohjausta opettajille, kaikki ovat ihan uupuneita",
    "en": "We are a group of six nurses, exhausted by work",
}
DEATH = {
    "fi": "Olen rehtori. Oppilaamme kuoli eilen, henkilökunta tarvitsee apua nopeasti.",
    "en": "I am a principal. Our pupil died yesterday and the staff need quick help.",
}
BOTH = pytest.mark.parametrize("language", ["fi", "en"])


async def writes_first(home: House, words: str, when: str = "at once", language: str = "fi"):  # type: ignore[no-untyped-def]
    """Somebody who writes before anything is asked."""
    anna = await home.anna(language)
    if when != "at once":
        await anna.says("/start")
    if when == "language":
        await anna.says("/language")
    await anna.says(words)
    return anna


@WHEN
@BOTH
async def test_story_told_first_is_used_once_it_may_be(home: House, when: str, language: str) -> None:
    anna = await writes_first(home, STORY[language], when, language)
    await anna.is_at("first.ask")
    await anna.picks("button.first.yes")
    screen = await anna.is_at("challenge.ask")
    assert anna.words("who.group") in screen.text
    assert f"✓ {anna.words('challenge.coping')}" in screen.buttons
    await anna.picks("button.done")
    await anna.answers(until="review")
    await anna.picks("button.card")
    await anna.quiet()
    assert STORY[language] in anna.living.text


async def test_story_that_says_not_for_whom_is_kept_for_the_second_question(home: House) -> None:
    anna = await writes_first(home, "kaikki on ollut raskasta viime syksystä lähtien")
    await anna.picks("button.first.yes")
    await anna.is_at("who.ask")
    await anna.is_at("notice.kept_ahead")
    await anna.answers("who.group", until="challenge")
    await anna.picks("button.done")
    await anna.answers(until="review")
    assert "kaikki on ollut raskasta" in anna.living.text


@pytest.mark.parametrize("answer", ["tap", "type"])
async def test_story_is_left_out_when_it_may_not_be_used(home: House, answer: str) -> None:
    anna = await writes_first(home, STORY["fi"])
    await (anna.picks("button.first.no") if answer == "tap" else anna.says("ei"))
    await anna.is_at("who.ask")
    row = await home.app.store.transaction(lambda tx: tx.chats.load(anna.chat_id))
    assert row is not None
    assert STORY["fi"] not in str(row.personal)


async def test_yes_may_be_typed_and_more_may_be_added_first(home: House) -> None:
    anna = await writes_first(home, STORY["fi"])
    await anna.says("haluaisimme aloittaa ensi syksynä")
    await anna.is_at("first.ask")
    await anna.says("joo")
    await anna.is_at("challenge.ask")
    await anna.picks("button.done")
    await anna.answers(until="review")
    await anna.picks("button.card")
    await anna.quiet()
    assert "ensi syksynä" in anna.living.text


@BOTH
@WHEN
async def test_death_told_first_gets_sympathy_and_contact_first_at_once(home: House, language: str, when: str) -> None:
    anna = await writes_first(home, DEATH[language], when, language)
    await anna.is_at("notice.sorry")
    await anna.picks("button.urgent", "button.flow")
    screen = await anna.is_at("first.ask")
    assert screen.buttons[0] == anna.words("button.contact_first")
    assert screen.strong == [anna.words("button.contact_first")]
    await anna.picks("button.contact_first")
    await anna.is_at("way.ask")
    await anna.answers(until="sent")
    card = await home.desk.reads("card.crisis")
    assert DEATH[language] in card.text
    assert home.desk.words("told.challenge.single_matter") not in card.text  # "soon" is no matter


async def test_violence_told_first_brings_the_help_and_is_not_lost(home: House) -> None:
    words = "Asiakas pahoinpiteli hoitajan eilen, emme tiedä mitä tehdä."
    anna = await writes_first(home, words)
    await anna.is_at("care.thanks")
    await anna.picks("button.contact_first")
    await anna.answers(until="sent")
    card = await home.desk.reads("card.crisis")
    assert words in card.text


async def test_help_left_leads_to_what_was_written(home: House) -> None:
    anna = await writes_first(home, "Asiakas pahoinpiteli hoitajan eilen, emme tiedä mitä tehdä.")
    await anna.picks("button.flow")
    await anna.is_at("first.ask")


@pytest.mark.parametrize("words", ["soittakaa 040 123 4567", "Soittakaa illalla 040 123 4567, tiimi on uupunut."])
async def test_number_given_first_is_kept_for_the_request_when_it_may_be(home: House, words: str) -> None:
    anna = await writes_first(home, words)
    await anna.picks("button.first.yes")
    assert "0401234567" in (await anna.is_at("review.ask")).text.replace(" ", "")
    await anna.answers(until="sent")
    card = await home.desk.reads("card.new", number="1")
    assert ("uupunut" in words) == ("uupunut" in card.text)


@pytest.mark.parametrize("deed", ["correct", "edit"])
async def test_what_was_made_of_it_can_be_put_right(home: House, deed: str) -> None:
    anna = await home.anna("fi")
    mine = await anna.says(STORY["fi"])
    await anna.picks("button.first.yes")
    if deed == "correct":
        await anna.picks("button.misread")
        await anna.is_at("who.ask")
    else:
        await anna.edits(mine, "Olen rehtori, johtoryhmämme on ihan uupunut tähän syksyyn")
        await anna.reads_words(anna.words("who.leadership"))


async def test_identity_code_is_left_out_of_what_is_told_first(home: House) -> None:
    anna = await writes_first(home, "Uupunut alaiseni on 131052-308T nimeltään, mitä teen")
    await anna.is_at("notice.code_left_out")
    row = await home.app.store.transaction(lambda tx: tx.chats.load(anna.chat_id))
    assert row is not None
    assert "131052-308T" not in str(row.personal)


@pytest.mark.parametrize("words", ["hei", "moi", "joo"])
async def test_greeting_is_answered_with_the_welcome(home: House, words: str) -> None:
    anna = await writes_first(home, words)
    await anna.is_at("notice.begin")
    await anna.is_at("welcome.ask")


async def test_edit_of_what_was_told_first_takes_its_place(home: House) -> None:
    anna = await home.anna("en")
    await anna.says("/start")
    mine = await anna.says("I am a nurse and I am tired")
    await anna.edits(mine, "We are six teachers and we are tired")
    await anna.picks("button.first.yes")
    await anna.answers(until="review")
    assert "nurse" not in anna.living.text
    assert "six teachers" in anna.living.text


@BOTH
async def test_story_that_holds_a_word_of_the_button_is_a_story(home: House, language: str) -> None:
    words = {
        "fi": "olemme kuuden hoitajan ryhmä, väsymys painaa, mitä tämä maksaa ja voidaanko jo aloittaa",
        "en": "we are six new team leads in Oulu, how much is it and when can you start",
    }[language]
    anna = await writes_first(home, words, "welcome", language)
    await anna.is_at("first.ask")
    await anna.picks("button.first.yes")
    await anna.is_at("challenge.ask")


async def test_question_when_it_starts_is_answered_and_starts_nothing(home: House) -> None:
    anna = await writes_first(home, "when can you start?", "welcome", "en")
    await anna.is_at("asked.when")
    assert anna.words("welcome.begin") in anna.living.buttons


@BOTH
@pytest.mark.parametrize("asked", ["price", "both"])
async def test_price_asked_with_the_story_is_answered_at_once(home: House, language: str, asked: str) -> None:
    question = {
        ("fi", "price"): "Mitä tämä maksaa?",
        ("en", "price"): "What does it cost?",
        ("fi", "both"): "Mitä se maksaa ja milloin voisitte aloittaa?",
        ("en", "both"): "What does it cost and when could you start?",
    }[language, asked]
    anna = await writes_first(home, f"{STORY[language]}. {question}", "welcome", language)
    await anna.is_at("first.ask")
    await anna.is_at("asked.price" if asked == "price" else "asked.along")


@BOTH
async def test_short_story_with_a_question_is_no_mere_question(home: House, language: str) -> None:
    story = {"fi": "Olen väsynyt hoitaja, haluan jutella. Mitä se maksaa?", "en": "I am a tired nurse. What is it?"}
    anna = await writes_first(home, story[language], "welcome", language)
    await anna.is_at("first.ask")
    await anna.is_at("asked.price" if language == "fi" else "asked.what")


@pytest.mark.parametrize("words", ["Hei! Mitä tämä maksaa?", "Moi, mitä tää maksaa? Kiitos!"])
async def test_question_with_a_greeting_is_a_question(home: House, words: str) -> None:
    anna = await writes_first(home, words, "welcome")
    await anna.is_at("asked.price")
    assert anna.words("welcome.begin") in anna.living.buttons


@pytest.mark.parametrize("words", ["mitä maksaa ja milloin pääsis", "paljonko tämä maksaa?", "moi"])
async def test_welcome_is_not_said_again_to_who_has_read_it(home: House, words: str) -> None:
    anna = await writes_first(home, words, "welcome")
    await anna.quiet()
    assert anna.words("welcome.ask") not in anna.living.text
    assert anna.words("privacy.short") in anna.living.text
    assert anna.words("welcome.begin") in anna.living.buttons


async def test_welcome_is_read_below_the_reply_by_who_asks_before_it(home: House) -> None:
    anna = await writes_first(home, "paljonko tämä maksaa?")
    await anna.reads("asked.price")
    assert anna.words("welcome.ask") in anna.living.text


@pytest.mark.parametrize("when", ["welcome", "who"])
@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("fi", "Meitä on 6 sairaanhoitajaa, kaikki ihan uupuneita, numeroni on 040 123 4567"),
        ("en", "We are six nurses, exhausted by work, my email is anna@example.org"),
    ],
)
async def test_story_told_with_a_number_is_understood_too_and_said_once(
    home: House, when: str, language: str, words: str
) -> None:
    anna = await home.anna(language)
    await anna.answers(until=when)
    await anna.says(words)
    if when == "welcome":
        await anna.picks("button.first.yes")
    await anna.is_at("review.ask")
    assert f"{anna.words('who.group')} · 6\n{anna.words('told.challenge.coping')}\n" in anna.living.text
    await anna.answers(until="sent")
    card = (await home.desk.reads("card.new", number="1")).text
    assert card.count(words[:20]) == 1
    assert home.desk.words("challenge.words").lower() not in card.lower()


async def test_topic_told_with_a_number_is_understood_where_it_is_open_who_takes_part(home: House) -> None:
    anna = await writes_first(home, "kaikki on ollut uuvuttavaa viime syksystä, soittakaa 040 123 4567", "welcome")
    await anna.picks("button.first.yes")
    assert anna.words("told.challenge.coping") in (await anna.is_at("review.ask")).text
