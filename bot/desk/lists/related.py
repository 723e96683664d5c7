"""What a card tells beside its request: what is arranged, other requests of one town or of the same person."""

from __future__ import annotations

from dataclasses import replace

from bot.requests.card import Beside
from bot.requests.meetings import meeting_with, slot_ahead
from bot.requests.request import OPEN, Lead, lead_of
from bot.storage import StoredLead, Tx
from flows.engine import chosen
from flows.places import load

NEAR_SECONDS = 30 * 24 * 3600.0
"""How far apart in time requests may be to be worth one trip."""

LOOKED_THROUGH = 300
NAMED = 8
"""Among how many open requests of that time those of the town are looked for, and how many are named at most."""


def town_of(lead: Lead) -> str:
    """Return the code of the municipality where the sessions would be, "" when none was given."""
    code = "".join(chosen(lead.answers, "town"))
    return code if load().by_code(code) else ""


def town_name(lead: Lead) -> str:
    """Return the Finnish name of that municipality, "" when none was given."""
    town = load().by_code(town_of(lead))
    return town.name_fi if town else ""


def beside(tx: Tx, row: StoredLead, *, shared: bool) -> Beside:
    """Return what the card of a request says of a meeting, and of other requests."""
    lead = lead_of(row)
    earlier = tuple(
        each.number for each in tx.leads.of_chat(row.chat_id) if each.number < row.number and not each.trial
    )
    code = town_of(lead)
    first, last = row.created_at - NEAR_SECONDS, row.created_at + NEAR_SECONDS
    near = [
        each.number
        for each in (tx.leads.created_between(first, last, OPEN, LOOKED_THROUGH) if code else ())
        if each.number != row.number and each.chat_id != row.chat_id and town_of(lead_of(each)) == code
    ]
    meeting = meeting_with(tx, row.number)
    ahead = meeting if slot_ahead(tx, row.number) else replace(meeting, agreed=None)
    return Beside(shared, ahead, town_name(lead), tuple(sorted(near)[-NAMED:]), earlier[-NAMED:])
