"""One flipped bit costs the row it is in, and nothing else."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import AsyncIterator
from contextlib import closing
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest
import pytest_asyncio

from bot.desk.away import set_away
from bot.desk.pairing import new_code
from bot.desk.service import Desk
from bot.errors import DataKeyError, StorageError
from bot.ops.check import check
from bot.ops.housekeeping import Retention, alive, tidy
from bot.ops.maintenance import listed_leads, set_row_aside
from bot.requests.profile import NO_PROFILE, keep
from bot.requests.supervisor_chat import TRIAL, speak_at_desk
from bot.storage import Json, KeySource, Store, StoredMeeting, Tx, damaged
from bot.storage.seals import SEALED
from tests.e2e.desk.office import Office
from tests.e2e.house import House, house
from tests.e2e.phone import Phone, said

DAY = 86400.0
TABLES = [sealed.table for sealed in SEALED]
EVERY_TABLE = pytest.mark.parametrize("table", TABLES)


class Damaged:
    """A house with something in every sealed table, of which one bit can be flipped."""

    def __init__(self, home: House) -> None:
        self.home = home
        self.office = Office(home)

    @property
    def store(self) -> Store:
        """The running bot's database."""
        return self.home.app.store

    async def flips(self, table: str, at: int = -1) -> int:
        """Stop the bot, flip a bit of the table's first sealed row, start again; the row's id."""
        await self.home.stops()
        sealed = next(each for each in SEALED if each.table == table)
        with closing(sqlite3.connect(self.home.settings.database_path)) as raw:
            row_id, blob = raw.execute(
                f"SELECT {sealed.key}, {sealed.column} FROM {table} WHERE {sealed.column} IS NOT NULL "
                f"ORDER BY {sealed.key} LIMIT 1"
            ).fetchone()
            broken = bytearray(blob)
            broken[at] ^= 1
            raw.execute(f"UPDATE {table} SET {sealed.column} = ? WHERE {sealed.key} = ?", (bytes(broken), row_id))
            raw.commit()
        await self.home.starts()
        return int(row_id)


@pytest_asyncio.fixture
async def shelf(tmp_path: Path) -> AsyncIterator[tuple[Damaged, Phone]]:
    """A request of Anna's with a time and a correction, an update kept aside, a message for a chat nobody has."""
    async with house(tmp_path) as home:
        of = Damaged(home)
        await of.office.is_monday()
        anna = await of.office.request("Anna", language="fi")
        await home.quiet()

        def fill(tx: Tx) -> None:
            tx.corrections.put(1, "group", "individual", {"who": ["group"]}, 3)
            tx.meetings.save(StoredMeeting(1, tx.now + DAY, 0.0, {"round": 1}))
            tx.poison.keep(1, anna.chat_id, "ValueError", {"text": "hei"})
            tx.erasures.note(number=99)
            tx.outbox.queue(77, "say", payload={"text": "hei"}, due_at=tx.now + 400 * DAY)

        await of.store.transaction(fill)
        yield of, anna


@EVERY_TABLE
@pytest.mark.parametrize("at", [-1, 0, 4], ids=["contents", "version", "key"])
async def test_a_flipped_bit_is_named_and_everything_else_goes_on(
    shelf: tuple[Damaged, Phone], table: str, at: int
) -> None:
    of, anna = shelf
    row_id = await of.flips(table, at)

    assert await damaged(of.store) == [(table, row_id)]
    bea = await of.office.request("Bea", number=2, language="fi")
    await of.office.card(2)
    await of.office.replies("Hei Bea", number=2)
    await bea.reads_words("Hei Bea")
    for command in ("/liidit", "/haku Bea", "/liidi 1", "/tulosta 1", "/vie", "/tilasto"):
        await of.home.desk.says(command)
        await of.home.quiet()
    assert await of.store.transaction(lambda tx: tx.poison.count()) == 1  # the one put there: no update failed
    undelivered = await of.store.transaction(lambda tx: tx.outbox.undelivered())
    assert undelivered == []
    await anna.says("Vielä yksi asia")
    await of.home.quiet()


@EVERY_TABLE
async def test_retention_erases_the_damaged_and_the_whole(shelf: tuple[Damaged, Phone], table: str) -> None:
    of, _ = shelf
    await of.flips(table)
    await of.office.request("Bea", number=2, language="fi")

    def look(tx: Tx) -> tuple[list[str], int]:
        tidy(tx, Retention())
        return [lead.status for lead in tx.leads.listed("erased")], len(tx.chats.changed_between(0, tx.now + 1))

    of.home.clock.passes(400 * DAY)
    assert await of.store.transaction(look) == (["erased", "erased"], 0)


