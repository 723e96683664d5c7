"""What the supervisor writes is passed on: a reply at once, what replies to nothing once one tap has said for whom.

Quick texts, and replies that are held back, go through `bot.desk.quick_replies.machine`; what it decides is carried out
here.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from bot.desk import coming_back
from bot.desk.delivery.prompts import queue_slip
from bot.desk.quick_replies import machine, texts, times
from bot.desk.quick_replies.machine import Do
from bot.desk.service import Desk
from bot.events import Event, Place, Tap, Typed
from bot.hours import usual_hours
from bot.outbox.kinds import FieldSlip, Letter, OutcomeSlip, QuickText, Slip, Tidy, WhomSlip
from bot.requests.letters import FROM_SUPERVISOR, queue_letter
from bot.requests.meetings import note, propose
from bot.requests.notify import renew
from bot.requests.request import OPEN, handled, lead_of
from bot.requests.transitions import NOBODY, Act, Who
from bot.storage import Json, Queued, StoredLead, Tx
from bot.ui.i18n import Translator
from flows.text import Text

WHOM = "whom"
"""The setting that holds which messages wait to be told for whom they are: ids, nothing personal."""

TOGETHER_SECONDS = 60.0
"""Messages within so many seconds are asked about together: an album, a text in parts."""

MOST_ASKED = 9
"""How many of the questions for a day still take a reply: asked again, the one before may be edited yet."""

QUICK_OPEN = "quick_open"
"""The setting that says for which request a quick text was worked on last; a number, nothing personal."""


def decided(
    tx: Tx, row: StoredLead, event: machine.Event, place: Place, by: Who = NOBODY, desk: Desk | None = None
) -> machine.Decision | None:
    """Decide what an event means for what is about to be sent to a request's writer, and carry that out.

    `place`: the message it came from; `desk`: what a refusal closes the request with. What is left to say is returned.
    """
    decision = machine.decide(lead_of(row), event)
    if decision is None:
        return None
    tx.leads.save(handled(row, row.status, decision.now))
    _carry_out(tx, row, decision, place, by, desk)
    shows = any(do is Do.SHOW for do, _ in decision.effects)
    return replace(decision, said=None) if shows else decision


def _carry_out(
    tx: Tx, row: StoredLead, decision: machine.Decision, place: Place, by: Who = NOBODY, desk: Desk | None = None
) -> None:
    before, draft, chat_id = lead_of(row).handling, decision.now.draft, place.chat_id
    if draft is None and int(tx.settings.get(QUICK_OPEN, 0)) == row.number:
        tx.settings.forget(QUICK_OPEN)
    for do, message_id in decision.effects:
        match do:
            case Do.SHOW if draft is not None:
                tx.settings.put(QUICK_OPEN, row.number)
                field = _field(place, by, decision.said, draft.key)
                queue_slip(tx, chat_id, "draft", field, row.number)
            case Do.SEND if before.draft is not None:
                key, words, text = before.draft.key, before.draft.words, texts.worded(before.draft)
                here = (chat_id, place.message_id, place.thread_id)
                slots = times.slots_of(before.draft)
                round_ = propose(tx, row, slots).round if slots else 0
                quick = QuickText(*here, by.name, by.user_id, text=text, key=key, words=words, round=round_)
                tx.outbox.queue(row.chat_id, "quick_text", str(row.number), quick)
                told = OutcomeSlip(edit=message_id, state="sending", key=key, words=words)
                queue_slip(tx, chat_id, "draft_sent", told, row.number)
            case Do.AGREE if before.draft is not None and desk is not None:
                (slot,), elsewhere = times.slots_of(before.draft), texts.asked_elsewhere(lead_of(row)) is not None
                note(tx, row, slot, usual_hours(desk.hours.zone), elsewhere=elsewhere)
                desk.act(tx, row.number, Act.ELSEWHERE, by)
                tx.outbox.queue(chat_id, "tidy", payload=Tidy(message_id))
            case Do.REFUSE if desk is not None:
                desk.act(tx, row.number, Act.NOT_FIT, by)
                renew(tx, row.chat_id)  # no screen promises an answer below one that says no
            case Do.UNSENT:
                queue_slip(tx, chat_id, "draft_dropped", Slip(edit=message_id), row.number)
            case Do.ASK:
                queue_slip(tx, chat_id, "elsewhere", Slip(reply_to=message_id), row.number)
            case Do.SEND_HELD if before.held is not None:
                _send_all(tx, row, before.held.messages, place, by)


def _send_all(tx: Tx, row: StoredLead, messages: Sequence[int], place: Place, by: Who) -> None:
    """Send messages of a chat together; the message of `place` says what becomes of them."""
    for message_id in messages:
        here = (place.chat_id, message_id, place.thread_id, by.name, by.user_id)
        letter = Letter(*here, asked=place.message_id, of=len(messages), last=message_id == messages[-1])
        tx.outbox.queue(row.chat_id, FROM_SUPERVISOR, str(row.number), letter)
    told = OutcomeSlip(edit=place.message_id, state="sending")
    queue_slip(tx, place.chat_id, "here_sent", told, row.number)


def on_closed(tx: Tx, before: StoredLead, place: Place) -> None:
    """Leave the quick text of a request that was just closed, and ask again about what is held."""
    decision = machine.decide(lead_of(before), machine.Close(place.chat_id, _is_shown(tx, before, place.chat_id)))
    if decision is not None:
        _carry_out(tx, before, decision, place)


def posted(tx: Tx, queued: Queued[Slip], message_id: int) -> int:
    """Note that a preview or a question is posted; return the message that loses its buttons to it, 0 for none."""
    row, slip = tx.leads.kept(int(queued.ref)), queued.payload
    if row is None:
        return 0
    if queued.kind == "slip.remind_day":
        handling = lead_of(row).handling
        asked = (*handling.day_asked, message_id)[-MOST_ASKED:]
        tx.leads.save(handled(row, row.status, replace(handling, day_asked=asked)))
        return 0
    if isinstance(slip, FieldSlip) and queued.kind == "slip.draft":
        event: machine.Event = machine.Posted(message_id, slip.key, _is_shown(tx, row, queued.chat_id))
    elif queued.kind == "slip.elsewhere":
        event = machine.Asked(message_id, slip.reply_to)
    else:
        return 0
    decision = machine.decide(lead_of(row), event)
    if decision is None:
        return 0
    tx.leads.save(handled(row, row.status, decision.now))
    return next((at for do, at in decision.effects if do is Do.STRIP), 0)


def _is_shown(tx: Tx, row: StoredLead, chat_id: int) -> bool:
    """Tell whether a request's quick text is shown in this chat, not in the former one of the supervisor."""
    draft = lead_of(row).handling.draft
    return draft is not None and row.number in tx.letters.mentioned(chat_id, draft.message_id)


