"""Links to the bot that carry where somebody comes from and in which language to begin, and their QR codes.

Source of the form: https://core.telegram.org/bots/features#deep-linking (1-64 characters of A-Z a-z 0-9 _ -)
"""

from __future__ import annotations

import re
from collections.abc import Collection
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

if TYPE_CHECKING:
    from segno import QRCode

START_LINK = re.compile(r"(?:(?P<language>[a-z]{2})_)?(?P<source>[A-Za-z0-9-]{0,60})")
"""What follows ``t.me/<bot>?start=``: where the person came from, after a language if one is given."""

USERNAME = "bot_username"
"""The setting that keeps the bot's name in Telegram, for whatever prints its links."""

SOURCES = "link_sources"
"""The setting that keeps the sources of the links that were made: others are not counted, anybody can write one."""

SOURCE = re.compile(r"[A-Za-z0-9-]{1,60}")
SOURCE_LONGEST = 40
"""Characters of a source that are told apart where it is counted."""

LANGUAGE = re.compile(r"[a-z]{2}")

PICTURES = (".svg", ".png")
MODULE_PIXELS = 16
"""Pixels of one square of the code in a PNG, about 600 in all: sharp on a poster."""


def bot_link(username: str, source: str = "", language: str = "") -> str:
    """Return the link to the bot; ValueError when Telegram would not take the source, or the language is none."""
    if source and not SOURCE.fullmatch(source):
        raise ValueError(f"a source is at most 60 letters, digits and hyphens, not {source!r}")
    if language and not LANGUAGE.fullmatch(language):
        raise ValueError(f"a language is two small letters such as fi, not {language!r}")
    payload = f"{language}_{source}" if language else source
    return f"https://t.me/{username}?start={payload}" if payload else f"https://t.me/{username}"


def counted_source(source: str, made: Collection[str]) -> str:
    """Return under which name a source is counted; "" for one of no link that was `made`: anybody can write one."""
    return source[:SOURCE_LONGEST] if source in made else ""


def code_of(address: str) -> QRCode:
    """Return the QR code of a link; up to a quarter of it may be scratched, as on a poster."""
    import segno  # heavy, and used only by commands

    return segno.make(address, error="q", micro=False)


def draw(address: str, paper: TextIO, picture: Path | None = None) -> None:
    """Write a link and its QR code to `paper`, and to a picture file; ValueError when that is neither SVG nor PNG."""
    if picture is not None and picture.suffix.lower() not in PICTURES:
        raise ValueError(f"the QR code is written as .svg or .png, not {picture.name!r}")
    code = code_of(address)
    paper.write(f"{address}\n\n")
    code.terminal(out=paper, compact=True)
    paper.flush()
    if picture is not None:
        code.save(str(picture), kind=picture.suffix.lower().removeprefix("."), scale=MODULE_PIXELS, border=4)
