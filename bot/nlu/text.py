"""What people type and how they call themselves, without what cannot be seen: controls, directions, zero width."""

from __future__ import annotations

import re
import unicodedata

INVISIBLE = {"Cc", "Cf", "Co", "Cn", "Cs"}
"""Unicode categories that are dropped; Cs are halves of characters, which no message can carry."""

LINE_ENDS = re.compile(r"\r\n?|[\x85\u2028\u2029]")
USERNAME = re.compile(r"[A-Za-z0-9_]{1,64}")
LONGEST_NAME = 64
"""Characters of a first name, as the apps of Telegram allow."""


def cleaned(text: str) -> str:
    """Return words without control, direction and zero-width characters; line breaks stay."""
    visible = unicodedata.normalize("NFC", LINE_ENDS.sub("\n", text))
    kept = (c for c in visible if c == "\n" or unicodedata.category(c) not in INVISIBLE)
    return "".join(kept).strip()


def one_line(text: str) -> str:
    """Return cleaned words on one line, with single spaces."""
    return " ".join(cleaned(text.replace("\t", " ")).split())


def cleaned_name(name: str) -> str:
    """Return a first name as it may stand on a card: one line, of the length Telegram allows."""
    return one_line(name)[:LONGEST_NAME].strip()


def cleaned_username(username: str) -> str:
    """Return a username of Telegram's form, "" for anything else."""
    return username if USERNAME.fullmatch(username) else ""
