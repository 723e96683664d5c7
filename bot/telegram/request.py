"""The transport under python-telegram-bot: aiohttp in place of httpx, saying exactly what a failure means.

The library folds "never left this machine" and "left, no answer" into one NetworkError; the outbox needs the
difference. Two more reasons to answer errors here: the library's RetryAfter takes `retry_after: 0` for no limit
and warns on construction, and its "invalid JSON" record holds the whole answer. No exception raised here holds an
address, since the address holds the token.
Source: telegram.request.BaseRequest of python-telegram-bot 22.8; https://core.telegram.org/bots/api#making-requests
"""

from __future__ import annotations

import asyncio
import io
import json
from collections.abc import Mapping
from http import HTTPStatus
from typing import Any, Final

import aiohttp
from telegram._utils.defaultvalue import DefaultValue  # no public name; the library passes it as "not given"
from telegram._utils.types import ODVInput  # the type of BaseRequest's own signature
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Conflict,
    Forbidden,
    InvalidToken,
    NetworkError,
    TelegramError,
    TimedOut,
)
from telegram.request import BaseRequest, RequestData

from bot.telegram.errors import NeverSent, ServerTrouble, TooFast, meaning

Answer = dict[str, Any]

AS_JSON: Final = {"Content-Type": "application/json"}


class AiohttpRequest(BaseRequest):
    """One pool of connections to the Bot API. All times in seconds.

    `connect_timeout` covers waiting for a free connection too; `upload_timeout` takes the place of
    `write_timeout` for calls with files. Must be initialized on the running event loop.
    """

    __slots__ = ("_connect", "_pool_size", "_read", "_session", "_upload", "_usual", "_write")

    def __init__(
        self,
        *,
        pool_size: int = 64,
        connect_timeout: float = 10.0,
        read_timeout: float = 15.0,
        write_timeout: float = 10.0,
        upload_timeout: float = 60.0,
    ) -> None:
        self._pool_size = pool_size
        self._connect = connect_timeout
        self._read = read_timeout
        self._write = write_timeout
        self._upload = upload_timeout
        self._usual = self._limits(read_timeout)
        self._session: aiohttp.ClientSession | None = None

    @property
    def read_timeout(self) -> float:
        """How long an answer may take, in seconds, when a call does not say."""
        return self._read

    async def initialize(self) -> None:
        """Open the pool; again is allowed."""
        if self._session is None or self._session.closed:
            # Idle connections go before the server drops them: a POST on a dropped one has an unknown outcome.
            connector = aiohttp.TCPConnector(limit=self._pool_size, keepalive_timeout=15)
            self._session = aiohttp.ClientSession(
                connector=connector, cookie_jar=aiohttp.DummyCookieJar(), headers={"User-Agent": self.USER_AGENT}
            )

    async def shutdown(self) -> None:
        """Close every connection; again is allowed."""
        if self._session is not None:
            await self._session.close()
            self._session = None

    async def do_request(
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        read_timeout: ODVInput[float] = BaseRequest.DEFAULT_NONE,
        write_timeout: ODVInput[float] = BaseRequest.DEFAULT_NONE,
        connect_timeout: ODVInput[float] = BaseRequest.DEFAULT_NONE,
        pool_timeout: ODVInput[float] = BaseRequest.DEFAULT_NONE,
    ) -> tuple[int, bytes]:
        """Return status (2xx only) and body; raise the telegram.error that says what happened otherwise."""
        uploads = bool(request_data and request_data.contains_files)
        read = _given(read_timeout, self._read)
        write = _given(write_timeout, self._upload if uploads else self._write)
        connect = _given(connect_timeout, self._connect)
        known = read is not None and write is not None and connect is not None
        timeout = aiohttp.ClientTimeout(
            # aiohttp has no limit of its own for writing: the sum bounds a peer that reads too slowly.
            total=(read or 0) + (write or 0) + (connect or 0) if known else None,
            connect=connect,
            sock_read=read,
        )
        return await self._exchanged(method, url, _body(request_data), timeout)

    async def call(self, url: str, parameters: Mapping[str, object], read_timeout: float = 0.0) -> Any:
        """Call a method with parameters as JSON and return its result; raises an error of `bot.telegram.errors`.

        `read_timeout`: seconds that the whole call may take, where that is not as usual.
        What every tap needs goes this way: to make the library's objects and take them apart costs ten times as much.
        """
        body = {"data": json.dumps(parameters).encode(), "headers": AS_JSON}
        limits = self._limits(read_timeout) if read_timeout else self._usual
        try:
            _, payload = await self._exchanged("POST", url, body, limits)
            return self.parse_json_payload(payload)["result"]
        except TelegramError as error:
            failure = meaning(error)
        raise failure  # outside the except, so that the library's words are not chained to it

    def _limits(self, read: float) -> aiohttp.ClientTimeout:
        # One timer for a call as small as these; where no connection is made in time, nothing has left.
        return aiohttp.ClientTimeout(total=read, sock_connect=self._connect)

    async def _exchanged(
        self, method: str, url: str, body: Mapping[str, Any], limits: aiohttp.ClientTimeout
    ) -> tuple[int, bytes]:
        if self._session is None:
            raise RuntimeError("the request is not initialized")
        failure: NetworkError
        try:
            async with self._session.request(method, url, **body, timeout=limits, allow_redirects=False) as response:
                code, payload = response.status, await response.read()
        except (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError, aiohttp.InvalidURL) as error:
            failure = NeverSent(f"no connection ({type(error).__name__})")
        except TimeoutError:
            failure = TimedOut("no answer in time")
        except (aiohttp.ClientError, OSError, asyncio.IncompleteReadError) as error:
            failure = NetworkError(f"connection lost ({type(error).__name__})")
        else:
            if 200 <= code <= 299:
                return code, payload
            raise error_of(code, payload)
        # Outside the except: a chained exception of the HTTP client would carry the address.
        raise failure

    @staticmethod
    def parse_json_payload(payload: bytes) -> Answer:
        """Return the answer; NetworkError when it is none of the Bot API's. Nothing of it is logged.

        Of a message only its id and chat are left: nobody reads the rest, and the library would make objects of it all.
        """
        answer = _parsed(payload)
        if answer is None or "result" not in answer:
            raise NetworkError("the answer is not the Bot API's")
        result = answer["result"]
        if isinstance(result, dict) and "message_id" in result:
            answer["result"] = {key: result[key] for key in ("message_id", "date", "chat") if key in result}
        return answer


