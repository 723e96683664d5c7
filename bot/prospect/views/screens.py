"""What a prospect sees: a conversation and a language in, one screen out. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import field, replace
from datetime import date
from functools import lru_cache

from bot.prospect.features import ask, brief, contact_first, corrections, first_words, reminder, situations, what_if
from bot.prospect.features.situations import DONE, HELP_ME
from bot.prospect.handlers.taps import AS_TYPED, changeable
from bot.prospect.handlers.text_before import misread
from bot.prospect.handlers.text_choice import asked_back
from bot.prospect.privacy import IN_SHORT, Notice
from bot.prospect.state import Conversation, State
from bot.prospect.views import asides, crisis_help, notices, retry_help
from bot.prospect.views.check import LEFT, PRIVACY, adding, check, whole
from bot.prospect.views.suggestion import TITLE, suggestion
from bot.requests.card import fact
from bot.requests.profile import NO_PROFILE, Profile
from bot.requests.questions import GOES_ALONG, OWN, answers_soon, of_whom
from bot.requests.request import OPEN, Status, shown
from bot.ui.callbacks import Back, Choose, Do, Done, Open, Show, Speak, Tick
from bot.ui.i18n import Translator
from bot.ui.render import CHOSEN, Writer, in_rows, paragraphs, shortened
from bot.ui.screens import BACK, Button, Keyboard, KeyButton, Rows, Screen, Style
from flows.dataclass import dataclass
from flows.engine import UNSURE, Choice, Kind, Question, Step, picked
from flows.intake import CHALLENGE, CHANGE, FAR, GATHERED, INTAKE, OFFER, REVIEW, SELF, WELCOME, WHO
from flows.places import load
from flows.recommend import recommend
from flows.situations import SITUATIONS
from flows.summary import NOT_TOLD, TO_BE_ASKED, lines
from flows.text import N_, NN_, Apart, Text

ABOVE_HELP = tuple(
    each.context for each in (notices.NOT_PASSED_ON, notices.CODE_LEFT_OUT, notices.NO_EDIT, notices.CLOSED)
)

WORDS_SHOWN = 700
"""UTF-16 units of somebody's own words above a question asked again."""

FACT_SHOWN = 90
"""UTF-16 units of one answer among those that can be changed."""

PASSED_OVER = ((TO_BE_ASKED,), (NOT_TOLD,))
"""What is read of an answer that is still open."""

LABEL_SHOWN = 31
"""UTF-16 units of a button's label."""

SHOW_SUGGESTION = N_("button.suggestion", "Show the suggestion")
MISREAD = N_("button.misread", "Change it")
URGENT = N_("button.urgent", "I need help now")
NEW_REQUEST = N_("button.new", "A new request")
MORE = N_("button.more", "More")
YES_ADDRESS = N_("button.email.yes", "Yes, that's right")
YES_TOWN = N_("button.town.yes", "Yes, {town}")
OTHER_TOWN = N_("button.town.no", "No, another place")
NONE_OF_THESE = N_("button.asked.other", "Something else")
REWRITE = N_("button.anew", "Rewrite it")
KEEP_WORDS = N_("button.keep", "Use this text")
OUTSIDE = N_("button.abroad", "Outside Finland")
SHARE_NUMBER = N_("button.share_number", "Share my number")
SHARE_PLACE = N_("button.share_place", "Share my location")
SHARE_NUMBER_HINT = N_("keyboard.number", "You can also share your own number with the button below.")
SHARE_PLACE_HINT = N_("keyboard.place", "You can also share where you are with the button below.")
TYPE_NUMBER = N_("keyboard.number.placeholder", "for example 040 123 4567")
TYPE_PLACE = N_("keyboard.place.placeholder", "for example Kajaani")

PROGRESS = N_("progress", "Question {number} of {total}")

