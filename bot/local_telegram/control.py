"""The control API under /local/: what the page does with this Telegram.

The table of calls is in the README beside this file. Bodies are JSON; a wrong call is answered with
400 or 404 and {"error": why}.
"""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, fields
from typing import Any, cast

from aiohttp import web

from bot.local_telegram.deeds import Deeds, Impossible
from bot.local_telegram.exchange import Exchange
from bot.local_telegram.faults import Fault
from bot.local_telegram.shapes import Json

HEARTBEAT_SECONDS = 15.0


@dataclass(frozen=True, slots=True)
class Asked:
    """One call: the chat it is about (0: none) and its JSON, {} without one."""

    chat_id: int
    body: Json

    @property
    def user_id(self) -> int:
        """The person who does it."""
        return int(self.body["from"])

    @property
    def message_id(self) -> int:
        """The message it is done to."""
        return int(self.body["message_id"])


Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]
Work = Callable[[Asked], Json | None]


class Control:
    """The handlers of /local/; `add_to` puts them on an application."""

    def __init__(self, exchange: Exchange, deeds: Deeds) -> None:
        self._exchange = exchange
        self._model = exchange.model
        self._deeds = deeds

    def add_to(self, app: web.Application) -> None:
        model, deeds, faults = self._model, self._deeds, self._exchange.faults
        works: tuple[tuple[str, str, Work], ...] = (
            ("POST", "people", self.add_person),
            ("GET", "people", lambda _: {"people": [person.as_user() for person in model.people.values()]}),
            ("GET", "chats/{chat_id}", self.show_chat),
            ("POST", "chats/{chat_id}/messages", lambda it: deeds.send(it.chat_id, it.user_id, it.body)),
            ("POST", "chats/{chat_id}/edits", lambda it: deeds.edit(it.chat_id, it.user_id, it.message_id, it.body)),
            ("POST", "chats/{chat_id}/taps", self.tap),
            ("POST", "chats/{chat_id}/block", self.block),
            ("POST", "faults", self.add_fault),
            ("DELETE", "faults", lambda _: faults.clear()),
            ("GET", "desk", self.show_desk),
        )
        for method, path, work in works:
            app.router.add_route(method, f"/local/{path}", _polite(_answered(work)))
        app.router.add_get("/local/events", _polite(self.follow))
        app.router.add_get("/local/files/{file_id}", _polite(self.show_file))

    def add_person(self, asked: Asked) -> Json:
        body = asked.body
        person = self._model.add_person(
            str(body["first_name"]),
            last_name=str(body.get("last_name") or ""),
            username=str(body.get("username") or ""),
            language_code=str(body.get("language_code") or ""),
            started=bool(body.get("started", True)),
        )
        person.refuses_voice = bool(body.get("refuses_voice"))
        return {"user_id": person.user_id, "chat_id": person.user_id}

    def show_chat(self, asked: Asked) -> Json:
        chat = self._deeds.chat(asked.chat_id)
        language = chat.person.language_code if chat.person else ""
        return {
            "chat": chat.as_chat(),
            "messages": list(chat.messages.values()),
            "keyboard": chat.keyboard,
            "commands": self._model.shown_commands(chat, language),
            "blocked": chat.blocked,
            "description": self._model.shown_profile("description", language),
            "photo": self._model.photo,
            "seq": len(self._model.events),
        }

    def tap(self, asked: Asked) -> Json:
        query_id = self._deeds.tap(asked.chat_id, asked.user_id, asked.message_id, str(asked.body["data"]))
        return {"callback_query_id": query_id}

    def block(self, asked: Asked) -> None:
        self._deeds.block(asked.chat_id, asked.user_id, blocked=bool(asked.body["blocked"]))

    def add_fault(self, asked: Asked) -> None:
        known = {field.name for field in fields(Fault)}
        if unknown := set(asked.body) - known:
            raise Impossible(f"a fault has no {', '.join(sorted(unknown))}")
        self._exchange.faults.add(Fault(**{**asked.body, "kind": str(asked.body["kind"])}))

    def show_desk(self, _: Asked) -> Json:
        """Who the page's right phone is."""
        bot = {name: self._model.bot[name] for name in ("username", "first_name")}
        return {"supervisor": self._model.supervisor, "bot": bot}

    async def follow(self, request: web.Request) -> web.StreamResponse:
        """Server-sent events from `after` (or the Last-Event-ID header) on, for as long as somebody listens."""
        after = int(request.headers.get("Last-Event-ID") or request.query.get("after") or 0)
        response = web.StreamResponse(headers={"Content-Type": "text/event-stream", "Cache-Control": "no-cache"})
        await response.prepare(request)
        events = self._model.events
        if after > len(events):
            after = 0
            await response.write(_event({"seq": 0, "chat_id": 0, "kind": "reset"}))
        await response.write(b": following\n\n")
        while True:
            while after < len(events):
                batch = events[after:]
                after = len(events)
                await response.write(b"".join(map(_event, batch)))
            if not await self._model.changed.wait(HEARTBEAT_SECONDS):
                await response.write(b": still here\n\n")

    async def show_file(self, request: web.Request) -> web.Response:
        if not (stored := self._model.files.get(request.match_info["file_id"])):
            raise Impossible("there is no such file")
        # It is a stranger's: shown by the page as a picture, or kept; never a page of this address.
        headers = {"Content-Disposition": "attachment", "Content-Security-Policy": "default-src 'none'; sandbox"}
        return web.Response(body=stored.content, content_type=stored.mime_type, headers=headers)


def _answered(work: Work) -> Handler:
    """Answer with what the work returns, as JSON."""

    async def answer(request: web.Request) -> web.Response:
        body = await _body(request) if request.can_read_body else {}
        return web.json_response(work(Asked(int(request.match_info.get("chat_id", 0)), body)) or {})

    return answer


async def _body(request: web.Request) -> Json:
    if request.content_type != "application/json":  # all others can be sent by a form of any page
        raise Impossible("the body must be application/json")
    body = await request.json()
    if not isinstance(body, dict):
        raise Impossible("the body must be a JSON object")
    return cast(Json, body)


def _event(event: Json) -> bytes:
    return f"id: {event['seq']}\ndata: {json.dumps(event, ensure_ascii=False)}\n\n".encode()


def _polite(handler: Handler) -> Handler:
    """Answer what cannot be done, or what is missing in the body, with a sentence instead of a traceback."""

    async def answer(request: web.Request) -> web.StreamResponse:
        try:
            return await handler(request)
        except Impossible as error:
            return _wrong(404 if str(error).startswith("there ") else 400, str(error))
        except KeyError as error:
            return _wrong(400, f"missing in the body: {error}")
        except (ValueError, TypeError) as error:
            return _wrong(400, str(error))

    return answer


def _wrong(status: int, why: str) -> web.Response:
    body: dict[str, Any] = {"error": why}
    return web.json_response(body, status=status)
