"""People who asked for a reply by email or phone are written to in Telegram only after a second thought.

A reply waits, unsent, until one tap says so. Once such a person has answered here, it is a conversation, and nothing is
asked any more.
"""

from __future__ import annotations

from collections.abc import Mapping

from bot.requests.card import copies, phone
from bot.requests.request import Lead
from bot.ui.callbacks import Desk as Tapped
from bot.ui.i18n import Translator
from bot.ui.render import DeskWriter, Live, paragraphs
from bot.ui.screens import Screen
from flows.engine import chosen
from flows.text import N_, NN_, Text

EMAIL = N_("elsewhere.email", "This person asked for a reply by email: {address}")
PHONE = N_("elsewhere.phone", "This person asked for a reply by phone: {number}")
NOT_SENT = NN_(
    "elsewhere.ask",
    "Your message has not been sent yet. If you send it from here, it goes to Telegram.",
    "Your {n} messages have not been sent yet. If you send them from here, they go to Telegram.",
)
QUICK = N_("elsewhere.quick", "Sent from here, this text goes to Telegram.")
STATES: Mapping[str, Text] = {
    "sending": N_("elsewhere.sending", "Being passed on in Telegram."),
    "sent": N_("elsewhere.sent", "Passed on in Telegram."),
    "failed": N_("elsewhere.not_arrived", "Did not arrive."),
    "not_all": N_("elsewhere.not_all_arrived", "Not every message has arrived. See below."),
    "gone": N_("elsewhere.gone", "Nothing was passed on: the message had been deleted."),
}
"""What the question becomes: whether what was kept back has arrived is not known at once."""
HOW_TO_REPLY = N_(
    "desk.reply.elsewhere",
    "If you still write here, I'll ask you before I send it.",
)
SEND = N_("button.elsewhere.send", "Send in Telegram anyway")
LEAVE = N_("button.elsewhere.drop", "Don't send")


def asked_elsewhere(lead: Lead) -> Text | None:
    """Return how a person asked to be answered when that was not here; None when writing here is welcome."""
    return None if lead.handling.here else _way(lead)


def _way(lead: Lead) -> Text | None:
    match "".join(chosen(lead.answers, "way")):
        case "email":
            return EMAIL.filled(address=Live(lead.words("email")))
        case "phone":
            return PHONE.filled(number=phone(lead))
    return None


def question(lead: Lead, speak: Translator) -> Screen | None:
    """Ask whether what is kept back should be sent here; None when nothing is."""
    held, way = lead.handling.held, _way(lead)
    if held is None:
        return None
    writer = DeskWriter(speak)
    html = paragraphs(writer.bold(way) if way else "", writer.say(NOT_SENT.filled(n=len(held.messages))))
    send = writer.button(SEND, Tapped("here_send", lead.number))
    leave = writer.button(LEAVE, Tapped("here_drop", lead.number))
    return Screen(html, (*copies(lead, writer), (send,), (leave,)))
