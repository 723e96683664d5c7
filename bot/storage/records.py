"""What the tables take and give: frozen values, without SQL and without encryption.

All times are unix seconds (UTC). A missing id or time is 0, a missing word is "". `personal` is a JSON object: it
is sealed as a whole and is the only place of a row where anything about a person may stand.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import field
from typing import Any, Final, Generic, TypeAlias, TypeVar

from flows.dataclass import dataclass

Json: TypeAlias = Any
"""A JSON value. `Any`, because what is read back is checked by the room that wrote it."""

P = TypeVar("P", covariant=True)

Personal: TypeAlias = Mapping[str, Json]

EVERY: Final = -1
"""The limit of a list that is not to be cut, as SQL spells it."""


@dataclass(frozen=True, slots=True)
class StoredChat:
    """One prospect's conversation: `state` is a key of the prospect's room, `flow_version` that of the answers.

    `screen_message_id` is the living screen (0: none), `screen_shown` a key or digest of what it shows. `unreadable`:
    damage keeps `personal` shut, so it is empty here. `made_from` is the value that the row was just made from, None
    for one that was read.
    """

    chat_id: int
    language: str
    state: str
    flow_version: int
    started_at: float
    changed_at: float
    screen_message_id: int = 0
    screen_shown: str = ""
    personal: Personal = field(default_factory=dict, repr=False)
    unreadable: bool = False
    made_from: object = field(default=None, repr=False, compare=False)


@dataclass(frozen=True, slots=True)
class StoredLead:
    """A lead. Once erased only `number`, `month`, `format`, `trial` and the status "erased" are left.

    `number` is 0 until it is recorded; `month` is "2026-11" in the supervisor's time zone. `confirmation` names the one
    tap that agreed, so that deciding it twice records one lead; it must not hold anything personal but the chat id.
    `trial`: the supervisor's own try. `waits_since`: since when something is to be done about it, 0 for nothing, None
    in a row of an older version. `unreadable`: damage keeps `personal` shut, so it is empty here; everything else is as
    it was.
    """

    number: int = 0
    month: str = ""
    chat_id: int = 0
    format: str = ""
    language: str = ""
    status: str = "new"
    created_at: float = 0.0
    card_chat_id: int = 0
    card_message_id: int = 0
    notice_version: str = ""
    agreed_at: float = 0.0
    confirmation: str = ""
    personal: Personal = field(default_factory=dict, repr=False)
    trial: bool = False
    topic_id: int = 0
    waits_since: float | None = None
    unreadable: bool = False


@dataclass(frozen=True, slots=True)
class Head:
    """The one row of a chat that can be sent now."""

    id: int
    chat_id: int
    kind: str


@dataclass(frozen=True, slots=True)
class Queued(Generic[P]):
    """A claimed row. `attempts` counts the tries, this one included; `repeat`: an earlier one may have arrived.

    `payload` is JSON until `bot.outbox.deliver` has read it. `found` is what was read for the row in the same
    transaction. `quietly`: see `OutboxRows.claim_next`.
    """

    id: int
    chat_id: int
    kind: str
    ref: str
    payload: P = field(repr=False)
    attempts: int
    repeat: bool
    created_at: float
    found: Any = field(default=None, repr=False, compare=False)
    quietly: bool = False


@dataclass(frozen=True, slots=True)
class Undelivered:
    """A row that should have arrived by now and has not: `state` is "waiting", "claimed" or "dead"."""

    id: int
    chat_id: int
    kind: str
    ref: str
    state: str
    attempts: int
    error: str
    repeat: bool


@dataclass(frozen=True, slots=True)
class ShownMessage:
    """A message that shows something of a lead: its kind (the Bot API's field, "" unknown) and since when it stands.

    `sent_at` 0: not known, long ago.
    """

    chat_id: int
    message_id: int
    kind: str
    sent_at: float


@dataclass(frozen=True, slots=True)
class DayCount:
    """How often something was counted on one day ("2026-11-22")."""

    day: str
    name: str
    n: int


@dataclass(frozen=True, slots=True)
class Erasure:
    """A request by its number, or everything of a chat (0: the other), and when it was erased (unix seconds)."""

    number: int
    chat_id: int
    erased_at: float


@dataclass(frozen=True, slots=True)
class StoredCorrection:
    """What the supervisor would have recommended: `said` was suggested, `wanted` is the better one (keys of formats).

    `number` is the lead's, 0 once that is erased. `answers` are keys of choices by question, without any words.
    """

    id: int
    number: int
    said: str
    wanted: str
    answers: Mapping[str, Sequence[str]] = field(repr=False)
    flow_version: int


@dataclass(frozen=True, slots=True)
class StoredMeeting:
    """What is arranged with the writer of a request: the agreed time in unix seconds (0: none), the rest sealed."""

    number: int
    starts_at: float = 0.0
    ends_at: float = 0.0
    personal: Personal = field(default_factory=dict, repr=False)


@dataclass(frozen=True, slots=True)
class Poisoned:
    """An update whose handling raised: what went wrong and the update as it came, kept for a week."""

    id: int
    update_id: int
    chat_id: int
    kept_at: float
    error: str = field(repr=False)
    raw: Json = field(repr=False)
