"""What typed words mean at each question."""

from __future__ import annotations

from dataclasses import replace

from bot.events import Typed
from bot.i18n import Translator
from bot.prospect import care, notices
from bot.prospect.after_sending import BESIDE as WITHDRAWING
from bot.prospect.ahead import Ahead, told_ahead
from bot.prospect.clean import cleaned, one_line
from bot.prospect.contact import Fault, read_email, read_phone
from bot.prospect.context import Context, Decision
from bot.prospect.conversation import Conversation, State
from bot.prospect.give import give, put_aside
from bot.prospect.identity import holds_code, without_codes
from bot.prospect.questions import answer_to
from bot.prospect.stuck import missed
from bot.prospect.taps import on_tap
from bot.prospect.towns import Abroad, Found, Region, Suggestions, find_town
from bot.prospect.typed import Match, NoMatch, Option, Outcome, Perhaps, Which, head_count, match
from bot.prospect.wayfinding import named
from flows.engine import SKIP, UNSURE, Answer, Choice, Kind, Question, Step
from flows.intake import ABROAD as ABROAD_CODE
from flows.intake import CHALLENGE, COUNTABLE, GATHERED, INTAKE, OFFER, PLACE, REVIEW, WELCOME, WHO
from flows.text import Apart, OneOf, Text

PEOPLE_RANGES = ((4, "few"), (10, "five_ten"), (20, "eleven_twenty"), (99_999, "over_twenty"))
"""The greatest number of people of each choice."""

FEWEST_DIGITS = 6
"""Fewer digits are no phone number but perhaps the number of a choice."""

TOLD_IN_WORDS = 2
"""More words for each choice recognised than this tell more than the choice, so they are kept beside the ticks."""

FREE = (Kind.WORDS, Kind.SEVERAL, Kind.STOP)
"""The questions at which typed words are kept as they are."""

ONE_LINE = ("name", "organisation")
"""Answers that stand in the middle of a line of the card."""


def on_typed(conversation: Conversation, typed: Typed, context: Context) -> Decision:
    """Decide a text message, new or edited."""
    if typed.edited:
        return _edited(conversation, typed, context)
    if conversation.state is State.SENT:
        return Decision(_with_care(_after_sending(conversation, cleaned(typed.text), context), typed.text), relay=True)
    step = conversation.step
    if step is None:
        return Decision(_with_care(conversation.at(context.now, notice=notices.USE_BUTTONS), typed.text))
    button = named(conversation, step, cleaned(typed.text), context)
    if button is not None:
        tapped = on_tap(replace(conversation, beside=""), button, conversation.screen, context)
        said = tapped.conversation
        return replace(tapped, conversation=replace(said, notice=tapped.answer or said.notice) if said else None)
    asked = answer_to(cleaned(typed.text), context.synonyms) if _may_be_asked(step) else None
    if asked is not None:
        return Decision(_with_care(conversation.at(context.now, beside="", notice=asked), typed.text))
    after = _without_code(replace(conversation, beside=""), step, typed.text, context)
    after = replace(after, missed=missed(conversation, step, after))
    if after.answers != conversation.answers:
        key = _written_under(conversation, after) or step.question.key
        before = conversation.answers.get(key, Answer()).words
        after = replace(after, typed=(typed.place.message_id, key, before))
    return Decision(_with_care(after, typed.text))


def _may_be_asked(step: Step) -> bool:
    """Tell whether a question back is answered here; at the card and in own words it is for the supervisor."""
    return step.question.kind in (Kind.ONE, Kind.SEVERAL, Kind.TOWN) or step.question in (WELCOME, OFFER)


def _after_sending(conversation: Conversation, words: str, context: Context) -> Conversation:
    """Ask whether to withdraw where the words, passed on all the same, say so; else come back to the request."""
    withdraw = Option("withdraw", "", context.synonyms.of("sent", "withdraw"))
    if isinstance(match(words, [withdraw], several=False), Match):
        return conversation.at(context.now, beside=WITHDRAWING)
    return conversation.at(context.now, notice=conversation.notice, beside="") if conversation.beside else conversation


def _written_under(before: Conversation, after: Conversation) -> str:
    """Return the key of the own words that a message has been added to, "" when it was none."""
    old, new = before.answers, after.answers
    return next((key for key in GATHERED if key in new and new[key].words != old.get(key, Answer()).words), "")


