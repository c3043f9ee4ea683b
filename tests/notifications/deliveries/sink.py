"""A real mail server that keeps what it takes, and answers as it is told."""

import asyncio
import ssl
from collections import Counter
from collections.abc import Awaitable, Callable
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

from aiosmtpd.smtp import SMTP, AuthResult, Envelope, Session

Answers = Callable[[str, EmailMessage], Awaitable[str]]
"""Recipient and message -> the answer to its content."""


async def taken(_to: str, _message: EmailMessage) -> str:
    return "250 kept"


def plain(message: EmailMessage) -> str:
    """Its text."""
    body = message.get_body(("plain",))
    assert body is not None
    text: str = body.get_content()
    return text


class Sink:
    """`got`: (recipient, message) in the order in which they were taken. Only what was answered 2xx counts as taken."""

    def __init__(self) -> None:
        self.got: list[tuple[str, EmailMessage]] = []
        self.raw: list[bytes] = []
        self.connections = 0
        self.mailbox: Callable[[str], str] = lambda _to: "250 ok"
        """The answer to RCPT."""
        self.answers: Answers = taken
        self.pause = 0.0
        """Seconds between keeping a message and saying so."""
        self.sender: Callable[[], str] = lambda: "250 ok"
        self.mail_options: list[list[str]] = []
        self._server: asyncio.Server | None = None
        self._more: dict[str, Any] = {}

    async def start(self, *, tls: ssl.SSLContext | None = None, starttls: ssl.SSLContext | None = None, users: dict[str, str] | None = None) -> None:
        if users is not None:
            self._more = {"auth_required": True, "authenticator": lambda *a: _known(users, *a)}
        if starttls is not None:
            self._more |= {"tls_context": starttls, "require_starttls": True}
        self._server = await asyncio.get_running_loop().create_server(self._protocol, "127.0.0.1", 0, ssl=tls)

    def _protocol(self) -> SMTP:
        self.connections += 1
        return SMTP(self, hostname="localhost", enable_SMTPUTF8=True, loop=asyncio.get_running_loop(), **self._more)

    async def stop(self) -> None:
        assert self._server is not None
        self._server.close()

    @property
    def port(self) -> int:
        assert self._server is not None
        port: int = self._server.sockets[0].getsockname()[1]
        return port

    @property
    def url(self) -> str:
        return f"smtp://127.0.0.1:{self.port}"

    @property
    def ids(self) -> Counter[str]:
        """How often each Message-ID was taken."""
        return Counter(str(message["Message-ID"]) for _, message in self.got)

    @property
    def tos(self) -> list[str]:
        return [to for to, _ in self.got]

    async def handle_MAIL(self, _server: SMTP, _session: Session, envelope: Envelope, address: str, options: list[str]) -> str:  # noqa: N802 - the library calls it so
        self.mail_options.append(options)
        if not (said := self.sender()).startswith("2"):
            return said
        envelope.mail_from = address
        return said

    async def handle_RCPT(self, _server: SMTP, _session: Session, envelope: Envelope, address: str, _options: list[str]) -> str:  # noqa: N802 - the library calls it so
        if (said := self.mailbox(address)).startswith("2"):
            envelope.rcpt_tos.append(address)
        return said

    async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802 - the library calls it so
        raw = envelope.original_content or b""
        message = message_from_bytes(raw, policy=policy.default)
        assert isinstance(message, EmailMessage)
        (to,) = envelope.rcpt_tos
        said = await self.answers(to, message)
        if said.startswith("2"):
            self.got.append((to, message))
            self.raw.append(raw)
            await asyncio.sleep(self.pause)
        return said


def _known(users: dict[str, str], _server: SMTP, _session: Session, _envelope: Envelope, _mechanism: str, data: Any) -> AuthResult:
    return AuthResult(success=users.get(data.login.decode()) == data.password.decode(), handled=False)
