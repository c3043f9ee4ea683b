"""Where traces go in a benchmark: something that takes them, says yes and forgets them."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Final

_YES: Final = b"HTTP/1.1 200 OK\r\nContent-Type: application/x-protobuf\r\nContent-Length: 0\r\n\r\n"


class Collector:
    """Speaks as much HTTP as an exporter needs."""

    def __init__(self) -> None:
        self.url = ""
        self.batches = 0

    async def answer(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """One connection, as long as it stays."""
        try:
            while head := (await reader.readuntil(b"\r\n\r\n")).lower():
                _, _, rest = head.partition(b"content-length:")
                await reader.readexactly(int(rest.partition(b"\r\n")[0]))
                self.batches += 1
                writer.write(_YES)
        except asyncio.IncompleteReadError:
            writer.close()


@asynccontextmanager
async def collector() -> AsyncIterator[Collector]:
    """In this process, while it is needed."""
    made = Collector()
    async with await asyncio.start_server(made.answer, "127.0.0.1", 0) as server:
        host, port = server.sockets[0].getsockname()
        made.url = f"http://{host}:{port}"
        yield made
