"""Every table and column with something about a person: /mydata shows it, an erasure leaves what is said here.

Nothing is listed by hand but the exceptions: a new table or column is found by what it holds.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from bot.prospect.data_export import everything, in_words
from bot.requests.meeting import Meeting, row_of
from bot.requests.supervisor_chat import supervisor_chat
from bot.storage import Tx
from flows.formats import FORMATS
from flows.intake import INTAKE
from flows.text import Slot
from tests.e2e.house import House
from tests.e2e.phone import Phone, languages

NOBODYS = {
    "updates": "ids of updates, for 48 hours",
    "counters": "how often something happened on a day",
    "settings": "about the bot and the desk",
    "lanes": "when a chat can be sent the next message; goes with what waits",
    "sqlite_sequence": "SQLite's own",
}
"""Tables without a row about one person."""

WHOSE = {"chat_id", "source_chat_id", "number", "ref"}
"""Columns that lead to a person: by chat, or by request."""

NOT_SHOWN = {
    "flow_version": "which questionnaire was answered",
    "screen_shown": "a keyed fingerprint",
    "screen_below": "no longer used",
    "card_message_id": "where the supervisor's card stands",
    "card_chat_id": "the supervisor's chat",
    "topic_id": "the supervisor's chat",
    "by": "who of the supervisor's side has acted",
    "by_id": "who of the supervisor's side has acted",
    "id": "of a row",
    "update_id": "of a row",
    "error": "the bot's own fault",
    "attempts": "how sending goes",
    "due_at": "how sending goes",
    "hold_until": "how sending goes",
    "settled_at": "how sending goes",
    "state": "how sending goes",
    "who": "a keyed digest of the chat",
    "kept_until": "a day after the last count",
}
"""Columns and sealed values that /mydata leaves out, with what they are."""

LEFT = {
    ("leads", "number"): "so that numbers are never given twice",
    ("leads", "month"): "how many in a month",
    ("leads", "format"): "what was suggested",
    ("leads", "status"): "that it is erased",
}
"""What an erasure leaves in rows that lead to a request or chat, besides the two tables below."""

OUTLIVE = {"writers": "how much was asked for, for a day, and who is blocked", "erasures": "for 90 days, for backups"}
"""Sealed rows that outlive an erasure."""


def tables(tx: Tx) -> list[str]:
    found = tx.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")
    return [row[0] for row in found.fetchall()]


def rows_about(tx: Tx, chat_id: int, numbers: set[int]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Every row that leads to this chat or to one of these requests, opened."""
    refs = {str(number) for number in numbers}
    for table in set(tables(tx)) - NOBODYS.keys():
        columns = [row[1] for row in tx.execute(f"PRAGMA table_info({table})").fetchall()]
        for values in tx.execute(f"SELECT * FROM {table}").fetchall():
            row = dict(zip(columns, values, strict=True))
            row_id = int(row.get("id", row.get("number", row.get("chat_id"))) or 0)
            for name in ("personal", "payload"):
                if row.get(name) is not None:
                    row[name] = tx.vault.unseal(table, row_id, row[name])
            ours = chat_id in (row.get("chat_id"), row.get("source_chat_id")) or row.get("number") in numbers
            if ours or row.get("ref") in refs or (table in OUTLIVE and is_of(tx, table, row, chat_id)):
                yield table, row


def is_of(tx: Tx, table: str, row: dict[str, Any], chat_id: int) -> bool:
    """Whether one of the rows that name nobody is about this person."""
    return bool(row["personal"][1] == chat_id if table == "erasures" else row["personal"] == tx.writers.load(chat_id))


def leaves(value: Any, name: str = "") -> Iterator[tuple[str, str]]:
    """Every value of a row that says something, by its own name."""
    if name in NOT_SHOWN or value in (None, "", 0, 0.0, False, True):
        return
    if isinstance(value, dict):
        for key, each in value.items():
            yield from leaves(each, key)
    elif isinstance(value, list):
        for each in value:
            yield from leaves(each, name)
    elif not isinstance(value, float):  # moments are shown as dates
        yield name, str(value)


async def lives_through(home: House) -> Phone:
    """A prospect about whom there is a row in every table."""
    anna = await home.anna("en", first_name="Annukka", username="annukka_k")
    await anna.answers("way.phone", until="review", phone="040 123 4567")
    await anna.says("Own words of mine")
    await anna.picks("review.send")
    await anna.says("Passed on to you")
    await home.desk.reads_words("Passed on to you")
    await home.desk.picks("button.lead.more", "button.lead.remind")
    await home.desk.says("/liidit")
    await home.quiet()
    home.telegram.fails("403", chat_id=home.desk.chat_id)
    await anna.says("Never reached the supervisor")
    await home.quiet()
    await anna.picks("button.new")
    await anna.answers("who.group", until="challenge")
    await home.quiet()

    def work(tx: Tx) -> None:
        tx.poison.keep(5, anna.chat_id, "ValueError", {"message": {"text": "could not be read"}})
        tx.corrections.put(1, "individual", "pair", {"who": ["employee"]}, 1)
        tx.erasures.note(chat_id=anna.chat_id, erased_at=tx.now - 3600)
        slot = Slot(int(tx.now) + 90_000, int(tx.now) + 93_600)
        tx.meetings.save(row_of(Meeting(1, uid="5f0c", round=2, agreed=slot, offer_id=901, message_id=902)))

    await home.app.store.transaction(work)
    return anna


