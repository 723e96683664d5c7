"""The supervisor blocks a writer: nothing of theirs arrives any more, what is theirs by law remains."""

from __future__ import annotations

import json

import pytest

from bot.prospect.data_export import everything
from bot.storage import Tx
from tests.e2e.desk.office import Office
from tests.e2e.phone import Phone


async def blocks(office: Office, number: int = 1) -> None:
    """Block a request's writer from its card."""
    await office.card(number)
    await office.desk.picks("button.lead.more", "button.lead.block")
    await office.desk.reads("block.ask", number=str(number))
    await office.desk.picks("button.lead.block")
    await office.desk.reads("block.done", number=str(number))


async def arrived(office: Office, words: str) -> bool:
    """Whether the supervisor has got these words."""
    await office.home.quiet()
    return any(words in screen.text for screen in office.desk.screens)


@pytest.fixture
async def eve(office: Office) -> Phone:
    """A writer who has just been blocked."""
    await office.is_monday()
    phone = await office.request("Eve", language="fi")
    await blocks(office)
    return phone


async def test_writer_is_told_in_one_sentence(office: Office, eve: Phone) -> None:
    await office.home.quiet()

    assert sum(eve.words("block.told") in screen.text for screen in eve.screens) == 1


@pytest.mark.parametrize("what", ["words", "photo", "edit"])
async def test_nothing_a_blocked_writer_sends_arrives(office: Office, eve: Phone, what: str) -> None:
    before = len(office.desk.screens)
    if what == "photo":
        await eve.sends(photo=True, caption="salainen kuva")
    else:
        message = await eve.says("salainen viesti")
        if what == "edit":
            await eve.edits(message, "salainen muutos")

    if what != "edit":
        told = await eve.reads("notice.blocked")
        assert eve.words("sent.more") not in told.text
    assert not await arrived(office, "salainen")
    assert len(office.desk.screens) == before


async def test_edit_of_what_arrived_before_does_not_follow(office: Office) -> None:
    await office.is_monday()
    eve = await office.request("Eve", language="fi")
    message = await eve.says("ensin näin")
    await office.desk.reads_words("ensin näin")
    await blocks(office)

    await eve.edits(message, "salainen muutos")
    assert not await arrived(office, "salainen")


async def test_new_request_is_not_sent_even_after_erasing_everything(office: Office, eve: Phone) -> None:
    await eve.says("/poista")
    await eve.picks("button.erase")
    await eve.reads("notice.erased")
    await eve.reaches_review()
    await eve.picks("review.send")

    await eve.is_at("notice.blocked")
    assert await office.home.app.store.transaction(lambda tx: tx.leads.count("new")) == 0


async def test_corrected_request_does_not_arrive(office: Office, eve: Phone) -> None:
    before = (await office.card()).text
    await eve.picks("button.correct", "place.name", "place.any", "button.correct.send")

    await eve.is_at("notice.blocked")
    assert (await office.card()).text == before


async def test_blocked_writer_gets_their_data_with_the_block_in_it_and_can_erase_it(office: Office, eve: Phone) -> None:
    await eve.says("/omattiedot")
    await office.home.quiet()
    assert office.home.calls("sendDocument", eve.chat_id)
    data = await office.home.app.store.transaction(lambda tx: everything(tx, eve.chat_id))
    assert json.loads(data)["blocked_at"]

    await eve.says("/poista")
    await eve.picks("button.erase")
    await eve.reads("notice.erased")
    await office.home.quiet()
    assert not await arrived(office, "Eve")


async def test_block_is_kept_sealed_and_names_nobody(office: Office, eve: Phone) -> None:
    def rows(tx: Tx) -> list[tuple[object, ...]]:
        return list(tx.execute("SELECT * FROM writers WHERE kept_until = 0 AND who != ''"))

    (row,) = await office.home.app.store.transaction(rows)
    assert not any(str(eve.chat_id) in str(value) for value in row)
    await office.home.passes(2 * 86400)
    await office.home.app.store.transaction(lambda tx: tx.writers.expire())
    assert len(await office.home.app.store.transaction(rows)) == 1


async def test_block_is_undone_from_the_list(office: Office, eve: Phone) -> None:
    await office.desk.says("/estetyt")
    await office.desk.reads("block.list")
    await office.desk.picks("button.block.undo", number="1")
    await office.desk.reads("block.nobody")

    await eve.reads("block.told.undone")
    await eve.says("tiistai sopii")
    assert await arrived(office, "tiistai sopii")
    await office.desk.picks("button.lead.block", "button.lead.block")
    await eve.says("salainen viesti")
    assert not await arrived(office, "salainen")


async def test_others_are_not_blocked(office: Office, eve: Phone) -> None:
    bea = await office.request("Bea", number=2, language="fi")
    await bea.says("hyvä viesti")

    assert await arrived(office, "hyvä viesti")


async def test_question_answered_with_no_blocks_nobody(office: Office) -> None:
    await office.is_monday()
    eve = await office.request("Eve", language="fi")
    await office.card()
    await office.desk.picks("button.lead.more", "button.lead.block", "button.block.no")
    await office.desk.reads("desk.left")

    await eve.says("viesti")
    assert await arrived(office, "viesti")


async def test_block_outlives_a_change_of_the_data_key(office: Office, eve: Phone) -> None:
    from bot.ops.maintenance import rotate_key

    await office.home.stops()
    await rotate_key(office.home.settings)
    await office.home.starts()

    await eve.says("salainen viesti")
    assert not await arrived(office, "salainen")
