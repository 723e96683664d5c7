"""What is shown to a person, as plain values: finished HTML, buttons, a reply keyboard. No Telegram types.

`bot.ui.render` makes them, `bot.telegram` sends them. Limits of the Bot API that the makers keep: 4096
characters after the markup is parsed, 64 bytes of callback data, 256 characters to copy, 64 of placeholder.
Source: https://core.telegram.org/bots/api#inlinekeyboardbutton, https://core.telegram.org/bots/api#keyboardbutton
"""

from __future__ import annotations

from typing import Literal, TypeAlias

from flows.dataclass import dataclass
from flows.text import N_

Style: TypeAlias = Literal["", "primary", "success", "danger"]
"""The colour of an inline button (Bot API 9.4); "" is the ordinary one."""

BACK = N_("button.back", "← Back")


@dataclass(frozen=True, slots=True)
class Button:
    """An inline button: exactly one of `data` (a tap for the bot), `url` (opens), `copy` (to the clipboard)."""

    text: str
    data: str = ""
    url: str = ""
    copy: str = ""
    style: Style = ""


Rows: TypeAlias = tuple[tuple[Button, ...], ...]
"""Inline buttons, row by row; empty for none."""


@dataclass(frozen=True, slots=True)
class KeyButton:
    """A key of the reply keyboard: sends its text, or asks for the person's own "contact" or "location"."""

    text: str
    asks: Literal["", "contact", "location"] = ""


@dataclass(frozen=True, slots=True)
class Keyboard:
    """A reply keyboard below the input field; without rows it takes the one on show away.

    Telegram puts it on a new message only: never on an edited one, never beside inline buttons.
    """

    rows: tuple[tuple[KeyButton, ...], ...] = ()
    placeholder: str = ""


@dataclass(frozen=True, slots=True)
class Field:
    """The reply field, opened by a new message: what is typed then replies to it. The message can never be edited.

    `only_named`: it opens only for the person the message mentions. Source: Bot API, ForceReply.
    """

    placeholder: str = ""
    only_named: bool = False


@dataclass(frozen=True, slots=True)
class Screen:
    """One message: `html` is finished Telegram HTML; `rows` or `keyboard`, never both."""

    html: str
    rows: Rows = ()
    keyboard: Keyboard | Field | None = None
