"""What typed words mean at each question."""

from __future__ import annotations

import re
from dataclasses import replace

from bot.events import Typed
from bot.nlu.crisis import urgent
from bot.nlu.discourse import NEGATIONS, read
from bot.nlu.head_counts import head_count
from bot.nlu.personal_identity_code import holds_code, without_codes
from bot.nlu.text import cleaned, one_line
from bot.nlu.understand import AskBack, Match, Meaning, Option, Unknown, is_listed, names, understand
from bot.prospect.apply import give, put_aside
from bot.prospect.decision import Context, Decision, PassOn
from bot.prospect.features import ask, reminder
from bot.prospect.features.contact_first import on_contact_first
from bot.prospect.features.corrections import BESIDE as WITHDRAWING
from bot.prospect.features.first_words import DROP, USE, USE_AND_REACH_ME
from bot.prospect.features.what_if import is_on_show
from bot.prospect.handlers import text_contact
from bot.prospect.handlers.faq import (
    GREETING_WORDS,
    apart,
    asks,
    asks_only,
    begins_as_asked,
    question_within,
    questions_in,
)
from bot.prospect.handlers.taps import on_tap
from bot.prospect.handlers.text_ahead import (
    Ahead,
    people_told,
    role_told,
    told_ahead,
    told_beside,
)
from bot.prospect.handlers.text_before import put_right
from bot.prospect.handlers.text_buttons import kept, named
from bot.prospect.handlers.text_choice import (
    asks_back,
    labels,
    labels_of,
    matched,
    of_those_asked,
    understood,
    with_labels,
)
from bot.prospect.handlers.text_crisis import tells_crisis, with_sympathy
from bot.prospect.handlers.text_elsewhere import kept_for, told_elsewhere
from bot.prospect.handlers.text_place import elsewhere, meet_in, place_and_town, which_town
from bot.prospect.handlers.text_topics import BRIEFLY, added, ticked_by
from bot.prospect.state import Conversation, State, led_to
from bot.prospect.views import notices
from bot.prospect.views.crisis_help import TOLD, URGENT
from bot.prospect.views.retry_help import missed
from bot.requests.letters import letter_of
from bot.requests.questions import ASKED_ALONG, GOES_ALONG, reply
from bot.ui.callbacks import Choose, Data, Do, Show
from flows.engine import SKIP, UNSURE, Answer, Kind, Question, Stage, Step
from flows.intake import (
    CHALLENGE,
    FAR,
    GATHERED,
    INTAKE,
    LONGEST_WORDS,
    OFFER,
    OWN_WORDS,
    PLACE,
    REVIEW,
    ROLE,
    SELF,
    WAY,
    WELCOME,
    WHO,
)
from flows.text import Apart, OneOf, Text

PEOPLE_RANGES = ((4, "few"), (10, "five_ten"), (20, "eleven_twenty"), (99_999, "over_twenty"))
"""The greatest number of people of each choice."""

BRIEFLY_ASKED = 2
"""Words of an answer that is only put as a question: "sopiiko se?"."""

FREE = (Kind.WORDS, Kind.SEVERAL, Kind.STOP)
"""The questions at which typed words are kept as they are."""

ANSWERING = (Kind.ONE, Kind.SEVERAL, Kind.TOWN, Kind.PHONE, Kind.EMAIL)
"""The questions at which a question back is answered; own words and messages are for the supervisor."""

NOTHING_DONE = (notices.NOT_UNDERSTOOD, notices.AT_OFFER, notices.USE_BUTTONS, notices.BEGIN_FIRST)
"""What is said of words that lead to nothing."""

AWAY = (reminder.BESIDE, "stopped")
"""On show to somebody who has left: "hi, I'm back" answers no question, and needs none."""

ONE_LINE = ("name", "organisation")
"""Answers that stand in the middle of a line of the card."""


