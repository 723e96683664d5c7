"""Logs: one line a record, on standard error; JSON for machines, a short form for a terminal.

What never appears, at any level: tokens, and anything personal.

- The bot's own loggers write fixed sentences and values that are no person's (``extra=``); the value ``chat`` is
  shown as a short keyed hash, the same for one chat under one token.
- Everybody else's loggers speak only from WARNING on, and only with the first line of their message's template:
  the HTTP clients log addresses (which hold the token), the database driver and the bot library log contents.
- Of an exception only its type and the lines of code are shown, and its words where they are known to be
  harmless: the bot's own errors, the operating system's and SQLite's reasons.
- The finished line is searched for the token once more.
"""

from __future__ import annotations

import hashlib
import json
import logging
import sqlite3
import sys
import time
import traceback
from collections.abc import Callable, Collection
from datetime import UTC, datetime
from typing import Final, TextIO
from urllib.parse import quote

from bot.errors import BotError

OWN = ("bot", "flows")
STANDARD: Final = frozenset({*vars(logging.makeLogRecord({})), "message", "asctime", "taskName"})
"""What every record has; whatever else stands in a record came by ``extra=``."""

HIDDEN = "[hidden]"
FRAMES = 8
MOST_KINDS = 100  # of errors whose repetition is remembered


class ChatHash:
    """Chat id -> 8 hexadecimal digits that cannot be turned back without the token."""

    def __init__(self, token: str) -> None:
        self._key = hashlib.blake2b(token.encode(), person=b"log-chat-hash").digest()

    def __call__(self, chat_id: object) -> str:
        """Return the hash under which this chat appears in the logs."""
        return hashlib.blake2b(str(chat_id).encode(), key=self._key, digest_size=4).hexdigest()


class OnlyWarningsFromOthers(logging.Filter):
    """Lets the bot's own records pass, everybody else's from WARNING on, whatever level their loggers have."""

    def filter(self, record: logging.LogRecord) -> bool:
        return is_own(record.name) or record.levelno >= logging.WARNING


class LineFormatter(logging.Formatter):
    """One record -> one line. `secrets` are replaced wherever they would appear; `human` is the terminal's form."""

    def __init__(self, token: str, secrets: Collection[str] = (), *, human: bool = False) -> None:
        super().__init__()
        self._chat_hash = ChatHash(token)
        self._human = human
        hidden = {*secrets, token, token.partition(":")[2]} - {""}
        hidden |= {quote(secret, safe="") for secret in hidden}
        self._secrets = sorted(hidden, key=len, reverse=True)

    def format(self, record: logging.LogRecord) -> str:
        fields = self._fields(record)
        line = self._for_people(record, fields) if self._human else self._for_machines(record, fields)
        for secret in self._secrets:
            line = line.replace(secret, HIDDEN)
        return line

    def _fields(self, record: logging.LogRecord) -> dict[str, object]:
        fields: dict[str, object] = {}
        if is_own(record.name):
            for name, value in vars(record).items():
                if name not in STANDARD:
                    plain = value if isinstance(value, int | float | bool | None) else str(value)
                    fields[name] = self._chat_hash(value) if name == "chat" else plain
        if record.exc_info and record.exc_info[1]:
            fields |= described(record.exc_info[1])
        return fields

    def _for_machines(self, record: logging.LogRecord, fields: dict[str, object]) -> str:
        moment = datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")
        head = {"time": moment, "level": record.levelname.lower(), "logger": record.name}
        return json.dumps({**fields, **head, "event": event(record)}, ensure_ascii=False)

    def _for_people(self, record: logging.LogRecord, fields: dict[str, object]) -> str:
        moment = datetime.fromtimestamp(record.created).astimezone().strftime("%H:%M:%S")
        said = " ".join(f"{name}={value}" for name, value in fields.items())
        return " ".join(f"{moment} {record.levelname:<7} {event(record)}  {said}".rstrip().splitlines())


class Seldom(logging.Filter):
    """Lets an error of somebody else's that repeats through once in so many seconds: a flood of them fills the disk."""

    def __init__(self, seconds: float = 60.0, clock: Callable[[], float] = time.monotonic) -> None:
        super().__init__()
        self._seconds = seconds
        self._clock = clock
        self._said: dict[tuple[str, str], float] = {}

    def filter(self, record: logging.LogRecord) -> bool:
        if is_own(record.name) or record.levelno < logging.WARNING:
            return True
        key, now = (record.name, event(record)), self._clock()
        if now - self._said.get(key, -self._seconds) < self._seconds:
            return False
        if len(self._said) >= MOST_KINDS:
            self._said.clear()
        self._said[key] = now
        return True


class BotLogHandler(logging.StreamHandler[TextIO]):
    """The handler that `setup_logging` puts in; of its own type so that a second call replaces it."""

    def handleError(self, record: logging.LogRecord) -> None:
        """Say only where a record could not be written; the standard one prints the record's values."""
        self.stream.write(f"a log record of {record.name}:{record.lineno} could not be written\n")


def is_own(name: str) -> bool:
    return name.partition(".")[0] in OWN


def event(record: logging.LogRecord) -> str:
    """Return what happened: the bot's own whole message, of others the template's first line without values."""
    if is_own(record.name):
        return record.getMessage()
    return (str(record.msg).splitlines() or [""])[0]


def described(error: BaseException) -> dict[str, object]:
    """Return an exception as log values: its type, where it was raised, and its words if they are harmless."""
    frames = traceback.extract_tb(error.__traceback__)[-FRAMES:]
    where = " < ".join(
        f"{'/'.join(frame.filename.split('/')[-2:])}:{frame.lineno} {frame.name}" for frame in reversed(frames)
    )
    fields: dict[str, object] = {"error": type(error).__name__, "where": where}
    match error:
        case BotError() | sqlite3.Error():
            fields["reason"] = str(error)
        case OSError() if error.strerror:
            fields["reason"] = error.strerror
    cause = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    if cause is not None:
        fields["cause"] = type(cause).__name__
    return fields


def setup_logging(
    level: str, token: str, *, secrets: Collection[str] = (), stream: TextIO | None = None, human: bool | None = None
) -> BotLogHandler:
    """Send every record to `stream` (None: standard error) as one line; return the handler.

    `level` ("DEBUG" ... "ERROR") is that of the bot's own loggers. `human` None: a terminal gets the short form.
    `secrets` are hidden like the token. A second call replaces what the first one set.
    """
    target = stream or sys.stderr
    handler = BotLogHandler(target)
    handler.setFormatter(LineFormatter(token, secrets, human=target.isatty() if human is None else human))
    handler.addFilter(OnlyWarningsFromOthers())
    handler.addFilter(Seldom())
    root = logging.getLogger()
    for old in [one for one in root.handlers if isinstance(one, BotLogHandler)]:
        root.removeHandler(old)
    root.addHandler(handler)
    root.setLevel(logging.WARNING)
    for name in OWN:
        logging.getLogger(name).setLevel(level)
    return handler
