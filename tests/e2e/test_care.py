"""Duty of care: help is one tap or one word away, and the choice stays with the person."""

from __future__ import annotations

import pytest

from bot.requests.limits import MOST_LETTERS
from bot.requests.supervisor_chat import set_supervisor_chat
from tests.e2e.house import House
from tests.e2e.phone import Phone

BOTH = pytest.mark.parametrize("language", ["fi", "en"])
WORDS = {"fi": "En halua enää elää, töissä on liikaa.", "en": "I think about suicide because of work."}
NUMBERS = ("112", "116 117", "09 2525 0111")


def shows_numbers(anna: Phone) -> None:
    """Every number is on the living screen."""
    for number in NUMBERS:
        assert number in anna.living.text


@BOTH
async def test_urgent_button_shows_help_and_leads_back(home: House, language: str) -> None:
    anna = await home.anna(language)
    await anna.says("/start")
    await anna.picks("welcome.begin", "who.employee", "challenge.coping", "button.urgent")
    screen = await anna.is_at("care.not_alone")
    assert anna.words("care.thanks") not in screen.text  # nothing was told
    shows_numbers(anna)
    await anna.picks("button.flow")
    await anna.is_at("challenge.ask")
    assert "✓ " + anna.words("challenge.coping") in anna.living.buttons


@pytest.mark.parametrize(("language", "command"), [("fi", "/apua"), ("en", "/help"), ("fi", "/help")])
async def test_help_before_anything_else_shows_the_numbers(home: House, language: str, command: str) -> None:
    anna = await home.anna(language)
    await anna.says(command)
    await anna.is_at("help.text")
    shows_numbers(anna)
    await anna.picks("button.flow")
    await anna.is_at("welcome.ask")


async def asked_for_words(home: House, language: str) -> Phone:
    """Somebody who has written words that may mean danger."""
    anna = await home.anna(language)
    await anna.answers("who.employee", "challenge.words", until="own_words")
    await anna.says(WORDS[language])
    await anna.is_at("care.thanks")
    shows_numbers(anna)
    return anna


@BOTH
async def test_words_that_may_mean_danger_bring_help_and_one_may_go_on(home: House, language: str) -> None:
    anna = await asked_for_words(home, language)
    await anna.picks("button.continue", "button.done")
    await anna.answers(until="sent")
    card = await home.desk.reads("card.new", number="1")
    assert WORDS[language] in card.text


@BOTH
async def test_words_can_be_deleted_and_never_reach_the_card(home: House, language: str) -> None:
    anna = await asked_for_words(home, language)
    await anna.picks("button.unwrite")
    await anna.sees_notice(anna.words("notice.unwritten"))
    await anna.is_at("own_words.ask")
    row = await home.app.store.transaction(lambda tx: tx.chats.load(anna.chat_id))
    assert row is not None
    assert WORDS[language] not in str(row.personal)
    await anna.picks("choice.skip")
    await anna.answers(until="sent")
    card = await home.desk.reads("card.new", number="1")
    assert WORDS[language] not in card.text


@BOTH
async def test_one_may_stop_there_and_come_back(home: House, language: str) -> None:
    anna = await asked_for_words(home, language)
    await anna.picks("button.stop")
    await anna.is_at("stopped", n=7)
    await home.quiet()
    assert home.desk.messages == []
    await anna.picks("button.continue", "button.done")
    await anna.is_at("company.ask")


@pytest.mark.parametrize("where", ["challenge", "place", "review", "town"])
async def test_such_words_bring_help_wherever_they_are_written(home: House, where: str) -> None:
    anna = await home.anna("fi")
    match where:
        case "review":
            await anna.reaches_review()
        case "challenge":
            await anna.answers("who.employee", until="challenge")
        case _:
            await anna.answers("who.employee", "challenge.coping", until="place")
            if where == "town":
                await anna.answers("place.on_site", until="town")
    await anna.says(WORDS["fi"])
    await anna.is_at("care.thanks")
    shows_numbers(anna)


async def test_such_words_after_sending_bring_help_too(home: House) -> None:
    anna = await home.anna("fi")
    await anna.leaves_request()
    await anna.says(WORDS["fi"])
    await home.desk.reads_words(WORDS["fi"])
    await anna.reads("care.thanks")
    shows_numbers(anna)


async def test_help_comes_up_for_an_edit_of_what_was_passed_on(home: House) -> None:
    anna = await home.anna("en")
    await anna.leaves_request()
    mine = await anna.says("I am tired.")
    await home.desk.reads_words("I am tired.")
    await anna.edits(mine, "I think of suicide.")
    await anna.is_at("care.thanks")
    await home.desk.reads_words("I think of suicide.")


async def test_help_comes_up_for_an_edit_of_what_is_on_its_way(home: House) -> None:
    anna = await home.anna("en")
    await anna.leaves_request()
    home.telegram.fails("429", method="sendMessage", chat_id=home.desk.chat_id, retry_after=60)
    mine = await anna.says("I am tired.")
    await anna.edits(mine, "I think of suicide.")
    await anna.is_at("care.thanks")
    await home.passes(61)
    await home.desk.reads_words("I think of suicide.")


