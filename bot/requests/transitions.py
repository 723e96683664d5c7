"""What an act does to a request: (lead, act, who) -> its new standing and what to send. Pure.

Acts say what should be, so that the same tap twice changes nothing. Of two people the first wins and the other is told.
"""

from __future__ import annotations

from dataclasses import replace
from enum import StrEnum

from bot.requests.request import CLOSED, OPEN, Handling, Lead, Status, shown
from flows.dataclass import dataclass
from flows.text import N_, Text

TAKEN_NOW = N_("desk.took", "It's yours. I've told the sender.")
ALREADY_YOURS = N_("desk.taken.already", "You have taken this already.")
ALREADY_TAKEN = N_("desk.taken.other", "{name} has taken this already.")
ALREADY_ANSWERED = N_("desk.answered.already", "This has been answered already.")
ANSWERED_NOW = N_("desk.answered", "Marked as answered. I'll let the sender know.")
ANSWERED_AGAIN = N_("desk.answered.again", "Marked as answered.")
ALREADY_CLOSED = N_("desk.closed.already", "{name} has closed this already.")
CLOSED_BY_YOU = N_("desk.closed.yours", "You have closed this already. Reopen it to change that.")
CLOSED_NOW = N_("desk.closed", "Closed. I'll tell the sender in five minutes, unless you reopen it first.")
CLOSED_AS_NO_FIT = N_("desk.closed.not_fit", "Closed as not a fit. I don't tell the sender.")
REOPENED = N_("desk.reopened", "Open again.")
OPEN_ALREADY = N_("desk.open", "This is open already.")
GONE = N_("desk.no_lead", "That request is no longer here.")

TOLD_TAKEN = N_("status.told.taken", "The supervisor is looking at your request {number}.")
TOLD_ANSWERED = N_("status.told.answered", "The supervisor has answered your request {number}.")
TOLD_CLOSED = N_(
    "status.told.closed",
    "Your request {number} is now closed. Thank you for getting in touch. I no longer pass on messages with "
    "it, but you are welcome to make a new request.",
)
TOLD_REOPENED = N_(
    "status.told.reopened",
    "The supervisor has reopened your request {number}. I pass on what you write with it again.",
)


class Act(StrEnum):
    """What can happen to a request; the first five are also the names of buttons."""

    TAKE = "take"
    HANDLED = "handled"
    NOT_FIT = "not_fit"
    REOPEN = "reopen"
    ELSEWHERE = "elsewhere"  # the supervisor has answered by phone or e-mail
    ANSWERED = "answered"  # an answer has arrived at the prospect
    WRITTEN = "written"  # something from the prospect has arrived at the supervisor
    THANKED = "thanked"  # thanks for an answer, and nothing else, have arrived
    REMINDED = "reminded"  # the reminder that was asked for has arrived


@dataclass(frozen=True, slots=True)
class Who:
    """Somebody at the supervisor's desk; nobody for what happens by itself."""

    user_id: int = 0
    name: str = ""


NOBODY = Who()


@dataclass(frozen=True, slots=True)
class Outcome:
    """The new standing; `answer` goes into the small box after a tap; `tell` to the prospect.

    `changed`: there is something to store and a card to bring up to date.
    """

    status: str
    handling: Handling
    answer: Text | None = None
    tell: Text | None = None
    changed: bool = False


def decide(lead: Lead, act: Act, who: Who, now: float, written_at: float | None = None) -> Outcome:
    """Return what an act at a moment (unix seconds) leads to; `written_at` is when an answer was given, None for now.

    An answer that was on its way when the request was closed does not open it again; one to a closed request does.
    """
    if lead.erased:
        return _same(lead, GONE)
    match act:
        case Act.TAKE:
            return _take(lead, who, now)
        case Act.HANDLED | Act.NOT_FIT:
            return _close(lead, Status(act.value), who, now)
        case Act.REOPEN:
            return _reopen(lead, who, now)
        case Act.ELSEWHERE if lead.status in CLOSED:
            return _same(lead, _already_closed(lead, who))
        case Act.ELSEWHERE if lead.status == Status.ANSWERED and not lead.handling.waits_since:
            return _same(lead, ALREADY_ANSWERED)
        case Act.ELSEWHERE:
            outcome = _answered(lead, who, now)
            return replace(outcome, answer=ANSWERED_NOW if outcome.tell is not None else ANSWERED_AGAIN)
        case Act.ANSWERED if lead.status in CLOSED and written_at is not None and written_at <= lead.handling.at:
            handling = replace(lead.handling, was=Status.ANSWERED, waited=False, reached=True)
            return Outcome(lead.status, handling, changed=True)
        case Act.ANSWERED:
            outcome = _answered(lead, who, now)
            return replace(outcome, handling=replace(outcome.handling, reached=True, unreached=False))
        case Act.THANKED:
            return Outcome(lead.status, replace(lead.handling, here=True), changed=not lead.handling.here)
        case Act.WRITTEN:
            return _written(lead, now)
        case Act.REMINDED if 0 < lead.handling.remind_at <= now:
            return Outcome(lead.status, replace(lead.handling, remind_at=0.0), changed=True)
        case Act.REMINDED:  # another one was asked for while this one was on its way
            return _same(lead)


