"""Sentences to finished Telegram HTML: everything is escaped here, once, and only here is markup put in.

Source of the markup: https://core.telegram.org/bots/api#html-style
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any, TypeVar, cast

from bot.ui.callbacks import Data, encode
from bot.ui.i18n import Translator
from bot.ui.screens import Button, Rows, Style
from flows.text import N_, Apart, OneOf, Slot, Text, Value

V = TypeVar("V", bound=Value)

LIMIT = 4096
"""Characters of a message after its markup is parsed; counted in UTF-16 units as Telegram does."""

SENT_AGAIN = N_("repeat", "(Sent again, in case it did not arrive.)")
"""Stands above every message that may have arrived before."""

_TURNS = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")  # Unicode's Bidi_Control
_LIVE = re.compile(r"(?<![\w/<>])/(?=\w)|[@#$](?=\w)|\.(?=[^\W\d_])|:(?=/)")
"""Signs of which Telegram makes a command, a mention, a tag or an address."""

_ACTS = re.compile(r"(?<!\w)\w+://\S+|((?<![\w/<>])/(?=\w)|(?<!\w)@(?=\w))")
"""Addresses, which stay, and the signs that begin a command or a mention."""

_INSIDE = re.compile(r'<a href="tg:[^"]*">(.*?)</a>', re.DOTALL)
"""A link to something inside Telegram: a person, a bot that it starts."""

_TAG = re.compile(r"(<[^>]+>)")
JOINER = "\u2060"
"""Shows nothing, breaks no line, and is in no command, mention or address."""

CHOSEN = "✓ "
"""Stands before the label of what is chosen."""

SHORT_LABEL = 16
"""Labels up to this length stand two in a row on a narrow phone."""


@dataclass(frozen=True)
class Writer:
    """Builds the HTML of one message in one language."""

    speak: Translator

    def say(self, text: Text | str) -> str:
        """Return a sentence (or somebody's own words) escaped."""
        if isinstance(text, str):
            return escaped(text)
        return escaped(self.speak(text)) if text.values else _said(self.speak, text)

    def bold(self, text: Text | str) -> str:
        return f"<b>{self.say(text)}</b>"

    def faint(self, text: Text | str) -> str:
        """Return it in italics, for what stands beside the matter."""
        return f"<i>{self.say(text)}</i>"

    def quote(self, words: str, *, expandable: bool = False) -> str:
        """Return somebody's own words as a quotation."""
        return f"<blockquote{' expandable' if expandable else ''}>{escaped(words)}</blockquote>"

    def points(self, texts: Iterable[Text | str]) -> str:
        return "\n".join(f"• {self.say(text)}" for text in texts)

    def folded(self, title: Text, texts: Iterable[Text | str]) -> str:
        """Return a list under its title, folded on the phone until it is tapped."""
        return f"<blockquote expandable>{self.bold(title)}\n{self.points(texts)}</blockquote>"

    def sent_again(self, repeat: bool) -> str:
        """Return what stands above a message that may have arrived before, "" when it is no `repeat`."""
        return f"{self.faint(SENT_AGAIN)}\n\n" if repeat else ""

    def slot(self, slot: Slot) -> str:
        """Return a time to meet as Telegram's date-time: a tap offers it to the phone's calendar, in its own zone.

        Without a format it reads as it does here, in every app. Source: Bot API 9.5, date-time entity formatting.
        """
        return f'<tg-time unix="{int(slot.starts_at)}">{escaped(self.speak.slot(slot))}</tg-time>'

    def timed(self, text: Text) -> str:
        """Return a sentence in which every time to meet is such a date-time."""
        html = self.say(text)
        for value in text.values.values():
            if isinstance(value, Slot):
                html = html.replace(escaped(self.speak.slot(value)), self.slot(value))
        return html

    def button(self, label: Text | str, data: Data, *, mark: str = "", style: Style = "") -> Button:
        """Return a button that tells the bot `data`; `mark` stands before its label."""
        if isinstance(label, Text) and not label.values:
            return _button(self.speak, label, data, mark, style)
        text = label if isinstance(label, str) else self.speak(label)
        return Button(f"{mark}{text}", data=encode(data), style=style)


@lru_cache(maxsize=2048)
def _said(speak: Translator, text: Text) -> str:
    """Say a sentence once that is the same for everybody."""
    return escaped(speak(text))


@lru_cache(maxsize=2048)
def _button(speak: Translator, label: Text, data: Data, mark: str, style: Style) -> Button:
    """Make a button once that is the same for everybody: a screen has ten of them."""
    return Button(f"{mark}{speak(label)}", data=encode(data), style=style)


class Live(str):
    """Plain words that may be tapped all the same: an address that was asked for and checked."""

    __slots__ = ()


class DeskWriter(Writer):
    """Builds what the supervisor reads: nothing that a stranger wrote in it is a command, a mention or a link."""

    def say(self, text: Text | str) -> str:
        """Return a sentence, with whatever fills it made inert, escaped."""
        told = _tamed(text)
        return super().say(told if isinstance(told, str) else self.speak(told))

    def quote(self, words: str, *, expandable: bool = False) -> str:
        return super().quote(inert(words), expandable=expandable)


def inert(words: str) -> str:
    """Return plain words so that Telegram makes nothing of them that can be tapped; done twice it changes nothing.

    Nothing in them turns the direction of writing, so that they read as they are stored.
    """
    return _LIVE.sub(rf"\g<0>{JOINER}", _TURNS.sub("", words))


def without_acts(html: str) -> str:
    """Return a stranger's message (html) with its formatting and links, but without commands and mentions."""
    parts = _TAG.split(_INSIDE.sub(r"\1", html))
    parts[::2] = (_ACTS.sub(lambda found: found[0] + JOINER if found[1] else found[0], part) for part in parts[::2])
    return "".join(parts)


def _tamed(value: V) -> V:
    """Return what fills a sentence with all plain words in it made inert."""
    told: Any = value
    match value:
        case str() if not isinstance(value, Live):
            told = inert(value)
        case Text():
            told = replace(value, values={name: _tamed(each) for name, each in value.values.items()})
        case OneOf() | Apart():
            told = replace(value, items=_tamed(value.items))
        case tuple():
            told = tuple(map(_tamed, value))
    return cast(V, told)


def escaped(words: str) -> str:
    return html.escape(words, quote=False)


def plain(markup: str) -> str:
    """Return what is read of finished HTML."""
    return html.unescape(re.sub(r"<[^<>]+>", "", markup))


def length(words: str) -> int:
    """Return how long Telegram takes plain words to be: UTF-16 code units."""
    return len(words.encode("utf-16-le")) // 2


def shortened(words: str, limit: int) -> str:
    """Return words of at most `limit` UTF-16 units, ending in "…" when cut; never half of a character."""
    if length(words) <= limit:
        return words
    cut = words.encode("utf-16-le")[: 2 * (limit - 1)].decode("utf-16-le", "ignore")
    return cut.rstrip() + "…"


def paragraphs(*parts: str) -> str:
    """Join the parts that are not empty with a blank line between them."""
    return "\n\n".join(part for part in parts if part)


def in_rows(buttons: Sequence[Button]) -> Rows:
    """Put short buttons two in a row and long ones alone, in their order; a tick moves no button."""
    rows: list[tuple[Button, ...]] = []
    for button in buttons:
        if _is_short(button) and rows and len(rows[-1]) == 1 and _is_short(rows[-1][0]):
            rows[-1] = (*rows[-1], button)
        else:
            rows.append((button,))
    return tuple(rows)


def _is_short(button: Button) -> bool:
    return len(button.text.removeprefix(CHOSEN)) <= SHORT_LABEL


def pieces(words: str, limit: int) -> Iterator[str]:
    """Cut words into pieces of at most `limit` UTF-16 units, at the last space or line break where there is one."""
    rest = words
    while length(rest) > limit:
        head = rest.encode("utf-16-le")[: 2 * limit].decode("utf-16-le", "ignore")
        at = max(head.rfind(" "), head.rfind("\n"))
        cut = at if at > limit // 2 else len(head)
        yield rest[:cut]
        rest = rest[cut:].lstrip()
    if rest:
        yield rest
