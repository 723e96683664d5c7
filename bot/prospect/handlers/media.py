"""What is shared instead of typed: a phone number, a place, and every other kind of message."""

from __future__ import annotations

from dataclasses import replace

from bot.events import Other, SharedContact, SharedLocation, Typed
from bot.nlu.contact_details import read_shared_phone
from bot.prospect.apply import give
from bot.prospect.decision import Context, Decision, PassOn
from bot.prospect.handlers import messages
from bot.prospect.handlers.text_place import suggested
from bot.prospect.state import Conversation, State
from bot.prospect.views import notices
from bot.requests.letters import NOT_VOTED_ON, letter_of
from flows.engine import Answer, Kind
from flows.intake import ABROAD, FAR, PLACE, TOWN, WAY
from flows.text import Text

SERVICE = frozenset(
    {
        "pinned_message",
        "new_chat_title",
        "new_chat_photo",
        "delete_chat_photo",
        "message_auto_delete_timer_changed",
        "write_access_allowed",
        "chat_background_set",
        "users_shared",
        "chat_shared",
        "proximity_alert_triggered",
        "video_chat_started",
        "video_chat_ended",
        "video_chat_scheduled",
        "boost_added",
    }
)
"""Messages that Telegram makes by itself: nobody expects an answer."""


def on_contact(conversation: Conversation, contact: SharedContact, context: Context) -> Decision:
    """Decide a shared phone number: taken wherever it would be taken if it were typed, when it is the person's own."""
    if conversation.state is State.SENT:
        return Decision(conversation, effects=(PassOn(letter_of(contact)),))
    after = _with_number(conversation, contact, context)
    if after is None:
        return _notice(conversation, notices.NO_NUMBER_ASKED, context)
    return Decision(after) if contact.own else _notice(conversation, notices.NOT_YOUR_NUMBER, context)


def _with_number(conversation: Conversation, contact: SharedContact, context: Context) -> Conversation | None:
    """Return the conversation with the number, None where a number that is typed is not taken as one."""
    number = Answer(words=read_shared_phone(contact.phone).e164)
    question = conversation.step.question if conversation.step else None
    if question is WAY or _asked(conversation) is Kind.EMAIL:
        conversation = give(conversation, WAY.key, Answer(("phone",)), context)
        return give(conversation, "phone", number, context)
    if _asked(conversation) is Kind.PHONE:
        return give(conversation, "phone", number, context)
    if question is not None and question.key in messages.ONE_LINE:
        return None
    after = messages.on_typed(conversation, Typed(contact.sender, contact.place, number.words), context).conversation
    if after is None or (after.answers == conversation.answers and after.told == conversation.told):
        return None
    return after


def on_location(conversation: Conversation, location: SharedLocation, context: Context) -> Decision:
    """Decide a shared place: only municipalities to choose from are kept, never the point itself."""
    question = conversation.step.question if conversation.step else None
    if question not in (PLACE, FAR, TOWN):
        if conversation.state is State.SENT:
            return Decision(conversation, effects=(PassOn(letter_of(location)),))
        return _notice(conversation, notices.NO_PLACE_ASKED, context)
    near = context.places.candidates(location.latitude, location.longitude)
    if not near:
        return _notice(conversation, notices.TOWN_SEA, context)
    codes = tuple(each.code for each in near)
    if context.places.nearest(location.latitude, location.longitude) is None:
        codes = (*codes, ABROAD)
    if question is PLACE:  # as with a municipality that is typed there: on site, in it
        conversation = give(conversation, PLACE.key, Answer(("on_site",)), context)
    return Decision(suggested(conversation, codes, context, notices.TOWN_NEAR))


def on_other(conversation: Conversation, other: Other, context: Context) -> Decision | None:
    """Decide a photo, a voice message, a sticker, a file, a poll ...: before a request is sent, it is not kept."""
    if other.kind in SERVICE:
        return None
    if other.edited:
        helped = messages.noticed(conversation, other.caption)
        return None if helped == conversation else Decision(helped)
    if other.kind == "poll" and conversation.state is State.SENT:
        return _notice(conversation, NOT_VOTED_ON, context)
    if other.caption and conversation.state is not State.SENT and conversation.step is not None:
        return _captioned(conversation, other, context)
    if conversation.state is State.SENT:
        return Decision(conversation, effects=(PassOn(letter_of(other)),))
    return _notice(conversation, notices.WRITE_IT, context)


def _captioned(conversation: Conversation, other: Other, context: Context) -> Decision:
    """Take the words below a picture or a file as what was typed; the thing itself is not kept."""
    typed = messages.on_typed(conversation, Typed(other.sender, other.place, other.caption), context)
    after = typed.conversation
    if after is None or after.answers == conversation.answers or after.beside:
        return typed
    return replace(typed, conversation=replace(after, notice=notices.CAPTION_TAKEN))


def _asked(conversation: Conversation) -> Kind | None:
    return conversation.step.question.kind if conversation.step else None


def _notice(conversation: Conversation, notice: Text, context: Context) -> Decision:
    return Decision(conversation.at(context.now, notice=notice))
