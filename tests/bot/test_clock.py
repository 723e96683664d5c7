"""Days and times typed in Finnish, in the form of the reader's language."""

from __future__ import annotations

import pytest

from bot.desk.quick_replies.finnish_times import in_form_of
from tests.e2e.phone import languages


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("ti 8.12. klo 14", "Tue 8 Dec 14:00"),
        ("Tiistaina 8.12.2026 kello 9.05", "Tuesday 8 Dec 2026 09:05"),
        ("to klo 14–15.30", "Thu 14:00–15:30"),
        ("su 29.2. klo 0.00", "Sun 29 Feb 00:00"),
        ("klo 14:30 - 16", "14:30–16:00"),
        ("Tue 8 Dec, 14:00", "Tue 8 Dec, 14:00"),
        ("klo 25", "klo 25"),
        ("31.2. klo 9.75", "31.2. klo 9.75"),
        ("versio 1.2.3 ja 10.11.12.13", "versio 1.2.3 ja 10.11.12.13"),
        ("I will go to klosters, ma belle", "I will go to klosters, ma belle"),
        ("", ""),
    ],
)
def test_finnish_days_and_times_are_read_in_english_form_and_nothing_else_changes(typed: str, read: str) -> None:
    assert in_form_of(typed, languages()["en"]) == read


@pytest.mark.parametrize("typed", ["ti 8.12. klo 14", "Tue 10:00"])
def test_for_a_finnish_reader_words_stay_as_they_were_typed(typed: str) -> None:
    assert in_form_of(typed, languages()["fi"]) == typed
