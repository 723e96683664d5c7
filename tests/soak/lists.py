"""How long /leads and /find take with many requests: those of a page, or of a search, are opened (decrypted).

Both sizes in one run on one machine, by turns, from a database file to the finished screen; Telegram is not part of it.
Figures are for reading, nothing is asserted.
"""

from __future__ import annotations

import asyncio
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable, Mapping
from contextlib import AsyncExitStack
from pathlib import Path
from statistics import median
from zoneinfo import ZoneInfo

from bot.desk.lists.pages import found_screen, list_screen, listed, search
from bot.desk.service import Desk
from bot.hours import parse_hours
from bot.requests.request import Lead, personal_of
from bot.storage import KeySource, Store, StoredLead, Tx
from bot.ui.i18n import Translator, load_translators
from bot.ui.screens import Screen
from flows.recommend import recommend
from tests.flows.routes import KUOPIO, given

SIZES = (1000, 2000)
TURNS = 7
HALF_AN_HOUR = 1800.0
ZONE = ZoneInfo("Europe/Helsinki")

ANSWERS = given(
    who="managers",
    challenge=("new_role", "coping", "words"),
    own_words="Esihenkilöiden yhteistyö on ollut koetuksella muutosten jälkeen. " * 5,
    together="alternately",
    place="both",
    town=KUOPIO,
    pace="longer",
    offer="contact",
    way="email",
    email="anna@example.org",
)


def ways(desk: Desk, speak: Translator) -> Mapping[str, Callable[[Store], Awaitable[Screen]]]:
    """Return what is measured, by name."""

    def page(n: int) -> Callable[[Store], Awaitable[Screen]]:
        return lambda store: store.transaction(lambda tx: list_screen(listed(tx, "open", n, desk), "open", speak))

    async def found(store: Store, word: str) -> Screen:
        return found_screen(await search(store, word, desk), word, speak)

    return {
        "/leads, first page": page(0),
        "/leads, last page": page(10_000),
        "/find, many hits": lambda store: found(store, "anna"),
        "/find, no hit": lambda store: found(store, "zzzz"),
    }


async def compared() -> str:
    """Return one line for each way and size: median, lowest and highest of all turns."""
    hours = parse_hours("mon-fri 9-17", ZONE)
    assert hours is not None
    measured = ways(Desk(hours), load_translators(timezone=ZONE)["fi"])
    took: dict[tuple[str, int], list[float]] = {(name, size): [] for name in measured for size in SIZES}
    async with AsyncExitStack() as stack:
        stores = {}
        for size in SIZES:
            folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
            store = await Store.open(folder / "bot.sqlite3", keys=KeySource(data_key="00" * 32))
            stack.push_async_callback(store.close)
            await store.transaction(lambda tx, size=size: fill(tx, size))  # type: ignore[misc]  # bound now
            stores[size] = store
        for _ in range(TURNS):
            for (name, size), times in took.items():
                begun = time.perf_counter()
                await measured[name](stores[size])
                times.append(time.perf_counter() - begun)
    return "\n".join(
        f"{name}, {size} requests: {median(times):.3f} s (from {min(times):.3f} to {max(times):.3f})"
        for (name, size), times in took.items()
    )


def fill(tx: Tx, size: int) -> None:
    """Send so many requests, half an hour apart, all still open."""
    form = recommend(ANSWERS).format.key
    for at in range(size):
        lead = Lead(0, 1000 + at, "fi", form, "new", None, ANSWERS, name=f"Anna {at}", username=f"anna_{at}")
        tx.leads.add(
            StoredLead(
                chat_id=lead.chat_id,
                format=form,
                language="fi",
                created_at=tx.now - at * HALF_AN_HOUR,
                month="2026-11",
                notice_version="1",
                agreed_at=tx.now,
                confirmation=f"{at}",
                personal=personal_of(lead),
            )
        )


if __name__ == "__main__":
    sys.stdout.write(f"{asyncio.run(compared())}\n")
