"""Telegram away, slow, full, moved, blocked or refusing: every request for contact arrives in the end, in order."""

from __future__ import annotations

import asyncio
import re
from pathlib import Path
from typing import Any

import pytest
from aiohttp import ClientSession

from bot.ops.health import CONTACT_SECONDS, REMEMBERED_SECONDS, WAITING_SECONDS, Health
from bot.ops.housekeeping import Retention, tidy
from bot.ops.maintenance import listed_leads
from bot.requests.supervisor_chat import supervisor_chat
from bot.telegram.errors import ANOTHER_INSTANCE
from tests.driver import Talk
from tests.e2e.house import House
from tests.e2e.phone import Phone, said
from tests.soak.process import BotProcess, free_port

HOUR = 3600.0
DAY = 24 * HOUR
REPEATED = "card.repeated"
FAR_TOO_OFTEN = 1_000_000


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Receiving, which waits in real time, waits no time between its tries."""
    monkeypatch.setattr("bot.telegram.ingest.FIRST_WAIT", 0.0)
    monkeypatch.setattr("bot.telegram.errors.AWAY_SECONDS", 0.0)
    monkeypatch.setattr("bot.telegram.errors.CONFLICT_SECONDS", 0.0)


async def ready_to_send(home: House, *names: str) -> list[Phone]:
    """Return prospects who stand before "agree and send"."""
    people = [await home.anna("fi", first_name=name, username="") for name in names]
    for one in people:
        await one.reaches_review()
    return people


async def undelivered(home: House) -> list[str]:
    """Return the numbers that `leads --undelivered` lists, oldest first."""
    lines = await listed_leads(home.settings, undelivered=True)
    return sorted(found[1] for line in lines if (found := re.match(r"no\. (\d+) ", line)))


def marks(home: House, language: str = "fi") -> list[bool]:
    """Return for every card in the supervisor's chat whether it says that it is a repetition."""
    return [said(REPEATED, language) in card for card in home.cards]


def numbers(home: House) -> list[str]:
    """Return the numbers on the cards, in the order in which they stand in the chat."""
    title = re.escape(said("card.new", "fi", number="7")).replace("7", r"(\d+)")
    return [found[1] for card in home.cards if (found := re.search(title, card))]


async def test_requests_made_while_telegram_answers_502_for_ten_minutes_arrive_in_order(home: House) -> None:
    people = await ready_to_send(home, "Anna", "Bea", "Cia")
    home.telegram.fails("502", times=FAR_TOO_OFTEN, method="sendMessage", chat_id=home.desk.chat_id)
    for number, one in enumerate(people, start=1):
        await one.picks("review.send")
        await one.is_at("sent.title", number=str(number))
    for _ in range(20):
        await home.passes(30)
    assert home.cards == []
    assert await undelivered(home) == ["1", "2", "3"]

    home.telegram.faults.clear()
    await home.passes(300)

    assert numbers(home) == ["1", "2", "3"]
    assert marks(home) == [True, False, False]
    assert await undelivered(home) == []


async def test_telegram_that_is_gone_altogether_is_waited_for(home: House, impatient: None) -> None:
    (anna,) = await ready_to_send(home, "Anna")
    home.telegram.fails("429", method="sendMessage", chat_id=home.desk.chat_id, retry_after=30)
    await anna.picks("review.send")
    await home.quiet()
    await home.telegram.stop()
    await Talk.says(anna, "Vielä yksi asia")  # waits at Telegram
    for _ in range(10):
        home.clock.passes(60)
        home.app.outbox.wake()
        await home.app.outbox.idle()
    assert await undelivered(home) == ["1"]
    await home.telegram.start()
    await home.passes(60)

    assert numbers(home) == ["1"]
    assert marks(home) == [False]  # it never left the house
    await home.desk.reads_words("Vielä yksi asia")


