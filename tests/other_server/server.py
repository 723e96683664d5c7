"""The package's server as a process of its own, and its client: what a user of telegram-test-api works with.

Source: README.md and lib/modules/telegramClient.js of telegram-test-api 4.2.1.
"""

from __future__ import annotations

import asyncio
import contextlib
import html
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, TypeAlias, TypeVar

import aiohttp

from bot.ui.callbacks import Data, decode

HERE = Path(__file__).parent
START_SECONDS = 20.0
END_SECONDS = 5.0
PATIENCE_SECONDS = 10.0

Json: TypeAlias = dict[str, Any]
T = TypeVar("T")


class Bell:
    """Counts rings; a listener that knows how many it has heard waits for the next without missing one."""

    def __init__(self) -> None:
        self.rung = 0
        self._next = asyncio.Event()

    def ring(self) -> None:
        """Wake everybody who waits."""
        self.rung += 1
        self._next.set()
        self._next = asyncio.Event()

    async def after(self, heard: int) -> None:
        """Wait until it has rung more often than `heard`; at once when it has."""
        while self.rung == heard:
            await self._next.wait()


class OtherServer:
    """The running server: where it is, and what has happened there. Use `other_server`."""

    def __init__(self, port: int, token: str, http: aiohttp.ClientSession) -> None:
        self.url = f"http://127.0.0.1:{port}"
        self.token = token
        self.http = http
        self.from_people = Bell()  # somebody wrote or tapped
        self.from_bot = Bell()  # the bot sent or edited

    async def listen(self, output: asyncio.StreamReader) -> None:
        """Ring for every event that the process names, until it ends."""
        async for line in output:
            (self.from_people if line.startswith(b"AddedUser") else self.from_bot).ring()
        self.from_people.ring()  # it is gone: the waiting one looks again, and cannot
        self.from_bot.ring()

    async def call(self, route: str, body: Json) -> Any:
        """Call a route of the package's client interface and return its result."""
        async with self.http.post(f"{self.url}/{route}", json=body) as response:
            answer = await response.json()
            assert response.status == 200, f"{route}: {response.status} {answer}"
            return answer["result"]


@asynccontextmanager
async def other_server(node: str, token: str) -> AsyncIterator[OtherServer]:
    """Run the server until the block ends; `node` is the path of Node.js, `token` the bot's."""
    process = await asyncio.create_subprocess_exec(
        node, "start.js", cwd=HERE, stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE
    )
    assert process.stdin is not None
    assert process.stdout is not None
    try:
        async with asyncio.timeout(START_SECONDS):
            first = await process.stdout.readline()
        assert first.strip().isdigit(), f"the server did not start: {first!r}"
        async with aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(PATIENCE_SECONDS)) as http:
            server = OtherServer(int(first), token, http)
            listening = asyncio.create_task(server.listen(process.stdout))
            try:
                yield server
            finally:
                listening.cancel()
                await asyncio.gather(listening, return_exceptions=True)
    finally:
        process.stdin.close()  # at which it ends by itself
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(END_SECONDS):
                await process.wait()
        if process.returncode is None:
            process.kill()
            await process.wait()


class Client:
    """One person with a private chat; `options` are those of the package's client: anything goes into each message.

    Its methods send what the package's makeCommand, makeMessage and makeCallbackQuery make.
    """

    def __init__(self, server: OtherServer, chat_id: int, first_name: str, **options: str) -> None:
        self._server = server
        self.chat_id = chat_id
        person = {"id": chat_id, "first_name": first_name, "is_bot": False, **options}
        chat = {"id": chat_id, "title": first_name, "first_name": first_name, "type": "private"}
        self._common: Json = {"from": person, "chat": chat}

    def _meta(self) -> Json:
        return {"botToken": self._server.token, "date": int(time.time())}

    async def command(self, text: str) -> None:
        """Send a command: "/start"."""
        entities = [{"offset": 0, "length": len(text), "type": "bot_command"}]
        await self._server.call("sendCommand", {**self._common, **self._meta(), "text": text, "entities": entities})

    async def says(self, text: str) -> None:
        """Write a text."""
        await self._server.call("sendMessage", {**self._common, **self._meta(), "text": text})

    async def taps(self, label: str) -> None:
        """Tap the button of this label on the newest message that has it; one that is not there yet is waited for."""

        def find(messages: list[Json]) -> tuple[int, str] | None:
            for message in messages:
                if button := _button(message, label):
                    return message["messageId"], button["callback_data"]
            return None

        message_id, data = await self._until(find, f"no button {label!r}")
        meta = self._meta()
        on = {**self._common, "message_id": message_id, "date": meta["date"]}  # the options of makeCallbackQuery
        tap = {**meta, "from": self._common["from"], "message": on, "data": data}
        await self._server.call("sendCallback", tap)

    async def choices(self, other_than: Mapping[Data, str] | None = None) -> dict[Data, str]:
        """Wait for a message with buttons, others than these; what its buttons mean, with their labels."""

        def find(messages: list[Json]) -> dict[Data, str] | None:
            shown = next((found for each in messages if (found := _buttons(each))), [])
            choices = {data: button["text"] for button in shown if (data := decode(button.get("callback_data", "")))}
            return choices if choices != other_than else None

        return await self._until(find, f"no buttons other than {other_than}")

    async def sees(self, words: str) -> str:
        """Wait until a message of the bot says this, perhaps after an edit; that message."""

        def find(messages: list[Json]) -> str | None:
            return next((text for text in map(_text, messages) if words in text), None)

        return await self._until(find, f"{words!r} is not to be seen")

    async def receives(self) -> list[str]:
        """Wait for new messages of the bot and return them (the package's getUpdates)."""

        async def new() -> list[Json]:
            body = {"token": self._server.token, "chatId": self.chat_id}
            return list(await self._server.call("getUpdates", body))

        return [_text(update) for update in await self._awaited(new, "nothing new")]

    async def messages(self) -> list[Json]:
        """Return the bot's messages in this chat as they look now, newest first (the package's getUpdatesHistory)."""
        history = await self._server.call("getUpdatesHistory", {"token": self._server.token})
        # Only the bot's calls hold this field; a person's messages have none.
        return [entry for entry in reversed(history) if entry.get("message", {}).get("chat_id") == self.chat_id]

    async def _until(self, find: Callable[[list[Json]], T | None], why: str) -> T:
        async def look() -> T | None:
            return find(await self.messages())

        return await self._awaited(look, why)

    async def _awaited(self, look: Callable[[], Awaitable[T | None]], why: str) -> T:
        """Look after everything the bot does until there is something."""
        try:
            async with asyncio.timeout(PATIENCE_SECONDS):
                while True:
                    heard = self._server.from_bot.rung
                    if found := await look():
                        return found
                    await self._server.from_bot.after(heard)
        except TimeoutError:
            shown = "\n".join(f"{_text(entry)}\n{_labels(entry)}" for entry in await self.messages())
            raise AssertionError(f"{why} after {PATIENCE_SECONDS:g} s; newest first:\n{shown}") from None


def _text(entry: Json) -> str:
    # The package knows no parse_mode: what it holds is HTML.
    return html.unescape(entry["message"]["text"])


def _buttons(entry: Json) -> list[Json]:
    rows = entry["message"].get("reply_markup", {}).get("inline_keyboard", [])
    return [button for row in rows for button in row]


def _labels(entry: Json) -> str:
    return "".join(f"[{button['text']}]\n" for button in _buttons(entry))


def _button(entry: Json, label: str) -> Json | None:
    return next((button for button in _buttons(entry) if button["text"] == label), None)
