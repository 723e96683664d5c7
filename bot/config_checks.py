"""What makes a setting wrong: one function per kind of value, which returns the reason or None; none is asked of "".

No reason repeats a value that may be, or may hold, a secret.
"""

from __future__ import annotations

import difflib
import ipaddress
import os
import re
from collections.abc import Collection, Mapping, Sequence
from functools import partial
from pathlib import Path
from urllib.parse import SplitResult, urlsplit
from zoneinfo import ZoneInfo, available_timezones

from bot.errors import DataKeyError
from bot.storage.keys import parse_keys

PREFIXES = ("TELEGRAM_", "SUPERVISOR_", "WEBHOOK_", "CONTROLLER_", "DATA_KEY", "DATABASE_", "MAIL_", "SMTP_")
ALIASES = {
    "BOT_TOKEN": "TELEGRAM_BOT_TOKEN",
    "TOKEN": "TELEGRAM_BOT_TOKEN",
    "CHAT_ID": "SUPERVISOR_CHAT_ID",
    "DATABASE_URL": "DATABASE_PATH",
}


def token_fault(value: str) -> str | None:
    """Check the form of a bot token: the bot's id, a colon, at least 35 characters."""
    if not re.fullmatch(r"[0-9]+:[A-Za-z0-9_-]{35,}", value):
        return "not the form of a bot token (digits, a colon, 35 letters, digits, - or _)"
    return None


def _split(value: str) -> SplitResult | None:
    """Return the parts of an http(s) address without user name, query and fragment; None for anything else."""
    try:
        parts = urlsplit(value)
        _port = parts.port  # raises for a port that is no number up to 65535
    except ValueError:
        return None
    plain = not (parts.username or parts.password or parts.query or parts.fragment or re.search(r"\s", value))
    return parts if plain and parts.scheme in ("http", "https") and parts.hostname else None


def is_own_machine(url: str) -> bool:
    """Say whether the address is a loopback address."""
    host = urlsplit(url).hostname or ""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost" or host.endswith(".localhost")


def api_url_fault(value: str) -> str | None:
    """Check the Bot API's address: http(s), and not yet the /bot that is added to it."""
    parts = _split(value)
    if parts is None:
        return "not an http:// or https:// address"
    if re.search(r"/(file/)?bot[^/]*/?$", parts.path):
        return "only the address, without /bot and token, which the bot adds itself"
    return None


def alert_url_fault(value: str) -> str | None:
    """Check where the operator is told of faults; a path that holds a secret may be plain http on this machine only."""
    parts = _split(value.partition("?")[0])
    if parts is None or (parts.scheme == "http" and not is_own_machine(value)):
        return "not an https:// address"
    return None


def webhook_url_fault(value: str, token: str, ports: Sequence[int] | None) -> str | None:
    """Check where Telegram should call; `ports` are those that Telegram's own server allows (None: another one)."""
    parts = _split(value)
    if parts is None:
        return "not an https:// address"
    if token and (token in value or token.partition(":")[2] in value):
        return "contains the bot token, which must not appear in a URL; WEBHOOK_SECRET protects the webhook"
    if parts.scheme == "http" and not is_own_machine(value):
        return "http is allowed only on this machine; Telegram calls https:// addresses"
    if ports is None:
        return None
    if is_own_machine(value):
        return "this machine's own address, which Telegram cannot reach"
    port = parts.port or 443
    if port not in ports:
        return f"port {port}; Telegram calls only {', '.join(map(str, ports[:-1]))} and {ports[-1]}"
    return None


def chat_id_fault(value: str) -> str | None:
    """Check a chat's id: a whole number other than 0."""
    if value.startswith("@"):
        return "a name; it must be the chat's number, or empty to pair by a link"
    if not re.fullmatch(r"-?[0-9]{1,15}", value) or int(value) == 0:
        return f"{value[:40]!r} is not a chat ID: a whole number (negative for a group)"
    return None


def choice_fault(value: str, choices: Sequence[str]) -> str | None:
    known = {each.lower() for each in choices}
    return None if value.lower() in known else f"{value[:40]!r} is not one of {', '.join(choices)}"


def _number_fault(value: str, *, what: str, most: int) -> str | None:
    """Check a whole number from 1 to `most`."""
    if re.fullmatch(r"[0-9]{1,5}", value) and 1 <= int(value) <= most:
        return None
    return f"{value[:40]!r} is not {what} from 1 to {most}"


port_fault = partial(_number_fault, what="a port, a number", most=65535)
days_fault = partial(_number_fault, what="a number of days", most=3650)
minutes_fault = partial(_number_fault, what="a number of minutes", most=24 * 60)


def address_fault(value: str) -> str | None:
    from email_validator import EmailNotValidError, validate_email  # seldom needed

    try:
        validate_email(value, check_deliverability=False, test_environment=True)
    except EmailNotValidError:
        return "not one e-mail address"
    return None


def host_fault(value: str) -> str | None:
    try:
        ipaddress.ip_address(value)
    except ValueError:
        if not re.fullmatch(r"[A-Za-z0-9]([A-Za-z0-9.-]{0,251}[A-Za-z0-9])?", value):
            return f"{value[:40]!r} is no IP address or host name"
    return None


def secret_fault(value: str) -> str | None:
    """Check the webhook's secret as the Bot API wants it."""
    if re.fullmatch(r"[A-Za-z0-9_-]{1,256}", value):
        return None
    return "1 to 256 letters, digits, - or _ are allowed"


def timezone(value: str) -> tuple[ZoneInfo | None, str | None]:
    """Return the time zone of that name, or why there is none."""
    try:
        return ZoneInfo(value), None
    except (KeyError, ValueError, OSError):  # an unknown name, a path, a folder of zones ("Europe")
        known = available_timezones()
    if not known:
        return None, "this machine has no time zone data; install it (Debian: apt install tzdata)"
    by_lower = {name.lower(): name for name in known}
    near = difflib.get_close_matches(value.lower().replace(" ", "_"), by_lower, n=1)
    hint = f"; did you mean {by_lower[near[0]]}" if near else ""
    return None, f"{value[:40]!r} is no time zone{hint}"


def file_fault(path: Path) -> str | None:
    """Check that a file can stand at this absolute path: its folder is there or can be made."""
    if path.is_dir():
        return f"{path} is a folder, not a file"
    folder = path.parent
    while not folder.exists() and folder != folder.parent:
        folder = folder.parent
    if not folder.is_dir():
        return f"{folder} is not a folder"
    if not os.access(folder, os.W_OK | os.X_OK):
        return f"{folder} is not writable"
    return None


def data_key_fault(value: str) -> str | None:
    """Check the form of one key or several (`bot.storage.keys`)."""
    try:
        parse_keys(value, "DATA_KEY")
    except DataKeyError as error:
        return str(error).removeprefix("DATA_KEY: ")
    return None


def misspelt(environ: Mapping[str, str], from_file: Mapping[str, str], known: Collection[str]) -> list[str]:
    """Return a "did you mean" for names that look like ours: any in .env, in the environment those near ours."""
    said = []
    for name in sorted({*environ, *from_file} - set(known)):
        near = [ALIASES[name]] if name in ALIASES else difflib.get_close_matches(name, known, n=1, cutoff=0.7)
        if name in from_file:
            hint = f"; did you mean {near[0]}?" if near else "."
            said.append(f"{name} in .env is not a setting of this bot{hint}")
        elif near and name.startswith(PREFIXES):
            said.append(f"{name} is not a setting of this bot; did you mean {near[0]}?")
    return said
