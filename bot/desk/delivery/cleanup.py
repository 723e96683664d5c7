"""What is taken away from the supervisor's chat: all of an erased person, what a trial left to press."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any

from bot.desk.delivery.prompts import owe_slip
from bot.errors import Refused, Unreachable
from bot.hours import DAY
from bot.outbox.dispatcher import More
from bot.requests import by_hand
from bot.requests.card import ERASED
from bot.requests.request import shown
from bot.requests.supervisor_chat import supervisor_chat
from bot.storage import Owed, ShownMessage, Store, Tx
from bot.telegram import Api
from bot.telegram.emptying import AT_ONCE, DELETABLE_SECONDS, delete_all, empty
from bot.telegram.topics import delete_topic
from bot.ui.i18n import Translator
from bot.ui.render import DeskWriter
from bot.ui.screens import Keyboard
from bot.ui.texts import text_from_json

GIVEN_UP_SECONDS = 30 * DAY
"""How long an erasure is tried in a chat that cannot be reached; then the supervisor is asked to do it by hand."""

WHOLE_CHAT = 0
"""The message id that stands for everything about a request in one chat."""


@dataclass(frozen=True, slots=True)
class TakenAway:
    """Takes away; `kinds` says which function sends which kind of row. `desk_speak`: in the supervisor's language."""

    store: Store
    api: Api
    desk_speak: Translator

    def kinds(self) -> Mapping[str, Callable[[Owed], Awaitable[int | More]]]:
        """Return the function for every kind of row."""
        return {"erased": self.erased, "trial_ended": self.trial_ended}

    async def erased(self, owed: Owed) -> int | More:
        """Empty what the supervisor was shown of an erased person, one call at a time; the payload says what is left.

        The card becomes one line, the rest goes. What Telegram does not let the bot empty, it asks the supervisor to
        delete. A chat that cannot be reached is tried for `GIVEN_UP_SECONDS`; then the row dies, listed as undelivered.
        """
        try:
            return await self._next_step(owed)
        except Unreachable:
            if await self.store.transaction(lambda tx: _given_up(tx, owed)):
                raise Refused("given up after 30 days: nobody can be reached there") from None
            raise

    async def _next_step(self, owed: Owed) -> int | More:
        line = DeskWriter(self.desk_speak).say(ERASED.filled(number=shown(int(owed.ref))))
        payload, now = owed.payload, await self.store.transaction(lambda tx: tx.now)
        letters, left = [_shown(owed, each) for each in payload["letters"]], list(payload.get("left", []))
        young = [each for each in letters if each.sent_at > now - DELETABLE_SECONDS]
        card_id, topic_id = int(payload["card"]), int(payload.get("topic", 0))
        if young:
            return await self._delete_some(owed, letters, young)
        if letters:
            first, *others = letters
            if not await empty(self.api, owed.chat_id, first.message_id, first.kind, line):
                left.append(_row(first))
            return More({**payload, "letters": [_row(each) for each in others], "left": left})
        if card_id and not payload.get("card_done"):
            if not await empty(self.api, owed.chat_id, card_id, "text", line):
                left.append([card_id, "text", 0.0])
            if topic_id:
                return More({**payload, "left": left, "card_done": True})
        message_id = card_id
        if topic_id and await delete_topic(self.api, owed.chat_id, topic_id):
            left = []  # everything that stood in it went along
            message_id = await self.api.post(owed.chat_id, line, silent=True)
        if left:
            await self.store.transaction(lambda tx: _ask_for_hands(tx, owed, [_shown(owed, each) for each in left]))
        return message_id

    async def _delete_some(self, owed: Owed, letters: list[ShownMessage], young: list[ShownMessage]) -> More:
        """Delete as many at once as Telegram takes; when it refuses, half as many, until the one at fault is alone."""
        at_once = int(owed.payload.get("at_once", AT_ONCE))
        chosen = young[:at_once]
        try:
            done = await delete_all(self.api, owed.chat_id, [each.message_id for each in chosen])
        except Refused:
            done = False
        rows = [_row(each) for each in letters if each not in chosen]
        if not done and len(chosen) == 1:
            rows = [*rows, [*_row(chosen[0])[:2], 0.0]]  # emptied like an old one
        elif not done:
            rows, at_once = [_row(each) for each in letters], len(chosen) // 2
        return More({**owed.payload, "letters": rows, "at_once": at_once})

    async def trial_ended(self, owed: Owed) -> int:
        """Say that the trial is over, and take away what its screen left to press."""
        # Before the post: what Telegram puts off here must not bring the sentence twice.
        if owed.payload["screen"]:
            await self.api.strip_buttons(owed.chat_id, owed.payload["screen"])
        if owed.payload["keyboard"]:
            await self.api.delete(owed.chat_id, owed.payload["keyboard"])
        html = DeskWriter(self.desk_speak).sent_again(owed.repeat) + DeskWriter(self.desk_speak).say(
            text_from_json(owed.payload["text"])
        )
        return await self.api.post(owed.chat_id, html, reply_keyboard=Keyboard())


def _shown(owed: Owed, row: Any) -> ShownMessage:
    """Return a message of the payload; older rows hold only its id."""
    message_id, kind, sent_at = row if isinstance(row, list) else (row, "", 0.0)
    return ShownMessage(owed.chat_id, int(message_id), kind, sent_at)


def _row(message: ShownMessage) -> list[Any]:
    return [message.message_id, message.kind, message.sent_at]


def _ask_for_hands(tx: Tx, owed: Owed, left: list[ShownMessage]) -> None:
    by_hand.note(tx, int(owed.ref), left)
    if desk := supervisor_chat(tx):
        here = next((each.message_id for each in left if each.chat_id == desk), 0)
        owe_slip(tx, desk, "by_hand", reply_to=here)


def _given_up(tx: Tx, owed: Owed) -> bool:
    if tx.now - owed.created_at < GIVEN_UP_SECONDS:
        return False
    _ask_for_hands(tx, owed, [ShownMessage(owed.chat_id, WHOLE_CHAT, "", owed.created_at)])
    return True
