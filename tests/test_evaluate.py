"""What the rules must reach for the 100 invented people, and that the figures are told as they are."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from bot.ops.evaluate import READINGS, counted, exact, harmful, read, taps, told, walked, wilson
from flows.engine import SKIP
from tests.flows.routes import given

ROWS = Path(__file__).resolve().parents[1] / "docs" / "rules.md"


def test_rules_name_the_best_form_for_most_and_harm_nobody() -> None:
    people = read()

    assert len(people) == 100
    for letter in READINGS:
        assert counted(people, letter, exact) >= 85
        assert counted(people, letter, harmful) == 0


def test_to_be_discussed_stays_rare() -> None:
    assert sum(each.suggested == "discuss" for each in read()) < 10


def test_figures_written_down_are_those_of_today() -> None:
    written = " ".join(ROWS.read_text(encoding="utf-8").split())

    figures = re.findall(r"\d+ of 100 \([^)]*\)", "\n".join(told(read())))

    assert figures
    assert [each for each in figures if each not in written] == []


def test_everybody_whose_suggestion_falls_short_is_named() -> None:
    lines = list(told(read()))
    named = lines[lines.index("Where it falls short:") + 1 :]
    short = [
        each.key for each in read() if not all(exact(reading, each.suggested) for reading in each.readings.values())
    ]

    assert [line.split(":")[0].strip() for line in named] == short


def test_interval_is_wilsons() -> None:
    low, high = wilson(92, 100)

    assert (round(low, 3), round(high, 3)) == (0.850, 0.959)
    assert wilson(0, 100)[0] == pytest.approx(0)
    assert wilson(100, 100)[1] == pytest.approx(1)


def test_taps_count_every_tick_and_its_done() -> None:
    answers = given(who="group", challenge=("coping", "growth"), together="together", place="remote", pace="longer")

    assert taps(answers) == 1 + 1 + 3 + 1 + 1 + 1


def test_answer_to_a_question_that_is_not_asked_is_refused() -> None:
    with pytest.raises(ValueError, match="h1: never asked before the suggestion: company"):
        walked("h1", {"who": ["group"], "company": ["own"]})


def test_question_of_which_a_story_knows_nothing_is_left_open() -> None:
    assert walked("h1", {"who": ["group"], "pace": ["few"]})["place"].chosen == (SKIP,)
