"""Quick texts: what is often answered, in the prospect's language, and shown before it is sent. Pure.

No price, time or promise stands in them: the supervisor's own words fill what only the supervisor can know.
People who asked for a reply by email or phone are written to in Telegram only after a second thought: a reply waits,
unsent, until one tap says so. Once such a person has answered here, nothing is asked any more.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from bot.desk.quick_replies import times
from bot.requests.card import copies, language_name, phone
from bot.requests.meeting_views import plain
from bot.requests.request import Draft, Lead, shown
from bot.ui.callbacks import Desk
from bot.ui.i18n import Translator
from bot.ui.render import DeskWriter, Live, Writer, escaped, length, paragraphs
from bot.ui.screens import Field, Screen
from flows.engine import chosen
from flows.text import N_, NN_, Slot, Text

OWN = "own"
"""The key of a draft that the supervisor words."""

DECLINE_WITH = "decline_with"
"""The text of a refusal with a referral, which only the supervisor can know."""

LONGEST = 2500
"""UTF-16 units of the words that fill a quick text: the preview holds them beside the rest of the message."""

GAP = "…"

TEXTS: Mapping[str, Text] = {
    times.KEY: N_("quick.times", "{words}"),
    "ask": N_(
        "quick.ask",
        "Thank you for your request. Before we go on, may I ask one thing?\n\n{words}\n\nYou can answer here.",
    ),
    "decline": N_(
        "quick.decline",
        "Thank you for getting in touch. I'm sorry, but this time I'm not the right supervisor for it. For "
        "health or wellbeing, occupational health can also help.",
    ),
    DECLINE_WITH: N_(
        "quick.decline.with",
        "Thank you for getting in touch. I'm sorry, but this time I'm not the right supervisor for it.\n\n{words}\n\n"
        "For health or wellbeing, occupational health can also help.",
    ),
    OWN: N_("quick.own", "{words}"),
}
HINTS: Mapping[str, Text] = {
    times.KEY: N_(
        "quick.times.hint",
        "Write all the times in one message, for example: Tue 14, Wed 9:30 or Thu 10-11:30. You'll see them "
        "before they are sent.",
    ),
    "ask": N_("quick.ask.hint", "Write the question and I'll put it in. You'll see it before it is sent."),
    "decline": N_(
        "quick.decline.hint",
        "If you know where they could turn instead, reply to this message and I'll add it. You can also send it "
        "as it is.",
    ),
    OWN: N_("quick.own.hint", "Write your own wording. Tap the draft to copy it:"),
}
FIELDS: Mapping[str, Text] = {
    times.KEY: N_("quick.times.field", "Days and times"),
    "ask": N_("quick.ask.field", "The question"),
    OWN: N_("quick.own.field", "Your own wording"),
}
"""What stands in the reply field until something is typed."""
COPY = N_("quick.copy", "Tap the text to copy it for an email or a text message.")
CHANGE = N_("quick.change", "To change it, reply to this message again.")
TIMES_FOR = N_("quick.times.head", "Times for request {number}:")
PREVIEW = N_("quick.preview", "For request {number}, in {language}. Not sent yet:")
STATES: Mapping[str, Text] = {
    "sending": N_("quick.sending", "Being sent, for request {number}:"),
    "sent": N_("quick.sent", "Sent, for request {number}:"),
    "replaced": N_("quick.replaced", "Not sent, since newer times took their place, for request {number}:"),
    "failed": N_("quick.not_arrived", "Did not arrive, for request {number}:"),
}
"""What stands above a quick text that was sent: whether it has arrived is not known at once."""

DROPPED = N_("quick.dropped", "Nothing was sent.")
TOO_LONG = N_("quick.too_long", "That's too long for a quick reply. Reply to the card to send it as a message.")
ONLY_WORDS = N_("quick.only_words", "Only text can go into a quick reply. Nothing was sent.")
STALE = N_("quick.stale", "That text can no longer be sent.")
LEFT_BEHIND = NN_(
    "elsewhere.left_behind",
    "A message to request {number} that you wrote in the earlier chat was not sent. To send it, write it again here.",
    "{n} messages to request {number} that you wrote in the earlier chat were not sent. To send them, write "
    "them again here.",
)
STALE_REPLY = N_(
    "quick.stale.reply",
    "That text can no longer be sent, so your reply was not used. Nothing was sent. To write to the sender, "
    "reply to the card.",
)
SEND = N_("button.quick.send", "Send")
AGREED = N_("button.quick.agreed", "Agreed already")
EDIT = N_("button.quick.own", "Edit it myself")
CANCEL = N_("button.quick.cancel", "Don't send")
QUIETLY = N_("button.quick.quietly", "Close without a word")

EMAIL = N_("elsewhere.email", "The sender asked for a reply by email: {address}")
PHONE = N_("elsewhere.phone", "The sender asked for a reply by phone: {number}")
NOT_SENT = NN_(
    "elsewhere.ask",
    "Your message has not been sent yet. If you send it from here, it goes to Telegram.",
    "Your {n} messages have not been sent yet. If you send them from here, they go to Telegram.",
)
HELD_STATES: Mapping[str, Text] = {
    "sending": N_("elsewhere.sending", "Being passed on in Telegram, for request {number}."),
    "sent": N_("elsewhere.sent", "Passed on in Telegram, for request {number}."),
    "failed": N_("elsewhere.not_arrived", "Did not arrive, for request {number}."),
    "not_all": N_("elsewhere.not_all_arrived", "Not every message has arrived. See below."),
    "gone": N_("elsewhere.gone", "Nothing was passed on: the message had been deleted."),
}
"""What the question becomes: whether what was kept back has arrived is not known at once."""
HOW_TO_REPLY = N_("desk.reply.elsewhere", "If you still write here, I'll ask you before I send it.")
SEND_HERE = N_("button.elsewhere.send", "Send in Telegram anyway")
LEAVE_HERE = N_("button.elsewhere.drop", "Don't send")


def is_complete(draft: Draft) -> bool:
    """Say whether nothing is missing any more."""
    if draft.key == times.KEY:
        return bool(times.slots_of(draft))
    return bool(draft.words) or draft.key == "decline"


def refuses(draft: Draft) -> bool:
    """Say whether sending this closes the request: it is a refusal, perhaps reworded."""
    return "decline" in (draft.key, draft.begun_from)


def fits(words: str) -> bool:
    """Say whether these words may fill a quick text."""
    return bool(words.strip()) and length(words) <= LONGEST


def worded(draft: Draft) -> Text:
    """Return the text with its words; what is missing is a gap."""
    key = DECLINE_WITH if draft.key == "decline" and draft.words else draft.key
    return TEXTS[key].filled(words=draft.words or GAP)


def _begun(draft: Draft, theirs: Translator) -> str:
    """Return the wording that the supervisor's own starts from, "" for none."""
    return theirs(worded(Draft(draft.begun_from, draft.begun_with, 0))) if draft.begun_from else ""


