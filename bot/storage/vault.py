"""Encryption of everything personal: one sealed JSON value per row.

A sealed blob is: version byte (1), length of the key's id, the id (ASCII), 12 random bytes of nonce, and the
AES-256-GCM ciphertext with its tag. Table and row id are the associated data, so a blob that was moved to another
row does not open. Random 96-bit nonces are safe for 2**32 seals per key (NIST SP 800-38D, 8.3).
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from bot.errors import DataKeyError
from bot.storage.records import Json

KEY_BYTES: Final = 32
NONCE_BYTES: Final = 12
VERSION: Final = 1


class Vault:
    """Seals with the current key, opens with any it was given."""

    def __init__(self, keys: Mapping[str, bytes], current: str) -> None:
        """Take keys of 32 bytes by id (1 to 255 ASCII characters); `current` is the id to seal with."""
        for key_id, key in keys.items():
            if not key_id.isascii() or not 1 <= len(key_id) <= 255:
                raise DataKeyError("the id of a data key must be 1 to 255 ASCII characters")
            if len(key) != KEY_BYTES:
                raise DataKeyError(f"the data key {key_id!r} has {len(key)} bytes, {KEY_BYTES} are needed")
        if current not in keys:
            raise DataKeyError("the current data key is not among the keys given")
        self._ciphers = MappingProxyType({key_id: AESGCM(key) for key_id, key in keys.items()})
        self._prints = hashlib.blake2b(keys[current], digest_size=32, person=b"fingerprint").digest()
        self.current: Final = current
        self.header: Final = bytes([VERSION, len(current)]) + current.encode("ascii")

    def fingerprint(self, content: bytes) -> str:
        """Return a short keyed digest: without the key, guesses at the content cannot be tried."""
        return hashlib.blake2b(content, digest_size=12, key=self._prints).hexdigest()

    def __repr__(self) -> str:
        """Name the keys by id: the keys themselves must not reach a log."""
        return f"Vault(keys={sorted(self._ciphers)}, current={self.current!r})"

    def seal(self, table: str, row_id: int, value: Json) -> bytes:
        """Return `value` (JSON) encrypted for this one row."""
        text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
        # Telegram's JSON can hold lone surrogates: they must not make an update unstorable.
        return self.seal_bytes(table, row_id, text.encode("utf-8", "surrogatepass"))

    def seal_bytes(self, table: str, row_id: int, plain: bytes) -> bytes:
        nonce = os.urandom(NONCE_BYTES)
        sealed = self._ciphers[self.current].encrypt(nonce, plain, _associated(table, row_id))
        return self.header + nonce + sealed

    def unseal(self, table: str, row_id: int, blob: bytes) -> Json:
        """Return the value sealed for this row; `DataKeyError` when no key opens it."""
        return json.loads(self.unseal_bytes(table, row_id, blob).decode("utf-8", "surrogatepass"))

    def unseal_bytes(self, table: str, row_id: int, blob: bytes) -> bytes:
        """Return the bytes sealed for this place; `DataKeyError` when no key opens them."""
        key_id, body = _parts(table, row_id, blob)
        cipher = self._ciphers.get(key_id)
        if cipher is None:
            raise DataKeyError(
                f"row {row_id} of {table} was sealed with the data key {key_id!r}, which is not among the keys given "
                f"({', '.join(sorted(self._ciphers))}): add the old key to DATA_KEY after the current one"
            )
        try:
            return cipher.decrypt(body[:NONCE_BYTES], body[NONCE_BYTES:], _associated(table, row_id))
        except InvalidTag:
            raise DataKeyError(
                f"row {row_id} of {table} does not open with the data key {key_id!r}: "
                "it is the wrong key, or the row was changed outside the bot"
            ) from None


def _associated(table: str, row_id: int) -> bytes:
    return f"{table}:{row_id}".encode()


def _parts(table: str, row_id: int, blob: bytes) -> tuple[str, bytes]:
    """Split a blob into key id and nonce + ciphertext."""
    if len(blob) < 2 or blob[0] != VERSION or len(blob) < 2 + blob[1] + NONCE_BYTES:
        raise DataKeyError(f"row {row_id} of {table} is not sealed the way this version knows")
    end = 2 + blob[1]
    return blob[2:end].decode("ascii", "replace"), blob[end:]
