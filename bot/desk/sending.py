"""How rows of the supervisor's desk are sent: cards, what goes between supervisor and prospect, reminders, slips.

What has arrived is an act on the request: it is carried out in the transaction that notes the message.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace

from bot.desk.address import supervisor_chat
from bot.desk.away import disturbing_from, is_quiet
from bot.desk.card import card
from bot.desk.carry import Desk
from bot.desk.commands import menu
from bot.desk.decide import Act, Who
from bot.desk.kept import keep_letter, keep_mentions
from bot.desk.letters import from_prospect_head, from_supervisor_head, whole
from bot.desk.others import beside
from bot.desk.reports import Reports
from bot.desk.slips import KINDS, Slips, named
from bot.desk.standing import moment
from bot.desk.taken_away import TakenAway
from bot.desk.topics import Topics
from bot.errors import ChatMoved, DeliveryError, Refused, Unreachable
from bot.i18n import Translator
from bot.lead import Draft, Lead, handled, lead_of
from bot.outbox import More
from bot.render import Writer, escaped
from bot.screens import Rows, Screen
from bot.storage import Owed, Store, StoredLead, Tx
from bot.telegram_client import Api, MessageGone
from bot.telegram_client.errors import TopicGone
from bot.texts import SENT_AGAIN, text_from_json, text_to_json
from flows.text import N_, Text

DELIVERED = "👌"

OVERDUE = N_("desk.overdue", "Request no. {number} has waited since {moment}.")
REMINDER = N_("desk.reminder", "You asked me to bring request no. {number} to mind.")
PASSED_ON = N_("desk.passed_on", "Passed on.")
BLOCKED = N_("desk.undelivered.blocked", "Not delivered: the writer has blocked the bot. {other}")
DELETED = N_("desk.undelivered.deleted", "Not delivered: the writer's Telegram account is deleted. {other}")
REFUSED = N_("desk.undelivered.refused", "Not delivered: Telegram does not let this message through. {other}")
OTHER_WAYS = N_("desk.undelivered.other", "Other contact details are on the card, if any were given.")


@dataclass(frozen=True, slots=True)
class DeskSending:
    """Sends the desk's rows; `kinds` says which function sends which kind."""

    store: Store
    api: Api
    speak: Mapping[str, Translator]
    language: str
    desk: Desk

    def kinds(self) -> Mapping[str, Callable[[Owed], Awaitable[int | More]]]:
        """Return the function for every kind of row."""
        return {
            "card": self.card,
            "card_anew": self.card_anew,
            "all_answers": self.all_answers,
            "from_prospect": self.from_prospect,
            "from_supervisor": self.from_supervisor,
            "quick_text": self.quick_text,
            "edited": self.edited,
            "remind": self.remind,
            "overdue": self.overdue,
            "digest": self.digest,
            "menu": self.menu,
            **dict.fromkeys(KINDS, self.slip),
            **TakenAway(self.api, self.hers).kinds(),
            **Reports(self.store, self.api, self.speak, self.language, self.desk.hours.zone).kinds(),
        }

    @property
    def hers(self) -> Translator:
        """The supervisor's language."""
        return self.speak[self.language]

    async def card(self, owed: Owed) -> int:
        """Bring a lead's card up to date in the supervisor's chat: post it the first time, edit it after that."""
        row, made, silent = await self.store.transaction(lambda tx: self._card(tx, owed))
        if row is None:
            return 0
        if row.card_message_id and row.card_chat_id == owed.chat_id:
            # The topic's name first: when the topic is gone, so is the card.
            if await self._topics.named(row):
                await self.api.edit(owed.chat_id, row.card_message_id, made.html, made.rows)
                return row.card_message_id
            await self._topics.forget(owed.chat_id, row.number)
        return await self._post_card(owed, made, silent=silent)

    async def card_anew(self, owed: Owed) -> int:
        """Post a lead's card again, below everything; the one before loses its buttons and still takes replies."""
        row, made, _ = await self.store.transaction(lambda tx: self._card(tx, owed))
        if row is None:
            return 0
        if row.card_message_id and row.card_chat_id == owed.chat_id:
            await self.api.strip_buttons(owed.chat_id, row.card_message_id)
            await self._letter(owed, row.card_message_id)
        return await self._post_card(owed, made, silent=False)

    def _card(self, tx: Tx, owed: Owed) -> tuple[StoredLead | None, Screen, bool]:
        row = tx.leads.load(int(owed.ref))
        if row is None or row.status == "erased":
            return None, Screen(""), False
        lead = lead_of(row)
        others = beside(tx, row, shared=owed.chat_id < 0)
        made = card(lead, self.hers, self.speak, repeated=owed.repeat, beside=others)
        return row, made, self._silent(tx, lead)

    async def _post_card(self, owed: Owed, made: Screen, *, silent: bool) -> int:
        number = int(owed.ref)
        topic_id = await self._topics.opened(owed.chat_id, number)
        try:
            message_id = await self.api.post(owed.chat_id, made.html, made.rows, thread_id=topic_id, silent=silent)
        except TopicGone:
            await self._topics.forget(owed.chat_id, number)
            topic_id = await self._topics.opened(owed.chat_id, number)
            message_id = await self.api.post(owed.chat_id, made.html, made.rows, thread_id=topic_id, silent=silent)
        await self.store.transaction(lambda tx: self._card_is(tx, number, owed.chat_id, message_id, topic_id))
        return message_id

    async def _in_topic(self, owed: Owed, send: Callable[[int], Awaitable[int]]) -> int:
        """Send something about a request into its topic, 0 for none; a topic that was deleted is made again first."""
        try:
            return await send(await self._topics.of(owed.chat_id, int(owed.ref or 0)))
        except TopicGone:
            await self._topics.forget(owed.chat_id, int(owed.ref))
        row, made, _ = await self.store.transaction(lambda tx: self._card(tx, owed))
        if row is not None:
            await self._post_card(owed, made, silent=True)
        return await send(await self._topics.of(owed.chat_id, int(owed.ref)))

    async def _post_about(self, owed: Owed, html: str, rows: Rows = (), *, reply_to: int, silent: bool = False) -> int:
        def send(topic_id: int) -> Awaitable[int]:
            return self.api.post(owed.chat_id, html, rows, reply_to=reply_to, thread_id=topic_id, silent=silent)

        return await self._in_topic(owed, send)

    def _card_is(self, tx: Tx, number: int, chat_id: int, message_id: int, topic_id: int) -> None:
        row = tx.leads.load(number)
        if row is None or row.status == "erased":
            # Erased while the card was on its way.
            payload = {"card": message_id, "letters": [], "topic": topic_id}
            tx.outbox.owe(chat_id, "erased", ref=str(number), payload=payload)
            return
        if row.card_message_id and row.card_chat_id != chat_id:  # so that an erasure finds it there
            tx.letters.keep(row.card_chat_id, row.card_message_id, number)
        tx.leads.save(replace(row, card_chat_id=chat_id, card_message_id=message_id, topic_id=topic_id))
        self.desk.watch(tx, row, lead_of(row).handling)

    async def all_answers(self, owed: Owed) -> int | More:
        """Send everything of a lead, in as many messages as it takes, below its card."""
        lead, reply_to = await self._lead(owed)
        parts = list(whole(lead, self.hers, self.speak))
        at = int((owed.payload or {}).get("part", 0))
        if at >= len(parts):
            return 0  # the lead was changed between two parts
        if owed.repeat:
            return await self._announced_again(owed, self.hers)
        message_id = await self._post_about(owed, parts[at], reply_to=reply_to)
        await self._letter(owed, message_id)
        return More({"part": at + 1}) if at + 1 < len(parts) else message_id

    async def from_prospect(self, owed: Owed) -> int | More:
        """Bring the supervisor what a prospect has written since, below the card, so that it can be replied to."""
        lead, reply_to = await self._lead(owed)
        if owed.repeat:
            return await self._announced_again(owed, self.hers)
        below = int(owed.payload.get("head", 0))
        if not below:
            silent = await self.store.transaction(lambda tx: self._silent(tx, lead))
            head = from_prospect_head(lead, self.hers)
            below = await self._post_about(owed, head, reply_to=reply_to, silent=silent)
            await self._letter(owed, below)
            return More({**owed.payload, "head": below})
        message_id = await self._copied(owed, reply_to=below)
        if message_id:
            await self.store.transaction(lambda tx: self.desk.act(tx, lead.number, Act.WRITTEN))
        return message_id

    async def from_supervisor(self, owed: Owed) -> int | More:
        """Bring a prospect what the supervisor has written, and mark it as delivered; or say why it was not."""
        lead, _ = await self._lead(owed)
        theirs = self.speak[lead.language]
        head = int(owed.payload.get("head", 0))
        try:
            if owed.repeat:
                return await self._announced_again(owed, theirs)
            if not head:
                head = await self.api.post(owed.chat_id, from_supervisor_head(lead, theirs), silent=True)
                return More({**owed.payload, "head": head})
            message_id = await self._copied(owed, reply_to=0)
        except (Unreachable, Refused) as error:
            await self._undelivered(owed, error)
            raise
        if not message_id:
            await self.api.delete(owed.chat_id, head)
            return 0
        await self._delivered(owed)
        return message_id

    async def quick_text(self, owed: Owed) -> int:
        """Bring a prospect a quick text."""
        lead, _ = await self._lead(owed)
        theirs = self.speak[lead.language]
        html = f"{from_supervisor_head(lead, theirs)}\n\n{Writer(theirs).say(text_from_json(owed.payload['text']))}"
        html = _again(owed, theirs) + html
        try:
            message_id = await self.api.post(owed.chat_id, html)
        except (Unreachable, Refused) as error:
            await self._undelivered(owed, error)
            raise
        await self._letter(owed, message_id)
        await self._delivered(owed)
        return message_id

    async def edited(self, owed: Owed) -> int:
        """Let an edit follow in the copy; nothing when there is none, or it cannot be edited any more."""
        payload = owed.payload
        source = (payload["chat_id"], payload["message_id"])
        copy = await self.store.transaction(lambda tx: tx.letters.copy_of(*source))
        if copy is None:
            return 0
        if payload["is_text"]:
            await self.api.edit(*copy, escaped(payload["words"]))
        else:
            await self.api.edit_caption(*copy, escaped(payload["words"]))
        return copy[1]

    async def remind(self, owed: Owed) -> int:
        """Bring a request to mind, as was asked for."""
        row = await self.store.transaction(lambda tx: tx.leads.load(int(owed.ref)))
        if row is None or row.status == "erased" or not lead_of(row).handling.remind_at:
            return 0
        return await self._brought_to_mind(
            owed, row, REMINDER.filled(number=owed.ref), lambda tx: self.desk.act(tx, row.number, Act.REMINDED)
        )

    async def overdue(self, owed: Owed) -> int:
        """Bring to mind a request that has waited too long; not while away, and once a day."""
        row = await self.store.transaction(lambda tx: self._overdue(tx, owed))
        if row is None:
            return 0
        since = moment(lead_of(row).handling.waits_since)
        return await self._brought_to_mind(
            owed, row, OVERDUE.filled(number=owed.ref, moment=since), lambda tx: self._nagged(tx, row.number)
        )

    def _overdue(self, tx: Tx, owed: Owed) -> StoredLead | None:
        row = tx.leads.load(int(owed.ref))
        if row is None or row.status == "erased" or not self.desk.is_overdue(lead_of(row).handling, tx.now):
            return None
        due_at = disturbing_from(tx, self.desk.hours, tx.now)
        if due_at > tx.now:
            tx.outbox.owe(owed.chat_id, "overdue", ref=owed.ref, due_at=due_at, coalesce=True)
            return None
        return row

    def _nagged(self, tx: Tx, number: int) -> None:
        row = tx.leads.load(number)
        if row is not None and row.status != "erased":
            self.desk.nagged(tx, row)

    async def _brought_to_mind(self, owed: Owed, row: StoredLead, text: Text, after: Callable[[Tx], object]) -> int:
        reply_to = row.card_message_id if row.card_chat_id == owed.chat_id else 0
        html = _again(owed, self.hers) + Writer(self.hers).say(text)
        message_id = await self._post_about(owed, html, reply_to=reply_to)

        def note(tx: Tx) -> None:
            if keep_letter(tx, owed, message_id):
                after(tx)

        await self.store.transaction(note)
        return message_id

    async def digest(self, owed: Owed) -> int:
        """Send the morning's overview when there is something in it; the next one is owed first."""

        def prepared(tx: Tx) -> Screen | None:
            away = disturbing_from(tx, self.desk.hours, tx.now) > tx.now
            self.desk.owe_digest(tx)
            return None if away else self._slips.made(tx, owed)

        made = await self.store.transaction(prepared)
        if made is None:
            return 0
        message_id = await self.api.post(owed.chat_id, _again(owed, self.hers) + made.html, made.rows)
        await self.store.transaction(lambda tx: keep_mentions(tx, owed.chat_id, message_id, named(made)))
        return message_id

    async def slip(self, owed: Owed) -> int:
        """Post a slip, or make a message into it."""
        made = await self.store.transaction(lambda tx: self._slips.made(tx, owed))
        if made is None:
            return 0
        edit = int(owed.payload.get("edit", 0))
        message_id = edit if edit and await self.api.edit(owed.chat_id, edit, made.html, made.rows) else 0
        if not message_id:
            html, reply_to = _again(owed, self.hers) + made.html, int(owed.payload.get("reply_to", 0))
            message_id = await self._post_about(owed, html, made.rows, reply_to=reply_to)
        if not owed.ref:
            await self.store.transaction(lambda tx: keep_mentions(tx, owed.chat_id, message_id, named(made)))
        elif message_id != edit:
            await self.store.transaction(lambda tx: _slip_is(tx, owed, message_id, instead_of=edit))
        return message_id

    async def menu(self, owed: Owed) -> int:
        """Show the supervisor's commands in the supervisor's chat, and in a chat that was it before no longer."""
        at_home = await self.store.transaction(lambda tx: supervisor_chat(tx) == owed.chat_id)
        commands = [(name, self.hers(what)) for name, what in menu(self.language)] if at_home else []
        with suppress(DeliveryError):  # the next start sets it again; a card must never wait behind a menu
            await self.api.set_commands(commands, chat_id=owed.chat_id)
        return 0

    async def _announced_again(self, owed: Owed, speak: Translator) -> More:
        """Say that what follows may have arrived before: a copy cannot say so itself."""
        await self.api.post(owed.chat_id, Writer(speak).faint(SENT_AGAIN), silent=True)
        return More(owed.payload)

    @property
    def _topics(self) -> Topics:
        return Topics(self.store, self.api, self.hers)

    @property
    def _slips(self) -> Slips:
        return Slips(self.speak, self.language, self.desk)

    def _silent(self, tx: Tx, lead: Lead) -> bool:
        return lead.format != "crisis" and is_quiet(tx, self.desk.hours)

    async def _lead(self, owed: Owed) -> tuple[Lead, int]:
        """Return the row's lead and the message to thread below: its card, when it is in this chat."""
        row = await self.store.transaction(lambda tx: tx.leads.load(int(owed.ref)))
        if row is None or row.status == "erased":
            raise Refused("the lead is gone")
        return lead_of(row), row.card_message_id if row.card_chat_id == owed.chat_id else 0

    async def _copied(self, owed: Owed, *, reply_to: int) -> int:
        source = (owed.payload["chat_id"], owed.payload["message_id"])
        try:
            message_id = await self._in_topic(
                owed,
                lambda topic_id: self.api.copy(
                    owed.chat_id, *source, reply_to=reply_to, thread_id=topic_id, silent=bool(reply_to)
                ),
            )
        except MessageGone:
            return 0  # deleted by its writer in the meantime
        except ChatMoved as error:
            if owed.chat_id > 0:
                raise Refused("what is to be copied is in a group that has moved") from error
            raise
        await self._letter(owed, message_id, source)
        return message_id

    async def _letter(self, owed: Owed, message_id: int, source: tuple[int, int] = (0, 0)) -> None:
        await self.store.transaction(lambda tx: keep_letter(tx, owed, message_id, source))

    async def _delivered(self, owed: Owed) -> None:
        """Note that an answer has arrived, and show it where it was written."""
        by = Who(owed.payload["by_id"], owed.payload["by"])
        await self.store.transaction(lambda tx: self.desk.act(tx, int(owed.ref), Act.ANSWERED, by))
        try:
            await self.api.react(owed.payload["chat_id"], owed.payload["message_id"], DELIVERED)
        except DeliveryError:
            # Groups may forbid reactions. The answer has arrived, so it must not be sent again for this.
            await self._say_below(owed, PASSED_ON)

    async def _undelivered(self, owed: Owed, error: DeliveryError) -> None:
        """Say below the supervisor's message why it did not arrive."""
        reason = str(error).lower()
        text = BLOCKED if "blocked" in reason else DELETED if "deactivated" in reason else REFUSED
        await self._say_below(owed, text.filled(other=OTHER_WAYS))

    async def _say_below(self, owed: Owed, text: Text) -> None:
        payload = {"text": text_to_json(text), "language": self.language, "reply_to": owed.payload["message_id"]}
        await self.store.transaction(lambda tx: tx.outbox.owe(owed.payload["chat_id"], "say", payload=payload))


def _again(owed: Owed, speak: Translator) -> str:
    """Return what stands above a message that may have arrived before."""
    return f"{Writer(speak).faint(SENT_AGAIN)}\n\n" if owed.repeat else ""


def _slip_is(tx: Tx, owed: Owed, message_id: int, *, instead_of: int) -> None:
    """Remember what a slip is about; a preview posted anew is the one that counts."""
    if not keep_letter(tx, owed, message_id):
        return
    row = tx.leads.load(int(owed.ref))
    draft = lead_of(row).handling.draft if row is not None else None
    if row is not None and draft is not None and draft.message_id == instead_of:
        lead = lead_of(row)
        moved = replace(lead.handling, draft=Draft(draft.key, draft.words, message_id))
        tx.leads.save(handled(row, lead.status, moved))
