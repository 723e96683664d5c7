"""What a start does without: libraries for what happens seldom are imported by what needs them, then."""

from __future__ import annotations

import subprocess
import sys

import pytest

SELDOM = {
    "PIL": "pictures: statistics, posters",
    "aiosmtplib": "mails to the supervisor",
    "aiohttp.web": "a webhook, or a health check",
    "babel.messages": "a catalogue that has changed",
    "email_validator": "an e-mail address that was typed",
    "holidays": "nothing that runs: it made a table",
    "icalendar": "a file for the calendar",
    "num2words": "packing the typed words",
    "openpyxl": "the spreadsheet of requests",
    "phonenumbers": "a phone number that was typed",
    "rapidfuzz": "a word with a slip in it",
    "segno": "QR codes",
    "telegram": "a file on its way, or text with marks",
    "stdnum": "digits that look like a personal identity code",
}
"""What is imported when it is first needed, and by what."""


@pytest.fixture(scope="module")
def imported() -> frozenset[str]:
    """Return what a new process has imported once the bot is."""
    program = "import bot.app, sys; print(*sys.modules)"
    return frozenset(subprocess.check_output([sys.executable, "-c", program], text=True).split())


@pytest.mark.parametrize("library", SELDOM)
def test_start_leaves_out_what_is_seldom_needed(imported: frozenset[str], library: str) -> None:
    assert library not in imported, f"{SELDOM[library]}: import it there"
