"""Formatted text: the HTML parse mode with Telegram's own errors, and what Telegram finds in plain text by itself.

Offsets and lengths of entities are UTF-16 code units, positions in error sentences are bytes of UTF-8.
Source: https://core.telegram.org/bots/api#html-style
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from bot.local_telegram.rules import refusal
from bot.local_telegram.shapes import Json

KINDS = {
    "b": "bold",
    "strong": "bold",
    "i": "italic",
    "em": "italic",
    "u": "underline",
    "ins": "underline",
    "s": "strikethrough",
    "strike": "strikethrough",
    "del": "strikethrough",
    "code": "code",
    "pre": "pre",
    "a": "text_link",
    "tg-spoiler": "spoiler",
    "span": "spoiler",
    "blockquote": "blockquote",
    "tg-emoji": "custom_emoji",
    "tg-time": "date_time",
}
NAMED = {"lt": "<", "gt": ">", "amp": "&", "quot": '"'}

_CHARACTER = re.compile(r"&(?:#x([0-9a-fA-F]{1,6})|#([0-9]{1,7})|(lt|gt|amp|quot)(?![a-zA-Z]));?")
_STRANGE = re.compile(r"&[a-zA-Z][a-zA-Z0-9]*;")
_ATTRIBUTE = re.compile(r"""\s*([^\s=>]+)\s*(?:=\s*(?:"([^"]*)"|'([^']*)'|([A-Za-z0-9.\-]+)))?""")
_FOUND = (
    ("bot_command", re.compile(r"(?<![\w/<>])/[A-Za-z0-9_]{1,64}(?:@[A-Za-z0-9_]{3,32})?(?![\w/<>])")),
    ("email", re.compile(r"(?<![\w.+-])[A-Za-z0-9._%+-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*\.[A-Za-z]{2,}\b")),
    ("url", re.compile(r"(?<![\w@.])https?://[^\s<>\"]*[^\s<>\".,;:!?)]")),
    ("mention", re.compile(r"(?<![\w.+-])@[A-Za-z0-9_]{4,32}(?!\w)")),
)


@dataclass(slots=True)
class _Open:
    """A start tag that waits for its end."""

    tag: str
    offset: int
    attributes: dict[str, str]


def units(text: str) -> int:
    """The length of a text in UTF-16 code units."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def bare_entities(html: str) -> list[str]:
    """What looks like a named HTML entity and is none of Telegram's four: it is accepted and shown literally."""
    return [found for found in _STRANGE.findall(html) if found[1:-1] not in NAMED]


def parse_html(html: str) -> tuple[str, list[Json]]:
    """The plain text and its MessageEntity list, in order of their beginnings; refuses as Telegram does."""
    parts: list[str] = []
    length = 0
    entities: list[Json] = []
    stack: list[_Open] = []
    position = 0
    while position < len(html):
        mark = html[position]
        if mark == "<":
            byte = len(html[:position].encode())
            if html.startswith("</", position):
                position = _end_tag(html, position, byte, stack, entities, length)
            else:
                position = _start_tag(html, position, byte, stack, length)
            continue
        if mark == "&" and (found := _CHARACTER.match(html, position)) and (text := _decode(found)):
            position = found.end()
        else:
            text = mark
            position += 1
        parts.append(text)
        length += units(text)
    if stack:
        raise _broken(f'Can\'t find end tag corresponding to start tag "{stack[-1].tag}"')
    entities.sort(key=lambda entity: (entity["offset"], -entity["length"]))
    return "".join(parts), entities


def _broken(why: str) -> Exception:
    return refusal("entities_unparsable", why=why)


def _decode(found: re.Match[str]) -> str:
    """The character that an entity stands for; empty when there is none such, and it stays as typed."""
    hexadecimal, decimal, name = found.groups()
    if name:
        return NAMED[name]
    code = int(hexadecimal, 16) if hexadecimal else int(decimal)
    return chr(code) if 0 < code < 0x10FFFF and not 0xD800 <= code <= 0xDFFF else ""


