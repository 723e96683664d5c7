"""Everything held about a person, as a file they can read and take elsewhere (GDPR articles 15 and 20)."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, replace
from datetime import UTC, datetime
from typing import Any

from bot.i18n import Translator
from bot.lead import DESK
from bot.render import Writer
from bot.storage import StoredLead, Tx
from flows.text import N_

CAPTION = N_("export.caption", "Everything stored about you here. Messages in this chat are stored by Telegram.")


def everything(tx: Tx, chat_id: int, speak: Mapping[str, Translator]) -> tuple[bytes, str]:
    """Return the file (JSON, UTF-8) and its caption (HTML) in the person's language."""
    chat = tx.chats.load(chat_id)
    content = {
        "conversation": _readable(asdict(chat)) if chat else None,
        "requests": [_readable(asdict(_theirs(lead))) for lead in tx.leads.of_chat(chat_id)],
        "exported_at": _moment(tx.now),
    }
    language = chat.language if chat else "en"
    return json.dumps(content, ensure_ascii=False, indent=2).encode(), Writer(speak[language]).say(CAPTION)


def _theirs(lead: StoredLead) -> StoredLead:
    """Leave out who on the supervisor's side has done what: that is about others."""
    return replace(lead, personal={key: value for key, value in lead.personal.items() if key != DESK})


def _readable(row: dict[str, Any]) -> dict[str, Any]:
    return {key: _moment(value) if key.endswith("_at") and value else value for key, value in row.items()}


def _moment(seconds: float) -> str:
    return datetime.fromtimestamp(seconds, UTC).isoformat(timespec="seconds")
