"""After sending: words go both ways between the prospect and the supervisor, below the card."""

from __future__ import annotations

import pytest

from tests.driver import Screen
from tests.e2e.house import House
from tests.e2e.phone import Phone, said

BOTH = pytest.mark.parametrize("language", ["fi", "en"])


async def lead_of(home: House, language: str = "fi") -> tuple[Phone, Screen]:
    """Somebody who has sent a request, and its card."""
    anna = await home.anna(language)
    await anna.leaves_request()
    return anna, await home.desk.reads("card.new", number="1")


def reactions(home: House, message_id: int, chat_id: int = 0) -> list[str]:
    """The emoji the bot has put on a message, by default of the supervisor's."""
    chat_id = chat_id or home.desk.chat_id
    return [
        str(event["reaction"])
        for event in home.telegram.model.events
        if event["kind"] == "reaction" and event["message_id"] == message_id and event["chat_id"] == chat_id
    ]


@BOTH
async def test_text_goes_to_the_supervisor_below_the_card(home: House, language: str) -> None:
    anna, card = await lead_of(home, language)
    await anna.says("Vielä yksi asia <b>&</b>")
    passed_on = await home.desk.reads_words("Vielä yksi asia <b>&</b>")
    assert home.desk.words("letter.from_prospect", number="1", name="Anna") in passed_on.text
    assert passed_on.message["reply_to_message"]["message_id"] == card.message_id


@pytest.mark.parametrize("content", [{"photo": True, "caption": "kuva"}, {"voice": True}, {"document": True}])
async def test_what_is_no_text_goes_on_as_it_is(home: House, content: dict[str, object]) -> None:
    anna, _ = await lead_of(home)
    await anna.sends(**content)
    await home.quiet()
    kind = next(iter(content))
    assert kind in home.desk.screens[-1].message
    assert home.desk.screens[-1].text.endswith(str(content.get("caption", "")))


@pytest.mark.parametrize("words", ["Voiko joku soittaa jo tänään?", "Hän kuoli eilen"])
async def test_addition_is_marked_as_noted_and_not_as_agreed_to(home: House, words: str) -> None:
    anna, _ = await lead_of(home)
    written = await anna.says(words)
    await home.desk.reads_words(words)
    await home.quiet()
    assert ["✍" in each for each in reactions(home, written["message_id"], anna.chat_id)] == [True]


@BOTH
async def test_reply_to_the_card_reaches_the_prospect_and_is_marked(home: House, language: str) -> None:
    anna, card = await lead_of(home, language)
    reply = await home.desk.says("Hei Anna, sopisiko huomenna?", reply_to=card)
    await anna.reads("letter.from_supervisor", number="1")
    await anna.reads_words("Hei Anna, sopisiko huomenna?")
    assert ["✍" in each for each in reactions(home, reply["message_id"])] == [True]


async def test_reply_to_a_passed_on_message_reaches_its_writer(home: House) -> None:
    anna, _ = await lead_of(home)
    bea = await home.anna("en", first_name="Bea", username="")
    await bea.leaves_request(2)
    await anna.says("Annan sana")
    await bea.says("Bea's word")
    reply = await home.desk.says("Vastaus Annalle", reply_to=await home.desk.reads_words("Annan sana"))
    await anna.reads_words("Vastaus Annalle")
    assert "Vastaus" not in bea.printed()
    assert len(reactions(home, reply["message_id"])) == 1


async def test_photo_of_the_supervisor_reaches_the_prospect(home: House) -> None:
    anna, card = await lead_of(home)
    await home.desk.sends(photo=True, caption="kartta", reply_to_message_id=card.message_id)
    screen = await anna.reads_words("kartta")
    assert "photo" in screen.message


async def test_conversation_goes_on_both_ways_in_order(home: House) -> None:
    anna, card = await lead_of(home)
    await home.desk.says("yksi", reply_to=card)
    await anna.reads_words("yksi")
    for words in ("kaksi", "kolme"):
        await anna.says(words)
    await home.desk.says("neljä", reply_to=await home.desk.reads_words("kolme"))
    await anna.reads_words("neljä")
    said_there = [
        line for screen in home.desk.screens for line in screen.text.splitlines() if line in ("kaksi", "kolme")
    ]
    assert said_there == ["kaksi", "kolme"]


async def test_supervisors_message_that_replies_to_nothing_is_asked_about_and_goes_nowhere(home: House) -> None:
    anna, _ = await lead_of(home)
    before = len(anna.messages)
    await home.desk.says("Kenelle tämä menee?")
    await home.desk.reads("desk.whom", n=1)
    assert len(anna.messages) == before


async def test_second_request_gets_a_new_number_and_a_card_of_its_own(home: House) -> None:
    anna, first = await lead_of(home)
    await anna.picks("button.new")
    await anna.is_at("welcome.ask")
    await anna.answers("who.pair", "challenge.cooperation", until="sent")
    await anna.is_at("sent.title", number="2")
    second = await home.desk.reads("card.new", number="2")
    assert second.message_id != first.message_id
    assert len(home.cards) == 2
    await home.desk.says("vanhaan", reply_to=first)
    await anna.reads("letter.from_supervisor", number="1")


async def test_prospect_who_blocked_the_bot_is_no_obstacle(home: House) -> None:
    anna, card = await lead_of(home)
    await anna.blocks()
    reply = await home.desk.says("Oletko siellä?", reply_to=card)
    await home.quiet()
    assert reactions(home, reply["message_id"]) == []
    bea = await home.anna("en", first_name="Bea")
    await bea.leaves_request(2)
    await home.quiet()
    assert len(home.cards) == 2


async def test_sent_screen_names_number_and_what_happens_next(home: House) -> None:
    anna, _ = await lead_of(home, "en")
    screen = await anna.is_at("sent.title", number="1")
    assert said("sent.next", "en") in screen.text
