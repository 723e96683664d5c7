"""Button data: there and back, at most 64 bytes, and nothing that this bot never made."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.ui.callbacks import (
    LIMIT_BYTES,
    Back,
    Brief,
    Choose,
    Data,
    DataTooLong,
    Desk,
    Do,
    Done,
    Meet,
    Open,
    Show,
    Speak,
    Tick,
    WhatIf,
    decode,
    encode,
)
from flows.intake import INTAKE

PARTS = st.text("abcdefghijklmnopqrstuvwxyz0123456789_-", min_size=1, max_size=24)


@pytest.mark.parametrize(
    ("data", "text"),
    [
        (Choose("who", "employee"), "c:who:employee"),
        (Tick("challenge", "coping", on=True), "t:challenge:coping:1"),
        (Tick("challenge", "coping", on=False), "t:challenge:coping:0"),
        (Done("challenge"), "d:challenge"),
        (Back("pace"), "b:pace"),
        (Open("change"), "o:change"),
        (Speak("fi"), "l:fi"),
        (Show("privacy"), "s:privacy"),
        (Do("restart"), "x:restart"),
        (Desk("all", 12), "k:all:12"),
        (Desk("card", -3), "k:card:-3"),
        (WhatIf("own"), "w:own:0"),
        (WhatIf("own", take=True), "w:own:1"),
        (Brief(answers=True), "f:1:-"),
        (Brief(answers=False, language="fi"), "f:0:fi"),
        (Meet("pick", 12, 2, 1_770_000_000), "m:pick:12:2:1770000000"),
        (Meet("leave", 12, 3), "m:leave:12:3:0"),
    ],
)
def test_data_is_written_and_read_back(data: Data, text: str) -> None:
    assert encode(data) == text
    assert decode(text) == data


@given(st.one_of(st.builds(Choose, PARTS, PARTS), st.builds(Open, PARTS), st.builds(Tick, PARTS, PARTS, st.booleans())))
def test_whatever_can_be_written_is_read_back_the_same(data: Data) -> None:
    text = encode(data)

    assert decode(text) == data
    assert 1 <= len(text.encode()) <= LIMIT_BYTES


@given(st.text(max_size=80))
def test_nonsense_means_nothing_or_what_would_be_written_the_same(text: str) -> None:
    data = decode(text)

    assert data is None or isinstance(data, Desk) or encode(data) == text


@pytest.mark.parametrize(
    "text",
    [
        "",
        ":",
        "c",
        "c:who",
        "c:who:",
        "c:who:a:b",
        "c:who:é",
        "c:who:a b",
        "C:who:a",
        "t:q:c",
        "t:q:c:2",
        "d",
        "d:a:b",
        "l:",
        "z:who",
        "k:all",
        "k:all:",
        "k:all:x",
        "k:all:--1",
        "k:all:1234567890123",
        "w:own:2",
        "f:1:",
        "m:pick:12:2",
        "m:pick:12:2:x",
        "c:who:" + "a" * 25,
        "c:" + "a" * 70,
        "c:who:a\n",
        "🙂",
    ],
)
def test_data_this_bot_never_made_means_nothing(text: str) -> None:
    assert decode(text) is None


@pytest.mark.parametrize("data", [Choose("who", ""), Choose("who", "a:b"), Choose("who", "ä"), Show("a" * 25)])
def test_data_that_would_not_be_read_back_is_refused_when_made(data: Data) -> None:
    with pytest.raises(DataTooLong):
        encode(data)


def test_every_choice_of_the_questionnaire_fits_into_a_button() -> None:
    for question in INTAKE.questions:
        for data in (Back(question.key), Open(question.key), Done(question.key)):
            assert decode(encode(data)) == data
        for choice in question.choices:
            for each in (Choose(question.key, choice.key), Tick(question.key, choice.key, on=True)):
                assert decode(encode(each)) == each
