"""Inline and reply keyboards: what Telegram accepts, and what a message keeps of it.

Sources: https://core.telegram.org/bots/api#inlinekeyboardbutton, #replykeyboardmarkup, #updating-messages.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from bot.local_telegram import rules
from bot.local_telegram.parameters import Parameters
from bot.local_telegram.rules import Refusal, refusal
from bot.local_telegram.shapes import Chat, Json

ACTIONS = ("callback_data", "url", "copy_text")
"""What a button can do; what no bot here uses (web apps, logins, games ...) is unknown."""


@dataclass(frozen=True, slots=True)
class Markup:
    """What a call asked for: an inline keyboard on the message, or a change of the reply keyboard of the chat.

    `keyboard` may be a ForceReply as well. `below`: the message was sent with something other than an inline
    keyboard, so it can never be edited.
    """

    inline: Json | None = None
    keyboard: Json | None = None
    below: bool = False


NO_MARKUP = Markup()


def read_markup(parameters: Parameters, chat: Chat, *, only_inline: bool = False) -> Markup:
    """The reply_markup of a call, checked for this chat; `only_inline` on edits."""
    try:
        given = parameters.parsed("reply_markup")
    except Refusal:
        raise refusal("markup_no_json") from None
    if given is None:
        return Markup()
    if not isinstance(given, dict):
        raise refusal("markup_no_object")
    if "inline_keyboard" in given:
        rows = _rows(given, "inline_keyboard")
        _check_inline(rows)
        kept = [[_kept(button) for button in row] for row in rows if row]
        return Markup(inline={"inline_keyboard": kept} if kept else None)
    if not given:
        return Markup()
    if only_inline:
        raise refusal("inline_keyboard_expected")
    if "keyboard" in given:
        rows = [[{"text": key} if isinstance(key, str) else key for key in row] for row in _rows(given, "keyboard")]
        _check_keys(rows, chat)
        return Markup(keyboard={**given, "keyboard": rows}, below=True)
    return Markup(keyboard=given if given.get("force_reply") else None, below=True)


def _rows(given: Json, field: str) -> list[list[Any]]:
    rows = given[field]
    if not isinstance(rows, list) or not all(isinstance(row, list) for row in rows):
        raise refusal("markup_rows", field=field)
    return rows


def _check_inline(rows: list[list[Any]]) -> None:
    for row in rows:
        for button in row:
            if not isinstance(button, dict):
                raise refusal("button_broken", why="InlineKeyboardButton must be an Object")
            _check_button(button)
    if any(len(row) > rules.BUTTONS_IN_ROW for row in rows):
        raise refusal("too_many_buttons_in_row")
    if sum(map(len, rows)) > rules.BUTTONS_IN_ALL:
        raise refusal("too_many_buttons")


def _check_button(button: Json) -> None:
    if not str(button.get("text", "")).strip():
        raise refusal("button_text_empty")
    actions = [name for name in ACTIONS if name in button]
    if not actions:
        raise refusal("button_without_action")
    if len(actions) > 1:
        raise refusal("button_with_two_actions")
    if "style" in button and button["style"] not in rules.BUTTON_STYLES:
        raise refusal("button_style_unknown")
    value = button[actions[0]]
    match actions[0]:
        case "callback_data":
            if not isinstance(value, str) or not 1 <= len(value.encode()) <= rules.CALLBACK_DATA_BYTES:
                raise refusal("button_data_invalid")
        case "url":
            if not re.match(
                r"(https?://[^\s.]+\.\S+|https?://(localhost|127\.)\S*|tg://\S+|[\w-]+\.[\w.-]+)", str(value)
            ):
                raise refusal("button_url_invalid", url=value)
        case "copy_text":
            text = value.get("text") if isinstance(value, dict) else None
            if not isinstance(text, str) or not 1 <= len(text) <= rules.COPY_TEXT_LENGTH:
                raise refusal("button_copy_text_invalid")


def _kept(button: Json) -> Json:
    """The button as the message shows it: only what Telegram knows."""
    return {
        name: value for name, value in button.items() if name in ("text", "style", "icon_custom_emoji_id", *ACTIONS)
    }


def _check_keys(rows: list[list[Any]], chat: Chat) -> None:
    for key in (key for row in rows for key in row):
        if not isinstance(key, dict) or not str(key.get("text", "")).strip():
            raise refusal("key_text_empty")
        if key.get("request_contact") and not chat.private:
            raise refusal("contact_outside_private")
        if key.get("request_location") and not chat.private:
            raise refusal("location_outside_private")
