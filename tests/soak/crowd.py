"""One desk in a crowd: a hundred messages passed on, a flood, a blocked writer, an erasure, and others meanwhile.

Time is virtual and Telegram's limits are enforced, so that the figures are the same on every machine.
"""

from __future__ import annotations

import tempfile
from pathlib import Path

from bot.local_telegram.shapes import Json
from bot.prospect.service import erase
from bot.requests import limits
from tests.e2e.test_limits import Hall, hall, walkers

PASSED_ON = 100
FLOOD = 300
OLD = 49 * 3600.0
LONGEST_WAIT = 5.0
MOST_CALLS = 1.2


async def crowded() -> tuple[str, list[str]]:
    """Return the figures as a table for docs/reliability.md, and what must not be."""
    with tempfile.TemporaryDirectory() as folder:
        async with hall(Path(folder)) as place:
            return await _crowded(place)


async def _crowded(place: Hall) -> tuple[str, list[str]]:
    writer, flooder, blocked, other = await walkers(place, 4)
    for walker in (writer, flooder, blocked):
        await place.while_time_passes(walker.walk())
    await place.everything_is_sent()
    for n in range(PASSED_ON):
        place.clock.now += 61.0  # a calm writer: within every limit
        await writer.talk.says(f"asia {n}")
        await place.everything_is_sent()
    calm = _copies(place, "asia")
    for n in range(FLOOD):
        await flooder.talk.says(f"tulva {n}")
    await place.everything_is_sent()
    await place.app.store.transaction(lambda tx: limits.block(tx, blocked.talk.chat_id, 3))
    for n in range(FLOOD // 10):
        await blocked.talk.says(f"estetty {n}")
    await place.everything_is_sent()

    place.clock.now += OLD
    before = len(place.telegram.journal.calls)
    await place.app.store.transaction(lambda tx: erase(tx, writer.talk.chat_id))
    desk = place.supervisor.chat_id
    for _ in range(100):  # five seconds into it
        await place.ticks()
    began, cards = place.clock.now, _cards(place)
    await place.app.store.transaction(lambda tx: tx.outbox.queue(desk, "card_anew", ref="2"))
    while _cards(place) <= cards:
        await place.ticks()
    waited = place.clock.now - began
    await place.while_time_passes(other.walk())
    await place.everything_is_sent()
    emptying = [call for call in place.telegram.journal.calls[before:] if _empties(call, desk)]
    calls = len(emptying) / PASSED_ON
    left = [screen.text for screen in place.supervisor.screens if "asia" in screen.text]
    rows = [
        ("messages of a calm writer passed on", f"{calm} of {PASSED_ON}"),
        ("messages of a flood passed on", f"{_copies(place, 'tulva')} of {FLOOD}"),
        ("messages of a blocked writer passed on", f"{_copies(place, 'estetty')} of {FLOOD // 10}"),
        ("a card of another request waits while these are emptied", f"{waited:.2f} s"),
        ("calls for each message emptied", f"{calls:.2f}"),
        ("messages with the erased writer's words left at the desk", str(len(left))),
        ("refused by Telegram's limits (429)", str(len(place.refused))),
        ("queued and not sent at the end", str(await place.undelivered())),
    ]
    faults = []
    if calm != PASSED_ON:
        faults.append("a calm writer's messages were not all passed on")
    if _copies(place, "estetty"):
        faults.append("a blocked writer's message was passed on")
    if left:
        faults.append("words of an erased writer are left at the desk")
    if waited > LONGEST_WAIT:
        faults.append("a card waits too long behind what is emptied")
    if calls > MOST_CALLS:
        faults.append("emptying takes too many calls")
    if await place.undelivered():
        faults.append("something was not sent")
    return "\n".join(["| crowd | |", "|---|---|", *(f"| {name} | {value} |" for name, value in rows)]), faults


def _copies(place: Hall, word: str) -> int:
    return sum(f"{word} " in screen.text for screen in place.supervisor.screens)


def _cards(place: Hall) -> int:
    return sum(
        screen.text.startswith(("Uusi yhteydenottopyyntö", "Yhteydenottopyyntö")) for screen in place.supervisor.screens
    )


def _empties(call: Json, desk: int) -> bool:
    method = str(call["method"]).lower()
    return method.startswith(("edit", "delete")) and int(call["parameters"].get("chat_id", 0)) == desk
