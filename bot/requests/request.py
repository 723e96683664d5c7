"""A lead as a value: what a prospect agreed to send, and how it is stored."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import field, replace
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

from bot.codec import from_json, to_json
from bot.storage import StoredLead, Tx
from flows.dataclass import dataclass
from flows.engine import Answer, Answers
from flows.intake import INTAKE

IN_CLEAR = ("number", "chat_id", "language", "format", "status", "trial", "unreadable")
SEALED = ("answers", "name", "username", "source", "said", "asked")
"""What of a request has columns of its own, and what is sealed with it."""


class Status(StrEnum):
    """Where a request stands with the supervisor; clear in the database."""

    NEW = "new"
    TAKEN = "taken"
    ANSWERED = "answered"
    HANDLED = "handled"
    NOT_FIT = "not_fit"
    ERASED = "erased"


OPEN = (Status.NEW, Status.TAKEN, Status.ANSWERED)
UNANSWERED = (Status.NEW, Status.TAKEN)
CLOSED = (Status.HANDLED, Status.NOT_FIT)

MOST_OUTDATED = 40
"""Messages remembered to have shown a quick text that waits no longer."""


CORRECTED_AT = "corrected_at"
"""The part of a lead's sealed contents that says when its writer last corrected it, unix seconds."""

HUSHED = "hushed"
"""The part of a crisis request's sealed contents that says that it comes without a sound."""

DESK = "desk"
"""The part of a lead's sealed contents that the supervisor's side keeps for itself."""


def shown(number: int) -> str:
    """Return a request's number as people read it: trials are counted below zero and read "T1", "T2"."""
    return f"T{-number}" if number < 0 else str(number)


_NUMBER = re.compile(
    r"(?:(?:no|nro|nr|n:o)\.?\s*|#\s*)?(?P<trial>[tT]?)(?P<number>[0-9]{1,9})\.?", re.IGNORECASE | re.ASCII
)


def read_number(words: str) -> int | None:
    """Read a request's number as people write it: "7", "nro 7", "#7", "T1"; None when it is none."""
    found = _NUMBER.fullmatch(words.strip())
    return int(found["number"]) * (-1 if found["trial"] else 1) if found else None


@dataclass(frozen=True, slots=True)
class Draft:
    """A quick text not yet sent: its key, the words that fill it, the message that previews it, and those before.

    `earlier` holds previews of the same key only, so that a reply never lands in another text than the one it answers.
    Own wording starts from another quick text: from the one of key `begun_from`, filled with `begun_with`. `typed` is
    what may be meant for it, until the supervisor has said so.
    """

    key: str
    words: str
    message_id: int
    earlier: tuple[int, ...] = ()
    begun_from: str = ""
    begun_with: str = ""
    typed: str = ""

    @property
    def previews(self) -> tuple[int, ...]:
        """The messages that show the quick text, the one that counts last."""
        return (*self.earlier, self.message_id)


@dataclass(frozen=True, slots=True)
class Held:
    """Replies of the supervisor's chat that are not sent yet, and the message there that asks whether they should be.

    `message_id` is 0 until a question that knows of all of them is posted; `earlier` is the one before it, still there.
    """

    chat_id: int
    messages: tuple[int, ...]
    message_id: int = 0
    earlier: int = 0


@dataclass(frozen=True, slots=True)
class Handling:
    """What has been done about a request: by whom (name and user id) and when it got its status, unix seconds.

    `waits_since` is since when the supervisor is to do something about it, 0 when nothing waits; `nagged_at` when that
    was last brought to mind; `remind_at` is the reminder that was asked for, 0 for none. `reached`: something
    that was written to the writer has arrived in Telegram; `here`: the writer has answered that there. `was` is the
    status before closing, "" when it is open; `waited`: something was to be done then. `outdated` are the newest
    messages that have shown quick texts which wait no longer. `unreached`: the supervisor knows that its writer cannot
    be told anything in Telegram. `outcome`: what became of a closed request, "" when that was not said. `day_asked` is
    the message that asks on which day to come back to it, 0 for none. Stored sealed, but for `waits_since`, by which
    lists are ordered.
    """

    by: str = ""
    by_id: int = 0
    at: float = 0.0
    waits_since: float = 0.0
    nagged_at: float = 0.0
    remind_at: float = 0.0
    draft: Draft | None = None
    held: Held | None = None
    reached: bool = False
    here: bool = False
    was: str = ""
    waited: bool = False
    outdated: tuple[int, ...] = ()
    unreached: bool = False
    outcome: str = ""
    day_asked: tuple[int, ...] = ()

    @property
    def contacted(self) -> bool:
        """Whether the writer of a closed request was answered before, here or elsewhere."""
        return self.reached or self.was == Status.ANSWERED

    def with_draft(self, draft: Draft | None) -> Handling:
        """Return the handling with another quick text, None for none; previews of the one before are outdated."""
        shown_now = draft.previews if draft else ()
        gone = tuple(each for each in (self.draft.previews if self.draft else ()) if each not in shown_now)
        return replace(self, draft=draft, outdated=(*self.outdated, *gone)[-MOST_OUTDATED:])


