"""The webhook answers 200 only for what is committed, and nobody without the secret gets further than the door."""

from __future__ import annotations

import asyncio
import io
from collections.abc import AsyncIterator, Callable, Collection, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

import pytest
from aiohttp import ClientSession, web
from aiohttp.test_utils import TestClient, TestServer, unused_port

from bot.errors import StorageError, TryLater
from bot.events import TapAnswer
from bot.storage import KeySource, Store, Tx
from bot.telegram.http_server import served
from bot.telegram.ingest import Ingest, Raw
from bot.telegram.updates import ALLOWED_UPDATES
from bot.telegram.webhook import SECRET_HEADER, Inbox, announce, webhook_app

SECRET = "letters-digits_1"
PATH = "/telegram"
TRUE = {SECRET_HEADER: SECRET}

T = TypeVar("T")
Client = TestClient[web.Request, web.Application]


class NoTelegram:
    """Nothing is polled here."""

    async def get_updates(
        self, offset: int | None, seconds: float, limit: int = 100, allowed_updates: Sequence[str] = ()
    ) -> list[Raw]:
        raise AssertionError

    async def delete_webhook(self) -> None:
        raise AssertionError

    async def answer(self, answer: TapAnswer) -> bool:
        """Nobody taps."""
        return True


@dataclass
class Bench:
    """A store, and what the transactions came to."""

    store: Store
    batches: list[list[int]] = field(default_factory=list)
    full: bool = False
    points: list[str] = field(default_factory=list)

    def ingest(self, **options: Any) -> Ingest:
        """An ingest that counts updates, and fails while the disk is "full"."""
        current: list[int] = []

        def decide(tx: Tx, raw: Raw) -> list[TapAnswer]:
            if self.full:
                raise StorageError("the disk is full")
            current.append(raw["update_id"])
            return []

        async def commit(chats: Collection[int], work: Callable[[Tx], T]) -> T:
            result = await self.store.transaction(work)
            self.batches.append(list(current))
            current.clear()
            return result

        return Ingest(commit, decide, lambda tx, raw: None, NoTelegram(), checkpoint=self.points.append, **options)

    @asynccontextmanager
    async def client(self, **options: Any) -> AsyncIterator[Client]:
        """The application on a free port, and a client of it."""
        async with TestClient(TestServer(webhook_app(self.ingest(), SECRET, PATH, **options))) as client:
            yield client


@pytest.fixture
async def bench(tmp_path: Path) -> AsyncIterator[Bench]:
    store = await Store.open(tmp_path / "bot.sqlite3", keys=KeySource(data_key="00" * 32))
    yield Bench(store)
    await store.close()


async def test_update_is_committed_then_answered(bench: Bench) -> None:
    async with bench.client() as client:
        answer = await client.post(PATH, json={"update_id": 1}, headers=TRUE)

    assert answer.status == 200
    assert bench.batches == [[1]]
    assert bench.points == ["after_receive", "before_commit", "after_commit", "before_acknowledge"]


@pytest.mark.parametrize(
    "headers",
    [{}, {SECRET_HEADER: ""}, {SECRET_HEADER: SECRET + "x"}, {SECRET_HEADER: "ä"}],
    ids=["none", "empty", "longer", "not ASCII"],
)
async def test_wrong_secret_is_refused(bench: Bench, headers: dict[str, str]) -> None:
    async with bench.client() as client:
        answer = await client.post(PATH, json={"update_id": 1}, headers=headers)

    assert answer.status == 401
    assert bench.batches == []


def test_secret_may_not_be_empty(bench: Bench) -> None:
    with pytest.raises(ValueError, match="secret"):
        webhook_app(bench.ingest(), "", PATH)


@pytest.mark.parametrize("method", ["GET", "PUT", "DELETE", "HEAD", "OPTIONS", "PATCH"])
async def test_only_post_is_taken(bench: Bench, method: str) -> None:
    async with bench.client() as client:
        answer = await client.request(method, PATH, headers=TRUE)

    assert answer.status == 405


async def test_other_path_is_not_there(bench: Bench) -> None:
    async with bench.client() as client:
        assert (await client.post("/", json={"update_id": 1}, headers=TRUE)).status == 404
        assert (await client.get("/healthz")).status == 404


async def test_probes_answer_where_given(bench: Bench) -> None:
    async def fine(request: web.Request) -> web.Response:
        return web.Response(text=request.path)

    async with bench.client(healthz=fine, readyz=fine) as client:
        assert await (await client.get("/healthz")).text() == "/healthz"
        assert await (await client.get("/readyz")).text() == "/readyz"


async def test_huge_body_is_refused(bench: Bench) -> None:
    async with bench.client() as client:
        answer = await client.post(PATH, data=io.BytesIO(b" " * (1024 * 1024 + 1)), headers=TRUE)

    assert answer.status == 413


