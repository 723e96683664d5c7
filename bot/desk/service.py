"""An act on a request carried out: loaded, decided, stored, and what follows from it queued."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta

from bot.desk.away import away_until, disturbing_from
from bot.hours import DAY, Hours, usual_hours
from bot.links import SOURCES, counted_source
from bot.outbox.kinds import Slip
from bot.requests.answer_time import COUNTED, bucket_of, is_first
from bot.requests.meetings import end_offer, is_ahead, meeting_with, queue_reminder
from bot.requests.notify import renew, tell_writer
from bot.requests.request import CLOSED, OPEN, Handling, Lead, Status, handled, lead_of, shown
from bot.requests.status_text import CLIENT, LATER
from bot.requests.supervisor_chat import queue_card, supervisor_chat
from bot.requests.transitions import NOBODY, TOLD_REOPENED, Act, Outcome, Who, decide
from bot.storage import StoredLead, Tx
from bot.ui.i18n import Translator
from flows.dataclass import dataclass

OVERDUE_HOURS = 24.0
"""Working hours after which an untouched request is brought to mind."""

UNTOLD_SECONDS = 5 * 60.0
"""How long a prospect is not told that a request is closed: a slip of the thumb can be undone until then."""


@dataclass(frozen=True, slots=True)
class Desk:
    """What acts on requests need to know: the working hours, and for how many days requests are kept."""

    hours: Hours
    lead_days: int = 365

    def act(
        self, tx: Tx, number: int, act: Act, who: Who = NOBODY, *, written_at: float | None = None
    ) -> Outcome | None:
        """Carry out an act; None when there is no such request (any more)."""
        row = tx.leads.kept(number)
        if row is None:
            return None
        outcome = decide(lead_of(row), act, who, tx.now, written_at)
        if outcome.changed:
            self.store(tx, row, outcome.status, outcome.handling)
            self._count_answer(tx, row, outcome, tx.now if written_at is None else written_at)
            _tell_of_closing(tx, row, outcome.status, reopened=act is Act.REOPEN)
            if outcome.status == Status.NOT_FIT:
                end_meeting(tx, row)
        if outcome.tell is not None:
            tell_writer(tx, row, outcome.tell, quietly=act is Act.ANSWERED)
        return outcome

    def store(self, tx: Tx, row: StoredLead, status: str, handling: Handling) -> None:
        """Store a request's new standing, and queue its card and the reminder that goes with it."""
        _count_outcome(tx, row, handling.outcome)
        tx.leads.save(handled(row, status, handling))
        if row.card_message_id:
            queue_card(tx, row.number)
        self.watch(tx, row, handling)

    def became(self, tx: Tx, row: StoredLead, outcome: str) -> None:
        """Keep what became of a closed request; only of one that was "not now" there is a reminder."""
        lead = lead_of(row)
        handling = replace(lead.handling, outcome=outcome)
        later = handling if outcome == LATER else replace(handling, remind_at=0.0, day_asked=())
        self.store(tx, row, lead.status, later)
        if outcome in (LATER, Status.NOT_FIT):
            end_meeting(tx, row)

    def _count_answer(self, tx: Tx, before: StoredLead, outcome: Outcome, answered_at: float) -> None:
        """Count how long a request has waited for its first answer."""
        if not before.trial and is_first(lead_of(before), outcome.status, outcome.handling.was):
            days = self.hours.working_days(before.agreed_at or before.created_at, answered_at)
            tx.counters.add(f"{COUNTED}{bucket_of(days).key}")

    def watch(self, tx: Tx, row: StoredLead, handling: Handling) -> None:
        """Queue the reminders of a request, in place of those before; a trial has none."""
        chat_id, ref = supervisor_chat(tx), str(row.number)
        if not chat_id or row.trial:
            return
        for kind, due_at in (("remind", handling.remind_at), ("overdue", self.nag_at(handling))):
            if due_at:
                tx.outbox.queue(chat_id, kind, ref=ref, due_at=disturbing_from(tx, self.hours, due_at), coalesce=True)
            else:
                tx.outbox.cancel(chat_id, kind, ref=ref)

    def kept_until(self, lead: Lead) -> float:
        """Return when a sent request is erased."""
        return lead.agreed_at.timestamp() + self.lead_days * DAY if lead.agreed_at else 0.0

    def overdue_at(self, handling: Handling) -> float:
        """Return when a request has waited too long, 0 when it does not wait."""
        return self.hours.after(handling.waits_since, OVERDUE_HOURS) if handling.waits_since else 0.0

    def nag_at(self, handling: Handling) -> float:
        """Return when a request that waits too long is brought to mind: once a day, not beside a reminder asked for."""
        due_at = self.overdue_at(handling)
        last = max(handling.remind_at, handling.nagged_at if handling.nagged_at >= handling.waits_since else 0.0)
        return max(due_at, self.hours.next_open(last + DAY)) if due_at and last else due_at

    def is_overdue(self, handling: Handling, now: float) -> bool:
        """Say whether a request has waited too long."""
        due_at = self.overdue_at(handling)
        return bool(due_at) and due_at <= now

    def as_it_comes(self, tx: Tx, lead: Lead) -> Lead:
        """Return a request with its reminder at the moment at which it will come: not while away, nor at night."""
        if not lead.handling.remind_at:
            return lead
        comes_at = disturbing_from(tx, self.hours, lead.handling.remind_at)
        return replace(lead, handling=replace(lead.handling, remind_at=comes_at))

    def remind(self, tx: Tx, row: StoredLead, due_at: float) -> None:
        """Bring a request to mind at that moment."""
        lead = lead_of(row)
        self.store(tx, row, lead.status, replace(lead.handling, remind_at=due_at))

    def nagged(self, tx: Tx, row: StoredLead) -> None:
        """Note that a request was brought to mind just now, and when that is done next."""
        lead = lead_of(row)
        handling = replace(lead.handling, nagged_at=tx.now)
        tx.leads.save(handled(row, lead.status, handling))
        self.watch(tx, row, handling)

    def is_back(self, tx: Tx) -> None:
        """Let the screens of those who wait no longer say that the supervisor is away, unless that is still so.

        In place, whatever was written below since: an absence ends at midnight, and no phone should ring for it.
        """
        if away_until(tx, self.hours) is not None:
            return
        for status in OPEN:
            for row in tx.leads.listed(status):
                renew(tx, row.chat_id)

    def replan(self, tx: Tx) -> None:
        """Queue the morning's overview and every reminder at the moments that are right now: somebody went or came."""
        self.queue_digest(tx, replan=True)
        last_day = away_until(tx, self.hours)
        if last_day is not None:
            over_at = self.hours.day_begins(last_day + timedelta(days=1))
            tx.outbox.queue(supervisor_chat(tx), "is_back", due_at=over_at, coalesce=True)
        for status in OPEN:
            for row in tx.leads.listed(status):
                handling = lead_of(row).handling
                self.watch(tx, row, handling)
                if handling.remind_at and row.card_message_id:
                    queue_card(tx, row.number)  # it says when the reminder comes

    def plan_again(self, tx: Tx) -> None:
        """Queue every reminder once more, now that the clock is believed: it was wrong, and some were lost or put off.

        What a request has in a time to come although it is past comes to this moment; a reminder asked for, to when its
        row is due.
        """
        chat_id = supervisor_chat(tx)
        for status in OPEN:
            for row in tx.leads.listed(status):
                was = lead_of(row).handling
                due_at = tx.outbox.due_of(chat_id, "remind", str(row.number)) or was.remind_at
                now = replace(was, at=min(was.at, tx.now), nagged_at=min(was.nagged_at, tx.now))
                tx.leads.save(handled(row, status, replace(now, remind_at=min(was.remind_at, due_at))))
        digest_at = tx.outbox.due_of(chat_id, "digest")
        self.replan(tx)
        if digest_at is not None and digest_at < self.hours.opening_after(tx.now):  # that of this very morning
            tx.outbox.queue(chat_id, "digest", due_at=digest_at, coalesce=True)
        usual = usual_hours(self.hours.zone)
        for each in tx.meetings.agreed_from(tx.now):
            met, meeting = tx.leads.kept(each.number), meeting_with(tx, each.number)
            if met is not None and usual.day_before(each.starts_at) > tx.now:
                queue_reminder(tx, met.chat_id, "meeting_soon", meeting, usual)
            if met is not None and self.hours.day_before(each.starts_at) > tx.now:
                queue_reminder(tx, chat_id, "desk_meeting_soon", meeting, self.hours)

    def queue_digest(self, tx: Tx, *, replan: bool = False) -> None:
        """Queue the next morning's overview, once; one already queued keeps its time unless `replan`."""
        chat_id = supervisor_chat(tx)
        if chat_id and (replan or tx.outbox.due_of(chat_id, "digest") is None):
            due_at = disturbing_from(tx, self.hours, self.hours.opening_after(tx.now))
            tx.outbox.queue(chat_id, "digest", due_at=due_at, coalesce=True)


