"""What is taken away from the supervisor's chat: all of an erased request, of a desk that moved, of a trial."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TypeVar

from bot.desk.delivery.cards import Posting
from bot.desk.delivery.prompts import queue_slip
from bot.errors import Refused, Unreachable
from bot.hours import DAY
from bot.outbox.dispatcher import More
from bot.outbox.kinds import Emptied, Erased, MovedOut, OutcomeSlip, Shown, Slip, Tidy, TrialEnded
from bot.requests import by_hand
from bot.requests.card import ERASED
from bot.requests.erasure import is_believed
from bot.requests.request import shown
from bot.requests.supervisor_chat import FORMER, supervisor_chat
from bot.storage import Queued, ShownMessage, Tx
from bot.telegram.emptying import AT_ONCE, DELETABLE_SECONDS, delete_all, empty
from bot.telegram.topics import delete_topic
from bot.ui.render import DeskWriter
from bot.ui.screens import Keyboard
from flows.dataclass import dataclass
from flows.text import N_

GIVEN_UP_SECONDS = 30 * DAY
"""How long an erasure is tried in a chat that cannot be reached; then the supervisor is asked to do it by hand."""

WHOLE_CHAT = 0
"""The message id that stands for everything about a request in one chat."""

REMOVED = N_("desk.moved.removed", "Requests now arrive in another chat. What stood here has been removed.")

FILE_REMOVED = N_("export.removed", "This file has been deleted.")

E = TypeVar("E", bound=Emptied)


@dataclass(frozen=True, slots=True)
class TakenAway(Posting):
    """Takes away: each method is called after the kind it sends."""

    async def erased(self, queued: Queued[Erased]) -> int | More:
        """Empty what the supervisor was shown of an erased request, one call at a time; the payload says what is left.

        The card becomes one line, the rest goes. What Telegram does not let the bot empty, it asks the supervisor to
        delete. A chat that cannot be reached is tried for `GIVEN_UP_SECONDS`; then the row dies, listed as undelivered.
        """
        try:
            return await self._next_step(queued)
        except Unreachable:
            if await self.store.transaction(lambda tx: _given_up(tx, queued)):
                raise Refused("given up after 30 days: nobody can be reached there") from None
            raise

    async def tidy(self, queued: Queued[Tidy]) -> int:
        """Delete what has been in the chat long enough, or empty it when the bot was away for too long."""
        todo = queued.payload
        if await self.store.transaction(lambda tx: tx.now - queued.created_at < DELETABLE_SECONDS):
            await self.api.delete(queued.chat_id, todo.message_id)
        elif todo.kind:
            line = DeskWriter(self.desk_speak).say(FILE_REMOVED)
            await empty(self.api, queued.chat_id, todo.message_id, todo.kind, line)
        return 0

    async def _next_step(self, queued: Queued[Erased]) -> int | More:
        line = DeskWriter(self.desk_speak).say(ERASED.filled(number=shown(int(queued.ref))))
        step = await self._letters_emptied(queued, line)
        if step is not None:
            return step
        todo, left = queued.payload, queued.payload.left
        if todo.card and not todo.card_done:
            if not await empty(self.api, queued.chat_id, todo.card, "text", line):
                left = (*left, Shown(todo.card, "text"))
            if todo.topic:
                return More(replace(todo, left=left, card_done=True))
        message_id = todo.card
        if todo.topic and await delete_topic(self.api, queued.chat_id, todo.topic):
            left = ()  # everything that stood in it went along
            message_id = await self.api.post(queued.chat_id, line, silent=True)
        if left:
            await self.store.transaction(lambda tx: _ask_for_hands(tx, queued.chat_id, int(queued.ref), left))
        return message_id

    async def moved_out(self, queued: Queued[MovedOut]) -> int | More:
        """Empty a chat that was the desk: of what the bot wrote about requests, or of what it `passed_on`.

        The second only when that is asked for: it is kept nowhere else, and the desk may have moved by mistake.
        """
        todo = queued.payload
        if not todo.begun:
            look = passed_on if todo.passed_on else _of_the_bot
            letters = await self.store.transaction(lambda tx: look(tx, queued.chat_id))
            return More(replace(todo, letters=letters, begun=True))
        try:
            step = await self._letters_emptied(queued, DeskWriter(self.desk_speak).say(REMOVED))
            left = todo.left
        except Unreachable:
            step = None
            left = tuple(Shown(WHOLE_CHAT, number=each) for each in sorted({each.number for each in todo.letters}))
        if step is None:
            await self.store.transaction(lambda tx: _tell_what_is_left(tx, queued, left))
        return step or 0

    async def _letters_emptied(self, queued: Queued[E], line: str) -> More | None:
        """Empty the next of a row's messages, many at once while they can be deleted; None when none is left."""
        todo, now = queued.payload, await self.store.transaction(lambda tx: tx.now)
        young = [each for each in todo.letters if each.sent_at > now - DELETABLE_SECONDS]
        if young:
            return await self._delete_some(queued, young)
        if not todo.letters:
            return None
        first, *others = todo.letters
        gone = await empty(self.api, queued.chat_id, first.message_id, first.kind, line)
        return More(replace(todo, letters=tuple(others), left=todo.left if gone else (*todo.left, first)))

    async def _delete_some(self, queued: Queued[E], young: list[Shown]) -> More:
        """Delete as many at once as Telegram takes; when it refuses, half as many, until the one at fault is alone."""
        at_once = queued.payload.at_once or AT_ONCE
        chosen = young[:at_once]
        try:
            done = await delete_all(self.api, queued.chat_id, [each.message_id for each in chosen])
        except Refused:
            done = False
        letters = tuple(each for each in queued.payload.letters if each not in chosen)
        if not done and len(chosen) == 1:
            letters = (*letters, chosen[0]._replace(sent_at=0.0))  # emptied like an old one
        elif not done:
            letters, at_once = queued.payload.letters, len(chosen) // 2
        return More(replace(queued.payload, letters=letters, at_once=at_once))

    async def trial_ended(self, queued: Queued[TrialEnded]) -> int:
        """Say that the trial is over, and take away what its screen left to press."""
        # Before the post: what Telegram puts off here must not bring the sentence twice.
        if queued.payload.screen:
            await self.api.strip_buttons(queued.chat_id, queued.payload.screen)
        if queued.payload.keyboard:
            await self.api.delete(queued.chat_id, queued.payload.keyboard)
        html = DeskWriter(self.desk_speak).sent_again(queued.repeat) + DeskWriter(self.desk_speak).say(
            queued.payload.text
        )
        return await self.api.post(queued.chat_id, html, reply_keyboard=Keyboard())


