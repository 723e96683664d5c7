"""Everything a prospect can tap is tapped, in every language, and none of it leads astray."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator
from itertools import takewhile

import pytest

from bot.ops.catalogues import extract, messages_of
from flows.engine import Choice, Question
from flows.intake import INTAKE
from flows.places import load
from flows.what_if import CHANGES
from tests import way
from tests.e2e.house import House
from tests.e2e.phone import Phone, languages, said
from tests.e2e.wanderer import Wanderer
from tests.flows.routes import need_routes, place_routes

SEED = 2026
DEEDS = 60
"""Of one prospect."""

LUCK = 10
"""Prospects of one language who find what they find; later ones first go where nobody has been."""

MOST = 100
"""Prospects of one language, after whom something cannot be reached."""

ELSEWHERE = {
    "button.abroad": "only where a place beyond the border is shared; tests/e2e/test_place.py taps it",
    "button.brief.email": "copies words: the bot hears nothing of it",
    "button.brief.whatsapp": "opens a link: the bot hears nothing of it",
    "button.share_number": "on the reply keyboard, not under a message",
    "button.share_place": "on the reply keyboard, not under a message",
    "button.to_ask": "only after words that nobody understands; tests/e2e/prospect/test_stuck.py taps it",
    "button.town.no": "only where a name is not clear; tests/e2e/test_place.py taps it",
    "button.town.yes": "names a place",
    "button.asked.other": "only where typed words may mean several; tests/bot/test_typed_conversation.py taps it",
}
"""Labels that are no buttons under a message for everybody, each with the reason."""


def labels(language: str) -> set[str]:
    """Every label of a prospect's buttons: the ways on and the choices."""
    found = {
        message.context
        for message in messages_of(extract())
        if (message.context or "").startswith("button.")
        and any(file.startswith("bot/prospect/") for file, _ in message.locations)
    }
    choices = {choice.label.context for question in INTAKE.questions for choice in question.choices}
    contexts = {*found, *choices} - {*ELSEWHERE, None}
    return {said(str(context), language) for context in contexts}


def left_out(tapped: Counter[str], language: str) -> Iterator[tuple[Question, Choice]]:
    """Every choice that nobody has tapped, of the questions that are asked of everybody they concern."""
    for question in (each for each in INTAKE.questions if not each.on_request):
        for choice in question.choices:
            label = str(choice.label.context)
            if label not in ELSEWHERE and not tapped[said(label, language)]:
                yield question, choice


async def goes_to(anna: Phone, question: Question, choice: Choice) -> None:
    """Answer what brings the question up, and take this choice."""
    routes = (*place_routes(), *need_routes())
    there = next((each for each in routes if question.key in each and choice.key in each[question.key].chosen), {})
    before = list(takewhile(lambda key: key != question.key, there))
    keys = [f"{key}.{each}" for key in before for each in there[key].chosen if f"{key}.{each}" in way.choices()]
    towns = {town.code: town.name_fi for town in load().municipalities}
    words = {key: towns[code] for key in before for code in there[key].chosen if code in towns}
    await anna.answers(*keys, until=question.key, **words)
    await anna.picks(str(choice.label.context))


@pytest.mark.parametrize("language", languages())
async def test_every_button_of_a_prospect_is_tapped(home: House, language: str) -> None:
    wanted, tapped, kinds = labels(language), Counter[str](), Counter[str]()
    changes = {said(change.label.context, language) for change in CHANGES}
    for nth in range(MOST):
        anna = await home.anna(language, first_name=f"Anna{nth}", username=f"anna{nth}")
        unseen = next(left_out(tapped, language), None)
        if nth >= LUCK and unseen:
            await goes_to(anna, *unseen)
            tapped[said(str(unseen[1].label.context), language)] += 1
        await Wanderer(anna, random.Random(SEED + nth), quiet=home.quiet, tapped=tapped, sent_kinds=kinds).wanders(
            DEEDS
        )
        if wanted <= tapped.keys() and changes & tapped.keys():
            break
    assert sorted(wanted - tapped.keys()) == [], f"nobody came by in {language}"
    assert min(kinds.values()) > 0
    # Which changes of mind are on show hangs on rare pairs of answers; tests/flows/test_what_if.py walks them all.
    assert changes & tapped.keys()
    assert await home.app.store.transaction(lambda tx: tx.outbox.undelivered()) == []