@EVERY_TABLE
async def test_a_person_can_erase_everything_whatever_is_damaged(shelf: tuple[Damaged, Phone], table: str) -> None:
    of, anna = shelf
    await of.flips(table)

    await anna.says("/poista")
    await anna.picks("button.erase")
    await anna.reads("notice.erased")

    def left(tx: Tx) -> list[int]:
        return [
            tx.execute(f"SELECT count(*) FROM {name} WHERE chat_id = ?", (anna.chat_id,)).fetchone()[0]
            for name in ("chats", "leads", "poison")
        ]

    assert await of.store.transaction(left) == [0, 0, 0]
    assert not any("Anna" in text for text in of.home.cards)


@EVERY_TABLE
async def test_a_damaged_row_is_set_aside_and_a_whole_one_is_not(shelf: tuple[Damaged, Phone], table: str) -> None:
    of, _ = shelf
    row_id = await of.flips(table)

    kept = await set_row_aside(of.home.settings, table, row_id)

    assert kept.stat().st_mode & 0o777 == 0o600
    assert await damaged(of.store) == []
    with pytest.raises(StorageError):
        await set_row_aside(of.home.settings, table, row_id)
    await of.office.request("Bea", number=2, language="fi")
    with pytest.raises(StorageError, match="can be read"):
        await set_row_aside(of.home.settings, "leads", 2)
    await of.home.restarts()


async def test_agreed_time_stands_when_its_damaged_row_is_set_aside(shelf: tuple[Damaged, Phone]) -> None:
    of, _ = shelf
    before = await of.store.transaction(lambda tx: tx.meetings.load(1))
    await of.flips("meetings")

    await set_row_aside(of.home.settings, "meetings", 1)

    left = await of.store.transaction(lambda tx: tx.meetings.load(1))
    assert before
    assert left == replace(before, personal={})


async def test_lists_leave_a_damaged_request_out_and_say_so(shelf: tuple[Damaged, Phone]) -> None:
    of, _ = shelf
    await of.office.request("Bea", number=2, language="fi")
    await of.flips("leads")
    desk = of.home.desk

    for command in ("/liidit", "/haku Bea"):
        await desk.says(command)
        listed = await desk.reads("desk.list.shut", n=1, numbers="1")
        assert "Bea" in listed.text
        assert "Anna" not in listed.text
    assert any("CANNOT BE READ" in line for line in await listed_leads(of.home.settings, undelivered=False))


async def test_the_card_of_a_damaged_request_keeps_its_words_and_takes_replies(shelf: tuple[Damaged, Phone]) -> None:
    of, anna = shelf
    card = await of.office.card(1)
    await of.flips("leads")

    await of.home.desk.taps_words(of.home.desk.words("button.lead.take"))
    await of.home.quiet()
    assert next(each for each in of.home.desk.screens if each.message_id == card.message_id).text == card.text
    await of.office.replies("Hei Anna")
    await anna.reads_words("Hei Anna")
    await of.home.desk.says("/liidi 1")
    again = await of.home.desk.reads("card.unreadable", number="1")
    await of.home.desk.says("Soitan sinulle", reply_to=again)
    await anna.reads_words("Soitan sinulle")
    await of.home.desk.taps_words(of.home.desk.words("button.lead.handled"))
    lead = await of.office.lead()
    assert (lead.status, lead.unreadable) == ("handled", True)


async def test_a_damaged_draft_is_told_of_and_begun_again(shelf: tuple[Damaged, Phone]) -> None:
    of, _ = shelf

    def forget_anna(tx: Tx) -> None:
        for chat_id in tx.chats.changed_between(0, tx.now + 1):
            tx.chats.erase(chat_id)

    await of.store.transaction(forget_anna)
    bea = await of.home.anna("fi", first_name="Bea", username="bea")
    await bea.answers("who.group", until="challenge")
    await of.flips("chats")

    await bea.says("hei")
    await bea.reads("notice.lost")
    await bea.leaves_request(2)


async def test_what_a_damaged_row_held_is_never_saved_over(shelf: tuple[Damaged, Phone]) -> None:
    of, _ = shelf

    def blob(tx: Tx) -> bytes:
        return bytes(tx.execute("SELECT personal FROM leads WHERE number = 1").fetchone()[0])

    await of.flips("leads")
    before = await of.store.transaction(blob)

    def save(tx: Tx) -> None:
        lead = tx.leads.load(1)
        assert lead
        tx.leads.save(replace(lead, status="handled"))

    await of.store.transaction(save)
    assert await of.store.transaction(blob) == before


@pytest.mark.parametrize("at", [0, 3, 9, 30])
async def test_damaged_check_of_the_key_is_mended_where_the_key_opens_rows(
    shelf: tuple[Damaged, Phone], at: int
) -> None:
    of, _ = shelf
    await of.home.stops()
    with closing(sqlite3.connect(of.home.settings.database_path)) as raw:
        kept = raw.execute("SELECT value FROM settings WHERE key = 'data_key_check'").fetchone()[0]
        value = json.loads(kept)
        broken = value[:at] + chr(ord(value[at]) ^ 1) + value[at + 1 :]
        raw.execute("UPDATE settings SET value = ? WHERE key = 'data_key_check'", (json.dumps(broken),))
        raw.commit()
    await of.home.starts()
    await of.office.request("Bea", number=2, language="fi")
    await of.home.stops()

    with pytest.raises(DataKeyError, match="does not fit"):
        await Store.open(of.home.settings.database_path, keys=KeySource(data_key="77" * 32))
    await of.home.starts()


