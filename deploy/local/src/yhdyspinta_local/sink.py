"""The mail sink: takes every message, keeps it as a file, sends nothing on.

`python -m yhdyspinta_local.sink PORT FOLDER`
"""

import asyncio
import os
import signal
import sys
import time
from email.message import Message
from itertools import count
from pathlib import Path

from aiosmtpd.smtp import SMTP, Envelope, Session

from yhdyspinta_local.ports import HOST

_LARGEST = 25 * 1024 * 1024


class Keep:
    """Answers 250 only when the message lies on disk under its final name."""

    def __init__(self, folder: Path) -> None:
        """Keep messages in the folder, made if need be."""
        self._folder = folder
        self._number = count(1)
        folder.mkdir(parents=True, exist_ok=True)

    async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802 -- the library calls it so
        """Write aside, flush to the disk, rename, flush the folder, then answer."""
        await asyncio.to_thread(self._keep, envelope)
        return "250 kept"

    def _keep(self, envelope: Envelope) -> None:
        name = f"{time.time_ns()}-{next(self._number):06}"
        heading = Message()
        heading["X-Envelope-From"] = envelope.mail_from or ""
        heading["X-Envelope-To"] = ", ".join(envelope.rcpt_tos)
        content = envelope.original_content or b""
        unfinished, final = self._folder / f"{name}.tmp", self._folder / f"{name}.eml"
        with unfinished.open("wb") as file:
            file.write(heading.as_bytes().rstrip(b"\n") + b"\n" + content)
            file.flush()
            os.fsync(file.fileno())
        unfinished.rename(final)
        folder = os.open(self._folder, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)


async def serve(port: int, folder: Path) -> None:
    """Listen until SIGTERM or SIGINT."""
    loop, stopping = asyncio.get_running_loop(), asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stopping.set)
    keep = Keep(folder)
    server = await loop.create_server(
        lambda: SMTP(keep, hostname="localhost", data_size_limit=_LARGEST, enable_SMTPUTF8=True, loop=loop),
        HOST,
        port,
    )
    async with server:
        await stopping.wait()


if __name__ == "__main__":
    asyncio.run(serve(int(sys.argv[1]), Path(sys.argv[2])))
