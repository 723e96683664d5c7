"""A lead as a value: what a prospect agreed to send, and how it is stored."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from bot.storage import StoredLead
from flows.engine import Answers, from_stored, to_stored
from flows.intake import INTAKE


@dataclass(frozen=True, slots=True)
class Lead:
    """What the supervisor's card is made from. `number` is 0 and `agreed_at` None until it is sent.

    `language` is the prospect's; `format` the suggested one's key. `name` is what the prospect wants to be called.
    """

    number: int
    chat_id: int
    language: str
    format: str
    status: str
    agreed_at: datetime | None
    answers: Answers
    name: str = ""
    username: str = ""
    source: str = ""

    @property
    def erased(self) -> bool:
        """Whether only number, month and format are left."""
        return self.status == "erased"

    def words(self, key: str) -> str:
        """Return the own words under a key, "" when there are none."""
        answer = self.answers.get(key)
        return answer.words if answer and not answer.open else ""


def personal_of(lead: Lead) -> Mapping[str, Any]:
    """Return what of a lead is stored sealed."""
    return {
        "answers": to_stored(lead.answers),
        "flow_version": INTAKE.version,
        "name": lead.name,
        "username": lead.username,
        "source": lead.source,
    }


def lead_of(row: StoredLead) -> Lead:
    """Return the lead of a row; of an erased one only what is left."""
    personal: Mapping[str, Any] = row.personal
    return Lead(
        number=row.number,
        chat_id=row.chat_id,
        language=row.language,
        format=row.format,
        status=row.status,
        agreed_at=datetime.fromtimestamp(row.agreed_at, UTC) if row.agreed_at else None,
        answers=from_stored(INTAKE, personal.get("answers", {}), personal.get("flow_version", INTAKE.version)),
        name=personal.get("name", ""),
        username=personal.get("username", ""),
        source=personal.get("source", ""),
    )