async def test_mydata_shows_every_column_of_every_table_that_is_about_the_person(home: House) -> None:
    anna = await lives_through(home)

    def work(tx: Tx) -> tuple[set[str], list[tuple[str, str, str]], str]:
        data = everything(tx, anna.chat_id).decode()
        held = data + "\n".join(value for _, value in leaves(json.loads(data)))
        found = [(table, row) for table, row in rows_about(tx, anna.chat_id, {1}) if table != "mentions"]
        missing = [
            (table, name, value)
            for table, row in found
            if row.get("state") != "sent"  # without contents, for 48 hours
            for name, value in leaves(row)
            if value not in held and value != str(supervisor_chat(tx))
        ]
        return {table for table, _ in found}, missing, in_words(tx, anna.chat_id, languages())

    seen, missing, words = await home.app.store.transaction(work)
    assert seen | {"mentions"} == set(await home.app.store.transaction(tables)) - NOBODYS.keys()
    # Which message at the desk is about a request says nothing of the person.
    assert [each for each in missing if each[:2] != ("letters", "message_id")] == []
    for told in ("Own words of mine", "Never reached the supervisor", "Annukka", "040 123 4567"):
        assert told in words


async def test_no_form_and_no_answer_stands_in_clear(home: House) -> None:
    await lives_through(home)
    chosen = {choice.key for question in INTAKE.questions for choice in question.choices}

    def work(tx: Tx) -> list[tuple[str, str, str]]:
        return [
            (table, name, row[name])
            for table in set(tables(tx)) - NOBODYS.keys()
            for _, name, kind, *_ in tx.execute(f"PRAGMA table_info({table})").fetchall()
            for row in ({name: each[0]} for each in tx.execute(f"SELECT {name} FROM {table}").fetchall())
            if kind == "TEXT" and row[name] in chosen | FORMATS.keys()
        ]

    assert await home.app.store.transaction(work) == []


async def test_forms_that_an_older_version_left_in_clear_are_sealed_at_the_start(home: House) -> None:
    anna = await home.anna("en")
    await anna.leaves_request()

    def as_before(tx: Tx) -> None:
        row_id = tx.corrections.put(1, "", "", {"who": ["employee"]}, 1)
        sealed = tx.vault.seal("corrections", row_id, {"answers": {"who": ["employee"]}, "flow_version": 1})
        tx.execute("UPDATE corrections SET said = 'crisis', wanted = 'pair', personal = ?", (sealed,))

    await home.app.store.transaction(as_before)
    await home.restarts()
    clear = await home.app.store.transaction(lambda tx: tx.execute("SELECT said, wanted FROM corrections").fetchall())
    kept = await home.app.store.transaction(lambda tx: tx.corrections.of_lead(1))
    assert clear == [("", "")]
    assert kept is not None
    assert (kept.said, kept.wanted, kept.answers) == ("crisis", "pair", {"who": ["employee"]})


async def test_erasure_leaves_only_what_is_said_here(home: House) -> None:
    anna = await lives_through(home)
    await anna.says("/delete")
    await anna.picks("button.erase")
    await home.quiet()

    def work(tx: Tx) -> list[tuple[str, str, str]]:
        return [
            (table, name, value)
            for table, row in rows_about(tx, anna.chat_id, {1})
            if table not in OUTLIVE and not of_the_desk(row, supervisor_chat(tx)) and not said_after(row, anna)
            for name, value in leaves(row)
            if (table, name) not in LEFT
        ]

    assert await home.app.store.transaction(work) == []


def of_the_desk(row: dict[str, Any], desk: int) -> bool:
    """Whether a row says which message about the request went to the desk, without contents, or empties that chat."""
    return row.get("chat_id") == desk and (row["payload"] is None or row["kind"] == "erased")


def said_after(row: dict[str, Any], anna: Phone) -> bool:
    """Whether a row is the word about the erasure itself, sent and without contents."""
    return row.get("chat_id") == anna.chat_id and row.get("kind") == "say" and row["payload"] is None


async def test_no_other_column_leads_to_a_person(home: House) -> None:
    def work(tx: Tx) -> set[str]:
        found = {row[1] for table in tables(tx) for row in tx.execute(f"PRAGMA table_info({table})").fetchall()}
        return {name for name in found if name.endswith(("chat_id", "number")) or name == "ref"}

    assert await home.app.store.transaction(work) == WHOSE | {"card_chat_id"}
