"""One call of a method: its chat, its text, its markup, and how a message of the bot comes to stand in a chat."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeAlias

from bot.local_telegram import rules
from bot.local_telegram.deeds import attachment
from bot.local_telegram.entities import bare_entities, found_entities, parse_html, trimmed, units
from bot.local_telegram.exchange import Exchange
from bot.local_telegram.keyboards import NO_MARKUP, Markup, read_markup
from bot.local_telegram.model import Model
from bot.local_telegram.parameters import Parameters
from bot.local_telegram.replies import external_reply, quote_of, reply_to, topic_of
from bot.local_telegram.rules import RULES, refusal
from bot.local_telegram.shapes import Chat, Json, StoredFile


@dataclass(frozen=True, slots=True)
class Call:
    """One call; `entry` is its line in the journal."""

    exchange: Exchange
    method: str
    parameters: Parameters
    entry: Json

    @property
    def model(self) -> Model:
        return self.exchange.model

    def chat(self, name: str = "chat_id") -> Chat:
        """The chat the call is about, if the bot may reach it."""
        given = self.parameters.text(name)
        if not given:
            raise refusal("chat_missing")
        number = given.removeprefix("-")
        chat = self.model.chats.get(int(given)) if number.isdigit() else None
        if chat is None or not chat.started:
            raise refusal("chat_not_found")
        if chat.migrated_to:
            raise refusal("migrated", parameters={"migrate_to_chat_id": chat.migrated_to})
        if chat.blocked:
            raise refusal("blocked")
        if chat.bot_status in ("kicked", "left"):
            raise refusal(chat.bot_status, type=chat.type)
        return chat

    def formatted(self, name: str, *, entities: str) -> tuple[str, list[Json]]:
        """A text parameter with its entities, by parse_mode or as given in the parameter named `entities`."""
        text = self.parameters.text(name).replace("\r", "")
        mode = self.parameters.text("parse_mode").lower()
        marked: list[Json]
        if mode == "html":
            for strange in bare_entities(text):
                rule = RULES["entity_shown_literally"]
                self.exchange.journal.refused(self.entry, rule, rule.description.format(entity=strange))
            text, marked = parse_html(text)
        elif mode in ("", "none"):
            marked = self.parameters.listed(entities)
        else:
            raise refusal("parse_mode_unknown")
        text, marked = trimmed(text, marked)
        if any(entity["offset"] + entity["length"] > units(text) for entity in marked):
            raise refusal("entities_unparsable", why="entity lies outside of the text")
        covered = [
            (e["offset"], e["offset"] + e["length"]) for e in marked if e["type"] in ("text_link", "code", "pre")
        ]
        own = [
            e
            for e in found_entities(text)
            if not any(start < e["offset"] + e["length"] and e["offset"] < stop for start, stop in covered)
        ]
        return text, sorted([*marked, *own], key=lambda entity: (entity["offset"], -entity["length"]))

    def written(self, *, too_long: str) -> Json:
        """The text of a message as its content; `too_long` is the rule that refuses a longer one."""
        text, entities = self.formatted("text", entities="entities")
        if not text:
            raise refusal("text_empty")
        if len(text) > rules.TEXT_LENGTH:
            raise refusal(too_long)
        return {"text": text, "entities": entities} if entities else {"text": text}

    def caption(self) -> Json:
        """The caption fields of a message; nothing when there is none."""
        text, entities = self.formatted("caption", entities="caption_entities")
        if len(text) > rules.CAPTION_LENGTH:
            raise refusal("caption_too_long")
        fields: Json = {}
        if text:
            fields["caption"] = text
        if entities:
            fields["caption_entities"] = entities
        return fields

    def stored_file(self, kind: str) -> StoredFile:
        """The file in the parameter named `kind`: an upload, attach://other-part, or the id of a file sent before."""
        given = self.parameters.text(kind)
        if upload := self.parameters.files.get(given.removeprefix("attach://") or kind):
            if not upload.content:
                raise refusal("content_missing", what=kind)
            return self.model.add_file(kind, upload.content, name=upload.name or kind, mime_type=upload.mime_type)
        if not given:
            raise refusal("content_missing", what=kind)
        if not (stored := self.model.files.get(given)):
            raise refusal("file_id_wrong")
        return stored

    def attached(self, kind: str) -> Json:
        """The content of a message with the file in the parameter named `kind`, and its caption."""
        return {kind: attachment(kind, self.stored_file(kind)), **self.caption()}

    def media(self) -> Json:
        """The content that the InputMedia in the parameter `media` stands for."""
        given = self.parameters.parsed("media")
        if not isinstance(given, dict):
            raise refusal("media_invalid", why="expected an Object")
        kind = given.get("type")
        if kind not in rules.MEDIA:
            raise refusal("media_invalid", why=f'type "{kind}" is unsupported')
        inner = Parameters({**given, kind: given.get("media", "")}, self.parameters.files)
        of_media = Call(self.exchange, self.method, inner, self.entry)
        return of_media.attached(str(kind))

    def markup(self, chat: Chat, *, only_inline: bool = False) -> Markup:
        return read_markup(self.parameters, chat, only_inline=only_inline)

    def own_message(self, chat: Chat, missing: str) -> Json:
        """The message named by message_id, as it is; refused by the rule `missing` when there is none."""
        message_id = self.parameters.integer("message_id")
        if not message_id:
            raise refusal("message_id_missing")
        if not (message := chat.messages.get(message_id)):
            raise refusal(missing)
        return message

    def message_ids(self) -> list[int]:
        """The parameter message_ids of the calls that do many at once."""
        message_ids = [int(message_id) for message_id in self.parameters.listed("message_ids")]
        if not message_ids:
            raise refusal("message_ids_missing")
        if len(message_ids) > rules.BULK:
            raise refusal("too_many_messages")
        return message_ids

    def send(self, chat: Chat, content: Json) -> Json:
        """The bot's message stands in the chat: limits, topic, reply and keyboards included."""
        markup = self.markup(chat)
        [message] = self.send_all(chat, [content], markup)
        if markup.below:
            chat.uneditable.add(message["message_id"])
            chat.keyboard = markup.keyboard
            if chat.keyboard and chat.keyboard.get("force_reply"):
                chat.keyboard = {**chat.keyboard, "message_id": message["message_id"]}
            self.model.tell(chat.chat_id, "keyboard", keyboard=chat.keyboard)
        return message

    def send_all(self, chat: Chat, contents: list[Json], markup: Markup = NO_MARKUP) -> list[Json]:
        """Several messages at once, all of them or none."""
        reply = self._reply(chat)
        around = {**(self._topic(chat) or topic_of(reply)), **reply}
        if markup.inline:
            around["reply_markup"] = markup.inline
        if self.parameters.truth("protect_content"):
            around["has_protected_content"] = True
        if chat.person and chat.person.refuses_voice and any(k in c for c in contents for k in ("voice", "video_note")):
            raise refusal("voice_forbidden")
        self.exchange.flood.check(chat, len(contents))
        return [self.model.add_message(chat, self.model.bot, {**content, **around}) for content in contents]

    def _topic(self, chat: Chat) -> Json:
        thread_id = self.parameters.integer("message_thread_id")
        if not thread_id:
            return {}
        topic = chat.topics.get(thread_id)
        if topic is None:
            raise refusal("topic_not_found")
        if topic.closed and chat.bot_status != "administrator":
            raise refusal("topic_closed")
        return {"message_thread_id": thread_id, "is_topic_message": True}

    def _reply(self, chat: Chat) -> Json:
        given = self.parameters.parsed("reply_parameters") or {}
        message_id = int(given.get("message_id") or self.parameters.integer("reply_to_message_id"))
        if not message_id:
            return {}
        elsewhere = str(given.get("chat_id") or chat.chat_id) != str(chat.chat_id)
        source = Call(self.exchange, self.method, Parameters(given), self.entry).chat() if elsewhere else chat
        if replied := source.messages.get(message_id):
            quote = quote_of(replied, str(given.get("quote") or ""), int(given.get("quote_position") or 0))
            if quote is None:
                raise refusal("quote_not_found")
            return {**(external_reply(source, replied) if elsewhere else reply_to(replied)), **quote}
        if given.get("allow_sending_without_reply") or self.parameters.truth("allow_sending_without_reply"):
            return {}
        raise refusal("message_to_reply_not_found")


Method: TypeAlias = Callable[[Call], Any]