@pytest.mark.parametrize(
    ("fault", "marked"),
    [
        ({"kind": "500"}, [True]),
        ({"kind": "502"}, [True]),
        ({"kind": "timeout", "seconds": 0.2}, [True]),
        ({"kind": "cut_before"}, [True]),
        ({"kind": "cut_after"}, [False, True]),
        ({"kind": "slow", "seconds": 0.2}, [False]),
        ({"kind": "429", "retry_after": 5}, [False]),
        ({"kind": "403"}, [False]),
        ({"kind": "403", "description": "Forbidden: user is deactivated"}, [False]),
        ({"kind": "400", "description": "Bad Request: chat not found"}, [False]),
        ({"kind": "400", "description": "Bad Request: PEER_ID_INVALID"}, [False]),
        ({"kind": "400", "description": "Bad Request: CHAT_WRITE_FORBIDDEN"}, [False]),
        ({"kind": "400", "description": "Bad Request: not enough rights to send text messages to the chat"}, [False]),
        ({"kind": "400", "description": "Bad Request: group chat was deactivated"}, [False]),
        ({"kind": "400", "description": "Bad Request: TOPIC_CLOSED"}, [False]),
        ({"kind": "400", "description": "Bad Request: something that nobody has heard of"}, [False]),
    ],
    ids=str,
)
async def test_request_reaches_the_supervisor_through_every_fault_and_holds_up_no_other(
    home: House, fault: dict[str, Any], marked: list[bool]
) -> None:
    anna, bea = await ready_to_send(home, "Anna", "Bea")
    home.telegram.fails(**fault, method="sendMessage", chat_id=home.desk.chat_id)
    await anna.picks("review.send")
    await home.quiet()
    await bea.picks("review.send")
    await home.quiet()
    for _ in range(3):
        await home.passes(2 * HOUR)
        await home.app.store.transaction(lambda tx: tidy(tx, Retention()))

    assert sorted(numbers(home)) == [*"1" * len(marked), "2"]
    assert [mark for number, mark in zip(numbers(home), marks(home), strict=True) if number == "1"] == marked
    assert await undelivered(home) == []


async def test_card_refused_every_hour_for_days_is_one_row_and_still_said_to_be_undelivered(home: House) -> None:
    (anna,) = await ready_to_send(home, "Anna")
    refused = {"kind": "400", "description": "Bad Request: something that nobody has heard of"}
    home.telegram.fails(**refused, times=FAR_TOO_OFTEN, method="sendMessage", chat_id=home.desk.chat_id)
    await anna.picks("review.send")
    await home.desk.says("Muistiinpano")  # the hint that answers it is refused as well
    await home.quiet()
    store, health = home.app.store, Health(home.app.store, home.clock, clock=home.clock)
    for _ in range(24 * 9):
        await home.passes(HOUR)
        await store.transaction(lambda tx: tidy(tx, Retention()))
    await home.quiet()

    kinds = [row.kind for row in await store.transaction(lambda tx: tx.outbox.undelivered())]
    assert (kinds.count("card"), kinds.count("say")) == (1, 0)
    assert await undelivered(home) == ["1"]
    report = await health.report()
    assert not report.ready
    assert report.waiting > 8 * DAY

    home.telegram.faults.clear()
    await home.passes(HOUR)
    await store.transaction(lambda tx: tidy(tx, Retention()))
    await home.passes(60)
    assert numbers(home) == ["1"]
    assert (await health.report()).ready
    assert await undelivered(home) == []


async def test_limit_of_one_chat_is_obeyed_and_holds_no_other(home: House) -> None:
    anna, bea = await home.anna("fi"), await home.anna("fi", first_name="Bea", username="")
    home.telegram.fails("429", method="sendMessage", chat_id=anna.chat_id, retry_after=300)
    await anna.says("/start")
    await home.quiet()
    await bea.reaches_offer()
    await home.passes(299)
    assert len(home.calls("sendMessage", anna.chat_id)) == 1
    assert anna.screens == []
    await home.passes(2)
    await anna.is_at("welcome.ask")
    assert len(home.calls("sendMessage", anna.chat_id)) == 2


