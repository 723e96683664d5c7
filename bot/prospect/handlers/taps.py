"""What a button does."""

from __future__ import annotations

from dataclasses import replace

from bot.prospect.apply import give
from bot.prospect.decision import Context, CorrectRequest, Decision, EraseAll, PassOn, Say, SendRequest
from bot.prospect.features import ask, brief, contact_first, corrections, reminder, situations, what_if
from bot.prospect.handlers.text_before import misread, misread_again
from bot.prospect.handlers.text_place import another
from bot.prospect.state import Conversation, LastTyped, State, begin_again
from bot.prospect.views import notices
from bot.requests.limits import MOST_WAITING, REQUESTS
from bot.ui.callbacks import Back, Brief, Choose, Data, Desk, Do, Done, Meet, Open, Show, Speak, Tick, WhatIf
from flows.engine import NO_ANSWERS, PASSED, UNSURE, Answer, Kind, Question, Step
from flows.intake import GATHERED, INTAKE, OFFER, ROLE, TOWN, WELCOME, WHO

AS_TYPED = "as_typed"
"""The choice of an e-mail address as it was typed, where another one may be meant."""

BESIDE = (
    *("privacy", "help", "urgent", "language", "card", "add", "erase"),
    *(situations.BESIDE, corrections.BESIDE, corrections.MORE, what_if.LIST, *ask.SHOWN),
)
"""What can be shown beside the flow; "flow" leads back to it."""


def on_tap(conversation: Conversation, data: Data, message_id: int, context: Context) -> Decision:
    """Decide a tap on the button of `message_id`."""
    match data:
        case Speak(language) if language in context.speak:
            return Decision(conversation.at(context.now, language=language, beside=""))
        case Show("flow"):
            return Decision(conversation.at(context.now, beside=""))
        case Show(what) if what in BESIDE:
            return Decision(conversation.at(context.now, beside=what))
        case Do(what):
            return _do(conversation, what, message_id, context)
        case Choose() | Tick() | Done() | Back() | Open():
            return _on_question(conversation, data, message_id, context)
        case WhatIf():
            return what_if.on_what_if(conversation, data, context) or _late(conversation, message_id, context)
        case Brief():
            return brief.on_brief(conversation, data, context) or _late(conversation, message_id, context)
        case Speak() | Show() | Desk() | Meet():
            return Decision(_brought_up(conversation, context), notices.UNKNOWN_BUTTON)


def _do(conversation: Conversation, what: str, message_id: int, context: Context) -> Decision:
    match what:
        case "restart" if conversation.state is not State.SENT:
            return Decision(begin_again(conversation, context.now), notices.FROM_START)
        case "new" if conversation.state is State.SENT and context.sending().waiting >= MOST_WAITING:
            return Decision(conversation.at(context.now, notice=notices.MOST_WAITING.filled(limit=MOST_WAITING)))
        case "new" if conversation.state is State.SENT:
            return Decision(_brought_up(begin_again(conversation, context.now), context))
        case "erase" if conversation.beside == "erase":
            return Decision(None, effects=(EraseAll(), Say(notices.ERASED)))
        case "go_on":
            return Decision(conversation.at(context.now, beside=""))
        case "unwrite" if conversation.beside.startswith("care:"):
            key = conversation.beside.removeprefix("care:")
            left = {each: answer for each, answer in conversation.answers.items() if each != key}
            without = conversation.at(context.now, answers=INTAKE.settle(left), beside="", state=State.ASKING)
            last = replace(conversation.typed, gave=(), before=NO_ANSWERS, ticked=())
            return Decision(replace(without, typed=last), notices.UNWRITTEN)
        case "anew" if _gathering(conversation):
            key = _gathering(conversation)
            return Decision(conversation.at(context.now, answers=INTAKE.mark(conversation.answers, key, Answer())))
        case "unsay" if conversation.state is State.ASKING:
            told = replace(conversation.told, said=(), asked=())
            without = conversation.at(context.now, told=told, typed=LastTyped(), beside="")
            return Decision(without, notices.UNWRITTEN)
        case "anew" if conversation.step is not None and conversation.step.question is TOWN:
            return Decision(another(conversation, context))
        case "misread" if question := misread(conversation):
            return Decision(misread_again(conversation, question, context.now))
        case "code_out" | "code_in" if conversation.beside.startswith("identity:"):
            return _code(conversation, context, keep=what == "code_in")
        case "remind" | "correct" | "leave" | "withdraw" | "contact_first" | "ask_along":
            act = {
                "remind": reminder.on_remind,
                "correct": corrections.on_correct,
                "leave": corrections.left_as_it_was,
                "withdraw": corrections.on_withdraw,
                "contact_first": contact_first.on_contact_first,
                "ask_along": ask.on_along,
            }[what]
            return act(conversation, context) or _late(conversation, message_id, context)
        case "stop":
            return Decision(conversation.at(context.now, beside="stopped"))
        case _:
            return Decision(_brought_up(conversation, context), notices.UNKNOWN_BUTTON)


