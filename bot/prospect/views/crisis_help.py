"""Duty of care: what is shown when a situation is urgent; `bot.nlu.crisis` knows the words that bring it up.

The bot is no crisis service: it shows the numbers, diagnoses nobody, refuses nobody, and leaves the choice with the
person. Numbers checked on the day in `CHECKED`; check them once a year.
"""

from __future__ import annotations

from datetime import date

from flows.dataclass import dataclass
from flows.text import N_, Text

URGENT = ("urgent", "care:")
"""How what stands beside the flow begins while the help is on show."""

TOLD = "urgent:told"
"""The help for somebody who has told something that may mean danger."""

CHECKED = date(2026, 11, 22)

EMERGENCY = "112"
MEDICAL_HELPLINE = "116 117"
CRISIS_LINES: tuple[tuple[Text, str], ...] = (
    (N_("care.line.fi", "in Finnish, day and night"), "09 2525 0111"),
    (N_("care.line.ar_en", "in Arabic and English"), "09 2525 0113"),
)
"""MIELI Crisis Helpline; its other lines and their hours, which vary, are on mieli.fi."""

THANKS = N_("care.thanks", "Thank you for telling me.")
NOT_ALONE = N_("care.not_alone", "You don't have to carry this alone.")
NOT_READ = N_("care.limits", "I'm an automatic assistant; nobody is reading this right now.")
IMMEDIATE = N_(
    "care.emergency",
    "In danger, call {number}. It is free; an interpreter can be used.",
).filled(number=EMERGENCY)
MEDICAL = N_(
    "care.medical",
    "Urgent, not life-threatening, health centre closed: Medical Helpline {number}.",
).filled(number=MEDICAL_HELPLINE)
TALK = N_("care.talk", "To talk to someone: MIELI Crisis Helpline")
TALK_MORE = N_("care.talk.more", "Hours, other languages: mieli.fi. From abroad: +358 9 2525 0113.")
AT_WORK = N_(
    "care.work",
    "If it happened at work, ask for support from your manager, occupational health or your wellbeing services "
    "county's social and crisis emergency service.",
)


@dataclass(frozen=True, slots=True)
class Line:
    """One telephone line as it is shown."""

    language: Text
    number: str


def lines(reader: str) -> tuple[Line, ...]:
    """Return the crisis lines for a reader of this language, the own one first, then the one that is always open."""
    found = tuple(Line(language, number) for language, number in CRISIS_LINES)
    own = tuple(each for each in found if reader in each.language.context.removeprefix("care.line.").split("_"))
    return tuple(dict.fromkeys((*own, found[0])))
