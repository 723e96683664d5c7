"""The card's status: taken, answered, handled, not a fit; taps twice, two people at once, what the prospect sees."""

from __future__ import annotations

from collections import Counter

import pytest

from bot.desk.service import UNTOLD_SECONDS
from bot.requests.request import Status
from tests.e2e.desk.office import Office
from tests.e2e.house import House


async def test_taking_shows_on_the_card_in_place_and_on_the_prospects_screen(office: Office) -> None:
    anna = await office.request()
    before = await office.card()
    await office.desk.picks("button.lead.take")
    after = await office.card()
    assert after.message_id == before.message_id
    assert office.desk.words("status.taken") in after.text
    assert (await office.lead()).status == Status.TAKEN
    await anna.is_at("sent.taken")


async def test_looking_at_everything_shows_the_prospect_nothing(office: Office) -> None:
    anna = await office.request()
    before = [str(screen) for screen in anna.screens]
    await office.acts("button.all")
    await office.desk.picks("button.lead.reply")
    await office.desk.says("/lead 1")
    await office.home.quiet()
    assert [str(screen) for screen in anna.screens] == before
    assert (await office.lead()).status == Status.NEW


async def test_tapping_take_twice_changes_nothing_the_second_time(office: Office) -> None:
    anna = await office.request()
    card = await office.card()
    for _ in range(2):
        await office.desk.taps(office.desk.words("button.lead.take"), on=card)
    await office.desk.sees_notice(office.desk.words("desk.taken.already"))
    await office.home.quiet()
    taken = anna.words("sent.taken")
    shown = [call for call in office.home.calls("editMessageText", anna.chat_id) if taken in str(call)]
    assert len(shown) == 1


async def test_of_two_people_the_first_wins_and_the_other_is_told(office: Office) -> None:
    liisa = await office.shared_with("Liisa")
    await office.request()
    card = await office.card()
    await liisa.taps(liisa.words("button.lead.take"), on=card)
    await office.desk.taps(office.desk.words("button.lead.take"), on=card)
    await office.desk.sees_notice(office.desk.words("desk.taken.other", name="Liisa"))
    lead = await office.lead()
    assert (lead.status, lead.handling.by) == (Status.TAKEN, "Liisa")
    assert "Liisa" in (await office.card()).text


async def test_closed_request_passes_nothing_on_and_a_new_one_is_offered(office: Office) -> None:
    anna = await office.request()
    await office.acts("button.lead.handled")
    await office.home.quiet()
    await office.home.passes(UNTOLD_SECONDS + 1)
    await anna.says("One more thing.")
    screen = await anna.is_at("notice.closed", number="1")
    assert anna.words("button.new") in screen.buttons
    assert anna.screen.message_id == screen.message_id
    assert not [message for message in office.desk.messages if message.get("text") == "One more thing."]
    await office.desk.picks("button.lead.reopen")
    await anna.says("Another thing.")
    await office.desk.reads_words("Another thing.")


@pytest.mark.parametrize("contacted", [False, True])
async def test_prospect_is_told_warmly_below_everything_that_a_request_is_closed_and_of_agreements_only_if_contacted(
    office: Office, contacted: bool
) -> None:
    anna = await office.request()
    if contacted:
        await office.replies("Shall we talk?")
    before = anna.screen
    await office.acts("button.lead.handled")
    await office.home.quiet()
    await office.home.passes(UNTOLD_SECONDS + 1)
    screen = await anna.is_at("sent.title.closed", number="1")
    assert screen.message_id > before.message_id
    assert anna.words("sent.closed") in screen.text
    assert (anna.words("sent.closed.agreed") in screen.text) is contacted
    assert anna.words("button.new") in screen.buttons


async def test_closing_that_is_undone_at_once_is_not_told(office: Office) -> None:
    anna = await office.request()
    before = [str(screen) for screen in anna.screens]
    await office.acts("button.lead.handled")
    assert (await office.lead()).status == Status.HANDLED
    assert office.desk.words("status.handled") in (await office.card()).text
    await office.home.passes(UNTOLD_SECONDS - 10)
    assert [str(screen) for screen in anna.screens] == before
    await office.desk.picks("button.lead.reopen")
    await office.home.quiet()
    await office.home.passes(UNTOLD_SECONDS)
    await anna.is_at("sent.taken")
    assert anna.words("sent.title.closed", number="1") not in anna.printed()


async def test_request_that_is_opened_again_after_its_closing_was_told_is_told_too(office: Office) -> None:
    anna = await office.request("Anna", number=1)
    bea = await office.request("Bea", number=2)
    await bea.picks("button.new")
    for number in (1, 2):
        await office.acts("button.lead.handled", number=number)
    await office.home.quiet()
    await office.home.passes(UNTOLD_SECONDS + 1)
    for number in (1, 2):
        await office.acts("button.lead.reopen", number=number)
    await anna.is_at("sent.taken")
    await bea.reads("status.told.reopened", number="2")


async def test_closing_is_said_in_words_when_the_prospect_is_at_a_new_request(office: Office) -> None:
    anna = await office.request()
    await anna.picks("button.new")
    await office.acts("button.lead.handled")
    await office.home.quiet()
    await office.home.passes(UNTOLD_SECONDS + 1)
    await anna.reads("status.told.closed", number="1")


