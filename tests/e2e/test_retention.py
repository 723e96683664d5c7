"""What is kept, for how long, and that what is erased is in no file."""

from __future__ import annotations

import functools
import gc
import json
import re
import sqlite3
import stat
from contextlib import closing
from pathlib import Path

import pytest

from bot.ops.housekeeping import Retention, scrub, tidy
from bot.prospect.data_export import everything
from bot.prospect.privacy import VERSION
from bot.prospect.service import erase
from bot.prospect.state import Conversation, stored
from bot.storage import StoredChat, StoredLead, Tx
from tests.driver import Talk
from tests.e2e.house import House
from tests.e2e.phone import Phone, said

DAY = 86400.0
TYPED = (
    "Kaisla-Kuisma",
    "kaislakuisma77",
    "palapelinpalanen",
    "pajulinnusta",
    "Merkillinen Oy",
    "Taivalkoski",
    "tuulahdus",
)
BOTH = pytest.mark.parametrize("language", ["fi", "en"])


def remembered() -> dict[str, set[str]]:
    """For each of TYPED the caches of the process that hold it, in small letters and without accents too."""
    found: dict[str, set[str]] = {words: set() for words in TYPED}
    for cache in [each for each in gc.get_objects() if isinstance(each, functools._lru_cache_wrapper)]:
        seen: set[int] = set()
        waiting = gc.get_referents(cache)
        while waiting:
            held = waiting.pop()
            if id(held) in seen or isinstance(held, type | type(gc)) or callable(held):
                continue
            seen.add(id(held))
            if isinstance(held, str):
                small = held.casefold()
                for words in TYPED:
                    if words.casefold() in small:
                        found[words].add(cache.__qualname__)
            waiting += gc.get_referents(held)
    return found


async def tells_everything(home: House, language: str = "fi") -> int:
    """Somebody who types into everything, sends it, and adds something; their chat."""
    anna = await home.anna(language, first_name=TYPED[0], username=TYPED[1])
    await anna.answers("who.group", "challenge.words", until="own_words")
    await anna.says(f"Työ on {TYPED[2]}")
    await anna.picks("button.done")
    await anna.answers("together.alternately", "place.on_site", until="town")
    await anna.says(TYPED[5])
    await anna.answers("people.five_ten", "role.participant", until="review")
    await anna.picks("button.add", "button.organisation")
    await anna.says(TYPED[4])
    await anna.picks("button.add", "button.message")
    await anna.says(f"Tavoitat {TYPED[3]}")
    await anna.picks("button.done", "review.send")
    await anna.is_at("sent.title", number="1")
    await anna.says(f"Vielä {TYPED[6]}")
    await home.desk.reads_words(TYPED[6])
    return anna.chat_id


def phone_of(home: House, chat_id: int) -> Phone:
    """The phone of somebody whose chat is known."""
    people = home.telegram.model
    return Phone(Talk(home.telegram, people.chats[chat_id], people.people[chat_id]), home.quiet, "fi")


async def lead_of(home: House, number: int = 1) -> StoredLead:
    found = await home.app.store.transaction(lambda tx: tx.leads.load(number))
    assert found
    return found


def files(home: House, *more: Path) -> bytes:
    """Everything that stands in the database's files."""
    found = [*home.settings.database_path.parent.glob("bot.sqlite3*"), *more]
    assert len(found) >= 3
    return b"".join(path.read_bytes() for path in found)


