"""What the operator, who is not the supervisor, is told and can look at."""

from __future__ import annotations

import asyncio
import json
import os
import sqlite3
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, closing
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web

from bot.errors import StorageError
from bot.ops.alert import Alert, Found, is_news
from bot.ops.health import Health
from bot.ops.maintenance import kept_aside
from bot.storage import KeySource, Store
from bot.storage.files import copy_of, forget_copies, refuse_other_user
from bot.storage.migrate import migrations
from tests.e2e.house import House

KEYS = KeySource(data_key="00" * 32)


@asynccontextmanager
async def receiver() -> AsyncIterator[tuple[str, list[dict[str, Any]], Callable[[int], None]]]:
    """A server of the operator's: its address, what it was told, and a way to let it fail."""
    told: list[dict[str, Any]] = []
    status = [200]

    async def take(request: web.Request) -> web.Response:
        told.append(await request.json())
        return web.Response(status=status[0])

    app = web.Application()
    app.router.add_post("/alert", take)
    runner = web.AppRunner(app)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    host, port = runner.addresses[0][:2]
    try:
        yield f"http://{host}:{port}/alert", told, lambda answer: status.__setitem__(0, answer)
    finally:
        await runner.cleanup()


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[Store]:
    async with await Store.open(tmp_path / "bot.sqlite3", keys=KEYS) as opened:
        yield opened


def copies(path: Path) -> list[str]:
    """The names of the copies made before updates."""
    return [each.name for each in path.parent.glob("*before-update*")]


class Heard:
    """When Telegram was last heard of, by a clock of its own."""

    def __init__(self) -> None:
        self.now = 1_000_000.0
        self.last = self.now

    def health(self, store: Store) -> Health:
        return Health(store, lambda: self.last, clock=lambda: self.now)


async def test_operator_is_told_once_of_what_is_missing_and_once_that_it_is_back(store: Store) -> None:
    heard = Heard()
    async with receiver() as (url, told, _):
        alert = Alert(store, heard.health(store), url)
        await alert.look()
        assert told == []
        for _again in range(3):
            heard.now += 300
            await alert.look()
        assert told == [{"bot": "", "ready": False, "missing": ["telegram"], "faults": 0}]
        heard.now += 60
        heard.last = heard.now
        await alert.look()
        assert [each["ready"] for each in told] == [False, True]


async def test_fault_is_told_without_a_word_of_what_was_written(store: Store) -> None:
    heard = Heard()
    async with receiver() as (url, told, _):
        alert = Alert(store, heard.health(store), url)
        await store.transaction(lambda tx: tx.poison.keep(7, 4321, "ValueError at x.py:1 y", {"text": "Helmi 040"}))
        await alert.look()
        assert [each["faults"] for each in told] == [1]
        assert "Helmi" not in json.dumps(told)
        assert "4321" not in json.dumps(told)


async def test_what_the_operators_server_refuses_is_told_the_next_time(store: Store) -> None:
    heard, looks, stop = Heard(), 0, asyncio.Event()
    heard.now += 300
    async with receiver() as (url, told, answers):

        async def wait() -> None:
            nonlocal looks
            looks += 1
            answers(200)
            heard.now += 60
            if looks == 3:
                stop.set()

        answers(503)
        waiting: Callable[[], Awaitable[object]] = wait
        await Alert(store, heard.health(store), url).watch(stop, waiting)
    assert [each["missing"] for each in told] == [["telegram"], ["telegram"]]


async def test_operators_server_that_says_nothing_holds_up_no_stop(store: Store) -> None:
    heard, met, stop = Heard(), asyncio.Event(), asyncio.Event()
    heard.now += 300

    async def says_nothing(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        met.set()
        await reader.read()
        writer.close()

    silent = await asyncio.start_server(says_nothing, "127.0.0.1", 0)
    port = silent.sockets[0].getsockname()[1]
    async with silent, asyncio.timeout(5):
        watching = asyncio.create_task(Alert(store, heard.health(store), f"http://127.0.0.1:{port}").watch(stop))
        await met.wait()
        stop.set()
        await watching


@pytest.mark.parametrize(
    ("before", "now", "news"),
    [
        (Found(), Found(), False),
        (Found(), Found(("database",)), True),
        (Found(("database",)), Found(("database",)), False),
        (Found(("database",)), Found(), True),
        (Found(faults=2), Found(faults=1), False),
        (Found(faults=1), Found(faults=2), True),
    ],
)
def test_only_what_has_changed_is_news(before: Found, now: Found, news: bool) -> None:
    assert is_news(before, now) is news


async def test_updates_kept_aside_are_listed_and_one_is_printed(home: House) -> None:
    settings = home.settings
    assert await kept_aside(settings) == ["Nothing is kept aside."]
    raw = {"update_id": 7, "message": {"text": "ääni"}}
    await home.app.store.transaction(lambda tx: tx.poison.keep(7, 4321, "ValueError at x.py:1 y", raw))
    (line,) = await kept_aside(settings)
    number = int(line.split()[0])
    assert line.endswith("ValueError at x.py:1 y")
    assert "ääni" not in line
    fault, printed = await kept_aside(settings, number)
    assert fault == "ValueError at x.py:1 y"
    assert json.loads(printed) == raw
    with pytest.raises(StorageError, match="bot kept-aside"):
        await kept_aside(settings, number + 1)


async def test_database_is_copied_before_it_is_brought_up_to_date(tmp_path: Path) -> None:
    path = tmp_path / "bot.sqlite3"
    first = migrations()[0]
    with closing(sqlite3.connect(path)) as raw:
        raw.executescript(f"{first}\nPRAGMA application_id = {0x54594F4E};\nPRAGMA user_version = 1;")
    async with await Store.open(path, keys=KEYS):
        pass
    copy = copy_of(path, 1)
    with closing(sqlite3.connect(copy)) as raw:
        assert raw.execute("PRAGMA user_version").fetchone() == (1,)
    assert copy.stat().st_mode & 0o777 == 0o600
    async with await Store.open(path, keys=KEYS):
        pass
    assert copies(path) == [copy.name]  # there was nothing more to do
    made = copy.stat().st_mtime
    assert forget_copies(path, made) == 0
    assert forget_copies(path, made + 1) == 1
    assert not copy.exists()


def test_root_does_not_work_on_anothers_database(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "bot.sqlite3"
    refuse_other_user(path)  # none yet
    path.touch()
    owner = path.stat().st_uid
    monkeypatch.setattr(os, "geteuid", lambda: owner)
    refuse_other_user(path)
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    real = Path.stat

    def of_somebody(self: Path, **options: Any) -> os.stat_result:
        found = real(self, **options)
        return os.stat_result((*found[:4], 12345, *found[5:])) if self == path else found

    monkeypatch.setattr(Path, "stat", of_somebody)
    with pytest.raises(StorageError, match="sudo -u #12345"):
        refuse_other_user(path)
