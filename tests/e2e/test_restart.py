"""The bot is stopped and started between every step: nothing is lost, nothing comes twice."""

from __future__ import annotations

import pytest

from tests.e2e.house import House

BOTH = pytest.mark.parametrize("language", ["fi", "en"])
ANSWERS = ("who.group", "challenge.growth", "place.on_site", "people.few", "way.phone")
TYPED = {"town": "Kemi", "phone": "040 123 4567"}


@BOTH
async def test_every_step_survives_a_restart_and_nothing_comes_twice(home: House, language: str) -> None:
    anna = await home.anna(language)
    await anna.says("/start")
    await home.quiet()
    while anna.asked != "sent":
        before = anna.printed()
        await home.restarts()
        await home.quiet()
        assert anna.printed() == before
        deed = anna.next_deed(*ANSWERS, **TYPED)
        assert deed
        await anna.does(deed)
        assert anna.printed() != before
    await anna.is_at("sent.title", number="1")
    await home.quiet()
    await home.restarts()
    await home.quiet()
    assert len(home.cards) == 1
    assert "Kemi" in home.cards[0]
    assert "040 123 4567" in home.cards[0]
    assert len(home.calls("sendMessage", home.desk.chat_id)) == 1


@BOTH
async def test_deeds_while_the_bot_is_away_are_answered_when_it_is_back(home: House, language: str) -> None:
    anna = await home.anna(language)
    await anna.answers(until="who")
    await anna.is_at("who.ask")
    await home.stops()
    await anna.picks("who.employee")
    await home.starts()
    await anna.is_at("challenge.ask")
    await home.stops()
    await anna.says(anna.words("challenge.coping"))
    await home.starts()
    await anna.is_at("challenge.ask")
    assert "✓ " + anna.words("challenge.coping") in anna.living.buttons


async def test_request_sent_while_the_bot_is_going_down_arrives_once(home: House) -> None:
    anna = await home.anna("fi")
    await anna.reaches_review()
    await home.stops()
    await anna.picks("review.send", "review.send")
    await home.starts()
    await anna.is_at("sent.title", number="1")
    await home.quiet()
    assert len(home.cards) == 1


@BOTH
async def test_after_a_long_absence_people_in_the_middle_get_their_screen_again(home: House, language: str) -> None:
    anna = await home.anna(language)
    await anna.answers("who.employee", until="challenge")
    before = await anna.is_at("challenge.ask")
    done = await home.anna("en", first_name="Done")
    await done.leaves_request()
    await home.quiet()
    quiet_before = done.printed()
    await home.stops()
    await anna.picks("challenge.coping")  # a tap that Telegram will have dropped
    home.clock.passes(151)
    await home.starts()
    await anna.is_at("notice.back")
    after = await anna.is_at("challenge.ask")
    assert after.message_id > before.message_id
    assert [screen for screen in anna.screens if screen.buttons] == [anna.screens[-1]] or len(
        [screen for screen in anna.screens if screen.buttons]
    ) == 1
    assert done.printed() == quiet_before
    await anna.answers("challenge.coping", until="company")


async def test_after_a_short_absence_nobody_is_disturbed(home: House) -> None:
    anna = await home.anna("fi")
    await anna.answers(until="who")
    await anna.is_at("who.ask")
    before = anna.printed()
    await home.stops()
    home.clock.passes(120)
    await home.starts()
    await home.quiet()
    assert anna.printed() == before


async def test_message_below_a_screen_is_answered_below_it_after_a_restart(home: House) -> None:
    anna = await home.anna("fi")
    await anna.answers(until="who")
    await home.quiet()
    await home.restarts()
    await anna.says("yksi työntekijä")
    screen = await anna.is_at("challenge.ask")
    assert screen.message_id == anna.messages[-1]["message_id"]
