"""Taps on the supervisor's cards, menus and lists."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeAlias

from bot.desk import blocking, coming_back
from bot.desk.away import back_at
from bot.desk.delivery.cleanup import empty_former
from bot.desk.delivery.prompts import SPEAK, queue_slip, remind_at
from bot.desk.feedback.corrections import AGAIN, ASK, CHOOSE, LEAVE_IT, REMOVE, keys_of
from bot.desk.handlers.replies import decided, on_closed, on_whom
from bot.desk.lists.pages import FILTERS
from bot.desk.profile import handlers as profile
from bot.desk.quick_replies import machine, times
from bot.desk.reports.statistics import PERIODS
from bot.desk.service import Desk
from bot.events import Sender, Tap
from bot.nlu.text import cleaned_name
from bot.outbox.kinds import Answering, Card, FieldSlip, ListSlip, OutcomeSlip, Slip
from bot.requests import by_hand
from bot.requests.card import UNREADABLE
from bot.requests.erasure import erase_for
from bot.requests.meetings import cancel
from bot.requests.request import CLOSED, Status, lead_of, shown
from bot.requests.status_text import LATER, OUTCOMES
from bot.requests.supervisor_chat import speak_at_desk
from bot.requests.transitions import GONE, Act, Who
from bot.storage import StoredLead, Tx
from bot.ui.callbacks import LEAVE, decode
from bot.ui.callbacks import Desk as Tapped
from bot.ui.i18n import Translator
from flows.formats import FORMATS
from flows.intake import INTAKE
from flows.text import N_, Text

ACTS = {**{act.value: act for act in (Act.TAKE, Act.HANDLED, Act.REOPEN, Act.ELSEWHERE)}, "quietly": Act.NOT_FIT}
"""What buttons say, and the act each is; "quietly" closes what does not fit without a word to its writer."""

OF_UNREADABLE = ("reply", "card", "remind", "block", "block_yes", "which_erase", "erase")
"""What can be done about a damaged request beside those."""

NOT_OF_TRIALS = ("remind", "other", "form_", "block", "quick_times", "which_print")
"""What buttons of a trial's card cannot do, by how their acts begin."""

OLD = N_("desk.old_button", "That button no longer works.")
ERASED_NOW = N_("desk.erased.now", "Deleted.")
TOO_LATE = N_("desk.remind.past", "That time has passed. Choose another.")
REOPEN_FIRST = N_("desk.reopen_first", "This is closed. Reopen it first.")
TIME_OFF = "time_off_"
"""How acts begin that settle whether an agreed time is cancelled."""

NO_TIME = N_("desk.time_off.none", "No time is agreed any more.")
ONLY_A_TRIAL = N_("try.not_kept", "This is only a test, so there is no time, no reminder and nothing learnt from it.")

SENDS = {"all": "all_answers", "card": "card_anew", "contact": "contact", "which_print": "printed"}
"""What buttons say that only have something sent about a request, and the kind of row that sends it."""

ON_ITS_WAY = N_(
    "desk.contact", "The contact card is on its way. Save it in your phone: I delete it from this chat in 24 hours."
)

NAME_SHOWN = 40

LEFT = (LEAVE.act, "block_no")
"""What buttons say that change nothing, those of earlier versions too."""

PAGE, STATS, WHOM, INTO = "page_", "stats_", "whom_", "into_"
"""How acts begin that name a list, a period, or the message that something is for."""

Told: TypeAlias = tuple[Text | None, bool]
"""What to say in the small box after a tap, and whether that has to be closed by hand."""


def who(sender: Sender) -> Who:
    """Return who has acted, by the name colleagues know."""
    return Who(sender.user_id, cleaned_name(sender.first_name)[:NAME_SHOWN])


