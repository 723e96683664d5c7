"""What the writer of a request sees of a time to meet, and what the supervisor is told of it. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from bot.requests.meeting import Meeting
from bot.ui.callbacks import Meet
from bot.ui.i18n import Translator
from bot.ui.render import Writer, paragraphs
from bot.ui.screens import Button, Field, Screen
from flows.text import N_, Slot, Text

ASK = N_("meeting.ask", "Would one of these times suit you for a talk?")
OTHERWISE = N_("meeting.otherwise", "If none of them does, tell me what would suit you.")
NONE_SUITS = N_("button.meeting.none", "None of these suits")
AGREED = N_("meeting.agreed", "We have agreed on:")
REPLACED = N_("meeting.replaced", "We had agreed on {slot}. There is a new time now.")
OFFER_ENDED = N_("meeting.offer_ended", "These times are no longer on offer.")
DECLINED = N_("meeting.declined", "None of the proposed times suited you.")
WISH = N_(
    "meeting.wish", "Which days and times would suit you? Write them here, and I'll pass them on to the supervisor."
)
WISH_FIELD = N_("meeting.wish.field", "Days and times that suit me")

NEWS: Mapping[str, Text] = {
    "agreed": N_("desk.meeting.agreed", "The time is agreed: {slot}"),
    "changed": N_("desk.meeting.changed", "The new time is agreed: {slot}. It takes the place of {before}."),
    "declined": N_(
        "desk.meeting.declined", "None of the times suits. I have asked what would; the answer will come here."
    ),
    "gone": N_(
        "desk.meeting.gone",
        "None of the times you proposed is free any more. I have asked what would suit; the answer will come here.",
    ),
}
"""What the supervisor is told of a time to meet, by what has happened."""


def plain(slots: Iterable[Slot], speak: Translator) -> str:
    """Return a proposal as plain text, as it reads in a message, an e-mail or a text message."""
    times = "\n".join(f"• {speak.slot(slot)}" for slot in slots)
    return paragraphs(speak(ASK), times, speak(OTHERWISE))


def proposal(meeting: Meeting, writer: Writer) -> Screen:
    """Return the times on offer, each a button that agrees to it."""
    times = "\n".join(f"• {writer.slot(slot)}" for slot in meeting.offered)
    picks = [
        writer.button(label_of(slot, writer), Meet("pick", meeting.number, meeting.round, int(slot.starts_at)))
        for slot in meeting.offered
    ]
    none = writer.button(NONE_SUITS, Meet("none", meeting.number, meeting.round))
    return Screen(paragraphs(writer.say(ASK), times, writer.say(OTHERWISE)), _one_below_another([*picks, none]))


def label_of(slot: Slot, writer: Writer) -> str:
    """Return a time as a button says it: "Ti 1.12. klo 14.00"."""
    label = writer.speak.slot(slot)
    return label[:1].upper() + label[1:]


def agreed(meeting: Meeting, writer: Writer) -> Screen:
    """Return the agreed time."""
    slot = meeting.agreed
    return Screen(paragraphs(writer.say(AGREED), f"<b>{writer.slot(slot)}</b>") if slot else writer.say(OFFER_ENDED))


def wish(writer: Writer) -> Screen:
    """Ask which times would suit; the reply field is open."""
    return Screen(writer.say(WISH), keyboard=Field(writer.speak(WISH_FIELD)))


def _one_below_another(buttons: Sequence[Button]) -> tuple[tuple[Button, ...], ...]:
    return tuple((button,) for button in buttons)