def rows_about(home: House, chat_id: int) -> dict[str, int]:
    """How many rows of each table know this chat."""
    with closing(sqlite3.connect(home.settings.database_path)) as looking:
        tables = [row[0] for row in looking.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        found: dict[str, int] = {}
        for table in tables:
            for row in looking.execute(f"SELECT * FROM {table}"):
                if chat_id in row or any(str(chat_id) in value for value in row if isinstance(value, str)):
                    found[table] = found.get(table, 0) + 1
        return found


@BOTH
async def test_nothing_typed_is_readable_in_any_file(home: House, tmp_path: Path, language: str) -> None:
    await tells_everything(home, language)
    copy = tmp_path / "copy.sqlite3"
    await home.app.store.backup(copy)
    content = files(home, copy)
    for words in TYPED:
        for form in (words, words.casefold(), json.dumps(words)[1:-1]):
            assert form.encode() not in content, words
            assert form.encode("utf-16-le") not in content, words
    assert stat.S_IMODE(copy.stat().st_mode) == 0o600


@BOTH
async def test_agreement_is_kept_with_time_version_and_the_words_that_were_shown(home: House, language: str) -> None:
    before = home.clock()
    chat_id = await tells_everything(home, language)
    lead = await lead_of(home)
    assert lead.notice_version == VERSION
    assert before <= lead.agreed_at <= home.clock()
    anna = await home.anna(language)
    agreed = lead.personal["agreed_to"]
    assert said("review.agree", language) in agreed
    assert "Esimerkki Oy" in agreed
    # word for word what /privacy shows
    await anna.says("/privacy")
    shown = await anna.is_at("privacy.title")
    for line in filter(None, (each.strip() for each in agreed.splitlines())):
        assert line in shown.text or line == said("review.agree", language)
    # ... and the person finds it in their own file
    await home.quiet()
    content = await home.app.store.transaction(lambda tx: everything(tx, chat_id))
    assert agreed in json.loads(content)["requests"][0]["personal"]["agreed_to"]


async def test_erasing_leaves_nothing_but_number_month_format_and_counts(home: House) -> None:
    chat_id = await tells_everything(home)
    store = home.app.store
    counts = await store.transaction(lambda tx: tx.counters.between("0", "9"))
    blobs = [bytes(row[0]) for row in _sealed(home)]
    assert blobs
    assert TYPED[0] in home.desk.printed()
    person = phone_of(home, chat_id)
    await person.says("/delete")
    await person.picks("button.erase")
    await person.reads("notice.erased")
    await home.quiet()
    assert await scrub(store)

    lead = await lead_of(home)
    assert (lead.number, lead.status, lead.chat_id, dict(lead.personal)) == (1, "erased", 0, {})
    assert re.fullmatch(r"\d{4}-\d\d", lead.month)
    assert lead.format
    assert rows_about(home, chat_id) == {}
    content = files(home)
    for blob in blobs:
        assert blob not in content
    for words in TYPED:
        assert words not in home.desk.printed()
    kept = await store.transaction(lambda tx: tx.counters.between("0", "9"))
    assert {each.name for each in counts} <= {each.name for each in kept}


def _sealed(home: House) -> list[tuple[bytes]]:
    with closing(sqlite3.connect(home.settings.database_path)) as looking:
        rows: list[tuple[bytes]] = looking.execute("SELECT personal FROM chats").fetchall()
        return rows + looking.execute("SELECT personal FROM leads WHERE personal IS NOT NULL").fetchall()


async def test_scrubbing_is_owed_until_it_is_done(home: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.storage.store.LOCK_SECONDS", 0.1)
    await home.restarts()
    anna = await home.anna("fi")
    await anna.says("/start")
    await anna.says("/delete")
    await anna.picks("button.erase")
    await home.quiet()
    wal = home.settings.database_path.with_name("bot.sqlite3-wal")
    assert wal.stat().st_size > 0
    with closing(sqlite3.connect(home.settings.database_path)) as reader:
        reader.execute("BEGIN")
        reader.execute("SELECT count(*) FROM chats").fetchone()
        await home.app.store.transaction(lambda tx: tx.settings.put("something", "new"))
        assert not await scrub(home.app.store)
        reader.execute("ROLLBACK")
    assert await scrub(home.app.store)


async def test_unfinished_answers_go_after_their_days_and_not_before(home: House) -> None:
    retention = Retention(home.settings.draft_days, home.settings.lead_days)
    anna = await home.anna("fi")
    await anna.says("/start")
    await home.quiet()
    store = home.app.store
    home.clock.passes(6.9 * DAY)
    await store.transaction(lambda tx: tidy(tx, retention))
    assert rows_about(home, anna.chat_id).get("chats") == 1
    home.clock.passes(0.2 * DAY)
    await store.transaction(lambda tx: tidy(tx, retention))
    assert await scrub(store)
    assert rows_about(home, anna.chat_id) == {}


async def test_unfinished_answers_beside_a_sent_request_go_too(home: House) -> None:
    retention = Retention(home.settings.draft_days, home.settings.lead_days)
    anna = await home.anna("fi")
    await anna.leaves_request()
    await anna.picks("button.new")
    await anna.answers("who.employee", "challenge.words", until="own_words")
    await anna.says(TYPED[2])
    await home.quiet()
    store = home.app.store
    home.clock.passes(7.1 * DAY)
    await store.transaction(lambda tx: tidy(tx, retention))
    assert await store.transaction(lambda tx: tx.chats.load(anna.chat_id)) is None
    assert (await lead_of(home)).chat_id == anna.chat_id
    await anna.says("/start")
    await anna.is_at("welcome.ask")


async def test_unfinished_correction_goes_and_leaves_the_request_as_it_was(home: House) -> None:
    retention = Retention(home.settings.draft_days, home.settings.lead_days)
    anna = await home.anna("fi")
    await anna.leaves_request()
    sent = await home.app.store.transaction(lambda tx: tx.chats.load(anna.chat_id))
    assert sent
    await anna.picks("button.correct", "challenge.name", "challenge.words", "button.done")
    await anna.says(TYPED[2])
    await home.quiet()
    store = home.app.store
    home.clock.passes(7.1 * DAY)
    assert await store.transaction(lambda tx: tidy(tx, retention)) == 1
    kept = await store.transaction(lambda tx: tx.chats.load(anna.chat_id))
    assert kept
    assert (kept.state, kept.personal["answers"]) == ("sent", sent.personal["answers"])
    assert TYPED[2] not in json.dumps(dict(kept.personal))
    assert await store.transaction(lambda tx: tidy(tx, retention)) == 0
    await anna.says("Hei taas.")
    await home.desk.reads_words("Hei taas.")


async def test_many_sent_requests_do_not_keep_the_answers_of_others(home: House) -> None:
    retention = Retention(home.settings.draft_days, home.settings.lead_days)
    long_ago = home.clock() - 8 * DAY

    def work(tx: Tx) -> list[int]:
        personal = stored(Conversation(1, "fi", long_ago, long_ago), None).personal
        for chat_id in range(50_000, 51_001):
            chat = StoredChat(chat_id, "fi", "sent", 1, long_ago, long_ago, personal=personal)
            tx.chats.save(chat)
            lead = StoredLead(
                month="2026-11",
                chat_id=chat_id,
                format="group",
                language="fi",
                created_at=tx.now,
                notice_version=VERSION,
                agreed_at=tx.now,
                confirmation=str(chat_id),
            )
            tx.leads.add(lead)
        for chat_id in range(60_000, 61_001):
            tx.chats.save(StoredChat(chat_id, "fi", "asking", 1, long_ago, long_ago, personal=personal))
        tidy(tx, retention)
        left = tx.chats.changed_between(0, tx.now, limit=5000)
        tx.outbox.erase(home.desk.chat_id)
        return left

    assert len(await home.app.store.transaction(work)) == 1001


async def test_sent_request_goes_after_its_days_with_the_card_and_statistics_stay(home: House) -> None:
    retention = Retention(home.settings.draft_days, home.settings.lead_days)
    chat_id = await tells_everything(home)
    store = home.app.store
    home.clock.passes(364.9 * DAY)
    await store.transaction(lambda tx: tidy(tx, retention))
    assert (await lead_of(home)).status == "new"
    home.clock.passes(0.2 * DAY)
    await store.transaction(lambda tx: tidy(tx, retention))
    home.app.outbox.wake()
    await home.quiet()
    assert await scrub(store)
    assert (await lead_of(home)).status == "erased"
    assert rows_about(home, chat_id) == {}
    assert TYPED[0] not in home.desk.printed()
    assert said("card.erased", "fi", number="1") in home.desk.printed()
    # Telegram lets nobody delete after 48 hours: what was passed on is emptied instead.
    assert {each["method"] for each in home.telegram.violations} <= {"deleteMessage"}
    home.telegram.violations.clear()
    counts = {each.name: each.n for each in await store.transaction(lambda tx: tx.counters.between("0", "9"))}
    assert counts["sent"] == 1


async def test_settings_say_how_long_and_the_notice_says_the_same(home: House) -> None:
    await home.stops()
    home.environment.update(DRAFT_DAYS="3", LEAD_DAYS="90")
    await home.starts()
    anna = await home.anna("en")
    await anna.says("/privacy")
    shown = await anna.is_at("privacy.title")
    assert "3 days" in shown.text
    assert "3 months" in shown.text
    assert (home.settings.draft_days, home.settings.lead_days) == (3, 90)


async def test_no_cache_remembers_what_was_typed_once_its_writer_is_erased(home: House) -> None:
    before = remembered()  # by other tests
    chat = await tells_everything(home)
    assert any(remembered().values())
    await home.app.store.transaction(lambda tx: erase(tx, chat))
    await scrub(home.app.store)
    known = {"load"}  # of every place
    assert {words: more for words, now in remembered().items() if (more := now - before[words] - known)} == {}
