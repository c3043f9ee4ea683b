"""POST to another system. Nothing of ours is reached by it: each attempt resolves anew and connects to the address it has checked.

No redirect is followed, no proxy of the environment is used, no connection is kept, and only the beginning of an answer is read.
"""

import asyncio
import socket
import ssl
import time
from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from email.utils import parsedate_to_datetime
from enum import Enum
from typing import Any

import httpcore
from typing_extensions import override

from chassis import clock
from chassis.values import masked
from notifications.adapters.addresses import is_outside

EXCERPT = 1000
"""Bytes of an answer's body that are kept."""
LOOK_UP_SECONDS = 5.0

Resolve = Callable[[str, int], Awaitable[Sequence[str]]]


class Fault(Enum):
    """Why there was no answer."""

    TIMEOUT = "timeout"
    INSIDE = "inside_address"
    UNKNOWN_HOST = "unknown_host"
    TLS = "tls"
    CONNECTION = "connection"


class Inside(Exception):
    """The name leads into our own network."""


class UnknownHost(Exception):
    """The name leads nowhere."""


@dataclass(frozen=True, slots=True)
class Post:
    """What is sent, and to whom."""

    url: str
    headers: Mapping[str, str]
    body: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Answer:
    """What came of it: a status with the beginning of the body, or a fault."""

    milliseconds: int
    status: int | None = None
    fault: Fault | None = None
    excerpt: str = ""
    retry_after: float | None = None
    """Seconds that the receiver asked us to wait."""


async def looked_up(host: str, port: int) -> Sequence[str]:
    """All addresses of a name."""
    found = await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return [str(entry[4][0]) for entry in found]


@dataclass(frozen=True, slots=True)
class Reach:
    """How far one may go: which `host:port` are allowed inside (dev and tests only), and how long an answer may take."""

    inside: frozenset[str] = frozenset()
    seconds: float = 30
    resolve: Resolve = looked_up
    tls: ssl.SSLContext = field(default_factory=ssl.create_default_context)

    def allows(self, host: str, port: int) -> bool:
        """Whether this very place may be inside, and without https."""
        return f"{host.lower()}:{port}" in self.inside

    async def addresses(self, host: str, port: int) -> Sequence[str]:
        """Where the name leads now; refused if any one of its addresses is inside."""
        try:
            async with asyncio.timeout(LOOK_UP_SECONDS):
                found = await self.resolve(host, port)
        except (OSError, UnicodeError, TimeoutError) as fault:
            raise UnknownHost(host) from fault
        if not found:
            raise UnknownHost(host)
        if not self.allows(host, port) and not all(map(is_outside, found)):
            raise Inside(host)
        return found


class _Checked(httpcore.AsyncNetworkBackend):
    """Connections to checked addresses only; TLS and the Host header still speak of the name."""

    def __init__(self, reach: Reach) -> None:
        self._reach = reach
        self._real = httpcore.AnyIOBackend()

    @override
    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.AsyncNetworkStream:
        *others, last = await self._reach.addresses(host, port)
        for address in others:
            try:
                return await self._real.connect_tcp(address, port, timeout, local_address, socket_options)
            except (httpcore.ConnectError, httpcore.ConnectTimeout):
                continue
        return await self._real.connect_tcp(last, port, timeout, local_address, socket_options)


class Way:
    """The way out of the house; shut until `main` has said how far it goes."""

    def __init__(self) -> None:
        self._reach: Reach | None = None

    def open(self, reach: Reach) -> None:
        """From now on one may go this far."""
        self._reach = reach

    @property
    def reach(self) -> Reach:
        if self._reach is None:
            raise RuntimeError("nobody has opened the way out")
        return self._reach

    async def post(self, post: Post) -> Answer:
        """Send it once; whatever happens is an answer."""
        began = time.monotonic()

        def took() -> int:
            return round((time.monotonic() - began) * 1000)

        try:
            async with asyncio.timeout(self.reach.seconds):
                status, headers, body = await self._exchange(post)
        except Inside:
            return Answer(took(), fault=Fault.INSIDE)
        except UnknownHost:
            return Answer(took(), fault=Fault.UNKNOWN_HOST)
        except (TimeoutError, httpcore.TimeoutException):
            return Answer(took(), fault=Fault.TIMEOUT)
        except (httpcore.NetworkError, httpcore.ProtocolError, OSError) as fault:
            return Answer(took(), fault=Fault.TLS if _is_tls(fault) else Fault.CONNECTION)
        return Answer(took(), status, excerpt=_words(body), retry_after=_wait(headers, clock.now()))

    async def _exchange(self, post: Post) -> tuple[int, Mapping[str, str], bytes]:
        reach, url = self.reach, httpcore.URL(post.url)
        async with (
            httpcore.AsyncHTTPConnection(url.origin, ssl_context=reach.tls, network_backend=_Checked(reach)) as connection,
            connection.stream("POST", url, headers=list(post.headers.items()), content=post.body) as response,
        ):
            body = b""
            async for part in response.aiter_stream():
                body += part
                if len(body) >= EXCERPT:
                    break
            return response.status, {k.decode("latin-1").lower(): v.decode("latin-1") for k, v in response.headers}, body


WAY = Way()


def _is_tls(fault: BaseException | None) -> bool:
    """Whether the other end's certificate, or its TLS, is at the bottom of it."""
    while fault is not None:
        if isinstance(fault, ssl.SSLError):
            return True
        fault = fault.__cause__ or fault.__context__
    return False


def _words(body: bytes) -> str:
    """The beginning of an answer as it may be stored: text, without identity codes."""
    return masked(body[:EXCERPT].decode(errors="replace").replace("\x00", "\ufffd"))


def _wait(headers: Mapping[str, str], now: datetime) -> float | None:
    """`Retry-After` in seconds: a number or a date (RFC 9110, 10.2.3); nothing where it is neither."""
    asked = headers.get("retry-after", "").strip()
    if asked.isascii() and asked.isdigit() and len(asked) < 10:
        return float(asked)
    try:
        moment = parsedate_to_datetime(asked)
    except ValueError:
        return None
    return max(0.0, (moment - now).total_seconds()) if moment.tzinfo else None
