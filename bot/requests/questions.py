"""The questions that people ask first, answered from the supervisor's own words and from what is known of the offer."""

from __future__ import annotations

from collections.abc import Mapping

from bot.requests.profile import ANY, FIELDS, NAMED, Profile
from bot.ui.i18n import Translator
from flows.dataclass import dataclass
from flows.formats import ONE_TO_TEN, YEARS
from flows.practice import EITHER
from flows.text import N_, Text


@dataclass(frozen=True, slots=True)
class Question:
    """One question: the label of its button, the question itself, what is known anyway, and the fields that answer."""

    key: str
    label: Text
    ask: Text
    facts: tuple[Text, ...] = ()
    fields: tuple[str, ...] = ()


QUESTIONS: Mapping[str, Question] = {
    each.key: each
    for each in (
        Question(
            "who",
            N_("ask.who", "The supervisor"),
            N_("ask.who.ask", "Who is the supervisor?"),
            fields=("name", "background", "education", "links"),
        ),
        Question("price", N_("ask.price", "Price"), N_("ask.price.ask", "What does it cost?"), fields=("price",)),
        Question(
            "when",
            N_("ask.when", "When"),
            N_("ask.when.ask", "When could we meet?"),
            (N_("ask.when.known", "You settle the times with the supervisor."),),
            ("answers",),
        ),
        Question(
            "where",
            N_("ask.where", "Where"),
            N_("ask.where.ask", "Where do we meet, and in which language?"),
            (EITHER,),
            ("travel", "languages"),
        ),
        Question(
            "length",
            N_("ask.length", "How long"),
            N_("ask.length.ask", "How long does it take?"),
            (YEARS, N_("ask.length.crisis", "After a crisis: {length}").filled(length=ONE_TO_TEN)),
        ),
        Question(
            "confidence",
            N_("ask.confidence", "Confidentiality"),
            N_("ask.confidence.ask", "Is it confidential?"),
            (
                N_("ask.confidence.talk", "Supervision is time to talk openly and in confidence."),
                N_(
                    "ask.confidence.here",
                    "Here in the chat, your answers go to the supervisor only after you agree to send them. More: "
                    "/privacy",
                ),
            ),
        ),
        Question(
            "orders",
            N_("ask.orders", "Who pays"),
            N_("ask.orders.ask", "Who orders supervision, and who pays?"),
            fields=("orders",),
        ),
        Question(
            "begin",
            N_("ask.begin", "How to begin"),
            N_("ask.begin.ask", "How do we begin?"),
            (N_("ask.begin.known", "Ask to be contacted here, and the supervisor will reply in the way you choose."),),
            ("course",),
        ),
    )
}
"""Every question by its key, in the order they are offered."""

NOT_SAID = N_("ask.not_said", "More than that the supervisor hasn't told me.")
NOTHING_SAID = N_("ask.nothing_said", "The supervisor hasn't told me.")

WHOSE = N_("suggestion.whose", "The supervisor: {name}")
"""The one line of a suggestion that has room for it."""

ANSWERS_SOON = N_("sent.next.usually", "The supervisor will reply in the way you chose. Usual answer time: {words}")


def is_open(question: Question, profile: Profile) -> bool:
    """Tell whether the supervisor has said nothing of what is asked."""
    return bool(question.fields) and not any(map(profile.has, question.fields))


def answer(question: Question, profile: Profile, speak: Translator) -> tuple[str, ...]:
    """Return the answer line by line, in the reader's language; where nothing is said, it says so."""
    lines: list[Text | str] = [*question.facts]
    told = ((FIELDS[key], profile.said(key, speak.language)) for key in question.fields)
    lines += [NAMED.filled(field=of.label, words=words) if of.named else words for of, words in told if words]
    if is_open(question, profile):
        lines.append(NOT_SAID if question.facts else NOTHING_SAID)
    return tuple(line if isinstance(line, str) else speak(line) for line in lines)


def of_whom(profile: Profile) -> Text | None:
    """Return the line that says who the supervisor is, without a title behind the name; None while none is written."""
    name = profile.written("name", ANY).partition(",")[0]
    return WHOSE.filled(name=name) if name else None


def answers_soon(profile: Profile, language: str) -> Text | None:
    """Return what a sent request hears of the usual answer time; None while nothing is written of it."""
    words = profile.said("answers", language)
    return ANSWERS_SOON.filled(words=words) if words else None