SENT = N_("sent.title", "Thank you. Your request {number} is now with the supervisor.")
NEXT = N_("sent.next", "The supervisor will reply in the way you chose. I don't know how soon.")
NEXT_USUALLY = N_("sent.next.within", "The supervisor will reply in the way you chose, usually {within}.")
THANKS = N_("sent.thanks", "It's good that you got in touch. Work matters to us all.")
WRITE_MORE = N_("sent.more", "If you want to add something, write it here: I'll pass it on.")
SENT_TAKEN = N_("sent.taken", "The supervisor has started on it and will reply in the way you chose.")
SENT_ANSWERED = N_("sent.answered", "The supervisor has answered it.")
CLOSED = N_("sent.title.closed", "Your request {number} is closed.")
SENT_CLOSED = N_(
    "sent.closed",
    "Thank you for getting in touch. Messages written here are no longer passed on. You are welcome to make "
    "a new request at any time.",
)
SENT_AGREED = N_("sent.closed.agreed", "If you have agreed with the supervisor how to go on, this does not change it.")
SENT_CRISIS = N_(
    "sent.crisis",
    "If you cannot wait, call the MIELI Crisis Helpline: 09 2525 0113 (English, Arabic) or "
    "09 2525 0111 (Finnish, day and night). In an emergency call 112.",
)
SENT_AWAY = N_("sent.away", "The supervisor is away until {day}, that day included, and will reply after that.")

KEPT = NN_(
    "kept",
    "I have kept your suggestion for {n} day: {format}. Come back whenever it suits you.",
    "I have kept your suggestion for {n} days: {format}. Come back whenever it suits you.",
)

ALL_SAID = (notices.CLOSED.context, notices.BRIEF_BELOW.context, notices.BLOCKED.context)
"""After these, how a sent request stands is not said again, nor that more can be written."""

STRAY = (
    frozenset(
        each.context
        for each in (
            *(notices.AT_OFFER, notices.USE_BUTTONS, notices.GO_ON, notices.WRITE_IT, notices.EMPTY, notices.NO_EDIT),
            *(notices.UNKNOWN_COMMAND, notices.NO_PLACE_ASKED, notices.NO_NUMBER_ASKED, notices.NOT_YOUR_NUMBER),
            *(notices.TROUBLE, notices.BRIEF_BELOW, notices.FILE_AGAIN, notices.BEGIN_FIRST),
        )
    )
    | GOES_ALONG
    | {OWN.context}
)
"""What is said to somebody who has the suggestion, or the welcome, before them: not posted again to carry that."""


@dataclass(frozen=True, slots=True)
class Standing:
    """How a sent request stands with the supervisor, and the last day the supervisor is away, None when not.

    `contacted`: the supervisor has answered its writer, here or elsewhere. `usually`: how soon answers usually come.
    """

    status: str = Status.NEW
    away_until: date | None = None
    contacted: bool = False
    usually: Text | None = None


@dataclass(frozen=True, slots=True)
class View:
    """What screens need beside the conversation."""

    speak: Mapping[str, Translator]
    supervisor_language: str
    notice: Notice
    standing: Standing = field(default_factory=Standing)
    profile: Profile = NO_PROFILE


def screen(conversation: Conversation, view: View) -> Screen:
    """Return what this conversation shows now."""
    writer = Writer(view.speak[conversation.language])
    aside = asides.screen(conversation, writer, view.speak, view.notice, view.profile) if conversation.beside else None
    if aside is not None:
        head = "" if _is_help(conversation) else _head(conversation, writer)
        return replace(aside, html=paragraphs(head, aside.html))
    if conversation.state is State.SENT:
        return _sent(conversation, writer, view)
    step = conversation.step
    if step is None:
        return _kept(conversation, writer, view.notice.draft_days)
    if step.question is WELCOME:
        return _welcome(conversation, step, writer, view)
    if step.question is OFFER:
        return _offer(conversation, writer, view.profile)
    if step.question is CHANGE:
        return _change(conversation, step, writer)
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
    shows = conversation.beside.startswith(crisis_help.URGENT)
    notice = conversation.notice
    return shows and (notice is None or notice.context not in ABOVE_HELP)


