"""What a decision may consult beside the conversation, and what it returns: values, so that deciding stays pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from bot.nlu.matcher import Synonyms
from bot.prospect.state import Conversation
from bot.ui.callbacks import Brief
from bot.ui.i18n import Translator
from flows.places import Places
from flows.text import Text


@dataclass(frozen=True, slots=True)
class Context:
    """The languages, the places, the words people use for choices, and the moment (unix seconds).

    `waiting`: how many requests of this person the supervisor has not answered yet; `enough`: as many were sent as may
    be in a day; `blocked`: the supervisor takes nothing from this person.
    """

    speak: Mapping[str, Translator]
    places: Places
    synonyms: Synonyms
    now: float
    waiting: int = 0
    enough: bool = False
    blocked: bool = False


@dataclass(frozen=True, slots=True)
class Decision:
    """What an event led to.

    `conversation` is the new state; None: nothing is kept of this chat. `answer` goes into the small box after a tap.
    `say` are messages beside the screen. `send`: the request has just been agreed to. `erase`: everything about the
    person goes. `relay`: the event's own words go to the supervisor under the request already sent; `relay_message`:
    an earlier message does (its id). `export`: the person gets a file with everything held. `brief`: the brief is
    posted below. `correct`: the request already sent gets these answers; `withdraw`: that of this number is withdrawn.
    """

    conversation: Conversation | None
    answer: Text | None = None
    say: tuple[Text, ...] = ()
    send: bool = False
    erase: bool = False
    relay: bool = False
    relay_message: int = 0
    export: bool = False
    brief: Brief | None = None
    correct: bool = False
    withdraw: int = 0
