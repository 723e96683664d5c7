"""The parameters of a call, however they arrive: query, form, multipart or JSON.

Source: https://core.telegram.org/bots/api#making-requests. Numbers and booleans may be strings, objects may be JSON
in a string.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web

from bot.local_telegram.rules import refusal
from bot.local_telegram.shapes import Json


@dataclass(frozen=True, slots=True)
class Upload:
    """A file in a multipart request."""

    name: str
    mime_type: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Parameters:
    """What the caller gave. An absent value is "", 0, 0.0, False or None; a malformed one refuses the call."""

    values: Mapping[str, Any]
    files: Mapping[str, Upload] = field(default_factory=dict)

    def has(self, name: str) -> bool:
        """Whether the parameter was given at all, empty or not."""
        return name in self.values

    def text(self, name: str) -> str:
        value = self.values.get(name, "")
        return value if isinstance(value, str) else json.dumps(value)

    def integer(self, name: str, default: int = 0) -> int:
        try:
            return int(self.values.get(name) or default)
        except (TypeError, ValueError):
            raise refusal("number_invalid", name=name) from None

    def real(self, name: str) -> float:
        try:
            return float(self.values.get(name) or 0)
        except (TypeError, ValueError):
            raise refusal("number_invalid", name=name) from None

    def truth(self, name: str) -> bool:
        """A boolean: true, 1 or yes in any case."""
        return str(self.values.get(name, "")).lower() in ("true", "1", "yes", "t", "y")

    def parsed(self, name: str) -> Any:
        """A JSON value, given as JSON or as a string of JSON; None when absent or empty."""
        value = self.values.get(name)
        if not isinstance(value, str):
            return value
        if not value:
            return None
        try:
            return json.loads(value)
        except ValueError:
            raise refusal("json_invalid", name=name.replace("_", " ")) from None

    def listed(self, name: str) -> list[Any]:
        """A JSON array; empty when absent."""
        value = self.parsed(name)
        if value is None:
            return []
        if not isinstance(value, list):
            raise refusal("json_invalid", name=name.replace("_", " "))
        return value

    def as_json(self) -> Json:
        """For the log: the values, files by name and size."""
        files = {name: f"<{upload.name}, {len(upload.content)} bytes>" for name, upload in self.files.items()}
        return {**self.values, **files}


async def read_parameters(request: web.Request) -> Parameters:
    """The parameters of an HTTP request; those of the body win over those of the address."""
    values: Json = dict(request.query)
    files: dict[str, Upload] = {}
    if request.content_type == "application/json":
        try:
            body = await request.json()
        except ValueError:
            raise refusal("json_invalid", name="request") from None
        if isinstance(body, dict):
            values.update(body)
    elif request.can_read_body:
        for name, value in (await request.post()).items():
            if isinstance(value, web.FileField):
                files[name] = Upload(value.filename, value.content_type, value.file.read())
            else:
                values[name] = value if isinstance(value, str) else bytes(value).decode()
    return Parameters(values, files)