def on_typed(conversation: Conversation, typed: Typed, context: Context) -> Decision:
    """Decide a text message."""
    if conversation.state is State.SENT:
        settled = _withdrawing(conversation, cleaned(typed.text), context)
        if settled is not None:
            return settled
        after = with_care(_after_sending(conversation, cleaned(typed.text), context), typed.text)
        return Decision(after, effects=(PassOn(letter_of(typed)),))
    words = cleaned(typed.text)
    if conversation.beside.startswith(URGENT) and text_contact.holds_contact(words):
        straight = _contact_first(conversation, words, context, crisis=False)
        if straight is not None:
            return Decision(straight)
    button = None if urgent(words) else named(conversation, words, context)  # help comes before any button
    if conversation.told.first or (button == DROP and not conversation.screen):  # the welcome is not read yet
        button = _of_the_first_words(conversation, words) if button in (DROP, None) else button
    if button is not None and (begun := on_first_words(conversation, button, context)):
        return begun
    if button == Choose(OFFER.key, "later") and conversation.state is State.KEPT:
        return Decision(conversation.at(context.now, notice=notices.GO_ON))
    if button == Choose(OFFER.key, "contact"):
        conversation = _reached_as_told(conversation, words) or conversation
    if button is not None:
        tapped = on_tap(conversation, button, conversation.screen, context)
        said = tapped.conversation
        return replace(tapped, conversation=replace(said, notice=tapped.answer or said.notice) if said else None)
    if (answered_there := _asked_there(conversation, words, context)) is not None:
        return Decision(answered_there)
    # Another suggestion that is looked at stays on show; whatever else stands beside the flow gives way to it.
    shown = conversation if is_on_show(conversation) else replace(conversation, beside="")
    step = conversation.step or kept(conversation)
    keys = questions_in(words, context.speak) if step is None or _may_be_asked(step, words) else ()
    asked = _replied(keys, shown, context) if keys else None
    if asked is not None and step is not None and _with_what_is_asked(shown, step, words, context):
        asked = None  # something is told as well
    if (conversation.step is None and step is not None and asked is None) and (
        text_contact.holds_contact(words) or tells_crisis(shown, words, context)
    ):  # a suggestion kept for later: now it is time
        shown = replace(shown, answers=INTAKE.reopen(shown.answers, OFFER.key), state=State.ASKING)
    elif conversation.step is None or step is None or asked is not None:
        told = _asked_along(shown.at(context.now, notice=asked or _no_answer(step, words)), words)
        if step is not None:  # asked back: the message can still be edited into an answer
            last = led_to(
                typed.place.message_id, step.question.key, shown.answers, told.answers, shown.notice, shown.told
            )
            told = replace(told, typed=last)
        return Decision(with_care(told, typed.text))
    after = _back_from(conversation.beside, taken_in(shown, step, typed.text, context))
    again = put_right(shown, step, after, words, lambda at, before, said: answered(at, before, said, context))
    after = again or replace(after, missed=missed(shown, step, after))
    last = led_to(typed.place.message_id, step.question.key, shown.answers, after.answers, shown.notice, shown.told)
    return Decision(with_care(replace(after, typed=last), typed.text))


def _replied(asked: tuple[str, ...], conversation: Conversation, context: Context) -> Text:
    """Return the reply to questions asked back; to none that is known, that it goes along."""
    return reply(asked, context.profile(), context.speak[conversation.language])


def _back_from(beside: str, after: Conversation) -> Conversation:
    """Let somebody who had left come back with any words."""
    back = beside in AWAY and after.notice == notices.NOT_UNDERSTOOD
    return replace(after, notice=notices.GO_ON) if back else after


def _asked_there(conversation: Conversation, words: str, context: Context) -> Conversation | None:
    """Reply to what is asked where questions are on show; None where none are, or nothing is asked."""
    if conversation.beside not in ask.SHOWN or not asks(words) or urgent(words):
        return None
    replied = _replied(questions_in(words, context.speak), conversation, context)
    return _asked_along(conversation.at(context.now, beside=ask.LIST, notice=replied), words)


def _contact_first(conversation: Conversation, words: str, context: Context, *, crisis: bool) -> Conversation | None:
    """Leave the questions and take the number or address; None where a correction is under way, or danger is told."""
    first = None if urgent(words) else on_contact_first(conversation, context, crisis=crisis)
    return text_contact.reached_by(first.conversation, words, context) if first and first.conversation else None


