"""The only voice of the bot: what the rooms can do at Telegram, in plain types.

Every method raises `bot.errors.DeliveryError` (see `bot.telegram.errors` for which) or `TokenRefused`;
`answer` alone never does. Ids are Telegram's; 0 means none; html is Telegram's HTML. Files go by the library.
Source: https://core.telegram.org/bots/api#available-methods, #inlinekeyboardmarkup, #replykeyboardmarkup
"""

from __future__ import annotations

import logging
from collections import OrderedDict
from collections.abc import Awaitable, Iterable, Mapping, Sequence
from functools import cached_property
from types import MappingProxyType, TracebackType
from typing import IO, TYPE_CHECKING, Any, Self, TypeAlias

from bot.errors import BotError
from bot.events import TapAnswer
from bot.telegram.errors import MessageGone, Unchanged
from bot.telegram.request import Connections
from bot.ui.screens import Button, Field, Keyboard, KeyButton, Rows

if TYPE_CHECKING:
    from bot.telegram.library import Files

log = logging.getLogger(__name__)

TELEGRAM = "https://api.telegram.org"
NO_PREVIEW = {"is_disabled": True}
HTML = "HTML"
REPLACED = frozenset({"photo", "video", "animation", "document", "audio"})
"""Kinds of files that can take another's place in a message."""

Markup: TypeAlias = dict[str, Any]
"""Buttons or a keyboard as the Bot API takes them."""

Quote: TypeAlias = Mapping[str, Any]
"""Words of the message replied to, as the Bot API's TextQuote."""

NOTHING: Mapping[str, object] = MappingProxyType({})

READ_SECONDS = 15.0
POLL_MARGIN_SECONDS = 10.0  # how much longer than the long poll itself its answer may take


MOST_LOOKS = 5000
"""Messages of which it is remembered how they look: hashes of their html and their buttons or file, the latest ones."""