def _as_read(draft: Draft, theirs: Translator, agreed: Slot | None, *, elsewhere: bool = False) -> str:
    """Return the text as its reader sees it; `agreed`: the time ahead; `elsewhere`: in an e-mail or a text message."""
    slots = times.slots_of(draft)
    before = None if agreed in slots else agreed  # one of these that was chosen takes the place of none
    return plain(slots, theirs, before, elsewhere=elsewhere) if slots else theirs(worded(draft))


def _quoted(draft: Draft, theirs: Translator, writer: DeskWriter, agreed: Slot | None, *, copied: bool) -> str:
    """Return the text as a quotation; times that are to go another way as one that a tap copies."""
    if copied and times.slots_of(draft):
        return f"{writer.say(COPY)}\n<code>{escaped(_as_read(draft, theirs, agreed, elsewhere=True))}</code>"
    return Writer(theirs).quote(_as_read(draft, theirs, agreed))


def preview(
    lead: Lead,
    draft: Draft,
    speak: Translator,
    languages: Mapping[str, Translator],
    away: date | None,
    agreed: Slot | None,
    fault: Text | None = None,
) -> Screen:
    """Return a quick text as the prospect would read it, with what can be done.

    `away`: the last day of an absence; `agreed`: the time ahead; `fault`: why what was typed last is not in it.
    """
    writer, theirs = DeskWriter(speak), languages[lead.language]
    head = PREVIEW.filled(number=shown(lead.number), language=language_name(lead.language, speak, languages))
    complete = is_complete(draft)
    hint = CHANGE if complete and draft.words else HINTS.get(draft.key)
    waits_for_own, waits_for_times = (draft.key == key and not complete for key in (OWN, times.KEY))
    elsewhere = asked_elsewhere(lead) if complete else None  # said once, where it can be sent
    begun = _begun(draft, theirs) if waits_for_own else ""
    html = paragraphs(
        writer.say(fault) if fault else "",
        writer.bold(elsewhere) if elsewhere else "",
        writer.faint(TIMES_FOR.filled(number=shown(lead.number)) if waits_for_times else head),
        "" if waits_for_own or waits_for_times else _quoted(draft, theirs, writer, agreed, copied=bool(elsewhere)),
        writer.bold(warning) if (warning := times.away_then(draft, away, speak)) else "",
        writer.say(hint) if hint else "",
        f"<code>{escaped(begun)}</code>" if begun else "",
    )
    if not complete:
        return Screen(html, keyboard=Field(speak(FIELDS[draft.key])))
    label = SEND_HERE if elsewhere else SEND
    send = writer.button(label, Desk("draft_send", lead.number), style="" if elsewhere else "success")
    edit = writer.button(EDIT, Desk("draft_own", lead.number))
    quietly = writer.button(QUIETLY, Desk("quietly", lead.number))
    cancel = writer.button(CANCEL, Desk("draft_drop", lead.number))
    own = (edit,) if draft.key not in (OWN, times.KEY) else ()
    already = (writer.button(AGREED, Desk("draft_agreed", lead.number)),) if len(times.slots_of(draft)) == 1 else ()
    ways = (send, *already, *((quietly,) if refuses(draft) else ()), *own, cancel)
    return Screen(html, tuple((way,) for way in ways))


