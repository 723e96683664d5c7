"""What the bot gets: kept for a while, acknowledged by offset, limited to what it asked for."""

from __future__ import annotations

import itertools

from tests.driver import LocalTelegram, Talk
from tests.local_telegram.conftest import BareClient, FakeClock


async def test_unanswered_query_is_dropped_after_150_seconds_and_message_after_a_day(
    anna: Talk, bare: BareClient, clock: FakeClock
) -> None:
    await anna.says("hei")
    await bare.result(
        "sendMessage",
        chat_id=anna.chat_id,
        text="Missä?",
        reply_markup={"inline_keyboard": [[{"text": "Etänä", "callback_data": "a"}]]},
    )
    await anna.taps("Etänä")
    clock.passes(149)
    assert len(await bare.result("getUpdates")) == 2
    clock.passes(1)
    [message] = await bare.result("getUpdates")
    assert message["message"]["text"] == "hei"
    clock.passes(24 * 3600 - 150)
    assert await bare.result("getUpdates") == []
    assert anna.telegram.journal.acknowledged == []


async def test_unacknowledged_update_comes_again_and_offset_ends_it(anna: Talk, bare: BareClient) -> None:
    for text in ("yksi", "kaksi", "kolme"):
        await anna.says(text)
    first = await bare.result("getUpdates", limit=2)
    assert await bare.result("getUpdates", limit=2) == first
    rest = await bare.result("getUpdates", offset=first[-1]["update_id"] + 1)
    assert [update["message"]["text"] for update in rest] == ["kolme"]
    assert anna.telegram.journal.acknowledged == [update["update_id"] for update in first]


async def test_negative_offset_keeps_only_the_last(anna: Talk, bare: BareClient) -> None:
    for text in ("yksi", "kaksi"):
        await anna.says(text)
    [last] = await bare.result("getUpdates", offset=-1)
    assert last["message"]["text"] == "kaksi"


async def test_numbers_jump_after_a_quiet_week_and_old_offset_loses_nothing(
    anna: Talk, bare: BareClient, clock: FakeClock
) -> None:
    numbers, offset = [], 0
    for week in range(6):
        await anna.says(f"viikko {week}")
        [update] = await bare.result("getUpdates", offset=offset)
        assert update["message"]["text"] == f"viikko {week}"
        numbers.append(update["update_id"])
        offset = update["update_id"] + 1
        await bare.result("getUpdates", offset=offset)
        clock.passes(7 * 24 * 3600)
    steps = [after - before for before, after in itertools.pairwise(numbers)]
    assert min(steps) < 0 < max(steps)
    assert 1 not in steps


async def test_kinds_not_asked_for_do_not_come(anna: Talk, bare: BareClient) -> None:
    await bare.result("getUpdates", allowed_updates=["callback_query"])
    await anna.says("hei")
    assert await bare.result("getUpdates") == []
    await bare.result("getUpdates", allowed_updates=[])
    await anna.says("hei")
    assert len(await bare.result("getUpdates")) == 1


async def test_poll_that_nobody_answers_ends_empty(bare: BareClient) -> None:
    assert await bare.result("getUpdates", timeout=0.01) == []


async def test_bot_in_plain_group_sees_only_what_is_meant_for_it(telegram: LocalTelegram, bare: BareClient) -> None:
    anna = await telegram.person("Anna")
    group = await telegram.group("Ryhmä", [anna])
    sent = await bare.result("sendMessage", chat_id=group.chat_id, text="hei")
    await group.says("keskenämme")
    await group.says("/leads")
    await group.says("hei @tyonohjaus_bot")
    await group.says("vastaus", reply_to=sent["message_id"])
    texts = [update["message"]["text"] for update in await bare.result("getUpdates")]
    assert texts == ["/leads", "hei @tyonohjaus_bot", "vastaus"]
    telegram.deeds.bot_standing(group.chat_id, anna.user_id, "administrator")
    await group.says("kaikki")
    assert (await bare.result("getUpdates"))[-1]["message"]["text"] == "kaikki"
    telegram.deeds.bot_standing(group.chat_id, anna.user_id, "left")
    await group.says("/leads")
    assert "my_chat_member" in (await bare.result("getUpdates"))[-1]


async def test_group_that_migrates_says_so_in_both_chats(telegram: LocalTelegram, bare: BareClient, anna: Talk) -> None:
    group = await telegram.group("Ryhmä", [anna], administrator=True)
    new = telegram.deeds.migrate(group.chat_id).chat_id
    updates = await bare.result("getUpdates")
    assert updates[0]["message"]["migrate_to_chat_id"] == new
    assert updates[1]["message"]["migrate_from_chat_id"] == group.chat_id
