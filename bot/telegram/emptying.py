"""Emptying messages that the bot has sent: what Telegram allows, by kind and age.

Within 48 hours a message can be deleted. Later a text can be edited and a file replaced, a voice message loses only its
caption, and contacts, places, stickers and video notes cannot be changed at all.
Sources: https://core.telegram.org/bots/api#deletemessages, #editmessagemedia, #editmessagecaption
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Collection, Mapping, Sequence
from typing import Any, Final

from bot.errors import Refused
from bot.telegram.api import HTML, NO_PREVIEW, Api
from bot.telegram.errors import CannotChange, MessageGone, Unchanged

DELETABLE_SECONDS: Final = 47 * 3600.0
"""How long a message is taken to be deletable: an hour less than Telegram's 48, as none must get too old on the way."""

AT_ONCE: Final = 100
"""How many messages one deleteMessages takes."""

_WAYS: Final[Mapping[str, tuple[str, ...]]] = {
    "text": ("text",),
    **dict.fromkeys(("photo", "video"), ("picture",)),
    **dict.fromkeys(("document", "audio", "animation"), ("file", "picture")),
    "": ("text", "picture", "file"),
    "voice": ("caption",),
}
_SIDE = 100  # pixels; a picture of one pixel is refused


def can_be_emptied(kind: str) -> bool:
    """Tell whether a message of this kind ("" for not known) can be emptied at any age."""
    return kind in _WAYS and kind != "voice"


async def delete_all(api: Api, chat_id: int, message_ids: Sequence[int]) -> bool:
    """Delete up to `AT_ONCE` messages, those that are gone passed over; False when one cannot be: then all are left."""
    try:
        await api.call("deleteMessages", chat_id=chat_id, message_ids=list(message_ids))
    except MessageGone:
        return False
    return True


async def empty(api: Api, chat_id: int, message_id: int, kind: str, line: str) -> bool:
    """Leave of a message nothing but `line` (html); False when Telegram lets part of it stay."""
    for way in _WAYS.get(kind, ()):
        try:
            await _empty(api, chat_id, message_id, way, line)
        except Unchanged:
            pass
        except CannotChange:
            continue
        except MessageGone:
            return True
        except Refused:
            continue
        return way != "caption"
    return False


async def _empty(api: Api, chat_id: int, message_id: int, way: str, line: str) -> None:
    if way == "text":
        about: dict[str, Any] = {"chat_id": chat_id, "message_id": message_id, "parse_mode": HTML}
        await api.call("editMessageText", text=line, link_preview_options=NO_PREVIEW, **about)
    elif way == "caption":
        await api.call("editMessageCaption", chat_id=chat_id, message_id=message_id)
    elif way == "picture":
        await api.replace_file(chat_id, message_id, "photo", blank_picture(), "erased.png", line)
    else:
        await api.replace_file(chat_id, message_id, "document", b"-\n", "-.txt", line)


def blank_picture() -> bytes:
    """Return a white PNG."""
    rows = (b"\x00" + b"\xff" * _SIDE) * _SIDE
    head = struct.pack(">IIBBBBB", _SIDE, _SIDE, 8, 0, 0, 0, 0)
    chunks: Collection[tuple[bytes, bytes]] = ((b"IHDR", head), (b"IDAT", zlib.compress(rows)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body)) for name, body in chunks
    )
