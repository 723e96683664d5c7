"""After sending: a request can be corrected or withdrawn, and the supervisor is told."""

from __future__ import annotations

import pytest

from tests.e2e.house import House

BOTH = pytest.mark.parametrize("language", ["fi", "en"])


@BOTH
async def test_corrected_answer_changes_the_card_in_place_and_the_supervisor_is_told(
    home: House, language: str
) -> None:
    anna = await home.anna(language)
    await anna.leaves_request()
    card = await home.desk.reads("card.new", number="1")
    await anna.picks("button.correct", "place.name", "place.any")
    await anna.is_at("review.ask")
    await anna.picks("button.correct.send")
    await anna.is_at("notice.corrected")
    await anna.is_at("sent.title", number="1")
    told = await home.desk.reads("desk.corrected", number="1")
    assert told.message["reply_to_message"]["message_id"] == card.message_id
    changed = next(screen for screen in home.desk.screens if screen.message_id == card.message_id)
    assert home.desk.words("place.any") in changed.text
    assert home.desk.words("card.corrected", moment="").strip(" .") in changed.text
    assert len(home.cards) == 1


async def test_message_can_be_added_to_a_sent_request_by_correcting_it(home: House) -> None:
    anna = await home.anna("en")
    await anna.leaves_request()
    await anna.picks("button.correct", "button.back", "button.add", "button.message")
    await anna.says("Only after Midsummer.")
    await anna.picks("button.done", "button.correct.send")
    await home.quiet()
    assert "Only after Midsummer." in home.cards[0]


async def test_correction_that_changes_the_suggestion_shows_it_first(home: House) -> None:
    anna = await home.anna("en")
    await anna.leaves_request()
    await anna.picks("button.correct", "who.name", "who.pair", "together.together")
    assert anna.words("format.pair") in (await anna.is_at("suggestion.title")).text
    await anna.picks("button.continue", "button.correct.send")
    await home.quiet()
    assert home.desk.words("format.pair") in home.cards[0]
    assert await home.app.store.transaction(lambda tx: [lead.format for lead in tx.leads.listed()]) == ["pair"]


@pytest.mark.parametrize("where", ["review", "offer"])
async def test_correction_can_be_left_and_nothing_has_changed(home: House, where: str) -> None:
    anna = await home.anna("en")
    await anna.leaves_request()
    await home.quiet()
    before = home.cards
    await anna.picks("button.correct")
    if where == "review":
        await anna.picks("place.name", "place.any", "button.correct.leave")
    else:
        await anna.picks("who.name", "who.pair", "together.together", "button.correct.leave")
    await anna.is_at("notice.as_it_was")
    await anna.is_at("sent.title", number="1")
    assert home.cards == before
    await anna.picks("button.correct", "button.back")
    assert anna.words("place.remote") in (await anna.is_at("review.ask")).text


async def test_correction_survives_a_restart(home: House) -> None:
    anna = await home.anna("en")
    await anna.leaves_request()
    await anna.picks("button.correct", "place.name")
    await home.quiet()
    await home.restarts()
    await anna.picks("place.any")
    await anna.picks("button.correct.send")
    await home.quiet()
    assert home.desk.words("place.any") in home.cards[0]


@BOTH
async def test_withdrawn_request_is_emptied_and_the_supervisor_is_told(home: House, language: str) -> None:
    anna = await home.anna(language)
    await anna.leaves_request()
    card = await home.desk.reads("card.new", number="1")
    await anna.picks("button.withdraw")
    await anna.is_at("withdraw.ask", number="1")
    await anna.picks("button.withdraw.yes")
    await anna.is_at("notice.withdrawn", number="1")
    await anna.is_at("kept", n=7, format=anna.words("format.individual"))
    told = await home.desk.reads("desk.withdrawn", number="1")
    assert told.message["reply_to_message"]["message_id"] == card.message_id
    emptied = next(screen for screen in home.desk.screens if screen.message_id == card.message_id)
    assert emptied.text == home.desk.words("card.erased", number="1")
    assert "Anna" not in home.desk.printed()


async def test_withdrawing_is_asked_first_and_can_be_left(home: House) -> None:
    anna = await home.anna("en")
    await anna.leaves_request()
    await anna.picks("button.withdraw", "button.withdraw.no")
    await anna.is_at("sent.title", number="1")
    await home.quiet()
    assert len(home.cards) == 1


async def test_request_after_a_withdrawn_one_is_a_new_one(home: House) -> None:
    anna = await home.anna("en")
    await anna.leaves_request()
    await anna.picks("button.withdraw", "button.withdraw.yes")
    await anna.answers("role.participant", until="sent")
    await anna.is_at("sent.title", number="2")
    await home.desk.reads("card.new", number="2")


async def test_withdrawing_twice_tells_the_supervisor_once(home: House) -> None:
    anna = await home.anna("en")
    await anna.leaves_request()
    await anna.picks("button.withdraw")
    screen = await anna.is_at("withdraw.ask", number="1")
    label = anna.words("button.withdraw.yes")
    await anna.taps(label, on=screen)
    await anna.taps(label, on=screen)
    await home.quiet()
    words = home.desk.words("desk.withdrawn", number="1")
    assert sum(words in screen.text for screen in home.desk.screens) == 1


async def test_correction_into_a_crisis_rings_and_brings_the_card_again(home: House) -> None:
    anna = await home.anna("en")
    await anna.leaves_request()
    await anna.picks("button.correct", "challenge.name", "challenge.crisis", "button.done")
    await anna.picks("sudden.event", "button.continue", "button.correct.send")
    await home.desk.reads("desk.corrected.crisis", number="1")
    cards = [screen for screen in home.desk.screens if home.desk.words("card.crisis") in screen.text]
    assert len(cards) == 1
    assert cards[0].message_id > 1


