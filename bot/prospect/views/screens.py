"""What a prospect sees: a conversation and a language in, one screen out. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from bot.prospect.draft import draft
from bot.prospect.features import brief, contact_first, corrections, first_words, reminder, situations, what_if
from bot.prospect.features.situations import DONE, HELP_ME
from bot.prospect.handlers.taps import AS_TYPED, changeable
from bot.prospect.handlers.text_before import misread
from bot.prospect.privacy import IN_SHORT, Notice
from bot.prospect.state import Conversation, State
from bot.prospect.views import asides, notices, retry_help
from bot.prospect.views.suggestion import suggestion
from bot.requests.card import card, language_name
from bot.requests.request import OPEN, Status, shown
from bot.ui.callbacks import Back, Choose, Do, Done, Open, Show, Speak, Tick
from bot.ui.i18n import Translator
from bot.ui.render import CHOSEN, Writer, in_rows, paragraphs, shortened
from bot.ui.screens import Button, Keyboard, KeyButton, Rows, Screen
from flows.engine import Kind, Question, Step, phrased, picked
from flows.intake import CHANGE, GATHERED, INTAKE, OFFER, REVIEW, WELCOME
from flows.places import load
from flows.text import N_, Text

ABOVE_HELP = tuple(
    each.context for each in (notices.NOT_PASSED_ON, notices.CODE_LEFT_OUT, notices.NO_EDIT, notices.CLOSED)
)

WORDS_SHOWN = 700
"""UTF-16 units of somebody's own words above a question asked again."""

LABEL_SHOWN = 31
"""UTF-16 units of a button's label."""

BACK = N_("button.back", "← Back")
MISREAD = N_("button.misread", "Correct")
URGENT = N_("button.urgent", "I need help now")
CONTINUE = N_("button.continue", "Continue")
CHANGE_ANSWER = N_("button.change", "Change an answer")
START_AGAIN = N_("button.restart", "Start again")
PRIVACY = N_("button.privacy", "Privacy notice")
ADD_MESSAGE = N_("button.message", "Add a message")
ADD_ORGANISATION = N_("button.organisation", "Add my organisation")
CHANGE_NAME = N_("button.name", "Change my name")
SHOW_ARRIVING = N_("button.card", "Show it in {language}")
NEW_REQUEST = N_("button.new", "A new request")
YES_ADDRESS = N_("button.email.yes", "Yes, that's right")
YES_TOWN = N_("button.town.yes", "Yes, {town}")
OTHER_TOWN = N_("button.town.no", "No, another place")
ANEW = N_("button.anew", "Rewrite it")
KEEP_WORDS = N_("button.keep", "Use this text")
OUTSIDE = N_("button.abroad", "Outside Finland")
SHARE_NUMBER = N_("button.share_number", "Share my number")
SHARE_PLACE = N_("button.share_place", "Share my location")
SHARE_NUMBER_HINT = N_("keyboard.number", "Type it, or tap the button below to share your own number.")
SHARE_PLACE_HINT = N_("keyboard.place", "You can also share where you are with the button below.")
TYPE_NUMBER = N_("keyboard.number.placeholder", "for example 040 123 4567")
TYPE_PLACE = N_("keyboard.place.placeholder", "for example Kajaani")

PROGRESS = N_("progress", "Question {number} of {total}")
ARRIVES_IN = N_("review.language", "The supervisor sees this in {language}. Your own words are not translated.")
AGREEING = N_(
    "review.agree",
    "If you agree, this goes to the supervisor, who uses it to reply to you. You can "
    "withdraw the request at any time, and /delete removes everything stored in this bot.",
)

SENT = N_("sent.title", "Thank you. Your request {number} is now with the supervisor.")
NEXT = N_(
    "sent.next",
    "The supervisor will reply in the way you chose. I don't know how soon.",
)
THANKS = N_("sent.thanks", "It is good that you wrote. Work matters to us all.")
WRITE_MORE = N_("sent.more", "If you want to add something, write it here: I'll pass it on.")
SENT_TAKEN = N_("sent.taken", "The supervisor has taken it up and answers you in the way you chose.")
SENT_ANSWERED = N_("sent.answered", "The supervisor has answered it.")
CLOSED = N_("sent.title.closed", "Your request no. {number} is closed.")
SENT_CLOSED = N_(
    "sent.closed",
    "Thank you for getting in touch. Messages written here are no longer passed on. You are welcome to leave a new "
    "request at any time.",
)
SENT_AGREED = N_("sent.closed.agreed", "If you have agreed with the supervisor how to go on, this does not change it.")
SENT_CRISIS = N_(
    "sent.crisis",
    "If you cannot wait, call the MIELI Crisis Helpline: 09 2525 0113 (English, Arabic) or "
    "09 2525 0111 (Finnish, day and night). In an emergency call 112.",
)
SENT_AWAY = N_("sent.away", "The supervisor is away until {day}, that day included, and answers after that.")

