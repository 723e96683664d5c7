"""The driver: reads as a chat, waits for events, and complains with the screen."""

from __future__ import annotations

import asyncio

import aiohttp
import pytest

from bot.local_telegram.flood import Limits, Rate
from tests import driver
from tests.driver import LocalTelegram, Talk
from tests.local_telegram.conftest import BareClient, FakeClock

KEYBOARD = {
    "inline_keyboard": [
        [{"text": "Etänä", "callback_data": "a"}, {"text": "Etänä ja läsnä", "callback_data": "b"}],
        [{"text": "Läsnä", "callback_data": "c"}, {"text": "Sivu", "url": "https://example.org"}],
    ]
}


@pytest.fixture(autouse=True)
def _impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """A missing thing is not waited for long."""
    monkeypatch.setattr(driver, "PATIENCE_SECONDS", 0.05)


async def test_missing_text_is_complained_about_with_the_screen(anna: Talk, bare: BareClient) -> None:
    await bare.result("sendMessage", chat_id=anna.chat_id, text="Missä?", reply_markup=KEYBOARD)
    with pytest.raises(
        AssertionError, match=r"(?s)'Milloin' is not to be seen.*Missä\?.*\[Etänä\]  \[Etänä ja läsnä\]"
    ):
        await anna.sees("Milloin")


async def test_missing_button_is_complained_about_with_the_screen(anna: Talk, bare: BareClient) -> None:
    await bare.result("sendMessage", chat_id=anna.chat_id, text="Missä?", reply_markup=KEYBOARD)
    with pytest.raises(AssertionError, match=r"(?s)no button 'Puhelin'.*\[Läsnä\]"):
        await anna.taps("Puhelin")
    with pytest.raises(AssertionError, match="sends nothing to the bot"):
        await anna.taps("Sivu")


async def test_button_is_found_by_whole_label_before_beginning(anna: Talk, bare: BareClient) -> None:
    await bare.result("sendMessage", chat_id=anna.chat_id, text="Missä?", reply_markup=KEYBOARD)
    await anna.taps("Etänä")
    await anna.taps("Etänä ja")
    await anna.taps("Lä")
    data = [update["callback_query"]["data"] for update in await bare.result("getUpdates")]
    assert data == ["a", "b", "c"]


async def test_old_screen_can_still_be_tapped(anna: Talk, bare: BareClient) -> None:
    sent = await bare.result("sendMessage", chat_id=anna.chat_id, text="Missä?", reply_markup=KEYBOARD)
    old = anna.screen
    await bare.result("editMessageText", chat_id=anna.chat_id, message_id=sent["message_id"], text="Milloin?")
    await anna.taps("Läsnä", on=old)
    [update] = await bare.result("getUpdates")
    assert update["callback_query"]["message"]["text"] == "Milloin?"


async def test_text_that_comes_later_is_waited_for(
    anna: Talk, bare: BareClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(driver, "PATIENCE_SECONDS", 5.0)
    looking = asyncio.create_task(anna.sees("Tervetuloa"))
    await bare.result("sendMessage", chat_id=anna.chat_id, text="Tervetuloa!")
    assert (await looking).text == "Tervetuloa!"


async def test_group_is_held_by_each_member(telegram: LocalTelegram, bare: BareClient) -> None:
    anna, liisa = await telegram.person("Anna"), await telegram.person("Liisa")
    group = await telegram.group("Ryhmä", [anna, liisa], administrator=True)
    await group.says("minä")
    await group.of(liisa).says("ja minä")
    senders = [update["message"]["from"]["first_name"] for update in await bare.result("getUpdates")]
    assert senders == ["Anna", "Liisa"]


async def test_real_limits_hold_a_burst_back_and_let_go_in_time(clock: FakeClock) -> None:
    async with LocalTelegram(limits=Limits(), clock=clock) as telegram:
        anna, liisa = await telegram.person("Anna"), await telegram.person("Liisa")
        async with aiohttp.ClientSession() as session:
            bare = BareClient(telegram, session)
            answers = [(await bare.call("sendMessage", chat_id=anna.chat_id, text="hei"))["ok"] for _ in range(6)]
            assert answers == [True] * 5 + [False]
            assert (await bare.call("sendMessage", chat_id=liisa.chat_id, text="hei"))["ok"]
            clock.passes(1)
            assert (await bare.call("sendMessage", chat_id=anna.chat_id, text="hei"))["ok"]


async def test_everything_that_is_shown_again_shares_the_pace_of_sends(clock: FakeClock) -> None:
    async with LocalTelegram(limits=Limits(edits=True), clock=clock) as telegram:
        anna = await telegram.person("Anna")
        group = await telegram.group("Ryhmä", [anna], forum=True, administrator=True)
        async with aiohttp.ClientSession() as session:
            bare = BareClient(telegram, session)
            about = {"chat_id": group.chat_id}
            sent = await bare.result("sendMessage", **about, text="0")
            topic = await bare.result("createForumTopic", **about, name="Liidi")
            for number in range(18):
                await bare.call("editMessageText", **about, message_id=sent["message_id"], text=str(number // 2 + 1))
            assert telegram.journal.not_modified == 9
            refused = [
                await bare.call("editMessageText", **about, message_id=sent["message_id"], text="uusi"),
                await bare.call("sendMessage", **about, text="uusi"),
                await bare.call("editForumTopic", **about, message_thread_id=topic["message_thread_id"], name="Toinen"),
            ]
            assert [body["parameters"]["retry_after"] for body in refused] == [3, 3, 3]
            assert await bare.result("deleteMessage", **about, message_id=sent["message_id"])


async def test_album_counts_each_of_its_messages_and_goes_whole(clock: FakeClock) -> None:
    async with LocalTelegram(limits=Limits(private=Rate(1.0, 2)), clock=clock) as telegram:
        anna = await telegram.person("Anna")
        photos = await anna.sends_album(*[{"photo": True}] * 4)
        ids = [photo["message_id"] for photo in photos]
        async with aiohttp.ClientSession() as session:
            bare = BareClient(telegram, session)
            copied = await bare.result("copyMessages", chat_id=anna.chat_id, from_chat_id=anna.chat_id, message_ids=ids)
            assert len(copied) == 4
            body = await bare.call("sendMessage", chat_id=anna.chat_id, text="hei")
            assert body["parameters"] == {"retry_after": 3}


async def test_bot_that_takes_no_updates_is_complained_about(anna: Talk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(driver, "PATIENCE_SECONDS", 0.05)
    await anna.says("hei")
    with pytest.raises(AssertionError, match=r"updates not acknowledged: \['message'\]"):
        await anna.settled()
