"""Short messages at the supervisor's desk that are made when they are sent: menus, previews, lists."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from bot.desk import blocking, coming_back
from bot.desk.away import away_until, back_at, disturbing_from
from bot.desk.feedback.corrections import noted_screen, which_screen
from bot.desk.lists import pages
from bot.desk.lists.by_hand import by_hand_screen
from bot.desk.profile import screens as profile
from bot.desk.quick_replies import texts
from bot.desk.quick_replies.times import time_off_screen
from bot.desk.service import Desktop
from bot.hours import DAY, HOUR, Hours
from bot.outbox.kinds import (
    AskSlip,
    FieldSlip,
    Letter,
    ListSlip,
    OutcomeSlip,
    ProfileSlip,
    QuickText,
    Slip,
    Tidy,
    WhomSlip,
)
from bot.requests import by_hand, limits
from bot.requests.card import BLOCK
from bot.requests.meetings import meeting_with
from bot.requests.profile import read as read_profile
from bot.requests.request import OPEN, Draft, Lead, lead_of, shown
from bot.requests.status_text import moment
from bot.storage import Queued, Store, StoredLead, Tx
from bot.ui.callbacks import LEAVE, decode
from bot.ui.callbacks import Desk as Tapped
from bot.ui.i18n import Translator
from bot.ui.render import CHOSEN, DeskWriter, escaped, in_rows, paragraphs, shortened
from bot.ui.screens import Field, Screen
from flows.dataclass import dataclass
from flows.text import N_, NN_, Text

ENDS = ("draft_sent", "draft_dropped", "here_sent", "block_done")
"""What a message about a request becomes in the end: each message its own, so none stands for another."""

ERASE = N_(
    "desk.erase",
    "Delete request {number} for good? Everything the sender told you goes, here as well, and I'll let them know.",
)
ERASE_YES = N_("button.desk.erase", "Yes, delete it")
ERASE_NO = N_("button.desk.erase.no", "No, keep it")
LEFT = N_("desk.left", "Nothing was changed.")
WHICH = N_("desk.which", "Which request? For another one, send its number.")
WHICH_ACTS = {"/lead": "card", "/print": "which_print", "/erase": "which_erase"}
"""What a tap on a request does, by the command that asks which."""

NONE_OF_THESE = N_("button.desk.which.none", "None of these")
MOVED = N_(
    "desk.moved",
    "Requests now arrive in another chat: someone opened a link there that makes it the supervisor's. If "
    "that wasn't you or a colleague, take it back within ten minutes and tell the person who looks after the "
    "bot. After that I remove the cards and lists here.",
)
FORMER_LEFT = N_(
    "desk.former.left",
    "The cards and lists are gone from the chat where requests used to arrive. What the senders wrote is still there, "
    "and it is kept nowhere else. Should I remove it there too?",
)
FORMER_EMPTIED = N_("desk.former.emptied", "I'm removing it there now. What I cannot remove, I'll list here.")
EMPTY_FORMER = N_("button.desk.former", "Remove it there too")
KEEP_FORMER = N_("button.desk.former.no", "Leave it there")
UNDO_MOVE = N_("button.desk.moved_back", "Take it back")

ASKS: Mapping[str, tuple[Text, Text, str, Text]] = {
    "erase": (ERASE, ERASE_YES, "erase", ERASE_NO),
    "block": (blocking.ASK, BLOCK, "block_yes", blocking.DONT),
    "former": (FORMER_LEFT, EMPTY_FORMER, "former_empty", KEEP_FORMER),
}
"""What is asked before it is done: the question, the button that does it, what that says, and the way out."""

REMIND_WHEN = N_("desk.remind", "When should I remind you of request {number}?")
EVENING = N_("button.remind.evening", "Today: {moment}")
NEXT_DAY = N_("button.remind.tomorrow", "Tomorrow: {moment}")
NEXT_WORKING_DAY = N_("button.remind.working_day", "Next working day: {moment}")
NEXT_WEEK = N_("button.remind.week", "Next week: {moment}")
NO_REMINDER = N_("button.remind.off", "No reminder")
AS_SET = N_("button.remind.keep", "Leave it as it is")
REMINDER_OFF = N_("desk.remind.off", "No reminder is set for request {number}.")
AFTER_ABSENCE = N_("button.remind.back", "After your absence: {moment}")
SPEAK = "speak_"
"""What buttons that choose a language say before its key."""

SPOKEN = N_("desk.language", "Language here: {language}")
REPLY_TO = N_("desk.reply", "Your message to {name}, request {number}:")
REPLY_TO_UNNAMED = N_("desk.reply.unnamed", "Your message, for request {number}:")
MESSAGE_FIELD = N_("desk.reply.field", "Your message")
TO_WHOM = NN_(
    "desk.whom",
    "Who is this for? Nothing has been sent yet.",
    "Who are your {n} messages for? Nothing has been sent yet.",
)
FOR = N_("button.whom", "For {name}")
INTO = N_("button.whom.into", "Into the open text: {name}")
NUMBER = N_("button.whom.number", "no. {number}")
MOST_OFFERED = 4
LABEL_LONGEST = 40
NAME_LONGEST = 20
"""Requests that are offered; UTF-16 units of a button's label and of the name in it."""

