"""Taps on the supervisor's cards, menus and lists."""

from __future__ import annotations

from bot.desk.away import back_at
from bot.desk.delivery.prompts import owe_draft, owe_slip, remind_at
from bot.desk.lists.pages import FILTERS
from bot.desk.quick_replies import channel_consent, held_replies, texts
from bot.desk.reports.ask import STATS, on_other_form, on_period
from bot.desk.service import Desk
from bot.events import Sender, Tap
from bot.nlu.text import cleaned_name
from bot.requests import by_hand
from bot.requests.erasure import erase_for
from bot.requests.request import CLOSED, Draft, handled, lead_of
from bot.requests.transitions import GONE, Act, Who
from bot.storage import StoredLead, Tx
from bot.ui.callbacks import Desk as Tapped
from bot.ui.callbacks import decode
from bot.ui.texts import text_to_json
from flows.text import N_, Text

ACTS = (Act.TAKE, Act.HANDLED, Act.NOT_FIT, Act.REOPEN, Act.ELSEWHERE)

NOT_OF_TRIALS = ("remind", "other", "form_")
"""What buttons of a trial's card cannot do, by how their acts begin."""

HOW_TO_REPLY = N_(
    "desk.how_to_reply",
    "Reply to the card: press and hold it, or swipe it left. I pass on text, pictures and "
    "files. A message that is not a reply stays here.",
)
ERASED_NOW = N_("desk.erased.now", "Erased.")
TOO_LATE = N_("desk.remind.past", "That moment is past. Choose another.")
REOPEN_FIRST = N_("desk.reopen_first", "This is closed. Reopen it first.")
OLD = N_("desk.old_button", "That button no longer works.")

ONLY_A_TRIAL = N_("try.not_kept", "This is only a test, so there is no reminder of it and nothing is learnt from it.")

NAME_SHOWN = 40

QUICK_OPEN = "quick_open"
"""The setting that says for which request a quick text was worked on last; a number, nothing personal."""


def who(sender: Sender) -> Who:
    """Return who has acted, by the name colleagues know."""
    return Who(sender.user_id, cleaned_name(sender.first_name)[:NAME_SHOWN])


def on_tap(tx: Tx, tap: Tap, desk: Desk) -> tuple[Text | None, bool]:
    """Carry out a tap; what to say in the small box after it, and whether that has to be closed by hand."""
    data = decode(tap.data)
    if not isinstance(data, Tapped):
        return OLD, False
    chat_id, message_id = tap.place.chat_id, tap.place.message_id
    name = data.act.removeprefix("page_")
    if data.act != name:
        if name not in FILTERS:
            return OLD, False
        owe_slip(tx, chat_id, "list", edit=message_id, name=name, page=data.number)
        return None, False
    if data.act.startswith(STATS):
        return (None if on_period(tx, tap, data.act) else OLD), False
    if data.act == "by_hand":
        by_hand.confirm(tx, data.number)
        owe_slip(tx, chat_id, "by_hand", edit=message_id)
        return None, False
    row = tx.leads.load(data.number)
    if row is None or row.status == "erased":
        return GONE, False
    if data.act in ACTS:
        outcome = desk.act(tx, row.number, Act(data.act), who(tap.sender))
        closing = outcome is not None and outcome.changed and outcome.status in CLOSED
        if closing:
            held_replies.ask_again(tx, row, chat_id)  # so that what is not sent is not forgotten with the request
            _end_preview(tx, row, chat_id)
        # Closing ends the talk with a person, so what follows from it is read, not glimpsed.
        return (outcome.answer if outcome else GONE), closing
    if row.trial and data.act.startswith(NOT_OF_TRIALS):
        return ONLY_A_TRIAL, False
    match data.act:
        case "reply":
            return (
                channel_consent.HOW_TO_REPLY if channel_consent.asked_elsewhere(lead_of(row)) else HOW_TO_REPLY
            ), True
        case "all":
            tx.outbox.owe(chat_id, "all_answers", ref=str(row.number), coalesce=True)
        case "card":
            tx.outbox.owe(chat_id, "card_anew", ref=str(row.number), coalesce=True)
        case "erase":
            erase_for(tx, row.number)
            return ERASED_NOW, False
        case "remind":
            owe_slip(tx, chat_id, "remind", row.number, reply_to=message_id)
        case "here_send" | "here_drop" as act:
            answered = held_replies.on_answer(tx, tap, row, who(tap.sender), send=act == "here_send")
            return (None if answered else texts.STALE), False
        case act if act.startswith("remind_"):
            return _remind(tx, tap, row, act, desk), False
        case act if act.startswith(("quick", "draft_")):
            return _draft(tx, tap, row, act), False
        case act:
            return (None if on_other_form(tx, tap, row, act) else OLD), False
    return None, False