class Api:
    """The Bot API for one bot: `async with Api(token, api_url) as api`, or `open` and `close`.

    `read_timeout`: seconds that an answer may take (a long poll's own time comes on top).
    """

    def __init__(self, token: str, api_url: str = TELEGRAM, *, read_timeout: float = READ_SECONDS) -> None:
        # A pool of its own: a long poll must not hold a connection that a message waits for.
        self._polling = Connections(pool_size=1)
        self._connections = Connections(read_timeout=read_timeout)
        self._token, self._api_url = token, api_url
        self._looks: OrderedDict[tuple[object, object], tuple[int, int]] = OrderedDict()

    async def __aenter__(self) -> Self:
        await self.open()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.close()

    async def open(self) -> str:
        """Connect and return the bot's username. May be called again after it failed."""
        await self._polling.open()
        await self._connections.open()
        return await self.bot_name()

    async def close(self) -> None:
        """Close every connection; again is allowed."""
        await self._polling.close()
        await self._connections.close()

    @cached_property
    def _files(self) -> Files:
        from bot.telegram.library import Files

        return Files(self._token, self._api_url, self._connections)

    def _url(self, method: str) -> str:
        return f"{self._api_url}/bot{self._token}/{method}"

    # Looking

    async def bot_name(self) -> str:
        """Return the bot's username: the simplest question to which Telegram has an answer."""
        return str((await self.call("getMe")).get("username") or "")

    async def chat_type(self, chat_id: int) -> str:
        """Return "private", "group", "supergroup" or "channel"; Unreachable when the bot may not write there."""
        chat = await self.call("getChat", chat_id=chat_id)
        # getChat finds a person who has blocked the bot; "is typing" is refused then, and leaves nothing behind.
        await self.call("sendChatAction", chat_id=chat_id, action="typing")
        return str(chat["type"])

    async def is_public(self, chat_id: int) -> bool:
        """Tell whether anybody can find and join a group, because it has a public name."""
        chat = await self.call("getChat", chat_id=chat_id)
        return bool(chat.get("username") or chat.get("active_usernames"))

    async def webhook(self) -> Mapping[str, Any]:
        """Return what Telegram knows of the webhook, as the Bot API's WebhookInfo."""
        found: Mapping[str, Any] = await self.call("getWebhookInfo")
        return found

    # Receiving

    async def get_updates(
        self, offset: int | None, seconds: float, limit: int = 100, allowed_updates: Sequence[str] = ()
    ) -> list[dict[str, Any]]:
        """Return raw updates from `offset` on (None: the earliest not acknowledged), waiting up to `seconds`.

        Raw, for the library makes objects of a whole batch or none: one malformed update would stop it for ever.
        Calling with an offset acknowledges everything before it.
        """
        wanted = {"timeout": int(seconds), "limit": limit, "allowed_updates": list(allowed_updates)}
        asked = wanted if offset is None else {**wanted, "offset": offset}
        batch = await self._polling.call(self._url("getUpdates"), asked, seconds + POLL_MARGIN_SECONDS)
        return batch if isinstance(batch, list) else []

    async def delete_webhook(self) -> None:
        """Let long polling begin; updates that wait are kept."""
        await self.call("deleteWebhook")

    async def set_webhook(
        self, url: str, secret: str, allowed_updates: Sequence[str], max_connections: int = 10
    ) -> None:
        """Let Telegram deliver updates to `url` with the secret in a header; updates that wait are kept."""
        await self.call(
            "setWebhook",
            url=url,
            secret_token=secret,
            allowed_updates=list(allowed_updates),
            max_connections=max_connections,
        )

    # Speaking

    async def post(
        self,
        chat_id: int,
        html: str,
        buttons: Rows = (),
        *,
        reply_keyboard: Keyboard | Field | None = None,
        reply_to: int = 0,
        quote: Quote | None = None,
        thread_id: int = 0,
        silent: bool = False,
    ) -> int:
        """Send a new message and return its id; a message to reply to that is gone is no obstacle.

        QuoteGone when the message replied to is there without the words quoted.
        """
        message = await self.call(
            "sendMessage",
            chat_id=chat_id,
            text=html,
            parse_mode=HTML,
            reply_markup=markup(buttons, reply_keyboard),
            link_preview_options=NO_PREVIEW,
            reply_parameters=_reply(reply_to, quote),
            message_thread_id=thread_id,
            disable_notification=silent,
        )
        message_id = int(message["message_id"])
        self._looks_now(chat_id, message_id, (hash(html), hash(buttons)))
        return message_id

    async def edit(self, chat_id: int, message_id: int, html: str, buttons: Rows = ()) -> bool:
        """Make the message look so; False when it is gone or cannot be edited: then post it again.

        No call is made for one that is known to look so.
        """
        look = (hash(html), hash(buttons))
        if self._looks.get((chat_id, message_id)) == look:
            return True
        done = await _changed(
            self.call(
                "editMessageText",
                chat_id=chat_id,
                message_id=message_id,
                text=html,
                parse_mode=HTML,
                reply_markup=inline(buttons),
                link_preview_options=NO_PREVIEW,
            )
        )
        if done:
            self._looks_now(chat_id, message_id, look)
        return done

    async def edit_caption(self, chat_id: int, message_id: int, html: str) -> bool:
        """Give a picture or file this caption; False when it is gone or cannot be edited."""
        look = self._looks.pop((chat_id, message_id), None)
        done = look is not None and look[0] == hash(html)
        if not done:
            call = self.call(
                "editMessageCaption", chat_id=chat_id, message_id=message_id, caption=html, parse_mode=HTML
            )
            done = await _changed(call)
        if done and look is not None:
            self._looks_now(chat_id, message_id, (hash(html), look[1]))
        return done

    async def edit_file(self, chat_id: int, message_id: int, kind: str, file_id: str, html: str) -> bool:
        """Put another file of a kind in `REPLACED` and its caption into a message; False as for `edit`."""
        look = (hash(html), hash(file_id))
        if self._looks.pop((chat_id, message_id), None) == look:
            self._looks_now(chat_id, message_id, look)
            return True
        media = {"type": kind, "media": file_id, "caption": html, "parse_mode": HTML}
        call = self.call("editMessageMedia", chat_id=chat_id, message_id=message_id, media=media)
        done = await _changed(call)
        if done:
            self._looks_now(chat_id, message_id, look)
        return done

    async def strip_buttons(self, chat_id: int, message_id: int) -> bool:
        """Take the inline buttons off a message, unless it is known to have none; False when it is gone."""
        look, bare = self._looks.get((chat_id, message_id)), hash(())
        if look is not None and look[1] == bare:
            return True
        done = await _changed(self.call("editMessageReplyMarkup", chat_id=chat_id, message_id=message_id))
        if done and look is not None:
            self._looks_now(chat_id, message_id, (look[0], bare))
        return done

    async def delete(self, chat_id: int, message_id: int) -> bool:
        """Delete a message; False when it is gone already or too old (Telegram: 48 hours)."""
        return await _changed(self.call("deleteMessage", chat_id=chat_id, message_id=message_id))

    async def answer(self, answer: TapAnswer) -> bool:
        """Answer a button query; False when it is too old or cannot be sent."""
        query_id, text, alert = answer.query_id, answer.text, answer.alert
        try:
            await self.call("answerCallbackQuery", callback_query_id=query_id, text=text, show_alert=alert)
        except BotError as error:
            log.debug("a tap was not answered", extra={"why": type(error).__name__})
            return False
        return True

    async def send_document(
        self,
        chat_id: int,
        content: bytes | IO[bytes],
        filename: str,
        html: str = "",
        *,
        reply_to: int = 0,
        thread_id: int = 0,
        silent: bool = False,
    ) -> int:
        """Send a file of at most 50 MB with a caption and return the message's id; an open one is read in pieces."""
        where: dict[str, Any] = {"reply_to": _reply(reply_to), "thread_id": thread_id}
        return await self._files.send(chat_id, "document", content, filename, html, silent=silent, **where)

    async def send_photo(
        self, chat_id: int, content: bytes, html: str = "", buttons: Rows = (), *, reply_to: int = 0, thread_id: int = 0
    ) -> int:
        """Send a picture (PNG or JPEG of at most 10 MB) with a caption and return the message's id."""
        where: dict[str, Any] = {"reply_to": _reply(reply_to), "thread_id": thread_id}
        return await self._files.send(chat_id, "photo", content, "picture.png", html, markup=inline(buttons), **where)

    async def replace_file(
        self, chat_id: int, message_id: int, kind: str, content: bytes, filename: str, html: str
    ) -> None:
        """Put a new "photo" or "document" and its caption into a message; raises what `errors` says of changing one."""
        self._looks.pop((chat_id, message_id), None)
        await self._files.replace(chat_id, message_id, kind, content, filename, html)

    async def send_contact(self, chat_id: int, phone: str, name: str, *, reply_to: int = 0, thread_id: int = 0) -> int:
        """Send a contact for the address book, silently, and return the message's id."""
        message = await self.call(
            "sendContact",
            chat_id=chat_id,
            phone_number=phone,
            first_name=name,
            reply_parameters=_reply(reply_to),
            message_thread_id=thread_id,
            disable_notification=True,
        )
        return int(message["message_id"])

    async def copy(
        self,
        chat_id: int,
        from_chat_id: int,
        message_id: int,
        html: str | None = None,
        *,
        reply_to: int = 0,
        quote: Quote | None = None,
        thread_id: int = 0,
        silent: bool = False,
        file_id: str = "",
    ) -> int:
        """Send the same content, with another caption where `html` is given, and return the message's id.

        `file_id`: of its file, if any, so that an edit which changes nothing is known as one. MessageGone when it is
        not there; QuoteGone as for `post`.
        """
        given = {} if html is None else {"caption": html, "parse_mode": HTML}
        message = await self.call(
            "copyMessage",
            chat_id=chat_id,
            from_chat_id=from_chat_id,
            message_id=message_id,
            reply_parameters=_reply(reply_to, quote),
            message_thread_id=thread_id,
            disable_notification=silent,
            always=given,
        )
        copied = int(message["message_id"])
        if html is not None:
            self._looks_now(chat_id, copied, (hash(html), hash(file_id)))
        return copied

    async def copy_album(
        self, chat_id: int, from_chat_id: int, message_ids: Sequence[int], *, thread_id: int = 0, silent: bool = False
    ) -> list[int]:
        """Send the messages of an album as an album and return their ids; those that cannot be copied are left out."""
        messages = await self.call(
            "copyMessages",
            chat_id=chat_id,
            from_chat_id=from_chat_id,
            message_ids=sorted(message_ids),
            message_thread_id=thread_id,
            disable_notification=silent,
        )
        return [int(message["message_id"]) for message in messages]

    async def react(self, chat_id: int, message_id: int, emoji: str = "") -> bool:
        """Set the bot's one reaction ("" takes it away); False when the message is gone."""
        reaction = [{"type": "emoji", "emoji": emoji}] if emoji else []
        return await _changed(
            self.call("setMessageReaction", chat_id=chat_id, message_id=message_id, reaction=reaction)
        )

    async def call(self, method: str, *, always: Mapping[str, object] = NOTHING, **parameters: object) -> Any:
        """Call a method with those parameters that are not empty, and with `always` as it is."""
        given = {**{name: value for name, value in parameters.items() if value}, **always}
        self._looks.pop((given.get("chat_id"), given.get("message_id")), None)  # until it is known what became of it
        return await self._connections.call(self._url(method), given)

    def _looks_now(self, chat_id: int, message_id: int, look: tuple[int, int]) -> None:
        self._looks[chat_id, message_id] = look
        if len(self._looks) > MOST_LOOKS:
            self._looks.popitem(last=False)

    # The bot's own face

    async def set_commands(self, commands: Iterable[tuple[str, str]], language: str = "", chat_id: int = 0) -> None:
        """Show these (command, description) in Telegram's menu, for one language or one chat."""
        scope = {"type": "chat", "chat_id": chat_id} if chat_id else None
        wanted = [{"command": name, "description": description} for name, description in commands]
        if await self.call("getMyCommands", scope=scope, language_code=language) != wanted:
            await self.call("setMyCommands", commands=wanted, scope=scope, language_code=language)

    async def set_name(self, name: str, language: str = "") -> None:
        """Set the bot's name, at most 64 characters, unless it is that already (Telegram allows few changes)."""
        await self._set("Name", "name", name, language)

    async def set_photo(self, file_id: str) -> None:
        """Make a photo that was sent to the bot its profile photo, in place of the one before.

        Telegram takes a new upload only. Source: https://core.telegram.org/bots/api#setmyprofilephoto
        """
        await self._files.set_profile_photo(await self._files.content(file_id))

    async def remove_photo(self) -> None:
        """Take the profile photo away; that there is none is no error."""
        await self.call("removeMyProfilePhoto")

    async def set_description(self, description: str, short: str, language: str = "") -> None:
        """Set the texts of the empty chat (512 characters) and of the profile (120) unless they are so already."""
        await self._set("Description", "description", description, language)
        await self._set("ShortDescription", "short_description", short, language)

    async def _set(self, what: str, field: str, words: str, language: str) -> None:
        if (await self.call(f"getMy{what}", language_code=language)).get(field) != words:
            await self.call(f"setMy{what}", language_code=language, always={field: words})


