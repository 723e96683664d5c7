"""A time agreed with the writer of a request: offered, agreed, changed, cancelled. Pure; both sides share it.

Each proposal is a round, and a button names its own, so that a tap on an old one is known as such. An agreed time
stands until another is agreed in its place, or one of the two cancels it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from enum import StrEnum

from bot.codec import from_json, to_json
from bot.storage import StoredMeeting
from flows.dataclass import dataclass
from flows.text import Slot


@dataclass(frozen=True, slots=True)
class Meeting:
    """What is arranged with the writer of request `number`.

    `uid` names it in calendars ("" before the first proposal). `round` counts the proposals, `version` how often an
    agreed time came, changed or went (the SEQUENCE of its calendar file). `offer_id` and `message_id` are the messages
    in the writer's chat that show the times offered and the one agreed, 0 for none. `reminds`: the writer wants to be
    reminded. `elsewhere`: the time was agreed with somebody who is not written to here, and hears nothing of it here.
    """

    number: int
    uid: str = ""
    round: int = 0
    offered: tuple[Slot, ...] = ()
    agreed: Slot | None = None
    version: int = 0
    offer_id: int = 0
    message_id: int = 0
    reminds: bool = False
    elsewhere: bool = False


NO_MEETING = Meeting(0)


class Refusal(StrEnum):
    """Why a tap changes nothing, or only takes an offered time off the list."""

    OLD = "old"
    SETTLED = "settled"
    PAST = "past"
    TAKEN = "taken"
    OVER = "over"


def proposed(meeting: Meeting, slots: Iterable[Slot]) -> Meeting:
    """Return the meeting with these times offered in place of any before."""
    return replace(meeting, round=meeting.round + 1, offered=tuple(slots), offer_id=0)


def unoffered(meeting: Meeting) -> Meeting:
    """Return the meeting with nothing on offer."""
    return replace(meeting, offered=(), offer_id=0)


def picked(meeting: Meeting, round_: int, starts_at: int, now: float) -> Slot | Refusal:
    """Return the offered time that begins then; or why it cannot be agreed on."""
    if round_ != meeting.round:
        return Refusal.OLD
    slot = next((each for each in meeting.offered if each.starts_at == starts_at), None)
    if slot is None:
        return Refusal.OLD if meeting.offered or meeting.agreed is None else Refusal.SETTLED
    return slot if slot.starts_at > now else Refusal.PAST


def agreed_on(meeting: Meeting, slot: Slot, message_id: int, *, elsewhere: bool = False) -> Meeting:
    """Return the meeting at this time, shown by this message; nothing else is on offer any more."""
    agreed = replace(unoffered(meeting), agreed=slot, version=meeting.version + 1)
    return replace(agreed, message_id=message_id, elsewhere=elsewhere)


def without(meeting: Meeting, starts_at: int) -> Meeting:
    """Return the meeting without one of the times offered: it has passed, or somebody else was quicker."""
    return replace(meeting, offered=tuple(each for each in meeting.offered if each.starts_at != starts_at))


def declined(meeting: Meeting, round_: int) -> Meeting | Refusal:
    """Return the meeting with nothing offered: no time suits."""
    if round_ != meeting.round or not meeting.offered:
        return Refusal.SETTLED if round_ == meeting.round and meeting.agreed else Refusal.OLD
    return unoffered(meeting)


def held(meeting: Meeting, version: int, now: float) -> Slot | Refusal:
    """Return the agreed time that a button of this version is about; or why nothing can be done about it."""
    if meeting.agreed is None or version != meeting.version:
        return Refusal.OLD
    return meeting.agreed if meeting.agreed.starts_at > now else Refusal.OVER


def cancelled(meeting: Meeting) -> Meeting:
    """Return the meeting without its agreed time and without offers."""
    ended = replace(unoffered(meeting), agreed=None, version=meeting.version + 1)
    return replace(ended, message_id=0, reminds=False, elsewhere=False)


def meeting_of(row: StoredMeeting) -> Meeting:
    """Return the meeting of a row."""
    kept = from_json(Meeting, {**row.personal, "number": row.number})
    return replace(kept, agreed=Slot(row.starts_at, row.ends_at) if row.starts_at else None)


def row_of(meeting: Meeting) -> StoredMeeting:
    """Return the row of a meeting; the agreed time stands in clear."""
    agreed = meeting.agreed or Slot(0.0)
    return StoredMeeting(meeting.number, agreed.starts_at, agreed.ends_at, to_json(replace(meeting, agreed=None)))