def _with_care(conversation: Conversation, text: str) -> Conversation:
    """Bring up the help when what was typed may mean danger, even where it was no answer and is not kept."""
    if conversation.beside.startswith("care:") or not care.urgent(cleaned(text)):
        return conversation
    return replace(conversation, beside="urgent")


def noticed(conversation: Conversation, text: str) -> Conversation:
    """Bring up the help for an edit that leads to nothing else, below everything: far above nobody would see it."""
    helped = _with_care(conversation, text)
    return helped if helped == conversation else replace(helped, lowest=max(helped.lowest, helped.screen))


def _edited(conversation: Conversation, typed: Typed, context: Context) -> Decision:
    message_id, key, before = conversation.typed
    question = INTAKE.question(key)
    if conversation.beside == "identity:" and conversation.held == str(typed.place.message_id):
        if holds_code(cleaned(typed.text)):
            return Decision(conversation)
        # What was held back is as it should be now.
        return Decision(conversation.at(context.now, beside=""), relay_message=typed.place.message_id)
    if message_id != typed.place.message_id or question is None or conversation.state is State.SENT:
        return Decision(noticed(conversation.at(context.now, notice=notices.NO_EDIT), typed.text))
    if key in GATHERED:
        return Decision(_with_care(_gathered_anew(conversation, question, before, typed.text, context), typed.text))
    opened = replace(conversation, answers=INTAKE.reopen(conversation.answers, key), beside="")
    step = Step(question, question.offered(opened.answers), opened.answers[key])
    after = _without_code(opened, step, typed.text, context)
    if not after.answers.get(key, Answer(open=True)).open:
        after = replace(after, notice=notices.EDIT_TAKEN)
    return Decision(_with_care(after, typed.text))


def _gathered_anew(
    conversation: Conversation, question: Question, before: str, text: str, context: Context
) -> Conversation:
    """Put an edited message in the place of what it said before; where it was done, it stays done."""
    key, was = question.key, conversation.answers.get(question.key, Answer(open=True))
    opened = replace(conversation, answers=INTAKE.mark(conversation.answers, key, Answer(words=before)), beside="")
    step = Step(question, question.offered(opened.answers), opened.answers[key])
    after = _without_code(opened, step, text, context)
    edited = after.answers.get(key, Answer())
    if edited.words == before:
        return conversation.at(context.now, notice=after.notice)
    answers = INTAKE.answer(after.answers, key, replace(edited, open=was.open))
    return replace(after, answers=answers, state=conversation.state, notice=notices.EDIT_TAKEN)


def _without_code(conversation: Conversation, step: Step, text: str, context: Context) -> Conversation:
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
    return after


def answered(conversation: Conversation, step: Step, text: str, context: Context) -> Conversation:
    """Return the conversation after these words were typed at this question."""
    question = step.question
    words = cleaned(text)
    if not words:
        return conversation.at(context.now, notice=notices.EMPTY)
    if question.key == "way":
        straight = _way_itself(conversation, words, context)
        if straight is not None:
            return straight
    match question.kind:
        case Kind.WORDS:
            return _words(conversation, question, words, context)
        case Kind.TOWN:
            return _town(conversation, step, words, context)
        case Kind.PHONE:
            return _phone(conversation, words, context)
        case Kind.EMAIL:
            return _email(conversation, words, context)
        case Kind.SEVERAL:
            return _several(conversation, step, words, context)
        case Kind.ONE:
            return _one(conversation, step, words, context)
        case Kind.STOP:
            return _at_stop(conversation, step, words, context)


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
    if question.key == "message":
        return False
    return _matched(question.choices, question, words, conversation, context) == Match((SKIP,))


def _gathered(conversation: Conversation, question: Question, words: str, context: Context) -> Conversation:
    """Keep own words that may go on in the next message: the person says when they are done."""
    if len(words) > question.longest:
        notice = notices.TOO_LONG.filled(n=len(words), limit=question.longest)
        return conversation.at(context.now, notice=notice)
    kept = put_aside(conversation, question.key, Answer(words=words), context, notices.GATHERED)
    return replace(kept, beside=f"care:{question.key}") if care.urgent(words) else kept


