"""Log lines: one a record, readable by machines, without tokens and persons."""

from __future__ import annotations

import json
import logging
import sqlite3
from collections.abc import Iterator
from io import StringIO
from urllib.parse import quote

import pytest

from bot.errors import TryLater
from bot.logs import ChatHash, setup_logging

LOG = logging.getLogger("bot.test_logs")


@pytest.fixture(autouse=True)
def _as_before() -> Iterator[None]:
    """Leaves the process's loggers as they were."""
    root = logging.getLogger()
    handlers = list(root.handlers)
    levels = {name: logging.getLogger(name).level for name in ("", "bot", "flows")}
    yield
    root.handlers[:] = handlers
    for name, level in levels.items():
        logging.getLogger(name).setLevel(level)


@pytest.fixture
def stream(token: str) -> StringIO:
    """What is logged at DEBUG, as JSON."""
    stream = StringIO()
    setup_logging("DEBUG", token, stream=stream, human=False)
    return stream


def lines(stream: StringIO) -> list[dict[str, object]]:
    return [json.loads(line) for line in stream.getvalue().splitlines()]


def test_record_is_one_json_line_with_its_values(stream: StringIO) -> None:
    LOG.info("delivered\nwell", extra={"update": 7, "kind": "screen"})

    (line,) = lines(stream)
    assert line["event"] == "delivered\nwell"
    assert (line["level"], line["logger"], line["update"], line["kind"]) == ("info", "bot.test_logs", 7, "screen")
    assert str(line["time"]).endswith("+00:00")


def test_chat_is_a_hash_that_depends_on_the_token(stream: StringIO, token: str) -> None:
    LOG.info("one", extra={"chat": 123456789})
    LOG.info("two", extra={"chat": 123456789})

    first, second = lines(stream)
    assert "123456789" not in str(first["chat"])
    assert first["chat"] == second["chat"] == ChatHash(token)(123456789)
    assert first["chat"] != ChatHash(token + "x")(123456789)


def test_token_is_hidden_wherever_it_would_appear(stream: StringIO, token: str) -> None:
    half = token.partition(":")[2]
    LOG.info("url %s", f"https://api.telegram.org/bot{token}/getMe", extra={"url": quote(token, safe="")})
    LOG.info(half)
    try:
        raise TryLater(f"no answer from /bot{token}", 1)
    except TryLater:
        LOG.exception("failed")

    assert len(lines(stream)) == 3
    for secret in (token, half, quote(token, safe="")):
        assert secret not in stream.getvalue()
    assert stream.getvalue().count("[hidden]") == 4


def test_other_secrets_are_hidden_too(token: str) -> None:
    stream = StringIO()
    setup_logging("INFO", token, secrets=["web-hook-secret", ""], stream=stream, human=True)
    LOG.info("header web-hook-secret")

    assert "web-hook-secret" not in stream.getvalue()
    assert "header [hidden]" in stream.getvalue()


@pytest.mark.parametrize("name", ["httpx", "httpcore.http11", "aiohttp.access", "telegram.Bot", "aiosqlite", "x.y"])
def test_others_speak_only_from_warning_on_whatever_their_level(stream: StringIO, name: str) -> None:
    other = logging.getLogger(name)
    before = other.level
    other.setLevel(logging.DEBUG)
    try:
        other.debug("Anna wrote")
        other.info("POST https://example.org")
        other.warning("slow")
    finally:
        other.setLevel(before)

    assert [line["event"] for line in lines(stream)] == ["slow"]


def test_values_in_others_messages_are_left_out(stream: StringIO) -> None:
    logging.getLogger("telegram.request").error("Can not load invalid JSON data: %r", b"Anna, 040 123 4567")
    logging.getLogger("asyncio").error("Task exception was never retrieved\nfuture: ValueError('Anna')")

    assert "Anna" not in stream.getvalue()
    assert [line["event"] for line in lines(stream)] == [
        "Can not load invalid JSON data: %r",
        "Task exception was never retrieved",
    ]


def test_exception_shows_type_and_lines_but_not_its_words(stream: StringIO) -> None:
    try:
        int("Anna 040 123 4567")
    except ValueError:
        LOG.exception("update failed", extra={"update": 9})

    (line,) = lines(stream)
    assert line["error"] == "ValueError"
    assert "test_logs.py" in str(line["where"])
    assert "Anna" not in stream.getvalue()


@pytest.mark.parametrize(
    ("error", "reason"),
    [
        (TryLater("Telegram answers 502", 3), "Telegram answers 502"),
        (sqlite3.OperationalError("disk I/O error"), "disk I/O error"),
        (PermissionError(13, "Permission denied", "/home/anna/x"), "Permission denied"),
    ],
)
def test_harmless_reasons_are_shown(stream: StringIO, error: Exception, reason: str) -> None:
    LOG.error("failed", exc_info=error)

    assert lines(stream)[0]["reason"] == reason


def test_cause_is_named_by_type(stream: StringIO) -> None:
    try:
        try:
            raise ValueError("Anna")
        except ValueError as error:
            raise TryLater("later", 1) from error
    except TryLater:
        LOG.exception("failed")

    assert lines(stream)[0]["cause"] == "ValueError"


def test_level_is_that_of_the_bots_own_loggers(token: str) -> None:
    stream = StringIO()
    setup_logging("WARNING", token, stream=stream, human=True)
    LOG.info("quiet")
    LOG.warning("loud", extra={"chat": 5})

    assert "quiet" not in stream.getvalue()
    assert f"WARNING loud  chat={ChatHash(token)(5)}" in stream.getvalue()
    assert len(stream.getvalue().splitlines()) == 1


def test_second_setup_replaces_the_first(stream: StringIO, token: str) -> None:
    other = StringIO()
    setup_logging("INFO", token, stream=other, human=False)
    LOG.info("once")

    assert stream.getvalue() == ""
    assert len(lines(other)) == 1


def test_record_that_cannot_be_formatted_is_told_without_its_values(token: str) -> None:
    stream = StringIO()
    handler = setup_logging("INFO", token, stream=stream)

    handler.handle(logging.makeLogRecord({"name": "bot.x", "msg": "%d", "args": ("Anna",)}))

    assert "could not be written" in stream.getvalue()
    assert "Anna" not in stream.getvalue()
