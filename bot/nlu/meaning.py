"""What typed words can turn out to mean."""

from __future__ import annotations

from typing import TypeAlias

from flows.dataclass import dataclass


@dataclass(frozen=True, slots=True)
class Match:
    """Certain: one key, or several when several may be chosen, in the order of the choices.

    `perhaps`: further ones that may be meant as well, to be asked back.
    """

    keys: tuple[str, ...]
    perhaps: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class AskBack:
    """Two or three keys that fit: ask which; or one that fits a part of the words only: ask whether it is meant."""

    keys: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Unknown:
    """Nothing fits."""


Meaning: TypeAlias = Match | AskBack | Unknown
