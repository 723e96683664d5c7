"""What is queued, made and sent: one function for each kind of outbox row.

Each reads what it needs in one transaction, speaks to Telegram, and writes the message's id back in another. For the
screen these are the transactions in which its row is claimed and settled. Nothing is decided here.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Awaitable, Mapping
from contextlib import suppress
from dataclasses import field, replace

from bot.codec import from_json
from bot.desk.away import away_until
from bot.desk.delivery.sending import DeskSending
from bot.desk.pairing import PUBLIC_DESK, is_news
from bot.errors import DeliveryError, Refused, Unreachable
from bot.outbox.dispatcher import Arrived, Deliver, Found, More, Settle
from bot.outbox.kinds import KINDS, SLIPS, Sentence, ShowScreen, named
from bot.prospect.delivery import ProspectSending
from bot.prospect.state import Conversation, State, loaded
from bot.prospect.views.screens import Standing, View, keyboard, screen
from bot.requests import answer_time
from bot.requests.notify import not_told
from bot.requests.profile import read as read_profile
from bot.requests.request import Status, lead_of
from bot.requests.supervisor_chat import desk_language, is_untold
from bot.storage import Queued, Store, StoredChat, Tx
from bot.telegram import Api
from bot.telegram.topics import in_thread
from bot.ui.render import Writer
from bot.ui.screens import Keyboard, Screen
from flows.dataclass import dataclass
from flows.engine import Kind
from flows.text import N_

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class _Shown:
    """A conversation and what its screen is made from; `keyboard` comes with a line of its own."""

    row: StoredChat
    conversation: Conversation
    view: View
    keyboard: Screen | None

    @property
    def in_sight(self) -> bool:
        """Whether nothing has been written below the screen that could be changed."""
        return self.row.screen_message_id > self.conversation.lowest

    @property
    def keyboard_id(self) -> int:
        """The id of the line that brought the reply keyboard on show, 0 for none."""
        return int(self.row.screen_shown.partition("+")[2] or 0)


SCREEN = "screen"
"""The kind of row that shows a prospect the current screen."""


@dataclass(slots=True)
class Deliveries:
    """Sends rows of every kind; `deliver` and `read` are what the outbox calls."""

    store: Store
    api: Api
    view: View
    desk: DeskSending
    by_kind: Mapping[str, Deliver] = field(init=False)

    def __post_init__(self) -> None:
        prospect = ProspectSending(self.store, self.api, self.view, self.desk.desk.hours.zone)
        senders = (self, prospect, *self.desk.senders)
        by_name = {name: getattr(each, name) for each in senders for name in KINDS if hasattr(each, name)}
        self.by_kind = by_name | dict.fromkeys((kind.name for kind in SLIPS), self.desk.slip)

    async def deliver(self, queued: Queued[object]) -> int | More | Arrived:
        """Send one message of a row and return its id, 0 when nothing had to be sent; More when another follows."""
        sender = self if queued.kind == SCREEN else self._speaking(queued.found or self.desk.language)
        queued = replace(queued, payload=from_json(KINDS[queued.kind].payload, queued.payload))
        try:
            if queued.chat_id < 0 and queued.kind in named("follows_desk"):
                await sender._see_that_it_is_private(queued.chat_id)
            return await sender.by_kind[queued.kind](queued)
        except Unreachable:
            if isinstance(queued.payload, ShowScreen | Sentence) and (about := queued.payload.about):
                await self.store.transaction(lambda tx: not_told(tx, about))
            raise

    def _speaking(self, language: str) -> Deliveries:
        """Return what sends in this language of the supervisor's."""
        if language == self.desk.language:
            return self
        view = replace(self.view, supervisor_language=language)
        return Deliveries(self.store, self.api, view, replace(self.desk, language=language))

    async def _see_that_it_is_private(self, chat_id: int) -> None:
        """Raise Unreachable when anybody can join a group now: nothing about a person goes there, but why not."""
        if await self.api.is_public(chat_id):
            # At once: the row that waits holds up everything else for this chat.
            if await self.store.transaction(lambda tx: is_news(tx, chat_id)):
                with suppress(DeliveryError):
                    await self.api.post(chat_id, Writer(self.view.speak[self.desk.language]).say(PUBLIC_DESK))
            raise Unreachable("the group has a public name: anybody can join it")

    def read(self, tx: Tx, chat_id: int, kind: str) -> Found:
        """Read what a screen shows, harmless when it will be changed in place; of other rows the desk's language."""
        if kind != SCREEN:
            return Found(desk_language(tx, self.desk.language))
        shown = self._shown(tx, chat_id)
        return Found(shown, shown is not None and shown.in_sight and not shown.keyboard_id and shown.keyboard is None)

    async def screen(self, queued: Queued[ShowScreen]) -> int | More | Arrived:
        """Show a prospect the current screen: in place, or again below what they have written since."""
        shown: _Shown | None = queued.found or await self.store.transaction(lambda tx: self._shown(tx, queued.chat_id))
        if shown is None:
            return 0
        row, extra, keyboard_id = shown.row, shown.keyboard, shown.keyboard_id
        now = screen(shown.conversation, shown.view)
        look = self._look_of(now)
        if queued.payload.in_place:
            if row.screen_message_id and await self._changed(row, now, look):
                return Arrived(row.screen_message_id, _remembered(row, row.screen_message_id, look, keyboard_id))
            return row.screen_message_id
        if keyboard_id and extra is None:
            await self._take_keyboard_away(queued, row.language, keyboard_id)
            await self.store.transaction(_remembered(row, row.screen_message_id, _digest_of(row), 0))
            return More(None)
        if (shown.in_sight or queued.payload.posted) and await self._changed(row, now, look):
            if extra is None or keyboard_id:
                return Arrived(row.screen_message_id, _remembered(row, row.screen_message_id, look, keyboard_id))
            # It cannot share a message with inline buttons, so it comes with a line of its own.
            keyboard_id = await self._post(queued, row.language, extra)
            return await self._posted(queued, row, row.screen_message_id, look, keyboard_id)
        if queued.quietly:
            await self.store.transaction(lambda tx: tx.outbox.in_doubt(queued.id))
        if row.screen_message_id:
            with suppress(Refused):
                await self.api.strip_buttons(queued.chat_id, row.screen_message_id)
        message_id = await self._post(queued, row.language, now)
        if extra is not None and not keyboard_id:
            await self.store.transaction(_remembered(row, message_id, look, 0))
            return More(replace(queued.payload, posted=True))
        return await self._posted(queued, row, message_id, look, keyboard_id)

    async def _posted(
        self, queued: Queued[object], row: StoredChat, message_id: int, look: str, keyboard_id: int
    ) -> int:
        """Note at once that a message was posted, so that no other is posted in its place."""

        def work(tx: Tx) -> None:
            _remembered(row, message_id, look, keyboard_id)(tx)
            tx.outbox.sent(queued.id, message_id)

        await self.store.transaction(work)
        return message_id

    def _shown(self, tx: Tx, chat_id: int) -> _Shown | None:
        """Return a conversation as its screen shows it, with how the request stands that it has sent."""
        row = tx.chats.load(chat_id)
        if row is None:
            return None
        conversation = loaded(row)
        extra = keyboard(conversation, self.view.speak[conversation.language])
        return _Shown(row, conversation, self._view_of(tx, conversation), extra)

    def _view_of(self, tx: Tx, conversation: Conversation) -> View:
        """Return what a screen needs beside the conversation: nothing of the supervisor's where a question is asked."""
        step = conversation.step if conversation.state is State.ASKING and not conversation.beside else None
        if step is not None and step.question.kind is not Kind.STOP:
            return self.view
        return replace(
            self.view,
            standing=self._standing(tx, conversation),
            supervisor_language=desk_language(tx, self.desk.language),
            profile=read_profile(tx),
        )

    def _standing(self, tx: Tx, conversation: Conversation) -> Standing:
        """Return how the request stands that a conversation has sent, if any."""
        number = conversation.lead
        if not number:
            return Standing(Status.ERASED)
        away = away_until(tx, self.desk.desk.hours)
        lead = tx.leads.load(number)
        if lead is None:
            return Standing(Status.ERASED, away)
        handling = lead_of(lead).handling
        status = handling.was or lead.status if is_untold(tx, lead) else lead.status
        usually = answer_time.usually(self._answered(tx)) if status == Status.NEW else None
        return Standing(status, away, handling.contacted, usually)

    def _answered(self, tx: Tx) -> Mapping[str, int]:
        """Return how many first answers came how soon."""
        since = self.desk.desk.hours.local(tx.now).date() - answer_time.LOOKED_BACK
        return tx.counters.sums(answer_time.COUNTED, since.isoformat())

    async def _changed(self, row: StoredChat, now: Screen, look: str) -> bool:
        """Change the screen on show; False when that cannot be done."""
        if _digest_of(row) == look:
            return True
        try:
            return await self.api.edit(row.chat_id, row.screen_message_id, now.html, now.rows)
        except Refused as error:
            # A person must not stand before a screen that answers nothing; what is wrong with it, a post will tell.
            log.warning("a screen could not be changed", extra={"reason": str(error)})
            return False

    async def _take_keyboard_away(self, queued: Queued[object], language: str, keyboard_id: int) -> None:
        """Take the reply keyboard off the phone: only a message can do that, and neither it nor the line stays."""
        thanks = Screen(Writer(self.view.speak[language]).say(KEYBOARD_GONE), keyboard=Keyboard())
        gone = await self._post(queued, language, thanks)
        for message_id in (gone, keyboard_id):
            with suppress(DeliveryError):  # the keyboard is off, so nothing must be sent again for this
                await self.api.delete(queued.chat_id, message_id)

    async def _post(self, queued: Queued[object], language: str, made: Screen) -> int:
        """Post a message, marked when an earlier try may have arrived."""
        again = Writer(self.view.speak[language]).sent_again(queued.repeat)
        return await self.api.post(queued.chat_id, again + made.html, made.rows, reply_keyboard=made.keyboard)

    def _look_of(self, shown: Screen) -> str:
        """Return the fingerprint of a screen: what looks right already is left alone."""
        look = [shown.html, [[(b.text, b.data, b.url, b.copy) for b in row] for row in shown.rows]]
        return self.store.vault.fingerprint(json.dumps(look).encode())

    async def say(self, queued: Queued[Sentence]) -> int:
        said = queued.payload
        writer = Writer(self.view.speak[said.language or self.view.supervisor_language])
        html = writer.sent_again(queued.repeat) + writer.say(said.text)

        def send(thread_id: int) -> Awaitable[int]:
            return self.api.post(queued.chat_id, html, reply_to=said.reply_to, thread_id=thread_id, silent=said.silent)

        return await in_thread(send, said.thread)


KEYBOARD_GONE = N_("keyboard.gone", "Thank you.")


def _digest_of(row: StoredChat) -> str:
    return row.screen_shown.partition("+")[0]


def _remembered(row: StoredChat, message_id: int, shown: str, keyboard_id: int) -> Settle:
    """Return what notes which message shows the screen, what it shows, and which line brought the reply keyboard."""
    mark = f"{shown}+{keyboard_id}" if keyboard_id else shown
    return lambda tx: tx.chats.show(row.chat_id, message_id=message_id, shown=mark)