def _code(conversation: Conversation, context: Context, *, keep: bool) -> Decision:
    """Leave a personal identity code out, or keep it because the person insists; held words go either way."""
    key, after = conversation.beside.removeprefix("identity:"), conversation.at(context.now, beside="")
    if not key:  # a message to be passed on: held is its id
        if not keep or not conversation.held:
            return Decision(after, notices.NOT_PASSED_ON)
        return Decision(after, effects=(PassOn.message(conversation.chat_id, int(conversation.held)),))
    if not keep or not conversation.held or key not in after.answers:
        return Decision(after, notices.CODE_STAYS_OUT)
    insisted = replace(after.answers[key], words=conversation.held)
    return Decision(replace(after, answers={**after.answers, key: insisted}), notices.CODE_KEPT)


def _on_question(
    conversation: Conversation, data: Choose | Tick | Done | Back | Open, message_id: int, context: Context
) -> Decision:
    step = conversation.step
    if conversation.state is State.SENT:
        return _late(conversation, message_id, context)
    if step is None:
        return _from_kept(conversation, data, message_id, context)
    question = step.question
    if isinstance(data, Open):
        return _open(conversation, question, data.question, message_id, context)
    if data.question != question.key:
        return _late(conversation, message_id, context)
    match data:
        case Back():
            return Decision(conversation.at(context.now, answers=INTAKE.back(conversation.answers), beside=""))
        case Tick(key, choice, on) if question.kind is Kind.SEVERAL and _offered(step, choice):
            if on and choice == UNSURE and not step.answer.chosen:  # says it all: nothing is left to be done with
                return Decision(give(conversation, key, Answer((UNSURE,)), context))
            ticked = INTAKE.mark(conversation.answers, key, _ticked(step.answer, choice, on=on))
            prompt = notices.WRITE_HERE if on and choice == "words" and "own_words" not in ticked else None
            return Decision(conversation.at(context.now, answers=ticked, notice=prompt))
        case Done(key) if question.kind is Kind.SEVERAL:
            if not step.answer.chosen:
                return Decision(conversation.at(context.now), notices.CHOOSE_FIRST)
            return Decision(give(conversation, key, replace(step.answer, open=False), context))
        case Done(key) if step.answer.words:
            return Decision(give(conversation, key, Answer(words=step.answer.words), context))
        case Choose(key, choice):
            return _choose(conversation, step, choice, message_id, context)
        case _:
            return Decision(_brought_up(conversation, context), notices.UNKNOWN_BUTTON)


def _choose(conversation: Conversation, step: Step, choice: str, message_id: int, context: Context) -> Decision:
    question, key = step.question, step.question.key
    if key == "change":
        return _open_again(conversation, choice, context)
    before = step.answer
    if question.kind is Kind.EMAIL and choice == AS_TYPED and before.chosen:
        return Decision(give(conversation, key, Answer(words=before.chosen[0]), context))
    if question.kind is Kind.TOWN and choice in before.chosen:
        return Decision(give(conversation, key, Answer((choice,)), context))
    passed = choice in PASSED and not question.needed
    if not passed and not _offered(step, choice):
        return Decision(_brought_up(conversation, context), notices.UNKNOWN_BUTTON)
    if question is WHO and ROLE.key in conversation.told.answers:  # who is writing was told of somebody else
        conversation = replace(conversation, told=conversation.told.without(ROLE.key))
    if question is WELCOME:  # begun without what was written before
        conversation = replace(conversation, told=conversation.told.begun(), typed=LastTyped())
    helped = conversation.beside == situations.BESIDE  # what a situation leads to is said, not shown
    told = question.choice(choice) if helped else None
    notice = notices.TYPED_CHOSEN.filled(choices=told.label) if told else None
    given = give(conversation, key, Answer((choice,)), context, notice)
    if key == "offer" and choice == "later" and conversation.sent:
        return corrections.left_as_it_was(conversation, context) or Decision(conversation)
    if key == "offer":
        # The suggestion stays where it can be read again; what follows comes below it.
        given = given.at(
            context.now, state=State.KEPT if choice == "later" else State.ASKING, lowest=max(given.lowest, message_id)
        )
    if key == "review":
        sending = context.sending()
        if sending.blocked:
            return Decision(conversation.at(context.now, notice=notices.BLOCKED))
        if conversation.sent:
            corrected = given.at(context.now, state=State.SENT, sent=NO_ANSWERS, notice=notices.CORRECTED)
            return Decision(corrected, effects=(CorrectRequest(),))
        if sending.waiting >= MOST_WAITING:
            return Decision(conversation.at(context.now, notice=notices.NOT_SENT_YET.filled(limit=MOST_WAITING)))
        if sending.enough:
            return Decision(conversation.at(context.now, notice=notices.ENOUGH.filled(limit=REQUESTS.most)))
        sent = given.at(context.now, state=State.SENT, lowest=max(given.lowest, message_id))
        return Decision(sent, effects=(SendRequest(),))
    return Decision(given)


