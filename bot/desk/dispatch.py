"""The supervisor's room: what happens in the supervisor's chat. Runs inside the update's transaction, never awaits."""

from __future__ import annotations

import logging
from dataclasses import replace

from bot.desk.asked import OPEN_NOW, OPEN_SECONDS, answered_by, newest
from bot.desk.delivery.letters import EDIT_LOST
from bot.desk.handlers.commands import BY_NAME
from bot.desk.handlers.replies import ask_whom, asks_for_day, come_back, on_reply_to_preview, pass_on
from bot.desk.handlers.taps import on_tap, who
from bot.desk.pairing import PUBLIC_DESK, Pairing, is_news, move_back, pair
from bot.desk.profile import handlers as profile
from bot.desk.quick_replies import texts
from bot.desk.service import Desktop
from bot.events import (
    ANSWER_LIMIT,
    Command,
    Event,
    Membership,
    Other,
    Place,
    Reaction,
    SharedContact,
    SharedLocation,
    Tap,
    TapAnswer,
    Typed,
    Written,
)
from bot.hours import DAY, HOUR
from bot.outbox.kinds import Sentence
from bot.requests.letters import FROM_SUPERVISOR, NOT_VOTED_ON, letter_of, queue_letter
from bot.requests.request import OPEN, Status, read_number
from bot.requests.supervisor_chat import queue_missing_cards, supervisor_chat
from bot.storage import StoredLead, Tx
from flows.dataclass import dataclass
from flows.text import N_, NN_, Text

log = logging.getLogger(__name__)

LOST = "desk_lost_at"
"""The setting that says since when the bot cannot write to the supervisor's chat."""

LONG_REPLY = "long_reply"
"""The setting that says to which request the last long reply went: apps cut what is too long into several messages."""

SPLIT_FROM, SPLIT_SECONDS = 3500, 5.0

WELCOME = N_(
    "desk.welcome",
    "This is where requests arrive. Reply to a card, and I'll pass your words on to the sender.\n\n"
    "Tell clients about yourself: /profile\nWhat you can do here: /help",
)
REPLY_TO_A_CARD = N_(
    "desk.hint",
    "Who is this for? Reply to a card or to one of the sender's messages, and I'll pass it on. Nothing was sent.",
)
BEFORE_MOVING = N_(
    "desk.before_moving",
    "That message is in this group's old chat, which I can no longer reach. Nothing was sent. /lead and the "
    "request's number brings its card here: reply to that.",
)
FORMER_DESK = N_("desk.former", "Requests now arrive in another chat. Nothing is passed on from here any more.")
TOO_LATE_TO_MOVE_BACK = N_(
    "desk.moved.late", "That can no longer be undone here. The person who looks after the bot can move it back."
)
PUBLIC_GROUP = N_(
    "desk.public",
    "Anyone can join a group with a public name, so requests cannot come here. Use a private group or chat.",
)
STAYS_HERE = N_(
    "desk.stays_here",
    "This stays among colleagues. Reply to the card or to one of the sender's messages, and I'll pass it on.",
)
FAULT = N_(
    "desk.fault",
    "Something went wrong and I couldn't process one message. It is kept for a week, encrypted, and I've "
    "told its sender. Please tell the person who looks after the bot.",
)
NO_COMMAND = N_("desk.unknown_command", "I don't know that command. /help shows what you can do here.")
ERASED_LEAD = N_("desk.erased", "That request has been deleted, so there is nobody to reply to.")
HERE_AGAIN = N_("desk.here_again", "I can write here again. No request arrived meanwhile.")
HERE_AGAIN_WITH = NN_(
    "desk.here_again.with",
    "I can write here again. {n} message came in meanwhile. Here it is.",
    "I can write here again. {n} messages came in meanwhile. Here they are.",
)


