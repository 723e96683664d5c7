"""The supervisor's language, changed in the chat and kept."""

from __future__ import annotations

import pytest

from bot.desk.dispatch import FAULT
from bot.requests.notify import say
from tests.e2e.desk.office import Office
from tests.e2e.phone import said


async def test_language_is_changed_by_a_tap_and_kept_through_a_restart(office: Office) -> None:
    anna = await office.request(language="fi")
    await office.desk.says("/kieli")
    await office.desk.reads("desk.language", language="Suomi")
    await office.desk.taps_words("English")
    await office.home.quiet()
    office.desk.language = "en"
    await office.desk.reads("desk.language", language="English")
    await office.desk.reads("card.new", number="1")
    commands = office.home.calls("setMyCommands", office.desk.chat_id) or office.home.calls("setMyCommands")
    assert "leads" in {each["command"] for each in commands[-1]["parameters"]["commands"]}
    await office.home.restarts()
    await anna.says("Onko aikaa?")
    await office.desk.says("/leads")
    await office.desk.reads("desk.list.open")
    await office.desk.says("Hello there.")
    await office.desk.reads("desk.whom", n=1)


async def test_sentence_without_a_language_is_said_in_the_one_the_desk_has_when_it_is_sent(office: Office) -> None:
    await office.desk.says("/kieli fi")
    await office.home.app.store.transaction(lambda tx: say(tx, office.desk.chat_id, FAULT, ""))
    await office.home.passes(1)
    await office.desk.reads_words(said(FAULT.context, "fi"))


@pytest.mark.parametrize("named", ["en", "English", "ENGLISH"])
async def test_language_is_changed_by_its_name(office: Office, named: str) -> None:
    await office.desk.says(f"/language {named}")
    await office.desk.reads_words(said("desk.language", "en", language="English"))


async def test_prospect_reads_the_card_in_the_language_the_supervisor_has_chosen(office: Office) -> None:
    await office.desk.says("/kieli en")
    anna = await office.home.anna("fi")
    await anna.reaches_review()
    await anna.picks("button.card", language="englanti")
    await anna.reads_words(said("card.draft", "en"))


async def test_language_there_is_none_of_is_answered_with_those_there_are(office: Office) -> None:
    await office.desk.says("/kieli klingon")
    assert (await office.desk.reads("desk.language", language="Suomi")).buttons
