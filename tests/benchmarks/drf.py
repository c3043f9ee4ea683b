"""Rooms and bookings as they are usually written with Django and DRF, for comparison: models, serializers, views in one file.

Run by gunicorn with ten threads. It asks nobody to sign in, and knows neither parts of rooms, nor buffers, nor overrides of hours,
nor events: all of that would cost it more.
"""

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from importlib.util import find_spec
from pathlib import Path
from socket import socket
from subprocess import Popen
from time import monotonic, sleep
from typing import Final

import httpx

HERE: Final = Path(__file__).with_name("drf_site.py")
NAME: Final = "Django + DRF"


def is_here() -> bool:
    """Whether what it needs is installed: the dependency group `bench`."""
    return all(find_spec(name) is not None for name in ("django", "rest_framework", "psycopg", "gunicorn"))


@contextmanager
def serving(dsn: str, folder: Path, first: datetime, rooms: int, bookings: int, days: int) -> Iterator[int]:
    """The port at which it answers; it has filled that database first."""
    with socket() as free:
        free.bind(("127.0.0.1", 0))
        port = int(free.getsockname()[1])
    said = folder / "drf.json"
    said.write_text(json.dumps({
        "dsn": dsn, "first": first.isoformat(), "rooms": rooms, "bookings": bookings, "days": days,
    }))
    command = [
        sys.executable, "-m", "gunicorn", "--bind", f"127.0.0.1:{port}", "--worker-class", "gthread", "--threads", "10", "--chdir",
        str(HERE.parent), "--log-level", "warning", "--keep-alive", "60", f"drf_site:made('{said}')",
    ]
    with (folder / "drf.log").open("wb") as log, Popen(command, stdout=log, stderr=log) as process:
        try:
            _await(port, process, folder / "drf.log")
            yield port
        finally:
            process.terminate()


def _await(port: int, process: "Popen[bytes]", log: Path) -> None:
    until = monotonic() + 60
    with httpx.Client(trust_env=False) as client:
        while monotonic() < until and process.poll() is None:
            try:
                client.get(f"http://127.0.0.1:{port}/rooms/").raise_for_status()
            except httpx.HTTPError:
                sleep(0.2)
            else:
                return
    raise RuntimeError(log.read_text(errors="replace")[-4000:])