KEPT = N_(
    "kept",
    "I'll keep this suggestion for {n} days. You can come back to it, or ask to be contacted, at any time before then.",
)


@dataclass(frozen=True, slots=True)
class Standing:
    """How a sent request stands with the supervisor, and the last day the supervisor is away, None when not.

    `contacted`: the supervisor has answered its writer, here or elsewhere.
    """

    status: str = Status.NEW
    away_until: date | None = None
    contacted: bool = False


@dataclass(frozen=True, slots=True)
class View:
    """What screens need beside the conversation."""

    speak: Mapping[str, Translator]
    supervisor_language: str
    notice: Notice
    standing: Standing = field(default_factory=Standing)


def screen(conversation: Conversation, view: View) -> Screen:
    """Return what this conversation shows now."""
    writer = Writer(view.speak[conversation.language])
    aside = asides.screen(conversation, writer, view.speak, view.notice)
    if aside is not None:
        head = "" if _is_help(conversation) else _head(conversation, writer)
        return replace(aside, html=paragraphs(head, aside.html))
    if conversation.state is State.SENT:
        return _sent(conversation, writer, view.standing)
    step = conversation.step
    if step is None:
        return _offer(conversation, writer, closed=True, days=view.notice.draft_days)
    if step.question is WELCOME:
        return _welcome(conversation, writer, view)
    if step.question is OFFER:
        return _offer(conversation, writer, closed=False)
    if step.question is CHANGE:
        return _change(conversation, writer)
    if step.question is REVIEW:
        return _review(conversation, writer, view)
    return _question(conversation, step, writer)


def keyboard(conversation: Conversation, speak: Translator) -> Screen | None:
    """Return the message with a reply keyboard that goes with the screen, if it takes one."""
    step = conversation.step
    if step is None or conversation.beside or conversation.state is not State.ASKING:
        return None
    match step.question.kind:
        case Kind.PHONE:
            hint, key, asks, placeholder = SHARE_NUMBER_HINT, SHARE_NUMBER, "contact", TYPE_NUMBER
        case Kind.TOWN:
            hint, key, asks, placeholder = SHARE_PLACE_HINT, SHARE_PLACE, "location", TYPE_PLACE
        case _:
            return None
    keys = ((KeyButton(speak(key), "contact" if asks == "contact" else "location"),),)
    return Screen(Writer(speak).say(hint), keyboard=Keyboard(keys, speak(placeholder)))


def _is_help(conversation: Conversation) -> bool:
    """Tell whether help is on show, above which nothing stands but what was not passed on or left out."""
    shows = conversation.beside == "urgent" or conversation.beside.startswith("care:")
    notice = conversation.notice
    return shows and (notice is None or notice.context not in ABOVE_HELP)


def _head(conversation: Conversation, writer: Writer) -> str:
    return writer.faint(conversation.notice) if conversation.notice else ""


def worded(question: Question, conversation: Conversation) -> tuple[Text, Text | None]:
    """Return the question and its hint as they are put after these answers."""
    answers = conversation.answers
    return phrased(question.ask, answers), phrased(question.hint, answers) if question.hint else None


def _question(conversation: Conversation, step: Step, writer: Writer) -> Screen:
    question = step.question
    ask, hint = worded(question, conversation)
    progress = writer.faint(PROGRESS.filled(number=shown(step.number), total=str(step.total))) if step.total else ""
    already = writer.quote(shortened(step.answer.words, WORDS_SHOWN)) if step.answer.words and _typed(question) else ""
    examples = retry_help.examples(conversation, writer)
    # The hints of these two are examples as well.
    hinted = hint is not None and not (examples and question.kind in (Kind.PHONE, Kind.EMAIL))
    head = _head(conversation, writer)  # last: the buttons push the top out of sight on a phone
    html = paragraphs(
        "\n".join(filter(None, (progress, writer.bold(ask)))),
        already,
        writer.say(hint) if hint and hinted else "",
        examples,
        head,
    )
    passing = retry_help.rows(conversation, writer)
    return Screen(html, (*_choices(step, writer), *passing, *_ways(conversation, question, writer)))


