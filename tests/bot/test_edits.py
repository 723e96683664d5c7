"""Edited messages: what a message had led to is taken back, whatever that was, and it is read again."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from itertools import pairwise

import pytest

from bot.ops.understanding import rows
from bot.prospect.state import State
from bot.prospect.views import notices
from bot.ui.callbacks import Back, Choose, Do, Done, Tick
from bot.ui.i18n import Translator
from flows.intake import OWN_WORDS
from tests.bot.at import (
    AT_CHALLENGE,
    AT_PLACE,
    AT_REVIEW,
    AT_TOGETHER,
    AT_TOWN,
    AT_WAY,
    BEGUN,
    Steps,
    asked,
    at,
    chosen,
    told,
    words_of,
)
from tests.bot.prospects import Prospect

SEVERAL_AT_ONCE = "meitä on kuuden hengen tiimi, palaverit kireitä ja kaikki ihan poikki"


def test_edit_of_a_message_that_told_several_things_changes_all_of_them(translators: Mapping[str, Translator]) -> None:
    who = at(translators, BEGUN)
    written = who.writes(SEVERAL_AT_ONCE)
    assert (chosen(who, "who"), words_of(who, "who")) == (("group",), "6")
    assert "coping" in chosen(who, "challenge")
    who.edits(written, "meitä on kahdeksan hengen tiimi, lähinnä kyse on riidoista keskenämme")
    assert (chosen(who, "who"), words_of(who, "who")) == (("group",), "8")
    assert set(chosen(who, "challenge")) == {"cooperation", "words"}
    assert words_of(who, "own_words") == "meitä on kahdeksan hengen tiimi, lähinnä kyse on riidoista keskenämme"
    assert asked(who) == "challenge"


def test_edit_that_tells_one_thing_only_takes_the_others_back(translators: Mapping[str, Translator]) -> None:
    who = at(translators, BEGUN)
    written = who.writes(SEVERAL_AT_ONCE)
    who.edits(written, "työpari")
    assert chosen(who, "who") == ("pair",)
    assert chosen(who, "challenge") == ()
    assert words_of(who, "own_words") == ""
    assert asked(who) == "challenge"


def test_what_was_done_after_the_message_stays_done(translators: Mapping[str, Translator]) -> None:
    who = at(translators, BEGUN)
    written = who.writes(SEVERAL_AT_ONCE)
    who.answers("together.together", until="place")
    who.edits(written, "meitä on kahdeksan hengen tiimi, lähinnä kyse on riidoista keskenämme")
    assert asked(who) == "place"
    assert chosen(who, "together") == ("together",)
    assert set(chosen(who, "challenge")) == {"cooperation", "words"}


def test_ticks_made_by_hand_since_the_message_stay(translators: Mapping[str, Translator]) -> None:
    who = at(translators, AT_CHALLENGE)
    written = who.writes("väsymys ja riidat painavat koko porukkaa jo pitkään")
    assert {"coping", "cooperation"} <= set(chosen(who, "challenge"))
    who.taps(Tick("challenge", "cooperation", False))
    who.taps(Tick("challenge", "growth", True))
    for text in (
        "väsymys ja riidat painavat nyt koko porukkaa jo hyvin pitkään",
        "väsymys ja riidat painavat yhä koko porukkaa",
    ):
        who.edits(written, text)
        assert set(chosen(who, "challenge")) == {"coping", "growth", "words"}
        assert words_of(who, "own_words") == text


def test_second_edit_starts_from_where_the_first_message_did(translators: Mapping[str, Translator]) -> None:
    who = at(translators, AT_CHALLENGE)
    who.writes("uupumus")
    written = who.writes("kriisi")
    for text, ticks in (("riidat", {"coping", "cooperation"}), ("uusi rooli", {"coping", "new_role"})):
        who.edits(written, text)
        assert set(chosen(who, "challenge")) == ticks


def test_message_that_was_not_understood_can_be_put_right(translators: Mapping[str, Translator]) -> None:
    who = at(translators, BEGUN)
    written = who.writes("qwxz")
    assert asked(who) == "who"
    who.edits(written, "ryhmä")
    assert chosen(who, "who") == ("group",)


def test_message_that_was_not_understood_is_past_once_the_question_is_answered(
    translators: Mapping[str, Translator],
) -> None:
    who = at(translators, BEGUN)
    written = who.writes("qwxz")
    who.taps(Choose("who", "pair"))
    who.edits(written, "ryhmä")
    assert chosen(who, "who") == ("pair",)
    assert told(who) == notices.NO_EDIT.context


def test_edit_that_is_not_understood_asks_the_question_again(translators: Mapping[str, Translator]) -> None:
    who = at(translators, BEGUN)
    written = who.writes("ryhmä")
    who.edits(written, "qwxz")
    assert asked(who) == "who"


def test_edit_without_visible_text_leaves_the_message_as_it_was(translators: Mapping[str, Translator]) -> None:
    who = at(translators, BEGUN)
    written = who.writes(SEVERAL_AT_ONCE)
    before = who.now.answers
    who.edits(written, "\u200b")
    assert who.now.answers == before
    assert told(who) == notices.EMPTY.context


@pytest.mark.parametrize("steps", [AT_CHALLENGE, AT_REVIEW])
def test_edit_too_long_to_be_kept_leaves_the_words_as_they_were(
    translators: Mapping[str, Translator], steps: Steps
) -> None:
    who = at(translators, steps)
    written = who.writes("Meillä on ollut raskas syksy.")
    before = who.now.answers
    who.edits(written, "x" * (OWN_WORDS.longest + 1))
    assert who.now.answers == before
    assert told(who) == notices.TOO_LONG.context


def test_place_and_town_told_at_once_change_at_once(translators: Mapping[str, Translator]) -> None:
    who = at(translators, AT_PLACE)
    written = who.writes("paikan päällä Oulussa")
    assert (chosen(who, "place"), chosen(who, "town")) == (("on_site",), ("564",))
    who.edits(written, "etänä")
    assert (chosen(who, "place"), chosen(who, "town")) == (("remote",), ())
    assert asked(who) == "pace"


def test_town_typed_for_an_answer_since_changed_is_past(translators: Mapping[str, Translator]) -> None:
    who = at(translators, AT_TOWN)
    written = who.writes("Oulu")
    who.taps(Back("pace"))
    who.taps(Back("town"))
    who.taps(Choose("place", "remote"))
    who.edits(written, "Kajaani")
    assert (chosen(who, "place"), chosen(who, "town")) == (("remote",), ())
    assert told(who) == notices.NO_EDIT.context


def test_answer_dropped_by_the_message_comes_back_with_the_edit(translators: Mapping[str, Translator]) -> None:
    who = at(translators, AT_PLACE)  # a group, together
    while asked(who) != "who":
        who.taps(Back(asked(who)))
    written = who.writes("yksi työntekijä")
    assert chosen(who, "together") == ()
    who.edits(written, "ryhmä")
    assert chosen(who, "together") == ("together",)


def test_edited_matter_that_changes_the_suggestion_shows_it_before_anything_is_sent(
    translators: Mapping[str, Translator],
) -> None:
    who = at(translators, AT_CHALLENGE)
    written = who.writes("riidat")
    who.taps(Done("challenge"))
    who.answers(until="people")
    who.edits(written, "kriisi")
    assert asked(who) == "offer"


def test_edit_changes_a_kept_suggestion_and_keeps_it_kept(translators: Mapping[str, Translator]) -> None:
    who = at(translators, AT_CHALLENGE)
    written = who.writes("riidat vievät kaiken ilon työstä, joka päivä uudestaan")
    who.taps(Done("challenge"))
    who.answers(until="offer")
    who.taps(Choose("offer", "later"))
    assert who.now.state is State.KEPT
    who.edits(written, "riidat vievät ilon työstä, ja uupumus")
    assert who.now.state is State.KEPT
    assert {"coping", "cooperation"} <= set(chosen(who, "challenge"))


def test_deleted_message_can_be_rewritten_by_editing_it(translators: Mapping[str, Translator]) -> None:
    who = at(translators, AT_CHALLENGE)
    written = who.writes("en jaksa elää, työ vie kaiken")
    assert who.now.beside.startswith("care:")
    who.taps(Do("unwrite"))
    assert words_of(who, "own_words") == ""
    assert "jaksa" not in str(who.now.typed)
    who.edits(written, "työ vie kaiken, olen väsynyt ja kaipaan tukea")
    assert words_of(who, "own_words") == "työ vie kaiken, olen väsynyt ja kaipaan tukea"


AT_ROLE: Steps = AT_WAY[:-1]

AT: Mapping[str, Steps] = {
    "who": BEGUN,
    "challenge": AT_CHALLENGE,
    "together": AT_TOGETHER,
    "place": AT_PLACE,
    "pace": (*AT_PLACE, Choose("place", "remote")),
    "role": AT_ROLE,
    "way": AT_WAY,
}


def given(who: Prospect) -> dict[str, tuple[tuple[str, ...], str]]:
    """Return what the answers say, whether they are done or not."""
    return {key: (each.chosen, each.words) for key, each in who.now.answers.items() if each.chosen or each.words}


@pytest.mark.parametrize("language", ["fi", "en"])
@pytest.mark.parametrize("question", AT)
def test_edited_message_leads_to_what_its_new_words_would_have_led_to(
    translators: Mapping[str, Translator], question: str, language: str
) -> None:
    """And an edit that changes no word changes no answer."""
    typed = [words for asked_at, words, _ in rows("typed", language) if asked_at.key == question][:25]
    there = at(translators, AT[question], language)
    for first, then in pairwise(typed):
        who, other = replace(there), replace(there)
        written = who.writes(first)
        before = given(who)
        who.edits(written, first)
        assert given(who) == before, first
        who.edits(written, then)
        if told(who) != notices.NO_EDIT.context:  # words for a button were a tap, which is no message to be edited
            other.writes(then)
            assert given(who) == given(other), (first, then)
