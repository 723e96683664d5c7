"""What is taken away from the supervisor's chat: all of an erased person, what a trial left to press."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass

from bot.requests.card import ERASED
from bot.requests.request import shown
from bot.storage import Owed
from bot.telegram import Api
from bot.telegram.topics import delete_topic
from bot.ui.i18n import Translator
from bot.ui.render import Writer
from bot.ui.screens import Keyboard
from bot.ui.texts import text_from_json


@dataclass(frozen=True, slots=True)
class TakenAway:
    """Takes away; `kinds` says which function sends which kind of row. `hers`: the supervisor's language."""

    api: Api
    hers: Translator

    def kinds(self) -> Mapping[str, Callable[[Owed], Awaitable[int]]]:
        """Return the function for every kind of row."""
        return {"erased": self.erased, "trial_ended": self.trial_ended}

    async def erased(self, owed: Owed) -> int:
        """Empty what the supervisor was shown of an erased person: the card becomes one line, the rest goes."""
        line = Writer(self.hers).say(ERASED.filled(number=shown(int(owed.ref))))
        for message_id in owed.payload["letters"]:
            # Telegram lets a bot delete for 48 hours only; what is older is emptied.
            if not await self.api.delete(owed.chat_id, message_id):
                await self.api.edit(owed.chat_id, message_id, line)
        card_id = int(owed.payload["card"])
        if card_id:
            await self.api.edit(owed.chat_id, card_id, line)
        topic_id = int(owed.payload.get("topic", 0))
        if topic_id and await delete_topic(self.api, owed.chat_id, topic_id):
            return await self.api.post(owed.chat_id, line, silent=True)
        return card_id

    async def trial_ended(self, owed: Owed) -> int:
        """Say that the trial is over, and take away what its screen left to press."""
        # Before the post: what Telegram puts off here must not bring the sentence twice.
        if owed.payload["screen"]:
            await self.api.strip_buttons(owed.chat_id, owed.payload["screen"])
        if owed.payload["keyboard"]:
            await self.api.delete(owed.chat_id, owed.payload["keyboard"])
        html = Writer(self.hers).sent_again(owed.repeat) + Writer(self.hers).say(text_from_json(owed.payload["text"]))
        return await self.api.post(owed.chat_id, html, reply_keyboard=Keyboard())
