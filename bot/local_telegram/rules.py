"""The rules of the Bot API that this Telegram enforces, in one table, each with Telegram's own sentence.

Sources: https://core.telegram.org/bots/api (limits), the messages as api.telegram.org and its open server send them.
Which kinds of message can be edited, copied and deleted: https://github.com/tdlib/td (MessagesManager.cpp,
MessageContentType.cpp), https://github.com/tdlib/telegram-bot-api (Client.cpp). Where all of them are silent, the
nearest public sentence is used.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from bot.local_telegram.shapes import Json

BOT_API_VERSION: Final = "10.0"

TEXT_LENGTH: Final = 4096  # characters after the entities are parsed
CAPTION_LENGTH: Final = 1024
CALLBACK_DATA_BYTES: Final = 64
COPY_TEXT_LENGTH: Final = 256
BUTTONS_IN_ALL: Final = 100
BUTTONS_IN_ROW: Final = 8
BUTTON_STYLES: Final = frozenset({"danger", "success", "primary"})
ANSWER_LENGTH: Final = 200
COMMANDS: Final = 100
COMMAND_LENGTH: Final = 32
COMMAND_DESCRIPTION_LENGTH: Final = 256
NAME_LENGTH: Final = 64
DESCRIPTION_LENGTH: Final = 512
SHORT_DESCRIPTION_LENGTH: Final = 120
TOPIC_NAME_LENGTH: Final = 128
GENERAL_TOPIC: Final = 1  # always there, and not to be named when something is sent to it
TOPIC_COLOURS: Final = (0x6FB9F0, 0xFFD67E, 0xCB86DB, 0x8EEE98, 0xFF93B2, 0xFB6F5F)
DELETABLE_SECONDS: Final = 48 * 3600
BULK: Final = 100  # messages that one call deletes or copies
MEDIA: Final = ("photo", "document", "video", "audio", "animation")  # what an edit can put into a message
CAPTIONED: Final = (*MEDIA, "voice")
EDITABLE: Final = ("text", *CAPTIONED)  # of all other kinds only the inline keyboard changes
ALBUMS_OF_ONE_KIND: Final = ("document", "audio")
# The fields of a message that are its content, and so travel with a copy.
CONTENT: Final = (
    *("text", "entities", *CAPTIONED, "sticker", "video_note", "contact", "location", "venue", "poll", "dice"),
    *("caption", "caption_entities"),
)
MESSAGE_SECONDS: Final = 24 * 3600
QUERY_SECONDS: Final = 150
# The emoji a bot without premium may react with: https://core.telegram.org/bots/api#reactiontypeemoji
_EMOJI: Final = (
    "❤ 👍 👎 🔥 🥰 👏 😁 🤔 🤯 😱 🤬 😢 🎉 🤩 🤮 💩 🙏 👌 🕊 🤡 🥱 🥴 😍 🐳 ❤️‍🔥 🌚 🌭 💯 🤣 ⚡ 🍌 🏆 💔 🤨 😐 🍓 🍾 💋 "
    "🖕 😈 😴 😭 🤓 👻 👨‍💻 👀 🎃 🙈 😇 😨 🤝 ✍ 🤗 🫡 🎅 🎄 ☃ 💅 🤪 🗿 🆒 💘 🙉 🦄 😘 💊 🙊 😎 👾 🤷‍♂️ 🤷 🤷‍♀️ 😡"
)
REACTIONS: Final = frozenset(_EMOJI.split())
DOWNLOAD_BYTES: Final = 20 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Rule:
    """One reason to refuse. `violation`: a correct bot never causes it, whatever people and networks do."""

    name: str
    description: str
    code: int = 400
    violation: bool = True


_BAD = "Bad Request: "

RULES: Final[dict[str, Rule]] = {
    rule.name: rule
    for rule in (
        # text
        Rule("text_empty", _BAD + "message text is empty"),
        Rule("text_too_long", _BAD + "message is too long"),
        Rule("edited_text_too_long", _BAD + "MESSAGE_TOO_LONG"),
        Rule("caption_too_long", _BAD + "message caption is too long"),
        Rule("entities_unparsable", _BAD + "can't parse entities: {why}"),
        Rule("parse_mode_unknown", _BAD + "unsupported parse_mode"),
        Rule("entity_shown_literally", "(accepted) {entity} is no entity of Telegram's and is shown as it is"),
        # keyboards
        Rule("markup_no_json", _BAD + "can't parse reply keyboard markup JSON object"),
        Rule("markup_no_object", _BAD + "object expected as reply markup"),
        Rule("markup_rows", _BAD + 'field "{field}" must be an Array of Arrays'),
        Rule("button_broken", _BAD + "can't parse inline keyboard button: {why}"),
        Rule("button_text_empty", _BAD + "inline keyboard button text must be non-empty"),
        Rule(
            "button_without_action",
            _BAD + "can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard",
        ),
        Rule("button_with_two_actions", _BAD + "BUTTON_TYPE_INVALID"),
        Rule("button_data_invalid", _BAD + "BUTTON_DATA_INVALID"),
        Rule("button_url_invalid", _BAD + "inline keyboard button URL '{url}' is invalid: Wrong HTTP URL"),
        Rule("button_copy_text_invalid", _BAD + "BUTTON_COPY_TEXT_INVALID"),
        Rule("button_style_unknown", _BAD + "can't parse inline keyboard button: invalid button style specified"),
        Rule("too_many_buttons", _BAD + "reply markup is too long"),
        Rule("too_many_buttons_in_row", _BAD + "reply markup is too long"),
        Rule("key_text_empty", _BAD + "keyboard button text must be non-empty"),
        Rule("contact_outside_private", _BAD + "phone number can be requested in private chats only"),
        Rule("location_outside_private", _BAD + "location can be requested in private chats only"),
        Rule("inline_keyboard_expected", _BAD + "inline keyboard expected"),
        # messages
        Rule("chat_missing", _BAD + "chat_id is empty"),
        Rule("chat_not_found", _BAD + "chat not found"),
        Rule("message_id_missing", _BAD + "message identifier is not specified"),
        Rule("message_to_edit_not_found", _BAD + "message to edit not found"),
        Rule("message_to_reply_not_found", _BAD + "message to be replied not found"),
        Rule("message_ids_missing", _BAD + "message identifiers are not specified"),
        Rule("message_ids_unordered", _BAD + "message identifiers must be in a strictly increasing order"),
        Rule("quote_not_found", _BAD + "QUOTE_TEXT_INVALID", violation=False),
        Rule("message_not_copyable", _BAD + "the message can't be copied", violation=False),
        Rule("nothing_to_copy", _BAD + "there are no messages to forward", violation=False),
        Rule("voice_forbidden", _BAD + "VOICE_MESSAGES_FORBIDDEN", violation=False),
        Rule("message_to_copy_not_found", _BAD + "message to copy not found"),
        Rule("message_to_react_not_found", _BAD + "message to react not found"),
        Rule("message_to_delete_not_found", _BAD + "message to delete not found", violation=False),
        Rule("message_not_editable", _BAD + "message can't be edited"),
        Rule("media_not_editable", _BAD + "message media can't be edited"),
        Rule("album_kind_fixed", _BAD + "can't change media type in the album"),
        Rule("message_without_text", _BAD + "there is no text in the message to edit"),
        Rule("message_without_caption", _BAD + "there is no caption in the message to edit"),
        Rule("message_not_deletable", _BAD + "message can't be deleted"),
        Rule("message_not_deletable_everywhere", _BAD + "message can't be deleted for everyone"),
        Rule(
            "not_modified",
            _BAD + "message is not modified: specified new message content and reply markup are exactly the same "
            "as a current content and reply markup of the message",
            violation=False,
        ),
        Rule("too_many_messages", _BAD + "too many message identifiers specified"),
        Rule("reaction_invalid", _BAD + "REACTION_INVALID"),
        Rule("action_unknown", _BAD + "wrong parameter action in request"),
        Rule("content_missing", _BAD + "there is no {what} in the request"),
        Rule("media_invalid", _BAD + "can't parse InputMedia: {why}"),
        Rule("file_id_wrong", _BAD + "wrong file identifier/HTTP URL specified"),
        Rule("file_id_invalid", _BAD + "invalid file_id"),
        Rule("file_too_big", _BAD + "file is too big", violation=False),
        Rule("number_invalid", _BAD + 'can\'t parse "{name}" as a number'),
        Rule("json_invalid", _BAD + "can't parse {name} JSON object"),
        # button queries
        Rule("answer_too_long", _BAD + "MESSAGE_TOO_LONG"),
        Rule("query_invalid", _BAD + "query is too old and response timeout expired or query ID is invalid"),
        Rule(
            "query_too_old",
            _BAD + "query is too old and response timeout expired or query ID is invalid",
            violation=False,
        ),
        # the bot's own face
        Rule("too_many_commands", _BAD + "BOT_COMMANDS_TOO_MUCH"),
        Rule("command_invalid", _BAD + "BOT_COMMAND_INVALID"),
        Rule("command_empty", _BAD + "command must be non-empty"),
        Rule("command_too_long", _BAD + f"command length must not exceed {COMMAND_LENGTH}"),
        Rule("command_description_empty", _BAD + "command description must be non-empty"),
        Rule(
            "command_description_too_long",
            _BAD + f"command description length must not exceed {COMMAND_DESCRIPTION_LENGTH}",
        ),
        Rule("command_scope_invalid", _BAD + "can't parse BotCommandScope: {why}"),
        Rule("language_code_invalid", _BAD + "invalid language code specified"),
        Rule("name_too_long", _BAD + "BOT_TITLE_INVALID"),
        Rule("description_too_long", _BAD + "BOT_DESCRIPTION_INVALID"),
        Rule("short_description_too_long", _BAD + "BOT_SHORT_DESCRIPTION_INVALID"),
        Rule("profile_photo_missing", _BAD + "photo isn't specified"),
        Rule("profile_photo_no_object", _BAD + "object expected as profile photo"),
        Rule("profile_photo_type_unknown", _BAD + "invalid profile photo type specified"),
        Rule("profile_photo_no_upload", _BAD + "photo must be uploaded as a file"),
        # groups and topics
        Rule("not_a_forum", _BAD + "the chat is not a forum"),
        Rule("topic_not_found", _BAD + "message thread not found", violation=False),
        Rule("topic_closed", _BAD + "TOPIC_CLOSED", violation=False),
        Rule("topic_not_modified", _BAD + "TOPIC_NOT_MODIFIED", violation=False),
        Rule("topic_name_invalid", _BAD + "TOPIC_NAME_INVALID"),
        Rule("topic_icon_invalid", _BAD + "DOCUMENT_INVALID"),
        Rule("topic_colour_invalid", _BAD + "invalid topic icon color specified"),
        Rule("no_right_to_topics", _BAD + "not enough rights to manage topics", violation=False),
        Rule("migrated", _BAD + "group chat was upgraded to a supergroup chat", violation=False),
        # receiving
        Rule("webhook_url_invalid", _BAD + "bad webhook: {why}"),
        Rule("secret_too_long", _BAD + "secret token is too long"),
        Rule("secret_invalid", _BAD + "secret token contains unallowed characters"),
        Rule(
            "webhook_active",
            "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the "
            "webhook first",
            409,
            violation=False,
        ),
        Rule(
            "other_poller",
            "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running",
            409,
            violation=False,
        ),
        Rule("poller_ended_by_webhook", "Conflict: terminated by setWebhook request", 409, violation=False),
        # who may
        Rule("unauthorized", "Unauthorized", 401, violation=False),
        Rule("method_unknown", "Not Found: method not found", 404),
        Rule("not_found", "Not Found", 404),
        Rule("blocked", "Forbidden: bot was blocked by the user", 403, violation=False),
        Rule("kicked", "Forbidden: bot was kicked from the {type} chat", 403, violation=False),
        Rule("left", "Forbidden: bot is not a member of the {type} chat", 403, violation=False),
        Rule("flood", "Too Many Requests: retry after {seconds}", 429, violation=False),
    )
}


class Refusal(Exception):
    """A call that Telegram answers with an error. `rule` is None for an injected fault."""

    def __init__(
        self, code: int, description: str, *, rule: Rule | None = None, parameters: Json | None = None
    ) -> None:
        super().__init__(description)
        self.code = code
        self.description = description
        self.rule = rule
        self.parameters = parameters

    def as_answer(self) -> Json:
        """The body Telegram answers with."""
        body: Json = {"ok": False, "error_code": self.code, "description": self.description}
        if self.parameters:
            body["parameters"] = self.parameters
        return body


def refusal(rule_name: str, *, parameters: Json | None = None, **details: Any) -> Refusal:
    """The refusal by the rule of this name, its sentence filled with `details`."""
    rule = RULES[rule_name]
    description = rule.description.format(**details) if details else rule.description
    return Refusal(rule.code, description, rule=rule, parameters=parameters)