def _typed(question: Question) -> bool:
    return question.kind in (Kind.WORDS, Kind.PHONE, Kind.EMAIL)


def _choices(step: Step, writer: Writer) -> Rows:
    key, chosen = step.question.key, step.answer.chosen
    buttons: list[Button] = []
    if step.question.kind is Kind.TOWN:
        codes = [code for code in chosen if step.question.choice(code) is None]
        names = [town.name_fi if (town := load().by_code(code)) else writer.speak(OUTSIDE) for code in codes]
        labels: list[Text | str] = [YES_TOWN.filled(town=names[0])] if len(codes) == 1 else [*names]
        buttons += [writer.button(label, Choose(key, code)) for label, code in zip(labels, codes, strict=True)]
        buttons += [writer.button(OTHER_TOWN, Do("anew"))] if len(codes) == 1 else []
    if step.answer.words and _typed(step.question):
        label = YES_ADDRESS if step.question.kind is Kind.EMAIL else DONE if key in GATHERED else KEEP_WORDS
        buttons.append(writer.button(label, Done(key), style="primary"))
        if key in GATHERED:
            buttons.append(writer.button(ANEW, Do("anew")))
    if step.question.kind is Kind.EMAIL and chosen:
        # Another address may be meant: the one that was typed stays on offer.
        buttons.append(writer.button(shortened(chosen[0], LABEL_SHOWN), Choose(key, AS_TYPED)))
    for choice in step.choices:
        on = choice.key in chosen
        mark = CHOSEN if on else ""
        if step.question.kind is Kind.SEVERAL:
            buttons.append(writer.button(choice.label, Tick(key, choice.key, not on), mark=mark))
        else:
            buttons.append(writer.button(choice.label, Choose(key, choice.key), mark=mark))
    return in_rows(buttons)


def _back(conversation: Conversation, question: Question, writer: Writer) -> Button:
    """Return the way back; right after typed words, to the question at which they were read."""
    return writer.button(MISREAD, Do("misread")) if misread(conversation) else writer.button(BACK, Back(question.key))


def _ways(conversation: Conversation, question: Question, writer: Writer) -> Rows:
    back = _back(conversation, question, writer)
    helps = situations.offers_help(conversation)
    help_me = (writer.button(HELP_ME, Show(situations.BESIDE)),) if helps else ()
    remind = ((reminder.button(writer),),) if reminder.may_ask(conversation) and not conversation.sent else ()
    first = (contact_first.button(writer),) if contact_first.offered_at_question(conversation) else ()
    if question.kind is Kind.SEVERAL:
        urgent = writer.button(URGENT, Show("urgent"), style="danger")
        done = writer.button(DONE, Done(question.key), style="primary")
        return (*in_rows((urgent, *first, *help_me)), (back, done), *remind)
    return (*((first,) if first else ()), (back, *help_me), *remind)


def _welcome(conversation: Conversation, writer: Writer, view: View) -> Screen:
    if conversation.told.first:
        return first_words.screen(writer, _head(conversation, writer))
    ask, hint = worded(WELCOME, conversation)
    html = paragraphs(
        _head(conversation, writer), writer.say(ask), writer.say(hint) if hint else "", writer.faint(IN_SHORT)
    )
    others = tuple(
        Button(speak.own_name, data=writer.button("", Speak(language)).data)
        for language, speak in view.speak.items()
        if language != conversation.language
    )
    begin = tuple(
        writer.button(choice.label, Choose(WELCOME.key, choice.key), style="primary") for choice in WELCOME.choices
    )
    return Screen(html, (begin, (*others, writer.button(PRIVACY, Show("privacy")))))


def _offer(conversation: Conversation, writer: Writer, *, closed: bool, days: int = 0) -> Screen:
    contact, not_now = (writer.button(choice.label, Choose(OFFER.key, choice.key)) for choice in OFFER.choices)
    contact = writer.button(OFFER.choices[0].label, Choose(OFFER.key, "contact"), style="primary")
    change = writer.button(CHANGE_ANSWER, Open(CHANGE.key))
    html = suggestion(conversation.answers, writer)
    said = _head(conversation, writer)  # last: the beginning of so long a message is out of sight on a phone
    if closed:
        restart = writer.button(START_AGAIN, Do("restart"))
        html = paragraphs(html, writer.faint(KEPT.filled(n=days)), said)
        ways = ((contact,), (change,), *what_if.rows(conversation, writer), (brief.button(writer),), (restart,))
        return Screen(html, ways)
    back = _back(conversation, OFFER, writer)
    if conversation.sent:
        as_it_was = writer.button(corrections.LEAVE_AS_IT_WAS, Do("leave"))
        on = replace(contact, text=writer.speak(CONTINUE))
        return Screen(paragraphs(html, said), ((on,), (change,), (as_it_was,), (back,)))
    others = what_if.rows(conversation, writer)
    ways = ((contact,), (not_now,), *others, (brief.button(writer),), (back, change))
    return Screen(paragraphs(html, said), ways)


