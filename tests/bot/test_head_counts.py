"""How many people words tell: numbers of groups, times and parts are none of people."""

from __future__ import annotations

import pytest

from bot.nlu.head_counts import counts, head_count
from bot.nlu.normalise import folded
from bot.nlu.vocabulary import number_of


@pytest.mark.parametrize(
    ("typed", "people"),
    [
        *(("30 (kahdessa ryhmässä)", 30), ("30, kahdessa ryhmässä", 30), ("30 kahdessa ryhmässä", 30)),
        *(
            ("30 (2 ryhmää)", 30),
            ("kolmeen tiimiin jaettuna 24", 24),
            ("24 hlöä, 3 tiimiä", 24),
            ("30 in two groups", 30),
            ("kolmekymmentä kahdessa ryhmässä", 30),
            ("twenty five people", 25),
        ),
        *(("30 (two groups)", 30), ("kaksi ryhmää, yhteensä 30", 30), ("12 (kahdella osastolla)", 12)),
        *(("18 kolmessa yksikössä", 18), ("20 (4 tiimistä)", 20), ("20 people across 3 units", 20)),
        *(("noin 30 (kahdessa vuorossa)", 30), ("16 ja kaksi ryhmää", 16), ("15 (kolmella paikkakunnalla)", 15)),
        *(("14 hoitajaa kahdelta osastolta", 14), ("two teams, 18 people", 18), ("22, split into 2 groups", 22)),
        *(
            ("9 (3 ryhmän esihenkilöt)", 9),
            ("30 (15 + 15)", 30),
            ("30 (kaksi kertaa 15)", 30),
            ("8 (joista 2 osa-aikaista)", 8),
        ),
        *(("8 (2 of them part-time)", 8), ("12 (3 poissa)", 12), ("kahdessa kuuden hengen ryhmässä yhteensä 12", 12)),
    ],
)
def test_numbers_of_groups_are_not_added_to_numbers_of_people(typed: str, people: int) -> None:
    assert head_count(typed) == people


@pytest.mark.parametrize("typed", ["kahdessa ryhmässä", "3 tiimiä", "two groups", "kolme osastoa"])
def test_groups_alone_tell_no_number_of_people(typed: str) -> None:
    assert head_count(typed) is None


@pytest.mark.parametrize("typed", ["kaksi 8 hengen ryhmää", "2 x 15", "3 groups of 8"])
def test_groups_of_so_many_each_are_never_added_up(typed: str) -> None:
    found = counts(typed)
    assert found is None or not found.exact or found.numbers <= {8, 15, 16, 24, 30}


@pytest.mark.parametrize(
    ("typed", "people"),
    [("me + 2 others", 3), ("4 opettajaa ja rehtori", 5), ("3 nurses and 2 doctors", 5), ("8 hengen tiimi", 8)],
)
def test_people_told_in_parts_are_added_up(typed: str, people: int) -> None:
    assert head_count(typed) == people


@pytest.mark.parametrize(
    ("word", "number"),
    [
        *(("kahdessakymmenessäviidessä", 25), ("kahtakymmentäviittä", 25), ("kolmeakymmentä", 30), ("sataviisi", 105)),
        *(("seitsemää", 7), ("kahdeksalle", 8), ("yhdeksän", 9), ("kymmentä", 10), ("kahtatoista", 12)),
        *(("yhdeltätoista", 11), ("kolmellekymmenelle", 30), ("viittäkymmentä", 50), ("sataa", 100), ("neljällä", 4)),
        *(("yheksän", 9), ("kakskyt", 20), ("kolmisenkymmentä", 30), ("tusina", 12), ("kuusikymmentäkolme", 63)),
        *(("kahdeksantena", None), ("kuudes", None), ("seitsemässätoista", 17), ("neljänkymmenenneljän", 44)),
        *(("fyrtio", 40), ("tjugofem", 25), ("hundred", 100), ("fourty", 40), ("dozen", 12), ("nittio", 90)),
    ],
)
def test_a_number_in_letters_is_read_in_every_case_form(word: str, number: int | None) -> None:
    assert number_of(folded(word)) == number
