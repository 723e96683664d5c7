"""A time to meet, carried out: stored, and what follows from it queued for both sides."""

from __future__ import annotations

import secrets
from dataclasses import replace

from bot.hours import DAY, Hours
from bot.outbox.kinds import AboutMeeting, QuickText
from bot.requests.meeting import (
    Meeting,
    Refusal,
    agreed_on,
    cancelled,
    declined,
    held,
    meeting_of,
    picked,
    proposed,
    row_of,
    unoffered,
    without,
)
from bot.requests.meeting_views import proposal
from bot.requests.request import handled, lead_of
from bot.requests.supervisor_chat import queue_card, supervisor_chat
from bot.storage import StoredLead, Tx
from bot.ui.callbacks import Meet
from bot.ui.render import Writer
from bot.ui.screens import Screen
from flows.text import Slot

ASKED_SECONDS = 600.0
"""A writer is asked at most once in so many seconds which times would suit."""


def meeting_with(tx: Tx, number: int) -> Meeting:
    """Return what is arranged with the writer of a request."""
    row = tx.meetings.load(number)
    return meeting_of(row) if row is not None else Meeting(number)


def taken(tx: Tx, slot: Slot, number: int) -> Meeting | None:
    """Return the meeting of another request whose agreed time this one meets, None for none."""
    begun = slot.starts_at - 2 * DAY  # a time is within one day, which may have 25 hours
    others = (meeting_of(each) for each in tx.meetings.agreed_from(begun) if each.number != number)
    return next((each for each in others if each.agreed is not None and each.agreed.meets(slot)), None)


def end_offer(tx: Tx, row: StoredLead) -> Meeting:
    """Take back what is offered to the writer of a request; return the meeting."""
    before = meeting_with(tx, row.number)
    if before.offer_id:
        _show(tx, row, "ended", edit=before.offer_id)
    after = unoffered(before)
    if after != before:
        _keep(tx, after)
    return after


def propose(tx: Tx, row: StoredLead, slots: tuple[Slot, ...]) -> Meeting:
    """Offer the writer of a request these times in place of any before; the caller queues the message that shows them."""
    before = end_offer(tx, row)
    after = replace(proposed(before, slots), uid=before.uid or secrets.token_hex(16))
    _keep(tx, after)
    return after


def tapped(tx: Tx, row: StoredLead, meet: Meet, message_id: int, hours: Hours) -> Refusal | None:
    """Carry out a tap of the writer of a request, in this message; or say why it changes nothing."""
    before = meeting_with(tx, row.number)
    match meet.act:
        case "pick":
            return _pick(tx, row, before, meet, message_id, hours)
        case "none":
            after = declined(before, meet.turn)
            if isinstance(after, Refusal):
                return after
            _keep(tx, after)
            _show(tx, row, "declined", edit=message_id)
            _ask(tx, row, "declined")
            return None
    slot = held(before, meet.turn, tx.now)
    if isinstance(slot, Refusal):
        return slot
    match meet.act:
        case "change":  # the agreed time stands until there is another
            if tx.outbox.free_at(row.chat_id, "meeting_wish", str(row.number), ASKED_SECONDS) <= tx.now:
                _ask(tx, row, "wishes")
        case "leave":
            _show(tx, row, "leave", edit=message_id)
        case "cancel":
            _cancel(tx, row, slot, by_writer=True)
        case "keep" | "remind" | "forget":
            after = before if meet.act == "keep" else replace(before, reminds=meet.act == "remind")
            _keep(tx, after)
            queue_reminder(tx, row.chat_id, "meeting_soon", after, hours)
            _show(tx, row, "agreed", edit=message_id)
    return None


def _pick(tx: Tx, row: StoredLead, before: Meeting, meet: Meet, message_id: int, hours: Hours) -> Refusal | None:
    """Agree on an offered time; one that cannot be had goes, and when none is left it is asked which would suit."""
    found = picked(before, meet.turn, meet.at, tx.now)
    if isinstance(found, Slot):
        if _agree(tx, row, before, agreed_on(before, found, message_id), hours):
            lead = lead_of(row)  # who has agreed here may be written to here
            tx.leads.save(handled(row, lead.status, replace(lead.handling, here=True)))
            return None
        found = Refusal.TAKEN
    if found in (Refusal.PAST, Refusal.TAKEN):
        left = without(before, meet.at)
        _keep(tx, replace(left, offer_id=message_id if left.offered else 0))
        _show(tx, row, "offer", edit=message_id)
        if not left.offered:
            _ask(tx, row, "gone")
    return found


def note(tx: Tx, row: StoredLead, slot: Slot, hours: Hours, *, elsewhere: bool) -> bool:
    """Keep a time that was agreed another way; False when it is given. `elsewhere`: its writer is not told here."""
    before = end_offer(tx, row)
    return _agree(tx, row, before, agreed_on(before, slot, 0, elsewhere=elsewhere), hours, noted=True)


