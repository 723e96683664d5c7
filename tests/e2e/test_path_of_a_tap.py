"""What has to be read to follow an update: few of our files, and few changes from one to another (`tests.trace`)."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest

from tests.e2e.house import House, house
from tests.trace import Way, follow_reply, follow_tap, follow_typed


@pytest.mark.parametrize(
    ("follow", "files", "changes"),
    [(follow_tap, 25, 120), (follow_typed, 57, 420), (follow_reply, 57, 600)],
    ids=["a tap on a choice", "typed words", "a reply of the supervisor's"],
)
async def test_update_goes_through_few_files(
    tmp_path: Path, follow: Callable[[Way, House], Awaitable[object]], files: int, changes: int
) -> None:
    way = Way()
    with way.noting():
        async with house(tmp_path) as home:
            await follow(way, home)

    assert way.entered[-1].startswith("bot/"), "the way was followed"
    assert len(way.files) <= files, way.told("it goes through")
    assert way.changes <= changes, way.told("it goes through")
