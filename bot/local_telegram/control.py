"""The control API under /local/: what the page, the demo and the tests do with this Telegram.

The table of calls is in the README beside this file. Bodies are JSON; a wrong call is answered with
400 or 404 and {"error": why}.
"""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable
from dataclasses import fields
from typing import Any, cast

from aiohttp import web

from bot.local_telegram.deeds import Deeds, Impossible
from bot.local_telegram.exchange import Exchange
from bot.local_telegram.faults import Fault
from bot.local_telegram.shapes import Json

HEARTBEAT_SECONDS = 15.0
Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


class Control:
    """The handlers of /local/; `add_to` puts them on an application."""

    def __init__(self, exchange: Exchange, deeds: Deeds) -> None:
        self._exchange = exchange
        self._model = exchange.model
        self._deeds = deeds

    def add_to(self, app: web.Application) -> None:
        """Register every route."""
        for method, path, handler in (
            ("POST", "/local/people", self.add_person),
            ("GET", "/local/people", self.list_people),
            ("POST", "/local/groups", self.add_group),
            ("GET", "/local/chats/{chat_id}", self.show_chat),
            ("POST", "/local/chats/{chat_id}/messages", self.send),
            ("POST", "/local/chats/{chat_id}/edits", self.edit),
            ("POST", "/local/chats/{chat_id}/taps", self.tap),
            ("POST", "/local/chats/{chat_id}/reactions", self.react),
            ("POST", "/local/chats/{chat_id}/username", self.publish),
            ("POST", "/local/chats/{chat_id}/block", self.block),
            ("POST", "/local/chats/{chat_id}/bot", self.bot_standing),
            ("POST", "/local/chats/{chat_id}/migrate", self.migrate),
            ("GET", "/local/events", self.follow),
            ("POST", "/local/faults", self.add_fault),
            ("GET", "/local/faults", self.list_faults),
            ("DELETE", "/local/faults", self.clear_faults),
            ("GET", "/local/log", self.show_log),
            ("GET", "/local/desk", self.show_desk),
            ("POST", "/local/desk", self.set_desk),
            ("GET", "/local/files/{file_id}", self.show_file),
        ):
            app.router.add_route(method, path, _polite(handler))

    async def add_person(self, request: web.Request) -> web.Response:
        """A new person with a private chat."""
        body = await _body(request)
        person = self._model.add_person(
            str(body["first_name"]),
            last_name=str(body.get("last_name") or ""),
            username=str(body.get("username") or ""),
            language_code=str(body.get("language_code") or ""),
            started=bool(body.get("started", True)),
        )
        person.refuses_voice = bool(body.get("refuses_voice"))
        return web.json_response({"user_id": person.user_id, "chat_id": person.user_id})

    async def list_people(self, request: web.Request) -> web.Response:
        """Everybody there is, oldest first."""
        return web.json_response({"people": [person.as_user() for person in self._model.people.values()]})

    async def add_group(self, request: web.Request) -> web.Response:
        """A group with the bot in it."""
        body = await _body(request)
        kind = str(body.get("type") or "group")
        if kind not in ("group", "supergroup"):
            raise Impossible(f"there is no type {kind!r} of group")
        members = [int(user_id) for user_id in body.get("members", [])]
        if strangers := [user_id for user_id in members if user_id not in self._model.people]:
            raise Impossible(f"there are no people {strangers}")
        forum, administrator = bool(body.get("forum")), bool(body.get("administrator"))
        title = str(body["title"])
        chat = self._model.add_group(title, type=kind, members=members, forum=forum, administrator=administrator)
        return web.json_response({"chat_id": chat.chat_id})

    async def show_chat(self, request: web.Request) -> web.Response:
        """What the chat shows now."""
        chat = self._deeds.chat(_chat_id(request))
        language = chat.person.language_code if chat.person else ""
        return web.json_response(
            {
                "chat": chat.as_chat(),
                "messages": list(chat.messages.values()),
                "keyboard": chat.keyboard,
                "commands": self._model.shown_commands(chat, language),
                "pinned": chat.pinned,
                "blocked": chat.blocked,
                "description": self._model.shown_profile("description", language),
                "photo": self._model.photo,
                "seq": len(self._model.events),
            }
        )

    async def send(self, request: web.Request) -> web.Response:
        """A person sends something."""
        body = await _body(request)
        return web.json_response(self._deeds.send(_chat_id(request), int(body["from"]), body))

    async def edit(self, request: web.Request) -> web.Response:
        """A person edits their message."""
        body = await _body(request)
        user_id, message_id = int(body["from"]), int(body["message_id"])
        return web.json_response(self._deeds.edit(_chat_id(request), user_id, message_id, body))

    async def tap(self, request: web.Request) -> web.Response:
        """A person taps an inline button."""
        body = await _body(request)
        message_id, data = int(body["message_id"]), str(body["data"])
        query_id = self._deeds.tap(_chat_id(request), int(body["from"]), message_id, data)
        return web.json_response({"callback_query_id": query_id})

    async def react(self, request: web.Request) -> web.Response:
        """A person puts an emoji on a message."""
        body = await _body(request)
        user_id, message_id = int(body["from"]), int(body["message_id"])
        self._deeds.react(_chat_id(request), user_id, message_id, str(body.get("emoji") or ""))
        return web.json_response({})

    async def publish(self, request: web.Request) -> web.Response:
        """A supergroup gets or loses its public name."""
        body = await _body(request)
        self._deeds.publish(_chat_id(request), str(body["username"]))
        return web.json_response({})

    async def block(self, request: web.Request) -> web.Response:
        """A person blocks or unblocks the bot."""
        body = await _body(request)
        self._deeds.block(_chat_id(request), int(body["from"]), blocked=bool(body["blocked"]))
        return web.json_response({})

    async def bot_standing(self, request: web.Request) -> web.Response:
        """The bot becomes member, administrator, left or kicked in a group."""
        body = await _body(request)
        status = str(body["status"])
        if status not in ("member", "administrator", "left", "kicked"):
            raise Impossible(f"a bot cannot be {status!r}")
        self._deeds.bot_standing(_chat_id(request), int(body["from"]), status)
        return web.json_response({})

    async def migrate(self, request: web.Request) -> web.Response:
        """A group becomes a supergroup."""
        return web.json_response({"chat_id": self._deeds.migrate(_chat_id(request)).chat_id})

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

    async def add_fault(self, request: web.Request) -> web.Response:
        """The next matching calls fail."""
        body = await _body(request)
        known = {field.name for field in fields(Fault)}
        if unknown := set(body) - known:
            raise Impossible(f"a fault has no {', '.join(sorted(unknown))}")
        body["kind"] = str(body["kind"])
        self._exchange.faults.add(Fault(**body))
        return web.json_response({})

    async def list_faults(self, request: web.Request) -> web.Response:
        """The faults still to come."""
        return web.json_response({"faults": self._exchange.faults.as_json()})

    async def clear_faults(self, request: web.Request) -> web.Response:
        """No more faults."""
        self._exchange.faults.clear()
        return web.json_response({})

    async def show_log(self, request: web.Request) -> web.Response:
        """Every call, acknowledged update and violation."""
        return web.json_response(self._exchange.journal.as_json())

    async def show_desk(self, request: web.Request) -> web.Response:
        """Who the page's right phone is."""
        bot = {name: self._model.bot[name] for name in ("username", "first_name")}
        return web.json_response({"supervisor": self._model.supervisor, "bot": bot})

    async def set_desk(self, request: web.Request) -> web.Response:
        """The demo says who the supervisor is."""
        body = await _body(request)
        chat = self._deeds.chat(int(body["chat_id"]))
        person = self._deeds.person(int(body["user_id"]), chat)
        self._model.supervisor = {"user_id": person.user_id, "chat_id": chat.chat_id}
        return web.json_response({})

    async def show_file(self, request: web.Request) -> web.Response:
        """The bytes of a sent photo or document."""
        if not (stored := self._model.files.get(request.match_info["file_id"])):
            raise Impossible("there is no such file")
        # It is a stranger's: shown by the page as a picture, or kept; never a page of this address.
        headers = {"Content-Disposition": "attachment", "Content-Security-Policy": "default-src 'none'; sandbox"}
        return web.Response(body=stored.content, content_type=stored.mime_type, headers=headers)


def _chat_id(request: web.Request) -> int:
    return int(request.match_info["chat_id"])


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
