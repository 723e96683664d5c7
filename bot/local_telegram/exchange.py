"""The exchange: the parts of one local Telegram that every call and every deed needs, in one hand."""

from __future__ import annotations

import secrets

from bot.local_telegram.faults import Faults
from bot.local_telegram.flood import Flood, Limits
from bot.local_telegram.journal import Journal
from bot.local_telegram.model import Model
from bot.local_telegram.shapes import Clock
from bot.local_telegram.updates import Updates
from bot.local_telegram.webhook import Webhook

BOT_ID = 7_123_456_789


class Exchange:
    """`token` is the bot's own, in the form `digits:letters`; "" makes one by chance. The rest: as `LocalTelegram`."""

    def __init__(self, token: str, limits: Limits, clock: Clock, webhook_pause: float) -> None:
        self.token = token or f"{BOT_ID}:{secrets.token_urlsafe(26)}"
        bot_id, _, secret = self.token.partition(":")
        if not (bot_id.isdigit() and secret):
            raise ValueError("a bot token reads 123456789:letters")
        self.model = Model(bot_id=int(bot_id), username="tyonohjaus_bot", first_name="Työnohjaus", clock=clock)
        self.journal = Journal()
        self.updates = Updates(self.model, self.journal)
        self.webhook = Webhook(self.model, self.updates, pause=webhook_pause)
        self.faults = Faults()
        self.flood = Flood(limits, lambda: self.model.clock())
