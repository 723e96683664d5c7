"""What a suggestion means in practice: how long, how often, and where."""

from __future__ import annotations

from flows.engine import UNSURE, Answers, picked
from flows.intake import ON_SITE, meeting_place, out_of_reach
from flows.places import WORTH_TELLING_KM, Band, band, distance_from_oulu
from flows.text import N_, Text

REMOTELY = N_("practice.remote", "Remotely, wherever you are.")
EITHER = N_("practice.any", "Remotely, or on site at your workplace up to 300 km from Oulu.")
TO_CONFIRM = N_("practice.on_site.unknown", "On site at your workplace; the place is confirmed with the supervisor.")
ON_SITE_HERE = N_("practice.on_site", "On site at your workplace. Place: {town}, about {distance} from Oulu.")
ON_SITE_NEAR = N_("practice.on_site.near", "On site at your workplace. Place: {town}.")
ON_SITE_CONFIRM = N_(
    "practice.on_site.confirm",
    "On site at your workplace. Place: {town}, about {distance} from Oulu in a straight "
    "line. The supervisor will confirm whether they can travel that far.",
)
TOO_FAR = N_("practice.far", "Remotely: {town} is farther than 300 km from Oulu.")
TOO_FAR_OPEN = N_(
    "practice.far.open",
    "Place: {town}, over 300 km from Oulu, so remotely; talk with the supervisor about what suits you.",
)
ABROAD = N_("practice.abroad", "Remotely, since the place is outside Finland.")
ALSO_REMOTE = N_("practice.both", "Remote meetings are possible as well.")
NOT_SAID = N_("practice.unsaid", "Remotely or on site: agreed with the supervisor.")


def place(answers: Answers) -> tuple[Text, ...]:
    """Say where, from what the person chose and how far the place is."""
    if picked("place", "remote")(answers):
        return (REMOTELY,)
    if picked("place", "any")(answers):
        return (EITHER,)
    if not ON_SITE(answers):
        return (NOT_SAID,)
    return (_on_site(answers), ALSO_REMOTE) if _both(answers) else (_on_site(answers),)


def _both(answers: Answers) -> bool:
    return picked("place", "both")(answers) and not out_of_reach(answers)


def _on_site(answers: Answers) -> Text:
    town = meeting_place(answers)
    if town is None:
        return ABROAD if out_of_reach(answers) else TO_CONFIRM
    if out_of_reach(answers):
        return (TOO_FAR_OPEN if picked("far", "on_site", UNSURE)(answers) else TOO_FAR).filled(town=town.name_fi)
    distance = distance_from_oulu(town)
    if distance.km < WORTH_TELLING_KM:
        return ON_SITE_NEAR.filled(town=town.name_fi)
    sentence = ON_SITE_HERE if band(town) is Band.INSIDE else ON_SITE_CONFIRM
    return sentence.filled(town=town.name_fi, distance=distance)
