"""The statistics drawn: one picture for a phone held upright, read without a legend.

Every bar carries its own words and number, so that nothing has to be looked up. Drawn by Pillow twice as large and then
made smaller, since it draws round corners without smoothing; it takes a twentieth of a second. The
letters are DejaVu Sans, cut down to the European alphabets (`fonts/`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from bot.desk.reports.statistics_text import Column, Course, Line, Sheet, Table
from bot.errors import MissingPackage

if TYPE_CHECKING:
    from PIL.ImageDraw import ImageDraw
    from PIL.ImageFont import FreeTypeFont

WIDTH = 1080
TALLEST = 1700
"""Paper for the longest that there can be; what is left blank is cut off."""

MARGIN = 56
FINER = 2
"""How many times larger it is drawn."""

HALF_A_CAPITAL = 0.365
"""Of the size of the letters: how far below the middle of a capital its line is."""

PAPER, TRACK, INK, FAINT, RULE = "#FBFAF6", "#F1F1EB", "#22313A", "#5C6B73", "#DFE3E0"
TEAL, TEAL_PALE = "#2C6E73", "#C7DEDB"
CLAY_PALE = "#F0D9C6"

HEAD = 136
BAR, PITCH = 52, 60
TITLE_GAP, BLOCK_GAP = 58, 24
COURSE_HEIGHT = 126
LINE_PITCH = 46

TEXT, SMALL, HEADING, TITLE = 31, 27, 34, 58
SMALLEST = 24

COLOURS = 128
"""Enough for the smoothed edges of the few that there are, in a third of the bytes."""

Weight = Literal["normal", "bold"]
FONTS = {
    weight: Path(__file__).parent / "fonts" / f"{name}.ttf"
    for weight, name in (("normal", "DejaVuSans"), ("bold", "DejaVuSans-Bold"))
}


def picture(of: Sheet) -> bytes:
    """Return the sheet as a PNG, 1080 wide, at most some 1600 high; MissingPackage without Pillow."""
    try:
        from PIL import Image, ImageDraw
    except ImportError:
        raise MissingPackage("pillow") from None

    image = Image.new("RGB", (WIDTH * FINER, TALLEST * FINER), PAPER)
    page = _Page(ImageDraw.Draw(image))
    page.draw(of)
    paper = BytesIO()
    small = image.crop((0, 0, WIDTH * FINER, int(page.y) * FINER)).reduce(FINER)
    small.quantize(COLOURS, method=Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE).save(paper, "PNG")
    return paper.getvalue()


@dataclass
class _Page:
    """Draws from the top down, in pixels; `y` is where the next thing begins."""

    paper: ImageDraw
    y: float = 0.0
    fonts: dict[tuple[float, Weight], FreeTypeFont] = field(default_factory=dict)

    def draw(self, of: Sheet) -> None:
        right = WIDTH - MARGIN
        self.words(MARGIN, 84, of.title, TITLE, weight="bold")
        self.words(right, 92, of.period, TEXT, FAINT, align="right")
        self.y = HEAD
        self.bars(of.far, TEAL_PALE, strong=True)
        if of.answer:
            self.fitted(MARGIN, self.y, of.answer, right - MARGIN)
            self.y += LINE_PITCH
        self.table(of.formats)
        self.table(of.sources)
        self.bars(of.stops, CLAY_PALE)
        self.course(of.course)

    def bars(self, table: Table, colour: str, *, strong: bool = False) -> None:
        """Draw bars whose words stand on them; those `strong` ones need no title, for they come first."""
        lines = table.drawn
        if not lines:
            return
        if not strong:
            self.heading(table.title)
        numbers = max(self.width(line.shown[0], TEXT, "bold") for line in lines) + 44
        shares = max(self.width(line.share, TEXT, "normal") for line in lines)
        most = max(line.cells[0] for line in lines) or 1
        for line in lines:
            self.bar(line, line.cells[0] / most, colour, numbers, shares + 16 if shares else 0.0, strong=strong)
            self.y += PITCH
        self.y += BLOCK_GAP

    def bar(self, line: Line, part: float, colour: str, numbers: float, shares: float, *, strong: bool) -> None:
        """Draw one bar, which ends before the columns of shares and numbers."""
        right, base = WIDTH - MARGIN, self.y + BAR / 2
        wide = right - MARGIN - numbers - shares
        self.box(MARGIN, self.y, right - MARGIN, BAR, TRACK)
        if part:
            self.box(MARGIN, self.y, max(wide * part, 16), BAR, colour)
        self.words(right - 20, base, line.shown[0], TEXT, weight="bold", align="right")
        if line.share:
            self.words(right - numbers, base, line.share, TEXT, FAINT, align="right")
        self.fitted(MARGIN + 20, base, line.label, wide - 36, weight="bold" if strong else "normal")

    def course(self, course: Course) -> None:
        """Draw columns: conversations begun, and within them the requests sent."""
        top = self.y
        self.heading(course.title)
        x: float = WIDTH - MARGIN
        for word, colour in ((course.sent, TEAL), (course.begun, TEAL_PALE)):
            x -= self.words(x, top + 22, word, TEXT, FAINT, align="right") + 14
            self.box(x - 26, top + 9, 26, 26, colour)
            x -= 58
        floor = self.y + COURSE_HEIGHT + 34
        columns = course.columns
        most = max((max(each.begun, each.sent) for each in columns), default=0)
        pitch = (WIDTH - 2 * MARGIN) / max(len(columns), 4)
        width = min(pitch * 0.66, 120)
        for place, each in enumerate(columns):
            self.column(each, MARGIN + pitch * (place + 0.5), width, floor, most)
        self.rule(MARGIN, WIDTH - MARGIN, floor, 3)
        self.under(columns, pitch, floor + 32)
        self.y = floor + 62 + BLOCK_GAP

    def column(self, each: Column, x: float, width: float, floor: float, most: int) -> None:
        """Draw one span of time; numbers stand on it where there is room."""
        scale = COURSE_HEIGHT / most if most else 0.0
        begun, sent = each.begun * scale, each.sent * scale
        if each.begun:
            self.box(x - width / 2, floor - begun, width, begun, TEAL_PALE, round_by=6)
        if each.sent:
            self.box(x - width / 2, floor - sent, width, sent, TEAL, round_by=6)
        if width < 44:
            return
        highest = max(begun, sent)
        if each.begun or each.sent:
            self.words(x, floor - highest - 20, str(each.begun), SMALL, align="centre")
        if each.sent and sent >= 30:
            self.words(x, floor - sent + 16, str(each.sent), SMALL, PAPER, weight="bold", align="centre")
        elif each.sent and begun - sent >= 34:
            self.words(x, floor - sent - 17, str(each.sent), SMALL, TEAL, weight="bold", align="centre")

    def under(self, columns: Sequence[Column], pitch: float, y: float) -> None:
        """Write when the spans begin, as many as have room."""
        if not columns:
            return
        widest = max(self.width(each.label, SMALL, "normal") for each in columns) + 18
        every = max(1, -(-int(widest) // int(pitch)))
        for place, each in enumerate(columns):
            if place % every == 0:
                self.words(MARGIN + pitch * (place + 0.5), y, each.label, SMALL, FAINT, align="centre")

    def table(self, table: Table) -> None:
        """Write lines of words with a number for each column, without bars; the columns are named beside the title."""
        if not table.drawn:
            return
        right, top = WIDTH - MARGIN, self.y + 22
        ends: list[float] = []
        end = float(right)
        for column in reversed(table.columns):
            ends.insert(0, end)
            end -= self.words(end, top, column, SMALL, FAINT, align="right") + 40
        self.fitted(MARGIN, top, table.title, end - MARGIN, size=HEADING, weight="bold")
        self.y += TITLE_GAP
        for line in table.drawn:
            for end, shown in zip(ends, line.shown, strict=True):
                self.words(end, self.y + 20, shown, TEXT, weight="bold", align="right")
            self.fitted(MARGIN, self.y + 20, line.label, end - MARGIN)
            self.rule(MARGIN, right, self.y + 41, 2)
            self.y += LINE_PITCH
        self.y += BLOCK_GAP

    def heading(self, title: str) -> None:
        self.words(MARGIN, self.y + 22, title, HEADING, weight="bold")
        self.y += TITLE_GAP

    def box(self, x: float, y: float, wide: float, high: float, colour: str, *, round_by: float = 12) -> None:
        edges = [round(each * FINER) for each in (x, y, x + wide, y + high)]
        corner = round(min(round_by, wide / 2, high / 2) * FINER)
        self.paper.rounded_rectangle((edges[0], edges[1], edges[2] - 1, edges[3] - 1), corner, colour)

    def rule(self, left: float, right: float, y: float, thick: int) -> None:
        self.box(left, y - thick / 2, right - left, thick, RULE, round_by=0)

    def words(
        self,
        x: float,
        y: float,
        words: str,
        size: float,
        colour: str = INK,
        *,
        weight: Weight = "normal",
        align: Literal["left", "centre", "right"] = "left",
    ) -> float:
        """Write words, their middle at `y`, and return how wide they are."""
        anchor = {"left": "ls", "centre": "ms", "right": "rs"}[align]
        line = y + size * HALF_A_CAPITAL
        self.paper.text((x * FINER, line * FINER), words, colour, self.font(size, weight), anchor)
        return self.width(words, size, weight)

    def fitted(
        self, x: float, y: float, words: str, room: float, *, size: float = TEXT, weight: Weight = "normal"
    ) -> None:
        """Write words into this room: smaller where they must be, cut where even that is too long."""
        while size > SMALLEST and self.width(words, size, weight) > room:
            size -= 1
        shown = words
        while len(shown) > 1 and self.width(shown, size, weight) > room:
            shown = shown.removesuffix("…")[:-1].rstrip() + "…"
        self.words(x, y, shown, size, weight=weight)

    def width(self, words: str, size: float, weight: Weight) -> float:
        """Return how many pixels wide words are."""
        return float(self.font(size, weight).getlength(words)) / FINER

    def font(self, size: float, weight: Weight) -> FreeTypeFont:
        """Return the letters of a size in pixels."""
        if (size, weight) not in self.fonts:
            from PIL.ImageFont import Layout, truetype

            self.fonts[size, weight] = truetype(FONTS[weight], size * FINER, layout_engine=Layout.BASIC)
        return self.fonts[size, weight]
