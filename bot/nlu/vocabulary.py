"""The one file that holds everything people type, as `bot.nlu.learning` writes it; read when it is first needed."""

from __future__ import annotations

from functools import cache
from hashlib import blake2b
from pathlib import Path

from bot.errors import BotError
from bot.nlu.index import Index
from bot.nlu.packed import Reader
from bot.ui.i18n import LOCALES
from flows.places import DATA

HERE = Path(__file__).parent
FILE = HERE / "vocabulary.bin"


def made_of() -> bytes:
    """Return what the file begins with when it was made of the present tables by the present rules."""
    sources = [*LOCALES.glob("synonyms.*.toml"), *DATA.glob("*.csv"), *HERE.rglob("*.py"), *HERE.rglob("*.toml")]
    content = blake2b(digest_size=16)
    for source in sorted(sources):
        content.update(source.read_bytes())
    return content.hexdigest().encode() + b"\n"


def is_fresh() -> bool:
    """Say whether the file is there and made of the present tables."""
    if not FILE.exists():
        return False
    with FILE.open("rb") as file:
        return file.readline() == made_of()


@cache
def vocabulary() -> Index:
    """Return the file's content. Raises BotError where there is none."""
    try:
        with FILE.open("rb") as file:
            file.readline()  # what it was made of
            return Index(Reader(file))
    except FileNotFoundError as error:
        raise BotError("The file of typed words is missing: python -m bot understand --learn makes it") from error


def number_of(word: str) -> int | None:
    """Return the number a folded word stands for, in digits or letters."""
    return vocabulary().number_of(word)
