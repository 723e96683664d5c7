"""Typed numbers, addresses, codes and towns where they were once taken wrongly, and long nonsense."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from bot.nlu.discourse import read, without_addresses
from bot.prospect.views.crisis_help import TOLD
from bot.ui.callbacks import Choose, Show
from bot.ui.i18n import Translator
from tests.bot.at import (
    AT_CHALLENGE,
    AT_OFFER,
    AT_PLACE,
    AT_REVIEW,
    AT_TOGETHER,
    AT_TOWN,
    AT_WAY,
    BEGUN,
    GROUP,
    KEPT,
    Steps,
    asked,
    at,
    chosen,
    told,
    words_of,
)
from tests.bot.at import steps as steps_until
from tests.bot.prospects import buttons


@pytest.mark.parametrize("way", ["", "phone", "email"])
@pytest.mark.parametrize("words", ["131052-308T", "hetuni on 131052-308T"])
def test_identity_code_is_no_phone_number(translators: Mapping[str, Translator], way: str, words: str) -> None:
    who = at(translators, (*AT_WAY, *((Choose("way", way),) if way else ())))
    who.writes(words)
    assert asked(who) == (way or "way")
    assert not any("131052" in answer.words for answer in who.now.answers.values())


def test_code_beside_a_number_is_left_out(translators: Mapping[str, Translator]) -> None:
    who = at(translators, AT_WAY)
    who.writes("soita iltapäivällä 0401234567, hetu 131052-308T")
    assert words_of(who, "phone") == "+358401234567"
    assert "131052" not in words_of(who, "message")
    assert "iltapäivällä" in words_of(who, "message")


@pytest.mark.parametrize("steps", [AT_WAY, (*AT_WAY, Choose("way", "phone")), AT_OFFER])
@pytest.mark.parametrize(("edited", "message"), [("soita aamulla 0507654321", "soita aamulla"), ("0507654321", "")])
def test_edited_number_takes_the_place_of_the_number_and_of_what_was_said_beside_it(
    translators: Mapping[str, Translator], steps: Steps, edited: str, message: str
) -> None:
    who = at(translators, steps)
    written = who.writes("soita iltapäivällä 0401234567")
    assert words_of(who, "message") == "soita iltapäivällä"
    who.edits(written, edited)
    assert words_of(who, "phone") == "+358507654321"
    assert words_of(who, "message") == message


def test_edited_matter_takes_back_what_it_had_ticked(translators: Mapping[str, Translator]) -> None:
    who = at(translators, AT_CHALLENGE)
    who.writes("uupumus")
    written = who.writes("kriisi")
    assert set(chosen(who, "challenge")) == {"coping", "crisis"}
    who.edits(written, "riidat")
    assert set(chosen(who, "challenge")) == {"coping", "cooperation"}


@pytest.mark.parametrize(
    ("words", "address"),
    [("1", "maija@gmail.com"), ("joo", "maija@gmail.com"), ("2", "maija@gmial.com"), ("kyllä", "maija@gmail.com")],
)
def test_address_that_is_asked_about_is_settled_in_words(
    translators: Mapping[str, Translator], words: str, address: str
) -> None:
    who = at(translators, (*AT_WAY, Choose("way", "email"), "maija@gmial.com"))
    assert asked(who) == "email"
    who.writes(words)
    assert (chosen(who, "way"), words_of(who, "email")) == (("email",), address)


@pytest.mark.parametrize("words", ["1", "3", "eka", "viimeinen"])
def test_place_among_ways_that_are_not_on_show_means_none(translators: Mapping[str, Translator], words: str) -> None:
    who = at(translators, (*AT_WAY, Choose("way", "phone")))
    who.writes(words)
    assert (chosen(who, "way"), asked(who)) == (("phone",), "phone")


@pytest.mark.parametrize("words", ["1", "joo", "eka"])
def test_suggested_municipality_is_chosen_in_words(translators: Mapping[str, Translator], words: str) -> None:
    who = at(translators, (*AT_TOWN, "oulo"))
    assert asked(who) == "town"
    who.writes(words)
    assert (chosen(who, "town"), asked(who)) == (("564",), "pace")


def test_number_among_two_suggested_municipalities_is_its_place(translators: Mapping[str, Translator]) -> None:
    who = at(translators, (*AT_TOWN, "Oulu tai Kemi"))
    suggested = chosen(who, "town")
    assert len(suggested) == 2
    who.writes("2")
    assert chosen(who, "town") == suggested[1:]


@pytest.mark.parametrize(
    ("language", "words"),
    [("en", "not in Oulu"), ("fi", "ei tarvitse tulla Ouluun"), ("fi", "Oulu ei käy"), ("fi", "ei Helsinkiin")],
)
def test_denied_municipality_is_no_place_to_meet(
    translators: Mapping[str, Translator], language: str, words: str
) -> None:
    who = at(translators, AT_PLACE, language)
    who.writes(words)
    assert chosen(who, "town") == ()


def test_municipality_and_remote_are_both(translators: Mapping[str, Translator]) -> None:
    who = at(translators, AT_PLACE)
    who.writes("Oulussa ja etänä")
    assert (chosen(who, "place"), chosen(who, "town")) == (("both",), ("564",))


@pytest.mark.parametrize(
    "words", ["kyllä, Helsingistä käsin etänä onnistuu", "etä käy Helsingistä", "etänä Helsingistä"]
)
def test_yes_that_names_the_place_is_a_yes(translators: Mapping[str, Translator], words: str) -> None:
    who = at(translators, (*AT_TOWN, "Helsinki"))
    who.writes(words)
    assert (chosen(who, "town"), chosen(who, "far")) == (("091",), ("remote_fine",))


@pytest.mark.parametrize("words", ["0401234567", "soittakaa 0401234567", "maija@firma.fi"])
def test_number_at_the_urgent_help_leaves_contact_first(translators: Mapping[str, Translator], words: str) -> None:
    who = at(translators, (*AT_TOGETHER, Show("urgent")))
    who.writes(words)
    assert chosen(who, "way") == ("email" if "@" in words else "phone",)
    assert asked(who) == "review"


def test_number_at_a_kept_suggestion_leaves_a_request(translators: Mapping[str, Translator]) -> None:
    who = at(translators, KEPT)
    who.writes("0401234567")
    assert (chosen(who, "offer"), words_of(who, "phone"), asked(who)) == (("contact",), "+358401234567", "people")


def test_help_comes_before_any_button_the_words_might_name(translators: Mapping[str, Translator]) -> None:
    for steps in (AT_OFFER, KEPT):
        who = at(translators, steps, "en")
        who.writes("I think about suicide because of work.")
        assert who.now.beside == TOLD


@pytest.mark.parametrize("place", [0, 1])
def test_answer_to_the_question_about_a_code_is_no_message(translators: Mapping[str, Translator], place: int) -> None:
    who = at(translators, (*AT_REVIEW, "soita, 131052-308T tässä"))
    assert who.now.beside == "identity:message"
    labels = [button.text for button in buttons(who.screen)]
    assert len(labels) == 2
    who.writes(labels[place])
    assert who.now.beside == ""
    assert labels[place] not in words_of(who, "message")


@pytest.mark.parametrize(
    ("language", "words", "people"),
    [
        ("fi", "7 hoitajaa ja kiire", "7"),
        ("en", "team of 6 and conflicts", "6"),
        ("fi", "tiimi, 6 henkeä ja riitoja", "6"),
        ("en", "a few teachers", ""),
        ("en", "me and 4 colleagues", "5"),
    ],
)
def test_only_people_are_counted(translators: Mapping[str, Translator], language: str, words: str, people: str) -> None:
    who = at(translators, BEGUN, language)
    who.writes(words)
    assert (chosen(who, "who"), words_of(who, "who")) == (("group",), people)


@pytest.mark.parametrize("words", ["a@" * 2000, "1-" * 2000, "a." * 2000, "ab" * 2000, "www." * 1000])
def test_long_nonsense_is_read_only_as_far_as_somebody_might_mean_it(words: str) -> None:
    """It took most of a minute once: from every letter on, an address was looked for."""
    assert len(without_addresses(words)) <= len(words)
    assert sum(map(len, read(words).words)) <= 1000


@pytest.mark.parametrize("question", ["role", "people", "begin"])
@pytest.mark.parametrize(
    ("words", "way"),
    [("mieluiten sähköpostilla, liisa.virtanen@yritys.fi", "email"), ("040 123 4567", "phone")],
)
def test_number_or_address_given_before_it_is_asked_for_is_taken(
    translators: Mapping[str, Translator], question: str, words: str, way: str
) -> None:
    who = at(translators, steps_until(question, *GROUP))
    who.writes(words)
    assert asked(who) == question
    assert told(who) == "notice.typed"
    assert chosen(who, "way") == (way,)
    assert words_of(who, way)


def test_doubtful_address_given_before_it_is_asked_for_is_asked_about_in_its_turn(
    translators: Mapping[str, Translator],
) -> None:
    who = at(translators, steps_until("role", *GROUP))
    who.writes("liisa.virtanen@gmial.com")
    assert asked(who) == "role"
    who.does(Choose("role", "participant"))
    who.does(Choose("begin", "skip"))
    assert asked(who) == "email"
    assert words_of(who, "email") == "liisa.virtanen@gmail.com"
