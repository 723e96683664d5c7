"""The HTML parse mode, and what Telegram finds in plain text."""

from __future__ import annotations

from typing import Any

import pytest

from bot.local_telegram.entities import found_entities, parse_html, trimmed
from bot.local_telegram.rules import Refusal


def entity(type: str, offset: int, length: int, **more: Any) -> dict[str, Any]:
    return {"type": type, "offset": offset, "length": length, **more}


@pytest.mark.parametrize(
    ("html", "text", "entities"),
    [
        ("hei", "hei", []),
        ("1 &lt; 2 &amp;&#38;&#x26; &gt; &quot;", '1 < 2 &&& > "', []),
        ("&nbsp;&apos; &amp", "&nbsp;&apos; &", []),
        ("&#0;&#xD800;", "&#0;&#xD800;", []),
        ("&amp;lt;", "&lt;", []),
        ("🙂<b>hei</b>", "🙂hei", [entity("bold", 2, 3)]),
        (
            "<strong>a</strong><em>b</em><i>c</i>",
            "abc",
            [entity("bold", 0, 1), entity("italic", 1, 1), entity("italic", 2, 1)],
        ),
        ("<u>a</u><ins>b</ins>", "ab", [entity("underline", 0, 1), entity("underline", 1, 1)]),
        ("<s>a</s><strike>b</strike><del>c</del>", "abc", [entity("strikethrough", i, 1) for i in range(3)]),
        ("<tg-spoiler>a</tg-spoiler>", "a", [entity("spoiler", 0, 1)]),
        ('<span class="tg-spoiler">a</span>', "a", [entity("spoiler", 0, 1)]),
        ("<blockquote>a</blockquote>", "a", [entity("blockquote", 0, 1)]),
        ("<blockquote expandable>a</blockquote>", "a", [entity("expandable_blockquote", 0, 1)]),
        ("<code>a</code>", "a", [entity("code", 0, 1)]),
        ("<pre>a</pre>", "a", [entity("pre", 0, 1)]),
        ('<pre><code class="language-py">a</code></pre>', "a", [entity("pre", 0, 1, language="py")]),
        ('<tg-emoji emoji-id="5368">👍</tg-emoji>', "👍", [entity("custom_emoji", 0, 2, custom_emoji_id="5368")]),
        ("<a href='https://a.fi/?a=1&amp;b=2'>x</a>", "x", [entity("text_link", 0, 1, url="https://a.fi/?a=1&b=2")]),
        ('<a href="tg://user?id=1">x</a>', "x", [entity("text_link", 0, 1, url="tg://user?id=1")]),
        ("<B>a</b>", "a", [entity("bold", 0, 1)]),
        ("<b>a<i>b</i></b>", "ab", [entity("bold", 0, 2), entity("italic", 1, 1)]),
        ("<b></b>a", "a", []),
    ],
)
def test_html_telegram_takes_becomes_text_and_entities(html: str, text: str, entities: list[dict[str, Any]]) -> None:
    assert parse_html(html) == (text, entities)


@pytest.mark.parametrize(
    ("html", "why"),
    [
        ("<b>hei", 'Can\'t find end tag corresponding to start tag "b"'),
        ("hei</b>", "Unexpected end tag at byte offset 3"),
        ("ä<b>hei</i>", 'Unmatched end tag at byte offset 8, expected "</b>", found "</i>"'),
        ("<br>", 'Unsupported start tag "br" at byte offset 0'),
        ("ä <p>hei</p>", 'Unsupported start tag "p" at byte offset 3'),
        ("1 < 2", "Unclosed start tag at byte offset 2"),
        ("a <3 b>c", 'Unsupported start tag "3" at byte offset 2'),
        ("<b", "Unclosed start tag at byte offset 0"),
        ("<b>a</b", "Unclosed end tag at byte offset 4"),
        ("<span>a</span>", 'Tag "span" must have class "tg-spoiler" at byte offset 0'),
        ("<a href>a</a>", 'Expected equal sign in declaration of an attribute of the tag "a" at byte offset 0'),
        ("<tg-emoji>a</tg-emoji>", "Invalid custom emoji identifier specified"),
    ],
)
def test_html_telegram_refuses_is_refused_with_its_reason(html: str, why: str) -> None:
    with pytest.raises(Refusal) as caught:
        parse_html(html)
    assert caught.value.description == f"Bad Request: can't parse entities: {why}"


def test_plain_text_shows_commands_addresses_and_mentions() -> None:
    found = found_entities("/start@my_bot 🙂 https://a.fi/b. anna@a.fi @anna_k 1/2")
    assert [(each["type"], each["offset"], each["length"]) for each in found] == [
        ("bot_command", 0, 13),
        ("url", 17, 14),
        ("email", 33, 9),
        ("mention", 43, 7),
    ]


def test_white_space_around_is_trimmed_and_entities_move_along() -> None:
    assert trimmed(" \n🙂ab ", [entity("bold", 1, 6)]) == ("🙂ab", [entity("bold", 0, 4)])
