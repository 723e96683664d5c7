"""One event of a prospect, decided: (stored state, event) -> (new state, what to send). Pure."""

from __future__ import annotations

from dataclasses import replace

from bot.events import Command, Event, Other, SharedContact, SharedLocation, Tap, Typed
from bot.nlu.crisis import urgent
from bot.nlu.personal_identity_code import holds_code
from bot.nlu.text import cleaned
from bot.prospect.decision import Context, Decision, PassOn
from bot.prospect.handlers import edits, media, messages, taps
from bot.prospect.handlers.commands import on_command
from bot.prospect.state import Conversation, State, begin
from bot.prospect.views import notices
from bot.prospect.views.crisis_help import URGENT
from bot.requests.letters import letter_of, words_of
from bot.ui.callbacks import decode
from bot.ui.i18n import guess_language


def decide(conversation: Conversation | None, event: Event, context: Context) -> Decision | None:
    """Return what this event leads to; None where silence is right."""
    if not isinstance(event, Typed | Command | Tap | SharedContact | SharedLocation | Other):
        return None
    new = conversation is None
    if new and isinstance(event, Typed | Other) and event.edited and not urgent(cleaned(words_of(event))):
        return None  # what was written before belongs to nothing: perhaps its writer had everything deleted
    if conversation is None:
        conversation = begin(
            event.place.chat_id, event.sender, guess_language(event.sender.language_code, context.speak), context.now
        )
    # A person who does anything is back: nobody needs to be reminded any more.
    conversation = replace(conversation, remind_at=0.0) if conversation.remind_at else conversation
    if isinstance(event, Tap):
        return _tapped(conversation, event, context, new=new)
    # Whatever the person writes stands below the screen, so the screen is posted again under it.
    if not (isinstance(event, Typed | Other) and event.edited):
        conversation = conversation.at(context.now, notice=conversation.notice, lowest=event.place.message_id)
    match event:
        case Command():
            return on_command(conversation, event, context, new=new)
        case _ if new and not isinstance(event, Typed):
            return Decision(conversation)
        case Typed(edited=True):
            return _held_back(edits.on_edited(conversation, event, context), event, context)
        case Typed():
            return _held_back(messages.on_typed(conversation, event, context), event, context)
        case SharedContact():
            return media.on_contact(conversation, event, context)
        case SharedLocation():
            return media.on_location(conversation, event, context)
        case Other(caption="", content=content) if content.album and content.album == conversation.album:
            # The other files of an album: what there is to say has been said of the first.
            more = (PassOn(letter_of(event)),) if conversation.state is State.SENT else ()
            return Decision(conversation, effects=more)
        case Other():
            conversation = replace(conversation, album=event.content.album)
            return _held_back(media.on_other(conversation, event, context), event, context)


def _held_back(decision: Decision | None, event: Typed | Other, context: Context) -> Decision | None:
    """Ask first when what would be passed on holds a personal identity code."""
    words = words_of(event)
    if decision is None or decision.conversation is None or not decision.has(PassOn) or not holds_code(cleaned(words)):
        return decision
    if urgent(cleaned(words)):  # help comes first; what holds a code stays here
        return replace(decision, conversation=replace(decision.conversation, notice=notices.NOT_PASSED_ON), effects=())
    asked = decision.conversation.at(context.now, beside="identity:", held=str(event.place.message_id))
    return replace(decision, conversation=asked, effects=())


def _tapped(conversation: Conversation, tap: Tap, context: Context, *, new: bool) -> Decision:
    data = decode(tap.data)
    if new or data is None:
        conversation = conversation.at(context.now, lowest=max(conversation.lowest, conversation.screen))
        return Decision(conversation, notices.UNKNOWN_BUTTON)
    decision = messages.on_first_words(conversation, data, context) if conversation.told.first else None
    decision = decision or taps.on_tap(conversation, data, tap.place.message_id, context)
    if decision.answer is None and not decision.effects and _same(conversation, decision.conversation):
        decision = replace(decision, answer=notices.SO_ALREADY)
    after = decision.conversation
    if after is None or not _shows_numbers(conversation) or _shows_numbers(after):
        return decision
    # The numbers stay where they can be read again: what follows comes below them.
    return replace(decision, conversation=replace(after, lowest=max(after.lowest, after.screen)))


def _shows_numbers(conversation: Conversation) -> bool:
    return conversation.beside.startswith(URGENT)


def _same(before: Conversation, after: Conversation | None) -> bool:
    if after is None or after.answers != before.answers:
        return False
    return replace(after, changed_at=before.changed_at) == before
