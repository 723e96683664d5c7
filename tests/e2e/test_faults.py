"""Telegram fails in every way it can: order stays, nothing is lost, only what is uncertain comes twice, marked."""

from __future__ import annotations

import pytest

from bot.errors import StorageError
from bot.storage import StoredLead
from bot.storage.leads import Leads
from tests.e2e.house import House
from tests.e2e.phone import said

NEVER_ARRIVED = ("500", "502", "cut_before")
"""What looks uncertain from here although nothing arrived."""


async def comes_back(home: House) -> None:
    """Let so much time pass that whatever waits is tried again."""
    for _ in range(3):
        await home.passes(120)


async def test_too_many_requests_delay_a_screen_and_a_card(home: House) -> None:
    anna = await home.anna("fi")
    await anna.reaches_review()
    await home.quiet()
    home.telegram.fails("429", method="sendMessage", chat_id=anna.chat_id, retry_after=40)
    home.telegram.fails("429", method="sendMessage", chat_id=home.desk.chat_id, retry_after=40)
    await anna.picks("review.send")
    await home.quiet()
    assert home.cards == []
    await home.passes(20)
    assert home.cards == []
    await home.passes(30)
    await anna.is_at("sent.title", number="1")
    await home.desk.reads("card.new", number="1")
    assert len(home.calls("sendMessage", home.desk.chat_id)) == 2
    assert said("card.repeated", "fi") not in home.cards[0]


@pytest.mark.parametrize("kind", NEVER_ARRIVED)
async def test_card_that_may_not_have_arrived_comes_again_marked(home: House, kind: str) -> None:
    anna = await home.anna("en")
    await anna.reaches_review()
    home.telegram.fails(kind, method="sendMessage", chat_id=home.desk.chat_id, times=2)
    await anna.picks("review.send")
    await anna.is_at("sent.title", number="1")
    await comes_back(home)
    assert len(home.cards) == 1
    assert said("card.repeated", "fi") in home.cards[0]


async def test_card_that_did_arrive_comes_once_more_marked_and_recognisable(home: House) -> None:
    anna = await home.anna("fi")
    await anna.reaches_review()
    home.telegram.fails("cut_after", method="sendMessage", chat_id=home.desk.chat_id)
    await anna.picks("review.send")
    await comes_back(home)
    assert [said("card.repeated", "fi") in card for card in home.cards] == [False, True]
    assert all(said("card.new", "fi", number="1") in card for card in home.cards)


async def test_card_is_never_repeated_after_a_plain_answer(home: House) -> None:
    anna = await home.anna("fi")
    await anna.leaves_request()
    await comes_back(home)
    await home.restarts()
    await comes_back(home)
    assert len(home.cards) == 1


@pytest.mark.parametrize("kind", [*NEVER_ARRIVED, "cut_after"])
@pytest.mark.parametrize("method", ["editMessageText", "sendMessage"])
async def test_screen_comes_whatever_happens_on_the_way(home: House, kind: str, method: str) -> None:
    anna = await home.anna("fi")
    await anna.answers(until="who")
    await anna.is_at("who.ask")
    home.telegram.fails(kind, method=method, chat_id=anna.chat_id)
    if method == "editMessageText":
        await anna.picks("who.employee")
    else:
        await anna.says("yksi työntekijä")
    await comes_back(home)
    await anna.is_at("challenge.ask")
    with_buttons = [screen for screen in anna.screens if screen.buttons]
    if kind == "cut_after" and method == "sendMessage":
        assert anna.words("repeat") in anna.living.text
    else:
        assert len(with_buttons) == 1
    await anna.picks("challenge.coping", "button.done")
    await anna.is_at("company.ask")


async def test_answers_to_taps_may_fail_without_harm(home: House) -> None:
    anna = await home.anna("fi")
    await anna.says("/start")
    home.telegram.fails("502", method="answerCallbackQuery", times=3)
    await anna.answers("who.employee", "challenge.coping", until="company")
    await anna.is_at("company.ask")


async def test_prospect_who_blocks_in_the_middle_can_come_back(home: House) -> None:
    anna = await home.anna("fi")
    await anna.answers(until="who")
    await home.quiet()
    home.telegram.fails("403", method="editMessageText", chat_id=anna.chat_id)
    await anna.picks("who.employee")
    await home.quiet()
    await anna.says("hei")
    await anna.is_at("challenge.ask")