def _from_kept(
    conversation: Conversation, data: Choose | Tick | Done | Back | Open, message_id: int, context: Context
) -> Decision:
    """Go on from a suggestion that was kept."""
    again = replace(conversation, answers=INTAKE.reopen(conversation.answers, "offer"), state=State.ASKING)
    if data == Choose("offer", "contact"):
        return _choose(again, OFFER.step(again.answers), "contact", message_id, context)
    if isinstance(data, Open) and data.question == "change":
        return Decision(again.at(context.now, answers=INTAKE.reopen(again.answers, "change"), beside=""))
    if data == Open("offer"):
        return Decision(again.at(context.now, beside=""))
    return _late(conversation, message_id, context)


def _open(conversation: Conversation, current: Question, key: str, message_id: int, context: Context) -> Decision:
    """Open what a screen offers to open: one of the answers on request, or the list of answers to change."""
    wanted = INTAKE.question(key)
    if (
        current.key not in ("offer", "review")
        or wanted is None
        or not wanted.on_request
        or not wanted.when(conversation.answers)
    ):
        return _late(conversation, message_id, context)
    return Decision(conversation.at(context.now, answers=INTAKE.reopen(conversation.answers, key), beside=""))


def _open_again(conversation: Conversation, key: str, context: Context) -> Decision:
    """Ask one answered question again; everything else is kept."""
    if key not in changeable(conversation):
        return Decision(conversation.at(context.now), notices.UNKNOWN_BUTTON)
    answers = INTAKE.reopen(INTAKE.close(conversation.answers, "change"), key)
    return Decision(conversation.at(context.now, answers=answers))


def _gathering(conversation: Conversation) -> str:
    """Return the key of the question whose words are being gathered, "" when none is."""
    step = conversation.step
    asked = step is not None and conversation.state is State.ASKING and step.question.key in GATHERED
    return step.question.key if step and asked else ""


def changeable(conversation: Conversation) -> tuple[str, ...]:
    """Return the keys of the questions whose answer can be changed alone, in order."""
    return tuple(
        each.key
        for each in INTAKE.asked(conversation.answers)
        if each.kind is not Kind.STOP and each.key in conversation.answers
    )


def _ticked(answer: Answer, choice: str, *, on: bool) -> Answer:
    """Tick a choice or take it away; "I don't know yet" stands alone."""
    others = tuple(each for each in answer.chosen if each != choice and UNSURE not in (each, choice))
    return replace(answer, chosen=(*others, choice) if on else others, open=True)


def _offered(step: Step, choice: str) -> bool:
    return choice in [each.key for each in step.choices]


def _late(conversation: Conversation, message_id: int, context: Context) -> Decision:
    """Answer a tap that belongs to another question: the second of a double tap, or a button of an old screen."""
    if message_id == conversation.screen:
        return Decision(conversation.at(context.now, notice=conversation.notice))
    return Decision(_brought_up(conversation, context), notices.OLD_BUTTON)


def _brought_up(conversation: Conversation, context: Context) -> Conversation:
    """Have the current screen posted again, below everything."""
    return conversation.at(context.now, lowest=max(conversation.lowest, conversation.screen))
