"""How much a bot may send and edit: buckets of tokens per chat and overall; an empty one is answered with 429.

Sources: https://core.telegram.org/bots/faq#my-bot-is-hitting-limits-how-do-i-avoid-this (about one message a second
in one chat with short bursts, twenty a minute in a group, thirty a second overall); https://github.com/tdlib/td
issues 2592 and 3034 (edits share the limits of sends; a topic made, closed or renamed is a message). Whether an edit
that changes nothing counts is not public: here it does where edits do. Deleting and answering taps cost nothing.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field

from bot.local_telegram.rules import refusal
from bot.local_telegram.shapes import Chat, Clock


@dataclass(frozen=True, slots=True)
class Rate:
    """So many messages per second in the long run, `burst` at once."""

    per_second: float
    burst: int


@dataclass(frozen=True, slots=True)
class Limits:
    """Telegram's own limits; None switches one off.

    edits: edits and changes of topics count as messages, as they do at Telegram; off by default.
    """

    private: Rate | None = field(default_factory=lambda: Rate(1.0, 5))
    group: Rate | None = field(default_factory=lambda: Rate(20 / 60, 20))
    overall: Rate | None = field(default_factory=lambda: Rate(30.0, 30))
    edits: bool = False


NO_LIMITS = Limits(private=None, group=None, overall=None)


class Flood:
    """Counts what is sent and edited. `limits` may be exchanged at any time; `clock`: unix seconds."""

    def __init__(self, limits: Limits, clock: Clock) -> None:
        self.limits = limits
        self._clock = clock
        self._buckets: dict[int, tuple[float, float]] = {}

    def check_change(self, chat: Chat) -> None:
        """Count an edit of a message, or a change of a topic, where the limits say that these count."""
        if self.limits.edits:
            self.check(chat)

    def check(self, chat: Chat, messages: int = 1) -> None:
        """Count messages to this chat, or refuse all of them with the seconds to wait (at least 1).

        An album goes when there is room for its first message; the others are taken from what comes.
        """
        now = self._clock()
        rates = {chat.chat_id: self.limits.private if chat.private else self.limits.group, 0: self.limits.overall}
        left: dict[int, float] = {}
        for key, rate in rates.items():
            if rate is None:
                continue
            tokens, at = self._buckets.get(key, (float(rate.burst), now))
            left[key] = min(rate.burst, tokens + max(0.0, now - at) * rate.per_second)
            if left[key] < 1:
                seconds = max(1, math.ceil((1 - left[key]) / rate.per_second))
                raise refusal("flood", parameters={"retry_after": seconds}, seconds=seconds)
        for key, tokens in left.items():
            self._buckets[key] = (tokens - messages, now)
