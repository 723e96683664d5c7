"""Where to meet: what a suggestion says of it, and what is left to be agreed."""

from __future__ import annotations

from flows.engine import UNSURE, Answers, picked
from flows.intake import ON_SITE, meeting_place, out_of_reach
from flows.places import WORTH_TELLING_KM, Band, band, distance_from_oulu
from flows.text import N_, Text

REMOTELY = N_("practice.remote", "Remotely, wherever you are.")
EITHER = N_("practice.any", "Remotely, or at your workplace up to 300 km from Oulu.")
SOMEWHERE = N_("practice.on_site.unknown", "At your workplace.")
ON_SITE_HERE = N_("practice.on_site", "At your workplace: {town}, about {distance} from Oulu.")
ON_SITE_NEAR = N_("practice.on_site.near", "At your workplace: {town}.")
TOO_FAR = N_("practice.far", "Remotely: {town} is over 300 km from Oulu.")
ABROAD = N_("practice.abroad", "Remotely, from outside Finland.")
ALSO_REMOTE = N_("practice.both", "Or remotely.")

WHERE = N_("agree.where", "where to meet")
JOURNEY = N_("agree.journey", "the journey")


def place(answers: Answers) -> tuple[Text, ...]:
    """Say where, from what the person chose and how far the place is; nothing where nothing was chosen."""
    if picked("place", "remote")(answers):
        return (REMOTELY,)
    if picked("place", "any")(answers):
        return (EITHER,)
    if not ON_SITE(answers):
        return ()
    return (_on_site(answers), ALSO_REMOTE) if _both(answers) else (_on_site(answers),)


def to_agree(answers: Answers) -> tuple[Text, ...]:
    """Return what the supervisor has to say about the place, nothing where it is settled."""
    if not ON_SITE(answers):
        return () if picked("place", "remote", "any")(answers) else (WHERE,)
    if out_of_reach(answers):
        return (WHERE,) if picked("far", "on_site", UNSURE)(answers) else ()
    town = meeting_place(answers)
    if town is None:
        return (WHERE,)
    return (JOURNEY,) if band(town) is not Band.INSIDE else ()


def _both(answers: Answers) -> bool:
    return picked("place", "both")(answers) and not out_of_reach(answers)


def _on_site(answers: Answers) -> Text:
    town = meeting_place(answers)
    if town is None:
        return ABROAD if out_of_reach(answers) else SOMEWHERE
    if out_of_reach(answers):
        return TOO_FAR.filled(town=town.name_fi)
    distance = distance_from_oulu(town)
    if distance.km < WORTH_TELLING_KM:
        return ON_SITE_NEAR.filled(town=town.name_fi)
    return ON_SITE_HERE.filled(town=town.name_fi, distance=distance)