@dataclass(frozen=True, slots=True)
class DeskRoom(Desktop):
    """Takes what happens in the supervisor's chat."""

    def on_event(self, tx: Tx, event: Event, place: Place) -> list[TapAnswer]:
        """Decide one event of the supervisor's chat."""
        if place.public:
            if is_news(tx, place.chat_id):
                self._say(tx, place, PUBLIC_DESK)
            return [TapAnswer(event.query_id)] if isinstance(event, Tap) else []
        match event:
            case Tap():
                text, alert = on_tap(tx, event, self.desk, self.speak)
                words = self.desk_speak(text)[:ANSWER_LIMIT] if text is not None else ""
                return [TapAnswer(event.query_id, words, alert, place.chat_id, text)]
            case Command(name="start"):
                self._say(tx, place, WELCOME)
            case Command():
                self._command(tx, event, place)
            case Typed() if (command := _in_finnish_letters(event) or _asked_for(tx, event)) is not None:
                self._command(tx, command, place)
            case Typed() | Other() | SharedContact() | SharedLocation():
                self._written(tx, event, place)
            case Reaction():
                self._reacted(tx, event, place)
            case Membership():
                self._membership(tx, event, place)
            case _:
                pass
        return []

    def on_event_before_moving(self, tx: Tx, event: Event, place: Place) -> list[TapAnswer]:
        """Say, in the chat that a group has become, what to do instead of a reply or a tap in the group it was.

        Where the request is known, its card comes as well.
        """
        desk = supervisor_chat(tx)
        if isinstance(event, Tap):
            lead = self._named(tx, replace(place, reply_to=place.message_id))
        elif isinstance(event, Typed | Other) and place.reply_to and not event.edited:
            lead = self._named(tx, place)
        else:
            return []
        if lead is not None and lead.status != Status.ERASED:
            tx.outbox.queue(desk, "card_anew", ref=str(lead.number), coalesce=True)
        if isinstance(event, Tap):
            return self._answered(event, BEFORE_MOVING)
        self._say(tx, replace(place, chat_id=desk, message_id=0), BEFORE_MOVING)
        return []

    def on_event_of_former_desk(self, tx: Tx, event: Event, place: Place) -> list[TapAnswer]:
        """Say, in a chat that was the desk before, that it is no longer: a reply, a tap or a command does nothing."""
        if isinstance(event, Tap):
            return self._answered(event, FORMER_DESK)
        if not (isinstance(event, Typed | Other) and event.edited):
            self._say(tx, place, FORMER_DESK)
        return []

    def on_moved_back(self, tx: Tx, tap: Tap, place: Place) -> list[TapAnswer]:
        """Take back, in the chat that was the desk until just now, that it moved."""
        if not move_back(tx, place.chat_id):
            return self._answered(tap, TOO_LATE_TO_MOVE_BACK)
        self._settle_in(tx, place)
        return [TapAnswer(tap.query_id)]

    def on_pairing(self, tx: Tx, command: Command, place: Place) -> bool:
        """Take a pairing link that was opened; False when it is none of ours, to be answered like any other start."""
        match pair(tx, command, place):
            case Pairing.DONE:
                self._settle_in(tx, place)
            case Pairing.PUBLIC:
                self._say(tx, place, PUBLIC_GROUP)
            case Pairing.NO:
                return False
        return True

    def _settle_in(self, tx: Tx, place: Place) -> None:
        """Say that this chat is the desk now, and bring what waits for it."""
        self._say(tx, place, WELCOME)
        queue_missing_cards(tx)
        self.desk.queue_digest(tx)

    def notice_fault(self, tx: Tx) -> None:
        """Say silently, at most once an hour, that an update could not be handled."""
        if desk := supervisor_chat(tx):
            said = Sentence(FAULT, silent=True)
            _queue_seldom(tx, desk, FAULT.context, said, every=HOUR)

    def _command(self, tx: Tx, command: Command, place: Place) -> None:
        entry = BY_NAME.get(command.name)
        if entry is not None:
            answer = entry.work(self, tx, command)
            if answer is not None:
                self._say(tx, place, answer)
        elif place.chat_type == "private":
            self._say(tx, place, NO_COMMAND)

    def _written(self, tx: Tx, event: Typed | Other | SharedContact | SharedLocation, place: Place) -> None:
        """Pass a reply on to the writer; what replies to nothing of ours is nobody's business in a group."""
        if profile.on_written(tx, event, place, who(event.sender)):
            return
        lead, edited = self._addressed(tx, place), isinstance(event, Typed | Other) and event.edited
        if lead is None and not edited:
            lead = _goes_on(tx, event)
        if lead is None and tx.letters.mentioned(place.chat_id, place.reply_to):
            self._to_a_slip(tx, event, place, edited=edited)
            return
        if lead is None:
            if place.answers_elsewhere and not edited:
                self._say(tx, place, BEFORE_MOVING)
            elif place.chat_type == "private" and not edited:
                self._to_whom(tx, event, place)
            elif not edited and tx.leads.by_topic(place.chat_id, place.thread_id) is not None:
                self._stays_here(tx, place)
            return
        if lead.status == Status.ERASED or not lead.chat_id:
            self._say(tx, place, ERASED_LEAD)
            return
        letter = letter_of(event)
        if edited:
            tx.outbox.queue(lead.chat_id, "edited", str(lead.number), letter)
            return
        if letter.kind == "poll":
            self._say(tx, place, NOT_VOTED_ON)
            return
        if isinstance(event, Typed) and len(event.text) >= SPLIT_FROM:
            at = {"chat_id": place.chat_id, "by": event.sender.user_id, "number": lead.number, "at": tx.now}
            tx.settings.put(LONG_REPLY, at)
        left_behind = pass_on(tx, lead, letter, place, who(event.sender))
        if left_behind is not None:
            self._say(tx, place, left_behind)

    def _reacted(self, tx: Tx, reaction: Reaction, place: Place) -> None:
        """Pass on what was put on a message of a writer's; on anything else it is a note among colleagues."""
        from_writer = tx.letters.counterpart(place.chat_id, place.message_id) is not None
        lead = tx.leads.load(tx.letters.lead_of(place.chat_id, place.message_id)) if from_writer else None
        if lead is not None and lead.status in OPEN:
            by = who(reaction.sender)
            letter = replace(letter_of(reaction), by=by.name, by_id=by.user_id)
            queue_letter(tx, lead.chat_id, FROM_SUPERVISOR, lead.number, letter)

    def _to_a_slip(self, tx: Tx, event: Written, place: Place, *, edited: bool) -> None:
        """Take a reply to what asks for a day or a quick text; to anything else of the bot's own, say that it stays."""
        asked, by = asks_for_day(tx, place), who(event.sender)
        if asked is not None:
            come_back(tx, asked, event, place, by, self.desk)
            return
        decision = on_reply_to_preview(tx, event, place, by, self.speak)
        if decision is not None:
            if decision.said is not None:
                self._say(tx, place, EDIT_LOST if edited and decision.said is texts.STALE_REPLY else decision.said)
            return
        if not edited and place.chat_type == "private":
            self._to_whom(tx, event, place)
        elif not edited:
            self._say(tx, place, REPLY_TO_A_CARD)

    def _stays_here(self, tx: Tx, place: Place) -> None:
        """Say once a day in a request's topic that what replies to nothing is not sent on."""
        _queue_seldom(tx, place.chat_id, f"stays:{place.thread_id}", self._sentence(place, STAYS_HERE), every=DAY)

    def _to_whom(self, tx: Tx, event: Event, place: Place) -> None:
        if not ask_whom(tx, event, place):
            self._say(tx, place, REPLY_TO_A_CARD)

    def _addressed(self, tx: Tx, place: Place) -> StoredLead | None:
        if not place.reply_to:
            return None
        by_card = tx.leads.by_card(place.chat_id, place.reply_to)
        number = tx.letters.request_of(place.chat_id, place.reply_to)
        return by_card or (tx.leads.load(number) if number else None)

    def _named(self, tx: Tx, place: Place) -> StoredLead | None:
        """Return the request that is addressed, or the only one that a message of the bot's own is about."""
        named = tx.letters.mentioned(place.chat_id, place.reply_to)
        return self._addressed(tx, place) or (tx.leads.load(named[0]) if len(named) == 1 else None)

    def _membership(self, tx: Tx, change: Membership, place: Place) -> None:
        """Notice that the bot was removed or blocked; on return say what waited, and send it."""
        if change.status in ("left", "kicked"):
            tx.settings.put(LOST, tx.now)
            log.warning("the supervisor's chat cannot be written to: requests wait until the bot is let in again")
            return
        if tx.settings.get(LOST) is None:
            return
        tx.settings.forget(LOST)
        waiting = tx.outbox.count(place.chat_id)
        tx.outbox.release(place.chat_id)
        self._say(tx, place, HERE_AGAIN_WITH.filled(n=waiting) if waiting else HERE_AGAIN)

    def _answered(self, tap: Tap, text: Text) -> list[TapAnswer]:
        return [TapAnswer(tap.query_id, self.desk_speak(text)[:ANSWER_LIMIT], True)]

    def _say(self, tx: Tx, place: Place, text: Text) -> None:
        tx.outbox.queue(place.chat_id, "say", payload=self._sentence(place, text))

    def _sentence(self, place: Place, text: Text) -> Sentence:
        return Sentence(text, self.language, reply_to=place.message_id, thread=place.thread_id)


