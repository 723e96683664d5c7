"""The supervisor's room: what happens in her chat. Runs inside the transaction of the update, never awaits."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from bot.callbacks import Desk, decode
from bot.desk.address import owe_missing_cards
from bot.desk.pairing import Pairing, pair
from bot.events import Command, Event, Membership, Other, Place, Tap, TapAnswer, Typed
from bot.i18n import Translator
from bot.storage import StoredLead, Tx
from bot.texts import text_to_json
from flows.text import N_, Text

WELCOME = N_(
    "desk.welcome",
    "This is where contact requests arrive. Reply to a card, and I pass your words on to the writer.",
)
REPLY_TO_A_CARD = N_(
    "desk.hint",
    "Who is this for? Reply to a card or to one of the writer's messages, and I pass it on. Nothing was sent.",
)
PAIRED = N_("desk.paired", "This chat is now the supervisor's: contact requests arrive here.")
PUBLIC_GROUP = N_(
    "desk.public",
    "Anybody can join a group with a public name, so contact requests cannot come here. Use a private group or chat.",
)
NO_COMMAND = N_("desk.unknown_command", "I do not know that command.")
NO_LEAD = N_("desk.no_lead", "That request is not here any more.")
ERASED_LEAD = N_("desk.erased", "That request is erased, so there is nobody to answer.")


@dataclass(frozen=True, slots=True)
class DeskRoom:
    """What the supervisor's side needs: the languages and which one is hers."""

    speak: Mapping[str, Translator]
    language: str

    def on_event(self, tx: Tx, event: Event, place: Place) -> list[TapAnswer]:
        """Decide one event of the supervisor's chat."""
        match event:
            case Tap():
                return [TapAnswer(event.query_id, self._tapped(tx, event))]
            case Command(name="start"):
                self._say(tx, place, WELCOME)
            case Command() if place.chat_type == "private":
                self._say(tx, place, NO_COMMAND)
            case Typed(edited=False) | Other(edited=False):
                self._written(tx, place)
            case Membership() | _:
                pass
        return []

    def on_pairing(self, tx: Tx, command: Command, place: Place) -> bool:
        """Take a pairing link that was opened; False when it is none of ours, to be answered like any other start."""
        match pair(tx, command, place):
            case Pairing.DONE:
                self._say(tx, place, PAIRED)
                owe_missing_cards(tx)
                return True
            case Pairing.PUBLIC:
                self._say(tx, place, PUBLIC_GROUP)
                return True
            case Pairing.NO:
                return False

    def _tapped(self, tx: Tx, tap: Tap) -> str:
        data = decode(tap.data)
        lead = tx.leads.load(data.number) if isinstance(data, Desk) else None
        if lead is None or lead.status == "erased":
            return self.speak[self.language](NO_LEAD)
        tx.outbox.owe(tap.place.chat_id, "all_answers", ref=str(lead.number))
        return ""

    def _written(self, tx: Tx, place: Place) -> None:
        """Pass a reply on to the writer; what replies to nothing of ours is nobody's business in a group."""
        lead = self._addressed(tx, place)
        if lead is None:
            if place.chat_type == "private":
                self._say(tx, place, REPLY_TO_A_CARD)
            return
        if lead.status == "erased" or not lead.chat_id:
            self._say(tx, place, ERASED_LEAD)
            return
        payload = {"chat_id": place.chat_id, "message_id": place.message_id}
        tx.outbox.owe(lead.chat_id, "from_supervisor", ref=str(lead.number), payload=payload)

    def _addressed(self, tx: Tx, place: Place) -> StoredLead | None:
        if not place.reply_to:
            return None
        by_card = tx.leads.by_card(place.chat_id, place.reply_to)
        number = tx.letters.lead_of(place.chat_id, place.reply_to)
        return by_card or (tx.leads.load(number) if number else None)

    def _say(self, tx: Tx, place: Place, text: Text) -> None:
        payload = {"text": text_to_json(text), "language": self.language, "reply_to": place.message_id}
        tx.outbox.owe(place.chat_id, "say", payload=payload)
