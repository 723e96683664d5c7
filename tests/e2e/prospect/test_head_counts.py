"""Numbers of people in typed words: told with the first answer or at their own question, and never asked twice."""

from __future__ import annotations

import pytest

from tests.e2e.house import House

GROUP_OF_SIX = pytest.mark.parametrize(
    ("language", "words"), [("fi", "kuuden hengen ryhmä"), ("en", "a group of six people")]
)
LEADER_AND_FIVE = pytest.mark.parametrize(
    ("language", "words"), [("fi", "pomo ja 5 alaista"), ("en", "a manager and 5 employees")]
)


@GROUP_OF_SIX
async def test_number_told_with_the_first_answer_is_not_asked_again(home: House, language: str, words: str) -> None:
    anna = await home.anna(language)
    await anna.answers(until="who")
    await anna.says(words)
    understood = await anna.is_at("challenge.ask")
    assert f"{anna.words('who.group')} · {anna.words('notice.people', n=6)}" in understood.text
    await anna.answers("challenge.coping", until="role")
    await anna.is_at("role.ask")
    await anna.answers("role.participant", until="sent")
    card = await home.desk.reads("card.new", number="1")
    assert f"{home.desk.words('people.name')}: 6\n" in card.text


async def test_number_is_asked_again_when_another_answer_takes_its_place(home: House) -> None:
    anna = await home.anna("en")
    await anna.answers(until="who")
    await anna.says("a group of six people")
    await anna.picks("button.misread")
    await anna.answers("who.community", "challenge.coping", until="people")
    await anna.is_at("people.ask")


@LEADER_AND_FIVE
async def test_one_leader_and_a_number_of_people_is_asked_back(home: House, language: str, words: str) -> None:
    anna = await home.anna(language)
    await anna.answers(until="who")
    await anna.says(words)
    asked = await anna.is_at("who.ask")
    assert anna.words("who.group") in asked.text
    assert anna.words("who.manager") in asked.text


async def test_number_word_at_its_own_question_is_kept_exactly(home: House) -> None:
    anna = await home.anna("en")
    await anna.answers("who.group", "challenge.coping", until="people")
    await anna.says("we are seven")
    await anna.answers("role.participant", until="sent")
    card = await home.desk.reads("card.new", number="1")
    assert f"{home.desk.words('people.name')}: 7\n" in card.text


async def test_more_than_a_number_is_no_exact_number(home: House) -> None:
    anna = await home.anna("fi")
    await anna.answers("who.group", "challenge.coping", until="people")
    await anna.says("yli 20")
    await anna.answers("role.participant", until="sent")
    card = await home.desk.reads("card.new", number="1")
    assert f"{home.desk.words('people.name')}: {home.desk.words('people.over_twenty')}\n" in card.text


async def test_two_challenges_in_one_message_are_set_apart(home: House) -> None:
    anna = await home.anna("fi")
    await anna.answers("who.group", until="challenge")
    await anna.says("jaksaminen ja yhteistyö")
    understood = await anna.is_at("challenge.ask")
    assert f"{anna.words('challenge.coping')} · {anna.words('challenge.cooperation')}." in understood.text


@pytest.mark.parametrize(
    ("language", "words", "people"),
    [
        ("fi", "meitä on 3 lähihoitajaa kotihoidossa Kuusamossa, kiire ja riidat vaivaa", 3),
        ("fi", "oon vastaava hoitaja, meitä on osastolla 14 hoitajaa ja haluttais ryhmätyönohjausta", 14),
        ("fi", "minä ja pari kollegaa", 3),
        ("en", "me and a couple of colleagues", 3),
        ("en", "we are 5 nurses and would like to meet", 5),
    ],
)
async def test_nobody_is_counted_twice(home: House, language: str, words: str, people: int) -> None:
    anna = await home.anna(language)
    await anna.answers(until="who")
    await anna.says(words)
    assert anna.words("notice.people", n=people) in (await anna.is_at("challenge.ask")).text
