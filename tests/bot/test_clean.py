"""What people write is kept as they wrote it, but for what deceives; what shows nothing counts as nothing."""

from __future__ import annotations

import unicodedata

import pytest

from bot.nlu.text import DIRECTIONS, MOST_MARKS, cleaned, cleaned_name, one_line


@pytest.mark.parametrize(
    "words",
    [
        "👨‍👩‍👧",
        "🫩",  # newer than this library
        "\U0001fadf\U0001fae9",
        "🏴\U000e0067\U000e0062\U000e0073\U000e0063\U000e0074\U000e007f",  # Scotland's flag
        "❤️‍🔥 1️⃣ ☎︎",
        "می‌خواهم",  # Persian needs its zero-width non-joiner
        "क्‍ष",
        "\uf8ff",
        "a\tb\n\nc",
        "Ää Öö Åå ŋ đ ʹ",
        "ㄱㅤㄴ",
    ],
)
def test_what_people_write_stays_as_it_is(words: str) -> None:
    assert cleaned(f" {words}\n") == words


@pytest.mark.parametrize("sign", DIRECTIONS)
def test_what_turns_the_direction_of_writing_is_dropped(sign: str) -> None:
    assert cleaned(f"lasku{sign}fdp.exe{sign}") == "laskufdp.exe"
    assert cleaned(f"👍{sign}👍") == "👍👍"


@pytest.mark.parametrize("sign", ["\u00ad", "\u200b", "\u200d", "\u2060", "\ufeff", "\U000e0041"])
def test_signs_without_a_width_do_not_hide_inside_words_and_numbers(sign: str) -> None:
    assert cleaned(f"itse{sign}murha {sign} 131052{sign}–{sign}308T{sign}") == "itsemurha  131052–308T"
    assert cleaned(f"a\u0308{sign}iti") == "äiti"


@pytest.mark.parametrize("words", ["\0a\x07b\x7f\x9f", "a\ud800b", "a\ufffeb\ufdd0\U0001ffff"])
def test_what_no_message_can_carry_is_dropped(words: str) -> None:
    assert cleaned(words) == "ab"


def test_every_way_to_end_a_line_is_one() -> None:
    assert cleaned("a\r\nb\rc\x85d\u2028e\u2029f") == "a\nb\nc\nd\ne\nf"
    assert one_line("a\r\nb\tc\u2028d") == "a b c d"


@pytest.mark.parametrize(
    "name",
    [
        *("\u3164", "\u115f\u1160", "\uffa0", "\u2800\u2800", "\u00a0\u3000", "\u200b", "\u200d\u200d", "\u00ad"),
        *("\ufe0f", "\u034f", "\u17b4", "\u180e", "\u0301", "\U000e0041", "\U0001d159"),
        *("\u3164 \u3164\n\u2800", "\u202e", "\U000e0100", "\ufff0", "\u2065"),
    ],
)
def test_a_name_or_text_that_shows_nothing_is_none(name: str) -> None:
    assert cleaned(name) == ""
    assert cleaned_name(name) == ""


@pytest.mark.parametrize("name", ["Anna", "ㅇ", "안나", "🫩", ".", "न", "\uf8ff", "١"])
def test_a_name_that_shows_something_stays(name: str) -> None:
    assert cleaned_name(name) == name


def test_marks_are_piled_no_higher_than_any_language_needs() -> None:
    piled = cleaned("Zalgo" + "\u0316\u0301" * 500 + "!")
    assert sum(unicodedata.combining(sign) > 0 for sign in piled) == MOST_MARKS
    assert piled.startswith("Zalg")
    assert piled.endswith("!")
