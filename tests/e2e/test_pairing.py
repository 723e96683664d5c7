"""A chat becomes the supervisor's by opening a link, without anybody knowing a chat's id."""

from __future__ import annotations

from pathlib import Path

from bot.desk.address import supervisor_chat
from bot.desk.pairing import VALID_SECONDS, link, new_code
from bot.local_telegram.local import LocalTelegram
from tests.e2e.house import running, settings_for


def payload_of(code: str) -> str:
    """What Telegram sends when the link is opened."""
    return "/start " + link("any_bot", code).partition("start=")[2]


async def test_opening_the_link_makes_the_chat_the_supervisors_and_waiting_cards_arrive(tmp_path: Path) -> None:
    async with LocalTelegram() as telegram, running(telegram, settings_for(telegram, tmp_path, None)) as app:
        anna = await telegram.person("Anna", language_code="en")
        await anna.says("/start")
        for label in ("Let's begin", "One employee", "Growing in one's work", "Done", "One to one", "Remotely"):
            await anna.taps(label)
        for label in ("Longer", "Leave a contact request", "Skip", "Here in Telegram", "Agree and send"):
            await anna.taps(label)
        await anna.sees("number is 1")
        desk = await telegram.person("Ohjaaja", language_code="fi")
        await desk.says(payload_of(await app.store.transaction(new_code)))
        await desk.sees("Anna")
        assert await app.store.transaction(supervisor_chat) == desk.chat_id


async def test_a_code_works_once(tmp_path: Path) -> None:
    async with LocalTelegram() as telegram, running(telegram, settings_for(telegram, tmp_path, None)) as app:
        desk, stranger = await telegram.person("Ohjaaja"), await telegram.person("Eve", language_code="en")
        opened = payload_of(await app.store.transaction(new_code))
        await desk.says(opened)
        await desk.settled()
        await stranger.says(opened)
        await stranger.sees("automatic assistant")
        assert await app.store.transaction(supervisor_chat) == desk.chat_id


async def test_ten_wrong_tries_void_the_code(tmp_path: Path) -> None:
    async with LocalTelegram() as telegram, running(telegram, settings_for(telegram, tmp_path, None)) as app:
        stranger = await telegram.person("Eve", language_code="en")
        code = await app.store.transaction(new_code)
        for number in range(10):
            await stranger.says(payload_of(f"{number}guess"))
        await stranger.says(payload_of(code))
        await stranger.settled()
        assert await app.store.transaction(supervisor_chat) == 0


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
        assert await app.store.transaction(supervisor_chat) == group.chat_id
