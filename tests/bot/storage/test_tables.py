"""The tables of conversations, leads and small things."""

from __future__ import annotations

import json
import sqlite3
from contextlib import suppress
from dataclasses import replace
from functools import partial

import pytest

from bot.storage import DayCount, Store, StoredChat, StoredLead, StoredMeeting, Tx

from .conftest import NOON, Clock, a_chat, a_lead


async def test_chat_is_loaded_as_it_was_saved_and_the_last_save_wins(store: Store) -> None:
    def work(tx: Tx) -> None:
        assert tx.chats.load(7) is None
        tx.chats.save(a_chat())
        assert tx.chats.load(7) == a_chat()
        tx.chats.save(a_chat(state="sent", screen_message_id=9, screen_shown="q", personal={"x": 1}))
        assert tx.chats.load(8) is None

    await store.transaction(work)
    changed = a_chat(state="sent", screen_message_id=9, screen_shown="q", personal={"x": 1})
    assert await store.transaction(lambda tx: tx.chats.load(7)) == changed


async def test_screen_is_noted_without_touching_the_answers(store: Store) -> None:
    def work(tx: Tx) -> None:
        tx.chats.save(a_chat())
        tx.chats.show(7, message_id=12, shown="who")
        assert tx.chats.load(7) == a_chat(screen_message_id=12, screen_shown="who")
        tx.chats.show(8, message_id=1, shown="")
        assert tx.chats.load(8) is None

    await store.transaction(work)


async def test_chats_are_found_by_when_they_changed(store: Store) -> None:
    def work(tx: Tx) -> None:
        for chat_id, age in ((1, 30.0), (2, 20.0), (3, 10.0)):
            tx.chats.save(a_chat(chat_id, changed_at=NOON - age))
        assert tx.chats.changed_between(0, NOON - 10) == [1, 2]
        assert tx.chats.changed_between(NOON - 20, NOON) == [2, 3]
        assert tx.chats.changed_between(0, NOON, limit=1) == [1]

    await store.transaction(work)


async def test_erased_chat_is_gone_and_others_stay(store: Store) -> None:
    def work(tx: Tx) -> None:
        tx.chats.save(a_chat(1))
        tx.chats.save(a_chat(2))
        tx.chats.erase(1)
        assert tx.chats.load(1) is None
        assert tx.chats.load(2) == a_chat(2)

    await store.transaction(work)


async def test_leads_are_numbered_from_one_and_numbers_never_reused(store: Store) -> None:
    def work(tx: Tx) -> None:
        assert [tx.leads.add(a_lead(name)) for name in "abc"] == [1, 2, 3]
        tx.execute("DELETE FROM leads WHERE number = 3")
        assert tx.leads.add(a_lead("d")) == 4

    await store.transaction(work)


async def test_same_confirmation_twice_is_one_lead(store: Store) -> None:
    first = await store.transaction(lambda tx: tx.leads.add(a_lead("7:1")))
    second = await store.transaction(lambda tx: tx.leads.add(a_lead("7:1", format="pair", personal={})))
    other = await store.transaction(lambda tx: tx.leads.add(a_lead("7:2")))
    assert (first, second, other) == (1, 1, 2)
    lead = await store.transaction(lambda tx: tx.leads.load(1))
    assert lead == StoredLead(
        number=1,
        month="2026-11",
        chat_id=7,
        format="group",
        language="fi",
        status="new",
        created_at=NOON,
        card_chat_id=0,
        card_message_id=0,
        notice_version="2026-10",
        agreed_at=NOON - 1,
        confirmation="7:1",
        personal=a_lead().personal,
        waits_since=NOON,
    )


async def test_database_itself_refuses_a_second_lead_of_one_confirmation(store: Store) -> None:
    """Whatever the code asks first: the column is unique, but for erased leads, which have none."""
    insert = "INSERT INTO leads (month, format, confirmation) VALUES ('2026-11', 'group', ?)"
    await store.transaction(lambda tx: tx.leads.add(a_lead("7:1")))
    with pytest.raises(sqlite3.IntegrityError, match=r"leads\.confirmation"):
        await store.transaction(lambda tx: tx.execute(insert, ("7:1",)).rowcount)
    assert await store.transaction(lambda tx: [tx.execute(insert, (None,)).rowcount for _ in range(2)]) == [1, 1]
    assert await store.transaction(lambda tx: tx.leads.add(a_lead("7:2"))) == 4


