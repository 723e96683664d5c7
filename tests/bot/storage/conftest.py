"""A store in a folder of its own, with a clock that stands still until it is moved."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

import pytest

from bot.storage import KeySource, Store, StoredChat, StoredLead

KEY = "5a" * 32
NOON = 1_795_341_600.0
"""2026-11-22 10:00 UTC, noon in Finland."""


@dataclass
class Clock:
    """Unix seconds that move only when told."""

    now: float = NOON

    def __call__(self) -> float:
        """Return the time."""
        return self.now


MakeLead: TypeAlias = Callable[..., StoredLead]


def a_chat(chat_id: int = 7, **changes: object) -> StoredChat:
    """Return a conversation with something personal in it."""
    fields: dict[str, object] = {
        "chat_id": chat_id,
        "language": "fi",
        "state": "asking",
        "flow_version": 3,
        "started_at": NOON - 60,
        "changed_at": NOON,
        "personal": {"name": "Anna Äijälä", "answers": {"who": ["group"]}},
    }
    return StoredChat(**{**fields, **changes})  # type: ignore[arg-type]  # the fields of the record, by name


def a_lead(confirmation: str = "7:1", **changes: object) -> StoredLead:
    """Return a lead with something personal in it."""
    fields: dict[str, object] = {
        "chat_id": 7,
        "format": "group",
        "language": "fi",
        "created_at": NOON,
        "month": "2026-11",
        "notice_version": "2026-10",
        "agreed_at": NOON - 1,
        "confirmation": confirmation,
        "personal": {"name": "Anna Äijälä", "phone": "+358401234567"},
    }
    return StoredLead(**{**fields, **changes})  # type: ignore[arg-type]  # the fields of the record, by name


@pytest.fixture
def clock() -> Clock:
    """A clock that stands still."""
    return Clock()


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Where the database of this test is."""
    return tmp_path / "data" / "bot.sqlite3"


@pytest.fixture
async def store(path: Path, clock: Clock) -> AsyncIterator[Store]:
    """An open store with a known key."""
    async with await Store.open(path, keys=KeySource(data_key=KEY), clock=clock) as opened:
        yield opened
