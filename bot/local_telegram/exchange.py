"""The exchange: the parts of one local Telegram that every call and every deed needs, in one hand."""

from __future__ import annotations

from dataclasses import dataclass

from bot.local_telegram.faults import Faults
from bot.local_telegram.flood import Flood
from bot.local_telegram.journal import Journal
from bot.local_telegram.model import Model
from bot.local_telegram.updates import Updates
from bot.local_telegram.webhook import Webhook


@dataclass(frozen=True, slots=True)
class Exchange:
    """`token` is the bot's own, in the form `digits:letters`."""

    token: str
    model: Model
    updates: Updates
    webhook: Webhook
    journal: Journal
    faults: Faults
    flood: Flood