def sent(
    lead: Lead, draft: Draft, state: str, speak: Translator, languages: Mapping[str, Translator], agreed: Slot | None
) -> Screen:
    """Return what the preview becomes once it is on its way, has arrived or cannot arrive (one of `STATES`)."""
    writer = DeskWriter(speak)
    head = writer.faint(STATES[state].filled(number=shown(lead.number)))
    return Screen(paragraphs(head, Writer(speak).quote(_as_read(draft, languages[lead.language], agreed))))


def asked_elsewhere(lead: Lead) -> Text | None:
    """Return how a person asked to be answered when that was not here; None when writing here is welcome."""
    return None if lead.handling.here else _way(lead)


def _way(lead: Lead) -> Text | None:
    match "".join(chosen(lead.answers, "way")):
        case "email":
            return EMAIL.filled(address=Live(lead.words("email")))
        case "phone":
            return PHONE.filled(number=phone(lead))
    return None


def held_question(lead: Lead, speak: Translator) -> Screen | None:
    """Ask whether what is kept back should be sent here; None when nothing is."""
    held, way = lead.handling.held, _way(lead)
    if held is None:
        return None
    writer = DeskWriter(speak)
    html = paragraphs(writer.bold(way) if way else "", writer.say(NOT_SENT.filled(n=len(held.messages))))
    send = writer.button(SEND_HERE, Desk("here_send", lead.number))
    leave = writer.button(LEAVE_HERE, Desk("here_drop", lead.number))
    return Screen(html, (*copies(lead, writer), (send,), (leave,)))
