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
from tests.e2e.house import house

ROOT = Path(__file__).resolve().parents[1]
OURS = tuple(f"{ROOT / room}/" for room in ("bot", "flows"))
STRANGER = f"{ROOT / 'bot' / 'local_telegram'}/"


class Way:
    """The files that are entered, in order, while it is `followed`."""

    def __init__(self) -> None:
        self.entered: list[str] = []
        self._following = False

    def note(self, frame: FrameType, event: str, _: object) -> None:
        """Note the file of a function of ours that is called."""
        name = frame.f_code.co_filename
        if self._following and event == "call" and name.startswith(OURS) and not name.startswith(STRANGER):
            self.entered.append(str(Path(name).relative_to(ROOT)))

    @contextmanager
    def followed(self, title: str) -> Iterator[None]:
        """Follow what happens in the block, and print it."""
        self.entered.clear()
        self._following = True
        yield
        self._following = False
        changes = sum(before != after for before, after in pairwise(self.entered))
        files = list(dict.fromkeys(self.entered))
        print(f"{title}: {len(files)} files, {changes} changes of file, {len(self.entered)} calls")  # noqa: T201
        print("  " + "\n  ".join(files))  # noqa: T201


async def main() -> None:
    """Walk a short way, and print three kinds of update."""
    way = Way()
    threading.setprofile(way.note)
    sys.setprofile(way.note)
    with tempfile.TemporaryDirectory() as folder:
        async with house(Path(folder)) as home:
            office = Office(home)
            await office.is_monday()
            before = await home.anna("fi", first_name="Eero")
            await before.answers("who.group", until="pace")  # what is made once has been made
            anna = await home.anna("fi")
            await anna.answers(until="who")
            await home.quiet()
            group = anna.words("who.group")
            with way.followed("a tap on a choice"):
                await anna.taps(group)
                await home.quiet()
            await anna.answers("together.together", until="place")
            await anna.picks("button.back")
            await home.quiet()
            with way.followed("typed words, the vocabulary loaded"):
                await anna.says("kaikki yhdessä")
                await home.quiet()
            await office.request("Bea")
            await home.quiet()
            with way.followed("the supervisor replies to a card"):
                await office.replies("Thursday?")


if __name__ == "__main__":
    asyncio.run(main())
