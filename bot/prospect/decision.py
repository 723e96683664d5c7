"""What a decision may consult beside the conversation, and what it returns: values, so that deciding stays pure."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TypeAlias
from zoneinfo import ZoneInfo

from bot.outbox.kinds import Letter
from bot.prospect.state import Conversation
from bot.requests.profile import NO_PROFILE, Profile
from bot.ui.callbacks import Brief
from bot.ui.i18n import Translator
from flows.dataclass import dataclass
from flows.places import Places
from flows.text import Text


@dataclass(frozen=True, slots=True)
class Sending:
    """Whether a person may send another request.

    `waiting`: how many of theirs the supervisor has not answered yet; `enough`: as many were sent as may be in a day;
    `blocked`: the supervisor takes nothing from this person.
    """

    waiting: int = 0
    enough: bool = False
    blocked: bool = False


@dataclass(frozen=True, slots=True)
class Context:
    """The languages, the places, the supervisor's time zone, and the moment (unix seconds).

    `sending` tells how this person stands with sending, `profile` what the supervisor has written: both are looked up
    when they matter, which is seldom.
    """

    speak: Mapping[str, Translator]
    places: Places
    zone: ZoneInfo
    now: float
    sending: Callable[[], Sending] = Sending
    profile: Callable[[], Profile] = lambda: NO_PROFILE


@dataclass(frozen=True, slots=True)
class Say:
    """A message beside the screen."""

    text: Text


@dataclass(frozen=True, slots=True)
class SendRequest:
    """The request has just been agreed to."""


@dataclass(frozen=True, slots=True)
class CorrectRequest:
    """The request already sent gets these answers."""


@dataclass(frozen=True, slots=True)
class WithdrawRequest:
    """The request of this number is withdrawn."""

    number: int


@dataclass(frozen=True, slots=True)
class EraseAll:
    """Everything about the person goes."""


@dataclass(frozen=True, slots=True)
class PassOn:
    """A message of the person's goes to the supervisor under the request already sent."""

    letter: Letter

    @classmethod
    def message(cls, chat_id: int, message_id: int) -> PassOn:
        """Pass on a message of which nothing is known any more but where it is."""
        return cls(Letter(chat_id, message_id))


@dataclass(frozen=True, slots=True)
class AskSupervisor:
    """A question that was tapped goes to the supervisor under the request already sent."""

    question: Text


@dataclass(frozen=True, slots=True)
class ExportData:
    """The person gets files with everything held."""


@dataclass(frozen=True, slots=True)
class PostBrief:
    """The brief is posted below."""

    brief: Brief


Effect: TypeAlias = (
    Say | SendRequest | CorrectRequest | WithdrawRequest | EraseAll | PassOn | AskSupervisor | ExportData | PostBrief
)


@dataclass(frozen=True, slots=True)
class Decision:
    """What an event led to.

    `conversation` is the new state; None: nothing is kept of this chat. `answer` goes into the small box after a tap.
    `effects` are what follows, in this order; `bot.prospect.service` carries out each with one function.
    """

    conversation: Conversation | None
    answer: Text | None = None
    effects: tuple[Effect, ...] = ()

    def has(self, kind: type[Effect]) -> bool:
        """Tell whether an effect of this kind follows."""
        return any(isinstance(effect, kind) for effect in self.effects)