def _told_with_it(conversation: Conversation, step: Step, words: str, context: Context) -> Conversation:
    """Take what is asked and told beside a number or an address; word for word, it is kept as a message."""
    rest = text_contact.without_contact(words)
    read = _one(conversation, step, rest, context) if step.question.kind is Kind.ONE else conversation
    answers = read.answers
    if OWN_WORDS.key in answers.keys() - conversation.answers.keys():  # they are the message
        topics = Answer(tuple(key for key in answers[CHALLENGE.key].chosen if key != "words"))
        answers = INTAKE.mark({key: answers[key] for key in answers if key != OWN_WORDS.key}, CHALLENGE.key, topics)
    return replace(conversation, answers=answers, told=replace(read.told, said=conversation.told.said))


def _asks_for_contact(step: Step, words: str) -> bool:
    """Tell whether somebody who is asked about the need gives a number or an address instead: call me, no questions."""
    if step.question.kind is Kind.WORDS or not text_contact.holds_contact(words):
        return False
    return step.question.kind is not Kind.SEVERAL or text_contact.is_contact_only(words)


def _may_be_asked(step: Step, words: str) -> bool:
    """Tell whether a question back is answered here; at the card and in own words it is for the supervisor."""
    if step.question is WELCOME:
        return asks_only(words)
    return step.question.kind in ANSWERING or step.question is OFFER or (_is_one_line(step) and words.endswith("?"))


def _is_one_line(step: Step) -> bool:
    return step.question.key in ONE_LINE


def _withdrawing(conversation: Conversation, words: str, context: Context) -> Decision | None:
    """Settle in words whether to withdraw, which is no message to the supervisor; None for any other message."""
    if conversation.beside == WITHDRAWING:
        said = set(re.findall(r"\w+", words.casefold())) if len(words.split()) <= BRIEFLY else set()
        no = any(is_listed(word, "withdraw.no") for word in said)
        # What is erased stays erased: a yes is one of the listed messages, word for word.
        if no or is_listed(words, "withdraw.yes"):
            return on_tap(conversation, Show("flow") if no else Do("withdraw"), conversation.screen, context)
    elif names(words, "sent.withdraw") and len(words.split()) <= BRIEFLY:
        return Decision(conversation.at(context.now, beside=WITHDRAWING))
    return None


def _after_sending(conversation: Conversation, words: str, context: Context) -> Conversation:
    """Ask whether to withdraw where the words, passed on all the same, say so; else come back to the request."""
    if names(words, "sent.withdraw"):
        return conversation.at(context.now, beside=WITHDRAWING)
    return conversation.at(context.now, notice=conversation.notice, beside="") if conversation.beside else conversation


def with_care(conversation: Conversation, text: str) -> Conversation:
    """Bring up the help when what was typed may mean danger, even where it was no answer and is not kept."""
    if conversation.beside.startswith("care:") or not urgent(cleaned(text)):
        return conversation
    return replace(conversation, beside=TOLD)


def noticed(conversation: Conversation, text: str) -> Conversation:
    """Bring up the help for an edit that leads to nothing else, below everything: far above nobody would see it."""
    helped = with_care(conversation, text)
    return helped if helped == conversation else replace(helped, lowest=max(helped.lowest, helped.screen))


def taken_in(conversation: Conversation, step: Step, text: str, context: Context) -> Conversation:
    """Take the words in without a personal identity code, and ask about it where it would have been kept."""
    if step.question.kind not in FREE or not holds_code(cleaned(text)):
        return answered(conversation, step, text, context)
    # Deciding is pure, so what insisting would lead to is found by deciding both ways.
    insisted = answered(conversation, step, text, context)
    after = answered(conversation, step, without_codes(cleaned(text)), context)
    for key, answer in insisted.answers.items():
        if holds_code(answer.words) and key in after.answers:
            if after.beside:  # help comes first; what was left out stays out
                return replace(after, notice=notices.CODE_LEFT_OUT)
            return replace(after, beside=f"identity:{key}", held=answer.words)
    left_out = after.told.first != conversation.told.first
    return replace(after, notice=after.notice or notices.CODE_LEFT_OUT) if left_out else after


def answered(conversation: Conversation, step: Step, text: str, context: Context) -> Conversation:
    """Return the conversation after these words were typed at this question."""
    both = _with_what_is_asked(conversation, step, cleaned(text), context)
    return both or _taken(conversation, step, text, context)


