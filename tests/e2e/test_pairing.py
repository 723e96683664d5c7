"""A chat becomes the supervisor's by opening a link, without anybody knowing a chat's id."""

from __future__ import annotations

import os
import pty
from pathlib import Path
from typing import Any

import pytest

from bot.desk.pairing import MOST_GUESSERS, VALID_SECONDS, link, new_code, pair
from bot.events import Command, Place, Sender
from bot.requests.supervisor_chat import set_supervisor_chat, supervisor_chat
from bot.router import moved
from bot.storage import Tx
from tests.driver import LocalTelegram
from tests.e2e.house import House, environment, house, running, settings_for
from tests.e2e.machine import begun, ran


def payload_of(code: str) -> str:
    """What Telegram sends when the link is opened."""
    return "/start " + link("any_bot", code).partition("start=")[2]


async def test_opening_the_link_makes_the_chat_the_supervisors_and_waiting_cards_arrive(tmp_path: Path) -> None:
    async with house(tmp_path, paired=False) as home:
        anna = await home.anna("en")
        await anna.leaves_request()
        await home.desk.says(payload_of(await home.app.store.transaction(new_code)))
        await home.desk.sees("Anna")
        assert await home.app.store.transaction(supervisor_chat) == home.desk.chat_id


async def test_a_code_works_once(tmp_path: Path) -> None:
    async with LocalTelegram() as telegram, running(telegram, settings_for(telegram, tmp_path, None)) as app:
        desk, stranger = await telegram.person("Ohjaaja"), await telegram.person("Eve", language_code="en")
        opened = payload_of(await app.store.transaction(new_code))
        await desk.says(opened)
        await desk.settled()
        await stranger.says(opened)
        await stranger.sees("automatic assistant")
        assert await app.store.transaction(supervisor_chat) == desk.chat_id


async def test_chat_that_tries_ten_wrong_codes_is_ignored_and_others_are_not(tmp_path: Path) -> None:
    async with LocalTelegram() as telegram, running(telegram, settings_for(telegram, tmp_path, None)) as app:
        stranger, desk = await telegram.person("Eve", language_code="en"), await telegram.person("Ohjaaja")
        code = await app.store.transaction(new_code)
        for number in range(10):
            await stranger.says(payload_of(f"{number}guess"))
        await stranger.says(payload_of(code))
        await stranger.settled()
        assert await app.store.transaction(supervisor_chat) == 0
        await desk.says(payload_of(code))
        await desk.settled()
        assert await app.store.transaction(supervisor_chat) == desk.chat_id


async def test_of_many_who_guess_a_bounded_number_is_remembered_and_no_user_id(tmp_path: Path) -> None:
    async with LocalTelegram() as telegram, running(telegram, settings_for(telegram, tmp_path, None)) as app:

        def guesses(tx: Tx) -> dict[str, Any]:
            new_code(tx)
            for user_id in range(700_000, 700_000 + MOST_GUESSERS + 5):
                place = Place(user_id, "private")
                pair(tx, Command(Sender(user_id), place, "start", "pair_guess"), place)
            kept: dict[str, Any] = tx.settings.get("pairing")
            return kept

        kept = await app.store.transaction(guesses)
        assert len(kept["wrong"]) == MOST_GUESSERS
        assert not {str(user_id) for user_id in range(700_000, 700_000 + MOST_GUESSERS + 5)} & set(kept["wrong"])


async def test_a_late_code_is_an_ordinary_start(tmp_path: Path) -> None:
    async with LocalTelegram() as telegram, running(telegram, settings_for(telegram, tmp_path, None)) as app:

        def late(tx):  # type: ignore[no-untyped-def]
            code = new_code(tx)
            tx.settings.put("pairing", {**tx.settings.get("pairing"), "until": tx.now - VALID_SECONDS})
            return code

        desk = await telegram.person("Ohjaaja", language_code="en")
        await desk.says(payload_of(await app.store.transaction(late)))
        await desk.sees("automatic assistant")
        assert await app.store.transaction(supervisor_chat) == 0


async def test_a_group_that_anybody_can_join_is_refused(tmp_path: Path) -> None:
    async with LocalTelegram() as telegram, running(telegram, settings_for(telegram, tmp_path, None)) as app:
        desk = await telegram.person("Ohjaaja")
        group = await telegram.group("Toimisto", [desk], type="supergroup", administrator=True)
        group.chat.username = "kaikille_avoin"
        code = await app.store.transaction(new_code)
        await group.says(payload_of(code).replace("/start", "/start@tyonohjaus_bot"))
        await group.settled()
        assert await app.store.transaction(supervisor_chat) == 0
        group.chat.username = ""
        await group.says(payload_of(code).replace("/start", "/start@tyonohjaus_bot"))
        await group.settled()
        assert await app.store.transaction(supervisor_chat) == 0, "everybody could read the code"
        code = await app.store.transaction(new_code)
        await group.says(payload_of(code).replace("/start", "/start@tyonohjaus_bot"))
        await group.settled()
        assert await app.store.transaction(supervisor_chat) == group.chat_id


async def test_pairing_outlives_a_start_with_the_chat_of_the_settings_until_they_name_another(home: House) -> None:
    paired = await home.telegram.person("Paula", started=True)
    named = await home.telegram.person("Niina", started=True)
    await home.app.store.transaction(lambda tx: set_supervisor_chat(tx, paired.chat_id))
    await home.restarts()
    assert await home.app.store.transaction(supervisor_chat) == paired.chat_id
    home.environment["SUPERVISOR_CHAT_ID"] = str(named.chat_id)
    await home.restarts()
    assert await home.app.store.transaction(supervisor_chat) == named.chat_id


@pytest.mark.parametrize("migrated", [False, True])
async def test_messages_of_one_chat_are_not_emptied_in_another(home: House, migrated: bool) -> None:
    def work(tx: Tx) -> list[int]:
        set_supervisor_chat(tx, -1)
        payload = {"card": 7, "letters": [], "topic": 0}
        tx.outbox.queue(-1, "erased", ref="1", payload=payload)
        if migrated:
            moved(tx, -1, -2)
        else:
            set_supervisor_chat(tx, -2)
        found = [row.chat_id for row in tx.outbox.undelivered("erased")]
        tx.outbox.erase(-1)
        tx.outbox.erase(-2)
        return found

    assert await home.app.store.transaction(work) == ([] if migrated else [-1])


async def test_link_is_printed_to_a_terminal_only_and_the_one_before_stays_good_otherwise(tmp_path: Path) -> None:
    async with LocalTelegram() as telegram, running(telegram, settings_for(telegram, tmp_path, None)) as app:
        before = await app.store.transaction(new_code)
        environ = environment(telegram, tmp_path, None)
        code, out, err = await ran(environ, "pair")
        assert (code, out) == (2, "")
        assert "terminal" in err
        desk = await telegram.person("Ohjaaja")
        await desk.says(payload_of(before))
        await desk.settled()
        assert await app.store.transaction(supervisor_chat) == desk.chat_id
        shown, paper = pty.openpty()
        machine = await begun(environ, "pair", stdout=paper)
        assert await machine.ends() == 0
        assert b"https://t.me/" in os.read(shown, 1000)
        os.close(shown)
        os.close(paper)
