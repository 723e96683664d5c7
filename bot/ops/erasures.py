"""The list of erasures beside the database: a restored backup holds what was erased since, and is erased of it again.

The list is in the database as well. The file `<database>.erased`, sealed with the data key, is its copy that outlives a
restore: written after every erasure, read at every start.
"""

from __future__ import annotations

import contextlib
import logging
from collections.abc import Sequence
from pathlib import Path

from bot.errors import DataKeyError
from bot.hours import DAY
from bot.prospect.service import erase
from bot.requests.erasure import erase_lead
from bot.storage import Erasure, Store, Tx, Vault
from bot.storage.files import beside, written_whole
from bot.storage.records import Json

log = logging.getLogger(__name__)

KEPT_SECONDS = 90 * DAY
"""How long an erasure is remembered: longer than any backup is to be kept (docs/operations.md: 30 days)."""

_SEALED_AS = "erasures_file"


def list_of(database: Path) -> Path:
    """Return where the list of a database is."""
    return beside(database, ".erased")


async def keep_list(store: Store) -> None:
    """Write the list beside the database."""
    known = await store.transaction(lambda tx: tx.erasures.listed())
    _write(list_of(store.path), store.vault, [[each.number, each.chat_id, each.erased_at] for each in known])


def reseal_list(database: Path, vault: Vault) -> None:
    """Seal the list with the vault's present key, if one of its keys opens it."""
    path = list_of(database)
    with contextlib.suppress(FileNotFoundError, DataKeyError):
        _write(path, vault, vault.unseal(_SEALED_AS, 0, path.read_bytes()))


def _write(path: Path, vault: Vault, listed: Json) -> None:
    with written_whole(path) as file:
        file.write(vault.seal(_SEALED_AS, 0, listed))


async def apply_list(store: Store) -> None:
    """Erase what the list says was erased and the database holds all the same."""
    path = list_of(store.path)
    if not path.exists():
        return
    try:
        listed = store.vault.unseal(_SEALED_AS, 0, path.read_bytes())
    except DataKeyError as error:
        log.error(
            "the list of erasures does not open: what a restored backup holds stays", extra={"reason": str(error)}
        )
        return
    erasures = [Erasure(int(number), int(chat_id), float(at)) for number, chat_id, at in listed]
    again = await store.transaction(lambda tx: _apply(tx, erasures))
    if again:
        log.warning("a restored database held what had been erased; it is erased again", extra={"n": again})


def _apply(tx: Tx, erasures: Sequence[Erasure]) -> int:
    known, again = set(tx.erasures.listed()), 0
    # What the database knows of, it has done: looked at again, a clock that was wrong could make it erase what is new.
    for each in erasures:
        if each in known:
            continue
        lead = tx.leads.load(each.number) if each.number else None
        if lead is not None and 0 < lead.created_at < each.erased_at:
            erase_lead(tx, lead)
            again += 1
        chat = tx.chats.load(each.chat_id) if each.chat_id else None
        before = [lead for lead in tx.leads.of_chat(each.chat_id) if lead.created_at < each.erased_at]
        if each.chat_id and (before or (chat is not None and chat.started_at < each.erased_at)):
            again += 1
            if chat is None or chat.started_at < each.erased_at:
                erase(tx, each.chat_id)
            for lead in before:
                erase_lead(tx, lead)
        tx.erasures.note(number=each.number, chat_id=each.chat_id, erased_at=each.erased_at)
    return again
