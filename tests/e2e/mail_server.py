"""A mail server of our own: what it was sent, and whether that was encrypted. Its certificate is good for localhost."""

from __future__ import annotations

import asyncio
import base64
import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from email.parser import BytesParser
from email.policy import default
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID

USER, PASSWORD = "bot", "secret word"


@dataclass(slots=True)
class MailServer:
    """Takes mails from those who log in over TLS. `heard`: every line that came unencrypted."""

    port: int = 0
    mails: list[EmailMessage] = field(default_factory=list)
    heard: list[str] = field(default_factory=list)
    arrived: asyncio.Event = field(default_factory=asyncio.Event)


@dataclass(slots=True)
class _Talk:
    server: MailServer
    tls: ssl.SSLContext
    starttls: bool
    reader: asyncio.StreamReader
    writer: asyncio.StreamWriter
    encrypted: bool
    let_in: bool = False

    async def says(self, line: str) -> None:
        self.writer.write(f"{line}\r\n".encode())
        await self.writer.drain()

    async def goes(self) -> None:
        await self.says("220 localhost ready")
        while line := (await self.reader.readline()).decode().strip():
            if not self.encrypted:
                self.server.heard.append(line)
            if not await self.answers(line):
                return

    async def answers(self, line: str) -> bool:
        """Answer one line; False when that was the last."""
        match line.upper().split()[0]:
            case "EHLO" if self.encrypted:
                await self.says("250-localhost\r\n250 AUTH PLAIN")
            case "EHLO":
                await self.says("250-localhost\r\n250 STARTTLS" if self.starttls else "250 localhost")
            case "STARTTLS" if self.starttls and not self.encrypted:
                await self.says("220 go ahead")
                await self.writer.start_tls(self.tls)
                self.encrypted = True
            case "AUTH":
                given = base64.b64decode(line.split()[-1]).decode().split("\0")[1:]
                self.let_in = given == [USER, PASSWORD]
                await self.says("235 welcome" if self.let_in else "535 no")
            case "DATA" if self.let_in:
                await self.says("354 go on")
                content = await self.reader.readuntil(b"\r\n.\r\n")
                mail = BytesParser(policy=default).parsebytes(content[:-3])
                assert isinstance(mail, EmailMessage)
                self.server.mails.append(mail)
                self.server.arrived.set()
                await self.says("250 taken")
            case "QUIT":
                await self.says("221 bye")
                return False
            case _:
                await self.says("250 fine" if self.let_in else "530 not like this")
        return True


@asynccontextmanager
async def mail_server(
    certificate: Path, *, at_once: bool = False, starttls: bool = True, port: int = 0
) -> AsyncIterator[MailServer]:
    """Run one until the block ends; `at_once`: encrypted from the first byte."""
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    tls.load_cert_chain(certificate)
    server = MailServer()

    async def met(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            await _Talk(server, tls, starttls, reader, writer, encrypted=at_once).goes()
        except (ConnectionError, ssl.SSLError):
            pass  # who does not trust the certificate hangs up
        finally:
            writer.close()

    listening = await asyncio.start_server(met, "localhost", port, ssl=tls if at_once else None)
    async with listening:
        server.port = listening.sockets[0].getsockname()[1]
        yield server


def certificate_in(folder: Path) -> Path:
    """Return a file with a key and a certificate for localhost that it has signed itself."""
    key = ec.generate_private_key(ec.SECP256R1())
    name, now = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")]), datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    file = folder / "localhost.pem"
    private = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    file.write_bytes(private + made.public_bytes(Encoding.PEM))
    return file
