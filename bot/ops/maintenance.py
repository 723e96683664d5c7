"""Commands that look at the database beside the running bot."""

from __future__ import annotations

import json
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import IO

from bot.config import Settings
from bot.desk.feedback.review import NO_SUCH, as_test, changed_told, corrections_told
from bot.desk.pairing import new_code
from bot.desk.reports.send import columns_of, every_lead, write_all
from bot.desk.reports.spreadsheet import FILES
from bot.errors import DataKeyError, StorageError
from bot.links import SOURCES, USERNAME, bot_link
from bot.ops.erasures import reseal_list
from bot.ops.housekeeping import scrub
from bot.prospect.service import erase
from bot.requests.erasure import erase_for
from bot.storage import KeySource, Store, StoredLead, Tx, Undelivered, reseal, set_aside
from bot.storage.backups import one_at_a_time, place_for, swap, tidy_folder, unpack, write_sealed
from bot.storage.files import PRIVATE, FileLock, beside, refuse_other_user
from bot.storage.keys import new_key, parse_keys, write_key_file
from bot.storage.sealed_rows import Resealed
from bot.ui.i18n import load_translators


async def listed_leads(settings: Settings, *, undelivered: bool) -> list[str]:
    """Return one line for each lead, newest first, without anything personal."""

    def work(tx: Tx) -> list[str]:
        found = tx.leads.listed()
        if not undelivered:
            return [_line(lead) for lead in found]
        waiting = tx.outbox.undelivered()
        cards = {row.ref: row for row in tx.outbox.undelivered("card")}
        lines = [_line(lead, cards.get(str(lead.number))) for lead in found if not lead.card_message_id]
        return lines + [_owed(row) for row in waiting if row.kind != "card"]

    async with await open_beside(settings) as store:
        lines = await store.transaction(work)
    return lines or ["No request is waiting to be delivered." if undelivered else "No contact requests yet."]


def _owed(row: Undelivered) -> str:
    """Return why a message has not arrived: its kind and what it is about, never to whom or what it says."""
    return f"message {row.id}  {row.kind} {row.ref}  {row.state}  {_why(row)}"


def _why(row: Undelivered) -> str:
    if not row.error:
        return "not tried yet"
    return f"tried {row.attempts} times: {row.error}" if row.attempts else f"to be tried again: {row.error}"


def _line(lead: StoredLead, card: Undelivered | None = None) -> str:
    arrived = "card delivered" if lead.card_message_id else "card NOT delivered yet"
    why = f"  {_why(card)}" if card else ""
    read = "  CANNOT BE READ" if lead.unreadable else ""
    return f"no. {lead.number}  {lead.month}  {lead.format}  {lead.status}  {arrived}{why}{read}"


async def kept_aside(settings: Settings, row_id: int = 0) -> list[str]:
    """Return one line for each update kept aside, newest first; of one its fault and itself, as JSON.

    StorageError for one that is not there.
    """
    async with await open_beside(settings) as store:
        kept = await store.transaction(lambda tx: tx.poison.listed())
    if row_id:
        found = next((each for each in kept if each.id == row_id), None)
        if found is None:
            raise StorageError(f"no update is kept aside under {row_id}: see `bot kept-aside`")
        return [found.error, json.dumps(found.raw, ensure_ascii=False, indent=2)]
    moments = (datetime.fromtimestamp(each.kept_at, settings.timezone) for each in kept)
    lines = [f"{each.id}  {at:%Y-%m-%d %H:%M}  {each.error}" for each, at in zip(kept, moments, strict=True)]
    return lines or ["Nothing is kept aside."]


async def new_pairing(settings: Settings) -> tuple[str, str]:
    """Return the bot's username and a new pairing code, beside the running bot."""
    async with await open_beside(settings) as store:
        return await store.transaction(lambda tx: (_username(tx), new_code(tx)))


async def made_link(settings: Settings, source: str, language: str) -> str:
    """Return a link to the bot and note its source, so that it is counted from now on; beside the running bot.

    ValueError as `bot_link`; StorageError before the bot's first start.
    """

    def work(tx: Tx) -> str:
        address = bot_link(_username(tx), source, language)
        known = tx.settings.get(SOURCES, [])
        if source and source not in known:
            tx.settings.put(SOURCES, [*known, source])
        return address

    async with await open_beside(settings) as store:
        return await store.transaction(work)


def _username(tx: Tx) -> str:
    username = str(tx.settings.get(USERNAME, ""))
    if not username:
        raise StorageError("the bot has not spoken with Telegram yet: start it once with `make run`")
    return username


