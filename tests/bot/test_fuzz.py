"""Whatever arrives, however broken or forged: the batch is committed and the next honest message is answered.

The updates go through the bot as it is built, with a real database; only nothing is sent.
"""

from __future__ import annotations

import asyncio
import itertools
import json
import logging
from collections.abc import Iterator
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.app import App, build
from bot.config import read_settings
from bot.prospect.privacy import Notice
from bot.prospect.state import loaded
from bot.prospect.views.screens import View, screen
from bot.telegram.ingest import Raw
from bot.ui.callbacks import LIMIT_BYTES
from bot.ui.render import LIMIT, length
from tests.driver import LocalTelegram
from tests.e2e.house import environment

DESK, ANNA, FIRST = 90, 500, 10_000_000
NOON = 1_795_341_600

# https://core.telegram.org/bots/api#update (Bot API 10.0)
MESSAGES = (
    "message",
    "edited_message",
    "channel_post",
    "edited_channel_post",
    "business_message",
    "edited_business_message",
    "guest_message",
)
OTHERS = (
    "business_connection",
    "deleted_business_messages",
    "message_reaction",
    "message_reaction_count",
    "inline_query",
    "chosen_inline_result",
    "callback_query",
    "shipping_query",
    "pre_checkout_query",
    "purchased_paid_media",
    "poll",
    "poll_answer",
    "my_chat_member",
    "chat_member",
    "chat_join_request",
    "chat_boost",
    "removed_chat_boost",
    "managed_bot",
    "of_a_later_version",
)
CONTENTS = ("text", "photo", "contact", "location", "voice", "poll", "sticker", "migrate_to_chat_id", "pinned_message")

MEAN = st.sampled_from(
    [
        "",
        "\x00",
        "\ud800",
        "\u202egnirts",
        "\u200b" * 9,
        "<b>&",
        "{name}",
        "%s",
        "/start",
        "/delete",
        "/start pair_x",
        "🙂" * 99,
    ]
)
TEXTS = MEAN | st.text(st.characters(), max_size=60) | st.text(max_size=3).map(lambda part: part * 4096)
NUMBERS = st.integers(-(2**70), 2**70) | st.sampled_from([0, ANNA, DESK, -1, 2**31, 2**63, 2**63 - 1])
JUNK = st.recursive(
    st.none() | st.booleans() | NUMBERS | st.floats(allow_nan=False, allow_infinity=False) | TEXTS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)