def _queue_seldom(tx: Tx, chat_id: int, ref: str, said: Sentence, *, every: float) -> None:
    """Queue a sentence unless it was said within so many seconds."""
    if tx.outbox.free_at(chat_id, "say", ref, every) <= tx.now:
        tx.outbox.queue(chat_id, "say", ref, said, coalesce=True)


def _in_finnish_letters(typed: Typed) -> Command | None:
    """Return the command that was written in full Finnish, "/pyynnöt", which Telegram takes for text; None for text."""
    name, _, arguments = typed.text.partition(" ")
    plain = name.casefold().replace("ö", "o").replace("ä", "a").removeprefix("/")
    if typed.edited or not name.startswith("/") or plain not in BY_NAME:
        return None
    return Command(typed.sender, typed.place, plain, arguments.strip())


def _asked_for(tx: Tx, typed: Typed) -> Command | None:
    """Return the command that asked for what was typed, with it; None for any other text. A number is for no client."""
    number = read_number(typed.text) is not None
    asked = answered_by(tx, typed.place) or (newest(tx, typed.place, OPEN_SECONDS) if number else None)
    if asked is None or not asked.field.startswith("/") or typed.edited:
        return None
    tx.settings.forget(OPEN_NOW)
    return Command(typed.sender, typed.place, asked.field.removeprefix("/"), typed.text.strip())


def _goes_on(tx: Tx, event: Written) -> StoredLead | None:
    """Return the request of a long reply that this text is the rest of: sent with it, by the same person, no reply."""
    before, place = tx.settings.get(LONG_REPLY), event.place
    if before is None or not isinstance(event, Typed) or place.reply_to:
        return None
    same = (before["chat_id"], before["by"]) == (place.chat_id, event.sender.user_id)
    return tx.leads.load(before["number"]) if same and 0 <= tx.now - before["at"] <= SPLIT_SECONDS else None