REMINDED = N_("desk.reminded", "I'll remind you of request {number}: {moment}.")


def remind_at(act: str, hours: Hours, now: float, back: float | None = None) -> float | None:
    """Return the moment a button for a reminder stands for; None when it is past. `back`: when an absence is over."""
    match act:
        case "remind_back":
            return back
        case "remind_hour":
            return now + HOUR if hours.is_open(now + HOUR) else None
        case "remind_evening":
            return hours.before_closing(now)
        case "remind_tomorrow":
            return hours.opening_after(now)
        case "remind_week":
            return hours.next_week(now)
        case _ if act in coming_back.MONTHS:
            return coming_back.opening_in(coming_back.MONTHS[act], hours, now)
    return None


@dataclass(frozen=True, slots=True)
class Slips(Desktop):
    """Makes slips."""

    def made(self, tx: Tx, queued: Queued[object]) -> Screen | None:
        """Return what a slip (or the digest) shows; None when there is nothing to show any more."""
        made, slip = self._made(tx, queued, queued.kind.removeprefix("slip.")), queued.payload
        return _for_one(made, slip) if made is not None and queued.chat_id < 0 and isinstance(slip, FieldSlip) else made

    def _made(self, tx: Tx, queued: Queued[object], name: str) -> Screen | None:
        slip = queued.payload
        desk_speak, writer = self.desk_speak, DeskWriter(self.desk_speak)
        match slip:
            case ListSlip():
                return pages.list_screen(pages.listed(tx, slip.name, slip.page, self.desk), slip.name, desk_speak)
            case WhomSlip():
                return _whom(tx, slip, desk_speak)
            case ProfileSlip():
                return profile.made(read_profile(tx), slip.key, desk_speak, self.speak)
            case AskSlip() if name == "which":
                return _which(tx, slip.key, desk_speak)
            case AskSlip() if name == "command":
                return Screen(writer.say(slip.fault) if slip.fault else "", keyboard=Field())
            case AskSlip():
                return profile.ask_screen(slip, read_profile(tx), desk_speak)
        match name:
            case "digest":
                return pages.digest_screen(tx, self.desk, desk_speak)
            case "language":
                return _languages(self.speak, self.language)
            case "blocked":
                return blocking.list_screen(limits.blocked(tx), desk_speak)
            case "moved":
                undo = writer.button(UNDO_MOVE, Tapped("moved_back", 0), style="danger")
                return Screen(writer.say(MOVED), ((undo,),))
            case "former":
                emptied = isinstance(slip, OutcomeSlip) and slip.done
                return Screen(writer.say(FORMER_EMPTIED)) if emptied else _asks(name, 0, writer)
            case "by_hand":
                return by_hand_screen(by_hand.listed(tx), queued.chat_id, desk_speak)
            case "left":
                return Screen(writer.say(LEFT))
        row = tx.leads.kept(int(queued.ref))
        return self._about(tx, lead_of(row), name, slip) if row is not None else None

    async def found(self, store: Store, word: str) -> Screen:
        """Return what a search has found; it takes several transactions."""
        return pages.found_screen(await pages.search(store, word, self.desk), word, self.desk_speak)

    def _about(self, tx: Tx, lead: Lead, name: str, slip: object) -> Screen | None:
        desk_speak, writer, draft = self.desk_speak, DeskWriter(self.desk_speak), lead.handling.draft
        match slip:
            case OutcomeSlip() if name == "reminded":
                return self._reminded(tx, lead, slip.at)
            case OutcomeSlip() if name == "block_done":
                return Screen(writer.say(blocking.DONE.filled(number=shown(lead.number)) if slip.done else LEFT))
            case OutcomeSlip() if name == "draft_sent":
                return texts.sent(lead, Draft(slip.key, slip.words, 0), slip.state, desk_speak, self.speak)
            case OutcomeSlip():
                return Screen(writer.say(texts.HELD_STATES[slip.state]))
            case FieldSlip() if name == "draft":
                if draft is None or slip.key not in ("", draft.key):
                    return None  # sent, left or changed for another since
                away = away_until(tx, self.desk.hours)
                return texts.preview(lead, draft, desk_speak, self.speak, away, slip.fault)
        match name:
            case "remind" | "remind_day":
                return self._remind_when(tx, lead, slip)
            case "reply":
                return _reply_field(lead, desk_speak)
            case "elsewhere":
                return texts.held_question(lead, desk_speak)
            case "draft_dropped":
                return Screen(writer.say(texts.DROPPED))
            case "erase" | "block":
                return _asks(name, lead.number, writer)
            case "time_off":
                asks = not (isinstance(slip, Slip) and slip.edit)
                return time_off_screen(meeting_with(tx, lead.number), desk_speak, asks=asks)
            case "other" | "noted":
                made = which_screen if name == "other" else noted_screen
                return made(lead, tx.corrections.of_lead(lead.number), desk_speak)
        return None

    def _remind_when(self, tx: Tx, lead: Lead, slip: object) -> Screen | None:
        """Ask when to be reminded: soon of an open request, months ahead (or on a day typed) of one "not now"."""
        writer, later = DeskWriter(self.desk_speak), coming_back.is_later(lead)
        if isinstance(slip, FieldSlip):
            return coming_back.which_day(lead, slip.fault, self.desk, tx.now, writer.speak) if later else None
        moments = coming_back.choices(lead, self.desk, tx.now, writer.speak) if later else self._moments(tx)
        keeps = ((LEAVE.act, AS_SET),) if lead.handling.remind_at else ()
        acts = (*moments, ("remind_off", NO_REMINDER), *keeps)
        rows = tuple((writer.button(label, Tapped(act, lead.number)),) for act, label in acts)
        ask = coming_back.ASK if later else REMIND_WHEN
        return Screen(writer.say(ask.filled(number=shown(lead.number))), rows)

    def _reminded(self, tx: Tx, lead: Lead, at: float) -> Screen:
        """Say when a reminder comes, as the card says it: an absence puts it off. 0: that none does."""
        writer = DeskWriter(self.desk_speak)
        if not at:
            return Screen(writer.say(REMINDER_OFF.filled(number=shown(lead.number))))
        off = writer.button(NO_REMINDER, Tapped("remind_off", lead.number))
        comes = moment(disturbing_from(tx, self.desk.hours, at))
        return Screen(writer.say(REMINDED.filled(number=shown(lead.number), moment=comes)), ((off,),))

    def _moments(self, tx: Tx) -> Iterator[tuple[str, Text]]:
        hours, now = self.desk.hours, tx.now
        today = hours.local(now).date()
        next_day = (hours.local(hours.opening_after(now)).date() - today).days == 1
        labels = (
            ("remind_hour", EVENING),
            ("remind_evening", EVENING),
            ("remind_tomorrow", NEXT_DAY if next_day else NEXT_WORKING_DAY),
            ("remind_week", NEXT_WEEK),
        )
        seen: set[float] = set()
        for act, label in labels:
            at = remind_at(act, hours, now)
            if at is not None and at not in seen and disturbing_from(tx, hours, at) == at:
                seen.add(at)
                comes = moment(at)
                soon = (hours.local(at).date() - today).days < 2
                yield act, label.filled(moment=self.desk_speak.time(comes) if soon else comes)
        back = back_at(tx, hours)
        if not seen and back is not None:
            yield "remind_back", AFTER_ABSENCE.filled(moment=moment(back))


