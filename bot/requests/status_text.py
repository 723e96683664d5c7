"""How a request stands, as the supervisor's card and lists say it. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime

from bot.requests.request import Handling, Lead, Status
from flows.text import N_, Text

NAMES: Mapping[str, Text] = {
    Status.NEW: N_("status.new", "New"),
    Status.TAKEN: N_("status.taken", "Taken"),
    Status.ANSWERED: N_("status.answered", "Answered"),
    Status.HANDLED: N_("status.handled", "Closed"),
    Status.NOT_FIT: N_("status.not_fit", "Closed, not a fit"),
    Status.ERASED: N_("status.erased", "Deleted"),
}

CLIENT, LATER = "client", "later"
OUTCOMES: Mapping[str, Text] = {
    CLIENT: N_("outcome.client", "A client"),
    LATER: N_("outcome.later", "Not now"),
    "not_fit": N_("outcome.not_fit", "Was not a fit"),
    "unknown": N_("outcome.unknown", "I don't know"),
}
"""What became of a request once it was closed."""

WHAT_BECAME = N_("outcome.ask", "What became of it?")
BECAME = N_("outcome.told", "What became of it: {outcome}")
STATUS = N_("export.column.status", "Status")
SINCE = N_("status.since", "{status}, {moment}")
SINCE_BY = N_("status.since.by", "{status}: {name}, {moment}")
WAITING = N_("desk.list.waiting", "Waiting since {moment}")
REMINDER = N_("status.reminder", "Reminder: {moment}")


def moment(seconds: float) -> datetime:
    """Return unix seconds as the moment a sentence shows."""
    return datetime.fromtimestamp(seconds, UTC)


def standing(lead: Lead, *, shared: bool) -> Text:
    """Return the status, when it was reached and, in a chat that several share, by whom."""
    name = NAMES[lead.status]
    if not lead.handling.at:
        return name
    since = SINCE_BY if shared and lead.handling.by else SINCE
    return since.filled(status=name, name=lead.handling.by, moment=moment(lead.handling.at))


def waiting(handling: Handling) -> Text:
    """Return since when a request waits."""
    return WAITING.filled(moment=moment(handling.waits_since))


def reminder(lead: Lead) -> Text | None:
    """Return the reminder that was asked for."""
    return REMINDER.filled(moment=moment(lead.handling.remind_at)) if lead.handling.remind_at else None