def _remind(tx: Tx, tap: Tap, row: StoredLead, act: str, desk: Desk) -> Text | None:
    at = remind_at(act, desk.hours, tx.now, back_at(tx, desk.hours))
    if lead_of(row).closed:
        return REOPEN_FIRST
    if at is None:
        return TOO_LATE
    desk.remind(tx, row, at)
    owe_slip(tx, tap.place.chat_id, "reminded", row.number, edit=tap.place.message_id, at=at)
    return None


def _draft(tx: Tx, tap: Tap, row: StoredLead, act: str) -> Text | None:
    """Choose, reword, send or drop a quick text; only the newest preview of a request counts."""
    lead, chat_id, message_id = lead_of(row), tap.place.chat_id, tap.place.message_id
    draft = lead.handling.draft
    if act == "quick":
        owe_slip(tx, chat_id, "quick", row.number, reply_to=message_id)
        return None
    if act == "draft_drop" and message_id in lead.handling.outdated:
        return texts.STALE  # sent perhaps: that nothing was must not stand over it
    if act == "draft_drop":
        if draft is not None and draft.message_id == message_id:
            keep_draft(tx, row, None)
        owe_slip(tx, chat_id, "draft_dropped", row.number, edit=message_id)
        return None
    key = act.removeprefix("quick_")
    if act != key and key in texts.LABELS:
        # What replies to a preview from before is still meant for this text; one of another text is not.
        earlier = draft.previews if draft is not None and draft.key == key else ()
        chosen = Draft(key, "", message_id, tuple(each for each in earlier if each != message_id))
        keep_draft(tx, row, chosen)
        owe_draft(tx, chat_id, row.number, chosen, edit=message_id)
        return None
    if draft is None or draft.message_id != message_id:
        return texts.STALE
    if act == "draft_own":
        own = texts.own_from(draft)
        keep_draft(tx, row, own)
        owe_draft(tx, chat_id, row.number, own, edit=message_id)
        return None
    if act == "draft_send" and texts.is_complete(draft):
        keep_draft(tx, row, None)
        by = who(tap.sender)
        told = {"key": draft.key, "words": draft.words}
        payload = {
            **told,
            "text": text_to_json(texts.worded(draft)),
            "chat_id": chat_id,
            "message_id": message_id,
            "by": by.name,
            "by_id": by.user_id,
            "thread": tap.place.thread_id,
        }
        tx.outbox.owe(row.chat_id, "quick_text", ref=str(row.number), payload=payload)
        owe_slip(tx, chat_id, "draft_sent", row.number, edit=message_id, state="sending", **told)
        return None
    return OLD


def keep_draft(tx: Tx, row: StoredLead, draft: Draft | None) -> None:
    """Store the quick text that a request's preview shows, None for none."""
    lead = lead_of(row)
    tx.leads.save(handled(row, lead.status, lead.handling.with_draft(draft)))
    if draft is not None:
        tx.settings.put(QUICK_OPEN, row.number)
    else:
        _not_open(tx, row.number)


def _end_preview(tx: Tx, before: StoredLead, chat_id: int) -> None:
    """Let the preview of a request that was just closed say that nothing was sent."""
    draft = lead_of(before).handling.draft
    _not_open(tx, before.number)
    if draft is not None and before.number in tx.letters.mentioned(chat_id, draft.message_id):
        owe_slip(tx, chat_id, "draft_dropped", before.number, edit=draft.message_id)


def _not_open(tx: Tx, number: int) -> None:
    if quick_open(tx) == number:
        tx.settings.forget(QUICK_OPEN)


def quick_open(tx: Tx) -> int:
    """Return the number of the request for which a quick text was worked on last, 0 for none."""
    return int(tx.settings.get(QUICK_OPEN, 0))
