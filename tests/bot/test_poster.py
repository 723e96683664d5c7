"""The poster: A4, nothing over anything else, a code that opens the bot, one command."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest
import segno
from PIL import Image, ImageChops

from bot.cli import main
from bot.desk.reports.chart import PAPER
from bot.ops.poster import FOOT_TOP, HEIGHT, SCAN_TOP, WIDTH, poster
from bot.ui.i18n import Translator

ADDRESS = "https://t.me/a_rather_long_name_of_a_bot?start=fi_poster"


def drawn(of: Image.Image, top: int, bottom: int) -> tuple[int, int, int, int] | None:
    """The box within these rows in which anything is drawn, its rows counted from `top`."""
    part = of.crop((0, top, WIDTH, bottom))
    return ImageChops.difference(part, Image.new("RGB", part.size, PAPER)).getbbox()


@pytest.mark.parametrize("language", ["fi", "en"])
def test_poster_is_a4_and_nothing_runs_into_anything(translators: Mapping[str, Translator], language: str) -> None:
    made = poster(ADDRESS, translators[language])

    assert made.size == (WIDTH, HEIGHT) == (round(210 / 25.4 * 300), round(297 / 25.4 * 300))
    for top, bottom in ((SCAN_TOP - 40, SCAN_TOP), (FOOT_TOP - 20, FOOT_TOP), (HEIGHT - 100, HEIGHT)):
        assert drawn(made, top, bottom) is None
    left, _, right, _ = drawn(made, 100, HEIGHT) or (0, 0, WIDTH, 0)
    assert min(left, WIDTH - right) > 200


@pytest.mark.parametrize("language", ["fi", "en"])
def test_code_opens_the_address(translators: Mapping[str, Translator], language: str) -> None:
    made = poster(ADDRESS, translators[language])
    matrix = segno.make(ADDRESS, error="q", micro=False).matrix
    below = 1250  # the words above the code end before
    left, top, right, bottom = drawn(made, below, SCAN_TOP) or (0, 0, 0, 0)
    side = (right - left) / len(matrix)

    assert right - left == bottom - top > 900
    for row, modules in enumerate(matrix):
        for column, dark in enumerate(modules):
            pixel = made.getpixel((round(left + (column + 0.5) * side), round(below + top + (row + 0.5) * side)))
            assert isinstance(pixel, tuple)
            assert (pixel[0] < 128) == bool(dark)


@pytest.mark.parametrize(("name", "begins"), [("poster.pdf", b"%PDF"), ("poster.PNG", b"\x89PNG")])
@pytest.mark.parametrize("language", ["fi", "en"])
def test_command_writes_the_poster_and_its_source_is_counted(
    bot_known: Path, name: str, begins: bytes, language: str, capsys: pytest.CaptureFixture[str]
) -> None:
    output = bot_known / name

    assert main(["poster", "--language", language, "--output", str(output)]) == 0
    assert output.read_bytes().startswith(begins)
    assert f"?start={language}_poster" in capsys.readouterr().out


@pytest.mark.parametrize("wrong", [["--language", "xx"], ["--output", "poster.jpg"], ["--source", "with space"]])
def test_poster_that_cannot_be_made_is_one_sentence(
    bot_known: Path, wrong: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["poster", "--output", str(bot_known / "poster.pdf"), *wrong]) == 2
    assert len(capsys.readouterr().err.splitlines()) == 1
    assert not (bot_known / "poster.pdf").exists()


def test_poster_takes_no_other_files_place(bot_known: Path, capsys: pytest.CaptureFixture[str]) -> None:
    output = bot_known / "poster.pdf"
    output.write_bytes(b"another")

    assert main(["poster", "--output", str(output)]) != 0
    assert "name a new file" in capsys.readouterr().err
    assert output.read_bytes() == b"another"
