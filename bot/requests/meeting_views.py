"""What the writer of a request sees of a time to meet, and what the supervisor is told of it. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from bot.outbox.kinds import AboutMeeting
from bot.requests.card import TIMES
from bot.requests.meeting import Meeting
from bot.requests.status_text import moment
from bot.ui.callbacks import Desk, Meet
from bot.ui.i18n import Translator
from bot.ui.render import DeskWriter, Writer, paragraphs
from bot.ui.screens import Button, Rows, Screen
from flows.text import N_, Slot, Text

ASK = N_("meeting.ask", "I'd like to talk with you. When would suit you?")
INSTEAD = N_("meeting.ask.instead", "I suggest a new time in place of {slot}, which stands until you choose.")
OTHERWISE = N_("meeting.otherwise", "You can also suggest another time.")
NONE_SUITS = N_("button.meeting.none", "Another time")
AGREED = N_("meeting.agreed", "We have agreed on:")
REPLACED = N_("meeting.replaced", "We had agreed on {slot}. There is a new time now.")
OFFER_ENDED = N_("meeting.offer_ended", "These times are no longer on offer.")
DECLINED = N_("meeting.declined", "None of the proposed times suited you.")
WISH = N_(
    "meeting.wish", "Which days and times would suit you? Write them here, and I'll pass them on to the supervisor."
)
WISH_FIELD = N_("meeting.wish.field", "Days and times that suit me")

LEAVE = N_("meeting.leave", "Do you want to cancel this time? I will tell the supervisor.")
LEFT = N_("meeting.left", "You have cancelled {slot}. I've told the supervisor.")
CANCELLED = N_("meeting.cancelled", "This time is cancelled: {slot}")
CALLED_OFF = N_(
    "meeting.called_off",
    "The supervisor has cancelled the time {slot}. Open the file to take it out of your calendar.",
)
REMINDED = N_("meeting.reminded", "I'll remind you: {moment}.")
SOON = N_("meeting.soon", "You asked me to remind you. The agreed time with the supervisor:")
SOON_AT_DESK = N_("desk.meeting.soon", "A reminder of the agreed time: {slot}")
FILE = N_("meeting.file", "Open the file to put the time into your calendar: {slot}")
FILE_GONE = N_("meeting.file.cancelled", "Open the file to take the time out of your calendar.")
REMIND = N_("button.meeting.remind", "Remind me a working day before")
NO_REMINDER = N_("button.meeting.remind.off", "No reminder")
CHANGE = N_("button.meeting.change", "Change the time")
CANCEL = N_("button.meeting.cancel", "Cancel the time")
YES_CANCEL = N_("button.meeting.cancel.yes", "Yes, cancel it")
KEEP = N_("button.meeting.cancel.no", "No, keep it")

NEWS: Mapping[str, Text] = {
    "agreed": N_("desk.meeting.agreed", "The time is agreed: {slot}"),
    "changed": N_("desk.meeting.changed", "The new time is agreed: {slot}. It takes the place of {before}."),
    "noted": N_("desk.meeting.noted", "The time is agreed: {slot}. I'm sending it to the sender too."),
    "noted_elsewhere": N_(
        "desk.meeting.noted.elsewhere", "The time is agreed: {slot}. I haven't written to the sender about it."
    ),
    "declined": N_(
        "desk.meeting.declined", "None of the times suits. I have asked what would; the answer will come here."
    ),
    "wishes": N_(
        "desk.meeting.wishes",
        "The sender would like another time in place of {slot}, which stands until then. I have asked what would suit; "
        "the answer will come here.",
    ),
    "cancelled": N_("desk.meeting.cancelled", "The sender has cancelled the time {slot}."),
    "called_off": N_("desk.meeting.called_off", "Open the file to take the time out of your calendar: {slot}"),
    "gone": N_(
        "desk.meeting.gone",
        "None of the times you proposed is free any more. I have asked what would suit; the answer will come here.",
    ),
}
"""What the supervisor is told of a time to meet, by what has happened."""


def asking(agreed: Slot | None) -> Text:
    """Return what stands above times on offer; `agreed`: the time ahead that they would replace."""
    return INSTEAD.filled(slot=agreed) if agreed else ASK


def plain(slots: Iterable[Slot], speak: Translator, agreed: Slot | None, *, elsewhere: bool) -> str:
    """Return a proposal as plain text; `elsewhere`: for an e-mail or a text message, where there are no buttons."""
    times = "\n".join(f"• {speak.slot(slot)}" for slot in slots)
    return paragraphs(speak(asking(agreed)), times, speak(OTHERWISE) if elsewhere else "")


def proposal(meeting: Meeting, writer: Writer, agreed: Slot | None) -> Screen:
    """Return the times on offer, each a button that agrees to it; `agreed` as in `asking`."""
    picks = [
        writer.button(label_of(slot, writer), Meet("pick", meeting.number, meeting.round, int(slot.starts_at)))
        for slot in meeting.offered
    ]
    none = writer.button(NONE_SUITS, Meet("none", meeting.number, meeting.round))
    return Screen(writer.timed(asking(agreed)), one_below_another([*picks, none]))


def label_of(slot: Slot, writer: Writer) -> str:
    """Return a time as a button says it: "Ti 1.12. klo 14.00"."""
    label = writer.speak.slot(slot)
    return label[:1].upper() + label[1:]


def agreed(meeting: Meeting, slot: Slot, writer: Writer, remind_at: float) -> Screen:
    """Return the agreed time with what can be done about it. `remind_at`: when a reminder would come, 0 for none."""
    number, version = meeting.number, meeting.version
    reminded = writer.say(REMINDED.filled(moment=moment(remind_at))) if meeting.reminds and remind_at else ""
    html = paragraphs(f"{writer.say(AGREED)}\n<b>{writer.slot(slot)}</b>", reminded)
    act, label = ("forget", NO_REMINDER) if meeting.reminds else ("remind", REMIND)
    remind = [writer.button(label, Meet(act, number, version))] if remind_at else []
    change = writer.button(CHANGE, Meet("change", number, version))
    return Screen(html, one_below_another([*remind, change, writer.button(CANCEL, Meet("leave", number, version))]))


def leaving(meeting: Meeting, slot: Slot, writer: Writer) -> Screen:
    """Ask whether the agreed time is to be cancelled."""
    yes = writer.button(YES_CANCEL, Meet("cancel", meeting.number, meeting.version), style="danger")
    keep = writer.button(KEEP, Meet("keep", meeting.number, meeting.version))
    return Screen(paragraphs(f"<b>{writer.slot(slot)}</b>", writer.say(LEAVE)), one_below_another([yes, keep]))


def news(told: AboutMeeting) -> Text:
    """Return what the supervisor is told of a time to meet."""
    slots = {name: slot for name, slot in (("slot", told.slot), ("before", told.before)) if slot is not None}
    return NEWS[told.what].filled(**slots)


def proposing(told: AboutMeeting, number: int, speak: Translator) -> Rows:
    """Return a button to propose times where news ask for that; the others come with a file for the calendar."""
    asks = told.what in ("declined", "wishes", "gone")
    return ((DeskWriter(speak).button(TIMES, Desk("quick_times", number)),),) if asks else ()


def one_below_another(buttons: Sequence[Button]) -> Rows:
    """Return each button as a row of its own."""
    return tuple((button,) for button in buttons)