@pytest.mark.parametrize("body", [b"", b"{", b"[1]", b"\xff", b"null", b"[" * 100_000])
async def test_no_update_is_refused_and_the_next_is_taken(bench: Bench, body: bytes) -> None:
    async with bench.client() as client:
        assert (await client.post(PATH, data=body, headers=TRUE)).status == 400
        assert (await client.post(PATH, json={"update_id": 2}, headers=TRUE)).status == 200

    assert bench.batches == [[2]]


async def test_failed_transaction_is_repeated_by_telegram(bench: Bench) -> None:
    async with bench.client() as client:
        bench.full = True
        assert (await client.post(PATH, json={"update_id": 1}, headers=TRUE)).status == 500
        bench.full = False
        assert (await client.post(PATH, json={"update_id": 1}, headers=TRUE)).status == 200

    assert bench.batches == [[1]]


async def test_what_waits_together_is_one_transaction_in_order(bench: Bench) -> None:
    inbox = Inbox(bench.ingest())
    joined = [inbox.join({"update_id": number}) for number in range(1, 151)]
    consumer = asyncio.create_task(inbox.run())
    committed = await asyncio.gather(*(future for future in joined if future))
    consumer.cancel()
    await asyncio.gather(consumer, return_exceptions=True)

    assert committed == [True] * 150
    assert bench.batches == [list(range(1, 101)), list(range(101, 151))]


async def test_what_takes_long_together_is_several_transactions_in_order(bench: Bench) -> None:
    seconds = iter(range(1000))
    inbox = Inbox(bench.ingest(stopwatch=lambda: next(seconds) * 0.6))
    joined = [inbox.join({"update_id": number}) for number in range(1, 6)]
    consumer = asyncio.create_task(inbox.run())
    committed = await asyncio.gather(*(future for future in joined if future))
    consumer.cancel()
    await asyncio.gather(consumer, return_exceptions=True)

    assert committed == [True] * 5
    assert bench.batches == [[1, 2], [3, 4], [5]]


async def test_full_queue_is_said_at_once(bench: Bench) -> None:
    inbox = Inbox(bench.ingest(), most=1)

    async def hold(app: web.Application) -> AsyncIterator[None]:
        yield

    app = webhook_app(bench.ingest(), SECRET, PATH, inbox=inbox)
    app.cleanup_ctx.clear()  # nobody consumes
    app.cleanup_ctx.append(hold)
    assert inbox.join({"update_id": 1})
    async with TestClient(TestServer(app)) as client:
        assert (await client.post(PATH, json={"update_id": 2}, headers=TRUE)).status == 503


async def test_consumer_that_ends_leaves_no_request_without_answer(bench: Bench) -> None:
    inbox = Inbox(bench.ingest())
    consumer = asyncio.create_task(inbox.run())
    waiting = inbox.join({"update_id": 1})
    assert waiting
    await asyncio.sleep(0)  # lets the consumer take it
    consumer.cancel()
    await asyncio.gather(consumer, return_exceptions=True)

    assert await asyncio.wait_for(waiting, 5) is False


@dataclass
class FakeSetter:
    """Remembers what was set; away at first. `told` is called once it is set."""

    told: Callable[[], object]
    away: int = 0
    calls: list[tuple[str, str, tuple[str, ...], int]] = field(default_factory=list)

    async def set_webhook(
        self, url: str, secret: str, allowed_updates: Sequence[str], max_connections: int = 40
    ) -> None:
        if self.away:
            self.away -= 1
            raise TryLater("no connection", 1, everywhere=True)
        self.calls.append((url, secret, tuple(allowed_updates), max_connections))
        self.told()


async def test_webhook_is_set_once_telegram_is_there_and_served_until_stopped(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.telegram.ingest.FIRST_WAIT", 0.0)
    stop, told, port = asyncio.Event(), asyncio.Event(), unused_port()
    setter = FakeSetter(told.set, away=2)
    async with served(webhook_app(bench.ingest(), SECRET, PATH), "127.0.0.1", port):
        await asyncio.wait_for(announce(setter, "https://bot.example.org/telegram", SECRET, stop), 5)
        assert told.is_set()
        async with ClientSession() as session:
            answer = await session.post(f"http://127.0.0.1:{port}{PATH}", json={"update_id": 1}, headers=TRUE)
            assert answer.status == 200

    assert setter.calls == [("https://bot.example.org/telegram", SECRET, ALLOWED_UPDATES, 10)]
    assert bench.batches == [[1]]


async def test_update_that_comes_before_the_bot_is_ready_is_left_with_telegram(bench: Bench) -> None:
    is_ready: list[bool] = []
    async with bench.client(ready=lambda: bool(is_ready)) as client:
        assert (await client.post(PATH, json={"update_id": 1}, headers=TRUE)).status == 503
        is_ready.append(True)
        assert (await client.post(PATH, json={"update_id": 1}, headers=TRUE)).status == 200

    assert bench.batches == [[1]]