async def test_time_that_is_agreed_with_another_is_refused_by_the_database_itself(store: Store) -> None:
    def work(tx: Tx) -> None:
        for name in "ab":
            tx.leads.add(a_lead(name))
        assert tx.meetings.save(StoredMeeting(1, NOON, NOON + 3600))
        assert not tx.meetings.save(StoredMeeting(2, NOON, NOON + 3600))
        assert tx.meetings.save(StoredMeeting(2, NOON + 3600, NOON + 7200))

    await store.transaction(work)


async def test_lead_without_a_confirmation_is_refused(store: Store) -> None:
    with pytest.raises(ValueError, match="confirmation"):
        await store.transaction(lambda tx: tx.leads.add(a_lead("")))
    assert await store.transaction(lambda tx: tx.leads.count()) == 0


async def test_lead_is_found_by_chat_and_by_card(store: Store) -> None:
    def work(tx: Tx) -> None:
        tx.leads.add(a_lead("a"))
        tx.leads.add(a_lead("b", chat_id=8))
        tx.leads.add(a_lead("c"))
        lead = tx.leads.load(2)
        assert lead is not None
        carded = replace(lead, status="taken", card_chat_id=-100, card_message_id=55, personal={"note": "soitettu"})
        tx.leads.save(carded)
        assert tx.leads.by_card(-100, 55) == carded
        assert tx.leads.by_card(-100, 54) is None
        assert tx.leads.by_card(0, 0) is None
        assert [found.number for found in tx.leads.of_chat(7)] == [1, 3]
        assert tx.leads.of_chat(0) == []
        assert tx.leads.load(9) is None

    await store.transaction(work)


async def test_leads_are_listed_newest_first_by_status_and_page(store: Store) -> None:
    def work(tx: Tx) -> None:
        for n in range(5):
            tx.leads.add(a_lead(str(n), created_at=NOON + n))
        taken = tx.leads.load(2)
        assert taken is not None
        tx.leads.save(replace(taken, status="taken"))
        tx.leads.erase(4)
        assert [lead.number for lead in tx.leads.listed()] == [5, 3, 2, 1]
        assert [lead.number for lead in tx.leads.listed(limit=2, below=5)] == [3, 2]
        assert [lead.number for lead in tx.leads.after(1, 3)] == [2, 3, 4]
        assert [lead.number for lead in tx.leads.listed("taken")] == [2]
        assert [lead.number for lead in tx.leads.listed("erased")] == [4]
        assert (tx.leads.count(), tx.leads.count("new"), tx.leads.count("erased")) == (4, 3, 1)
        assert tx.leads.created_before(NOON + 4) == [1, 2, 3]

    await store.transaction(work)


async def test_erased_lead_leaves_number_month_and_format_for_good(store: Store) -> None:
    def work(tx: Tx) -> None:
        number = tx.leads.add(a_lead())
        lead = tx.leads.load(number)
        assert lead is not None
        assert tx.leads.kept(number) == lead
        tx.leads.save(replace(lead, card_chat_id=-1, card_message_id=2))
        tx.leads.erase(number)
        left = StoredLead(number, "2026-11", 0, "group", "", "erased", 0.0, 0, 0, "", 0.0, waits_since=0.0)
        assert (tx.leads.load(number), tx.leads.kept(number)) == (left, None)
        row = tx.execute("SELECT * FROM leads").fetchone()
        assert {value for value in row if value} == {number, "2026-11", "group", "erased"}
        tx.leads.save(lead)  # somebody who still held it
        assert tx.leads.load(number) == left

    await store.transaction(work)


async def test_update_is_new_once_and_again_after_it_was_forgotten(store: Store, clock: Clock) -> None:
    async def first_time(update_id: int) -> bool:
        return await store.transaction(lambda tx: tx.updates.first_time(update_id))

    assert [await first_time(n) for n in (5, 5, 3, 5)] == [True, False, True, False]
    clock.now += 60
    assert await first_time(6)
    assert await store.transaction(lambda tx: tx.updates.forget_before(NOON + 1)) == 2
    assert [await first_time(n) for n in (5, 6)] == [True, False]


def _count(tx: Tx, name: str, n: int) -> None:
    tx.counters.add(name, n)


async def test_counts_are_kept_by_day_and_name(store: Store, clock: Clock) -> None:
    for name, n in (("started", 1), ("started", 1), ("a", 5)):
        await store.transaction(partial(_count, name=name, n=n))
    clock.now += 86_400
    await store.transaction(lambda tx: tx.counters.add("started"))
    between = await store.transaction(lambda tx: tx.counters.between("2026-11-22", "2026-11-23"))
    assert between == [
        DayCount("2026-11-22", "a", 5),
        DayCount("2026-11-22", "started", 2),
        DayCount("2026-11-23", "started", 1),
    ]
    assert await store.transaction(lambda tx: tx.counters.between("2026-11-24", "2026-12-01")) == []


