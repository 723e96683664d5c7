"""What the supervisor is about to send to a request's writer, as one machine: (lead, event) -> Decision. Pure.

    no quick text --Choose--> waits for words --Fill--> shown --"draft_send"--> sent: no quick text
                                     ^-----"draft_own"----'  '--"draft_drop"--> left: no quick text
                                                              '--"draft_agreed"--> agreed already: no quick text
    nothing held --Hold--> held --Asked--> asked about --"here_send", "here_drop"--> nothing held

What needs no words is shown at once. Choosing another text and closing the request leave the one before. Of several
previews, and of several questions about what is held, only the newest counts.
"""

from __future__ import annotations

from dataclasses import replace
from enum import Enum
from typing import TypeAlias

from bot.desk.quick_replies import texts
from bot.desk.quick_replies.times import slots_of
from bot.requests.request import Draft, Handling, Held, Lead, shown
from flows.dataclass import dataclass
from flows.text import Text

TAPS = ("draft_send", "draft_agreed", "draft_own", "draft_drop", "here_send", "here_drop")


@dataclass(frozen=True, slots=True)
class Choose:
    """A quick text was chosen by its key."""

    key: str


@dataclass(frozen=True, slots=True)
class Note:
    """Words were typed that may be meant for the quick text, until somebody says so; "" for none that fit."""

    words: str


@dataclass(frozen=True, slots=True)
class Fill:
    """Words were written for what message `at` shows, None for what is no text; `fault`: why they cannot be used."""

    at: int
    words: str | None
    fault: Text | None = None


@dataclass(frozen=True, slots=True)
class Tapped:
    """A button (one of `TAPS`) was tapped on message `at` of a chat."""

    act: str
    chat_id: int
    at: int


@dataclass(frozen=True, slots=True)
class Posted:
    """Message `at` shows the quick text of a key, below everything; `here`: so did the one before, in this chat."""

    at: int
    key: str
    here: bool


@dataclass(frozen=True, slots=True)
class Hold:
    """A reply, message `at` of a chat of the supervisor's, is to be asked about first."""

    chat_id: int
    at: int


@dataclass(frozen=True, slots=True)
class Asked:
    """Message `at` asks about what is held, as an answer to the reply that was the newest then."""

    at: int
    newest: int


@dataclass(frozen=True, slots=True)
class Close:
    """The request was closed, seen from this chat; `here`: its quick text is shown there."""

    chat_id: int
    here: bool


Event: TypeAlias = Choose | Note | Fill | Tapped | Posted | Hold | Asked | Close


class Do(Enum):
    """What can follow; some of it is about a message."""

    SHOW = "show the quick text below everything"
    SEND = "send the quick text; the message says what becomes of it"
    AGREE = "keep the one time in the quick text as agreed; the message goes"
    REFUSE = "close the request as not a fit, since the quick text says so"
    UNSENT = "let the message say that nothing was sent"
    ASK = "ask about what is held, as an answer to the message"
    SEND_HELD = "send what is held; the message says what becomes of it"
    STRIP = "take the buttons off the message, which counts no more"


@dataclass(frozen=True, slots=True)
class Decision:
    """The new standing, what follows with the message it is about (0: none), and what the supervisor is told.

    What is told while the text is shown stands above it, so that the next try finds its reply field open.
    """

    now: Handling
    effects: tuple[tuple[Do, int], ...] = ()
    said: Text | None = None


def decide(lead: Lead, event: Event) -> Decision | None:
    """Return what an event leads to; None when it is about nothing that is, or was, on show."""
    before = lead.handling
    draft, held = before.draft, before.held
    match event:
        case Choose(key):
            # What replies to a preview from before is still meant for this text; one of another text is not.
            earlier = draft.previews if draft is not None and draft.key == key else ()
            return _previewed(before, Draft(key, "", 0, earlier))
        case Note(words) if draft is not None:
            return Decision(before.with_draft(replace(draft, typed=words)))
        case Fill(at, words, fault) if draft is not None and at in draft.previews:
            return _filled(before, draft, words, fault)
        case Fill(at) if at in before.outdated:
            return Decision(before, said=texts.STALE_REPLY)
        case Posted(at, key, here) if draft is not None and draft.key == key:
            moved = replace(draft, message_id=at, earlier=tuple(each for each in draft.previews if each != at))
            return Decision(replace(before, draft=moved), ((Do.STRIP, draft.message_id),) if here else ())
        case Tapped("here_send" | "here_drop" as act, chat_id, at):
            if held is None or (held.chat_id, held.message_id) != (chat_id, at):
                return Decision(before, said=texts.STALE)
            return Decision(replace(before, held=None), ((Do.SEND_HELD if act == "here_send" else Do.UNSENT, at),))
        case Tapped():
            return _tapped(before, draft, event)
        case Hold(chat_id, at):
            joined = held if held is not None and held.chat_id == chat_id else Held(chat_id, ())
            asked_before = joined.message_id or joined.earlier
            now = Held(chat_id, (*joined.messages, at), 0, asked_before)
            behind = texts.LEFT_BEHIND.filled(n=len(held.messages), number=shown(lead.number)) if held else None
            return Decision(replace(before, held=now), ((Do.ASK, at),), behind if joined is not held else None)
        case Asked(at, newest) if held is not None:
            counts = newest == held.messages[-1]  # otherwise another question comes, which knows of all
            asked = replace(held, message_id=at if counts else 0, earlier=0 if counts else at)
            return Decision(replace(before, held=asked), ((Do.STRIP, held.message_id or held.earlier),))
        case Close(chat_id, here):
            # What is not sent is not forgotten with the request.
            ask = ((Do.ASK, held.messages[-1]),) if held is not None and held.chat_id == chat_id else ()
            left = ((Do.UNSENT, draft.message_id),) if here and draft is not None and texts.is_complete(draft) else ()
            return Decision(before.with_draft(None), (*ask, *left))
    return None


def _tapped(before: Handling, draft: Draft | None, tap: Tapped) -> Decision:
    current = draft if draft is not None and draft.message_id == tap.at else None
    match tap.act:
        case "draft_drop" if tap.at not in before.outdated:  # what is outdated may have been sent
            return Decision(before.with_draft(None) if current else before, ((Do.UNSENT, tap.at),))
        case "draft_own" if current is not None:
            own = Draft(texts.OWN, "", tap.at, begun_from=current.key, begun_with=current.words)
            return _previewed(before, own if current.key != texts.OWN else replace(current, words=""))
        case "draft_send" if current is not None and texts.is_complete(current):
            refuse = ((Do.REFUSE, 0),) if texts.refuses(current) else ()
            return Decision(before.with_draft(None), ((Do.SEND, tap.at), *refuse))
        case "draft_agreed" if current is not None and len(slots_of(current)) == 1:
            return Decision(before.with_draft(None), ((Do.AGREE, tap.at),))
    return Decision(before, said=texts.STALE)


def _filled(before: Handling, draft: Draft, words: str | None, fault: Text | None) -> Decision:
    if words is None:
        fault = texts.ONLY_WORDS
    elif fault is None and not texts.fits(words):
        fault = texts.TOO_LONG
    filled = replace(draft, typed="") if words is None or fault else replace(draft, words=words.strip(), typed="")
    if not texts.is_complete(draft):  # the message that asked for the words cannot be changed, nor need it be
        filled = replace(filled, message_id=0, earlier=draft.previews)
    return _previewed(before, filled, fault)


def _previewed(before: Handling, draft: Draft, said: Text | None = None) -> Decision:
    return Decision(before.with_draft(draft), ((Do.SHOW, 0),), said)
