"""The commands, as a person at a terminal meets them."""

from __future__ import annotations

import io
import os
import subprocess
import sys
from pathlib import Path

import pytest

from bot.cli import main
from bot.ops.graph import mermaid
from bot.ops.play import play_in_terminal

ROOT = Path(__file__).resolve().parents[2]


def test_readme_shows_the_flow_as_it_is() -> None:
    assert mermaid() in (ROOT / "README.md").read_text(encoding="utf-8")


def test_playing_in_the_terminal_reaches_the_card() -> None:
    keys = io.StringIO(
        "\n".join(["1", "group", "coping", "Done", "together", "remotely", "longer", "1", "5", "1", "1", "1"])
    )
    paper = io.StringIO()

    assert play_in_terminal("en", keys, paper) == 0

    printed = paper.getvalue()
    assert "Group supervision" in printed
    assert "Question 1 of " in printed


def test_an_unknown_language_is_told_which_there_are() -> None:
    paper = io.StringIO()

    assert play_in_terminal("xx", io.StringIO(), paper) == 2
    assert "en, fi" in paper.getvalue()


def test_a_start_without_settings_says_all_that_is_wrong_and_exits_with_2(tmp_path: Path) -> None:
    environ = {**os.environ, "TELEGRAM_BOT_TOKEN": "no", "WEBHOOK_PORT": "x", "PYTHONPATH": str(ROOT)}
    done = subprocess.run(
        [sys.executable, "-m", "bot"],
        cwd=tmp_path,
        env=environ,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )

    assert done.returncode == 2
    assert "TELEGRAM_BOT_TOKEN" in done.stderr
    assert "WEBHOOK_PORT" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_database_that_is_not_there_is_said_so(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, token: str, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("TELEGRAM_BOT_TOKEN", token)
    monkeypatch.setenv("DATABASE_PATH", str(tmp_path / "none.sqlite3"))

    assert main(["leads"]) == 2
    assert "there is no database" in capsys.readouterr().err
