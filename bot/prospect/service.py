"""The prospect's room: load, decide, save, queue. Runs inside the transaction of the update, never awaits."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field, replace
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from bot.events import ANSWER_LIMIT, Event, Migrated, Other, Place, Reaction, Sender, Tap, TapAnswer, Typed, Written
from bot.links import SOURCES, counted_source
from bot.nlu.crisis import urgent
from bot.nlu.personal_identity_code import holds_code
from bot.nlu.text import cleaned, cleaned_username
from bot.outbox.kinds import Letter, named
from bot.prospect.counters import count, count_typed
from bot.prospect.decision import (
    AskSupervisor,
    Context,
    CorrectRequest,
    Decision,
    Effect,
    EraseAll,
    ExportData,
    PassOn,
    PostBrief,
    Say,
    Sending,
    SendRequest,
    WithdrawRequest,
)
from bot.prospect.dispatch import decide
from bot.prospect.draft import draft
from bot.prospect.features.corrections import ERASED, WITHDRAWN, correct
from bot.prospect.features.reminder import keep_promise
from bot.prospect.meetings import ASKED, on_meet
from bot.prospect.privacy import VERSION, VERSION_DAY, Notice
from bot.prospect.state import Conversation, State, loaded, stored
from bot.prospect.views import notices
from bot.prospect.views.check import AGREEING
from bot.prospect.views.crisis_help import TOLD
from bot.requests.erasure import ERASED_AT, erase_lead
from bot.requests.letters import FROM_PROSPECT, NOT_VOTED_ON, is_thanks, kind_of, letter_of, to_supervisor, words_of
from bot.requests.limits import ALARMS, LETTERS, MESSAGES, MOST_LETTERS, REQUESTS, counted, is_blocked, used_up
from bot.requests.notify import SAME_SECONDS, say, seldom, show, tell_supervisor
from bot.requests.profile import read as read_profile
from bot.requests.request import HUSHED, OPEN, UNANSWERED, Status, lead_of, personal_of, shown
from bot.requests.supervisor_chat import WAITING, is_trial, is_untold, queue_card, supervisor_chat
from bot.storage import StoredChat, StoredLead, Tx
from bot.ui.callbacks import Meet, decode
from bot.ui.i18n import Translator, guess_language
from flows.dataclass import dataclass
from flows.places import Places
from flows.text import N_, Text

TOO_MANY = N_(
    "notice.too_many",
    "That was more than I can pass on at once, so this message was not passed on. Please write it again a "
    "little later.",
)

ASKS = N_("desk.asks", "The sender of request {number} asks: {question}")

FILE_SECONDS = 60.0
"""A person gets the file with everything held about them at most once in so many seconds."""


@dataclass(slots=True)
class _Done:
    """What the effects of one decision have led to so far.

    `by_hand`: how many messages only the supervisor can remove. `shows`: whether the screen is shown afterwards.
    """

    tx: Tx
    chat_id: int
    language: str
    after: Conversation | None
    by_hand: int = 0
    shows: bool = True


@dataclass(frozen=True, slots=True)
class ProspectRoom:
    """What the prospect's side needs: languages, places, words, the supervisor's time zone, the privacy notice."""

    speak: Mapping[str, Translator]
    places: Places
    zone: ZoneInfo
    notice: Notice = field(default_factory=Notice)

    def on_event(self, tx: Tx, event: Event, place: Place) -> list[TapAnswer]:
        """Decide one event of a private chat and write down what follows from it."""
        if isinstance(event, Typed | Other) and (n := counted(tx, place.chat_id, MESSAGES)) > MESSAGES.most:
            self._slow_down(tx, event, first=n == MESSAGES.most + 1)
            return []
        if isinstance(event, Typed | Other) and event.edited and edit_follows(tx, event, place):
            return []
        row = tx.chats.load(place.chat_id)
        if isinstance(event, Tap) and isinstance(meet := decode(event.data), Meet):
            language = row.language if row is not None else guess_language(event.sender.language_code, self.speak)
            text = on_meet(tx, place.chat_id, meet, place.message_id, self.zone)
            return [self._tap_answer(event, text, language, alert=text not in (None, ASKED))]  # a message asks it too
        before = _read(tx, row) if row else None
        if before is not None and not isinstance(event, Migrated):
            before = _named_now(tx, before, event.sender)
        if isinstance(event, Reaction | Written) and (number := _answered(tx, event, before)):
            self._answer(tx, event, number, row)
            return []
        context = Context(
            self.speak, self.places, self.zone, tx.now, lambda: _sending(tx, place.chat_id), lambda: read_profile(tx)
        )
        decision = decide(before, event, context)
        language = before.language if before else "en"
        if decision is not None:
            if row is not None and row.unreadable and before is not None and before.notice is not None:
                decision = told(decision, before.notice)
            after = decision.conversation
            language = after.language if after else language
            self._carry_out(tx, row, before, decision, place.chat_id, language)
            if after is not None and isinstance(event, Typed):
                count_typed(tx, after, event)
        if not isinstance(event, Tap):
            return []
        return [self._tap_answer(event, decision.answer if decision else None, language)]

    def _tap_answer(self, tap: Tap, text: Text | None, language: str, *, alert: bool = False) -> TapAnswer:
        words = self.speak[language](text)[:ANSWER_LIMIT] if text is not None else ""
        return TapAnswer(tap.query_id, words, alert, tap.place.chat_id, text)

    def say_on_screen(self, tx: Tx, chat_id: int, text: Text) -> bool:
        """Show a person their screen with this above it; False where there is no screen."""
        row = tx.chats.load(chat_id)
        if row is None:
            return False
        show_with(tx, row, notice=text)
        return True

    def _slow_down(self, tx: Tx, event: Typed | Other, *, first: bool) -> None:
        """Answer a message beyond the limit without reading it, but for what brings up help."""
        chat_id = event.place.chat_id
        row = tx.chats.load(chat_id)
        if row is not None and urgent(cleaned(words_of(event))):
            bring_up_help(tx, row)
        if first:
            language = row.language if row else guess_language(event.sender.language_code, self.speak)
            say(tx, chat_id, notices.SLOWLY.filled(n=MESSAGES.most), language)

    def apologise(self, tx: Tx, chat_id: int) -> None:
        """Tell a person that their message could not be taken in, and where we are."""
        row = tx.chats.load(chat_id)
        if row is None:
            say(tx, chat_id, notices.TROUBLE, "en")
            return
        show_with(tx, row, below=True, notice=notices.TROUBLE)

    def _answer(self, tx: Tx, event: Written | Reaction, number: int, row: StoredChat | None) -> None:
        """Pass on an answer to something about a request with that request, wherever the conversation stands now."""
        place, words = event.place, "" if isinstance(event, Reaction) else cleaned(words_of(event))
        before = loaded(row) if row is not None else None
        danger, refused = urgent(words), _refusal(tx, place.chat_id, number)
        if refused is None and holds_code(words):
            refused = notices.NOT_PASSED_ON
        if refused is None and kind_of(event) == "poll":
            refused = NOT_VOTED_ON
        if refused is not None:
            say(tx, place.chat_id, refused, before.language if before is not None else "en")
        else:
            relay(tx, letter_of(event), number)
        if before is None:
            return
        beside = TOLD if danger and not before.beside.startswith("care:") else before.beside
        tx.chats.save(stored(replace(before, beside=beside, lowest=max(before.lowest, place.message_id)), row))
        if danger:
            show(tx, place.chat_id)

    def _carry_out(
        self,
        tx: Tx,
        row: StoredChat | None,
        before: Conversation | None,
        decision: Decision,
        chat_id: int,
        language: str,
    ) -> None:
        """Carry out the effects of a decision in their order, then keep the conversation and show it."""
        done = _Done(tx, chat_id, language, decision.conversation)
        for effect in decision.effects:
            self._do(effect, done)
        if done.by_hand:
            say(tx, chat_id, notices.BY_HAND.filled(n=done.by_hand), language)
        after = done.after
        if after is None:
            return
        if after.remind_at != (before.remind_at if before is not None else 0.0):
            keep_promise(tx, after)
        tx.chats.save(stored(count(tx, after), row))
        if done.shows or (before is not None and after.beside != before.beside):
            show(tx, chat_id)

    def _do(self, effect: Effect, done: _Done) -> None:
        tx, after = done.tx, done.after
        match effect:
            case Say(text):
                say(tx, done.chat_id, text, done.language)
            case EraseAll():
                done.by_hand = erase(tx, done.chat_id)
            case WithdrawRequest(number):
                done.by_hand = withdraw(tx, number)
            case SendRequest() if after is not None:
                done.after = self._send(tx, after)
            case CorrectRequest() if after is not None:
                if not correct(tx, after):
                    # Erased in the meantime: then it is a new request, agreed to now.
                    done.after = self._send(tx, replace(after, started_at=tx.now))
            case PassOn(letter) if after is not None and is_thanks(letter) and _is_unanswered(tx, after.lead):
                say(tx, done.chat_id, notices.THANKS, done.language)
                done.shows = False
            case PassOn(letter) if after is not None:
                refusal = _refusal(tx, done.chat_id, after.lead)
                # What was said of an earlier message is no longer so.
                done.after = replace(after, notice=refusal)
                if refusal is None:
                    relay(tx, letter, after.lead)
                    done.shows = False
            case AskSupervisor(question) if after is not None:
                refusal = _refusal(tx, done.chat_id, after.lead)
                done.after = replace(after, notice=refusal) if refusal is not None else after
                if refusal is None:
                    ask(tx, after.lead, question, self.speak[after.language](question))
            case PostBrief(brief):
                ref = brief.language + "+" * brief.answers
                seldom(tx, done.chat_id, "brief", ref, brief, every=SAME_SECONDS)
            case ExportData() if after is not None:
                done.shows = seldom(tx, done.chat_id, "export", every=FILE_SECONDS)
                done.after = replace(after, notice=notices.FILE_AGAIN) if done.shows else after

    def _send(self, tx: Tx, conversation: Conversation) -> Conversation:
        """Record the lead, once for one agreement, and queue its card for the supervisor."""
        lead = replace(draft(conversation), agreed_at=datetime.fromtimestamp(tx.now, UTC))
        speak = self.speak[conversation.language]
        agreed = (*self.notice.sentences(speak.date(VERSION_DAY)), AGREEING)
        trial = is_trial(tx, conversation.chat_id)
        hushed = lead.format == "crisis" and not trial and counted(tx, conversation.chat_id, ALARMS) > ALARMS.most
        number = tx.leads.add(
            StoredLead(
                chat_id=conversation.chat_id,
                format=lead.format,
                language=conversation.language,
                created_at=tx.now,
                month=datetime.fromtimestamp(tx.now, self.zone).strftime("%Y-%m"),
                notice_version=VERSION,
                agreed_at=tx.now,
                confirmation=f"{conversation.chat_id}:{conversation.started_at}",
                personal={
                    **personal_of(lead),
                    "agreed_to": "\n\n".join(map(speak, agreed)),
                    **({HUSHED: True} if hushed else {}),
                },
                trial=trial,
            )
        )
        if not trial:
            counted(tx, conversation.chat_id, REQUESTS)
            tx.counters.add("sent")
            tx.counters.add(f"format.{lead.format}")
            if source := counted_source(lead.source, tx.settings.get(SOURCES, [])):
                tx.counters.add(f"sent.source.{source}")
            if "suggested" not in conversation.counted:
                tx.counters.add("sent.direct")
        queue_card(tx, number)
        return replace(conversation, lead=number, notice=notices.HUSHED if hushed else conversation.notice)


def show_with(tx: Tx, row: StoredChat, *, below: bool = False, **changes: Any) -> None:
    """Show a person their screen with these changes of the conversation; `below`: posted again, where it is seen."""
    before = loaded(row)
    lowest = max(before.lowest, before.screen) if below else before.lowest
    tx.chats.save(stored(replace(before, lowest=lowest, **changes), row))
    show(tx, row.chat_id)


def _sending(tx: Tx, chat_id: int) -> Sending:
    """Return how a person stands with sending requests."""
    waiting = tx.leads.count_of_chat(chat_id, UNANSWERED)
    return Sending(waiting, used_up(tx, chat_id, REQUESTS), is_blocked(tx, chat_id))


def _read(tx: Tx, row: StoredChat) -> Conversation:
    """Return the conversation of a row; of one that damage keeps shut, what the request last sent still tells."""
    conversation = loaded(row)
    requests = tx.leads.of_chat(row.chat_id) if row.unreadable and row.state == State.SENT else []
    if not requests:
        return conversation
    answers = lead_of(requests[-1]).answers
    return replace(conversation, state=State.SENT, lead=requests[-1].number, answers=answers, notice=None)


def told(decision: Decision, notice: Text) -> Decision:
    """Return a decision whose screen says this first."""
    after = decision.conversation
    return decision if after is None else replace(decision, conversation=replace(after, notice=notice))


def _is_unanswered(tx: Tx, number: int) -> bool:
    row = tx.leads.load(number)
    return row is not None and row.status in UNANSWERED and not lead_of(row).handling.reached


def _refusal(tx: Tx, chat_id: int, number: int) -> Text | None:
    """Return why a message is not passed on, to its writer; None when it is."""
    if is_blocked(tx, chat_id):
        return notices.BLOCKED
    if _is_closed(tx, number):
        return notices.CLOSED.filled(number=shown(number))
    if _is_full(tx, number) or counted(tx, chat_id, LETTERS) > LETTERS.most:
        return TOO_MANY
    return None


def relay(tx: Tx, letter: Letter, number: int) -> None:
    """Queue for the supervisor what a prospect has written, below the card of the request."""
    lead = tx.leads.load(number)
    if supervisor_chat(tx):
        to_supervisor(tx, number, letter)
    elif lead is not None:  # nobody is there yet: it goes out with the card
        waiting = [*lead.personal.get(WAITING, ()), letter.message_id]
        tx.leads.save(replace(lead, personal={**lead.personal, WAITING: waiting}))


def ask(tx: Tx, number: int, question: Text, words: str) -> None:
    """Put a question that was tapped, in the prospect's `words`, onto the card, and tell the supervisor of it."""
    row = tx.leads.load(number)
    if row is None:
        return
    asked = [*row.personal.get("asked", ()), words]
    tx.leads.save(replace(row, personal={**row.personal, "asked": asked}))
    queue_card(tx, number)
    tell_supervisor(tx, row, ASKS.filled(question=question), letter=True)