def error_of(code: int, payload: bytes) -> TelegramError:
    """Return what an answer outside 2xx means.

    An answer without the Bot API's JSON comes from something in between, so its 4xx say nothing about the call.
    """
    answer = _parsed(payload)
    if code >= 500 or answer is None or "description" not in answer:
        return ServerTrouble(code)
    said = str(answer["description"])
    details = answer.get("parameters")
    parameters: Answer = details if isinstance(details, dict) else {}
    if moved := parameters.get("migrate_to_chat_id"):
        return ChatMigrated(moved) if type(moved) is int else ServerTrouble(code)
    match code:
        case HTTPStatus.TOO_MANY_REQUESTS:
            return TooFast(_seconds(parameters.get("retry_after")))
        case HTTPStatus.UNAUTHORIZED | HTTPStatus.NOT_FOUND:
            return InvalidToken(said)
        case HTTPStatus.FORBIDDEN:
            return Forbidden(said)
        case HTTPStatus.CONFLICT:
            return Conflict(said)
        case HTTPStatus.BAD_REQUEST | HTTPStatus.REQUEST_ENTITY_TOO_LARGE:
            return BadRequest(said)
    return ServerTrouble(code)


def _seconds(said: Any) -> float:
    """Return how long to wait; a second when no number is said."""
    try:
        return float(said)
    except (TypeError, ValueError):
        return 1.0


def _given(value: ODVInput[float], default: float) -> float | None:
    return default if isinstance(value, DefaultValue) else value


def _body(request_data: RequestData | None) -> dict[str, Any]:
    """Return the body as aiohttp's arguments; JSON where there are no files, since a form costs several times as much.

    Source: https://core.telegram.org/bots/api#making-requests
    """
    if request_data is None:
        return {}
    if not request_data.contains_files:
        return {"data": request_data.json_payload, "headers": AS_JSON}
    form = aiohttp.FormData()
    for name, value in request_data.json_parameters.items():
        form.add_field(name, value)
    for name, (filename, content, mime_type) in request_data.multipart_data.items():
        # A stream is written in pieces; aiohttp warns of bytes over a megabyte, which it writes at once.
        stream = io.BytesIO(content) if isinstance(content, bytes) else content
        form.add_field(name, stream, filename=filename, content_type=mime_type)
    return {"data": form}


def _parsed(payload: bytes) -> Answer | None:
    try:
        answer = json.loads(payload)
    except (ValueError, RecursionError):
        return None
    return answer if isinstance(answer, dict) else None
