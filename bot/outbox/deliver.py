"""What is owed, made and sent: one function for each kind of outbox row.

Each reads what it needs in one transaction, speaks to Telegram, and writes the message's id back in another. Nothing
is decided here.
"""

from __future__ import annotations

import hashlib
import json
import logging
from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import TypeAlias

from bot.desk.away import away_until
from bot.desk.delivery.relay import DeskSending
from bot.errors import DeliveryError, Refused, Unreachable
from bot.outbox.dispatcher import More
from bot.prospect.delivery import ProspectSending
from bot.prospect.state import loaded
from bot.prospect.views.screens import Standing, View, keyboard, screen
from bot.requests.notify import not_told
from bot.requests.request import Status, lead_of
from bot.requests.supervisor_chat import is_untold
from bot.storage import Owed, Store, StoredChat, Tx
from bot.telegram import Api
from bot.telegram.topics import in_thread
from bot.ui.render import Writer
from bot.ui.screens import Keyboard, Screen
from bot.ui.texts import text_from_json
from flows.text import N_

log = logging.getLogger(__name__)

Delivery: TypeAlias = Callable[[Owed], Awaitable[int | More]]


@dataclass(frozen=True, slots=True)
class Deliveries:
    """Sends rows of every kind; `deliver` is what the outbox calls."""

    store: Store
    api: Api
    view: View
    desk: DeskSending

    async def deliver(self, owed: Owed) -> int | More:
        """Send one message of a row and return its id, 0 when nothing had to be sent; More when another follows."""
        try:
            return await self._by_kind()[owed.kind](owed)
        except Unreachable:
            about = owed.payload.get("about") if owed.kind in ("screen", "say") and owed.payload else 0
            if about:
                await self.store.transaction(lambda tx: not_told(tx, int(about)))
            raise

    def _by_kind(self) -> Mapping[str, Delivery]:
        return {
            "screen": self.screen,
            "say": self.say,
            **self.desk.kinds(),
            **ProspectSending(self.store, self.api, self.view).kinds(),
        }

    async def screen(self, owed: Owed) -> int | More:
        """Show a prospect the current screen: in place, or anew below what they have written since.

        With `in_place` in the payload only in place: it is not worth a message.
        """
        row, standing = await self.store.transaction(lambda tx: self._standing(tx, owed.chat_id))
        if row is None:
            return 0
        conversation = loaded(row)
        now = screen(conversation, replace(self.view, standing=standing))
        shown, keyboard_id = _shown(row)
        if owed.payload and owed.payload.get("in_place"):
            if row.screen_message_id and await self._changed(row, now, shown):
                await self._remember(owed.chat_id, row.screen_message_id, digest(now), keyboard_id)
            return row.screen_message_id
        extra = keyboard(conversation, self.view.speak[conversation.language])
        again = Writer(self.view.speak[row.language]).sent_again(owed.repeat)
        if keyboard_id and extra is None:
            await self._take_keyboard_away(row, keyboard_id, again)
            await self._remember(owed.chat_id, row.screen_message_id, shown, 0)
            return More(None)
        in_sight = row.screen_message_id > conversation.lowest
        message_id = row.screen_message_id if in_sight and await self._changed(row, now, shown) else 0
        posted = not message_id
        if posted:
            if row.screen_message_id:
                with suppress(Refused):
                    await self.api.strip_buttons(owed.chat_id, row.screen_message_id)
            message_id = await self.api.post(owed.chat_id, again + now.html, now.rows)
        await self._remember(owed.chat_id, message_id, digest(now), keyboard_id)
        if extra is None or keyboard_id:
            return message_id
        if posted:
            return More(None)
        # It cannot share a message with inline buttons, so it comes with a line of its own.
        keyboard_id = await self.api.post(owed.chat_id, again + extra.html, reply_keyboard=extra.keyboard)
        await self._remember(owed.chat_id, message_id, digest(now), keyboard_id)
        return message_id

    def _standing(self, tx: Tx, chat_id: int) -> tuple[StoredChat | None, Standing]:
        """Return a conversation, and how the request stands that it has sent."""
        row = tx.chats.load(chat_id)
        lead = tx.leads.load(loaded(row).lead) if row is not None else None
        if lead is None:
            return row, Standing(Status.ERASED, away_until(tx, self.desk.desk.hours))
        handling = lead_of(lead).handling
        status = handling.was or lead.status if is_untold(tx, lead) else lead.status
        return row, Standing(status, away_until(tx, self.desk.desk.hours), handling.contacted)

    async def _changed(self, row: StoredChat, now: Screen, shown: str) -> bool:
        """Change the screen on show; False when that cannot be done."""
        if shown == digest(now):
            return True
        try:
            return await self.api.edit(row.chat_id, row.screen_message_id, now.html, now.rows)
        except Refused as error:
            # A person must not stand before a screen that answers nothing; what is wrong with it, a post will tell.
            log.warning("a screen could not be changed", extra={"reason": str(error)})
            return False

    async def _take_keyboard_away(self, row: StoredChat, keyboard_id: int, again: str) -> None:
        """Take the reply keyboard off the phone: only a message can do that, and neither it nor the line stays."""
        text = Writer(self.view.speak[row.language]).say(KEYBOARD_GONE)
        gone = await self.api.post(row.chat_id, again + text, reply_keyboard=Keyboard())
        for message_id in (gone, keyboard_id):
            with suppress(DeliveryError):  # the keyboard is off, so nothing must be sent again for this
                await self.api.delete(row.chat_id, message_id)

    async def _remember(self, chat_id: int, message_id: int, shown: str, keyboard_id: int) -> None:
        mark = f"{shown}+{keyboard_id}" if keyboard_id else shown
        await self.store.transaction(lambda tx: tx.chats.show(chat_id, message_id=message_id, shown=mark))

    async def say(self, owed: Owed) -> int:
        """Say one sentence."""
        writer = Writer(self.view.speak[owed.payload["language"]])
        html = writer.sent_again(owed.repeat) + writer.say(text_from_json(owed.payload["text"]))
        reply_to, silent = owed.payload.get("reply_to", 0), owed.payload.get("silent", False)

        def send(thread_id: int) -> Awaitable[int]:
            return self.api.post(owed.chat_id, html, reply_to=reply_to, thread_id=thread_id, silent=silent)

        return await in_thread(send, owed.payload.get("thread", 0))


KEYBOARD_GONE = N_("keyboard.gone", "Thank you.")


def digest(shown: Screen) -> str:
    """Return a short fingerprint of a screen, to leave alone what looks right already; nothing can be read from it."""
    content = json.dumps([shown.html, [[(b.text, b.data, b.url, b.copy) for b in row] for row in shown.rows]])
    return hashlib.blake2b(content.encode(), digest_size=12).hexdigest()


def _shown(row: StoredChat) -> tuple[str, int]:
    """Return the fingerprint of what a chat shows, and the id of the line that brought its reply keyboard (0: none)."""
    shown, _, keyboard_id = row.screen_shown.partition("+")
    return shown, int(keyboard_id or 0)
