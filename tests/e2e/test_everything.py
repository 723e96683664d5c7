"""Everything a prospect can tap is tapped, in every language, and none of it leads astray."""

from __future__ import annotations

import random
from collections import Counter

from bot.ops.catalogues import extract, messages_of
from flows.intake import INTAKE
from flows.what_if import CHANGES
from tests.e2e.house import House
from tests.e2e.phone import languages, said
from tests.e2e.wanderer import Wanderer

SEED = 2026
DEEDS = 60
"""Of one prospect."""

MOST = 120
"""Prospects of one language, after whom something cannot be reached."""

ELSEWHERE = {
    "button.brief.email": "copies words: the bot hears nothing of it",
    "button.brief.whatsapp": "opens a link: the bot hears nothing of it",
    "button.share_number": "on the reply keyboard, not under a message",
    "button.share_place": "on the reply keyboard, not under a message",
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


async def test_every_button_of_a_prospect_is_tapped_in_every_language(home: House) -> None:
    for number, language in enumerate(languages()):
        wanted, tapped, kinds = labels(language), Counter[str](), Counter[str]()
        changes = {said(change.label.context, language) for change in CHANGES}
        for nth in range(MOST):
            talk = await home.telegram.person(f"Anna{nth}", language_code=language, started=True)
            chance = random.Random(SEED + 1000 * number + nth)
            await Wanderer(talk, chance, quiet=home.quiet, tapped=tapped, sent_kinds=kinds).wanders(DEEDS)
            if wanted <= tapped.keys() and len(changes & tapped.keys()) > len(changes) / 3:
                break
        assert sorted(wanted - tapped.keys()) == [], f"nobody came by in {language}"
        assert min(kinds.values()) > 0
        # Which changes of mind are on show hangs on rare pairs of answers; tests/flows/test_what_if.py walks them all.
        assert {said(change.label.context, language) for change in CHANGES} & tapped.keys()
    assert await home.app.store.transaction(lambda tx: tx.outbox.undelivered()) == []
