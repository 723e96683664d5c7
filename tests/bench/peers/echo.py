"""A bare echo bot of python-telegram-bot, as its own examples are: what everything else is compared with."""

from __future__ import annotations

import os

from telegram import Update
from telegram.ext import Application, ContextTypes, MessageHandler, filters

from tests.bench.figures import only_here


async def answer(update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
    """Send back what was written."""
    if update.message and update.message.text:
        await update.message.reply_text(update.message.text)


def run(app: Application) -> None:  # type: ignore[type-arg]  # six parameters that say nothing here
    """Receive by the webhook of the environment, or by polling."""
    if hook := os.environ.get("WEBHOOK_URL"):
        port = int(os.environ["WEBHOOK_PORT"])
        app.run_webhook("127.0.0.1", port, "hook", webhook_url=only_here(hook), secret_token="secret")
    else:
        app.run_polling()


def base_url() -> str:
    """Return the API's address as the library takes it."""
    return only_here(os.environ["TELEGRAM_API_URL"]) + "/bot"


def main() -> None:
    """Run the bot."""
    app = Application.builder().token(os.environ["TELEGRAM_BOT_TOKEN"]).base_url(base_url()).build()
    app.add_handler(MessageHandler(filters.TEXT, answer))
    run(app)


if __name__ == "__main__":
    main()
