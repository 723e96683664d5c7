"""Links to the bot, their QR codes, and that the bot understands what they carry."""

from __future__ import annotations

import io
from pathlib import Path

import pytest

from bot.cli import main
from bot.links import START_LINK, bot_link, draw


@pytest.mark.parametrize(
    ("source", "language", "link"),
    [
        ("", "", "https://t.me/a_bot"),
        ("website", "", "https://t.me/a_bot?start=website"),
        ("website", "fi", "https://t.me/a_bot?start=fi_website"),
        ("", "fi", "https://t.me/a_bot?start=fi_"),
    ],
)
def test_link_carries_source_and_language_and_is_understood(source: str, language: str, link: str) -> None:
    assert bot_link("a_bot", source, language) == link
    read = START_LINK.fullmatch(link.partition("?start=")[2])
    assert read is not None
    assert (read["source"], read["language"] or "") == (source, language)


@pytest.mark.parametrize(("source", "language"), [("with space", ""), ("ä", ""), ("a" * 61, ""), ("a", "fin")])
def test_link_that_telegram_would_not_take_is_refused(source: str, language: str) -> None:
    with pytest.raises(ValueError, match=r"source|language"):
        bot_link("a_bot", source, language)


@pytest.mark.parametrize(("name", "begins"), [("poster.svg", b"<?xml"), ("poster.PNG", b"\x89PNG")])
def test_code_is_drawn_in_the_terminal_and_as_a_picture(tmp_path: Path, name: str, begins: bytes) -> None:
    paper = io.StringIO()
    draw("https://t.me/a_bot?start=fi_website", paper, tmp_path / name)

    assert paper.getvalue().startswith("https://t.me/a_bot?start=fi_website\n")
    assert len(paper.getvalue().splitlines()) > 15
    assert (tmp_path / name).read_bytes().startswith(begins)


def test_other_pictures_are_refused_before_anything_is_drawn(tmp_path: Path) -> None:
    paper = io.StringIO()
    with pytest.raises(ValueError, match=r"\.svg or \.png"):
        draw("https://t.me/a_bot", paper, tmp_path / "poster.jpg")

    assert paper.getvalue() == ""


def test_command_prints_the_link_and_writes_the_poster(bot_known: Path, capsys: pytest.CaptureFixture[str]) -> None:
    poster = bot_known / "poster.svg"

    assert main(["link", "--source", "website", "--language", "fi", "--qr", str(poster)]) == 0
    assert "https://t.me/a_bot?start=fi_website" in capsys.readouterr().out
    assert poster.exists()


def test_command_says_what_is_wrong_with_a_source(bot_known: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert bot_known.exists()
    assert main(["link", "--source", "ä ö"]) == 2
    assert "letters, digits and hyphens" in capsys.readouterr().err