def _of_the_bot(tx: Tx, chat_id: int) -> tuple[Shown, ...]:
    """Return what the bot itself has written about requests in a chat that was the desk."""
    cards = (Shown(card, "text", created_at, number) for card, number, created_at in tx.leads.cards_in(chat_id))
    return (*cards, *(Shown(*each) for each in tx.letters.shown_in(chat_id, passed_on=False)))


def passed_on(tx: Tx, chat_id: int) -> tuple[Shown, ...]:
    """Return what people have written about requests in a chat that was the desk."""
    return tuple(Shown(*each) for each in tx.letters.shown_in(chat_id, passed_on=True))


def empty_former(tx: Tx) -> None:
    """Have what people wrote taken from every chat that was the desk."""
    for chat_id in tx.settings.get(FORMER, []):
        if chat_id != supervisor_chat(tx) and passed_on(tx, chat_id):
            tx.outbox.queue(chat_id, "moved_out", payload=MovedOut(passed_on=True))


def _tell_what_is_left(tx: Tx, queued: Queued[MovedOut], left: Sequence[Shown]) -> None:
    """Ask the present desk for what only a person can remove, and whether what people wrote is to go as well."""
    for number in sorted({each.number for each in left}):
        _ask_for_hands(tx, queued.chat_id, number, [each for each in left if each.number == number])
    if not queued.payload.passed_on and passed_on(tx, queued.chat_id) and (desk := supervisor_chat(tx)):
        queue_slip(tx, desk, "former", OutcomeSlip())


def _ask_for_hands(tx: Tx, chat_id: int, number: int, left: Sequence[Shown]) -> None:
    by_hand.note(tx, number, [ShownMessage(chat_id, *each[:3]) for each in left])
    if desk := supervisor_chat(tx):
        here = left[0].message_id if chat_id == desk else 0
        queue_slip(tx, desk, "by_hand", Slip(reply_to=here))


def _given_up(tx: Tx, queued: Queued[object]) -> bool:
    if tx.now - queued.created_at < GIVEN_UP_SECONDS or not is_believed(tx):
        return False
    _ask_for_hands(tx, queued.chat_id, int(queued.ref), [Shown(WHOLE_CHAT, "", queued.created_at)])
    return True
