"""Finnish municipalities: exact look-up and the distance from Oulu.

The tables in `data/` are read once and passed around as one `Places` value. Coordinates are WGS84 degrees,
distances kilometres along the great circle. Sources and licences: `data/README.md`.
"""

from __future__ import annotations

import csv
import math
import unicodedata
from collections.abc import Mapping
from enum import Enum
from functools import cache
from pathlib import Path
from types import MappingProxyType

from flows.dataclass import dataclass
from flows.text import Distance

DATA = Path(__file__).parent / "data"

OULU = (65.0121, 25.4651)
"""Latitude and longitude that distances start from."""

EARTH_RADIUS_KM = 6371.0088
"""Mean radius (IUGG)."""

INSIDE_KM = 220.0
REMOTE_KM = 300.0

WORTH_TELLING_KM = 5.0
"""A place nearer than this is Oulu itself: its distance says nothing."""

LOCATION_REACH_KM = 100.0
"""A shared location farther than this from every centre says too little about the municipality."""

SOUTH, NORTH, WEST, EAST = 59.7, 70.1, 19.0, 31.6
"""Degrees: the box around Finland, its islands included."""


class Band(Enum):
    """What a distance means for meetings at the client's premises."""

    INSIDE = "inside"
    """At most 220 km: inside 300 km by any road."""
    CONFIRM = "confirm"
    """220 to 300 km: inside the limit as the crow flies; the supervisor confirms."""
    REMOTE = "remote"
    """Over 300 km: remote meetings only."""


@dataclass(frozen=True, slots=True)
class Municipality:
    """A municipality and its main centre. `code` is Statistics Finland's three digits ("564")."""

    code: str
    name_fi: str
    name_sv: str
    latitude: float
    longitude: float


def normalised(name: str) -> str:
    """Return a name for comparing: NFC, case folded, single spaces."""
    return " ".join(unicodedata.normalize("NFC", name).casefold().split())


@dataclass(frozen=True, slots=True)
class Places:
    """Every municipality, and by name as written -> municipality code: localities, Sámi names. Made by `load`."""

    municipalities: tuple[Municipality, ...]
    localities: Mapping[str, str]
    sami: Mapping[str, str]
    codes: Mapping[str, Municipality]
    names: Mapping[str, Municipality]
    foreign: tuple[tuple[float, float], ...]
    """Latitude and longitude of towns across the border: a point nearer to one of them is perhaps abroad."""

    def by_code(self, code: str) -> Municipality | None:
        """Return the municipality with that code; None when there is none (any more)."""
        return self.codes.get(code)

    def exact(self, name: str) -> Municipality | None:
        """Return whose name this is (Finnish, Swedish, Sámi, then localities); case and spaces do not matter."""
        return self.names.get(normalised(name))

    def candidates(self, latitude: float, longitude: float, limit: int = 3) -> tuple[Municipality, ...]:
        """Return the municipalities whose centres are nearest to a point, nearest first, at most `limit`.

        Empty when the point cannot be in Finland. Only centres are known, no borders: let the person confirm.
        """
        if not (SOUTH <= latitude <= NORTH and WEST <= longitude <= EAST):
            return ()
        reached = [
            (km, m)
            for m in self.municipalities
            if (km := kilometres((latitude, longitude), (m.latitude, m.longitude))) <= LOCATION_REACH_KM
        ]
        reached.sort(key=lambda pair: pair[0])
        return tuple(m for _, m in reached[:limit])

    def nearest(self, latitude: float, longitude: float) -> Municipality | None:
        """Return the municipality with the nearest centre, or None when the point is more likely abroad.

        None also where no centre is within reach (the far end of Enontekiö): ask for the name then. Near a
        border this can be None while `candidates` is not empty; offer those and "outside Finland".
        """
        near = self.candidates(latitude, longitude, 1)
        if not near:
            return None
        here = (latitude, longitude)
        home = kilometres(here, (near[0].latitude, near[0].longitude))
        return near[0] if all(home <= kilometres(here, town) for town in self.foreign) else None


def kilometres(start: tuple[float, float], end: tuple[float, float]) -> float:
    """Return the great-circle distance in km between two (latitude, longitude) points (haversine)."""
    latitude, longitude, to_latitude, to_longitude = map(math.radians, (*start, *end))
    half = (
        math.sin((to_latitude - latitude) / 2) ** 2
        + math.cos(latitude) * math.cos(to_latitude) * math.sin((to_longitude - longitude) / 2) ** 2
    )
    return 2 * EARTH_RADIUS_KM * math.asin(math.sqrt(half))


def distance_from_oulu(municipality: Municipality) -> Distance:
    """Return how far the municipality's centre is from Oulu, as the crow flies."""
    return Distance(kilometres(OULU, (municipality.latitude, municipality.longitude)))


def band(municipality: Municipality) -> Band:
    """Return what the distance from Oulu means for meeting there."""
    km = distance_from_oulu(municipality).km
    if km <= INSIDE_KM:
        return Band.INSIDE
    return Band.CONFIRM if km <= REMOTE_KM else Band.REMOTE


@cache
def load() -> Places:
    """Read the tables (the first time) and return them as one unchangeable value."""
    municipalities = tuple(
        Municipality(row["code"], row["name_fi"], row["name_sv"], float(row["latitude"]), float(row["longitude"]))
        for row in _rows("municipalities.csv")
    )
    codes = {m.code: m for m in municipalities}
    localities = {row["name"]: row["municipality_code"] for row in _rows("localities.csv")}
    sami = {row["name"]: row["municipality_code"] for row in _rows("sami_names.csv")}
    names = {normalised(name): codes[code] for name, code in (*localities.items(), *sami.items())}
    names |= {normalised(m.name_sv): m for m in municipalities}
    names |= {normalised(m.name_fi): m for m in municipalities}
    return Places(
        municipalities,
        MappingProxyType(localities),
        MappingProxyType(sami),
        MappingProxyType(codes),
        MappingProxyType(names),
        tuple((float(row["latitude"]), float(row["longitude"])) for row in _rows("foreign_towns.csv")),
    )


def _rows(file: str) -> list[dict[str, str]]:
    with (DATA / file).open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))
