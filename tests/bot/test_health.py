"""What a watcher hears: alive, and ready or why not."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from aiohttp import ClientSession, web
from aiohttp.test_utils import TestClient, TestServer, unused_port

from bot.errors import OutcomeUnknown, StorageError
from bot.ops.health import CONTACT_SECONDS, REMEMBERED_SECONDS, WAITING_SECONDS, Health, health_served
from bot.storage import KeySource, Store, Tx

NOON = 1_795_341_600.0


class Watched:
    """A store, a clock, and a Telegram that was last heard of at some time."""

    def __init__(self, store: Store, clock: list[float]) -> None:
        self.store = store
        self._clock = clock
        self.heard = NOON
        self.asked = 0
        self.away = False

    def passes(self, seconds: float) -> None:
        """Let time pass."""
        self._clock[0] += seconds

    async def ask(self) -> str:
        """Answer as Telegram does, or not."""
        self.asked += 1
        if self.away:
            raise OutcomeUnknown("no answer")
        return "bot"

    def health(self, *, asking: bool = False) -> Health:
        """The health of this bot."""
        return Health(self.store, lambda: self.heard, self.ask if asking else None, clock=lambda: self._clock[0])


@pytest.fixture
async def watched(tmp_path: Path) -> AsyncIterator[Watched]:
    clock = [NOON]
    async with await Store.open(
        tmp_path / "bot.sqlite3", keys=KeySource(data_key="00" * 32), clock=lambda: clock[0]
    ) as store:
        yield Watched(store, clock)


async def test_bot_that_hears_telegram_and_owes_nothing_is_ready(watched: Watched) -> None:
    report = await watched.health().report()

    assert report.ready
    assert report.as_json() == {
        "ready": True,
        "missing": [],
        "database": "ok",
        "seconds_since_telegram": 0,
        "oldest_undelivered_seconds": 0,
        "nothing_erased_for_seconds": 0,
    }


async def test_silence_of_telegram_while_polling_is_not_ready(watched: Watched) -> None:
    watched.passes(CONTACT_SECONDS + 1)

    assert not (await watched.health().report()).ready


async def test_never_heard_of_telegram_is_not_ready(watched: Watched) -> None:
    watched.heard = 0.0

    report = await watched.health().report()
    assert not report.ready
    assert report.as_json()["seconds_since_telegram"] is None


async def test_message_that_waits_too_long_is_not_ready(watched: Watched) -> None:
    await watched.store.transaction(lambda tx: tx.outbox.queue(9, "card", ref="1"))
    watched.passes(WAITING_SECONDS + 1)
    watched.heard = NOON + WAITING_SECONDS

    report = await watched.health().report()
    assert not report.ready
    assert report.as_json()["oldest_undelivered_seconds"] == WAITING_SECONDS + 1


async def test_message_meant_for_later_does_not_wait(watched: Watched) -> None:
    await watched.store.transaction(lambda tx: tx.outbox.queue(9, "card", ref="1", due_at=NOON + 1e6))
    watched.passes(WAITING_SECONDS + 1)
    watched.heard = NOON + WAITING_SECONDS

    assert (await watched.health().report()).ready


async def test_database_that_cannot_be_written_is_not_ready_and_says_nothing_of_its_place(
    watched: Watched, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def full(work: object) -> None:
        raise StorageError("the disk is full: /srv/secret")

    monkeypatch.setattr(watched.store, "transaction", full)

    report = await watched.health().report()
    assert not report.ready
    assert report.as_json()["database"] == "failed"


async def test_probe_writes_to_the_database(watched: Watched) -> None:
    await watched.health().report()

    def probed(tx: Tx) -> object:
        return tx.settings.get("probed_at")

    assert await watched.store.transaction(probed) == NOON


async def test_quiet_webhook_asks_telegram(watched: Watched) -> None:
    health = watched.health(asking=True)
    watched.passes(CONTACT_SECONDS + 1)

    assert (await health.report()).ready
    assert watched.asked == 1
    watched.passes(REMEMBERED_SECONDS)
    assert (await health.report()).ready
    assert watched.asked == 1


async def test_quiet_webhook_without_telegram_is_not_ready(watched: Watched) -> None:
    watched.passes(CONTACT_SECONDS + 1)
    watched.away = True

    assert not (await watched.health(asking=True).report()).ready


async def test_many_questions_are_one_look(watched: Watched, monkeypatch: pytest.MonkeyPatch) -> None:
    looked: list[int] = []
    health = watched.health()
    whole = watched.store.transaction

    async def counted(work):  # type: ignore[no-untyped-def]
        looked.append(1)
        return await whole(work)

    monkeypatch.setattr(watched.store, "transaction", counted)
    for _ in range(10):
        await health.report()
    assert len(looked) == 1
    watched.passes(REMEMBERED_SECONDS)
    await health.report()
    assert len(looked) == 2


async def test_answers_over_http_are_200_and_503(watched: Watched) -> None:
    health = watched.health()
    app = web.Application()
    app.router.add_get("/healthz", health.healthz)
    app.router.add_get("/readyz", health.readyz)
    async with TestClient(TestServer(app)) as client:
        assert (await client.get("/healthz")).status == 200
        assert (await client.get("/readyz")).status == 200
        watched.passes(CONTACT_SECONDS + 1)
        answer = await client.get("/readyz")
        assert answer.status == 503
        assert (await answer.json())["ready"] is False
        assert (await client.get("/healthz")).status == 200


async def test_port_of_its_own_answers_until_the_end(watched: Watched) -> None:
    port = unused_port()
    async with ClientSession() as session:
        async with health_served(watched.health(), "127.0.0.1", port):
            async with session.get(f"http://127.0.0.1:{port}/readyz") as answer:
                assert answer.status == 200
            async with session.post(f"http://127.0.0.1:{port}/readyz") as answer:
                assert answer.status == 405
        with pytest.raises(OSError, match=r"refused|Cannot connect"):
            await session.get(f"http://127.0.0.1:{port}/readyz")
