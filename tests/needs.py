"""What some tests need that pip does not provide: found, or said loudly; in CI its absence is a failure."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Callable, Mapping
from pathlib import Path
from types import MappingProxyType

import libvoikko
import pytest


def _chromium() -> str | None:
    # The first draws the same without the parts of a window, in half the time.
    names = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
    return next(filter(None, map(shutil.which, names)), None)


def _finnish() -> str | None:
    try:
        libvoikko.Voikko("fi").terminate()
    except (OSError, libvoikko.VoikkoException):  # the library, or its dictionary, is not installed
        return None
    return "fi"


def _english() -> str | None:
    hunspell = shutil.which("hunspell")
    if hunspell is None:
        return None
    # It ends with an error when it does not have the dictionary.
    checked = subprocess.run([hunspell, "-d", "en_GB", "-l"], input="", capture_output=True, text=True)
    return hunspell if checked.returncode == 0 and not checked.stderr else None


OTHER_SERVER = Path(__file__).parent / "other_server"


def _telegram_test_api() -> str | None:
    installed = (OTHER_SERVER / "node_modules" / "telegram-test-api" / "package.json").is_file()
    return shutil.which("node") if installed else None


WAYS: Mapping[str, tuple[Callable[[], str | None], str]] = MappingProxyType(
    {
        "chromium": (_chromium, "apt install chromium-headless-shell"),
        "english": (_english, "apt install hunspell hunspell-en-gb"),
        "finnish": (_finnish, "apt install libvoikko1 voikko-fi"),
        "telegram-test-api": (_telegram_test_api, "apt install nodejs npm; npm ci --prefix tests/other_server"),
    }
)


def needs(what: str) -> str:
    """Return where ``chromium``, ``english`` (hunspell), ``telegram-test-api`` (Node) or ``finnish`` (a language) is.

    Without it the test is skipped with the way to install it, or fails when the environment has CI.
    """
    find, install = WAYS[what]
    found = find()
    if found is None:
        reason = f"NOT CHECKED: {what} is missing on this machine ({install})"
        if os.environ.get("CI"):
            pytest.fail(reason)
        pytest.skip(reason)
    return found
