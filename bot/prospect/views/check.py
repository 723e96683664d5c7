"""The check before sending: what the supervisor gets, in few lines; the whole card is one tap away."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from bot.prospect.draft import draft
from bot.prospect.features import corrections
from bot.prospect.features.what_if import CHANGE_ANSWER
from bot.prospect.state import Conversation
from bot.prospect.views.asides import DELETE_WORDS
from bot.requests.card import NAMED, NO_NAME, card, language_name, phone, written
from bot.requests.request import Lead
from bot.ui.callbacks import Back, Choose, Do, Open, Show
from bot.ui.i18n import Translator
from bot.ui.render import Writer, paragraphs, shortened
from bot.ui.screens import BACK, Button, Screen
from flows.engine import SKIP, TO_ASK, UNSURE, chosen, phrased
from flows.formats import FORMATS
from flows.intake import CHANGE, REVIEW, ROLE, WAY
from flows.recommend import MORE_TOPICS
from flows.summary import Line, lines
from flows.text import N_, Apart, Text

LINES = (("who", "people"), ("challenge",), (), ("place", "town"))
"""The questions whose answers share a line; the form stands at the empty one."""

NAMED_AT_MOST = 3
"""Topics, and what is still open, that are named; the rest is "more"."""

IN_OWN_WORDS = "told.challenge.words"

WORDS_SHOWN = 60
"""UTF-16 units of own words; all of them are on the card."""

ADD_OR_CHANGE = N_("button.add", "Change or add")
ADD_ASK = N_("add.ask", "What would you like to change or add?")
WHOLE = N_("button.card", "See all of it")
ADD_MESSAGE = N_("button.message", "Add a message")
ADD_ORGANISATION = N_("button.organisation", "Add my organisation")
CHANGE_NAME = N_("button.name", "Change my name")
PRIVACY = N_("button.privacy", "Privacy notice")
LEFT = N_("review.open", "Still open: {questions}")
ARRIVES_IN = N_("review.language", "The supervisor sees this in {language}. Your own words are not translated.")
AGREEING = N_("review.agree", "If you agree, the supervisor uses this to reply. Delete: /delete. More: /privacy")


def check(conversation: Conversation, writer: Writer) -> Screen:
    """Return the request in few lines, the button that sends it, and the ways to change it."""
    lead = draft(conversation)
    html = paragraphs(
        writer.bold(phrased(REVIEW.ask, conversation.answers)),
        "\n".join(_lines(lead, writer, tuple(conversation.told.answers))),
        _quoted(lead, writer),
        writer.faint(AGREEING),
        # last: nearest to what was just typed
        "\n".join(writer.faint(each) for each in (conversation.notice, conversation.reply) if each),
    )
    back = writer.button(BACK, Back(REVIEW.key))
    label = corrections.SEND_CORRECTION if conversation.sent else REVIEW.choices[0].label
    leave = ((writer.button(corrections.LEAVE_AS_IT_WAS, Do("leave")),),) if conversation.sent else ()
    return Screen(
        html,
        (
            (writer.button(label, Choose(REVIEW.key, "send"), style="success"),),
            *leave,
            (writer.button(ADD_OR_CHANGE, Show("add")),),
            (back,) if conversation.sent else (back, writer.button(WHOLE, Show("card"))),
        ),
    )


def adding(conversation: Conversation, writer: Writer) -> Screen:
    """Return what can be changed or added before sending."""
    told = conversation.told.said or conversation.told.asked
    unsay = ((writer.button(DELETE_WORDS, Do("unsay")),),) if told else ()
    rows: tuple[tuple[Button, ...], ...] = (
        (writer.button(ADD_MESSAGE, Open("message")),),
        (writer.button(ADD_ORGANISATION, Open("organisation")),),
        (writer.button(CHANGE_NAME, Open("name")),),
        (writer.button(CHANGE_ANSWER, Open(CHANGE.key)),),
        *unsay,
        (writer.button(PRIVACY, Show("privacy")),),
        (writer.button(BACK, Show("flow")),),
    )
    return Screen(writer.bold(ADD_ASK), rows)


def whole(conversation: Conversation, writer: Writer, desk: Translator, speak: Mapping[str, Translator]) -> Screen:
    """Return the card as the supervisor gets it, in the language of the `desk`."""
    language = language_name(desk.language, writer.speak, speak)
    foreign = desk.language != writer.speak.language
    html = paragraphs(
        card(draft(conversation), desk, speak).html,
        writer.faint(ARRIVES_IN.filled(language=language)) if foreign else "",
    )
    return Screen(html, ((writer.button(BACK, Show("flow")),),))


def _quoted(lead: Lead, writer: Writer) -> str:
    """Return the beginning of what the writer wrote, "" where that is nothing."""
    words = " · ".join(" ".join(words.split()) for _, words in written(lead))
    return writer.quote(shortened(words, WORDS_SHOWN)) if words else ""


def _lines(lead: Lead, writer: Writer, told_ahead: tuple[str, ...]) -> Iterator[str]:
    """Yield the request in few lines; of who is writing only what was read from words `told_ahead`."""
    answered = {each.question.key: each for each in lines(lead.answers)}
    name: Text | str = shortened(lead.name, 80) or NO_NAME
    organisation = lead.words("organisation")
    yield writer.say(NAMED.filled(name=name, organisation=organisation) if organisation else name)
    written_by = tuple(key for key in told_ahead if key == ROLE.key)
    for keys in ((*LINES[0], *written_by), *LINES[1:]):
        told = [value for key in keys if key in answered and not _open(lead, key) for value in _values(answered[key])]
        if told:
            yield " · ".join(map(writer.say, told))
        elif not keys:
            yield writer.say(FORMATS[lead.format].name)
    yield writer.say(_reached(lead))
    left = [each.question.name for key, each in answered.items() if _open(lead, key)]
    if left:
        yield writer.say(LEFT.filled(questions=Apart(_first(left))))


def _values(line: Line) -> tuple[Text | str, ...]:
    told = (each for each in line.values if each.context != IN_OWN_WORDS)  # they are quoted
    towns = (str(each.values["town"]) if "town" in each.values else each for each in told)  # no distances here
    return _first(tuple(towns) or (line.words,))


def _first(values: list[Text] | tuple[Text | str, ...]) -> tuple[Text | str, ...]:
    return (*values[: NAMED_AT_MOST - 1], MORE_TOPICS) if len(values) > NAMED_AT_MOST else tuple(values)


def _open(lead: Lead, key: str) -> bool:
    return key in lead.answers and not {UNSURE, SKIP, TO_ASK}.isdisjoint(lead.answers[key].chosen)


def _reached(lead: Lead) -> Text | str:
    way = "".join(chosen(lead.answers, "way"))
    if way == "phone":
        return phone(lead)
    return lead.words("email") if way == "email" else WAY.choices[0].label
