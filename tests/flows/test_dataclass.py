"""The quick dataclass does what the standard library's does."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from typing import Any

import pytest

from flows.dataclass import dataclass

Made = Callable[..., Any]


def classes(of: Made) -> tuple[Any, Any, Any]:
    """Return a class, one that inherits from it, and one without fields, made by one of the two decorators."""

    @of(frozen=True, slots=True)
    class Point:
        """A point."""

        x: int
        y: tuple[int, ...] = ()
        secret: str = dataclasses.field(default="", repr=False)
        beside: int = dataclasses.field(default=0, compare=False)
        filling: Any = dataclasses.field(default=None, hash=False)

    @of(frozen=True, slots=True, kw_only=True)
    class Named(Point):
        """A point with a name, shown in its own way."""

        name: str

        def __str__(self) -> str:
            return self.name

    @of(frozen=True, slots=True)
    class Nothing:
        """No fields."""

    return Point, Named, Nothing


LIBRARYS, OURS = classes(dataclasses.dataclass), classes(dataclass)


@pytest.mark.parametrize(
    "told",
    [
        lambda point, named, nothing: repr(point(1, (2,), "s")),
        lambda point, named, nothing: repr(named(1, name="n")),
        lambda point, named, nothing: (repr(nothing()), nothing() == nothing(), len({nothing(), nothing()})),
        lambda point, named, nothing: str(named(1, name="n")),
        lambda point, named, nothing: point(1, beside=2) == point(1, beside=3),
        lambda point, named, nothing: point(1) == point(2),
        lambda point, named, nothing: point(1, (2,)) != point(1, (2,)),
        lambda point, named, nothing: point(1) == named(1, name="n"),
        lambda point, named, nothing: point(1) == 1,
        lambda point, named, nothing: len({point(1), point(1, beside=2), point(1, (1,))}),
        lambda point, named, nothing: len({point(1, filling=[]), point(1, filling=[]), point(1, filling=[2])}),
        lambda point, named, nothing: repr(dataclasses.replace(named(1, name="n"), x=5)),
        lambda point, named, nothing: [each.name for each in dataclasses.fields(named)],
        lambda point, named, nothing: point.__match_args__ + named.__match_args__,
        lambda point, named, nothing: hasattr(named(1, name="n"), "__dict__"),
        lambda point, named, nothing: point.__eq__(point(1), 1),
    ],
)
def test_quick_dataclass_does_what_the_librarys_does(told: Made) -> None:
    assert told(*OURS) == told(*LIBRARYS)


def test_what_cannot_be_hashed_says_so() -> None:
    point = OURS[0]
    with pytest.raises(TypeError, match="unhashable"):
        hash(point([]))


def test_own_way_to_compare_is_kept() -> None:
    @dataclass(frozen=True, slots=True)
    class Never:
        """Like nothing."""

        x: int

        def __eq__(self, other: object) -> bool:
            return False

        def __hash__(self) -> int:
            return 5

    assert Never(1) != Never(1)
    assert hash(Never(1)) == 5


def test_others_than_frozen_ones_are_the_librarys() -> None:
    @dataclass(slots=True)
    class Counter:
        """Counts."""

        n: int = 0

    counter = Counter()
    counter.n += 1
    assert counter == Counter(1)
    with pytest.raises(TypeError, match="unhashable"):
        hash(counter)