def _asks(name: str, number: int, writer: DeskWriter) -> Screen:
    """Return a question that is answered by yes or no."""
    text, yes, act, no = ASKS[name]
    buttons = (writer.button(yes, Tapped(act, number), style="danger"), writer.button(no, LEAVE))
    return Screen(writer.say(text.filled(number=shown(number))), (buttons,))


def named(screen: Screen) -> tuple[int, ...]:
    """Return the numbers of the requests that a list names: each has a button for its card."""
    taps = (decode(button.data) for row in screen.rows for button in row)
    acts = ("card", "whom_", "into_", "which_")
    return tuple(dict.fromkeys(t.number for t in taps if isinstance(t, Tapped) and t.number and t.act.startswith(acts)))


def _languages(languages: Mapping[str, Translator], now: str) -> Screen:
    """Say in which language the desk is, and offer the others."""
    writer = DeskWriter(languages[now])
    buttons = [
        writer.button(speak.own_name, Tapped(f"{SPEAK}{code}", 0), mark=CHOSEN if code == now else "")
        for code, speak in languages.items()
    ]
    return Screen(writer.say(SPOKEN.filled(language=languages[now].own_name)), in_rows(buttons))


def _reply_field(lead: Lead, speak: Translator) -> Screen:
    """Open the reply field for a message to a request's writer."""
    writer, elsewhere = DeskWriter(speak), texts.asked_elsewhere(lead)
    head = REPLY_TO.filled(name=lead.name, number=shown(lead.number))
    html = paragraphs(
        *((writer.bold(elsewhere), writer.say(texts.HOW_TO_REPLY)) if elsewhere else ()),
        writer.say(head if lead.name else REPLY_TO_UNNAMED.filled(number=shown(lead.number))),
    )
    return Screen(html, keyboard=Field(speak(MESSAGE_FIELD)))


