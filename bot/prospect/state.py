"""A prospect's conversation as a value: what is stored about a chat, and how it is read back."""

from __future__ import annotations

from dataclasses import field, replace
from enum import StrEnum
from functools import cached_property, lru_cache
from types import MappingProxyType
from typing import Any

from bot.codec import from_json, to_json
from bot.events import Sender
from bot.nlu.text import cleaned_name, cleaned_username
from bot.storage import StoredChat
from flows.dataclass import dataclass
from flows.engine import NO_ANSWERS, Answer, Answers, Step
from flows.intake import CHALLENGE, INTAKE
from flows.text import N_, Text

LOST = N_(
    "notice.lost",
    "I'm sorry: your answers so far can no longer be read, through a fault at our end. Please answer once more.",
)


IN_CLEAR = ("chat_id", "language", "started_at", "changed_at", "state", "screen")
"""What of a conversation has a column of its own; the rest is sealed."""


class State(StrEnum):
    """Where a conversation stands, clear in the database for counting and for reminders."""

    ASKING = "asking"
    KEPT = "kept"  # has the suggestion, left no request
    SENT = "sent"  # the request is with the supervisor


@dataclass(frozen=True, slots=True)
class Person:
    """What Telegram tells about the writer; prefilled where it helps, nothing else of it is kept."""

    first_name: str = ""
    username: str = ""


MOST_TOLD = 1500
"""Characters kept of what was said, and of what was asked: more fits no card."""


@dataclass(frozen=True, slots=True)
class Told:
    """What somebody has told or asked beside the question on show: nothing of it is lost or asked again.

    Answers to questions that come later, and sentences for the supervisor: `said` in passing, and `asked`.
    `first` is what was written before the first question, until it is said whether it may be used; a crisis told there
    stands among the answers until then.
    """

    answers: Answers = field(default_factory=dict)
    said: tuple[str, ...] = ()
    asked: tuple[str, ...] = ()
    first: str = ""

    def answering(self, key: str, answer: Answer) -> Told:
        """Return it with an answer to a later question."""
        return replace(self, answers={**self.answers, key: answer})

    def without(self, key: str) -> Told:
        """Return it without the answer to a later question."""
        return replace(self, answers={each: answer for each, answer in self.answers.items() if each != key})

    def begun(self) -> Told:
        """Return it without what was written before the first question."""
        return replace(self.without(CHALLENGE.key), first="")

    def saying(self, words: str) -> Told:
        """Return it with one more sentence said."""
        return replace(self, said=_with(self.said, words))

    def asking(self, words: str) -> Told:
        """Return it with one more question asked."""
        return replace(self, asked=_with(self.asked, words))

    def filled(self, answers: Answers) -> Answers:
        """Return the answers with every question answered that would be asked now and was told before."""
        while (question := INTAKE.current(answers)) and question.key in self.answers and question.key not in answers:
            answers = INTAKE.answer(answers, question.key, self.answers[question.key])
        return answers


def _with(sentences: tuple[str, ...], words: str) -> tuple[str, ...]:
    fits = sum(map(len, sentences)) + len(words) <= MOST_TOLD
    return (*sentences, words) if fits and words not in sentences else sentences


NOTHING_TOLD = Told()


@dataclass(frozen=True, slots=True)
class LastTyped:
    """What the last typed message led to, so that an edit can take it back: the question it was typed at, its doing.

    `gave` names the answers it gave or changed, `before` holds those it changed or dropped as they were, `ticked` are
    the choices of what it is about as they stood right after it. `notice` stood above the question: it may have asked
    back. `told` is what had been told beside the questions before it.
    """

    message_id: int = 0
    asked: str = ""
    gave: tuple[str, ...] = ()
    before: Answers = field(default_factory=dict)
    ticked: tuple[str, ...] = ()
    notice: Text | None = None
    told: Told = field(default_factory=Told)


def led_to(message_id: int, asked: str, before: Answers, after: Answers, notice: Text | None, told: Told) -> LastTyped:
    """Return what a message typed at a question, with a notice above it and this told before, did to the answers."""
    return LastTyped(
        message_id,
        asked,
        gave=tuple(key for key, answer in after.items() if before.get(key) != answer),
        before=MappingProxyType({key: answer for key, answer in before.items() if after.get(key) != answer}),
        ticked=after.get(CHALLENGE.key, Answer()).chosen,
        notice=notice,
        told=told,
    )


def taken_back(answers: Answers, typed: LastTyped) -> Answers:
    """Return the answers as if the message had never come; what has been answered since is kept."""
    others = {key: answer for key, answer in answers.items() if key not in typed.gave}
    return MappingProxyType({**typed.before, **others})