def _head(conversation: Conversation, writer: Writer) -> str:
    return "\n".join(writer.faint(each) for each in (conversation.notice, conversation.reply) if each)


def _question(conversation: Conversation, step: Step, writer: Writer) -> Screen:
    question, ask, hint = step.question, step.ask, step.hint
    progress = _how_far(writer.speak, step.number, step.total) if step.total else ""
    already = writer.quote(shortened(step.answer.words, WORDS_SHOWN)) if step.answer.words and _typed(question) else ""
    stuck = conversation.missed[1] >= retry_help.ENOUGH
    examples = retry_help.examples(conversation, writer) if stuck else ""
    # The hints of these two are examples as well.
    hinted = hint is not None and not (examples and question.kind in (Kind.PHONE, Kind.EMAIL))
    # Who has just been answered here has read it, and what is said now is nearer to them.
    known = question.kind in (Kind.ONE, Kind.PHONE, Kind.EMAIL) or bool(step.answer.chosen)
    known = known and question is not FAR  # it says why that is asked
    hinted = hinted and not (conversation.notice and known)
    head = _head(conversation, writer)  # last: the buttons push the top out of sight on a phone
    html = paragraphs(
        "\n".join(filter(None, (progress, writer.bold(ask)))),
        already,
        writer.say(hint) if hint and hinted else "",
        examples,
        head,
    )
    passing = retry_help.rows(conversation, writer) if stuck else ()
    serious = contact_first.offered_in_crisis(conversation)
    choices = _choices(conversation, step, writer, serious=serious)
    return Screen(html, (*choices, *passing, *_ways(conversation, step, writer, serious=serious)))


def _urgent(writer: Writer) -> Button:
    return writer.button(URGENT, Show("urgent"), style="danger")


@lru_cache(maxsize=128)
def _how_far(speak: Translator, number: int, total: int) -> str:
    return Writer(speak).faint(PROGRESS.filled(number=str(number), total=str(total)))


def _typed(question: Question) -> bool:
    return question.kind in (Kind.WORDS, Kind.PHONE, Kind.EMAIL)


def _choices(conversation: Conversation, step: Step, writer: Writer, *, serious: bool) -> Rows:
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
            buttons.append(writer.button(REWRITE, Do("anew")))
    if step.question.kind is Kind.EMAIL and chosen:
        # Another address may be meant: the one that was typed stays on offer.
        buttons.append(writer.button(shortened(chosen[0], LABEL_SHOWN), Choose(key, AS_TYPED)))
    asked = _asked(conversation, step.question)
    for choice in asked or step.choices:
        on = choice.key in chosen
        if choice.key == UNSURE and chosen and not on and step.question.kind is Kind.SEVERAL:
            continue  # there is something to talk about
        mark = CHOSEN if on else ""
        if step.question.kind is Kind.SEVERAL:
            buttons.append(writer.button(choice.label, Tick(key, choice.key, not on), mark=mark))
        else:
            buttons.append(writer.button(choice.label, Choose(key, choice.key), mark=mark))
    if asked:
        buttons.append(writer.button(NONE_OF_THESE, Show("flow")))
    if not serious:
        return in_rows(buttons)
    contact = contact_first.button(writer)
    if step.question.kind is not Kind.SEVERAL:
        return ((contact,), *in_rows(buttons))
    return in_rows([contact, *buttons] if contact_first.told(conversation) else [*buttons, contact])


def _asked(conversation: Conversation, question: Question) -> tuple[Choice, ...]:
    """Return the few choices that were asked back about; of one person, the writer too may be meant."""
    keys = asked_back(conversation, question) if question.kind is Kind.ONE else ()
    few = tuple(each for each in question.choices if each.key in keys or (keys and SELF.get(each.key) in keys))
    return few if len(few) < len(question.choices) // 2 else ()


