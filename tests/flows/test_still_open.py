"""What an unknown answer leaves open."""

from __future__ import annotations

from flows.engine import SKIP, UNSURE
from flows.recommend import decide
from flows.what_if import CHANGES, FORMATS_SHOWN, still_open
from tests.flows.routes import given, need_routes


def test_nothing_is_open_when_everything_is_known() -> None:
    assert still_open(given(who="group", challenge="coping", together="together", place="remote", pace="longer")) == ()


def test_unknown_answer_names_the_formats_it_could_lead_to() -> None:
    (one,) = still_open(given(who="pair", challenge="coping", together=UNSURE, place="remote", pace="longer"))

    assert one.question.key == "together"
    assert [each.key for each in one.formats] == ["individual"]


def test_answer_not_told_is_open_as_well() -> None:
    (one,) = still_open(given(who="pair", challenge="coping", together=SKIP, place="remote", pace="longer"))

    assert one.question.key == "together"


def test_range_never_repeats_the_suggestion_and_stays_short() -> None:
    for answers in need_routes()[::7]:
        for one in still_open(answers):
            keys = [each.key for each in one.formats]
            assert 0 < len(keys) <= FORMATS_SHOWN
            assert decide(answers).suggest not in keys
            assert len(set(keys)) == len(keys)


def test_every_change_has_a_short_label_of_its_own() -> None:
    assert len({each.label.message for each in CHANGES}) == len(CHANGES)
    assert all(len(each.label.message) <= 31 for each in CHANGES)
