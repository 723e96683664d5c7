"""Where to meet: typed in every way, shared, too far, abroad, unknown; the reply keyboard comes and goes."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.prospect.state import loaded, stored
from bot.storage import Tx
from tests.e2e.house import House
from tests.e2e.phone import Phone

OULU = (65.0121, 25.4651)
ATLANTIC = (40.0, -30.0)
STOCKHOLM = (59.3293, 18.0686)
HAPARANDA = (65.8355, 24.1368)


async def asked_for_town(home: House, language: str = "fi") -> Phone:
    """Somebody who is asked for the municipality."""
    anna = await home.anna(language)
    await anna.answers("who.employee", "challenge.coping", "place.on_site", until="town")
    await anna.reads("town.ask")
    return anna


async def is_taken(anna: Phone, town: str) -> None:
    """The municipality is taken: the next question is there, and the suggestion and the card name it."""
    await anna.is_at("pace.ask")
    await anna.answers(until="offer")
    assert town in (await anna.is_at("suggestion.title")).text


@pytest.mark.parametrize(
    ("typed", "town"),
    [
        ("Kuusamo", "Kuusamo"),
        ("  OULU. ", "Oulu"),
        ("Oulussa", "Oulu"),
        ("Uleåborg", "Oulu"),
        ("Haukipudas", "Oulu"),
        ("Kajana", "Kajaani"),
        ("kemi", "Kemi"),
    ],
)
async def test_name_in_any_form_is_taken_at_once(home: House, typed: str, town: str) -> None:
    anna = await asked_for_town(home)
    await anna.says(typed)
    await is_taken(anna, town)


@pytest.mark.parametrize(
    ("language", "typed"),
    [
        ("fi", "ei Ouluun"),
        ("fi", "he eivät pääse Ouluun"),
        ("fi", "älkää Oulussa"),
        ("en", "we don't want Oulu"),
        ("en", "doesn’t work in Oulu"),
    ],
)
async def test_municipality_that_is_denied_is_never_taken(home: House, language: str, typed: str) -> None:
    anna = await asked_for_town(home, language)
    await anna.says(typed)
    await home.quiet()
    assert anna.words("town.ask") in anna.living.text


@pytest.mark.parametrize(("typed", "town"), [("Kuusmo", "Kuusamo"), ("Rovaniemmi", "Rovaniemi"), ("Raahhe", "Raahe")])
@pytest.mark.parametrize("language", ["fi", "en"])
async def test_misspelt_name_is_asked_back_and_taken_when_confirmed(
    home: House, language: str, typed: str, town: str
) -> None:
    anna = await asked_for_town(home, language)
    await anna.says(typed)
    await anna.is_at("notice.town.one", town=town)
    await anna.picks("button.town.yes", town=town)
    await is_taken(anna, town)


@pytest.mark.parametrize("way", ["typed", "tapped"])
async def test_wrong_guess_is_left_for_another_name(home: House, way: str) -> None:
    anna = await asked_for_town(home)
    await anna.says("Kuusmo")
    await anna.is_at("notice.town.one", town="Kuusamo")
    if way == "tapped":
        await anna.picks("button.town.no")
        await anna.is_at("town.ask")
    await anna.says("Kemi")
    await is_taken(anna, "Kemi")


async def test_unknown_name_is_asked_again_and_may_stay_open(home: House) -> None:
    anna = await asked_for_town(home)
    await anna.says("Qwxyzzy")
    await anna.is_at("notice.town.unknown")
    await anna.picks("choice.unsure")
    await anna.is_at("pace.ask")


async def test_larger_area_is_asked_for_its_municipality(home: House) -> None:
    anna = await asked_for_town(home)
    await anna.says("Kainuu")
    await anna.is_at("town.ask")
    assert "Kainuu" in anna.living.text
    await anna.says("Kajaani")
    await is_taken(anna, "Kajaani")


async def test_shared_place_is_taken_only_when_the_municipality_is_confirmed(home: House) -> None:
    anna = await asked_for_town(home)
    await anna.presses(anna.words("button.share_place"), latitude=OULU[0], longitude=OULU[1])
    screen = await anna.is_at("notice.town.near")
    assert "Oulu" in screen.buttons
    await anna.taps_words("Oulu")
    await is_taken(anna, "Oulu")


async def test_shared_place_is_dropped_when_another_name_is_typed_instead(home: House) -> None:
    anna = await asked_for_town(home)
    await anna.presses(anna.words("button.share_place"), latitude=OULU[0], longitude=OULU[1])
    await anna.is_at("notice.town.near")
    await anna.says("Kempele")
    await is_taken(anna, "Kempele")


async def test_shared_place_is_left_by_going_back(home: House) -> None:
    anna = await asked_for_town(home)
    await anna.presses(anna.words("button.share_place"), latitude=OULU[0], longitude=OULU[1])
    await anna.picks("button.back")
    await anna.is_at("place.ask")
    await anna.answers(until="pace")
    await anna.is_at("pace.ask")


async def test_shared_place_never_reaches_the_database_as_a_point(home: House) -> None:
    anna = await asked_for_town(home)
    await anna.shares_location(*OULU)
    await anna.taps_words("Oulu")
    await home.quiet()
    row = await home.app.store.transaction(lambda tx: tx.chats.load(anna.chat_id))
    assert row is not None
    assert str(OULU[0]) not in str(row.personal)
    assert str(OULU[1]) not in str(row.personal)


async def test_shared_place_in_the_sea_is_asked_for_by_name(home: House) -> None:
    anna = await asked_for_town(home)
    await anna.shares_location(*ATLANTIC)
    await anna.is_at("town.ask")
    await anna.says("Kemi")
    await is_taken(anna, "Kemi")


async def test_shared_place_abroad_can_be_confirmed_as_abroad(home: House) -> None:
    anna = await asked_for_town(home)
    await anna.shares_location(*HAPARANDA)
    await anna.picks("button.abroad")
    await anna.is_at("far.hint.abroad")


async def test_shared_place_far_from_finland_is_asked_for_by_name(home: House) -> None:
    anna = await asked_for_town(home)
    await anna.shares_location(*STOCKHOLM)
    await anna.is_at("notice.town.far")
    assert not anna.has("button.abroad")
    await anna.says("Tukholma")
    await anna.is_at("far.hint.abroad")


async def test_far_place_is_told_kindly_and_remote_is_offered(home: House) -> None:
    anna = await asked_for_town(home)
    await anna.says("Helsinki")
    screen = await anna.is_at("far.ask")
    assert "Helsinki" in screen.text
    assert "300" in screen.text
    await anna.answers("far.remote_fine", until="offer")
    assert anna.words("practice.far", town="Helsinki") in (await anna.is_at("suggestion.title")).text


async def test_far_place_can_be_corrected(home: House) -> None:
    anna = await asked_for_town(home)
    await anna.says("Helsinki")
    await anna.is_at("far.ask")
    await anna.picks("button.misread")
    await anna.reads("town.ask")
    await anna.says("Liminka")
    await is_taken(anna, "Liminka")


async def test_place_abroad_is_offered_remote_meetings(home: House) -> None:
    anna = await asked_for_town(home)
    await anna.says("Tukholma")
    await anna.is_at("far.hint.abroad")
    await anna.picks("choice.unsure")
    await anna.answers(until="sent")
    card = await home.desk.reads("card.new", number="1")
    assert home.desk.words("answer.abroad") in card.text


@pytest.mark.parametrize("way_out", ["typed", "button", "back"])
async def test_reply_keyboard_comes_with_the_question_and_goes_with_it(home: House, way_out: str) -> None:
    anna = await asked_for_town(home)
    await home.quiet()
    assert anna.keyboard == [anna.words("button.share_place")]
    await anna.says("mitä tähän kirjoitetaan")
    match way_out:
        case "typed":
            await anna.says("Oulu")
        case "button":
            await anna.picks("choice.unsure")
        case "back":
            await anna.picks("button.back")
    await home.quiet()
    assert anna.keyboard == []
    assert not [screen for screen in anna.screens if anna.words("keyboard.place") in screen.text]
    assert not [screen for screen in anna.screens if anna.words("keyboard.gone") == screen.text]


async def test_reply_keyboard_is_taken_away_once_though_telegram_puts_off_tidying_up(home: House) -> None:
    anna = await asked_for_town(home)
    await home.quiet()
    home.telegram.fails("429", method="deleteMessage", chat_id=anna.chat_id, retry_after=10)
    await anna.says("Oulu")
    await home.quiet()
    await home.passes(20)
    posted = [str(call["parameters"]["text"]) for call in home.calls("sendMessage", anna.chat_id)]
    assert posted.count(anna.words("keyboard.gone")) == 1


async def test_screen_with_a_keyboard_is_posted_once_by_another_bot_whose_ids_begin_anew(home: House) -> None:
    anna = await home.anna("fi")
    await anna.answers("who.employee", "challenge.coping", until="place")
    await home.quiet()

    def of_the_bot_before(tx: Tx) -> None:
        row = tx.chats.load(anna.chat_id)
        assert row
        tx.chats.save(stored(replace(loaded(row), lowest=100_000), row))

    await home.app.store.transaction(of_the_bot_before)
    before = len(home.calls("sendMessage", anna.chat_id))
    await anna.picks("place.on_site")
    await anna.is_at("town.ask")
    assert len(home.calls("sendMessage", anna.chat_id)) == before + 2


@pytest.mark.parametrize(("language", "words"), [("fi", "Kajaanissa"), ("en", "in Kajaani")])
async def test_municipality_typed_where_remote_or_on_site_is_asked_means_on_site_there(
    home: House, language: str, words: str
) -> None:
    anna = await home.anna(language)
    await anna.answers("who.employee", "challenge.coping", until="place")
    await anna.says(words)
    screen = await anna.is_at("pace.ask")
    assert f"{anna.words('place.on_site')} · Kajaani" in screen.text
    await anna.picks("button.misread")
    await anna.is_at("place.ask")
