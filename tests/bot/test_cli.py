"""The commands, as a person at a terminal meets them."""

from __future__ import annotations

import io
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from bot.cli import _parser, main
from bot.ops.graph import mermaid
from bot.ops.play import play_in_terminal

ROOT = Path(__file__).resolve().parents[2]


def test_readme_shows_the_flow_as_it_is() -> None:
    shown = (ROOT / "README.md").read_text(encoding="utf-8")

    assert mermaid() in shown, "put what `python -m bot graph` prints into README.md"


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


def test_every_command_of_the_operators_page_and_of_cron_is_one() -> None:
    page = (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")
    cron = (ROOT / "docs" / "deploy" / "tyonohjaus-intake.cron").read_text(encoding="utf-8")
    named = re.findall(r"(?:^ *|`|/bin/)tyonohjaus ([a-z-]+[^`\n>]*)", page + cron, re.MULTILINE)
    assert len(named) > 15
    for words in named:
        _parser().parse_args(words.split())


def test_what_is_installed_is_as_cron_and_systemd_want_it() -> None:
    deploy = ROOT / "docs" / "deploy"
    line = (deploy / "tyonohjaus-intake.cron").read_text(encoding="utf-8").splitlines()[-1]
    assert "%" not in line  # cron takes it for the end of a line
    assert (deploy / "tyonohjaus-intake.cron").read_bytes().endswith(b"\n")
    unit = (deploy / "tyonohjaus-intake.service").read_text(encoding="utf-8")
    (paths,) = re.findall(r"^ReadWritePaths=(.*)$", unit, re.MULTILINE)
    assert all(path.startswith("-") for path in paths.split())
    wrapper = deploy / "tyonohjaus"
    assert os.access(wrapper, os.X_OK)
    assert "exec /usr/sbin/runuser " in wrapper.read_text(encoding="utf-8")  # cron has no sbin in its PATH
