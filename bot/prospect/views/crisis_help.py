"""Duty of care: what is shown when a situation is urgent; `bot.nlu.crisis` knows the words that bring it up.

The bot is no crisis service: it shows the numbers, diagnoses nobody, refuses nobody, and leaves the choice with the
person. Numbers checked on the day in `CHECKED`; check them once a year.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from flows.text import N_, Text

CHECKED = date(2026, 11, 22)

EMERGENCY = "112"
MEDICAL_HELPLINE = "116 117"
CRISIS_LINES: tuple[tuple[Text, str], ...] = (
    (N_("care.line.fi", "in Finnish, day and night"), "09 2525 0111"),
    (N_("care.line.sv", "in Swedish"), "09 2525 0112"),
    (N_("care.line.ar_en", "in Arabic and English"), "09 2525 0113"),
    (N_("care.line.uk", "in Ukrainian"), "09 2525 0114"),
    (N_("care.line.ru", "in Russian"), "09 2525 0115"),
)
"""MIELI Crisis Helpline; hours of the other lines vary, so they are not printed: mieli.fi tells them."""

THANKS = N_("care.thanks", "Thank you for telling me.")
NO_EMERGENCIES = N_(
    "care.limits",
    "I'm an automated assistant, so I cannot help in an emergency and nobody is reading this "
    "now. You can get help here:",
)
IMMEDIATE = N_(
    "care.emergency",
    "If a life or somebody's safety is in danger now, call {number}. It is free, day and "
    "night, in Finnish and Swedish. English is not guaranteed, but an interpreter can be "
    "used.",
).filled(number=EMERGENCY)
MEDICAL = N_(
    "care.medical",
    "Urgent but not life-threatening, health centre closed: Medical Helpline {number}.",
).filled(number=MEDICAL_HELPLINE)
TALK = N_("care.talk", "To talk to someone: MIELI Crisis Helpline")
TALK_MORE = N_("care.talk.more", "Hours: mieli.fi. From abroad, replace the first 0 with +358.")
AT_WORK = N_(
    "care.work",
    "At work, you can also turn to your manager or occupational health. The wellbeing "
    "services county's social and crisis emergency service helps too.",
)


@dataclass(frozen=True, slots=True)
class Line:
    """One telephone line as it is shown."""

    language: Text
    number: str


def lines(reader: str) -> tuple[Line, ...]:
    """Return the crisis lines for a reader of this language, the own one first; in Finnish there is one."""
    found = tuple(Line(language, number) for language, number in CRISIS_LINES)
    if reader == "fi":
        return found[:1]
    own = tuple(each for each in found if reader in each.language.context.removeprefix("care.line.").split("_"))
    return (*own, *(each for each in found if each not in own))
