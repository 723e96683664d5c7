"""Taps on the supervisor's cards, menus and lists."""

from __future__ import annotations

from collections.abc import Mapping

from bot.desk import blocking
from bot.desk.away import back_at
from bot.desk.delivery.prompts import SPEAK, owe_slip, remind_at
from bot.desk.handlers import drafts
from bot.desk.handlers.drafts import OLD, end_preview
from bot.desk.handlers.replies import on_whom
from bot.desk.lists.pages import FILTERS
from bot.desk.quick_replies import held_replies, texts
from bot.desk.reports.ask import STATS, on_other_form, on_period
from bot.desk.service import Desk
from bot.events import Sender, Tap
from bot.nlu.text import cleaned_name
from bot.requests import by_hand
from bot.requests.card import UNREADABLE
from bot.requests.erasure import erase_for
from bot.requests.request import CLOSED, Status, lead_of, shown
from bot.requests.status_text import OUTCOMES
from bot.requests.supervisor_chat import speak_at_desk
from bot.requests.transitions import GONE, Act, Who
from bot.storage import StoredLead, Tx
from bot.ui.callbacks import Desk as Tapped
from bot.ui.callbacks import decode
from bot.ui.i18n import Translator
from flows.text import N_, Text

ACTS = {**{act.value: act for act in (Act.TAKE, Act.HANDLED, Act.REOPEN, Act.ELSEWHERE)}, "quietly": Act.NOT_FIT}
"""What buttons say, and the act each is; "quietly" closes what does not fit without a word to its writer."""

OF_UNREADABLE = ("reply", "card", "remind", "block", "block_yes", "block_no")
"""What can be done about a damaged request beside those."""

NOT_OF_TRIALS = ("remind", "other", "form_", "block")
"""What buttons of a trial's card cannot do, by how their acts begin."""

ERASED_NOW = N_("desk.erased.now", "Deleted.")
TOO_LATE = N_("desk.remind.past", "That time has passed. Choose another.")
REOPEN_FIRST = N_("desk.reopen_first", "This is closed. Reopen it first.")
ONLY_A_TRIAL = N_("try.not_kept", "This is only a test, so there is no reminder of it and nothing is learnt from it.")

NAME_SHOWN = 40


def who(sender: Sender) -> Who:
    """Return who has acted, by the name colleagues know."""
    return Who(sender.user_id, cleaned_name(sender.first_name)[:NAME_SHOWN])


def on_tap(tx: Tx, tap: Tap, desk: Desk, languages: Mapping[str, Translator]) -> tuple[Text | None, bool]:
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
    language = data.act.removeprefix(SPEAK)
    if data.act != language:
        if language not in languages:
            return OLD, False
        speak_at_desk(tx, language)
        owe_slip(tx, chat_id, "language", edit=message_id)
        return None, False
    if data.act == "unblock":
        blocking.let_through(tx, data.number)
        owe_slip(tx, chat_id, "blocked", edit=message_id)
        return None, False
    for prefix in ("whom_", "into_"):
        if data.act.startswith(prefix):
            newest, by = data.act.removeprefix(prefix), who(tap.sender)
            return on_whom(tx, tap, newest, data.number, by, languages, into=prefix == "into_"), False
    row = tx.leads.load(data.number)
    if row is None or row.status == "erased":
        return GONE, False
    if data.act in ACTS:
        outcome = desk.act(tx, row.number, ACTS[data.act], who(tap.sender))
        closing = outcome is not None and outcome.changed and outcome.status in CLOSED
        if closing:
            held_replies.ask_again(tx, row, chat_id)  # so that what is not sent is not forgotten with the request
            end_preview(tx, row, chat_id)
        # Closing ends the talk with a person, so what follows from it is read, not glimpsed.
        return (outcome.answer if outcome else GONE), closing
    if row.unreadable and data.act not in OF_UNREADABLE:
        return UNREADABLE.filled(number=shown(row.number)), True
    if row.trial and data.act.startswith(NOT_OF_TRIALS):
        return ONLY_A_TRIAL, False
    by = who(tap.sender)
    match data.act:
        case "reply":
            owe_slip(tx, chat_id, "reply", row.number, reply_to=message_id, by=by.name, by_id=by.user_id)
        case "more" | "less" | "quick":
            tx.outbox.owe(chat_id, "card", ref=str(row.number), payload={"more": data.act != "less"}, coalesce=True)
        case "not_fit" if lead_of(row).closed:
            return REOPEN_FIRST, False
        case "not_fit":
            drafts.begin(tx, tap, row, "decline", by)
        case "quick_times" | "quick_ask":
            drafts.begin(tx, tap, row, data.act.removeprefix("quick_"), by)
        case act if act.startswith("became_"):
            return (None if _became(tx, row, act.removeprefix("became_"), desk) else OLD), False
        case "all":
            tx.outbox.owe(chat_id, "all_answers", ref=str(row.number), coalesce=True)
        case "card":
            tx.outbox.owe(chat_id, "card_anew", ref=str(row.number), coalesce=True)
        case "erase":
            erase_for(tx, row.number)
            return ERASED_NOW, False
        case "remind":
            owe_slip(tx, chat_id, "remind", row.number, reply_to=message_id)
        case "block":
            owe_slip(tx, chat_id, "block", row.number, reply_to=message_id)
        case "block_yes" | "block_no" as act:
            if act == "block_yes":
                blocking.block(tx, row)
            owe_slip(tx, chat_id, "block_done", row.number, edit=message_id, done=act == "block_yes")
        case "here_send" | "here_drop" as act:
            answered = held_replies.on_answer(tx, tap, row, by, send=act == "here_send")
            return (None if answered else texts.STALE), False
        case act if act.startswith("remind_"):
            return _remind(tx, tap, row, act, desk), False
        case act if act.startswith("draft_"):
            return drafts.on_draft(tx, tap, row, act, by, desk), False
        case act:
            return (None if on_other_form(tx, tap, row, act) else OLD), False
    return None, False


def _remind(tx: Tx, tap: Tap, row: StoredLead, act: str, desk: Desk) -> Text | None:
    """Set a reminder, or take the one that is set away."""
    at = 0.0 if act == "remind_off" else remind_at(act, desk.hours, tx.now, back_at(tx, desk.hours))
    if at and lead_of(row).closed:
        return REOPEN_FIRST
    if at is None:
        return TOO_LATE
    desk.remind(tx, row, at)
    owe_slip(tx, tap.place.chat_id, "reminded", row.number, edit=tap.place.message_id, at=at)
    return None


def _became(tx: Tx, row: StoredLead, outcome: str, desk: Desk) -> bool:
    """Keep what became of a closed request; False when it is open, or the outcome none."""
    if row.status != Status.HANDLED or outcome not in OUTCOMES:
        return False
    desk.became(tx, row, outcome)
    return True