def _named_now(tx: Tx, before: Conversation, sender: Sender) -> Conversation:
    """Bring a changed username into the conversation and onto the cards of open requests."""
    username = sender.username if sender.username == before.person.username else cleaned_username(sender.username)
    if username == before.person.username:
        return before
    for lead in tx.leads.of_chat(before.chat_id):
        if lead.status in OPEN and not lead.unreadable:
            tx.leads.save(replace(lead, personal={**lead.personal, "username": username}))
            queue_card(tx, lead.number)
    return replace(before, person=replace(before.person, username=username))


def _answered(tx: Tx, event: Written | Reaction, before: Conversation | None) -> int:
    """Return the number of the request that a reply or reaction belongs to, 0 where the conversation decides.

    What is asked about before it is passed on is asked by the conversation that is about that request.
    """
    place = event.place
    number = tx.letters.request_of(place.chat_id, place.reply_to) if place.reply_to else 0
    lead = tx.leads.load(number) if number else None
    if lead is None or lead.chat_id != place.chat_id or (isinstance(event, Typed | Other) and event.edited):
        return 0
    about = before is not None and before.state is State.SENT and before.lead == number
    asks = not isinstance(event, Reaction) and holds_code(cleaned(words_of(event)))
    return 0 if about and asks else number


def edit_follows(tx: Tx, event: Typed | Other, place: Place) -> bool:
    """Decide the edit of a message that goes to the supervisor, or went to the present desk; False for any other.

    What is held back in a new message is held back here too, and what brings up the help there does so here. One that
    is still on its way is copied as it is then, so only a look at the words is needed.
    """
    copy = tx.letters.copy_of(place.chat_id, place.message_id)
    number = tx.letters.lead_of(*copy) if copy else _on_its_way(tx, place)
    if (
        not number
        or is_blocked(tx, place.chat_id)
        or (copy and (copy[0] != supervisor_chat(tx) or _is_closed(tx, number) or _is_full(tx, number)))
    ):
        return False
    words = words_of(event)
    row = tx.chats.load(place.chat_id)
    danger, code = urgent(cleaned(words)), holds_code(cleaned(words))
    before = loaded(row) if row is not None else None
    if row is not None and danger:
        bring_up_help(tx, row)
    if code and copy is None:
        _take_back(tx, place, number)
    if code and copy is None and before is not None and not danger and before.lead == number:
        asked = before.at(tx.now, beside="identity:", held=str(place.message_id))
        show_with(tx, stored(asked, row), below=True)
    elif code:
        say(tx, place.chat_id, notices.NOT_PASSED_ON, before.language if before is not None else "en")
    elif copy and counted(tx, place.chat_id, LETTERS) > LETTERS.most:
        say(tx, place.chat_id, TOO_MANY, before.language if before is not None else "en")
    elif copy or not _as_written_now(tx, event, place, number):
        tx.outbox.queue(supervisor_chat(tx), "edited", ref=str(number), payload=letter_of(event))
    return True


