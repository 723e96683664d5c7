"""The same questions with python-telegram-bot's ConversationHandler, each answer written with aiosqlite."""

from __future__ import annotations

import os
from typing import Any

import aiosqlite
from telegram import InlineKeyboardButton, InlineKeyboardMarkup, Update
from telegram.ext import (
    Application,
    CallbackQueryHandler,
    CommandHandler,
    ContextTypes,
    ConversationHandler,
)

from tests.bench.peers.echo import base_url, run

ASKING = 0
STEPS = int(os.environ.get("BENCH_STEPS", "0"))
SCHEMA = "CREATE TABLE answers (chat_id, at, data); CREATE TABLE leads (number INTEGER PRIMARY KEY, chat_id)"
WORDS = "Question {at}. Choose what comes closest. You can go back at any time; nothing is sent before you agree to it."
BUTTONS = InlineKeyboardMarkup(
    [
        [InlineKeyboardButton(f"One of the choices, {row}-{n}", callback_data=f"c:{row}:{n}") for n in "ab"]
        for row in "123"
    ]
)


async def begin(update: Update, context: ContextTypes.DEFAULT_TYPE) -> int:
    """Ask the first question."""
    assert update.message
    assert context.user_data is not None
    context.user_data["at"] = 1
    await update.message.reply_text(WORDS.format(at=1), reply_markup=BUTTONS)
    return ASKING


async def answer(update: Update, context: ContextTypes.DEFAULT_TYPE) -> int:
    """Write the answer down and ask the next question in its place; after the last one, tell the supervisor."""
    query, chat, store = update.callback_query, update.effective_chat, context.bot_data["store"]
    assert query
    assert chat
    assert context.user_data is not None
    at = context.user_data["at"] = context.user_data["at"] + 1
    await store.execute("INSERT INTO answers VALUES (?, ?, ?)", (chat.id, at, query.data))
    if at > STEPS:
        await store.execute("INSERT INTO leads (chat_id) VALUES (?)", (chat.id,))
    await store.commit()
    await query.answer()
    await query.edit_message_text(WORDS.format(at=at), reply_markup=BUTTONS)
    if at <= STEPS:
        return ASKING
    await context.bot.send_message(int(os.environ["SUPERVISOR_CHAT_ID"]), f"A request of {chat.id}")
    return ConversationHandler.END


async def opened(app: Application) -> None:  # type: ignore[type-arg]  # six parameters that say nothing here
    """Open the database."""
    app.bot_data["store"] = store = await aiosqlite.connect(os.environ["DATABASE_PATH"])
    await store.executescript(SCHEMA)


def main() -> None:
    """Run the bot."""
    builder = Application.builder().token(os.environ["TELEGRAM_BOT_TOKEN"]).base_url(base_url())
    app = builder.post_init(opened).build()
    start: Any = CommandHandler("start", begin)  # its type is too narrow for the list of them below
    app.add_handler(ConversationHandler([start], {ASKING: [CallbackQueryHandler(answer)]}, [start]))
    run(app)


if __name__ == "__main__":
    main()
