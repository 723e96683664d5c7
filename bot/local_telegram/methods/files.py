"""Photos and documents: uploaded, sent again by file_id, downloaded.

Source: https://core.telegram.org/bots/api#sending-files.
"""

from __future__ import annotations

from bot.local_telegram import rules
from bot.local_telegram.calls import Call
from bot.local_telegram.rules import refusal
from bot.local_telegram.shapes import Json


def send_photo(call: Call) -> Json:
    """sendPhoto, with a caption perhaps."""
    return call.send(call.chat(), call.attached("photo"))


def send_document(call: Call) -> Json:
    """sendDocument, with a caption perhaps."""
    return call.send(call.chat(), call.attached("document"))


def get_file(call: Call) -> Json:
    """getFile: where to download; files over 20 MB can't be."""
    stored = call.model.files.get(call.parameters.text("file_id"))
    if stored is None:
        raise refusal("file_id_invalid")
    if len(stored.content) > rules.DOWNLOAD_BYTES:
        raise refusal("file_too_big")
    return {
        "file_id": stored.file_id,
        "file_unique_id": stored.unique_id,
        "file_size": len(stored.content),
        "file_path": stored.path,
    }