def _one(conversation: Conversation, step: Step, words: str, context: Context) -> Conversation:
    question = step.question
    if question.key == "people" and (people := head_count(words)):
        size = next(key for limit, key in PEOPLE_RANGES if people <= limit)
        understood = notices.TYPED_CHOSEN.filled(choices=notices.PEOPLE.filled(n=people))
        return give(conversation, question.key, Answer((size,), words=str(people)), context, understood)
    agreed = _agreed_to(conversation, question, words, context)
    if agreed:
        return give(conversation, question.key, Answer((agreed,)), context)
    found, ahead = _matched(step.choices, question, words, conversation, context), None
    if question is WHO:
        ahead = _ahead(conversation, words, context)
        if isinstance(found, Perhaps) and ahead is not None:
            found = Match(found.keys)  # what seemed unknown tells what it is about
    match found:
        case Match((key,)):
            people = head_count(words, named=True) if question is WHO and key in COUNTABLE else None
            labels = (*_labels(question, (key,)), *((notices.PEOPLE.filled(n=people),) if people else ()))
            if ahead is not None:
                conversation, labels = replace(conversation, answers=ahead.answers), (*labels, *ahead.labels)
            answer = Answer((key,), words=str(people or ""))
            return give(conversation, question.key, answer, context, notices.TYPED_CHOSEN.filled(choices=Apart(labels)))
        case Which(keys):
            return conversation.at(context.now, notice=notices.WHICH.filled(choices=OneOf(_labels(question, keys))))
        case Perhaps(keys):
            return conversation.at(context.now, notice=notices.PERHAPS.filled(choices=Apart(_labels(question, keys))))
        case _ if question is PLACE and isinstance(town := find_town(words, context.places), Found):
            return _place_by_town(conversation, town, context)
        case NoMatch() if ahead is not None:
            return conversation.at(context.now, answers=ahead.answers, notice=notices.KEPT_AHEAD)
        case _:
            return conversation.at(context.now, notice=notices.NOT_UNDERSTOOD)


def _ahead(conversation: Conversation, words: str, context: Context) -> Ahead | None:
    return told_ahead(
        conversation, words, lambda told: _matched(CHALLENGE.choices, CHALLENGE, told, conversation, context)
    )


def _agreed_to(conversation: Conversation, question: Question, words: str, context: Context) -> str:
    """Return the key of the choice that "did you mean ...?" asked about and the words say yes to, "" for none."""
    if conversation.notice is None or conversation.notice.context != notices.PERHAPS.context:
        return ""
    yes = Option("yes", "", context.synonyms.of("choice", "yes"))
    if not isinstance(match(words, [yes], several=False), Match):
        return ""
    meant = conversation.notice.values["choices"]
    return next((each.key for each in question.choices if meant == Apart((each.label,))), "")


def _place_by_town(conversation: Conversation, found: Found, context: Context) -> Conversation:
    """Take a municipality typed at "remotely or on site?" as on site, there."""
    on_site = give(conversation, PLACE.key, Answer(("on_site",)), context)
    understood = Apart((*_labels(PLACE, ("on_site",)), found.municipality.name_fi))
    answer = Answer((found.municipality.code,))
    return give(on_site, "town", answer, context, notices.TYPED_CHOSEN.filled(choices=understood))


def _several(conversation: Conversation, step: Step, words: str, context: Context) -> Conversation:
    """Tick what was recognised and keep the words themselves: the person sees the ticks before going on."""
    question = step.question
    found = _matched(step.choices, question, words, conversation, context)
    keys = found.keys if isinstance(found, Match) else ()
    if keys == (UNSURE,) or keys == (SKIP,):
        return give(conversation, question.key, Answer(keys), context)
    ticked = tuple(each for each in step.answer.chosen if each not in (UNSURE, *keys)) + keys
    labels = _labels(question, tuple(key for key in keys if key != "words"))
    notice = notices.TYPED_CHOSEN.filled(choices=Apart(labels)) if labels else notices.WRITE_HERE
    if isinstance(found, Which):
        notice = notices.WHICH.filled(choices=OneOf(_labels(question, found.keys)))
    if isinstance(found, Which) or (
        keys and _is_told(words, _labels(question, keys), context.speak[conversation.language])
    ):
        return put_aside(conversation, question.key, replace(step.answer, chosen=ticked), context, notice)
    # Own words are an answer too, and never lost; ticked first, for nobody else is asked for them.
    ticked = (*(each for each in ticked if each != "words"), "words")
    notice = notices.KEPT_AND_CHOSEN.filled(choices=Apart(labels)) if labels else notices.KEPT_WORDS
    ticks = put_aside(conversation, question.key, replace(step.answer, chosen=ticked), context, notice)
    return _added(ticks, "own_words", words, context, notice)