async def test_closed_is_called_the_same_on_the_card_in_the_list_and_when_it_is_asked_for(office: Office) -> None:
    await office.request("Anna", number=1)
    await office.request("Bea", number=2)
    await office.acts("button.lead.handled", number=1)
    await office.acts("button.lead.not_fit", number=2)
    await office.desk.picks("button.quick.quietly")
    closed = office.desk.words("status.handled")
    assert closed in (await office.card(1)).text
    assert closed in (await office.card(2)).text
    for word in ("closed", "handled", closed):
        await office.desk.says(f"/leads {word}")
        await office.desk.reads("desk.list.title", name=closed, count=2)
        assert office.desk.screen.text.count(closed) == 3
    await office.desk.says(f"/leads {office.desk.words('button.lead.not_fit')}")
    await office.desk.reads("desk.list.title", name=office.desk.words("status.not_fit"), count=1)


async def test_taken_is_said_in_words_when_the_prospect_is_at_a_new_request(office: Office) -> None:
    anna = await office.request()
    await anna.picks("button.new")
    await office.desk.picks("button.lead.take")
    await anna.reads("status.told.taken", number="1")


async def test_button_of_a_request_that_is_erased_is_answered(office: Office) -> None:
    anna = await office.request()
    card = await office.card()
    await anna.says("/delete")
    await anna.picks("button.erase")
    await office.home.quiet()
    await office.desk.taps(office.desk.words("button.lead.take"), on=card)
    await office.desk.sees_notice(office.desk.words("desk.no_lead"))


async def test_strangers_see_an_ordinary_unknown_command(home: House) -> None:
    stranger = await home.anna("en")
    await stranger.says("/start")
    for command in ("/leads", "/lead 1", "/find Anna", "/away 15.8.", "/back", "/liidit", "/poissa"):
        await stranger.says(command)
        await stranger.reads("notice.unknown_command")


async def test_card_says_who_what_form_where_contact_and_own_words_before_the_rest(office: Office) -> None:
    anna = await office.home.anna("en")
    await anna.answers("who.employee", "challenge.words", until="own_words")
    await anna.writes("We argue about shifts.")
    await anna.answers("place.on_site", until="town")
    await anna.says("Kajaani")
    await anna.answers(until="sent")
    await anna.is_at("sent.title", number="1")
    text = (await office.card()).text
    keys = (
        "format.individual",
        "who.employee",
        "told.challenge.words",
        "card.way.telegram",
        "company.own",
        "pace.longer",
    )
    form, who, what, contact, *rest = (office.desk.words(key) for key in keys)
    in_order = ["Anna", form, who, what, "Kajaani", contact, "We argue about shifts.", *rest]
    assert sorted(in_order, key=text.index) == in_order
    assert "km" in text[text.index("Kajaani") : text.index(contact)]


async def test_closing_is_told_in_a_box_that_is_read(office: Office) -> None:
    await office.request()
    await office.desk.picks("button.lead.take")
    assert not (await office.desk.sees_notice(office.desk.words("desk.took"))).alert
    await office.acts("button.lead.handled")
    assert (await office.desk.sees_notice(office.desk.words("desk.closed"))).alert


async def test_answered_request_that_is_reopened_still_reads_answered_to_its_writer(office: Office) -> None:
    anna = await office.request()
    await office.replies("Shall we talk?")
    for button in ("button.lead.handled", "button.lead.reopen"):
        await office.acts(button)
        await office.home.quiet()
        await office.home.passes(UNTOLD_SECONDS + 1)
    await anna.is_at("sent.answered")
    lead = await office.lead()
    assert (lead.status, lead.handling.waits_since) == (Status.ANSWERED, 0.0)


async def test_card_that_was_deleted_comes_back_when_its_request_changes(office: Office) -> None:
    anna = await office.request()
    card = await office.card()
    del office.desk.chat.messages[card.message_id]
    await anna.picks("button.correct", "place.name", "place.any", "button.correct.send")
    again = await office.card()
    assert again.message_id > card.message_id
    await office.desk.says("Good morning.", reply_to=again)
    await anna.reads_words("Good morning.")
    # That it was deleted the bot learns only by trying.
    assert {each["method"] for each in office.home.telegram.violations} == {"editMessageText"}
    office.home.telegram.violations.clear()


@pytest.mark.parametrize("outcome", ["client", "later", "not_fit", "unknown"])
async def test_what_became_of_a_closed_request_is_asked_on_its_card_kept_and_counted(
    office: Office, outcome: str
) -> None:
    await office.request()
    await office.acts("button.lead.handled")
    assert office.desk.words("outcome.ask") in (await office.card()).text
    await office.desk.picks(f"outcome.{outcome}")
    card = await office.card()
    assert office.desk.words("outcome.told", outcome=office.desk.words(f"outcome.{outcome}")) in card.text
    assert card.buttons == [office.desk.words("button.lead.reopen"), office.desk.words("button.lead.more")]
    assert (await office.lead()).handling.outcome == outcome
    assert await counted(office) == {f"outcome.{outcome}": 1}


async def test_outcome_that_is_changed_or_undone_is_counted_once_or_not_at_all(office: Office) -> None:
    await office.request()
    await office.acts("button.lead.handled", "outcome.later", "button.lead.more", "outcome.client")
    await office.home.quiet()
    assert await counted(office) == {"outcome.client": 1}
    await office.acts("button.lead.reopen")
    await office.home.quiet()
    assert await counted(office) == {}


async def counted(office: Office) -> dict[str, int]:
    """How often each outcome is counted."""
    counts = await office.home.app.store.transaction(lambda tx: tx.counters.between("0000", "9999"))
    totals = Counter[str]()
    for each in counts:
        totals[each.name] += each.n if each.name.startswith("outcome.") else 0
    return {name: n for name, n in totals.items() if n}