def _start_tag(html: str, position: int, byte: int, stack: list[_Open], length: int) -> int:
    """Read a start tag onto the stack; the position after it."""
    end = html.find(">", position)
    if end < 0:
        raise _broken(f"Unclosed start tag at byte offset {byte}")
    inside = html[position + 1 : end]
    tag = re.split(r"\s", inside, maxsplit=1)[0].lower()
    if tag not in KINDS:
        raise _broken(f'Unsupported start tag "{tag}" at byte offset {byte}')
    attributes: dict[str, str] = {}
    place = position + 1 + len(tag)
    while html[place:].lstrip()[:1] != ">":
        found = _ATTRIBUTE.match(html, place)
        if not found:
            raise _broken(f'Empty attribute name in the tag "{tag}" at byte offset {byte}')
        name, *values = found.groups()
        value = next((value for value in values if value is not None), None)
        if value is None and (tag, name) != ("blockquote", "expandable"):
            raise _broken(
                f'Expected equal sign in declaration of an attribute of the tag "{tag}" at byte offset {byte}'
            )
        attributes[name.lower()] = _CHARACTER.sub(lambda m: _decode(m) or m[0], value or "")
        place = found.end()
        if ">" not in html[place:]:
            raise _broken(f"Unclosed start tag at byte offset {byte}")
    if tag == "span" and attributes.get("class") != "tg-spoiler":
        raise _broken(f'Tag "span" must have class "tg-spoiler" at byte offset {byte}')
    stack.append(_Open(tag, length, attributes))
    return html.index(">", place) + 1


def _end_tag(html: str, position: int, byte: int, stack: list[_Open], entities: list[Json], length: int) -> int:
    """Close the innermost tag; the position after the end tag."""
    if not stack:
        raise _broken(f"Unexpected end tag at byte offset {byte}")
    end = html.find(">", position)
    name = html[position + 2 : end].strip().lower()
    if end < 0 or re.search(r"\s", name):
        raise _broken(f"Unclosed end tag at byte offset {byte}")
    opened = stack.pop()
    if name and name != opened.tag:
        raise _broken(f'Unmatched end tag at byte offset {byte}, expected "</{opened.tag}>", found "</{name}>"')
    if length > opened.offset and (entity := _entity(opened, entities, length - opened.offset)):
        entities.append(entity)
    return end + 1


def _entity(opened: _Open, entities: list[Json], length: int) -> Json | None:
    """The entity of a closed tag; None when the tag stands for none (a link without address, code inside pre)."""
    entity: Json = {"type": KINDS[opened.tag], "offset": opened.offset, "length": length}
    if opened.tag == "a":
        if not re.match(r"(https?|tg|mailto|tel|ton)[:/]", address := opened.attributes.get("href", "")):
            return None
        entity["url"] = address
    elif opened.tag == "tg-emoji":
        if not (number := opened.attributes.get("emoji-id", "")).isdigit():
            raise refusal("entities_unparsable", why="Invalid custom emoji identifier specified")
        entity["custom_emoji_id"] = number
    elif opened.tag == "tg-time":
        if not (moment := opened.attributes.get("unix", "")).isdigit() or int(moment) == 0:
            return None
        entity["unix_time"] = int(moment)
        if form := opened.attributes.get("format", ""):
            if not re.fullmatch(r"[rR]|w?[dD]?[tT]?", form):
                raise refusal("entities_unparsable", why="Invalid date-time format specified")
            entity["date_time_format"] = form
    elif opened.tag == "blockquote" and "expandable" in opened.attributes:
        entity["type"] = "expandable_blockquote"
    elif opened.tag == "code" and opened.attributes.get("class", "").startswith("language-"):
        entity["language"] = opened.attributes["class"].removeprefix("language-")
    elif opened.tag == "pre" and entities:
        last = entities[-1]
        if last["type"] == "code" and (last["offset"], last["length"]) == (opened.offset, length):
            entities.remove(last)
            if "language" in last:
                entity["language"] = last["language"]
    return entity


def found_entities(text: str) -> list[Json]:
    """What Telegram marks by itself: commands, e-mail addresses, web addresses, mentions; never overlapping."""
    found: list[Json] = []
    taken: list[tuple[int, int]] = []
    for kind, pattern in _FOUND:
        for match in pattern.finditer(text):
            if any(match.start() < end and start < match.end() for start, end in taken):
                continue
            taken.append(match.span())
            found.append({"type": kind, "offset": units(text[: match.start()]), "length": units(match[0])})
    return sorted(found, key=lambda entity: int(entity["offset"]))


def trimmed(text: str, entities: list[Json]) -> tuple[str, list[Json]]:
    """The text without white space around it, its entities moved and cut along, as Telegram stores it."""
    without_left = text.lstrip()
    left = units(text) - units(without_left)
    end = units(without_left.rstrip())
    kept: list[Json] = []
    for entity in entities:
        start = max(0, entity["offset"] - left)
        stop = min(end, entity["offset"] + entity["length"] - left)
        if stop > start:
            kept.append({**entity, "offset": start, "length": stop - start})
    return without_left.rstrip(), kept
