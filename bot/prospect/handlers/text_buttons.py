"""Words that name a button of the screen instead of answering: "valmis", "takaisin", "ota yhteyttä", "in English"."""

from __future__ import annotations

from collections.abc import Mapping

from bot.nlu.discourse import COURTESIES, QUESTION_WORDS, read
from bot.nlu.understand import Match, Option, is_listed, listed, names, understand
from bot.prospect.decision import Context
from bot.prospect.features import ask, contact_first, situations, what_if
from bot.prospect.handlers.faq import labelled, questions_in
from bot.prospect.handlers.text_choice import matched
from bot.prospect.handlers.text_contact import holds_contact
from bot.prospect.handlers.text_topics import BRIEFLY
from bot.prospect.state import Conversation, State
from bot.prospect.views import asides
from bot.prospect.views.crisis_help import URGENT
from bot.ui.callbacks import Back, Choose, Data, Do, Done, Show, Speak
from flows.engine import Kind, Step
from flows.intake import GATHERED, OFFER, WELCOME

MOST_ASKED_IN = 8
"""Words of a question that asks for another language and tells nothing else."""

NAME_BEGINS = 4
"""Letters of a language's name that no case form changes."""

PLACES_DIGITS = 2
"""More digits are no place of a button but a phone number."""

WISHES: Mapping[str, Data] = {
    "talk.other_language": Show("language"),
    "talk.erase": Show("erase"),
    "talk.stop": Do("stop"),
}
"""What a command would do that somebody writes as words."""


def named(conversation: Conversation, words: str, context: Context) -> Data | None:
    """Return what the button does that these words name, None when they name none that is on show."""
    if what_if.is_on_show(conversation):
        return _of_the_other_way(conversation, words, context)
    if conversation.beside and conversation.beside != situations.BESIDE:
        return _beside(conversation, words, context)
    leading = situations.leading(conversation) if conversation.beside else ()
    if (number := words.strip(" .")) and number.isdecimal() and 0 < int(number[:2]) <= len(leading):
        return leading[int(number) - 1]
    step = conversation.step or kept(conversation)
    return _of_the_flow(conversation, step, words, context) if step else None


def kept(conversation: Conversation) -> Step | None:
    """Return the suggestion that somebody has kept as the question it was; None where none is."""
    if conversation.state is not State.KEPT or conversation.step is not None:
        return None
    return OFFER.step(conversation.answers)


def _of_the_flow(conversation: Conversation, step: Step, words: str, context: Context) -> Data | None:
    question = step.question
    if is_listed(words, "button.back") and conversation.step is not None:
        return Back(question.key)
    gathers = question.kind is Kind.SEVERAL or (question.key in GATHERED and step.answer.words)
    if gathers and is_listed(words, "button.done"):
        return Done(question.key)
    if question.kind is Kind.WORDS:
        return None
    wish = _wish(words, context) or _language_asked(conversation, step, words, context)
    if wish is not None or question not in (WELCOME, OFFER):  # what is typed at the card is a message
        return wish
    brief = len(words.split()) <= BRIEFLY and not questions_in(words, context.speak)
    if holds_contact(words) if question is OFFER else not brief:  # says more than the button
        return None
    speak = context.speak[conversation.language]
    found = understand(words, question.key, [Option(each.key, speak(each.label)) for each in step.choices])
    if isinstance(found, Match):
        return Choose(question.key, found.keys[0])
    return what_if.wondered(conversation, words) if question is OFFER else None


def _wish(words: str, context: Context) -> Data | None:
    """Return what a command would do that is written as words."""
    wishes: Mapping[str, Data] = {**{f"language.{each}": Speak(each) for each in context.speak}, **WISHES}
    return wishes.get(listed(words, wishes))


def _language_asked(conversation: Conversation, step: Step, words: str, context: Context) -> Speak | None:
    """Return the other language that a short question names, and nothing else: "voidaanko puhua suomea"."""
    told = read(words).words
    if not told or len(words.split()) > MOST_ASKED_IN or not _asks(words, told):
        return None
    others = [each for each in context.speak if each != conversation.language and _is_named(each, words, context)]
    if len(others) != 1 or isinstance(matched(step.choices, step.question, words, conversation, context), Match):
        return None
    return Speak(others[0])


def _asks(words: str, told: tuple[str, ...]) -> bool:
    return words.endswith("?") or told[0] in QUESTION_WORDS or told[0].endswith("ko") or told[-1] in COURTESIES


def _is_named(language: str, words: str, context: Context) -> bool:
    """Tell whether a word is the name of a language, in any of the languages and any case form."""
    called = {each.locale.languages[language].casefold()[:NAME_BEGINS] for each in context.speak.values()}
    return any(
        word[:NAME_BEGINS] in called and names(word, f"language.{language}") for word in words.casefold().split()
    )


def _of_the_other_way(conversation: Conversation, words: str, context: Context) -> Data | None:
    speak = context.speak[conversation.language]
    options = [Option("mine", speak(what_if.BACK_TO_MINE)), Option("take", speak(what_if.TAKE_THIS))]
    found = understand(words, "if", options)
    if not isinstance(found, Match):
        return None
    return what_if.taking(conversation) if found.keys == ("take",) else Show("flow")


def _beside(conversation: Conversation, words: str, context: Context) -> Data | None:
    """Leave what is shown beside the flow: a number cannot mean a choice that is not on the screen."""
    on = is_listed(words, "button.back") or is_listed(words, "button.done")
    number = words.strip(" .")
    if on or (number.isdecimal() and len(number) <= PLACES_DIGITS):
        return Do("go_on")
    if conversation.beside in ask.SHOWN and (key := labelled(words, context.speak)):
        return Show(f"{ask.LIST}_{key}")
    if conversation.beside.startswith("identity:"):
        speak = context.speak[conversation.language]
        said = {speak(asides.LEAVE_CODE_OUT).casefold(): "code_out", speak(asides.KEEP_CODE).casefold(): "code_in"}
        if words.casefold() in said:
            return Do(said[words.casefold()])
    urgent = conversation.beside.startswith(URGENT) and contact_first.offered(conversation)
    if urgent and is_listed(words, "talk.call_me"):
        return Do("contact_first")
    return _wish(words, context)
