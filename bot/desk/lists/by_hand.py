"""The list of what the supervisor is asked to delete by hand, since Telegram does not let the bot."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bot.requests.request import shown
from bot.requests.status_text import moment
from bot.storage import ShownMessage
from bot.ui.callbacks import Desk as Tapped
from bot.ui.i18n import Translator
from bot.ui.render import DeskWriter, paragraphs
from bot.ui.screens import Screen
from flows.text import N_, Text

MOST_ROWS = 20
MOST_OF_ONE = 15

ASK = N_(
    "by_hand.ask",
    "Telegram won't let me remove these messages any more. Please delete them by hand, for everyone, and then "
    "tap the button.",
)
NOTHING = N_("by_hand.none", "There is nothing left to delete by hand.")
DONE = N_("button.by_hand", "No. {number}: I have deleted them")
REQUEST = N_("by_hand.request", "Request {number}")
HERE = N_("by_hand.here", "{what}, {time}")
MORE = N_("by_hand.more", "and {count} more")
ELSEWHERE = N_("by_hand.elsewhere", "{what}, in the chat where requests used to arrive")
EVERYTHING = N_("by_hand.everything", "everything about it")
LOCATION = N_("by_hand.location", "a location")
WHAT = {
    "voice": N_("by_hand.voice", "a voice message"),
    "video_note": N_("by_hand.video_note", "a video message"),
    "contact": N_("by_hand.contact", "a contact card"),
    "location": LOCATION,
    "venue": LOCATION,
    "sticker": N_("by_hand.sticker", "a sticker"),
    "poll": N_("by_hand.poll", "a poll"),
}
OTHER = N_("by_hand.other", "a message")


def by_hand_screen(left: Mapping[int, Sequence[ShownMessage]], desk: int, speak: Translator) -> Screen:
    """Return the list with a button for each request; `desk` is the chat that it is shown in."""
    writer = DeskWriter(speak)
    if not left:
        return Screen(writer.say(NOTHING))
    chosen = dict(list(left.items())[:MOST_ROWS])
    told = (
        "\n".join(
            (writer.bold(REQUEST.filled(number=shown(number))), *(writer.say(each) for each in _told(rows, desk)))
        )
        for number, rows in chosen.items()
    )
    buttons = tuple((writer.button(DONE.filled(number=shown(number)), Tapped("by_hand", number)),) for number in chosen)
    return Screen(paragraphs(writer.say(ASK), *told), buttons)


def _told(rows: Sequence[ShownMessage], desk: int) -> list[Text]:
    told = []
    for each in rows[:MOST_OF_ONE]:
        what: Text = WHAT.get(each.kind, OTHER) if each.message_id else EVERYTHING
        if each.chat_id != desk:
            told.append(ELSEWHERE.filled(what=what))
        elif each.sent_at:
            told.append(HERE.filled(what=what, time=moment(each.sent_at)))
        else:
            told.append(what)
    return [*told, *([MORE.filled(count=len(rows) - MOST_OF_ONE)] if len(rows) > MOST_OF_ONE else [])]
