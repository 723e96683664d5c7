"""A quick text on its way: chosen, filled, reworded, sent or dropped. Only its newest preview counts."""

from __future__ import annotations

from dataclasses import replace

from bot.desk.delivery.prompts import owe_draft, owe_slip
from bot.desk.quick_replies import texts, times
from bot.desk.service import Desk
from bot.events import Place, Tap
from bot.requests.meetings import propose
from bot.requests.request import Draft, handled, lead_of
from bot.requests.transitions import Act, Who
from bot.storage import StoredLead, Tx
from bot.ui.i18n import Translator
from bot.ui.texts import text_to_json
from flows.text import N_, Text

QUICK_OPEN = "quick_open"
"""The setting that says for which request a quick text was worked on last; a number, nothing personal."""

OLD = N_("desk.old_button", "That button no longer works.")


def begin(tx: Tx, tap: Tap, row: StoredLead, key: str, by: Who) -> None:
    """Choose a quick text; it comes below everything, with the reply field where words are missing."""
    draft = lead_of(row).handling.draft
    # What replies to a preview from before is still meant for this text; one of another text is not.
    earlier = draft.previews if draft is not None and draft.key == key else ()
    _begin(tx, tap, row, Draft(key, "", 0, earlier), by)


def on_draft(tx: Tx, tap: Tap, row: StoredLead, act: str, by: Who, desk: Desk) -> Text | None:
    """Reword, send or drop a quick text."""
    lead, chat_id, message_id = lead_of(row), tap.place.chat_id, tap.place.message_id
    draft = lead.handling.draft
    if act == "draft_drop" and message_id in lead.handling.outdated:
        return texts.STALE  # sent perhaps: that nothing was must not stand over it
    if act == "draft_drop":
        if draft is not None and draft.message_id == message_id:
            keep_draft(tx, row, None)
        owe_slip(tx, chat_id, "draft_dropped", row.number, edit=message_id)
        return None
    if draft is None or draft.message_id != message_id:
        return texts.STALE
    if act == "draft_send" and (refused := times.refused_now(tx, row.number, draft)):
        return refused
    if act == "draft_own":
        _begin(tx, tap, row, texts.own_from(draft), by)
        return None
    if act == "draft_send" and texts.is_complete(draft):
        keep_draft(tx, row, None)
        told = {"key": draft.key, "words": draft.words}
        slots = times.slots_of(draft)
        text = {"round": propose(tx, row, slots).round} if slots else {"text": text_to_json(texts.worded(draft))}
        payload = {
            **told,
            **text,
            "chat_id": chat_id,
            "message_id": message_id,
            "by": by.name,
            "by_id": by.user_id,
            "thread": tap.place.thread_id,
        }
        tx.outbox.owe(row.chat_id, "quick_text", ref=str(row.number), payload=payload)
        owe_slip(tx, chat_id, "draft_sent", row.number, edit=message_id, state="sending", **told)
        if texts.refuses(draft):
            desk.act(tx, row.number, Act.NOT_FIT, by)
        return None
    return OLD


def fill(tx: Tx, row: StoredLead, draft: Draft, words: str, theirs: Translator, place: Place) -> Text | None:
    """Put words into a quick text and show it below everything; return why these words cannot be, None when done."""
    words = words.strip()
    if draft.key == times.KEY:
        read = times.read(tx, row.number, words, theirs.timezone)
        if isinstance(read, Text):
            return read
        words = times.words_of(read)
    filled = replace(draft, words=words, typed="")
    if not texts.is_complete(draft):  # the message that asked for the words cannot be changed, nor need it be
        filled = replace(filled, message_id=0, earlier=draft.previews)
    keep_draft(tx, row, filled)
    owe_draft(tx, place.chat_id, row.number, filled, reply_to=place.message_id, anew=True)
    return None


def keep_draft(tx: Tx, row: StoredLead, draft: Draft | None) -> None:
    """Store the quick text that a request's preview shows, None for none."""
    lead = lead_of(row)
    tx.leads.save(handled(row, lead.status, lead.handling.with_draft(draft)))
    if draft is not None:
        tx.settings.put(QUICK_OPEN, row.number)
    else:
        _not_open(tx, row.number)


def end_preview(tx: Tx, before: StoredLead, chat_id: int) -> None:
    """Let the preview of a request that was just closed say that nothing was sent."""
    draft = lead_of(before).handling.draft
    _not_open(tx, before.number)
    if draft is None or not texts.is_complete(draft):
        return
    if before.number in tx.letters.mentioned(chat_id, draft.message_id):
        owe_slip(tx, chat_id, "draft_dropped", before.number, edit=draft.message_id)


def open_draft(tx: Tx) -> tuple[StoredLead, Draft] | None:
    """Return the quick text that was worked on last, and its request; None when none is open."""
    number = int(tx.settings.get(QUICK_OPEN, 0))
    row = tx.leads.load(number) if number else None
    draft = lead_of(row).handling.draft if row is not None and row.status != "erased" else None
    return (row, draft) if row is not None and draft is not None else None


def _begin(tx: Tx, tap: Tap, row: StoredLead, draft: Draft, by: Who) -> None:
    keep_draft(tx, row, draft)
    below = {"reply_to": tap.place.message_id, "by": by.name, "by_id": by.user_id}
    owe_draft(tx, tap.place.chat_id, row.number, draft, anew=True, **below)


def _not_open(tx: Tx, number: int) -> None:
    if int(tx.settings.get(QUICK_OPEN, 0)) == number:
        tx.settings.forget(QUICK_OPEN)