def _for_one(made: Screen, slip: FieldSlip) -> Screen:
    """Return what opens the reply field in a group: for the colleague alone who asked for it, and is named."""
    if not isinstance(made.keyboard, Field) or not slip.by_id:
        return made
    named = f'<a href="tg://user?id={slip.by_id}">{escaped(slip.by or "…")}</a>'
    return replace(made, html=paragraphs(named, made.html), keyboard=replace(made.keyboard, only_named=True))


def _whom(tx: Tx, slip: WhomSlip, speak: Translator) -> Screen:
    """Ask for whom a message is that replies to nothing: a crisis that waits, and where something happened last."""
    writer, messages = DeskWriter(speak), slip.messages
    if not messages:
        return Screen(writer.say(texts.DROPPED))
    leads = _likeliest(tx)
    newest, into = messages[-1], slip.into
    draft = next((lead.handling.draft for lead in leads if lead.number == into), None)
    offered = [
        *([(INTO, f"into_{newest}", lead) for lead in leads if lead.number == into] if draft and draft.typed else []),
        *((FOR, f"whom_{newest}", lead) for lead in leads[:MOST_OFFERED]),
    ]
    buttons = [
        writer.button(shortened(speak(text.filled(name=_called(lead, speak))), LABEL_LONGEST), Tapped(act, lead.number))
        for text, act, lead in offered
    ]
    leave = writer.button(texts.LEAVE_HERE, Tapped(f"whom_{newest}", 0))
    return Screen(writer.say(TO_WHOM.filled(n=len(messages))), tuple((button,) for button in (*buttons, leave)))