def _with_what_is_asked(conversation: Conversation, step: Step, words: str, context: Context) -> Conversation | None:
    """Take an answer and reply to what is asked in the same breath; None where nothing is asked, or nothing taken."""
    if step.question.kind not in ANSWERING and not _is_one_line(step):
        return None

    def asks_here(part: str) -> bool:
        if step.question.kind is Kind.ONE and len(part.split()) > BRIEFLY_ASKED:
            read_here = matched(step.choices, step.question, part, conversation, context)
            return begins_as_asked(part) or isinstance(read_here, Unknown)
        return step.question.kind in (Kind.ONE, Kind.TOWN) and begins_as_asked(part)

    told, asked = apart(words, context.speak, others=asks_here)
    if not told or not asked:
        return None
    after = _taken(conversation, step, told, context)
    if (after.answers, after.told.answers) == (conversation.answers, conversation.told.answers):
        return None
    known = [questions_in(each, context.speak) for each in asked]
    replied = _replied(sum(known, ()) if all(known) else (), conversation, context)
    if replied.context in GOES_ALONG:
        after = replace(after, told=after.told.asking(without_codes(" ".join(asked))))
    return replace(after, reply=replied)


def _taken(conversation: Conversation, step: Step, text: str, context: Context) -> Conversation:
    words = cleaned(text)

    def read_here(part: str) -> Meaning:
        return matched(step.choices, step.question, part, conversation, context)

    told, alone = told_elsewhere(conversation, step.question, words, read_here, context)
    before = kept_for(conversation, told)
    said = [label for key, answer in told.items() for label in labels_of(key, answer)]
    nothing_else = bool(said) and alone and step.question.kind in (Kind.ONE, Kind.SEVERAL)
    after = before if nothing_else else _read_at(before, step, text, context)
    if said and (nothing_else or after.notice == notices.NOT_UNDERSTOOD):
        return after.at(context.now, notice=notices.KEPT_FOR.filled(choices=Apart(tuple(said))))
    if said and after.notice == notices.KEPT_WORDS:
        after = replace(after, notice=notices.KEPT_AND_CHOSEN.filled(choices=Apart(tuple(said))))
    after = with_sympathy(before, step, after, words, context)
    return replace(after, notice=with_labels(after.notice, said))


def _read_at(conversation: Conversation, step: Step, text: str, context: Context) -> Conversation:
    question = step.question
    words = cleaned(text)
    if not words:
        return conversation.at(context.now, notice=notices.EMPTY)
    straight = None
    if question is WAY:
        straight = text_contact.reached_by(conversation, words, context)
    elif question.stage is Stage.NEED and _asks_for_contact(step, words):
        crisis = tells_crisis(conversation, words, context)
        straight = _contact_first(_told_with_it(conversation, step, words, context), words, context, crisis=crisis)
        straight = straight and replace(straight, notice=straight.notice or notices.LATER)
    elif question.stage is Stage.CONTACT and question.kind is Kind.ONE:
        straight = _reached_early(conversation, question, words, context)
    if straight is not None:
        return straight
    match question.kind:
        case Kind.WORDS:
            return _words(conversation, question, words, context)
        case Kind.TOWN:
            return which_town(conversation, step, words, context)
        case Kind.PHONE:
            return text_contact.phone(conversation, words, context)
        case Kind.EMAIL:
            return text_contact.email(conversation, words, context)
        case Kind.SEVERAL:
            return ticked_by(conversation, step, words, context)
        case Kind.ONE:
            return _asked_along(_one(conversation, step, words, context), words)
        case Kind.STOP:
            return _asked_along(_at_stop(conversation, step, words, context), words)


def _reached_early(conversation: Conversation, question: Question, words: str, context: Context) -> Conversation | None:
    """Take a number or an address that is asked for later; the question on show stays. None when there is none."""
    after = text_contact.reached_by(conversation, words, context)
    if after is None or after.step is None or after.step.question is not question:
        return after
    return _with_way(after)


