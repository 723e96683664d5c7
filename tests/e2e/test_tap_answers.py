"""No tap meets silence: what the small box cannot say stands in the chat, and what changes nothing says so."""

from __future__ import annotations

import pytest

from tests.e2e.house import House


@pytest.mark.parametrize("why", ["Bad Request: query is too old and response timeout expired or query ID is invalid"])
async def test_answer_that_telegram_does_not_take_stands_on_the_screen(home: House, why: str) -> None:
    anna = await home.anna("en")
    await anna.answers(until="challenge")
    home.telegram.fails("400", times=9, method="answerCallbackQuery", description=why)
    await anna.picks("button.done")
    await anna.is_at("notice.choose_first")


async def test_answer_at_the_desk_that_telegram_does_not_take_is_said_there(home: House) -> None:
    await (await home.anna("en")).leaves_request()
    home.telegram.fails("500", times=9, method="answerCallbackQuery")
    await home.desk.picks("button.lead.take")
    await home.desk.reads("desk.took")


async def test_tap_that_changes_nothing_says_so(home: House) -> None:
    anna = await home.anna("en")
    await anna.answers(until="challenge")
    await anna.picks("challenge.coping")
    screen = await anna.is_at("challenge.ask")
    unsure = anna.words("choice.unsure")
    for _ in range(2):
        await anna.taps(unsure, on=screen)
        await anna.quiet()
    assert anna.notices[-1].text == anna.words("notice.so_already")
