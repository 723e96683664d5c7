"""The Bot API over HTTP: token, faults, method, answer, journal. Errors look like Telegram's."""

from __future__ import annotations

import asyncio
import inspect
import re
from typing import Any

from aiohttp import web

from bot.local_telegram.calls import Call
from bot.local_telegram.exchange import Exchange
from bot.local_telegram.faults import BAD_GATEWAY, Fault
from bot.local_telegram.methods import METHODS
from bot.local_telegram.parameters import read_parameters
from bot.local_telegram.rules import Refusal, refusal
from bot.local_telegram.shapes import Json

SILENT_SECONDS = 60.0
SLOW_SECONDS = 1.0


class Api:
    """The handlers of /bot{TOKEN}/METHOD and /file/bot{TOKEN}/PATH."""

    def __init__(self, exchange: Exchange) -> None:
        self._exchange = exchange

    def add_to(self, app: web.Application) -> None:
        app.router.add_route("*", "/bot{token}/{method}", self.call)
        app.router.add_get("/file/bot{token}/{path:.+}", self.download)

    async def call(self, request: web.Request) -> web.StreamResponse:
        method = request.match_info["method"]
        try:
            self._check_token(request)
            parameters = await read_parameters(request)
        except Refusal as refused:
            return web.json_response(refused.as_answer(), status=refused.code)
        journal = self._exchange.journal
        entry = journal.begin(method, parameters.as_json(), self._exchange.model.clock())
        try:
            return await self._handle(request, Call(self._exchange, method, parameters, entry))
        finally:
            journal.left(entry)

    async def _handle(self, request: web.Request, call: Call) -> web.StreamResponse:
        """The answer, or the fault that befalls the call."""
        fault = self._exchange.faults.next(call.method, call.parameters.text("chat_id"))
        if fault:
            call.entry["fault"] = fault.kind
            if fault.kind not in ("cut_after", "slow"):
                return await self._fail(request, fault, call.entry)
        status, body = await self._answer(call)
        if fault and fault.kind == "cut_after":
            return _cut(request)
        if fault:
            await asyncio.sleep(fault.seconds or SLOW_SECONDS)
        self._exchange.journal.end(call.entry, status, body)
        return web.json_response(body, status=status)

    async def _answer(self, call: Call) -> tuple[int, Json]:
        """Do it: HTTP status and body."""
        try:
            if not (method := METHODS.get(call.method.lower())):
                raise refusal("method_unknown")
            result: Any = method(call)
            if inspect.isawaitable(result):
                result = await result
        except Refusal as refused:
            if refused.rule:
                self._exchange.journal.refused(call.entry, refused.rule, refused.description)
            return refused.code, refused.as_answer()
        return 200, {"ok": True, "result": result}

    async def _fail(self, request: web.Request, fault: Fault, entry: Json) -> web.StreamResponse:
        """The fault instead of an answer; nothing else happens."""
        if fault.kind == "timeout":
            await asyncio.sleep(fault.seconds or SILENT_SECONDS)
        if fault.kind in ("timeout", "cut_before"):
            return _cut(request)
        if fault.kind == "502":
            self._exchange.journal.end(entry, 502, BAD_GATEWAY)
            return web.Response(status=502, text=BAD_GATEWAY, content_type="text/html")
        status, body = fault.answer()
        self._exchange.journal.end(entry, status, body)
        return web.json_response(body, status=status)

    async def download(self, request: web.Request) -> web.StreamResponse:
        """The bytes of a file, under the path that getFile gave."""
        try:
            self._check_token(request)
            path = request.match_info["path"]
            for stored in self._exchange.model.files.values():
                if stored.path == path:
                    return web.Response(body=stored.content, content_type="application/octet-stream")
            raise refusal("not_found")
        except Refusal as refused:
            return web.json_response(refused.as_answer(), status=refused.code)

    def _check_token(self, request: web.Request) -> None:
        token = request.match_info["token"]
        if not re.fullmatch(r"\d+:.+", token):
            raise refusal("not_found")
        if token != self._exchange.token:
            raise refusal("unauthorized")


def _cut(request: web.Request) -> web.StreamResponse:
    """Close the connection under the request: the client learns nothing."""
    if request.transport:
        request.transport.close()
    return web.Response(status=500)
