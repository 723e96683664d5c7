"""The privacy notice, everything held as a file, and erasing: nothing is left, not even in the raw files."""

from __future__ import annotations

import json
import re
import sqlite3
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from bot.hours import DAY
from bot.ops.erasures import KEPT_SECONDS
from bot.requests.limits import ALARMS, LETTERS, MESSAGES, REQUESTS
from bot.requests.request import settle
from bot.storage import Tx
from tests.e2e.house import House
from tests.e2e.phone import Phone, said

BOTH = pytest.mark.parametrize("language", ["fi", "en"])
SECRET = "Kerron tämän vain työnohjaajalle"


@pytest.mark.parametrize(
    ("language", "command"), [("fi", "/privacy"), ("fi", "/tietosuoja"), ("en", "/privacy"), ("en", "/tietosuoja")]
)
async def test_notice_is_shown_before_anything_else_and_leads_back(home: House, language: str, command: str) -> None:
    anna = await home.anna(language)
    await anna.says(command)
    screen = await anna.is_at("privacy.title")
    assert "Esimerkki Oy" in screen.text
    assert "tietosuoja@example.fi" in screen.text
    await anna.picks("button.flow")
    await anna.is_at("welcome.ask")


@BOTH
async def test_notice_is_one_tap_away_at_the_start_and_before_sending(home: House, language: str) -> None:
    anna = await home.anna(language)
    await anna.says("/start")
    await anna.picks("button.privacy")
    await anna.is_at("privacy.title")
    await anna.picks("button.flow")
    await anna.answers("who.employee", "challenge.coping", until="review")
    assert {"fi": "/tietosuoja", "en": "/privacy"}[language] in (await anna.is_at("review.ask")).text
    await anna.picks("button.add", "button.privacy")
    await anna.is_at("privacy.title")
    await anna.picks("button.flow")
    await anna.is_at("review.ask")


async def files_of(home: House, anna: Phone) -> tuple[str, Any]:
    """What the two files say that the bot has just sent: the one to be read, and the one for programs."""
    await home.quiet()
    documents = [screen.message["document"] for screen in anna.screens if "document" in screen.message][-2:]
    assert [each["file_name"] for each in documents] == [f"{anna.words('export.name')}.txt", "mydata.json"]
    words, data = (home.telegram.model.files[each["file_id"]].content for each in documents)
    return words.decode(), json.loads(data)


@pytest.mark.parametrize("command", ["/mydata", "/omattiedot"])
async def test_everything_held_comes_as_a_file(home: House, command: str) -> None:
    anna = await home.anna("fi")
    await anna.reaches_review()
    await anna.says(SECRET)
    await anna.picks("review.send")
    await anna.says(command)
    words, held = await files_of(home, anna)
    assert held["conversation"]["personal"]["person"]["first_name"] == "Anna"
    assert held["conversation"]["personal"]["answers"]["who"]["chosen"] == ["employee"]
    assert "made_from" not in held["conversation"], "it is of the running process and is not stored"
    assert [request["number"] for request in held["requests"]] == [1]
    assert SECRET in json.dumps(held["requests"], ensure_ascii=False)
    assert SECRET in words
    await anna.says("jatkan")
    await home.desk.reads_words("jatkan")


@BOTH
async def test_file_can_be_read_by_the_person_who_asks_for_it(home: House, language: str) -> None:
    anna = await home.anna(language)
    await anna.says("/start")
    await anna.picks("welcome.begin", "who.group", "challenge.coping")
    await anna.says("/mydata")
    words, _ = await files_of(home, anna)
    assert f"{anna.words('who.name')}: {anna.words('who.group')}" in words
    assert anna.words("export.answers") in words
    assert anna.words("card.numbered", number="1") not in words

    await anna.picks("button.done")
    await anna.answers("people.few", "role.participant", "way.phone", until="phone")
    await anna.says("040 123 4567")
    await anna.says(SECRET)
    await anna.picks("review.send")
    await home.passes(60)
    await anna.says("/mydata")
    words, held = await files_of(home, anna)
    assert anna.words("card.numbered", number="1") in words
    assert "040 123 4567" in words
    assert f"  {SECRET}" in words
    # what was agreed to, word for word, and when
    agreed_at = datetime.fromisoformat(held["requests"][0]["agreed_at"])
    assert anna.words("export.agreed", moment=agreed_at) in words
    for line in held["requests"][0]["personal"]["agreed_to"].splitlines():
        assert f"  {line}".rstrip() in words
    # the answers of the request are said once, and nothing is left that only programs read
    assert anna.words("export.answers") not in words
    assert not re.search(r"[{}…]", words)
    for key in ("single_matter", "few", "flow_version", "screen_message_id"):
        assert key not in words.split()


@pytest.mark.parametrize("command", ["/mydata", "/delete", "/poista"])
async def test_stranger_is_told_that_nothing_is_held(home: House, command: str) -> None:
    eve = await home.anna("en", first_name="Eve")
    await eve.says(command)
    await eve.reads("notice.nothing")
    assert await home.app.store.transaction(lambda tx: tx.chats.load(eve.chat_id)) is None


