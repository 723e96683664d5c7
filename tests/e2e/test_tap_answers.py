"""No tap meets silence: what the small box cannot say stands in the chat, and what changes nothing says so."""

from __future__ import annotations

import pytest

from bot.ui.callbacks import Data, Done, Tick, encode
from tests.e2e.house import House
from tests.e2e.phone import Phone


def tap(home: House, anna: Phone, data: Data) -> None:
    """Press a button that an older screen had."""
    home.telegram.deeds.tap(anna.chat_id, anna.user_id, anna.living.message_id, encode(data))


@pytest.mark.parametrize("why", ["Bad Request: query is too old and response timeout expired or query ID is invalid"])
async def test_answer_that_telegram_does_not_take_stands_on_the_screen(home: House, why: str) -> None:
    anna = await home.anna("en")
    await anna.answers(until="challenge")
    home.telegram.fails("400", times=9, method="answerCallbackQuery", description=why)
    await home.quiet()
    tap(home, anna, Done("challenge"))
    await home.quiet()
    await home.app.ingest.answered()
    await anna.reads("notice.choose_first")


async def test_answer_at_the_desk_that_telegram_does_not_take_is_said_there(home: House) -> None:
    await (await home.anna("en")).leaves_request()
    home.telegram.fails("500", times=9, method="answerCallbackQuery")
    await home.desk.picks("button.lead.take")
    await home.quiet()
    await home.app.ingest.answered()
    await home.desk.reads("desk.took")


async def test_tap_that_changes_nothing_says_so(home: House) -> None:
    anna = await home.anna("en")
    await anna.answers(until="challenge")
    await anna.picks("challenge.coping", "challenge.coping")
    for _ in range(2):
        tap(home, anna, Tick("challenge", "unsure", on=True))
        await anna.quiet()
    assert anna.notices[-1].text == anna.words("notice.so_already")
