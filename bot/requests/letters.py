"""What a prospect and the supervisor write to each other: rows to send, what each holds, for which request."""

from __future__ import annotations

from collections.abc import Mapping
from html import unescape
from typing import Any, Final, TypeAlias

from bot.events import Other, Reaction, SharedContact, SharedLocation, Typed, Written
from bot.nlu.understand import is_thanks as says_thanks
from bot.requests.supervisor_chat import supervisor_chat
from bot.storage import Tx
from flows.text import N_

ALBUM_SECONDS: Final = 1.0
"""How long an album waits for its next file: each comes as a message of its own."""

FROM_PROSPECT: Final = "from_prospect"
FROM_SUPERVISOR: Final = "from_supervisor"

Letter: TypeAlias = Mapping[str, Any]
"""The payload of such a row: `chat_id`, `message_id` and `kind` of what was written, `reply_to`, and its content."""

NOT_VOTED_ON = N_(
    "letter.poll", "I cannot pass on a poll: the votes would not come back. Please write the question as a message."
)


def kind_of(event: Written | Reaction) -> str:
    """Return the Bot API's field that holds what a message says."""
    match event:
        case Other():
            return event.kind
        case SharedContact():
            return "contact"
        case SharedLocation():
            return "location"
        case Reaction():
            return "reaction"
    return "text"


def words_of(event: Written) -> str:
    """Return the text or caption of a message, "" where it has none."""
    return event.text if isinstance(event, Typed) else event.caption if isinstance(event, Other) else ""


def letter_of(event: Written | Reaction) -> dict[str, Any]:
    """Return what is to be sent of a message; only what it holds is in it."""
    place = event.place
    letter = {"chat_id": place.chat_id, "message_id": place.message_id, "kind": kind_of(event)}
    if isinstance(event, Reaction):
        return {**letter, "reply_to": place.reply_to, "html": event.emoji}
    content = event.content
    more = {
        "reply_to": place.reply_to,
        "html": content.html,
        "origin": content.origin,
        "quote": content.quote,
        "album": content.album,
        "file_id": content.file_id,
        "file_name": content.file_name,
    }
    return letter | {name: value for name, value in more.items() if value}


def owe_letter(tx: Tx, chat_id: int, kind: str, number: int, letter: Letter) -> None:
    """Owe a chat a message about a request; a further file of an album joins the row of those before."""
    album = letter.get("album")
    waiting = tx.outbox.carried(chat_id, kind, str(number)) if album else {}
    for row_id, before in waiting.items():
        joined = {**before, "others": [*before.get("others", ()), letter]}
        if before.get("album") == album and "copied" not in before and tx.outbox.rewrite(row_id, joined):
            return
    due_at = tx.now + ALBUM_SECONDS if album else None
    tx.outbox.owe(chat_id, kind, ref=str(number), payload=dict(letter), due_at=due_at)


def is_thanks(letter: Letter) -> bool:
    """Say whether a letter is thanks in words and nothing else."""
    return letter["kind"] == "text" and says_thanks(unescape(letter["html"]))


def to_supervisor(tx: Tx, number: int, letter: Letter) -> None:
    """Owe the supervisor what a prospect has written, below the card of the request."""
    owe_letter(tx, supervisor_chat(tx), FROM_PROSPECT, number, letter)