async def back_up(settings: Settings, destination: str, *, keep_days: int = 0, now: float | None = None) -> Path:
    """Copy the database, consistently and sealed with the data key, and return the new file.

    `destination`: a file, or a folder ("folder/" is made), in which it is named by date and time (`now`: unix seconds)
    and older backups are deleted after `keep_days` (0: never). StorageError when that cannot be.
    """
    moment = datetime.fromtimestamp(time.time() if now is None else now, settings.timezone)
    async with await open_beside(settings) as store:
        with one_at_a_time(settings.database_path) as copy:
            file, in_folder = place_for(destination, moment)
            if keep_days and not in_folder:
                raise StorageError("old backups are deleted in a folder only: name one, such as backups/")
            await store.backup(copy)
            write_sealed(copy, file, store.vault)
            if in_folder:
                tidy_folder(file.parent, keep_days, moment)
    return file


async def restore(settings: Settings, backup: Path) -> str:
    """Put a backup in the database's place, sealed with the present key; return what to say.

    Nothing is changed before the backup has proved whole and opened by a key: the present one, or one of
    ``<key file>.old``. The bot must be stopped: DatabaseInUse otherwise. DataKeyError when no key fits.
    """
    database = settings.database_path
    refuse_other_user(database if database.exists() else database.parent)
    keys = _every_key(settings)
    half = database.with_name(f".{database.name}.restored")
    lock = FileLock(database)
    try:
        _remove(half)
        unpack(backup, half, parse_keys(keys, "DATA_KEY"))
        async with await Store.open(half, keys=KeySource(data_key=keys), zone=settings.timezone) as store:
            await store.examine()
            resealed = await reseal(store)
            reseal_list(database, store.vault)
        before = swap(half, database)
    except DataKeyError:
        where = "behind the present one in DATA_KEY" if settings.data_key else f"into {_old(settings.data_key_file)}"
        raise DataKeyError(
            f"{backup} was made with another data key, or was changed: put that key {where} and run this again. "
            "Nothing was replaced"
        ) from None
    finally:
        _remove(half)
        lock.release()
    said = [
        f"Restored. What was there before, if anything, is at {before} for 7 days.",
        *_left(resealed),
        "Start the bot.",
    ]
    return " ".join(said)


def _remove(half: Path) -> None:
    """Delete a half restored database and what SQLite and the store keep beside it."""
    for path in half.parent.glob(f"{half.name}*"):
        path.unlink()


async def erased(settings: Settings, *, number: int = 0, chat_id: int = 0) -> str:
    """Erase a request, or everything of a chat, as its writer's /delete does; return what to say.

    The running bot empties the supervisor's chat within a minute. StorageError when there is nothing to erase.
    """

    def work(tx: Tx) -> bool:
        if number:
            return erase_for(tx, number)
        there = tx.chats.load(chat_id) is not None or bool(tx.leads.of_chat(chat_id))
        if there:
            erase(tx, chat_id)
        return there

    async with await open_beside(settings) as store:
        if not await store.transaction(work):
            raise StorageError("there is nothing of that to erase: `leads` lists the requests")
        await scrub(store)
    return "Erased. What the supervisor was shown is emptied within a minute while the bot runs."


async def export_leads(settings: Settings, destination: Path) -> int:
    """Write every request into a new file that only its owner can read, and return how many; trials are none.

    StorageError for another ending than .xlsx and .csv, when the file exists or cannot be written; MissingPackage where
    the one for .xlsx is not installed.
    """
    ending = destination.suffix.lower().removeprefix(".")
    if ending not in FILES:
        raise StorageError("name a file that ends in .xlsx or .csv")
    languages = load_translators(timezone=settings.timezone)
    desk_speak = languages[settings.supervisor_language]
    async with await open_beside(settings) as store:
        columns = await columns_of(store, desk_speak, languages, settings.timezone)
        with new_private(destination) as file:
            n, _ = await write_all(store, columns, ending, file)
            return n


@contextmanager
def new_private(destination: Path) -> Iterator[IO[bytes]]:
    """Open a new file that only its owner can read; StorageError when it exists or cannot be written.

    What fails leaves no file.
    """
    try:
        with os.fdopen(os.open(destination, os.O_RDWR | os.O_CREAT | os.O_EXCL, PRIVATE), "wb") as file:
            try:
                yield file
            except BaseException:
                destination.unlink()
                raise
    except FileExistsError:
        raise StorageError(f"{destination} exists already: name a new file") from None
    except OSError as error:
        raise StorageError(f"{destination} cannot be written ({error.strerror}): choose another place") from error


