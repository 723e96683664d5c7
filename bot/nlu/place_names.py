"""What people call places beside their official names, read from places.toml."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from pathlib import Path

_TOLD = tomllib.loads(Path(__file__).with_name("places.toml").read_text(encoding="utf-8"))

NICKNAMES: Mapping[str, str] = _TOLD["nicknames"]
OFTEN_TWO_PLACES: Mapping[str, list[str]] = _TOLD["often_two_places"]
REGIONS: list[str] = _TOLD["regions"]
ABROAD: list[str] = _TOLD["abroad"]
OFFICIAL_WORDS = frozenset(_TOLD["official_words"].split())
AROUND_WORDS = frozenset(_TOLD["around_words"].split())
FILLER_WORDS = frozenset(_TOLD["filler_words"].split())
