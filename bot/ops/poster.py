"""A poster for a wall: one question, what it is about, and a code that opens the bot. A4 at 300 dots an inch."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

from bot.config import Settings
from bot.desk.reports.chart import FAINT, FONTS, INK, PAPER, TEAL
from bot.errors import MissingPackage
from bot.links import code_of
from bot.ops.maintenance import made_link, new_private
from bot.ui.i18n import Translator, load_translators
from flows.text import N_

if TYPE_CHECKING:
    from PIL.Image import Image
    from PIL.ImageFont import FreeTypeFont

WIDTH, HEIGHT, DPI = 2480, 3508, 300
MARGIN = 220
CODE = 1200
"""Pixels of the code's side, at most: some 10 cm, read from three steps away."""

SCAN_TOP, FOOT_TOP = 2620, 2960
"""Where what stands below the code begins, and the small print."""

KINDS = ("pdf", "png")

NAME = N_("poster.name", "Work supervision (työnohjaus)")
QUESTION = N_("poster.question", "What at work is worth talking about?")
WHAT = N_(
    "poster.what",
    "Time to talk about your work in confidence with someone from outside: worries, successes, new viewpoints.",
)
SCAN = N_(
    "poster.scan",
    "Scan the code. An automatic assistant in Telegram asks a few questions and suggests what could suit you. "
    "It takes about two minutes.",
)
FOR_WHOM = N_("poster.whom", "For one person, a pair, a group, a whole workplace, managers and leadership teams.")
WHERE = N_("poster.where", "Remotely anywhere, or on site up to 300 km from Oulu.")


async def hang(settings: Settings, language: str, source: str, output: Path) -> str:
    """Write the poster to a .pdf or .png and return the link behind its code; beside the running bot.

    ValueError for another ending or language, and as `bot_link`; StorageError when the file exists; MissingPackage
    without Pillow.
    """
    kind = output.suffix.lower().removeprefix(".")
    if kind not in KINDS:
        raise ValueError(f"the poster is written as .pdf or .png, not {output.name!r}")
    speak = load_translators(timezone=settings.timezone)
    if language not in speak:
        raise ValueError(f"there is no poster in {language!r}, only in {', '.join(speak)}")
    address = await made_link(settings, source, language)
    with new_private(output) as file:
        poster(address, speak[language]).save(file, kind, resolution=DPI, dpi=(DPI, DPI))
    return address


def poster(address: str, speak: Translator) -> Image:
    """Return the poster with the code of an address, in the language of `speak`."""
    try:
        from PIL import Image, ImageDraw
        from PIL.ImageFont import Layout, truetype
    except ImportError:
        raise MissingPackage("pillow") from None

    paper = Image.new("RGB", (WIDTH, HEIGHT), PAPER)
    pen = ImageDraw.Draw(paper)

    def write(words: str, y: int, size: int, colour: str = INK, *, bold: bool = False) -> int:
        """Write words between the margins, in as many lines as they take, and return where they end."""
        font = truetype(FONTS["bold" if bold else "normal"], size, layout_engine=Layout.BASIC)
        for line in lines(words, font, WIDTH - 2 * MARGIN):
            pen.text((MARGIN, y), line, colour, font)
            y += round(size * 1.32)
        return y

    pen.rectangle((0, 0, WIDTH, 40), TEAL)
    y = write(speak(NAME), 230, 76, TEAL, bold=True)
    y = write(speak(QUESTION), y + 50, 168, bold=True)
    y = write(speak(WHAT), y + 50, 84)
    code = Image.open(_code(address))
    paper.paste(code, ((WIDTH - code.width) // 2, (y + SCAN_TOP - code.height) // 2))
    write(speak(SCAN), SCAN_TOP, 70)
    pen.rectangle((MARGIN, FOOT_TOP, WIDTH - MARGIN, FOOT_TOP + 3), TEAL)
    y = write(speak(FOR_WHOM), FOOT_TOP + 45, 58, FAINT)
    y = write(speak(WHERE), y, 58, FAINT)
    write(address.removeprefix("https://").partition("?")[0], y + 20, 76, TEAL, bold=True)
    return paper


def lines(words: str, font: FreeTypeFont, width: int) -> Iterator[str]:
    """Break words into lines of at most so many pixels."""
    line = ""
    for word in words.split():
        longer = f"{line} {word}".strip()
        if line and font.getlength(longer) > width:
            yield line
            longer = word
        line = longer
    yield line


def _code(address: str) -> BytesIO:
    """Return the code as a PNG."""
    code = code_of(address)
    drawn = BytesIO()
    code.save(drawn, kind="png", scale=CODE // code.symbol_size(border=4)[0], border=4, dark=INK, light=PAPER)
    drawn.seek(0)
    return drawn
