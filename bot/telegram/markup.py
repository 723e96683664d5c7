"""Our plain buttons and keyboards as the Bot API's objects. Pure.

Source: https://core.telegram.org/bots/api#inlinekeyboardmarkup, #replykeyboardmarkup, #forcereply
"""

from __future__ import annotations

from typing import Any, TypeAlias

from bot.ui.screens import Button, Field, Keyboard, KeyButton, Rows

Markup: TypeAlias = dict[str, Any]


def inline(rows: Rows) -> Markup | None:
    """Return the inline keyboard, None without rows."""
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
