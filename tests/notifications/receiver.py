"""Another system: a real HTTP server that remembers what it was sent, and answers as it is told."""

import asyncio
import contextlib
import ssl
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from pydantic_core import from_json
from standardwebhooks import Webhook


@dataclass(frozen=True)
class Got:
    """One request, to the byte."""

    path: str
    headers: dict[str, str]
    body: bytes

    @property
    def id(self) -> str:
        return self.headers["webhook-id"]

    @property
    def event(self) -> Any:
        return from_json(self.body)

    def verified_with(self, secret: str) -> Any:
        """What the public package makes of it; raises where the signature is not right."""
        return Webhook(secret).verify(self.body, self.headers)


@dataclass(frozen=True)
class Reply:
    status: int = 204
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes = b""
    after: float = 0


Answers = Callable[[Got], Reply]


class Receiver:
    """`answers` may be replaced at any time; `got` is what came, in order; `busy` how many requests were open at most."""

    def __init__(self) -> None:
        self.got: list[Got] = []
        self.connections = 0
        self.open = 0
        self.busy = 0
        self.answers: Answers = lambda _: Reply()
        self._server: asyncio.Server | None = None

    @property
    def port(self) -> int:
        assert self._server is not None
        port: int = self._server.sockets[0].getsockname()[1]
        return port

    @property
    def place(self) -> str:
        return f"127.0.0.1:{self.port}"

    def url(self, path: str = "/hook") -> str:
        return f"http://{self.place}{path}"

    async def start(self, tls: ssl.SSLContext | None = None) -> None:
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", 0, ssl=tls)

    async def stop(self) -> None:
        assert self._server is not None
        self._server.close()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connections += 1
        with contextlib.suppress(asyncio.IncompleteReadError, ConnectionError):
            first, *lines = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
            headers = {name.lower(): value for name, value in (line.split(": ", 1) for line in lines if line)}
            body = await reader.readexactly(int(headers.get("content-length", "0")))
            got = Got(first.split(" ")[1], headers, body)
            with self._counted():
                self.got.append(got)
                reply = self.answers(got)
                await asyncio.sleep(reply.after)
            said = {"content-length": str(len(reply.body)), "connection": "close", **reply.headers}
            head = "".join(f"{name}: {value}\r\n" for name, value in said.items())
            writer.write(f"HTTP/1.1 {reply.status} -\r\n{head}\r\n".encode() + reply.body)
            await writer.drain()
        writer.close()

    @contextlib.contextmanager
    def _counted(self) -> Iterator[None]:
        self.open += 1
        self.busy = max(self.busy, self.open)
        try:
            yield
        finally:
            self.open -= 1
