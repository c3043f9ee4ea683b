"""A way out, as a county's network has one: an HTTP proxy that knows one name of the world, and where it is (RFC 9110, 9.3.6)."""

import asyncio
import contextlib
from typing import Self

from yhdyspinta_local import ports


class Tunnel:
    """Passes on `CONNECT <name>:443` to a port of this machine; anything else is refused."""

    def __init__(self, name: str, port: int) -> None:
        self._wanted = f"{name}:443"
        self._port = port
        self._server: asyncio.Server | None = None
        self._writers: set[asyncio.StreamWriter] = set()

    @property
    def url(self) -> str:
        """What clients call their proxy."""
        if self._server is None:
            raise RuntimeError("not open")
        return f"http://{ports.HOST}:{self._server.sockets[0].getsockname()[1]}"

    async def __aenter__(self) -> Self:
        self._server = await asyncio.start_server(self._taken, ports.HOST, 0)
        return self

    async def __aexit__(self, *_: object) -> None:
        if self._server is not None:
            self._server.close()
        for writer in self._writers:
            writer.transport.abort()

    async def _taken(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._writers.add(writer)
        with contextlib.suppress(OSError, asyncio.IncompleteReadError), contextlib.closing(writer):
            asked = (await reader.readuntil(b"\r\n\r\n")).split(b" ", 2)
            if asked[:2] != [b"CONNECT", self._wanted.encode()]:
                writer.write(b"HTTP/1.1 403 Forbidden\r\n\r\n")
                await writer.drain()
                return
            there, back = await asyncio.open_connection(ports.HOST, self._port)  # where nobody listens, we hang up
            self._writers.add(back)
            with contextlib.closing(back):
                writer.write(b"HTTP/1.1 200 OK\r\n\r\n")
                await asyncio.gather(_passed(reader, back), _passed(there, writer))


async def _passed(source: asyncio.StreamReader, sink: asyncio.StreamWriter) -> None:
    """Until the source ends."""
    with contextlib.suppress(OSError):
        while piece := await source.read(65536):
            sink.write(piece)
            await sink.drain()
        sink.write_eof()
