"""The table of leads: numbered from 1, trials from -1 down; sealed, and once erased only number, month and format."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any, Final

from bot.storage.records import EVERY, StoredLead
from bot.storage.tables import Table, places

LAST_NUMBER: Final = 2**63 - 1

FORMAT: Final = "format"
"""Where the suggested format stands in what is sealed of a lead."""

ERASED: Final = "erased"
"""The status of an erased lead: the only one that this table sets by itself, besides "new"."""

_COLUMNS = (
    "number, month, chat_id, format, language, status, created_at, card_chat_id, card_message_id, "
    "notice_version, agreed_at, confirmation, personal, trial, topic_id, waits_since"
)

_WAITING, _RESTING = "leads_waiting", "leads_resting"
"""The indexes that order the two kinds; by itself SQLite would choose the one by status and sort."""

_KIND = {_WAITING: "waits_since > 0", _RESTING: "waits_since = 0"}


class Leads(Table):
    def add(self, lead: StoredLead) -> int:
        """Record a new lead and return its number; a known confirmation returns its number and changes nothing."""
        known = self._access.execute("SELECT number FROM leads WHERE confirmation = ?", (lead.confirmation,)).fetchone()
        if known is not None:
            return int(known[0])
        if not lead.confirmation:
            raise ValueError("a lead needs the name of its confirmation")
        row = {
            "number": self._next_trial() if lead.trial else None,
            "month": lead.month,
            "format": "",  # sealed: beside a chat id it would say what somebody needs
            "chat_id": lead.chat_id,
            "language": lead.language,
            "created_at": lead.created_at,
            "notice_version": lead.notice_version,
            "agreed_at": lead.agreed_at,
            "confirmation": lead.confirmation,
            "trial": lead.trial,
            "waits_since": lead.created_at,
        }
        return self._access.insert("leads", row, {**lead.personal, FORMAT: lead.format})

    def _next_trial(self) -> int:
        """Trials count downwards from -1, so that they leave no hole in the numbers of requests."""
        return int(self._access.execute("SELECT min(0, coalesce(min(number), 0)) FROM leads").fetchone()[0]) - 1

    def load(self, number: int) -> StoredLead | None:
        """Return one lead, opened unless it is `unreadable`; None when there is no such number."""
        return next(iter(self._where("number = ?", number)), None)

    def kept(self, number: int) -> StoredLead | None:
        """Return one lead; None when there is no such number, or the lead is erased."""
        return next(iter(self._where("number = ? AND status != ?", number, ERASED)), None)

    def of_chat(self, chat_id: int) -> list[StoredLead]:
        """Return the leads a prospect's chat has sent, oldest first, without erased ones."""
        return self._where("chat_id = ? AND chat_id != 0 ORDER BY created_at, abs(number)", chat_id)

    def count_of_chat(self, chat_id: int, statuses: Collection[str]) -> int:
        """Return how many leads of a prospect's chat have one of these statuses, trials left out."""
        found = self._access.execute(
            "SELECT count(*) FROM leads WHERE chat_id = ? AND chat_id != 0 AND trial = 0 "
            f"AND status IN ({places(statuses)})",
            (chat_id, *statuses),
        )
        return int(found.fetchone()[0])

    def by_card(self, chat_id: int, message_id: int) -> StoredLead | None:
        """Return the lead whose card is this message of the supervisor's chat."""
        return next(
            iter(self._where("card_chat_id = ? AND card_message_id = ? AND card_message_id != 0", chat_id, message_id)),
            None,
        )

    def cards_in(self, chat_id: int) -> list[tuple[int, int, float]]:
        """Return (message id, number, created at) of every lead whose card is in this chat."""
        return self._access.execute(
            "SELECT card_message_id, number, created_at FROM leads WHERE card_chat_id = ? AND card_message_id != 0",
            (chat_id,),
        ).fetchall()

    def by_topic(self, chat_id: int, topic_id: int) -> StoredLead | None:
        """Return the lead whose topic this is; None for the chat itself."""
        found = self._where("card_chat_id = ? AND topic_id = ? AND topic_id != 0 LIMIT 1", chat_id, topic_id)
        return found[0] if found else None

    def listed(self, status: str | None = None, limit: int = EVERY, below: int = 0) -> list[StoredLead]:
        """Return leads, newest first, of one status or of all, only those `below` a number unless that is 0.

        Erased ones come when they are asked for, trials never.
        """
        condition, value = ("status != ?", ERASED) if status is None else ("status = ?", status)
        # One comparison: with "or" SQLite reads every row above, however few are wanted.
        order = "AND trial = 0 AND number < ? ORDER BY number DESC LIMIT ?"
        return self._where(f"{condition} {order}", value, below or LAST_NUMBER, limit)

    def after(self, number: int, limit: int) -> list[StoredLead]:
        """Return the next leads after a number, erased ones among them, trials not."""
        return self._where("number > ? AND trial = 0 ORDER BY number LIMIT ?", max(number, 0), limit)

    def created_between(
        self, first: float, last: float, statuses: Collection[str], limit: int = EVERY
    ) -> list[StoredLead]:
        """Return leads with one of these statuses made in [first, last] (unix seconds), newest first, trials never."""
        return self._where(
            f"created_at BETWEEN ? AND ? AND status IN ({places(statuses)}) AND trial = 0 ORDER BY number DESC LIMIT ?",
            first,
            last,
            *statuses,
            limit,
        )

    def count(self, status: str | None = None) -> int:
        """Return how many leads `listed` would page through."""
        condition, value = ("status != ?", ERASED) if status is None else ("status = ?", status)
        found = self._access.execute(f"SELECT count(*) FROM leads WHERE {condition} AND trial = 0", (value,))
        return int(found.fetchone()[0])

    def in_order(
        self, statuses: Collection[str], limit: int, offset: int = 0, besides: Collection[int] = ()
    ) -> list[StoredLead]:
        """Return a page of leads of these statuses: who waits longest first, then the others, newest first.

        `besides` are left out and not counted; so are trials. Only what is returned is opened.
        """
        order = "ORDER BY waits_since, number LIMIT ? OFFSET ?"
        numbers = self._column("number", _WAITING, statuses, besides, order, limit, offset)
        if len(numbers) < limit:
            offset = max(0, offset - self._column("count(*)", _WAITING, statuses, besides)[0])
            order = "ORDER BY created_at DESC, number DESC LIMIT ? OFFSET ?"
            numbers += self._column("number", _RESTING, statuses, besides, order, limit - len(numbers), offset)
        return [lead for number in numbers for lead in self._where("number = ?", number)]

    def _column(
        self, what: str, kind: str, statuses: Collection[str], besides: Collection[int] = (), order: str = "", *cut: int
    ) -> list[Any]:
        found = self._access.execute(
            f"SELECT {what} FROM leads INDEXED BY {kind} WHERE {_KIND[kind]} AND trial = 0 "
            f"AND status IN ({places(statuses)}) AND number NOT IN ({places(besides)}) {order}",
            (*statuses, *besides, *cut),
        )
        return [row[0] for row in found]

    def newest(self, statuses: Collection[str], limit: int) -> list[StoredLead]:
        """Return the newest leads of these statuses by number, trials left out."""
        condition = f"status IN ({places(statuses)}) AND trial = 0 ORDER BY number DESC LIMIT ?"
        return self._where(condition, *statuses, limit)

    def waiting_since(self, statuses: Collection[str]) -> list[float]:
        """Return since when (unix seconds) the leads of these statuses wait that `in_order` has first, in its order."""
        return self._column("waits_since", _WAITING, statuses, order="ORDER BY waits_since")

    def count_in_order(self, statuses: Collection[str]) -> int:
        """Return how many leads `in_order` would page through."""
        return sum(self._column("count(*)", kind, statuses)[0] for kind in _KIND)

    def without_card(self) -> tuple[int, float]:
        """Return how many new leads no supervisor has been shown, and since when the oldest waits (unix seconds, 0)."""
        found = self._access.execute(
            "SELECT count(*), coalesce(min(created_at), 0) FROM leads "
            "WHERE status = 'new' AND card_message_id = 0 AND trial = 0"
        )
        count, oldest = found.fetchone()
        return int(count), float(oldest)

    def created_before(self, before: float, limit: int = 1000) -> list[int]:
        """Return the numbers of leads older than `before` (unix seconds) that are not erased, oldest first."""
        found = self._access.execute(
            "SELECT number FROM leads WHERE created_at < ? AND created_at != 0 ORDER BY created_at LIMIT ?",
            (before, limit),
        )
        return [row[0] for row in found]

    def trials_before(self, before: float) -> list[int]:
        """Return the numbers of trials older than `before` (unix seconds) that are not erased, oldest first."""
        found = self._access.execute(
            "SELECT number FROM leads WHERE trial = 1 AND created_at < ? AND created_at != 0 ORDER BY created_at",
            (before,),
        )
        return [row[0] for row in found]

    def save(self, lead: StoredLead) -> None:
        """Store a changed lead; number, month, confirmation and trial stay, an erased lead stays erased.

        Of an unreadable one the sealed part stays as it is, for a later repair.
        """
        personal = {**lead.personal, FORMAT: lead.format}
        self._access.execute(
            "UPDATE leads SET chat_id = ?, format = ?, language = ?, status = ?, created_at = ?, card_chat_id = ?, "
            "card_message_id = ?, topic_id = ?, notice_version = ?, agreed_at = ?, waits_since = ?, "
            "personal = coalesce(?, personal) WHERE number = ? AND status != ?",
            (
                lead.chat_id,
                lead.format if lead.unreadable else "",
                lead.language,
                lead.status,
                lead.created_at,
                lead.card_chat_id,
                lead.card_message_id,
                lead.topic_id,
                lead.notice_version,
                lead.agreed_at,
                lead.waits_since,
                None if lead.unreadable else self._access.vault.seal("leads", lead.number, personal),
                lead.number,
                ERASED,
            ),
        )

    def unsettled(self, limit: int) -> list[StoredLead]:
        """Return leads as an older version has left them: without `waits_since`, the format perhaps in clear."""
        return self._where("waits_since IS NULL ORDER BY number LIMIT ?", limit)

    def erase(self, number: int) -> None:
        """Leave number, month and format. The card's ids go too: queue the card's edit first, with them as payload."""
        lead = self.load(number)
        self._access.execute(
            "UPDATE leads SET format = ?, chat_id = 0, language = '', status = ?, created_at = 0, card_chat_id = 0, "
            "card_message_id = 0, topic_id = 0, notice_version = '', agreed_at = 0, confirmation = NULL, "
            "waits_since = 0, personal = NULL WHERE number = ?",
            (lead.format if lead is not None else "", ERASED, number),
        )
        # What was learnt from it stays, without leading back to it.
        self._access.execute("UPDATE corrections SET number = NULL WHERE number = ?", (number,))

    def _where(self, condition: str, *values: Any) -> list[StoredLead]:
        found = self._access.execute(f"SELECT {_COLUMNS} FROM leads WHERE {condition}", values).fetchall()
        return [self._record(row) for row in found]

    def _record(self, row: tuple[Any, ...]) -> StoredLead:
        opened = None if row[12] is None else self._access.opened("leads", row[0], row[12])
        unreadable = opened is None and row[5] != ERASED
        # In clear it stands in rows of erased leads, and in those that an older version has written.
        personal = dict(opened or {})
        sealed = personal.pop(FORMAT, "")
        formed = [*row[:3], sealed or row[3], *row[4:11]]
        fields: list[Any] = [*formed, row[11] or "", personal, bool(row[13]), *row[14:], unreadable]
        return StoredLead(*fields)
