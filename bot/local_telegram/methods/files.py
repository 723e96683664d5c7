"""Photos, documents and other files: uploaded, sent again by file_id, downloaded.

Source: https://core.telegram.org/bots/api#sending-files.
"""

from __future__ import annotations

from bot.local_telegram import rules
from bot.local_telegram.calls import Call, Method
from bot.local_telegram.deeds import attachment
from bot.local_telegram.parameters import Parameters
from bot.local_telegram.rules import refusal
from bot.local_telegram.shapes import Json, StoredFile


def stored_file(call: Call, kind: str) -> StoredFile:
    """The file in the parameter named `kind`: an upload, attach://other-part, or the id of a file sent before."""
    given = call.parameters.text(kind)
    if upload := call.parameters.files.get(given.removeprefix("attach://") or kind):
        if not upload.content:
            raise refusal("content_missing", what=kind)
        return call.model.add_file(kind, upload.content, name=upload.name or kind, mime_type=upload.mime_type)
    if not given:
        raise refusal("content_missing", what=kind)
    if not (stored := call.model.files.get(given)):
        raise refusal("file_id_wrong")
    return stored


def _send(kind: str) -> Method:
    def send(call: Call) -> Json:
        """Send a file of this kind with its caption."""
        stored = stored_file(call, kind)
        content: Json = {kind: attachment(kind, stored), **call.caption()}
        return call.send(call.chat(), content)

    return send


def media(call: Call) -> Json:
    """The content that the InputMedia in the parameter `media` stands for."""
    given = call.parameters.parsed("media")
    if not isinstance(given, dict):
        raise refusal("media_invalid", why="expected an Object")
    kind = given.get("type")
    if kind not in rules.MEDIA:
        raise refusal("media_invalid", why=f'type "{kind}" is unsupported')
    inner = Parameters({**given, kind: given.get("media", "")}, call.parameters.files)
    of_media = Call(call.exchange, call.method, inner, call.entry)
    return {kind: attachment(kind, stored_file(of_media, kind)), **of_media.caption()}


def kind_of(content: Json) -> str:
    """Which kind of file a message or its content holds; "" for none."""
    return next((kind for kind in rules.CAPTIONED if kind in content), "")


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


METHODS: dict[str, Method] = {
    "sendPhoto": _send("photo"),
    "sendDocument": _send("document"),
    "getFile": get_file,
}
