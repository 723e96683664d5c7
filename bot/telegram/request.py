"""Calls to the Bot API over aiohttp, with errors that say exactly what a failure means.

No exception raised here holds an address, since the address holds the token.
Source: https://core.telegram.org/bots/api#making-requests
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Mapping
from typing import Any, Final, Self

import aiohttp

from bot.errors import DeliveryError, OutcomeUnknown
from bot.telegram.errors import failure, never_sent

AS_JSON: Final = {"Content-Type": "application/json"}
AGENT: Final = "tyonohjaus-intake"


class Connections:
    """One pool of connections to the Bot API. All times in seconds.

    `connect_timeout` bounds the making of a connection. Must be opened on the running event loop.
    """

    def __init__(self, *, pool_size: int = 64, connect_timeout: float = 10.0, read_timeout: float = 15.0) -> None:
        self._pool_size = pool_size
        self._connect = connect_timeout
        self.read_timeout = read_timeout
        self._usual = self._limits(read_timeout)
        self._session: aiohttp.ClientSession | None = None

    async def __aenter__(self) -> Self:
        await self.open()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.close()

    async def open(self) -> None:
        """Open the pool; again is allowed."""
        if self._session is None or self._session.closed:
            # Idle connections go before the server drops them: a POST on a dropped one has an unknown outcome.
            connector = aiohttp.TCPConnector(limit=self._pool_size, keepalive_timeout=15)
            self._session = aiohttp.ClientSession(
                connector=connector, cookie_jar=aiohttp.DummyCookieJar(), headers={"User-Agent": AGENT}
            )

    async def close(self) -> None:
        """Close every connection; again is allowed."""
        if self._session is not None:
            await self._session.close()
            self._session = None

    async def call(self, url: str, parameters: Mapping[str, object], read_timeout: float = 0.0) -> Any:
        """Call a method with parameters as JSON and return its result; raises a DeliveryError or TokenRefused.

        `read_timeout`: seconds that the whole call may take, where that is not as usual.
        """
        body = {"data": json.dumps(parameters).encode(), "headers": AS_JSON}
        limits = self._limits(read_timeout) if read_timeout else self._usual
        return answer_of(await self.exchange("POST", url, body, limits))["result"]

    def _limits(self, read: float) -> aiohttp.ClientTimeout:
        # One timer for a call as small as these; where no connection is made in time, nothing has left.
        return aiohttp.ClientTimeout(total=read, sock_connect=self._connect)

    async def exchange(self, method: str, url: str, body: Mapping[str, Any], limits: aiohttp.ClientTimeout) -> bytes:
        """Return what the server answers with a status of 2xx; raise what any other means."""
        if self._session is None:
            raise RuntimeError("the connections are not open")
        why: DeliveryError
        try:
            async with self._session.request(method, url, **body, timeout=limits, allow_redirects=False) as response:
                code, payload = response.status, await response.read()
        except (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError, aiohttp.InvalidURL) as error:
            why = never_sent(f"no connection ({type(error).__name__})")
        except TimeoutError:
            why = OutcomeUnknown("no answer in time")
        except (aiohttp.ClientError, OSError, asyncio.IncompleteReadError) as error:
            why = OutcomeUnknown(f"connection lost ({type(error).__name__})")
        else:
            if 200 <= code <= 299:
                return payload
            raise failure(code, _parsed(payload))
        # Outside the except: a chained exception of the HTTP client would carry the address.
        raise why


def answer_of(payload: bytes) -> dict[str, Any]:
    """Return the answer; OutcomeUnknown when it is none of the Bot API's. Nothing of it is logged.

    Of a message only its id and chat are left: nobody reads the rest, and the library would make objects of it all.
    """
    answer = _parsed(payload)
    if answer is None or "result" not in answer:
        raise OutcomeUnknown("the answer is not the Bot API's")
    result = answer["result"]
    if isinstance(result, dict) and "message_id" in result:
        answer["result"] = {key: result[key] for key in ("message_id", "date", "chat") if key in result}
    return answer


def _parsed(payload: bytes) -> dict[str, Any] | None:
    """Return the JSON object that an answer is, None for anything else."""
    try:
        answer = json.loads(payload)
    except (ValueError, RecursionError):
        return None
    return answer if isinstance(answer, dict) else None