def _written(lead: Lead, now: float) -> Outcome:
    before = lead.handling
    here = before.here or before.reached
    if lead.status in CLOSED and (here, True) != (before.here, before.waited):
        # Written before the closing was told: it stays closed, and waits once it is opened again.
        return Outcome(lead.status, replace(before, waited=True, here=here), changed=True)
    if lead.status not in OPEN or (before.waits_since and here == before.here):
        return _same(lead)
    handling = replace(before, waits_since=before.waits_since or now, here=here)
    return Outcome(lead.status, handling, changed=True)


def _answered(lead: Lead, who: Who, now: float) -> Outcome:
    before = _kept(lead.handling) if lead.status in CLOSED else lead.handling
    handling = replace(before, by=who.name, by_id=who.user_id, at=now, waits_since=0.0, was="", waited=False)
    first = lead.status != Status.ANSWERED
    tell = TOLD_ANSWERED.filled(number=shown(lead.number)) if first else None
    return Outcome(Status.ANSWERED, handling, tell=tell, changed=True)


def _take(lead: Lead, who: Who, now: float) -> Outcome:
    before = lead.handling
    if lead.status == Status.NEW:
        handling = replace(before, by=who.name, by_id=who.user_id, at=now, waits_since=now)
        tell = TOLD_TAKEN.filled(number=shown(lead.number))
        return Outcome(Status.TAKEN, handling, TAKEN_NOW, tell, changed=True)
    if lead.status == Status.TAKEN:
        return _same(lead, ALREADY_YOURS if before.by_id == who.user_id else ALREADY_TAKEN.filled(name=before.by))
    return _same(lead, ALREADY_ANSWERED if lead.status == Status.ANSWERED else _already_closed(lead, who))


def _close(lead: Lead, status: Status, who: Who, now: float) -> Outcome:
    if lead.status in CLOSED:
        return _same(lead, _already_closed(lead, who))
    kept, waited = _kept(lead.handling), bool(lead.handling.waits_since)
    handling = replace(kept, by=who.name, by_id=who.user_id, at=now, was=lead.status, waited=waited)
    answer = CLOSED_NOW
    if status == Status.NOT_FIT:
        answer, handling = CLOSED_AS_NO_FIT, replace(handling, outcome="not_fit")
    return Outcome(status, handling, answer, changed=True)


def _reopen(lead: Lead, who: Who, now: float) -> Outcome:
    if lead.status not in CLOSED:
        return _same(lead, OPEN_ALREADY)
    answered = lead.handling.was == Status.ANSWERED
    waits_since = 0.0 if answered and not lead.handling.waited else now
    handling = replace(_kept(lead.handling), by=who.name, by_id=who.user_id, at=now, waits_since=waits_since)
    return Outcome(Status.ANSWERED if answered else Status.TAKEN, handling, REOPENED, changed=True)


def _kept(before: Handling) -> Handling:
    """Return what of a handling outlives closing and reopening."""
    outdated = before.with_draft(None).outdated
    kept = Handling(held=before.held, reached=before.reached, here=before.here)
    return replace(kept, outdated=outdated, unreached=before.unreached)


def _already_closed(lead: Lead, who: Who) -> Text:
    return CLOSED_BY_YOU if lead.handling.by_id == who.user_id else ALREADY_CLOSED.filled(name=lead.handling.by)


def _same(lead: Lead, answer: Text | None = None) -> Outcome:
    return Outcome(lead.status, lead.handling, answer)
