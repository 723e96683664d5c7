"""The card: one lead on one screen of the supervisor's phone, most important first. Pure.

The prospect sees the same card, made by the same function, before agreeing to send it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from bot.callbacks import Desk
from bot.i18n import Translator
from bot.lead import Lead
from bot.prospect.contact import read_shared_phone
from bot.render import Writer, length, paragraphs, shortened
from bot.screens import Button, Rows, Screen
from flows.engine import chosen
from flows.formats import FORMATS
from flows.recommend import recommend
from flows.summary import Line, lines
from flows.text import N_, Text

OWN_WORDS_SHOWN = 700
MESSAGE_SHOWN = 700
"""UTF-16 units of own words on the card; the rest stands behind "all answers"."""

NEW = N_("card.new", "New contact request no. {number}")
DRAFT = N_("card.draft", "Contact request")
LOUD = N_("card.crisis", "CRISIS. Please look at this first.")
REPEATED = N_("card.repeated", "Sent again, because it was uncertain whether it arrived. It is the same request.")
NO_NAME = N_("card.no_name", "no name given")
NAMED = N_("card.named", "{name}, {organisation}")
SUGGESTED = N_("card.suggested", "Suggested: {format}")
FACT = N_("card.fact", "{name}: {answer}")
FACT_WITH_WORDS = N_("card.fact.words", "{name}: {answer} ({words})")
ANSWER_TELEGRAM = N_("card.way.telegram", "Answer: in Telegram")
ANSWER_PHONE = N_("card.way.phone", "Answer: by phone, {number}")
ANSWER_EMAIL = N_("card.way.email", "Answer: by e-mail, {address}")
USERNAME = N_("card.username", "Telegram: @{username}")
OWN_WORDS = N_("card.own_words", "In their own words, in {language}:")
MESSAGE = N_("card.message", "Message, in {language}:")
BECAUSE = N_("card.because", "The reasons as the writer read them:")
WRITTEN = N_("card.written", "Sent {moment}. Language: {language}.")
WRITES = N_("card.language", "Language: {language}.")
ERASED = N_("card.erased", "Contact request no. {number} has been erased.")
ALL_ANSWERS = N_("button.all", "All answers")
COPY_PHONE = N_("button.copy.phone", "Copy the number")
COPY_EMAIL = N_("button.copy.email", "Copy the address")

LEADS_WITH = ("who", "people", "challenge", "together", "company", "colleagues", "place", "town", "far", "pace", "role")
"""The answers on the card, in the order in which they matter to the supervisor."""


def card(lead: Lead, speak: Translator, languages: Mapping[str, Translator], *, repeated: bool = False) -> Screen:
    """Return the card of a lead in the language of `speak`, whatever the prospect's."""
    writer = Writer(speak)
    if lead.erased:
        return Screen(writer.say(ERASED.filled(number=str(lead.number))))
    language = language_name(lead.language, speak, languages)
    reasons = recommend(lead.answers).because
    html = paragraphs(
        writer.faint(REPEATED) if repeated else "",
        "\n".join(_title(lead, writer)),
        "\n".join((writer.bold(SUGGESTED.filled(format=FORMATS[lead.format].name)), *_facts(lead, writer))),
        "\n".join(_contact(lead, writer)),
        _quoted(OWN_WORDS.filled(language=language), lead.words("own_words"), OWN_WORDS_SHOWN, writer),
        _quoted(MESSAGE.filled(language=language), lead.words("message"), MESSAGE_SHOWN, writer),
        f"{writer.say(BECAUSE)}\n{writer.points(reasons)}" if reasons else "",
        writer.faint(
            WRITTEN.filled(moment=lead.agreed_at, language=language)
            if lead.agreed_at
            else WRITES.filled(language=language)
        ),
    )
    return Screen(html, _buttons(lead, writer))


def language_name(language: str, speak: Translator, languages: Mapping[str, Translator]) -> str:
    """Return what `speak` calls another language: "englanti" in Finnish."""
    locale = languages[language].locale if language in languages else None
    return str(locale.get_language_name(speak.locale.language)) if locale else language


def _title(lead: Lead, writer: Writer) -> Iterator[str]:
    if lead.format == "crisis":
        yield writer.bold(LOUD)
    yield writer.bold(NEW.filled(number=str(lead.number)) if lead.number else DRAFT)
    name: Text | str = shortened(lead.name, 80) or NO_NAME
    organisation = " ".join(lead.words("organisation").split())
    yield writer.say(NAMED.filled(name=name, organisation=organisation) if organisation else name)


def _facts(lead: Lead, writer: Writer) -> Iterator[str]:
    given = {line.key: line for line in lines(lead.answers)}
    for key in LEADS_WITH:
        if key in given:
            yield writer.say(fact(given[key], writer.speak))


def fact(line: Line, speak: Translator) -> Text:
    """Return one answer as a line; several choices are set apart, for they are labels and not a sentence."""
    answer = " · ".join(speak(value) for value in line.values) if line.values else line.words
    if line.values and line.words:
        return FACT_WITH_WORDS.filled(name=line.name, answer=answer, words=line.words)
    return FACT.filled(name=line.name, answer=answer)


def _contact(lead: Lead, writer: Writer) -> Iterator[str]:
    way = "".join(chosen(lead.answers, "way"))
    if way == "phone":
        yield writer.bold(ANSWER_PHONE.filled(number=_phone(lead)))
    elif way == "email":
        yield writer.bold(ANSWER_EMAIL.filled(address=lead.words("email")))
    else:
        yield writer.bold(ANSWER_TELEGRAM)
    if lead.username:
        yield writer.say(USERNAME.filled(username=lead.username))


def _phone(lead: Lead) -> str:
    number = lead.words("phone")
    return read_shared_phone(number).shown if number else ""  # an anonymous number (+888) is no phone number


def _quoted(title: Text, words: str, limit: int, writer: Writer) -> str:
    return f"{writer.say(title)}\n{writer.quote(shortened(words, limit))}" if words else ""


def _buttons(lead: Lead, writer: Writer) -> Rows:
    copies: list[Button] = []
    if lead.words("phone"):
        copies.append(Button(writer.speak(COPY_PHONE), copy=lead.words("phone")))
    if lead.words("email"):
        copies.append(Button(writer.speak(COPY_EMAIL), copy=lead.words("email")))
    rows: list[tuple[Button, ...]] = [tuple(copies)] if copies else []
    if lead.number and _is_cut(lead):
        rows.append((writer.button(ALL_ANSWERS, Desk("all", lead.number)),))
    return tuple(rows)


def _is_cut(lead: Lead) -> bool:
    return length(lead.words("own_words")) > OWN_WORDS_SHOWN or length(lead.words("message")) > MESSAGE_SHOWN
