"""The privacy notice: what the General Data Protection Regulation (articles 13 and 22) asks to be said, in plain words.

Its version is stored with every agreement: change `VERSION` whenever the meaning of a sentence changes.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from flows.text import N_, Text

VERSION = "2026-11-29"
DAY = datetime.fromisoformat(VERSION).replace(hour=12, tzinfo=UTC)

IN_SHORT = N_(
    "privacy.short",
    "I save answers as you go. The supervisor sees nothing until you agree to send. More: /privacy",
)

TITLE = N_("privacy.title", "Privacy notice")
CONTROLLER = N_("privacy.controller", "Controller: {name}, {contact}")
CONTROLLER_UNNAMED = N_(
    "privacy.controller.unnamed",
    "Controller: the supervisor this bot works for. Their name and contact details have not been added yet.",
)

PARAGRAPHS: tuple[tuple[Text, Text], ...] = (
    (
        N_("privacy.what.title", "What is stored"),
        N_(
            "privacy.what",
            "What you answer or write, any municipality and organisation, your first name, username "
            "and chat number in Telegram, the contact details you give, the language, the link you "
            "came by, what you agreed to, and when. Please do not write health details or other "
            "people's names.",
        ),
    ),
    (
        N_("privacy.why.title", "Why"),
        N_(
            "privacy.why",
            "Legal basis: steps you ask for before a possible contract (GDPR Article 6(1)(b)) or, if "
            "you ask for your employer, the legitimate interest of replying to your request "
            "(6(1)(f)). Reminders: your consent (6(1)(a)).",
        ),
    ),
    (
        N_("privacy.who.title", "Who sees it"),
        N_(
            "privacy.who",
            "The supervisor and any colleagues who handle requests with the supervisor, once you "
            "agree to send yours. The technical maintainer may handle data on the supervisor's "
            "behalf. Data is stored encrypted. Telegram carries the messages under its own terms, "
            "may store them outside the EEA, and its chats with bots are not end-to-end encrypted.",
        ),
    ),
    (
        N_("privacy.long.title", "How long"),
        N_(
            "privacy.long",
            "Unsent answers are deleted after {draft_days} days, sent requests after {lead_months} "
            "months at the latest, and backups after 30 days. How much you wrote is kept for a day, to stop floods, "
            "and a block by the supervisor until it is lifted; /delete leaves both, without your name.",
        ),
    ),
    (
        N_("privacy.rights.title", "Your rights"),
        N_(
            "privacy.rights",
            "/mydata gives you a copy, and /delete removes it from the bot (the chat in Telegram "
            "stays until you clear it). You can also ask the supervisor to correct it, limit its use "
            "or stop using it, and withdraw your consent at any time. You may complain to the Office "
            "of the Data Protection Ombudsman (tietosuoja.fi).",
        ),
    ),
    (
        N_("privacy.free.title", "Voluntary"),
        N_(
            "privacy.free",
            "Giving data is voluntary, but without a way to reach you the supervisor cannot reply. "
            "The suggestion comes from written rules; it is advice, and no automated decision is "
            "made about you.",
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
