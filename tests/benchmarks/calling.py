"""A client that costs next to nothing: 16 connections that stay open, one request after the other on each."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from itertools import cycle, islice
from statistics import median
from time import perf_counter
from typing import Final

from tests.benchmarks.costs import Meter, Round
from typing_extensions import override

CLIENTS: Final = 16
SECONDS: Final = 2.0
"""Of one round."""
ALONE: Final = 0.4
"""Seconds for one client by itself."""


class Unexpected(RuntimeError):
    """An answer that is not the one that was measured."""


class Connection(asyncio.Protocol):
    """HTTP/1.1 as uvicorn speaks it: each answer says its length."""

    def __init__(self) -> None:
        self._transport: asyncio.Transport | None = None
        self._answer: asyncio.Future[bytes] | None = None
        self._received = b""
        self._whole = -1

    @override
    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = transport  # type: ignore[assignment]

    @override
    def data_received(self, data: bytes) -> None:
        self._received += data
        if self._whole < 0 and (end := self._received.find(b"\r\n\r\n")) >= 0:
            head = self._received[:end].lower()
            _, _, rest = head.partition(b"content-length:")
            self._whole = end + 4 + int(rest.partition(b"\r\n")[0] or 0)
        if 0 <= self._whole <= len(self._received) and self._answer is not None:
            answer, self._received, self._whole = self._received, b"", -1
            self._answer.set_result(answer)

    @override
    def connection_lost(self, exc: Exception | None) -> None:
        if self._answer is not None and not self._answer.done():
            self._answer.set_exception(Unexpected(f"connection lost: {exc!r}"))

    async def ask(self, request: bytes, *statuses: int) -> bytes:
        """The whole answer, of one of these statuses."""
        self._answer = asyncio.get_running_loop().create_future()
        if self._transport is None:
            raise Unexpected("not connected")
        self._transport.write(request)
        answer = await self._answer
        if not answer.startswith(tuple(f"HTTP/1.1 {status} ".encode() for status in statuses)):
            raise Unexpected(answer.decode(errors="replace")[:2000])
        return answer

    def close(self) -> None:
        if self._transport is not None:
            self._transport.close()


@dataclass(frozen=True, slots=True)
class Served:
    """Who answers: one process or several, and what they cost."""

    ports: tuple[int, ...]
    meter: Meter


async def asked(at: Served, request: Callable[[], bytes], status: int = 200) -> Round:
    """Answers per second to so many clients; before them one for a while alone, with nobody else connected."""
    loop, memory = asyncio.get_running_loop(), at.meter.memory()
    connections: list[Connection] = []

    async def connected(port: int) -> Connection:
        _, connection = await loop.create_connection(Connection, "127.0.0.1", port)
        connections.append(connection)
        return connection

    async def client(connection: Connection, seconds: float) -> list[float]:
        took, until = [], perf_counter() + seconds
        while (began := perf_counter()) < until:
            await connection.ask(request(), status)
            took.append(perf_counter() - began)
        return took

    try:
        alone = 1000 * median(await client(await connected(at.ports[0]), ALONE))
        connections.pop().close()
        everyone = [await connected(port) for port in islice(cycle(at.ports), CLIENTS)]
        before, began = at.meter.read(), perf_counter()
        took = [each for one in await asyncio.gather(*(client(each, SECONDS) for each in everyone)) for each in one]
        return at.meter.round(took, perf_counter() - began, before, alone=alone, memory=(memory, at.meter.memory()))
    finally:
        for connection in connections:
            connection.close()


def head(method: str, path: str, token: str, length: int = 0) -> bytes:
    """Request line and headers."""
    sent = f"Content-Type: application/json\r\nContent-Length: {length}\r\n" if length else ""
    return f"{method} {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer {token}\r\n{sent}\r\n".encode()