async def test_prospect_who_blocks_the_bot_holds_up_nobody_and_may_come_back(home: House) -> None:
    anna, bea = await ready_to_send(home, "Anna", "Bea")
    await anna.picks("review.send")
    card = await home.desk.reads("card.new", number="1")
    await anna.blocks()
    await home.desk.says("Hei Anna", reply_to=card)
    await bea.picks("review.send")
    await bea.is_at("sent.title", number="2")
    await home.passes(HOUR)
    assert numbers(home) == ["1", "2"]

    await anna.says("/start")
    await home.quiet()
    assert anna.living.buttons


async def test_requests_wait_for_a_supervisor_who_has_blocked_the_bot_and_are_listed(home: House) -> None:
    people = await ready_to_send(home, "Anna", "Bea")
    await home.desk.blocks()
    for one in people:
        await one.picks("review.send")
    await home.quiet()
    for _ in range(30):
        await home.passes(DAY / 10)
    assert await undelivered(home) == ["1", "2"]
    assert home.cards == []

    await home.desk.unblocks()
    await home.passes(HOUR)
    assert numbers(home) == ["1", "2"]
    assert marks(home) == [False, False]
    assert await undelivered(home) == []


async def test_group_that_becomes_a_supergroup_takes_everything_along_also_after_a_restart(home: House) -> None:
    (anna,) = await ready_to_send(home, "Anna")
    group = await home.telegram.group("Ohjaajat", [home.desk], administrator=True)
    await home.stops()
    home.environment["SUPERVISOR_CHAT_ID"] = str(group.chat_id)
    await home.starts()
    home.telegram.fails("429", method="sendMessage", chat_id=group.chat_id, retry_after=60)
    await anna.picks("review.send")
    await home.quiet()
    grown = home.telegram.deeds.migrate(group.chat_id)
    await home.passes(61)
    assert [said("card.new", "fi", number="1") in message.get("text", "") for message in grown.messages.values()][-1]

    # The settings still name the old group.
    await home.restarts()
    assert await home.app.store.transaction(supervisor_chat) == grown.chat_id


@pytest.mark.parametrize(
    "said_by_telegram",
    [
        "message to edit not found",
        "message can't be edited",
        "MESSAGE_ID_INVALID",
        "there is no text in the message to edit",
        "something that nobody has heard of",
    ],
)
async def test_screen_that_cannot_be_changed_is_shown_again(home: House, said_by_telegram: str) -> None:
    anna = await home.anna("fi")
    await anna.says("/start")
    first = await anna.is_at("welcome.ask")
    home.telegram.fails("400", method="editMessageText", description=f"Bad Request: {said_by_telegram}")
    await anna.picks("welcome.begin")

    second = await anna.is_at("who.ask")
    assert second.message_id > first.message_id
    await anna.picks("who.employee")
    assert (await anna.is_at("challenge.ask")).message_id == second.message_id


async def test_screen_that_telegram_takes_in_no_way_is_tried_once_each_way(home: House) -> None:
    anna = await home.anna("fi")
    await anna.says("/start")
    await anna.is_at("welcome.ask")
    for method in ("editMessageText", "editMessageReplyMarkup", "sendMessage"):
        home.telegram.fails("400", times=FAR_TOO_OFTEN, method=method, description="Bad Request: unheard of")
    before = len(home.calls("sendMessage", anna.chat_id))
    await anna.picks("welcome.begin")
    await home.quiet()
    await home.passes(HOUR)
    assert len(home.calls("editMessageText", anna.chat_id)) == 1
    assert len(home.calls("sendMessage", anna.chat_id)) == before + 1
    home.telegram.faults.clear()
    await anna.says("1")  # the next deed shows it
    await anna.is_at("challenge.ask")


