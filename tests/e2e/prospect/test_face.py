"""Name, descriptions and commands in Telegram, per language, set only where they differ."""

from __future__ import annotations

import asyncio

from bot.local_telegram.rules import DESCRIPTION_LENGTH, NAME_LENGTH, SHORT_DESCRIPTION_LENGTH
from bot.local_telegram.shapes import Json
from bot.ops.bot_profile import DESCRIPTION, NAME, SHORT
from tests.driver import PATIENCE_SECONDS
from tests.e2e.house import House
from tests.e2e.phone import languages, said


def named(home: House) -> bool:
    """Whether the bot has its name in every language; where nothing is set, the one without a language shows."""
    shown = home.telegram.model.profile
    names = {code: shown.get(("name", code)) or shown.get(("name", "")) for code in ("", "fi")}
    return names == {"": said("face.name", "en"), "fi": said("face.name", "fi")}


async def set_up(home: House, times: int = 1) -> list[Json]:
    """Wait until the bot has looked at its face so many times; what it has set of it."""
    async with asyncio.timeout(PATIENCE_SECONDS):
        while len(home.calls("getMyName")) < times * len(languages()) or not named(home):
            await home.telegram.journal.changed.wait()
    await home.quiet()
    return [call for call in home.telegram.journal.calls if call["method"].startswith("setMy")]


async def test_face_is_set_in_every_language_and_not_again(home: House) -> None:
    first = await set_up(home)
    shown = home.telegram.model.profile
    for language, code in (("en", ""), ("fi", "fi")):
        assert (shown.get(("description", code)) or shown["description", ""]) == said("face.description", language)
    await home.restarts()
    assert len(await set_up(home, 2)) == len(first)


def test_face_fits_telegram_in_every_language() -> None:
    for speak in languages().values():
        assert 0 < len(speak(NAME)) <= NAME_LENGTH
        assert 0 < len(speak(DESCRIPTION)) <= DESCRIPTION_LENGTH
        assert 0 < len(speak(SHORT)) <= SHORT_DESCRIPTION_LENGTH
