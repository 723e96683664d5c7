"""Every kind of outbox row, what its row carries, and what holds for it: the one place where a message is described.

A row's `ref` is the number of the request it is about, unless its line says otherwise. A new kind is a line here and a
method of its name that sends it, on its side; a test compares the two.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import NoneType
from typing import Any, NamedTuple

from bot.ui.callbacks import Brief
from flows.dataclass import dataclass
from flows.text import Slot, Text

# What rows carry. Each is read by `bot.codec`, so rows of an earlier version must remain readable: a new field has a
# default, and a name stays. What follows from what is stored, or from the row's ref, is looked up when the row is sent.


@dataclass(frozen=True, slots=True)
class ShowScreen:
    """`about`: as in `Sentence`. `in_place`: only where the screen stands, since it is not worth a message.

    `posted`: the screen was posted just now, and what comes with it is still to come.
    """

    about: int = 0
    in_place: bool = False
    posted: bool = False


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence, in a language ("": the desk's, of `standing` its reader's). `quietly`: on the screen alone.

    `about`: the request of which it tells how it stands; the supervisor hears when it does not arrive. `reply_to` is a
    message, `thread` a topic, of its chat; 0 for none, as everywhere below. `letter`: it goes with an erasure, and a
    reply to it is for the writer.
    """

    text: Text
    language: str = ""
    about: int = 0
    reply_to: int = 0
    thread: int = 0
    silent: bool = False
    letter: bool = False
    quietly: bool = False


@dataclass(frozen=True, slots=True)
class Part:
    """Which of several messages comes next, from 0."""

    part: int = 0


@dataclass(frozen=True, slots=True)
class Original:
    """A message that somebody wrote, in its own chat and topic; `by` and `by_id`: who, at the desk."""

    chat_id: int
    message_id: int
    thread: int = 0
    by: str = ""
    by_id: int = 0


@dataclass(frozen=True, slots=True)
class Letter(Original):
    """What is passed on: `kind` (the Bot API's field), `html` ... as in `bot.events.Content`, `others` of its album.

    `announced`: it was said that its file can run something. `copied`: its copy, whose head is still to come.
    `asked`: the message of the desk that asked about it and others, `of` all told; this one is the `last` of them, one
    before it has `arrived`.
    """

    kind: str = ""
    reply_to: int = 0
    html: str = ""
    origin: str = ""
    quote: Mapping[str, Any] | None = None
    album: str = ""
    file_id: str = ""
    file_name: str = ""
    others: tuple[Original, ...] = ()
    announced: bool = False
    copied: int = 0
    asked: int = 0
    of: int = 1
    last: bool = False
    arrived: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class QuickText(Original):
    """A quick text, its key and the words that fill it; the message is the preview that was tapped.

    `round`: which proposal of times it brings, 0 for none.
    """

    text: Text
    key: str
    words: str
    round: int = 0


@dataclass(frozen=True, slots=True)
class AboutMeeting:
    """What is told of a time to meet: of which, and of the one `before` it, at which version of it.

    `edit`: the message that it is made into, 0 for a new one.
    """

    what: str = ""
    slot: Slot | None = None
    before: Slot | None = None
    version: int = 0
    edit: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class TakenBack(Original):
    """The `copy` of a message is to go."""

    copy: int


@dataclass(frozen=True, slots=True)
class Card:
    """`more`: with everything that it can show."""

    more: bool = False


@dataclass(frozen=True, slots=True)
class Answering:
    """Where it was asked for: the message, and the topic it stands in."""

    reply_to: int = 0
    thread: int = 0


@dataclass(frozen=True, slots=True)
class LeadsFile(Answering):
    """`progress`: the message that counts up. `part` comes next, `after` this request, so many `written` before."""

    caption: bool = True
    progress: int = 0
    part: int = 1
    after: int = 0
    written: int = 0


@dataclass(frozen=True, slots=True)
class Tidy:
    """The message that goes; `kind`: what it is, where it can be emptied once it is too old to be deleted."""

    message_id: int
    kind: str = ""


class Shown(NamedTuple):
    """A message that the desk was shown, of which kind, and when (unix seconds; 0.0: too long ago to be deleted).

    `number`: of the request it is about, where the row is about several.
    """

    message_id: int
    kind: str = ""
    sent_at: float = 0.0
    number: int = 0


@dataclass(frozen=True, slots=True)
class Emptied:
    """The `letters` are still to be emptied, `left` can only be deleted by hand.

    `at_once`: how many Telegram has taken together, 0 when it has refused none.
    """

    letters: tuple[Shown, ...] = ()
    left: tuple[Shown, ...] = ()
    at_once: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Erased(Emptied):
    """Then the `card` goes unless `card_done`, then the `topic`."""

    card: int = 0
    topic: int = 0
    card_done: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class MovedOut(Emptied):
    """`passed_on`: what people wrote, otherwise what the bot wrote itself; `begun`: the letters are known."""

    passed_on: bool = False
    begun: bool = False