def _with_way(after: Conversation) -> Conversation:
    """Say how somebody will be answered who has just given a number or an address that is not in doubt."""
    if after.step is not None and after.step.question.kind in (Kind.PHONE, Kind.EMAIL):
        return after
    way = after.answers[WAY.key].chosen
    return replace(after, notice=after.notice if after.notice == notices.MESSAGE_ADDED else understood(WAY, way))


def _asked_along(after: Conversation, words: str) -> Conversation:
    """Keep a question that nothing here answers, and what is told at the suggestion: both go along with the request."""
    if after.told.first:  # whether it may be used is not said yet
        return after
    if words.endswith("?") and after.notice in NOTHING_DONE:
        after = replace(after, notice=ASKED_ALONG)
    if after.notice == notices.AT_OFFER:
        told = after.told if urgent(words) else after.told.saying(without_codes(words))
        kept = without_codes(words) in told.said
        return replace(after, told=told, notice=notices.AT_OFFER if kept else notices.USE_BUTTONS)
    if after.notice is None or after.notice.context not in GOES_ALONG or urgent(words):
        return after
    return replace(after, told=after.told.asking(without_codes(words)))


def _words(conversation: Conversation, question: Question, words: str, context: Context) -> Conversation:
    words = one_line(words) if question.key in ONE_LINE else words
    written = conversation.answers.get(question.key, Answer()).words
    if question.key in GATHERED and (written or not _skips(question, words, conversation, context)):
        return _gathered(conversation, question, f"{written}\n{words}".strip(), context)
    if len(words) > question.longest:
        notice = notices.TOO_LONG.filled(n=len(words), limit=question.longest)
        return conversation.at(context.now, notice=notice)
    if _skips(question, words, conversation, context):
        return give(conversation, question.key, Answer((SKIP,)), context)
    return give(conversation, question.key, Answer(words=words), context)


def _skips(question: Question, words: str, conversation: Conversation, context: Context) -> bool:
    """Tell whether the words say no more than that the question is skipped."""
    speak = context.speak[conversation.language]
    said = tuple(speak(choice.label) for choice in question.choices if choice.key == SKIP)
    if question.key == "message":  # whatever is said there is for the supervisor, but for the button's own words
        return words.casefold() in {each.casefold() for each in said}
    as_shown = words.casefold() in {each.casefold() for each in said}
    return as_shown or understand(words, question.key, [Option(SKIP)]) == Match((SKIP,))


def _gathered(conversation: Conversation, question: Question, words: str, context: Context) -> Conversation:
    """Keep own words that may go on in the next message: the person says when they are done."""
    if len(words) > question.longest:
        notice = notices.TOO_LONG.filled(n=len(words), limit=question.longest)
        return conversation.at(context.now, notice=notice)
    kept = put_aside(conversation, question.key, Answer(words=words), context, notices.GATHERED)
    new = words.removeprefix(conversation.answers.get(question.key, Answer()).words)
    return replace(kept, beside=f"care:{question.key}") if urgent(new) else kept


def _one(conversation: Conversation, step: Step, words: str, context: Context) -> Conversation:
    question = step.question
    if question.key == "people" and (people := head_count(words)):
        size = next(key for limit, key in PEOPLE_RANGES if people <= limit)
        notice = notices.TYPED_CHOSEN.filled(choices=notices.PEOPLE.filled(n=people))
        return give(conversation, question.key, Answer((size,), words=str(people)), context, notice)
    settled = of_those_asked(conversation, question, words)
    if len(settled) > 1:
        return conversation.at(context.now, notice=notices.ONLY_ONE.filled(choices=Apart(labels(question, settled))))
    if settled:
        return give(conversation, question.key, Answer(settled), context, understood(question, settled))
    found, ahead = matched(step.choices, question, words, conversation, context), None
    if question is WHO:
        ahead = _ahead(conversation, words, context)
        if isinstance(found, AskBack) and len(found.keys) == 1 and ahead is not None:
            found = Match(found.keys)  # what seemed unknown tells what it is about
    if ahead is not None:
        conversation = replace(conversation, answers=ahead.answers)
    elif isinstance(found, Match | AskBack) and question.stage is Stage.NEED:
        conversation = _with_the_rest(conversation, question, words, found.keys[0], context)
    if question is PLACE:
        there = place_and_town(conversation, found, words, context)
        if there is not None:
            return there
    if question is FAR and not isinstance(found, Match) and (other := elsewhere(conversation, words, context)):
        return meet_in(conversation, other, context)
    if not isinstance(found, Match):
        asked_again = conversation.at(context.now, notice=_asked_again(conversation, question, found, ahead))
        return _kept_beside(asked_again, question, words)
    if question is WHO:
        return _who(conversation, found.keys[0], words, ahead, context)
    return give(conversation, question.key, Answer(found.keys), context, understood(question, found.keys))