def or_junk(right: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    """Mostly right, now and then anything."""
    return st.one_of(right, right, right, JUNK)


def some(fields: dict[str, st.SearchStrategy[Any]]) -> st.SearchStrategy[dict[str, Any]]:
    """Any of these fields, each mostly right or missing."""
    return st.fixed_dictionaries({}, optional={name: or_junk(value) for name, value in fields.items()})


IDS = st.sampled_from([ANNA, 501, 502])
USER = some({"id": IDS, "is_bot": st.booleans(), "first_name": TEXTS, "username": TEXTS, "language_code": TEXTS})
CHAT = some(
    {
        "id": IDS | st.just(-100),
        "type": st.sampled_from(["private", "group", "supergroup", "channel"]),
        "title": TEXTS,
        "first_name": TEXTS,
    }
)
CONTENT = st.one_of(
    *(st.fixed_dictionaries({kind: or_junk(TEXTS)}) for kind in CONTENTS),
    st.fixed_dictionaries({"contact": some({"phone_number": TEXTS, "first_name": TEXTS, "user_id": IDS})}),
    st.fixed_dictionaries({"location": some({"latitude": st.floats(-90, 90), "longitude": st.floats(-180, 180)})}),
    st.fixed_dictionaries(
        {
            "text": TEXTS,
            "entities": st.lists(
                some({"type": st.sampled_from(["bot_command", "url"]), "offset": NUMBERS, "length": NUMBERS}),
                max_size=2,
            ),
        }
    ),
)
MESSAGE = st.tuples(
    some({"message_id": NUMBERS, "date": st.just(NOON), "from": USER, "chat": CHAT, "reply_to_message": JUNK}), CONTENT
).map(lambda parts: {**parts[0], **parts[1]})
DATA = st.one_of(
    st.text(max_size=70),
    st.sampled_from(
        ["c:who:group", "x:erase", "x:restart", "k:all:1", "s:privacy", "l:fi", "d:challenge", "c:review:send"]
    ),
    st.lists(st.sampled_from(["c", "t", "k", "x", "w", "f", "way", "send", "1", "-1", "999999999999"]), max_size=5).map(
        ":".join
    ),
)
QUERY = some({"id": TEXTS, "from": USER, "message": MESSAGE, "data": DATA, "chat_instance": TEXTS})
MEMBER = some({"chat": CHAT, "from": USER, "date": st.just(NOON), "old_chat_member": JUNK, "new_chat_member": JUNK})
UPDATE = st.one_of(
    *(st.fixed_dictionaries({kind: or_junk(MESSAGE)}) for kind in MESSAGES),
    st.fixed_dictionaries({"callback_query": or_junk(QUERY)}),
    st.fixed_dictionaries({"my_chat_member": or_junk(MEMBER)}),
    *(st.fixed_dictionaries({kind: JUNK}) for kind in OTHERS),
    st.dictionaries(st.text(max_size=8), JUNK, max_size=2),
)
TO_OWN_WORDS = ("c:welcome:begin", "c:who:employee", "t:challenge:words:1", "d:challenge")
"""The way to where words are kept as they are."""

SAME_IDS = st.integers(1, 5)


class Bench:
    """The bot as it is built, not serving, in an event loop of its own: one database serves all examples."""

    def __init__(self, folder: Path) -> None:
        self.runner = asyncio.Runner()
        self.ids = itertools.count(FIRST)
        self.opened = AsyncExitStack()
        app = self.runner.run(self._open(folder))
        self.store, self.ingest = app.store, app.ingest
        self.view = View(app.speak, "fi", Notice())

    async def _open(self, folder: Path) -> App:
        telegram = await self.opened.enter_async_context(LocalTelegram())
        settings = read_settings(environment(telegram, folder, DESK), env_file=None)
        return await self.opened.enter_async_context(build(settings, strict=True))

    def takes(self, *batch: Raw) -> None:
        """Take a batch in; raises when it is not committed."""
        self.runner.run(self.ingest.take(batch))

    def honest(self, chat_id: int, text: str = "/help") -> Raw:
        """An update of somebody who means well."""
        entities = [{"type": "bot_command", "offset": 0, "length": len(text)}] if text.startswith("/") else []
        return {
            "update_id": next(self.ids),
            "message": {
                "message_id": next(self.ids),
                "date": NOON,
                "chat": {"id": chat_id, "type": "private", "first_name": "Hilla"},
                "from": {"id": chat_id, "is_bot": False, "first_name": "Hilla", "language_code": "fi"},
                "text": text,
                "entities": entities,
            },
        }

    def answers(self, chat_id: int) -> bool:
        """Whether somebody who asks for help gets it: the help is on show, and a screen waits to be sent."""
        self.takes(self.honest(chat_id))
        row = self.runner.run(self.store.transaction(lambda tx: tx.chats.load(chat_id)))
        queued = self.runner.run(self.store.transaction(lambda tx: tx.outbox.undelivered("screen")))
        return row is not None and loaded(row).beside == "help" and chat_id in {each.chat_id for each in queued}

    def screens_fit(self) -> None:
        """Every screen that would be shown can be made and is one that Telegram takes."""
        chats = self.runner.run(self.store.transaction(lambda tx: tx.chats.changed_between(0, 1e12)))
        for chat_id in chats:
            row = self.runner.run(self.store.transaction(lambda tx, chat=chat_id: tx.chats.load(chat)))  # type: ignore[misc]
            assert row
            shown = screen(loaded(row), self.view)
            assert 0 < length(shown.html) <= LIMIT
            shown.html.encode()  # no half characters
            for button in itertools.chain(*shown.rows):
                assert button.text
                assert len((button.data or "").encode()) <= LIMIT_BYTES

    def close(self) -> None:
        """Close everything and the loop."""
        self.runner.run(self.ingest.close())
        self.runner.run(self.opened.aclose())
        self.runner.close()


@pytest.fixture
def bench(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> Iterator[Bench]:
    caplog.set_level(logging.CRITICAL, "bot")  # every malformed update is told in the log
    opened = Bench(tmp_path)
    yield opened
    opened.close()


SEARCH = settings(max_examples=200, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])


def test_no_update_stops_the_batch_or_the_next_honest_message(bench: Bench) -> None:
    people = itertools.count(10_000)

    @SEARCH
    @given(st.lists(st.tuples(st.none() | SAME_IDS | JUNK, UPDATE), min_size=1, max_size=4))
    def search(updates: list[tuple[Any, dict[str, Any]]]) -> None:
        batch = [{"update_id": next(bench.ids) if number is None else number, **raw} for number, raw in updates]
        before, after = next(people), next(people)
        bench.takes(bench.honest(before), *batch, bench.honest(after))
        assert bench.answers(before)
        assert bench.answers(after)

    search()
    bench.screens_fit()
    assert bench.runner.run(bench.store.transaction(lambda tx: tx.poison.count())) > 0, "nothing was mean enough"


def test_anybodys_words_and_taps_lead_to_a_screen_that_telegram_takes(bench: Bench) -> None:
    deeds = st.lists(
        st.one_of(TEXTS.map(lambda text: ("text", text)), DATA.map(lambda data: ("data", data))), max_size=12
    )
    people = itertools.count(5000)

    @settings(SEARCH, max_examples=80)
    @given(deeds)
    def search(deeds: list[tuple[str, str]]) -> None:
        chat_id = next(people)
        for kind, value in (("text", "/start"), *(("data", data) for data in TO_OWN_WORDS), *deeds):
            update = bench.honest(chat_id, value if kind == "text" else "x")
            if kind == "data":
                message = update.pop("message")
                query = {"id": "7", "from": message["from"], "chat_instance": "1", "data": value}
                update["callback_query"] = {**query, "message": {**message, "message_id": 1}}
            bench.takes(update)

    search()
    bench.screens_fit()


def test_stranger_gets_nothing_of_another_person(bench: Bench) -> None:
    secret = "Kaisla-Kuisma"
    told = bench.honest(ANNA, "/start")
    told["message"]["from"]["first_name"] = secret
    bench.takes(told)

    @settings(SEARCH, max_examples=80)
    @given(UPDATE)
    def search(raw: dict[str, Any]) -> None:
        # Anybody but Anna and the supervisor.
        text = json.dumps(raw)
        if str(ANNA) in text or str(DESK) in text:
            return
        bench.takes({"update_id": next(bench.ids), **raw})

    search()
    chats = bench.runner.run(bench.store.transaction(lambda tx: tx.chats.changed_between(0, 1e12)))
    for chat_id in set(chats) - {ANNA}:
        row = bench.runner.run(bench.store.transaction(lambda tx, chat=chat_id: tx.chats.load(chat)))  # type: ignore[misc]
        assert row
        assert secret not in screen(loaded(row), bench.view).html
