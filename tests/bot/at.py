"""Somebody who stands at a question: got there by the answers that matter and the usual ones to all others."""

from __future__ import annotations

from collections.abc import Mapping

from bot.ui.callbacks import Choose, Do, Done, Show, Tick, WhatIf
from bot.ui.i18n import Translator
from flows.engine import Answer, Kind, Question
from flows.places import load
from tests.bot.prospects import Prospect, prospect
from tests.way import walk

Steps = tuple[Choose | Tick | Done | WhatIf | Do | Show | str, ...]


def deeds(question: Question, answer: Answer) -> Steps:
    """Return the taps, or the words typed, that give an answer."""
    if question.kind is Kind.SEVERAL:
        return (*(Tick(question.key, each, on=True) for each in answer.chosen), Done(question.key))
    if question.kind is Kind.WORDS and answer.words:
        return (answer.words, Done(question.key))
    first = answer.chosen[0] if answer.chosen else ""
    if question.kind is Kind.TOWN and (town := load().by_code(first)):
        return (town.name_fi,)
    return (answer.words or Choose(question.key, first),)


def steps(until: str, *keys: str, **words: str) -> Steps:
    """Return the way to a question: these answers ("who.group", town="Oulu"), else the usual ones."""
    return tuple(step for question, answer, _ in walk(until, *keys, **words) for step in deeds(question, answer))


GROUP = ("who.group", "challenge.cooperation")
CONTACT = (*GROUP, "people.few", "role.participant")

BEGUN = steps("who")
AT_CHALLENGE = steps("challenge", "who.group")
AT_COMPANY = steps("company", "who.self")
AT_TOGETHER = steps("together", *GROUP)
AT_PLACE = steps("place", *GROUP)
AT_TOWN = steps("town", *GROUP, "place.on_site")
AT_OFFER = steps("offer", *GROUP)
AT_BEGIN = steps("begin", *CONTACT)
AT_WAY = steps("way", *CONTACT)
AT_REVIEW = steps("review", *CONTACT)
SENT: Steps = (*AT_REVIEW, Choose("review", "send"))
KEPT: Steps = (*AT_OFFER, Choose("offer", "later"))


def at(translators: Mapping[str, Translator], steps: Steps, language: str = "fi") -> Prospect:
    """Return somebody who has come so far."""
    who = prospect(translators, language)
    who.commands("start")
    for step in steps:
        who.does(step)
    return who


def asked(who: Prospect) -> str:
    """Return the key of the question on show."""
    step = who.now.step
    return step.question.key if step else ""


def chosen(who: Prospect, key: str) -> tuple[str, ...]:
    """Return what was chosen, half-made answers included."""
    answer = who.now.answers.get(key)
    return answer.chosen if answer else ()


def words_of(who: Prospect, key: str) -> str:
    """Return what was typed."""
    answer = who.now.answers.get(key)
    return answer.words if answer else ""


def told(who: Prospect) -> str:
    """Say which sentence stands above the question."""
    return who.now.notice.context if who.now.notice else ""
