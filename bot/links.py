"""Links to the bot that carry where somebody comes from and in which language to begin.

Source of the form: https://core.telegram.org/bots/features#deep-linking (1-64 characters of A-Z a-z 0-9 _ -)
"""

from __future__ import annotations

import re

START_LINK = re.compile(r"(?:(?P<language>[a-z]{2})_)?(?P<source>[A-Za-z0-9-]{0,60})")
"""What follows ``t.me/<bot>?start=``: where the person came from, after a language if one is given."""

SOURCE = re.compile(r"[A-Za-z0-9-]{1,60}")


def bot_link(username: str, source: str = "", language: str = "") -> str:
    """Return the link to the bot; ValueError when the source holds other characters than letters, digits and "-"."""
    if source and not SOURCE.fullmatch(source):
        raise ValueError(f"a source is at most 60 letters, digits and hyphens, not {source!r}")
    payload = f"{language}_{source}" if language else source
    return f"https://t.me/{username}?start={payload}" if payload else f"https://t.me/{username}"
