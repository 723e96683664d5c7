"""The standard library's `dataclass`; frozen ones with slots are made in a quarter of the time.

The library writes, compiles and runs seven functions for each; with two hundred of them that was a quarter of the bot's
start. Here `__init__` alone is made for each class: comparing, hashing and showing are the same for all. That nothing
is changed afterwards is what mypy sees to, to which this is the library's own decorator.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterable
from operator import attrgetter
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from dataclasses import dataclass as dataclass
else:

    def dataclass(*, frozen: bool = False, slots: bool = False, kw_only: bool = False) -> Any:
        """Return the decorator."""
        if not (frozen and slots):
            return dataclasses.dataclass(frozen=frozen, slots=slots, kw_only=kw_only)

        def decorated(of: type) -> type:
            made = dataclasses.dataclass(slots=True, kw_only=kw_only, repr=False, eq=False)(of)
            fields = dataclasses.fields(made)
            content = _reading(each.name for each in fields if each.compare)
            hashed = _reading(each.name for each in fields if (each.compare if each.hash is None else each.hash))
            shown = [each.name for each in fields if each.repr]

            def __eq__(self: Any, other: object) -> bool:
                return content(self) == content(other) if other.__class__ is self.__class__ else NotImplemented

            def __hash__(self: Any) -> int:
                return hash(hashed(self))

            def __repr__(self: Any) -> str:
                return f"{made.__qualname__}({', '.join(f'{name}={getattr(self, name)!r}' for name in shown)})"

            for method in (__eq__, __hash__, __repr__):
                if method.__name__ not in of.__dict__:
                    setattr(made, method.__name__, method)
            return made

        return decorated


def _reading(names: Iterable[str]) -> Callable[[object], object]:
    """Return what reads these fields of an object, quickly."""
    each = tuple(names)
    return attrgetter(*each) if each else lambda _: ()
