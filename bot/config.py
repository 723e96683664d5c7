"""The settings: read once from the environment and a .env file, checked all at once.

Environment variables override .env. All faults are in one `SettingsError`, one line for each variable:
its name, what is wrong, an example. No message and no repr ever holds a token, a secret or a key.
Bot API limits: https://core.telegram.org/bots/api#setwebhook
"""

from __future__ import annotations

import hashlib
import hmac
import os
from collections.abc import Callable, Collection, Mapping
from dataclasses import field, replace
from functools import partial
from pathlib import Path
from typing import NamedTuple, TypeAlias
from zoneinfo import ZoneInfo

from bot import config_checks as checks
from bot.env_file import read_env_file
from bot.errors import SettingsError
from bot.hours import DEFAULT as DEFAULT_HOURS
from bot.hours import Hours, parse_hours
from bot.ui.i18n import found_languages
from flows.dataclass import dataclass

TELEGRAM_API = "https://api.telegram.org"
TELEGRAM_WEBHOOK_PORTS = (443, 80, 88, 8443)
KEY_FILE = Path("tyonohjaus-intake", "data.key")

Fault: TypeAlias = Callable[[str], str | None]
"""What is wrong with a value, None for nothing; never asked of ""."""


class Variable(NamedTuple):
    """A variable that the bot reads: its default ("": none), an example where that is none, and what is a fault."""

    default: str = ""
    example: str = ""
    fault: Fault = lambda _: None


LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR")
VARIABLES: Mapping[str, Variable] = {
    "TELEGRAM_BOT_TOKEN": Variable("", "123456789:AAExampleExampleExampleExampleExamp", checks.token_fault),
    "TELEGRAM_API_URL": Variable(TELEGRAM_API, fault=checks.api_url_fault),
    "SUPERVISOR_CHAT_ID": Variable("", "123456789", checks.chat_id_fault),
    "SUPERVISOR_LANGUAGE": Variable("fi"),
    "DATABASE_PATH": Variable("data/bot.sqlite3"),
    "WEBHOOK_URL": Variable("", "https://bot.example.org/telegram"),
    "WEBHOOK_SECRET": Variable("", "letters-digits_and-dashes", checks.secret_fault),
    "WEBHOOK_HOST": Variable("127.0.0.1", fault=checks.host_fault),
    "WEBHOOK_PORT": Variable("8080", fault=checks.port_fault),
    "HEALTH_PORT": Variable("", "8090", checks.port_fault),
    "ALERT_URL": Variable("", "https://alerts.example.org/tyonohjaus", checks.alert_url_fault),
    "TIMEZONE": Variable("Europe/Helsinki"),
    "WORKING_HOURS": Variable(DEFAULT_HOURS),
    "DATA_KEY": Variable("", "<64 hexadecimal digits>", checks.data_key_fault),
    "DATA_KEY_FILE": Variable("", "/etc/tyonohjaus-intake/data.key"),
    "DRAFT_DAYS": Variable("7", fault=checks.days_fault),
    "LEAD_DAYS": Variable("365", fault=checks.days_fault),
    "CONTROLLER_NAME": Variable(),
    "CONTROLLER_CONTACT": Variable(),
    "MAIL_TO": Variable("", "supervisor@example.org", checks.address_fault),
    "MAIL_FROM": Variable("", "bot@example.org", checks.address_fault),
    "MAIL_EVERY_MINUTES": Variable("30", fault=checks.minutes_fault),
    "SMTP_HOST": Variable("", "smtp.example.org", checks.host_fault),
    "SMTP_PORT": Variable("465", fault=checks.port_fault),
    "SMTP_USER": Variable(),
    "SMTP_PASSWORD": Variable(),
    "LOG_LEVEL": Variable("INFO", fault=partial(checks.choice_fault, choices=LEVELS)),
}
"""Every variable the bot reads; an empty value is the same as none. What depends on others is checked by the reader."""


@dataclass(frozen=True, slots=True)
class Mail:
    """How the supervisor is told by e-mail that a request has arrived: at most one mail in `every_minutes`.

    `user` and `password` are "" for a server that asks for none.
    """

    host: str
    port: int
    user: str = field(repr=False)
    password: str = field(repr=False)
    sender: str
    to: str
    every_minutes: int


