"""The questions that people ask first, answered from the supervisor's own words and from what is known of the offer."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from bot.requests.profile import ANY, FIELDS, NAMED, Profile
from bot.ui.i18n import Translator
from flows.dataclass import dataclass
from flows.formats import ONE_TO_TEN, YEARS
from flows.practice import EITHER
from flows.text import N_, Text

NO_BUTTON = Text("", "")
"""Stands for the label of a question that is only typed."""


@dataclass(frozen=True, slots=True)
class Question:
    """One question: the label of its button, the question itself, what is known anyway, and the fields that answer.

    Without label and question it is only typed: what people type stands in `ask.<key>` of the synonyms. `passing` is
    said instead of the facts where it is typed beside something else, `unsaid` where the supervisor has to be asked.
    """

    key: str
    label: Text = NO_BUTTON
    ask: Text = NO_BUTTON
    facts: tuple[Text, ...] = ()
    fields: tuple[str, ...] = ()
    passing: Text | None = None
    unsaid: Text | None = None


ASKED_ALONG = N_(
    "asked.along",
    "You can talk about that with the supervisor: if you ask to be contacted, your question goes along.",
)
"""What is said of a question that nothing here answers."""

EVERY: Mapping[str, Question] = {
    each.key: each
    for each in (
        Question(
            "who",
            N_("ask.who", "The supervisor"),
            N_("ask.who.ask", "Who is the supervisor?"),
            fields=("name", "background", "education", "links"),
            passing=N_("asked.who", "I'm an automatic assistant, but a person reads your request: the supervisor."),
        ),
        Question(
            "price",
            N_("ask.price", "Price"),
            N_("ask.price.ask", "What does it cost?"),
            fields=("price",),
            unsaid=N_(
                "asked.price",
                "The supervisor tells you about prices: if you ask to be contacted, your question goes along.",
            ),
        ),
        Question(
            "when",
            N_("ask.when", "When"),
            N_("ask.when.ask", "When could we meet?"),
            (N_("ask.when.known", "You settle the times with the supervisor."),),
            ("answers",),
            unsaid=N_(
                "asked.when",
                "You agree on times with the supervisor: if you ask to be contacted, your question goes along.",
            ),
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
            "privacy",
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
            passing=N_(
                "asked.privacy",
                "Your answers go to the supervisor only after you agree to send them. They are stored encrypted, and "
                "anyone who maintains the bot may handle them on the supervisor's behalf. More: /privacy",
            ),
        ),
        Question(
            "orders",
            N_("ask.orders", "Who pays"),
            N_("ask.orders.ask", "Who orders supervision, and who pays?"),
            fields=("orders",),
            unsaid=ASKED_ALONG,
        ),
        Question(
            "begin",
            N_("ask.begin", "How to begin"),
            N_("ask.begin.ask", "How do we begin?"),
            (N_("ask.begin.known", "Ask to be contacted here, and the supervisor will reply in the way you choose."),),
            ("course",),
        ),
        Question(
            "what",
            passing=N_(
                "asked.what",
                "Work supervision is an established way of learning at work, and it develops the organisation too. You "
                "examine, evaluate and develop your work towards goals, with a supervisor from outside. It is time to "
                "talk openly and in confidence, about worries and successes.",
            ),
        ),
        Question(
            "topics",
            passing=N_(
                "asked.topics",
                "The topics come from the people taking part: the content of the work, strengths and challenges, "
                "goals, particular situations, feelings, ways of working, professional growth. You can sort things "
                "out, weigh options, and find new viewpoints, approaches and solutions.",
            ),
        ),
        Question(
            "for_whom",
            passing=N_(
                "asked.for_whom",
                "For one person, pairs, groups, whole teams and workplaces, managers and leadership teams, in "
                "organisations of every size and in every sector.",
            ),
        ),
    )
}
"""Every question by its key, in the order they are offered."""

QUESTIONS: Mapping[str, Question] = {key: each for key, each in EVERY.items() if each.ask is not NO_BUTTON}
"""Those that a button asks."""

TYPED = ("who", "price", "when", "privacy", "what", "topics", "for_whom")
"""Those that people type in words of their own: `ask.<key>` of the synonyms."""

NOT_SAID = N_("ask.not_said", "More than that the supervisor hasn't told me.")
NOTHING_SAID = N_("ask.nothing_said", "The supervisor hasn't told me.")

OWN = N_("asked.own", "{answer}")
OWN_AND_ALONG = N_("asked.own.along", "{answer}\nIf you ask to be contacted, I'll pass your question on.")
GOES_ALONG = frozenset(
    each.context for each in (ASKED_ALONG, OWN_AND_ALONG, *(q.unsaid for q in EVERY.values())) if each is not None
)
"""The contexts of replies to a question that goes along with the request."""

WHOSE = N_("suggestion.whose", "The supervisor: {name}")
"""The one line of a suggestion that has room for it."""

ANSWERS_SOON = N_("sent.next.usually", "The supervisor will reply in the way you chose. Usual answer time: {words}")


def is_open(question: Question, profile: Profile) -> bool:
    """Tell whether the supervisor has said nothing of what is asked."""
    return bool(question.fields) and not any(map(profile.has, question.fields))


def answer(question: Question, profile: Profile, speak: Translator) -> tuple[str, ...]:
    """Return the answer line by line, in the reader's language; where nothing is said, it says so."""
    lines = (*map(speak, question.facts), *_words(question, profile, speak))
    return (*lines, speak(NOT_SAID if lines else NOTHING_SAID)) if is_open(question, profile) else lines


def reply(keys: Sequence[str], profile: Profile, speak: Translator) -> Text:
    """Return what is said in passing to questions that somebody types, to none of these that it goes along.

    When there is time is always for the supervisor to say.
    """
    asked = [EVERY[key] for key in keys]
    unsaid = [each.unsaid for each in asked if each.unsaid and is_open(each, profile)]
    if len(unsaid) == len(asked):
        return unsaid[0] if len(unsaid) == 1 else ASKED_ALONG
    lines: list[str] = []
    for each in asked:
        lines += (*map(speak, (each.passing,) if each.passing else each.facts), *_words(each, profile, speak))
    return (OWN_AND_ALONG if unsaid or "when" in keys else OWN).filled(answer="\n".join(lines))


def _words(question: Question, profile: Profile, speak: Translator) -> Iterator[str]:
    """Yield what the supervisor has written, as a reader of this language reads it."""
    for of in (FIELDS[key] for key in question.fields):
        if words := profile.said(of.key, speak.language):
            said = NAMED.filled(field=of.label, words=words) if of.named else words
            yield said if isinstance(said, str) else speak(said)


def of_whom(profile: Profile) -> Text | None:
    """Return the line that says who the supervisor is, without a title behind the name; None while none is written."""
    name = profile.written("name", ANY).partition(",")[0]
    return WHOSE.filled(name=name) if name else None


def answers_soon(profile: Profile, language: str) -> Text | None:
    """Return what a sent request hears of the usual answer time; None while nothing is written of it."""
    words = profile.said("answers", language)
    return ANSWERS_SOON.filled(words=words) if words else None