def _as_written_now(tx: Tx, event: Typed | Other, place: Place, number: int) -> bool:
    """Let a message that waits be passed on as it is now; False when it is just being sent."""
    now, rows = letter_of(event), _letter_rows(tx, place, number)
    return all(
        tx.outbox.rewrite(row_id, replace(now, others=was.others, announced=was.announced, copied=was.copied))
        for row_id, was in rows.items()
    )


def bring_up_help(tx: Tx, row: StoredChat) -> None:
    """Queue for a person the screen with the numbers to call, below everything: far above it would not be noticed."""
    beside = loaded(row).beside
    show_with(tx, row, below=True, beside=beside if beside.startswith("care:") else TOLD)


def _on_its_way(tx: Tx, place: Place) -> int:
    """Return the number of the request with which a message waits to be passed on, 0 when it does not."""
    for lead in tx.leads.of_chat(place.chat_id):
        if place.message_id in lead.personal.get(WAITING, ()) or _letter_rows(tx, place, lead.number):
            return lead.number
    return 0


def _take_back(tx: Tx, place: Place, number: int) -> None:
    """Let a message that waits to be passed on wait no longer."""
    for row_id in _letter_rows(tx, place, number):
        tx.outbox.drop(supervisor_chat(tx), row_id)
    lead = tx.leads.load(number)
    if lead is not None and WAITING in lead.personal:
        others = [each for each in lead.personal[WAITING] if each != place.message_id]
        tx.leads.save(replace(lead, personal={**lead.personal, WAITING: others}))