def on_tap(tx: Tx, tap: Tap, desk: Desk, languages: Mapping[str, Translator]) -> Told:
    """Carry out a tap; what to say in the small box after it, and whether that has to be closed by hand."""
    data = decode(tap.data)
    if not isinstance(data, Tapped):
        return OLD, False
    beside = _beside_requests(tx, tap, data, languages)
    if beside is not None:
        return beside
    row = tx.leads.kept(data.number)
    if row is None:
        return GONE, False
    if data.act in ACTS:
        return _acted(tx, tap, row, ACTS[data.act], desk)
    if row.unreadable and data.act not in OF_UNREADABLE:
        return UNREADABLE.filled(number=shown(row.number)), True
    if row.trial and data.act.startswith(NOT_OF_TRIALS):
        return ONLY_A_TRIAL, False
    return _about_request(tx, tap, row, data.act, desk), False


def _beside_requests(tx: Tx, tap: Tap, data: Tapped, languages: Mapping[str, Translator]) -> Told | None:
    """Carry out a tap that is about no single request; None for any other."""
    chat_id, message_id, act = tap.place.chat_id, tap.place.message_id, data.act
    if act.startswith(PAGE):
        name = act.removeprefix(PAGE)
        if name not in FILTERS:
            return OLD, False
        queue_slip(tx, chat_id, "list", ListSlip(edit=message_id, name=name, page=data.number))
    elif act.startswith(STATS):
        period = act.removeprefix(STATS)
        if period not in PERIODS:
            return OLD, False
        tx.outbox.queue(chat_id, "statistics", period, Answering(**tap.place.answering), coalesce=True)
    elif act in LEFT:
        queue_slip(tx, chat_id, "left", Slip(edit=message_id))
    elif act == "by_hand":
        by_hand.confirm(tx, data.number)
        queue_slip(tx, chat_id, "by_hand", Slip(edit=message_id))
    elif act == "former_empty":
        empty_former(tx)
        queue_slip(tx, chat_id, "former", OutcomeSlip(edit=message_id, done=True))
    elif act.startswith(SPEAK):
        language = act.removeprefix(SPEAK)
        if language not in languages:
            return OLD, False
        speak_at_desk(tx, language)
        queue_slip(tx, chat_id, "language", Slip(edit=message_id))
    elif act == "unblock":
        blocking.let_through(tx, data.number)
        queue_slip(tx, chat_id, "blocked", Slip(edit=message_id))
    elif act.startswith(profile.ACTS):
        return (None if profile.on_tap(tx, tap, act, who(tap.sender)) else OLD), False
    elif act.startswith((WHOM, INTO)):
        newest, into = act.removeprefix(WHOM).removeprefix(INTO), act.startswith(INTO)
        return on_whom(tx, tap, newest, data.number, who(tap.sender), languages, into=into), False
    else:
        return None
    return None, False


def _acted(tx: Tx, tap: Tap, row: StoredLead, act: Act, desk: Desk) -> Told:
    """Carry out what changes how a request stands."""
    outcome = desk.act(tx, row.number, act, who(tap.sender))
    closing = outcome is not None and outcome.changed and outcome.status in CLOSED
    if closing:
        on_closed(tx, row, tap.place)
    # Closing ends the talk with a person, so what follows from it is read, not glimpsed.
    return (outcome.answer if outcome else GONE), closing


