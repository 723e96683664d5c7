"""The privacy notice: what the General Data Protection Regulation (articles 13 and 22) asks to be said, in plain words.

Its version is stored with every agreement: change `VERSION` whenever the meaning of a sentence changes.
"""

from __future__ import annotations

from datetime import UTC, datetime

from flows.dataclass import dataclass
from flows.text import N_, Text

VERSION = "2026-11-29"
VERSION_DAY = datetime.fromisoformat(VERSION).replace(hour=12, tzinfo=UTC)

IN_SHORT = N_(
    "privacy.short",
    "I save your answers as you go; the supervisor sees them only if you agree to send. More: /privacy",
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
            "What you answer or write, municipality, organisation, first name, username and chat number in Telegram, "
            "contact details, language, your link, times to meet, what you agreed to and when. No health details or "
            "names of others, please.",
        ),
    ),
    (
        N_("privacy.why.title", "Why"),
        N_(
            "privacy.why",
            "To suggest a type of supervision and answer your request. Legal basis: steps you ask for before a "
            "contract (GDPR Article 6(1)(b)) or, if you ask for your employer, the legitimate interest of "
            "replying (6(1)(f)). Reminders: your consent (6(1)(a)).",
        ),
    ),
    (
        N_("privacy.who.title", "Who sees it"),
        N_(
            "privacy.who",
            "The supervisor and colleagues who handle requests, once you agree to send yours; a technical "
            "maintainer on the supervisor's behalf. It is stored encrypted. Telegram carries the messages under its "
            "own terms, may store them outside the EEA (standard contractual clauses), and does not encrypt this "
            "chat end to end.",
        ),
    ),
    (
        N_("privacy.long.title", "How long"),
        N_(
            "privacy.long",
            "Unsent answers {draft_days} days, sent requests at most {lead_months} months, backups 30 days. After "
            "/delete I keep without your name: for a day how much you wrote, for 90 days the deletion itself, and "
            "any block.",
        ),
    ),
    (
        N_("privacy.rights.title", "Your rights"),
        N_(
            "privacy.rights",
            "/mydata gives you a copy, /delete removes it here (the chat stays in Telegram). You can also correct "
            "it, limit or object to its use, withdraw your consent, and complain to the Data Protection Ombudsman "
            "(tietosuoja.fi).",
        ),
    ),
    (
        N_("privacy.free.title", "Do I have to?"),
        N_(
            "privacy.free",
            "No, but without a way to reach you the supervisor cannot reply. The suggestion is rule-based advice; no "
            "automated decision is made about you.",
        ),
    ),
)

DATED = N_("privacy.version", "Version: {version}")


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
