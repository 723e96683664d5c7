"""The same questions with aiogram, its state and the answers in SQLite (the package aiogram-sqlite-storage)."""

from __future__ import annotations

import asyncio
import os
from typing import Any

# Installed in this peer's own environment only.
from aiogram import Bot, Dispatcher  # type: ignore[import-not-found]
from aiogram.client.session.aiohttp import AiohttpSession  # type: ignore[import-not-found]
from aiogram.client.telegram import TelegramAPIServer  # type: ignore[import-not-found]
from aiogram.filters import CommandStart  # type: ignore[import-not-found]
from aiogram.fsm.state import State, StatesGroup  # type: ignore[import-not-found]
from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup  # type: ignore[import-not-found]
from aiogram.webhook.aiohttp_server import SimpleRequestHandler  # type: ignore[import-not-found]
from aiogram_sqlite_storage.sqlitestore import SQLStorage  # type: ignore[import-not-found]
from aiohttp import web

from tests.bench.figures import only_here

STEPS = int(os.environ.get("BENCH_STEPS", "0"))
WORDS = "Question {at}. Choose what comes closest. You can go back at any time; nothing is sent before you agree to it."
BUTTONS = InlineKeyboardMarkup(
    inline_keyboard=[
        [InlineKeyboardButton(text=f"One of the choices, {row}-{n}", callback_data=f"c:{row}:{n}") for n in "ab"]
        for row in "123"
    ]
)


class Asking(StatesGroup):  # type: ignore[misc]  # the base has no types here
    """The only state."""

    question = State()


async def begin(message: Any, state: Any) -> None:
    """Ask the first question."""
    await state.set_state(Asking.question)
    await state.set_data({"at": 1, "answers": []})
    await message.answer(WORDS.format(at=1), reply_markup=BUTTONS)


async def answer(query: Any, state: Any, bot: Any) -> None:
    """Write the answer down and ask the next question in its place; after the last one, tell the supervisor."""
    data = await state.get_data()
    at = data["at"] + 1
    await state.set_data({"at": at, "answers": [*data["answers"], query.data]})
    await query.answer()
    await query.message.edit_text(WORDS.format(at=at), reply_markup=BUTTONS)
    if at > STEPS:
        await state.set_state(None)
        await bot.send_message(int(os.environ["SUPERVISOR_CHAT_ID"]), f"A request of {query.from_user.id}")


async def main() -> None:
    """Run the bot."""
    server = TelegramAPIServer.from_base(only_here(os.environ["TELEGRAM_API_URL"]))
    bot = Bot(os.environ["TELEGRAM_BOT_TOKEN"], session=AiohttpSession(api=server))
    dispatcher = Dispatcher(storage=SQLStorage(os.environ["DATABASE_PATH"], serializing_method="json"))
    dispatcher.message.register(begin, CommandStart())
    dispatcher.callback_query.register(answer, Asking.question)
    if hook := os.environ.get("WEBHOOK_URL"):
        app = web.Application()
        SimpleRequestHandler(dispatcher, bot, secret_token="secret").register(app, path="/hook")
        runner = web.AppRunner(app, access_log=None)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", int(os.environ["WEBHOOK_PORT"])).start()
        await bot.set_webhook(only_here(hook), secret_token="secret")
        await asyncio.Event().wait()
    await dispatcher.start_polling(bot)


if __name__ == "__main__":
    asyncio.run(main())
