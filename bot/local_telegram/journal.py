"""What the bot did: every call with its answer, every acknowledged update, every broken rule.

The tests' evidence: the bot's own words about what it did are not asked for.
"""

from __future__ import annotations

from typing import Any

from bot.local_telegram.rules import Rule
from bot.local_telegram.shapes import Json
from bot.local_telegram.signals import Signal

POLLING = "getupdates"


class Journal:
    """An append-only record, in order; `calls` and `violations` are JSON values.

    `under_way` counts the calls that wait for their answer, polls not among them; `changed` fires with it.
    """

    def __init__(self) -> None:
        self.calls: list[Json] = []
        self.acknowledged: list[int] = []
        self.violations: list[Json] = []
        self.not_modified = 0
        self.under_way = 0
        self.changed = Signal()

    def begin(self, method: str, parameters: Json, at: float) -> Json:
        """A call arrived; its answer is filled in by `end`."""
        call: Json = {"n": len(self.calls) + 1, "at": at, "method": method, "parameters": parameters}
        call.update(status=0, answer=None, fault=None)
        self.calls.append(call)
        if method.lower() != POLLING:
            self.under_way += 1
            self.changed.fire()
        return call

    def end(self, call: Json, status: int, answer: Any) -> None:
        """The call was answered: HTTP status and body."""
        call["status"] = status
        call["answer"] = answer

    def left(self, call: Json) -> None:
        """The call is over, answered or not; one that got no answer keeps status 0."""
        if call["method"].lower() != POLLING:
            self.under_way -= 1
            self.changed.fire()

    def refused(self, call: Json, rule: Rule, description: str) -> None:
        """A rule of the table refused the call; only what a correct bot never causes is a violation."""
        if rule.name == "not_modified":
            self.not_modified += 1
        if rule.violation:
            self.violations.append(
                {
                    "call": call["n"],
                    "method": call["method"],
                    "rule": rule.name,
                    "description": description,
                    "parameters": call["parameters"],
                }
            )

    def acknowledge(self, update_ids: list[int]) -> None:
        """The bot has taken responsibility for these updates (by offset or by a 2xx on the webhook)."""
        self.acknowledged.extend(update_ids)
