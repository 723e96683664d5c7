"""A running local Telegram, a bare HTTP client and the library's for its Bot API, and a clock that a test moves."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any

import aiohttp
import pytest
from telegram import Bot

from tests.driver import LocalTelegram, Talk


@dataclass(slots=True)
class FakeClock:
    """Unix seconds that only a test moves."""

    now: float = 1_790_000_000.0

    def __call__(self) -> float:
        return self.now

    def passes(self, seconds: float) -> None:
        """Let time pass."""
        self.now += seconds


@dataclass(frozen=True, slots=True)
class BareClient:
    """Calls methods as JSON and gives back the body, error or not."""

    telegram: LocalTelegram
    session: aiohttp.ClientSession

    async def call(self, method: str, **parameters: Any) -> dict[str, Any]:
        """The decoded body of the answer."""
        address = f"{self.telegram.url}/bot{self.telegram.token}/{method}"
        async with self.session.post(address, json=parameters) as response:
            body: dict[str, Any] = await response.json()
            assert response.status == (200 if body["ok"] else body["error_code"])
            return body

    async def result(self, method: str, **parameters: Any) -> Any:
        """The result of a call that must succeed."""
        body = await self.call(method, **parameters)
        assert body["ok"], body
        return body["result"]

    async def local(self, verb: str, path: str, body: Any = None) -> dict[str, Any]:
        """A call of the control API that must succeed."""
        async with self.session.request(verb, f"{self.telegram.page}local/{path}", json=body) as response:
            answer: dict[str, Any] = await response.json()
            assert response.status == 200, answer
            return answer


@pytest.fixture
def clock() -> FakeClock:
    """The clock of the local Telegram."""
    return FakeClock()


@pytest.fixture
async def telegram(clock: FakeClock) -> AsyncIterator[LocalTelegram]:
    """A local Telegram without send limits."""
    async with LocalTelegram(clock=clock, webhook_pause=0.001) as running:
        yield running


@pytest.fixture
async def bare(telegram: LocalTelegram) -> AsyncIterator[BareClient]:
    """The bare client of that Telegram."""
    async with aiohttp.ClientSession() as session:
        yield BareClient(telegram, session)


@pytest.fixture
async def anna(telegram: LocalTelegram) -> Talk:
    """A person who has pressed Start."""
    return await telegram.person("Anna", language_code="fi")


def client(telegram: LocalTelegram, token: str = "") -> Bot:
    """The library's Bot, pointed at the local Telegram."""
    return Bot(
        token or telegram.token,
        base_url=f"{telegram.url}/bot",
        base_file_url=f"{telegram.url}/file/bot",
    )


@pytest.fixture
async def bot(telegram: LocalTelegram) -> AsyncIterator[Bot]:
    """An initialised Bot."""
    async with client(telegram) as started:
        yield started
