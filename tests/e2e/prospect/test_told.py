"""What people tell or ask beside the question on show is neither dropped nor asked again."""

from __future__ import annotations

import json

import pytest

from tests.e2e.house import House

OCCUPATION = pytest.mark.parametrize(
    ("language", "words"),
    [("fi", "oon sairaanhoitaja ja haluaisin ihan itselleni"), ("en", "I'm a nurse and this is for myself")],
)
HR = pytest.mark.parametrize(
    ("language", "words"),
    [
        ("fi", "Olen HR-päällikkö ja etsin työnohjausta esihenkilöillemme, heitä on kuusi"),
        ("en", "I'm an HR manager looking for supervision for our six new managers"),
    ],
)
BOTH = pytest.mark.parametrize("language", ["fi", "en"])
PRICE = pytest.mark.parametrize(("language", "words"), [("fi", "paljonko maksaa?"), ("en", "how much does it cost?")])


@OCCUPATION
async def test_occupation_stays_on_the_card_and_the_role_is_not_asked(home: House, language: str, words: str) -> None:
    anna = await home.anna(language)
    await anna.answers(until="who")
    await anna.says(words)
    await anna.reads("who.self")
    await anna.answers(until="way")
    await anna.answers(until="review")
    assert words in anna.living.text
    await anna.answers(until="sent")
    card = await home.desk.reads("card.new", number="1")
    assert words in card.text
    assert home.desk.words("who.self") in card.text


@HR
async def test_role_and_number_told_with_who_takes_part_are_not_asked_again(
    home: House, language: str, words: str
) -> None:
    anna = await home.anna(language)
    await anna.answers(until="who")
    await anna.says(words)
    understood = (anna.words("who.managers"), anna.words("notice.people", n=6), anna.words("role.orderer"))
    assert " · ".join(understood) in (await anna.is_at("challenge.ask")).text
    await anna.answers(until="offer")
    await anna.picks("offer.contact")
    await anna.is_at("begin.ask")
    await anna.answers(until="review")
    assert anna.words("told.role.orderer") in anna.living.text
    assert f"{anna.words('who.managers')} · 6 · " in anna.living.text


async def test_role_told_of_somebody_else_is_asked_once_who_takes_part_has_changed(home: House) -> None:
    anna = await home.anna("en")
    await anna.answers(until="who")
    await anna.says("just me")
    await anna.says("back")
    await anna.answers("who.managers", until="role")
    await anna.is_at("role.ask")


@PRICE
@pytest.mark.parametrize("where", ["welcome", "challenge", "place", "offer"])
async def test_price_that_was_asked_goes_along_with_the_request(
    home: House, language: str, words: str, where: str
) -> None:
    anna = await home.anna(language)
    await anna.says("/start")
    await anna.answers(until=where)
    await anna.says(words)
    await anna.is_at("asked.price")
    await anna.answers(until="review")
    assert words in anna.living.text
    await anna.answers(until="sent")
    card = await home.desk.reads("card.new", number="1")
    assert f"{home.desk.words('card.asked')}\n{words}" in card.text


async def test_question_without_an_answer_here_goes_along_too(home: House) -> None:
    anna = await home.anna("en")
    await anna.answers(until="place")
    await anna.says("Do you speak Swedish with your clients?")
    await anna.is_at("asked.along")
    await anna.answers(until="sent")
    card = await home.desk.reads("card.new", number="1")
    assert "Do you speak Swedish with your clients?" in card.text


async def test_what_was_asked_is_in_the_file_and_erased_with_everything(home: House) -> None:
    anna = await home.anna("en")
    await anna.answers(until="place")
    await anna.says("how much does it cost?")
    await anna.says("/mydata")
    await home.quiet()
    documents = [screen.message["document"] for screen in anna.screens if "document" in screen.message]
    texts = [home.telegram.model.files[each["file_id"]].content.decode() for each in documents]
    assert all("how much does it cost?" in each for each in texts)
    assert json.loads(texts[-1])["conversation"]["personal"]["told"]["asked"] == ["how much does it cost?"]
    await anna.says("/delete")
    await anna.picks("button.erase")
    await home.quiet()
    assert await home.app.store.transaction(lambda tx: tx.chats.load(anna.chat_id)) is None


async def test_edit_takes_back_what_the_message_told(home: House) -> None:
    anna = await home.anna("en")
    await anna.answers(until="who")
    mine = await anna.says("I'm a nurse and this is for myself")
    await anna.edits(mine, "our leadership team")
    await anna.answers(until="review")
    assert "nurse" not in anna.living.text


@pytest.mark.parametrize(("language", "words"), [("fi", "soittakaa minulle"), ("en", "please call me")])
async def test_way_told_with_the_wish_for_contact_is_not_asked_again(home: House, language: str, words: str) -> None:
    anna = await home.anna(language)
    await anna.answers(until="offer")
    await anna.says(words)
    await anna.answers(until="phone")
    await anna.is_at("phone.ask")
    assert anna.words("notice.as_told", choices=anna.words("way.phone")) in anna.living.text
    await anna.picks("button.misread")
    await anna.is_at("way.ask")


