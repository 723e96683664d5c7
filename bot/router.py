"""Which side an update belongs to: the prospect's, the supervisor's, or the supervisor playing a prospect."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from bot.desk import trial
from bot.desk.asked import asked_by
from bot.desk.dispatch import DeskRoom
from bot.desk.handlers.commands import BY_NAME
from bot.desk.pairing import MOVED_BACK, is_pairing
from bot.events import (
    Command,
    Event,
    Membership,
    Migrated,
    Other,
    Place,
    SharedContact,
    SharedLocation,
    Tap,
    TapAnswer,
    Typed,
)
from bot.outbox.kinds import named
from bot.prospect.handlers.commands import NAMES as PROSPECT_COMMANDS
from bot.prospect.service import ProspectRoom
from bot.prospect.state import State
from bot.prospect.views import notices
from bot.requests import by_hand
from bot.requests.notify import say
from bot.requests.supervisor_chat import (
    desk_chats,
    desk_language,
    set_supervisor_chat,
    supervisor_chat,
    was_supervisors,
)
from bot.storage import ShownMessage, Tx
from bot.telegram.updates import chat_id_of, parse
from bot.ui.callbacks import Desk as Tapped
from bot.ui.callbacks import decode
from bot.ui.i18n import guess_language

log = logging.getLogger(__name__)

ONLY_HERE = frozenset(BY_NAME) - frozenset(PROSPECT_COMMANDS)
"""Commands that mean something to the supervisor alone."""


MOVED = "supervisor_chat_moved"
"""The setting that keeps which group became which supergroup."""


@dataclass(slots=True)
class Router:
    """Which room an update belongs to; runs inside the transaction of the update.

    `username` is the bot's own, "" until Telegram was reached.
    """

    prospect: ProspectRoom
    desk: DeskRoom
    username: str = ""

    def decide(self, tx: Tx, raw: Mapping[str, Any]) -> list[TapAnswer]:
        """Decide one raw update: the first room that it belongs to takes it."""
        event = parse(raw, self.username)
        if event is None:
            return []
        if isinstance(event, Migrated):
            moved(tx, event.old_chat_id, event.new_chat_id)
            return []
        place = event.place
        told = {"update": raw.get("update_id"), "chat": place.chat_id, "kind": type(event).__name__}
        log.debug("an update is decided", extra=told)
        if isinstance(event, Command) and is_pairing(event) and self._desk(tx).on_pairing(tx, event, place):
            return []
        if isinstance(event, Tap) and event.data == MOVED_BACK:
            return self._desk(tx).on_moved_back(tx, event, place)
        desk, former = desk_chats(tx)
        if place.chat_id == desk:
            return self._at_the_desk(tx, event, place)
        if desk and place.chat_id < 0 and tx.settings.get(MOVED, {}).get(str(place.chat_id)) == desk:
            return self._desk(tx).on_event_before_moving(tx, event, place)
        pointed_at = place.message_id if isinstance(event, Tap) else place.reply_to
        if place.chat_id in former and was_supervisors(tx, place.chat_id, pointed_at):
            return self._desk(tx).on_event_of_former_desk(tx, event, place)
        if place.chat_type == "private":
            if isinstance(event, Command) and event.name in ONLY_HERE and place.chat_id in former:
                # As a prospect's it would begin a real request, and its sender still takes this for the desk.
                return self._desk(tx).on_event_of_former_desk(tx, event, place)
            return self.prospect.on_event(tx, event, place)
        return self._in_a_group(tx, event, place)

    def unanswered(self, tx: Tx, answer: TapAnswer) -> None:
        """Say on the screen, or in the desk's chat, what the small box after a tap did not."""
        if answer.said is None:
            return
        if answer.chat_id == supervisor_chat(tx) or not self.prospect.say_on_screen(tx, answer.chat_id, answer.said):
            say(tx, answer.chat_id, answer.said, desk_language(tx, self.desk.language))

    def apologise(self, tx: Tx, raw: Mapping[str, Any]) -> None:
        """Tell the person who sent an update that could not be decided, and quietly the supervisor."""
        chat_id = chat_id_of(raw)
        if chat_id > 0 and chat_id != supervisor_chat(tx):
            self.prospect.apologise(tx, chat_id)
        self.desk.notice_fault(tx)

    def _desk(self, tx: Tx) -> DeskRoom:
        """Return the desk's room in the language that was chosen there."""
        return replace(self.desk, language=desk_language(tx, self.desk.language))

    def _at_the_desk(self, tx: Tx, event: Event, place: Place) -> list[TapAnswer]:
        """Decide an event of the supervisor's chat, where the supervisor may just be playing a prospect."""
        if _is_played(tx, event, place):
            answers = self.prospect.on_event(tx, event, place)
            chat = tx.chats.load(place.chat_id)
            if chat is not None and chat.state == State.SENT:
                trial.sent(tx, place.chat_id, desk_language(tx, self.desk.language))
            return answers
        before = isinstance(event, Command) and trial.under_way(tx, place.chat_id)
        answers = self._desk(tx).on_event(tx, event, place)
        if isinstance(event, Command) and not before and trial.under_way(tx, place.chat_id):
            self.prospect.on_event(tx, replace(event, name="start", arguments=""), place)
        return answers

    def _in_a_group(self, tx: Tx, event: Event, place: Place) -> list[TapAnswer]:
        """Strangers' groups: only the person who starts the bot there is told where to talk; silence otherwise."""
        match event:
            case Command(name=name, sender=sender) if PROSPECT_COMMANDS.get(name) in ("start", "help"):
                language = guess_language(sender.language_code, self.prospect.speak)
                say(tx, place.chat_id, notices.PRIVATE_ONLY, language)
            case Membership() | _:
                pass
        return []


def _is_played(tx: Tx, event: Event, place: Place) -> bool:
    """Tell whether an event of the supervisor's chat is the played prospect's.

    The desk stays within reach: its buttons, replies to what is about a request or asks for a field of the profile, and
    commands that no prospect has.
    """
    if not trial.under_way(tx, place.chat_id):
        return False
    match event:
        case Tap(data=data):
            return not isinstance(decode(data), Tapped)
        case Command(name=name):
            return name in PROSPECT_COMMANDS
        case Typed() | Other() | SharedContact() | SharedLocation():
            return not _about_a_request(tx, place)
    return False


def _about_a_request(tx: Tx, place: Place) -> bool:
    if not place.reply_to:
        return False
    at = (place.chat_id, place.reply_to)
    return (
        tx.leads.by_card(*at) is not None
        or asked_by(tx, *at) is not None
        or bool(tx.letters.lead_of(*at) or tx.letters.mentioned(*at))
    )


def moved(tx: Tx, old_chat_id: int, new_chat_id: int) -> None:
    """Follow a group that became a supergroup.

    Its messages stay in the old chat, where nothing can be changed any more; their ids are those of others in the new
    one, so nothing that would change one of them goes there.
    """
    for row in tx.outbox.undelivered("erased"):
        if row.chat_id == old_chat_id:
            by_hand.note(tx, int(row.ref), [ShownMessage(old_chat_id, 0, "", tx.now)])
    for kind in named("names_messages"):
        tx.outbox.cancel(old_chat_id, kind=kind)
    tx.outbox.move(old_chat_id, new_chat_id)
    if supervisor_chat(tx) == old_chat_id:
        set_supervisor_chat(tx, new_chat_id)
        tx.settings.put(MOVED, {str(old_chat_id): new_chat_id})
