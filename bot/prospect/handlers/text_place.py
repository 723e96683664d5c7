"""Typed words where the place to meet is asked: remotely or on site, and in which municipality."""

from __future__ import annotations

from bot.nlu.crisis import urgent
from bot.nlu.discourse import AND, EITHER, NEGATIONS, denies, read
from bot.nlu.municipality import Abroad, Found, NoPlace, Region, Suggestions, Town, find_town, named_among
from bot.nlu.personal_identity_code import without_codes
from bot.nlu.understand import Match, Meaning, Option, Unknown, understand
from bot.prospect.apply import give, put_aside
from bot.prospect.decision import Context
from bot.prospect.handlers.text_choice import labels, matched, understood
from bot.prospect.state import Conversation
from bot.prospect.views import notices
from flows.engine import SKIP, UNSURE, Answer, Step
from flows.intake import ABROAD as ABROAD_CODE
from flows.intake import INTAKE, PLACE, TOWN
from flows.text import Apart, OneOf, Text


def place_and_town(conversation: Conversation, found: Meaning, words: str, context: Context) -> Conversation | None:
    """Take a municipality typed at "remotely or on site?" as on site, there, or keep it; None when none is named."""
    there = not denies(words)  # "ei Ouluun": not there
    town: Town | None = named_among(words, context.places)
    if isinstance(found, Unknown) and town is None:
        town = find_town(words, context.places)
    if not isinstance(town, Found):
        return None
    match found:
        case Unknown() | Match(("on_site" | "both",)) if there:
            key = found.keys[0] if isinstance(found, Match) else "on_site"
            return meet_in(
                give(conversation, PLACE.key, Answer((key,)), context), town, context, *labels(PLACE, (key,))
            )
        case Match(("remote",)) if there and AND.intersection(read(words).words):
            both = give(conversation, PLACE.key, Answer(("both",)), context)
            return meet_in(both, town, context, *labels(PLACE, ("both",)))
        case Match(("remote",)) if there and EITHER.intersection(read(words).words):
            asked = OneOf(labels(PLACE, ("remote", "on_site")))
            return conversation.at(context.now, notice=notices.WHICH.filled(choices=asked))
        case Match(keys) if not urgent(words):  # "either, I live in Kemi": no place to meet, but told
            kept = conversation.at(context.now, told=conversation.told.saying(without_codes(words)))
            return give(kept, PLACE.key, Answer(keys), context, understood(PLACE, keys))
    return None


def elsewhere(conversation: Conversation, words: str, context: Context) -> Found | None:
    """Return another municipality than the one that is too far, None when none is named."""
    town = None if denies(words) else named_among(words, context.places)
    return town if town and (town.municipality.code,) != conversation.answers[TOWN.key].chosen else None


def meet_in(conversation: Conversation, found: Found, context: Context, *more: Text) -> Conversation:
    """Take the municipality as the place to meet."""
    notice = notices.TYPED_CHOSEN.filled(choices=Apart((*more, found.municipality.name_fi)))
    return give(conversation, TOWN.key, Answer((found.municipality.code,)), context, notice)


def which_town(conversation: Conversation, step: Step, words: str, context: Context) -> Conversation:
    """Take the municipality; where it is not certain, keep those that may be meant and ask."""
    key = step.question.key
    meant = context.places.by_code(_of_the_suggested(step, words))
    if meant is not None:
        return meet_in(conversation, Found(meant), context)
    if step.answer.open and step.answer.chosen and NEGATIONS.issuperset(read(words).words):
        return another(conversation, context)
    told = named_among(words, context.places)
    match matched(step.choices, step.question, words, conversation, context):
        case Match(keys) if told is None and keys in ((UNSURE,), (SKIP,)):
            return give(conversation, key, Answer(keys), context, understood(step.question, keys))
        case Match() if told is not None and not denies(words):  # "Kajaani, perhaps"
            return meet_in(conversation, told, context)
    town = find_town(words, context.places)
    match matched(PLACE.choices, PLACE, words, conversation, context):
        case Match((("remote" | "any") as place,)) if isinstance(town, NoPlace):
            return give(conversation, PLACE.key, Answer((place,)), context, understood(PLACE, (place,)))
    match town:
        case Found(municipality) if denies(words):
            return suggested(conversation, (municipality.code,), context, notices.TOWN_GUESS)
        case Found():
            return meet_in(conversation, town, context)
        case Suggestions(municipalities):
            codes = tuple(each.code for each in municipalities)
            return suggested(conversation, codes, context, notices.TOWN_GUESS)
        case Region(name):
            return put_aside(conversation, key, Answer(), context, notices.TOWN_REGION.filled(name=name))
        case Abroad():
            return give(conversation, key, Answer((ABROAD_CODE,)), context)
        case _:
            return put_aside(conversation, key, Answer(), context, notices.TOWN_UNKNOWN)


def suggested(conversation: Conversation, codes: tuple[str, ...], context: Context, notice: Text) -> Conversation:
    """Ask which of these municipalities is meant; of a single one whether it is."""
    town = context.places.by_code(codes[0]) if len(codes) == 1 else None
    notice = notices.TOWN_ONE.filled(town=town.name_fi) if town else notice
    return put_aside(conversation, TOWN.key, Answer(codes), context, notice)


def another(conversation: Conversation, context: Context) -> Conversation:
    """Ask for the municipality again: it was none of the suggested ones."""
    return conversation.at(context.now, answers=INTAKE.mark(conversation.answers, TOWN.key, Answer()))


def _of_the_suggested(step: Step, words: str) -> str:
    """Return the code of the suggested municipality that a number, or a yes to the only one, means; "" for none."""
    suggested = [code for code in step.answer.chosen if code != UNSURE] if step.answer.open else []
    yes = ("choice.yes",) if len(suggested) == 1 else ()
    found = understand(words, "town", [Option(code, code, yes) for code in suggested])
    return found.keys[0] if isinstance(found, Match) else ""
