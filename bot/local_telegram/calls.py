"""One call of a method: its chat, its text, its markup, and how a message of the bot comes to stand in a chat."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeAlias

from bot.local_telegram import rules
from bot.local_telegram.entities import bare_entities, found_entities, parse_html, trimmed, units
from bot.local_telegram.exchange import Exchange
from bot.local_telegram.keyboards import Markup, read_markup
from bot.local_telegram.model import Model
from bot.local_telegram.parameters import Parameters
from bot.local_telegram.rules import RULES, refusal
from bot.local_telegram.shapes import Chat, Json


@dataclass(frozen=True, slots=True)
class Call:
    """One call; `entry` is its line in the journal."""

    exchange: Exchange
    method: str
    parameters: Parameters
    entry: Json

    @property
    def model(self) -> Model:
        """The state of this Telegram."""
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

    def markup(self, chat: Chat, *, only_inline: bool = False) -> Markup:
        """The reply_markup of the call."""
        return read_markup(self.parameters, chat, only_inline=only_inline)

    def own_message(self, chat: Chat, missing: str) -> Json:
        """The message named by message_id, as it is; refused by the rule `missing` when there is none."""
        message_id = self.parameters.integer("message_id")
        if not message_id:
            raise refusal("message_id_missing")
        if not (message := chat.messages.get(message_id)):
            raise refusal(missing)
        return message

    def send(self, chat: Chat, content: Json, markup: Markup | None = None) -> Json:
        """The bot's message stands in the chat: limits, topic, reply and keyboards included."""
        markup = self.markup(chat) if markup is None else markup
        reply = self._reply(chat)
        body = {**content, **(self._topic(chat) or _topic_of(reply)), **reply}
        if markup.inline:
            body["reply_markup"] = markup.inline
        if self.parameters.truth("protect_content"):
            body["has_protected_content"] = True
        self.exchange.flood.check(chat)
        message = self.model.add_message(chat, self.model.bot, body)
        if markup.below:
            chat.uneditable.add(message["message_id"])
            chat.keyboard = markup.keyboard
            self.model.tell(chat.chat_id, "keyboard", keyboard=chat.keyboard)
        return message

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
        if replied := chat.messages.get(message_id):
            return {"reply_to_message": {k: v for k, v in replied.items() if k != "reply_to_message"}}
        if given.get("allow_sending_without_reply") or self.parameters.truth("allow_sending_without_reply"):
            return {}
        raise refusal("message_to_reply_not_found")


def _topic_of(reply: Json) -> Json:
    """The topic that a reply stands in when none is named: that of the message it replies to."""
    return {
        k: v for k, v in reply.get("reply_to_message", {}).items() if k in ("message_thread_id", "is_topic_message")
    }


Method: TypeAlias = Callable[[Call], Any]