async def _changed(call: Awaitable[object]) -> bool:
    """Change a message that is there; False when it is gone, True also when it looked so already."""
    try:
        await call
    except MessageGone:
        return False
    except Unchanged:
        return True
    return True


def _reply(message_id: int, quote: Quote | None = None) -> Mapping[str, Any] | None:
    """Return what is replied to, as the Bot API's ReplyParameters; None for nothing."""
    if not message_id:
        return None
    below: dict[str, Any] = {"message_id": message_id, "allow_sending_without_reply": True}
    if quote is not None:
        told = {
            "quote": quote["text"],
            "quote_entities": quote.get("entities"),
            "quote_position": quote.get("position"),
        }
        below |= {name: value for name, value in told.items() if value is not None}
    return below


def inline(rows: Rows) -> Markup | None:
    return {"inline_keyboard": [[_button(button) for button in row] for row in rows]} if rows else None


def reply(keyboard: Keyboard | Field) -> Markup:
    """Return the reply keyboard or field; a keyboard without rows takes the one on show away."""
    placeholder = {"input_field_placeholder": keyboard.placeholder} if keyboard.placeholder else {}
    if isinstance(keyboard, Field):
        return {"force_reply": True, "selective": keyboard.only_named, **placeholder}
    if not keyboard.rows:
        return {"remove_keyboard": True}
    return {
        "keyboard": [[_key(key) for key in row] for row in keyboard.rows],
        "resize_keyboard": True,
        "one_time_keyboard": False,  # it stays for a second try after a slip; the bot takes it away itself
        **placeholder,
    }


def markup(rows: Rows, keyboard: Keyboard | Field | None) -> Markup | None:
    """Return what stands under a new message; ValueError for both kinds, which Telegram cannot show."""
    if rows and keyboard:
        raise ValueError("inline buttons and a reply keyboard cannot share a message")
    return reply(keyboard) if keyboard else inline(rows)


def _button(button: Button) -> Markup:
    if sum(map(bool, (button.data, button.url, button.copy))) != 1:
        raise ValueError("a button needs exactly one of data, url, copy")
    made: Markup = {"text": button.text}
    if button.data:
        made["callback_data"] = button.data
    if button.url:
        made["url"] = button.url
    if button.copy:
        made["copy_text"] = {"text": button.copy}
    if button.style:
        made["style"] = button.style
    return made


def _key(key: KeyButton) -> Markup:
    return {"text": key.text, **({f"request_{key.asks}": True} if key.asks else {})}
