"""Sentences to HTML: escaped once, measured as Telegram measures, buttons in rows."""

from __future__ import annotations

import html
from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.ui.callbacks import Show
from bot.ui.i18n import Translator
from bot.ui.render import SHORT_LABEL, Writer, escaped, in_rows, length, paragraphs, pieces, shortened
from bot.ui.screens import Button
from flows.text import N_

GREETING = N_("test.greeting", "Hello, {name} & <all>")


@pytest.fixture(name="writer")
def _writer(translators: Mapping[str, Translator]) -> Writer:
    return Writer(translators["en"])


def test_sentence_and_its_values_are_escaped_once(writer: Writer) -> None:
    said = writer.say(GREETING.filled(name="<b>Anna</b> &amp;"))

    assert said == "Hello, &lt;b&gt;Anna&lt;/b&gt; &amp;amp; &amp; &lt;all&gt;"


def test_markup_is_put_around_escaped_words(writer: Writer) -> None:
    assert writer.bold("a<b") == "<b>a&lt;b</b>"
    assert writer.faint("a<b") == "<i>a&lt;b</i>"
    assert writer.quote("a<b") == "<blockquote>a&lt;b</blockquote>"
    assert writer.quote("a", expandable=True) == "<blockquote expandable>a</blockquote>"
    assert writer.points(["a", "<b"]) == "• a\n• &lt;b"
    assert writer.folded(GREETING.filled(name="a"), ["<b"]) == (
        "<blockquote expandable><b>Hello, a &amp; &lt;all&gt;</b>\n• &lt;b</blockquote>"
    )


def test_button_tells_its_data_and_wears_its_mark(writer: Writer) -> None:
    button = writer.button("Help", Show("help"), mark="✓ ", style="primary")

    assert button == Button("✓ Help", data="s:help", style="primary")


@given(st.text())
def test_escaped_words_are_read_back_as_they_were(words: str) -> None:
    assert html.unescape(escaped(words)) == html.unescape(words.replace("&", "&amp;"))
    assert "<" not in escaped(words)


@pytest.mark.parametrize(("words", "units"), [("", 0), ("abc", 3), ("ä€", 2), ("🙂", 2), ("👩‍💻", 5)])
def test_length_is_counted_in_utf16_units(words: str, units: int) -> None:
    assert length(words) == units


@given(st.text(st.characters(exclude_categories=["Cs"])), st.integers(2, 40))
def test_shortened_words_fit_and_begin_as_the_whole(words: str, limit: int) -> None:
    short = shortened(words, limit)

    assert length(short) <= limit
    assert short == words or (short.endswith("…") and words.startswith(short[:-1]))


def test_words_that_fit_are_left_alone_and_no_character_is_halved() -> None:
    assert shortened("abcd", 4) == "abcd"
    assert shortened("abcde", 4) == "abc…"
    assert shortened("🙂🙂🙂", 4) == "🙂…"


@given(st.text(st.characters(exclude_categories=["Cs"])), st.integers(4, 40))
def test_pieces_fit_and_together_are_the_whole(words: str, limit: int) -> None:
    cut = list(pieces(words, limit))

    assert all(0 < length(piece) <= limit for piece in cut)
    assert "".join("".join(cut).split()) == "".join(words.split())


def test_pieces_are_cut_where_there_is_a_space() -> None:
    assert list(pieces("one two three", 8)) == ["one two", "three"]


def test_empty_parts_leave_no_gap() -> None:
    assert paragraphs("", "a", "", "b") == "a\n\nb"


def test_short_buttons_stand_in_twos_and_long_ones_alone() -> None:
    short, long = Button("a" * SHORT_LABEL, data="x"), Button("a" * (SHORT_LABEL + 1), data="x")

    assert in_rows([short, short, short, long, short]) == ((short, short), (short,), (long,), (short,))
    assert in_rows([]) == ()
