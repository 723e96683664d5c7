"""A light Telegram, and the people who write to the bot: `python -m tests.bench.server`, a process of its own.

It knows nothing of the Bot API but its shapes: every call is answered with a canned success, so that the bot under test
is what costs. It serves one life of one bot, on 127.0.0.1 only, at a free port that it prints; orders are JSON,
POST /order. People follow a list of deeds: each does the next when the bot has sent or edited a message in their chat.
"""

from __future__ import annotations

import asyncio
import json
import re
import sys
import time
from collections import deque
from collections.abc import Awaitable, Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import count
from typing import Any
from urllib.parse import parse_qs, urlsplit

from tests.bench.figures import only_here

SUPERVISOR = 1
ANSWERS = frozenset({"sendmessage", "editmessagetext"})
MADE = re.compile(rb'name="(chat_id|message_id)"\r\n(?:[^\r\n]+\r\n)*\r\n(-?\d+)')
QUIET_SECONDS, PATIENCE_SECONDS = 0.3, 60.0
CANNED: dict[str, Any] = {
    "getme": {"id": 1, "is_bot": True, "first_name": "Bench", "username": "bench_bot"},
    "getmycommands": [],
    "getmyname": {"name": ""},
    "getmydescription": {"description": ""},
    "getmyshortdescription": {"short_description": ""},
    "getwebhookinfo": {"url": "", "has_custom_certificate": False, "pending_update_count": 0},
    "getchat": {"id": SUPERVISOR, "type": "private", "accent_color_id": 0, "max_reaction_count": 1},
}


@dataclass
class Person:
    """One who follows the deeds from the first to the last; `due` are the moments of deeds not yet answered."""

    chat_id: int
    at: int = 0
    screen: int = 0
    busy: bool = False
    due: deque[float] = field(default_factory=deque)


