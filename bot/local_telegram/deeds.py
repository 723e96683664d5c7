"""What people do on their phones: write, send, tap, edit, block; each deed becomes a message and an update.

A deed that no phone would allow raises Impossible, which says why; it is the caller's mistake, not the bot's.
"""

from __future__ import annotations

import base64
from typing import Any

from bot.local_telegram.entities import found_entities
from bot.local_telegram.exchange import Exchange
from bot.local_telegram.replies import external_reply, quote_of, reply_to
from bot.local_telegram.rules import CAPTIONED, MEDIA, TEXT_LENGTH
from bot.local_telegram.shapes import Chat, Json, Person, StoredFile

# The smallest real picture: one grey pixel as PNG. What a phone sends when the caller gives no bytes.
PIXEL = base64.b64decode("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNoAAAAggCBd81ytgAAAABJRU5ErkJggg==")
ATTACHED = {
    "photo": ("photo.png", "image/png", PIXEL),
    "document": ("document.pdf", "application/pdf", b"%PDF-1.4\n%%EOF\n"),
    "voice": ("voice.ogg", "audio/ogg", b"OggS"),
    "sticker": ("sticker.webp", "image/webp", b"RIFF"),
    "video": ("video.mp4", "video/mp4", b"ftyp"),
    "audio": ("audio.mp3", "audio/mpeg", b"ID3"),
}
PASSED_ON = ("contact", "location", "venue", "dice", "animation", "video_note", "story")
POLL: Json = {
    "id": "5201",
    "question": "Milloin?",
    "options": [{"text": text, "voter_count": 0, "persistent_id": text} for text in ("Ti", "To")],
    "total_voter_count": 0,
    "is_closed": False,
    "is_anonymous": True,
    "type": "regular",
    "allows_multiple_answers": False,
    "allows_revoting": False,
    "members_only": False,
}
# Who stands as the sender of what is written on behalf of a chat: https://core.telegram.org/bots/api#message
ANONYMOUS: Json = {"id": 1087968824, "is_bot": True, "first_name": "Group", "username": "GroupAnonymousBot"}
AS_CHANNEL: Json = {"id": 136817688, "is_bot": True, "first_name": "Channel", "username": "Channel_Bot"}
OF_LINKED_CHANNEL: Json = {"id": 777000, "is_bot": False, "first_name": "Telegram"}
CHANNEL_ID = -1_001_900_000_001


class Impossible(Exception):
    """No phone can do this: unknown chat or message, somebody who is not there."""


