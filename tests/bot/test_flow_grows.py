"""Conversations begun, kept and sent before a question was added: what becomes of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from bot.prospect.state import Conversation, State
from bot.ui.callbacks import Choose, Do
from bot.ui.i18n import Translator
from flows.engine import Answers, chosen
from flows.recommend import decide
from tests.bot.prospects import Prospect, prospect, read
from tests.way import SENT

BEFORE = ("community", "crisis", "coping")
"""Who told of a crisis beside another topic was not asked yet whether it was sudden."""


def without(conversation: Conversation, key: str) -> Conversation:
    """Return a conversation as it was before there was a question `key`."""
    return replace(conversation, answers=_without(conversation.answers, key))


def _without(answers: Answers, key: str) -> Answers:
    return {each: answer for each, answer in answers.items() if each != key}


def before(translators: Mapping[str, Translator], until: str) -> Prospect:
    who = prospect(translators)
    who.commands("start")
    audience, *topics = BEFORE
    topics = [f"challenge.{each}" for each in topics]
    who.answers(f"who.{audience}", *topics, "sudden.event", until=until)
    who.conversation = without(who.now, "sudden")
    return who


def test_conversation_under_way_is_asked_the_new_question_and_goes_on_where_it_was(
    translators: Mapping[str, Translator],
) -> None:
    who = before(translators, "offer")
    given = dict(who.now.answers)

    assert who.now.step is not None
    assert who.now.step.question.key == "sudden"
    who.taps(Choose("sudden", "event"))
    assert who.now.step.question.key == "offer"
    assert {key: answer for key, answer in who.now.answers.items() if key != "sudden"} == given


def test_sent_request_keeps_its_meaning_and_its_screen(translators: Mapping[str, Translator]) -> None:
    who = before(translators, SENT)

    assert who.now.state is State.SENT
    assert "Your request 1 is now with the supervisor" in read(who.screen.html)
    assert decide(who.now.answers).suggest == "crisis"


def test_new_question_is_asked_once_when_a_sent_request_is_corrected(translators: Mapping[str, Translator]) -> None:
    who = before(translators, SENT)
    who.taps(Do("correct"))
    who.taps(Choose("sudden", "event"))

    assert who.now.step is not None
    assert who.now.step.question.key in ("change", "review")
    assert chosen(who.now.answers, "who") == ("community",)
    assert decide(who.now.answers).suggest == "crisis"