def on_reply_to_preview(
    tx: Tx, event: Event, place: Place, by: Who, languages: Mapping[str, Translator]
) -> machine.Decision | None:
    """Put a reply to the preview of a quick text into it; None where what is replied to is none."""
    words = event.text if isinstance(event, Typed) else None
    for number in tx.letters.mentioned(place.chat_id, place.reply_to):
        row = tx.leads.kept(number)
        if row is not None:
            decision = _filled(tx, row, place.reply_to, words, place, by, languages[row.language])
            if decision is not None:
                return decision
    return None


def _filled(
    tx: Tx, row: StoredLead, at: int, words: str | None, place: Place, by: Who, theirs: Translator
) -> machine.Decision | None:
    """Put words into the quick text that message `at` shows; what cannot be read as times is said back."""
    draft, fault = lead_of(row).handling.draft, None
    if words is not None and draft is not None and draft.key == times.KEY and at in draft.previews:
        read = times.read(tx, row.number, words, theirs.timezone)
        if isinstance(read, Text):
            fault = read
        else:
            words = times.words_of(read)
    return decided(tx, row, machine.Fill(at, words, fault), place, by)


def pass_on(tx: Tx, row: StoredLead, letter: Letter, place: Place, by: Who) -> Text | None:
    """Queue a message of the desk for the writer, or ask first where another way was wished for; return what to say of it."""
    if texts.asked_elsewhere(lead_of(row)):
        held = decided(tx, row, machine.Hold(letter.chat_id, letter.message_id), place)
        return held.said if held is not None else None
    queue_letter(tx, row.chat_id, FROM_SUPERVISOR, row.number, replace(letter, by=by.name, by_id=by.user_id))
    return None