class Deeds:
    """The people of one exchange."""

    def __init__(self, exchange: Exchange) -> None:
        self._exchange = exchange
        self._model = exchange.model

    def chat(self, chat_id: int) -> Chat:
        if not (chat := self._model.chats.get(chat_id)):
            raise Impossible(f"there is no chat {chat_id}")
        return chat

    def person(self, user_id: int, chat: Chat) -> Person:
        """The person of this id, who must be in the chat."""
        person = self._model.people.get(user_id)
        if person is None or (user_id != chat.chat_id if chat.private else user_id not in chat.members):
            raise Impossible(f"there is no person {user_id} in the chat {chat.chat_id}")
        return person

    def message(self, chat: Chat, message_id: int) -> Json:
        """The message as it is on screen now."""
        if not (message := chat.messages.get(message_id)):
            raise Impossible(f"there is no message {message_id} in the chat {chat.chat_id}")
        return message

    def send(self, chat_id: int, user_id: int, content: Json) -> Json:
        """A person sends something; `content` as in the control API. Returns the Message."""
        chat = self.chat(chat_id)
        person = self.person(user_id, chat)
        sender, body = self._sender(chat, person, content)
        body.update(self._content(person, content))
        body.update(self._around(chat, content))
        if thread_id := int(content.get("message_thread_id") or 0):
            body.update(message_thread_id=thread_id, is_topic_message=True)
            if "reply_to_message" not in body and thread_id in chat.messages:
                body["reply_to_message"] = chat.messages[thread_id]
        if chat.blocked:
            self.block(chat_id, user_id, blocked=False)
        chat.started = True
        message = self._model.add_message(chat, sender, body)
        if chat.keyboard and (chat.keyboard.get("one_time_keyboard") or chat.keyboard.get("force_reply")):
            chat.keyboard = None
            self._model.tell(chat_id, "keyboard", keyboard=None)
        if self._bot_sees(chat, message):
            self._exchange.updates.add("message", message, about=chat_id)
        return message

    def edit(self, chat_id: int, user_id: int, message_id: int, content: Json) -> Json:
        """A person edits a message of their own: its text, or its caption and, where it is given, its file.

        A text given again as it is makes an update all the same: Telegram tells of changes that nobody sees.
        """
        chat = self.chat(chat_id)
        person = self.person(user_id, chat)
        message = self.message(chat, message_id)
        if message["from"]["id"] != user_id and "sender_chat" not in message:
            raise Impossible("only your own message can be edited")
        kind = next((kind for kind in ("text", *CAPTIONED) if kind in message), "")
        another = next((kind for kind in MEDIA if kind in content), "")
        if not kind or ("text" in content) != (kind == "text" and not another) or (another and kind == "voice"):
            raise Impossible("a phone does not edit such a message in this way")
        kept = {k: v for k, v in message.items() if k not in ("text", "entities", "caption", "caption_entities")}
        if another:
            kept = {k: v for k, v in kept.items() if k != kind}
        edited = {**kept, **(self._caption(content) if kind != "text" and not another else {})}
        edited.update(self._content(person, content) if another or kind == "text" else {})
        edited["edit_date"] = self._model.now()
        self._model.replace_message(chat, edited)
        if self._bot_sees(chat, edited):
            self._exchange.updates.add("edited_message", edited, about=chat_id)
        return edited

    def tap(self, chat_id: int, user_id: int, message_id: int, data: str) -> str:
        """A person taps an inline button: the id of the query. The screen they see may be older than the chat."""
        chat = self.chat(chat_id)
        person = self.person(user_id, chat)
        message = self.message(chat, message_id)
        number = 4_410_000_000_000_000_001 + len(self._model.queries) * 7_919
        self._model.wait_query(str(number), user_id, chat_id, message_id)
        query = {
            "id": str(number),
            "from": person.as_user(),
            "message": message,
            "chat_instance": str(-chat_id * 31),
            "data": data,
        }
        self._exchange.updates.add("callback_query", query, about=user_id)
        return str(number)

    def react(self, chat_id: int, user_id: int, message_id: int, emoji: str) -> None:
        """A person puts one emoji on a message, or takes theirs back with none."""
        chat = self.chat(chat_id)
        person = self.person(user_id, chat)
        self.message(chat, message_id)
        after = [{"type": "emoji", "emoji": emoji}] if emoji else []
        before = self._model.react(chat, message_id, user_id, after)
        if not chat.private and chat.bot_status != "administrator":
            return
        change = {"chat": chat.as_chat(), "message_id": message_id, "user": person.as_user(), "date": self._model.now()}
        change.update(old_reaction=before, new_reaction=after)
        self._exchange.updates.add("message_reaction", change, about=chat_id)

    def publish(self, chat_id: int, username: str) -> None:
        """A supergroup gets a public name, or loses it with none; the bot is not told."""
        chat = self.chat(chat_id)
        if chat.type != "supergroup":
            raise Impossible("only a supergroup has a public name")
        chat.username = username

    def block(self, chat_id: int, user_id: int, *, blocked: bool) -> None:
        """A person blocks the bot, or lets it write again; nothing happens when it is so already."""
        chat = self.chat(chat_id)
        if not chat.private:
            raise Impossible("only a person's own chat can be blocked")
        person = self.person(user_id, chat)
        if chat.blocked == blocked:
            return
        chat.blocked = blocked
        before, after = ("member", "kicked") if blocked else ("kicked", "member")
        self._tell_standing(chat, person.as_user(), before, after)

    def bot_standing(self, chat_id: int, user_id: int, status: str) -> None:
        """A member of a group changes what the bot is there: member, administrator, left or kicked."""
        chat = self.chat(chat_id)
        person = self.person(user_id, chat)
        before, chat.bot_status = chat.bot_status, status
        self._tell_standing(chat, person.as_user(), before, status)

    def migrate(self, chat_id: int) -> Chat:
        """A group becomes a supergroup with another id; the old one refuses and says where it went."""
        old = self.chat(chat_id)
        if old.type != "group":
            raise Impossible("only a plain group becomes a supergroup")
        new = self._model.add_group(old.title, type="supergroup", members=old.members)
        new.bot_status = old.bot_status
        old.migrated_to = new.chat_id
        sender = self._model.people[old.members[0]].as_user() if old.members else self._model.bot
        moved = self._model.add_message(old, sender, {"migrate_to_chat_id": new.chat_id})
        self._exchange.updates.add("message", moved, about=old.chat_id)
        came = self._model.add_message(new, sender, {"migrate_from_chat_id": old.chat_id})
        self._exchange.updates.add("message", came, about=new.chat_id)
        return new

    def _tell_standing(self, chat: Chat, user: Json, before: str, after: str) -> None:
        change: Json = {
            "chat": chat.as_chat(),
            "from": user,
            "date": self._model.now(),
            "old_chat_member": bot_member(self._model.bot, before),
            "new_chat_member": bot_member(self._model.bot, after),
        }
        self._exchange.updates.add("my_chat_member", change, about=chat.chat_id)

    def _bot_sees(self, chat: Chat, message: Json) -> bool:
        """Privacy mode: in a group a bot that is no administrator sees commands, mentions and replies to itself."""
        if chat.private or chat.bot_status == "administrator":
            return True
        if chat.bot_status != "member":
            return False
        text = message.get("text", "") or message.get("caption", "")
        replied = message.get("reply_to_message")
        mentioned = f"@{self._model.bot['username']}".lower() in text.lower()
        return bool(text.startswith("/") or mentioned or (replied and self._model.from_bot(replied)))

    def _sender(self, chat: Chat, person: Person, content: Json) -> tuple[Json, Json]:
        """Who the message is from, and the fields that say on whose behalf.

        `anonymous`: an administrator in the name of the group; `channel`: in the name of a channel with this title,
        or, with `automatic_forward`, a post of the channel that the group belongs to.
        """
        title = content.get("channel")
        if chat.private or not (title or content.get("anonymous")):
            return person.as_user(), {}
        if not title:
            return ANONYMOUS, {"sender_chat": chat.as_chat()}
        channel = {"id": CHANNEL_ID, "type": "channel", "title": str(title)}
        if not content.get("automatic_forward"):
            return AS_CHANNEL, {"sender_chat": channel}
        origin = {"type": "channel", "chat": channel, "message_id": 1, "date": self._model.now()}
        return OF_LINKED_CHANNEL, {"sender_chat": channel, "is_automatic_forward": True, "forward_origin": origin}

    def _around(self, chat: Chat, content: Json) -> Json:
        """What stands around the content: album, origin, protection, and what it replies to."""
        body: Json = {}
        if album := content.get("media_group_id"):
            body["media_group_id"] = str(album)
        if origin := content.get("forward_origin"):
            body["forward_origin"] = {"date": self._model.now(), **origin}
        if content.get("protected"):
            body["has_protected_content"] = True
        if message_id := int(content.get("reply_to_message_id") or 0):
            source = self.chat(int(content.get("reply_in_chat_id") or chat.chat_id))
            replied = self.message(source, message_id)
            quote = quote_of(replied, str(content.get("quote") or ""))
            if quote is None:
                raise Impossible("there are no such words in the message to quote")
            body.update(reply_to(replied) if source is chat else external_reply(source, replied), **quote)
        return body

    def _content(self, person: Person, content: Json) -> Json:
        """The Message fields of what a person sends; `true` stands for a sample of its kind."""
        if "text" in content:
            return self._text(str(content["text"]), content.get("entities") or [])
        for kind in ATTACHED:
            if kind in content:
                return self._attached(kind, content)
        if contact := content.get("contact"):
            given = contact if isinstance(contact, dict) else {}
            own: Json = {"phone_number": person.phone, "first_name": person.first_name, "user_id": person.user_id}
            if person.last_name:
                own["last_name"] = person.last_name
            return {"contact": {**own, **given} if "user_id" in given or not given else given}
        if poll := content.get("poll"):
            return {"poll": {**POLL, **(poll if isinstance(poll, dict) else {})}}
        for kind in PASSED_ON:
            if kind in content:
                return {kind: content[kind]}
        raise Impossible("nothing to send: no text, contact, location, photo, document, voice or sticker")

    def _text(self, text: str, marked: list[Json]) -> Json:
        """`marked`: what the person has made bold, a link and so on; what Telegram finds by itself comes besides."""
        if not text.strip():
            raise Impossible("a phone sends no empty text")
        if len(text) > TEXT_LENGTH:
            raise Impossible(f"a phone sends at most {TEXT_LENGTH} characters in one message")
        entities = [*marked, *found_entities(text)]
        return {"text": text, "entities": entities} if entities else {"text": text}

    def _attached(self, kind: str, content: Json) -> Json:
        """`content[kind]`: true, or {file_name?, mime_type?, base64?}; `caption` beside it."""
        given = content[kind] if isinstance(content[kind], dict) else {}
        name, mime_type, sample = ATTACHED[kind]
        stored = self._model.add_file(
            kind,
            base64.b64decode(given["base64"]) if "base64" in given else sample,
            name=given.get("file_name") or name,
            mime_type=given.get("mime_type") or mime_type,
        )
        return {kind: attachment(kind, stored), **self._caption(content)}

    def _caption(self, content: Json) -> Json:
        caption = str(content.get("caption") or "")
        fields: Json = {"caption": caption} if caption else {}
        if entities := found_entities(caption):
            fields["caption_entities"] = entities
        return fields