def _back(conversation: Conversation, question: Question, writer: Writer) -> Button:
    """Return the way back; right after typed words, to the question at which they were read."""
    if conversation.notice is not None and misread(conversation):
        return writer.button(MISREAD, Do("misread"))
    told = conversation.notice is not None and conversation.notice.context == notices.AS_TOLD.context
    return writer.button(MISREAD if told else BACK, Back(question.key))


def _ways(conversation: Conversation, step: Step, writer: Writer, *, serious: bool) -> Rows:
    question = step.question
    back = _back(conversation, question, writer)
    helps = question.key in SITUATIONS and conversation.state is State.ASKING
    help_me = (writer.button(HELP_ME, Show(situations.BESIDE)),) if helps else ()
    if question.kind is Kind.SEVERAL:
        # Nothing is done before the first tick, and who has ticked something needs no help to choose.
        strong: Style = "" if serious else "primary"
        done = (writer.button(DONE, Done(question.key), style=strong),) if step.answer.chosen else help_me
        return ((_urgent(writer),), (back, *done))
    later = question is not WHO and reminder.may_ask(conversation) and not conversation.sent
    remind = (reminder.button(writer),) if later else ()
    return in_rows((back, *help_me, *remind))


def _welcome(conversation: Conversation, step: Step, writer: Writer, view: View) -> Screen:
    if conversation.told.first:
        crisis = CHALLENGE.key in conversation.told.answers
        return first_words.screen(writer, _head(conversation, writer), _urgent(writer), crisis=crisis)
    replied = conversation.notice is not None and conversation.notice.context in STRAY
    html = paragraphs(
        writer.bold(name) if (name := view.profile.said("name", conversation.language)) else "",
        _head(conversation, writer),
        "" if conversation.screen and replied else writer.say(step.ask),  # it has been read
        writer.say(step.hint) if step.hint else "",
        writer.faint(IN_SHORT),
    )
    others = tuple(
        writer.button(speak.own_name, Speak(language))
        for language, speak in view.speak.items()
        if language != conversation.language
    )
    return Screen(
        html, ((_first(WELCOME, writer),), (ask.button(writer),), (*others, writer.button(PRIVACY, Show("privacy"))))
    )


def _offer(conversation: Conversation, writer: Writer, profile: Profile) -> Screen:
    contact, later = _first(OFFER, writer), writer.button(OFFER.choices[1].label, Choose(OFFER.key, "later"))
    back = _back(conversation, OFFER, writer)
    said = _head(conversation, writer)  # last: the beginning of so long a message is out of sight on a phone
    if conversation.sent:
        change = writer.button(what_if.CHANGE_ANSWER, Open(CHANGE.key))
        as_it_was = writer.button(corrections.LEAVE_AS_IT_WAS, Do("leave"))
        on = replace(contact, text=writer.speak(asides.CONTINUE))
        html = paragraphs(suggestion(conversation.answers, writer), said)
        return Screen(html, ((on,), (change,), (as_it_was,), (back,)))
    if conversation.notice and conversation.notice.context in STRAY:
        html = paragraphs(f"{writer.say(TITLE)} {writer.bold(recommend(conversation.answers).format.name)}", said)
        return Screen(html, ((contact,), (writer.button(SHOW_SUGGESTION, Show("flow")),), (back, later)))
    ways = ((contact,), (what_if.button(conversation, writer),), (ask.button(writer),), (back, later))
    return Screen(paragraphs(suggestion(conversation.answers, writer, name=of_whom(profile)), said), ways)


def _first(question: Question, writer: Writer) -> Button:
    """Return the button of the first choice, which most want."""
    choice = question.choices[0]
    return writer.button(choice.label, Choose(question.key, choice.key), style="primary")