def _is_told(words: str, labels: tuple[Text, ...], speak: Translator) -> bool:
    """Tell whether the words say no more than the choices recognised in them."""
    return len(words.split()) <= TOLD_IN_WORDS * len(labels) or words.casefold() in {
        speak(label).casefold() for label in labels
    }


def _added(conversation: Conversation, key: str, words: str, context: Context, notice: Text) -> Conversation:
    """Put words below what was already written under a key, as far as they fit."""
    together = f"{conversation.answers.get(key, Answer()).words}\n{words}".strip()
    question = INTAKE.question(key)
    if question is not None and len(together) > question.longest:
        too_long = notices.TOO_LONG.filled(n=len(together), limit=question.longest)
        return conversation.at(context.now, notice=too_long)
    return give(conversation, key, Answer(words=together), context, notice)


def _town(conversation: Conversation, step: Step, words: str, context: Context) -> Conversation:
    key = step.question.key
    if _matched(step.choices, step.question, words, conversation, context) == Match((UNSURE,)):
        return give(conversation, key, Answer((UNSURE,)), context)
    match find_town(words, context.places):
        case Found(municipality):
            understood = notices.TYPED_CHOSEN.filled(choices=municipality.name_fi)
            return give(conversation, key, Answer((municipality.code,)), context, understood)
        case Suggestions(municipalities):
            candidates = Answer(tuple(each.code for each in municipalities))
            return put_aside(conversation, key, candidates, context, notices.TOWN_GUESS)
        case Region(name):
            return put_aside(conversation, key, Answer(), context, notices.TOWN_REGION.filled(name=name))
        case Abroad():
            return give(conversation, key, Answer((ABROAD_CODE,)), context)
        case _:
            return put_aside(conversation, key, Answer(), context, notices.TOWN_UNKNOWN)


def _way_itself(conversation: Conversation, words: str, context: Context) -> Conversation | None:
    """Take a number or an address typed where the way of answering was asked; None when it is neither."""
    if "@" in words and not isinstance(read_email(words), Fault):
        return _email(give(conversation, "way", Answer(("email",)), context), words, context)
    if sum(c.isdigit() for c in words) >= FEWEST_DIGITS and not isinstance(read_phone(words), Fault):
        return _phone(give(conversation, "way", Answer(("phone",)), context), words, context)
    return None


def _phone(conversation: Conversation, words: str, context: Context) -> Conversation:
    read = read_phone(words)
    if isinstance(read, Fault):
        return conversation.at(context.now, notice=read.reason)
    return give(conversation, "phone", Answer(words=read.e164), context)


def _email(conversation: Conversation, words: str, context: Context) -> Conversation:
    read = read_email(words)
    if isinstance(read, Fault):
        return conversation.at(context.now, notice=read.reason)
    if read.suggestion:
        notice = notices.EMAIL_MEANT.filled(address=read.suggestion)
        meant = Answer((read.address,), words=read.suggestion)
        return put_aside(conversation, "email", meant, context, notice)
    if read.doubtful:
        notice = notices.EMAIL_DOUBTFUL.filled(address=read.shown)
        return put_aside(conversation, "email", Answer(words=read.address), context, notice)
    return give(conversation, "email", Answer(words=read.address), context)


def _at_stop(conversation: Conversation, step: Step, words: str, context: Context) -> Conversation:
    """Typed where there is something to read: at the card it is a message to the supervisor."""
    if step.question.key == "welcome":
        return conversation.at(context.now, notice=notices.BEGIN_FIRST)
    if step.question is REVIEW:
        return _added(conversation, "message", words, context, notices.MESSAGE_ADDED)
    return conversation.at(context.now, notice=notices.USE_BUTTONS)


def _matched(
    choices: tuple[Choice, ...], question: Question, words: str, conversation: Conversation, context: Context
) -> Outcome:
    speak = context.speak[conversation.language]
    options = [
        Option(choice.key, speak(choice.label), context.synonyms.of(question.key, choice.key)) for choice in choices
    ]
    if not any(option.key == SKIP for option in options) and not question.needed:
        options.append(Option(SKIP, "", context.synonyms.of(question.key, SKIP)))
    return match(words, options, several=question.kind is Kind.SEVERAL)


def _labels(question: Question, keys: tuple[str, ...]) -> tuple[Text, ...]:
    found = (question.choice(key) for key in keys)
    return tuple(choice.label for choice in found if choice is not None)