async def test_supervisor_who_cannot_be_written_to_gets_the_card_later(home: House) -> None:
    anna = await home.anna("fi")
    await anna.reaches_review()
    home.telegram.fails("403", method="sendMessage", chat_id=home.desk.chat_id)
    await anna.picks("review.send")
    await home.quiet()
    assert home.cards == []
    await home.passes(3600)
    assert len(home.cards) == 1
    assert said("card.repeated", "fi") not in home.cards[0]


async def test_order_is_kept_when_one_message_has_to_wait(home: House) -> None:
    anna = await home.anna("fi")
    await anna.leaves_request()
    await home.quiet()
    home.telegram.fails("429", method="sendMessage", chat_id=home.desk.chat_id, retry_after=30)
    for words in ("yksi", "kaksi", "kolme"):
        await anna.says(words)
    await home.quiet()
    await home.passes(40)
    last_lines = [screen.text.splitlines()[-1] for screen in home.desk.screens if screen.text]
    passed_on = [words for words in last_lines if words in ("yksi", "kaksi", "kolme")]
    assert passed_on == ["yksi", "kaksi", "kolme"]


async def test_one_chat_that_waits_holds_up_nobody_else(home: House) -> None:
    anna, bea = await home.anna("fi"), await home.anna("en", first_name="Bea")
    home.telegram.fails("429", chat_id=anna.chat_id, retry_after=600)
    await anna.says("/start")
    await bea.leaves_request()
    assert anna.screens == []
    await home.passes(700)
    await anna.is_at("welcome.ask")


async def test_receiving_goes_on_after_every_kind_of_failure(home: House) -> None:
    anna = await home.anna("fi")
    await anna.says("/start")
    await anna.is_at("welcome.ask")
    home.telegram.fails("502", method="getUpdates")
    await anna.answers(until="who")
    await anna.is_at("who.ask")


async def test_group_of_the_supervisor_that_becomes_a_supergroup_gets_its_cards_there(home: House) -> None:
    group = await home.telegram.group("Toimisto", [home.desk])
    await home.stops()
    home.environment["SUPERVISOR_CHAT_ID"] = str(group.chat_id)
    await home.starts()
    anna = await home.anna("fi")
    await anna.leaves_request()
    await home.quiet()
    assert len(group.screens) == 1

    await home.stops()
    bea = await home.anna("en", first_name="Bea")
    moved = home.telegram.deeds.chat(home.telegram.deeds.migrate(group.chat_id).chat_id)
    home.telegram.updates.drop_pending()  # the bot only learns it when it writes
    await home.starts()
    await bea.leaves_request(2)
    await home.quiet()
    texts = [str(message.get("text")) for message in moved.messages.values()]
    assert len([text for text in texts if said("card.new", "fi", number="2") in text]) == 1
    await home.restarts()
    cia = await home.anna("en", first_name="Cia")
    await cia.leaves_request(3)
    await home.quiet()
    texts = [str(message.get("text")) for message in moved.messages.values()]
    assert [text for text in texts if said("card.new", "fi", number="3") in text]


async def test_card_that_the_database_could_not_note_is_repeated_marked(
    home: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    anna = await home.anna("fi")
    await anna.reaches_review()
    save, failures = Leads.save, [StorageError("disk is full")]

    def sometimes(leads: Leads, lead: StoredLead) -> None:
        if lead.card_message_id and failures:
            raise failures.pop()
        save(leads, lead)

    monkeypatch.setattr(Leads, "save", sometimes)
    await anna.picks("review.send")
    await home.quiet()
    await home.passes(60)

    assert [home.desk.words("card.repeated") in card for card in home.cards] == [False, True]


async def test_summary_and_word_of_a_correction_that_may_have_arrived_come_again_marked(home: House) -> None:
    anna = await home.anna("en")
    await anna.leaves_request()
    home.telegram.fails("cut_after", method="sendMessage", chat_id=home.desk.chat_id)
    await anna.picks("button.correct", "place.name", "place.any", "button.correct.send")
    await comes_back(home)
    told = [screen.text for screen in home.desk.screens if home.desk.words("desk.corrected", number="1") in screen.text]
    assert [home.desk.words("repeat") in text for text in told] == [False, True]
    await anna.picks("button.brief")
    home.telegram.fails("cut_after", method="sendMessage", chat_id=anna.chat_id)
    await anna.taps_words("English")
    await comes_back(home)
    briefs = [screen.text for screen in anna.screens if anna.words("brief.title") in screen.text]
    assert [anna.words("repeat") in text for text in briefs] == [False, True]