def _which(tx: Tx, command: str, speak: Translator) -> Screen:
    """Ask which request a command is about: those likeliest, or another by its number."""
    writer = DeskWriter(speak)
    leads = _likeliest(tx)[:MOST_OFFERED]
    offered = (writer.button(_called(lead, speak), Tapped(WHICH_ACTS[command], lead.number)) for lead in leads)
    rows = (*((button,) for button in offered), (writer.button(NONE_OF_THESE, LEAVE),))
    return Screen(writer.say(WHICH), rows)


def _likeliest(tx: Tx) -> list[Lead]:
    """Return the open requests: a crisis that waits first, then where something happened last."""
    return [lead_of(row) for row in sorted((row for s in OPEN for row in tx.leads.listed(s)), key=_likely)]


def _likely(row: StoredLead) -> tuple[bool, float]:
    handling = lead_of(row).handling
    return row.format != "crisis" or not handling.waits_since, -max(row.created_at, handling.at, handling.waits_since)


def _called(lead: Lead, speak: Translator) -> str:
    name = shortened(" ".join(lead.name.split()), NAME_LONGEST)
    number = speak(NUMBER.filled(number=shown(lead.number)))
    return f"{name}, {number}" if name else number


def take_away_later(tx: Tx, chat_id: int, message_id: int, seconds: float = DAY, kind: str = "") -> None:
    """Queue the removal of a message while Telegram allows it: one that opened the reply field cannot be edited."""
    tx.outbox.queue(chat_id, "tidy", payload=Tidy(message_id, kind), due_at=tx.now + seconds)


def queue_slip(tx: Tx, chat_id: int, name: str, slip: Slip, number: int = 0) -> None:
    """Queue a slip, about one request where there is a number.

    Of what is about one request, and of what one message is made into, only the last asked for is sent.
    """
    kind, ref, by_message = f"slip.{name}", str(number) if number else "", not number or name in ENDS
    if by_message and slip.edit:
        for row_id, waiting in tx.outbox.carried(chat_id, kind, ref, Slip).items():
            if waiting.edit == slip.edit and tx.outbox.rewrite(row_id, slip):
                return
    tx.outbox.queue(chat_id, kind, ref, slip, coalesce=not by_message)


def show_outcome(tx: Tx, queued: Queued[Letter | QuickText], state: str) -> None:
    """Queue, where the supervisor let something be sent, the word what has become of it: "sent", "failed" or "gone".

    Of several that were let go together the last one says so, unless one before it has not arrived. What was
    deleted by then is not missed, as long as something arrived.
    """
    sent, number = queued.payload, int(queued.ref)
    if isinstance(sent, QuickText):
        told = OutcomeSlip(edit=sent.message_id, state=state, key=sent.key, words=sent.words)
        queue_slip(tx, sent.chat_id, "draft_sent", told, number)
        return
    if not sent.asked:
        return
    arrived = state == "sent" or sent.arrived
    told_now = sent.last or state == "failed"
    if told_now:
        word = "sent" if state == "gone" and arrived else state
        word = "not_all" if word == "failed" and sent.of > 1 else word
        queue_slip(tx, sent.chat_id, "here_sent", OutcomeSlip(edit=sent.asked, state=word), number)
    for row_id, waiting in tx.outbox.carried(queued.chat_id, queued.kind, queued.ref, Letter).items():
        if waiting.asked == sent.asked:
            tx.outbox.rewrite(row_id, replace(waiting, asked=0) if told_now else replace(waiting, arrived=arrived))
