"""An erasure empties the supervisor's chat: every kind of message, at any age, whatever one call is answered."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.desk.delivery.cleanup import GIVEN_UP_SECONDS
from bot.ops.health import Health
from bot.ops.housekeeping import Retention, tidy
from bot.prospect.views.notices import ERASED
from bot.requests.by_hand import listed
from bot.requests.erasure import ALIVE
from bot.requests.notify import say
from bot.requests.supervisor_chat import set_supervisor_chat
from bot.storage import Tx, Undelivered
from bot.telegram.emptying import blank_picture
from tests.e2e.house import House
from tests.e2e.phone import Phone, said
from tests.e2e.test_limits import hall

HOUR = 3600.0
SECRET = "Todistus: masennus"


async def writes_everything(home: House) -> Phone:
    """A prospect who has sent one of each kind after the request."""
    anna = await home.anna("fi")
    await anna.leaves_request()
    await anna.says(f"{SECRET}, tekstinä")
    await anna.sends_photo(f"{SECRET}, kuva")
    await anna.sends_document(f"{SECRET}, liite")
    await anna.sends_voice()
    await anna.sends_sticker()
    await home.quiet()
    return anna


async def erases(anna: Phone) -> None:
    await anna.says("/delete")
    await anna.picks("button.erase")


def kinds(home: House) -> list[str]:
    """Which kinds of content stand in the supervisor's chat besides text."""
    found = ("photo", "document", "voice", "sticker")
    return [kind for message in home.desk.chat.messages.values() for kind in found if kind in message]


async def test_young_messages_of_every_kind_are_deleted_in_one_call(home: House) -> None:
    anna = await writes_everything(home)
    await erases(anna)
    await home.quiet()
    assert kinds(home) == []
    assert SECRET not in home.desk.printed()
    assert len(home.calls("deleteMessages", home.desk.chat_id)) == 1


async def test_old_messages_are_emptied_and_the_rest_is_listed_until_confirmed(home: House) -> None:
    anna = await writes_everything(home)
    home.clock.passes(49 * HOUR)
    await erases(anna)
    await anna.reads("notice.by_hand", n=2)
    await home.quiet()
    assert SECRET not in str(list(home.desk.chat.messages.values()))
    assert "sairausloma" not in str(list(home.desk.chat.messages.values()))
    assert sorted(kinds(home)) == ["document", "photo", "sticker", "voice"]
    left = await home.app.store.transaction(listed)
    assert sorted(each.kind for each in left[1]) == ["sticker", "voice"]
    assert said("by_hand.voice", "fi") in home.desk.printed()
    await home.desk.picks("button.by_hand", number="1")
    await home.quiet()
    assert await home.app.store.transaction(listed) == {}
    assert said("by_hand.none", "fi") in home.desk.printed()


async def test_one_refused_message_does_not_keep_the_others(home: House) -> None:
    anna = await home.anna("fi")
    await anna.leaves_request()
    for n in range(3):
        await anna.says(f"salaista {n}")
    await home.desk.reads_words("salaista 2")
    home.clock.passes(49 * HOUR)
    home.telegram.fails("400", method="editMessageText", chat_id=home.desk.chat_id, description="TOPIC_CLOSED")
    await erases(anna)
    await home.quiet()
    left = await home.app.store.transaction(listed)
    assert len(left[1]) == 1
    assert home.desk.printed().count("salaista") <= 1
    assert await home.app.store.transaction(lambda tx: tx.outbox.undelivered("erased")) == []


async def test_desk_that_is_gone_is_given_up_after_thirty_days_visibly(home: House) -> None:
    anna = await home.anna("fi")
    await anna.leaves_request()
    await home.quiet()
    home.desk.chat.blocked = True
    other = await home.telegram.person("Seuraaja", language_code="fi")
    await home.app.store.transaction(lambda tx: set_supervisor_chat(tx, other.chat_id))
    await erases(anna)
    await home.quiet()
    health = Health(home.app.store, home.clock, clock=home.clock)
    home.clock.passes(GIVEN_UP_SECONDS - HOUR)
    await home.app.store.transaction(lambda tx: tx.settings.put(ALIVE, tx.now))  # it has run all the time
    assert (await health.report()).missing == ["deliveries"]
    home.clock.passes(2 * HOUR)
    home.app.outbox.wake()
    await home.quiet()
    assert (await health.report()).ready
    home.clock.passes(60 * 24 * HOUR)

    def work(tx: Tx) -> list[Undelivered]:
        tidy(tx, Retention())
        return tx.outbox.undelivered("erased")

    rows = await home.app.store.transaction(work)
    home.app.outbox.wake()
    await home.quiet()
    assert (await health.report()).ready
    assert [row.state for row in rows] == ["dead"]
    assert 1 in await home.app.store.transaction(listed)


async def test_card_of_another_overtakes_a_hundred_messages_that_are_emptied(tmp_path: Path) -> None:
    async with hall(tmp_path) as place:
        desk = place.supervisor.chat_id
        model = place.telegram.model
        sent = [model.add_message(place.supervisor.chat, model.bot, {"text": f"x {n}"}) for n in range(100)]
        ids = [each["message_id"] for each in sent]
        place.clock.now += 49 * HOUR
        letters = [[each, "text", place.clock.now - 49 * HOUR] for each in ids]
        payload = {"card": 0, "letters": letters, "topic": 0}
        await place.app.store.transaction(lambda tx: tx.outbox.queue(desk, "erased", ref="7", payload=payload))
        while len(place.sends()) < 20:
            await place.ticks()
        asked = place.clock.now
        await place.app.store.transaction(lambda tx: say(tx, desk, ERASED, "fi"))
        while not any(c["method"].lower() == "sendmessage" for c in place.telegram.journal.calls):
            await place.ticks()
        assert place.clock.now - asked <= 5.0
        await place.everything_is_sent()
        edits = [c for c in place.telegram.journal.calls if c["method"].lower() == "editmessagetext"]
        assert len(edits) <= 120
        assert len(place.refused) <= 2


@pytest.mark.parametrize("start", [b"\x89PNG\r\n"])
def test_blank_picture_is_a_png(start: bytes) -> None:
    assert blank_picture().startswith(start)