@dataclass(frozen=True, slots=True)
class Settings:
    """What the bot was started with; every value is checked.

    `supervisor_chat_id` is None until paired; `webhook_url` is "" for long polling; `data_key` is "" when the key
    stands in `data_key_file`, which need not exist yet; paths are absolute. `health_port` is 0 when nothing listens
    there; `mail` is None when nobody is told by e-mail. `draft_days` and `lead_days` are how long unfinished answers
    and sent requests are kept. `warnings` are sentences for the log.
    """

    token: str = field(repr=False)
    webhook_secret: str = field(repr=False)
    data_key: str = field(repr=False)
    data_key_file: Path
    api_url: str
    supervisor_chat_id: int | None
    supervisor_language: str
    database_path: Path
    webhook_url: str
    webhook_host: str
    webhook_port: int
    health_port: int
    alert_url: str = field(repr=False)
    timezone: ZoneInfo
    working_hours: Hours
    draft_days: int
    lead_days: int
    controller_name: str
    controller_contact: str
    log_level: str
    mail: Mail | None = None
    warnings: tuple[str, ...] = ()

    @property
    def uses_webhook(self) -> bool:
        """Say whether Telegram calls the bot (otherwise the bot polls)."""
        return bool(self.webhook_url)


def read_settings(
    environ: Mapping[str, str], env_file: Path | None = Path(".env"), languages: Collection[str] | None = None
) -> Settings:
    """Return the settings of `environ` and, where it is silent, of `env_file` (which need not exist).

    `languages` are those that have a catalogue (None: the folders of locales/). Raises SettingsError.
    """
    from_file, faults = read_env_file(env_file) if env_file else ({}, [])
    values = {
        name: environ.get(name, "").strip() or from_file.get(name, "").strip() or variable.default
        for name, variable in VARIABLES.items()
    }

    def tell(name: str, fault: str | None) -> None:
        example = VARIABLES[name].default or VARIABLES[name].example
        if fault:
            faults.append(f"{name}: {fault}." + (f" Example: {name}={example}" if example else ""))

    for name, value in values.items():
        if value:
            tell(name, VARIABLES[name].fault(value))
    token, webhook_url = values["TELEGRAM_BOT_TOKEN"], values["WEBHOOK_URL"]
    if not token:
        tell("TELEGRAM_BOT_TOKEN", "missing; @BotFather in Telegram gives it")
    languages = sorted(found_languages() if languages is None else languages)
    tell("SUPERVISOR_LANGUAGE", checks.choice_fault(values["SUPERVISOR_LANGUAGE"], languages))
    api_url = values["TELEGRAM_API_URL"].rstrip("/")
    ports = TELEGRAM_WEBHOOK_PORTS if api_url.lower() == TELEGRAM_API else None
    tell("WEBHOOK_URL", checks.webhook_url_fault(webhook_url, token, ports) if webhook_url else None)
    timezone, fault = checks.timezone(values["TIMEZONE"])
    tell("TIMEZONE", fault)
    hours = parse_hours(values["WORKING_HOURS"], timezone or ZoneInfo("UTC"))
    tell("WORKING_HOURS", None if hours else "not days and hours")
    database = Path(os.path.realpath(os.path.expanduser(values["DATABASE_PATH"])))
    tell("DATABASE_PATH", checks.file_fault(database))
    data_key, key_file = values["DATA_KEY"], _key_file(values["DATA_KEY_FILE"], environ)
    if key_file is None and not data_key:
        tell("DATA_KEY_FILE", "HOME is not set, so there is no default path; set DATA_KEY_FILE")
    elif key_file and not data_key:
        tell("DATA_KEY_FILE", checks.file_fault(key_file))

    hints = checks.misspelt(environ, from_file, VARIABLES)
    if faults or timezone is None or hours is None:
        count = "1 fault" if len(faults) == 1 else f"{len(faults)} faults"
        lines = [f"Some settings are wrong ({count}). Correct them in .env or in the environment:"]
        raise SettingsError("\n".join([*lines, *(f"  {line}" for line in [*faults, *hints])]))
    settings = Settings(
        token=token,
        webhook_secret=values["WEBHOOK_SECRET"] or derived_secret(token),
        data_key=data_key,
        data_key_file=key_file or KEY_FILE,
        api_url=api_url,
        supervisor_chat_id=int(values["SUPERVISOR_CHAT_ID"] or 0) or None,
        supervisor_language=values["SUPERVISOR_LANGUAGE"].lower(),
        database_path=database,
        webhook_url=webhook_url,
        webhook_host=values["WEBHOOK_HOST"],
        webhook_port=int(values["WEBHOOK_PORT"]),
        health_port=int(values["HEALTH_PORT"] or 0),
        alert_url=values["ALERT_URL"],
        timezone=timezone,
        working_hours=hours,
        draft_days=int(values["DRAFT_DAYS"]),
        lead_days=int(values["LEAD_DAYS"]),
        controller_name=values["CONTROLLER_NAME"],
        controller_contact=values["CONTROLLER_CONTACT"],
        log_level=values["LOG_LEVEL"].upper(),
        mail=_mail(values),
    )
    hints += _exposed(env_file, from_file, database) if env_file else []
    return _with_warnings(
        settings, hints, key_file_given=bool(values["DATA_KEY_FILE"]), mail_wanted=bool(values["MAIL_TO"])
    )


