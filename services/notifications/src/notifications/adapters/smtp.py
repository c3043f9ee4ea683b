"""Mail to the county's own mail server, which takes it further. Connections are kept and shared; no address is logged.

SMTP knows no key by which a message sent twice is recognised. When a connection breaks after the message and before the answer,
nobody can tell whether the server has it: it goes again under the same Message-ID, by which a reader's program may know it.
"""

import asyncio
import re
import ssl
import time
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import Enum

import aiosmtplib

from chassis.values import masked

IDLE_SECONDS = 30.0
"""A connection that has rested for longer is not used again: the server may have let go of it (RFC 5321, 4.5.3.2.7)."""
EXCERPT = 300
"""Characters of a server's answer that are kept."""
_ADDRESS = re.compile(r"<?[^\s<>]+@[^\s<>]+>?")


class Tls(Enum):
    """How a connection is protected: from the first byte, after `STARTTLS`, or not at all (inside one's own network)."""

    TLS = "smtps"
    STARTTLS = "smtp+starttls"
    NONE = "smtp"


class Stage(Enum):
    """How far a message came before the server said no, or nothing."""

    CONNECTION = "connection"
    """Connection, TLS or sign-in: it is not about this message."""
    SENDER = "sender"
    """The server does not let us send: it is not about this message."""
    RECIPIENT = "recipient"
    MESSAGE = "message"


@dataclass(frozen=True, slots=True)
class Server:
    """The mail server and how we meet it."""

    host: str
    port: int
    sender: str
    """Envelope sender: where reports of what could not be delivered go."""
    tls: Tls = Tls.NONE
    user: str | None = None
    password: str | None = field(default=None, repr=False)
    seconds: float = 30
    """How long each single answer may take."""
    context: ssl.SSLContext | None = field(default=None, repr=False)
    """Whom to trust; the system's own choice where it is None."""


@dataclass(frozen=True, slots=True)
class Letter:
    """A finished message and where it goes."""

    to: str = field(repr=False)
    content: bytes = field(repr=False)
    report: bool = False
    """Ask for a report of delivery too (RFC 3461), where the server can."""


@dataclass(frozen=True, slots=True)
class Reply:
    """What the server said: its code and first words, without addresses; no code where there was no answer."""

    stage: Stage
    code: int | None = None
    words: str = ""
    tried: bool = True
    """Not so where time was up before its turn came."""

    @property
    def accepted(self) -> bool:
        return self.code is not None and 200 <= self.code < 300


class Office:
    """The way to the mail server; shut until `main` has said where it is."""

    def __init__(self) -> None:
        self._server: Server | None = None
        self._idle: deque[tuple[float, aiosmtplib.SMTP]] = deque()

    def open(self, server: Server) -> None:
        """From now on mail goes there; connections to another server are not used again."""
        self._server = server
        self._idle = deque()

    @property
    def server(self) -> Server:
        if self._server is None:
            raise RuntimeError("nobody has said where the mail server is")
        return self._server

    async def send(self, letters: Sequence[Letter], *, within: float) -> list[Reply]:
        """One after the other over one connection; an answer for each.

        All in `within` seconds: after half of them no further one is begun, and shortly before the end the last one is let go of.
        """
        began = time.monotonic()
        replies: list[Reply] = []
        client: aiosmtplib.SMTP | None = None
        try:
            for letter in letters:
                if time.monotonic() > began + within / 2:
                    replies.append(Reply(Stage.CONNECTION, words="no time left", tried=False))
                    continue
                async with asyncio.timeout(began + 0.9 * within - time.monotonic()):
                    if client is None or not client.is_connected:
                        client = await self._connection()
                    replies.append(await self._say(client, letter))
        except (aiosmtplib.SMTPException, OSError, TimeoutError) as fault:
            code = fault.code if isinstance(fault, aiosmtplib.SMTPResponseException) else None
            reply = Reply(Stage.CONNECTION, code, _words(fault))
            replies.append(reply)
            missing = len(letters) - len(replies)
            replies += [Reply(reply.stage, reply.code, reply.words, tried=False)] * missing
            if client is not None:
                client.close()
        finally:
            if client is not None:
                self._keep(client)
        return replies

    async def close(self) -> None:
        """Say goodbye on every connection that rests."""
        while self._idle:
            _, client = self._idle.popleft()
            await _quit(client)

    async def _connection(self) -> aiosmtplib.SMTP:
        """One that rests, the latest used first; or a new one."""
        while self._idle:
            since, client = self._idle.pop()
            if client.is_connected and time.monotonic() - since < IDLE_SECONDS:
                return client
            await _quit(client)
        server = self.server
        client = aiosmtplib.SMTP(
            hostname=server.host, port=server.port, username=server.user, password=server.password, timeout=server.seconds,
            use_tls=server.tls is Tls.TLS, start_tls=server.tls is Tls.STARTTLS, tls_context=server.context,
            local_hostname=server.sender.rpartition("@")[2],
        )
        await client.connect()
        return client

    def _keep(self, client: aiosmtplib.SMTP) -> None:
        if client.is_connected:
            self._idle.append((time.monotonic(), client))

    async def _say(self, client: aiosmtplib.SMTP, letter: Letter) -> Reply:
        """One message. A `no` to it is an answer; only what leaves the connection in doubt ends the connection."""
        told = letter.report and client.supports_extension("dsn")
        mail = ["BODY=8BITMIME"] if client.supports_extension("8bitmime") else []
        if not letter.to.isascii():
            mail.append("SMTPUTF8")
        options = ["NOTIFY=SUCCESS,FAILURE"] if told else []
        try:
            _, words = await client.sendmail(
                self.server.sender, [letter.to], letter.content, mail_options=[*mail, *(["RET=HDRS"] if told else [])],
                rcpt_options=options,
            )
        except aiosmtplib.SMTPRecipientsRefused as refused:
            first = refused.recipients[0]
            return Reply(Stage.RECIPIENT, first.code, _words(first))
        except aiosmtplib.SMTPSenderRefused as refused:
            return Reply(Stage.SENDER, refused.code, _words(refused))
        except aiosmtplib.SMTPResponseException as refused:
            return Reply(Stage.MESSAGE, refused.code, _words(refused))
        except (aiosmtplib.SMTPNotSupported, ValueError) as fault:
            # The address cannot be said to this server at all: as final as its own no (RFC 6531, 3.5).
            return Reply(Stage.RECIPIENT, 553, type(fault).__name__)
        except (aiosmtplib.SMTPException, OSError, TimeoutError) as fault:
            client.close()
            return Reply(Stage.MESSAGE, None, _words(fault))
        return Reply(Stage.MESSAGE, 250, without_addresses(words))


OFFICE = Office()


async def _quit(client: aiosmtplib.SMTP) -> None:
    try:
        await client.quit(timeout=1)
    except (aiosmtplib.SMTPException, OSError, TimeoutError):
        client.close()


def _words(fault: Exception) -> str:
    return without_addresses(str(getattr(fault, "message", "")) or type(fault).__name__)


def without_addresses(words: str) -> str:
    """A server's words as they may be stored: one line, no mail address, no identity code."""
    plain = " ".join("".join(c if c.isprintable() else " " for c in words).split())
    return masked(_ADDRESS.sub("<…>", plain))[:EXCERPT]
