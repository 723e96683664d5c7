"""What people stumbled on when they tried the bot: nothing told is given up, and every wish finds its way."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from bot.prospect.decision import PassOn, WithdrawRequest
from bot.prospect.handlers.text_choice import labels
from bot.prospect.state import State
from bot.prospect.views import notices
from bot.ui.callbacks import Choose, Show, Tick
from bot.ui.i18n import Translator
from flows.intake import WHO
from flows.text import Apart, OneOf
from tests.bot.at import (
    AT_CHALLENGE,
    AT_OFFER,
    AT_PLACE,
    AT_REVIEW,
    BEGUN,
    SENT,
    asked,
    at,
    chosen,
    told,
    words_of,
)
from tests.bot.prospects import Prospect, read


@pytest.mark.parametrize("words", ["maybe", "a year maybe", "en tiedä", "ehkä", "skip", "10"])
def test_not_knowing_more_gives_up_nothing_told(translators: Mapping[str, Translator], words: str) -> None:
    who = at(translators, AT_CHALLENGE, "en")
    who.writes("nobody listens in planning and two people keep fighting")
    before = who.now.answers
    who.writes(words)
    assert {"cooperation", "words"} <= set(chosen(who, "challenge"))
    assert words_of(who, "own_words").startswith(before["own_words"].words)


@pytest.mark.parametrize("words", ["joo", "kyllä", "juuri se"])
def test_yes_to_what_was_understood_goes_on(translators: Mapping[str, Translator], words: str) -> None:
    who = at(translators, AT_CHALLENGE)
    who.writes("riidat")
    who.writes(words)
    assert (asked(who), chosen(who, "challenge")) == ("together", ("cooperation",))


@pytest.mark.parametrize("words", ["takas", "takasin"])
def test_back_as_it_is_said_is_no_matter(translators: Mapping[str, Translator], words: str) -> None:
    who = at(translators, AT_CHALLENGE)
    who.writes(words)
    assert asked(who) == "who"


@pytest.mark.parametrize("words", ["kyllä, perutaan", "joo", "kyllä, peru", "yes please", "Joo!"])
def test_withdrawing_is_confirmed_in_words(translators: Mapping[str, Translator], words: str) -> None:
    who = at(translators, (*SENT, "peru"))
    assert who.now.beside == "withdraw"
    assert who.last is not None
    assert not who.last.has(PassOn)  # the wish itself is no message to the supervisor
    who.writes(words)
    assert who.last.has(WithdrawRequest)
    assert not who.last.has(PassOn)
    assert who.now.state is State.KEPT


@pytest.mark.parametrize("words", ["ei", "en sittenkään", "ei peruta", "no, keep it", "don't withdraw it"])
def test_withdrawing_is_refused_in_words(translators: Mapping[str, Translator], words: str) -> None:
    who = at(translators, (*SENT, Show("withdraw"), words))
    assert (who.now.state, who.now.beside) == (State.SENT, "")
    assert who.last is not None
    assert not who.last.has(PassOn)


def test_anything_else_at_the_question_whether_to_withdraw_is_passed_on(
    translators: Mapping[str, Translator],
) -> None:
    who = at(translators, (*SENT, Show("withdraw"), "kertokaa vielä milloin olisi aikoja"))
    assert who.last is not None
    assert who.last.has(PassOn)
    assert who.now.state is State.SENT


@pytest.mark.parametrize("words", ["voiko sen perua", "can i cancel it"])
def test_asking_whether_it_can_be_withdrawn_brings_up_the_question(
    translators: Mapping[str, Translator], words: str
) -> None:
    who = at(translators, (*SENT, words))
    assert who.now.beside == "withdraw"


@pytest.mark.parametrize(
    ("words", "way", "answer"),
    [("marja.virtanen@oys.fi", "email", "marja.virtanen@oys.fi"), ("soita 040 765 4321", "phone", "+358407654321")],
)
def test_contact_alone_at_the_card_replaces_the_one_there(
    translators: Mapping[str, Translator], words: str, way: str, answer: str
) -> None:
    who = at(translators, (*AT_REVIEW[:-1], "vaarä@oys.fi"))
    who.writes(words)
    assert (chosen(who, "way"), words_of(who, way), words_of(who, "message")) == ((way,), answer, "")
    assert asked(who) == "review"


def test_number_of_somebody_else_at_the_card_is_a_message(translators: Mapping[str, Translator]) -> None:
    who = at(translators, AT_REVIEW)
    who.writes("Sihteerimme numero päivystyksessä on 040 765 4321.")
    assert chosen(who, "way") == ("telegram",)
    assert "sihteerimme" in words_of(who, "message").casefold()


@pytest.mark.parametrize("words", ["marja punkt virtanen at oys.fi", "marja.virtanen at oys.fi"])
def test_address_as_it_is_spoken_is_taken_whole(translators: Mapping[str, Translator], words: str) -> None:
    who = at(translators, (*AT_REVIEW[:-1], Choose("way", "email"), words))
    assert words_of(who, "email") == "marja.virtanen@oys.fi"


@pytest.mark.parametrize("words", ["both", "1 and 2", "molemmat"])
def test_only_one_of_those_asked_about_can_be_meant(translators: Mapping[str, Translator], words: str) -> None:
    who = at(translators, (*BEGUN, "a group or a community", words), "en")
    both = labels(WHO, ("group", "community"))
    assert who.now.notice == notices.ONLY_ONE.filled(choices=Apart(both))
    who.writes("the second one")
    assert chosen(who, "who") == ("community",)


def test_what_was_asked_back_stays_asked_after_something_else(translators: Mapping[str, Translator]) -> None:
    who = at(translators, (*BEGUN, "a group or a community", "qwxz"), "en")
    assert who.now.notice == notices.WHICH.filled(choices=OneOf(labels(WHO, ("group", "community"))))
    who.writes("the latter")
    assert chosen(who, "who") == ("community",)


def test_edited_reply_to_what_was_asked_back_is_still_one(translators: Mapping[str, Translator]) -> None:
    who = at(translators, (*BEGUN, "a group or a community"), "en")
    written = who.writes("1")
    who.edits(written, "the second one")
    assert chosen(who, "who") == ("community",)


def test_question_back_can_be_edited_into_an_answer(translators: Mapping[str, Translator]) -> None:
    who = at(translators, AT_PLACE)
    written = who.writes("paljonko tää maksaa")
    assert told(who) == "asked.price"
    who.edits(written, "etänä kävis")
    assert chosen(who, "place") == ("remote",)


@pytest.mark.parametrize("steps", [(), BEGUN, AT_CHALLENGE])
def test_help_stays_when_the_message_is_softened(translators: Mapping[str, Translator], steps: tuple[Choose]) -> None:
    who = at(translators, steps)
    written = who.writes("hoitajakollega teki itsemurhan viime viikolla, kaikki on shokissa")
    assert "112" in read(who.screen.html)
    who.edits(written, "hoitajakollega kuoli viime viikolla, kaikki on shokissa")
    assert "112" in read(who.screen.html)


def test_help_is_not_brought_up_again_by_the_next_line(translators: Mapping[str, Translator]) -> None:
    who = at(translators, (*AT_CHALLENGE, "kollega teki itsemurhan viime viikolla"))
    assert who.now.beside
    who.taps(Show("flow"))
    who.writes("kaipaisimme tukea koko porukalle")
    assert who.now.beside == ""


@pytest.mark.parametrize(
    ("steps", "words", "message"),
    [
        (BEGUN, "soittakaa vaan 0401234567", False),
        (BEGUN, "voiko joku vaan soittaa mulle 0401234567, en jaksa täytellä", True),
        (AT_CHALLENGE, "0401234567", False),
        (AT_PLACE, "040 123 4567", False),
    ],
)
def test_person_who_writes_a_number_instead_of_answering_goes_straight_to_the_request(
    translators: Mapping[str, Translator], steps: tuple[Choose | Tick, ...], words: str, message: bool
) -> None:
    who = at(translators, steps)
    who.writes(words)
    assert (asked(who), words_of(who, "phone")) == ("review", "+358401234567")
    assert bool(words_of(who, "message")) == message
    assert "crisis" not in chosen(who, "challenge")


def test_number_inside_a_story_is_part_of_the_story(translators: Mapping[str, Translator]) -> None:
    who = at(translators, AT_CHALLENGE)
    who.writes("päivystysnumero 0401234567 soi yötä päivää ja kaikki uupuvat")
    assert asked(who) == "challenge"
    assert "0401234567" in words_of(who, "own_words")


def test_what_is_said_at_the_suggestion_stands_where_it_is_seen(translators: Mapping[str, Translator]) -> None:
    who: Prospect = at(translators, (*AT_OFFER, "höpsis"))
    sentence = translators["fi"](notices.AT_OFFER)
    assert read(who.screen.html).strip().endswith(sentence)


def test_taking_turns_is_explained_only_to_those_who_can_choose_it(translators: Mapping[str, Translator]) -> None:
    who = at(translators, (*BEGUN, "qwxz", "qwxz", Choose("who", "skip"), Tick("challenge", "unsure", True)))
    assert asked(who) == "together"
    assert "uorotellen" not in read(who.screen.html)


@pytest.mark.parametrize(
    ("words", "beside"),
    [
        ("mitä jos kukin erikseen", "if:alone"),
        ("what if each alone", "if:alone"),
        ("entä jos satais", ""),
    ],
)
def test_another_suggestion_can_be_asked_for_in_words(
    translators: Mapping[str, Translator], words: str, beside: str
) -> None:
    who = at(translators, AT_OFFER)
    who.writes(words)
    assert who.now.beside == beside
    assert asked(who) == "offer"
