"""Commands that look at the database beside the running bot."""

from __future__ import annotations

from pathlib import Path

from bot.config import Settings
from bot.desk.pairing import new_code
from bot.errors import StorageError
from bot.storage import KeySource, Store, StoredLead, Tx

MOST = 10_000


async def listed_leads(settings: Settings, *, undelivered: bool) -> list[str]:
    """Return one line for each lead, newest first, without anything personal."""

    def work(tx: Tx) -> list[str]:
        found = tx.leads.listed(limit=MOST)
        return [_line(lead) for lead in found if not (undelivered and lead.card_message_id)]

    async with await _beside(settings) as store:
        lines = await store.transaction(work)
    return lines or ["No request is waiting to be delivered." if undelivered else "No contact requests yet."]


def _line(lead: StoredLead) -> str:
    arrived = "card delivered" if lead.card_message_id else "card NOT delivered yet"
    return f"no. {lead.number}  {lead.month}  {lead.format}  {lead.status}  {arrived}"


async def new_pairing(settings: Settings) -> tuple[str, str]:
    """Return the bot's username and a new pairing code, beside the running bot."""
    async with await _beside(settings) as store:
        username = await store.transaction(lambda tx: str(tx.settings.get("bot_username", "")))
        if not username:
            raise StorageError("the bot has not spoken with Telegram yet: start it once with `make run`")
        return username, await store.transaction(new_code)


async def back_up(settings: Settings, destination: Path) -> None:
    """Copy the database, consistently, to a file that does not exist yet (StorageError when it does)."""
    async with await _beside(settings) as store:
        await store.backup(destination)


async def _beside(settings: Settings) -> Store:
    if not settings.database_path.exists():
        raise StorageError(
            f"there is no database at {settings.database_path} yet: start the bot once, or set DATABASE_PATH"
        )
    keys = KeySource(file=settings.data_key_file, data_key=settings.data_key)
    return await Store.open(settings.database_path, keys=keys, zone=settings.timezone, beside=True)
