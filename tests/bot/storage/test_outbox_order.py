"""The outbox against a plain list, over random histories; and its queries against a hundred thousand rows."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterator
from dataclasses import dataclass, field

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from bot.storage import Tx, Vault
from bot.storage.migrate import migrate, migrations

CHATS = st.sampled_from([1, 2, 3])
KINDS = st.sampled_from(["screen", "card"])


def _database() -> sqlite3.Connection:
    raw = sqlite3.connect(":memory:", isolation_level=None)
    migrate(raw, 0, migrations())
    raw.execute("BEGIN")
    return raw


def _at(raw: sqlite3.Connection, now: float) -> Tx:
    return Tx(raw, Vault({"a": b"k" * 32}, "a"), now, "2026-11-22")


@dataclass
class Row:
    """What the model knows of one row."""

    id: int
    chat_id: int
    kind: str
    due_at: float
    state: str = "waiting"
    hold_until: float = 0.0
    repeat: bool = False
    attempts: int = 0
    cancelled: bool = False


@dataclass
class Model:
    """The rules of the outbox, said in the plainest way."""

    now: float = 1000.0
    rows: dict[int, Row] = field(default_factory=dict)

    def of(self, chat_id: int, state: str) -> list[Row]:
        """Return the chat's rows of one state, oldest first."""
        return [row for _, row in sorted(self.rows.items()) if (row.chat_id, row.state) == (chat_id, state)]

    def heads(self) -> dict[int, int]:
        """Return the row that may go now, by chat."""
        heads = {}
        for chat_id in {row.chat_id for row in self.rows.values()}:
            waiting = self.of(chat_id, "waiting")
            due = [row.id for row in waiting if row.due_at <= self.now]
            if due and not self.of(chat_id, "claimed") and all(row.hold_until <= self.now for row in waiting):
                heads[chat_id] = due[0]
        return heads


class OutboxHistory(RuleBasedStateMachine):
    """Random histories of queueing, sending, failing, cancelling, crashing and waiting."""

    def __init__(self) -> None:
        """Begin with an empty outbox."""
        super().__init__()
        self.raw = _database()
        self.model = Model()
        self.last = _at(self.raw, self.model.now)

    def teardown(self) -> None:
        """Close the database."""
        self.raw.close()

    @property
    def tx(self) -> Tx:
        """A transaction at the model's time."""
        self.last.outbox.finish()
        self.last = _at(self.raw, self.model.now)
        return self.last

    @rule(chat_id=CHATS, kind=KINDS, delay=st.sampled_from([None, None, 5.0, 50.0]), coalesce=st.booleans())
    def queue(self, chat_id: int, kind: str, delay: float | None, coalesce: bool) -> None:
        """Queue something, now or later."""
        due_at = None if delay is None else self.model.now + delay
        same = [row for row in self.model.of(chat_id, "waiting") if row.kind == kind]
        dead = [row for row in self.model.of(chat_id, "dead") if row.kind == kind and coalesce]
        repeat = any(row.repeat for row in dead)
        for row in dead:
            del self.model.rows[row.id]
        row_id = self.tx.outbox.queue(chat_id, kind, due_at=due_at, coalesce=coalesce)
        if coalesce and same:
            assert row_id == same[0].id
            same[0].repeat |= repeat
            same[0].due_at = min(same[0].due_at, self.model.now) if due_at is None else due_at
        else:
            assert row_id not in self.model.rows
            self.model.rows[row_id] = Row(row_id, chat_id, kind, self.model.now if due_at is None else due_at)
            self.model.rows[row_id].repeat = repeat

    @rule(chat_id=CHATS)
    def claim(self, chat_id: int) -> None:
        """Claim what may go."""
        row_id = self.model.heads().get(chat_id)
        if row_id is None:
            return
        row = self.model.rows[row_id]
        queued = self.tx.outbox.claim(row_id)
        assert queued is not None
        row.state, row.hold_until, row.attempts = "claimed", 0.0, row.attempts + 1
        assert (queued.chat_id, queued.kind, queued.repeat, queued.attempts) == (
            chat_id,
            row.kind,
            row.repeat,
            row.attempts,
        )

    @rule(
        chat_id=CHATS, outcome=st.sampled_from(["sent", "dead", "again", "again", "unknown"]), wait=st.integers(0, 30)
    )
    def settle(self, chat_id: int, outcome: str, wait: int) -> None:
        """End a try."""
        for row in self.model.of(chat_id, "claimed"):
            if outcome == "sent":
                self.tx.outbox.sent(row.id)
                row.state = "sent"
            elif outcome == "dead":
                self.tx.outbox.dead(row.id, "403")
                row.state = "dead"
            else:
                self.tx.outbox.again(row.id, self.model.now + wait, outcome, repeat=outcome == "unknown")
                row.state, row.hold_until = "waiting", self.model.now + wait
                row.repeat |= outcome == "unknown"
            if row.cancelled:
                del self.model.rows[row.id]

    @rule(chat_id=CHATS)
    def cancel(self, chat_id: int) -> None:
        """Cancel what waits for the chat."""
        waiting = self.model.of(chat_id, "waiting")
        assert self.tx.outbox.cancel(chat_id) == len(waiting)
        for row in waiting:
            del self.model.rows[row.id]
        for row in self.model.of(chat_id, "claimed"):
            row.cancelled = True

    @rule()
    def crash(self) -> None:
        """The process dies and starts again."""
        self.tx.outbox.recover()
        for row in list(self.model.rows.values()):
            if row.state == "claimed":
                row.state, row.repeat = "waiting", True
                if row.cancelled:
                    del self.model.rows[row.id]

    @rule(old=CHATS, new=CHATS)
    def move(self, old: int, new: int) -> None:
        """A group becomes a supergroup."""
        self.tx.outbox.move(old, new)
        for row in self.model.rows.values():
            if row.chat_id == old and row.state != "sent":
                row.chat_id = new

    @rule(seconds=st.sampled_from([1.0, 7.0, 60.0]))
    def wait(self, seconds: float) -> None:
        """Time passes."""
        self.model.now += seconds

    @invariant()
    def heads_are_the_oldest_due_rows(self) -> None:
        """What may go is what the plain rules say, and `next_due` knows when."""
        expected = self.model.heads()
        assert {head.chat_id: head.id for head in self.tx.outbox.heads(10)} == expected
        next_due = self.tx.outbox.next_due()
        assert (next_due is not None and next_due <= self.model.now) == bool(expected)
        if not expected and next_due is not None:
            later = Model(next_due, self.model.rows)
            assert later.heads(), "next_due names a time when something may go"
            assert not Model(next_due - 0.5, self.model.rows).heads(), "... and the first such time"
        if next_due is None:
            assert not Model(1e12, self.model.rows).heads()


