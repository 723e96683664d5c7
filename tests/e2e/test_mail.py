"""A mail that says that a request has arrived: nothing of it, never unencrypted, and none is lost."""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.config import Mail
from bot.ops import looking
from bot.ops import mail as mailing
from bot.ops.check import check
from bot.ops.mail import MailPing
from tests.e2e.house import House
from tests.e2e.mail_server import PASSWORD, USER, MailServer, certificate_in, mail_server
from tests.e2e.phone import languages, said

MINUTE = 60.0


@pytest.fixture
def certificate(tmp_path: Path) -> Path:
    """A certificate for localhost, with its key."""
    return certificate_in(tmp_path)


@pytest.fixture
async def server(certificate: Path) -> AsyncIterator[MailServer]:
    """A mail server that takes STARTTLS."""
    async with mail_server(certificate) as running:
        yield running


def ping(home: House, port: int, certificate: Path | None, **changed: str) -> MailPing:
    """What tells by e-mail; without a certificate it trusts whom the machine trusts."""
    given = {"user": USER, "password": PASSWORD, **changed}
    mail = Mail("localhost", port, given["user"], given["password"], "bot@example.org", "ohjaaja@example.org", 30)
    tls = ssl.create_default_context(cafile=str(certificate)) if certificate else None
    return MailPing(home.app.store, mail, languages(), "fi", tls)


async def test_mail_says_that_a_request_has_arrived_and_nothing_of_it(
    home: House, server: MailServer, certificate: Path
) -> None:
    tells = ping(home, server.port, certificate)
    await tells.look()
    anna = await home.anna("en")
    await anna.leaves_request()
    await tells.look()
    await tells.look()
    (mail,) = server.mails
    assert (mail["To"], mail["From"]) == ("ohjaaja@example.org", "bot@example.org")
    assert mail["Subject"] == said("mail.subject", "fi")
    assert mail.get_content().strip() == said("mail.body", "fi")
    assert "Anna" not in mail.as_string()
    assert not any(USER in line or "AUTH" in line or "MAIL" in line for line in server.heard)


async def test_several_requests_are_one_mail_in_half_an_hour(
    home: House, server: MailServer, certificate: Path
) -> None:
    tells = ping(home, server.port, certificate)
    await tells.look()
    for number, name in enumerate(("Anna", "Bea"), start=1):
        person = await home.anna("fi", first_name=name, username=name.lower())
        await person.leaves_request(number)
        await tells.look()
    assert len(server.mails) == 1
    await home.passes(29 * MINUTE)
    await tells.look()
    assert len(server.mails) == 1
    await home.passes(2 * MINUTE)
    await tells.look()
    await home.passes(31 * MINUTE)
    await tells.look()
    assert len(server.mails) == 2


async def test_outage_of_an_hour_and_a_restart_lose_nothing(home: House, certificate: Path) -> None:
    async with mail_server(certificate) as before:
        port = before.port
        await ping(home, port, certificate).look()
    anna = await home.anna("fi")
    await anna.leaves_request()
    for _ in range(4):
        with pytest.raises(Exception, match="onnect"):
            await ping(home, port, certificate).look()
        await home.passes(20 * MINUTE)
    home.environment.update(MAIL_TO="ohjaaja@example.org", SMTP_HOST="localhost", SMTP_PORT=str(port))
    await home.restarts()
    async with mail_server(certificate, port=port) as after:
        await ping(home, port, certificate).look()
        await ping(home, port, certificate).look()
        assert len(after.mails) == 1