@pytest.mark.parametrize("words", ["joo", "ota yhteyttä", "1"])
async def test_way_that_is_not_told_is_asked(home: House, words: str) -> None:
    anna = await home.anna("fi")
    await anna.answers(until="offer")
    await anna.says(words)
    await anna.answers(until="way")
    await anna.is_at("way.ask")


async def test_what_was_told_and_asked_beside_can_be_deleted_before_sending(home: House) -> None:
    anna = await home.anna("en")
    await anna.answers(until="who")
    await anna.says("I'm a nurse and this is for myself")
    await anna.says("how much does it cost?")
    await anna.answers(until="review")
    await anna.picks("button.add", "button.unwrite")
    await anna.is_at("review.ask")
    await anna.answers(until="sent")
    card = await home.desk.reads("card.new", number="1")
    assert "nurse" not in card.text
    assert "cost" not in card.text


@pytest.mark.parametrize(
    ("language", "at", "words", "answer", "reply"),
    [
        ("fi", "who", "ryhmä, paljonko tämä maksaa?", "who.group", "asked.price"),
        ("en", "who", "a group and how much does it cost", "who.group", "asked.price"),
        ("fi", "challenge", "jaksaminen ja milloin voisi aloittaa?", "challenge.coping", "asked.when"),
        ("en", "challenge", "teamwork. When could we start?", "challenge.cooperation", "asked.when"),
        ("fi", "together", "Mitä maksaa? Yhdessä.", "together.together", "asked.price"),
        ("fi", "place", "etänä, voiko käydä iltaisin?", "place.remote", "asked.along"),
        ("en", "place", "remotely, how much is it and when could we start?", "place.remote", "asked.along"),
        ("fi", "pace", "muutama tapaaminen, mitä se maksaa", "pace.few", "asked.price"),
    ],
)
async def test_answer_that_also_asks_is_taken_and_the_question_goes_along(
    home: House, language: str, at: str, words: str, answer: str, reply: str
) -> None:
    anna = await home.anna(language)
    await anna.answers(*(() if at == "who" else ("who.group",)), until=at)
    await anna.says(words)
    screen = await anna.reads(reply)
    assert anna.words("notice.typed", choices=anna.words(answer)) in screen.text
    await anna.answers(until="sent")
    await home.desk.reads("card.asked")


@BOTH
async def test_just_me_is_said_once(home: House, language: str) -> None:
    anna = await home.anna(language)
    await anna.answers(until="who")
    await anna.says({"fi": "vain minä", "en": "just me"}[language])
    assert anna.words("role.participant") not in (await anna.reads("who.self")).text


@BOTH
async def test_greeting_before_a_question_is_no_answer(home: House, language: str) -> None:
    anna = await home.anna(language)
    await anna.answers(until="who")
    await anna.says({"fi": "Hei, paljonko tämä maksaa?", "en": "Hello, how much does it cost?"}[language])
    await anna.reads("asked.price")
    await anna.is_at("who.ask")


async def test_who_reads_what_is_answered_here_goes_nowhere(home: House) -> None:
    anna = await home.anna("fi")
    await anna.answers(until="who")
    await anna.says("Ryhmä. Kuka tämän lukee?")
    await anna.reads("asked.privacy")
    await anna.answers(until="sent")
    assert home.desk.words("card.asked") not in (await home.desk.reads("card.new", number="1")).text


@pytest.mark.parametrize(
    ("language", "words", "answer"),
    [
        ("fi", "kumpi vaan, asun Rovaniemellä", "place.any"),
        ("fi", "etänä, oon Kajaanista", "place.remote"),
        ("en", "no preference, in Oulu", "place.any"),
        ("fi", "etänä, ei Ouluun", "place.remote"),
    ],
)
async def test_town_told_where_no_place_to_meet_is_chosen_stays_on_the_card(
    home: House, language: str, words: str, answer: str
) -> None:
    anna = await home.anna(language)
    await anna.answers(until="place")
    await anna.says(words)
    await anna.reads(answer)
    await anna.answers(until="sent")
    assert words in (await home.desk.reads("card.new", number="1")).text


async def test_town_to_meet_in_is_told_once(home: House) -> None:
    anna = await home.anna("fi")
    await anna.answers(until="place")
    await anna.says("paikan päällä Oulussa")
    await anna.answers(until="sent")
    assert "paikan päällä Oulussa" not in (await home.desk.reads("card.new", number="1")).text


@pytest.mark.parametrize(
    ("language", "words", "answer"),
    [
        ("fi", "yhdessä, paikan päällä Oulussa", "together.together"),
        ("fi", "yhdessä, livenä Oulussa jos käy", "together.together"),
        ("en", "both, on site in Oulu", "together.alternately"),
    ],
)
async def test_place_told_early_with_its_town_is_not_asked_again(
    home: House, language: str, words: str, answer: str
) -> None:
    anna = await home.anna(language)
    await anna.answers("who.group", until="together")
    await anna.says(words)
    understood = (anna.words(answer), anna.words("place.on_site"), "Oulu")
    assert sorted(understood) == sorted((await anna.is_at("pace.ask")).text.split(": ")[-1].rstrip(".").split(" · "))


async def test_town_told_early_alone_does_not_settle_the_place(home: House) -> None:
    anna = await home.anna("fi")
    await anna.answers("who.group", until="together")
    await anna.says("yhdessä, ollaan Oulussa")
    await anna.is_at("place.ask")
