"""Catalogues as Babel reads them: to compile one, and for what has to know more than its sentences."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import write_mo
from babel.messages.pofile import PoFileError, read_po


def read_catalogue(path: Path) -> Catalog:
    """Read one .po file; ValueError, naming the file, when it is malformed or has no known locale."""
    with path.open("rb") as file:
        try:
            catalogue = read_po(file, abort_invalid=True)
        except (PoFileError, ValueError, LookupError) as error:
            raise ValueError(f"{path}: {error}") from error
    if catalogue.locale is None:
        raise ValueError(f"{path}: the header 'Language:' is missing or names a language that Babel does not know")
    return catalogue


def untranslated(catalogue: Catalog, english: Catalog) -> int:
    """Return how many of the sentences a catalogue lacks, or has only a fuzzy translation of."""
    own = {(message.context, message.id) for message in catalogue if is_complete(message) and not message.fuzzy}
    return sum((message.context, message.id) not in own for message in english if message.id)


def is_complete(message: Message) -> bool:
    """Say whether every form of the message is translated."""
    return all([message.string] if isinstance(message.string, str) else message.string or [""])


def compiled(path: Path) -> bytes:
    """Return a catalogue as `gettext` reads it; untranslated and fuzzy entries are left out, and stay English.

    ValueError as for `read_catalogue`.
    """
    content = BytesIO()
    write_mo(content, read_catalogue(path))
    return content.getvalue()


def is_whole(path: Path, english: Path) -> bool:
    """Say whether nothing that the English catalogue has is left to translate; where that is missing, so it is."""
    return not english.exists() or not untranslated(read_catalogue(path), read_catalogue(english))
