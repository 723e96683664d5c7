"""Which of our files one update enters, and how often the way changes from file to file: `python -m tests.trace`.

It shows what has to be read to follow an update, and so what a change of the house is worth.
"""

from __future__ import annotations

import asyncio
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import pairwise
from pathlib import Path
from types import FrameType

from tests.e2e.desk.office import Office
from tests.e2e.house import House, house
from tests.e2e.phone import Phone

ROOT = Path(__file__).resolve().parents[1]
OURS = tuple(f"{ROOT / room}/" for room in ("bot", "flows"))
STRANGERS = (f"{ROOT / 'bot' / 'local_telegram'}/", f"{ROOT / 'flows' / 'dataclass.py'}")
"""Not of the way: the local Telegram, and what compares values in place of the standard library."""


class Way:
    """The files that are entered, in order, while it is `followed`."""

    def __init__(self) -> None:
        self.entered: list[str] = []
        self._following = False

    @property
    def files(self) -> list[str]:
        """Each file once, in the order in which they are first entered."""
        return list(dict.fromkeys(self.entered))

    @property
    def changes(self) -> int:
        """How often the way goes from one file to another."""
        return sum(before != after for before, after in pairwise(self.entered))

    def note(self, frame: FrameType, event: str, _: object) -> None:
        """Note the file of a function of ours that is called."""
        name = frame.f_code.co_filename
        if self._following and event == "call" and name.startswith(OURS) and not name.startswith(STRANGERS):
            self.entered.append(str(Path(name).relative_to(ROOT)))

    @contextmanager
    def noting(self) -> Iterator[None]:
        """Hear of every call, in threads too that begin in the block."""
        threading.setprofile(self.note)
        sys.setprofile(self.note)
        try:
            yield
        finally:
            sys.setprofile(None)
            threading.setprofile(None)

    @contextmanager
    def followed(self) -> Iterator[None]:
        """Follow what happens in the block."""
        self.entered.clear()
        self._following = True
        try:
            yield
        finally:
            self._following = False

    def told(self, title: str) -> str:
        """Return what was followed, as text."""
        first = f"{title}: {len(self.files)} files, {self.changes} changes of file, {len(self.entered)} calls"
        return "\n  ".join((first, *self.files))


async def follow_tap(way: Way, home: House) -> Phone:
    """Follow a tap on a choice, after somebody else has made the same one: what is made once has been made."""
    before = await home.anna("fi", first_name="Eero")
    await before.answers("who.group", until="pace")
    anna = await home.anna("fi")
    await anna.answers(until="who")
    await home.quiet()
    group = anna.words("who.group")
    with way.followed():
        await anna.taps(group)
        await home.quiet()
    return anna


async def follow_typed(way: Way, home: House) -> None:
    """Follow words typed at the question whether to meet together, after somebody else has typed others there."""
    for words in ("jokainen yksin", "kaikki yhdessä"):
        anna = await home.anna("fi")
        await anna.answers("who.group", until="together")
        await home.quiet()
        with way.followed():
            await anna.says(words)
            await home.quiet()


async def follow_reply(way: Way, home: House) -> None:
    """Follow the supervisor's reply to a card, after one to another."""
    office = Office(home)
    await office.is_monday()
    for number, name in enumerate(("Anna", "Bea"), 1):
        await office.request(name, number=number)
        await home.quiet()
        with way.followed():
            await office.replies("Thursday?")


async def main() -> None:
    """Follow three kinds of update."""
    way = Way()
    with tempfile.TemporaryDirectory() as folder, way.noting():
        async with house(Path(folder)) as home:
            await follow_tap(way, home)
            print(way.told("a tap on a choice"))  # noqa: T201
            await follow_typed(way, home)
            print(way.told("typed words, the vocabulary loaded"))  # noqa: T201
            await follow_reply(way, home)
            print(way.told("the supervisor replies to a card"))  # noqa: T201


if __name__ == "__main__":
    asyncio.run(main())
