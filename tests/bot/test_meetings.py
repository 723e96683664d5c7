"""Times to meet as they are stored: whatever is proposed and picked, none is given to two."""

from __future__ import annotations

import random
from itertools import combinations
from pathlib import Path

import pytest

from bot.hours import DAY, usual_hours
from bot.requests import meetings
from bot.requests.meeting import Refusal
from bot.storage import KeySource, Store, Tx
from bot.ui.callbacks import Meet
from flows.text import Slot
from tests.bot.prospects import ZONE
from tests.bot.storage.conftest import a_lead

HOURS = usual_hours(ZONE)
MINUTE = 60.0
LENGTHS = (0, 0, 0, 1, 15, 30, 45, 60, 90, 1499)
"""Minutes of a time, 0: no end was said; the last is all of the day on which the clocks go back."""


def minutes(slot: Slot) -> set[int]:
    """The minutes of the supervisor's that a time takes; an hour where no end was said."""
    first = int(slot.starts_at // MINUTE)
    last = int(slot.ends_at // MINUTE) if slot.ends_at else first + 60
    return set(range(first, last))


@pytest.mark.parametrize("seed", range(4))
async def test_no_two_agreed_times_share_a_minute_and_none_is_refused_in_vain(tmp_path: Path, seed: int) -> None:
    chance = random.Random(seed)

    def work(tx: Tx) -> tuple[int, int]:
        rows = [tx.leads.load(tx.leads.add(a_lead(f"7:{n}", chat_id=n))) for n in range(1, 10)]
        agreed: dict[int, Slot] = {}
        vain, begins = 0, tx.now + DAY - tx.now % DAY
        for _ in range(200):
            row = chance.choice(rows)
            assert row is not None
            starts, length = begins + chance.randrange(0, 3 * 1440, 20) * MINUTE, chance.choice(LENGTHS)
            slot = Slot(starts, starts + length * MINUTE if length else 0.0)
            if by_phone := chance.random() < 0.3:
                given = meetings.note(tx, row, slot, HOURS, elsewhere=chance.random() < 0.5)
            else:
                round_ = meetings.propose(tx, row, (slot,)).round
                refused = meetings.tapped(tx, row, Meet("pick", row.number, round_, int(starts)), 5, HOURS)
                given = refused is None
                assert refused in (None, Refusal.TAKEN)
            others = [minutes(each) for number, each in agreed.items() if number != row.number]
            free = all(minutes(slot).isdisjoint(each) for each in others)
            assert given == free, (slot, by_phone)
            vain += not free
            if free:
                agreed[row.number] = slot
            kept = [meetings.meeting_with(tx, each.number).agreed for each in rows if each]
            assert all(minutes(a).isdisjoint(minutes(b)) for a, b in combinations(filter(None, kept), 2))
        return len(agreed), vain

    async with await Store.open(tmp_path / "bot.sqlite3", keys=KeySource(data_key="00" * 32)) as store:
        with_time, vain = await store.transaction(work)
    assert with_time > 3
    assert vain > 20
