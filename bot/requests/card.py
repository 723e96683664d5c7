"""The card: one lead on one screen of the supervisor's phone, most important first. Pure.

The prospect sees the same card, made by the same function, before agreeing to send it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from bot.nlu.contact_details import dialled, read_shared_phone
from bot.requests.meeting import NO_MEETING, Meeting
from bot.requests.request import Lead, Status, shown
from bot.requests.status_text import BECAME, OUTCOMES, WHAT_BECAME, reminder, standing, waiting
from bot.ui.callbacks import Desk
from bot.ui.i18n import Translator
from bot.ui.render import CHOSEN, DeskWriter, Live, in_rows, inert, length, paragraphs, shortened
from bot.ui.screens import Button, Rows, Screen, Style
from flows.dataclass import dataclass
from flows.engine import OnCard, chosen
from flows.formats import FORMATS
from flows.intake import EMAIL, PHONE
from flows.recommend import recommend
from flows.summary import NOT_TOLD, TO_BE_ASKED, Line, lines
from flows.text import N_, NN_, Apart, Text

WORDS_SHOWN = 700
"""UTF-16 units of own words on the card; the rest stands behind "all answers"."""

NEW = N_("card.new", "New request {number}")
NUMBERED = N_("card.numbered", "Request {number}")
DRAFT = N_("card.draft", "Request")
LOUD = N_("card.crisis", "CRISIS. Please look at this first.")
REPEATED = N_("card.repeated", "Sent again, because it was uncertain whether it arrived. It is the same request.")
TRIAL = N_("card.trial", "TEST: your own trial of the bot")
NO_NAME = N_("card.no_name", "no name given")
NAMED = N_("card.named", "{name}, {organisation}")
SUGGESTED = N_("card.suggested", "Suggested: {format}")
FACT = N_("card.fact", "{name}: {answer}")
FACT_WITH_WORDS = N_("card.fact.words", "{name}: {answer} ({words})")
ANSWER_TELEGRAM = N_("card.way.telegram", "Reply: in Telegram")
ANSWER_PHONE = N_("card.way.phone", "Reply: by phone, {number}")
ANSWER_EMAIL = N_("card.way.email", "Reply: by email, {address}")
USERNAME = N_("card.username", "Telegram: @{username}")
OWN_WORDS = N_("card.own_words", "In their own words, in {language}:")
ASKED = N_("card.asked", "They asked:")
MESSAGE = N_("card.message", "Message, in {language}:")
BECAUSE = N_("card.because", "How the suggestion was explained:")
REST = N_("card.rest", "More answers and reasons:")
LEFT = NN_("card.left", "{n} more", "{n} more")
REASONS = N_("card.reasons", "How the suggestion was explained: {reasons}")
NOT_SAID = N_("card.open", "Not told: {questions}")
WRITTEN = N_("card.written", "Sent {moment}.")
WRITES = N_("card.language", "Language: {language}.")
UNREADABLE = N_(
    "card.unreadable",
    "Request {number} can no longer be read: its record in the bot is damaged. A reply to its card still "
    "reaches the sender.",
)
ERASED = N_("card.erased", "Request {number} has been deleted.")
CORRECTED = N_("card.corrected", "Changed by the sender {moment}.")
AGREED = N_("card.agreed", "Agreed time: {slot}")
OFFERED = N_("card.offered", "Proposed: {slots}")
CAME_FROM = N_("card.source", "Came from: {source}")
NEAR = N_("card.near", "Also from {town}: no. {numbers}")
EARLIER = N_("card.earlier", "Earlier requests from the same person: no. {numbers}")
REPLY = N_("button.lead.reply", "Reply")
TIMES = N_("quick.times.label", "Propose times")
CHANGE_TIME = N_("button.lead.time.change", "Change the time")
CALL_OFF = N_("button.lead.time.off", "Cancel the time")
ASK = N_("quick.ask.label", "Ask one thing")
MORE = N_("button.lead.more", "More")
LESS = N_("button.lead.less", "Less")
TAKE = N_("button.lead.take", "Take it")
CALLED = N_("button.lead.called", "I answered by phone")
MAILED = N_("button.lead.mailed", "I answered by email")
HANDLED = N_("button.lead.handled", "Close")
NOT_FIT = N_("button.lead.not_fit", "Not a fit")
REOPEN = N_("button.lead.reopen", "Reopen")
REMIND = N_("button.lead.remind", "Remind me")
ALL_ANSWERS = N_("button.all", "All answers")
BLOCK = N_("button.lead.block", "Block the sender")
OTHER_FORM = N_("button.other_form", "Suggest another type")
CONTACT = N_("button.lead.contact", "Contact card")
COPY_PHONE = N_("button.copy.phone", "Copy the number")
COPY_EMAIL = N_("button.copy.email", "Copy the address")

FOLDED_FROM = 120
"""UTF-16 units from which own words are folded until they are tapped, so that a card is one screen."""

SOURCE_SHOWN = 40
"""UTF-16 units of where somebody came from."""

OPEN = ((NOT_TOLD,), (TO_BE_ASKED,))
"""What an answer that was not given reads as; such ones are named together."""

MOST_SHOWN = 3
"""Choices of one question that are named before folding."""


@dataclass(frozen=True, slots=True)
class Beside:
    """What a card says of other requests: numbers `near` in place and time, `earlier` ones of the same person.

    `shared`: several people see the card, so it names who has taken it. `meeting` is what is arranged with the writer.
    """

    shared: bool = False
    meeting: Meeting = NO_MEETING
    town: str = ""
    near: tuple[int, ...] = ()
    earlier: tuple[int, ...] = ()


ALONE = Beside()


def card(
    lead: Lead,
    speak: Translator,
    languages: Mapping[str, Translator],
    *,
    repeated: bool = False,
    superseded: bool = False,
    beside: Beside = ALONE,
    more: bool = False,
) -> Screen:
    """Return the card of a lead in the language of `speak`, whatever the prospect's.

    `superseded`: a newer one stands for it below, so this one is neither new nor has buttons. `more`: with the buttons
    that are seldom needed.
    """
    writer = DeskWriter(speak)
    if lead.erased:
        return Screen(writer.say(ERASED.filled(number=shown(lead.number))))
    if lead.unreadable:
        return Screen(
            writer.say(UNREADABLE.filled(number=shown(lead.number))), () if superseded else _of_unreadable(lead, writer)
        )
    language = language_name(lead.language, speak, languages)
    facts = lines(lead.answers)
    top, where = _standing_at(OnCard.TOP, facts), _standing_at(OnCard.WHERE, facts)
    html = paragraphs(
        writer.faint(REPEATED) if repeated else "",
        "\n".join((*_title(lead, writer, superseded=superseded), *_standing(lead, beside, writer))),
        "\n".join(
            (*(writer.say(_brief(line, writer.speak)) for line in (*top, *where)), *_contact(lead, language, writer))
        ),
        *(_quoted(head.filled(language=language), words, writer) for head, words in written(lead)),
        "\n".join(_others(lead, beside, writer)),
        _rest(lead, facts, [line for line in top if len(line.values) > MOST_SHOWN], language, writer),
    )
    agreed = beside.meeting.agreed is not None
    return Screen(html, () if superseded else _buttons(lead, writer, more=more, agreed=agreed))


def language_name(language: str, speak: Translator, languages: Mapping[str, Translator]) -> str:
    """Return what `speak` calls another language: "englanti" in Finnish."""
    locale = languages[language].locale if language in languages else None
    return str(locale.get_language_name(speak.locale.language)) if locale else language


def _title(lead: Lead, writer: DeskWriter, *, superseded: bool) -> Iterator[str]:
    if lead.trial:
        yield writer.bold(TRIAL)
    # Who is in a crisis does not read it of themselves; and of two cards the newer one is loud.
    if lead.format == "crisis" and lead.number and not superseded:
        yield writer.bold(LOUD)
    title = NEW if lead.status == Status.NEW and not superseded else NUMBERED
    yield writer.bold(title.filled(number=shown(lead.number)) if lead.number else DRAFT)
    name: Text | str = shortened(lead.name, 80) or NO_NAME
    organisation = " ".join(lead.words("organisation").split())
    yield writer.say(NAMED.filled(name=name, organisation=organisation) if organisation else name)
    yield writer.bold(SUGGESTED.filled(format=FORMATS[lead.format].name))


def _standing(lead: Lead, beside: Beside, writer: DeskWriter) -> Iterator[str]:
    if lead.status != Status.NEW:
        yield writer.bold(standing(lead, shared=beside.shared))
        if lead.status == Status.HANDLED:
            kept = OUTCOMES.get(lead.handling.outcome)
            yield writer.say(BECAME.filled(outcome=kept) if kept else WHAT_BECAME)
        if 0 < lead.handling.waits_since != lead.handling.at:  # otherwise it waits since the line above says
            yield writer.bold(waiting(lead.handling))
    if lead.corrected_at:
        yield writer.bold(CORRECTED.filled(moment=lead.corrected_at))
    if beside.meeting.agreed is not None:
        yield f"<b>{writer.timed(AGREED.filled(slot=beside.meeting.agreed))}</b>"
    if beside.meeting.offered:
        yield writer.say(OFFERED.filled(slots=tuple(map(writer.speak.slot, beside.meeting.offered))))
    reminded = reminder(lead)
    if reminded is not None:
        yield writer.say(reminded)


def _others(lead: Lead, beside: Beside, writer: DeskWriter) -> Iterator[str]:
    if lead.source and lead.number:
        yield writer.say(CAME_FROM.filled(source=shortened(lead.source, SOURCE_SHOWN)))
    if beside.near:
        yield writer.say(NEAR.filled(town=beside.town, numbers=numbers(beside.near)))
    if beside.earlier:
        yield writer.say(EARLIER.filled(numbers=numbers(beside.earlier)))


def numbers(of: tuple[int, ...]) -> str:
    """Return the numbers of requests as a list."""
    return ", ".join(map(str, of))


def _standing_at(place: OnCard, facts: Iterable[Line]) -> list[Line]:
    """Return the answers that stand in one place; those that were not given are named together."""
    return [line for line in facts if line.question.card is place and line.values not in OPEN]


def _brief(line: Line, speak: Translator) -> Text:
    """Return one answer as a line in which the last of many choices are only counted."""
    left = len(line.values) - MOST_SHOWN
    values = (*line.values[:MOST_SHOWN], LEFT.filled(n=left)) if left > 0 else line.values
    return fact(replace(line, values=values), speak)


def _rest(lead: Lead, facts: Iterable[Line], cut: Iterable[Line], language: str, writer: DeskWriter) -> str:
    """Return what need not be seen at once, folded: cut lines, lesser answers, what is open, the reasons, when."""
    told = [fact(line, writer.speak) for line in (*cut, *_standing_at(OnCard.END, facts))]
    left_open = tuple(line.question.name for line in facts if line.values in OPEN)
    if left_open:
        told.append(NOT_SAID.filled(questions=Apart(left_open)))
    because = recommend(lead.answers).because
    if because:
        told.append(REASONS.filled(reasons=" ".join(map(writer.speak, because))))
    if lead.agreed_at:
        told.append(WRITTEN.filled(moment=lead.agreed_at))
    if lead.language == writer.speak.language:
        told.append(WRITES.filled(language=language))
    return writer.folded(REST, told) if told else ""


def fact(line: Line, speak: Translator) -> Text:
    """Return one answer as a line; several choices are set apart, for they are labels and not a sentence."""
    answer = " · ".join(speak(value) for value in line.values) if line.values else line.words
    if line.question is PHONE and line.words:
        answer = read_shared_phone(line.words).shown
    answer = Live(answer) if line.question is EMAIL else answer
    if line.values and line.words:
        return FACT_WITH_WORDS.filled(name=line.question.name, answer=answer, words=line.words)
    return FACT.filled(name=line.question.name, answer=answer)


def _contact(lead: Lead, language: str, writer: DeskWriter) -> Iterator[str]:
    way = "".join(chosen(lead.answers, "way"))
    if way == "phone":
        yield writer.bold(ANSWER_PHONE.filled(number=phone(lead)))
    elif way == "email":
        yield writer.bold(ANSWER_EMAIL.filled(address=Live(lead.words("email"))))
    else:
        yield writer.bold(ANSWER_TELEGRAM)
    if lead.username:
        yield writer.say(USERNAME.filled(username=lead.username))
    if lead.language != writer.speak.language:
        yield writer.say(WRITES.filled(language=language))


def phone(lead: Lead) -> str:
    """Return the phone number as people write it, "" for none."""
    number = lead.words("phone")
    return read_shared_phone(number).shown if number else ""  # an anonymous number (+888) is no phone number


def written(lead: Lead) -> Iterator[tuple[Text, str]]:
    """Yield what the writer wrote, each with its heading: in own words (said in passing too), asked, as a message.

    What the own words ask already stands in them alone.
    """
    own = "\n".join(filter(None, (*lead.said, lead.words("own_words"))))
    asked = "\n".join(each for each in lead.asked if each not in own)
    for head, words in ((OWN_WORDS, own), (ASKED, asked), (MESSAGE, lead.words("message"))):
        if words:
            yield head, words


def _quoted(title: Text, words: str, writer: DeskWriter) -> str:
    quoted = writer.quote(shortened(inert(words), WORDS_SHOWN), expandable=length(words) >= FOLDED_FROM)
    return f"{writer.say(title)}\n{quoted}"


def copies(lead: Lead, writer: DeskWriter) -> Rows:
    """Return the buttons that copy what a person can be reached by."""
    given = ((COPY_PHONE, lead.words("phone")), (COPY_EMAIL, lead.words("email")))
    row = tuple(Button(writer.speak(label), copy=words) for label, words in given if words)
    return (row,) if row else ()


def _contact_card(lead: Lead, writer: DeskWriter) -> tuple[Button, ...]:
    """Return the button for the address book, where there is a number for it."""
    return (writer.button(CONTACT, Desk("contact", lead.number)),) if dialled(lead.words("phone")) else ()


def _of_unreadable(lead: Lead, writer: DeskWriter) -> Rows:
    """Return what can be done without knowing what a request says."""
    if lead.closed:
        return ((writer.button(REOPEN, Desk("reopen", lead.number)),),)
    reply = writer.button(REPLY, Desk("reply", lead.number), style="primary")
    return ((reply, writer.button(HANDLED, Desk("handled", lead.number))),)


def _buttons(lead: Lead, writer: DeskWriter, *, more: bool, agreed: bool) -> Rows:
    """Return what can be done now; the likeliest next step stands out. `more`: with what is seldom needed.

    `agreed`: a time to meet is.
    """
    n = lead.number
    if not n:
        return ()
    turn = writer.button(LESS if more else MORE, Desk("less" if more else "more", n))
    all_answers, other_form = writer.button(ALL_ANSWERS, Desk("all", n)), writer.button(OTHER_FORM, Desk("other", n))
    off = ((writer.button(CALL_OFF, Desk("time_off", n)),),) if agreed else ()
    last = ((all_answers, other_form), (*_contact_card(lead, writer), writer.button(BLOCK, Desk("block", n))))
    if lead.closed:
        reopen = writer.button(REOPEN, Desk("reopen", n))
        asks = _outcomes(lead, writer) if more or not lead.handling.outcome else ()
        return (*asks, (reopen, turn), *((*off, *last) if more else ()))
    new = lead.status == Status.NEW
    answered = lead.status == Status.ANSWERED and not lead.handling.waits_since
    elsewhere = {"phone": CALLED, "email": MAILED}.get("".join(chosen(lead.answers, "way")))
    elsewhere = None if lead.handling.here or answered else elsewhere
    style: Style = "" if new or answered else "primary"
    reply = writer.button(REPLY, Desk("reply", n), style="" if elsewhere else style)
    times = writer.button(CHANGE_TIME if agreed else TIMES, Desk("quick_times", n))
    take = writer.button(TAKE, Desk("take", n), style="primary")
    handled = writer.button(HANDLED, Desk("handled", n), style="success" if answered else "")
    did = (writer.button(elsewhere, Desk("elsewhere", n), style=style),) if elsewhere else ()
    reached = (*(button for row in copies(lead, writer) for button in row), *did)
    rows: Rows = (
        *((reached,) if reached else ()),
        (reply, times),
        (take if new else handled, turn),
    )
    if not more:
        return rows
    ask, remind = writer.button(ASK, Desk("quick_ask", n)), writer.button(REMIND, Desk("remind", n))
    not_fit = writer.button(NOT_FIT, Desk("not_fit", n))
    return (*rows, *off, (ask, remind), (*((handled,) if new else ()), not_fit), *last)


def _outcomes(lead: Lead, writer: DeskWriter) -> Rows:
    """Return the question what became of a request; nothing where its status says so."""
    if lead.status == Status.NOT_FIT:
        return ()
    kept = lead.handling.outcome
    return in_rows(
        [
            writer.button(label, Desk(f"became_{key}", lead.number), mark=CHOSEN if key == kept else "")
            for key, label in OUTCOMES.items()
        ]
    )
