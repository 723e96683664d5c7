"""What a suggestion means in practice: remote, on site near and far, abroad, unknown."""

from __future__ import annotations

import pytest

from flows.engine import SKIP, UNSURE
from flows.intake import ABROAD, meeting_place, out_of_reach
from flows.places import Band, band, distance_from_oulu, load
from flows.practice import place, to_agree
from flows.text import Distance
from tests.flows.routes import HELSINKI, KUOPIO, KUUSAMO, OULU, given

NEED = {"who": "group", "challenge": "coping", "together": "together"}


def test_towns_of_these_tests_lie_in_three_bands() -> None:
    bands = [band(town) for code in (OULU, KUOPIO, HELSINKI) if (town := load().by_code(code))]

    assert bands == [Band.INSIDE, Band.CONFIRM, Band.REMOTE]


@pytest.mark.parametrize(
    ("answers", "said"),
    [
        ({"place": "remote"}, ["practice.remote"]),
        ({"place": "any"}, ["practice.any"]),
        ({"place": SKIP}, []),
        ({"place": "on_site", "town": OULU}, ["practice.on_site.near"]),
        ({"place": "on_site", "town": KUUSAMO}, ["practice.on_site"]),
        ({"place": "both", "town": KUUSAMO}, ["practice.on_site", "practice.both"]),
        ({"place": "on_site", "town": KUOPIO}, ["practice.on_site"]),
        ({"place": "both", "town": KUOPIO}, ["practice.on_site", "practice.both"]),
        ({"place": "on_site", "town": UNSURE}, ["practice.on_site.unknown"]),
        ({"place": "both", "town": UNSURE}, ["practice.on_site.unknown", "practice.both"]),
        ({"place": "on_site", "town": HELSINKI, "far": "remote_fine"}, ["practice.far"]),
        ({"place": "both", "town": HELSINKI, "far": "remote_fine"}, ["practice.far"]),
        ({"place": "on_site", "town": HELSINKI, "far": UNSURE}, ["practice.far"]),
        ({"place": "on_site", "town": ABROAD, "far": "remote_fine"}, ["practice.abroad"]),
        ({"place": "both", "town": ABROAD, "far": UNSURE}, ["practice.abroad"]),
    ],
)
def test_place_is_said_by_what_was_chosen_and_how_far_it_is(answers: dict[str, str], said: list[str]) -> None:
    assert [text.context for text in place(given(**NEED, **answers))] == said


def test_confirmed_town_is_named_with_its_distance_and_nothing_is_invented() -> None:
    (sentence,) = place(given(**NEED, place="on_site", town=KUOPIO))
    town = load().by_code(KUOPIO)

    assert town is not None
    assert dict(sentence.values) == {"town": "Kuopio", "distance": distance_from_oulu(town)}
    assert isinstance(sentence.values["distance"], Distance)


@pytest.mark.parametrize(
    ("answers", "left"),
    [
        ({"place": "remote"}, []),
        ({"place": SKIP}, ["agree.where"]),
        ({"place": "on_site", "town": OULU}, []),
        ({"place": "both", "town": KUOPIO}, ["agree.journey"]),
        ({"place": "on_site", "town": UNSURE}, ["agree.where"]),
        ({"place": "on_site", "town": HELSINKI, "far": "remote_fine"}, []),
        ({"place": "on_site", "town": HELSINKI, "far": UNSURE}, ["agree.where"]),
        ({"place": "both", "town": ABROAD, "far": "on_site"}, ["agree.where"]),
    ],
)
def test_place_that_the_answers_do_not_settle_is_left_to_be_agreed(answers: dict[str, str], left: list[str]) -> None:
    assert [text.context for text in to_agree(given(**NEED, **answers))] == left


@pytest.mark.parametrize(
    ("answers", "far"),
    [
        ({"place": "on_site", "town": OULU}, False),
        ({"place": "on_site", "town": KUOPIO}, False),
        ({"place": "on_site", "town": HELSINKI}, True),
        ({"place": "both", "town": ABROAD}, True),
        ({"place": "both", "town": UNSURE}, False),
        ({"place": "remote"}, False),
    ],
)
def test_only_a_place_beyond_the_limit_or_abroad_is_out_of_reach(answers: dict[str, str], far: bool) -> None:
    assert out_of_reach(given(**NEED, **answers)) is far


def test_choosing_remote_afterwards_forgets_the_town() -> None:
    before = given(**NEED, place="on_site", town=HELSINKI, far="remote_fine")
    after = given(**NEED, place="remote")

    assert meeting_place(before) is not None
    assert meeting_place(after) is None