@pytest.mark.parametrize(
    ("method", "said_by_telegram"),
    [
        ("editMessageText", "message is not modified: specified new message content and reply markup are the same"),
        ("editMessageReplyMarkup", "message to edit not found"),
        ("editMessageReplyMarkup", "message can't be edited"),
        ("editMessageReplyMarkup", "message is not modified"),
        ("deleteMessage", "message to delete not found"),
        ("deleteMessage", "message can't be deleted"),
        ("deleteMessage", "message can't be deleted for everyone"),
        ("answerCallbackQuery", "query is too old and response timeout expired or query ID is invalid"),
        ("copyMessage", "message to copy not found"),
        ("setMessageReaction", "message to react not found"),
        ("setMessageReaction", "REACTION_INVALID"),
    ],
)
async def test_refusal_beside_the_message_itself_costs_nobody_anything(
    home: House, method: str, said_by_telegram: str
) -> None:
    home.telegram.fails("400", times=FAR_TOO_OFTEN, method=method, description=f"Bad Request: {said_by_telegram}")
    anna = await home.anna("fi")
    await anna.says("/start")
    if method == "editMessageText":
        # Telegram believes that nothing changes: the screen stays, and the next message finds the right question.
        await anna.picks("welcome.begin")
        await home.quiet()
        assert len(home.calls("sendMessage", anna.chat_id)) == 1
        await anna.says("1")
    else:
        await anna.leaves_request()
        await anna.says("Vielä yksi asia")
        card = await home.desk.reads("card.new", number="1")
        await home.desk.says("Kiitos, palaan asiaan", reply_to=card)
        if said_by_telegram != "message to react not found":  # then both have deleted what they wrote
            await anna.reads_words("Kiitos, palaan asiaan")
            await home.desk.reads_words("Vielä yksi asia")
    await home.quiet()

    assert await home.app.store.transaction(lambda tx: tx.outbox.undelivered()) == []
    assert await home.app.store.transaction(lambda tx: tx.poison.count()) == 0


async def test_second_instance_is_named_in_the_log_and_waited_out(
    home: House, impatient: None, caplog: pytest.LogCaptureFixture
) -> None:
    anna = await home.anna("fi")
    home.telegram.fails("409", times=3, method="getUpdates")
    await anna.says("/start")
    await anna.is_at("welcome.ask")

    assert ANOTHER_INSTANCE in [getattr(record, "reason", "") for record in caplog.records]


async def test_second_process_on_the_same_database_is_refused_with_a_clear_message(home: House, tmp_path: Path) -> None:
    second = await BotProcess.start(home.telegram, home.environment, tmp_path)
    code = await second.ends()
    printed = (tmp_path / "bot.log").read_text()

    assert code == 2
    assert "is in use by another process" in printed
    assert "Traceback" not in printed
    assert home.telegram.token not in printed
    anna = await home.anna("fi")
    await anna.says("/start")
    await anna.is_at("welcome.ask")


async def test_prospects_answer_comes_while_the_supervisors_chat_is_held(home: House) -> None:
    home.telegram.fails("429", times=FAR_TOO_OFTEN, chat_id=home.desk.chat_id, retry_after=3600)
    people = await ready_to_send(home, "Anna", "Bea")
    await asyncio.gather(*(one.picks("review.send") for one in people))
    for number, one in zip("12", people, strict=True):
        await one.reads("sent.title", number=number)


async def test_watcher_is_told_what_is_missing_in_an_outage(home: House, impatient: None) -> None:
    port = free_port()
    await home.stops()
    home.environment["HEALTH_PORT"] = str(port)
    await home.starts()
    (anna,) = await ready_to_send(home, "Anna")
    async with ClientSession(f"http://127.0.0.1:{port}") as watcher:

        async def missing() -> list[str]:
            home.clock.passes(REMEMBERED_SECONDS)
            answer = await watcher.get("/readyz")
            found: list[str] = (await answer.json())["missing"]
            assert answer.status == (503 if found else 200)
            return found

        assert await missing() == []
        await home.desk.blocks()
        await anna.picks("review.send")
        await home.quiet()
        await home.passes(WAITING_SECONDS + 1)
        assert "deliveries" in await missing()
        await home.telegram.stop()
        home.clock.passes(CONTACT_SECONDS + 1)
        assert await missing() == ["telegram", "deliveries"]
        await home.telegram.start()
        await home.desk.unblocks()
        await home.passes(HOUR)
        assert numbers(home) == ["1"]
        await anna.says("Tiistai sopii")
        await home.desk.reads_words("Tiistai sopii")
        assert await missing() == []