def _letter_rows(tx: Tx, place: Place, number: int) -> dict[int, Letter]:
    waiting = tx.outbox.carried(supervisor_chat(tx), FROM_PROSPECT, str(number), Letter)
    return {row_id: letter for row_id, letter in waiting.items() if letter.message_id == place.message_id}


def _is_full(tx: Tx, number: int) -> bool:
    """Tell whether so much of one writer waits for the supervisor that more would only hold up the others."""
    lead = tx.leads.load(number) if not supervisor_chat(tx) else None
    waiting = len(lead.personal.get(WAITING, ())) if lead is not None else 0
    return waiting + tx.outbox.count(supervisor_chat(tx), named("from_writer"), str(number)) >= MOST_LETTERS


def _is_closed(tx: Tx, number: int) -> bool:
    """Tell whether nothing more is passed on with a request; until its writer knows that it is closed, all is."""
    lead = tx.leads.load(number)
    return lead is None or (lead.status not in OPEN and not is_untold(tx, lead))


def erase(tx: Tx, chat_id: int) -> int:
    """Erase a person from every table; what the supervisor was shown is emptied.

    Returns how many messages Telegram will not let the bot remove, so that the supervisor is asked to.
    """
    trial, by_hand = is_trial(tx, chat_id), 0
    if not trial:  # otherwise the cards of others are on their way to this chat
        tx.outbox.erase(chat_id)
    for lead in tx.leads.of_chat(chat_id):
        if lead.trial or not trial:
            by_hand += erase_lead(tx, lead)
            # A new card is emptied in its place; of what was taken up, or what rang, the supervisor is told.
            begun = lead.status in OPEN and (lead.status != Status.NEW or lead.format == "crisis")
            if begun and not lead.trial:
                tell_supervisor(tx, lead, ERASED)
    if not trial:
        tx.poison.erase(chat_id)
        tx.erasures.note(chat_id=chat_id)
    tx.chats.erase(chat_id)
    tx.settings.put(ERASED_AT, tx.now)
    return by_hand


def withdraw(tx: Tx, number: int) -> int:
    """Erase a lead because its writer withdraws it, and tell the supervisor so; returns as `erase`."""
    lead = tx.leads.load(number)
    if lead is None:
        return 0
    by_hand = erase_lead(tx, lead)
    tell_supervisor(tx, lead, WITHDRAWN)
    if not lead.trial:
        tx.counters.add("withdrawn")
    return by_hand
