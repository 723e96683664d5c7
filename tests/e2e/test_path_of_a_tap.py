"""What has to be read to follow a tap: few of our files, and few changes from one to another (`tests.trace`)."""

from __future__ import annotations

from pathlib import Path

from tests.e2e.house import house
from tests.trace import Way, follow_tap

FILES, CHANGES = 24, 120


async def test_tap_on_a_choice_goes_through_few_files(tmp_path: Path) -> None:
    way = Way()
    with way.noting():
        async with house(tmp_path) as home:
            await follow_tap(way, home)

    assert way.entered[-1].startswith("bot/"), "the way was followed"
    assert len(way.files) <= FILES, way.told("a tap")
    assert way.changes <= CHANGES, way.told("a tap")