def blobs(database: Path) -> list[bytes]:
    """Every sealed value in the database, as it stands there, but how much somebody wrote: that outlives an erasure."""
    with sqlite3.connect(f"file:{database}?mode=ro", uri=True) as raw:
        tables = [row[0] for row in raw.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        tables.remove("writers")
        found = [value for table in tables for row in raw.execute(f"SELECT * FROM {table}") for value in row]
    raw.close()
    return [value for value in found if isinstance(value, bytes)]


def everything_in(folder: Path) -> bytes:
    """The bytes of every file below a folder."""
    return b"".join(path.read_bytes() for path in folder.rglob("*") if path.is_file())


@BOTH
async def test_erasing_leaves_nothing_anywhere(home: House, language: str, tmp_path: Path) -> None:
    anna = await home.anna(language)
    await anna.reaches_review()
    await anna.says(SECRET)
    await anna.picks("review.send")
    card = await home.desk.reads("card.new", number="1")
    await anna.says("Vielä yksi asia")
    await home.desk.reads_words("Vielä yksi asia")
    await home.desk.says("Vastaus", reply_to=card)
    await anna.reads_words("Vastaus")
    await home.quiet()
    before = blobs(tmp_path / "bot.sqlite3")
    assert before

    await anna.says("/delete")
    await anna.is_at("erase.ask")
    await anna.picks("button.erase")
    await anna.reads("notice.erased")

    await home.quiet()
    left = [said(key, "fi", number="1") for key in ("card.erased", "desk.erased_by_writer")]
    assert [screen.text for screen in home.desk.screens] == left
    assert home.desk.screens[0].buttons == []
    store = home.app.store
    assert await store.transaction(lambda tx: tx.chats.load(anna.chat_id)) is None
    lead = await store.transaction(lambda tx: tx.leads.load(1))
    assert lead is not None
    assert (lead.status, lead.chat_id, lead.personal) == ("erased", 0, {})
    assert await store.transaction(lambda tx: tx.letters.about(1)) == []
    assert await store.transaction(lambda tx: tx.outbox.undelivered()) == []

    await home.stops()
    raw = everything_in(tmp_path)
    assert not [blob for blob in before if blob in raw]
    for words in (SECRET, "Vielä yksi asia", "Anna"):
        assert words.encode() not in raw
    await home.starts()


async def test_erasing_takes_words_along_that_never_reached_the_supervisor(home: House) -> None:
    anna = await home.anna("fi")
    await anna.leaves_request()
    written = await anna.says("Vielä yksi asia")
    await home.desk.reads_words("Vielä yksi asia")
    refused = "Bad Request: message is too long"
    home.telegram.fails("400", method="editMessageText", chat_id=home.desk.chat_id, description=refused)
    await anna.edits(written, SECRET)
    await anna.reads("desk.edit_lost")

    await anna.says("/delete")
    await anna.picks("button.erase")
    await anna.reads("notice.erased")
    await home.quiet()
    assert await home.app.store.transaction(lambda tx: tx.outbox.undelivered()) == []


async def test_nothing_personal_stands_readable_in_the_raw_files(home: House, tmp_path: Path) -> None:
    anna = await home.anna("fi", first_name="Annukka")
    await anna.reaches_review()
    await anna.says(SECRET)
    await anna.picks("review.send")
    await home.quiet()
    raw = everything_in(tmp_path)
    for words in (SECRET, "Annukka", "employee"):
        assert words.encode() not in raw
        assert words.encode("utf-16-le") not in raw


async def test_erasing_can_be_left(home: House) -> None:
    anna = await home.anna("fi")
    await anna.answers("who.employee", until="challenge")
    await anna.says("/poista")
    await anna.picks("button.flow")
    await anna.is_at("challenge.ask")


async def test_erased_person_begins_as_a_stranger(home: House) -> None:
    anna = await home.anna("en")
    await anna.leaves_request()
    await anna.says("/delete")
    await anna.picks("button.erase")
    await anna.reads("notice.erased")
    await anna.says("Hello?")
    await anna.is_at("welcome.ask")
    await anna.answers(until="who")
    await anna.is_at("who.ask")
    assert not [label for label in anna.living.buttons if label.startswith("✓")]


async def test_supervisors_reply_to_an_erased_request_goes_nowhere_and_says_so(home: House) -> None:
    anna = await home.anna("fi")
    await anna.leaves_request()
    card = await home.desk.reads("card.new", number="1")
    await anna.says("/delete")
    await anna.picks("button.erase")
    await anna.reads("notice.erased")
    before = len(anna.messages)
    await home.desk.says("Hei?", reply_to=card)
    await home.desk.reads("desk.hint")
    assert len(anna.messages) == before


async def test_format_stands_in_clear_of_erased_requests_alone(home: House) -> None:
    anna = await home.anna("fi")
    await anna.leaves_request()
    await home.quiet()

    def raw(tx: Tx) -> list[str]:
        return [row[0] for row in tx.execute("SELECT format FROM leads ORDER BY number")]

    def older(tx: Tx) -> None:
        tx.execute("UPDATE leads SET format = 'individual', waits_since = NULL")

    store = home.app.store
    assert await store.transaction(raw) == [""]
    assert await store.transaction(lambda tx: [lead.format for lead in tx.leads.listed()]) == ["individual"]
    await store.transaction(older)
    assert await store.transaction(settle) == 1
    assert await store.transaction(raw) == [""]
    await anna.says("/delete")
    await anna.picks("button.erase")
    await home.quiet()
    assert await store.transaction(raw) == ["individual"]


@BOTH
async def test_notice_tells_every_time_for_which_something_is_kept(home: House, language: str) -> None:
    anna = await home.anna(language)
    await anna.says("/privacy")
    told = (await anna.is_at("privacy.title")).text
    cron = (Path(__file__).parents[2] / "docs/deploy/tyonohjaus-intake.cron").read_text()
    backups = int(re.findall(r"--keep (\d+)", cron)[0]) + 1
    days = (home.settings.draft_days, backups, KEPT_SECONDS / DAY)
    for each in days:
        assert f"{each:.0f} {'päiv' if language == 'fi' else 'days'}" in told
    assert LETTERS.seconds < max(each.seconds for each in (MESSAGES, REQUESTS, ALARMS)) == DAY