class Bench:
    """The updates that wait for the bot, its calls, and the people."""

    def __init__(self) -> None:
        self.port = self.pid = self.updates = self.calls = self.cards = 0
        self.delay = self.begun_at = self.begun_cpu = 0.0
        self.begun = asyncio.Event()
        self.ids, self.chats, self.messages = count(1), count(10_000), count(1)
        self.pending: deque[dict[str, Any]] = deque()
        self.poll: Call | None = None
        self.hook: asyncio.Queue[dict[str, Any]] | None = None
        self.deliveries: list[asyncio.Task[None]] = []
        self.people: dict[int, Person] = {}
        self.deeds: list[dict[str, str]] = []
        self.waits: list[float] = []
        self.left = 0
        self.late = 0.0
        self.heard, self.called = asyncio.Event(), asyncio.Event()

    # What the bot calls

    def on_call(self, call: Call, name: str, fields: dict[str, Any]) -> None:
        """Answer one call of the Bot API, after the delay of the network."""
        if self.delay:
            # Half of it on the way there; the other half is that of the answer.
            asyncio.get_running_loop().call_later(self.delay / 2, self._answer, call, name, fields)
        else:
            self._answer(call, name, fields)

    def _answer(self, call: Call, name: str, fields: dict[str, Any]) -> None:
        if name == "getupdates":
            self._begins()
            while self.pending and self.pending[0]["update_id"] < int(fields.get("offset") or 0):
                self.pending.popleft()
            self.poll = call
            if self.pending:
                self._deliver()
            else:
                asyncio.get_running_loop().call_later(float(fields.get("timeout") or 0), self._give_up, call)
            return
        self.calls += 1
        self.called.set()
        chat_id = int(fields.get("chat_id") or 0)
        result: Any = CANNED.get(name, True)
        if name.startswith(("send", "edit")) and name != "sendchataction":
            message_id = int(fields.get("message_id") or next(self.messages))
            result = {"message_id": message_id, "date": 1_800_000_000, "chat": {"id": chat_id, "type": "private"}}
            result["text"] = "-"
            if name in ANSWERS or chat_id == SUPERVISOR:
                self._heard(chat_id, message_id)
        elif name == "setwebhook":
            self._hooked(str(fields["url"]), str(fields.get("secret_token", "")))
        call.reply(result, self.delay / 2)

    def _begins(self) -> None:
        if not self.begun.is_set():
            self.begun_at, self.begun_cpu = time.monotonic(), cpu_of(self.pid) if self.pid else 0.0
            self.begun.set()

    def _deliver(self) -> None:
        call, self.poll = self.poll, None
        if call:
            call.reply(list(self.pending)[:100], self.delay / 2)

    def _give_up(self, call: Call) -> None:
        if self.poll is call:
            self._deliver()

    def _hooked(self, url: str, secret: str) -> None:
        address = urlsplit(only_here(url))
        self.hook = asyncio.Queue()
        where = (address.port or 80, address.path, secret)
        self.deliveries = [asyncio.create_task(delivering(self.hook, *where)) for _ in range(10)]
        self._begins()

    # What the people do

    def push(self, chat_id: int, deed: dict[str, str], screen: int = 0) -> None:
        """Have a person write or tap."""
        person = {"id": chat_id, "is_bot": False, "first_name": "Anna", "username": "anna", "language_code": "en"}
        chat = {"id": chat_id, "type": "private", "first_name": "Anna"}
        update: dict[str, Any] = {"update_id": next(self.ids)}
        message = {"message_id": screen or next(self.messages), "date": int(time.time()), "chat": chat}
        if "tap" in deed:
            below = {**message, "from": CANNED["getme"], "text": "-"}
            query = {"id": f"{update['update_id']}", "from": person, "chat_instance": "1", "data": deed["tap"]}
            update["callback_query"] = {**query, "message": below}
        else:
            update["message"] = {**message, "from": person, "text": deed["text"]}
            if deed["text"].startswith("/"):
                command = {"type": "bot_command", "offset": 0, "length": len(deed["text"].split()[0])}
                update["message"]["entities"] = [command]
        self.updates += 1
        if self.hook is not None:
            self.hook.put_nowait(update)
            return
        self.pending.append(update)
        self._deliver()

    def _next(self, person: Person) -> None:
        """Let a person do what is due, when nothing holds them up; who is through makes room for another."""
        if person.busy or not person.due:
            return
        if person.at == len(self.deeds):
            del self.people[person.chat_id]
            person.chat_id, person.at, person.screen = next(self.chats), 0, 0
            self.people[person.chat_id] = person
        deed = self.deeds[person.at]
        person.busy, person.at = True, person.at + 1
        self.push(person.chat_id, deed, person.screen if "tap" in deed else 0)

    def _heard(self, chat_id: int, message_id: int) -> None:
        if chat_id == SUPERVISOR:
            self.cards += 1
        self.heard.set()
        person = self.people.get(chat_id)
        if person is None or not person.busy:
            return
        now = time.monotonic()
        self.waits.append(now - person.due.popleft())
        person.busy, person.screen = False, message_id
        if self.left:
            self.left -= 1
            person.due.append(now)
        self._next(person)

    def crowd(self, size: int) -> list[Person]:
        """Return so many new people."""
        self.people = {chat_id: Person(chat_id) for _, chat_id in zip(range(size), self.chats, strict=False)}
        self.waits, self.left, self.late = [], 0, 0.0
        return list(self.people.values())

    async def closed(self, people: int, updates: int) -> None:
        """Let each of them do the next deed as soon as the last one is answered."""
        crowd = self.crowd(people)
        self.left = updates - people
        for person in crowd:
            person.due.append(time.monotonic())
            self._next(person)
        await self._all(updates)

    async def steady(self, people: int, updates: int, rate: float) -> None:
        """Let them do so many deeds a second, whatever is answered; a wait begins when a deed is due."""
        crowd = self.crowd(people)
        begun = time.monotonic()
        for n in range(updates):
            due = begun + n / rate
            await asyncio.sleep(max(0.0, due - time.monotonic()))
            self.late = max(self.late, time.monotonic() - due)
            person = crowd[n % people]
            person.due.append(due)
            self._next(person)
        await self._all(updates)

    async def _all(self, updates: int) -> None:
        """Wait until so many are answered; what never is counts as having waited until now."""
        with suppress(TimeoutError):
            async with asyncio.timeout(PATIENCE_SECONDS):
                while len(self.waits) < updates:
                    self.heard.clear()
                    await self.heard.wait()
        if not self.waits:
            raise TimeoutError(f"nothing was answered in {PATIENCE_SECONDS:g} s")
        self.waits += [time.monotonic() - due for person in self.people.values() for due in person.due]

    async def asked(self, text: str) -> None:
        """Let the supervisor write, and wait for the first answer."""
        self.heard.clear()
        self.push(SUPERVISOR, {"text": text})
        async with asyncio.timeout(PATIENCE_SECONDS * 5):
            await self.heard.wait()

    async def settled(self) -> None:
        """Wait until the bot has called nothing for a while."""
        with suppress(TimeoutError):
            while True:
                self.called.clear()
                await asyncio.wait_for(self.called.wait(), QUIET_SECONDS)

    async def order(self, order: dict[str, Any]) -> dict[str, Any]:
        """Carry out one order and tell what it cost the bot (`cpu`) and this process (`own`), in seconds."""
        what = order.pop("do")
        if what == "begin":
            self.pid = order["pid"]
            await asyncio.wait_for(self.begun.wait(), PATIENCE_SECONDS)
            await self.settled()
            return {"at": self.begun_at, "cpu": self.begun_cpu}
        self.delay, self.deeds = order.pop("delay", 0.0), order.pop("deeds", self.deeds)
        doing: dict[str, Callable[..., Awaitable[None]]] = {
            "closed": self.closed,
            "steady": self.steady,
            "ask": self.asked,
            "settle": self.settled,
        }
        updates, calls, self.cards = self.updates, self.calls, 0
        before, own, begun = cpu_of(self.pid), time.process_time(), time.monotonic()
        await doing[what](**order)
        seconds, own = time.monotonic() - begun, time.process_time() - own
        await self.settled()
        made = {"updates": self.updates - updates, "calls": self.calls - calls, "cards": self.cards}
        spent = {"cpu": cpu_of(self.pid) - before, "own": own, "seconds": seconds, "late": self.late}
        self.delay = 0.0
        return {**made, **spent, "waits": self.waits}


