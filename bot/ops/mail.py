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
class MailPing:
    """Looks once a minute; what cannot be sent now is sent the next time. `tls`: whom to trust (None: as usual)."""

    store: Store
    mail: Mail
    speak: Mapping[str, Translator]
    language: str
    tls: ssl.SSLContext | None = None

    async def watch(self, stop: asyncio.Event) -> None:
        """Look until stopped."""
        await keep_looking(self.look, stop, "the supervisor could not be told by e-mail")

    async def look(self) -> None:
        """Tell of a new request, unless the supervisor was told of another one just now."""
        number, language, now = await self.store.transaction(self._newest)
        if not number:
            return
        speak = self.speak[language]
        async with server(self.mail, self.tls) as connected:
            await connected.send_message(message(self.mail, speak(SUBJECT), speak(BODY), now))
        await self.store.transaction(lambda tx: tx.settings.put(TOLD, [number, tx.now]))

    def _newest(self, tx: Tx) -> tuple[int, str, float]:
        """Return the newest request that nobody has looked at nor been told of (0: none), its desk's language, now."""
        newest = next((each.number for each in tx.leads.listed(Status.NEW, 1)), 0)
        if tx.settings.get(TOLD) is None:  # what came before mails were wanted is known
            tx.settings.put(TOLD, [next((each.number for each in tx.leads.listed(None, 1)), 0), 0.0])
        number, at = tx.settings.get(TOLD)
        told = newest <= number or 0 <= tx.now - at < self.mail.every_minutes * 60
        return 0 if told else newest, desk_language(tx, self.language), tx.now


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
