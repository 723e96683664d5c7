"""Erasing for somebody who cannot do it: at the desk, by a command, and again after a restore."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from bot.errors import StorageError
from bot.ops.erasures import KEPT_SECONDS, list_of
from bot.ops.housekeeping import Retention, scrub, tidy
from bot.ops.maintenance import back_up, erased, restore
from bot.prospect.data_export import everything, in_words
from bot.storage import Tx
from tests.e2e.house import House
from tests.e2e.phone import languages


async def statuses(home: House) -> list[str]:
    """How every request stands, newest first."""
    leads = await home.app.store.transaction(lambda tx: [tx.leads.load(number) for number in (3, 2, 1)])
    return [lead.status for lead in leads if lead is not None]


async def test_request_is_erased_at_the_desk_after_a_yes_and_its_writer_is_told(home: House) -> None:
    anna = await home.anna("en")
    await anna.leaves_request()
    await home.desk.says("/poista 1")
    await home.desk.reads("desk.erase", number="1")
    assert await statuses(home) == ["new"]
    await home.desk.picks("button.desk.erase")
    await anna.reads("erasure.told", number="1")
    assert "Anna" not in home.desk.printed()
    assert await statuses(home) == ["erased"]
    assert await home.app.store.transaction(lambda tx: tx.chats.load(anna.chat_id)) is None


async def test_nothing_is_asked_about_a_request_that_is_not_there(home: House) -> None:
    await home.desk.says("/poista 7")
    await home.desk.reads("desk.no_such_lead", number="7")
    await home.desk.says("/poista")
    await home.desk.reads("desk.which")


@pytest.mark.parametrize("by", ["lead", "chat"])
async def test_command_erases_beside_the_running_bot(home: House, by: str) -> None:
    anna = await home.anna("en")
    await anna.leaves_request()
    await home.quiet()
    whom = {"number": 1} if by == "lead" else {"chat_id": anna.chat_id}
    await erased(home.settings, **whom)
    home.app.outbox.wake()
    await home.quiet()
    assert await statuses(home) == ["erased"]
    assert "Anna" not in home.desk.printed()
    with pytest.raises(StorageError):
        await erased(home.settings, **whom)


async def test_restored_backup_is_erased_of_what_was_erased_since(home: House, tmp_path: Path) -> None:
    anna, bea = await home.anna("en"), await home.anna("en", first_name="Bea", username="bea")
    await anna.leaves_request(1)
    await bea.leaves_request(2)
    await home.quiet()
    copy = tmp_path / "copy.backup"
    await back_up(home.settings, str(copy))
    home.clock.passes(60)
    await anna.says("/delete")
    await anna.picks("button.erase")
    await home.quiet()
    await scrub(home.app.store)
    assert str(anna.chat_id).encode() not in list_of(home.settings.database_path).read_bytes()
    await home.stops()
    assert "Restored" in await restore(home.settings, copy)
    await home.starts()
    assert await statuses(home) == ["new", "erased"]
    assert await home.app.store.transaction(lambda tx: tx.chats.load(anna.chat_id)) is None
    assert await home.app.store.transaction(lambda tx: tx.chats.load(bea.chat_id)) is not None
    # A person who comes back afterwards is kept, at the next start too.
    await anna.leaves_request(3)
    await home.restarts()
    assert await statuses(home) == ["new", "new", "erased"]


async def test_list_of_erasures_knows_the_last_one_when_the_bot_stops(home: House) -> None:
    anna = await home.anna("fi")
    await anna.leaves_request()
    await anna.says("/poista")
    await anna.picks("button.erase")
    await anna.reads("notice.erased")
    await home.stops()
    assert list_of(home.settings.database_path).exists()
    await home.starts()


async def test_list_of_erasures_is_forgotten_once_no_backup_is_as_old(home: House) -> None:
    def work(tx: Tx) -> int:
        tx.erasures.note(number=1, erased_at=tx.now - KEPT_SECONDS - 60)
        tx.erasures.note(number=2)
        tidy(tx, Retention())
        return len(tx.erasures.listed())

    assert await home.app.store.transaction(work) == 1


async def test_mydata_holds_the_update_set_aside_the_correction_and_what_the_desk_keeps(home: House) -> None:
    anna = await home.anna("en")
    await anna.leaves_request()
    await home.desk.picks("button.lead.take")
    await home.quiet()

    def work(tx: Tx) -> tuple[str, str]:
        tx.poison.keep(5, anna.chat_id, "ValueError", {"message": {"text": "could not be read"}})
        tx.corrections.put(1, "individual", "pair", {"who": ["me"]}, 1)
        return everything(tx, anna.chat_id).decode(), in_words(tx, anna.chat_id, languages())

    data, words = await home.app.store.transaction(work)
    held = json.loads(data)
    assert held["could_not_be_handled"][0]["update"]["message"]["text"] == "could not be read"
    assert held["requests"][0]["noted"]["wanted"] == "pair"
    assert held["requests"][0]["status"] == "taken"
    assert "Ohjaaja" not in data
    assert anna.words("format.pair") in words
    assert "could not be handled" in words
