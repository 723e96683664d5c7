"""An edited message: what it had led to is taken back, and it is read again at the question it was typed at."""

from __future__ import annotations

from dataclasses import replace

from bot.events import Typed
from bot.nlu.personal_identity_code import holds_code
from bot.nlu.text import cleaned
from bot.prospect.apply import suggests_otherwise
from bot.prospect.decision import Context, Decision, PassOn
from bot.prospect.handlers.messages import noticed, taken_in, with_care
from bot.prospect.state import Conversation, LastTyped, State, led_to, taken_back
from bot.prospect.views import notices
from bot.prospect.views.crisis_help import URGENT
from bot.requests.letters import letter_of
from flows.engine import UNSURE, Answer, Answers, Kind, Question
from flows.intake import CHALLENGE, GATHERED, INTAKE, OFFER
from flows.text import Text

UNTAKEN = (notices.TOO_LONG, notices.EMPTY)
"""What is said of words that cannot be taken at all: the message as it was stays in force."""

UNDERSTOOD = (notices.TYPED_CHOSEN, notices.KEPT_AND_CHOSEN)
"""What is said with the choices that were recognised."""


def on_edited(conversation: Conversation, typed: Typed, context: Context) -> Decision:
    """Decide an edited message; only the last one typed can still be changed that way."""
    if conversation.beside == "identity:" and conversation.held == str(typed.place.message_id):
        if holds_code(cleaned(typed.text)):
            return Decision(conversation)
        # What was held back is as it should be now.
        return Decision(conversation.at(context.now, beside=""), effects=(PassOn(letter_of(typed)),))
    question = _typed_at(conversation, typed.place.message_id)
    if question is None:
        return Decision(noticed(conversation.at(context.now, notice=notices.NO_EDIT), typed.text))
    after = with_care(_read_again(conversation, question, typed, context), typed.text)
    if conversation.beside.startswith(URGENT) and not after.beside:
        after = replace(after, beside=conversation.beside)  # the help that was shown stays until it is left
    return Decision(after)


def _typed_at(conversation: Conversation, message_id: int) -> Question | None:
    """Return the question a message was typed at, None when an edit of it comes too late."""
    last, shown = conversation.typed, conversation.step
    question = INTAKE.question(last.asked)
    if question is None or last.message_id != message_id or conversation.state is State.SENT:
        return None
    if not last.gave:  # it was not understood: it can be put right while the question is still on show
        return question if shown is not None and shown.question is question else None
    closed = {key: replace(answer, open=False) for key, answer in conversation.answers.items()}
    return question if question.when(closed) else None


def _read_again(conversation: Conversation, question: Question, typed: Typed, context: Context) -> Conversation:
    last = conversation.typed
    answers = taken_back(conversation.answers, last)
    if question.key in last.gave:
        answers = INTAKE.reopen(answers, question.key)
    opened = replace(conversation, answers=answers, beside="", notice=last.notice, told=last.told)
    read = taken_in(opened, question.step(answers), typed.text, context)
    if read.notice is not None and read.notice.context in {each.context for each in UNTAKEN}:
        return conversation.at(context.now, notice=read.notice)
    if read.answers == answers:
        return conversation.at(context.now, notice=read.notice) if question.kind is Kind.WORDS else read
    after = INTAKE.settle(_as_done(conversation.answers, _with_ticks(read.answers, conversation.answers, last)))
    ticked = (*_ticks(read.answers), *_unticked(conversation.answers, last))
    done = replace(led_to(last.message_id, question.key, answers, after, last.notice, last.told), ticked=ticked)
    if suggests_otherwise(conversation.answers, after):
        after = INTAKE.reopen(after, OFFER.key)
    notice = _notice(question, read, after)
    return replace(read, answers=after, notice=notice, typed=done).going_on()


def _notice(question: Question, read: Conversation, after: Answers) -> Text | None:
    """Say what the edit changed; a question that is still open says what it needs."""
    said = read.notice
    if question.kind is not Kind.WORDS and after.get(question.key, Answer()).open:
        return said
    if said is not None and said.context in {each.context for each in UNDERSTOOD}:
        return notices.EDIT_UNDERSTOOD.filled(choices=said.values["choices"])
    return notices.EDIT_TAKEN


def _with_ticks(read: Answers, now: Answers, last: LastTyped) -> Answers:
    """Let the ticks set and taken away by hand since the message came stand as they are."""
    if CHALLENGE.key not in last.gave:
        return read
    unticked = _unticked(now, last)
    kept = [key for key in _ticks(read) if key not in unticked]
    by_hand = [key for key in _ticks(now) if key not in last.ticked and key not in kept]
    ticks = tuple(kept + [key for key in by_hand if key != UNSURE or not kept])
    return {**read, CHALLENGE.key: replace(read.get(CHALLENGE.key, Answer(open=True)), chosen=ticks)} if ticks else read


def _unticked(now: Answers, last: LastTyped) -> tuple[str, ...]:
    return tuple(key for key in last.ticked if key not in _ticks(now)) if CHALLENGE.key in last.gave else ()


def _ticks(answers: Answers) -> tuple[str, ...]:
    return answers.get(CHALLENGE.key, Answer()).chosen


def _as_done(before: Answers, answers: Answers) -> Answers:
    """Keep done what was done before: an edit of told words asks for no second "Done"."""
    done = {}
    for key in (CHALLENGE.key, *GATHERED):
        answer = answers.get(key, Answer())
        if (answer.chosen or answer.words) and not before.get(key, Answer(open=True)).open:
            done[key] = replace(answer, open=False)
    return {**answers, **done}
