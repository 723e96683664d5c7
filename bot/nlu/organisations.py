"""Which organisation a text names by its official name: a county or municipality of Finland, or a firm's legal form.

Nothing is guessed: "a small accounting firm" has no name, and of two names neither is taken.
"""

from __future__ import annotations

import re

from bot.nlu.discourse import LONGEST_TEXT
from bot.nlu.municipality import Found, Region, find_town
from flows.places import Places

_OF_A_PLACE = re.compile(
    r"\b([^\W\d_][\w-]+n) (?:(hyvinvointialue)(?:en|ella|elle|elta)?|(kaupunki|kunta|seurakunta)"
    r"|(kaupungi|seurakunna|kunna)(?:n|lla|lle|lta))\b",
    re.IGNORECASE,
)
_PLAIN = {"kaupungi": "kaupunki", "seurakunna": "seurakunta", "kunna": "kunta"}
"""What stands behind the name of a place, in the forms that speak of an employer, and as it is called."""

_CITY_OF = re.compile(r"\b([Cc]ity|[Mm]unicipality|[Ww]ellbeing services county) of ([A-ZÅÄÖ][\w-]+)")
_OF_FORM = re.compile(r"((?:[A-ZÅÄÖ][\w&.-]*\s){1,4}(?:Oyj|Oy|Ab|Ltd|ry|sr|rf)\b)")


def organisation_in(text: str, places: Places) -> str:
    """Return the one organisation that is named, as it is called, "" for none or more."""
    text = text[:LONGEST_TEXT]
    found = {" ".join(each[1].split()) for each in _OF_FORM.finditer(text)}
    for each in _OF_A_PLACE.finditer(text):
        place, kind = filter(None, each.groups())
        if isinstance(find_town(place, places), Found | Region):
            found.add(f"{place[0].upper()}{place[1:]} {_PLAIN.get(kind.casefold(), kind.casefold())}")
    found |= {each[0] for each in _CITY_OF.finditer(text) if isinstance(find_town(each[2], places), Found | Region)}
    return found.pop() if len(found) == 1 else ""
