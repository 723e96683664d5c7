"""The place tables and what is computed from them."""

from __future__ import annotations

import unicodedata
from collections import Counter

import pytest

from flows.places import (
    EAST,
    NORTH,
    SOUTH,
    WEST,
    Band,
    Municipality,
    Places,
    band,
    distance_from_oulu,
    load,
    normalised,
)


@pytest.fixture(name="places")
def _places() -> Places:
    return load()


def named(places: Places, name: str) -> Municipality:
    found = places.exact(name)
    assert found is not None, name
    return found


def test_every_municipality_of_2026_is_there_once(places: Places) -> None:
    assert len(places.municipalities) == 308
    assert len({m.code for m in places.municipalities}) == 308
    assert all(len(m.code) == 3 and m.code.isdigit() for m in places.municipalities)


def test_every_centre_lies_in_finland(places: Places) -> None:
    for m in places.municipalities:
        assert SOUTH <= m.latitude <= NORTH, m
        assert WEST <= m.longitude <= EAST, m


def test_no_name_belongs_to_two(places: Places) -> None:
    owners: dict[str, str] = {}
    for m in places.municipalities:
        for name in (m.name_fi, m.name_sv):
            assert owners.setdefault(normalised(name), m.code) == m.code, name
    for name, code in (*places.localities.items(), *places.sami.items()):
        assert normalised(name) not in owners, name
        assert places.by_code(code) is not None, name


def test_bands_have_the_known_sizes(places: Places) -> None:
    sizes = Counter(band(m) for m in places.municipalities)
    assert sizes == {Band.INSIDE: 76, Band.CONFIRM: 43, Band.REMOTE: 189}


@pytest.mark.parametrize(
    ("name", "km", "expected"),
    [
        ("Oulu", 0, Band.INSIDE),
        ("Kuusamo", 201, Band.INSIDE),
        ("Rovaniemi", 166, Band.INSIDE),
        ("Kajaani", 139, Band.INSIDE),
        ("Kuopio", 259, Band.CONFIRM),
        ("Vaasa", 284, Band.CONFIRM),
        ("Sodankylä", 272, Band.CONFIRM),
        ("Maalahti", 298, Band.CONFIRM),
        ("Leppävirta", 303, Band.REMOTE),
        ("Jyväskylä", 309, Band.REMOTE),
        ("Helsinki", 540, Band.REMOTE),
    ],
)
def test_a_town_has_its_distance_and_band(places: Places, name: str, km: int, expected: Band) -> None:
    municipality = named(places, name)
    assert distance_from_oulu(municipality).km == pytest.approx(km, abs=3)
    assert band(municipality) is expected


def test_a_code_that_no_longer_exists_gives_nothing(places: Places) -> None:
    assert places.by_code("588") is None  # Pertunmaa, merged in 2025
    assert named(places, "Pertunmaa").name_fi == "Mäntyharju"


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("OULU", "Oulu"),
        ("  oulu ", "Oulu"),
        ("Uleåborg", "Oulu"),
        (unicodedata.normalize("NFD", "Jyväskylä"), "Jyväskylä"),
        ("koski  tl", "Koski Tl"),
        ("Haukipudas", "Oulu"),
        ("Ivalo", "Inari"),
        ("Ruukki", "Siikajoki"),
    ],
)
def test_an_exact_name_is_found_whatever_its_case(places: Places, typed: str, expected: str) -> None:
    assert named(places, typed).name_fi == expected


@pytest.mark.parametrize("typed", ["", "Oulussa", "Kainuu", "Atlantis"])
def test_anything_else_is_not_an_exact_name(places: Places, typed: str) -> None:
    assert places.exact(typed) is None


@pytest.mark.parametrize(
    ("latitude", "longitude", "expected"),
    [
        (65.01, 25.47, "Oulu"),
        (66.50, 25.73, "Rovaniemi"),
        (65.8456, 24.15, "Tornio"),
        (60.17, 24.94, "Helsinki"),
        (70.08, 27.86, None),  # Nuorgam: Tana bru is nearer than Utsjoki's centre
        (69.05, 20.80, None),  # Kilpisjärvi: 140 km from any Finnish centre
        (65.835, 24.137, None),  # Haparanda
        (65.58, 22.15, None),  # Luleå
        (59.437, 24.754, None),  # Tallinn
        (59.33, 18.07, None),  # Stockholm
        (69.65, 18.96, None),  # Tromsø
        (60.71, 28.75, None),  # Vyborg
        (0.0, 0.0, None),
    ],
)
def test_a_point_gives_its_nearest_municipality(
    places: Places, latitude: float, longitude: float, expected: str | None
) -> None:
    found = places.nearest(latitude, longitude)
    assert (found.name_fi if found else None) == expected


def test_a_point_beside_the_border_offers_candidates_to_confirm(places: Places) -> None:
    assert places.candidates(65.835, 24.137)[0].name_fi == "Tornio"
    assert places.candidates(70.08, 27.86)[0].name_fi == "Utsjoki"
    assert places.candidates(59.437, 24.754) == ()


def test_candidates_come_nearest_first(places: Places) -> None:
    assert [m.name_fi for m in places.candidates(65.01, 25.47, 2)] == ["Oulu", "Kempele"]