def _asked_again(
    conversation: Conversation, question: Question, found: AskBack | Unknown, ahead: Ahead | None
) -> Text | None:
    """Say why a question is still on show: what may have been meant, what was kept, or that nothing was understood."""
    match found:
        case AskBack((_,) as keys):
            return notices.PERHAPS.filled(choices=Apart(labels(question, keys)))
        case AskBack(keys):
            return notices.WHICH.filled(choices=OneOf(labels(question, keys)))
    if ahead is not None:
        return notices.KEPT_AHEAD
    return conversation.notice if asks_back(conversation) else notices.NOT_UNDERSTOOD


def _kept_beside(after: Conversation, question: Question, words: str) -> Conversation:
    """Keep what is told of the writer in words that no choice has ("ensi syksynä"), which the card shows."""
    kept = after.told.saying(without_codes(words))
    lost = question.stage is not Stage.CONTACT or after.notice != notices.NOT_UNDERSTOOD or words.endswith("?")
    if lost or urgent(words) or without_codes(words) not in kept.said:
        return after
    return replace(after, told=kept, notice=notices.KEPT_BESIDE)


def _who(conversation: Conversation, key: str, words: str, ahead: Ahead | None, context: Context) -> Conversation:
    """Take who takes part, and what is told with it: how many they are, who is writing, what it is about."""
    telling = (each for each in re.split(r"[.!?\n]+", words) if _tells_who(each, key, conversation, context))
    people = next(filter(None, (people_told(key, each) for each in (words, *telling))), None)
    role = role_told(key, words, matched(ROLE.choices, ROLE, words, conversation, context))
    more = (notices.PEOPLE.filled(n=people),) if people else ()
    conversation = replace(conversation, told=conversation.told.without(ROLE.key))
    myself = next((each for each, audience in SELF.items() if role == "participant" and audience == key), "")
    if myself:
        key = myself
    elif role and key not in SELF:
        conversation = replace(conversation, told=conversation.told.answering(ROLE.key, Answer((role,))))
        more = (*more, *labels(ROLE, (role,)))
    more = (*more, *(ahead.labels if ahead else ()))
    return give(conversation, WHO.key, Answer((key,), words=str(people or "")), context, understood(WHO, (key,), *more))


def _tells_who(words: str, key: str, conversation: Conversation, context: Context) -> bool:
    found = matched(WHO.choices, WHO, words, conversation, context)
    return isinstance(found, Match) and found.keys == (key,)


def _with_the_rest(
    conversation: Conversation, question: Question, words: str, key: str, context: Context
) -> Conversation:
    """Keep words that tell more than the choice they mean."""
    label = question.choice(key)
    told = told_beside(question, words, context.speak[conversation.language](label.label) if label else "")
    return replace(conversation, told=conversation.told.saying(told)) if told else conversation


def _ahead(conversation: Conversation, words: str, context: Context) -> Ahead | None:
    return told_ahead(
        conversation, words, lambda told: matched(CHALLENGE.choices, CHALLENGE, told, conversation, context)
    )


def _at_stop(conversation: Conversation, step: Step, words: str, context: Context) -> Conversation:
    """Typed where there is something to read: at the card it is a message to the supervisor."""
    if step.question is WELCOME:
        return _first_words(conversation, words, context)
    if step.question is REVIEW:
        if is_listed(words, "review.send") or is_listed(words, "talk.nothing"):
            return conversation.at(context.now, notice=notices.SENT_BY_TAP)
        if text_contact.is_contact_only(words):
            return text_contact.reached_by(conversation, words, context) or conversation
        return added(conversation, "message", words, context, notices.MESSAGE_ADDED)
    if step.question is OFFER:
        contact = give(conversation, OFFER.key, Answer(("contact",)), context)
        straight = text_contact.reached_by(contact, words, context)
        if straight is not None:
            return _with_way(straight)
        if told := _reached_as_told(conversation, words):
            return give(told, OFFER.key, Answer(("contact",)), context)
    return conversation.at(context.now, notice=_no_answer(step, words))


