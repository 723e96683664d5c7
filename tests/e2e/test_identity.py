"""A personal identity code among typed words is pointed out, and stays only when the person insists."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from bot.local_telegram.shapes import Json
from bot.requests.supervisor_chat import queue_missing_cards, set_supervisor_chat
from tests.e2e.house import House, house
from tests.e2e.phone import Phone

CODE = "131052-308T"
WORDS = f"Olen {CODE} ja väsynyt."
WITHOUT = "Olen […] ja väsynyt."
BOTH = pytest.mark.parametrize("language", ["fi", "en"])


async def writes_own_words(anna: Phone, words: str = WORDS) -> None:
    await anna.answers("who.employee", "challenge.words", until="own_words")
    await anna.says(words)


async def sends(anna: Phone) -> None:
    await anna.picks("button.done")
    await anna.answers(until="sent")


async def stored(home: House, anna: Phone) -> str:
    await home.quiet()
    row = await home.app.store.transaction(lambda tx: tx.chats.load(anna.chat_id))
    assert row
    return json.dumps(dict(row.personal), ensure_ascii=False)


@BOTH
async def test_code_is_left_out_unless_asked_to_stay(home: House, language: str) -> None:
    anna = await home.anna(language)
    await writes_own_words(anna)
    await anna.is_at("code.ask")
    await anna.picks("button.code.out")
    await anna.is_at("own_words.ask")
    assert CODE not in await stored(home, anna)
    await sends(anna)
    card = await home.desk.reads("card.new", number="1")
    assert WITHOUT in card.text


@BOTH
async def test_code_stays_when_the_person_insists(home: House, language: str) -> None:
    anna = await home.anna(language)
    await writes_own_words(anna)
    await anna.picks("button.code.keep")
    await sends(anna)
    assert WORDS in (await home.desk.reads("card.new", number="1")).text


async def test_going_on_without_an_answer_leaves_the_code_out(home: House) -> None:
    anna = await home.anna("fi")
    await writes_own_words(anna)
    await anna.says("/help")
    await anna.picks("button.flow")
    assert CODE not in await stored(home, anna)
    await sends(anna)
    assert WITHOUT in (await home.desk.reads("card.new", number="1")).text


async def test_words_without_a_code_are_asked_about_nothing(home: House) -> None:
    anna = await home.anna("fi")
    await writes_own_words(anna, "131052-308U on tilauksen numero")
    await anna.is_at("own_words.ask")


async def test_message_added_to_the_card_is_asked_about_too(home: House) -> None:
    anna = await home.anna("fi")
    await anna.reaches_review()
    await anna.says("Ensin tämä.")
    await anna.says(WORDS)
    await anna.is_at("code.ask")
    await anna.picks("button.code.keep", "review.send")
    assert f"Ensin tämä.\n{WORDS}" in (await home.desk.reads("card.new", number="1")).text


async def test_message_after_sending_is_held_back_until_the_person_decides(home: House) -> None:
    anna = await home.anna("fi")
    await anna.leaves_request()
    await anna.says(WORDS)
    await anna.is_at("code.held")
    await home.quiet()
    assert CODE not in home.desk.printed()
    await anna.picks("button.code.hold")
    await anna.is_at("sent.title", number="1")
    assert CODE not in home.desk.printed()
    await anna.says(WORDS)
    await anna.picks("button.code.pass")
    await home.desk.reads_words(WORDS)
    await anna.is_at("sent.title", number="1")


async def test_edited_answer_is_asked_about_as_well(home: House) -> None:
    anna = await home.anna("fi")
    await writes_own_words(anna, "Olen väsynyt.")
    await anna.picks("button.done")
    await anna.is_at("company.ask")
    mine = [message for message in anna.messages if message.get("text") == "Olen väsynyt."]
    await anna.edits(mine[0], WORDS)
    await anna.is_at("code.ask")
    assert CODE in await stored(home, anna)
    await anna.picks("button.code.out")
    assert CODE not in await stored(home, anna)
    assert WITHOUT in await stored(home, anna)


async def test_help_comes_before_the_code_which_is_left_out(home: House) -> None:
    anna = await home.anna("fi")
    await writes_own_words(anna, f"{CODE} mietin itsemurhaa")
    await anna.is_at("care.thanks")
    await anna.is_at("notice.code_left_out")
    assert CODE not in await stored(home, anna)


async def test_code_written_into_a_message_that_was_passed_on_does_not_follow(home: House) -> None:
    anna = await home.anna("fi")
    await anna.leaves_request()
    mine = await anna.says("Olen väsynyt.")
    await home.desk.reads_words("Olen väsynyt.")
    await anna.edits(mine, WORDS)
    await anna.reads("notice.not_passed_on")
    assert CODE not in home.desk.printed()
    await home.desk.reads_words("Olen väsynyt.")


async def writes_while_the_desk_is_held(home: House, anna: Phone, words: str) -> Json:
    """A message after sending that waits to be passed on."""
    await anna.leaves_request()
    await home.desk.reads("card.new", number="1")
    home.telegram.fails("429", method="sendMessage", chat_id=home.desk.chat_id, retry_after=60)
    mine = await anna.says(words)
    await home.quiet()
    return mine


async def test_code_written_into_a_message_on_its_way_is_held_back_until_the_person_decides(home: House) -> None:
    anna = await home.anna("fi")
    mine = await writes_while_the_desk_is_held(home, anna, "Olen väsynyt.")
    await anna.edits(mine, WORDS)
    await anna.is_at("code.held")
    await home.passes(61)
    assert CODE not in home.desk.printed()
    assert "väsynyt" not in home.desk.printed()
    await anna.picks("button.code.pass")
    await home.desk.reads_words(WORDS)
    await anna.is_at("sent.title", number="1")


async def test_code_edited_out_again_lets_the_message_go(home: House) -> None:
    anna = await home.anna("fi")
    mine = await writes_while_the_desk_is_held(home, anna, "Olen väsynyt.")
    await anna.edits(mine, WORDS)
    await anna.edits(mine, f"{WORDS} Ei vastausta.")
    await anna.is_at("code.held")
    await anna.edits(mine, "Olen hyvin väsynyt.")
    await home.passes(61)
    await home.desk.reads_words("Olen hyvin väsynyt.")
    await anna.is_at("sent.title", number="1")
    assert CODE not in home.desk.printed()


async def test_message_edited_on_its_way_arrives_as_it_is_then(home: House) -> None:
    anna = await home.anna("fi")
    mine = await writes_while_the_desk_is_held(home, anna, "Olen väsynyt.")
    await anna.edits(mine, "Olen levännyt.")
    await home.passes(61)
    await home.desk.reads_words("Olen levännyt.")
    assert anna.words("notice.edited") not in anna.printed()


async def test_code_written_into_a_message_about_an_earlier_request_does_not_arrive(home: House) -> None:
    anna = await home.anna("fi")
    mine = await writes_while_the_desk_is_held(home, anna, "Olen väsynyt.")
    await anna.picks("button.new")
    await anna.edits(mine, f"{CODE} mietin itsemurhaa")
    await anna.reads("notice.not_passed_on")
    await anna.reads("care.thanks")
    await home.passes(61)
    assert CODE not in home.desk.printed()


async def test_code_written_into_a_message_that_waits_for_a_supervisor_is_held_back(tmp_path: Path) -> None:
    async with house(tmp_path, paired=False) as home:
        anna = await home.anna("fi")
        await anna.leaves_request()
        await anna.says("Maanantait eivät käy.")
        mine = await anna.says("Olen väsynyt.")
        await anna.edits(mine, WORDS)
        await anna.is_at("code.held")
        await home.app.store.transaction(lambda tx: set_supervisor_chat(tx, home.desk.chat_id))
        await home.app.store.transaction(queue_missing_cards)
        await home.passes(1)
        await home.desk.reads_words("Maanantait eivät käy.")
        assert "väsynyt" not in home.desk.printed()


async def test_help_comes_before_the_code_in_a_message_to_be_passed_on(home: House) -> None:
    anna = await home.anna("fi")
    await anna.leaves_request()
    await anna.says(f"{CODE} mietin itsemurhaa")
    await anna.is_at("care.thanks")
    await anna.is_at("notice.not_passed_on")
    assert CODE not in home.desk.printed()
