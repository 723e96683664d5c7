"""The privacy notice: what the General Data Protection Regulation (articles 13 and 22) asks to be said, in plain words.

Its version is stored with every agreement: change `VERSION` whenever the meaning of a sentence changes.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from flows.text import N_, Text

VERSION = "2026-11-22"
DAY = datetime.fromisoformat(VERSION).replace(hour=12, tzinfo=UTC)

IN_SHORT = N_(
    "privacy.short",
    "Your answers are stored from the first tap. Nothing goes to the supervisor until you agree. More: /privacy",
)

TITLE = N_("privacy.title", "Privacy notice")
CONTROLLER = N_("privacy.controller", "Controller: {name}, {contact}")
CONTROLLER_UNNAMED = N_(
    "privacy.controller.unnamed",
    "Controller: the supervisor who runs this bot. The supervisor tells the name and contact details on request.",
)

PARAGRAPHS: tuple[tuple[Text, Text], ...] = (
    (
        N_("privacy.what.title", "What is stored"),
        N_(
            "privacy.what",
            "Your answers, the municipality if you give one, your first name and username in Telegram, the contact "
            "details you give, and the times. Please do not write health details or other people's names.",
        ),
    ),
    (
        N_("privacy.why.title", "Why"),
        N_(
            "privacy.why",
            "To suggest a form of supervision and to answer your contact request: steps you ask for before a possible "
            "contract (GDPR 6(1)(b)) or, if you ask on behalf of your employer, the legitimate interest of answering "
            "your request (6(1)(f)). A reminder is sent only if you ask for one (6(1)(a)).",
        ),
    ),
    (
        N_("privacy.who.title", "Who sees it"),
        N_(
            "privacy.who",
            "The supervisor, once you have agreed and sent. Whoever keeps the bot running may handle the data on the "
            "supervisor's behalf; it is stored encrypted. Telegram carries the messages under its own terms, may store "
            "them outside the EEA, and its chats with bots are not end-to-end encrypted.",
        ),
    ),
    (
        N_("privacy.long.title", "How long"),
        N_(
            "privacy.long",
            "Unfinished answers {draft_days} days, a sent request at most {lead_months} months, backups 30 days. Then "
            "they are erased.",
        ),
    ),
    (
        N_("privacy.rights.title", "Your rights"),
        N_(
            "privacy.rights",
            "You can see your data (/mydata), correct it, erase it (/delete), restrict or object to its use, receive "
            "it in a portable form, and withdraw your consent at any time. Erasing it here does not erase the chat in "
            "Telegram. You may complain to the Office of the Data Protection Ombudsman (tietosuoja.fi).",
        ),
    ),
    (
        N_("privacy.free.title", "Voluntary"),
        N_(
            "privacy.free",
            "Giving data is voluntary. Without a way to answer you, the supervisor cannot be in touch. The suggestion "
            "comes from written rules; it is advice, and no decision is made automatically about you.",
        ),
    ),
)

DATED = N_("privacy.version", "Version of this notice: {version}")


@dataclass(frozen=True, slots=True)
class Notice:
    """What the settings put into the notice: the controller (may be empty), and how long things are kept."""

    controller_name: str = ""
    controller_contact: str = ""
    draft_days: int = 7
    lead_months: int = 12

    @property
    def controller(self) -> Text:
        """Who is answerable for the data."""
        if not self.controller_name:
            return CONTROLLER_UNNAMED
        return CONTROLLER.filled(name=self.controller_name, contact=self.controller_contact)

    def sentences(self, version: str) -> tuple[Text, ...]:
        """Return the whole notice in order, as it is kept with an agreement; `version` as the language writes it."""
        told = (each for paragraph in self.paragraphs() for each in paragraph)
        return (TITLE, self.controller, *told, DATED.filled(version=version))

    def paragraphs(self) -> tuple[tuple[Text, Text], ...]:
        """Return the titles and paragraphs, filled."""
        return tuple(
            (title, text.filled(draft_days=self.draft_days, lead_months=self.lead_months)) for title, text in PARAGRAPHS
        )
