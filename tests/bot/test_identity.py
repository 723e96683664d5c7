"""Personal identity codes are found by day, sign and check character, and nothing else is taken for one."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.nlu.personal_identity_code import LEFT_OUT, holds_code, without_codes

CHECK = "0123456789ABCDEFHJKLMNPRSTUVWXY"
"""The check character: the remainder of the nine digits divided by 31."""

# 131052-308T is the example of the Digital and Population Data Services Agency; the others are worked out from it.
CODES = [
    "131052-308T",
    "131052-308t",
    "131052–308T",
    "131052 - 308T",
    "010594Y9032",
    "020594X903P",
    "030594W903B",
    "131052A308T",
    "131052+308T",
    "131052F308T",
    "131052B308T",
]
NONE = [
    "131052-308U",  # another check character
    "321052-308T",  # no such day
    "290201-3087",  # 1901 had no such day
    "131052-308TA",
    "x131052-308T",
    "1131052-308T",
    "131052-3081",
    "+358 40 123 4567",
    "040-1234567",
    "FI21 1234 5600 0007 85",
    "131052308T",
    "131052G308T",
    "",
]


@pytest.mark.parametrize("code", CODES)
def test_code_in_words_is_left_out(code: str) -> None:
    assert holds_code(f"Minä olen {code}, hei")
    assert without_codes(f"Minä olen {code}, hei") == f"Minä olen {LEFT_OUT}, hei"


@pytest.mark.parametrize("words", NONE)
def test_what_is_no_code_is_left_alone(words: str) -> None:
    assert not holds_code(words)
    assert without_codes(words) == words


def test_every_code_is_left_out_and_the_rest_stays() -> None:
    assert without_codes("a 131052-308T b\n131052A308T") == f"a {LEFT_OUT} b\n{LEFT_OUT}"


@given(
    st.dates(date(1900, 1, 1), date(1999, 12, 31)),
    st.integers(2, 999),
    st.sampled_from("-UVWXY"),
)
def test_any_code_made_by_the_rule_is_found_and_one_with_another_check_is_not(
    day: date, number: int, sign: str
) -> None:
    digits = f"{day:%d%m%y}{number:03}"
    check = int(digits) % 31
    assert holds_code(f"{digits[:6]}{sign}{digits[6:]}{CHECK[check]}")
    assert not holds_code(f"{digits[:6]}{sign}{digits[6:]}{CHECK[(check + 1) % 31]}")


@given(st.text())
def test_leaving_out_is_done_at_once(words: str) -> None:
    assert not holds_code(without_codes(words))
