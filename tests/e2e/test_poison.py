"""An update that the bot cannot handle: kept aside, apologised for, and nobody else notices."""

from __future__ import annotations

import pytest

from bot.desk.dispatch import DeskRoom
from bot.events import Event, Place, TapAnswer
from bot.ops.housekeeping import Retention, tidy
from bot.prospect.service import ProspectRoom
from bot.storage import Tx
from tests.e2e.house import House

BOMB = "räjähdä nyt"
HOUR, DAY = 3600.0, 86400.0


@pytest.fixture(autouse=True)
def _fault(monkeypatch: pytest.MonkeyPatch) -> None:
    """A fault of the bot: one sentence makes the prospect's room raise, after it has written something."""
    whole = ProspectRoom.on_event

    def faulty(room: ProspectRoom, tx: Tx, event: Event, place: Place) -> list[TapAnswer]:
        if getattr(event, "text", "") == BOMB:
            tx.counters.add("half-done")
            raise ValueError(BOMB)
        return whole(room, tx, event, place)

    monkeypatch.setattr(ProspectRoom, "on_event", faulty)


async def kept(home: House) -> int:
    return await home.app.store.transaction(lambda tx: tx.poison.count())


async def test_person_is_told_and_goes_on_where_they_were(home: House) -> None:
    anna = await home.anna("fi")
    await anna.answers(until="who")
    await anna.says(BOMB)
    await anna.is_at("notice.trouble")
    await anna.is_at("who.ask")
    assert await kept(home) == 1
    await anna.answers("who.group", until="challenge")
    await anna.is_at("challenge.ask")


async def test_what_the_fault_had_written_is_undone(home: House) -> None:
    anna = await home.anna("fi")
    await anna.says("/start")
    await anna.says(BOMB)
    await home.quiet()
    counts = await home.app.store.transaction(lambda tx: tx.counters.between("0", "9"))
    assert "half-done" not in {count.name for count in counts}


async def test_others_notice_nothing(home: House) -> None:
    anna, bea = await home.anna("fi"), await home.anna("en", first_name="Bea")
    await anna.says("/start")
    await bea.says("/start")
    await anna.says(BOMB)
    await bea.leaves_request()
    await home.desk.reads("card.new", number="1")


async def test_supervisor_is_told_silently_and_at_most_once_an_hour(home: House) -> None:
    anna = await home.anna("fi")
    await anna.says("/start")
    for _ in range(3):
        await anna.says(BOMB)
    await home.quiet()
    told = [screen for screen in home.desk.screens if home.desk.words("desk.fault") in screen.text]
    assert len(told) == 1
    assert BOMB not in home.desk.printed()
    (call,) = home.calls("sendMessage", home.desk.chat_id)
    assert str(call["parameters"]["disable_notification"]).lower() == "true"
    await home.passes(HOUR + 1)
    await anna.says(BOMB)
    await home.quiet()
    assert len(home.calls("sendMessage", home.desk.chat_id)) == 2
    assert await kept(home) == 4


async def test_it_is_kept_encrypted_for_a_week(home: House) -> None:
    anna = await home.anna("fi")
    await anna.says("/start")
    await anna.says(BOMB)
    await home.quiet()
    (poisoned,) = await home.app.store.transaction(lambda tx: tx.poison.listed())
    assert poisoned.raw["message"]["text"] == BOMB
    assert BOMB not in poisoned.error
    for path in home.settings.database_path.parent.glob("bot.sqlite3*"):
        assert BOMB.encode() not in path.read_bytes()
    home.clock.passes(7 * DAY - HOUR)
    await home.app.store.transaction(lambda tx: tidy(tx, Retention(draft_days=30)))
    assert await kept(home) == 1
    home.clock.passes(2 * HOUR)
    await home.app.store.transaction(lambda tx: tidy(tx, Retention(draft_days=30)))
    assert await kept(home) == 0


async def test_erasing_takes_what_was_kept_aside_as_well(home: House) -> None:
    anna = await home.anna("fi")
    await anna.says("/start")
    await anna.says(BOMB)
    await anna.says("/delete")
    await anna.picks("button.erase")
    await anna.reads("notice.erased")
    assert await kept(home) == 0


async def test_fault_at_the_desk_keeps_nothing_of_the_card_it_was_about(
    home: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    def faulty(room: DeskRoom, tx: Tx, event: Event, place: Place) -> list[TapAnswer]:
        raise ValueError

    anna = await home.anna("fi")
    await anna.leaves_request()
    card = await home.desk.reads("card.new", number="1")
    monkeypatch.setattr(DeskRoom, "on_event", faulty)
    await home.desk.picks("button.lead.take")
    await home.desk.says("Hei", reply_to=card)
    await home.quiet()
    answered, tapped = await home.app.store.transaction(lambda tx: tx.poison.listed())
    ids = {"message_id": card.message_id, "date": card.message["date"], "chat": {"id": home.desk.chat_id}}
    assert tapped.raw["callback_query"]["message"] == answered.raw["message"]["reply_to_message"] == ids
    assert answered.raw["message"]["text"] == "Hei"
    assert tapped.chat_id == answered.chat_id == home.desk.chat_id