def _change(conversation: Conversation, writer: Writer) -> Screen:
    ask, hint = worded(CHANGE, conversation)
    names = [
        writer.button(question.name, Choose(CHANGE.key, key))
        for key in changeable(conversation)
        if (question := INTAKE.question(key)) is not None
    ]
    html = paragraphs(_head(conversation, writer), writer.bold(ask), writer.say(hint) if hint else "")
    return Screen(html, (*in_rows(names), (writer.button(BACK, Back(CHANGE.key)),)))


def _review(conversation: Conversation, writer: Writer, view: View) -> Screen:
    ask, _ = worded(REVIEW, conversation)
    own = writer.speak
    desk_speak = view.speak[view.supervisor_language]
    shown = desk_speak if conversation.beside == "card" else own
    language = language_name(desk_speak.language, own, view.speak)
    foreign = own.language != desk_speak.language
    html = paragraphs(
        writer.bold(ask),
        card(draft(conversation), shown, view.speak).html,
        writer.faint(ARRIVES_IN.filled(language=language)) if foreign else "",
        writer.faint(AGREEING),
        _head(conversation, writer),  # last: the card pushes the beginning out of sight
    )
    label = corrections.SEND_CORRECTION if conversation.sent else REVIEW.choices[0].label
    send = writer.button(label, Choose(REVIEW.key, "send"), style="success")
    rows: list[tuple[Button, ...]] = [
        (send,),
        (writer.button(ADD_MESSAGE, Open("message")),),
        (writer.button(ADD_ORGANISATION, Open("organisation")),),
        (writer.button(CHANGE_NAME, Open("name")),),
        (writer.button(CHANGE_ANSWER, Open(CHANGE.key)),),
        (_back(conversation, REVIEW, writer), writer.button(PRIVACY, Show("privacy"))),
    ]
    if conversation.sent:
        rows.insert(1, (writer.button(corrections.LEAVE_AS_IT_WAS, Do("leave")),))
    if foreign:
        other = own if conversation.beside == "card" else desk_speak
        there = Show("flow") if conversation.beside == "card" else Show("card")
        rows.insert(
            1, (writer.button(SHOW_ARRIVING.filled(language=language_name(other.language, own, view.speak)), there),)
        )
    return Screen(html, tuple(rows))


def _sent(conversation: Conversation, writer: Writer, standing: Standing) -> Screen:
    trial = conversation.lead < 0
    crisis = picked("challenge", "crisis")(conversation.answers)
    html = paragraphs(
        _head(conversation, writer),
        writer.bold((SENT if standing.status in OPEN else CLOSED).filled(number=shown(conversation.lead))),
        *(writer.say(text) for text in _progress(standing, writer, trial=trial, crisis=crisis)),
        writer.say(SENT_CRISIS) if standing.status in OPEN and crisis else "",
    )
    if trial:  # the trial is over: what is written or tapped in this chat is for the desk again
        return Screen(html)
    correct, withdraw = corrections.buttons(writer)
    changing = ((correct,), (withdraw,)) if standing.status in OPEN else ()
    new, privacy = writer.button(NEW_REQUEST, Do("new")), writer.button(PRIVACY, Show("privacy"))
    return Screen(html, (*changing, (brief.button(writer),), (new,), (privacy,)))


def _progress(standing: Standing, writer: Writer, *, trial: bool, crisis: bool) -> Iterator[Text]:
    """Yield what has become of a sent request; that it was looked at is not told."""
    if standing.status not in OPEN:
        yield SENT_CLOSED
        if standing.contacted:
            yield SENT_AGREED
        return
    if standing.status == Status.NEW and not crisis:
        yield THANKS
    yield {Status.TAKEN: SENT_TAKEN, Status.ANSWERED: SENT_ANSWERED}.get(Status(standing.status), NEXT)
    if standing.away_until is not None and standing.status != Status.ANSWERED:
        yield SENT_AWAY.filled(day=writer.speak.day(standing.away_until))
    if not trial:
        yield WRITE_MORE