class Call(asyncio.Protocol):
    """One connection of HTTP/1.1: what the bot's client sends, no more."""

    def __init__(self, bench: Bench) -> None:
        self.bench = bench
        self.buffer = b""
        self.transport: asyncio.Transport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Keep the transport."""
        assert isinstance(transport, asyncio.Transport)
        self.transport = transport

    def connection_lost(self, _: Exception | None) -> None:
        """Forget a poll that nobody waits for."""
        if self.bench.poll is self:
            self.bench.poll = None

    def data_received(self, data: bytes) -> None:
        """Take what came; a whole request is carried out."""
        self.buffer += data
        head, found, rest = self.buffer.partition(b"\r\n\r\n")
        if not found:
            return
        said = re.search(rb"(?i)\r\ncontent-length: *(\d+)", head)
        length = int(said[1]) if said else 0
        if b"chunked" in head.lower():
            length = len(rest) if rest.endswith(b"0\r\n\r\n") else len(rest) + 1
        if len(rest) < length:
            return
        self.buffer = rest[length:]
        target = urlsplit(head.split(b" ", 2)[1].decode())
        if target.path == "/order":
            self.work = asyncio.create_task(self._order(json.loads(rest[:length])))
            return
        fields = dict(fields_of(head, rest[:length], target.query))
        self.bench.on_call(self, target.path.rpartition("/")[2].lower(), fields)

    async def _order(self, order: dict[str, Any]) -> None:
        try:
            self.reply(await self.bench.order(order))
        except Exception as error:
            self.reply({"error": repr(error)})

    def reply(self, result: object, after: float = 0.0) -> None:
        """Answer, perhaps later."""
        body = json.dumps({"ok": True, "result": result}).encode()
        head = f"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
        if self.transport is None or self.transport.is_closing():
            return
        if after:
            asyncio.get_running_loop().call_later(after, self.transport.write, head.encode() + body)
        else:
            self.transport.write(head.encode() + body)


def fields_of(head: bytes, body: bytes, query: str) -> Iterator[tuple[str, Any]]:
    """Yield the fields of a call, however they were sent; of a call with files only the ids."""
    yield from ((name, values[0]) for name, values in parse_qs(query).items())
    if b"application/json" in head:
        yield from json.loads(body).items()
    elif b"multipart/" in head:
        yield from ((name.decode(), value.decode()) for name, value in MADE.findall(body))
    else:
        yield from ((name, values[0]) for name, values in parse_qs(body.decode()).items())


async def delivering(updates: asyncio.Queue[dict[str, Any]], port: int, path: str, secret: str) -> None:
    """Post what waits to the bot's webhook, over one connection."""
    reader: asyncio.StreamReader | None = None
    writer: asyncio.StreamWriter | None = None
    while True:
        body = json.dumps(await updates.get()).encode()
        head = f"POST {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nContent-Type: application/json\r\n"
        head += f"X-Telegram-Bot-Api-Secret-Token: {secret}\r\nContent-Length: {len(body)}\r\n\r\n"
        while True:
            try:
                if reader is None or writer is None:
                    reader, writer = await asyncio.open_connection("127.0.0.1", port)
                writer.write(head.encode() + body)
                answer = await reader.readuntil(b"\r\n\r\n")
                said = re.search(rb"(?i)content-length: *(\d+)", answer)
                await reader.readexactly(int(said[1]) if said else 0)
                break
            except (OSError, asyncio.IncompleteReadError):
                reader = writer = None
                await asyncio.sleep(0.05)


def cpu_of(pid: int) -> float:
    """Return the CPU seconds of another process so far, all threads (Linux: its CPU clock)."""
    return time.clock_gettime((~pid << 3) | 2)


async def main() -> None:
    """Serve until killed."""
    bench = Bench()
    server = await asyncio.get_running_loop().create_server(lambda: Call(bench), "127.0.0.1", 0)
    sys.stdout.write(f"{server.sockets[0].getsockname()[1]}\n")
    sys.stdout.flush()
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(main())
