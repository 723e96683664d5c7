"""On the suggestion: what would change it, looked at and left or taken; and what is still open."""

from __future__ import annotations

import pytest

from tests.e2e.house import House
from tests.e2e.phone import Phone

BOTH = pytest.mark.parametrize("language", ["fi", "en"])


async def group_suggested(home: House, language: str) -> Phone:
    """Somebody to whom group supervision is suggested."""
    anna = await home.anna(language)
    await anna.answers("who.group", "challenge.cooperation", until="offer")
    assert anna.words("format.group") in (await anna.is_at("suggestion.title")).text
    return anna


@BOTH
async def test_change_of_mind_shows_the_other_suggestion_and_leads_back(home: House, language: str) -> None:
    anna = await group_suggested(home, language)
    mine = anna.living.text
    await anna.picks("button.changes", "if.alternately.label")
    other = await anna.is_at("suggestion.if", change=anna.words("if.alternately"))
    assert anna.words("format.combination") in other.text
    await anna.picks("button.mine")
    await home.quiet()
    assert anna.living.text == mine


@BOTH
async def test_other_suggestion_can_be_taken_and_is_what_the_card_says(home: House, language: str) -> None:
    anna = await group_suggested(home, language)
    await anna.picks("button.changes", "if.alternately.label", "button.take")
    await anna.sees_notice(anna.words("notice.taken"))
    mine = await anna.is_at("suggestion.title")
    assert mine.text.split("\n")[0].endswith(anna.words("format.combination"))
    await anna.answers("people.few", "role.participant", until="sent")
    card = await home.desk.reads("card.new", number="1")
    assert home.desk.words("format.combination") in card.text
    assert home.desk.words("together.alternately") in card.text


async def test_looking_at_another_suggestion_changes_nothing_of_the_request(home: House) -> None:
    anna = await group_suggested(home, "en")
    await anna.picks("button.changes", "if.alternately.label", "button.mine")
    await anna.answers("people.few", "role.participant", until="sent")
    card = await home.desk.reads("card.new", number="1")
    assert home.desk.words("together.together") in card.text


async def test_kept_suggestion_can_be_tried_and_changed_too(home: House) -> None:
    anna = await group_suggested(home, "en")
    await anna.picks("offer.later", "button.suggestion", "button.changes", "if.alternately.label", "button.take")
    assert anna.words("format.combination") in (await anna.is_at("suggestion.title")).text


async def test_old_button_of_another_suggestion_brings_the_current_question(home: House) -> None:
    anna = await group_suggested(home, "en")
    await anna.picks("button.changes")
    await home.quiet()
    shown = anna.living
    await anna.picks("button.mine")
    await anna.answers("people.few", until="role")
    await anna.taps(anna.words("if.alternately.label"), on=shown)
    await anna.sees_notice(anna.words("notice.old_button"))
    await anna.is_at("role.ask")


@BOTH
async def test_unknown_answers_are_told_with_what_would_settle_them(home: House, language: str) -> None:
    anna = await home.anna(language)
    await anna.answers("who.group", "challenge.unsure", "together.unsure", "place.any", "pace.unsure", until="offer")
    screen = await anna.is_at("suggestion.title")
    opened = " · ".join(map(anna.words, ("challenge.name", "together.name")))
    assert anna.words("suggestion.open", questions=opened) in screen.text


async def test_reasons_of_a_tried_answer_tell_of_no_wish_that_nobody_had(home: House) -> None:
    anna = await home.anna("en")
    await anna.answers("who.group", "challenge.coping", until="offer")
    await anna.picks("button.changes", "if.alone.label")
    screen = await anna.is_at("format.individual")
    assert anna.words("because.each_alone") not in screen.text
    assert anna.words("because.longer") in screen.text
