"""What a walk meets besides the gateway: the clock, the folder of received mail, a receiver of webhooks."""

import asyncio
import email
import email.policy
import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from email.message import EmailMessage
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, Protocol, Self

from standardwebhooks import Webhook, WebhookVerificationError
from typing_extensions import override

from chassis import clock as edge
from yhdyspinta_local.ports import HOST

_LOOK = 0.05
"""Seconds within which the receiver notices that it shall end."""


class Clock:
    """The real one."""

    def now(self) -> datetime:
        return edge.now()

    async def sleep(self, seconds: float) -> None:
        await asyncio.sleep(max(seconds, 0))


class Programs(Protocol):
    """What runs beside the services."""

    async def say(self, name: str, *words: str) -> str:
        """What the program of this name prints; Differs where it does not end well."""


@dataclass(frozen=True)
class Letter:
    """One message as the mail server took it."""

    message: EmailMessage
    to: str
    """Of the envelope."""

    @property
    def id(self) -> str:
        """The local part of its Message-ID: the id of the delivery."""
        return str(self.message["Message-ID"]).strip("<> ").partition("@")[0]

    @property
    def subject(self) -> str:
        return str(self.message["Subject"])

    def part(self, kind: str) -> str:
        """Its text as `plain` or `html`; nothing where it has no such part."""
        found = self.message.get_body((kind,))
        return "" if found is None else str(found.get_content())

    @property
    def can_be_unsubscribed(self) -> bool:
        """One click, RFC 8058."""
        return "List-Unsubscribe" in self.message and "List-Unsubscribe-Post" in self.message


class Post:
    """The folder of the mail sink."""

    def __init__(self, folder: Path) -> None:
        """What lies there already is not read."""
        self._folder = folder
        self._seen = {file.name for file in folder.glob("*.eml")} if folder.exists() else set()
        self._letters: dict[str, Letter] = {}

    def letters(self) -> Sequence[Letter]:
        """All that came since the beginning, in order; twice where it came twice."""
        for file in self._folder.glob("*.eml"):
            if file.name not in self._seen and file.name not in self._letters:
                self._letters[file.name] = letter(file.read_bytes())
        return [self._letters[name] for name in sorted(self._letters)]


def letter(raw: bytes) -> Letter:
    """Read as MIME."""
    message = email.message_from_bytes(raw, policy=email.policy.default)
    return Letter(message, str(message["X-Envelope-To"]))


@dataclass(frozen=True)
class Hook:
    """One request that came to the receiver, to the byte."""

    path: str
    headers: Mapping[str, str]
    body: bytes

    @property
    def id(self) -> str:
        return self.headers.get("webhook-id", "")

    def verified(self, secret: str) -> Any:
        """The event, as the public package of Standard Webhooks gives it out; nothing where the signature is not right."""
        try:
            return Webhook(secret).verify(self.body, dict(self.headers))
        except WebhookVerificationError:
            return None


class Hooks(Protocol):
    """Whoever takes webhooks."""

    @property
    def url(self) -> str: ...
    def got(self) -> Sequence[Hook]: ...


class Receiver:
    """Another system on this machine: takes webhooks, keeps them, answers 204."""

    def __init__(self, port: int) -> None:
        """Services may reach this port: they were told of it when they started."""
        self.url = f"http://{HOST}:{port}/webhooks"
        self._kept: list[Hook] = []
        kept = self._kept

        class Taking(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers.get("Content-Length", "0")))
                kept.append(Hook(self.path, {name.lower(): value for name, value in self.headers.items()}, body))
                self.send_response(204)
                self.end_headers()

            @override
            def log_message(self, format: str, *args: Any) -> None:
                """Nobody reads it."""

        self._server = ThreadingHTTPServer((HOST, port), Taking)
        self._thread = threading.Thread(target=self._server.serve_forever, args=(_LOOK,), daemon=True)

    def got(self) -> Sequence[Hook]:
        return tuple(self._kept)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()
