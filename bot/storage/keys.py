"""Where the data key comes from: DATA_KEY, or a file that is made on the first run.

One key is 32 bytes as hex or base64url. Several, separated by commas, are for rotation: the first seals, the others
only open. A key may be named (``id:key``); a key without a name is named by the first 8 hex digits of its SHA-256,
and a named one opens what was sealed under that name as well, so that naming a key later costs nothing.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import logging
import os
import re
import secrets
from dataclasses import field
from pathlib import Path

from bot.errors import NO_ROOM, DatabaseBusy, DataKeyError
from bot.storage.files import PRIVATE_FOLDER, written_whole
from bot.storage.vault import KEY_BYTES, Vault
from flows.dataclass import dataclass

LOG = logging.getLogger(__name__)

_HEX = re.compile(r"[0-9a-fA-F]{64}")
_NAME = re.compile(r"[A-Za-z0-9._-]{1,64}")
_EXAMPLE = "32 bytes as 64 hex digits or 43 characters of base64url, as `openssl rand -hex 32` prints them"


@dataclass(frozen=True, slots=True)
class KeySource:
    """`data_key` is the text of DATA_KEY ("" when unset); without it `file` is read, and made on the first run."""

    file: Path | None = None
    data_key: str = field(default="", repr=False)


def load_key(data_key: str, data_key_file: Path | None, database_has_sealed_rows: bool) -> tuple[Vault, bool]:
    """Return the vault and whether a new key file was made for it.

    A file is made (0600, in a folder of 0700) only while the database holds nothing sealed: a new key could not
    open the old rows, and new rows beside them would hide that the old key is gone.
    """
    if data_key.strip():
        return parse_keys(data_key, "DATA_KEY"), False
    if data_key_file is None:
        raise DataKeyError(f"no data key: set DATA_KEY ({_EXAMPLE}) or DATA_KEY_FILE")
    try:
        text = data_key_file.read_text(encoding="ascii")
    except FileNotFoundError:
        if database_has_sealed_rows:
            raise DataKeyError(
                f"the data key file {data_key_file} is missing, but the database holds encrypted rows: put the file "
                "back from its backup, or set DATA_KEY. Without the key the rows cannot be read; to start again, "
                "move the database away"
            ) from None
        text = new_key()
        write_key_file(data_key_file, text)
        return parse_keys(text, str(data_key_file)), True
    except (OSError, UnicodeDecodeError) as error:
        raise DataKeyError(f"the data key file {data_key_file} cannot be read: {_reason(error)}") from None
    if data_key_file.stat().st_mode & 0o077:
        LOG.warning("the data key file %s can be read by other users of this machine", data_key_file)
    return parse_keys(text, str(data_key_file)), False


def parse_keys(text: str, where: str) -> Vault:
    """Read ``key``, ``id:key`` or several of them; `where` names the source in the error, which never shows a key."""
    keys: dict[str, bytes] = {}
    current = ""
    entries = [entry.strip() for entry in text.split(",") if entry.strip()]
    for position, entry in enumerate(entries, start=1):
        name, colon, encoded = entry.rpartition(":")
        key = _decoded(encoded.strip())
        if key is None:
            raise DataKeyError(f"{where}: key {position} of {len(entries)} is malformed, it must be {_EXAMPLE}")
        fingerprint = hashlib.sha256(key).hexdigest()[:8]
        if colon and not _NAME.fullmatch(name):
            raise DataKeyError(f"{where}: the name of key {position} may have letters, digits and . _ - only")
        if keys.get(name, key) != key:
            raise DataKeyError(f"{where}: two keys have the name {name!r}")
        keys.setdefault(fingerprint, key)
        if name:
            keys[name] = key
        current = current or name or fingerprint
    if not keys:
        raise DataKeyError(f"{where} holds no key, it must be {_EXAMPLE}")
    return Vault(keys, current)


def _decoded(text: str) -> bytes | None:
    """Return the 32 bytes written as hex or base64 (either alphabet, padding optional)."""
    if _HEX.fullmatch(text):
        return bytes.fromhex(text)
    plain = text.rstrip("=").replace("-", "+").replace("_", "/")
    try:
        key = base64.b64decode(plain + "=" * (-len(plain) % 4), validate=True)
    except (binascii.Error, ValueError):
        return None
    return key if len(key) == KEY_BYTES else None


def new_key() -> str:
    return base64.urlsafe_b64encode(secrets.token_bytes(KEY_BYTES)).decode("ascii").rstrip("=")


def write_key_file(path: Path, text: str) -> None:
    """Write keys (0600) in place of what stands there, whole or not at all; written by root, it stays its owner's."""
    try:
        path.parent.mkdir(mode=PRIVATE_FOLDER, parents=True, exist_ok=True)
        with written_whole(path) as file:
            if os.geteuid() == 0:
                whose = (path if path.exists() else path.parent).stat()
                os.fchown(file.fileno(), whose.st_uid, whose.st_gid)
            file.write(f"{text}\n".encode("ascii"))
    except OSError as error:
        if error.errno in NO_ROOM:
            raise DatabaseBusy(f"a data key file cannot be made at {path}: the disk is full: make room") from None
        raise DataKeyError(
            f"a data key file cannot be made at {path} ({_reason(error)}): set DATA_KEY_FILE to a place that the bot "
            f"may write to, or DATA_KEY ({_EXAMPLE})"
        ) from None


def _reason(error: Exception) -> str:
    """Say why in a few words; a decoding error would show the file's bytes."""
    return (error.strerror or type(error).__name__) if isinstance(error, OSError) else "it is not text"