@pytest.mark.parametrize("value", ["text", 5, -100123, 2.5, True, None, ["a", 1], {"chat_id": -1}])
async def test_setting_of_any_json_value_comes_back(store: Store, value: object) -> None:
    await store.transaction(lambda tx: tx.settings.put("key", "before"))
    await store.transaction(lambda tx: tx.settings.put("key", value))
    assert await store.transaction(lambda tx: tx.settings.get("key", "default")) == value


async def test_setting_that_is_missing_or_forgotten_is_the_default(store: Store) -> None:
    def work(tx: Tx) -> None:
        assert tx.settings.get("key") is None
        tx.settings.put("key", 1)
        tx.settings.forget("key")
        assert tx.settings.get("key", 2) == 2

    await store.transaction(work)


@pytest.mark.parametrize("value", ["2026-12-01", -100123, 12.5, [7, 1.5], {"chat_id": -1, "at": 2.0}], ids=str)
async def test_setting_with_any_bit_flipped_counts_as_not_set_and_is_named_once(
    store: Store, caplog: pytest.LogCaptureFixture, value: object
) -> None:
    def flipped(tx: Tx, at: int, bit: int) -> None:
        tx.settings.put("key", value)
        text = bytearray(json.dumps(value).encode())
        text[at] ^= 1 << bit
        tx.execute("UPDATE settings SET value = CAST(? AS TEXT) WHERE key = 'key'", (bytes(text),))

    def look(tx: Tx) -> tuple[list[str], object, object, list[str]]:
        before = tx.settings.damaged()
        return before, tx.settings.get("key", "default"), tx.settings.get("key", "default"), tx.settings.damaged()

    for at in range(len(json.dumps(value))):
        for bit in range(8):
            caplog.clear()
            await store.transaction(partial(flipped, at=at, bit=bit))
            assert await store.transaction(look) == (["key"], "default", "default", [])
            assert caplog.text.count("a damaged setting counts as not set") == 1


async def test_setting_under_a_damaged_name_is_not_set_and_is_named(store: Store) -> None:
    await store.transaction(lambda tx: tx.settings.put("key", 1))
    await store.transaction(lambda tx: tx.execute("UPDATE settings SET key = 'kez' WHERE key = 'key'"))
    assert await store.transaction(lambda tx: (tx.settings.get("key"), tx.settings.damaged())) == (None, ["kez"])


async def test_poison_is_kept_listed_expired_and_erased(store: Store, clock: Clock) -> None:
    raw = {"update_id": 4, "message": {"text": "hei \ud800"}}
    await store.transaction(lambda tx: tx.poison.keep(4, 7, "ValueError", raw))
    clock.now += 60

    def work(tx: Tx) -> None:
        tx.poison.keep(5, 8, "KeyError", {})
        tx.poison.keep(10**30, -(10**30), "forged", None)
        newest, middle, oldest = tx.poison.listed()
        assert (oldest.update_id, oldest.chat_id, oldest.kept_at, oldest.error, oldest.raw) == (
            4,
            7,
            NOON,
            "ValueError",
            raw,
        )
        assert (middle.update_id, newest.update_id, newest.chat_id) == (5, 0, 0)
        assert "hei" not in repr(oldest)
        assert tx.poison.expire(NOON + 1) == 1
        assert tx.poison.erase(8) == 1
        assert tx.poison.count() == 1

    await store.transaction(work)


async def test_conversation_read_after_it_was_saved_is_what_the_table_holds(store: Store) -> None:
    def work(tx: Tx) -> list[StoredChat | None]:
        found = []
        tx.chats.save(a_chat(7))
        found.append(tx.chats.load(7))
        tx.chats.show(7, message_id=9, shown="x")
        found.append(tx.chats.load(7))
        with suppress(ValueError), tx.savepoint():
            tx.chats.save(replace(a_chat(7), language="sv"))
            raise ValueError
        found.append(tx.chats.load(7))
        tx.chats.erase(7)
        found.append(tx.chats.load(7))
        return found

    shown = replace(a_chat(7), screen_message_id=9, screen_shown="x")
    assert await store.transaction(work) == [a_chat(7), shown, shown, None]
