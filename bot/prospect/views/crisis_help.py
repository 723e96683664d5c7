"""Duty of care: what is shown when a situation is urgent, and the words that bring it up.

The bot is no crisis service: it shows the numbers, diagnoses nobody, refuses nobody, and leaves the choice with the
person. Word lists miss and over-trigger, so a hit only shows help. Numbers checked on the day in `CHECKED`; check them
once a year.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from flows.text import N_, Text

CHECKED = date(2026, 11, 22)

EMERGENCY = "112"
MEDICAL_HELPLINE = "116 117"
CRISIS_LINES: tuple[tuple[Text, str], ...] = (
    (N_("care.line.fi", "in Finnish, day and night"), "09 2525 0111"),
    (N_("care.line.ar_en", "in Arabic and English"), "09 2525 0113"),
)
"""MIELI Crisis Helpline; its other lines and their hours, which vary, are on mieli.fi."""

THANKS = N_("care.thanks", "Thank you for telling me. You don't have to carry this alone.")
NOT_READ = N_(
    "care.limits",
    "I'm an automatic assistant; nobody is reading this right now.",
)
IMMEDIATE = N_(
    "care.emergency",
    "In danger, call {number}. It is free; an interpreter can be used.",
).filled(number=EMERGENCY)
MEDICAL = N_(
    "care.medical",
    "Urgent, but no danger to life, and the health centre closed: Medical Helpline {number}.",
).filled(number=MEDICAL_HELPLINE)
TALK = N_("care.talk", "To talk to someone: MIELI Crisis Helpline")
TALK_MORE = N_(
    "care.talk.more",
    "Hours, other languages: mieli.fi. From abroad: +358 9 2525 0113.",
)
AT_WORK = N_(
    "care.work",
    "If it happened at work, tell your manager and ask occupational health for support, or your wellbeing "
    "services county's social and crisis emergency service.",
)

TRIGGERS = re.compile(
    r"""
      itsemurh | itsetuho | \btap+a\w*\s+its
    | \ben\s+jaksa\s+(en[äa]{2}\s+)?el[äa]{2} | \ben\s+halua\s+(en[äa]{2}\s+)?(el[äa]{2}|olla\s+olemassa)
    | \b(haluan|haluun|haluisin|haluaisin|tahdon|tahtoisin|tekisi?\s+mieli|teki\s+mieli)\s+(vain\s+|vaan\s+)?kuolla
    | \b(olisinpa|oisinpa|kunpa\s+(olisin|oisin))\s+kuol
    | \bolisi?n?\s+parempi\s+(olla\s+)?kuol | \bparempi\s+kuolleena
    | \b(uhka|uhkai|uhkas)\w*\b.{0,30}\b(puuko|veitse|ase|tappa)\w* | \bpuukot | \bpahoinpi | \braiska
    | \b(l[öo]i|l[öo]iv[äa]t|hakka[as]\w*|potki|potkas\w*)\s+(mua|mut|minua|minut|meit[äa]|meid[äa]t)\b
    | \b(mua|minua|meit[äa])\s+(l[öo]i|l[öo]iv[äa]t|ly[öo]tiin|hakattiin|potkittiin)\b
    | \b(pomo|esihenkil|esimie|johtaja|kollega|ty[öo]kaveri|asiakas|potilas|oppilas|mies|vaimo)\w*
      \s+(l[öo]i|hakkas|hakkasi)(?=\s*(?:$|[.,!?;]))
    | v[äa]kivalta\w*\s+(juuri\s+)?nyt
    | \bsuicid | \bkill(s|ed|ing)?\s+(my|him|her|them|your)sel | \bself[\s-]?harm | \bend(ing)?\s+(my\s+life|it\s+all)
    | \b(want|wanna|wish)\s+(to\s+)?(die|be\s+dead)\b | \bfe(el|lt|eling)\s+like\s+dying
    | \bwish\s+i\s+(was|were)\s+dead | \bbetter\s+off\s+dead
    | \b(do\s+not|don'?t|dont)\s+want\s+to\s+(live|be\s+here\s+any) | \b(can'?t|cannot)\s+go\s+on\b
    | \bthreat\w*\b.{0,30}\b(knife|gun|kill)\w*
    | \b(?<!it\s)(?<!this\s)(?<!that\s)(?<!stress\s)(hits?|beats?|kicked|punched|attacked|assaulted|raped)\s+(me|us)\b
    | \bsj[äa]lvmord | \bvill\s+inte\s+leva | \bta\s+mitt\s+liv | \bvill\s+d[öo]\b
    """,
    re.IGNORECASE | re.VERBOSE,
)
"""Of the person or of somebody else: professionals write about their clients, and help is shown, nothing more."""

ASKING = re.compile(
    r"\W*+(apua|hätä|hätätilanne|akuutti|akuutti\s+tilanne|tilanne\s+on\s+akuutti|nyt\s+heti\s+apua"
    r"|help|emergency|urgent|it\s+is\s+urgent|it'?s\s+urgent|akut|hjälp)\W*+((apua|help)\W*+)?",
    re.IGNORECASE,
)
"""The whole message asks for help and says nothing else."""


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


def urgent(words: str) -> bool:
    """Tell whether words should bring up the help; never a verdict about the person."""
    return TRIGGERS.search(words) is not None or ASKING.fullmatch(words) is not None
