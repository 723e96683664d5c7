"""The queue of updates: numbered, kept for a while, handed out by long polling, forgotten when acknowledged.

Source: https://core.telegram.org/bots/api#getting-updates. A message is kept 24 h, a button query 150 s; after a
week without updates the numbers jump, so that nobody builds on "ids only grow by one".
"""

from __future__ import annotations

import asyncio
import random
from collections.abc import Iterable
from dataclasses import dataclass

from bot.local_telegram.journal import Journal
from bot.local_telegram.model import Model
from bot.local_telegram.rules import MESSAGE_SECONDS, QUERY_SECONDS, refusal
from bot.local_telegram.shapes import Json
from bot.local_telegram.signals import Signal

FIRST_UPDATE_ID = 614_203_771
QUIET_SECONDS = 7 * 24 * 3600
NOT_BY_DEFAULT = frozenset({"chat_member", "message_reaction", "message_reaction_count"})
LONGEST_POLL_SECONDS = 50


@dataclass(frozen=True, slots=True)
class Update:
    """One update; `lane` names the server's queue it stands in on a webhook (kind and chat or person)."""

    update_id: int
    kind: str
    body: Json
    lane: tuple[str, int]
    expires_at: float

    def as_json(self) -> Json:
        """The Bot API's Update."""
        return {"update_id": self.update_id, self.kind: self.body}


class Updates:
    """What the bot has yet to acknowledge, oldest first. `allowed`: the kinds it asked for, empty for the usual."""

    def __init__(self, model: Model, journal: Journal) -> None:
        self._model = model
        self._journal = journal
        self._random = random.Random(614)
        self._next_id = FIRST_UPDATE_ID
        self._last_at = 0.0
        self.pending: dict[int, Update] = {}
        self.allowed: list[str] = []
        self.webhook_url = ""
        self.arrived = Signal()
        self._poller: asyncio.Event | None = None
        self._poller_ended_by = ""

    def wanted(self, kind: str) -> bool:
        """Whether the bot asked for this kind (all but three when it named none)."""
        return kind in self.allowed if self.allowed else kind not in NOT_BY_DEFAULT

    def add(self, kind: str, body: Json, *, about: int) -> int:
        """A new update for the bot; `about` is the chat or person it concerns. 0 when the bot wants no such kind."""
        if not self.wanted(kind):
            return 0
        now = self._model.clock()
        if self._last_at and now - self._last_at >= QUIET_SECONDS:
            self._next_id = self._random.randrange(100_000_000, 2_000_000_000)
        self._last_at = now
        update_id = self._next_id
        self._next_id += 1
        keep = QUERY_SECONDS if kind == "callback_query" else MESSAGE_SECONDS
        self.pending[update_id] = Update(update_id, kind, body, (kind, about), now + keep)
        self.arrived.fire()
        return update_id

    def expire(self) -> None:
        """Drop what was kept long enough."""
        now = self._model.clock()
        for update in [update for update in self.pending.values() if update.expires_at <= now]:
            del self.pending[update.update_id]

    def acknowledge(self, update_ids: Iterable[int]) -> None:
        """The bot has these."""
        done = [update_id for update_id in update_ids if self.pending.pop(update_id, None)]
        self._journal.acknowledge(done)
        self.arrived.fire()

    @property
    def polling(self) -> bool:
        return self._poller is not None

    def drop_pending(self) -> None:
        """Forget all that waits, acknowledged by nobody."""
        self.pending.clear()

    def end_poll(self, by: str) -> None:
        """Terminate the long poll under way, if any; `by` is the name of the rule it is refused with."""
        if self._poller:
            self._poller_ended_by = by
            self._poller.set()
            self.arrived.fire()

    async def poll(self, *, offset: int, limit: int, seconds: float, allowed: list[str] | None) -> list[Json]:
        """getUpdates: what is pending, waiting up to `seconds` for the first; an older poll is terminated.

        `offset` acknowledges everything before it; a negative one keeps only that many from the end.
        """
        if self.webhook_url:
            raise refusal("webhook_active")
        self.end_poll("other_poller")
        if allowed is not None:
            self.allowed = allowed
        self.expire()
        waiting = list(self.pending)
        if offset < 0:
            self.acknowledge(waiting[:offset])
        elif offset <= self._next_id:  # a later one is from before the numbers jumped: it says nothing about these
            self.acknowledge(i for i in waiting if i < offset)
        ended = asyncio.Event()
        self._poller = ended
        self.arrived.fire()
        try:
            deadline = asyncio.get_running_loop().time() + min(seconds, LONGEST_POLL_SECONDS)
            while not self.pending:
                left = deadline - asyncio.get_running_loop().time()
                if left <= 0 or not await self.arrived.wait(left):
                    break
                if ended.is_set():
                    raise refusal(self._poller_ended_by)
                self.expire()
            return [update.as_json() for update in list(self.pending.values())[:limit]]
        finally:
            if self._poller is ended:
                self._poller = None