def bot_member(bot: Json, status: str) -> Json:
    """The bot as a ChatMember (https://core.telegram.org/bots/api#chatmember)."""
    member: Json = {"status": status, "user": bot}
    if status == "administrator":
        rights = ("can_be_edited", "is_anonymous", "can_manage_chat", "can_delete_messages", "can_invite_users")
        more = ("can_manage_video_chats", "can_restrict_members", "can_promote_members", "can_change_info")
        stories = ("can_post_stories", "can_edit_stories", "can_delete_stories", "can_pin_messages")
        member.update(dict.fromkeys((*rights, *more, *stories, "can_manage_topics"), True))
        member.update(can_be_edited=False, is_anonymous=False)
    if status == "kicked":
        member["until_date"] = 0
    return member


def attachment(kind: str, stored: StoredFile) -> Any:
    """The Bot API object of a stored file: PhotoSize list, Document, Voice, Audio, Sticker, Animation or Video."""
    file: Json = {"file_id": stored.file_id, "file_unique_id": stored.unique_id, "file_size": len(stored.content)}
    if kind == "photo":
        return [{**file, "width": 90, "height": 90}, {**file, "width": 800, "height": 800}]
    if kind == "document":
        return {**file, "file_name": stored.name, "mime_type": stored.mime_type}
    if kind == "voice":
        return {**file, "duration": 3, "mime_type": stored.mime_type}
    if kind == "audio":
        return {**file, "duration": 3, "file_name": stored.name, "mime_type": stored.mime_type}
    if kind == "sticker":
        shape = {"width": 512, "height": 512, "is_animated": False, "is_video": False}
        return {**file, **shape, "type": "regular", "emoji": "🙂"}
    return {**file, "width": 640, "height": 360, "duration": 3, "file_name": stored.name}