@pytest.mark.parametrize("why", ["closed", "full", "another desk", "a picture"])
async def test_help_comes_up_for_an_edit_that_does_not_follow(home: House, why: str) -> None:
    anna = await home.anna("en")
    await anna.leaves_request()
    mine = await anna.says("I am tired.")
    await home.desk.reads_words("I am tired.")
    match why:
        case "closed" | "a picture":
            await home.desk.picks("button.lead.more", "button.lead.handled")
        case "full":
            await home.desk.blocks()
            home.clock.passes(60)
            for n in range(MOST_LETTERS):
                await anna.says(f"More, {n}.")
            home.clock.passes(60)
        case _:
            other = await home.telegram.person("Paula", started=True)
            await home.app.store.transaction(lambda tx: set_supervisor_chat(tx, other.chat_id))
    await home.quiet()
    below = anna.living.message_id
    if why == "a picture":
        picture = await anna.sends(photo=True, caption="Me")
        await home.quiet()
        below = anna.living.message_id
        edited = {**picture, "caption": "I think of suicide.", "edit_date": picture["date"]}
        home.telegram.updates.add("edited_message", edited, about=anna.chat_id)
    else:
        await anna.edits(mine, "I think of suicide.")
    assert (await anna.is_at("care.thanks")).message_id > below
    shows_numbers(anna)


@BOTH
async def test_first_message_in_danger_is_answered_with_help(home: House, language: str) -> None:
    anna = await home.anna(language)
    await anna.says(WORDS[language])
    await anna.is_at("care.thanks")
    shows_numbers(anna)
    await anna.picks("button.flow")
    await anna.is_at("welcome.ask")


@BOTH
async def test_words_of_danger_at_any_question_bring_help_with_nothing_above_it(home: House, language: str) -> None:
    anna = await home.anna(language)
    await anna.says("/start")
    for _ in range(2):
        await anna.says(WORDS[language])
        screen = await anna.is_at("care.thanks")
        shows_numbers(anna)
        assert screen.text.startswith(anna.words("care.thanks"))
        await anna.picks("button.flow")
    await anna.answers(until="who")
    await anna.says(WORDS[language])
    assert (await anna.is_at("care.thanks")).text.startswith(anna.words("care.thanks"))


DEATH = {
    "fi": "Työkaverimme kuoli eilen tapaturmassa, olemme järkyttyneitä.",
    "en": "Our colleague died in an accident.",
}


@BOTH
@pytest.mark.parametrize("where", ["who", "challenge", "company", "place", "pace", "offer"])
async def test_death_told_in_words_is_met_with_sympathy_and_contact_first(
    home: House, language: str, where: str
) -> None:
    anna = await home.anna(language)
    await anna.says("/start")
    await anna.answers(until=where)
    await anna.says(DEATH[language])
    screen = await anna.is_at("notice.sorry")
    assert screen.buttons[0] == anna.words("button.contact_first")
    assert screen.strong == [anna.words("button.contact_first")]
    await anna.picks("button.contact_first")
    await anna.answers(until="review")
    assert DEATH[language] in anna.living.text
    await anna.answers(until="sent")
    assert "112" in (await anna.is_at("sent.crisis")).text
    card = await home.desk.reads("card.crisis")
    assert DEATH[language] in card.text


@BOTH
async def test_death_told_after_something_serious_was_ticked_is_met_with_sympathy_too(
    home: House, language: str
) -> None:
    anna = await home.anna(language)
    await anna.answers("who.managers", until="challenge")
    await anna.picks("challenge.crisis")
    await anna.says(DEATH[language])
    screen = await anna.is_at("notice.sorry")
    assert screen.strong == [anna.words("button.contact_first")]
    await anna.picks("button.done")
    await anna.says({"fi": "yhdessä", "en": "together"}[language])
    assert anna.words("notice.sorry") not in (await anna.is_at("place.ask")).text


@BOTH
async def test_urgent_help_asked_for_tells_nobody_of_a_crisis(home: House, language: str) -> None:
    anna = await home.anna(language)
    await anna.answers(until="challenge")
    await anna.picks("button.urgent", "button.contact_first")
    await anna.answers(until="sent")
    assert home.desk.words("card.crisis") not in (await home.desk.reads("card.new", number="1")).text


@BOTH
async def test_numbers_stay_above_whatever_comes_after_them(home: House, language: str) -> None:
    anna = await home.anna(language)
    await anna.answers(until="challenge")
    await anna.picks("button.urgent")
    numbers = anna.living.message_id
    await anna.picks("button.flow")
    await anna.is_at("challenge.ask")
    assert anna.living.message_id > numbers
    assert "112" in next(screen.text for screen in anna.screens if screen.message_id == numbers)


@BOTH
async def test_helpline_stands_right_below_its_name_and_the_emergency_number_last(home: House, language: str) -> None:
    anna = await home.anna(language)
    await anna.answers(until="challenge")
    await anna.picks("button.urgent")
    await anna.is_at("care.talk")
    shown = [line for line in anna.living.text.splitlines() if line]
    own = shown[shown.index(anna.words("care.talk")) + 1 :]
    number = {"fi": "09 2525 0111", "en": "09 2525 0113"}[language]
    assert own[0].startswith(f"• {number}")
    assert "112" in own[-1]


@BOTH
async def test_contact_first_is_the_strong_button_in_a_crisis_also_on_the_help(home: House, language: str) -> None:
    anna = await home.anna(language)
    await anna.answers("who.group", until="challenge")
    await anna.picks("challenge.crisis")
    await anna.quiet()
    assert anna.living.strong == [anna.words("button.contact_first")]
    await anna.picks("button.urgent")
    await anna.is_at("care.talk")
    assert anna.living.buttons[0] == anna.words("button.contact_first")
    assert anna.living.strong == [anna.words("button.contact_first")]
