"""Every kind of outbox row, and what holds for each row of it: the one place where a kind of message is described.

A row's `ref` is the number of the request it is about, unless its line says otherwise. A new kind is a line here and a
function that sends it, in the `kinds()` of its side; a test compares the two.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of row.

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
    patient: bool = False
    follows_desk: bool = False
    names_messages: bool = False
    to_writer: bool = False
    from_writer: bool = False
    of_trial: bool = False
    of_meeting: bool = False
    kept: bool = False


TO_PROSPECT = (
    Kind("screen", "the living screen; the latest wins; no ref", of_trial=True),
    Kind("export", "everything held: a text, then a file (payload: its name); no ref", of_trial=True),
    Kind("brief", "the brief; ref: its language, with + when it holds the answers", of_trial=True),
    Kind("come_back", "the reminder asked for, due later; no ref", of_trial=True),
    Kind("from_supervisor", "a copy of what the supervisor has written", to_writer=True),
    Kind("quick_text", "a quick text of the supervisor's", to_writer=True),
    Kind("meeting", "how a time stands: in the message that shows it, or below", names_messages=True, of_meeting=True),
    Kind("meeting_wish", "which times would suit", of_meeting=True),
    Kind("meeting_file", "the agreed time, or that it is cancelled, for the calendar", of_meeting=True),
    Kind("meeting_soon", "the reminder of an agreed time, if wanted, due later and checked again", of_meeting=True),
    Kind("taken_back", "what the supervisor sent by mistake goes again", names_messages=True),
    Kind("standing", "how the request stands: on the screen, or as a sentence"),
    Kind("closed", "that the request is closed, five minutes after"),
)
TO_DESK = (
    Kind("card", "the card, new or brought up to date", patient=True, follows_desk=True, kept=True),
    Kind("card_anew", "the card once more, below everything", patient=True, follows_desk=True),
    Kind("all_answers", "everything of a request, in parts", patient=True, follows_desk=True),
    Kind(
        "from_prospect",
        "a copy of what the prospect has written since",
        patient=True,
        follows_desk=True,
        from_writer=True,
        kept=True,
    ),
    Kind("told", "what a prospect has done with the request, in a sentence", patient=True, follows_desk=True),
    Kind("desk_meeting", "what has become of the times proposed", patient=True, follows_desk=True),
    Kind(
        "desk_meeting_soon", "an agreed time comes, due later and checked again then", patient=True, follows_desk=True
    ),
    Kind("remind", "the reminder asked for, due later and checked again then", patient=True, follows_desk=True),
    Kind("overdue", "that a request waits too long, due later and checked again then", patient=True, follows_desk=True),
    Kind("digest", "the morning's overview, due later; no ref", follows_desk=True),
    Kind("is_back", "an absence is over: screens that say so are brought up to date; no ref", follows_desk=True),
    Kind("menu", "the supervisor's commands in Telegram's menu; no ref"),
    Kind("statistics", "the picture of a period (ref)"),
    Kind("leads_file", "the file of an ending (ref)"),
    Kind("printed", "one request as text, to be printed"),
    Kind("tidy", "a file or an opened reply field goes from the chat, mostly after a day; no ref", names_messages=True),
    Kind("erased", "what the desk was shown of an erased request is emptied", patient=True, names_messages=True),
    Kind("trial_ended", "the screen of a trial goes; no ref"),
)
SLIPS = tuple(
    Kind(f"slip.{name}", what, names_messages=True)
    for name, what in {
        "remind": "when to be reminded",
        "reminded": "when the reminder comes",
        "reply": "the reply field for a message to the writer",
        "draft": "the preview of a quick text",
        "draft_sent": "what became of a quick text",
        "draft_dropped": "that a quick text is not sent",
        "other": "which form would have been better",
        "noted": "that this is noted",
        "elsewhere": "who asked to be answered by e-mail or phone",
        "here_sent": "what became of a reply that waited",
        "time_off": "whether to cancel an agreed time, and what came of that",
        "erase": "whether a request is to be erased",
        "list": "a list of requests; no ref",
        "found": "what was found; no ref",
        "moved": "that the desk has moved, with a button that takes it back; no ref",
        "by_hand": "what only a person can delete; no ref",
        "language": "the supervisor's language, to be changed; no ref",
        "block": "whether to block a request's writer",
        "block_done": "what came of that",
        "blocked": "who is blocked; no ref",
        "whom": "for whom is what replies to nothing; no ref",
    }.items()
)
"""Short messages at the desk. Payload: `edit` a message into it, or `reply_to` one; `anew`: below everything."""

TO_EITHER = (
    Kind("say", "one sentence; ref: its context when it has no values, so that the very same is not repeated"),
    Kind("edited", "an edit that follows in the copy", patient=True, names_messages=True, from_writer=True, kept=True),
)

KINDS = {kind.name: kind for kind in (*TO_PROSPECT, *TO_DESK, *SLIPS, *TO_EITHER)}


def named(trait: str) -> tuple[str, ...]:
    """Return the names of the kinds that have this trait (a field of `Kind`)."""
    return tuple(kind.name for kind in KINDS.values() if getattr(kind, trait))