@dataclass(frozen=True, slots=True)
class Desktop:
    """What the supervisor's side works with: the languages, which one is the supervisor's, what acts need."""

    speak: Mapping[str, Translator]
    language: str
    desk: Desk

    @property
    def desk_speak(self) -> Translator:
        """The supervisor's language."""
        return self.speak[self.language]


def end_meeting(tx: Tx, row: StoredLead) -> None:
    """Take back what is offered to the writer of a request that leads to no meeting; ask whether to cancel a time."""
    end_offer(tx, row)
    if is_ahead(tx, row.number):
        ask = Slip(reply_to=row.card_message_id if row.card_chat_id == supervisor_chat(tx) else 0)
        tx.outbox.queue(supervisor_chat(tx), "slip.time_off", str(row.number), ask, coalesce=True)


def _count_outcome(tx: Tx, before: StoredLead, outcome: str) -> None:
    """Count what became of a request, in place of what was said of it before."""
    lead = lead_of(before)
    was = lead.handling.outcome
    if was == outcome or lead.trial:
        return
    source = counted_source(lead.source, tx.settings.get(SOURCES, []))
    for each, n in ((was, -1), (outcome, 1)):
        if each:
            tx.counters.add(f"outcome.{each}", n)
        if each == CLIENT:
            tx.counters.add(f"{CLIENT}.format.{lead.format}", n)
            if source:
                tx.counters.add(f"{CLIENT}.source.{source}", n)


def _tell_of_closing(tx: Tx, row: StoredLead, status: str, *, reopened: bool) -> None:
    """Queue for a prospect the word that their request is closed, a little later; take it back when it is open again.

    Of one that is not a fit nothing is said: a refusal has said it, or is not wanted. `reopened`: by hand; an answer
    that opens it again speaks for itself.
    """
    ref = str(row.number)
    if status == Status.HANDLED and row.status not in CLOSED:
        tx.outbox.queue(row.chat_id, "closed", ref=ref, due_at=tx.now + UNTOLD_SECONDS, coalesce=True)
    elif status not in CLOSED and row.status in CLOSED:
        untold = bool(tx.outbox.cancel(row.chat_id, "closed", ref=ref)) or row.status == Status.NOT_FIT
        if reopened:
            tell_writer(tx, row, TOLD_REOPENED.filled(number=shown(row.number)), quietly=untold)
