"""The bot starts without what only reports need."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]

WITHOUT = """
import sys
for name in ("openpyxl", "PIL", "aiosmtplib"):
    sys.modules[name] = None  # importing it raises ImportError
import bot.app, bot.ops.maintenance
from bot.desk.reports.spreadsheet import sheet
from bot.errors import MissingPackage
try:
    sheet("xlsx", None, ("A",), None)
except MissingPackage as missing:
    print(missing)
"""


def test_bot_starts_without_the_extra_and_names_what_is_missing() -> None:
    done = subprocess.run(
        [sys.executable, "-c", WITHOUT], cwd=ROOT, capture_output=True, text=True, timeout=60, check=False
    )

    assert (done.returncode, done.stderr) == (0, "")
    assert "openpyxl is not installed" in done.stdout


def test_drawing_is_not_loaded_before_it_is_asked_for() -> None:
    code = "import sys, bot.app; print(sorted({'PIL', 'openpyxl', 'aiosmtplib'} & set(sys.modules)))"
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, timeout=60, check=True
    )

    assert done.stdout.strip() == "[]"
