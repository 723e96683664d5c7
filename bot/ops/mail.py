"""A word by e-mail that a request has arrived, for a supervisor who seldom looks into Telegram: never what is in it.

What has been told of is a number in the settings, so that a restart or a mail server that is away loses nothing: a
request that is still new is told of once the server is there again.
"""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import Mapping
from email.message import EmailMessage
from email.utils import format_datetime, make_msgid
from typing import TYPE_CHECKING

from bot.config import Mail
from bot.errors import MissingPackage
from bot.ops.looking import keep_looking
from bot.requests.request import Status
from bot.requests.status_text import moment
from bot.requests.supervisor_chat import desk_language
from bot.storage import Store, Tx
from bot.ui.i18n import Translator
from flows.dataclass import dataclass
from flows.text import N_

if TYPE_CHECKING:
    from aiosmtplib import SMTP

SERVER_SECONDS = 30.0
"""How long the mail server may take for one step."""

TLS_PORT = 465
"""Encrypted from the first byte; on any other port the server must take STARTTLS."""

TOLD = "mail_told"
"""The setting that keeps the number of the newest request that was told of, and when: `[number, unix seconds]`."""

SUBJECT = N_("mail.subject", "A new request")
BODY = N_("mail.body", "A new request has arrived. Open Telegram to read it.")


@dataclass(frozen=True, slots=True)
class News:
    """The newest request that nobody has looked at nor been told of, and in which language to say so."""

    number: int
    language: str


class MailPing:
    """Looks once a minute; what cannot be sent now is sent the next time. `tls`: whom to trust (None: as usual)."""

    def __init__(
        self,
        store: Store,
        mail: Mail,
        speak: Mapping[str, Translator],
        language: str,
        tls: ssl.SSLContext | None = None,
    ) -> None:
        self._store = store
        self._mail = mail
        self._speak = speak
        self._language = language
        self._tls = tls

    async def watch(self, stop: asyncio.Event) -> None:
        """Look until stopped."""
        await keep_looking(self.look, stop, "the supervisor could not be told by e-mail")

    async def look(self) -> None:
        """Tell of a new request, unless the supervisor was told of another one just now."""
        news, now = await self._store.transaction(self._news)
        if news is None:
            return
        speak = self._speak[news.language]
        async with server(self._mail, self._tls) as connected:
            await connected.send_message(message(self._mail, speak(SUBJECT), speak(BODY), now))
        await self._store.transaction(lambda tx: tx.settings.put(TOLD, [news.number, tx.now]))

    def _news(self, tx: Tx) -> tuple[News | None, float]:
        newest = next(iter(tx.leads.listed(Status.NEW, 1)), None)
        told = tx.settings.get(TOLD)
        if told is None:  # what came before mails were wanted is known
            last = next(iter(tx.leads.listed(None, 1)), None)
            tx.settings.put(TOLD, [last.number if last else 0, 0.0])
            return None, tx.now
        number, at = told
        if newest is None or newest.number <= number or 0 <= tx.now - at < self._mail.every_minutes * 60:
            return None, tx.now
        return News(newest.number, desk_language(tx, self._language)), tx.now


def forget_told(tx: Tx) -> None:
    """Forget what was told of: mails are off, and begin with what is new then."""
    tx.settings.forget(TOLD)


def server(mail: Mail, tls: ssl.SSLContext | None = None) -> SMTP:
    """Return the mail server, to be entered: then it is connected to, encrypted and logged in to.

    MissingPackage where the package for mails is not installed.
    """
    try:
        from aiosmtplib import SMTP
    except ImportError:
        raise MissingPackage("aiosmtplib") from None

    at_once = mail.port == TLS_PORT
    return SMTP(
        hostname=mail.host,
        port=mail.port,
        username=mail.user or None,
        password=mail.password or None,
        use_tls=at_once,
        start_tls=not at_once,
        tls_context=tls or ssl.create_default_context(),
        timeout=SERVER_SECONDS,
    )


def message(mail: Mail, subject: str, body: str, now: float) -> EmailMessage:
    """Return a mail that names nobody but sender and receiver."""
    made = EmailMessage()
    made["From"], made["To"], made["Subject"] = mail.sender, mail.to, subject
    made["Date"] = format_datetime(moment(now))
    made["Message-ID"] = make_msgid(domain=mail.sender.rpartition("@")[2])
    made["Auto-Submitted"] = "auto-generated"
    made.set_content(body)
    return made
