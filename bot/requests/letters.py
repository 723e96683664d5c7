"""What a prospect and the supervisor write to each other: rows to send, what each holds, for which request."""

from __future__ import annotations

from dataclasses import asdict, replace
from html import unescape
from typing import Final

from bot.events import Other, Reaction, SharedContact, SharedLocation, Typed, Written
from bot.nlu.understand import is_thanks as says_thanks
from bot.outbox.kinds import Letter, Original
from bot.requests.supervisor_chat import supervisor_chat
from bot.storage import Tx
from flows.text import N_

ALBUM_SECONDS: Final = 1.0
"""How long an album waits for its next file: each comes as a message of its own."""

FROM_PROSPECT: Final = "from_prospect"
FROM_SUPERVISOR: Final = "from_supervisor"

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


def letter_of(event: Written | Reaction) -> Letter:
    """Return what is to be sent of a message."""
    place = event.place
    content = {"html": event.emoji} if isinstance(event, Reaction) else asdict(event.content)
    return Letter(
        place.chat_id, place.message_id, place.thread_id, kind=kind_of(event), reply_to=place.reply_to, **content
    )


def queue_letter(tx: Tx, chat_id: int, kind: str, number: int, letter: Letter) -> None:
    """Queue a message about a request for a chat; a further file of an album joins the row of those before."""
    waiting = tx.outbox.carried(chat_id, kind, str(number), Letter) if letter.album else {}
    for row_id, before in waiting.items():
        joined = replace(before, others=(*before.others, Original(letter.chat_id, letter.message_id)))
        if before.album == letter.album and not before.copied and tx.outbox.rewrite(row_id, joined):
            return
    due_at = tx.now + ALBUM_SECONDS if letter.album else None
    tx.outbox.queue(chat_id, kind, str(number), letter, due_at)


def is_thanks(letter: Letter) -> bool:
    """Say whether a letter is thanks in words and nothing else."""
    return letter.kind == "text" and says_thanks(unescape(letter.html))


def to_supervisor(tx: Tx, number: int, letter: Letter) -> None:
    """Queue for the supervisor what a prospect has written, below the card of the request."""
    queue_letter(tx, supervisor_chat(tx), FROM_PROSPECT, number, letter)