@dataclass(frozen=True, slots=True)
class TrialEnded:
    """`screen` loses its buttons, and `keyboard`, which brought the reply keyboard, goes."""

    text: Text
    screen: int = 0
    keyboard: int = 0


@dataclass(frozen=True, slots=True)
class Slip(Answering):
    """A short message at the desk: `edit` a message into it, or post it as an answer."""

    edit: int = 0


@dataclass(frozen=True, slots=True)
class ListSlip(Slip):
    """A page, from 0, of the list of this name."""

    name: str = "open"
    page: int = 0


@dataclass(frozen=True, slots=True)
class FoundSlip(Slip):
    """What is looked for."""

    word: str = ""


@dataclass(frozen=True, slots=True)
class WhomSlip(Slip):
    """The messages asked about, newest last, and the request whose quick text they may be meant `into`."""

    messages: tuple[int, ...] = ()
    into: int = 0


@dataclass(frozen=True, slots=True)
class FieldSlip(Slip):
    """What may open the reply field, for whom of a group; `key`: of the quick text to be filled.

    `fault`: why what was typed was not taken; it is asked for again.
    """

    by: str = ""
    by_id: int = 0
    key: str = ""
    fault: Text | None = None


@dataclass(frozen=True, slots=True)
class ProfileSlip(Slip):
    """A field of the profile by its `key`, "" for the list of all."""

    key: str = ""


@dataclass(frozen=True, slots=True)
class AskSlip(FieldSlip):
    """What a reply is to give: a field of the profile by its `key`, in a language; or what a command needs, "/away".

    `series`: the language in which all that is missing is asked for, "" for this field alone. `saved`: the field that
    was written just now.
    """

    language: str = ""
    series: str = ""
    saved: str = ""


@dataclass(frozen=True, slots=True)
class Photo:
    """The picture's id at Telegram, "" for none."""

    file_id: str = ""


