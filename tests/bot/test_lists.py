"""Lists and search with more requests than are read at once."""

from __future__ import annotations

from pathlib import Path

from bot.desk.lists.pages import FOUND, READ_AT_ONCE, Entry, entries, found
from bot.desk.service import Desk
from bot.hours import parse_hours
from bot.storage import KeySource, Store, Tx
from tests.soak.lists import ZONE, fill

MANY = 1100


async def test_oldest_of_many_requests_is_listed_first_and_found_by_its_name(tmp_path: Path) -> None:
    hours = parse_hours("mon-fri 9-17", ZONE)
    assert hours is not None
    desk = Desk(hours)
    assert MANY > READ_AT_ONCE

    def work(tx: Tx) -> tuple[list[Entry], list[Entry], list[Entry]]:
        fill(tx, MANY)
        return entries(tx, "open", desk), found(tx, f"anna {MANY - 1}", desk), found(tx, "anna", desk)

    store = await Store.open(tmp_path / "bot.sqlite3", keys=KeySource(data_key="00" * 32))
    listed, one, many = await store.transaction(work)
    await store.close()
    assert len(listed) == MANY
    assert listed[0].overdue
    assert listed[0].lead.name == f"Anna {MANY - 1}"  # half an hour between any two: the last is the oldest
    assert [entry.lead.number for entry in one] == [MANY]
    assert [entry.lead.number for entry in many] == list(range(MANY, MANY - FOUND - 1, -1))
