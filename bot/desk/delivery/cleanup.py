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
from bot.requests.supervisor_chat import FORMER, supervisor_chat
from bot.storage import Owed, ShownMessage, Store, Tx
from bot.telegram import Api
from bot.telegram.emptying import AT_ONCE, DELETABLE_SECONDS, delete_all, empty
from bot.telegram.topics import delete_topic
from bot.ui.i18n import Translator
from bot.ui.render import DeskWriter
from bot.ui.screens import Keyboard
from bot.ui.texts import text_from_json
from flows.text import N_

GIVEN_UP_SECONDS = 30 * DAY
"""How long an erasure is tried in a chat that cannot be reached; then the supervisor is asked to do it by hand."""

WHOLE_CHAT = 0
"""The message id that stands for everything about a request in one chat."""

SENT_AT = 2
"""Where a row of the payload says when its message was sent."""

REMOVED = N_("desk.moved.removed", "Requests now arrive in another chat. What stood here has been removed.")


@dataclass(frozen=True, slots=True)
class TakenAway:
    """Takes away; `kinds` says which function sends which kind of row. `desk_speak`: in the supervisor's language."""

    store: Store
    api: Api
    desk_speak: Translator

    def kinds(self) -> Mapping[str, Callable[[Owed], Awaitable[int | More]]]:
        """Return the function for every kind of row."""
        return {"erased": self.erased, "moved_out": self.moved_out, "trial_ended": self.trial_ended}

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
        step = await self._letters_emptied(owed, line)
        if step is not None:
            return step
        payload, left = owed.payload, list(owed.payload.get("left", []))
        card_id, topic_id = int(payload["card"]), int(payload.get("topic", 0))
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
            await self.store.transaction(lambda tx: _ask_for_hands(tx, owed.chat_id, int(owed.ref), left))
        return message_id

    async def moved_out(self, owed: Owed) -> int | More:
        """Empty a chat that was the desk: of what the bot wrote about requests, or of what it `passed_on`.

        The second only when that is asked for: it is kept nowhere else, and the desk may have moved by mistake.
        """
        passed_on = bool(owed.payload.get("passed_on"))
        if "letters" not in owed.payload:
            look = _passed_on if passed_on else _shown_in
            rows = await self.store.transaction(lambda tx: look(tx, owed.chat_id))
            return More({**owed.payload, "letters": rows})
        line = DeskWriter(self.desk_speak).say(REMOVED)
        try:
            step = await self._letters_emptied(owed, line)
        except Unreachable:
            step, whole = None, {number: [WHOLE_CHAT, "", 0.0, number] for *_, number in owed.payload["letters"]}
            left = list(whole.values())
        else:
            left = list(owed.payload.get("left", []))
        if step is None:
            await self.store.transaction(lambda tx: _told_what_is_left(tx, owed, left, passed_on=passed_on))
        return step or 0

    async def _letters_emptied(self, owed: Owed, line: str) -> More | None:
        """Empty the next of a row's messages, many at once while they can be deleted; None when none is left."""
        payload, now = owed.payload, await self.store.transaction(lambda tx: tx.now)
        letters = [_row(each) for each in payload["letters"]]
        young = [each for each in letters if each[SENT_AT] > now - DELETABLE_SECONDS]
        if young:
            return await self._delete_some(owed, letters, young)
        if not letters:
            return None
        first, *others = letters
        left = list(payload.get("left", []))
        if not await empty(self.api, owed.chat_id, first[0], first[1], line):
            left.append(first)
        return More({**payload, "letters": others, "left": left})

    async def _delete_some(self, owed: Owed, letters: list[list[Any]], young: list[list[Any]]) -> More:
        """Delete as many at once as Telegram takes; when it refuses, half as many, until the one at fault is alone."""
        at_once = int(owed.payload.get("at_once", AT_ONCE))
        chosen = young[:at_once]
        try:
            done = await delete_all(self.api, owed.chat_id, [each[0] for each in chosen])
        except Refused:
            done = False
        rows = [each for each in letters if each not in chosen]
        if not done and len(chosen) == 1:
            rows = [*rows, [*chosen[0][:SENT_AT], 0.0, *chosen[0][SENT_AT + 1 :]]]  # emptied like an old one
        elif not done:
            rows, at_once = letters, len(chosen) // 2
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


def _row(row: Any) -> list[Any]:
    """Return a message of the payload: its id, kind, when it was sent, and perhaps which request it is about."""
    return row if isinstance(row, list) else [row, "", 0.0]  # older rows hold only its id


def _shown_in(tx: Tx, chat_id: int) -> list[list[Any]]:
    """Return what the bot itself has written about requests in a chat that was the desk."""
    cards = [[message_id, "text", created_at, number] for message_id, number, created_at in tx.leads.cards_in(chat_id)]
    return [*cards, *map(list, tx.letters.shown_in(chat_id, passed_on=False))]


def _passed_on(tx: Tx, chat_id: int) -> list[list[Any]]:
    return list(map(list, tx.letters.shown_in(chat_id, passed_on=True)))


def _told_what_is_left(tx: Tx, owed: Owed, left: list[list[Any]], *, passed_on: bool) -> None:
    """Ask the present desk for what only a person can remove, and whether what people wrote is to go as well."""
    for number in sorted({each[-1] for each in left}):
        _ask_for_hands(tx, owed.chat_id, number, [each for each in left if each[-1] == number])
    if not passed_on and _passed_on(tx, owed.chat_id) and (desk := supervisor_chat(tx)):
        owe_slip(tx, desk, "former")


def empty_former(tx: Tx) -> None:
    """Owe that what people wrote goes from every chat that was the desk."""
    for chat_id in tx.settings.get(FORMER, []):
        if chat_id != supervisor_chat(tx) and _passed_on(tx, chat_id):
            tx.outbox.owe(chat_id, "moved_out", payload={"passed_on": True})


def _ask_for_hands(tx: Tx, chat_id: int, number: int, left: list[list[Any]]) -> None:
    by_hand.note(tx, number, [ShownMessage(chat_id, *each[: SENT_AT + 1]) for each in left])
    if desk := supervisor_chat(tx):
        here = next((each[0] for each in left), 0) if chat_id == desk else 0
        owe_slip(tx, desk, "by_hand", reply_to=here)


def _given_up(tx: Tx, owed: Owed) -> bool:
    if tx.now - owed.created_at < GIVEN_UP_SECONDS:
        return False
    _ask_for_hands(tx, owed.chat_id, int(owed.ref), [[WHOLE_CHAT, "", owed.created_at]])
    return True