def _first_words(conversation: Conversation, words: str, context: Context) -> Conversation:
    """Keep what is told before the first question until it is said whether it may be used; a greeting is answered."""
    crisis = tells_crisis(conversation, words, context)
    told = len(words.split()) > GREETING_WORDS or text_contact.holds_contact(words) or conversation.told.first
    if not told or (urgent(words) and not crisis):
        return conversation.at(context.now, notice=notices.BEGIN_FIRST)
    first = f"{conversation.told.first}\n{words}".strip()
    if len(first) > LONGEST_WORDS:
        return conversation.at(context.now, notice=notices.TOO_LONG.filled(n=len(first), limit=LONGEST_WORDS))
    told_first = replace(conversation.told, first=first)
    if crisis:
        told_first = told_first.answering(CHALLENGE.key, Answer(("crisis",), open=True))
    asked = question_within(words, context.speak)
    answer = _replied(asked, conversation, context) if asked else None
    return conversation.at(context.now, told=told_first, notice=notices.SORRY if crisis else answer)


def _reached_as_told(conversation: Conversation, words: str) -> Conversation | None:
    """Keep how to be answered where the wish for contact tells it: "soittakaa mulle"; None where it does not."""
    way = understand(words, WAY.key, [Option(choice.key) for choice in WAY.choices])
    if not isinstance(way, Match) or len(words.split()) > BRIEFLY:
        return None
    return replace(conversation, told=conversation.told.answering(WAY.key, Answer(way.keys)))


def _of_the_first_words(conversation: Conversation, words: str) -> Data | None:
    """Return whether words kept from before the first question may be used; None where that is not said."""
    if not conversation.told.first:
        return None
    if NEGATIONS.issuperset(read(words).words):
        return DROP
    return USE if is_listed(words, "choice.yes") or is_listed(words, "welcome.begin") else None


def on_first_words(conversation: Conversation, data: Data, context: Context) -> Decision | None:
    """Begin with what was written before, as if it were typed at the first questions; None for any other tap."""
    step, words = conversation.step, conversation.told.first
    if step is None or step.question is not WELCOME or not words or data not in (USE, USE_AND_REACH_ME):
        return None
    conversation = replace(conversation, told=conversation.told.begun())
    begun = give(conversation, WELCOME.key, Answer(("begin",)), context)
    after = answered(begun, begun.step, words, context) if begun.step else begun
    asked = after.step.question if after.step else None
    if (
        asked
        and asked.stage is Stage.NEED
        and words not in (*after.told.said, after.answers.get(OWN_WORDS.key, Answer()).words)
    ):
        found = matched(CHALLENGE.choices, CHALLENGE, words, begun, context)
        topics = found.keys if isinstance(found, Match) and UNSURE not in found.keys else ()
        topics = tuple(dict.fromkeys((*after.answers.get(CHALLENGE.key, Answer()).chosen, *topics, "words")))
        ticked = INTAKE.mark(after.answers, CHALLENGE.key, Answer(topics))
        after = replace(after, answers={**ticked, OWN_WORDS.key: Answer(words=words)})
    if after.notice in (notices.NOT_UNDERSTOOD, notices.SORRY):  # it is answered already
        after = replace(after, notice=notices.KEPT_AHEAD if asked is WHO else None)
    last = led_to(conversation.typed.message_id, WHO.key, begun.answers, after.answers, None, begun.told)
    after = replace(after, typed=last, reply=None)
    if data == USE_AND_REACH_ME and asked and asked.stage is Stage.NEED:
        return on_contact_first(after, context, crisis=tells_crisis(begun, words, context))
    return Decision(after)


def _no_answer(step: Step | None, words: str) -> Text:
    """Say what there is to do where no words are asked for: a thank you is not told that it is not kept."""
    if is_listed(words, "talk.nothing"):
        return notices.GO_ON
    return notices.AT_OFFER if step is not None and step.question is OFFER else notices.USE_BUTTONS
