"""What people type and how they call themselves: as they wrote it, without what deceives or cannot be carried.

Joiners, new emoji and private signs stay. What goes: controls, what turns the direction of writing, and signs without a
width where they only hide inside words; whatever shows nothing at all counts as nothing.
"""

from __future__ import annotations

import re
import unicodedata

DIRECTIONS = "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
"""Bidirectional controls (Unicode Bidi_Control): with them a text reads otherwise than it is stored."""

BLANKS = re.compile("[\u115f\u1160\u17b4\u17b5\u2065\u2800\u3164\uffa0\ufff0-\ufff8\U0001d159\U000e0000-\U000e0fff]")
"""Signs that show nothing though their category is that of letters or symbols, or none yet."""

PLAIN = re.compile("[\n -~\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u00ff]*")
"""Words of Latin letters, numbers and usual signs: nothing in them deceives, and all but spaces show."""

LINE_ENDS = re.compile(r"\r\n?|[\x85\u2028\u2029]")
USERNAME = re.compile(r"[A-Za-z0-9_]{1,64}")
LONGEST_NAME = 64
"""Characters of a first name, as the apps of Telegram allow."""

MOST_MARKS = 30
"""Combining marks on one letter: more than any language has (Unicode's Stream-Safe Text Format, UAX #15)."""


def cleaned(text: str) -> str:
    """Return words as they were written without what deceives, "" for what shows nothing; line breaks stay."""
    if PLAIN.fullmatch(text):
        return text.strip()
    kept: list[str] = []
    marks = 0
    for sign in unicodedata.normalize("NFC", LINE_ENDS.sub("\n", text)):
        category = unicodedata.category(sign)
        marks = marks + 1 if category[0] == "M" else 0
        if sign in "\n\t" or not (_deceives(sign, category, "".join(kept[-1:])) or marks > MOST_MARKS):
            kept.append(sign)
    words = "".join(kept)
    return words.strip() if any(map(_shows, words)) else ""


def _deceives(sign: str, category: str, before: str) -> bool:
    """Tell whether a sign is to go: no text can carry it, or it hides; joiners shape what is no Latin word."""
    if category in ("Cc", "Cs") or sign in DIRECTIONS:
        return True
    if category == "Cn":  # never to be assigned; the others are only newer than the library
        return ord(sign) & 0xFFFE == 0xFFFE or "\ufdd0" <= sign <= "\ufdef"
    return category == "Cf" and (before < "\u0250" or unicodedata.category(before)[0] in "PZN")


def _shows(sign: str) -> bool:
    category = unicodedata.category(sign)
    return (category[0] in "LNPS" or category in ("Co", "Cn")) and not BLANKS.match(sign)


def one_line(text: str) -> str:
    """Return cleaned words on one line, with single spaces."""
    return " ".join(cleaned(text).split())


def cleaned_name(name: str) -> str:
    """Return a first name as it may stand on a card: one line, of the length Telegram allows."""
    return one_line(name)[:LONGEST_NAME].strip()


def cleaned_username(username: str) -> str:
    """Return a username of Telegram's form, "" for anything else."""
    return username if USERNAME.fullmatch(username) else ""
