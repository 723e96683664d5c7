"""Values as JSON and back: dataclasses field by field, with the tuples, mappings and sentences that they hold.

A field that has its default is left out, so that what is not set costs nothing: a default never changes. What an
earlier version has stored is read too: a field that is not there takes its default, what is known no longer is left
out, and what is no object at all is the dataclass with nothing but defaults.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import MISSING, Field, fields, is_dataclass
from datetime import datetime
from functools import cache, partial
from operator import attrgetter
from types import MappingProxyType, NoneType
from typing import Any, TypeVar, get_args, get_origin, get_type_hints

from flows.text import Apart, Distance, OneOf, Slot, Text, Value

T = TypeVar("T")


def to_json(value: object) -> Any:
    """Return a value as JSON; what is JSON already stays as it is."""
    of: Any = type(value)
    write, _ = _codec(of)
    return write(value) if write else value


def from_json(of: type[T], stored: Any) -> T:
    """Read back a value of this type; KeyError or TypeError when a field without a default is missing."""
    kind: Any = of
    _, read = _codec(kind)
    found: T = read(stored) if read else stored
    return found


_Way = Callable[[Any], Any] | None
"""What makes one of the other; None: both are the same."""


@cache
def _codec(of: Any) -> tuple[_Way, _Way]:
    """Return what writes and what reads a type: worked out once, since every tap stores a conversation."""
    if of is NoneType:
        return None, lambda _: None
    if of is Text:
        return _text_to_json, _text_from_json
    if is_dataclass(of):
        return _by_fields(of)
    inner = get_args(of)
    if NoneType in inner:
        write, read = _codec(next(each for each in inner if each is not NoneType))
        return _unless_none(write), _unless_none(read)
    if isinstance(of, type) and issubclass(of, tuple):  # a named one; what was a single value is its first
        return None, lambda items: of(*items) if isinstance(items, list | tuple) else of(items)
    if get_origin(of) is tuple:  # which is a list to JSON anyway
        write, read = _codec(inner[0]) if inner[-1] is Ellipsis else (None, None)
        return partial(_each, list, write) if write else None, partial(_each, tuple, read) if read else tuple
    if get_origin(of) is Mapping:
        write, read = _codec(inner[1])
        return partial(_by_key, write), lambda items: MappingProxyType(_by_key(read, items))
    return None, None


def _by_fields(of: Any) -> tuple[_Way, _Way]:
    types = get_type_hints(of)
    names = tuple(each.name for each in fields(of))
    writes = [(each.name, _default_of(each), _codec(types[each.name])[0]) for each in fields(of)]
    reads = {name: _codec(types[name])[1] for name in names}
    values = attrgetter(*names, names[0])  # once more: of one name alone it would return no tuple

    def write(value: Any) -> dict[str, Any]:
        made = {}
        for (name, default, to), found in zip(writes, values(value), strict=False):
            if found is not default and found != default:
                made[name] = to(found) if to else found
        return made

    def read(stored: Any) -> Any:
        if not isinstance(stored, dict):
            return of()
        known = {name: value for name, value in stored.items() if name in reads}
        return of(**{name: get(value) if (get := reads[name]) else value for name, value in known.items()})

    return write, read


def _default_of(field: Field[Any]) -> Any:
    return field.default if field.default_factory is MISSING else field.default_factory()


def _each(made: Callable[[Any], Any], way: Callable[[Any], Any], items: Any) -> Any:
    return made(map(way, items))


def _by_key(way: _Way, items: Mapping[str, Any]) -> dict[str, Any]:
    return {key: way(each) for key, each in items.items()} if way else dict(items)


def _unless_none(way: _Way) -> _Way:
    return (lambda value: None if value is None else way(value)) if way else None


def _text_to_json(text: Text) -> dict[str, Any]:
    """Return a sentence with its values, to be translated when it is shown."""
    values = {name: _value_to_json(value) for name, value in text.values.items()}
    return {"context": text.context, "message": text.message, "plural": text.plural, "values": values}


def _text_from_json(stored: Mapping[str, Any]) -> Text:
    values = {name: _value_from_json(value) for name, value in stored["values"].items()}
    return Text(stored["context"], stored["message"], stored["plural"], MappingProxyType(values))


def _value_to_json(value: Value) -> Any:
    tag, write = _TAGGED.get(type(value), ("", None))
    return {tag: write(value)} if write else value


def _value_from_json(value: Any) -> Any:
    if not isinstance(value, dict):
        return value
    ((tag, tagged),) = value.items()
    return _BY_TAG[tag](tagged)


def _values_to_json(values: Iterable[Value]) -> list[Any]:
    return [_value_to_json(each) for each in values]


def _values_from_json(values: Iterable[Any]) -> tuple[Any, ...]:
    return tuple(_value_from_json(each) for each in values)


_TAGGED: Mapping[type, tuple[str, Callable[[Any], Any]]] = {
    Text: ("text", _text_to_json),
    Distance: ("km", lambda distance: distance.km),
    Slot: ("slot", lambda slot: [slot.starts_at, slot.ends_at]),
    datetime: ("moment", datetime.isoformat),
    OneOf: ("one_of", lambda one_of: _values_to_json(one_of.items)),
    Apart: ("apart", lambda apart: _values_to_json(apart.items)),
    tuple: ("items", _values_to_json),
}
_BY_TAG: Mapping[str, Callable[[Any], Any]] = {
    "text": _text_from_json,
    "km": Distance,
    "slot": lambda slot: Slot(*slot),
    "moment": datetime.fromisoformat,
    "one_of": lambda items: OneOf(_values_from_json(items)),
    "apart": lambda items: Apart(_values_from_json(items)),
    "items": _values_from_json,
}
"""How what fills a sentence is marked, unless it is JSON as it is."""
