"""A small TCP proxy that can be told to cut: drop (nothing passes, nobody is told), refuse, reset, delay."""

import asyncio
import contextlib
import socket
import struct
from enum import Enum

_RESET = struct.pack("ii", 1, 0)
"""SO_LINGER that makes a close an RST."""


class Way(Enum):
    """How it treats what comes."""

    OPEN = "open"
    DROP = "drop"
    """Half open: connections stay, and are taken, and nothing passes in either direction."""
    DROP_ANSWERS = "drop answers"
    """What is asked passes, what is answered does not."""
    RESET = "reset"
    """Every connection is torn down, and every new one as well."""


class Proxy:
    """Between whoever connects and one address."""

    def __init__(self, host: str, port: int) -> None:
        self._to = host, port
        self.delay = 0.0
        """Seconds that each piece takes longer, each way."""
        self._way = Way.OPEN
        self._open = asyncio.Event()
        self._open.set()
        self._writers: set[asyncio.StreamWriter] = set()
        self._tasks: set[asyncio.Task[None]] = set()
        self._server: asyncio.Server | None = None
        self.port = 0

    async def start(self, port: int = 0) -> None:
        self._server = await asyncio.start_server(self._taken, "127.0.0.1", port)
        self.port = self._server.sockets[0].getsockname()[1]

    async def stop(self) -> None:
        self.set(Way.RESET)
        if self._server is not None:
            self._server.close()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    def set(self, way: Way) -> None:
        """From now on. What was held up passes when it is open again, as TCP would send it again."""
        self._way = way
        if way is Way.OPEN:
            self._open.set()
        else:
            self._open.clear()
        if way is Way.RESET:
            for writer in list(self._writers):
                _reset(writer)

    async def _taken(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._writers.add(writer)
        if self._way is Way.RESET:
            _reset(writer)
            return
        try:
            there, back = await asyncio.open_connection(*self._to)
        except OSError:
            _reset(writer)
            return
        self._writers.add(back)
        asking = self._pass(reader, back, answers=False), self._pass(there, writer, answers=True)
        for one in asking:
            task = asyncio.create_task(one)
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)

    async def _pass(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, *, answers: bool) -> None:
        with contextlib.suppress(OSError):
            while piece := await reader.read(65536):
                if self.delay:
                    await asyncio.sleep(self.delay)
                while self._way is Way.DROP or (answers and self._way is Way.DROP_ANSWERS):
                    await self._open.wait()
                writer.write(piece)
                await writer.drain()
        self._writers.discard(writer)
        with contextlib.suppress(OSError):
            writer.close()


def _reset(writer: asyncio.StreamWriter) -> None:
    connection = writer.get_extra_info("socket")
    with contextlib.suppress(OSError):
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _RESET)
    writer.transport.abort()