def _kept_at(destination: Path, content: bytes) -> None:
    with new_private(destination) as file:
        file.write(content)


async def review_lines(settings: Settings, *, as_test_of: int = 0, changed: bool = False) -> list[str]:
    """Return the corrections, one of them as a test, or what the current rules decide differently; nothing personal.

    StorageError for a correction that is not there.
    """
    async with await open_beside(settings) as store:
        if as_test_of:
            correction = await store.transaction(lambda tx: tx.corrections.load(as_test_of))
            if correction is None:
                raise StorageError(NO_SUCH.format(id=as_test_of))
            return as_test(correction).splitlines()
        corrections = await store.transaction(lambda tx: tx.corrections.listed())
        if not changed:
            return corrections_told(corrections)
        leads = [lead async for rows in every_lead(store) for lead in rows if lead.status != "erased"]
        return changed_told(leads, corrections)


async def set_row_aside(settings: Settings, table: str, row_id: int) -> Path:
    """Take a damaged row out of the bot's way, beside the running bot; return the file with its sealed bytes.

    StorageError when there is no such row, or when it can be read.
    """
    kept = settings.database_path.with_name(f"{settings.database_path.name}.{table}-{row_id}.sealed")
    async with await open_beside(settings) as store:
        await store.transaction(lambda tx: set_aside(tx, table, row_id, partial(_kept_at, kept)))
    return kept


async def rotate_key(settings: Settings) -> list[str]:
    """Seal everything with a new key and return what to say. The bot must be stopped: DatabaseInUse otherwise.

    With a key file: a new key is written before the old one, everything is sealed again, and the old key moves to
    ``<file>.old`` for the backups made before. With DATA_KEY, the caller has put the new key before the old one.
    Interrupted at any point, it can be run again.
    """
    path = settings.data_key_file
    keys = KeySource(file=path, data_key=settings.data_key)
    old = "" if settings.data_key else _keys_of(path)
    # Before anything is written: is the bot stopped, and do the keys fit?
    async with await Store.open(settings.database_path, keys=keys, zone=settings.timezone):
        pass
    if old and "," not in old:
        write_key_file(path, f"{new_key()},{old}")
    async with await Store.open(settings.database_path, keys=keys, zone=settings.timezone) as store:
        resealed = await reseal(store)
        reseal_list(settings.database_path, store.vault)
    said = [f"{resealed.rows} rows are sealed with the new key.", *_left(resealed)]
    if settings.data_key:
        return [*said, "Take the old key out of DATA_KEY now; keep it with the backups made until today."]
    current, _, old = _keys_of(path).partition(",")
    kept = _old(path)
    write_key_file(kept, ",".join(filter(None, (old, _keys_of(kept) if kept.exists() else ""))))
    write_key_file(path, current)
    return [
        *said,
        f"The new key is in {path}: keep a copy of it apart from the backups of the database.",
        f"The old one is in {kept}: backups made until today need it; delete it together with them.",
    ]


def _left(resealed: Resealed) -> list[str]:
    """Say which rows no key opens."""
    if not resealed.unopened:
        return []
    rows = ", ".join(resealed.unopened)
    return [f"Damaged, opened by no key and left as they are: {rows}. What they held can only be had from a backup."]


def _old(key_file: Path) -> Path:
    """Return where the keys are kept that were used before."""
    return beside(key_file, ".old")


def _every_key(settings: Settings) -> str:
    """Return the present key and those used before, as the text of DATA_KEY."""
    if settings.data_key:
        return settings.data_key
    old = _old(settings.data_key_file)
    return ",".join([_keys_of(settings.data_key_file), *([_keys_of(old)] if old.exists() else [])])


def _keys_of(path: Path) -> str:
    try:
        text = path.read_text(encoding="ascii").strip()
    except (OSError, UnicodeDecodeError):
        raise DataKeyError(f"the data key file {path} cannot be read: see DATA_KEY_FILE") from None
    parse_keys(text, str(path))
    return text


async def open_beside(settings: Settings) -> Store:
    if not settings.database_path.exists():
        raise StorageError(
            f"there is no database at {settings.database_path} yet: start the bot once, or set DATABASE_PATH"
        )
    keys = KeySource(file=settings.data_key_file, data_key=settings.data_key)
    return await Store.open(settings.database_path, keys=keys, zone=settings.timezone, beside=True)
