"""Sentences as JSON: what is to be said is stored, and translated only when it is shown."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from flows.text import Apart, Distance, OneOf, Slot, Text, Value


def text_to_json(text: Text) -> dict[str, Any]:
    """Return a sentence with its values as JSON, to be translated when it is shown."""
    return {
        "context": text.context,
        "message": text.message,
        "plural": text.plural,
        "values": {name: _value_to_json(value) for name, value in text.values.items()},
    }


def text_from_json(stored_text: Mapping[str, Any]) -> Text:
    """Read back what `text_to_json` made."""
    text = Text(stored_text["context"], stored_text["message"], stored_text["plural"])
    return text.filled(**{name: _value_from_json(value) for name, value in stored_text["values"].items()})


def _value_to_json(value: Value) -> Any:
    match value:
        case Text():
            return {"text": text_to_json(value)}
        case Distance(km):
            return {"km": km}
        case Slot(starts_at, ends_at):
            return {"slot": [starts_at, ends_at]}
        case datetime():
            return {"moment": value.isoformat()}
        case OneOf(items):
            return {"one_of": [_value_to_json(each) for each in items]}
        case Apart(items):
            return {"apart": [_value_to_json(each) for each in items]}
        case tuple():
            return {"items": [_value_to_json(each) for each in value]}
        case _:
            return value


def _value_from_json(value: Any) -> Any:
    match value:
        case {"text": text}:
            return text_from_json(text)
        case {"km": km}:
            return Distance(km)
        case {"slot": [starts_at, ends_at]}:
            return Slot(starts_at, ends_at)
        case {"moment": moment}:
            return datetime.fromisoformat(moment)
        case {"one_of": items}:
            return OneOf(tuple(_value_from_json(each) for each in items))
        case {"apart": items}:
            return Apart(tuple(_value_from_json(each) for each in items))
        case {"items": items}:
            return tuple(_value_from_json(each) for each in items)
        case _:
            return value