@dataclass(frozen=True)  # without slots, so that its step is worked out once
class Conversation:
    """Everything a decision needs to know of one chat.

    `beside` names what is on show instead of the question ("", "privacy", "help", "urgent", ...). `notice` stands
    above the question once, with the `reply` to what was asked in the same breath. `screen` is the id of the
    message that shows the screen, and `lowest` that of the newest message the person has seen below it: a screen
    above it is posted again. `lead` is the number of the request that was sent, 0 before. `source` is where the
    person came from (a start link). `typed` is what the last typed message led to, so that an edit of it changes
    that (`handlers.edits`). `missed` are the key of a question and how often in a row what was typed at it was not
    understood. `told` is what was told or asked beside the question on show. `remind_at` is when to remind somebody
    who asked for it, 0 for nobody. `sent` are the answers of the sent request while they are being corrected, empty
    otherwise. `held` are words kept only while the person is asked about them. `album` names the one whose first
    file was the last thing to arrive. `counted` names what has been counted of the conversation already
    (`bot.prospect.counters`).
    """

    chat_id: int
    language: str
    started_at: float
    changed_at: float
    state: State = State.ASKING
    answers: Answers = field(default_factory=dict)
    person: Person = field(default_factory=Person)
    beside: str = ""
    notice: Text | None = None
    reply: Text | None = None
    screen: int = 0
    lowest: int = 0
    lead: int = 0
    source: str = ""
    typed: LastTyped = field(default_factory=LastTyped)
    told: Told = field(default_factory=Told)
    missed: tuple[str, int] = ("", 0)
    remind_at: float = 0.0
    sent: Answers = field(default_factory=dict)
    held: str = ""
    album: str = ""
    counted: tuple[str, ...] = ()

    @cached_property
    def step(self) -> Step | None:
        """The question on show, None when all are answered."""
        return _step(tuple(self.answers.items()))

    def at(self, moment: float, **changes: Any) -> Conversation:
        """Return the conversation with these changes, made now; notice, reply and held words last for one."""
        return replace(self, **{"notice": None, "reply": None, "held": "", "changed_at": moment, **changes})

    def going_on(self) -> Conversation:
        """Return the conversation asking what comes next, or kept when nothing is left to ask."""
        state = State.ASKING if self.step else State.KEPT
        return self if state is self.state else replace(self, state=state)


@lru_cache(maxsize=32)
def _step(answers: tuple[tuple[str, Answer], ...]) -> Step | None:
    """Work out the step once for the same answers: those that one tap leaves are those that the next one finds."""
    return INTAKE.step(dict(answers))


def forget_answers() -> None:
    """Forget whose answers were worked on last."""
    _step.cache_clear()


def begin(chat_id: int, sender: Sender, language: str, moment: float) -> Conversation:
    """Return a new conversation with somebody who has just written."""
    person = Person(cleaned_name(sender.first_name), cleaned_username(sender.username))
    return Conversation(chat_id, language, moment, moment, person=person)


def begin_again(conversation: Conversation, moment: float) -> Conversation:
    """Return a conversation started over; who, where from, and a request already sent are still known."""
    return Conversation(
        conversation.chat_id,
        conversation.language,
        started_at=moment,
        changed_at=moment,
        person=conversation.person,
        screen=conversation.screen,
        lowest=conversation.lowest,
        lead=conversation.lead,
        source=conversation.source,
        # Starting over on the way is the same visit; after a suggestion kept or a request sent it is another.
        counted=conversation.counted if conversation.state is State.ASKING else (),
    )


def stored(conversation: Conversation, before: StoredChat | None) -> StoredChat:
    """Return the row of a conversation; the screen on show is left as it was `before`."""
    personal = to_json(conversation)
    for name in IN_CLEAR:
        personal.pop(name, None)
    return StoredChat(
        chat_id=conversation.chat_id,
        language=conversation.language,
        state=conversation.state.value,
        flow_version=INTAKE.version,
        started_at=conversation.started_at,
        changed_at=conversation.changed_at,
        screen_message_id=before.screen_message_id if before else 0,
        screen_shown=before.screen_shown if before else "",
        personal=personal,
        made_from=conversation,
    )


def loaded(row: StoredChat) -> Conversation:
    """Return the conversation of a row; answers to an older flow are kept where they still apply.

    Of an unreadable row nothing but the beginning is left, and a word that says so.
    """
    if isinstance(row.made_from, Conversation):
        return row.made_from
    if row.unreadable or row.state not in set(State):
        return Conversation(
            row.chat_id, row.language, row.started_at, row.changed_at, notice=LOST, screen=row.screen_message_id
        )
    found = from_json(
        Conversation,
        {
            "person": row.personal,  # of an earlier version: it stood beside the rest
            **row.personal,
            "chat_id": row.chat_id,
            "language": row.language,
            "started_at": row.started_at,
            "changed_at": row.changed_at,
            "state": State(row.state),
            "screen": row.screen_message_id,
        },
    )
    if row.flow_version == INTAKE.version:
        return found
    return replace(
        found,
        answers=INTAKE.settle(found.answers),
        sent=INTAKE.settle(found.sent),
        typed=LastTyped(),  # no edit takes back any more what it has led to
        told=replace(found.told, answers=NO_ANSWERS),
    )
