"""The page in a browser with the bot's side in the test's own hands: plain HTTP, no bot program."""

from __future__ import annotations

import json
from typing import Any, TypeAlias

import aiohttp
from playwright.async_api import Locator, Page

from tests.driver import LocalTelegram

Json: TypeAlias = dict[str, Any]
DESKTOP = (1280, 860)
PHONE = (390, 844)
# The smallest real picture: one grey pixel as PNG.
PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108000000003a7e9b550000000a49444154789c636800000082008177cd72b6"
    "0000000049454e44ae426082"
)


class Stage:
    """One local Telegram, one page on it. `prospect` and `supervisor` are the two phones."""

    def __init__(self, telegram: LocalTelegram, session: aiohttp.ClientSession, page: Page) -> None:
        self.telegram = telegram
        self.page = page
        self.prospect = page.locator("[data-phone=prospect]")
        self.supervisor = page.locator("[data-phone=supervisor]")
        self.messages = self.prospect.locator("[data-role=message]")
        self.input = self.prospect.locator("[data-role=input]")
        self._session = session

    async def bot(self, method: str, **parameters: Any) -> Any:
        """Call a method of the Bot API as the bot; its result. Files are bytes, objects are sent as JSON."""
        form = aiohttp.FormData()
        for name, value in parameters.items():
            if isinstance(value, bytes):
                form.add_field(name, value, filename="chart.png" if name == "photo" else "leads.csv")
            else:
                form.add_field(name, value if isinstance(value, str) else json.dumps(value))
        url = f"{self.telegram.url}/bot{self.telegram.token}/{method}"
        async with self._session.post(url, data=form) as response:
            answer = await response.json()
        assert answer["ok"], answer
        return answer["result"]

    async def local(self, method: str, path: str, body: Json | None = None) -> Any:
        """Call the control API."""
        async with self._session.request(method, f"{self.telegram.page}local/{path}", json=body) as response:
            assert response.ok, await response.text()
            return await response.json()

    async def add_supervisor(self) -> int:
        """Register a supervisor with a private chat, as the demo does; the chat's id."""
        person = {"first_name": "Kaisa", "last_name": "Niemi", "language_code": "fi"}
        ids: Json = await self.local("POST", "people", person)
        self.telegram.model.supervisor = ids
        return int(ids["chat_id"])

    async def open(self, query: str = "") -> None:
        """Open the page and wait until both phones say something."""
        await self.page.goto(f"{self.telegram.page}{query}")
        await self.prospect.locator(".phone").wait_for(state="attached")

    async def begin(self, language: str = "Suomi") -> int:
        """Open the page, make a new prospect and press START; the prospect's chat id."""
        await self.open()
        await self.page.get_by_role("button", name=language).click()
        await self.prospect.get_by_role("button", name="START").click()
        await self.messages.wait_for()
        return await self.newest_person()

    async def newest_person(self) -> int:
        """The id of the person made last."""
        people = (await self.local("GET", "people"))["people"]
        return int(people[-1]["id"])

    def message(self, message: Json) -> Locator:
        """A message of the prospect's chat on the page."""
        return self.prospect.locator(f'[data-role=message][data-message-id="{message["message_id"]}"]')

    async def updates(self, count: int = 1) -> list[Json]:
        """The newest `count` updates the bot has not acknowledged; they stay."""
        found: list[Json] = await self.bot("getUpdates", timeout=5)
        return found[-count:]

    async def said(self, chat_id: int) -> Json:
        """The newest message of the chat, as the server has it."""
        chat = await self.local("GET", f"chats/{chat_id}")
        newest: Json = chat["messages"][-1]
        return newest


def inline(*rows: list[Json]) -> Json:
    """An inline keyboard."""
    return {"inline_keyboard": list(rows)}