@pytest.mark.parametrize("deed", ["taken", "erased", "trial"])
async def test_request_that_waits_for_nobody_is_not_told_of(
    home: House, server: MailServer, certificate: Path, deed: str
) -> None:
    tells = ping(home, server.port, certificate)
    await tells.look()
    if deed == "trial":
        await home.desk.says("/kokeile")
        await home.quiet()
        await home.desk.reaches_review()
        await home.desk.picks("review.send")
        await home.desk.reads("try.sent")
    else:
        anna = await home.anna("fi")
        await anna.leaves_request()
    if deed == "taken":
        await home.desk.picks("button.lead.take")
    if deed == "erased":
        await anna.says("/poista")
        await anna.picks("button.erase")
    await home.quiet()
    await tells.look()
    assert not server.mails


async def test_what_came_before_mails_were_wanted_is_not_told_of(
    home: House, server: MailServer, certificate: Path
) -> None:
    anna = await home.anna("fi")
    await anna.leaves_request()
    tells = ping(home, server.port, certificate)
    await tells.look()
    await tells.look()
    assert not server.mails
    await home.restarts()  # without mails: what comes now is known when they are wanted again
    bea = await home.anna("fi", first_name="Bea", username="bea")
    await bea.leaves_request(2)
    tells = ping(home, server.port, certificate)
    await tells.look()
    await tells.look()
    assert not server.mails


async def test_encrypted_from_the_first_byte_where_the_port_says_so(
    home: House, certificate: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with mail_server(certificate, at_once=True) as server:
        monkeypatch.setattr(mailing, "TLS_PORT", server.port)
        tells = ping(home, server.port, certificate)
        await tells.look()
        anna = await home.anna("fi")
        await anna.leaves_request()
        await tells.look()
        assert len(server.mails) == 1


async def test_server_that_says_nothing_holds_up_no_stop(home: House, certificate: Path) -> None:
    met, stop = asyncio.Event(), asyncio.Event()

    async def says_nothing(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        met.set()
        await reader.read()
        writer.close()

    silent = await asyncio.start_server(says_nothing, "localhost", 0)
    tells = ping(home, silent.sockets[0].getsockname()[1], certificate)
    await tells.look()
    anna = await home.anna("fi")
    await anna.leaves_request()
    async with silent, asyncio.timeout(5):
        watching = asyncio.create_task(tells.watch(stop))
        await met.wait()
        stop.set()
        await watching


@pytest.mark.parametrize("fault", ["no encryption", "a stranger's certificate", "a wrong password"])
async def test_server_that_cannot_be_trusted_gets_neither_mail_nor_password(
    home: House, certificate: Path, fault: str
) -> None:
    async with mail_server(certificate, starttls=fault != "no encryption") as server:
        trusted = None if fault == "a stranger's certificate" else certificate
        tells = ping(home, server.port, trusted, password="wrong" if fault == "a wrong password" else PASSWORD)
        await tells.look()
        anna = await home.anna("fi")
        await anna.leaves_request()
        with pytest.raises(Exception, match=r".+"):
            await tells.look()
        assert not server.mails
        assert not any(line.startswith(("AUTH", "MAIL")) for line in server.heard)


async def test_running_bot_tells_by_itself_and_the_check_says_whether_it_can(
    home: House, server: MailServer, certificate: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    monkeypatch.setattr(looking, "LOOK_SECONDS", 0.01)
    assert home.settings.mail is None
    home.environment.update(MAIL_TO="ohjaaja@example.org", SMTP_HOST="localhost", SMTP_PORT=str(server.port))
    home.environment.update(SMTP_USER=USER, SMTP_PASSWORD=PASSWORD)
    await home.restarts()
    anna = await home.anna("fi")
    await anna.leaves_request()
    await server.arrived.wait()
    assert server.mails[0]["From"] == "ohjaaja@example.org"
    assert PASSWORD not in repr(home.settings)

    async def mail_line() -> str:
        lines: list[str] = []
        await check(home.environment, lambda found: lines.append(str(found)), env_file=None)
        return next(line for line in lines if " mail " in line)

    assert (await mail_line()).startswith("ok")
    home.environment["SMTP_PASSWORD"] = "another"
    assert (await mail_line()).startswith("WRONG")