TestOutboxHistory = OutboxHistory.TestCase
TestOutboxHistory.settings = settings(
    max_examples=60,
    stateful_step_count=40,
    deadline=None,  # the machine that tests may be slow
    suppress_health_check=[HealthCheck.too_slow],
)


@pytest.fixture(scope="module", params=["a hundred thousand chats", "one chat"])
def crowded(request: pytest.FixtureRequest) -> Iterator[sqlite3.Connection]:
    """A hundred thousand waiting rows after as many sent ones."""
    raw = _database()
    many = 100_000
    chat = "n" if request.param != "one chat" else "1"
    numbers = f"WITH RECURSIVE t (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM t WHERE n < {many})"
    for state in ("sent", "waiting"):
        raw.execute(
            f"INSERT INTO outbox (chat_id, kind, state, created_at, due_at, settled_at) "
            f"{numbers} SELECT {chat}, 'screen', '{state}', n, n, n FROM t"
        )
    raw.execute("INSERT INTO lanes SELECT chat_id, min(due_at) FROM outbox WHERE state = 'waiting' GROUP BY chat_id")
    yield raw
    raw.close()


def test_queries_of_the_sending_path_read_no_table_from_end_to_end(crowded: sqlite3.Connection) -> None:
    ran: list[str] = []
    crowded.set_trace_callback(ran.append)
    outbox = _at(crowded, 1e6).outbox
    first = outbox.heads(50)[0]
    outbox.next_due()
    outbox.claim(first.id)
    outbox.again(first.id, 1e6, "429")
    outbox.queue(2, "screen", coalesce=True)
    outbox.oldest_waiting()
    outbox.free_at(2, "screen", "", 60.0)
    outbox.count(2, ("screen", "say"), "1")
    outbox.count(2)
    outbox.cancel(7)
    outbox.prune(0.0)
    outbox.recover()
    outbox.finish()
    crowded.set_trace_callback(None)
    plans = {
        (detail, sql)
        for sql in ran
        if sql.split()[0] in {"SELECT", "UPDATE", "DELETE"}
        for *_, detail in crowded.execute(f"EXPLAIN QUERY PLAN {sql}")
    }
    assert any("outbox_order" in detail for detail, _ in plans)
    assert any("lanes_ready" in detail for detail, _ in plans)
    # Claimed rows are few by nature, and their index holds no others.
    slow = {plan for plan in plans if ("SCAN" in plan[0] and "CONSTANT ROW" not in plan[0]) or "TEMP B-TREE" in plan[0]}
    assert {plan for plan in slow if "outbox_claimed" not in plan[0]} == set()


def test_hundred_rounds_among_a_hundred_thousand_rows_take_a_moment(crowded: sqlite3.Connection) -> None:
    outbox = _at(crowded, 1e6).outbox
    began = time.perf_counter()
    for _ in range(100):
        head = outbox.heads(1)[0]
        outbox.claim(head.id)
        outbox.sent(head.id)
    outbox.finish()
    # About 0.02 s here; a query that looks at every row takes more than a second.
    assert time.perf_counter() - began < 1.0
