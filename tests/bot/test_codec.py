"""What is stored is read back as it was, also what an earlier version has stored."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from types import MappingProxyType
from typing import Any, NamedTuple

import pytest

from bot.codec import from_json, to_json
from flows.text import N_, NN_, Apart, Distance, OneOf, Text

HELLO = N_("hello", "Hello {name}")


class Point(NamedTuple):
    x: int
    y: int = 0


@dataclass(frozen=True, slots=True)
class Inner:
    words: str = ""
    keys: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Outer:
    number: int
    inner: Inner = field(default_factory=Inner)
    maybe: Inner | None = None
    several: tuple[Inner, ...] = ()
    pair: tuple[str, int] = ("", 0)
    by_key: Mapping[str, Inner] = field(default_factory=dict)
    points: tuple[Point, ...] = ()
    text: Text | None = None
    free: Mapping[str, Any] | None = None


FULL = Outer(
    3,
    Inner("a", ("b", "c")),
    Inner("d"),
    (Inner("e"), Inner("f")),
    ("g", 1),
    MappingProxyType({"h": Inner("i")}),
    (Point(1, 2),),
    HELLO.filled(name="Anna"),
    {"position": 0, "entities": [{"type": "bold"}]},
)


def through_json(value: object) -> Any:
    return json.loads(json.dumps(to_json(value)))


@pytest.mark.parametrize("value", [FULL, Outer(3), Inner("ä", ("ö",))])
def test_value_is_read_back_as_it_was(value: object) -> None:
    assert from_json(type(value), through_json(value)) == value


def test_json_stays_as_it_is() -> None:
    stored = {"letters": [7, [8, "photo", 0.5]], "none": None}

    assert to_json(stored) == stored
    assert to_json(None) is None


def test_missing_fields_take_their_defaults_and_unknown_ones_are_left_out() -> None:
    assert from_json(Outer, {"number": 3, "gone": [1], "inner": {"words": "a", "old": 1}}) == Outer(3, Inner("a"))


def test_field_without_a_default_is_never_made_up() -> None:
    with pytest.raises(TypeError, match="number"):
        from_json(Outer, {"pair": ["a", 1]})


@pytest.mark.parametrize("stored", [None, ["a", "b"], "words", 7])
def test_what_is_no_object_has_only_defaults(stored: object) -> None:
    assert from_json(Inner, stored) == Inner()
    assert from_json(Outer, {"number": 3, "inner": stored}) == Outer(3)


def test_single_value_is_the_first_of_several_now() -> None:
    assert from_json(Outer, {"number": 3, "points": [7, [8, 9]]}).points == (Point(7), Point(8, 9))


@pytest.mark.parametrize(
    "value",
    [
        "words",
        7,
        Distance(12.5),
        datetime(2026, 11, 22, 12, tzinfo=UTC),
        N_("other", "other"),
        OneOf((N_("a", "A"), "b")),
        Apart((N_("a", "A"), "b")),
        (N_("a", "A"), "b"),
    ],
    ids=repr,
)
def test_sentence_keeps_its_values(value: Any) -> None:
    text = HELLO.filled(name=value, n=2)

    assert from_json(Text, through_json(text)) == text


def test_sentence_with_a_number_keeps_both_forms() -> None:
    text = NN_("many", "{n} request", "{n} requests").filled(n=2)

    assert from_json(Text, through_json(text)) == text
