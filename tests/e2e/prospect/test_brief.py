"""A brief for the one who pays: its own message, in the language chosen, without answers unless they are wanted."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

import pytest

from bot.links import bot_link
from bot.local_telegram import rules
from bot.prospect.features import brief
from bot.ui.render import length
from tests.e2e.house import House
from tests.e2e.phone import Phone, said

OWN = {"fi": "Suomi", "en": "English"}


async def suggested(home: House) -> Phone:
    anna = await home.anna("en")
    await anna.answers("who.group", "challenge.cooperation", "place.on_site", until="town")
    await anna.says("Kuusamo")
    await anna.answers(until="offer")
    return anna


@pytest.mark.parametrize("language", ["fi", "en"])
async def test_brief_comes_below_in_the_language_chosen_with_a_link_and_no_answers(home: House, language: str) -> None:
    anna = await suggested(home)
    await anna.picks("button.ask", "button.brief")
    await anna.is_at("brief.ask")
    await anna.taps_words(OWN[language])
    posted = await anna.reads_words(said("brief.title", language))
    assert posted.buttons == [said("button.brief.whatsapp", language), said("button.brief.email", language)]
    assert said("format.group", language) in posted.text
    assert f"?start={language}_brief" in posted.text
    for key in ("because.group", "brief.answers", "who.name", "challenge.cooperation"):
        assert said(key, language) not in posted.text
    assert "Kuusamo" not in posted.text
    living = await anna.is_at("notice.brief")
    assert living.message_id > posted.message_id
    assert anna.words("because.group") not in living.text


async def test_answers_are_in_the_brief_only_when_included_and_own_words_never(home: House) -> None:
    anna = await home.anna("en")
    await anna.answers("who.group", until="challenge")
    await anna.says("cooperation, our weekly meetings turned sour last spring")
    await anna.picks("button.done")
    await anna.answers(until="offer")
    await anna.picks("button.ask", "button.brief", "button.brief.answers")
    await home.quiet()
    assert "✓ " + anna.words("button.brief.answers") in anna.living.buttons
    await anna.taps_words("Suomi")
    posted = await anna.reads_words(said("brief.title", "fi"))
    assert said("brief.answers", "fi") in posted.text
    assert f"{said('who.name', 'fi')}: {said('who.group', 'fi')}" in posted.text
    assert said("told.challenge.cooperation", "fi") in posted.text
    assert "sour" not in posted.text
    assert said("because.group", "fi") not in posted.text


@pytest.mark.parametrize("language", ["fi", "en"])
async def test_what_goes_to_whatsapp_or_into_an_email_is_a_general_text_whatever_was_included(
    home: House, language: str
) -> None:
    anna = await suggested(home)
    await anna.picks("button.ask", "button.brief", "button.brief.answers")
    await anna.taps_words(OWN[language])
    posted = await anna.reads_words(said("brief.answers", language))
    whatsapp, email = (button for row in posted.message["reply_markup"]["inline_keyboard"] for button in row)
    link = bot_link(home.telegram.model.bot["username"], brief.SOURCE, language)
    words = said("brief.shared", language, link=link)
    assert urlsplit(whatsapp["url"]).hostname == "wa.me"
    assert parse_qs(urlsplit(whatsapp["url"]).query) == {"text": [words]}
    assert email["copy_text"]["text"] == words
    for answer in (said("format.group", language), said("told.challenge.cooperation", language), "Kuusamo", "Anna"):
        assert answer not in words


@pytest.mark.parametrize("language", ["fi", "en"])
def test_general_text_fits_a_button_with_the_longest_name_of_a_bot(language: str) -> None:
    link = bot_link("n" * 32, brief.SOURCE, language)
    assert length(said("brief.shared", language, link=link)) <= rules.COPY_TEXT_LENGTH


async def test_brief_can_be_left_and_is_there_for_kept_and_sent_too(home: House) -> None:
    anna = await suggested(home)
    await anna.picks(
        "button.ask",
        "button.brief",
        "button.back",
        "offer.later",
        "button.suggestion",
        "button.ask",
        "button.brief",
    )
    await anna.taps_words("English")
    await anna.reads("brief.title")
    await anna.answers("people.few", "role.orderer", until="sent")
    await anna.picks("button.brief")
    await anna.taps_words("Suomi")
    await anna.reads_words(said("brief.title", "fi"))
    await anna.is_at("notice.brief")
    assert not any("brief" in card for card in home.cards)


async def test_person_who_opens_the_link_begins_in_its_language(home: House) -> None:
    boss = await home.anna("en", first_name="Pomo")
    await boss.says("/start fi_brief")
    boss.language = "fi"
    await boss.is_at("welcome.ask")