@dataclass(frozen=True, slots=True)
class Lead:
    """What the supervisor's card is made from. `number` is 0 and `agreed_at` None until it is sent.

    `language` is the prospect's; `format` the suggested one's key. `name` is what the prospect wants to be called.
    `trial`: the supervisor tries the bot. `said` are sentences told in passing, `asked` what the bot could not answer.
    `unreadable`: damage keeps everything shut that was written. `hushed`: a crisis that makes no sound.
    """

    number: int
    chat_id: int
    language: str
    format: str
    status: str
    agreed_at: datetime | None
    answers: Answers
    name: str = ""
    username: str = ""
    source: str = ""
    said: tuple[str, ...] = ()
    asked: tuple[str, ...] = ()
    handling: Handling = field(default_factory=Handling)
    corrected_at: datetime | None = None
    trial: bool = False
    unreadable: bool = False
    hushed: bool = False

    @property
    def closed(self) -> bool:
        """Whether nothing more is passed on between the supervisor and the prospect."""
        return self.status in CLOSED or self.erased

    @property
    def erased(self) -> bool:
        """Whether only number, month and format are left."""
        return self.status == Status.ERASED

    def words(self, key: str) -> str:
        """Return the own words under a key, "" when there are none."""
        answer = self.answers.get(key)
        return answer.words if answer and not answer.open else ""


def personal_of(lead: Lead, before: Mapping[str, Any] | None = None) -> Mapping[str, Any]:
    """Return what of a lead is stored sealed, in place of the same `before`."""
    stored, others = to_json(lead), {name: value for name, value in (before or {}).items() if name not in SEALED}
    return {**others, "flow_version": INTAKE.version, **{name: stored[name] for name in SEALED if name in stored}}


def lead_of(row: StoredLead) -> Lead:
    """Return the lead of a row; of an erased one only what is left."""
    sealed, corrected_at = row.personal, row.personal.get(CORRECTED_AT)
    found = from_json(
        Lead,
        {
            "answers": {},
            **sealed,
            "handling": {**sealed.get(DESK, {}), "waits_since": _waits_since(row)},
            **{name: getattr(row, name) for name in IN_CLEAR},
            "agreed_at": datetime.fromtimestamp(row.agreed_at, UTC) if row.agreed_at else None,
            CORRECTED_AT: None if corrected_at is None else datetime.fromtimestamp(corrected_at, UTC),
        },
    )
    return replace(found, answers=INTAKE.kept(found.answers, sealed.get("flow_version", INTAKE.version)))


def glance_at(row: StoredLead, keys: Collection[str]) -> Lead:
    """Return of a row's lead only whose it is and the answers under these keys: a tenth of what `lead_of` costs.

    Answers to another version of the flow are read whole, since one decides whether the others still count.
    """
    sealed = row.personal
    if sealed.get("flow_version", INTAKE.version) != INTAKE.version:
        return lead_of(row)
    answers = {key: from_json(Answer, each) for key, each in sealed.get("answers", {}).items() if key in keys}
    clear = {name: getattr(row, name) for name in IN_CLEAR}
    named = {name: sealed.get(name, "") for name in ("name", "username")}
    return Lead(**clear, **named, agreed_at=None, answers=answers)


def handled(row: StoredLead, status: str, handling: Handling) -> StoredLead:
    """Return the row of a lead with another standing."""
    sealed = to_json(replace(handling, waits_since=0.0))  # it has a column of its own
    return replace(row, status=status, waits_since=handling.waits_since, personal={**row.personal, DESK: sealed})


def settle(tx: Tx, limit: int = 500) -> int:
    """Bring up to `limit` requests that an older version has stored into the form of this one; return how many.

    What they wait for comes in clear, and a format that stood there beside a chat id or number is sealed.
    """
    tx.corrections.settle()
    rows = tx.leads.unsettled(limit)
    for row in rows:
        tx.leads.save(replace(row, waits_since=_waits_since(row)))
    return len(rows)


def _waits_since(row: StoredLead) -> float:
    """Return since when something is to be done about a request; of an older version it was sealed, or not said."""
    if row.waits_since is not None:
        return row.waits_since
    since: float = row.personal.get(DESK, {}).get("waits_since", row.created_at if row.status == Status.NEW else 0.0)
    return since