@dataclass(frozen=True, slots=True)
class OutcomeSlip(Slip):
    """What came of something. `state`: of a sending ("sending", "sent" ...), with key and words of a quick text.

    `at`: when the reminder comes, 0.0 for never. `done`: whether the writer is blocked.
    """

    state: str = "sent"
    key: str = ""
    words: str = ""
    at: float = 0.0
    done: bool = False


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of row, and what its rows carry (NoneType: nothing).

    `patient`: tried without end, since somebody waits for it however long the chat cannot be reached.
    `follows_desk`: goes to the supervisor's new chat when the desk moves; what names messages of the old chat stays.
    `names_messages`: would change a message of its chat, so it ends when the ids of that chat's messages become others.
    `to_writer`: brings a prospect what the supervisor has written; what arrived there stays theirs.
    `from_writer`: brings the supervisor what a prospect has written; only so many wait at a time.
    `of_trial`: what a trial leaves behind in the supervisor's chat.
    `of_meeting`: tells a prospect of a time to meet; it goes with the request.
    `kept`: stays among what did not arrive for as long as its request is kept.
    """

    name: str
    what: str
    payload: type = NoneType
    patient: bool = False
    follows_desk: bool = False
    names_messages: bool = False
    to_writer: bool = False
    from_writer: bool = False
    of_trial: bool = False
    of_meeting: bool = False
    kept: bool = False


TO_PROSPECT = (
    Kind("screen", "the living screen; the latest wins; no ref", ShowScreen, of_trial=True),
    Kind("export", "everything held: a text, then a file; no ref", Part, of_trial=True),
    Kind("brief", "the brief; ref: its language, with + when it holds the answers", Brief, of_trial=True),
    Kind("come_back", "the reminder asked for, due later; no ref", of_trial=True),
    Kind("from_supervisor", "a copy of what the supervisor has written", Letter, to_writer=True),
    Kind("quick_text", "a quick text of the supervisor's", QuickText, to_writer=True),
    Kind(
        "meeting",
        "how a time to meet stands: in the message that shows it, or below",
        AboutMeeting,
        names_messages=True,
        of_meeting=True,
    ),
    Kind("meeting_wish", "which times would suit", of_meeting=True),
    Kind("meeting_file", "an agreed time, or that it is cancelled, for the calendar", AboutMeeting, of_meeting=True),
    Kind("meeting_soon", "an agreed time comes, if wanted, due later, checked again", AboutMeeting, of_meeting=True),
    Kind("taken_back", "what the supervisor sent by mistake goes again", TakenBack, names_messages=True),
    Kind("standing", "how the request stands: on the screen, or as a sentence", Sentence),
    Kind("closed", "that the request is closed, five minutes after"),
)
TO_DESK = (
    Kind("card", "the card, new or brought up to date", Card, patient=True, follows_desk=True, kept=True),
    Kind("card_anew", "the card once more, below everything", patient=True, follows_desk=True),
    Kind("all_answers", "everything of a request, in parts", Part, patient=True, follows_desk=True),
    Kind(
        "from_prospect",
        "a copy of what the prospect has written since",
        Letter,
        patient=True,
        follows_desk=True,
        from_writer=True,
        kept=True,
    ),
    Kind("told", "what a prospect has done with the request, in a sentence", Sentence, patient=True, follows_desk=True),
    Kind("desk_meeting", "what has become of a time to meet", AboutMeeting, patient=True, follows_desk=True),
    Kind(
        "desk_meeting_soon",
        "an agreed time comes, due later and checked again then",
        AboutMeeting,
        patient=True,
        follows_desk=True,
    ),
    Kind("remind", "the reminder asked for, due later and checked again then", patient=True, follows_desk=True),
    Kind("overdue", "that a request waits too long, due later and checked again then", patient=True, follows_desk=True),
    Kind("digest", "the morning's overview, due later; no ref", follows_desk=True),
    Kind("is_back", "an absence is over: screens that say so are brought up to date; no ref", follows_desk=True),
    Kind("menu", "the supervisor's commands in Telegram's menu; no ref"),
    Kind("profile_photo", "the supervisor's photo becomes the bot's, or goes; no ref", Photo, patient=True),
    Kind("statistics", "the picture of a period (ref)", Answering),
    Kind("leads_file", "the file of an ending (ref)", LeadsFile),
    Kind("printed", "one request as text, to be printed", Answering),
    Kind("contact", "the writer's contact, for the address book"),
    Kind("tidy", "a file, contact or opened reply field goes, often after a day; no ref", Tidy, names_messages=True),
    Kind("erased", "what the desk was shown of a request is emptied", Erased, patient=True, names_messages=True),
    Kind("moved_out", "what a former desk was shown of requests goes; no ref", MovedOut, names_messages=True),
    Kind("trial_ended", "the screen of a trial goes; no ref", TrialEnded),
)
SLIPS = tuple(
    Kind(f"slip.{name}", what, payload, names_messages=True)
    for name, what, payload in (
        ("remind", "when to be reminded", Slip),
        ("reminded", "when the reminder comes", OutcomeSlip),
        ("remind_day", "the field for the day on which to come back to a request", FieldSlip),
        ("reply", "the reply field for a message to the writer", FieldSlip),
        ("draft", "the preview of a quick text, below everything", FieldSlip),
        ("draft_sent", "what became of a quick text", OutcomeSlip),
        ("draft_dropped", "that a quick text is not sent", Slip),
        ("other", "which form would have been better", Slip),
        ("noted", "that this is noted", Slip),
        ("elsewhere", "who asked to be answered by e-mail or phone", Slip),
        ("here_sent", "what became of a reply that waited", OutcomeSlip),
        ("time_off", "whether to cancel an agreed time, and what came of that", Slip),
        ("erase", "whether a request is to be erased", Slip),
        ("left", "that nothing was changed; no ref", Slip),
        ("which", "which request a command is about; no ref", AskSlip),
        ("command", "the reply field for what a command needs; no ref", AskSlip),
        ("list", "a list of requests; no ref", ListSlip),
        ("found", "what was found; no ref", FoundSlip),
        ("moved", "that the desk has moved, with a button that takes it back; no ref", Slip),
        ("former", "what is left in a former desk, and a button that removes it; no ref", OutcomeSlip),
        ("by_hand", "what only a person can delete; no ref", Slip),
        ("language", "the supervisor's language, to be changed; no ref", Slip),
        ("block", "whether to block a request's writer", Slip),
        ("block_done", "what came of that", OutcomeSlip),
        ("blocked", "who is blocked; no ref", Slip),
        ("profile", "the supervisor's profile, or one field of it; no ref", ProfileSlip),
        ("profile_ask", "the reply field for a field of the profile; no ref", AskSlip),
        ("whom", "for whom is what replies to nothing; no ref", WhomSlip),
    )
)
TO_EITHER = (
    Kind("say", "one sentence; ref: its context when it has no values, so that the same is not repeated", Sentence),
    Kind(
        "edited",
        "an edit that follows in the copy",
        Letter,
        patient=True,
        names_messages=True,
        from_writer=True,
        kept=True,
    ),
)

KINDS = {kind.name: kind for kind in (*TO_PROSPECT, *TO_DESK, *SLIPS, *TO_EITHER)}


def named(trait: str) -> tuple[str, ...]:
    """Return the names of the kinds that have this trait (a field of `Kind`)."""
    return tuple(kind.name for kind in KINDS.values() if getattr(kind, trait))