def ask_whom(tx: Tx, event: Event, place: Place) -> bool:
    """Ask for whom a message is that replies to nothing; False when no request is open."""
    if not any(tx.leads.count(status) for status in OPEN):
        return False
    waiting = _waiting(tx, place.chat_id)
    together = waiting["messages"] if waiting and 0 <= tx.now - waiting["at"] <= TOGETHER_SECONDS else []
    messages = [*together, place.message_id]
    tx.settings.put(WHOM, {"chat_id": place.chat_id, "messages": messages, "at": tx.now})
    into = int(tx.settings.get(QUICK_OPEN, 0))
    row = tx.leads.kept(into) if into else None
    if row is not None:
        fits = isinstance(event, Typed) and not together and texts.fits(event.text)
        decided(tx, row, machine.Note(event.text if isinstance(event, Typed) and fits else ""), place)
    queue_slip(tx, place.chat_id, "whom", WhomSlip(reply_to=place.message_id, messages=tuple(messages), into=into))
    return True


def on_whom(
    tx: Tx, tap: Tap, newest: str, number: int, by: Who, languages: Mapping[str, Translator], *, into: bool
) -> Text | None:
    """Send what was written to the request that was tapped, put it `into` its quick text, or leave it (number 0).

    `newest`: the id of the newest message asked about. Returns what is left to say, as when it waits no longer.
    """
    place, waiting = tap.place, _waiting(tx, tap.place.chat_id)
    if waiting is None or str(waiting["messages"][-1]) != newest:
        return texts.STALE
    row = tx.leads.load(number) if number else None
    if number and (row is None or not row.chat_id):
        return texts.STALE
    draft = lead_of(row).handling.draft if row is not None else None
    if into and (draft is None or not draft.typed):
        return texts.STALE
    tx.settings.forget(WHOM)
    if row is None:
        queue_slip(tx, place.chat_id, "whom", WhomSlip(edit=place.message_id))
        return None
    if not into and not texts.asked_elsewhere(lead_of(row)):
        _send_all(tx, row, waiting["messages"], place, by)
        return None
    said = None
    if into and draft is not None:
        below = replace(place, message_id=int(newest))
        filled = _filled(tx, row, draft.message_id, draft.typed, below, by, languages[row.language])
        said = filled.said if filled is not None else None
    else:
        for message_id in waiting["messages"]:
            letter = Letter(place.chat_id, message_id, place.thread_id)
            said = pass_on(tx, tx.leads.load(number) or row, letter, place, by) or said
    tx.outbox.queue(place.chat_id, "tidy", payload=Tidy(place.message_id))
    return said


def asks_for_day(tx: Tx, place: Place) -> StoredLead | None:
    """Return the request that was "not now" whose question for a day a message replies to, None for no such reply."""
    rows = map(tx.leads.kept, tx.letters.mentioned(place.chat_id, place.reply_to))
    return next((row for row in rows if row and place.reply_to in lead_of(row).handling.day_asked), None)


def come_back(tx: Tx, row: StoredLead, event: Event, place: Place, by: Who, desk: Desk) -> None:
    """Remind of a request that was "not now" on the day that was typed; or ask again, with why not."""
    at = coming_back.typed_day(event.text if isinstance(event, Typed) else "", desk, tx.now)
    fault = at if isinstance(at, Text) else coming_back.not_kept(lead_of(row), at, desk)
    if fault is not None or isinstance(at, Text):
        queue_slip(tx, place.chat_id, "remind_day", _field(place, by, fault), row.number)
        return
    desk.remind(tx, row, at)
    queue_slip(tx, place.chat_id, "reminded", OutcomeSlip(reply_to=place.message_id, at=at), row.number)


def _field(place: Place, by: Who, fault: Text | None, key: str = "") -> FieldSlip:
    return FieldSlip(reply_to=place.message_id, by=by.name, by_id=by.user_id, key=key, fault=fault)


def _waiting(tx: Tx, chat_id: int) -> Json:
    kept = tx.settings.get(WHOM)
    return kept if kept and kept["chat_id"] == chat_id else None