async def test_what_reached_the_supervisor_is_marked_for_its_writer(home: House) -> None:
    anna = await home.anna("en")
    await anna.leaves_request()
    message = await anna.says("Afternoons suit me best.")
    await home.desk.reads_words("Afternoons suit me best.")
    await home.quiet()
    (call,) = home.calls("setMessageReaction", anna.chat_id)
    assert int(call["parameters"]["message_id"]) == message["message_id"]


@pytest.mark.parametrize(
    ("language", "words", "yes"),
    [("fi", "peruisin tämän pyynnön", "kyllä, perutaan"), ("en", "withdraw my request", "yes please")],
)
async def test_words_that_withdraw_ask_before_they_do_and_are_no_message(
    home: House, language: str, words: str, yes: str
) -> None:
    anna = await home.anna(language)
    await anna.leaves_request()
    await anna.says(words)
    await anna.is_at("withdraw.ask", number="1")
    await anna.says(yes)
    await home.desk.reads("desk.withdrawn", number="1")
    assert not any(words in screen.text or yes in screen.text for screen in home.desk.screens)


@pytest.mark.parametrize(
    ("language", "typed"),
    [("en", "cancel"), ("en", "ok"), ("en", "cancel that question"), ("fi", "peruuta"), ("fi", "perun"), ("fi", "ok")],
)
async def test_withdrawing_takes_no_word_that_may_mean_leaving_it(home: House, language: str, typed: str) -> None:
    anna = await home.anna(language)
    await anna.leaves_request()
    await anna.picks("button.withdraw")
    await anna.is_at("withdraw.ask", number="1")
    await anna.says(typed)
    await home.quiet()
    withdrawn = home.desk.words("desk.withdrawn", number="1")
    assert not any(withdrawn in screen.text for screen in home.desk.screens)


async def test_stopping_after_sending_offers_to_withdraw(home: House) -> None:
    anna = await home.anna("en")
    await anna.leaves_request()
    await anna.says("/cancel")
    await anna.picks("button.withdraw")
    await anna.is_at("withdraw.ask", number="1")


async def test_start_in_the_middle_of_a_correction_frightens_nobody(home: House) -> None:
    anna = await home.anna("en")
    await anna.leaves_request()
    await anna.picks("button.correct")
    await anna.says("/start")
    screen = await anna.is_at("change.ask")
    assert anna.words("again.hint") not in screen.text


async def test_correction_tells_the_supervisor_what_was_and_what_is_now_with_a_sound(home: House) -> None:
    anna = await home.anna("en")
    await anna.leaves_request()
    await home.desk.reads("card.new", number="1")
    was = next(line for line in home.cards[0].splitlines() if line.startswith(home.desk.words("place.name")))
    await anna.picks("button.correct", "place.name", "place.any", "button.correct.send")
    told = await home.desk.reads("desk.corrected", number="1")
    now = home.desk.words("place.any")
    old = was.partition(": ")[2]
    name = home.desk.words("place.name")
    assert home.desk.words("desk.corrected.answer", name=name, old=old, new=now) in told.text.splitlines()
    call = next(c for c in home.calls("sendMessage", home.desk.chat_id) if "→" in c["parameters"]["text"])
    assert not call["parameters"].get("disable_notification")


async def test_corrections_that_are_told_together_tell_from_what_was_told_before(home: House) -> None:
    anna = await home.anna("en")
    await anna.leaves_request()
    await home.desk.reads("card.new", number="1")
    for place in ("place.any", "place.remote", "place.any", "place.remote"):
        await anna.picks("button.correct", "place.name", place, "button.correct.send")
        await anna.is_at("sent.title", number="1")
    await home.passes(601)
    told = [screen.text for screen in home.desk.screens if home.desk.words("desk.corrected", number="1") in screen.text]
    assert len(told) == 2
    assert f"{home.desk.words('place.any')} → {home.desk.words('place.remote')}" in told[1]


async def test_what_was_told_of_a_correction_goes_with_an_erasure(home: House) -> None:
    anna = await home.anna("en")
    await anna.leaves_request()
    await home.desk.reads("card.new", number="1")
    await anna.picks("button.correct", "place.name", "place.any", "button.correct.send")
    await home.desk.reads("desk.corrected", number="1")
    await anna.says("/delete")
    await anna.picks("button.erase")
    await home.quiet()
    assert "→" not in home.desk.printed()


@pytest.mark.parametrize("language", ["fi", "en"])
async def test_sent_request_shows_four_buttons_and_the_others_behind_one(home: House, language: str) -> None:
    anna = await home.anna(language)
    await anna.leaves_request()
    shown = ("button.correct", "button.withdraw", "button.ask", "button.more")
    assert anna.living.buttons == [anna.words(key) for key in shown]
    await anna.picks("button.more")
    await anna.quiet()
    behind = ("button.brief", "button.privacy", "button.new", "button.back")
    assert anna.living.buttons == [anna.words(key) for key in behind]
    await anna.picks("button.back")
    await anna.quiet()
    assert anna.has("button.correct")


async def test_what_is_still_open_is_one_line_where_an_answer_is_changed(home: House) -> None:
    anna = await home.anna("fi")
    await anna.says("/start")
    await anna.picks("welcome.begin", "who.group", "challenge.crisis", "button.contact_first", "way.telegram")
    await anna.picks("button.add", "button.change")
    text = (await anna.is_at("change.ask")).text
    assert anna.words("answer.to_ask") not in text
    assert anna.words("review.open", questions="").strip() in text
