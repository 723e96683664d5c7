"""One transaction, with every table at hand."""

from __future__ import annotations

import sqlite3
from typing import Final

from bot.storage.access import Access
from bot.storage.chats import Chats
from bot.storage.corrections import Corrections
from bot.storage.erasures import Erasures
from bot.storage.leads import Leads
from bot.storage.letters import Letters
from bot.storage.meetings import Meetings
from bot.storage.outbox import OutboxRows
from bot.storage.small import Counters, Poison, Settings, Updates
from bot.storage.vault import Vault
from bot.storage.writers import Writers


class Tx(Access):
    """One transaction: the tables, `now` (unix seconds) and `day` ("2026-11-22"), the same throughout."""

    def __init__(self, connection: sqlite3.Connection, vault: Vault, now: float, day: str) -> None:
        """Wrap a connection on which a transaction is open."""
        super().__init__(connection, vault, now, day)
        self.updates: Final = Updates(self)
        self.chats: Final = Chats(self)
        self.leads: Final = Leads(self)
        self.letters: Final = Letters(self)
        self.meetings: Final = Meetings(self)
        self.corrections: Final = Corrections(self)
        self.erasures: Final = Erasures(self)
        self.outbox: Final = OutboxRows(self)
        self.counters: Final = Counters(self)
        self.settings: Final = Settings(self)
        self.poison: Final = Poison(self)
        self.writers: Final = Writers(self)
