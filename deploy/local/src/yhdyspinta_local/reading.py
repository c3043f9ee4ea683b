"""Reading the logs of all processes as one."""

import json
import time
from collections.abc import Iterator
from pathlib import Path

_TIMES = ("timestamp", "time", "ts")


def files(logs: Path, service: str | None) -> list[Path]:
    """Log files of a service, of one process, or all."""
    found = sorted(logs.glob("*.log"))
    return [file for file in found if service is None or file.stem == service or file.stem.startswith(f"{service}-")]


def last(chosen: list[Path], lines: int) -> Iterator[str]:
    """The end of each file."""
    for file in chosen:
        for line in file.read_text("utf-8", "replace").splitlines()[-lines:]:
            yield f"{file.stem:<20} {line}"


def of_request(chosen: list[Path], request: str) -> Iterator[str]:
    """Every line of every process that names the request, in the order of their times."""
    found = []
    for file in chosen:
        with file.open(encoding="utf-8", errors="replace") as opened:
            found += [(_when(line), f"{file.stem:<20} {line.rstrip()}") for line in opened if request in line]
    yield from (line for _, line in sorted(found))


def _when(line: str) -> str:
    """Its time as text; lines without one come first."""
    try:
        told = json.loads(line)
    except ValueError:
        return ""
    return next((str(told[name]) for name in _TIMES if name in told), "") if isinstance(told, dict) else ""


def follow(chosen: list[Path], request: str | None = None) -> Iterator[str]:
    """What is written from now on."""
    opened = {file: file.open(encoding="utf-8", errors="replace") for file in chosen}
    try:
        for stream in opened.values():
            stream.seek(0, 2)
        while True:
            news = [f"{file.stem:<20} {line.rstrip()}" for file, stream in opened.items() for line in stream]
            yield from (line for line in news if request is None or request in line)
            if not news:
                time.sleep(0.2)
    finally:
        for stream in opened.values():
            stream.close()
