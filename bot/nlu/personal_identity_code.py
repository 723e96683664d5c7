"""Finnish personal identity codes in typed words: found, and left out. Pure.

A code is the day of birth (ddmmyy), a sign for the century, three digits and a check character; only what has a real
day and the right check character counts, so that telephone numbers and invoices are left alone.
Source: Digital and Population Data Services Agency, https://dvv.fi/en/personal-identity-code; the signs other than
"+", "-" and "A" are those of the decree in force since 2023.
"""

from __future__ import annotations

import re
from datetime import date

LEFT_OUT = "[…]"
"""What stands in the place of a code."""

CENTURIES = {"+": 1800, **dict.fromkeys("-UVWXY", 1900), **dict.fromkeys("ABCDEF", 2000)}
CHECK = "0123456789ABCDEFHJKLMNPRSTUVWXY"
"""The check character: the remainder of the nine digits divided by 31."""

DASHES = str.maketrans(dict.fromkeys("‐‑‒–—−", "-"))
SHAPE = re.compile(
    r"(?<!\w)(?P<day>\d\d)(?P<month>\d\d)(?P<year>\d\d)\s?(?P<sign>[-+‐‑‒–—−A-FU-Y])\s?(?P<number>\d{3})\s?"
    r"(?P<check>[0-9A-FHJ-NPR-Y])(?!\w)",
    re.IGNORECASE | re.ASCII,
)


def holds_code(words: str) -> bool:
    """Tell whether something in the words is a personal identity code."""
    return any(_is_code(found) for found in SHAPE.finditer(words))


def without_codes(words: str) -> str:
    """Return the words with `LEFT_OUT` in the place of every code."""
    return SHAPE.sub(lambda found: LEFT_OUT if _is_code(found) else found[0], words)


def _is_code(found: re.Match[str]) -> bool:
    sign, check = found["sign"].upper().translate(DASHES), found["check"].upper()
    try:
        date(CENTURIES[sign] + int(found["year"]), int(found["month"]), int(found["day"]))
    except ValueError:
        return False
    digits = int(found["day"] + found["month"] + found["year"] + found["number"])
    return CHECK[digits % len(CHECK)] == check
