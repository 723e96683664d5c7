"""What would have been recommended: noted on the card, changed, taken back, reviewed from the command line."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from bot.requests.request import lead_of
from bot.storage import StoredCorrection, Tx
from bot.ui.callbacks import Desk, encode
from flows.formats import FORMATS
from tests.driver import Screen
from tests.e2e.desk.office import Office
from tests.e2e.machine import ran_here
from tests.e2e.phone import said


async def corrections(office: Office) -> list[StoredCorrection]:
    """What is noted."""
    await office.home.quiet()
    return await office.home.app.store.transaction(lambda tx: tx.corrections.listed())


async def asks_for_another(office: Office, number: int = 1) -> Screen:
    """Tap "Another form?" on the card."""
    await office.acts("button.other_form", number=number)
    return await office.desk.reads("review.which", number=str(number))


async def notes(office: Office, key: str, number: int = 1) -> Screen:
    """Note that this form would have been the better one."""
    await asks_for_another(office, number)
    await office.desk.picks(f"format.{key}")
    return await office.desk.reads("review.noted", number=str(number), format=said(f"format.{key}", "fi"))


async def test_other_forms_are_offered_and_the_chosen_one_is_noted(office: Office) -> None:
    await office.request()
    asked = await asks_for_another(office)
    assert asked.buttons[:-1] == [said(f"format.{key}", "fi") for key in FORMATS if key != "individual"]
    noted = await notes(office, "short")
    assert noted.message_id > 0
    (one,) = await corrections(office)
    assert (one.number, one.said, one.wanted) == (1, "individual", "short")
    assert {"who": ["employee"], "challenge": ["coping"], "pace": ["longer"]}.items() <= dict(one.answers).items()


async def test_correction_can_be_changed_and_taken_back(office: Office) -> None:
    await office.request()
    await notes(office, "short")
    await office.desk.picks("button.review.change")
    asked = await office.desk.reads("review.before", format=said("format.short", "fi"))
    assert "✓ " + said("format.short", "fi") in asked.buttons
    await office.desk.picks("format.group")
    await office.desk.reads("review.noted", number="1", format=said("format.group", "fi"))
    assert [each.wanted for each in await corrections(office)] == ["group"]
    await office.desk.picks("button.review.forget")
    await office.desk.reads("review.nothing", number="1")
    assert await corrections(office) == []


async def test_leaving_it_notes_nothing_and_keeps_what_was_noted(office: Office) -> None:
    await office.request()
    await asks_for_another(office)
    await office.desk.picks("button.review.leave")
    await office.desk.reads("review.nothing", number="1")
    assert await corrections(office) == []
    await notes(office, "pair")
    await office.desk.picks("button.review.change", "button.review.leave")
    await office.desk.reads("review.noted", number="1", format=said("format.pair", "fi"))
    assert len(await corrections(office)) == 1


async def test_same_tap_twice_notes_once(office: Office) -> None:
    await office.request()
    asked = await asks_for_another(office)
    for _ in range(2):
        await office.desk.taps(said("format.short", "fi"), on=asked)
    assert len(await corrections(office)) == 1


async def test_own_words_town_and_person_are_not_kept(office: Office) -> None:
    anna = await office.home.anna("en", first_name="Aurora", username="aurora_k")
    answers = (
        "who.group",
        "challenge.words",
        "challenge.growth",
        "place.on_site",
        "far.remote_fine",
        "people.five_ten",
    )
    await anna.answers(*answers, until="sent", own_words="Our secret matter", town="Helsinki")
    await notes(office, "community")
    (one,) = await corrections(office)
    kept = json.dumps(dict(one.answers))
    assert set(one.answers) >= {"who", "challenge", "together", "place", "pace"}
    assert set(one.answers).isdisjoint({"own_words", "town", "far", "people"})
    for secret in ("Aurora", "aurora", "secret", "091", "five_ten"):
        assert secret not in kept


async def test_erasing_the_person_keeps_the_keys_without_the_number(office: Office) -> None:
    anna = await office.request()
    await notes(office, "short")
    await anna.says("/delete")
    await anna.picks("button.erase")
    (one,) = await corrections(office)
    assert (one.number, one.said, one.wanted) == (0, "individual", "short")
    assert one.answers["who"] == ["employee"]


async def test_another_request_does_not_take_over_the_correction_of_an_erased_one(office: Office) -> None:
    anna = await office.request()
    await notes(office, "short")
    await anna.says("/delete")
    await anna.picks("button.erase")
    await office.request("Bea", number=2)
    await notes(office, "group", number=2)
    assert [(each.number, each.wanted) for each in await corrections(office)] == [(0, "short"), (2, "group")]


@pytest.mark.parametrize("act", ["form_individual", "form_nonsense", "form_", "other_x", "otherform"])
async def test_forged_buttons_note_nothing(office: Office, act: str) -> None:
    await office.request()
    card = await office.card()
    office.home.telegram.deeds.tap(office.desk.chat_id, office.desk.user_id, card.message_id, encode(Desk(act, 1)))
    assert await corrections(office) == []
    assert office.desk.notices[-1].text == said("desk.old_button", "fi")


async def test_prospect_is_told_nothing(office: Office) -> None:
    anna = await office.request()
    before = anna.printed()
    await notes(office, "short")
    assert anna.printed() == before


async def test_review_lists_corrections_and_makes_a_test_that_fails_until_the_rules_heed_it(office: Office) -> None:
    await office.request()
    await notes(office, "short")
    code, listed, err = await ran_here(office.home.environment, "review")
    assert (code, err) == (0, "")
    for words in ("correction 1, request no. 1", "who: employee", "individual", "short", "NOT as wanted"):
        assert words in listed
    assert "Anna" not in listed
    code, printed, err = await ran_here(office.home.environment, "review", "--as-test", "1")
    assert (code, err) == (0, "")
    found: dict[str, object] = {}
    exec(printed, found)
    test = found["test_correction_1_is_heeded"]
    assert callable(test)
    with pytest.raises(AssertionError):
        test()
    heeded: dict[str, object] = {}
    exec(printed.replace('== "short"', '== "individual"'), heeded)
    test = heeded["test_correction_1_is_heeded"]
    assert callable(test)
    test()


async def test_review_shows_what_the_present_rules_decide_otherwise(office: Office) -> None:
    await office.request("Anna", number=1)
    bea = await office.request("Bea", number=2)
    await notes(office, "short", number=2)
    _, nothing, _ = await ran_here(office.home.environment, "review", "--changed")
    assert "as it was decided then" in nothing

    def decided_otherwise_then(tx: Tx) -> None:
        # As if the rules had been others when these were sent.
        for row in tx.leads.listed():
            tx.leads.save(replace(row, format="group"))
        for each in tx.corrections.listed():
            tx.corrections.put(each.number, "group", each.wanted, each.answers, each.flow_version)

    await office.home.app.store.transaction(decided_otherwise_then)
    rule = "(each wishes for a space of their own)"
    expected = [f"no. {number}: recorded group, now individual {rule}" for number in (1, 2)]
    _, changed, _ = await ran_here(office.home.environment, "review", "--changed")
    assert sorted(changed.splitlines()) == expected
    await bea.says("/delete")
    await bea.picks("button.erase")
    await office.home.quiet()
    _, left, _ = await ran_here(office.home.environment, "review", "--changed")
    assert left.splitlines() == [expected[0], f"correction 1: recorded group, now individual {rule}"]


async def test_review_without_anything_says_so(office: Office) -> None:
    _, listed, _ = await ran_here(office.home.environment, "review")
    assert "No corrections yet" in listed
    code, _, err = await ran_here(office.home.environment, "review", "--as-test", "7")
    assert code == 2
    assert "no correction 7" in err


async def test_correction_stands_in_the_exported_file(office: Office) -> None:
    await office.request()
    await notes(office, "short")
    row = await office.home.app.store.transaction(lambda tx: tx.leads.load(1))
    assert row is not None
    assert lead_of(row).format == "individual"
    await office.desk.says("/export csv")
    await office.home.quiet()
    document = next(screen for screen in office.desk.screens if "document" in screen.message)
    file = office.home.telegram.model.files[document.message["document"]["file_id"]].content.decode("utf-8-sig")
    assert said("format.short", "fi") in file
