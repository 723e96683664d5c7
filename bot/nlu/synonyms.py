"""What people type instead of tapping, read from `locales/synonyms.<language>.toml` (its first lines explain it)."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType

from bot.ui.i18n import LOCALES


@dataclass(frozen=True, slots=True)
class Synonyms:
    """Every line of the synonym files: "question.key" -> what people type. Made by `load_synonyms`."""

    table: Mapping[str, tuple[str, ...]]

    def of(self, question: str, key: str) -> tuple[str, ...]:
        """Return what people type for a choice; "choice.<key>" serves every question."""
        return self.table.get(f"{question}.{key}", ()) + self.table.get(f"choice.{key}", ())


@cache
def load_synonyms(folder: Path = LOCALES) -> Synonyms:
    """Read every synonyms.<language>.toml of a folder into one table; "@name" stands for the words of class.name."""
    table: dict[str, tuple[str, ...]] = {}
    for file in sorted(folder.glob("synonyms.*.toml")):
        for key, words in tomllib.loads(file.read_text(encoding="utf-8")).items():
            table[key] = tuple(dict.fromkeys((*table.get(key, ()), *words)))
    classes = {key.partition(".")[2]: words for key, words in table.items() if key.startswith("class.")}
    named = {name: "|".join(words) for name, words in classes.items()}
    named |= {f"{name}s": "|".join("+" + word for word in words) for name, words in classes.items()}
    spelt = {
        key: tuple(_with_classes(word, named) for word in words)
        for key, words in table.items()
        if not key.startswith("class.")
    }
    return Synonyms(MappingProxyType(spelt))


def _with_classes(synonym: str, named: Mapping[str, str]) -> str:
    bare = re.sub(r"(?<![{|\w])@(\w+)(?![|}])", r"{@\1}", synonym)
    return re.sub(r"@(\w+)", lambda found: named[found[1]], bare)