def _kept(conversation: Conversation, writer: Writer, days: int) -> Screen:
    kept = KEPT.filled(n=days, format=recommend(conversation.answers).format.name)
    show = writer.button(SHOW_SUGGESTION, Open(OFFER.key))
    again = writer.button(asides.START_AGAIN, Do("restart"))
    thanked = conversation.notice == notices.GO_ON  # says the same more shortly
    html = paragraphs("" if thanked else writer.say(kept), _head(conversation, writer))
    return Screen(html, ((_first(OFFER, writer),), (show,), (reminder.button(writer), again)))


def _change(conversation: Conversation, step: Step, writer: Writer) -> Screen:
    left = tuple(each for each in lines(conversation.answers) if each.values in PASSED_OVER)
    told = [fact(each, writer.speak) for each in lines(conversation.answers) if each not in left]
    told += [LEFT.filled(questions=Apart(tuple(each.question.name for each in left)))] if left else []
    now = [shortened(writer.speak(each), FACT_SHOWN) for each in told]
    names = [
        writer.button(question.name, Choose(CHANGE.key, key))
        for key in changeable(conversation)
        if (question := INTAKE.question(key)) is not None
    ]
    html = paragraphs(writer.bold(step.ask), writer.points(now), _head(conversation, writer))
    return Screen(html, (*in_rows(names), (writer.button(BACK, Back(CHANGE.key)),)))


def _review(conversation: Conversation, writer: Writer, view: View) -> Screen:
    match conversation.beside:
        case "card":
            return whole(conversation, writer, view.speak[view.supervisor_language], view.speak)
        case "add":
            return adding(conversation, writer)
        case _:
            return check(conversation, writer)


def _sent(conversation: Conversation, writer: Writer, view: View) -> Screen:
    standing = view.standing
    trial = conversation.lead < 0
    crisis = picked("challenge", "crisis")(conversation.answers)
    told = (
        writer.bold((SENT if standing.status in OPEN else CLOSED).filled(number=shown(conversation.lead))),
        *(writer.say(text) for text in _progress(view, writer, trial=trial, crisis=crisis)),
        writer.say(SENT_CRISIS) if standing.status in OPEN and crisis else "",
    )
    all_said = conversation.notice is not None and conversation.notice.context in ALL_SAID
    html = paragraphs(_head(conversation, writer), *(() if all_said else told))
    if trial:  # the trial is over: what is written or tapped in this chat is for the desk again
        return Screen(html)
    new, asking = (writer.button(NEW_REQUEST, Do("new")),), ask.button(writer)
    if conversation.beside == corrections.MORE:
        others = (brief.button(writer),), (writer.button(PRIVACY, Show("privacy")),)
        back = (writer.button(BACK, Show("flow")),)
        return Screen(html, (*others, *((new,) if standing.status in OPEN else ()), back))
    correct, withdraw = corrections.buttons(writer)
    more = writer.button(MORE, Show(corrections.MORE))
    changing = ((correct,), (withdraw,)) if standing.status in OPEN else (new,)
    return Screen(html, (*changing, (asking, more)))


def _progress(view: View, writer: Writer, *, trial: bool, crisis: bool) -> Iterator[Text]:
    """Yield what has become of a sent request; that it was looked at is not told."""
    standing = view.standing
    if standing.status not in OPEN:
        yield SENT_CLOSED
        if standing.contacted and standing.status != Status.NOT_FIT:
            yield SENT_AGREED
        return
    if standing.status == Status.NEW and not crisis:
        yield THANKS
    # Of a crisis, or while nobody is there, what is usual says nothing.
    usually = None if crisis or standing.away_until else standing.usually
    following = NEXT_USUALLY.filled(within=usually) if usually else NEXT
    yield {Status.TAKEN: SENT_TAKEN, Status.ANSWERED: SENT_ANSWERED}.get(
        Status(standing.status), answers_soon(view.profile, writer.speak.language) or following
    )
    if standing.away_until is not None and standing.status != Status.ANSWERED:
        yield SENT_AWAY.filled(day=writer.speak.day(standing.away_until))
    if not trial:
        yield WRITE_MORE
