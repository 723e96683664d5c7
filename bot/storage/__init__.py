"""The database: schema, migrations, encryption, and all SQL of the bot."""

from bot.storage.keys import KeySource
from bot.storage.records import (
    DayCount,
    Erasure,
    Head,
    Json,
    Queued,
    Poisoned,
    ShownMessage,
    StoredChat,
    StoredCorrection,
    StoredLead,
    StoredMeeting,
    Undelivered,
)
from bot.storage.sealed_rows import damaged, reseal, set_aside
from bot.storage.store import Store, Tx
from bot.storage.vault import Vault

__all__ = [
    "DayCount",
    "Erasure",
    "Head",
    "Json",
    "KeySource",
    "Queued",
    "Poisoned",
    "ShownMessage",
    "Store",
    "StoredChat",
    "StoredCorrection",
    "StoredLead",
    "StoredMeeting",
    "Tx",
    "Undelivered",
    "Vault",
    "damaged",
    "reseal",
    "set_aside",
]