def _about_request(tx: Tx, tap: Tap, row: StoredLead, act: str, desk: Desk) -> Text | None:
    """Carry out any other tap about one request."""
    chat_id, message_id, by = tap.place.chat_id, tap.place.message_id, who(tap.sender)
    match act:
        case "reply" | "remind_day":
            queue_slip(tx, chat_id, act, FieldSlip(reply_to=message_id, by=by.name, by_id=by.user_id), row.number)
        case "more" | "less" | "quick":
            tx.outbox.queue(chat_id, "card", str(row.number), Card(more=act != "less"), coalesce=True)
        case "not_fit" if lead_of(row).closed:
            return REOPEN_FIRST
        case "not_fit" | "quick_times" | "quick_ask":
            key = "decline" if act == "not_fit" else act.removeprefix("quick_")
            decided(tx, row, machine.Choose(key), tap.place, by)
        case _ if act.startswith("became_"):
            return None if _became(tx, tap, row, act.removeprefix("became_"), desk) else OLD
        case _ if act in SENDS:
            asked = Answering(**tap.place.answering) if act == "which_print" else None
            tx.outbox.queue(chat_id, SENDS[act], str(row.number), asked, coalesce=True)
            return ON_ITS_WAY if act == "contact" else None
        case "erase":
            erase_for(tx, row.number)
            return ERASED_NOW
        case "remind" | "block" | "time_off" | "which_erase":
            queue_slip(tx, chat_id, act.removeprefix("which_"), Slip(**tap.place.answering), row.number)
        case "block_yes":
            blocking.block(tx, row)
            queue_slip(tx, chat_id, "block_done", OutcomeSlip(edit=message_id, done=True), row.number)
        case _ if act.startswith(TIME_OFF):
            return _time_off(tx, tap, row, act.removeprefix(TIME_OFF))
        case "draft_send" | "draft_agreed" if refused := times.refused_now(tx, row.number, lead_of(row).handling.draft):
            return refused
        case _ if act in machine.TAPS:
            decision = decided(tx, row, machine.Tapped(act, chat_id, message_id), tap.place, by, desk)
            return decision.said if decision is not None else OLD
        case _ if act.startswith("remind_"):
            return _remind(tx, tap, row, act, desk)
        case _:
            return None if _on_other_form(tx, tap, row, act) else OLD
    return None


def _time_off(tx: Tx, tap: Tap, row: StoredLead, version: str) -> Text | None:
    """Cancel the agreed time of this version ("no": leave it)."""
    refused = version.isdecimal() and cancel(tx, row, int(version))
    queue_slip(tx, tap.place.chat_id, "time_off", Slip(edit=tap.place.message_id), row.number)
    return NO_TIME if refused else None


def _remind(tx: Tx, tap: Tap, row: StoredLead, act: str, desk: Desk) -> Text | None:
    """Set a reminder, or take the one that is set away."""
    at = 0.0 if act == "remind_off" else remind_at(act, desk.hours, tx.now, back_at(tx, desk.hours))
    lead = lead_of(row)
    if at and lead.closed and not coming_back.is_later(lead):
        return REOPEN_FIRST
    if at is None:
        return TOO_LATE
    if at and (refusal := coming_back.not_kept(lead, at, desk)):
        return refusal
    desk.remind(tx, row, at)
    queue_slip(tx, tap.place.chat_id, "reminded", OutcomeSlip(edit=tap.place.message_id, at=at), row.number)
    return None


def _became(tx: Tx, tap: Tap, row: StoredLead, outcome: str, desk: Desk) -> bool:
    """Keep what became of a closed request, perhaps to come back to it; False when it is open, or the outcome none."""
    if row.status != Status.HANDLED or outcome not in OUTCOMES:
        return False
    desk.became(tx, row, outcome)
    if outcome == LATER and not row.trial:
        queue_slip(tx, tap.place.chat_id, "remind", Slip(reply_to=tap.place.message_id), row.number)
    return True


def _on_other_form(tx: Tx, tap: Tap, row: StoredLead, act: str) -> bool:
    """Ask, note or forget what would have been recommended for a request; False when the act is none of these."""
    chat_id, message_id = tap.place.chat_id, tap.place.message_id
    if act in (ASK, AGAIN):
        slip = Slip(reply_to=message_id) if act == ASK else Slip(edit=message_id)
        queue_slip(tx, chat_id, "other", slip, row.number)
        return True
    wanted = act.removeprefix(CHOOSE)
    if act != wanted and wanted in FORMATS and wanted != row.format:
        tx.corrections.put(row.number, row.format, wanted, keys_of(lead_of(row).answers), INTAKE.version)
    elif act == REMOVE:
        tx.corrections.remove(row.number)
    elif act != LEAVE_IT:
        return False
    queue_slip(tx, chat_id, "noted", Slip(edit=message_id), row.number)
    return True
