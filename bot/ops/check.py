"""`python -m bot check`: settings, token, supervisor, database, catalogues, webhook; also beside a running bot.

One line for each: whether it is right, what was found, and what to do. It changes nothing but a time in the database,
and in the supervisor's chat "is typing" shows for a moment.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from pathlib import Path
from urllib.parse import urlsplit

from bot.config import Mail, Settings, read_settings
from bot.errors import BotError, MissingPackage, SettingsError, Unreachable
from bot.ops.catalogues import checked, summed
from bot.ops.health import oldest_undelivered
from bot.ops.mail import server
from bot.ops.maintenance import open_beside
from bot.requests.erasure import ALIVE, WAITS
from bot.requests.supervisor_chat import supervisor_chat
from bot.storage import Tx, damaged
from bot.telegram import Api
from flows.dataclass import dataclass

BEATS_SECONDS = 150.0
"""A running bot notes every minute that it is alive."""

LATE_SECONDS = 600.0
ERROR_SECONDS = 3600.0
"""An older error of the webhook is history."""


@dataclass(frozen=True, slots=True)
class Found:
    """One line: `what` was looked at, whether it is right, and what was found or is to be done."""

    what: str
    right: bool
    said: str

    def __str__(self) -> str:
        return f"{'ok   ' if self.right else 'WRONG'}  {self.what:<11} {self.said}"


async def check(
    environ: Mapping[str, str], say: Callable[[Found], object], *, env_file: Path | None = Path(".env")
) -> bool:
    """Look at everything, say each line as it is found, and return whether all is right."""
    found: list[Found] = []

    def tell(what: str, right: bool, said: str) -> None:
        found.append(Found(what, right, said))
        say(found[-1])

    tell("catalogues", *_catalogues())
    try:
        settings = read_settings(environ, env_file)
    except SettingsError as error:
        tell("settings", False, str(error))
        return False
    tell("settings", True, "; ".join(settings.warnings) or "all understood")
    if not settings.controller_name:
        tell("controller", False, "CONTROLLER_NAME is missing: without it the bot does not start")
    chat_id = await _database(settings, tell)
    if settings.mail is not None:
        tell("mail", *await _mail(settings.mail))
    await _telegram(settings, chat_id or settings.supervisor_chat_id or 0, tell)
    return all(each.right for each in found)


Tell = Callable[[str, bool, str], None]


def _catalogues() -> tuple[bool, str]:
    said, faults = checked()
    if faults:
        return False, f"{summed(faults)}, the first: {faults[0]}; all: python -m bot i18n check"
    return True, "; ".join(said)


async def _database(settings: Settings, tell: Tell) -> int:
    """Open the database beside the bot, read all of it, write to it; return the supervisor's chat (0: none)."""
    if not settings.database_path.exists():
        tell("database", True, f"none yet; the first start makes {settings.database_path}")
        return 0
    try:
        async with await open_beside(settings) as store:
            await store.examine()
            shut = await damaged(store)
            unset = await store.transaction(lambda tx: tx.settings.damaged())
            chat_id, alive_at, oldest, missing, waits = await store.transaction(_look)
    except BotError as error:
        tell("database", False, str(error))
        return 0
    tell("database", True, f"{settings.database_path}: readable and writable; the data key matches")
    named = ", ".join(f"row {row_id} of {table}" for table, row_id in shut)
    tell(
        "rows",
        not shut,
        f"damaged: {named}; nothing else is lost. From a backup of before, or: python -m bot set-aside TABLE ID"
        if shut
        else "every sealed row opens",
    )
    if unset:
        tell("kept values", False, f"damaged: {', '.join(unset)}; each counts as not set, nothing else is lost")
    silent = time.time() - alive_at
    tell("bot", True, "running" if silent < BEATS_SECONDS else "not running: start it with python -m bot")
    late = time.time() - oldest if oldest else 0.0
    tell(
        "clock",
        not waits,
        f"it has jumped, or the bot was away for long: nothing is erased for {waits / 3600:.0f} h more of running; see "
        "that the time is right"
        if waits
        else "as expected",
    )
    tell(
        "messages",
        late < LATE_SECONDS,
        f"oldest undelivered: {round(late / 60)} min, cards not delivered: {missing}; python -m bot leads --undelivered"
        if late >= LATE_SECONDS or missing
        else "nothing waits",
    )
    return chat_id


def _look(tx: Tx) -> tuple[int, float, float | None, int, float]:
    tx.settings.put("checked_at", tx.now)  # only writing tells whether the disk takes anything
    missing, _ = tx.leads.without_card()
    alive_at, waits = float(tx.settings.get(ALIVE, 0)), float(tx.settings.get(WAITS, 0))
    return supervisor_chat(tx), alive_at, oldest_undelivered(tx), missing, waits


async def _telegram(settings: Settings, chat_id: int, tell: Tell) -> None:
    api = Api(settings.token, settings.api_url)
    try:
        try:
            tell("token", True, f"Telegram knows it: @{await api.open()}")
        except BotError as error:
            tell("token", False, f"{error} ({settings.api_url}): see TELEGRAM_BOT_TOKEN and the network")
            return
        tell("supervisor", *await _supervisor(api, chat_id))
        tell("webhook", *await _webhook(api, settings))
    finally:
        await api.close()


async def _mail(mail: Mail) -> tuple[bool, str]:
    """Connect to the mail server and log in, without a mail."""
    try:
        async with server(mail):
            return True, f"{mail.host} lets the bot in"
    except MissingPackage as missing:
        return False, str(missing)
    except Exception as error:  # whatever a mail server, or the way to it, comes up with
        return False, f"{mail.host}: {type(error).__name__}: {error}; see MAIL_TO and SMTP_HOST in .env"


async def _supervisor(api: Api, chat_id: int) -> tuple[bool, str]:
    if not chat_id:
        return False, "no chat is paired: python -m bot pair, and open its link on the supervisor's phone"
    try:
        kind = await api.chat_type(chat_id)
        if chat_id < 0 and await api.is_public(chat_id):
            return False, "a group with a public name, which anybody can join: no request goes there; make it private"
        return True, f"a {kind} chat that the bot may write to"
    except Unreachable as error:
        return False, f"the bot cannot write there ({error}): unblock the bot, or pair again with python -m bot pair"
    except BotError as error:
        return False, str(error)


async def _webhook(api: Api, settings: Settings) -> tuple[bool, str]:
    """Compare what Telegram knows with the settings. Only hosts are named: another program's path may be a secret."""
    try:
        known = await api.webhook()
    except BotError as error:
        return False, str(error)
    url, waiting = known["url"], known["pending_update_count"]
    if not settings.uses_webhook:
        if url:
            there = urlsplit(url).hostname
            return False, f"Telegram calls {there}, but WEBHOOK_URL is empty: start the bot, which takes it away"
        return True, f"none, as set: the bot polls; updates that wait: {waiting}"
    if url != settings.webhook_url:
        there = urlsplit(url).hostname if url else "nobody"
        return False, f"Telegram calls {there}, not WEBHOOK_URL: start the bot, which sets it"
    if time.time() - known.get("last_error_date", 0) < ERROR_SECONDS:
        return False, (
            f"Telegram could not deliver lately ({known.get('last_error_message')}); updates that wait: "
            f"{waiting}: see docs/operations.md"
        )
    return True, f"set to WEBHOOK_URL; updates that wait: {waiting}"
