"""What is counted, by day and without persons: how far conversations get.

Each milestone counts once for a conversation, however often somebody goes back, changes an answer or taps twice; which
ones have counted is kept with the conversation. Names: "started", "language.<key>", "source.<key>" (only of links that
were made: anybody can write one), "asked.<question>" (it was shown), "passed.<question>" (somebody went on past it),
"suggested", "kept"; with the request itself come "sent", "sent.source.<key>", "format.<key>" and, where contact came
before any suggestion, "sent.direct". The desk adds "outcome.<key>", of clients "client.source.<key>" and
"client.format.<key>", and "answered.<key>" (`bot.requests.answer_time`).

What is typed where choices are on show counts each time: "typed.<question>.taken", ".asked" (asked back which was
meant) or ".missed" (not understood); no word of it is kept.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from bot.events import Typed
from bot.links import SOURCES, counted_source
from bot.prospect.handlers.text_choice import ASKING_BACK
from bot.prospect.state import Conversation, State
from bot.prospect.views import notices
from bot.prospect.views.retry_help import MISSES
from bot.requests.supervisor_chat import is_trial
from bot.storage import Tx
from flows.engine import Kind
from flows.intake import INTAKE, OFFER

ASKED_BACK = {each.context for each in (*ASKING_BACK, notices.TOWN_GUESS, notices.TOWN_ONE)}
MISSED = {each.context for each in (*MISSES, notices.KEPT_WORDS)}

_PLACES = {question.key: place for place, question in enumerate(INTAKE.questions)}
_BEYOND = len(_PLACES)


def count(tx: Tx, conversation: Conversation) -> Conversation:
    """Count the milestones a conversation has reached just now, none of a trial; return it with them noted."""
    new = tuple(dict.fromkeys(name for name in milestones(conversation) if name not in conversation.counted))
    if not new or is_trial(tx, conversation.chat_id):
        return conversation
    tx.counters.add_each(new)
    if "started" in new:
        tx.counters.add(f"language.{conversation.language}")
        if source := counted_source(conversation.source, tx.settings.get(SOURCES, [])):
            tx.counters.add(f"source.{source}")
    return replace(conversation, counted=(*conversation.counted, *new))


def count_typed(tx: Tx, conversation: Conversation, event: Typed) -> None:
    """Count what became of words typed just now, nothing of a trial."""
    if (name := how_typed(conversation, event)) and not is_trial(tx, conversation.chat_id):
        tx.counters.add(name)


def how_typed(conversation: Conversation, event: Typed) -> str:
    """Return the name for what was just typed at a question with choices, "" for anything else."""
    last = conversation.typed
    question = INTAKE.question(last.asked)
    if event.edited or last.message_id != event.place.message_id or question is None:
        return ""
    if question.kind not in (Kind.ONE, Kind.SEVERAL, Kind.TOWN):
        return ""
    notice = conversation.notice.context if conversation.notice is not None else ""
    outcome = "asked" if notice in ASKED_BACK else "missed" if notice in MISSED else "taken" if last.gave else ""
    return outcome and f"typed.{last.asked}.{outcome}"


def milestones(conversation: Conversation) -> Iterator[str]:
    """Yield the names of what a conversation has reached by now, of earlier moments those that follow from it."""
    yield "started"
    step = conversation.step
    current = step.question if step is not None else None
    counts = current is not None and not current.on_request  # others are asked only of those who open them
    if current is not None and counts:
        yield f"asked.{current.key}"
        if current is OFFER:
            yield "suggested"
    reached = _PLACES[current.key] if current is not None and counts else -1
    if conversation.state is State.KEPT:
        yield "kept"
        reached = max(reached, _PLACES[OFFER.key] + 1)
    if conversation.state is State.SENT:
        reached = _BEYOND
    for name in conversation.counted:
        key = name.removeprefix("asked.")
        if key != name and _PLACES.get(key, _BEYOND) < reached:
            yield f"passed.{key}"
