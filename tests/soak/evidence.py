"""What was lost, doubled or repeated: the local Telegram's own journal against the database, when the bot has ended."""

from __future__ import annotations

import re
import sqlite3
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from bot.config import Settings
from bot.local_telegram.shapes import Json
from bot.requests.card import NEW, REPEATED
from bot.requests.request import lead_of
from bot.storage import KeySource, Store, StoredLead, Tx
from bot.ui.render import SENT_AGAIN
from flows.engine import Answers
from tests.driver import LocalTelegram
from tests.e2e.phone import languages
from tests.soak.walkers import Told, Walker


@dataclass(frozen=True)
class Evidence:
    """Counts; the lists say what is wrong and are empty when nothing is."""

    updates: int
    answers: int
    leads: int
    messages: int
    repeated: int
    lost_updates: Sequence[int]
    lost_answers: Sequence[str]
    lost_leads: Sequence[str]
    doubled_leads: Sequence[str]
    lost_cards: Sequence[int]
    unmarked: Sequence[str]
    violations: Sequence[Json]

    @property
    def faults(self) -> list[str]:
        """Everything that must not be, in words."""
        checks = {
            "acknowledged but never committed": self.lost_updates,
            "answers that are not in the database": self.lost_answers,
            "leads lost": self.lost_leads,
            "leads recorded twice": self.doubled_leads,
            "cards that never arrived": self.lost_cards,
            "messages repeated without being marked": self.unmarked,
            "rules of the Bot API broken": self.violations,
        }
        return [f"{what}: {list(found)}" for what, found in checks.items() if found]


def committed_updates(database: Path) -> frozenset[int]:
    """Return the ids of the updates whose effect was committed."""
    with sqlite3.connect(f"file:{database}?mode=ro", uri=True) as beside:
        found = frozenset(int(row[0]) for row in beside.execute("SELECT update_id FROM updates"))
    beside.close()
    return found


def lost_updates(telegram: LocalTelegram, database: Path) -> list[int]:
    """Return the updates that were acknowledged without being committed."""
    return sorted(set(telegram.journal.acknowledged) - committed_updates(database))


async def gathered(telegram: LocalTelegram, settings: Settings, supervisor: int, walkers: Sequence[Walker]) -> Evidence:
    """Compare what the walkers did with what the bot kept and sent. The bot must have ended."""
    lost_answers: list[str] = []
    lost_leads: list[str] = []
    doubled: list[str] = []
    leads: list[int] = []
    keys = KeySource(file=settings.data_key_file, data_key=settings.data_key)
    async with await Store.open(settings.database_path, keys=keys, zone=settings.timezone) as store:
        for walker in walkers:
            rows = sorted(await store.transaction(partial(_leads_of, walker)), key=lambda row: row.number)
            leads += [row.number for row in rows]
            walked = len(walker.walks)
            if len(rows) < walked:
                lost_leads.append(f"seed {walker.seed}: {len(rows)} of {walked}")
            if len(rows) > walked:
                doubled.append(f"seed {walker.seed}: {len(rows)} instead of {walked}")
            for walk, row in zip(walker.walks, rows, strict=False):
                lost_answers += differences(walk.items(), lead_of(row).answers, row.number)
    calls = telegram.journal.calls
    messages = list(_messages(calls))
    arrived = Counter(number for number, _ in cards(calls, supervisor))
    return Evidence(
        updates=len(telegram.journal.acknowledged),
        answers=sum(len(walk) for walker in walkers for walk in walker.walks),
        leads=len(leads),
        messages=len(messages),
        repeated=sum(map(_marked, messages)),
        lost_updates=lost_updates(telegram, settings.database_path),
        lost_answers=lost_answers,
        lost_leads=lost_leads,
        doubled_leads=doubled,
        lost_cards=[number for number in leads if not arrived[number]],
        unmarked=[*unmarked_cards(calls, supervisor), *unmarked_screens(calls)],
        violations=telegram.violations,
    )


def differences(told: Iterable[tuple[str, Told]], kept: Answers, number: int) -> Iterator[str]:
    """Yield what was answered and is not so in the database."""
    for key, answer in told:
        found = kept.get(key)
        if found is None and key in ("welcome", "review", "offer"):
            continue  # ways on, no part of a request
        if found is None or frozenset(found.chosen) != answer.chosen or found.words != answer.words:
            yield f"lead {number}: {key} was {answer}, kept {found}"


def cards(calls: Iterable[Json], supervisor: int) -> Iterator[tuple[int, bool]]:
    """Yield number and "marked as repeated" of every card that was posted, in order."""
    title = re.compile(re.escape(languages()["fi"](NEW.filled(number="7"))).replace("7", r"(\d+)"))
    for call in _messages(calls):
        to_her = str(call["parameters"].get("chat_id")) == str(supervisor)
        if to_her and (found := title.search(str(call["parameters"]["text"]))):
            yield int(found[1]), _marked(call)


def unmarked_cards(calls: Iterable[Json], supervisor: int) -> Iterator[str]:
    """Yield the cards that came again without saying so."""
    seen: set[int] = set()
    for number, marked in cards(calls, supervisor):
        if number in seen and not marked:
            yield f"card {number}"
        seen.add(number)


def unmarked_screens(calls: Iterable[Json]) -> Iterator[str]:
    """Yield the messages that a chat got twice in a row without saying so."""
    last: dict[str, str] = {}
    for call in _messages(calls):
        chat_id, text = str(call["parameters"].get("chat_id")), str(call["parameters"]["text"])
        if last.get(chat_id) == text and not _marked(call):
            yield f"call {call['n']} in chat {chat_id}"
        last[chat_id] = text


def _leads_of(walker: Walker, tx: Tx) -> list[StoredLead]:
    return tx.leads.of_chat(walker.talk.chat_id)


def _messages(calls: Iterable[Json]) -> Iterator[Json]:
    """Yield the calls that put a text into a chat; those that were refused have not."""
    return (call for call in calls if call["method"].lower() == "sendmessage" and call["status"] in (0, 200))


def _marked(call: Json) -> bool:
    text = str(call["parameters"].get("text", ""))
    return any(speak(mark) in text for speak in languages().values() for mark in (REPEATED, SENT_AGAIN))
