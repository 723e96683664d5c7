"""What python-telegram-bot is for: files on their way, and text with marks as HTML. Imported when that is first needed.

It takes a tenth of a second and nine megabytes, and most chats need neither. What needs no objects is called by its
name (`Api.call`). The library's client works over our own connections: it folds "never left this machine" and "left, no
answer" into one NetworkError, takes `retry_after: 0` for no limit, and logs whole answers that are no JSON.
Source: telegram.request.BaseRequest of python-telegram-bot 22.8
"""

from __future__ import annotations

import io
from collections.abc import Awaitable, Mapping, Sequence
from datetime import UTC, datetime
from typing import IO, Any, TypeAlias, TypeVar

import aiohttp
from telegram import (
    Bot,
    Chat,
    InlineKeyboardMarkup,
    InputFile,
    InputMediaDocument,
    InputMediaPhoto,
    InputProfilePhotoStatic,
    Message,
    MessageEntity,
    ReplyParameters,
)
from telegram._utils.defaultvalue import DefaultValue  # no public name; the library passes it as "not given"
from telegram._utils.types import ODVInput  # the type of BaseRequest's own signature
from telegram.constants import ParseMode
from telegram.error import TelegramError
from telegram.request import BaseRequest, RequestData

from bot.errors import BotError, DeliveryError, OutcomeUnknown, TokenRefused
from bot.telegram.request import AS_JSON, Connections, answer_of

T = TypeVar("T")
Json: TypeAlias = Mapping[str, Any]

UPLOAD_SECONDS = 60.0
CONNECT_SECONDS = 10.0


class _Carried(TelegramError):
    """An error of ours on its way through the library, which turns any that is not its own into words."""

    def __init__(self, failure: BotError) -> None:
        super().__init__(str(failure))
        self.failure = failure


class _OverOurs(BaseRequest):
    """The library's way to the Bot API, over connections that are open."""

    __slots__ = ("_connections",)

    def __init__(self, connections: Connections) -> None:
        self._connections = connections

    @property
    def read_timeout(self) -> float:
        """How long an answer may take, in seconds, when a call does not say."""
        return self._connections.read_timeout

    async def initialize(self) -> None:
        """Open nothing: who made the connections opens and closes them."""

    async def shutdown(self) -> None:
        """Close nothing."""

    async def do_request(
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        read_timeout: ODVInput[float] = BaseRequest.DEFAULT_NONE,
        write_timeout: ODVInput[float] = BaseRequest.DEFAULT_NONE,
        connect_timeout: ODVInput[float] = BaseRequest.DEFAULT_NONE,
        pool_timeout: ODVInput[float] = BaseRequest.DEFAULT_NONE,
    ) -> tuple[int, bytes]:
        """Return status (2xx only) and body; raise an error of ours, carried, otherwise."""
        read = self.read_timeout if isinstance(read_timeout, DefaultValue) else read_timeout
        # aiohttp has no limit of its own for writing: the sum bounds a peer that reads too slowly.
        total = None if read is None else read + UPLOAD_SECONDS + CONNECT_SECONDS
        limits = aiohttp.ClientTimeout(total=total, connect=CONNECT_SECONDS, sock_read=read)
        try:
            return 200, await self._connections.exchange(method, url, _body(request_data), limits)
        except (DeliveryError, TokenRefused) as error:
            failure = error
        raise _Carried(failure)

    @staticmethod
    def parse_json_payload(payload: bytes) -> dict[str, Any]:
        """Return the answer without logging what is none."""
        return answer_of(payload)


async def _called(call: Awaitable[T]) -> T:
    """Return what a call of the library returns; what it raises leaves as an error of `bot.telegram.errors`."""
    failure: BotError
    try:
        return await call
    except _Carried as carried:
        failure = carried.failure
    except TelegramError as error:
        failure = OutcomeUnknown(f"{type(error).__name__} in the library")
    raise failure  # outside the except, so that the library's words are not chained to it


class Files:
    """What sends and fetches files, over connections of ours. Ids, html, `markup` and `reply_to` as in `Api`."""

    def __init__(self, token: str, api_url: str, connections: Connections) -> None:
        way = _OverOurs(connections)
        where: dict[str, Any] = {"base_url": f"{api_url}/bot", "base_file_url": f"{api_url}/file/bot"}
        self._bot = Bot(token, **where, request=way, get_updates_request=way)

    async def send(
        self,
        chat_id: int,
        kind: str,
        content: bytes | IO[bytes],
        filename: str,
        html: str,
        *,
        markup: Json | None = None,
        reply_to: Json | None = None,
        thread_id: int = 0,
        silent: bool = False,
    ) -> int:
        """Send a "document" or "photo" with a caption and return the message's id; an open file is read in pieces."""
        call: Any = getattr(self._bot, f"send_{kind}")(
            chat_id,
            InputFile(content, filename=filename, read_file_handle=False),
            caption=html or None,
            parse_mode=ParseMode.HTML,
            reply_markup=InlineKeyboardMarkup.de_json(dict(markup), None) if markup else None,
            reply_parameters=ReplyParameters.de_json(dict(reply_to), None) if reply_to else None,
            message_thread_id=thread_id or None,
            disable_notification=silent or None,
        )
        message: Message = await _called(call)
        return message.message_id

    async def replace(self, chat_id: int, message_id: int, kind: str, content: bytes, filename: str, html: str) -> None:
        """Put a new "photo" or "document" with its caption into a message."""
        of_kind = InputMediaPhoto if kind == "photo" else InputMediaDocument
        media = of_kind(content, caption=html, parse_mode=ParseMode.HTML, filename=filename)
        await _called(self._bot.edit_message_media(media, chat_id, message_id))

    async def content(self, file_id: str) -> bytes:
        file = await _called(self._bot.get_file(file_id))
        return bytes(await _called(file.download_as_bytearray()))

    async def set_profile_photo(self, content: bytes) -> None:
        await _called(self._bot.set_my_profile_photo(InputProfilePhotoStatic(content)))


def _body(request_data: RequestData | None) -> dict[str, Any]:
    """Return the body as aiohttp's arguments.

    Source: https://core.telegram.org/bots/api#making-requests
    """
    if request_data is None:
        return {}
    if not request_data.contains_files:
        return {"data": request_data.json_payload, "headers": AS_JSON}
    form = aiohttp.FormData()
    for name, value in request_data.json_parameters.items():
        form.add_field(name, value)
    for name, (filename, content, mime_type) in request_data.multipart_data.items():
        # A stream is written in pieces; aiohttp warns of bytes over a megabyte, which it writes at once.
        stream = io.BytesIO(content) if isinstance(content, bytes) else content
        form.add_field(name, stream, filename=filename, content_type=mime_type)
    return {"data": form}


def html_of(text: str, entities: Sequence[dict[str, Any]]) -> str:
    marks = MessageEntity.de_list(list(entities), None)
    return Message(0, datetime.fromtimestamp(0, UTC), Chat(0, Chat.PRIVATE), text=text, entities=marks).text_html
