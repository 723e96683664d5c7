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
        ("7.12. to 9.12. klo 9-15", "7 Dec to 9 Dec 09:00–15:00"),
        ("from 7.12. to 9.12.", "from 7 Dec to 9 Dec"),
        ("ma 7.12. to 9.12. klo 9", "Mon 7 Dec to 9 Dec 09:00"),
        ("ke 9.12. to 10.12. klo 9", "Wed 9 Dec Thu 10 Dec 09:00"),
        ("ke 9.12. klo 9 to 10.12. klo 9", "Wed 9 Dec 09:00 Thu 10 Dec 09:00"),
        ("ke 9.12. klo 9, to 10.12. klo 9", "Wed 9 Dec 09:00, Thu 10 Dec 09:00"),
        ("ke 9.12. klo 9\nto 10.12. klo 9", "Wed 9 Dec 09:00\nThu 10 Dec 09:00"),
        ("klo 9 to 11", "09:00–11:00"),
        ("We could move it to 9.12. at 10", "We could move it to 9 Dec at 10"),
        ("ti 8.12. klo 14 tai to 10.12. klo 9", "Tue 8 Dec 14:00 or Thu 10 Dec 09:00"),
        ("ti tai ke klo 14", "Tue or Wed 14:00"),
        ("ma-pe klo 9-15", "Mon-Fri 09:00–15:00"),
        ("ke, to ja pe klo 8", "Wed, Thu and Fri 08:00"),
        ("Could we meet ti 8.12. klo 14?", "Could we meet Tue 8 Dec 14:00?"),
        ("Tue 8.12. klo 14", "Tue 8 Dec 14:00"),
        ("tiistaisin kello 9", "tiistaisin kello 9"),
        # What would be left half in Finnish stays as it was typed.
        ("Sopisiko ti 8.12. klo 14?", "Sopisiko ti 8.12. klo 14?"),
        ("ti 8.12. iltapäivällä", "ti 8.12. iltapäivällä"),
        ("ti 8.12. klo 14 alkaen", "ti 8.12. klo 14 alkaen"),
        ("ti 8.12. klo 25", "ti 8.12. klo 25"),
        ("ti 31.2. klo 9 tai ke 3.3. klo 9", "ti 31.2. klo 9 tai ke 3.3. klo 9"),
        ("We could meet ti or ke klo 14", "We could meet ti or ke klo 14"),
        ("Sopisiko to 9.12.?", "Sopisiko to 9.12.?"),
        ("su casa la vida", "su casa la vida"),
    ],
)
def test_finnish_days_and_times_are_read_in_english_form_and_nothing_else_changes(typed: str, read: str) -> None:
    assert in_form_of(typed, languages()["en"]) == read


@pytest.mark.parametrize("typed", ["ti 8.12. klo 14", "Tue 10:00"])
def test_for_a_finnish_reader_words_stay_as_they_were_typed(typed: str) -> None:
    assert in_form_of(typed, languages()["fi"]) == typed
