"""What people type for a town, as tables: see tests/data/towns.tsv and town_forms.tsv."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.nlu.municipality import Abroad, Found, NoPlace, Region, Suggestions, Town, find_town
from bot.nlu.place_names import ABROAD, NICKNAMES, OFTEN_TWO_PLACES, REGIONS
from flows.places import Places, load, normalised

DATA = Path(__file__).parent.parent / "data"
ASKED_BACK = {normalised(name) for name in OFTEN_TWO_PLACES}


def rows(file: str) -> list[tuple[str, str]]:
    lines = (DATA / file).read_text(encoding="utf-8").splitlines()
    return [(typed, expected) for typed, _, expected in (line.partition("\t") for line in lines)]


def told(town: Town) -> str:
    """Write an outcome the way the tables do: =Oulu, ?Oulu,Kemi, region, abroad, -."""
    match town:
        case Found(municipality):
            return f"={municipality.name_fi}"
        case Suggestions(municipalities):
            return "?" + ",".join(m.name_fi for m in municipalities)
        case Region():
            return "region"
        case Abroad():
            return "abroad"
        case NoPlace():
            return "-"


@pytest.fixture(name="places")
def _places() -> Places:
    return load()


@pytest.mark.parametrize(("typed", "expected"), rows("towns.tsv"))
def test_what_people_type_is_understood_or_asked_back(places: Places, typed: str, expected: str) -> None:
    assert told(find_town(typed, places)) == expected


@pytest.mark.parametrize(("typed", "expected"), rows("town_forms.tsv"))
def test_a_case_form_is_found(places: Places, typed: str, expected: str) -> None:
    assert told(find_town(typed, places)) == f"={expected}"


def test_every_official_name_is_found(places: Places) -> None:
    for m in places.municipalities:
        for name in (m.name_fi, m.name_sv, m.name_fi.upper()):
            if normalised(name) not in ASKED_BACK:
                assert find_town(name, places) == Found(m), name


def test_every_locality_is_found_and_named(places: Places) -> None:
    for name, code in places.localities.items():
        if normalised(name) not in ASKED_BACK:
            municipality = places.by_code(code)
            assert municipality is not None
            assert find_town(name, places) == Found(municipality, name)


def test_every_region_and_foreign_name_is_known_by_its_name(places: Places) -> None:
    for name in REGIONS:
        assert find_town(name, places) == Region(name)
    for name in ABROAD:
        assert find_town(name, places) == Abroad(name)


def test_every_sami_name_is_found_with_its_letters_and_without(places: Places) -> None:
    plain = str.maketrans("đŋŧčšžâäáåõʒǯǥǧǩČĐŊŠŦŽÁÂ", "dntcszaaaaozzggkCDNSTZAA", "ʹˈ’'")
    for name, code in places.sami.items():
        for typed in (name, name.upper(), name.translate(plain), name.replace("ʹ", "'"), name.replace("ʹ", "´")):
            assert find_town(typed, places) == Found(places.codes[code]), typed


@pytest.mark.parametrize("short", ["Hl", "HL", "hl.", "(Hl)", "H.l."])
def test_two_places_of_one_name_are_told_apart_by_their_county(places: Places, short: str) -> None:
    for head in ("Koski", "Kosken", "Koskessa"):
        assert told(find_town(f"{head} {short}", places)) == "=Hollola"
        assert told(find_town(f"{head} {short.replace('H', 'T').replace('h', 't')}", places)) == "=Koski Tl"
    assert told(find_town(f"Koski, {short}", places)) == "=Hollola"
    assert told(find_town("Koski", places)) == "?Koski Tl,Hollola"


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        *(("Ekenäs", "Raasepori"), ("i Karis", "Raasepori"), ("Nagu", "Parainen"), ("Houtskär", "Parainen")),
        *(("Kimito", "Kemiönsaari"), ("Tenala", "Raasepori"), ("Pernå", "Loviisa"), ("Strömfors", "Loviisa")),
        *(("Lillkyro", "Vaasa"), ("S:t Bertils", "Salo"), ("St Bertils", "Salo"), ("Sankt Bertils", "Salo")),
        *(("Sankt Michel", "Mikkeli"), ("St. Karins", "Kaarina"), ("Borgå landskommun", "Porvoo")),
        *(("Ekenas", "Raasepori"), ("Kosken Tl kunta", "Koski Tl"), ("Koski Tl kommun", "Koski Tl")),
        *(("Ohcejohka/Utsjoki", "Utsjoki"), ("Anár gielda", "Inari"), ("Avvil", "Inari")),
    ],
)
def test_a_swedish_or_sami_name_of_any_time_is_found(places: Places, typed: str, expected: str) -> None:
    assert told(find_town(typed, places)) == f"={expected}"


def test_every_nickname_leads_to_its_municipality(places: Places) -> None:
    for name, target in NICKNAMES.items():
        assert told(find_town(name, places)) == f"={target}"


def test_no_more_than_four_are_suggested(places: Places) -> None:
    town = find_town("Oulu, Kemi, Tornio, Raahe, Kajaani ja Kuopio", places)
    assert told(town) == "?Oulu,Kemi,Tornio,Raahe"


@given(st.text(max_size=200))
def test_whatever_is_typed_is_answered_and_never_with_nothing_to_choose(typed: str) -> None:
    town = find_town(typed, load())
    assert not isinstance(town, Suggestions) or 1 <= len(town.municipalities) <= 4


def test_a_name_with_one_letter_missing_is_never_taken_for_another(places: Places) -> None:
    for m in places.municipalities:
        for at in range(1, len(m.name_fi)) if len(m.name_fi) >= 7 else ():
            typed = m.name_fi[:at] + m.name_fi[at + 1 :]
            if typed == "Tervoa":  # Tervola without its l is a form of Tervo
                continue
            town = find_town(typed, places)
            assert town == Found(m) or (isinstance(town, Suggestions) and m in town.municipalities), typed
