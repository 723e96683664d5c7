"""How requests are brought to mind: a reminder asked for, one that has waited too long, the morning's overview."""

from __future__ import annotations

from collections.abc import Callable

from bot.desk import coming_back
from bot.desk.away import away_until, disturbing_from
from bot.desk.delivery.cards import Posting
from bot.desk.delivery.prompts import named
from bot.requests.request import lead_of, shown
from bot.requests.sent_messages import keep_mentions
from bot.requests.status_text import moment
from bot.requests.transitions import Act
from bot.storage import Queued, StoredLead, Tx
from bot.ui.render import DeskWriter
from bot.ui.screens import Screen
from flows.dataclass import dataclass
from flows.text import N_, Text

BESIDE_DIGEST = 600.0
"""Seconds that an overdue request waits for the overview that is about to name it."""

OVERDUE = N_("desk.overdue", "Request {number} has waited since {moment}.")
REMINDER = N_("desk.reminder", "You asked me to remind you of request {number}.")


@dataclass(frozen=True, slots=True)
class Minding(Posting):
    """Sends reminders and overviews: each method is called after the kind it sends."""

    async def remind(self, queued: Queued[object]) -> int:
        """Bring a request to mind, as was asked for; while the supervisor is away, on the first day after."""
        row = await self.store.transaction(lambda tx: self._reminds_of(tx, queued))
        if row is None:
            return 0
        text = (coming_back.REMINDER if lead_of(row).closed else REMINDER).filled(number=shown(row.number))
        return await self._brought_to_mind(queued, row, text, lambda tx: self.desk.act(tx, row.number, Act.REMINDED))

    def _reminds_of(self, tx: Tx, queued: Queued[object]) -> StoredLead | None:
        row = tx.leads.kept(int(queued.ref))
        if row is None or not lead_of(row).handling.remind_at:
            return None
        if away_until(tx, self.desk.hours) is None:
            return row
        # Each morning again: an absence may end sooner than was said.
        due_at = self.desk.hours.opening_after(tx.now)
        tx.outbox.queue(queued.chat_id, "remind", queued.ref, due_at=due_at, coalesce=True)
        return None

    async def overdue(self, queued: Queued[object]) -> int:
        """Bring to mind a request that has waited too long; not while away, and once a day."""
        row = await self.store.transaction(lambda tx: self._overdue(tx, queued))
        if row is None:
            return 0
        text = OVERDUE.filled(number=shown(row.number), moment=moment(lead_of(row).handling.waits_since))
        return await self._brought_to_mind(queued, row, text, lambda tx: self._nagged(tx, row.number))

    def _overdue(self, tx: Tx, queued: Queued[object]) -> StoredLead | None:
        row = tx.leads.kept(int(queued.ref))
        if row is None or not self.desk.is_overdue(lead_of(row).handling, tx.now):
            return None
        due_at = disturbing_from(tx, self.desk.hours, tx.now)
        if due_at > tx.now:
            tx.outbox.queue(queued.chat_id, "overdue", ref=queued.ref, due_at=due_at, coalesce=True)
            return None
        digest_at = tx.outbox.due_of(queued.chat_id, "digest")
        if digest_at is not None and digest_at <= tx.now:
            # The overview that goes out next names it: two messages in one moment would be noise.
            tx.outbox.queue(queued.chat_id, "overdue", ref=queued.ref, due_at=tx.now + BESIDE_DIGEST, coalesce=True)
            return None
        return row

    def _nagged(self, tx: Tx, number: int) -> None:
        row = tx.leads.kept(number)
        if row is not None and self.desk.is_overdue(lead_of(row).handling, tx.now):
            self.desk.nagged(tx, row)

    async def _brought_to_mind(
        self, queued: Queued[object], row: StoredLead, text: Text, after: Callable[[Tx], object]
    ) -> int:
        reply_to = row.card_message_id if row.card_chat_id == queued.chat_id else 0
        html = DeskWriter(self.desk_speak).sent_again(queued.repeat) + DeskWriter(self.desk_speak).say(text)
        message_id = await self.post_about(queued, html, reply_to=reply_to)

        def note(tx: Tx) -> None:
            keep_mentions(tx, queued.chat_id, message_id, [row.number])
            after(tx)  # changes nothing in a request that was erased meanwhile

        await self.store.transaction(note)
        return message_id

    async def digest(self, queued: Queued[object]) -> int:
        """Send the morning's overview when there is something in it; the next one is queued first.

        An overdue request that it names is brought to mind by that, and no message of its own comes on that day.
        """

        def prepared(tx: Tx) -> Screen | None:
            away = disturbing_from(tx, self.desk.hours, tx.now) > tx.now
            self.desk.queue_digest(tx)
            return None if away else self.slips.made(tx, queued)

        made = await self.store.transaction(prepared)
        if made is None:
            return 0
        html = DeskWriter(self.desk_speak).sent_again(queued.repeat) + made.html
        message_id = await self.api.post(queued.chat_id, html, made.rows)

        def note(tx: Tx) -> None:
            keep_mentions(tx, queued.chat_id, message_id, named(made))
            for number in named(made):
                self._nagged(tx, number)

        await self.store.transaction(note)
        return message_id
