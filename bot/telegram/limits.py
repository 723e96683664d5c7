"""How fast the bot may send, and how long it waits after a failure. Pure but for the buckets' own counts.

Telegram: about one message a second in one chat with short bursts, 20 a minute in a group, 30 a second over all; edits
count. How long a burst may be it does not say, so people are answered at once and a refusal (429) slows: that chat, or
all when several chats are refused together. In a group burst + one minute's refill stays within the limit.
Source: https://core.telegram.org/bots/faq#my-bot-is-hitting-limits-how-do-i-avoid-this
"""

from __future__ import annotations

from dataclasses import field

from flows.dataclass import dataclass

MOST_REMEMBERED = 1000  # chats; full buckets are forgotten beyond it
LEAST_SHARE = 1 / 8
RECOVERY_SECONDS = 60.0  # in so long a share that was halved is whole again
TOGETHER, TOGETHER_SECONDS = 3, 1.0
"""So many chats refused within so many seconds: it is the limit over all."""


@dataclass(frozen=True, slots=True)
class Rate:
    """In the long run `per_second`; after a pause `burst` at once."""

    per_second: float
    burst: int


@dataclass(frozen=True, slots=True)
class Limits:
    """How fast in a person's chat, in a group, over all; and how many messages may be under way at once.

    `settling`: seconds that what became of a message may wait for a transaction to be written with.
    """

    person: Rate = field(default_factory=lambda: Rate(1.0, 10))
    group: Rate = field(default_factory=lambda: Rate(15 / 60, 5))
    overall: Rate = field(default_factory=lambda: Rate(30.0, 60))
    under_way: int = 20
    settling: float = 0.005


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
        self._share = 1.0
        self._slowed_at = now

    def whole(self, now: float) -> int:
        """Return how many may be taken now."""
        share = self.share(now)
        # A clock that was set back must not take tokens away.
        came = max(0.0, now - self._at) * self._rate.per_second * share
        self._tokens = min(max(1.0, self._rate.burst * share), self._tokens + came)
        self._at = now
        return int(self._tokens + 1e-9)

    def take(self) -> None:
        """Take one; below zero is allowed and waits the longer."""
        self._tokens -= 1

    def slow(self, now: float) -> None:
        """Empty the bucket and halve what it holds and what comes back, for a while."""
        self.whole(now)
        self._tokens = min(self._tokens, 0.0)
        self._share = max(LEAST_SHARE, self.share(now) / 2)
        self._slowed_at = now

    def share(self, now: float) -> float:
        """Return how much of the rate is used: less after a refusal, and all again in time."""
        if self._share < 1.0:
            self._slowed_at = min(self._slowed_at, now)  # a clock that was set back must not slow it for longer
            halvings_over = min(10.0, (now - self._slowed_at) / RECOVERY_SECONDS)
            return min(1.0, self._share * float(2.0**halvings_over))
        return 1.0

    def ready_at(self, now: float) -> float:
        """Return when the next may be taken; `now` when at once."""
        return now if self.whole(now) else now + (1 - self._tokens) / (self._rate.per_second * self.share(now))

    def full(self, now: float) -> bool:
        """Say whether nothing is known of this bucket that a new one would not know."""
        return self.whole(now) >= self._rate.burst


class Pace:
    """The buckets of all chats."""

    def __init__(self, limits: Limits, now: float) -> None:
        self._limits = limits
        self._overall = Bucket(limits.overall, now)
        self._chats: dict[int, Bucket] = {}
        self._spent: dict[int, Bucket] = {}
        self._refused: dict[int, float] = {}

    def free(self, now: float) -> tuple[dict[int, float], int]:
        """Return the chats that must wait, until when each, and how many messages others may get now."""
        self._spent = {chat_id: bucket for chat_id, bucket in self._spent.items() if not bucket.whole(now)}
        waiting = {chat_id: bucket.ready_at(now) for chat_id, bucket in self._spent.items()}
        return waiting, self._overall.whole(now)

    def take(self, chat_id: int, now: float) -> None:
        """Count one message to the chat (negative ids are groups)."""
        chat = self._of(chat_id, now)
        for bucket in (self._overall, chat):
            bucket.whole(now)
            bucket.take()
        if not chat.whole(now):
            self._spent[chat_id] = chat

    def refused(self, chat_id: int, now: float) -> None:
        """Slow a chat in which Telegram has refused a message, and all when it refuses several chats together."""
        self._spent[chat_id] = self._of(chat_id, now)
        self._spent[chat_id].slow(now)
        self._refused = {other: at for other, at in self._refused.items() if now - at < TOGETHER_SECONDS}
        self._refused[chat_id] = now
        if len(self._refused) >= TOGETHER:
            self._overall.slow(now)
            self._refused.clear()

    def room_at(self, now: float) -> float:
        """Return when the next message may be sent to a chat that is ready."""
        return self._overall.ready_at(now)

    def _of(self, chat_id: int, now: float) -> Bucket:
        if chat_id not in self._chats:
            self._forget_full(now)
            rate = self._limits.group if chat_id < 0 else self._limits.person
            self._chats[chat_id] = Bucket(rate, now)
        return self._chats[chat_id]

    def _forget_full(self, now: float) -> None:
        if len(self._chats) >= MOST_REMEMBERED:
            self._chats = {chat_id: bucket for chat_id, bucket in self._chats.items() if not bucket.full(now)}
