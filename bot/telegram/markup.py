"""Our plain buttons and keyboards as the library's types. Pure."""

from __future__ import annotations

from typing import TypeAlias

from telegram import (
    CopyTextButton,
    ForceReply,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    KeyboardButton,
    ReplyKeyboardMarkup,
    ReplyKeyboardRemove,
)

from bot.ui.screens import Button, Field, Keyboard, KeyButton, Rows

Markup: TypeAlias = ForceReply | InlineKeyboardMarkup | ReplyKeyboardMarkup | ReplyKeyboardRemove


def inline(rows: Rows) -> InlineKeyboardMarkup | None:
    """Return the inline keyboard, None without rows."""
    return InlineKeyboardMarkup([[_button(button) for button in row] for row in rows]) if rows else None


def reply(keyboard: Keyboard | Field) -> ForceReply | ReplyKeyboardMarkup | ReplyKeyboardRemove:
    """Return the reply keyboard or field; a keyboard without rows takes the one on show away."""
    if isinstance(keyboard, Field):
        return ForceReply(selective=keyboard.only_named, input_field_placeholder=keyboard.placeholder or None)
    if not keyboard.rows:
        return ReplyKeyboardRemove()
    return ReplyKeyboardMarkup(
        [[_key(key) for key in row] for row in keyboard.rows],
        resize_keyboard=True,
        one_time_keyboard=False,  # it stays for a second try after a slip; the bot takes it away itself
        input_field_placeholder=keyboard.placeholder or None,
    )


def markup(rows: Rows, keyboard: Keyboard | Field | None) -> Markup | None:
    """Return what stands under a new message; ValueError for both kinds, which Telegram cannot show."""
    if rows and keyboard:
        raise ValueError("inline buttons and a reply keyboard cannot share a message")
    return reply(keyboard) if keyboard else inline(rows)


def _button(button: Button) -> InlineKeyboardButton:
    if sum(map(bool, (button.data, button.url, button.copy))) != 1:
        raise ValueError("a button needs exactly one of data, url, copy")
    return InlineKeyboardButton(
        button.text,
        callback_data=button.data or None,
        url=button.url or None,
        copy_text=CopyTextButton(button.copy) if button.copy else None,
        style=button.style or None,
    )


def _key(key: KeyButton) -> KeyboardButton:
    return KeyboardButton(
        key.text,
        request_contact=True if key.asks == "contact" else None,
        request_location=True if key.asks == "location" else None,
    )