def _mail(values: Mapping[str, str]) -> Mail | None:
    """Return how the supervisor is told by e-mail; None where MAIL_TO or SMTP_HOST is empty."""
    to, host, port, every = (values[name] for name in ("MAIL_TO", "SMTP_HOST", "SMTP_PORT", "MAIL_EVERY_MINUTES"))
    if not (to and host):
        return None
    sender = values["MAIL_FROM"] or to
    return Mail(host, int(port), values["SMTP_USER"], values["SMTP_PASSWORD"], sender, to, int(every))


def derived_secret(token: str) -> str:
    """Return the webhook's secret made from the token: HMAC-SHA256, 64 hexadecimal digits."""
    return hmac.new(token.encode(), b"tyonohjaus-intake webhook secret", hashlib.sha256).hexdigest()


def _key_file(value: str, environ: Mapping[str, str]) -> Path | None:
    """Return where the data key stands; by default in the person's configuration folder, apart from the data."""
    if value:
        return Path(os.path.abspath(os.path.expanduser(value)))
    # the XDG specification: a relative XDG_CONFIG_HOME is ignored
    if os.path.isabs(environ.get("XDG_CONFIG_HOME", "")):
        return Path(environ["XDG_CONFIG_HOME"]) / KEY_FILE
    return Path(environ["HOME"]) / ".config" / KEY_FILE if environ.get("HOME") else None


def _exposed(env_file: Path, from_file: Mapping[str, str], database: Path) -> list[str]:
    """Return what others could read of the secrets in .env."""
    said = []
    if from_file and env_file.stat().st_mode & 0o077:
        said.append(f"{env_file.name} can be read by other users of this machine: chmod 600 {env_file.name}")
    if from_file.get("DATA_KEY") and database.is_relative_to(env_file.resolve().parent):
        said.append(f"DATA_KEY stands in {env_file.name} beside the database: one backup would hold both")
    return said


def _with_warnings(settings: Settings, hints: list[str], *, key_file_given: bool, mail_wanted: bool) -> Settings:
    """Return the settings with what works but deserves a word."""
    said = list(hints)
    if not settings.controller_contact:
        said.append("CONTROLLER_CONTACT is missing: the privacy notice cannot say how to reach who is responsible")
    if settings.data_key and key_file_given:
        said.append("DATA_KEY_FILE is not used, because DATA_KEY is set")
    if not settings.data_key and settings.data_key_file.is_relative_to(settings.database_path.parent):
        said.append("DATA_KEY_FILE stands in the database's folder: one backup would hold both")
    if settings.api_url.startswith("http://") and not checks.is_own_machine(settings.api_url):
        said.append("TELEGRAM_API_URL is plain http to another machine: the token travels unencrypted")
    if mail_wanted and settings.mail is None:
        said.append("SMTP_HOST is missing: MAIL_TO is set, but no mail can be sent")
    return replace(settings, warnings=tuple(said))
