"""What the person who looks after the bot does: check, back up, restore, change the key, watch."""

from __future__ import annotations

import socket
import sqlite3
import stat
from contextlib import closing
from pathlib import Path

import pytest
from aiohttp import ClientSession

from bot.errors import DatabaseInUse, DataKeyError
from bot.ops import check as checking
from bot.ops.check import Found, check
from bot.ops.maintenance import back_up, restore, rotate_key
from bot.requests.supervisor_chat import set_supervisor_chat
from tests.driver import Talk
from tests.e2e.house import House, house
from tests.e2e.machine import begun, ran, ran_here
from tests.e2e.phone import said


@pytest.fixture(autouse=True)
def _catalogues_are_complete(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whether they are is another test's business."""
    monkeypatch.setattr(checking, "checked", lambda: (["complete"], []))


async def checked(home: House, **changes: str) -> tuple[bool, dict[str, Found]]:
    """What `check` says, by what was looked at."""
    said: list[Found] = []
    right = await check({**home.environment, **changes}, said.append, env_file=None)
    assert all("\n" not in str(each) for each in said if each.what != "settings")
    assert home.telegram.token not in " ".join(map(str, said))
    return right, {each.what: each for each in said}


# -- check


async def test_check_beside_the_running_bot_finds_all_right(home: House) -> None:
    await home.stops()
    await home.starts()
    await home.quiet()
    right, said = await checked(home)
    assert right, said
    assert set(said) == {
        *("catalogues", "settings", "database", "rows", "clock", "bot", "messages", "token", "supervisor", "webhook"),
    }
    assert "@tyonohjaus_bot" in said["token"].said
    assert "private" in said["supervisor"].said
    # Telegram's getChat finds somebody who has blocked the bot; only writing shows it.
    assert home.calls("sendChatAction", home.desk.chat_id)
    anna = await home.anna("fi")
    await anna.says("/start")
    await anna.reads("privacy.short")  # the bot goes on


async def test_check_names_a_damaged_row_and_what_to_do(home: House) -> None:
    await home.stops()
    await home.starts()
    anna = await home.anna("fi")
    await anna.leaves_request()
    await home.app.store.transaction(lambda tx: tx.execute("UPDATE leads SET personal = x'0102' WHERE number = 1"))

    right, said = await checked(home)

    assert not right
    assert "row 1 of leads" in said["rows"].said
    assert "set-aside" in said["rows"].said


async def test_check_says_that_nobody_is_paired(tmp_path: Path) -> None:
    async with house(tmp_path, paired=False) as home:
        right, said = await checked(home)
    assert not right
    assert "python -m bot pair" in said["supervisor"].said


async def test_check_says_that_the_supervisor_has_blocked_the_bot(home: House) -> None:
    await home.desk.blocks()
    right, said = await checked(home)
    assert not right
    assert not said["supervisor"].right
    home.telegram.violations.clear()


async def test_check_says_that_a_card_waits(home: House) -> None:
    home.telegram.fails("403", method="sendMessage", chat_id=home.desk.chat_id, times=5)
    anna = await home.anna("fi")
    await anna.leaves_request()
    _, said = await checked(home)
    assert "cards not delivered: 1" in said["messages"].said


async def test_check_says_that_the_token_is_refused(home: House) -> None:
    right, said = await checked(home, TELEGRAM_BOT_TOKEN="123456:" + "x" * 35)
    assert not right
    assert "TELEGRAM_BOT_TOKEN" in said["token"].said


async def test_check_says_what_is_wrong_with_the_settings(home: House) -> None:
    right, said = await checked(home, WEBHOOK_PORT="x", TIMEZONE="Oulu")
    assert not right
    assert "WEBHOOK_PORT" in said["settings"].said
    assert "TIMEZONE" in said["settings"].said


async def test_check_says_that_the_key_does_not_fit(home: House) -> None:
    right, said = await checked(home, DATA_KEY="77" * 32)
    assert not right
    assert "data key does not fit" in said["database"].said


async def test_check_finds_damage_in_the_middle_of_the_database(home: House) -> None:
    anna = await home.anna("fi")
    await anna.leaves_request()
    await home.stops()
    path = home.settings.database_path
    size = path.stat().st_size
    with path.open("r+b") as file:
        for page in range(4096, size, 4096):
            file.seek(page)
            file.write(b"\xff" * 64)
    right, said = await checked(home)
    assert not right
    assert "restore the last backup" in said["database"].said
    # the house stops it at the end
    path.unlink()
    await home.starts()


async def test_check_names_a_webhook_that_should_not_be_there_by_its_host_only(home: House) -> None:
    await home.stops()
    token = home.telegram.token
    async with ClientSession() as session:
        url = "https://other.example.org/secret-path"
        await session.post(f"{home.telegram.url}/bot{token}/setWebhook", json={"url": url})
    right, said = await checked(home)
    assert not right
    assert "other.example.org" in said["webhook"].said
    assert "secret-path" not in said["webhook"].said
    await home.starts()


async def test_check_names_a_group_that_anybody_can_join(home: House) -> None:
    group = await home.telegram.group("Toimisto", [home.desk], administrator=True, type="supergroup")
    await home.app.store.transaction(lambda tx: set_supervisor_chat(tx, group.chat_id))
    _, said = await checked(home)
    assert said["supervisor"].right
    home.telegram.deeds.publish(group.chat_id, "kaikille_avoin")
    right, said = await checked(home)
    assert not right
    assert "make it private" in said["supervisor"].said


async def test_check_and_the_start_name_a_missing_controller_and_the_bot_does_not_start(home: House) -> None:
    right, said = await checked(home, CONTROLLER_NAME="")
    assert not right
    assert "does not start" in said["controller"].said
    await home.stops()
    code, _, err = await ran({**home.environment, "CONTROLLER_NAME": ""})
    assert code == 2
    assert err.startswith("CONTROLLER_NAME is missing")
    assert err.count("\n") == 1


async def test_check_from_the_command_line_exits_with_2_when_something_is_wrong(home: House) -> None:
    code, out, err = await ran_here({**home.environment, "TELEGRAM_BOT_TOKEN": "123456:" + "x" * 35}, "check")
    assert code == 2
    assert "Traceback" not in err
    assert any(line.startswith("WRONG  token") for line in out.splitlines())
    assert any(line.startswith("ok     database") for line in out.splitlines())


# -- health


async def test_polling_bot_answers_its_watcher_on_a_port_of_its_own(home: House) -> None:
    port = free_port()
    await home.stops()
    home.environment["HEALTH_PORT"] = str(port)
    await home.starts()
    anna = await home.anna("fi")
    await anna.says("/start")
    await anna.reads("privacy.short")
    async with ClientSession() as session:
        async with session.get(f"http://127.0.0.1:{port}/healthz") as answer:
            assert answer.status == 200
        async with session.get(f"http://127.0.0.1:{port}/readyz") as answer:
            assert answer.status == 200
            assert (await answer.json())["ready"] is True
        async with session.get(f"http://127.0.0.1:{port}/telegram") as answer:
            assert answer.status == 404


async def test_webhook_bot_answers_its_watcher_on_the_same_port(home: House) -> None:
    port = free_port()
    await home.stops()
    home.environment.update(WEBHOOK_URL=f"http://127.0.0.1:{port}/hook", WEBHOOK_PORT=str(port))
    await home.starts()
    anna = await home.anna("fi")
    await anna.says("/start")
    await anna.reads("privacy.short")
    async with ClientSession() as session, session.get(f"http://127.0.0.1:{port}/readyz") as answer:
        assert answer.status == 200
        assert set(await answer.json()) == {
            *(
                "ready",
                "missing",
                "database",
                "seconds_since_telegram",
                "oldest_undelivered_seconds",
                "nothing_erased_for_seconds",
            ),
        }
    right, said = await checked(home)
    assert right, said
    assert "WEBHOOK_URL" in said["webhook"].said


@pytest.mark.parametrize("way", ["polling", "webhook"])
async def test_health_check_is_answered_before_telegram_is_reached(home: House, way: str) -> None:
    port = free_port()
    await home.stops()
    hook = {"WEBHOOK_URL": f"http://127.0.0.1:{port}/hook", "WEBHOOK_PORT": str(port)}
    home.environment.update(hook if way == "webhook" else {"HEALTH_PORT": str(port)})
    home.telegram.fails("502", times=1_000_000, method="getMe")
    machine = await begun(home.environment)
    try:
        await machine.says("Telegram cannot be reached")
        async with ClientSession(f"http://127.0.0.1:{port}") as watcher:
            assert (await watcher.get("/healthz")).status == 200
            answer = await watcher.get("/readyz")
            assert (answer.status, (await answer.json())["missing"]) == (503, ["telegram"])
            home.telegram.faults.clear()
            await machine.says("the bot is running")
            anna = await home.anna("fi")
            await Talk.says(anna, "/start")
            await Talk.sees(anna, said("welcome.ask", "fi")[:20])
            assert (await watcher.get("/healthz")).status == 200
    finally:
        assert await machine.stops() == 0


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


# -- backup, restore, keys


async def test_backup_of_the_running_bot_is_private_and_restores_everything(home: House, tmp_path: Path) -> None:
    anna = await home.anna("fi")
    await anna.leaves_request()
    copy = tmp_path / "copy.backup"
    code, _, err = await ran_here(home.environment, "backup", str(copy))
    assert (code, err) == (0, "")
    assert stat.S_IMODE(copy.stat().st_mode) == 0o600
    # Nothing can be read of it without the key: no tables, no chat ids, no kinds of requests.
    for known in (b"SQLite format", str(anna.chat_id).encode(), b"individual", b"CREATE TABLE"):
        assert known not in copy.read_bytes()
    code, _, err = await ran(home.environment, "restore", str(copy))
    assert code == 2
    assert "in use" in err
    bea = await home.anna("fi", first_name="Bea", username="bea")
    await bea.leaves_request(2)
    await home.stops()
    code, out, err = await ran(home.environment, "restore", str(copy))
    assert (code, err) == (0, "")
    assert "before-restore" in out
    await home.starts()
    leads = await home.app.store.transaction(lambda tx: tx.leads.listed())
    assert [lead.personal["name"] for lead in leads] == ["Anna"]


async def test_backup_never_overwrites(home: House, tmp_path: Path) -> None:
    there = tmp_path / "there.sqlite3"
    there.write_text("precious")
    code, _, err = await ran_here(home.environment, "backup", str(there))
    assert code == 2
    assert "exists already" in err
    assert there.read_text() == "precious"


async def test_key_is_changed_and_everything_opens_with_the_new_one_alone(home: House, tmp_path: Path) -> None:
    anna = await home.anna("fi")
    await anna.leaves_request()
    before = tmp_path / "before.sqlite3"
    await back_up(home.settings, str(before))
    key = home.settings.data_key_file
    old = key.read_text()
    await home.stops()
    said = await rotate_key(home.settings)
    new, kept = key.read_text(), key.with_name("data.key.old")
    assert old not in new
    assert "," not in new
    assert kept.read_text().strip() == old.strip()
    assert {stat.S_IMODE(path.stat().st_mode) for path in (key, kept)} == {0o600}
    assert str(kept) in " ".join(said)
    assert new.strip() not in " ".join(said)
    await home.starts()
    lead = await home.app.store.transaction(lambda tx: tx.leads.load(1))
    assert lead
    assert lead.personal["name"] == "Anna"
    await anna.says("/mydata")
    await home.quiet()
    # a backup made before opens with the old key
    await home.stops()
    home.environment["DATA_KEY"] = old.strip()
    await restore(home.settings, before)
    await home.starts()
    assert await home.app.store.transaction(lambda tx: tx.leads.count()) == 1


async def test_key_is_not_changed_under_a_running_bot(home: House) -> None:
    key = home.settings.data_key_file.read_text()
    with pytest.raises(DatabaseInUse):
        await rotate_key(home.settings)
    assert home.settings.data_key_file.read_text() == key


async def test_interrupted_change_of_the_key_is_finished_the_next_time(
    home: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    anna = await home.anna("fi")
    await anna.leaves_request()
    await home.stops()

    async def interrupted(store: object) -> int:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr("bot.ops.maintenance.reseal", interrupted)
        with pytest.raises(KeyboardInterrupt):
            await rotate_key(home.settings)
    await home.starts()  # both keys stand in the file meanwhile
    await anna.says("/mydata")
    await home.quiet()
    await home.stops()
    await rotate_key(home.settings)
    assert "," not in home.settings.data_key_file.read_text()
    await home.starts()
    assert await home.app.store.transaction(lambda tx: tx.leads.count()) == 1


async def test_key_of_the_environment_is_changed_by_naming_the_new_one_first(home: House) -> None:
    anna = await home.anna("fi")
    await anna.leaves_request()
    await home.stops()
    old, new = home.settings.data_key_file.read_text().strip(), "6b" * 32
    home.environment["DATA_KEY"] = f"{new},{old}"
    await rotate_key(home.settings)
    home.environment["DATA_KEY"] = old
    with pytest.raises(DataKeyError):
        await home.starts()
    home.environment["DATA_KEY"] = new
    await home.starts()
    with closing(sqlite3.connect(home.settings.database_path)) as looking:
        assert looking.execute("SELECT count(*) FROM leads").fetchone() == (1,)