def _agree(tx: Tx, row: StoredLead, before: Meeting, after: Meeting, hours: Hours, *, noted: bool = False) -> bool:
    """Store an agreed time and queue what follows from it for both sides; False, and nothing is done, when it is given."""
    if before.agreed and before.agreed.starts_at <= tx.now:  # that talk was held: this is another
        before, after = replace(before, agreed=None), replace(after, uid="", reminds=False)
    after = replace(after, uid=after.uid or secrets.token_hex(16))
    if after.agreed is None or taken(tx, after.agreed, row.number) or not tx.meetings.save(row_of(after)):
        return False
    if not after.elsewhere:
        _show(tx, row, "agreed", version=after.version, edit=after.message_id)
        if before.message_id and before.agreed and before.message_id != after.message_id:
            _show(tx, row, "replaced", before.agreed, edit=before.message_id)
        _file(tx, row, after, after.agreed)
    news = "agreed" if not noted else "noted_elsewhere" if after.elsewhere else "noted"
    _tell(tx, row, "changed" if before.agreed not in (None, after.agreed) else news, before.agreed)
    queue_card(tx, row.number)
    queue_reminder(tx, row.chat_id, "meeting_soon", after, hours)  # one that was wanted before still is
    return True


def cancel(tx: Tx, row: StoredLead, version: int) -> Refusal | None:
    """Cancel the agreed time of a version for the supervisor, and tell the writer; or say why that is not possible."""
    slot = held(meeting_with(tx, row.number), version, tx.now)
    if isinstance(slot, Refusal):
        return slot
    _cancel(tx, row, slot, by_writer=False)
    return None


def _cancel(tx: Tx, row: StoredLead, slot: Slot, *, by_writer: bool) -> None:
    before = end_offer(tx, row)
    after = cancelled(before)
    _keep(tx, after)
    if before.message_id:
        _show(tx, row, "left" if by_writer else "cancelled", slot, edit=before.message_id)
    if not before.elsewhere:
        _file(tx, row, after, slot, "" if by_writer else "called_off")
    _tell(tx, row, "cancelled" if by_writer else "called_off", slot)


def queue_reminder(tx: Tx, chat_id: int, kind: str, meeting: Meeting, hours: Hours) -> None:
    """Queue a reminder of the agreed time on the working day before it, in place of any before; none if that is past."""
    ref, due_at = str(meeting.number), hours.day_before(meeting.agreed.starts_at) if meeting.agreed else 0.0
    tx.outbox.cancel(chat_id, kind, ref=ref)
    if meeting.agreed and due_at > tx.now and (meeting.reminds or kind != "meeting_soon"):
        tx.outbox.queue(chat_id, kind, ref, AboutMeeting(slot=meeting.agreed), due_at)


def is_ahead(tx: Tx, number: int) -> bool:
    """Tell whether a time is agreed with the writer of a request that has not come yet."""
    agreed = meeting_with(tx, number).agreed
    return agreed is not None and agreed.starts_at > tx.now


def _ask(tx: Tx, row: StoredLead, news: str) -> None:
    """Ask the writer of a request which times would suit, and tell the supervisor why."""
    tx.outbox.queue(row.chat_id, "meeting_wish", ref=str(row.number))
    _tell(tx, row, news, meeting_with(tx, row.number).agreed)


def quick_text(tx: Tx, number: int, told: QuickText, writer: Writer) -> Screen | None:
    """Return a quick text; times to meet come with a button each. None when others have been proposed since."""
    if not told.round:
        return Screen(writer.say(told.text))
    meeting = meeting_with(tx, number)
    return proposal(meeting, writer) if meeting.round == told.round and meeting.offered else None


def offer_shown(tx: Tx, number: int, round_: int, message_id: int) -> None:
    """Remember which message offers the times of a round; 0: it has not arrived, so nothing is on offer."""
    meeting = meeting_with(tx, number)
    if meeting.round == round_ and meeting.offered:
        _keep(tx, replace(meeting, offer_id=message_id, offered=meeting.offered if message_id else ()))


def agreed_shown(tx: Tx, number: int, version: int, message_id: int) -> None:
    """Remember which message shows the agreed time of a version."""
    meeting = meeting_with(tx, number)
    if meeting.version == version and meeting.agreed is not None:
        _keep(tx, replace(meeting, message_id=message_id))


def _keep(tx: Tx, meeting: Meeting) -> None:
    tx.meetings.save(row_of(meeting))
    queue_card(tx, meeting.number)


def _show(tx: Tx, row: StoredLead, what: str, slot: Slot | None = None, *, version: int = 0, edit: int = 0) -> None:
    """Queue for the writer of a request a word about the meeting: a message made into it, or a new one."""
    told = AboutMeeting(what, slot, version=version, edit=edit)
    for row_id, waiting in tx.outbox.carried(row.chat_id, "meeting", str(row.number), AboutMeeting).items():
        if edit and waiting.edit == edit and tx.outbox.rewrite(row_id, told):
            return
    tx.outbox.queue(row.chat_id, "meeting", str(row.number), told)


def _file(tx: Tx, row: StoredLead, meeting: Meeting, slot: Slot, what: str = "") -> None:
    """Queue for the writer of a request the file for the calendar: of the agreed time, or that this one is cancelled."""
    told = AboutMeeting(what, slot, version=meeting.version)
    tx.outbox.queue(row.chat_id, "meeting_file", str(row.number), told, coalesce=True)


def _tell(tx: Tx, row: StoredLead, what: str, before: Slot | None = None) -> None:
    """Queue for the supervisor what has become of the times proposed."""
    now = meeting_with(tx, row.number)
    told = AboutMeeting(what, now.agreed or before, before, now.version)
    tx.outbox.queue(supervisor_chat(tx), "desk_meeting", str(row.number), told)
