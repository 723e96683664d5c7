"""Faults on demand: the next matching calls fail the way the real Telegram and the net in between fail."""

from __future__ import annotations

from dataclasses import dataclass, field

from bot.local_telegram.shapes import Json

KINDS = ("500", "502", "429", "403", "400", "409", "timeout", "cut_before", "cut_after", "slow")

DESCRIPTIONS = {
    "500": "Internal Server Error",
    "429": "Too Many Requests: retry after {retry_after}",
    "403": "Forbidden: bot was blocked by the user",
    "400": "Bad Request: chat not found",
    "409": "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running",
}

# What stands before the real servers answers in HTML when they are away: no JSON to be found.
BAD_GATEWAY = (
    "<html>\r\n<head><title>502 Bad Gateway</title></head>\r\n<body>\r\n<center><h1>502 Bad Gateway</h1></center>\r\n"
    "<hr><center>nginx/1.18.0</center>\r\n</body>\r\n</html>\r\n"
)


@dataclass(slots=True)
class Fault:
    """The next `times` calls of `method` (any when empty) about `chat_id` (any when 0) fail.

    kind: one of KINDS. `seconds`: how long `slow` waits before it answers truly, and at most how long `timeout` stays
    silent. `retry_after`, `description`, `parameters`: of the error answer; Telegram's usual one when left out.
    """

    kind: str
    times: int = 1
    method: str = ""
    chat_id: int = 0
    seconds: float = 0.0
    retry_after: int = 1
    description: str = ""
    parameters: Json = field(default_factory=dict)

    def answer(self) -> tuple[int, Json]:
        """HTTP status and body of an injected error answer (not for 502 and the faults of the connection)."""
        parameters = dict(self.parameters)
        if self.kind == "429":
            parameters.setdefault("retry_after", self.retry_after)
        description = self.description or DESCRIPTIONS[self.kind].format(retry_after=self.retry_after)
        body: Json = {"ok": False, "error_code": int(self.kind), "description": description}
        if parameters:
            body["parameters"] = parameters
        return int(self.kind), body


class Faults:
    """The faults still to come, in the order they were asked for."""

    def __init__(self) -> None:
        self.waiting: list[Fault] = []

    def add(self, fault: Fault) -> None:
        """Let it happen; ValueError for a kind there is not."""
        if fault.kind not in KINDS:
            raise ValueError(f"unknown kind of fault {fault.kind!r}; there are {', '.join(KINDS)}")
        self.waiting.append(fault)

    def clear(self) -> None:
        self.waiting.clear()

    def next(self, method: str, chat_id: str) -> Fault | None:
        """The fault that befalls this call, used up by one; None when the call is left alone."""
        for fault in self.waiting:
            if fault.method and fault.method.lower() != method.lower():
                continue
            if fault.chat_id and str(fault.chat_id) != chat_id:
                continue
            fault.times -= 1
            if fault.times <= 0:
                self.waiting.remove(fault)
            return fault
        return None
