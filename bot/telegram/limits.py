"""How fast the bot may send, and how long it waits after a failure. Pure but for the buckets' own counts.

Telegram: about one message a second in one chat with short bursts, 20 a minute in a group, 30 a second over all.
Each bucket's burst and rate are chosen so that burst + one window's refill stays within the limit.
Source: https://core.telegram.org/bots/faq#my-bot-is-hitting-limits-how-do-i-avoid-this
"""

from __future__ import annotations

from dataclasses import dataclass, field

MOST_REMEMBERED = 1000  # chats; full buckets are forgotten beyond it


@dataclass(frozen=True, slots=True)
class Rate:
    """In the long run `per_second`; after a pause `burst` at once."""

    per_second: float
    burst: int


@dataclass(frozen=True, slots=True)
class Limits:
    """How fast in a person's chat, in a group, over all; and how many messages may be under way at once."""

    person: Rate = field(default_factory=lambda: Rate(1.0, 4))
    group: Rate = field(default_factory=lambda: Rate(15 / 60, 5))
    overall: Rate = field(default_factory=lambda: Rate(25.0, 5))
    under_way: int = 20


@dataclass(frozen=True, slots=True)
class Backoff:
    """`first` seconds, doubling up to `most`; the last half of each wait is chance, so that lanes do not march."""

    first: float
    most: float

    def seconds(self, attempt: int, chance: float) -> float:
        """Return how long to wait after the `attempt`-th try (from 1); `chance` is in [0, 1)."""
        whole = min(self.most, self.first * 2.0 ** min(max(attempt, 1) - 1, 30))
        return whole * (0.5 + chance / 2)


class Bucket:
    """Tokens that come back at a rate; times in seconds of any one clock."""

    def __init__(self, rate: Rate, now: float) -> None:
        self._rate = rate
        self._tokens = float(rate.burst)
        self._at = now

    def whole(self, now: float) -> int:
        """Return how many may be taken now."""
        # A clock that was set back must not take tokens away.
        came = max(0.0, now - self._at) * self._rate.per_second
        self._tokens = min(float(self._rate.burst), self._tokens + came)
        self._at = now
        return int(self._tokens + 1e-9)

    def take(self) -> None:
        """Take one; below zero is allowed and waits the longer."""
        self._tokens -= 1

    def ready_at(self, now: float) -> float:
        """Return when the next may be taken; `now` when at once."""
        return now if self.whole(now) else now + (1 - self._tokens) / self._rate.per_second

    def full(self, now: float) -> bool:
        """Say whether nothing is known of this bucket that a new one would not know."""
        return self.whole(now) >= self._rate.burst


class Pace:
    """The buckets of all chats."""

    def __init__(self, limits: Limits, now: float) -> None:
        self._limits = limits
        self._overall = Bucket(limits.overall, now)
        self._chats: dict[int, Bucket] = {}

    def room(self, now: float) -> int:
        """Return how many messages may be sent now to chats that are ready."""
        return self._overall.whole(now)

    def take(self, chat_id: int, now: float) -> None:
        """Count one message to the chat (negative ids are groups)."""
        self._overall.whole(now)
        self._overall.take()
        if chat_id not in self._chats:
            self._forget_full(now)
            rate = self._limits.group if chat_id < 0 else self._limits.person
            self._chats[chat_id] = Bucket(rate, now)
        self._chats[chat_id].whole(now)
        self._chats[chat_id].take()

    def waiting(self, now: float) -> dict[int, float]:
        """Return the chats that may not be sent to yet, and from when on they may."""
        return {chat_id: bucket.ready_at(now) for chat_id, bucket in self._chats.items() if not bucket.whole(now)}

    def room_at(self, now: float) -> float:
        """Return when the next message may be sent to a chat that is ready."""
        return self._overall.ready_at(now)

    def _forget_full(self, now: float) -> None:
        if len(self._chats) >= MOST_REMEMBERED:
            self._chats = {chat_id: bucket for chat_id, bucket in self._chats.items() if not bucket.full(now)}
