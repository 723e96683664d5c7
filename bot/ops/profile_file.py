"""The supervisor's profile as a file, for another machine or another bot: JSON, to be read and changed by a person.

The photo is not in it: it stays with the bot at Telegram, and a new bot gets it in the chat.
"""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

from bot.config import Settings
from bot.ops.maintenance import new_private, open_beside
from bot.requests.profile import ANY, FIELDS, NO_PROFILE, Profile, checked, keep, read
from bot.ui.i18n import FALLBACK, Translator, load_translators

MOST_BYTES = 100_000


async def profile_to(settings: Settings, destination: Path) -> None:
    """Write the profile into a new file: one value for each field, by language where it has one.

    StorageError when the file exists or cannot be written.
    """
    async with await open_beside(settings) as store:
        profile = await store.transaction(read)
    fields = {key: said.get(ANY) or dict(said) for key, said in profile.words.items()}
    with new_private(destination) as file:
        file.write(json.dumps(fields, ensure_ascii=False, indent=2).encode() + b"\n")


async def profile_from(settings: Settings, source: Path) -> int:
    """Take a profile from a file in place of the one there is, but for the photo; return how many fields it has.

    ValueError with every fault, one a line, and then nothing is changed.
    """
    with source.open("rb") as file:
        profile = parsed(file.read(MOST_BYTES + 1), load_translators()[FALLBACK])
    async with await open_beside(settings) as store:
        await store.transaction(lambda tx: keep(tx, replace(profile, photo=read(tx).photo)))
    return len(profile.words)


def parsed(content: bytes, speak: Translator) -> Profile:
    """Return the profile of a file; ValueError with every fault, one a line."""
    try:
        given = json.loads(content) if len(content) <= MOST_BYTES else None
    except (ValueError, RecursionError):
        given = None
    if not isinstance(given, dict):
        raise ValueError("this is no profile: a JSON object is expected, as `bot profile --export` writes it")
    profile, faults = NO_PROFILE, []
    for key, value in given.items():
        of = FIELDS.get(key)
        told = {ANY: value} if of is not None and of.plain else value
        if of is None:
            faults.append(f"{key}: there is no such field")
        elif not isinstance(told, dict) or not all(isinstance(each, str) for each in told.values()):
            faults.append(f"{key}: text is expected" if of.plain else f"{key}: text by language is expected")
        else:
            for language, typed in told.items():
                words = checked(of, typed)
                if language not in of.languages:
                    faults.append(f"{key}: the language {language!r} is not one of {', '.join(of.languages)}")
                elif isinstance(words, str):
                    profile = profile.saying(key, language, words)
                else:
                    faults.append(f"{key}: {speak(words)}")
    if faults:
        raise ValueError("\n".join(("Nothing was changed:", *faults)))
    return profile