@pytest.mark.parametrize("at", [1, -2], ids=["first", "last"])
async def test_flipped_bit_in_any_setting_costs_that_setting_only(
    shelf: tuple[Damaged, Phone], caplog: pytest.LogCaptureFixture, at: int
) -> None:
    of, anna = shelf
    desk, eve = of.home.desk, await of.home.anna("fi", first_name="Eve", username="eve")
    whole: dict[str, Json] = {}

    def remember(tx: Tx) -> None:
        new_code(tx)
        keep(tx, NO_PROFILE.saying("price", "fi", "100 e"))
        set_away(tx, of.office.hours.local(tx.now + 9 * DAY).date())
        speak_at_desk(tx, "fi")
        tx.settings.put(TRIAL, {"since": tx.now})
        whole.update({key: tx.settings.get(key) for (key,) in tx.execute("SELECT key FROM settings").fetchall()})

    def flip(tx: Tx, key: str) -> None:
        for each, value in whole.items():
            tx.settings.put(each, value)
        text = json.dumps(whole[key])
        place = at % len(text)
        broken = text[:place] + chr(ord(text[place]) ^ 1) + text[place + 1 :]
        tx.execute("UPDATE settings SET value = ? WHERE key = ?", (broken, key))

    def beat(tx: Tx) -> None:
        alive(tx, 0.0, Desk(of.office.hours))
        tidy(tx, Retention())

    async def lives() -> None:
        await desk.says("/loppu")
        await desk.says("Kenelle tämä on?")
        await desk.says("/esittely")
        await desk.says("/liidit")
        await eve.says("/start pair_wrong")
        await anna.says("Vielä yksi asia")
        await of.store.transaction(beat)
        await of.home.quiet()

    await lives()
    await desk.says("/esittely")
    await desk.picks("profile.price", "button.profile.write.fi")
    await of.home.quiet()
    await of.store.transaction(remember)
    assert {"whom", "profile_open", "profile_asked", "pairing", "trial", "supervisor_chat", "alive_at"} <= set(whole)
    for key in whole:
        caplog.clear()
        await of.store.transaction(partial(flip, key=key))
        await lives()
        if key != "supervisor_chat":  # without it nobody is the desk
            await desk.reads_words("Vielä yksi asia")
        assert await of.store.transaction(lambda tx: tx.poison.count()) == 1, key  # the one put there
        undelivered = await of.store.transaction(lambda tx: tx.outbox.undelivered())
        assert [row for row in undelivered if row.state == "dead"] == [], key
    await of.home.restarts()


async def test_check_names_a_damaged_setting(shelf: tuple[Damaged, Phone]) -> None:
    of, _ = shelf
    await of.store.transaction(lambda tx: tx.settings.put("profile", {}))
    await of.store.transaction(lambda tx: tx.execute("UPDATE settings SET value = '{ }' WHERE key = 'profile'"))
    said: list[str] = []
    await check(of.home.environment, lambda found: said.append(str(found)), env_file=None)
    assert any(line.startswith("WRONG  kept values") and "profile" in line for line in said)


async def test_letters_in_clear_that_no_text_can_have_cost_their_rows_only(shelf: tuple[Damaged, Phone]) -> None:
    of, anna = shelf
    await anna.says("Vielä yksi asia")
    await of.home.desk.reads_words("Vielä yksi asia")
    await of.home.stops()
    flipped = "CAST(X'FF' || CAST(substr({0}, 2) AS BLOB) AS TEXT)"
    with closing(sqlite3.connect(of.home.settings.database_path)) as raw:
        tables = [row[0] for row in raw.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        clear = [
            (table, column[1])
            for table in tables
            if table not in ("settings", "sqlite_sequence")
            for column in raw.execute(f"PRAGMA table_info({table})")
            if column[2] == "TEXT" and (table, column[1]) != ("outbox", "state")
        ]
        for table, column in clear:
            raw.execute(f"UPDATE {table} SET {column} = {flipped.format(column)} WHERE {column} != ''")
        raw.commit()
    assert len(clear) >= 15
    await of.home.starts()
    bea = await of.office.request("Bea", number=2, language="fi")
    await of.office.replies("Hei Bea", number=2)
    await bea.reads_words("Hei Bea")
    for command in ("/liidit", "/haku Bea", "/vie", "/liidi 1"):
        await of.home.desk.says(command)
        await of.home.quiet()
    await anna.says("/delete")
    await anna.taps_words(said("button.erase", "en"))  # which language she read is damaged too
    await of.home.quiet()
    assert await of.store.transaction(lambda tx: tx.chats.load(anna.chat_id)) is None
    assert "Anna" not in of.home.desk.printed()
