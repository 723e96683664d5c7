"""The settings: defaults, every fault at once, nothing secret in any message."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from dotenv import dotenv_values

from bot.config import VARIABLES, Settings, read_settings
from bot.errors import SettingsError

ROOT = Path(__file__).resolve().parents[2]
EXAMPLES = {name: each.default or each.example for name, each in VARIABLES.items() if each.default or each.example}
TOKEN = EXAMPLES["TELEGRAM_BOT_TOKEN"]
HOME = {"HOME": "/nowhere"}


def read(**environ: str) -> Settings:
    return read_settings({"TELEGRAM_BOT_TOKEN": TOKEN, **HOME, **environ}, env_file=None, languages=("en", "fi"))


def faults(**environ: str) -> str:
    with pytest.raises(SettingsError) as caught:
        read(**environ)
    return str(caught.value)


def test_token_alone_gives_every_default() -> None:
    settings = read()

    assert settings.token == TOKEN
    assert settings.api_url == "https://api.telegram.org"
    assert settings.api_url == "https://api.telegram.org"
    assert settings.supervisor_chat_id is None
    assert settings.supervisor_language == "fi"
    assert settings.database_path == Path.cwd() / "data" / "bot.sqlite3"
    assert settings.data_key_file == Path("/nowhere/.config/tyonohjaus-intake/data.key")
    assert not settings.uses_webhook
    assert (settings.webhook_host, settings.webhook_port) == ("127.0.0.1", 8080)
    assert settings.timezone.key == "Europe/Helsinki"
    assert settings.log_level == "INFO"


def test_several_faults_are_all_in_one_message_with_examples() -> None:
    said = faults(
        TELEGRAM_BOT_TOKEN="nonsense",
        TELEGRAM_API_URL="api.telegram.org",
        SUPERVISOR_CHAT_ID="@anna",
        SUPERVISOR_LANGUAGE="tlh",
        DATABASE_PATH="/dev/null/bot.sqlite3",
        WEBHOOK_URL="ftp://bot.example.org",
        WEBHOOK_SECRET="två ord",
        WEBHOOK_HOST="http://0.0.0.0",
        WEBHOOK_PORT="70000",
        TIMEZONE="Europe/Oulu",
        DATA_KEY="abc",
        LOG_LEVEL="loud",
    )

    lines = said.splitlines()
    assert "12 faults" in lines[0]
    assert len(lines) == 13
    for line in lines[1:]:
        name = line.strip().partition(":")[0]
        assert f"Example: {name}={EXAMPLES[name]}" in line


def test_missing_token_says_where_to_get_one() -> None:
    assert "@BotFather" in faults(TELEGRAM_BOT_TOKEN="")


@pytest.mark.parametrize("name", [name for name in EXAMPLES if name != "DATA_KEY"])
def test_example_of_a_message_is_itself_right(name: str, tmp_path: Path) -> None:
    value = str(tmp_path / "file") if name.endswith("_FILE") else EXAMPLES[name]

    assert read(**{name: value})


@pytest.mark.parametrize("token", ["123:short", "abc:" + "x" * 35, "123" + "x" * 35, f"{TOKEN} x", f"bot{TOKEN}"])
def test_malformed_token_is_refused_and_not_repeated(token: str) -> None:
    said = faults(TELEGRAM_BOT_TOKEN=token)

    assert "TELEGRAM_BOT_TOKEN" in said
    assert token not in said


def test_secrets_are_in_no_repr_and_no_message() -> None:
    key = "0f" * 32
    settings = read(WEBHOOK_SECRET="my-own-secret", DATA_KEY=key)
    said = faults(
        WEBHOOK_URL=f"https://bot.example.org/{TOKEN}",
        TELEGRAM_API_URL=f"https://api.telegram.org/bot{TOKEN}",
        WEBHOOK_SECRET="secret with spaces",
        DATA_KEY=key[:-1],
    )

    for text in (repr(settings), str(settings), said):
        for secret in (TOKEN, TOKEN.partition(":")[2], "my-own-secret", "secret with spaces", key[:-1]):
            assert secret not in text
    assert "4 faults" in said


def test_api_url_with_trailing_slash_loses_it() -> None:
    assert read(TELEGRAM_API_URL="http://127.0.0.1:8081/").api_url == "http://127.0.0.1:8081"


@pytest.mark.parametrize("value", ["https://x y", "https://", "https://a:b@c", "https://c?q=1", "http://h:99999"])
def test_api_url_of_another_form_is_refused(value: str) -> None:
    assert "TELEGRAM_API_URL" in faults(TELEGRAM_API_URL=value)


def test_plain_http_to_another_machine_is_warned_about() -> None:
    assert any("unencrypted" in said for said in read(TELEGRAM_API_URL="http://api.example.org").warnings)
    assert not any("unencrypted" in said for said in read(TELEGRAM_API_URL="http://localhost:81").warnings)


@pytest.mark.parametrize("port", ["", ":443", ":80", ":88", ":8443"])
def test_webhook_on_telegrams_ports_is_taken(port: str) -> None:
    assert read(WEBHOOK_URL=f"https://bot.example.org{port}/hook").uses_webhook


@pytest.mark.parametrize(
    ("url", "reason"),
    [
        ("https://bot.example.org:8080/hook", "8443"),
        ("http://bot.example.org/hook", "https"),
        ("https://127.0.0.1/hook", "cannot reach"),
        (f"https://bot.example.org/{TOKEN}", "token"),
    ],
)
def test_webhook_that_telegram_would_not_call_is_refused(url: str, reason: str) -> None:
    assert reason in faults(WEBHOOK_URL=url)


def test_webhook_of_another_server_may_be_http_on_this_machine_only() -> None:
    own = "http://127.0.0.1:8081"

    assert read(TELEGRAM_API_URL=own, WEBHOOK_URL="http://127.0.0.1:8080/hook").uses_webhook
    assert "only on this machine" in faults(TELEGRAM_API_URL=own, WEBHOOK_URL="http://bot.example.org/hook")


def test_empty_webhook_secret_is_derived_from_the_token() -> None:
    other = TOKEN.replace("1", "2", 1)

    assert re.fullmatch(r"[0-9a-f]{64}", read().webhook_secret)
    assert read().webhook_secret == read().webhook_secret
    assert read().webhook_secret != read(TELEGRAM_BOT_TOKEN=other).webhook_secret
    assert read(WEBHOOK_SECRET="own").webhook_secret == "own"


@pytest.mark.parametrize(("value", "chat"), [("123", 123), ("-1001234567890", -1001234567890), ("", None)])
def test_chat_id_is_a_number_or_empty(value: str, chat: int | None) -> None:
    assert read(SUPERVISOR_CHAT_ID=value).supervisor_chat_id == chat


@pytest.mark.parametrize("value", ["0", "1.5", "--1", "١٢٣", "9" * 30])
def test_chat_id_of_another_form_is_refused(value: str) -> None:
    assert "SUPERVISOR_CHAT_ID" in faults(SUPERVISOR_CHAT_ID=value)


def test_misspelt_time_zone_gets_a_suggestion() -> None:
    assert "did you mean Europe/Helsinki" in faults(TIMEZONE="europe/helsinki")


@pytest.mark.parametrize("value", ["../etc/passwd", "/etc/localtime", "Europe"])
def test_time_zone_that_is_a_path_is_refused(value: str) -> None:
    assert "TIMEZONE" in faults(TIMEZONE=value)


def test_missing_time_zone_data_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    def no_data(_name: str) -> None:
        raise KeyError("no data")

    monkeypatch.setattr("bot.config_checks.ZoneInfo", no_data)
    monkeypatch.setattr("bot.config_checks.available_timezones", frozenset)

    assert "apt install tzdata" in faults()


def test_database_path_that_is_a_folder_is_refused(tmp_path: Path) -> None:
    assert "is a folder" in faults(DATABASE_PATH=str(tmp_path))


def test_database_path_below_a_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").touch()

    assert "file is not a folder" in faults(DATABASE_PATH=str(tmp_path / "file" / "data" / "bot.sqlite3"))


def test_database_folder_is_not_made_by_reading_settings(tmp_path: Path) -> None:
    read(DATABASE_PATH=str(tmp_path / "new" / "deep" / "bot.sqlite3"))

    assert not (tmp_path / "new").exists()


def test_key_file_follows_the_configuration_folder() -> None:
    assert read(XDG_CONFIG_HOME="/conf").data_key_file == Path("/conf/tyonohjaus-intake/data.key")
    assert read(XDG_CONFIG_HOME="relative").data_key_file == read().data_key_file


def test_no_home_and_no_key_is_a_fault_but_a_key_is_enough() -> None:
    assert "DATA_KEY_FILE" in faults(HOME="")
    assert read(HOME="", DATA_KEY="0f" * 32).data_key == "0f" * 32


def test_key_file_beside_the_database_is_warned_about(tmp_path: Path) -> None:
    settings = read(DATABASE_PATH=str(tmp_path / "a.sqlite3"), DATA_KEY_FILE=str(tmp_path / "data.key"))

    assert any("one backup would hold both" in said for said in settings.warnings)


def test_missing_controller_is_warned_about_and_given_one_is_not() -> None:
    assert sum("CONTROLLER_CONTACT" in said for said in read().warnings) == 1
    assert read(CONTROLLER_NAME="Example Oy", CONTROLLER_CONTACT="privacy@example.org").warnings == ()


@pytest.mark.parametrize(
    ("name", "meant"),
    [("TELEGRAM_TOKEN", "TELEGRAM_BOT_TOKEN"), ("SUPERVISOR_ID", "SUPERVISOR_CHAT_ID"), ("BOT_TOKEN", "")],
)
def test_misspelt_name_in_the_environment_gets_a_suggestion(name: str, meant: str) -> None:
    said = [warning for warning in read(**{name: "x"}).warnings if warning.startswith(name)]

    assert said == ([f"{name} is not a setting of this bot; did you mean {meant}?"] if meant else [])


def test_misspelt_name_is_told_together_with_what_is_missing() -> None:
    assert "did you mean TELEGRAM_BOT_TOKEN?" in faults(TELEGRAM_BOT_TOKEN="", TELEGRAM_TOKEN=TOKEN)


def test_unrelated_names_of_the_environment_are_not_mentioned() -> None:
    assert len(read(PATH="/bin", LANG="fi_FI.UTF-8", EDITOR="vi", PYTHONPATH=".").warnings) == 1


def test_environment_wins_over_the_file(tmp_path: Path) -> None:
    file = tmp_path / ".env"
    file.write_text(
        f"\ufeffTELEGRAM_BOT_TOKEN={TOKEN}\nSUPERVISOR_LANGUAGE=en\nWEBHOOK_PORT=9000\nBOT_TOKEN=1\n", "utf-8"
    )

    settings = read_settings({**HOME, "WEBHOOK_PORT": "9001", "SUPERVISOR_LANGUAGE": ""}, file, ("en", "fi"))

    assert settings.token == TOKEN
    assert settings.supervisor_language == "en"
    assert settings.webhook_port == 9001
    assert "BOT_TOKEN in .env is not a setting of this bot; did you mean TELEGRAM_BOT_TOKEN?" in settings.warnings


def test_line_of_the_file_that_cannot_be_read_is_a_fault_with_its_number(tmp_path: Path) -> None:
    file = tmp_path / ".env"
    file.write_text(f"TELEGRAM_BOT_TOKEN={TOKEN}\nTIMEZONE='Europe\n")

    with pytest.raises(SettingsError, match=r"\.env, line 2"):
        read_settings(HOME, file, ("en", "fi"))


@pytest.mark.parametrize("content", [b"\xff\xfe\x00bad", None])
def test_file_that_is_no_text_is_a_fault(tmp_path: Path, content: bytes | None) -> None:
    file = tmp_path / ".env"
    if content is None:
        file.mkdir()
    else:
        file.write_bytes(content)

    with pytest.raises(SettingsError, match=r"\.env: "):
        read_settings({**HOME, "TELEGRAM_BOT_TOKEN": TOKEN}, file, ("en", "fi"))


def test_languages_are_those_of_the_catalogues() -> None:
    with pytest.raises(SettingsError, match="en, fi"):
        read_settings({"TELEGRAM_BOT_TOKEN": TOKEN, **HOME, "SUPERVISOR_LANGUAGE": "xx"}, None)


def test_example_file_names_every_variable_with_its_default_and_a_line_about_it() -> None:
    text = (ROOT / ".env.example").read_text(encoding="utf-8")
    lines = text.splitlines()

    assert dotenv_values(ROOT / ".env.example") == {name: each.default for name, each in VARIABLES.items()}, (
        "every setting stands in .env.example"
    )
    for number, line in enumerate(lines):
        if "=" in line and not line.startswith("#"):
            name, _, value = line.partition("=")
            about = lines[number - 1]
            assert about.startswith("# "), name
            assert not lines[number - 2], name
            assert "efault" in about, name
            assert value in about or name == "TELEGRAM_API_URL", name


def test_how_long_things_are_kept_and_where_health_answers_are_settings() -> None:
    settings = read()
    assert (settings.draft_days, settings.lead_days, settings.health_port) == (7, 365, 0)

    settings = read(DRAFT_DAYS="14", LEAD_DAYS="90", HEALTH_PORT="8090")
    assert (settings.draft_days, settings.lead_days, settings.health_port) == (14, 90, 8090)


@pytest.mark.parametrize("days", ["0", "-1", "3651", "week", "1.5"])
def test_days_that_are_none_are_a_fault(days: str) -> None:
    assert "DRAFT_DAYS" in faults(DRAFT_DAYS=days)
    assert "LEAD_DAYS" in faults(LEAD_DAYS=days)


def test_settings_file_that_others_can_read_is_said(tmp_path: Path) -> None:
    file = tmp_path / ".env"
    file.write_text(f"TELEGRAM_BOT_TOKEN={TOKEN}\nCONTROLLER_CONTACT=x\n")
    file.chmod(0o640)
    assert any("chmod 600 .env" in said for said in read_settings({"HOME": str(tmp_path)}, file).warnings)
    file.chmod(0o600)
    assert not any("chmod" in said for said in read_settings({"HOME": str(tmp_path)}, file).warnings)


def test_key_in_the_settings_file_beside_the_database_is_said(tmp_path: Path) -> None:
    file = tmp_path / ".env"
    file.write_text(f"TELEGRAM_BOT_TOKEN={TOKEN}\nDATA_KEY={'00' * 32}\nDATABASE_PATH={tmp_path}/data/bot.sqlite3\n")
    assert any("beside the database" in said for said in read_settings({}, file).warnings)
    file.write_text(f"TELEGRAM_BOT_TOKEN={TOKEN}\nDATA_KEY={'00' * 32}\nDATABASE_PATH=/var/lib/x/bot.sqlite3\n")
    assert not any("beside the database" in said for said in read_settings({}, file).warnings)


def test_mails_are_off_until_there_is_an_address_and_a_server() -> None:
    assert read().mail is None
    assert read(SMTP_HOST="smtp.example.org").mail is None
    halfway = read(MAIL_TO="ohjaaja@example.org")
    assert halfway.mail is None
    assert any("SMTP_HOST" in warning for warning in halfway.warnings)
    settings = read(MAIL_TO="ohjaaja@example.org", SMTP_HOST="smtp.example.org", SMTP_PASSWORD="very secret")
    assert settings.mail is not None
    assert (settings.mail.sender, settings.mail.port, settings.mail.every_minutes) == ("ohjaaja@example.org", 465, 30)
    assert "very secret" not in repr(settings)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("MAIL_TO", "ohjaaja"),
        ("MAIL_TO", "a@example.org, b@example.org"),
        ("MAIL_FROM", "bot@"),
        ("MAIL_EVERY_MINUTES", "0"),
        ("MAIL_EVERY_MINUTES", "often"),
        ("SMTP_PORT", "70000"),
        ("SMTP_HOST", "https://smtp.example.org"),
    ],
)
def test_mail_settings_that_cannot_be_are_faults(name: str, value: str) -> None:
    assert name in faults(**{name: value})
