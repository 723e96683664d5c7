"""The picture of docs/performance.md: bars of ratios to the echo bot, drawn by matplotlib."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from bot.desk.reports.chart import FAINT, INK, PAPER, RULE, TEAL
from tests.bench.figures import Spread

COLOURS = (TEAL, "#C98B5E", "#7F9CC0")
INCHES_WIDE, INCHES_A_BAR, DOTS_PER_INCH = 10.8, 0.3, 100


def draw(rows: Sequence[tuple[str, Mapping[str, Spread]]], to: Path) -> None:
    """Draw each row's ratios (a program's name -> its spread) as bars with whiskers; the echo bot is the line at 1."""
    from matplotlib.figure import Figure  # here: a library that takes its time, in every process that collects tests

    names = list(rows[0][1])
    pitch = len(names) + 1
    figure = Figure(figsize=(INCHES_WIDE, INCHES_A_BAR * pitch * len(rows) + 1.2), dpi=DOTS_PER_INCH, facecolor=PAPER)
    axes = figure.add_subplot(facecolor=PAPER)
    axes.set_xscale("log")
    for place, name in enumerate(names):
        at = [row * pitch + place for row in range(len(rows))]
        found = [spreads[name] for _, spreads in rows]
        middles = [each.middle for each in found]
        reach = [[each.middle - each.least for each in found], [each.most - each.middle for each in found]]
        # Bars stand on the line of the echo bot: to the left of it is lighter, to the right heavier.
        axes.barh(at, [each - 1 for each in middles], left=1, color=COLOURS[place % len(COLOURS)], label=name)
        axes.errorbar(middles, at, xerr=reach, fmt="none", ecolor=INK, elinewidth=1)
        for y, each in zip(at, found, strict=True):
            right = each.middle >= 1
            edge = each.most if right else each.least
            words = f"  {each.middle:.2f}  "
            axes.text(edge, y, words, va="center", ha="left" if right else "right", color=INK, fontsize=9)
    axes.axvline(1, color=INK, linewidth=1)
    axes.text(1, -1.1, "echo bot = 1 ", ha="right", color=FAINT, fontsize=9)
    axes.set_yticks([row * pitch + (len(names) - 1) / 2 for row in range(len(rows))], [words for words, _ in rows])
    axes.tick_params(which="both", colors=INK, length=0)
    axes.xaxis.set_major_formatter(lambda value, _: f"{value:g}")
    axes.grid(visible=True, axis="x", color=RULE)
    axes.set_axisbelow(True)
    axes.margins(x=0.12)
    axes.invert_yaxis()
    for side in axes.spines.values():
        side.set_visible(False)
    axes.legend(loc="lower center", bbox_to_anchor=(0.5, 1.02), ncols=len(names), frameon=False)
    figure.savefig(to, bbox_inches="tight", facecolor=PAPER)
